//! A loop that polls so often that its execution soon has too many events.

use super::super::subject::State;
use super::super::{Findings, Rule, Subject};
use crate::asl::Kind;
use crate::diagnostic::Severity;
use std::collections::{BTreeMap, BTreeSet};

/// The most events that the history of a Standard execution may have.
const MOST_EVENTS: u64 = 25_000;

/// How long a loop should be able to run, in seconds.
const LONG: u64 = 3_600;

/// The most states that a loop is looked through for.
const MOST_STATES: usize = 256;

pub(super) static RULE: Rule = Rule {
    name: "long-loop",
    severity: Severity::Advice,
    summary: "a loop that waits so shortly that it reaches 25,000 events within an hour",
    why: "The history of a Standard execution has at most 25,000 events; with one more, the execution fails. Each state \
          adds two events, a Parallel or a Map four, a task five, one that waits six. A loop that polls every second is there in less than an hour.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": 1, "Next": "B" }, "B": { "Type": "Task", "Resource": "arn:aws:states:::batch:submitJob", "Parameters": { "JobName": "j", "JobDefinition": "d", "JobQueue": "q" }, "Next": "C" }, "C": { "Type": "Choice", "Choices": [{ "Variable": "$.Status", "StringEquals": "SUCCEEDED", "Next": "D" }], "Default": "A" }, "D": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": 30, "Next": "B" }, "B": { "Type": "Task", "Resource": "arn:aws:states:::batch:submitJob", "Parameters": { "JobName": "j", "JobDefinition": "d", "JobQueue": "q" }, "Next": "C" }, "C": { "Type": "Choice", "Choices": [{ "Variable": "$.Status", "StringEquals": "SUCCEEDED", "Next": "D" }], "Default": "A" }, "D": { "Type": "Succeed" } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-history-limit",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let bound = subject.root.get("TimeoutSeconds").and_then(|value| value.as_u64()).unwrap_or(u64::MAX);
    for (index, state) in subject.states.iter().enumerate() {
        let express = subject.machines.get(state.machine).is_none_or(|machine| machine.express);
        let seconds = state.json.get("Seconds").and_then(|value| value.as_u64());
        let (Some(Kind::Wait), Some(seconds), false) = (state.kind, seconds, express) else { continue };
        // However short the rest of the loop is, it takes these.
        if seconds.saturating_mul(MOST_EVENTS / 4) >= LONG * 10 {
            continue;
        }
        let Some(events) = events_around(subject, index) else { continue };
        let turns = MOST_EVENTS / events;
        let lasts = turns.saturating_mul(seconds);
        if lasts >= LONG || lasts >= bound {
            continue;
        }
        let message = format!(
            "the loop through `{}` has 25,000 events after {turns} turns, which is after {} minutes of waiting",
            state.name,
            lasts / 60
        );
        findings.push(
            RULE.finding(message)
                .state(state.name)
                .pointer(format!("{}/Seconds", state.pointer))
                .help("wait longer, or bound the number of turns and go on in an execution of its own"),
        );
    }
}

/// The fewest events of a state: entered and exited; for a task also scheduled, started and succeeded, and submitted
/// where it waits; for a Parallel or a Map also started and succeeded.
fn events_of(state: &State<'_>) -> u64 {
    let waits =
        |resource: &str| [".sync", ".sync:2", ".waitForTaskToken"].iter().any(|it| resource.ends_with(it));
    match state.kind {
        Some(Kind::Task) if state.resource().is_some_and(waits) => 6,
        Some(Kind::Task) => 5,
        Some(Kind::Parallel | Kind::Map) => 4,
        _ => 2,
    }
}

/// The events of the shortest way from a state back to itself, itself included.
fn events_around(subject: &Subject<'_>, start: usize) -> Option<u64> {
    let mut waiting: BTreeSet<(u64, usize)> = BTreeSet::from([(0, start)]);
    let mut known: BTreeMap<usize, u64> = BTreeMap::new();
    while let Some((so_far, index)) = waiting.pop_first() {
        if so_far > 0 && index == start {
            return Some(so_far);
        }
        if known.len() > MOST_STATES {
            return None;
        }
        let state = subject.states.get(index)?;
        let cost = so_far + events_of(state);
        let machine = subject.machines.get(state.machine)?;
        for next in state.transitions.iter().filter_map(|way| machine.state(way.to)) {
            if known.get(&next).is_none_or(|before| cost < *before) {
                known.insert(next, cost);
                waiting.insert((cost, next));
            }
        }
    }
    None
}
