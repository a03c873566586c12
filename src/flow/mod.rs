//! States and how they are joined: flows, conditions, retries, catches.
//!
//! A [`Flow`] is a value: some states, where it begins, and its open ends. [`Flow::then`] joins the open ends to
//! whatever follows. Nothing is shared and nothing is changed from afar; a flow may be used twice after its states
//! are renamed by [`Flow::prefixed`].

mod choice;
mod close;
mod condition;
mod custom;
mod evaluate;
mod integrations;
mod join;
mod map;
mod node;
mod parallel;
mod retry;
mod simple;
mod state;

pub use choice::{Choice, Rule};
pub(crate) use close::{Call, Closed, Waits};
pub use condition::{Comparable, Condition};
pub use custom::CustomState;
pub use evaluate::EvaluateExpression;
pub(crate) use integrations::Integrations;
pub use join::{Flow, go_on, go_to};
pub use map::{
    CsvHeaders, Delimiter, ItemReader, Map, OutputType, ProcessorType, ResultWriter, Transformation,
};
pub use parallel::Parallel;
pub use retry::{Catch, Errors, Jitter, Retry};
pub use simple::{Fail, Pass, Succeed, Wait};
pub use state::{InJsonPath, InJsonata, Open, SpeaksJsonPath, SpeaksJsonata, State, StatePath, kind};
