//! A machine of which no state ends it.

use super::super::{Findings, Machine, Rule, State, Subject};
use crate::asl::Kind;
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "no-end",
    severity: Severity::Error,
    summary: "a machine of which no state ends it",
    why: "Every machine needs a Succeed or Fail state, or a state with `End`: without one it would run until \
          it is stopped.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Pass", "Next": "A" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Pass", "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for machine in subject.machines.iter().filter(|machine| !can_end(subject, machine)) {
        let message = match machine.owner.and_then(|owner| subject.states.get(owner)) {
            Some(owner) => format!("a machine within state `{}` never ends", owner.name),
            None => "the machine never ends: no state of it ends it".to_owned(),
        };
        let mut finding = RULE
            .finding(message)
            .pointer(format!("{}/States", machine.pointer))
            .help("let one way end: in a Succeed or Fail state, or in a state with `\"End\": true`");
        if machine.owner.is_none() {
            // AWS says no place for it.
            finding = finding.aws(Aws::new("MISSING_END_STATE", "Workflow has no terminal state").at(""));
        }
        findings.push(finding);
    }
}

/// Whether any state of the machine ends it. One without states may, and so may a state that says neither what it is
/// nor where it goes on: that is wrong in another way.
pub(super) fn can_end(subject: &Subject<'_>, machine: &Machine<'_>) -> bool {
    let mut states = machine.states.iter().filter_map(|index| subject.states.get(*index)).peekable();
    let open = |kind: Kind, state: &State<'_>| kind != Kind::Choice && state.json.get("Next").is_none();
    states.peek().is_none()
        || states.any(|state| state.ends() || state.kind.is_none_or(|kind| open(kind, state)))
}
