//! What is wrong with an expression, and where.

use super::super::error::{ParseError, Position};
use super::tree::Span;
use std::fmt;

/// How deep an expression may be nested: brackets, operands of operators and branches counted together.
///
/// JSONata itself has no such limit; it runs until its stack ends.
pub const MAX_NESTED: usize = 500;

/// Nested deeper than [`MAX_NESTED`], or so full of `%` that finding what they mean has no end.
pub(super) const TOO_DEEP: &str = "S0901";

/// A regular expression that JavaScript does not take.
pub(super) const NO_REGEX: &str = "S0902";

/// A signature that means nothing.
pub(super) const NO_SIGNATURE: &str = "S0903";

/// Why a text is no JSONata expression.
///
/// The code is the one that JSONata 2.0.6 gives, such as `S0202`. Three are ours: `S0901` for what is nested deeper than
/// [`MAX_NESTED`], `S0902` for a regular expression that JavaScript refuses and `S0903` for such a signature, to which
/// JSONata gives no code.
///
/// Step Functions refuses such an expression when a state machine is created, with `INVALID_JSONATA_EXPRESSION`.
///
/// ```
/// use stepwright::query::jsonata::Jsonata;
///
/// let error = Jsonata::parse("$sum([1, 2)").unwrap_err();
/// assert_eq!((error.code, error.offset, error.end), ("S0202", 10, 11));
/// assert_eq!(error.to_string(), "expected `]`, found `)` at character 11");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What JSONata calls it.
    pub code: &'static str,
    /// Bytes before the place.
    pub offset: usize,
    /// Bytes before the end of what is wrong; `offset` where nothing stands.
    pub end: usize,
    /// Which character it is, from 1.
    pub character: usize,
    /// What was found or expected; lower case, no final stop.
    pub message: String,
    /// What would do, if that is known.
    pub help: Option<String>,
}

impl SyntaxError {
    pub(super) fn new(code: &'static str, text: &str, span: Span, message: impl Into<String>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        SyntaxError {
            code,
            offset: span.start,
            end: span.end,
            character: before.chars().count() + 1,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What is wrong, in bytes.
    pub fn span(&self) -> Span {
        Span { start: self.offset, end: self.end }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at character {}", self.message, self.character)
    }
}

impl std::error::Error for SyntaxError {}

impl From<SyntaxError> for ParseError {
    fn from(error: SyntaxError) -> Self {
        let position = Position { offset: error.offset, character: error.character };
        let parse = ParseError::new(position, error.message);
        match error.help {
            Some(help) => parse.help(help),
            None => parse,
        }
    }
}
