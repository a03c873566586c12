//! What a definition may hold: every object of the language, its fields, what each field holds, and which exclude each
//! other.
//!
//! Facts only; what follows from them is for those who read, write or judge definitions.

use super::{Kind, QueryLanguage};

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

/// What a field holds, where it is no expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holds {
    /// Any JSON.
    Any,
    /// Text.
    Text,
    /// Text in JSONPath; in JSONata also an expression.
    Message,
    /// The name of a state of the same machine.
    StateName,
    /// `true`.
    True,
    /// `true` or `false`; in JSONata also an expression.
    Condition,
    /// `true` or `false`.
    Truth,
    /// An integer from the first to the second, both included.
    Integer(u64, u64),
    /// A number from the first to the second, both included.
    Number(f64, f64),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A timestamp of RFC 3339, with `T` and `Z` in upper case.
    Timestamp,
    /// A path, or `null`.
    Path,
    /// A reference path, or `null`.
    ReferenceOrNull,
    /// A reference path.
    Reference,
    /// A path or a call of an intrinsic function that gives text.
    PathOrCall,
    /// A tree with expressions in it.
    Template,
    /// An object with expressions in it; in JSONata also an expression.
    Arguments,
    /// An object with expressions in it.
    Fields,
    /// Variables by their names.
    Variables,
    /// An array; in JSONata also an expression, in a distributed Map also an object.
    Items,
    /// A list of texts, at least one.
    Texts,
    /// A JSON pointer.
    Pointer,
    /// The ARN of what a Task calls.
    Resource,
    /// The label of a distributed Map.
    Label,
    /// An object of this sort.
    Object(&'static ObjectSpec),
    /// A list of objects of this sort.
    List(&'static ObjectSpec),
    /// A list of objects of this sort, at least one.
    Some(&'static ObjectSpec),
    /// A machine of this sort.
    Machine(&'static ObjectSpec),
    /// A list of machines of this sort, at least one.
    Machines(&'static ObjectSpec),
    /// States by their names, at least one.
    States,
}

/// One field of a state or of another object.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Its name.
    pub name: &'static str,
    /// The types of state that have it; all of them where it is the field of another object.
    pub kinds: &'static [Kind],
    /// The one language it is restricted to, or `None` for both.
    pub only: Option<QueryLanguage>,
    /// How it holds its value.
    pub shape: Shape,
    /// What it holds.
    pub holds: Holds,
    /// Whether it has to be there.
    pub required: bool,
    /// Whether it belongs to a distributed Map only.
    pub distributed: bool,
}

impl FieldSpec {
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn distributed(mut self) -> Self {
        self.distributed = true;
        self
    }

    /// What its `…Path` twin holds.
    pub fn twin_holds(&self) -> Holds {
        match self.holds {
            Holds::Message => Holds::PathOrCall,
            _ => Holds::Reference,
        }
    }
}

/// Fields of which there can be only one.
#[derive(Clone, Copy, Debug)]
pub struct Choose {
    /// The types of state it is about; all of them where it is about another object.
    pub kinds: &'static [Kind],
    /// The fields.
    pub fields: &'static [&'static str],
    /// Whether one of them has to be there.
    pub required: bool,
}

/// An object of the language other than a state.
#[derive(Debug)]
pub struct ObjectSpec {
    /// What it is, with its article: `a retrier`.
    pub name: &'static str,
    /// Its fields, apart from the `…Path` twins, which follow from [`Shape::Twin`].
    pub fields: &'static [FieldSpec],
    /// Fields of it that exclude each other, apart from twins.
    pub choose: &'static [Choose],
    /// The page it was checked against.
    pub docs: &'static str,
}

impl PartialEq for ObjectSpec {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

const PATH: Option<QueryLanguage> = Some(QueryLanguage::JsonPath);
const NATA: Option<QueryLanguage> = Some(QueryLanguage::Jsonata);

const fn field(
    name: &'static str,
    kinds: &'static [Kind],
    only: Option<QueryLanguage>,
    shape: Shape,
    holds: Holds,
) -> FieldSpec {
    FieldSpec { name, kinds, only, shape, holds, required: false, distributed: false }
}

/// A field of another object than a state.
const fn part(name: &'static str, only: Option<QueryLanguage>, shape: Shape, holds: Holds) -> FieldSpec {
    field(name, &Kind::ALL, only, shape, holds)
}

/// The longest that anything lasts, in seconds.
pub const LONGEST: u64 = 99_999_999;

/// The two languages, as fields spell them.
pub const LANGUAGES: &[&str] = &["JSONPath", "JSONata"];

/// The types of states, in the order in which AWS lists them.
pub const TYPES: &[&str] = &["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"];

use Holds::{
    Any, Arguments, Condition, Fields, Integer, Items, Label, List, Machine, Machines, Message, Number,
    Object, OneOf, Pointer, Reference, ReferenceOrNull, Resource, StateName, States, Template as Tree, Text,
    Texts, Timestamp, True, Variables,
};
use Kind::{Choice, Fail, Map, Parallel, Pass, Succeed, Task, Wait};
use Shape::{Path, Plain, Template, Twin};

/// Every field that a state may have, apart from the `…Path` twins, which follow from [`Shape::Twin`].
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html> and the page of
/// each state type.
pub const STATE_FIELDS: &[FieldSpec] = &[
    field("Type", &Kind::ALL, None, Plain, OneOf(TYPES)).required(),
    field("Comment", &Kind::ALL, None, Plain, Text),
    field("QueryLanguage", &Kind::ALL, None, Plain, OneOf(LANGUAGES)),
    field("Resource", &[Task], None, Plain, Resource).required(),
    field("Credentials", &[Task], None, Template, Fields),
    field("InputPath", &[Task, Pass, Choice, Wait, Succeed, Parallel, Map], PATH, Path, Holds::Path),
    field("ItemReader", &[Map], None, Template, Object(&ITEM_READER)).distributed(),
    field("Items", &[Map], NATA, Template, Items),
    field("ItemsPath", &[Map], PATH, Path, Reference),
    field("ItemSelector", &[Map], None, Template, Tree),
    field("ItemBatcher", &[Map], None, Template, Object(&ITEM_BATCHER)).distributed(),
    field("MaxConcurrency", &[Map], None, Twin, Integer(0, u64::MAX)),
    field("ToleratedFailurePercentage", &[Map], None, Twin, Number(0.0, 100.0)).distributed(),
    field("ToleratedFailureCount", &[Map], None, Twin, Integer(0, u64::MAX)).distributed(),
    field("Label", &[Map], None, Plain, Label).distributed(),
    field("ItemProcessor", &[Map], None, Plain, Machine(&PROCESSOR)),
    field("Iterator", &[Map], PATH, Plain, Machine(&PROCESSOR)),
    field("ResultWriter", &[Map], None, Template, Object(&RESULT_WRITER)).distributed(),
    field("Branches", &[Parallel], None, Plain, Machines(&BRANCH)).required(),
    field("Parameters", &[Task, Pass, Parallel, Map], PATH, Template, Tree),
    field("Arguments", &[Task, Parallel], NATA, Template, Arguments),
    field("Result", &[Pass], PATH, Plain, Any),
    field("ResultSelector", &[Task, Parallel, Map], PATH, Template, Fields),
    field("ResultPath", &[Task, Pass, Parallel, Map], PATH, Path, ReferenceOrNull),
    field("OutputPath", &[Task, Pass, Choice, Wait, Succeed, Parallel, Map], PATH, Path, Holds::Path),
    field("Assign", &[Task, Pass, Choice, Wait, Parallel, Map], None, Template, Variables),
    field("Output", &[Task, Pass, Choice, Wait, Succeed, Parallel, Map], NATA, Template, Tree),
    field("Seconds", &[Wait], None, Twin, Integer(0, LONGEST)),
    field("Timestamp", &[Wait], None, Twin, Timestamp),
    field("Error", &[Fail], None, Twin, Message),
    field("Cause", &[Fail], None, Twin, Message),
    field("TimeoutSeconds", &[Task], None, Twin, Integer(1, LONGEST)),
    field("HeartbeatSeconds", &[Task], None, Twin, Integer(1, LONGEST)),
    field("Choices", &[Choice], None, Plain, Holds::Some(&CHOICE_RULE)).required(),
    field("Default", &[Choice], None, Plain, StateName),
    field("Retry", &[Task, Parallel, Map], None, Plain, List(&RETRIER)),
    field("Catch", &[Task, Parallel, Map], None, Plain, List(&CATCHER)),
    field("Next", &[Task, Pass, Wait, Parallel, Map], None, Plain, StateName),
    field("End", &[Task, Pass, Wait, Parallel, Map], None, Plain, True),
];

/// Fields of states that exclude each other, apart from twins.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html>,
/// <https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html> and
/// <https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html>.
pub const STATE_CHOOSE: &[Choose] = &[
    Choose { kinds: &[Task, Pass, Wait, Parallel, Map], fields: &["Next", "End"], required: true },
    Choose {
        kinds: &[Wait],
        fields: &["SecondsPath", "Seconds", "TimestampPath", "Timestamp"],
        required: true,
    },
    Choose { kinds: &[Map], fields: &["ItemProcessor", "Iterator"], required: true },
    Choose { kinds: &[Map], fields: &["ItemReader", "Items"], required: false },
];

const STRUCTURE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html";

/// The machine at the top.
pub static MACHINE: ObjectSpec = ObjectSpec {
    name: "a state machine",
    fields: &[
        part("Comment", None, Plain, Text),
        part("QueryLanguage", None, Plain, OneOf(LANGUAGES)),
        part("States", None, Plain, States).required(),
        part("StartAt", None, Plain, StateName).required(),
        part("TimeoutSeconds", None, Plain, Integer(0, LONGEST)),
        part("Version", None, Plain, OneOf(&["1.0"])),
    ],
    choose: &[],
    docs: STRUCTURE,
};

/// A branch of a Parallel state.
pub static BRANCH: ObjectSpec = ObjectSpec {
    name: "a branch",
    fields: &[
        part("Comment", None, Plain, Text),
        part("States", None, Plain, States).required(),
        part("StartAt", None, Plain, StateName).required(),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html",
};

/// The steps of a Map state.
pub static PROCESSOR: ObjectSpec = ObjectSpec {
    name: "an item processor",
    fields: &[
        part("Comment", None, Plain, Text),
        part("ProcessorConfig", None, Plain, Object(&PROCESSOR_CONFIG)),
        part("States", None, Plain, States).required(),
        part("StartAt", None, Plain, StateName).required(),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html",
};

/// How a Map state runs.
pub static PROCESSOR_CONFIG: ObjectSpec = ObjectSpec {
    name: "a processor's configuration",
    fields: &[
        part("Mode", None, Plain, OneOf(&["INLINE", "DISTRIBUTED"])),
        part("ExecutionType", None, Plain, OneOf(&["STANDARD", "EXPRESS"])).distributed(),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
};

/// One entry of `Retry`.
pub static RETRIER: ObjectSpec = ObjectSpec {
    name: "a retrier",
    fields: &[
        part("ErrorEquals", None, Plain, Texts).required(),
        part("IntervalSeconds", None, Plain, Integer(1, LONGEST)),
        part("MaxAttempts", None, Plain, Integer(0, LONGEST)),
        part("BackoffRate", None, Plain, Number(1.0, f64::MAX)),
        part("MaxDelaySeconds", None, Plain, Integer(1, 31_622_400)),
        part("JitterStrategy", None, Plain, OneOf(&["NONE", "FULL"])),
        part("Comment", None, Plain, Text),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
};

/// One entry of `Catch`.
pub static CATCHER: ObjectSpec = ObjectSpec {
    name: "a catcher",
    fields: &[
        part("ErrorEquals", None, Plain, Texts).required(),
        part("Next", None, Plain, StateName).required(),
        part("ResultPath", PATH, Path, ReferenceOrNull),
        part("Output", NATA, Template, Tree),
        part("Assign", None, Template, Variables),
        part("Comment", None, Plain, Text),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
};

/// One entry of `Choices`. Its comparison in JSONPath is one of [`OPERATORS`].
pub static CHOICE_RULE: ObjectSpec = ObjectSpec {
    name: "a choice rule",
    fields: &[
        part("Condition", NATA, Template, Condition),
        part("Next", None, Plain, StateName).required(),
        part("Assign", None, Template, Variables),
        part("Output", NATA, Template, Tree),
        part("Comment", None, Plain, Text),
        part("Variable", PATH, Path, Holds::Path),
        part("And", PATH, Plain, Holds::Some(&COMPARISON)),
        part("Or", PATH, Plain, Holds::Some(&COMPARISON)),
        part("Not", PATH, Plain, Object(&COMPARISON)),
    ],
    choose: &[Choose {
        kinds: &Kind::ALL,
        fields: &["And", "Or", "Not", "Variable", "Condition"],
        required: true,
    }],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html",
};

/// A comparison within `And`, `Or` or `Not`.
pub static COMPARISON: ObjectSpec = ObjectSpec {
    name: "a nested comparison",
    fields: &[
        part("Comment", None, Plain, Text),
        part("Variable", PATH, Path, Holds::Path),
        part("And", PATH, Plain, Holds::Some(&COMPARISON)),
        part("Or", PATH, Plain, Holds::Some(&COMPARISON)),
        part("Not", PATH, Plain, Object(&COMPARISON)),
    ],
    choose: &[Choose { kinds: &Kind::ALL, fields: &["And", "Or", "Not", "Variable"], required: true }],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html",
};

/// What a comparison of JSONPath compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compares {
    /// Text; has a twin that takes a path.
    Text,
    /// A number; has a twin that takes a path.
    Number,
    /// A timestamp; has a twin that takes a path.
    Timestamp,
    /// `true` or `false`; has a twin that takes a path.
    Truth,
    /// Text with `*` in it.
    Pattern,
    /// `true` or `false`: whether the value is of a sort.
    Test,
}

/// The comparisons of JSONPath; those of the first four sorts have a twin whose name ends in `Path`.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html>.
pub const OPERATORS: &[(&str, Compares)] = &[
    ("StringEquals", Compares::Text),
    ("StringGreaterThan", Compares::Text),
    ("StringGreaterThanEquals", Compares::Text),
    ("StringLessThan", Compares::Text),
    ("StringLessThanEquals", Compares::Text),
    ("StringMatches", Compares::Pattern),
    ("NumericEquals", Compares::Number),
    ("NumericGreaterThan", Compares::Number),
    ("NumericGreaterThanEquals", Compares::Number),
    ("NumericLessThan", Compares::Number),
    ("NumericLessThanEquals", Compares::Number),
    ("TimestampEquals", Compares::Timestamp),
    ("TimestampGreaterThan", Compares::Timestamp),
    ("TimestampGreaterThanEquals", Compares::Timestamp),
    ("TimestampLessThan", Compares::Timestamp),
    ("TimestampLessThanEquals", Compares::Timestamp),
    ("BooleanEquals", Compares::Truth),
    ("IsNull", Compares::Test),
    ("IsPresent", Compares::Test),
    ("IsNumeric", Compares::Test),
    ("IsString", Compares::Test),
    ("IsBoolean", Compares::Test),
    ("IsTimestamp", Compares::Test),
];

/// What the comparison of this name compares with, and whether it takes a path.
pub fn operator(name: &str) -> Option<(Compares, bool)> {
    let known =
        |name: &str| OPERATORS.iter().find(|(known, _)| *known == name).map(|(_, compares)| *compares);
    if let Some(compares) = known(name) {
        return Some((compares, false));
    }
    let compares = known(name.strip_suffix("Path")?)?;
    (!matches!(compares, Compares::Pattern | Compares::Test)).then_some((compares, true))
}

/// Where a distributed Map reads its items.
pub static ITEM_READER: ObjectSpec = ObjectSpec {
    name: "an item reader",
    fields: &[
        part("Resource", None, Plain, Resource).required(),
        part("Parameters", PATH, Template, Fields),
        part("Arguments", NATA, Template, Arguments),
        part("ReaderConfig", None, Template, Object(&READER_CONFIG)),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html",
};

/// How the items are read.
pub static READER_CONFIG: ObjectSpec = ObjectSpec {
    name: "a reader's configuration",
    fields: &[
        part("InputType", None, Plain, OneOf(&["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"])),
        part("Transformation", None, Plain, OneOf(&["NONE", "LOAD_AND_FLATTEN"])),
        part("ManifestType", None, Plain, OneOf(&["ATHENA_DATA", "S3_INVENTORY"])),
        part("CSVDelimiter", None, Plain, OneOf(&["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"])),
        part("CSVHeaderLocation", None, Plain, OneOf(&["FIRST_ROW", "GIVEN"])),
        part("CSVHeaders", None, Plain, Texts),
        part("ItemsPointer", None, Plain, Pointer),
        part("MaxItems", None, Twin, Integer(0, 100_000_000)),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html",
};

/// How items are put together.
pub static ITEM_BATCHER: ObjectSpec = ObjectSpec {
    name: "an item batcher",
    fields: &[
        part("MaxItemsPerBatch", None, Twin, Integer(1, u64::MAX)),
        part("MaxInputBytesPerBatch", None, Twin, Integer(1, 262_144)),
        part("BatchInput", None, Template, Tree),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html",
};

/// Where a distributed Map writes its results.
pub static RESULT_WRITER: ObjectSpec = ObjectSpec {
    name: "a result writer",
    fields: &[
        part("Resource", None, Plain, Resource),
        part("Parameters", PATH, Template, Fields),
        part("Arguments", NATA, Template, Arguments),
        part("WriterConfig", None, Plain, Object(&WRITER_CONFIG)),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html",
};

/// How the results are written.
pub static WRITER_CONFIG: ObjectSpec = ObjectSpec {
    name: "a writer's configuration",
    fields: &[
        part("Transformation", None, Plain, OneOf(&["NONE", "COMPACT", "FLATTEN"])),
        part("OutputType", None, Plain, OneOf(&["JSON", "JSONL"])),
    ],
    choose: &[],
    docs: "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html",
};

/// The scalar fields inside `ItemReader` and `ItemBatcher` that have a `…Path` twin.
pub const NESTED_TWINS: &[&str] = &["MaxItems", "MaxItemsPerBatch", "MaxInputBytesPerBatch"];

/// What is known of a state's field of this name; a `…Path` twin counts as the field it belongs to.
pub fn field_named(name: &str) -> Option<&'static FieldSpec> {
    find(STATE_FIELDS, name).map(|(field, _)| field)
}

/// The field of this name among `fields`, and whether it is the `…Path` twin of one.
pub fn find(fields: &'static [FieldSpec], name: &str) -> Option<(&'static FieldSpec, bool)> {
    if let Some(field) = fields.iter().find(|field| field.name == name) {
        return Some((field, false));
    }
    let base = name.strip_suffix("Path")?;
    let twin = fields.iter().find(|field| field.name == base && field.shape == Twin)?;
    Some((twin, true))
}
