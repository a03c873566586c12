//! What is wrong with a text, and where in it.

use std::fmt;

/// A place in a text that was read.
///
/// ```
/// use stepwright::query::Path;
///
/// let path = Path::parse("$.größe[0]").unwrap();
/// let index = &path.segments()[1];
/// assert_eq!((index.position.offset, index.position.character), (9, 8));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Bytes before it.
    pub offset: usize,
    /// Which character it is, from 1.
    pub character: usize,
}

impl Position {
    /// The first character.
    pub(super) const START: Position = Position { offset: 0, character: 1 };
}

/// Why a text is no path and no intrinsic function.
///
/// Displays as `expected a name, found the end at character 3`; the caller says of which text.
///
/// ```
/// use stepwright::query::Path;
///
/// let error = Path::parse("$.").unwrap_err();
/// assert_eq!(error.offset, 2);
/// assert_eq!(format!("`$.` is no JSONPath: {error}"),
///     "`$.` is no JSONPath: expected a name, found the end at character 3");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Bytes before the place.
    pub offset: usize,
    /// Which character it is, from 1.
    pub character: usize,
    /// What was found or expected; lower case, no final stop.
    pub message: String,
    /// What would do, if that is known.
    pub help: Option<String>,
}

impl ParseError {
    pub(super) fn new(position: Position, message: impl Into<String>) -> Self {
        ParseError {
            offset: position.offset,
            character: position.character,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at character {}", self.message, self.character)
    }
}

impl std::error::Error for ParseError {}
