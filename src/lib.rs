//! Typed builders for AWS Step Functions.
pub mod diagnostic;
pub mod reference;
pub mod template;
