//! Numbers in a template.

use super::{Literal, Property};
use serde::{Serialize, Serializer};

/// A number that may have decimals; whole ones are written without a point.
///
/// ```
/// use stepwright::reference::{Number, Property};
///
/// let threshold: Property<Number> = 5.into();
/// assert_eq!(serde_json::to_string(&threshold).unwrap(), "5");
/// let threshold: Property<Number> = 0.5.into();
/// assert_eq!(serde_json::to_string(&threshold).unwrap(), "0.5");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Integer(i64),
    /// A number with decimals. What JSON cannot write, such as infinity, becomes `null`.
    Decimal(f64),
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Number::Integer(number) => number.serialize(serializer),
            Number::Decimal(number) => number.serialize(serializer),
        }
    }
}

impl Literal for Number {}

macro_rules! whole_numbers {
    ($($t:ty),*) => { $(impl From<$t> for Property<Number> {
        fn from(number: $t) -> Self {
            Property::Literal(Number::Integer(number.into()))
        }
    })* };
}

whole_numbers!(i32, i64, u32);

impl From<f64> for Property<Number> {
    fn from(number: f64) -> Self {
        Property::Literal(Number::Decimal(number))
    }
}
