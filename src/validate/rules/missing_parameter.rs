//! A call without a parameter that the API needs.

use super::super::{Calls, Findings, Rule, Subject, is_placeholder};
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "missing-parameter",
    severity: Severity::Error,
    summary: "a call without a parameter that the API needs",
    why: "Step Functions knows the APIs it calls and refuses a Task without a parameter that its API requires.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": { "MessageBody": "m" }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": { "QueueUrl": "q", "MessageBody": "m" }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let mut calls = Calls::default();
    for state in &subject.states {
        let Some(call) = calls.of(subject, state) else { continue };
        for known in call.parameters.iter().filter(|known| known.required) {
            if call.said().any(|(_, name)| known.is(name) || is_placeholder(name)) {
                continue;
            }
            let aws = Aws::schema(format!("The field '{}' is required but was missing", known.name));
            findings.push(
                RULE.finding(format!("`{}` needs `{}`", call.name, known.name))
                    .state(state.name)
                    .pointer(call.pointer.as_str())
                    .aws(aws)
                    .help(format!("say it in `{}`", call.field)),
            );
        }
    }
}
