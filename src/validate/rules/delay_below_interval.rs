//! A longest delay that is not longer than the first one.

use super::super::{Findings, Rule, Subject};
use crate::asl::contract::RETRIER;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "delay-below-interval",
    severity: Severity::Warning,
    summary: "a longest delay that is not longer than the first one",
    why: "`MaxDelaySeconds` bounds how far the interval grows from one retry to the next; when it is not \
          greater than `IntervalSeconds`, nothing grows.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "Retry": [{ "ErrorEquals": ["E"], "IntervalSeconds": 10, "MaxDelaySeconds": 5 }], "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "Retry": [{ "ErrorEquals": ["E"], "IntervalSeconds": 10, "MaxDelaySeconds": 60 }], "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in subject.objects.iter().filter(|object| object.sort.is(&RETRIER)) {
        let number = |field: &str| object.get(field).map(|value| value.as_f64());
        let interval = number("IntervalSeconds").unwrap_or(Some(1.0));
        let (Some(interval), Some(Some(most))) = (interval, number("MaxDelaySeconds")) else { continue };
        if most <= interval {
            let mut finding = RULE
                .finding(format!("`MaxDelaySeconds` is {most}, and the first retry already waits {interval}"))
                .pointer(object.at("MaxDelaySeconds"))
                .help("let it be greater than `IntervalSeconds`");
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push(finding);
        }
    }
}
