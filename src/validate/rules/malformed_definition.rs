//! Text that cannot be read. It is found while reading, before there is anything to walk.

use super::super::Rule;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "malformed-definition",
    severity: Severity::Error,
    summary: "a text that is no JSON or YAML, or no object",
    why: "Step Functions reads JSON as RFC 8259 has it: no comments, no comma after the last entry, text in \
          double quotes. Nothing else can be checked until it reads.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" }, } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"],
    check: None,
};
