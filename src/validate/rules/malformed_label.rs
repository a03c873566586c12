//! A label of a distributed Map with more than 40 characters, or with some that it cannot have.

use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::asl::contract::Holds;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "malformed-label",
    severity: Severity::Error,
    summary: "a label of a distributed Map with more than 40 characters, or with some that it cannot have",
    why: "The label becomes a part of the names of the child workflows, so it is short and without white \
          space, brackets and most signs.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "Label": "my label", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "Label": "my-label", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
        "https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html",
    ],
    check: Some(check),
};

/// The longest label, in characters.
const LONGEST: usize = 40;

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        for field in object.fields.iter().filter(|field| field.holds == Some(Holds::Label)) {
            let Some(label) = field.value.as_str().filter(|label| !is_placeholder(label)) else { continue };
            let count = label.chars().count();
            let wrong = label
                .chars()
                .find(|c| c.is_whitespace() || c.is_control() || r#"?*<>{}[]:;,\|^~$#%&`""#.contains(*c));
            let message = match wrong {
                _ if count > LONGEST => {
                    format!("the label `{label}` has {count} characters, it can have {LONGEST}")
                }
                Some(c) => {
                    format!("the label `{label}` has `{}`, which a label cannot have", c.escape_debug())
                }
                None => continue,
            };
            let mut finding = RULE
                .finding(message)
                .pointer(object.at(field.name))
                .help("letters, digits, `-` and `_` are safe");
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push(finding);
        }
    }
}
