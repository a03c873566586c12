//! Higher parts: several resources that belong together, under one name.

mod fargate;
mod network;
mod sagemaker_role;
mod service_role;

pub use fargate::{Container, Cpu, FargateTask, FargateTaskDefinition, Image, MiB};
pub use network::{Network, PublicNetwork};
pub use sagemaker_role::{RoleBucket, SageMakerRole};
pub use service_role::ServiceRole;
