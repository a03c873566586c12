//! Whatever may stand where a path may stand.

use super::error::{ParseError, Position};
use super::intrinsic::Call;
use super::path::{Path, Root};
use std::collections::BTreeSet;

/// The value of a payload's `….$` member: a path or a call of an intrinsic function.
///
/// ```
/// use stepwright::query::{Expression, ExpressionKind};
///
/// let expression = Expression::parse("States.Format('{} of {}', $$.State.Name, $total)").unwrap();
/// assert_eq!(expression.kind(), ExpressionKind::Intrinsic);
/// assert!(expression.variables().into_iter().eq(["total"]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// `$…`, `$$…` or `$name…`.
    Path(Path),
    /// `States.…(…)`.
    Call(Call),
}

/// What sort of expression one is.
///
/// ```
/// use stepwright::query::{Expression, ExpressionKind};
///
/// assert_eq!(Expression::parse("$$.Execution.Id").unwrap().kind(), ExpressionKind::Context);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpressionKind {
    /// A path into the input or the result.
    Input,
    /// A path into the context object.
    Context,
    /// A variable, or a path into it.
    Variable,
    /// A call of an intrinsic function.
    Intrinsic,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    ///
    /// Says what is wrong at the first character that fits nothing.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        if text.starts_with('$') {
            return Ok(Expression::Path(Path::parse(text)?));
        }
        if text.starts_with("States.") {
            return Ok(Expression::Call(Call::parse(text)?));
        }
        let error = ParseError::new(Position::START, "neither a path nor an intrinsic function");
        Err(error.help("a path starts with `$`, an intrinsic function with `States.`"))
    }

    /// Whether text is an expression at all: [`parse`](Self::parse) for those who keep nothing of it.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn check(text: &str) -> Result<(), ParseError> {
        if is_plain_path(text) { Ok(()) } else { Self::parse(text).map(drop) }
    }

    /// What sort of expression it is.
    pub fn kind(&self) -> ExpressionKind {
        match self {
            Expression::Call(_) => ExpressionKind::Intrinsic,
            Expression::Path(path) => match path.root() {
                Root::Context => ExpressionKind::Context,
                Root::Variable(_) => ExpressionKind::Variable,
                Root::Input | Root::Current => ExpressionKind::Input,
            },
        }
    }

    /// Hands every path in it to `visit`: itself, or those of the call, in the order they were written.
    pub fn each_path<'a>(&'a self, visit: &mut dyn FnMut(&'a Path)) {
        match self {
            Expression::Path(path) => visit(path),
            Expression::Call(call) => call.each_path(visit),
        }
    }

    /// The names of the variables it refers to, also in filters and nested calls.
    pub fn variables(&self) -> BTreeSet<&str> {
        match self {
            Expression::Path(path) => path.variables(),
            Expression::Call(call) => call.variables(),
        }
    }
}

impl std::str::FromStr for Expression {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Expression::parse(text)
    }
}

/// Whether text is what most paths are: names of letters and digits in a row, from the input. Such a one is a reference
/// path too.
pub(crate) fn is_plain_path(text: &str) -> bool {
    let Some(names) = text.strip_prefix('$') else { return false };
    let mut names = names.split('.');
    names.next() == Some("")
        && names.all(|name| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
