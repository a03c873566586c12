//! Every task there is, one file per API.
//!
//! To add an API: its file, and its line in each of the three lists below.

mod ecs_run_task;
mod lambda_invoke;

pub use ecs_run_task::*;
pub use lambda_invoke::*;

use crate::task::Entry;

/// The catalogue, in the order of the files.
pub const CATALOGUE: &[Entry] = &[Entry::of::<EcsRunTask>(), Entry::of::<LambdaInvoke>()];

/// The entry of this name: `DynamoPutItem`.
pub fn entry(name: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|entry| entry.name == name)
}
