//! `States.ALL` beside other errors, or in front of other retriers or catchers.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::{Aws, Severity};
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    name: "misplaced-states-all",
    severity: Severity::Error,
    summary: "`States.ALL` beside other errors, or in front of other retriers or catchers",
    why: "`States.ALL` takes every error that can be taken. AWS asks for it alone in its list, in the last \
          retrier or catcher, because nothing behind it would ever be looked at.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "B" }, { "ErrorEquals": ["E"], "Next": "B" }], "End": true }, "B": { "Type": "Fail" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "Catch": [{ "ErrorEquals": ["E"], "Next": "B" }, { "ErrorEquals": ["States.ALL"], "Next": "B" }], "End": true }, "B": { "Type": "Fail" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        for field in ["Retry", "Catch"] {
            let Some(Value::Array(entries)) = state.json.get(field) else { continue };
            for (index, entry) in entries.iter().enumerate() {
                let Some(Value::Array(errors)) = entry.get("ErrorEquals") else { continue };
                if !errors.iter().any(|error| error == "States.ALL") {
                    continue;
                }
                let (message, help) = if errors.len() > 1 {
                    ("`States.ALL` stands beside other errors", "it takes them as well: leave the others out")
                } else if index + 1 < entries.len() {
                    ("`States.ALL` stands in front of other entries", "move it to the end")
                } else {
                    continue;
                };
                let aws = Aws::schema("States.ALL must appear alone and at end of list");
                findings.push(
                    RULE.finding(format!("{message} in `{field}`"))
                        .state(state.name)
                        .pointer(format!("{}/{field}/{index}/ErrorEquals", state.pointer))
                        .aws(aws)
                        .help(help),
                );
            }
        }
    }
}
