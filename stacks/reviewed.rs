//! What a judge of templates (checkov) finds in the stacks and why it stays so.
//!
//! The reasons go into the templates, as `Metadata` of the resources, where checkov looks for them. The stacks say
//! nothing of it: they are there to be read, and to be begun with.

use super::{first_steps, gallery, lambda_ecs_durable, sfn_ecs};
use serde_json::{Value, json};
use stepwright::prelude::*;

/// A check that some resources do not pass.
struct Accepted {
    /// The check's id.
    check: &'static str,
    /// The resources, by their logical ids.
    on: &'static [&'static str],
    why: &'static str,
}

const LOG_KEY: &str =
    "CloudWatch Logs encrypts with a key of its own; sfn_ecs_private shows one with a key of the stack";
const NONE_TO_RESERVE: &str = "a new account has ten calls at once, and none to reserve";
const WAITED_FOR: &str =
    "a state machine waits for the answer: what fails is in its history, and nothing is lost";
const NO_NETWORK: &str = "it calls nothing that is in a network";
const EXAMPLE: &str = "an example to be started by hand: it holds nothing, and costs nothing while it stands";

pub fn first_steps() -> Stack {
    accept(
        first_steps::first_steps(),
        &[
            Accepted { check: "CKV_AWS_158", on: &["GreetLogs", "MachineLogs"], why: LOG_KEY },
            Accepted { check: "CKV_AWS_115", on: &["Greet"], why: NONE_TO_RESERVE },
            Accepted { check: "CKV_AWS_116", on: &["Greet"], why: WAITED_FOR },
            Accepted { check: "CKV_AWS_117", on: &["Greet"], why: NO_NETWORK },
        ],
    )
}

pub fn sfn_ecs() -> Stack {
    let logs = &["SyncWorkerLogs", "CallbackWorkerLogs", "StateMachineLogs"];
    accept(sfn_ecs::sfn_ecs(), &[Accepted { check: "CKV_AWS_158", on: logs, why: LOG_KEY }])
}

pub fn lambda_ecs_durable() -> Stack {
    let functions = &["SyncLambda", "CallbackLambda", "SuspendLambda"];
    let logs = &[
        "SyncWorkerLogs",
        "CallbackWorkerLogs",
        "SuspendWorkerLogs",
        "SyncLambdaLogs",
        "CallbackLambdaLogs",
        "SuspendLambdaLogs",
    ];
    accept(
        lambda_ecs_durable::lambda_ecs_durable(),
        &[
            Accepted { check: "CKV_AWS_115", on: functions, why: NONE_TO_RESERVE },
            Accepted {
                check: "CKV_AWS_116",
                on: functions,
                why: "a durable execution that failed stays in the function's history, with its error",
            },
            Accepted { check: "CKV_AWS_117", on: functions, why: NO_NETWORK },
            Accepted {
                check: "CKV_AWS_119",
                on: &["CallbackTable"],
                why: "encrypted with the key that AWS manages for DynamoDB",
            },
            Accepted { check: "CKV_AWS_158", on: logs, why: LOG_KEY },
            Accepted {
                check: "CKV_AWS_173",
                on: functions,
                why: "the environment holds names of resources, and no secrets",
            },
        ],
    )
}

pub fn gallery() -> Stack {
    let functions = &["Echo", "EvaluatorFunction", "TokyoFunction"];
    let logs = &[
        "BatchProjectLogs",
        "EchoLogs",
        "EvaluatorLogs",
        "OnFargateLogs",
        "ProjectLogs",
        "SparkLogs",
        "TokyoLogs",
    ];
    let buckets =
        &["ModelData", "Photos", "Prompts", "QueryResults", "RawFilms", "ReadyFilms", "SparkLogBucket"];
    let rest_api = &["MyRestApiStage"];
    accept(
        gallery::gallery(),
        &[
            Accepted { check: "CKV_AWS_18", on: buckets, why: EXAMPLE },
            Accepted { check: "CKV_AWS_21", on: buckets, why: EXAMPLE },
            Accepted { check: "CKV_AWS_26", on: &["CoolTopic", "Topic"], why: EXAMPLE },
            Accepted {
                check: "CKV_AWS_27",
                on: &["Queue", "Reminders"],
                why: "SQS encrypts with a key of its own where nothing is said",
            },
            Accepted { check: "CKV_AWS_28", on: &["Messages"], why: EXAMPLE },
            Accepted { check: "CKV_AWS_119", on: &["Messages"], why: EXAMPLE },
            Accepted { check: "CKV_AWS_65", on: &["FargateCluster"], why: EXAMPLE },
            Accepted { check: "CKV_AWS_73", on: rest_api, why: EXAMPLE },
            Accepted { check: "CKV_AWS_76", on: rest_api, why: EXAMPLE },
            Accepted { check: "CKV_AWS_120", on: rest_api, why: "a cache would cost by the hour" },
            Accepted { check: "CKV_AWS_95", on: &["MyHttpApiStage"], why: EXAMPLE },
            Accepted { check: "CKV_AWS_115", on: functions, why: NONE_TO_RESERVE },
            Accepted { check: "CKV_AWS_116", on: functions, why: WAITED_FOR },
            Accepted { check: "CKV_AWS_117", on: functions, why: NO_NETWORK },
            Accepted { check: "CKV_AWS_158", on: logs, why: LOG_KEY },
        ],
    )
}

/// The stack, with the reasons in the metadata of its resources.
fn accept(mut stack: Stack, accepted: &[Accepted]) -> Stack {
    let mut ids: Vec<&str> = Vec::new();
    for id in accepted.iter().flat_map(|one| one.on) {
        if !ids.contains(id) {
            ids.push(id);
        }
    }
    for id in ids {
        let here = accepted.iter().filter(|one| one.on.contains(&id));
        let skip: Vec<Value> = here.map(|one| json!({ "id": one.check, "comment": one.why })).collect();
        stack.attributes(&Handle::new(id, ())).metadata("checkov", json!({ "skip": skip }));
    }
    stack
}
