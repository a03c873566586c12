//! A Task whose `Resource` is not the ARN of something that it can call.

use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::asl::Kind;
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "malformed-resource",
    severity: Severity::Error,
    summary: "a Task whose `Resource` is not the ARN of something that it can call",
    why: "A Task calls a Lambda function, an activity, or an API by `arn:aws:states:::service:action`. \
          `Resource` is no expression: what is to be called has to be known when the machine is created.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "lambda:invoke", "Parameters": { "FunctionName": "f" }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in subject.states.iter().filter(|state| state.kind == Some(Kind::Task)) {
        let Some(resource) = state.resource().filter(|resource| !is_placeholder(resource)) else { continue };
        let parts: Vec<&str> = resource.splitn(6, ':').collect();
        let (message, aws) = match parts.as_slice() {
            ["arn", _, "lambda", ..] => continue,
            // An activity, or an API, which another rule looks up.
            ["arn", _, "states", region, account, rest]
                if rest.starts_with("activity:") || (region.is_empty() && account.is_empty()) =>
            {
                continue;
            }
            ["arn", partition, _, _, _, _] if !partition.is_empty() => (
                format!("no Task can call `{resource}`"),
                format!("The resource provided {resource} is not recognized"),
            ),
            _ => (format!("`{resource}` is no ARN"), "Value is not a valid resource ARN".to_owned()),
        };
        findings.push(
            RULE.finding(message)
                .state(state.name)
                .pointer(format!("{}/Resource", state.pointer))
                .aws(Aws::schema(aws))
                .help(
                    "it is `arn:aws:states:::service:action`, or the ARN of a Lambda function or an activity",
                ),
        );
    }
}
