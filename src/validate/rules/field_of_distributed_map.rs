//! A field of a distributed Map on a Map that is inline.

use super::super::{Findings, Rule, Sort, State, Subject, is_placeholder};
use crate::asl::Kind;
use crate::asl::contract::PROCESSOR_CONFIG;
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "field-of-distributed-map",
    severity: Severity::Error,
    summary: "a field of a distributed Map on a Map that is inline",
    why: "Reading from S3, batches, labels, tolerated failures and written results belong to the distributed \
          mode. An inline Map takes its items from its input and fails with the first failed item.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ToleratedFailureCount": 3, "ItemProcessor": { "ProcessorConfig": { "Mode": "INLINE" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ToleratedFailureCount": 3, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in subject.objects.iter().filter(|object| !object.distributed) {
        let map = matches!(object.sort, Sort::State(Some(Kind::Map)));
        if !map && !object.sort.is(&PROCESSOR_CONFIG) {
            continue;
        }
        if subject.state_of(object).and_then(mode).is_some_and(is_placeholder) {
            // Deployment says the mode.
            continue;
        }
        for field in object.fields.iter().filter(|field| field.spec.is_some_and(|spec| spec.distributed)) {
            let message = format!("`{}` belongs to a distributed Map, and this one is inline", field.name);
            let aws =
                Aws::schema(format!("Field '{}' is not supported", field.name)).at(object.pointer.as_str());
            let mut finding = RULE
                .finding(message)
                .pointer(object.at(field.name))
                .aws(aws)
                .help("say `\"ProcessorConfig\": { \"Mode\": \"DISTRIBUTED\", … }` in `ItemProcessor`");
            // Tolerated failures of an inline Map are taken, and do nothing.
            if field.name.starts_with("ToleratedFailure") {
                finding.severity = Severity::Warning;
                finding.aws = None;
            }
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push_at_key(finding);
        }
    }
}

fn mode<'a>(state: &State<'a>) -> Option<&'a str> {
    state.json.get("ItemProcessor")?.get("ProcessorConfig")?.get("Mode")?.as_str()
}
