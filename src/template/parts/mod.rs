//! Higher parts: several resources that belong together, under one name.

mod bedrock_customization_role;
mod bucket;
mod cross_region;
mod durable_function;
mod emr_containers_job_role;
mod emr_roles;
mod expression_evaluator;
mod fargate;
mod function;
mod http_api;
mod inline_function;
mod network;
mod queue;
mod sagemaker_role;
mod service_role;
mod table;
mod watch;

pub use bedrock_customization_role::BedrockCustomizationRole;
pub use bucket::Bucket;
pub use cross_region::{CrossRegionCaller, CrossRegionFunction};
pub(crate) use durable_function::LONGEST_SYNCHRONOUS;
pub use durable_function::{Durable, DurableFunction, DurableLambda};
pub use emr_containers_job_role::EmrContainersJobRole;
pub use emr_roles::{EmrClusterRoles, EmrRoles};
pub use expression_evaluator::{EvaluatorFunction, ExpressionEvaluator};
pub use fargate::{Container, Cpu, FargateTask, FargateTaskDefinition, Image, MiB};
pub use function::{Function, LambdaFunction};
pub use http_api::{HttpApi, HttpGateway};
pub use network::{Network, PublicNetwork};
pub(crate) use queue::key_of;
pub use queue::{DeadLetterQueue, MessageQueue, Queue};
pub use sagemaker_role::{RoleBucket, SageMakerRole};
pub use service_role::ServiceRole;
pub use table::Table;
pub use watch::{Alarm, LogGroup};
