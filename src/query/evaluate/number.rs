//! Numbers, as Step Functions counts.

use serde_json::{Number, Value};

/// The nearest integer; of two, the greater one.
pub(crate) fn whole(number: &Number) -> Option<i64> {
    if let Some(whole) = number.as_i64() {
        return Some(whole);
    }
    let rounded = (number.as_f64()? + 0.5).floor();
    integer(rounded)
}

/// A double that is a whole number small enough to be exact.
pub(crate) fn integer(number: f64) -> Option<i64> {
    let exact = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
    // In this range every whole double is an integer of 64 bits.
    exact.then_some(number as i64)
}

/// A double as JSON, without a fraction where it has none; `null` where JSON has no such number.
pub(super) fn decimal(number: f64) -> Value {
    match integer(number) {
        Some(whole) => whole.into(),
        None => Number::from_f64(number).map_or(Value::Null, Value::Number),
    }
}
