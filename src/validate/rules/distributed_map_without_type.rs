//! A distributed Map that does not say what its child workflows are.

use super::super::{Findings, Rule, Subject};
use crate::asl::contract::PROCESSOR_CONFIG;
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "distributed-map-without-type",
    severity: Severity::Error,
    summary: "a distributed Map that does not say what its child workflows are",
    why: "The child workflows of a distributed Map are Standard or Express ones, and `ExecutionType` has no \
          default.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in
        subject.objects.iter().filter(|object| object.distributed && object.sort.is(&PROCESSOR_CONFIG))
    {
        if object.get("ExecutionType").is_some() {
            continue;
        }
        let mut finding = RULE
            .finding("a distributed Map needs `ExecutionType`")
            .pointer(object.pointer.as_str())
            .aws(Aws::schema("These fields are required: [ExecutionType]"))
            .help("say `STANDARD` or `EXPRESS`");
        if let Some(name) = subject.name_of(object) {
            finding = finding.state(name);
        }
        findings.push(finding);
    }
}
