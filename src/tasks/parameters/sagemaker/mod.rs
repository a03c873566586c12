//! SageMaker: what jobs run, read and write, what models and endpoints are made of.

mod check;
mod dataset;
mod debugger;
mod deployment;
mod endpoint;
mod endpoint_config;
mod explainer;
mod labeling;
mod model;
mod processing;
mod shared;
mod training;
mod training_resources;
mod transform;
mod tuning;
mod tuning_definition;

pub use dataset::*;
pub use debugger::*;
pub use deployment::*;
pub use endpoint::*;
pub use endpoint_config::*;
pub use explainer::*;
pub use labeling::*;
pub use model::*;
pub use processing::*;
pub use shared::*;
pub use training::*;
pub use training_resources::*;
pub use transform::*;
pub use tuning::*;
pub use tuning_definition::*;

pub(in crate::tasks) use check::{ANY, Check, Entries, put};

use super::Words;
