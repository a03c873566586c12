//! What is only known later, on its way through serde.
//!
//! To [`tree`](super::tree) it is handed over as it is. Any other serializer gets text that begins with a noncharacter,
//! which no text that means something contains; so it may pass through a `serde_json::Value` and is known again.

use super::expression::{Composition, Expression, Form};
use super::{Text, Tree};
use crate::diagnostic::Origin;
use crate::reference::Reference;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::cell::Cell;
use std::fmt::{self, Write};

/// Begins the text that stands for an expression.
pub(crate) const MARK: char = '\u{FDD0}';
/// Begins the text that stands for a reference.
const REFERENCE: char = '\u{FDD3}';
const SEPARATOR: char = '\u{1F}';

/// The name under which a leaf is serialized.
pub(super) const LEAF: &str = "$stepwright::leaf";

thread_local! {
    /// What a leaf hands over, from its `serialize` to the serializer that called it.
    static HANDED: Cell<Option<Tree>> = const { Cell::new(None) };
}

/// Takes what a leaf has just handed over.
pub(super) fn handed() -> Option<Tree> {
    HANDED.take()
}

/// What is handed over whole, or else written.
pub(super) trait Leaf {
    fn to_tree(&self) -> Tree;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Serializes a leaf.
pub(super) fn serialize<L: Leaf, S: Serializer>(leaf: &L, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(LEAF, &Handing(leaf))
}

struct Handing<'a, L>(&'a L);

impl<L: Leaf> Serialize for Handing<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Only the serializer that takes what is handed over says so here.
        if serializer.is_human_readable() {
            return self.0.write(serializer);
        }
        HANDED.set(Some(self.0.to_tree()));
        serializer.serialize_unit()
    }
}

impl Leaf for Expression {
    fn to_tree(&self) -> Tree {
        Tree::Expression(Box::new(self.clone()))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Spelled(self))
    }
}

struct Spelled<'a>(&'a Expression);

impl fmt::Display for Spelled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Expression { form, text, origin, problem } = self.0;
        f.write_char(MARK)?;
        f.write_char(sign(*form))?;
        f.write_str(origin.file())?;
        write!(f, "{SEPARATOR}{}{SEPARATOR}{}{SEPARATOR}", origin.line(), origin.column())?;
        f.write_str(problem.as_deref().unwrap_or_default())?;
        f.write_char(SEPARATOR)?;
        f.write_str(text)
    }
}

fn sign(form: Form) -> char {
    match form {
        Form::JsonPath => 'p',
        Form::Jsonata => 'j',
        Form::Context => 'c',
        Form::Variable => 'v',
        Form::Input => 'i',
        Form::Composed(Composition::List) => 'l',
        Form::Composed(Composition::Text) => 't',
        Form::Composed(Composition::Json) => 's',
    }
}

/// An expression as text that is known again.
pub(super) fn of_expression(expression: &Expression) -> String {
    Spelled(expression).to_string()
}

/// A reference as text that is known again.
pub(super) fn of_reference(reference: &Reference) -> String {
    format!("{REFERENCE}{}", reference.to_json())
}

/// What text stands for that was made here; `None` for any other text.
pub(super) fn read(text: &str) -> Option<Tree> {
    // Both marks begin with this byte.
    if text.as_bytes().first() != Some(&0xEF) {
        return None;
    }
    if let Some(json) = text.strip_prefix(REFERENCE) {
        let reference = reference(serde_json::from_str(json).ok()?)?;
        return Some(Tree::Reference(Box::new(reference)));
    }
    expression(text).map(|expression| Tree::Expression(Box::new(expression)))
}

fn expression(text: &str) -> Option<Expression> {
    let mut rest = text.strip_prefix(MARK)?.chars();
    let form = match rest.next()? {
        'p' => Form::JsonPath,
        'j' => Form::Jsonata,
        'c' => Form::Context,
        'v' => Form::Variable,
        'i' => Form::Input,
        'l' => Form::Composed(Composition::List),
        't' => Form::Composed(Composition::Text),
        's' => Form::Composed(Composition::Json),
        _ => return None,
    };
    let mut parts = rest.as_str().splitn(5, SEPARATOR);
    let (file, line, column) = (parts.next()?, parts.next()?, parts.next()?);
    let (problem, text) = (parts.next()?, parts.next()?);
    let origin = Origin::noted(file, line.parse().unwrap_or_default(), column.parse().unwrap_or_default());
    let problem = (!problem.is_empty()).then(|| problem.to_owned());
    Some(Expression { form, text: Text::new(text), origin, problem })
}

/// A reference by its JSON form.
fn reference(json: Value) -> Option<Reference> {
    let Value::Object(map) = &json else { return None };
    let (function, argument) = map.iter().next()?;
    Some(match (function.as_str(), argument) {
        ("Ref", Value::String(name)) => Reference::to(name.as_str()),
        ("Fn::GetAtt", Value::Array(parts)) => match parts.as_slice() {
            [Value::String(id), Value::String(attribute)] => {
                Reference::attribute(id.as_str(), attribute.as_str())
            }
            _ => Reference::Function(json.into()),
        },
        _ => Reference::Function(json.into()),
    })
}
