//! What goes wrong while something is evaluated.

use std::fmt;

/// Why a path gives nothing.
///
/// Displays in the words of the library that Step Functions reads paths with, which it hands on in its causes.
///
/// ```
/// use serde_json::{Value, json};
/// use stepwright::query::{Path, Scope};
///
/// struct Nothing;
/// impl Scope for Nothing {
///     fn context(&self) -> &Value {
///         &Value::Null
///     }
///     fn variable(&self, _name: &str) -> Option<&Value> {
///         None
///     }
/// }
///
/// let error = Path::parse("$.a.b").unwrap().evaluate(&json!({ "a": {} }), &Nothing).unwrap_err();
/// assert_eq!(error.to_string(), "No results for path: $['a']['b']");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    message: String,
    beyond: bool,
}

impl PathError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        PathError { message: message.into(), beyond: false }
    }

    /// That the path ends in an element that the array does not have.
    pub(super) fn beyond(path: &str) -> Self {
        PathError { message: format!("Index out of bounds when evaluating path {path}"), beyond: true }
    }

    /// Whether the path ends in an element that the array does not have. A payload holds `null` then, where any other
    /// path that gives nothing is an error.
    pub fn is_beyond_end(&self) -> bool {
        self.beyond
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PathError {}

/// Why an expression gives nothing.
///
/// ```
/// use serde_json::{Value, json};
/// use stepwright::query::{Expression, Host, Scope};
///
/// struct Nothing;
/// impl Scope for Nothing {
///     fn context(&self) -> &Value {
///         &Value::Null
///     }
///     fn variable(&self, _name: &str) -> Option<&Value> {
///         None
///     }
/// }
/// impl Host for Nothing {
///     fn random(&mut self) -> u64 {
///         4
///     }
///     fn now(&self) -> i64 {
///         0
///     }
/// }
///
/// let call = Expression::parse("States.ArrayLength($.n)").unwrap();
/// let error = call.evaluate(&json!({ "n": 1 }), &Nothing, &mut Nothing).unwrap_err();
/// assert_eq!(error.name(), "States.IntrinsicFailure");
/// let error = call.evaluate(&json!({}), &Nothing, &mut Nothing).unwrap_err();
/// assert_eq!(error.name(), "States.Runtime");
/// assert_eq!(
///     error.to_string(),
///     "The JsonPath argument for the field '$.n' could not be found in the input '{}'"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvaluationError {
    /// It is a path, which gives nothing.
    Path(PathError),
    /// It is a call with an argument that gives nothing. In AWS's words.
    Argument(String),
    /// It is a call that cannot do what it should.
    Call(String),
}

impl EvaluationError {
    /// The name by which Step Functions reports it.
    pub fn name(&self) -> &'static str {
        match self {
            EvaluationError::Path(_) | EvaluationError::Argument(_) => "States.Runtime",
            EvaluationError::Call(_) => "States.IntrinsicFailure",
        }
    }

    /// What is wrong with the path, if the expression is one.
    pub fn path_error(&self) -> Option<&PathError> {
        match self {
            EvaluationError::Path(error) => Some(error),
            _ => None,
        }
    }
}

impl From<PathError> for EvaluationError {
    fn from(error: PathError) -> Self {
        EvaluationError::Path(error)
    }
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvaluationError::Path(error) => error.fmt(f),
            EvaluationError::Argument(message) | EvaluationError::Call(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for EvaluationError {}
