//! A list or an object that has to hold something, and is empty.

use super::super::{Findings, Rule, Subject};
use crate::asl::contract::Holds;
use crate::diagnostic::{Aws, Severity};
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    name: "empty-list",
    severity: Severity::Error,
    summary: "a list or an object that has to hold something, and is empty",
    why: "A Choice without rules, a Parallel without branches, a machine without states and a retrier without \
          errors do nothing; AWS refuses them.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Parallel", "Branches": [], "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Parallel", "Branches": [{ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }], "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        for field in &object.fields {
            let what = match (field.holds, field.value) {
                (Some(Holds::Some(_) | Holds::Machines(_) | Holds::Texts), Value::Array(items)) => {
                    items.is_empty().then_some("entry")
                }
                (Some(Holds::States), Value::Object(states)) => states.is_empty().then_some("state"),
                _ => None,
            };
            let Some(what) = what else { continue };
            let message = format!("`{}` has no {what}, it needs one at least", field.name);
            let aws = Aws::schema("Value cannot be empty");
            let mut finding = RULE.finding(message).pointer(object.at(field.name)).aws(aws);
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push(finding);
        }
    }
}
