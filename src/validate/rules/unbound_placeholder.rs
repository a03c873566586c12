//! A `${Name}` that the template binds to nothing.

use super::super::{Findings, Rule, Subject, placeholders};
use crate::diagnostic::{Diagnostic, Severity, nearest, pointer};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashSet};

pub(super) static RULE: Rule = Rule {
    name: "unbound-placeholder",
    severity: Severity::Warning,
    summary: "a `${Name}` that the template binds to nothing",
    why: "CloudFormation and SAM replace the names in `DefinitionSubstitutions` and leave all others as they \
          are, so that the machine is created with `${Name}` in it. Names in `Fn::Sub`, `Ref` and `Fn::GetAtt` have to be \
          in the template, or it is refused.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": { "TableName": "${TabelName}", "Key": { "Id": { "S": "1" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": { "TableName": "${TableName}", "Key": { "Id": { "S": "1" } } }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html",
    ],
    check: Some(check),
};

/// A finding about a name that CloudFormation itself fills in, of which the template has nothing.
pub(in super::super) fn filled_with_nothing(name: &str, near: Option<&str>) -> Diagnostic {
    let help = match near {
        Some(near) => format!("there is `{near}`"),
        None => "name a resource or a parameter of the template".to_owned(),
    };
    let message = format!(
        "CloudFormation fills `{name}` into the definition, and the template has nothing of that name"
    );
    RULE.finding(message).help(help)
}

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(bound) = &subject.options.substitutions else { return };
    members(subject.root, "", &mut Search { bound, told: HashSet::new(), findings });
}

struct Search<'a> {
    bound: &'a BTreeSet<String>,
    /// The names that were told: each is told where it stands first.
    told: HashSet<String>,
    findings: &'a mut Findings,
}

fn members(map: &Map<String, Value>, at: &str, search: &mut Search<'_>) {
    for (key, value) in map {
        let here = pointer(at, key);
        text(key, &here, search);
        visit(value, &here, search);
    }
}

fn visit(value: &Value, at: &str, search: &mut Search<'_>) {
    match value {
        Value::String(said) => text(said, at, search),
        Value::Object(map) => members(map, at, search),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(item, &format!("{at}/{index}"), search);
            }
        }
        _ => {}
    }
}

fn text(text: &str, at: &str, search: &mut Search<'_>) {
    for (offset, name) in placeholders(text) {
        if search.bound.contains(name) || !search.told.insert(name.to_owned()) {
            continue;
        }
        let mut finding = RULE
            .finding(format!("nothing is bound to `${{{name}}}`, so deployment leaves it as it is"))
            .pointer(at)
            .help(format!(
                "bind it in `DefinitionSubstitutions`, a builder does by `substitution(\"{name}\", …)`"
            ));
        if let Some(near) = nearest(name, search.bound.iter().map(String::as_str)) {
            finding = finding.help(format!("there is `${{{near}}}`"));
        }
        search.findings.push_within(finding, offset);
    }
}
