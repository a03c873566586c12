//! What a test of a state says: the response, or the refusal.

use super::failure::Failure;
use super::inspection::Inspection;
use serde_json::{Map, Value};
use std::fmt;

/// How a state came out.
///
/// ```
/// assert_eq!(stepwright::run::Verdict::CaughtError.as_str(), "CAUGHT_ERROR");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It did what it does.
    Succeeded,
    /// An error ended it.
    Failed,
    /// A Retry would try it again.
    Retriable,
    /// A Catch took the error.
    CaughtError,
}

impl Verdict {
    /// As AWS spells it: `CAUGHT_ERROR`.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Succeeded => "SUCCEEDED",
            Verdict::Failed => "FAILED",
            Verdict::Retriable => "RETRIABLE",
            Verdict::CaughtError => "CAUGHT_ERROR",
        }
    }
}

/// What came of it.
///
/// ```
/// use serde_json::json;
/// use stepwright::run::{TestState, test_state};
///
/// let tested = test_state(&TestState::of(json!({ "Type": "Fail", "Error": "Refused" })))?;
/// assert_eq!(tested.to_json(), json!({ "error": "Refused", "status": "FAILED" }));
/// # Ok::<(), stepwright::run::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// How it came out.
    pub status: Verdict,
    /// What the state hands on.
    pub output: Option<Value>,
    /// The error that it met, caught or not.
    pub failure: Option<Failure>,
    /// The state that follows.
    pub next_state: Option<String>,
    /// What is shown of it; empty with [`Level::Info`](super::Level::Info).
    pub inspection: Inspection,
}

impl Tested {
    /// The response as AWS writes it: data as JSON text.
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        if let Some(output) = &self.output {
            out.insert("output".into(), output.to_string().into());
        }
        if let Some(failure) = &self.failure {
            for (name, text) in [("error", &failure.error), ("cause", &failure.cause)] {
                if let Some(text) = text {
                    out.insert(name.into(), text.as_str().into());
                }
            }
        }
        if !self.inspection.is_empty() {
            out.insert("inspectionData".into(), self.inspection.to_json());
        }
        if let Some(next) = &self.next_state {
            out.insert("nextState".into(), next.as_str().into());
        }
        out.insert("status".into(), self.status.as_str().into());
        Value::Object(out)
    }
}

/// Why a state is not tested.
///
/// ```
/// use serde_json::json;
/// use stepwright::run::{TestState, test_state};
///
/// let pass = json!({ "Type": "Pass", "End": true });
/// let refusal = test_state(&TestState::of(pass).returns(json!({}))).unwrap_err();
/// assert_eq!(refusal.error, "ValidationException");
/// assert_eq!(refusal.message, "State type 'Pass' is not supported when a mock is specified");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The error that the API answers with: `ValidationException`, `InvalidDefinition`.
    pub error: &'static str,
    /// What is wrong.
    pub message: String,
}

impl Refusal {
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Refusal { error: "ValidationException", message: message.into() }
    }

    pub(super) fn definition(message: impl Into<String>) -> Self {
        Refusal { error: "InvalidDefinition", message: message.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.message)
    }
}

impl std::error::Error for Refusal {}
