//! Comparing values as filters do.

use serde_json::{Number, Value};
use std::cmp::Ordering;

/// Whether two values are equal. A number and a text are, if the text says the number.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => order_of_numbers(left, right) == Some(Ordering::Equal),
        (Value::Number(number), Value::String(text)) => {
            text.trim().parse::<f64>().ok().is_some_and(|text| number.as_f64() == Some(text))
        }
        (Value::String(text), Value::Number(number)) => *text == number.to_string(),
        (Value::Array(left), Value::Array(right)) => same_items(left, right),
        (Value::Object(_), Value::Object(_)) => same(left, right),
        _ => left == right,
    }
}

/// Whether two values are equal and of one type, all the way down.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => order_of_numbers(left, right) == Some(Ordering::Equal),
        (Value::Array(left), Value::Array(right)) => same_items(left, right),
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, value)| right.get(name).is_some_and(|other| same(value, other)))
        }
        _ => left == right,
    }
}

fn same_items(left: &[Value], right: &[Value]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
}

/// Which of two numbers, or of two texts, comes first.
pub(super) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => order_of_numbers(left, right),
        (Value::String(left), Value::String(right)) => Some(left.encode_utf16().cmp(right.encode_utf16())),
        _ => None,
    }
}

fn order_of_numbers(left: &Number, right: &Number) -> Option<Ordering> {
    match (left.as_i128(), right.as_i128()) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}
