//! Calling intrinsic functions.

use super::compare::same;
use super::error::EvaluationError;
use super::hash::{digest, from_base64, to_base64};
use super::number::whole;
use super::{Host, Scope};
use crate::query::expression::Expression;
use crate::query::function::HASH_ALGORITHMS;
use crate::query::intrinsic::{Argument, Call};
use crate::query::path::Root;
use serde_json::Value;

/// The longest text that is hashed, or put into or taken out of Base64, in characters.
const MOST_CHARACTERS: usize = 10_000;

/// The most numbers in a range.
const MOST_NUMBERS: usize = 1_000;

impl Expression {
    /// What the expression gives.
    ///
    /// A path that ends in an element behind the end of its array gives `null`, as it does in payloads on AWS.
    ///
    /// ```
    /// use serde_json::{Value, json};
    /// use stepwright::query::{Expression, Host, Scope};
    ///
    /// # struct Nothing;
    /// # impl Scope for Nothing {
    /// #     fn context(&self) -> &Value {
    /// #         &Value::Null
    /// #     }
    /// #     fn variable(&self, _name: &str) -> Option<&Value> {
    /// #         None
    /// #     }
    /// # }
    /// # impl Host for Nothing {
    /// #     fn random(&mut self) -> u64 {
    /// #         4
    /// #     }
    /// #     fn now(&self) -> i64 {
    /// #         0
    /// #     }
    /// # }
    /// let expression = Expression::parse("States.Format('{} of {}', $.n, States.ArrayLength($.all))").unwrap();
    /// let value = expression.evaluate(&json!({ "n": 1, "all": ["a", "b"] }), &Nothing, &mut Nothing);
    /// assert_eq!(value, Ok(json!("1 of 2")));
    /// ```
    ///
    /// # Errors
    ///
    /// Says which path found nothing, or what a function cannot do.
    pub fn evaluate(
        &self,
        data: &Value,
        scope: &dyn Scope,
        host: &mut dyn Host,
    ) -> Result<Value, EvaluationError> {
        match self {
            Expression::Path(path) => match path.evaluate(data, scope) {
                Err(error) if error.is_beyond_end() => Ok(Value::Null),
                other => Ok(other?),
            },
            Expression::Call(call) => call.evaluate(data, scope, host),
        }
    }
}

impl Call {
    /// What the call gives.
    ///
    /// # Errors
    ///
    /// Says which argument's path found nothing, or what the function cannot do.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html>.
    pub fn evaluate(
        &self,
        data: &Value,
        scope: &dyn Scope,
        host: &mut dyn Host,
    ) -> Result<Value, EvaluationError> {
        let mut values = Vec::with_capacity(self.arguments.len());
        for argument in &self.arguments {
            values.push(match argument {
                Argument::Text(text) => Value::String(text.value.clone()),
                Argument::Number(number) => serde_json::from_str(number).unwrap_or_default(),
                Argument::Bool(value) => Value::Bool(*value),
                Argument::Null => Value::Null,
                Argument::Call(call) => call.evaluate(data, scope, host)?,
                Argument::Path(path) => path.evaluate(data, scope).map_err(|error| {
                    // AWS names a path into the context object as if that were the input.
                    let text = match path.root() {
                        Root::Context => path.text().strip_prefix('$').unwrap_or_default(),
                        _ => path.text(),
                    };
                    let message = error.to_string();
                    EvaluationError::Argument(if message.starts_with("Filter: ") {
                        message
                    } else {
                        format!(
                            "The JsonPath argument for the field '{text}' could not be found in the input '{data}'"
                        )
                    })
                })?,
            });
        }
        let given = Given { call: self, values };
        given.call(host).map_err(EvaluationError::Call)
    }
}

/// A call and the values of its arguments.
struct Given<'a> {
    call: &'a Call,
    values: Vec<Value>,
}

type Outcome<T> = Result<T, String>;

impl Given<'_> {
    fn call(&self, host: &mut dyn Host) -> Outcome<Value> {
        Ok(match self.call.function.name {
            "States.Array" => Value::Array(self.values.clone()),
            "States.ArrayPartition" => {
                let size = self.positive(1)?;
                Value::Array(self.array(0)?.chunks(size).map(|part| Value::Array(part.to_vec())).collect())
            }
            "States.ArrayContains" => {
                let wanted = self.value(1);
                Value::Bool(self.array(0)?.iter().any(|item| same(item, wanted)))
            }
            "States.ArrayRange" => self.range()?,
            "States.ArrayGetItem" => {
                let (items, index) = (self.array(0)?, self.integer(1)?);
                let found = usize::try_from(index).ok().and_then(|index| items.get(index));
                let count = items.len();
                found.cloned().ok_or_else(|| {
                    format!("The index {index} is out of bounds: the array has {count} elements")
                })?
            }
            "States.ArrayLength" => self.array(0)?.len().into(),
            "States.ArrayUnique" => Value::Array(unique(self.array(0)?)),
            "States.Base64Encode" => Value::String(to_base64(self.short(0, self.text(0)?)?.as_bytes())),
            "States.Base64Decode" => {
                let text = self.short(0, self.text(0)?)?;
                let decoded = from_base64(text).and_then(|bytes| String::from_utf8(bytes).ok());
                Value::String(decoded.ok_or_else(|| self.unfit(0, "text in Base64"))?)
            }
            "States.Hash" => {
                let data = match self.value(0) {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let hash = digest(self.text(1)?, self.short(0, &data)?);
                let wanted = || self.unfit(1, &format!("one of {}", HASH_ALGORITHMS.join(", ")));
                Value::String(hash.ok_or_else(wanted)?)
            }
            "States.JsonMerge" => self.merge()?,
            "States.StringToJson" => match self.text(0)?.trim() {
                "" => Value::Null,
                text => serde_json::from_str(text).map_err(|_| self.unfit(0, "JSON text"))?,
            },
            "States.JsonToString" => Value::String(self.value(0).to_string()),
            "States.MathRandom" => self.random(host)?,
            "States.MathAdd" => {
                let sum = self.integer(0)? + self.integer(1)?;
                match i32::try_from(sum) {
                    Ok(sum) => sum.into(),
                    Err(_) => return Err(format!("The sum {sum} is no integer of 32 bits")),
                }
            }
            "States.StringSplit" => {
                let (text, delimiters) = (self.text(0)?, self.text(1)?);
                let pieces = text.split(|c| delimiters.contains(c)).filter(|piece| !piece.is_empty());
                Value::Array(pieces.map(Value::from).collect())
            }
            "States.UUID" => Value::String(uuid(host)),
            _ => self.format()?,
        })
    }

    fn value(&self, index: usize) -> &Value {
        self.values.get(index).unwrap_or(&Value::Null)
    }

    fn unfit(&self, index: usize, wanted: &str) -> String {
        let (name, number) = (self.call.function.name, index + 1);
        format!("Argument {number} of {name} must be {wanted} but was: {}", self.value(index))
    }

    fn text(&self, index: usize) -> Outcome<&str> {
        self.value(index).as_str().ok_or_else(|| self.unfit(index, "a string"))
    }

    fn array(&self, index: usize) -> Outcome<&[Value]> {
        match self.value(index) {
            Value::Array(items) => Ok(items),
            _ => Err(self.unfit(index, "an array")),
        }
    }

    /// An integer of 32 bits.
    fn integer(&self, index: usize) -> Outcome<i64> {
        let number = match self.value(index) {
            Value::Number(number) => whole(number),
            _ => None,
        };
        let small = number.filter(|number| i32::try_from(*number).is_ok());
        small.ok_or_else(|| self.unfit(index, "an integer of 32 bits"))
    }

    fn positive(&self, index: usize) -> Outcome<usize> {
        let number = usize::try_from(self.integer(index)?).ok().filter(|number| *number > 0);
        number.ok_or_else(|| self.unfit(index, "a positive integer"))
    }

    /// A text that is not too long.
    fn short<'t>(&self, index: usize, text: &'t str) -> Outcome<&'t str> {
        if text.len() <= MOST_CHARACTERS || text.chars().count() <= MOST_CHARACTERS {
            return Ok(text);
        }
        let (name, number) = (self.call.function.name, index + 1);
        Err(format!("Argument {number} of {name} must have at most {MOST_CHARACTERS} characters"))
    }

    fn range(&self) -> Outcome<Value> {
        let (first, last, step) = (self.integer(0)?, self.integer(1)?, self.integer(2)?);
        if step == 0 {
            return Err(self.unfit(2, "an integer other than 0"));
        }
        let mut numbers = Vec::new();
        let mut number = first;
        while if step > 0 { number <= last } else { number >= last } {
            if numbers.len() == MOST_NUMBERS {
                return Err(format!("A range must have at most {MOST_NUMBERS} numbers"));
            }
            numbers.push(Value::from(number));
            number += step;
        }
        Ok(Value::Array(numbers))
    }

    fn merge(&self) -> Outcome<Value> {
        let (Value::Object(first), Value::Object(second)) = (self.value(0), self.value(1)) else {
            let index = usize::from(self.value(0).is_object());
            return Err(self.unfit(index, "an object"));
        };
        if self.value(2) != &Value::Bool(false) {
            return Err(self.unfit(2, "false"));
        }
        let mut merged = first.clone();
        merged.extend(second.iter().map(|(name, value)| (name.clone(), value.clone())));
        Ok(Value::Object(merged))
    }

    fn random(&self, host: &mut dyn Host) -> Outcome<Value> {
        let (from, to) = (self.integer(0)?, self.integer(1)?);
        let width = u64::try_from(to - from).ok().filter(|width| *width > 0);
        let width = width.ok_or_else(|| self.unfit(1, "greater than the first"))?;
        let bits = if self.values.len() > 2 { scatter(self.integer(2)?) } else { host.random() };
        // The width has 33 bits at most, so the remainder fits a signed integer.
        Ok((from + i64::try_from(bits % width).unwrap_or(0)).into())
    }

    fn format(&self) -> Outcome<Value> {
        let template = self.text(0)?;
        let pieces: Vec<&str> = match self.call.arguments.first() {
            Some(Argument::Text(text)) => text.pieces.iter().map(String::as_str).collect(),
            _ => template.split("{}").collect(),
        };
        let values = self.values.get(1..).unwrap_or_default();
        if pieces.len() != values.len() + 1 {
            let (places, count) = (pieces.len().saturating_sub(1), values.len());
            return Err(format!("The template has {places} places to fill, but {count} values are given"));
        }
        let mut out = String::new();
        for (index, piece) in pieces.into_iter().enumerate() {
            out.push_str(piece);
            if let Some(value) = values.get(index) {
                write_plain(value, &mut out);
            }
        }
        Ok(Value::String(out))
    }
}

/// Writes a value as Java writes maps and lists: `{Name=value}` and `[1, 2]`. That is what `States.Format` gives on AWS.
fn write_plain(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => out.push_str(text),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_plain(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                out.push_str(name);
                out.push('=');
                write_plain(value, out);
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn unique(items: &[Value]) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for item in items {
        if !out.iter().any(|known| same(known, item)) {
            out.push(item.clone());
        }
    }
    out
}

/// A number that looks random and is always the same for the same seed.
fn scatter(seed: i64) -> u64 {
    let mut bits = seed.cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A random UUID of version 4.
pub(crate) fn uuid(host: &mut dyn Host) -> String {
    let bits = (u128::from(host.random()) << 64) | u128::from(host.random());
    let bits =
        (bits & !(0xf000_u128 << 64) & !(0xc000_u128 << 48)) | (0x4000_u128 << 64) | (0x8000_u128 << 48);
    let digits = format!("{bits:032x}");
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}
