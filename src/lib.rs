//! Typed builders for AWS Step Functions.
pub mod asl;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod flow;
pub mod iam;
pub mod machine;
pub mod prelude;
pub mod query;
pub mod reference;
pub mod stack;
pub mod target;
pub mod task;
pub mod tasks;
pub mod template;
