//! A result writer that says neither where nor how results are written.

use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::asl::contract::RESULT_WRITER;
use crate::diagnostic::Severity;
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    name: "empty-result-writer",
    severity: Severity::Error,
    summary: "a result writer that says neither where nor how results are written",
    why: "`ResultWriter` needs `WriterConfig`, or `Resource` together with `Parameters` (`Arguments` in \
          JSONata), or all of them; where results are written, the bucket has to be said.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ResultWriter": {}, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "Parameters": { "Bucket": "b" } }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in subject.objects.iter().filter(|object| object.sort.is(&RESULT_WRITER)) {
        let where_to = object.get("Parameters").or_else(|| object.get("Arguments"));
        let (message, help) = match (object.get("Resource"), where_to, object.get("WriterConfig")) {
            (Some(_), Some(said), _) if has_bucket(said) => continue,
            (None, None, Some(_)) => continue,
            (Some(_), Some(_), _) => {
                ("`ResultWriter` says no bucket", "add `Bucket`, or `Bucket.$` with a path to it")
            }
            (None, None, None) => {
                ("`ResultWriter` is empty", "say `Resource` with its parameters, or `WriterConfig`")
            }
            (Some(_), None, _) => {
                ("`ResultWriter` says no bucket", "say it in `Parameters`, in JSONata in `Arguments`")
            }
            (None, Some(_), _) => (
                "`ResultWriter` has parameters and no `Resource`",
                "add `\"Resource\": \"arn:aws:states:::s3:putObject\"`",
            ),
        };
        let mut finding = RULE.finding(message).pointer(object.pointer.as_str()).help(help);
        if let Some(name) = subject.name_of(object) {
            finding = finding.state(name);
        }
        findings.push(finding);
    }
}

/// Whether the bucket is said, or may be.
fn has_bucket(said: &Value) -> bool {
    let is_it = |key: &String| matches!(key.as_str(), "Bucket" | "Bucket.$") || is_placeholder(key);
    said.as_object().is_none_or(|members| members.keys().any(is_it))
}
