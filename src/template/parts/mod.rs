//! Higher parts: several resources that belong together, under one name.

mod bedrock_customization_role;
mod emr_containers_job_role;
mod emr_roles;
mod fargate;
mod network;
mod service_role;

pub use bedrock_customization_role::BedrockCustomizationRole;
pub use emr_containers_job_role::EmrContainersJobRole;
pub use emr_roles::{EmrClusterRoles, EmrRoles};
pub use fargate::{Container, Cpu, FargateTask, FargateTaskDefinition, Image, MiB};
pub use network::{Network, PublicNetwork};
pub use service_role::ServiceRole;
