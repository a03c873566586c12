//! How large data is.

use crate::asl::length_of_text;
use serde_json::Value;

/// The most bytes that the input, result or output of a state may have, as JSON.
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html>
pub(super) const MAX_PAYLOAD: usize = 262_144;

/// How deep data may nest: as deep as Jackson reads, by which AWS reads it.
const DEEPEST: usize = 1_000;

/// Whether a state may hand this on.
pub(super) fn fits(value: &Value) -> bool {
    measure(value, 0, MAX_PAYLOAD).is_some()
}

/// The bytes of a value as JSON; one more than may be where it is too large or nests too deep.
pub(super) fn of(value: &Value) -> usize {
    measure(value, 0, MAX_PAYLOAD).unwrap_or(MAX_PAYLOAD + 1)
}

/// The bytes of a value, unless there are more than `most` or it nests too deep.
fn measure(value: &Value, depth: usize, most: usize) -> Option<usize> {
    if depth > DEEPEST {
        return None;
    }
    let within = |bytes: usize| (bytes <= most).then_some(bytes);
    match value {
        Value::Null | Value::Bool(true) => within(4),
        Value::Bool(false) => within(5),
        Value::Number(number) => within(number.as_str().len()),
        Value::String(text) => within(length_of_text(text)),
        Value::Array(elements) => {
            let mut bytes = 2 + elements.len().saturating_sub(1);
            for element in elements {
                bytes += measure(element, depth + 1, most.checked_sub(bytes)?)?;
            }
            within(bytes)
        }
        Value::Object(members) => {
            let mut bytes = 2 + members.len().saturating_sub(1);
            for (key, member) in members {
                bytes += length_of_text(key) + 1;
                bytes += measure(member, depth + 1, most.checked_sub(bytes)?)?;
            }
            within(bytes)
        }
    }
}
