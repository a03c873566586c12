//! The stacks of this repository, each in a folder with its application code beside it.

use stepwright::prelude::Stack;

mod gallery;
mod lambda_ecs_durable;
mod sfn_ecs;

/// A stack under the name of its folder.
pub type NamedStack = (&'static str, fn() -> Stack);

/// Every stack.
pub const STACKS: &[NamedStack] = &[
    ("sfn_ecs", sfn_ecs::sfn_ecs),
    ("lambda_ecs_durable", lambda_ecs_durable::lambda_ecs_durable),
    ("gallery", gallery::gallery),
];
