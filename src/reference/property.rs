//! A template property: a literal, or a reference.

use super::Reference;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// What may be written down as it is: in a template property, and in a field of a workflow.
///
/// Implemented for text, numbers, booleans, lists and JSON. A type of your own joins with an empty `impl`.
///
/// ```
/// #[derive(serde::Serialize)]
/// struct Order { id: u32 }
/// impl stepwright::reference::Literal for Order {}
/// ```
pub trait Literal: Serialize {}

macro_rules! literals {
    ($($t:ty),*) => { $(impl Literal for $t {})* };
}

literals!(String, bool, i8, i16, i32, i64, u8, u16, u32, u64, usize, f32, f64, Value, serde_json::Map<String, Value>);

impl<T: Serialize> Literal for Vec<T> {}

impl<K: Serialize, V: Serialize> Literal for indexmap::IndexMap<K, V> {}

/// A template property: a literal `T`, or a [`Reference`]. Never a path: templates know nothing of an execution.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Property<T> {
    /// Written down.
    Literal(T),
    /// Known on deployment.
    Reference(Reference),
}

impl<T> Property<T> {
    /// The literal, where it is one.
    pub fn literal(&self) -> Option<&T> {
        match self {
            Property::Literal(value) => Some(value),
            Property::Reference(_) => None,
        }
    }
}

impl<T: Serialize> Property<T> {
    /// The JSON form. What JSON cannot hold (a map whose keys are no text) becomes `null`.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl<T: Serialize> Serialize for Property<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Property::Literal(value) => value.serialize(serializer),
            Property::Reference(reference) => reference.serialize(serializer),
        }
    }
}

impl<T: Literal> From<T> for Property<T> {
    fn from(value: T) -> Self {
        Property::Literal(value)
    }
}

impl<T> From<Reference> for Property<T> {
    fn from(reference: Reference) -> Self {
        Property::Reference(reference)
    }
}

impl<T> From<&Reference> for Property<T> {
    fn from(reference: &Reference) -> Self {
        Property::Reference(reference.clone())
    }
}

impl From<&str> for Property<String> {
    fn from(text: &str) -> Self {
        Property::Literal(text.to_owned())
    }
}

impl From<&String> for Property<String> {
    fn from(text: &String) -> Self {
        Property::Literal(text.clone())
    }
}

impl From<&str> for Property<Value> {
    fn from(text: &str) -> Self {
        Property::Literal(Value::from(text))
    }
}

macro_rules! json_numbers {
    ($($t:ty),*) => { $(impl From<$t> for Property<Value> {
        fn from(value: $t) -> Self {
            Property::Literal(Value::from(value))
        }
    })* };
}

json_numbers!(bool, i32, i64, u32, u64, f64, String, Vec<Value>);

impl<T: Clone> From<&Property<T>> for Property<T> {
    fn from(property: &Property<T>) -> Self {
        property.clone()
    }
}
