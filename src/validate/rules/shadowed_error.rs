//! An error that an earlier clause takes already.

use super::super::errors::{clauses, names, takes};
use super::super::{Findings, Rule, Subject};
use crate::diagnostic::{Severity, pointer};

pub(super) static RULE: Rule = Rule {
    name: "shadowed-error",
    severity: Severity::Warning,
    summary: "an error in `Retry` or `Catch` that an earlier clause takes already",
    why: "Clauses are tried from the first to the last, and the first that matches is taken. One behind another that \
          takes the same errors never gets its turn: `States.TaskFailed` takes every error but `States.Timeout`.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "Retry": [{ "ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 1 }, { "ErrorEquals": ["Busy"], "MaxAttempts": 9 }], "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "Retry": [{ "ErrorEquals": ["Busy"], "MaxAttempts": 9 }, { "ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 1 }], "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        for field in ["Retry", "Catch"] {
            let clauses = clauses(state.json, field);
            for (index, clause) in clauses.iter().enumerate() {
                for (at, name) in names(clause).enumerate() {
                    let before = clauses.iter().take(index).enumerate();
                    let taker =
                        before.flat_map(|(place, clause)| names(clause).map(move |name| (place, name)));
                    let Some((place, taker)) = taker.into_iter().find(|(_, taker)| takes(taker, name)) else {
                        continue;
                    };
                    // AWS refuses that, and another rule tells it.
                    if taker == "States.ALL" {
                        continue;
                    }
                    let message = format!(
                        "`{name}` never gets to clause {index} of `{field}`: `{taker}` in clause {place} takes it"
                    );
                    let here = pointer(&state.pointer, field);
                    findings.push(
                        RULE.finding(message)
                            .state(state.name)
                            .pointer(format!("{here}/{index}/ErrorEquals/{at}"))
                            .help("put the clause with fewer errors first"),
                    );
                }
            }
        }
    }
}
