//! Credentials without a role, or of an activity.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::{Aws, Severity};
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    name: "malformed-credentials",
    severity: Severity::Error,
    summary: "credentials without a role, or of an activity",
    why: "`Credentials` names the role that Step Functions takes to call an API or a function, so it needs \
          `RoleArn`. An activity is not called, and takes none.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "Credentials": {}, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "Credentials": { "RoleArn": "arn:aws:iam::123456789012:role/r" }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        let Some(Value::Object(credentials)) = state.json.get("Credentials") else { continue };
        let (message, aws) = if state.resource().is_some_and(|resource| resource.contains(":activity:")) {
            ("an activity takes no credentials", "The field 'Credentials' is not supported for activities")
        } else if credentials.contains_key("RoleArn") || credentials.contains_key("RoleArn.$") {
            continue;
        } else {
            ("`Credentials` names no role", "The field 'RoleArn' is required but was missing")
        };
        findings.push(
            RULE.finding(message)
                .state(state.name)
                .pointer(format!("{}/Credentials", state.pointer))
                .aws(Aws::schema(aws))
                .help("say `RoleArn`, in JSONPath also `RoleArn.$`, or leave `Credentials` out"),
        );
    }
}
