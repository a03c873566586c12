//! A callback that may be waited for a year.

use super::super::{Findings, Rule, Subject};
use crate::asl::Kind;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "callback-without-timeout",
    severity: Severity::Warning,
    summary: "a callback that is waited for without timeout and heartbeat",
    why: "Where nobody answers, the execution waits until it is a year old, and no alarm tells: it is running. A timeout, \
          or a heartbeat that whoever works on it sends, ends that.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": { "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/q", "MessageBody": { "token.$": "$$.Task.Token" } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": 86400, "Parameters": { "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/q", "MessageBody": { "token.$": "$$.Task.Token" } }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#sfn-stuck-execution",
    ],
    check: Some(check),
};

const BOUNDS: [&str; 4] =
    ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"];

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    // One for the whole execution bounds every wait in it.
    if subject.root.contains_key("TimeoutSeconds") {
        return;
    }
    for state in &subject.states {
        let waits = state.resource().is_some_and(|resource| resource.ends_with(".waitForTaskToken"));
        if state.kind != Some(Kind::Task)
            || !waits
            || BOUNDS.iter().any(|field| state.json.contains_key(*field))
        {
            continue;
        }
        findings.push(
            RULE.finding(format!("state `{}` waits for a callback up to a year", state.name))
                .state(state.name)
                .pointer(state.pointer.clone())
                .help(
                    "say `TimeoutSeconds`, or `HeartbeatSeconds` where whoever answers can send heartbeats",
                ),
        );
    }
}
