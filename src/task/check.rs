//! What several requests check of their parameters: ranges, lengths, numbers of items.
//!
//! Only what is written down can be looked at; expressions and references pass.

use super::limits::characters;
use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use std::fmt::Display;
use std::ops::RangeInclusive;

/// A number that has to be in a range.
pub(crate) fn range<T: PartialOrd + Display>(
    out: &mut Vec<Diagnostic>,
    name: &str,
    field: Option<&Field<T>>,
    allowed: RangeInclusive<T>,
    pointer: impl Into<String>,
) {
    if let Some(Field::Literal(value)) = field
        && !allowed.contains(value)
    {
        let message = format!("`{name}` is {value}, it can be {} to {}", allowed.start(), allowed.end());
        out.push(Diagnostic::error("out-of-range", message).pointer(pointer));
    }
}

/// Text that has to have so many characters; `name` may be more than one word.
pub(crate) fn length(
    out: &mut Vec<Diagnostic>,
    name: &str,
    text: &str,
    allowed: RangeInclusive<usize>,
    pointer: impl Into<String>,
) {
    let count = text.chars().count();
    if !allowed.contains(&count) {
        let (least, most) = (allowed.start(), allowed.end());
        let message = format!("{name} has {}, it can have {least} to {most}", characters(count));
        let code = if count > *allowed.end() { "too-long" } else { "too-short" };
        out.push(Diagnostic::error(code, message).pointer(pointer));
    }
}

/// A list that may have so many items: `what` names them, in the plural.
pub(crate) fn at_most(
    out: &mut Vec<Diagnostic>,
    what: &str,
    count: usize,
    most: usize,
    pointer: impl Into<String>,
) {
    if count > most {
        let message = format!("there are {count} {what}, there can be {most}");
        out.push(Diagnostic::error("too-many-items", message).pointer(pointer));
    }
}
