//! How long, how large and how many: the limits of EMR's parameters, looked at on what is written down.

use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use crate::task::limits;

/// The path under `Parameters`, of a pointer.
fn parameter(at: &str) -> &str {
    at.strip_prefix("/Parameters/").unwrap_or(at)
}

/// The last part of a pointer: the parameter's name.
fn name(at: &str) -> &str {
    at.rsplit('/').next().unwrap_or(at)
}

/// Text of so many characters.
pub(in crate::tasks) fn length(
    out: &mut Vec<Diagnostic>,
    at: &str,
    text: &Field<String>,
    least: usize,
    most: usize,
) {
    out.extend(limits::length(parameter(at), Some(text), least..=most));
}

/// Text of ASCII letters, digits and these characters.
pub(in crate::tasks) fn characters(out: &mut Vec<Diagnostic>, at: &str, text: &Field<String>, more: &str) {
    let Field::Literal(text) = text else { return };
    if let Some(c) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !more.contains(*c)) {
        let message = format!("`{}` is `{text}`, which has a `{}`", name(at), c.escape_default());
        out.push(
            Diagnostic::error("malformed-name", message)
                .pointer(at)
                .help(format!("it is made of letters, digits and `{more}`")),
        );
    }
}

/// A number within bounds.
pub(in crate::tasks) fn range(
    out: &mut Vec<Diagnostic>,
    at: &str,
    number: &Option<Field<u32>>,
    least: u32,
    most: u32,
) {
    out.extend(limits::range(parameter(at), number.as_ref(), least..=most));
}

/// A number that is not too small.
pub(in crate::tasks) fn at_least(
    out: &mut Vec<Diagnostic>,
    at: &str,
    number: &Option<Field<u32>>,
    least: u32,
) {
    out.extend(limits::at_least(parameter(at), number.as_ref(), least));
}

/// Not more than so many things.
pub(in crate::tasks) fn count(out: &mut Vec<Diagnostic>, at: &str, count: usize, most: usize) {
    if count > most {
        let message = format!("`{}` has {count} entries, it can have {most}", name(at));
        out.push(Diagnostic::error("too-many-items", message).pointer(at));
    }
}
