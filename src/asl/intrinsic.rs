//! The intrinsic functions of JSONPath states, with their arguments as Rust types.
//!
//! In JSONata states use JSONata's own functions; an intrinsic function there is a finding.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html>.

use crate::data::{Expression, Form};
use crate::diagnostic::Origin;
use std::fmt::Write as _;

/// An argument of an intrinsic function: text, a number, a truth value, or another expression.
///
/// ```
/// use stepwright::prelude::*;
///
/// let greeting = intrinsic::format("Hello {}, {} items", [path("$.name").into(), intrinsic::Argument::from(3)]);
/// # let _ = greeting;
/// ```
#[derive(Clone, Debug)]
pub struct Argument {
    text: String,
    problem: Option<String>,
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Argument { text: quoted(text), problem: None }
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Argument::from(text.as_str())
    }
}

impl From<bool> for Argument {
    fn from(value: bool) -> Self {
        Argument { text: value.to_string(), problem: None }
    }
}

macro_rules! numbers {
    ($($t:ty),*) => { $(impl From<$t> for Argument {
        fn from(value: $t) -> Self {
            Argument { text: value.to_string(), problem: None }
        }
    })* };
}

numbers!(i32, i64, u32, u64, f64);

impl From<Expression> for Argument {
    fn from(expression: Expression) -> Self {
        match expression.in_jsonpath() {
            Some(text) => Argument { text, problem: expression.problem },
            None => Argument {
                problem: Some(format!("`{}` is JSONata, which has functions of its own", expression.text)),
                text: expression.text.into(),
            },
        }
    }
}

impl From<&Expression> for Argument {
    fn from(expression: &Expression) -> Self {
        Argument::from(expression.clone())
    }
}

/// Text as an intrinsic function takes it: `'`, `{`, `}` and `\` escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for c in text.chars() {
        if matches!(c, '\'' | '{' | '}' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('\'');
    out
}

#[track_caller]
fn call(name: &str, arguments: Vec<Argument>) -> Expression {
    let mut text = format!("States.{name}(");
    let mut problem = None;
    for (index, argument) in arguments.into_iter().enumerate() {
        let _ = write!(text, "{}{}", if index == 0 { "" } else { ", " }, argument.text);
        problem = problem.or(argument.problem);
    }
    text.push(')');
    let problem =
        problem.or_else(|| crate::query::Expression::parse(&text).err().map(|error| error.to_string()));
    Expression { form: Form::JsonPath, text: text.into(), origin: Origin::here(), problem }
}

/// `States.Format`: the template with each `{}` replaced by the next argument.
///
/// A `{}` too many or too few is a finding. Braces that are meant as text are written `\{` and `\}`.
#[track_caller]
pub fn format<A: Into<Argument>>(template: &str, arguments: impl IntoIterator<Item = A>) -> Expression {
    // The template's own braces mean something, so only quotes are escaped here.
    let template = Argument { text: format!("'{}'", template.replace('\'', "\\'")), problem: None };
    call("Format", std::iter::once(template).chain(arguments.into_iter().map(Into::into)).collect())
}

/// `States.StringToJson`: text to the JSON value it spells.
#[track_caller]
pub fn string_to_json(text: impl Into<Argument>) -> Expression {
    call("StringToJson", vec![text.into()])
}

/// `States.JsonToString`: a JSON value to text.
#[track_caller]
pub fn json_to_string(value: impl Into<Argument>) -> Expression {
    call("JsonToString", vec![value.into()])
}

/// `States.Array`: its arguments as an array.
#[track_caller]
pub fn array<A: Into<Argument>>(items: impl IntoIterator<Item = A>) -> Expression {
    call("Array", items.into_iter().map(Into::into).collect())
}

/// `States.ArrayPartition`: an array cut into arrays of at most `size` items.
#[track_caller]
pub fn array_partition(array: impl Into<Argument>, size: impl Into<Argument>) -> Expression {
    call("ArrayPartition", vec![array.into(), size.into()])
}

/// `States.ArrayContains`: whether an array holds a value.
#[track_caller]
pub fn array_contains(array: impl Into<Argument>, value: impl Into<Argument>) -> Expression {
    call("ArrayContains", vec![array.into(), value.into()])
}

/// `States.ArrayRange`: the whole numbers from `first` to `last` by `step`; at most 1,000 of them.
#[track_caller]
pub fn array_range(
    first: impl Into<Argument>,
    last: impl Into<Argument>,
    step: impl Into<Argument>,
) -> Expression {
    call("ArrayRange", vec![first.into(), last.into(), step.into()])
}

/// `States.ArrayGetItem`: the item at an index, from 0.
#[track_caller]
pub fn array_get_item(array: impl Into<Argument>, index: impl Into<Argument>) -> Expression {
    call("ArrayGetItem", vec![array.into(), index.into()])
}

/// `States.ArrayLength`: the number of items.
#[track_caller]
pub fn array_length(array: impl Into<Argument>) -> Expression {
    call("ArrayLength", vec![array.into()])
}

/// `States.ArrayUnique`: the items without repetitions.
#[track_caller]
pub fn array_unique(array: impl Into<Argument>) -> Expression {
    call("ArrayUnique", vec![array.into()])
}

/// `States.Base64Encode`: text of at most 10,000 characters to Base64.
#[track_caller]
pub fn base64_encode(text: impl Into<Argument>) -> Expression {
    call("Base64Encode", vec![text.into()])
}

/// `States.Base64Decode`: Base64 of at most 10,000 characters to text.
#[track_caller]
pub fn base64_decode(text: impl Into<Argument>) -> Expression {
    call("Base64Decode", vec![text.into()])
}

/// The algorithms of [`hash`].
///
/// ```
/// use stepwright::prelude::*;
///
/// let digest = intrinsic::hash(path("$.body"), intrinsic::Algorithm::Sha256);
/// # let _ = digest;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// `MD5`.
    Md5,
    /// `SHA-1`.
    Sha1,
    /// `SHA-256`.
    Sha256,
    /// `SHA-384`.
    Sha384,
    /// `SHA-512`.
    Sha512,
}

/// `States.Hash`: the digest, in hexadecimal, of data of at most 10,000 characters.
#[track_caller]
pub fn hash(data: impl Into<Argument>, algorithm: Algorithm) -> Expression {
    let name = match algorithm {
        Algorithm::Md5 => "MD5",
        Algorithm::Sha1 => "SHA-1",
        Algorithm::Sha256 => "SHA-256",
        Algorithm::Sha384 => "SHA-384",
        Algorithm::Sha512 => "SHA-512",
    };
    call("Hash", vec![data.into(), name.into()])
}

/// `States.JsonMerge`: two objects as one, the second winning; not merged any deeper.
#[track_caller]
pub fn json_merge(first: impl Into<Argument>, second: impl Into<Argument>) -> Expression {
    call("JsonMerge", vec![first.into(), second.into(), false.into()])
}

/// `States.MathRandom`: a whole number from `start` up to, but not including, `end`.
#[track_caller]
pub fn math_random(start: impl Into<Argument>, end: impl Into<Argument>) -> Expression {
    call("MathRandom", vec![start.into(), end.into()])
}

/// `States.MathRandom` with a seed: the same seed gives the same number.
#[track_caller]
pub fn math_random_seeded(
    start: impl Into<Argument>,
    end: impl Into<Argument>,
    seed: impl Into<Argument>,
) -> Expression {
    call("MathRandom", vec![start.into(), end.into(), seed.into()])
}

/// `States.MathAdd`: the sum of two whole numbers.
#[track_caller]
pub fn math_add(first: impl Into<Argument>, second: impl Into<Argument>) -> Expression {
    call("MathAdd", vec![first.into(), second.into()])
}

/// `States.StringSplit`: text cut at each of the delimiter's characters.
#[track_caller]
pub fn string_split(text: impl Into<Argument>, delimiter: impl Into<Argument>) -> Expression {
    call("StringSplit", vec![text.into(), delimiter.into()])
}

/// `States.UUID`: a random version 4 UUID.
#[track_caller]
pub fn uuid() -> Expression {
    call("UUID", Vec::new())
}
