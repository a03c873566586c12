//! Parameters that have a shape of their own, one file per service: what several APIs of it take, or what one takes
//! that would hide the request among its details.

mod athena;
mod batch;
mod bedrock;
mod bedrock_agent_core;
mod build_overrides;
mod build_shapes;
mod code_build;
mod ecs;
pub(in crate::tasks) mod emr;
mod emr_containers;
mod emr_jobs;
pub(in crate::tasks) mod emr_limits;
mod emr_serverless;
mod emr_serverless_monitoring;
mod media_convert;
mod sagemaker;
mod sagemaker_check;
mod sagemaker_dataset;
mod sagemaker_debugger;
mod sagemaker_deployment;
mod sagemaker_endpoint;
mod sagemaker_endpoint_config;
mod sagemaker_explainer;
mod sagemaker_labeling;
mod sagemaker_model;
mod sagemaker_processing;
mod sagemaker_training;
mod sagemaker_training_resources;
mod sagemaker_transform;
mod sagemaker_tuning;
mod sagemaker_tuning_definition;

pub use athena::*;
pub use ecs::*;
pub use emr::*;
pub use emr_containers::*;
pub use emr_jobs::*;
pub use emr_serverless::*;
pub use emr_serverless_monitoring::*;
pub use media_convert::*;
pub use sagemaker::*;
pub use sagemaker_dataset::*;
pub use sagemaker_debugger::*;
pub use sagemaker_deployment::*;
pub use sagemaker_endpoint::*;
pub use sagemaker_endpoint_config::*;
pub use sagemaker_explainer::*;
pub use sagemaker_labeling::*;
pub use sagemaker_model::*;
pub use sagemaker_processing::*;
pub use sagemaker_training::*;
pub use sagemaker_training_resources::*;
pub use sagemaker_transform::*;
pub use sagemaker_tuning::*;
pub use sagemaker_tuning_definition::*;

pub use batch::*;
pub use bedrock::*;
pub use bedrock_agent_core::*;
pub use code_build::*;
pub(in crate::tasks) use sagemaker_check::{ANY, Check, Entries, put};

pub(in crate::tasks) use build_overrides::{BuildOverrides, build_overrides};
pub(in crate::tasks) use build_shapes::{build_batch_shape, build_shape};
mod api_gateway;
mod eks;
mod http;
mod scheduler;

pub use api_gateway::*;
pub use eks::*;
pub use http::*;
pub use scheduler::*;
