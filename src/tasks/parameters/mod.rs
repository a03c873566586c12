//! Parameters that have a shape of their own, one file per service: what several APIs of it take, or what one takes
//! that would hide the request among its details.

mod batch;
mod bedrock;
mod bedrock_agent_core;
mod build_overrides;
mod build_shapes;
mod code_build;
mod ecs;

pub use batch::*;
pub use bedrock::*;
pub use bedrock_agent_core::*;
pub use code_build::*;
pub use ecs::*;

pub(in crate::tasks) use build_overrides::{BuildOverrides, build_overrides};
pub(in crate::tasks) use build_shapes::{build_batch_shape, build_shape};
