//! A `Resource` that names no API which Step Functions calls, or a pattern that the API does not support.

use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::diagnostic::{Aws, Severity, nearest};
use crate::task::sdk::{self, Service};
use crate::task::{INTEGRATIONS, Integration};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    name: "unknown-integration",
    severity: Severity::Error,
    summary: "a `Resource` that names no API which Step Functions calls, or a pattern that the API does not \
          support",
    why: "Step Functions calls some APIs by an integration of its own, with its own patterns, and the others \
          as `aws-sdk:service:action`. Those know no `.sync`.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.sync", "Parameters": { "QueueUrl": "q", "MessageBody": "m" }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": { "QueueUrl": "q", "MessageBody": "m" }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    // Machines call the same few APIs again and again.
    let mut sound: HashSet<&str> = HashSet::new();
    for state in &subject.states {
        let Some(resource) = state.resource().filter(|resource| !is_placeholder(resource)) else { continue };
        let Some(called) = called(resource).filter(|_| !sound.contains(resource)) else { continue };
        let Some((message, help)) = problem(resource, called) else {
            sound.insert(resource);
            continue;
        };
        let aws = Aws::schema(format!("The resource provided {resource} is not recognized"));
        let mut finding =
            RULE.finding(message).state(state.name).pointer(format!("{}/Resource", state.pointer)).aws(aws);
        finding.help = help;
        findings.push(finding);
    }
}

/// `service:action` of a resource that names an API.
pub(in super::super) fn called(resource: &str) -> Option<&str> {
    let (partition, called) = resource.strip_prefix("arn:")?.split_once(":states:::")?;
    (!partition.is_empty() && !partition.contains(':')).then_some(called)
}

/// What is called, without the suffix of its pattern, and that suffix.
pub(in super::super) fn pattern(action: &str) -> (&str, &str) {
    for suffix in [".waitForTaskToken", ".sync:2", ".sync"] {
        if let Some(action) = action.strip_suffix(suffix) {
            return (action, suffix);
        }
    }
    (action, "")
}

fn problem(resource: &str, called: &str) -> Option<(String, Option<String>)> {
    if let Some(rest) = called.strip_prefix("aws-sdk:") {
        return sdk_problem(rest);
    }
    if Integration::of(resource).is_some() {
        return None;
    }
    let Some((service, action)) = called.split_once(':') else {
        return Some((format!("`{called}` is no `service:action`"), None));
    };
    let (action, suffix) = pattern(action);
    let known = INTEGRATIONS.iter().filter(|known| known.service == service);
    if let Some(known) = known.clone().find(|known| known.action == action) {
        let forms: Vec<String> =
            known.suffixes.iter().map(|suffix| format!("`{service}:{action}{suffix}`")).collect();
        let message = format!("`{service}:{action}` cannot be called as `{action}{suffix}`");
        return Some((message, Some(format!("it can be called as {}", forms.join(", ")))));
    }
    let actions: Vec<&str> = known.map(|known| known.action).collect();
    if actions.is_empty() {
        let services = INTEGRATIONS.iter().map(|known| known.service);
        let help = match nearest(service, services) {
            Some(near) => format!("there is `{near}`"),
            None => format!("other APIs are called as `aws-sdk:{service}:{action}`"),
        };
        return Some((format!("Step Functions has no integration of its own with `{service}`"), Some(help)));
    }
    let help = match nearest(action, actions.iter().copied()) {
        Some(near) => format!("there is `{near}`"),
        None => format!("it has `{}`; others are called by `aws-sdk`", actions.join("`, `")),
    };
    Some((format!("the integration with `{service}` has no `{action}`"), Some(help)))
}

fn sdk_problem(called: &str) -> Option<(String, Option<String>)> {
    let Some((service, action)) = called.split_once(':') else {
        return Some((
            format!("`aws-sdk:{called}` names no action"),
            Some("it is `aws-sdk:service:action`".to_owned()),
        ));
    };
    let (action, suffix) = pattern(action);
    if suffix.starts_with(".sync") {
        let message =
            format!("a call by `aws-sdk` cannot wait for a job, so `{action}{suffix}` does not exist");
        return Some((
            message,
            Some("ask for the job's state in a loop, or use an integration with `.sync`".to_owned()),
        ));
    }
    if !sdk::is_known() {
        return None;
    }
    let Some(known) = Service::named(service) else {
        let near = nearest(service, sdk::services()).map(|near| format!("there is `{near}`"));
        return Some((format!("`aws-sdk` knows no service `{service}`"), near));
    };
    if known.action(action).is_some() {
        return None;
    }
    let names: Vec<String> = known.actions().map(|action| action.name()).collect();
    let near = nearest(action, names.iter().map(String::as_str)).map(|near| format!("there is `{near}`"));
    Some((format!("`aws-sdk:{service}` has no action `{action}`"), near))
}
