//! Parallel: branches beside one another.

use super::join::Flow;
use super::node::Inner;
use super::state::{InJsonata, Open, SpeaksJsonata, State, kind};
use crate::asl::{Kind, Payload, QueryLanguage};
use crate::data::Entries;
use crate::diagnostic::Origin;

/// Runs branches beside one another, each on the same input; its result is the array of their outputs.
///
/// If a branch fails, the others are stopped and the state fails.
///
/// ```
/// use stepwright::prelude::*;
///
/// let both = Parallel::new("Both").branch(Pass::new("Left")).branch(Pass::new("Right")).result_path("$.both");
/// # let _ = both;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html>.
pub type Parallel<L = Open> = State<kind::Parallel, L>;

impl State<kind::Parallel, Open> {
    /// A Parallel state of this name, without branches yet.
    #[track_caller]
    pub fn new(name: &str) -> Self {
        State::begin(name, Kind::Parallel, Origin::here())
    }
}

impl<L> State<kind::Parallel, L> {
    /// Adds a branch. Its open ends end the branch.
    pub fn branch(mut self, flow: impl Into<Flow>) -> Self {
        self.node.inner.push(Inner { field: "Branches", extra: Entries::new(), flow: flow.into() });
        self
    }

    /// JSONata: data made from the input, which every branch gets instead of it.
    pub fn arguments(self, arguments: impl Into<Payload>) -> State<kind::Parallel, InJsonata>
    where
        L: SpeaksJsonata,
    {
        self.with("Arguments", arguments.into()).speaking(QueryLanguage::Jsonata)
    }
}
