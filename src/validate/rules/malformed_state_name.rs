//! A state whose name is empty or longer than 80 characters.

use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "malformed-state-name",
    severity: Severity::Error,
    summary: "a state whose name is empty or longer than 80 characters",
    why: "AWS takes names of one to 80 characters. Longer explanations belong into `Comment`.",
    example: r##"{ "StartAt": "", "States": { "": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
        "https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html",
    ],
    check: Some(check),
};

/// The longest name, in characters.
const LONGEST: usize = 80;

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        let length = state.name.chars().count();
        if (1..=LONGEST).contains(&length) || is_placeholder(state.name) {
            continue;
        }
        let message = if length == 0 {
            "a state has no name".to_owned()
        } else {
            format!("the name of state `{}` has {length} characters, it can have {LONGEST}", state.name)
        };
        findings.push_at_key(
            RULE.finding(message)
                .state(state.name)
                .pointer(state.pointer.as_str())
                .help("name it in a few words, and say the rest in its `Comment`"),
        );
    }
}
