//! What is known of the machine that a definition is for.

use crate::task::Entry;
use std::collections::BTreeSet;

/// The type of a state machine.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workflow {
    /// Lasts up to a year; the default.
    #[default]
    Standard,
    /// Lasts up to five minutes, and waits for nobody.
    Express,
}

/// What a definition is judged by.
///
/// ```
/// use stepwright::validate::{Options, Workflow};
///
/// let options = Options::new(Workflow::Express).bound(["TableName"]).catalogue(stepwright::tasks::CATALOGUE);
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The type of the machine.
    pub workflow: Workflow,
    /// The names that the template binds in `DefinitionSubstitutions`, where they are known.
    pub substitutions: Option<BTreeSet<String>>,
    /// The tasks whose parameters are known; none by default.
    pub catalogue: &'static [Entry],
}

impl Options {
    /// Options for a machine of this type.
    pub fn new(workflow: Workflow) -> Self {
        Options { workflow, ..Options::default() }
    }

    /// Says which `${Name}` the template binds. Others are findings then.
    pub fn bound<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.substitutions = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Says which tasks are known, so that the parameters of their calls are checked.
    pub fn catalogue(mut self, entries: &'static [Entry]) -> Self {
        self.catalogue = entries;
        self
    }
}
