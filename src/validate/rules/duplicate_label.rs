//! A label that two distributed Maps have.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::Severity;
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-label",
    severity: Severity::Error,
    summary: "a label that two distributed Maps have",
    why: "The label tells the child workflows of one Map from those of another, so it holds for the whole \
          definition.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "Label": "l", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "Next": "C" }, "C": { "Type": "Map", "Label": "l", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" }, "StartAt": "D", "States": { "D": { "Type": "Succeed" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "Label": "l", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
        "https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let mut first: HashMap<&str, &str> = HashMap::new();
    for state in &subject.states {
        let Some(label) = state.json.get("Label").and_then(|label| label.as_str()) else { continue };
        if let Some(other) = first.get(label) {
            findings.push(
                RULE.finding(format!("two Maps have the label `{label}`"))
                    .state(state.name)
                    .pointer(format!("{}/Label", state.pointer))
                    .help(format!("the other one is `{other}`: give one another label")),
            );
        } else {
            first.insert(label, state.name);
        }
    }
}
