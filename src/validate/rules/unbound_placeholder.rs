//! A `${Name}` that the template binds to nothing.

use super::super::here::{Here, Part, members};
use super::super::{Findings, Rule, Subject, placeholders};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use std::collections::HashSet;

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
    // Each name is told where it stands first.
    let mut told = HashSet::new();
    members(subject.root, &Here::Root(""), &mut |part, here| {
        let (Part::Key(text) | Part::Text(text, _)) = part;
        for (offset, name) in placeholders(text) {
            if bound.contains(name) || !told.insert(name) {
                continue;
            }
            let mut finding = RULE
                .finding(format!("nothing is bound to `${{{name}}}`, so deployment leaves it as it is"))
                .pointer(here.pointer())
                .help(format!(
                    "bind it in `DefinitionSubstitutions`, a builder does by `substitution(\"{name}\", …)`"
                ));
            if let Some(near) = nearest(name, bound.iter().map(String::as_str)) {
                finding = finding.help(format!("there is `${{{near}}}`"));
            }
            findings.push_within(finding, offset);
        }
    });
}
