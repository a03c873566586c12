//! What a task is: a request, the patterns it may be called by, the permissions it needs.
//!
//! Two steps, always in this order: what is called (the request), then where it stands in the flow
//! ([`Task::state`], [`Task::run_job`], [`Task::wait_for_task_token`]).

mod entry;
mod integrations;
pub(crate) mod limits;
mod pattern;
mod request;
pub mod sdk;
pub mod shape;

pub use entry::{Entry, Example};
pub use integrations::{INTEGRATIONS, Integration};
pub use pattern::{
    AnyPattern, IntegrationPattern, PatternSet, RequestOnly, RequestOrCallback, RequestOrJob,
    SupportsCallback, SupportsJob,
};
pub use request::Task;
pub(crate) use request::{managed_rule, setters};
