//! A callback that nobody can answer.

use super::super::{Findings, Reading, Rule, Site, Subject};
use crate::asl::Kind;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "callback-without-token",
    severity: Severity::Warning,
    summary: "a task that waits for a callback and hands out no task token",
    why: "A state with `.waitForTaskToken` waits until somebody answers with its token, or until it times out. Where what \
          is sent does not hold the token (`$$.Task.Token`, in JSONata `$states.context.Task.Token`), nobody can.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": 3600, "Parameters": { "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/q", "MessageBody": { "order.$": "$.id" } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": 3600, "Parameters": { "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/q", "MessageBody": { "order.$": "$.id", "token.$": "$$.Task.Token" } }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for (index, state) in subject.states.iter().enumerate() {
        let waits = state.resource().is_some_and(|resource| resource.ends_with(".waitForTaskToken"));
        if state.kind != Some(Kind::Task) || !waits {
            continue;
        }
        // Without parameters the input is sent, and whoever made it may know another way.
        let Some(said) = state.json.get("Parameters").or_else(|| state.json.get("Arguments")) else {
            continue;
        };
        let mut sites = subject.sites.iter().filter(|site| site.state == index);
        if said.is_string() || sites.any(may_hold_the_token) {
            continue;
        }
        findings.push(
            RULE.finding(format!("state `{}` waits for a callback and hands out no task token", state.name))
                .state(state.name)
                .pointer(state.pointer.clone())
                .help("send `$$.Task.Token` along, in JSONata `$states.context.Task.Token`"),
        );
    }
}

/// Whether what it says may be the token: the context object, or anything that an earlier state may have put it into.
fn may_hold_the_token(site: &Site<'_>) -> bool {
    if !matches!(site.field, "Parameters" | "Arguments") {
        return false;
    }
    match &site.reading {
        // Only the context has it; who takes all of `$states` takes that as well.
        Reading::Jsonata(said) => said
            .states
            .iter()
            .any(|used| used.path.is_empty() || used.path.first().is_some_and(|step| step == "context")),
        Reading::NoJsonata(..) | Reading::HalfDelimited => true,
        Reading::Path(_) | Reading::Expression(_) => {
            site.text.contains("$$.Task") || site.text.contains("$$[") || site.text == "$$"
        }
    }
}
