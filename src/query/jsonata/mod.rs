//! JSONata, the query language of states that say `"QueryLanguage": "JSONata"`: reading it, with the place of everything.
//!
//! The dialect is the one of JSONata 2.0.6, which Step Functions runs: `a ? b : c` is there, `?:` and `??` of later
//! versions are not. A text is read exactly when the reference implementation (`jsonata` 2.0.6 of npm) takes it, and
//! refused with the same code otherwise. Two things differ on purpose: what is nested deeper than [`MAX_NESTED`] is
//! refused, and messages are our own. Reading takes time in proportion to the text.
//!
//! Nothing is evaluated here. What an expression refers to and what must go wrong with it can be told from its text;
//! values are the business of whoever runs a state machine.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html> and
//! <https://docs.jsonata.org/2.0.0/overview>.

mod arguments;
mod constant;
mod delimited;
mod error;
mod functions;
mod names;
mod parser;
mod problems;
mod regex;
mod scope;
mod shape;
mod signature;
mod token;
mod tree;

pub use delimited::{Delimited, delimited};
pub use error::{MAX_NESTED, SyntaxError};
pub use functions::{FUNCTIONS, Function, Origin, function};
pub use names::{StatesUse, VariableUse};
pub use problems::{Problem, ProblemKind};
pub use tree::{Node, NodeKind, Operator, Span, Term, Variable};

/// An expression, as written and taken apart.
///
/// ```
/// use stepwright::query::jsonata::{Jsonata, NodeKind};
///
/// let expression = Jsonata::parse("$states.input.total > 10").unwrap();
/// assert!(matches!(expression.root().kind, NodeKind::Binary { .. }));
/// assert_eq!(expression.to_string(), "$states.input.total > 10");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Jsonata {
    text: String,
    root: Node,
}

impl Jsonata {
    /// Reads an expression: what stands between `{%` and `%}`.
    ///
    /// # Errors
    ///
    /// Says what JSONata would say, about the first thing that it would refuse.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let root = parser::parse(text)?;
        shape::check(text, &root)?;
        Ok(Jsonata { text: text.to_owned(), root })
    }

    /// All of it.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// What was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl std::fmt::Display for Jsonata {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for Jsonata {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        Jsonata::parse(text)
    }
}
