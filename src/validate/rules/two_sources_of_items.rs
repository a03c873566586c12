//! A Map that reads its items from S3 and has a path to them as well.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "two-sources-of-items",
    severity: Severity::Warning,
    summary: "a Map that reads its items from S3 and has a path to them as well",
    why: "Items come from S3 by `ItemReader`, or from the input by `ItemsPath`. With both it is not documented \
          which one counts.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemsPath": "$.items", "ItemReader": { "Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": { "Bucket": "b" } }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemReader": { "Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": { "Bucket": "b" } }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in subject.states.iter().filter(|state| state.json.contains_key("ItemReader")) {
        if state.json.contains_key("ItemsPath") {
            findings.push_at_key(
                RULE.finding(format!("Map `{}` has `ItemReader` and `ItemsPath`", state.name))
                    .state(state.name)
                    .pointer(format!("{}/ItemsPath", state.pointer))
                    .help("leave one of them out"),
            );
        }
    }
}
