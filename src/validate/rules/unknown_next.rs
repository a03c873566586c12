//! A way that leads to no state of its machine.

use super::super::{Findings, Machine, Rule, Subject, is_placeholder};
use crate::diagnostic::{Aws, Diagnostic, Severity, nearest};

pub(super) static RULE: Rule = Rule {
    name: "unknown-next",
    severity: Severity::Error,
    summary: "a way that leads to no state of its machine",
    why: "`StartAt`, `Next` and `Default` name states of the same `States`. A way never leads into or out of a \
          branch or the steps of a Map.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "Dnoe" }, "Done": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "Done" }, "Done": { "Type": "Succeed" } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for machine in &subject.machines {
        if let Some(start) = machine.json.get("StartAt").and_then(|start| start.as_str())
            && machine.state(start).is_none()
            && !machine.states.is_empty()
            && !is_placeholder(start)
        {
            let message = format!("the machine begins with `{start}`, which does not exist");
            let finding = RULE.finding(message).pointer(format!("{}/StartAt", machine.pointer));
            findings.push(helped(finding, start, machine, subject, "StartAt"));
        }
        for state in machine.states.iter().filter_map(|index| subject.states.get(*index)) {
            for way in state.transitions.iter().filter(|way| machine.state(way.to).is_none()) {
                if is_placeholder(way.to) {
                    continue;
                }
                let message = format!("state `{}` goes on to `{}`, which does not exist", state.name, way.to);
                let finding = RULE.finding(message).pointer(way.pointer.as_str()).state(state.name);
                // AWS says `Next` whichever field it is.
                findings.push(helped(finding, way.to, machine, subject, "Next"));
            }
        }
    }
}

fn helped(
    finding: Diagnostic,
    to: &str,
    machine: &Machine<'_>,
    subject: &Subject<'_>,
    field: &str,
) -> Diagnostic {
    let finding =
        finding.aws(Aws::new("MISSING_TRANSITION_TARGET", format!("Missing '{field}' target: {to}")));
    if subject.machines.iter().any(|other| other.state(to).is_some()) {
        return finding.help(format!(
            "`{to}` stands in another machine: a way never leads into or out of a branch or the steps of a Map"
        ));
    }
    match nearest(to, machine.names(subject)) {
        Some(near) => finding.help(format!("there is a state `{near}`")),
        None => finding,
    }
}
