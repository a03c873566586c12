//! Where expressions and paths stand, and what they say.

use super::here::{Here, Part, parts};
use super::subject::Field;
use crate::asl::QueryLanguage;
use crate::asl::contract::{Holds, Shape};
use crate::query::jsonata::{Delimited, Jsonata, Problem, StatesUse, SyntaxError, VariableUse, delimited};
use crate::query::{Expression, ParseError, Path};
use serde_json::Value;
use std::collections::BTreeMap;

/// A text that is an expression, or should be one.
#[derive(Debug)]
pub struct Site<'a> {
    /// The object whose field it stands in.
    pub object: usize,
    /// The state it belongs to.
    pub state: usize,
    /// The field of the object: `Parameters`, `Assign`, `InputPath`.
    pub field: &'a str,
    /// What that field holds.
    pub holds: Holds,
    /// The key it is the value of: `Id.$`.
    pub key: &'a str,
    /// Where it stands.
    pub pointer: String,
    /// What was written.
    pub text: &'a str,
    /// What it says.
    pub reading: Reading,
    /// Whether deployment puts something else in place of a part of it.
    pub placeholder: bool,
}

/// What an expression says, or why it says nothing.
#[derive(Debug)]
pub enum Reading {
    /// A path.
    Path(Result<Path, ParseError>),
    /// A path or a call of an intrinsic function.
    Expression(Result<Expression, ParseError>),
    /// An expression of JSONata.
    Jsonata(Box<Said>),
    /// What stands between the delimiters of JSONata and is none, and the byte of the text at which it begins.
    NoJsonata(SyntaxError, usize),
    /// One of the two delimiters of a JSONata expression without the other.
    HalfDelimited,
}

/// What an expression of JSONata says, as far as rules ask for it.
#[derive(Debug)]
pub struct Said {
    /// The byte of the text at which the expression begins: all places count from there.
    pub offset: usize,
    /// The variables of the machine that it refers to.
    pub variables: Vec<VariableUse>,
    /// What it takes of `$states`.
    pub states: Vec<StatesUse>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Reading {
    fn jsonata(inner: &str, offset: usize) -> Self {
        match Jsonata::parse(inner) {
            Ok(jsonata) => Reading::Jsonata(Box::new(Said {
                offset,
                variables: jsonata.variables(),
                states: jsonata.states_uses(),
                problems: jsonata.problems(),
            })),
            Err(error) => Reading::NoJsonata(error, offset),
        }
    }
}

impl Site<'_> {
    /// The variables it refers to, each with the byte of the text at which it first does.
    pub fn variables(&self) -> BTreeMap<String, usize> {
        let mut out = BTreeMap::new();
        let mut note = |name: &str, at: usize| {
            out.entry(name.to_owned()).or_insert(at);
        };
        let place = |name: &str| self.text.find(&format!("${name}")).unwrap_or(0);
        match &self.reading {
            Reading::Path(Ok(path)) => path.variables().iter().for_each(|name| note(name, place(name))),
            Reading::Expression(Ok(expression)) => {
                expression.variables().iter().for_each(|name| note(name, place(name)));
            }
            Reading::Jsonata(said) => {
                said.variables.iter().for_each(|found| note(&found.name, said.offset + found.span.start));
            }
            _ => {}
        }
        out
    }
}

/// Whether text holds a `${Name}` that deployment replaces.
///
/// ```
/// use stepwright::validate::is_placeholder;
///
/// assert!(is_placeholder("arn:${AWS::Partition}:states:::lambda:invoke"));
/// assert!(!is_placeholder("{% ${ 'a': 1 } %}"));
/// ```
pub fn is_placeholder(text: &str) -> bool {
    placeholders(text).next().is_some()
}

/// The names in the `${Name}` of a text, each with the byte it begins at.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("${").filter_map(|(at, _)| {
        let (name, _) = text.get(at + 2..)?.split_once('}')?;
        let fits = |c: char| c.is_ascii_alphanumeric() || "_-.:".contains(c);
        (!name.is_empty() && name.chars().all(fits)).then_some((at, name))
    })
}

/// Notes the expressions of a field: of the object, of the state, in the language.
pub(super) fn collect<'a>(
    (object, state, language): (usize, usize, QueryLanguage),
    field: &Field<'a>,
    holds: Holds,
    at: &str,
    out: &mut Vec<Site<'a>>,
) {
    let mut collector = Collector { object, state, field: field.name, holds, out };
    let jsonata = language == QueryLanguage::Jsonata;
    let expressions = field.spec.is_some_and(|spec| spec.shape != Shape::Plain);
    let here = Here::Key(&Here::Root(at), field.name);
    match (holds, field.value) {
        (Holds::Path | Holds::ReferenceOrNull | Holds::Reference, Value::String(text)) if !jsonata => {
            let path = Reading::Path(Path::parse(text));
            collector.note(field.name, text, &here, path);
        }
        (Holds::PathOrCall, Value::String(text)) if !jsonata => {
            collector.note(field.name, text, &here, Reading::Expression(Expression::parse(text)));
        }
        (Holds::Template | Holds::Fields | Holds::Variables, value) if !jsonata => {
            collector.template(value, &here);
        }
        (
            Holds::Template
            | Holds::Fields
            | Holds::Variables
            | Holds::Arguments
            | Holds::Items
            | Holds::Message
            | Holds::Condition
            | Holds::Timestamp
            | Holds::Integer(..)
            | Holds::Number(..),
            value,
        ) if jsonata && expressions => collector.jsonata(field.name, value, &here),
        _ => {}
    }
}

struct Collector<'a, 'o> {
    object: usize,
    state: usize,
    field: &'a str,
    holds: Holds,
    out: &'o mut Vec<Site<'a>>,
}

impl<'a> Collector<'a, '_> {
    fn note(&mut self, key: &'a str, text: &'a str, here: &Here<'_>, reading: Reading) {
        self.out.push(Site {
            object: self.object,
            state: self.state,
            field: self.field,
            holds: self.holds,
            key,
            pointer: here.pointer(),
            text,
            reading,
            placeholder: is_placeholder(text),
        });
    }

    /// A template of JSONPath: the keys that end in `.$` announce expressions.
    fn template(&mut self, value: &'a Value, here: &Here<'_>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let here = Here::Key(here, key);
                    match value {
                        Value::String(text) if key.ends_with(".$") => {
                            let reading = Reading::Expression(Expression::parse(text));
                            self.note(key, text, &here, reading);
                        }
                        _ => self.template(value, &here),
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.template(item, &Here::Index(here, index));
                }
            }
            _ => {}
        }
    }

    /// A tree of JSONata: texts between `{%` and `%}` are expressions.
    fn jsonata(&mut self, key: &'a str, value: &'a Value, here: &Here<'_>) {
        parts(key, value, here, &mut |part, here| {
            let Part::Text(text, key) = part else { return };
            match delimited(text) {
                Delimited::Plain => {}
                Delimited::Expression { inner, offset } => {
                    self.note(key, text, here, Reading::jsonata(inner, offset));
                }
                Delimited::NotClosed | Delimited::NotOpened => {
                    self.note(key, text, here, Reading::HalfDelimited);
                }
            }
        });
    }
}
