//! Higher parts: several resources that belong together, under one name.

mod bedrock_customization_role;
mod cross_region;
mod emr_containers_job_role;
mod emr_roles;
mod expression_evaluator;
mod fargate;
mod inline_function;
mod log_key;
mod network;
mod private_network;
mod sagemaker_role;
mod service_role;

pub use bedrock_customization_role::BedrockCustomizationRole;
pub use cross_region::{CrossRegionCaller, CrossRegionFunction};
pub use emr_containers_job_role::EmrContainersJobRole;
pub use emr_roles::{EmrClusterRoles, EmrRoles};
pub use expression_evaluator::{EvaluatorFunction, ExpressionEvaluator};
pub use fargate::{Container, Cpu, FargateTask, FargateTaskDefinition, Image, MiB};
pub use log_key::LogKey;
pub use network::{Network, PublicNetwork};
pub use private_network::{InterfaceEndpoint, IsolatedNetwork, PrivateNetwork};
pub use sagemaker_role::{RoleBucket, SageMakerRole};
pub use service_role::ServiceRole;
