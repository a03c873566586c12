//! What goes wrong while an expression is evaluated, in the codes and words of JSONata.

use super::item::{Item, shown};
use std::fmt;

/// An error of JSONata on its way.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    /// The operator or function that it happened in. It is known to those that called it.
    pub(super) token: Option<String>,
    value: String,
    second: String,
}

impl Fault {
    pub(super) fn new(code: &'static str) -> Self {
        Fault { code, token: None, value: String::new(), second: String::new() }
    }

    /// Says about which value, as JSON.
    pub(super) fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Says about which value.
    pub(super) fn about(self, item: &Item<'_>) -> Self {
        self.value(shown(item))
    }

    /// Says about which other value, as JSON.
    pub(super) fn second(mut self, second: impl Into<String>) -> Self {
        self.second = second.into();
        self
    }

    /// Says about which other value.
    pub(super) fn and(self, item: &Item<'_>) -> Self {
        let second = shown(item);
        self.second(second)
    }

    /// Says in which operator or function.
    pub(super) fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// That the evaluation takes more than it may.
    pub(super) fn limit(what: &str) -> Self {
        Fault::new(LIMIT).value(what)
    }
}

/// The code of limits of ours, which JSONata has where it runs in a box of time.
const LIMIT: &str = "U1001";

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((_, template)) = TEMPLATES.iter().find(|(code, _)| *code == self.code) else {
            return write!(f, "{}", self.value);
        };
        let quoted = match &self.token {
            Some(token) => serde_json::Value::from(token.as_str()).to_string(),
            None => "undefined".to_owned(),
        };
        let mut rest = *template;
        while let Some((before, after)) = rest.split_once('{') {
            f.write_str(before)?;
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            f.write_str(match name {
                "token" => &quoted,
                "name" => self.token.as_deref().unwrap_or("undefined"),
                "second" => &self.second,
                _ => &self.value,
            })?;
            rest = after;
        }
        f.write_str(rest)
    }
}

/// The messages of JSONata 2.0.6, which AWS hands on. `{token}` is quoted, `{name}` is not.
const TEMPLATES: &[(&str, &str)] = &[
    ("S0401", "Type parameters can only be applied to functions and arrays"),
    ("S0402", "Choice groups containing parameterized types are not supported"),
    ("T0410", "Argument {value} of function {token} does not match function signature"),
    ("T0411", "Context value is not a compatible type with argument {value} of function {token}"),
    ("T0412", "Argument {value} of function {token} must be an array of {second}"),
    ("D1001", "Number out of range: {value}"),
    ("D1002", "Cannot negate a non-numeric value: {value}"),
    ("T1003", "Key in object structure must evaluate to a string; got: {value}"),
    ("D1004", "Regular expression matches zero length string"),
    ("T1005", "Attempted to invoke a non-function. Did you mean ${name}?"),
    ("T1006", "Attempted to invoke a non-function"),
    ("T1007", "Attempted to partially apply a non-function. Did you mean ${name}?"),
    ("T1008", "Attempted to partially apply a non-function"),
    ("D1009", "Multiple key definitions evaluate to same key: {value}"),
    (
        "T1010",
        "The matcher function argument passed to function {token} does not return the correct object structure",
    ),
    ("T2001", "The left side of the {token} operator must evaluate to a number"),
    ("T2002", "The right side of the {token} operator must evaluate to a number"),
    ("T2003", "The left side of the range operator (..) must evaluate to an integer"),
    ("T2004", "The right side of the range operator (..) must evaluate to an integer"),
    ("T2006", "The right side of the function application operator ~> must be a function"),
    ("T2007", "Type mismatch when comparing values {value} and {second} in order-by clause"),
    ("T2008", "The expressions within an order-by clause must evaluate to numeric or string values"),
    (
        "T2009",
        "The values {value} and {second} either side of operator {token} must be of the same data type",
    ),
    ("T2010", "The expressions either side of operator {token} must evaluate to numeric or string values"),
    ("T2011", "The insert/update clause of the transform expression must evaluate to an object: {value}"),
    (
        "T2012",
        "The delete clause of the transform expression must evaluate to a string or array of strings: {value}",
    ),
    (
        "T2013",
        "The transform expression clones the input object using the $clone() function.  This has been overridden in \
         the current scope by a non-function.",
    ),
    (
        "D2014",
        "The size of the sequence allocated by the range operator (..) must not exceed 1e6.  Attempted to allocate \
         {value}.",
    ),
    ("D3001", "Attempting to invoke string function on Infinity or NaN"),
    ("D3010", "Second argument of replace function cannot be an empty string"),
    ("D3011", "Fourth argument of replace function must evaluate to a positive number"),
    ("D3012", "Attempted to replace a matched string with a non-string value"),
    ("D3020", "Third argument of split function must evaluate to a positive number"),
    ("D3030", "Unable to cast value to a number: {value}"),
    ("D3040", "Third argument of match function must evaluate to a positive number"),
    ("D3050", "The second argument of reduce function must be a function with at least two arguments"),
    ("D3060", "The sqrt function cannot be applied to a negative number: {value}"),
    (
        "D3061",
        "The power function has resulted in a value that cannot be represented as a JSON number: base={value}, \
         exponent={second}",
    ),
    (
        "D3070",
        "The single argument form of the sort function can only be applied to an array of strings or an array of \
         numbers.  Use the second argument to specify a comparison function",
    ),
    ("D3080", "The picture string must only contain a maximum of two sub-pictures"),
    ("D3081", "The sub-picture must not contain more than one instance of the 'decimal-separator' character"),
    ("D3082", "The sub-picture must not contain more than one instance of the 'percent' character"),
    ("D3083", "The sub-picture must not contain more than one instance of the 'per-mille' character"),
    ("D3084", "The sub-picture must not contain both a 'percent' and a 'per-mille' character"),
    (
        "D3085",
        "The mantissa part of a sub-picture must contain at least one character that is either an 'optional digit \
         character' or a member of the 'decimal digit family'",
    ),
    (
        "D3086",
        "The sub-picture must not contain a passive character that is preceded by an active character and that is \
         followed by another active character",
    ),
    (
        "D3087",
        "The sub-picture must not contain a 'grouping-separator' character that appears adjacent to a \
         'decimal-separator' character",
    ),
    ("D3088", "The sub-picture must not contain a 'grouping-separator' at the end of the integer part"),
    (
        "D3089",
        "The sub-picture must not contain two adjacent instances of the 'grouping-separator' character",
    ),
    (
        "D3090",
        "The integer part of the sub-picture must not contain a member of the 'decimal digit family' that is \
         followed by an instance of the 'optional digit character'",
    ),
    (
        "D3091",
        "The fractional part of the sub-picture must not contain an instance of the 'optional digit character' that \
         is followed by a member of the 'decimal digit family'",
    ),
    (
        "D3092",
        "A sub-picture that contains a 'percent' or 'per-mille' character must not contain a character treated as \
         an 'exponent-separator'",
    ),
    (
        "D3093",
        "The exponent part of the sub-picture must comprise only of one or more characters that are members of the \
         'decimal digit family'",
    ),
    ("D3100", "The radix of the formatBase function must be between 2 and 36.  It was given {value}"),
    ("D3110", "The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given {value}"),
    (
        "D3130",
        "Formatting or parsing an integer as a sequence starting with {value} is not supported by this \
         implementation",
    ),
    ("D3131", "In a decimal digit pattern, all digits must be from the same decimal group"),
    ("D3132", "Unknown component specifier {value} in date/time picture string"),
    (
        "D3133",
        "The 'name' modifier can only be applied to months and days in the date/time picture string, not {value}",
    ),
    ("D3134", "The timezone integer format specifier cannot have more than four digits"),
    ("D3135", "No matching closing bracket ']' in date/time picture string"),
    ("D3136", "The date/time picture string is missing specifiers required to parse the timestamp"),
    ("D3138", "The $single() function expected exactly 1 matching result.  Instead it matched more."),
    ("D3139", "The $single() function expected exactly 1 matching result.  Instead it matched 0."),
    ("D3140", "Malformed URL passed to ${name}(): {value}"),
    ("U1001", "Expression evaluation limit: {value}"),
];
