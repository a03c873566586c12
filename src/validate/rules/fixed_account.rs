//! An account or region that is written into a template.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::{Severity, pointer};
use serde_json::{Map, Value};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    name: "fixed-account",
    severity: Severity::Advice,
    summary: "an ARN in a template's definition that is bound to one account and region",
    why: "A template is deployed into more than one account or region sooner or later, and then names a resource of the \
          first one. `DefinitionSubstitutions` can name the resource itself, or fill in account, region and partition.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:210987654321:activity:a", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "${ActivityArn}", "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    // A definition of its own has no other way to name a resource.
    if subject.options.substitutions.is_none() {
        return;
    }
    members(subject.root, "", &mut HashSet::new(), findings);
}

fn members<'a>(map: &'a Map<String, Value>, at: &str, told: &mut HashSet<&'a str>, findings: &mut Findings) {
    for (key, value) in map {
        look(value, &pointer(at, key), told, findings);
    }
}

fn look<'a>(value: &'a Value, at: &str, told: &mut HashSet<&'a str>, findings: &mut Findings) {
    match value {
        Value::String(text) => {
            let mut parts = text.splitn(6, ':');
            let (Some("arn"), Some(_), Some(_), Some(region), Some(account), Some(_)) =
                (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
            else {
                return;
            };
            let fixed = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
            if fixed && told.insert(text) {
                let place = if region.is_empty() { String::new() } else { format!(" in `{region}`") };
                findings.push(
                    RULE.finding(format!(
                        "`{text}` is of account `{account}`{place}, wherever this is deployed"
                    ))
                    .pointer(at)
                    .help("bind a `${Name}` in `DefinitionSubstitutions` to the resource, or to its ARN"),
                );
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                look(item, &format!("{at}/{index}"), told, findings);
            }
        }
        Value::Object(map) => members(map, at, told, findings),
        _ => {}
    }
}
