//! Retrying and catching errors.

use super::node::Node;
use crate::asl::{Payload, Seconds};
use crate::data::{Entries, Text, Tree, tree};
use crate::diagnostic::Diagnostic;

/// The error names that ASL reserves.
///
/// ```
/// use stepwright::prelude::*;
///
/// assert_eq!(Errors::TIMEOUT, "States.Timeout");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>.
#[derive(Debug)]
pub struct Errors;

impl Errors {
    /// Any error but `States.DataLimitExceeded` and `States.Runtime`.
    pub const ALL: &'static str = "States.ALL";
    /// A branch of a Parallel state failed.
    pub const BRANCH_FAILED: &'static str = "States.BranchFailed";
    /// A payload passed 256 KiB. `States.ALL` does not take it.
    pub const DATA_LIMIT_EXCEEDED: &'static str = "States.DataLimitExceeded";
    /// More items of a Map failed than are tolerated.
    pub const EXCEED_TOLERATED_FAILURE_THRESHOLD: &'static str = "States.ExceedToleratedFailureThreshold";
    /// No heartbeat in time.
    pub const HEARTBEAT_TIMEOUT: &'static str = "States.HeartbeatTimeout";
    /// An HTTP task could not reach its endpoint.
    pub const HTTP_SOCKET: &'static str = "States.Http.Socket";
    /// An intrinsic function failed.
    pub const INTRINSIC_FAILURE: &'static str = "States.IntrinsicFailure";
    /// The items of a distributed Map could not be read.
    pub const ITEM_READER_FAILED: &'static str = "States.ItemReaderFailed";
    /// No rule of a Choice matched, and it has no default.
    pub const NO_CHOICE_MATCHED: &'static str = "States.NoChoiceMatched";
    /// A path of `Parameters` finds nothing.
    pub const PARAMETER_PATH_FAILURE: &'static str = "States.ParameterPathFailure";
    /// The role lacks a permission.
    pub const PERMISSIONS: &'static str = "States.Permissions";
    /// A JSONata expression failed.
    pub const QUERY_EVALUATION_ERROR: &'static str = "States.QueryEvaluationError";
    /// `ResultPath` cannot be applied to the input.
    pub const RESULT_PATH_MATCH_FAILURE: &'static str = "States.ResultPathMatchFailure";
    /// The results of a distributed Map could not be written.
    pub const RESULT_WRITER_FAILED: &'static str = "States.ResultWriterFailed";
    /// The execution failed for a reason of its own. `States.ALL` does not take it.
    pub const RUNTIME: &'static str = "States.Runtime";
    /// The task failed; anything but a timeout.
    pub const TASK_FAILED: &'static str = "States.TaskFailed";
    /// The state ran longer than it may, or its heartbeat stayed out.
    pub const TIMEOUT: &'static str = "States.Timeout";
}

/// How the delays between retries are spread.
///
/// ```
/// use stepwright::prelude::*;
///
/// let retry = Retry::on(Errors::TASK_FAILED).jitter(Jitter::Full);
/// # let _ = retry;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jitter {
    /// At random between nothing and the delay.
    Full,
    /// Not at all; the default.
    None,
}

/// Tries again after certain errors.
///
/// Without setters: after one second, at most three times, each delay twice the one before.
///
/// ```
/// use stepwright::prelude::*;
///
/// let retry = Retry::on(Errors::TASK_FAILED).interval(secs(2)).max_attempts(5).backoff(1.5).max_delay(minutes(1));
/// # let _ = retry;
/// ```
///
/// Checked against
/// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error>.
#[derive(Clone, Debug)]
pub struct Retry {
    errors: Vec<Text>,
    interval: Option<u32>,
    attempts: Option<u32>,
    backoff: Option<f64>,
    max_delay: Option<u32>,
    jitter: Option<Jitter>,
    comment: Option<String>,
}

impl Retry {
    /// After an error of this name; an [`Errors`] constant, or a name of your own.
    pub fn on(error: impl Into<String>) -> Self {
        Self::on_any([error])
    }

    /// After an error of any of these names.
    pub fn on_any<E: Into<String>>(errors: impl IntoIterator<Item = E>) -> Self {
        Self::of(errors.into_iter().map(|error| Text::from(error.into())).collect())
    }

    /// After any of these errors, whose names are fixed in the program.
    pub(crate) fn on_fixed(errors: &[&'static str]) -> Self {
        Self::of(errors.iter().map(|error| Text::new_static(error)).collect())
    }

    fn of(errors: Vec<Text>) -> Self {
        Retry {
            errors,
            interval: None,
            attempts: None,
            backoff: None,
            max_delay: None,
            jitter: None,
            comment: None,
        }
    }

    /// After any error that can be caught.
    pub fn all() -> Self {
        Self::on(Errors::ALL)
    }

    /// How long before the first retry; 1 to 99,999,999 seconds, by default 1.
    pub fn interval(mut self, interval: Seconds) -> Self {
        self.interval = Some(interval.0);
        self
    }

    /// How often at the most; 0 to 99,999,999, by default 3. None at all lets the error through at once.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// By what each delay is multiplied to give the next; at least 1, by default 2.
    pub fn backoff(mut self, rate: f64) -> Self {
        self.backoff = Some(rate);
        self
    }

    /// The longest delay; 1 to 31,622,400 seconds, and longer than the interval. By default there is none.
    pub fn max_delay(mut self, delay: Seconds) -> Self {
        self.max_delay = Some(delay.0);
        self
    }

    /// How the delays are spread; by default they are not.
    pub fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = Some(jitter);
        self
    }

    /// A remark for whoever reads the definition.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Adds itself to a state, with what is wrong with it.
    pub(crate) fn join(mut self, node: &mut Node) {
        let at = node.retry.len();
        let mut fields = Entries::with_capacity(5);
        check_errors(node, "Retry", at, &self.errors);
        let errors = std::mem::take(&mut self.errors);
        fields.set("ErrorEquals", errors.into_iter().map(Tree::Text).collect::<Vec<_>>());
        let mut number = |node: &mut Node, field: &'static str, value: Option<u32>, least: u32, most: u32| {
            let Some(value) = value else { return };
            if value < least || value > most {
                node.report(
                    Diagnostic::error(
                        "out-of-range",
                        format!("`{field}` of a Retry is {value}, it can be {least} to {most}"),
                    )
                    .pointer(format!("/Retry/{at}/{field}")),
                );
            }
            fields.set(field, value);
        };
        number(node, "IntervalSeconds", self.interval, 1, 99_999_999);
        number(node, "MaxAttempts", self.attempts, 0, 99_999_999);
        number(node, "MaxDelaySeconds", self.max_delay, 1, 31_622_400);
        if let Some(delay) = self.max_delay
            && delay <= self.interval.unwrap_or(1)
        {
            node.report(
                Diagnostic::error(
                    "out-of-range",
                    format!(
                        "`MaxDelaySeconds` of a Retry is {delay}, it has to be more than the interval of {}",
                        self.interval.unwrap_or(1)
                    ),
                )
                .pointer(format!("/Retry/{at}/MaxDelaySeconds")),
            );
        }
        if let Some(rate) = self.backoff {
            if rate.is_nan() || rate < 1.0 || rate.is_infinite() {
                node.report(
                    Diagnostic::error(
                        "out-of-range",
                        format!("`BackoffRate` of a Retry is {rate}, it has to be at least 1"),
                    )
                    .pointer(format!("/Retry/{at}/BackoffRate")),
                );
            }
            fields.set("BackoffRate", plain_number(rate));
        }
        if let Some(jitter) = self.jitter {
            let name = if jitter == Jitter::Full { "FULL" } else { "NONE" };
            fields.set("JitterStrategy", Text::new_static(name));
        }
        if let Some(comment) = self.comment {
            fields.set("Comment", comment);
        }
        node.retry.push(Tree::Object(fields));
    }
}

/// `2` rather than `2.0`, as people write it.
fn plain_number(rate: f64) -> Tree {
    if rate.fract() == 0.0 && rate.abs() < 1e9 {
        return tree(&(rate as i64));
    }
    tree(&rate)
}

/// Catches certain errors; handed to `catch` together with what happens then.
///
/// ```
/// use stepwright::prelude::*;
///
/// let catch = Catch::on(Errors::TIMEOUT).result_path("$.error");
/// # let _ = catch;
/// ```
///
/// Checked against
/// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states>.
#[derive(Clone, Debug)]
pub struct Catch {
    pub(crate) errors: Vec<String>,
    pub(crate) fields: Entries,
    pub(crate) problem: Option<String>,
}

impl Catch {
    /// Catches an error of this name.
    pub fn on(error: impl Into<String>) -> Self {
        Self::on_any([error])
    }

    /// Catches an error of any of these names.
    pub fn on_any<E: Into<String>>(errors: impl IntoIterator<Item = E>) -> Self {
        Catch { errors: errors.into_iter().map(Into::into).collect(), fields: Entries::new(), problem: None }
    }

    /// Catches any error that can be caught.
    pub fn all() -> Self {
        Self::on(Errors::ALL)
    }

    /// JSONPath: where the error output goes in the input of the handler; by default it replaces the input.
    pub fn result_path(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        if let Err(error) = super::state::own_place(&path) {
            self.problem = Some(format!("`{path}` in `ResultPath` of a Catch is no reference path: {error}"));
        }
        self.fields.set("ResultPath", path);
        self
    }

    /// JSONPath: drops the error output, so that the handler gets the state's input.
    pub fn discard_result(mut self) -> Self {
        self.fields.set("ResultPath", Tree::Null);
        self
    }

    /// JSONata: what the handler gets; by default `$states.errorOutput`.
    pub fn output(mut self, output: impl Into<Payload>) -> Self {
        self.fields.set("Output", output.into().0);
        self
    }

    /// Variables to set when it catches.
    pub fn assign(mut self, variables: impl Into<Payload>) -> Self {
        self.fields.set("Assign", variables.into().0);
        self
    }

    /// A remark for whoever reads the definition.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.fields.set("Comment", comment.into());
        self
    }

    /// The fields as ASL has them, but for `Next`; adds what is wrong to the state.
    pub(crate) fn into_fields(self, node: &mut Node) -> Entries {
        let at = node.catches.len();
        check_errors(node, "Catch", at, &self.errors);
        if let Some(problem) = self.problem {
            node.report(
                Diagnostic::error("malformed-path", problem).pointer(format!("/Catch/{at}/ResultPath")),
            );
        }
        let mut fields = Entries::with_capacity(self.fields.len() + 2);
        fields.set("ErrorEquals", self.errors.into_iter().map(Tree::from).collect::<Vec<_>>());
        fields.extend(self.fields);
        fields
    }
}

/// `States.ALL` stands alone and last, and some error is named.
fn check_errors<E: AsRef<str>>(node: &mut Node, field: &str, at: usize, errors: &[E]) {
    let place = || format!("/{field}/{at}/ErrorEquals");
    if errors.is_empty() {
        node.report(
            Diagnostic::error("no-error-named", format!("a {field} names no error"))
                .pointer(place())
                .help(format!("name one, or say `{field}::all()`")),
        );
    }
    if errors.len() > 1 && errors.iter().any(|error| error.as_ref() == Errors::ALL) {
        node.report(
            Diagnostic::error(
                "all-not-alone",
                format!("`States.ALL` has to stand alone in `ErrorEquals` of a {field}"),
            )
            .pointer(place())
            .help("leave the other names out: it takes them too"),
        );
    }
    let all = |fields: &Entries| {
        let names = fields.get("ErrorEquals").and_then(Tree::as_list);
        names.is_some_and(|names| names.iter().any(|name| name.as_str() == Some(Errors::ALL)))
    };
    let first = match field {
        "Retry" => node.retry.iter().position(|retrier| retrier.as_object().is_some_and(all)),
        _ => node.catches.iter().position(|exit| all(&exit.fields)),
    };
    if let Some(first) = first {
        node.report(
            Diagnostic::error(
                "all-not-last",
                format!("a {field} stands after the one that takes `States.ALL`"),
            )
            .pointer(format!("/{field}/{first}/ErrorEquals"))
            .help("put the one with `States.ALL` last"),
        );
    }
}
