//! An error that a state of its sort cannot raise.

use super::super::errors::{clauses, names};
use super::super::subject::State;
use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::asl::{Kind, QueryLanguage};
use crate::diagnostic::{Severity, pointer};

pub(super) static RULE: Rule = Rule {
    name: "impossible-error",
    severity: Severity::Warning,
    summary: "an error in `Retry` or `Catch` that a state of this sort never raises",
    why: "Some errors belong to one sort of state: a missed heartbeat to a task with `HeartbeatSeconds`, reading items \
          and writing results to a Map in distributed mode, a failed branch to a Parallel state, what begins with the name \
          of a service to calls of that service. Elsewhere the clause waits for nothing.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "TimeoutSeconds": 60, "Catch": [{ "ErrorEquals": ["States.HeartbeatTimeout"], "Next": "B" }], "Next": "B" }, "B": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "TimeoutSeconds": 60, "HeartbeatSeconds": 20, "Catch": [{ "ErrorEquals": ["States.HeartbeatTimeout"], "Next": "B" }], "Next": "B" }, "B": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"],
    check: Some(check),
};

/// How errors of a service begin, the service, and what raises them.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html>.
const SERVICES: [(&str, &str, &str); 12] = [
    ("Athena.", "athena", "a call of Athena"),
    ("Batch.", "batch", "a call of Batch"),
    ("CodeBuild.", "codebuild", "a call of CodeBuild"),
    ("DynamoDB.", "dynamodb", "a call of DynamoDB"),
    ("DynamoDb.", "dynamodb", "a call of DynamoDB"),
    ("ECS.", "ecs", "a call of ECS"),
    ("Ecs.", "ecs", "a call of ECS"),
    ("Glue.", "glue", "a call of Glue"),
    ("Lambda.", "lambda", "a call of Lambda"),
    ("S3.", "s3", "a call of S3"),
    ("SageMaker.", "sagemaker", "a call of SageMaker"),
    ("Sqs.", "sqs", "a call of SQS"),
];

/// The service that a Task calls, whose errors are all it raises: a function, an activity and whoever answers a callback
/// name theirs as they like.
fn called<'a>(state: &State<'a>) -> Option<&'a str> {
    let resource = state.json.get("Resource")?.as_str()?;
    let (_, api) = resource.split_once(":states:::")?;
    let api = api.strip_prefix("aws-sdk:").unwrap_or(api);
    let (service, action) = api.split_once(':')?;
    let named_by_others = service == "lambda" || action.contains(['.', '$']) || service.contains('$');
    (!named_by_others).then_some(service)
}

/// What raises the error, where this state does not.
fn wanted(name: &str, state: &State<'_>) -> Option<&'static str> {
    let has = |field: &str| state.json.contains_key(field);
    let (raises, what) = match name {
        "States.HeartbeatTimeout" => {
            let heartbeat = has("HeartbeatSeconds") || has("HeartbeatSecondsPath");
            (heartbeat || state.kind != Some(Kind::Task), "a Task state with `HeartbeatSeconds`")
        }
        "States.ItemReaderFailed" => {
            (state.distributed && has("ItemReader"), "a distributed Map with `ItemReader`")
        }
        "States.ResultWriterFailed" => (state.distributed, "a distributed Map with `ResultWriter`"),
        "States.ExceedToleratedFailureThreshold" => (state.distributed, "a distributed Map"),
        "States.BranchFailed" => (state.kind == Some(Kind::Parallel), "a Parallel state"),
        "States.QueryEvaluationError" => {
            (state.language == QueryLanguage::Jsonata, "a state that speaks JSONata")
        }
        _ if name.starts_with("States.Http.") => {
            let calls = state.resource().is_none_or(|it| is_placeholder(it) || it.ends_with(":http:invoke"));
            (calls, "a call of an HTTP endpoint")
        }
        _ => {
            let (_, service, what) = SERVICES.into_iter().find(|(prefix, _, _)| name.starts_with(prefix))?;
            (called(state).is_none_or(|called| called == service), what)
        }
    };
    // What is nested in a state may raise it as well, and ends there with its own name.
    (!raises && state.machines.is_empty()).then_some(what)
}

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        for field in ["Retry", "Catch"] {
            for (index, clause) in clauses(state.json, field).into_iter().enumerate() {
                for (at, name) in names(clause).enumerate() {
                    let Some(what) = wanted(name, state) else { continue };
                    let here = pointer(&state.pointer, field);
                    findings.push(
                        RULE.finding(format!("state `{}` never raises `{name}`: {what} does", state.name))
                            .state(state.name)
                            .pointer(format!("{here}/{index}/ErrorEquals/{at}"))
                            .help("leave it out"),
                    );
                }
            }
        }
    }
}
