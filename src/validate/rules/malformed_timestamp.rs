//! A timestamp that RFC 3339 does not know.

use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::asl::contract::Holds;
use crate::asl::{QueryLanguage, is_timestamp};
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "malformed-timestamp",
    severity: Severity::Error,
    summary: "a timestamp that RFC 3339 does not know",
    why: "Wait states and comparisons take `2026-01-31T12:00:00Z`: with `T` and `Z` in upper case, and a date \
          that there is.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Timestamp": "2026-13-05T21:29:29Z", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Timestamp": "2026-12-05T21:29:29Z", "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        for field in object.fields.iter().filter(|field| field.holds == Some(Holds::Timestamp)) {
            let Some(text) = field.value.as_str() else { continue };
            let jsonata = object.language == QueryLanguage::Jsonata;
            if is_timestamp(text) || is_placeholder(text) || (jsonata && text.starts_with("{%")) {
                continue;
            }
            let message = format!("`{text}` in `{}` is no time", field.name);
            let help = if text.starts_with("{%") {
                "this state speaks JSONPath, which has no such expression: a path stands in the twin whose name ends in `Path`"
            } else {
                "a time is like `2026-01-31T12:00:00Z` or `2026-01-31T12:00:00+02:00`"
            };
            let aws = Aws::schema("String does not match RFC3339 timestamp");
            let mut finding = RULE.finding(message).pointer(object.at(field.name)).aws(aws).help(help);
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push(finding);
        }
    }
}
