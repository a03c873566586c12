//! A parameter that the called API does not have.

use super::super::{Calls, Findings, Rule, Subject, is_placeholder};
use crate::diagnostic::{Aws, Severity, nearest};

pub(super) static RULE: Rule = Rule {
    name: "unknown-parameter",
    severity: Severity::Error,
    summary: "a parameter that the called API does not have",
    why: "Step Functions knows the APIs it calls and refuses parameters that they do not have; their names are \
          in PascalCase, whatever the API itself uses.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f", "PayLoad": {} }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f", "Payload": {} }, "End": true } } }"##,
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
        for (written, name) in call.said() {
            if call.parameters.iter().any(|known| known.is(name)) || is_placeholder(name) {
                continue;
            }
            let help = match nearest(name, call.parameters.iter().map(|known| known.name.as_str())) {
                Some(near) => format!("there is `{near}`"),
                None => "take it away, or look at the API's own page".to_owned(),
            };
            let aws = Aws::schema(format!("The field \"{name}\" is not supported by Step Functions"));
            findings.push_at_key(
                RULE.finding(format!("`{}` has no parameter `{name}`", call.name))
                    .state(state.name)
                    .pointer(call.at(written))
                    .aws(aws.at(call.pointer.as_str()))
                    .help(help),
            );
        }
    }
}
