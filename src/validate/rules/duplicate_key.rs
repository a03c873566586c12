//! Keys that stand twice. They are found while reading: what was read has only one of them.

use super::super::Rule;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-key",
    severity: Severity::Error,
    summary: "a key that stands twice in one object",
    why: "Only one of the two counts, and which one is up to the reader: two states of one name are one state.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true }, "A": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"],
    check: None,
};
