//! Higher parts: several resources that belong together, under one name.

mod cross_region;
mod expression_evaluator;
mod fargate;
mod inline_function;
mod network;
mod service_role;

pub use cross_region::{CrossRegionCaller, CrossRegionFunction};
pub use expression_evaluator::{EvaluatorFunction, ExpressionEvaluator};
pub use fargate::{Container, Cpu, FargateTask, FargateTaskDefinition, Image, MiB};
pub use network::{Network, PublicNetwork};
pub use service_role::ServiceRole;
