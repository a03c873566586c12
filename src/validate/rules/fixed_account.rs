//! An account or region that is written into a template.

use super::super::here::{Here, Part, members};
use super::super::{Findings, Rule, Subject};
use crate::diagnostic::Severity;
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
    let mut told = HashSet::new();
    members(subject.root, &Here::Root(""), &mut |part, here| {
        let Part::Text(text, _) = part else { return };
        let Some((region, account)) = fixed(text).filter(|_| told.insert(text)) else { return };
        let place = if region.is_empty() { String::new() } else { format!(" in `{region}`") };
        findings.push(
            RULE.finding(format!("`{text}` is of account `{account}`{place}, wherever this is deployed"))
                .pointer(here.pointer())
                .help("bind a `${Name}` in `DefinitionSubstitutions` to the resource, or to its ARN"),
        );
    });
}

/// The region and the account of an ARN that says its account.
fn fixed(text: &str) -> Option<(&str, &str)> {
    let mut parts = text.strip_prefix("arn:")?.splitn(5, ':').skip(2);
    let (region, account, _) = (parts.next()?, parts.next()?, parts.next()?);
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    is_account.then_some((region, account))
}
