//! An item batcher that does not say how large a batch is.

use super::super::{Findings, Rule, Subject};
use crate::asl::contract::ITEM_BATCHER;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "batch-without-size",
    severity: Severity::Error,
    summary: "an item batcher that does not say how large a batch is",
    why: "A batch ends at a number of items or of bytes; `ItemBatcher` needs one of the two, or both.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemBatcher": { "BatchInput": { "a": 1 } }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemBatcher": { "MaxItemsPerBatch": 10 }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in subject.objects.iter().filter(|object| object.sort.is(&ITEM_BATCHER)) {
        if object.json.keys().any(|key| key.starts_with("Max")) {
            continue;
        }
        let mut finding = RULE
            .finding("`ItemBatcher` says no size")
            .pointer(object.pointer.as_str())
            .help("say `MaxItemsPerBatch` or `MaxInputBytesPerBatch`");
        if let Some(name) = subject.name_of(object) {
            finding = finding.state(name);
        }
        findings.push(finding);
    }
}
