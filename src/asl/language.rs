//! Query languages, state types, and which field belongs where.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The language in which a state reads and shapes its data.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum QueryLanguage {
    /// The default.
    #[default]
    #[serde(rename = "JSONPath")]
    JsonPath,
    /// JSONata 2.0.6 with AWS's additions.
    #[serde(rename = "JSONata")]
    Jsonata,
}

impl QueryLanguage {
    /// As ASL spells it: `JSONPath` or `JSONata`.
    pub fn as_str(self) -> &'static str {
        match self {
            QueryLanguage::JsonPath => "JSONPath",
            QueryLanguage::Jsonata => "JSONata",
        }
    }

    /// The language of this name.
    pub fn named(name: &str) -> Option<Self> {
        [QueryLanguage::JsonPath, QueryLanguage::Jsonata]
            .into_iter()
            .find(|language| language.as_str() == name)
    }
}

impl fmt::Display for QueryLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The type of a state.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Calls something.
    Task,
    /// Passes its input on, or data made from it.
    Pass,
    /// Goes one of several ways.
    Choice,
    /// Waits for a time, or until one.
    Wait,
    /// Ends well.
    Succeed,
    /// Ends with an error.
    Fail,
    /// Runs branches beside one another.
    Parallel,
    /// Runs the same steps for each item.
    Map,
}

impl Kind {
    /// All eight.
    pub const ALL: [Kind; 8] = [
        Kind::Task,
        Kind::Pass,
        Kind::Choice,
        Kind::Wait,
        Kind::Succeed,
        Kind::Fail,
        Kind::Parallel,
        Kind::Map,
    ];

    /// As the `Type` field spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Task => "Task",
            Kind::Pass => "Pass",
            Kind::Choice => "Choice",
            Kind::Wait => "Wait",
            Kind::Succeed => "Succeed",
            Kind::Fail => "Fail",
            Kind::Parallel => "Parallel",
            Kind::Map => "Map",
        }
    }

    /// The type of this name.
    pub fn named(name: &str) -> Option<Self> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether such a state ends the machine, or its branch.
    pub fn ends(self) -> bool {
        matches!(self, Kind::Succeed | Kind::Fail)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
