//! The stacks of this repository, each in a folder with its application code beside it.

use stepwright::prelude::Stack;

mod sfn_ecs;

/// Every stack, under the name of its folder.
pub const STACKS: &[(&str, fn() -> Stack)] = &[("sfn_ecs", sfn_ecs::sfn_ecs)];
