//! What expressions are made of.

use super::super::error::Position;
use super::super::path::Root;

/// An expression, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// A number, as written.
    Number(String),
    /// Text, its escapes resolved.
    Text(String),
    /// Text with expressions in it.
    Template(Vec<Node>),
    Bool(bool),
    Null,
    /// A path, by its place in the list of all.
    Path(usize),
    Unary(Position, Unary, Box<Node>),
    Binary(Position, Binary, Box<Node>, Box<Node>),
    Conditional(Box<Node>, Box<Node>, Box<Node>),
    Array(Position, Vec<Node>),
    Object(Vec<(String, Node)>),
    /// A call of a function by its name: `Math.floor`.
    Call(Position, String, Vec<Node>),
    /// A call of a method.
    Method(Position, Box<Node>, String, Vec<Node>),
    /// A member of something that is no path.
    Member(Position, Box<Node>, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Not,
    Minus,
    Plus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Coalesce,
    Or,
    And,
    Equal,
    NotEqual,
    LooselyEqual,
    LooselyNotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

/// A path in an expression of JavaScript.
///
/// ```
/// use stepwright::query::cut_at_paths;
///
/// let (_, paths) = cut_at_paths("$.order['the name'] + $$.Execution.Name").unwrap();
/// assert_eq!(paths[0].in_jsonpath(), "$.order['the name']");
/// assert_eq!(paths[1].in_jsonata(), "$states.context.Execution.Name");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JavaScriptPath {
    /// What it starts from.
    pub root: Root,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step of a path in an expression of JavaScript.
///
/// ```
/// use stepwright::query::{Step, cut_at_paths};
///
/// let (_, paths) = cut_at_paths("$.lines[0]").unwrap();
/// assert_eq!(paths[0].steps, [Step::Name("lines".into()), Step::Index(0)]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A member.
    Name(String),
    /// An element, from 0.
    Index(u32),
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

impl JavaScriptPath {
    /// In JSONPath's spelling.
    pub fn in_jsonpath(&self) -> String {
        let mut out = match &self.root {
            Root::Context => "$$".to_owned(),
            Root::Variable(name) => format!("${name}"),
            Root::Input | Root::Current => "$".to_owned(),
        };
        out.push_str(&self.steps_in_jsonpath());
        out
    }

    /// Its steps in JSONPath's spelling.
    pub fn steps_in_jsonpath(&self) -> String {
        let step = |step: &Step| match step {
            Step::Name(name) if is_plain(name) => format!(".{name}"),
            Step::Name(name) => format!("['{}']", name.replace('\'', "\\'")),
            Step::Index(index) => format!("[{index}]"),
        };
        self.steps.iter().map(step).collect()
    }

    /// Whether it reads the same in both languages, behind its root.
    pub fn is_plain(&self) -> bool {
        self.steps.iter().all(|step| match step {
            Step::Name(name) => is_plain(name) && !is_word(name),
            Step::Index(_) => true,
        })
    }

    /// In JSONata's spelling, without delimiters.
    pub fn in_jsonata(&self) -> String {
        let mut out = match &self.root {
            Root::Context => "$states.context".to_owned(),
            Root::Variable(name) => format!("${name}"),
            Root::Input | Root::Current => "$states.input".to_owned(),
        };
        for step in &self.steps {
            match step {
                Step::Name(name) if is_plain(name) && !is_word(name) => out.push_str(&format!(".{name}")),
                Step::Name(name) => out.push_str(&format!(".`{name}`")),
                Step::Index(index) => out.push_str(&format!("[{index}]")),
            }
        }
        out
    }

    /// As the user knows it.
    pub(super) fn shown(&self) -> String {
        let text = self.in_jsonpath();
        match text.strip_prefix("$.") {
            Some(rest) => rest.to_owned(),
            None => text,
        }
    }
}

/// Words that mean something in JSONata.
fn is_word(name: &str) -> bool {
    matches!(name, "and" | "or" | "in" | "true" | "false" | "null" | "function")
}
