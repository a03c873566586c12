//! States from which no way leads to an end.

use super::super::subject::Machine;
use super::super::{Findings, Rule, Subject};
use crate::diagnostic::Severity;
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    name: "endless-loop",
    severity: Severity::Warning,
    summary: "a loop that no way leads out of",
    why: "Once in the loop, an execution ends only by failing: at the latest when its history has 25,000 events.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsPresent": true, "Next": "B" }], "Default": "D" }, "B": { "Type": "Wait", "Seconds": 60, "Next": "C" }, "C": { "Type": "Pass", "Next": "B" }, "D": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsPresent": true, "Next": "B" }], "Default": "D" }, "B": { "Type": "Wait", "Seconds": 60, "Next": "C" }, "C": { "Type": "Pass", "Next": "A" }, "D": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for machine in &subject.machines {
        let Some(first) = first_without_end(subject, machine) else { continue };
        let Some(state) = subject.states.get(first) else { continue };
        findings.push(
            RULE.finding(format!("from state `{}` on, no way leads to an end", state.name))
                .state(state.name)
                .pointer(state.pointer.clone())
                .help("let a Choice in the loop lead out of it"),
        );
    }
}

/// The first state of a machine that cannot reach an end; none where it has no end at all, which is refused.
fn first_without_end(subject: &Subject<'_>, machine: &Machine<'_>) -> Option<usize> {
    let mut before: HashMap<usize, Vec<usize>> = HashMap::new();
    let (mut ends, mut dangling) = (Vec::new(), Vec::new());
    for index in &machine.states {
        let state = subject.states.get(*index)?;
        if state.ends() {
            ends.push(*index);
        }
        for way in &state.transitions {
            match machine.state(way.to) {
                Some(next) => before.entry(next).or_default().push(*index),
                // Where it leads nowhere, that is what is wrong.
                None => dangling.push(*index),
            }
        }
        if state.kind.is_none() || (state.transitions.is_empty() && !state.ends()) {
            dangling.push(*index);
        }
    }
    if ends.is_empty() {
        return None;
    }
    let mut fine: HashMap<usize, ()> = HashMap::new();
    let mut next: Vec<usize> = ends.into_iter().chain(dangling).collect();
    while let Some(index) = next.pop() {
        if fine.insert(index, ()).is_none() {
            next.extend(before.get(&index).into_iter().flatten());
        }
    }
    machine.states.iter().copied().find(|index| !fine.contains_key(index))
}
