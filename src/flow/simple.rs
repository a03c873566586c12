//! Pass, Wait, Succeed and Fail.

use super::state::{Open, State, kind};
use crate::asl::{Field, Kind, Payload, QueryLanguage, Seconds, is_timestamp};
use crate::diagnostic::{Diagnostic, Origin};
use crate::flow::{InJsonPath, SpeaksJsonPath};

/// Passes its input on, or data made from it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let defaults = Pass::new("Defaults").result(serde_json::json!({ "tries": 3 })).result_path("$.defaults");
/// # let _ = defaults;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html>.
pub type Pass<L = Open> = State<kind::Pass, L>;

impl State<kind::Pass, Open> {
    /// A Pass state of this name.
    #[track_caller]
    pub fn new(name: &str) -> Self {
        State::begin(name, Kind::Pass, Origin::here())
    }
}

impl<L> State<kind::Pass, L> {
    /// JSONPath: a fixed result. Expressions are for `parameters`.
    pub fn result(self, result: impl Into<Payload>) -> State<kind::Pass, InJsonPath>
    where
        L: SpeaksJsonPath,
    {
        self.with("Result", result.into()).speaking(QueryLanguage::JsonPath)
    }
}

/// Waits for a time, or until one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let nap = Wait::seconds("Nap", minutes(5));
/// let until = Wait::until("Until due", path("$.due"));
/// # let _ = (nap, until);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html>.
pub type Wait<L = Open> = State<kind::Wait, L>;

impl State<kind::Wait, Open> {
    /// Waits for so long; 0 to 99,999,999 seconds.
    #[track_caller]
    pub fn seconds(name: &str, seconds: impl Into<Field<Seconds>>) -> Self {
        let mut state: Self = State::begin(name, Kind::Wait, Origin::here());
        let seconds = seconds.into();
        if let Field::Literal(Seconds(count)) = seconds
            && count > 99_999_999
        {
            state.node.report(
                Diagnostic::error("out-of-range", format!("`Seconds` is {count}, it can be 0 to 99999999"))
                    .pointer("/Seconds"),
            );
        }
        state.with("Seconds", seconds)
    }

    /// Waits until a time in RFC 3339, with upper-case `T` and `Z`: `2026-01-31T12:00:00Z`.
    #[track_caller]
    pub fn until(name: &str, timestamp: impl Into<Field<String>>) -> Self {
        let mut state: Self = State::begin(name, Kind::Wait, Origin::here());
        let timestamp = timestamp.into();
        if let Field::Literal(text) = &timestamp
            && !is_timestamp(text)
        {
            state.node.report(
                Diagnostic::error("malformed-timestamp", format!("`{text}` in `Timestamp` is no time"))
                    .pointer("/Timestamp")
                    .help("write it as RFC 3339 does, with upper-case `T` and `Z`: `2026-01-31T12:00:00Z`"),
            );
        }
        state.with("Timestamp", timestamp)
    }
}

/// Ends well: the machine, or the branch it stands in.
///
/// ```
/// use stepwright::prelude::*;
///
/// let done = Succeed::new("Done").output_path("$.result");
/// # let _ = done;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html>.
pub type Succeed<L = Open> = State<kind::Succeed, L>;

impl State<kind::Succeed, Open> {
    /// A Succeed state of this name.
    #[track_caller]
    pub fn new(name: &str) -> Self {
        State::begin(name, Kind::Succeed, Origin::here())
    }
}

/// Ends with an error.
///
/// ```
/// use stepwright::prelude::*;
///
/// let refused = Fail::new("Refused").error("OrderRefused").cause(path("$.error.Cause"));
/// # let _ = refused;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html>.
pub type Fail<L = Open> = State<kind::Fail, L>;

impl State<kind::Fail, Open> {
    /// A Fail state of this name.
    #[track_caller]
    pub fn new(name: &str) -> Self {
        State::begin(name, Kind::Fail, Origin::here())
    }
}

impl<L> State<kind::Fail, L> {
    /// The error's name, for whoever catches it.
    pub fn error(self, error: impl Into<Field<String>>) -> Self {
        self.with("Error", error.into())
    }

    /// What happened, for whoever reads it.
    pub fn cause(self, cause: impl Into<Field<String>>) -> Self {
        self.with("Cause", cause.into())
    }
}
