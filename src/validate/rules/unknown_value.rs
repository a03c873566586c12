//! A value that its field does not know.

use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::asl::contract::Holds;
use crate::diagnostic::{Aws, Severity, nearest};

pub(super) static RULE: Rule = Rule {
    name: "unknown-value",
    severity: Severity::Error,
    summary: "a value that its field does not know",
    why: "Fields such as `Type`, `QueryLanguage`, `Mode` or `JitterStrategy` take a few words, spelled exactly \
          so.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Succed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        for field in &object.fields {
            let Some(Holds::OneOf(known)) = field.holds else { continue };
            let Some(written) = field.value.as_str() else { continue };
            if known.contains(&written) || is_placeholder(written) {
                continue;
            }
            let message = format!("`{}` is `{written}`, which it does not know", field.name);
            let aws = if field.name == "Type" {
                format!("The field 'Type' should have one of these values: [{}]", known.join(", "))
            } else {
                format!("Value should be one of the following: [{}]", known.join(", "))
            };
            let help = match nearest(written, known.iter().copied()) {
                Some(near) => format!("there is `{near}`"),
                None => format!("it can be `{}`", known.join("`, `")),
            };
            let mut finding =
                RULE.finding(message).pointer(object.at(field.name)).aws(Aws::schema(aws)).help(help);
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push(finding);
        }
    }
}
