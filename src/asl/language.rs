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

/// How a field holds its value, and so how an expression is written in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Never an expression: a name, an enumeration, a list of states.
    Plain,
    /// A path, or `null`.
    Path,
    /// A scalar with a twin for JSONPath: `TimeoutSeconds` and `TimeoutSecondsPath`.
    Twin,
    /// A tree in which any value may be an expression: in JSONPath its key ends in `.$`.
    Template,
}

/// One field of a state.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Its name.
    pub name: &'static str,
    /// The types of state that have it.
    pub kinds: &'static [Kind],
    /// The one language it is restricted to, or `None` for both.
    pub only: Option<QueryLanguage>,
    /// How it holds its value.
    pub shape: Shape,
}

const PATH: Option<QueryLanguage> = Some(QueryLanguage::JsonPath);
const NATA: Option<QueryLanguage> = Some(QueryLanguage::Jsonata);

const fn field(
    name: &'static str,
    kinds: &'static [Kind],
    only: Option<QueryLanguage>,
    shape: Shape,
) -> FieldSpec {
    FieldSpec { name, kinds, only, shape }
}

use Kind::{Choice, Fail, Map, Parallel, Pass, Succeed, Task, Wait};
use Shape::{Path, Plain, Template, Twin};

/// Every field that a state may have, apart from the `…Path` twins, which follow from [`Shape::Twin`].
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html> and the page of
/// each state type.
pub const STATE_FIELDS: &[FieldSpec] = &[
    field("Type", &Kind::ALL, None, Plain),
    field("Comment", &Kind::ALL, None, Plain),
    field("QueryLanguage", &Kind::ALL, None, Plain),
    field("Resource", &[Task], None, Plain),
    field("Credentials", &[Task], None, Template),
    field("InputPath", &[Task, Pass, Choice, Wait, Succeed, Parallel, Map], PATH, Path),
    field("ItemReader", &[Map], None, Template),
    field("Items", &[Map], NATA, Template),
    field("ItemsPath", &[Map], PATH, Path),
    field("ItemSelector", &[Map], None, Template),
    field("ItemBatcher", &[Map], None, Template),
    field("MaxConcurrency", &[Map], None, Twin),
    field("ToleratedFailurePercentage", &[Map], None, Twin),
    field("ToleratedFailureCount", &[Map], None, Twin),
    field("Label", &[Map], None, Plain),
    field("ItemProcessor", &[Map], None, Plain),
    field("Iterator", &[Map], PATH, Plain),
    field("ResultWriter", &[Map], None, Template),
    field("Branches", &[Parallel], None, Plain),
    field("Parameters", &[Task, Pass, Parallel, Map], PATH, Template),
    field("Arguments", &[Task, Parallel], NATA, Template),
    field("Result", &[Pass], PATH, Plain),
    field("ResultSelector", &[Task, Parallel, Map], PATH, Template),
    field("ResultPath", &[Task, Pass, Parallel, Map], PATH, Path),
    field("OutputPath", &[Task, Pass, Choice, Wait, Succeed, Parallel, Map], PATH, Path),
    field("Assign", &[Task, Pass, Choice, Wait, Parallel, Map], None, Template),
    field("Output", &[Task, Pass, Choice, Wait, Succeed, Parallel, Map], NATA, Template),
    field("Seconds", &[Wait], None, Twin),
    field("Timestamp", &[Wait], None, Twin),
    field("Error", &[Fail], None, Twin),
    field("Cause", &[Fail], None, Twin),
    field("TimeoutSeconds", &[Task], None, Twin),
    field("HeartbeatSeconds", &[Task], None, Twin),
    field("Choices", &[Choice], None, Plain),
    field("Default", &[Choice], None, Plain),
    field("Retry", &[Task, Parallel, Map], None, Plain),
    field("Catch", &[Task, Parallel, Map], None, Plain),
    field("Next", &[Task, Pass, Wait, Parallel, Map], None, Plain),
    field("End", &[Task, Pass, Wait, Parallel, Map], None, Plain),
];

/// The scalar fields inside `ItemReader` and `ItemBatcher` that have a `…Path` twin.
pub const NESTED_TWINS: &[&str] = &["MaxItems", "MaxItemsPerBatch", "MaxInputBytesPerBatch"];

/// What is known of a field of this name; a `…Path` twin counts as the field it belongs to.
pub fn field_named(name: &str) -> Option<&'static FieldSpec> {
    STATE_FIELDS.iter().find(|field| field.name == name).or_else(|| {
        let base = name.strip_suffix("Path")?;
        STATE_FIELDS.iter().find(|field| field.name == base && field.shape == Twin)
    })
}
