//! A Choice that fails where no rule holds.

use super::super::{Findings, Rule, Subject};
use crate::asl::Kind;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "choice-without-default",
    severity: Severity::Advice,
    summary: "a Choice without `Default`",
    why: "Where none of its rules holds, the execution fails with `States.NoChoiceMatched`, which a Choice cannot catch.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "StringEquals": "x", "Next": "B" }] }, "B": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "StringEquals": "x", "Next": "B" }], "Default": "C" }, "B": { "Type": "Succeed" }, "C": { "Type": "Fail", "Error": "UnknownA" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        if state.kind == Some(Kind::Choice) && !state.json.contains_key("Default") {
            findings.push(
                RULE.finding(format!(
                    "Choice `{}` has no `Default`: where no rule holds, the execution fails",
                    state.name
                ))
                .state(state.name)
                .pointer(state.pointer.clone())
                .help("say where it goes on otherwise, if only to a Fail state that says why"),
            );
        }
    }
}
