//! A Lambda task that fails with the first hiccup of Lambda.

use super::super::errors::{ALL, TASK_FAILED, clauses, names};
use super::super::{Findings, Rule, Subject};
use crate::asl::Kind;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "lambda-without-retries",
    severity: Severity::Advice,
    summary: "a Lambda task that retries none of Lambda's transient errors",
    why: "Lambda answers with a service error now and then, which is no error of the function. AWS advises to retry \
          `Lambda.ServiceException`, `Lambda.AWSLambdaException`, `Lambda.SdkClientException` and \
          `Lambda.TooManyRequestsException` in every task that calls a function.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "Retry": [{ "ErrorEquals": ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2 }], "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception",
    ],
    check: Some(check),
};

const ENOUGH: [&str; 5] =
    [ALL, TASK_FAILED, "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"];

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        if state.kind != Some(Kind::Task) || !state.resource().is_some_and(calls_lambda) {
            continue;
        }
        let clauses = clauses(state.json, "Retry");
        if clauses.iter().any(|clause| names(clause).any(|name| ENOUGH.contains(&name))) {
            continue;
        }
        let message = format!("Lambda task `{}` fails with the first transient error of Lambda", state.name);
        findings.push(
            RULE.finding(message)
                .state(state.name)
                .pointer(state.pointer.clone())
                .help("retry `Lambda.ServiceException`, `Lambda.AWSLambdaException`, `Lambda.SdkClientException`, `Lambda.TooManyRequestsException`"),
        );
    }
}

fn calls_lambda(resource: &str) -> bool {
    let mut parts = resource.splitn(6, ':').skip(2);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        // Each attempt of a callback hands out a token of its own.
        (Some("states"), Some(""), Some(""), Some(called)) => called == "lambda:invoke",
        (Some("lambda"), Some(_), Some(_), Some(function)) => function.starts_with("function:"),
        _ => false,
    }
}
