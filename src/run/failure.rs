//! What goes wrong in a run, and which names of errors mean it.

use std::fmt;

/// An error of an execution, as Step Functions reports it. Either part may be missing.
///
/// ```
/// use stepwright::run::Failure;
///
/// let failure = Failure::new("OrderRefused").cause("no funds");
/// assert_eq!(failure.to_string(), "OrderRefused: no funds");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// Its name, by which Retry and Catch tell errors apart.
    pub error: Option<String>,
    /// What happened, in words.
    pub cause: Option<String>,
}

impl Failure {
    /// An error of this name, without a cause.
    pub fn new(error: impl Into<String>) -> Self {
        Failure { error: Some(error.into()), cause: None }
    }

    /// Says what happened.
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.error.as_deref().unwrap_or("an error without a name"))?;
        match &self.cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

/// Where an error comes from, which decides what catches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A task answered so: `States.TaskFailed` means it too.
    Task,
    /// A task took too long, or gave no sign of life: `States.Timeout` means both.
    Timeout,
    /// As `Timeout`, and `States.HeartbeatTimeout` means it as well.
    Heartbeat,
    /// A Fail state, or a state inside this one.
    Inner,
    /// The state cannot be run with the data that it got.
    State,
    /// A JSONata expression gave no value, or the wrong one. The history has an event of its own for it.
    Evaluation,
    /// The run itself cannot go on; nothing catches it.
    End,
}

/// An error on its way.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    pub(super) failure: Failure,
    pub(super) source: Source,
    /// The field that a JSONata expression stood in.
    pub(super) location: Option<String>,
}

pub(super) const RUNTIME: &str = "States.Runtime";
pub(super) const QUERY: &str = "States.QueryEvaluationError";
pub(super) const DATA_LIMIT: &str = "States.DataLimitExceeded";
pub(super) const TIMEOUT: &str = "States.Timeout";

impl Trouble {
    pub(super) fn new(source: Source, failure: Failure) -> Self {
        Trouble { failure, source, location: None }
    }

    /// The data does not fit the state. The engine puts the state's name in front of the cause.
    pub(super) fn runtime(cause: impl Into<String>) -> Self {
        Self::new(Source::State, Failure::new(RUNTIME).cause(cause))
    }

    /// An error of another name that tells of its state as `runtime` does.
    pub(super) fn state(error: &str, cause: impl Into<String>) -> Self {
        Self::new(Source::State, Failure::new(error).cause(cause))
    }

    /// What a JSONata expression gave will not do.
    pub(super) fn query(location: impl Into<String>, cause: impl Into<String>) -> Self {
        let mut trouble = Self::new(Source::Evaluation, Failure::new(QUERY).cause(cause));
        trouble.location = Some(location.into());
        trouble
    }

    /// What somebody returned is larger than may be handed on.
    pub(super) fn too_large(source: Source, whose: &str) -> Self {
        let cause = format!(
            "The state/task '{whose}' returned a result with a size exceeding the maximum number of bytes service \
             limit."
        );
        Self::new(source, Failure::new(DATA_LIMIT).cause(cause))
    }

    /// The run cannot go on, for a reason of ours.
    pub(super) fn end(error: &str, cause: impl Into<String>) -> Self {
        Self::new(Source::End, Failure::new(error).cause(cause))
    }

    /// Whether a name in `ErrorEquals` means this error.
    ///
    /// `States.ALL` means all but `States.Runtime` and, unless a task answered with it, `States.DataLimitExceeded`.
    pub(super) fn is_meant_by(&self, name: &str) -> bool {
        let error = self.failure.error.as_deref();
        if self.source == Source::End {
            return false;
        }
        if error == Some(name) {
            return true;
        }
        match name {
            "States.ALL" => match error {
                Some(RUNTIME) => false,
                Some(DATA_LIMIT) => self.source == Source::Task,
                _ => true,
            },
            "States.TaskFailed" => self.source == Source::Task && error != Some(RUNTIME),
            "States.HeartbeatTimeout" => self.source == Source::Heartbeat,
            _ => false,
        }
    }
}
