//! The stacks of this repository, each in a folder with its application code beside it.

use stepwright::prelude::Stack;

mod gallery;
mod sfn_ecs;
mod sfn_ecs_private;

/// A stack under the name of its folder.
pub type NamedStack = (&'static str, fn() -> Stack);

/// Every stack.
pub const STACKS: &[NamedStack] = &[
    ("sfn_ecs", sfn_ecs::sfn_ecs),
    ("sfn_ecs_private", sfn_ecs_private::sfn_ecs_private),
    ("gallery", gallery::gallery),
];
