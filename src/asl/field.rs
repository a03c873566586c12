//! A field of a workflow: a literal, an expression, or something the template knows.

use crate::data::Expression;
use crate::reference::{Literal, Reference};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// A field of a request or a state: a literal `T`, an [`Expression`], or a [`Reference`] to something in the
/// template.
///
/// Setters take `impl Into<Field<T>>`, so that `"text"`, `path("$.text")` and a reference all fit. A reference
/// becomes text on deployment, so only text fields take one.
///
/// ```
/// use stepwright::asl::Field;
/// use stepwright::prelude::*;
///
/// let literal: Field<String> = "orders".into();
/// let chosen: Field<String> = path("$.queue").into();
/// # let _ = (literal, chosen);
/// ```
#[derive(Clone, Debug)]
pub enum Field<T> {
    /// Written down.
    Literal(T),
    /// Known when the state runs.
    Expression(Expression),
    /// Known on deployment.
    Reference(Reference),
}

impl<T> Field<T> {
    /// The literal, where it is one.
    pub fn literal(&self) -> Option<&T> {
        match self {
            Field::Literal(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the value is only known when the state runs.
    pub fn is_dynamic(&self) -> bool {
        matches!(self, Field::Expression(_))
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Field::Literal(value) => value.serialize(serializer),
            Field::Expression(expression) => expression.serialize(serializer),
            Field::Reference(reference) => reference.serialize(serializer),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: Literal> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Field::Literal(value)
    }
}

impl<T> From<Expression> for Field<T> {
    fn from(expression: Expression) -> Self {
        Field::Expression(expression)
    }
}

impl<T> From<&Expression> for Field<T> {
    fn from(expression: &Expression) -> Self {
        Field::Expression(expression.clone())
    }
}

impl<T: Clone> From<&Field<T>> for Field<T> {
    fn from(field: &Field<T>) -> Self {
        field.clone()
    }
}

/// Fields that a reference fits, which becomes text on deployment.
///
/// ```
/// use stepwright::prelude::*;
///
/// let field: stepwright::asl::Field<String> = region().into();
/// # let _ = field;
/// ```
#[diagnostic::on_unimplemented(
    message = "a reference becomes text on deployment, and this field takes no text",
    label = "not text",
    note = "write the value down, or let the state find it: `path(\"$.limit\")`"
)]
pub trait TakesText {}

impl TakesText for String {}

impl<T: TakesText> From<Reference> for Field<T> {
    fn from(reference: Reference) -> Self {
        Field::Reference(reference)
    }
}

impl<T: TakesText> From<&Reference> for Field<T> {
    fn from(reference: &Reference) -> Self {
        Field::Reference(reference.clone())
    }
}

impl From<&str> for Field<String> {
    fn from(text: &str) -> Self {
        Field::Literal(text.to_owned())
    }
}

impl From<&String> for Field<String> {
    fn from(text: &String) -> Self {
        Field::Literal(text.clone())
    }
}

/// A span of whole seconds, as ASL counts time.
///
/// ```
/// use stepwright::prelude::*;
///
/// assert_eq!(minutes(2), secs(120));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Seconds(pub u32);

impl Literal for Seconds {}

/// So many seconds.
pub fn secs(count: u32) -> Seconds {
    Seconds(count)
}

/// So many minutes. What passes the largest number of seconds becomes that, which is out of every field's range.
pub fn minutes(count: u32) -> Seconds {
    Seconds(count.saturating_mul(60))
}

/// So many hours, as [`minutes`].
pub fn hours(count: u32) -> Seconds {
    Seconds(count.saturating_mul(3_600))
}

/// So many days, as [`minutes`].
pub fn days(count: u32) -> Seconds {
    Seconds(count.saturating_mul(86_400))
}
