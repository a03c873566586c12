//! A state that no way leads to.

use super::super::{Findings, Machine, Rule, Subject, is_placeholder};
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "unreachable-state",
    severity: Severity::Error,
    summary: "a state that no way leads to",
    why: "AWS refuses a definition in which a state can never be entered: most often it is one whose name was \
          misspelt elsewhere.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" }, "B": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for machine in &subject.machines {
        let start = machine.json.get("StartAt").and_then(|start| start.as_str());
        let Some(start) = start.and_then(|start| machine.state(start)) else { continue };
        // AWS does not look for unreachable states in a machine that cannot end.
        let placeholder = |index: &usize| {
            subject
                .states
                .get(*index)
                .is_some_and(|state| state.transitions.iter().any(|it| is_placeholder(it.to)))
        };
        if !super::no_end::can_end(subject, machine) || machine.states.iter().any(placeholder) {
            continue;
        }
        let reached = reached(subject, machine, start);
        for (position, index) in machine.states.iter().enumerate() {
            let Some(state) = subject.states.get(*index) else { continue };
            if reached.get(position) == Some(&true) {
                continue;
            }
            let aws =
                Aws::new("MISSING_TRANSITION_TARGET", format!("State \"{}\" is not reachable.", state.name));
            findings.push(
                RULE.finding(format!("no way leads to state `{}`", state.name))
                    .state(state.name)
                    .pointer(state.pointer.as_str())
                    .aws(aws)
                    .help("name it in a `Next`, a `Default` or `StartAt`, or leave it out"),
            );
        }
    }
}

/// For each of the machine's states whether it can be entered.
pub(super) fn reached(subject: &Subject<'_>, machine: &Machine<'_>, start: usize) -> Vec<bool> {
    let place = |index: usize| machine.states.binary_search(&index).ok();
    let mut seen = vec![false; machine.states.len()];
    let mut waiting = vec![start];
    while let Some(index) = waiting.pop() {
        let Some(seen) = place(index).and_then(|place| seen.get_mut(place)) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        let ways = subject.states.get(index).into_iter().flat_map(|state| &state.transitions);
        waiting.extend(ways.filter_map(|way| machine.state(way.to)));
    }
    seen
}
