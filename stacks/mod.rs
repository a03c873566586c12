//! The stacks of this repository, each in a folder with its application code beside it.

use stepwright::prelude::Stack;

mod callback;
mod first_steps;
mod gallery;
mod lambda_ecs_durable;
mod sfn_ecs;
mod sfn_ecs_private;

/// A stack under the name of its folder.
pub type NamedStack = (&'static str, fn() -> Stack);

/// Every stack.
pub const STACKS: &[NamedStack] = &[
    ("first_steps", judged_first_steps),
    ("sfn_ecs", sfn_ecs::sfn_ecs),
    ("sfn_ecs_private", sfn_ecs_private::sfn_ecs_private),
    ("lambda_ecs_durable", lambda_ecs_durable::lambda_ecs_durable),
    ("callback", callback::callback),
    ("gallery", gallery::gallery),
];

/// The first steps, and why they do without what checkov asks for. That is said here, since a new crate begins with the
/// stack as it stands.
fn judged_first_steps() -> Stack {
    let mut stack = first_steps::first_steps();
    for (type_name, check, why) in [
        (
            "AWS::Logs::LogGroup",
            "CKV_AWS_158",
            "encrypted with a key of CloudWatch Logs; `sfn_ecs_private` shows a key of one's own",
        ),
        ("AWS::Lambda::Function", "CKV_AWS_115", "a new account has ten calls at once, and none to reserve"),
        (
            "AWS::Lambda::Function",
            "CKV_AWS_116",
            "a machine waits for the answer: what fails is in its history, and nothing is lost",
        ),
        ("AWS::Lambda::Function", "CKV_AWS_117", "it calls nothing that is in a network"),
    ] {
        stack.skip_check(type_name, check, why);
    }
    stack
}
