//! The stacks of this repository, each in a folder with its application code beside it.

use stepwright::prelude::Stack;

mod callback;
mod gallery;
mod sfn_ecs;

/// A stack under the name of its folder.
pub type NamedStack = (&'static str, fn() -> Stack);

/// Every stack.
pub const STACKS: &[NamedStack] =
    &[("sfn_ecs", sfn_ecs::sfn_ecs), ("callback", callback::callback), ("gallery", gallery::gallery)];
