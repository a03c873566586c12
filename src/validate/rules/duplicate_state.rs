//! A name that two states of one definition have.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::Severity;
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-state",
    severity: Severity::Error,
    summary: "a name that two states of one definition have",
    why: "Names hold for the whole definition, nested machines included: histories and logs tell states apart \
          by them.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Parallel", "Branches": [{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }], "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Parallel", "Branches": [{ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }], "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
        "https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let mut first: HashMap<&str, &str> = HashMap::new();
    for state in &subject.states {
        if let Some(other) = first.get(state.name) {
            let message = format!("two states are called `{}`", state.name);
            let finding = RULE.finding(message).state(state.name).pointer(state.pointer.as_str()).help(format!(
                "the other one stands at {other}; a name holds for the whole definition, nested machines included"
            ));
            findings.push_at_key(finding);
        } else {
            first.insert(state.name, &state.pointer);
        }
    }
}
