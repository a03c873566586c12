//! The stacks of this repository, each in a folder with its application code beside it.

use stepwright::prelude::Stack;

mod callback;
mod first_steps;
mod gallery;
mod lambda_ecs_durable;
mod reviewed;
mod sfn_ecs;
mod sfn_ecs_private;

/// A stack under the name of its folder.
pub type NamedStack = (&'static str, fn() -> Stack);

/// Every stack.
pub const STACKS: &[NamedStack] = &[
    ("first_steps", reviewed::first_steps),
    ("sfn_ecs", sfn_ecs::sfn_ecs),
    ("sfn_ecs_private", sfn_ecs_private::sfn_ecs_private),
    ("lambda_ecs_durable", lambda_ecs_durable::lambda_ecs_durable),
    ("callback", callback::callback),
    ("gallery", gallery::gallery),
];
