//! The shapes of results, as JSON Schemas in few words.

use serde_json::{Map, Value, json};

/// Anything.
pub fn any() -> Value {
    Value::Bool(true)
}

/// Text.
pub fn text() -> Value {
    json!({ "type": "string" })
}

/// A whole number.
pub fn integer() -> Value {
    json!({ "type": "integer" })
}

/// Any number.
pub fn number() -> Value {
    json!({ "type": "number" })
}

/// True or false.
pub fn boolean() -> Value {
    json!({ "type": "boolean" })
}

/// A list of things of one shape.
pub fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// Things of one shape by name.
pub fn map(values: Value) -> Value {
    json!({ "type": "object", "additionalProperties": values })
}

/// An object with these members, any of which may be left out.
///
/// ```
/// use stepwright::task::shape;
///
/// let answer = shape::object([("MessageId", shape::text())]);
/// assert_eq!(answer["properties"]["MessageId"]["type"], "string");
/// ```
pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let members: Map<String, Value> =
        members.into_iter().map(|(name, shape)| (name.to_owned(), shape)).collect();
    json!({ "type": "object", "properties": members })
}
