//! What a judge of templates (checkov) finds in the stacks and why it stays so.
//!
//! The reasons go into the templates, as `Metadata` of the resources, where checkov looks for them. The stacks say
//! nothing of it: they are there to be read, and to be begun with.

use super::first_steps;
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
