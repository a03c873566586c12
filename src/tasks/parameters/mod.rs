//! Parameters that have a shape of their own, one file per service: what several APIs of it take, or what one takes
//! that would hide the request among its details.

mod api_gateway;
mod athena;
mod aws_sdk;
mod batch;
mod bedrock;
mod bedrock_agent_core;
mod build_overrides;
mod build_shapes;
mod code_build;
mod ecs;
mod eks;
pub(in crate::tasks) mod emr;
mod emr_containers;
mod emr_jobs;
pub(in crate::tasks) mod emr_limits;
mod emr_serverless;
mod emr_serverless_monitoring;
mod http;
mod media_convert;
pub(in crate::tasks) mod sagemaker;
mod scheduler;

pub use api_gateway::*;
pub use athena::*;
pub(in crate::tasks) use aws_sdk::*;
pub use batch::*;
pub use bedrock::*;
pub use bedrock_agent_core::*;
pub use code_build::*;
pub use ecs::*;
pub use eks::*;
pub use emr::*;
pub use emr_containers::*;
pub use emr_jobs::*;
pub use emr_serverless::*;
pub use emr_serverless_monitoring::*;
pub use http::*;
pub use media_convert::*;
pub use sagemaker::*;
pub use scheduler::*;

pub(in crate::tasks) use build_overrides::{BuildOverrides, build_overrides};
pub(in crate::tasks) use build_shapes::{build_batch_shape, build_shape};
