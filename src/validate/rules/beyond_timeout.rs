//! A wait that lasts longer than the execution may.

use super::super::{Findings, Rule, Subject};
use crate::asl::Kind;
use crate::diagnostic::{Severity, pointer};

/// How long an Express execution lasts at most, in seconds.
const EXPRESS: u64 = 300;

pub(super) static RULE: Rule = Rule {
    name: "beyond-timeout",
    severity: Severity::Warning,
    summary: "a wait or a timeout that is longer than the execution may last",
    why: "`TimeoutSeconds` of the machine, and for Express workflows five minutes, end the execution with \
          `States.Timeout`, whatever it waits for. A longer wait never ends by itself.",
    example: r##"{ "StartAt": "A", "TimeoutSeconds": 600, "States": { "A": { "Type": "Wait", "Seconds": 3600, "Next": "B" }, "B": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "TimeoutSeconds": 7200, "States": { "A": { "Type": "Wait", "Seconds": 3600, "Next": "B" }, "B": { "Type": "Succeed" } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let whole = subject.root.get("TimeoutSeconds").and_then(|value| value.as_u64());
    for state in &subject.states {
        let Some(machine) = subject.machines.get(state.machine) else { continue };
        let (field, what) = match state.kind {
            Some(Kind::Wait) => ("Seconds", "waits"),
            Some(Kind::Task) if whole.is_some() => ("TimeoutSeconds", "has a timeout of"),
            _ => continue,
        };
        let bound = match (whole, machine.express && field == "Seconds") {
            (Some(whole), true) => whole.min(EXPRESS),
            (Some(whole), false) => whole,
            (None, true) => EXPRESS,
            (None, false) => continue,
        };
        let Some(seconds) = state.json.get(field).and_then(|value| value.as_u64()) else { continue };
        if seconds > bound || (seconds == bound && field == "Seconds") {
            let message =
                format!("`{}` {what} {seconds} seconds, and the execution ends after {bound}", state.name);
            findings.push(
                RULE.finding(message)
                    .state(state.name)
                    .pointer(pointer(&state.pointer, field))
                    .help("let it be shorter, or the execution longer"),
            );
        }
    }
}
