//! A heartbeat that is not shorter than the timeout.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "heartbeat-not-below-timeout",
    severity: Severity::Error,
    summary: "a heartbeat that is not shorter than the timeout",
    why: "A heartbeat has to arrive several times before the timeout; AWS asks for `HeartbeatSeconds` to be \
          less than `TimeoutSeconds`.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "TimeoutSeconds": 60, "HeartbeatSeconds": 60, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "TimeoutSeconds": 60, "HeartbeatSeconds": 20, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        let number = |field: &str| state.json.get(field).and_then(|value| value.as_f64());
        let (Some(timeout), Some(heartbeat)) = (number("TimeoutSeconds"), number("HeartbeatSeconds")) else {
            continue;
        };
        if heartbeat >= timeout {
            let message = format!(
                "`HeartbeatSeconds` of `{}` is {heartbeat}, which is not less than its timeout of {timeout}",
                state.name
            );
            findings.push(
                RULE.finding(message)
                    .state(state.name)
                    .pointer(format!("{}/HeartbeatSeconds", state.pointer))
                    .help("let the heartbeat be shorter or the timeout longer"),
            );
        }
    }
}
