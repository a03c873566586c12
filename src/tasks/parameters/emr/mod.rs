//! EMR: what a cluster is made of, and what its steps are given.

mod fleets;
mod groups;
mod instances;
mod results;
mod scaling;
mod software;
mod values;

pub use fleets::*;
pub use groups::*;
pub use instances::*;
pub(in crate::tasks) use results::*;
pub use scaling::*;
pub use software::*;
pub use values::*;

use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use std::fmt::Display;
use std::ops::RangeInclusive;

/// A finding where a number that is written down is outside its range.
pub(in crate::tasks) fn outside<T: PartialOrd + Display>(
    name: &str,
    value: Option<&Field<T>>,
    range: RangeInclusive<T>,
    pointer: String,
) -> Option<Diagnostic> {
    let Some(Field::Literal(value)) = value else { return None };
    if range.contains(value) {
        return None;
    }
    let message = format!("`{name}` is {value}, it can be {} to {}", range.start(), range.end());
    Some(Diagnostic::error("out-of-range", message).pointer(pointer))
}

/// A finding where text that is written down is too long.
pub(in crate::tasks) fn too_long(
    name: &str,
    value: Option<&Field<String>>,
    most: usize,
    pointer: String,
) -> Option<Diagnostic> {
    let Some(Field::Literal(text)) = value else { return None };
    let length = text.chars().count();
    if length <= most {
        return None;
    }
    let message = format!("`{name}` has {length} characters, it can have {most}");
    Some(Diagnostic::error("too-long", message).pointer(pointer))
}
