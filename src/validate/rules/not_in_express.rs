//! Something that an Express workflow cannot wait for.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "not-in-express",
    severity: Severity::Error,
    summary: "something that an Express workflow cannot wait for",
    why: "An Express workflow lasts five minutes and keeps no state: it takes no jobs (`.sync`), no callbacks, \
          no activities and no distributed Map. The same holds for the child workflows of a Map with \
          `\"ExecutionType\": \"EXPRESS\"`.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" }, "StartAt": "B", "States": { "B": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": { "JobName": "j" }, "End": true } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": { "JobName": "j" }, "End": true } } }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        if !subject.machines.get(state.machine).is_some_and(|machine| machine.express) {
            continue;
        }
        let resource = state.resource().unwrap_or_default();
        let (what, field, aws) = if state.distributed {
            let processor =
                if state.json.contains_key("ItemProcessor") { "ItemProcessor" } else { "Iterator" };
            let aws =
                "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
            ("is a distributed Map", format!("{processor}/ProcessorConfig/Mode"), aws)
        } else if resource.ends_with(".waitForTaskToken") {
            let aws = "Express state machine does not support '.waitForTaskToken' service integration";
            ("waits for a callback", "Resource".to_owned(), aws)
        } else if resource.ends_with(".sync") || resource.ends_with(".sync:2") {
            let aws = "Express state machine does not support '.sync' service integration";
            ("waits for a job", "Resource".to_owned(), aws)
        } else if resource.contains(":activity:") {
            ("is an activity", "Resource".to_owned(), "Express state machine does not support Activity ARN")
        } else {
            continue;
        };
        findings.push(
            RULE.finding(format!("state `{}` {what}, which an Express workflow cannot have", state.name))
                .state(state.name)
                .pointer(format!("{}/{field}", state.pointer))
                .aws(Aws::schema(aws))
                .help("use request and response, or a Standard workflow"),
        );
    }
}
