//! Numbers in states: their order, and the fields that want one.

use super::failure::Trouble;
use super::program::Number;
use super::template::{Frame, Template};
use crate::query::Host;
use serde_json::{Number as Json, Value};
use std::cmp::Ordering;

/// The order of two numbers, by value: exact for integers that a machine word holds, else as floating point.
pub(super) fn compare_numbers(left: &Json, right: &Json) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        return Some(left.cmp(&right));
    }
    left.as_f64()?.partial_cmp(&right.as_f64()?)
}

/// What a field wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A whole number. Text that spells one will do where a path found it.
    Integer,
    Float,
}

impl Number {
    /// The number, with what AWS says where it is none.
    pub(super) fn of(&self, wanted: Wanted, frame: &Frame<'_>, host: &mut dyn Host) -> Result<f64, Trouble> {
        let value = match &self.template {
            template @ Template::Jsonata { .. } => template.expect("number", self.field, frame, host)?,
            template => template.evaluate(frame, host)?,
        };
        let spelled = match &*value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        let fits = |number: &f64| number.is_finite() && (wanted == Wanted::Float || number.fract() == 0.0);
        spelled.filter(fits).ok_or_else(|| self.refused(wanted, &value))
    }

    fn refused(&self, wanted: Wanted, value: &Value) -> Trouble {
        let field = self.field;
        let what = if wanted == Wanted::Integer { "integer" } else { "float" };
        match &self.template {
            Template::Query { text, .. } if field == "Seconds" => {
                let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                Trouble::runtime(format!(
                    "The SecondsPath parameter cannot be parsed as a long value: {text} == {plain}"
                ))
            }
            Template::Query { text, .. } => Trouble::runtime(format!(
                "The {field}Path field refers to value {value} which is not a valid {what}: {text}"
            )),
            Template::Jsonata { location, .. } => Trouble::query(
                location,
                format!("The {field} field cannot be parsed as a valid {what}: {value}"),
            ),
            _ => Trouble::runtime(format!("The {field} field is not a valid {what}: {value}")),
        }
    }

    /// Refuses what is below zero.
    pub(super) fn not_negative(
        &self,
        wanted: Wanted,
        frame: &Frame<'_>,
        host: &mut dyn Host,
    ) -> Result<f64, Trouble> {
        let number = self.of(wanted, frame, host)?;
        if number < 0.0 {
            return Err(self.out_of_range(format!("{} cannot be negative.", self.field)));
        }
        Ok(number)
    }

    /// An error about the range of this field, named as the language of the state has it.
    pub(super) fn out_of_range(&self, cause: String) -> Trouble {
        match &self.template {
            Template::Jsonata { location, .. } => Trouble::query(location, cause),
            _ => Trouble::runtime(cause),
        }
    }
}
