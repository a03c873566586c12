//! CloudFormation and SAM templates as data.

mod yaml;

pub use yaml::{to_yaml, write_yaml};
