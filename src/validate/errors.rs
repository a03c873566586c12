//! Names of errors: which there are, and which clause takes which.

use serde_json::{Map, Value};

/// The names that Step Functions itself raises, or lets match.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>.
pub(super) const NAMES: &[&str] = &[
    ALL,
    "States.BranchFailed",
    "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Runtime",
    TASK_FAILED,
    TIMEOUT,
];

pub(super) const ALL: &str = "States.ALL";
pub(super) const TASK_FAILED: &str = "States.TaskFailed";
pub(super) const TIMEOUT: &str = "States.Timeout";

/// What neither `States.ALL` nor `States.TaskFailed` takes.
const NEVER_TAKEN: [&str; 2] = ["States.DataLimitExceeded", "States.Runtime"];

/// Whether it is a name that Step Functions knows; one for each status of HTTP among them.
pub(super) fn is_known(name: &str) -> bool {
    let status = name.strip_prefix("States.Http.StatusCode.");
    status.is_some_and(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit()))
        || NAMES.contains(&name)
}

/// The names a clause of `Retry` or `Catch` takes.
pub(super) fn names(clause: &Map<String, Value>) -> impl Iterator<Item = &str> {
    clause.get("ErrorEquals").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Whether one that takes `taker` takes every error that `name` stands for.
pub(super) fn takes(taker: &str, name: &str) -> bool {
    match taker {
        _ if taker == name => true,
        ALL => !NEVER_TAKEN.contains(&name),
        TASK_FAILED => name != TIMEOUT && name != ALL && !NEVER_TAKEN.contains(&name),
        // A timeout by a missing heartbeat is one of both.
        TIMEOUT => name == "States.HeartbeatTimeout",
        _ => false,
    }
}

/// The clauses of `Retry` or `Catch` of a state.
pub(super) fn clauses<'a>(state: &'a Map<String, Value>, field: &str) -> Vec<&'a Map<String, Value>> {
    state.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect()
}
