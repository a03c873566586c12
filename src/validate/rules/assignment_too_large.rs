//! Assignments of one state that are larger than 256 KiB as they are written.

use super::super::{Findings, Rule, Subject};
use crate::asl::contract::Holds;
use crate::asl::length_of_entries;
use crate::diagnostic::Severity;
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    name: "assignment-too-large",
    severity: Severity::Error,
    summary: "assignments of one state that are larger than 256 KiB as they are written",
    why: "One variable and all variables that one `Assign` sets may have 256 KiB, and what is written down \
          already has more.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "a": "… and more than 262,144 bytes" }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "a": "s3://bucket/key" }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html"],
    check: Some(check),
};

/// How many bytes the variables of one `Assign` may have.
const LARGEST: usize = 262_144;

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        for field in object.fields.iter().filter(|field| field.holds == Some(Holds::Variables)) {
            let Value::Object(variables) = field.value else { continue };
            let fixed = variables.iter().filter(|(name, value)| is_literal(name, value));
            let bytes = length_of_entries(fixed) + 1;
            if bytes <= LARGEST {
                continue;
            }
            let mut finding = RULE
                .finding(format!(
                    "`Assign` has {bytes} bytes as it is written, its variables can have {LARGEST}"
                ))
                .pointer(object.at(field.name))
                .help("keep large data in S3, and its place in a variable");
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push(finding);
        }
    }
}

/// Whether an assignment is as large as it is written.
fn is_literal(name: &str, value: &Value) -> bool {
    !name.ends_with(".$") && !value.as_str().is_some_and(|text| text.starts_with("{%"))
}
