//! Items of DynamoDB tables, and the typed values of their attributes.

use crate::asl::{Expression, Field, Form, intrinsic, jsonata};
use crate::reference::Reference;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::Display;

/// The value of an attribute, with its type: `{"S": "…"}`, `{"N": "4"}`.
///
/// Text, numbers, truth values and `&str` become one by themselves; an expression needs to be told its type.
///
/// ```
/// use stepwright::prelude::*;
///
/// let item = DynamoItem::new()
///     .with("OrderId", DynamoAttributeValue::string(path("$.id")))
///     .with("Total", DynamoAttributeValue::number_from(path("$.total")))
///     .with("Tags", DynamoAttributeValue::string_set(["new", "paid"]))
///     .with("Open", true);
/// # let _ = item;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct DynamoAttributeValue(Typed);

#[derive(Clone, Debug, Serialize, JsonSchema)]
enum Typed {
    S(Field<String>),
    N(Field<String>),
    B(Field<String>),
    #[serde(rename = "SS")]
    Strings(Field<Vec<Field<String>>>),
    #[serde(rename = "NS")]
    Numbers(Field<Vec<Field<String>>>),
    #[serde(rename = "BS")]
    Binaries(Field<Vec<Field<String>>>),
    L(Field<Vec<DynamoAttributeValue>>),
    M(DynamoItem),
    #[serde(rename = "NULL")]
    Null(bool),
    #[serde(rename = "BOOL")]
    Bool(Field<bool>),
}

/// A number as DynamoDB takes it, which is as text: from a number, from text, or from an expression that gives text.
///
/// ```
/// use stepwright::prelude::*;
///
/// let four = DynamoNumber::from(4);
/// let copied = DynamoNumber::from(path("$.read.Item.Total.N"));
/// # let _ = (four, copied);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct DynamoNumber(Field<String>);

macro_rules! numbers {
    ($($t:ty),*) => { $(
        impl From<$t> for DynamoNumber {
            fn from(number: $t) -> Self {
                DynamoNumber(Field::Literal(number.to_string()))
            }
        }

        impl From<$t> for DynamoAttributeValue {
            fn from(number: $t) -> Self {
                DynamoAttributeValue::number(number)
            }
        }
    )* };
}

numbers!(i32, i64, u32, u64, usize, f64);

impl From<&str> for DynamoNumber {
    fn from(digits: &str) -> Self {
        DynamoNumber(digits.into())
    }
}

impl From<String> for DynamoNumber {
    fn from(digits: String) -> Self {
        DynamoNumber(digits.into())
    }
}

impl From<Expression> for DynamoNumber {
    /// The expression gives text; where it gives a number, say [`DynamoAttributeValue::number_from`].
    fn from(digits: Expression) -> Self {
        DynamoNumber(digits.into())
    }
}

impl From<Reference> for DynamoNumber {
    fn from(digits: Reference) -> Self {
        DynamoNumber(digits.into())
    }
}

fn texts<F: Into<Field<String>>>(values: impl IntoIterator<Item = F>) -> Field<Vec<Field<String>>> {
    Field::Literal(values.into_iter().map(Into::into).collect())
}

impl DynamoAttributeValue {
    /// `S`: text.
    pub fn string(text: impl Into<Field<String>>) -> Self {
        DynamoAttributeValue(Typed::S(text.into()))
    }

    /// `N`: a number, which DynamoDB takes as text. An expression has to give text.
    pub fn number(number: impl Into<DynamoNumber>) -> Self {
        DynamoAttributeValue(Typed::N(number.into().0))
    }

    /// `N` out of an expression that gives a number: made text by `States.Format`, or by `$string` in JSONata.
    ///
    /// What is right in either language (a variable, the context object) is taken as JSONPath.
    #[track_caller]
    pub fn number_from(expression: Expression) -> Self {
        let text = match expression.form {
            Form::Jsonata => jsonata(format!("$string({})", expression.text.trim())),
            _ => intrinsic::format("{}", [&expression]),
        };
        // The origin and the problem are those of what the user wrote.
        let problem = expression.problem.or(text.problem);
        let text = Expression { origin: expression.origin, problem, ..text };
        DynamoAttributeValue(Typed::N(text.into()))
    }

    /// `B`: bytes, in Base64.
    pub fn binary(base64: impl Into<Field<String>>) -> Self {
        DynamoAttributeValue(Typed::B(base64.into()))
    }

    /// `SS`: a set of text.
    pub fn string_set<F: Into<Field<String>>>(values: impl IntoIterator<Item = F>) -> Self {
        DynamoAttributeValue(Typed::Strings(texts(values)))
    }

    /// `SS` out of an expression that gives a list of text.
    pub fn string_set_from(values: Expression) -> Self {
        DynamoAttributeValue(Typed::Strings(values.into()))
    }

    /// `NS`: a set of numbers.
    pub fn number_set<N: Into<DynamoNumber>>(values: impl IntoIterator<Item = N>) -> Self {
        DynamoAttributeValue(Typed::Numbers(texts(values.into_iter().map(|value| value.into().0))))
    }

    /// `NS` out of an expression that gives a list of numbers as text.
    pub fn number_set_from(values: Expression) -> Self {
        DynamoAttributeValue(Typed::Numbers(values.into()))
    }

    /// `BS`: a set of bytes, each in Base64.
    pub fn binary_set<F: Into<Field<String>>>(values: impl IntoIterator<Item = F>) -> Self {
        DynamoAttributeValue(Typed::Binaries(texts(values)))
    }

    /// `BS` out of an expression that gives a list of bytes in Base64.
    pub fn binary_set_from(values: Expression) -> Self {
        DynamoAttributeValue(Typed::Binaries(values.into()))
    }

    /// `L`: a list of values of any types.
    pub fn list<V: Into<DynamoAttributeValue>>(values: impl IntoIterator<Item = V>) -> Self {
        DynamoAttributeValue(Typed::L(Field::Literal(values.into_iter().map(Into::into).collect())))
    }

    /// `L` out of an expression that gives a list of typed values: `[{"S": "…"}, …]`.
    pub fn list_from(values: Expression) -> Self {
        DynamoAttributeValue(Typed::L(values.into()))
    }

    /// `M`: values by name; also out of an expression that gives an object of typed values: `{"a": {"S": "…"}}`.
    pub fn map(values: impl Into<DynamoItem>) -> Self {
        DynamoAttributeValue(Typed::M(values.into()))
    }

    /// `BOOL`: true or false.
    pub fn boolean(value: impl Into<Field<bool>>) -> Self {
        DynamoAttributeValue(Typed::Bool(value.into()))
    }

    /// `NULL`.
    pub fn null() -> Self {
        DynamoAttributeValue(Typed::Null(true))
    }

    /// DynamoDB's letters for its type: `S`, `NS`, `BOOL`.
    pub fn type_name(&self) -> &'static str {
        match &self.0 {
            Typed::S(_) => "S",
            Typed::N(_) => "N",
            Typed::B(_) => "B",
            Typed::Strings(_) => "SS",
            Typed::Numbers(_) => "NS",
            Typed::Binaries(_) => "BS",
            Typed::L(_) => "L",
            Typed::M(_) => "M",
            Typed::Null(_) => "NULL",
            Typed::Bool(_) => "BOOL",
        }
    }

    /// The numbers in it that are written down and are none, each with where it stands below `at`.
    fn malformed_numbers(&self, at: &str, found: &mut Vec<(String, String)>) {
        let mut look = |number: &Field<String>, at: String| {
            if let Field::Literal(text) = number
                && !is_number(text)
            {
                found.push((at, text.clone()));
            }
        };
        match &self.0 {
            Typed::N(number) => look(number, format!("{at}/N")),
            Typed::Numbers(Field::Literal(numbers)) => {
                for (index, number) in numbers.iter().enumerate() {
                    look(number, format!("{at}/NS/{index}"));
                }
            }
            Typed::L(Field::Literal(values)) => {
                for (index, value) in values.iter().enumerate() {
                    value.malformed_numbers(&format!("{at}/L/{index}"), found);
                }
            }
            Typed::M(item) => item.look_for_numbers(&format!("{at}/M"), found),
            _ => {}
        }
    }
}

/// Digits with a sign, a point and an exponent, as they may be; `inf` and `NaN`, which Rust reads, are none.
fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c)) && text.parse::<f64>().is_ok()
}

impl From<&str> for DynamoAttributeValue {
    fn from(text: &str) -> Self {
        DynamoAttributeValue::string(text)
    }
}

impl From<String> for DynamoAttributeValue {
    fn from(text: String) -> Self {
        DynamoAttributeValue::string(text)
    }
}

impl From<bool> for DynamoAttributeValue {
    fn from(value: bool) -> Self {
        DynamoAttributeValue::boolean(value)
    }
}

impl From<Reference> for DynamoAttributeValue {
    /// What a reference gives is text.
    fn from(text: Reference) -> Self {
        DynamoAttributeValue::string(text)
    }
}

/// Attributes by name: an item, the key of one, or the values that an expression names. Also an expression that gives
/// the whole of it, types included.
///
/// ```
/// use stepwright::prelude::*;
///
/// let key = DynamoItem::from([("OrderId", "1001")]);
/// let whole = DynamoItem::from(path("$.item"));
/// # let _ = (key, whole);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct DynamoItem(Field<IndexMap<String, DynamoAttributeValue>>);

impl DynamoItem {
    /// Without attributes.
    pub fn new() -> Self {
        DynamoItem(Field::Literal(IndexMap::new()))
    }

    /// Adds an attribute, or puts another value in its place. What was an expression becomes this one attribute.
    pub fn with(mut self, name: impl Into<String>, value: impl Into<DynamoAttributeValue>) -> Self {
        match &mut self.0 {
            Field::Literal(attributes) => {
                attributes.insert(name.into(), value.into());
                self
            }
            _ => DynamoItem::from([(name.into(), value.into())]),
        }
    }

    /// The attributes with their types; `None` where an expression gives the whole.
    pub fn types(&self) -> Option<impl Iterator<Item = (&str, &'static str)>> {
        let attributes = self.0.literal()?;
        Some(attributes.iter().map(|(name, value)| (name.as_str(), value.type_name())))
    }

    /// The numbers in it that are written down and are none, each with its JSON pointer, which begins with `at`.
    pub fn malformed_numbers(&self, at: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        self.look_for_numbers(at, &mut found);
        found
    }

    fn look_for_numbers(&self, at: &str, found: &mut Vec<(String, String)>) {
        for (name, value) in self.0.literal().into_iter().flatten() {
            value.malformed_numbers(&crate::diagnostic::pointer(at, name), found);
        }
    }
}

impl Default for DynamoItem {
    fn default() -> Self {
        Self::new()
    }
}

impl From<Expression> for DynamoItem {
    fn from(whole: Expression) -> Self {
        DynamoItem(whole.into())
    }
}

impl<K: Display, V: Into<DynamoAttributeValue>, const N: usize> From<[(K, V); N]> for DynamoItem {
    fn from(attributes: [(K, V); N]) -> Self {
        attributes.into_iter().collect()
    }
}

impl<K: Display, V: Into<DynamoAttributeValue>> From<Vec<(K, V)>> for DynamoItem {
    fn from(attributes: Vec<(K, V)>) -> Self {
        attributes.into_iter().collect()
    }
}

impl<K: Display, V: Into<DynamoAttributeValue>> FromIterator<(K, V)> for DynamoItem {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(attributes: I) -> Self {
        let attributes = attributes.into_iter().map(|(name, value)| (name.to_string(), value.into()));
        DynamoItem(Field::Literal(attributes.collect()))
    }
}
