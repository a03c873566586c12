//! A state machine: a flow and its options, to a definition and the statements it needs.

mod build;
mod options;
mod state_machine;

pub(crate) use crate::flow::Integrations;
pub(crate) use build::Built;
pub use options::{Encryption, LogLevel, Logging, MachineType};
pub use state_machine::{Machine, StateMachine};
