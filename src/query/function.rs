//! The intrinsic functions there are.

/// The algorithms of `States.Hash`.
pub const HASH_ALGORITHMS: [&str; 5] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/// An intrinsic function.
///
/// ```
/// use stepwright::query::{Kind, function};
///
/// let random = function("States.MathRandom").unwrap();
/// assert_eq!((random.least(), random.most()), (2, Some(3)));
/// assert_eq!(random.returns, Kind::Integer);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html>.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name, `States.` included.
    pub name: &'static str,
    /// What its arguments are.
    pub parameters: &'static [Kind],
    /// How many of the last `parameters` may be left out.
    pub optional: usize,
    /// What any number of further arguments are, if there may be some.
    pub rest: Option<Kind>,
    /// What it gives.
    pub returns: Kind,
    /// What it does.
    pub doc: &'static str,
}

impl Function {
    /// The fewest arguments it takes.
    pub fn least(&self) -> usize {
        self.parameters.len().saturating_sub(self.optional)
    }

    /// The most arguments it takes; `None` is any number.
    pub fn most(&self) -> Option<usize> {
        if self.rest.is_some() { None } else { Some(self.parameters.len()) }
    }

    /// What the argument at `index`, from 0, is; `None` beyond the last.
    pub fn parameter(&self, index: usize) -> Option<Kind> {
        self.parameters.get(index).copied().or(self.rest)
    }
}

/// What an argument is, or what a function gives.
///
/// ```
/// assert_eq!(stepwright::query::Kind::Positive.to_string(), "a positive integer");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Any value.
    Any,
    /// Any value that a path or a call gives; it cannot be written down.
    Found,
    /// Text.
    Text,
    /// An integer; other numbers are rounded.
    Integer,
    /// An integer greater than 0.
    Positive,
    /// An integer other than 0.
    NonZero,
    /// An array.
    Array,
    /// An object.
    Object,
    /// `true` or `false`.
    Bool,
    /// `false`.
    False,
    /// The name of a hash algorithm, one of [`HASH_ALGORITHMS`].
    Algorithm,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Kind::Any => "a value",
            Kind::Found => "a path",
            Kind::Text => "text",
            Kind::Integer => "an integer",
            Kind::Positive => "a positive integer",
            Kind::NonZero => "an integer other than 0",
            Kind::Array => "an array",
            Kind::Object => "an object",
            Kind::Bool => "`true` or `false`",
            Kind::False => "`false`",
            Kind::Algorithm => "a hash algorithm",
        })
    }
}

/// The function of this name, `States.` included.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

const fn plain(
    name: &'static str,
    parameters: &'static [Kind],
    returns: Kind,
    doc: &'static str,
) -> Function {
    Function { name, parameters, optional: 0, rest: None, returns, doc }
}

/// All 18 of them, in the order of AWS's page.
///
/// ```
/// assert_eq!(stepwright::query::FUNCTIONS.len(), 18);
/// ```
pub static FUNCTIONS: &[Function] = &[
    Function {
        name: "States.Array",
        parameters: &[],
        optional: 0,
        rest: Some(Kind::Any),
        returns: Kind::Array,
        doc: "an array of its arguments",
    },
    plain(
        "States.ArrayPartition",
        &[Kind::Array, Kind::Positive],
        Kind::Array,
        "the array cut into arrays of at most that many elements",
    ),
    plain(
        "States.ArrayContains",
        &[Kind::Array, Kind::Any],
        Kind::Bool,
        "whether the array has the value among its elements",
    ),
    plain(
        "States.ArrayRange",
        &[Kind::Integer, Kind::Integer, Kind::NonZero],
        Kind::Array,
        "the numbers from the first to the last by that step, at most 1000",
    ),
    plain(
        "States.ArrayGetItem",
        &[Kind::Array, Kind::Integer],
        Kind::Any,
        "the element of the array at that index, from 0",
    ),
    plain("States.ArrayLength", &[Kind::Array], Kind::Integer, "how many elements the array has"),
    plain(
        "States.ArrayUnique",
        &[Kind::Array],
        Kind::Array,
        "the array without repeated elements, in no set order",
    ),
    plain("States.Base64Encode", &[Kind::Text], Kind::Text, "the text in Base64, at most 10,000 characters"),
    plain(
        "States.Base64Decode",
        &[Kind::Text],
        Kind::Text,
        "the text from Base64, at most 10,000 characters",
    ),
    plain(
        "States.Hash",
        &[Kind::Any, Kind::Algorithm],
        Kind::Text,
        "the hash of the data, at most 10,000 characters, in hexadecimal digits",
    ),
    plain(
        "States.JsonMerge",
        &[Kind::Object, Kind::Object, Kind::False],
        Kind::Object,
        "the first object with the members of the second laid over it, not merged within",
    ),
    plain("States.StringToJson", &[Kind::Text], Kind::Any, "the value that the JSON text means"),
    plain("States.JsonToString", &[Kind::Found], Kind::Text, "the value as JSON text"),
    Function {
        name: "States.MathRandom",
        parameters: &[Kind::Integer, Kind::Integer, Kind::Integer],
        optional: 1,
        rest: None,
        returns: Kind::Integer,
        doc: "a random number from the first up to, but without, the second; the third is a seed",
    },
    plain(
        "States.MathAdd",
        &[Kind::Integer, Kind::Integer],
        Kind::Integer,
        "the sum of two integers of 32 bits",
    ),
    plain(
        "States.StringSplit",
        &[Kind::Text, Kind::Text],
        Kind::Array,
        "the pieces of the text between any of the delimiter's characters",
    ),
    plain("States.UUID", &[], Kind::Text, "a random UUID, version 4"),
    Function {
        name: "States.Format",
        parameters: &[Kind::Text],
        optional: 0,
        rest: Some(Kind::Any),
        returns: Kind::Text,
        doc: "the text with each `{}` replaced by the next argument",
    },
];
