//! Expressions of JavaScript over paths, `$.total / 100`, and the same in JSONata.
//!
//! What is read is what expressions over the data of a workflow are made of: operators, text and templates, arrays and
//! objects, methods of text, `Math`. Of that, only what means the same in JSONata is said in it. Where the two languages
//! differ for some values, the JSONata fails for these instead of giving another value.

mod jsonata;
mod methods;
mod reader;
mod tree;

use super::error::{ParseError, Position};
use tree::Node;
pub use tree::{JavaScriptPath, Step};

/// An expression of JavaScript over paths.
///
/// ```
/// use stepwright::query::JavaScript;
///
/// let expression = JavaScript::parse("`${$.count} of ${$.total}`").unwrap();
/// assert_eq!(expression.in_jsonata().unwrap().uses, ["count", "total"]);
/// assert!(JavaScript::parse("$.items.map(item => item.price)").is_err());
/// ```
///
/// Checked against <https://docs.jsonata.org/overview.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct JavaScript {
    root: Node,
    paths: Vec<JavaScriptPath>,
}

/// An expression of JavaScript, said in JSONata.
///
/// ```
/// use stepwright::query::JavaScript;
///
/// let said = JavaScript::parse("$.seconds / 60").unwrap().in_jsonata().unwrap();
/// assert_eq!(said.text, "$states.input.seconds / 60");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InJsonata {
    /// The JSONata, without delimiters.
    pub text: String,
    /// What it looks at, as the user knows it: members of the input, `$$.` and `$name`.
    pub uses: Vec<String>,
    /// What may not be meant, or not mean the same.
    pub remarks: Vec<Remark>,
}

/// Something about an expression that may not be meant, or not mean the same in JSONata.
///
/// ```
/// use stepwright::query::JavaScript;
///
/// let said = JavaScript::parse("$.count == '1'").unwrap().in_jsonata().unwrap();
/// assert_eq!(said.remarks[0].code, "loose-equality");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Named after what it finds: `loose-equality`.
    pub code: &'static str,
    /// What was found; lower case, no final stop.
    pub message: String,
    /// What would do.
    pub help: &'static str,
}

impl JavaScript {
    /// Reads an expression.
    ///
    /// # Errors
    ///
    /// Says what is wrong, or not read here, at the first character of it.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let (root, paths) = reader::read(text)?;
        Ok(JavaScript { root, paths })
    }

    /// The same in JSONata, for where it stands alone: that there is no value for want of a path is noticed there.
    ///
    /// # Errors
    ///
    /// Where there is no JSONata that means the same, with the place of what cannot be said.
    pub fn in_jsonata(&self) -> Result<InJsonata, ParseError> {
        self.said(true)
    }

    /// The same in JSONata, as a part of more: a missing path is an error by itself.
    ///
    /// # Errors
    ///
    /// As [`in_jsonata`](Self::in_jsonata).
    pub fn in_more_jsonata(&self) -> Result<InJsonata, ParseError> {
        self.said(false)
    }

    fn said(&self, alone: bool) -> Result<InJsonata, ParseError> {
        let (text, remarks) = jsonata::say(&self.root, &self.paths, alone)?;
        let uses = self.paths.iter().map(JavaScriptPath::shown).collect();
        Ok(InJsonata { text, uses, remarks })
    }
}

/// A text of JavaScript cut at its paths.
///
/// Any JavaScript will do: paths are found, text in quotes is left alone, nothing else is understood.
///
/// ```
/// use stepwright::query::cut_at_paths;
///
/// let (text, paths) = cut_at_paths("$.names.sort().concat($.more)").unwrap();
/// assert_eq!(text, "$0.sort().concat($1)");
/// assert_eq!(paths.iter().map(|path| path.in_jsonpath()).collect::<Vec<_>>(), ["$.names", "$.more"]);
/// ```
///
/// # Errors
///
/// Where text in quotes does not end.
pub fn cut_at_paths(text: &str) -> Result<(String, Vec<JavaScriptPath>), ParseError> {
    reader::cut(text)
}

/// What cannot be said, at its place.
fn inexpressible(at: Position, what: impl Into<String>) -> ParseError {
    ParseError::new(at, what)
}
