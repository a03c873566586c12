//! Ranges and lengths that AWS documents, checked on what is written down.

use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use std::fmt::Display;
use std::ops::RangeInclusive;

fn name(parameter: &str) -> &str {
    parameter.rsplit('/').next().unwrap_or(parameter)
}

/// So many characters, in words.
fn characters(count: usize) -> String {
    match count {
        0 => "no characters".to_owned(),
        1 => "1 character".to_owned(),
        count => format!("{count} characters"),
    }
}

/// A literal that is out of its range; the parameter by its path under `Parameters`.
pub(crate) fn range<T: PartialOrd + Display>(
    parameter: &str,
    value: Option<&Field<T>>,
    allowed: RangeInclusive<T>,
) -> Option<Diagnostic> {
    let value = value?.literal()?;
    if allowed.contains(value) {
        return None;
    }
    let (least, most, name) = (allowed.start(), allowed.end(), name(parameter));
    let message = if least == most {
        format!("`{name}` is {value}, it can only be {least}")
    } else {
        format!("`{name}` is {value}, it can be {least} to {most}")
    };
    Some(Diagnostic::error("out-of-range", message).pointer(format!("/Parameters/{parameter}")))
}

/// A literal that is less than it has to be; the parameter by its path under `Parameters`.
pub(crate) fn at_least(parameter: &str, value: Option<&Field<u32>>, least: u32) -> Option<Diagnostic> {
    let value = value?.literal().filter(|value| **value < least)?;
    let message = format!("`{}` is {value}, it has to be {least} at least", name(parameter));
    Some(Diagnostic::error("out-of-range", message).pointer(format!("/Parameters/{parameter}")))
}

/// A literal text that is too long or too short; the parameter by its path under `Parameters`.
pub(crate) fn length(
    parameter: &str,
    value: Option<&Field<String>>,
    allowed: RangeInclusive<usize>,
) -> Option<Diagnostic> {
    let value = value?.literal()?;
    let name = match name(parameter) {
        index if index.chars().all(|c| c.is_ascii_digit()) => parameter,
        name => name,
    };
    text(&format!("`{name}`"), value, allowed, format!("/Parameters/{parameter}"))
}

/// Text that is too long or too short; `what` says in words which.
pub(crate) fn text(
    what: &str,
    text: &str,
    allowed: RangeInclusive<usize>,
    pointer: impl Into<String>,
) -> Option<Diagnostic> {
    let count = text.chars().count();
    let code = match count {
        count if allowed.contains(&count) => return None,
        count if count < *allowed.start() => "too-short",
        _ => "too-long",
    };
    let (least, most) = (allowed.start(), allowed.end());
    let message = format!("{what} has {}, it can have {least} to {most}", characters(count));
    Some(Diagnostic::error(code, message).pointer(pointer))
}

/// A list of too many items; `what` names them, in the plural.
pub(crate) fn items(what: &str, count: usize, most: usize, pointer: impl Into<String>) -> Option<Diagnostic> {
    if count <= most {
        return None;
    }
    let message = format!("there are {count} {what}, there can be {most}");
    Some(Diagnostic::error("too-many-items", message).pointer(pointer))
}
