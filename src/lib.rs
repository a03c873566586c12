//! Typed builders for AWS Step Functions.
pub mod asl;
pub mod diagnostic;
pub mod flow;
pub mod iam;
pub mod query;
pub mod reference;
pub mod target;
pub mod task;
pub mod tasks;
pub mod template;
