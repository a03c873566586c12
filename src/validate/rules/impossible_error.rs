//! An error that a state of its sort cannot raise.

use super::super::errors::{clauses, names};
use super::super::subject::State;
use super::super::{Findings, Rule, Subject};
use crate::asl::{Kind, QueryLanguage};
use crate::diagnostic::{Severity, pointer};

pub(super) static RULE: Rule = Rule {
    name: "impossible-error",
    severity: Severity::Warning,
    summary: "an error in `Retry` or `Catch` that a state of this sort never raises",
    why: "Some errors belong to one sort of state: a missed heartbeat to a task with `HeartbeatSeconds`, reading items \
          and writing results to a Map in distributed mode, a failed branch to a Parallel state. Elsewhere the clause \
          waits for nothing.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "TimeoutSeconds": 60, "Catch": [{ "ErrorEquals": ["States.HeartbeatTimeout"], "Next": "B" }], "Next": "B" }, "B": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "TimeoutSeconds": 60, "HeartbeatSeconds": 20, "Catch": [{ "ErrorEquals": ["States.HeartbeatTimeout"], "Next": "B" }], "Next": "B" }, "B": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"],
    check: Some(check),
};

/// What raises the error, where this state does not.
fn wanted(name: &str, state: &State<'_>) -> Option<&'static str> {
    let has = |field: &str| state.json.contains_key(field);
    let (raises, what) = match name {
        "States.HeartbeatTimeout" => {
            let heartbeat = has("HeartbeatSeconds") || has("HeartbeatSecondsPath");
            (heartbeat || state.kind != Some(Kind::Task), "a Task state with `HeartbeatSeconds`")
        }
        "States.ItemReaderFailed" => {
            (state.distributed && has("ItemReader"), "a distributed Map with `ItemReader`")
        }
        "States.ResultWriterFailed" => (state.distributed, "a distributed Map with `ResultWriter`"),
        "States.ExceedToleratedFailureThreshold" => (state.distributed, "a distributed Map"),
        "States.BranchFailed" => (state.kind == Some(Kind::Parallel), "a Parallel state"),
        "States.QueryEvaluationError" => {
            (state.language == QueryLanguage::Jsonata, "a state that speaks JSONata")
        }
        _ => return None,
    };
    // What is nested in a state may raise it as well, and ends there with its own name.
    (!raises && state.machines.is_empty()).then_some(what)
}

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        for field in ["Retry", "Catch"] {
            for (index, clause) in clauses(state.json, field).into_iter().enumerate() {
                for (at, name) in names(clause).enumerate() {
                    let Some(what) = wanted(name, state) else { continue };
                    let here = pointer(&state.pointer, field);
                    findings.push(
                        RULE.finding(format!("state `{}` never raises `{name}`: {what} does", state.name))
                            .state(state.name)
                            .pointer(format!("{here}/{index}/ErrorEquals/{at}"))
                            .help("leave it out"),
                    );
                }
            }
        }
    }
}
