//! Conditions of a Choice.

use crate::asl::{Expression, Form, QueryLanguage, in_jsonata, is_timestamp};
use crate::data::{Entries, Text, Tree};
use crate::diagnostic::Diagnostic;
use serde_json::{Number, Value};
use std::ops::Not;

/// What a rule of a Choice asks: a comparison, several of them joined, or a JSONata expression.
///
/// Comparisons start from a path, a variable or the context object: `path("$.total").greater_than(100)`. On a
/// variable or the context object the common ones also hold in a JSONata state; on a path only in a JSONPath state.
///
/// ```
/// use stepwright::prelude::*;
///
/// let due = path("$.total").greater_than(100).and(!path("$.paid").equals(true));
/// let same = Condition::from(jsonata("$states.input.total > 100 and $not($states.input.paid)"));
/// # let _ = (due, same);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html>.
#[derive(Clone, Debug)]
pub struct Condition(Inner);

#[derive(Clone, Debug)]
enum Inner {
    Compare { variable: Expression, operator: &'static str, value: Operand },
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Expression(Expression),
}

#[derive(Clone, Debug)]
enum Operand {
    Literal(Value),
    Path(Expression),
}

impl Condition {
    /// Whether all of these hold.
    pub fn all(conditions: impl IntoIterator<Item = Condition>) -> Self {
        Condition(Inner::All(conditions.into_iter().collect()))
    }

    /// Whether any of these holds.
    pub fn any(conditions: impl IntoIterator<Item = Condition>) -> Self {
        Condition(Inner::Any(conditions.into_iter().collect()))
    }

    /// Whether this and another hold.
    pub fn and(self, other: Condition) -> Self {
        match self.0 {
            Inner::All(mut conditions) => {
                conditions.push(other);
                Self::all(conditions)
            }
            inner => Self::all([Condition(inner), other]),
        }
    }

    /// Whether this or another holds.
    pub fn or(self, other: Condition) -> Self {
        match self.0 {
            Inner::Any(mut conditions) => {
                conditions.push(other);
                Self::any(conditions)
            }
            inner => Self::any([Condition(inner), other]),
        }
    }

    /// The language that its expressions decide on, if any does.
    pub(crate) fn language(&self) -> Option<QueryLanguage> {
        match &self.0 {
            Inner::Compare { variable, value, .. } => language(variable).or_else(|| match value {
                Operand::Path(path) => language(path),
                Operand::Literal(_) => None,
            }),
            Inner::All(conditions) | Inner::Any(conditions) => conditions.iter().find_map(Self::language),
            Inner::Not(condition) => condition.language(),
            Inner::Expression(expression) => language(expression),
        }
    }

    /// The fields it is in a rule.
    pub(crate) fn lower(&self, spoken: QueryLanguage, findings: &mut Vec<Diagnostic>) -> Entries {
        match spoken {
            QueryLanguage::JsonPath => self.in_jsonpath(findings),
            QueryLanguage::Jsonata => {
                let mut fields = Entries::with_capacity(2);
                let text = self.in_jsonata(findings);
                fields.set("Condition", format!("{{% {text} %}}"));
                fields
            }
        }
    }

    fn in_jsonpath(&self, findings: &mut Vec<Diagnostic>) -> Entries {
        let mut fields = Entries::with_capacity(3);
        let many = |name: &str, conditions: &[Condition], findings: &mut Vec<Diagnostic>| {
            if conditions.is_empty() {
                findings.push(empty(name));
            }
            let rules = conditions.iter().map(|condition| Tree::Object(condition.in_jsonpath(findings)));
            Tree::List(rules.collect())
        };
        match &self.0 {
            Inner::Compare { variable, operator, value } => {
                fields.set("Variable", spelled(variable, findings));
                let (name, value) = match value {
                    Operand::Literal(value) => {
                        check_operand(operator, value, variable, findings);
                        (Text::new_static(operator), Tree::from(value.clone()))
                    }
                    Operand::Path(path) => {
                        (Text::from_iter([*operator, "Path"]), spelled(path, findings).into())
                    }
                };
                fields.insert(name, value);
            }
            Inner::All(conditions) => {
                let rules = many("And", conditions, findings);
                fields.set("And", rules);
            }
            Inner::Any(conditions) => {
                let rules = many("Or", conditions, findings);
                fields.set("Or", rules);
            }
            Inner::Not(condition) => {
                fields.set("Not", condition.in_jsonpath(findings));
            }
            Inner::Expression(expression) => {
                let finding = if expression.form == Form::Jsonata {
                    let what = format!("`{}` is JSONata, in a Choice that speaks JSONPath", expression.text);
                    Diagnostic::error("wrong-language", what)
                } else {
                    let text = spelled(expression, findings);
                    let what = format!("`{text}` alone is no condition in a Choice that speaks JSONPath");
                    Diagnostic::error("nothing-compared", what)
                };
                findings.push(
                    finding
                        .origin(expression.origin.clone())
                        .help("compare a path: `path(\"$.ready\").equals(true)`"),
                );
            }
        }
        fields
    }

    fn in_jsonata(&self, findings: &mut Vec<Diagnostic>) -> String {
        let mut many = |word: &str, conditions: &[Condition]| {
            if conditions.is_empty() {
                findings.push(empty(word));
            }
            let parts: Vec<String> =
                conditions.iter().map(|condition| format!("({})", condition.in_jsonata(findings))).collect();
            parts.join(&format!(" {word} "))
        };
        match &self.0 {
            Inner::All(conditions) => many("and", conditions),
            Inner::Any(conditions) => many("or", conditions),
            Inner::Not(condition) => format!("$not({})", condition.in_jsonata(findings)),
            Inner::Expression(expression) => {
                let text = operand(expression, findings);
                let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
                match (expression.form, bare) {
                    (Form::Jsonata, Some(bare)) => bare.to_owned(),
                    _ => text,
                }
            }
            Inner::Compare { variable, operator, value } => {
                let left = operand(variable, findings);
                let (literal, right) = match value {
                    Operand::Literal(value) => (Some(value), value.to_string()),
                    Operand::Path(path) => (None, operand(path, findings)),
                };
                if let Some(value) = literal {
                    check_operand(operator, value, variable, findings);
                }
                let truth = literal.and_then(Value::as_bool).unwrap_or(true);
                let either = |test: String| if truth { test } else { format!("$not({test})") };
                match *operator {
                    "StringEquals" | "NumericEquals" | "BooleanEquals" => format!("{left} = {right}"),
                    "StringGreaterThan" | "NumericGreaterThan" => format!("{left} > {right}"),
                    "StringGreaterThanEquals" | "NumericGreaterThanEquals" => format!("{left} >= {right}"),
                    "StringLessThan" | "NumericLessThan" => format!("{left} < {right}"),
                    "StringLessThanEquals" | "NumericLessThanEquals" => format!("{left} <= {right}"),
                    "IsPresent" => either(format!("$exists({left})")),
                    "IsNull" => either(format!("{left} = null")),
                    "IsString" => either(format!("$type({left}) = \"string\"")),
                    "IsNumeric" => either(format!("$type({left}) = \"number\"")),
                    "IsBoolean" => either(format!("$type({left}) = \"boolean\"")),
                    other => {
                        findings.push(
                            Diagnostic::error(
                                "wrong-language",
                                format!("`{other}` is JSONPath's, in a Choice that speaks JSONata"),
                            )
                            .origin(variable.origin.clone())
                            .help("write the condition as `jsonata(…)`"),
                        );
                        String::new()
                    }
                }
            }
        }
    }
}

impl Not for Condition {
    type Output = Condition;

    fn not(self) -> Condition {
        Condition(Inner::Not(Box::new(self)))
    }
}

impl From<Expression> for Condition {
    /// A JSONata expression that is true or false. A path has to be compared with something.
    fn from(expression: Expression) -> Self {
        Condition(Inner::Expression(expression))
    }
}

fn language(expression: &Expression) -> Option<QueryLanguage> {
    match expression.form {
        Form::JsonPath => Some(QueryLanguage::JsonPath),
        Form::Jsonata => Some(QueryLanguage::Jsonata),
        Form::Context | Form::Variable | Form::Input | Form::Composed(_) => None,
    }
}

fn empty(word: &str) -> Diagnostic {
    Diagnostic::error("empty-condition", format!("`{word}` joins no condition"))
        .help("join one condition at least, or leave the rule out")
}

fn jsonpath_in_jsonata(expression: &Expression) -> Diagnostic {
    Diagnostic::error(
        "wrong-language",
        format!("`{}` is said as only JSONPath can, in a Choice that speaks JSONata", expression.text),
    )
    .origin(expression.origin.clone())
    .help("write the condition as `jsonata(\"$states.input…\")`")
}

/// An operand in JSONata's spelling.
fn operand(expression: &Expression, findings: &mut Vec<Diagnostic>) -> String {
    let text = &expression.text;
    if malformed(expression, findings) {
        return text.to_string();
    }
    match expression.form {
        Form::Jsonata => return format!("({})", text.trim()),
        Form::JsonPath => findings.push(jsonpath_in_jsonata(expression)),
        Form::Context | Form::Variable | Form::Input | Form::Composed(_) => {
            match in_jsonata(expression.form, text) {
                Some(text) => return text,
                None => findings.push(jsonpath_in_jsonata(expression)),
            }
        }
    }
    text.to_string()
}

/// Reports an expression that was malformed from the start. Returns whether it was.
fn malformed(expression: &Expression, findings: &mut Vec<Diagnostic>) -> bool {
    let Some(problem) = &expression.problem else { return false };
    let (code, what) = match expression.form {
        Form::Jsonata => ("malformed-jsonata", "no JSONata expression"),
        Form::Variable => ("malformed-variable", "no variable"),
        _ => ("malformed-path", "no JSONPath"),
    };
    let message = format!("`{}` is {what}: {problem}", expression.text);
    findings.push(Diagnostic::error(code, message).origin(expression.origin.clone()));
    true
}

/// An operand in JSONPath's spelling.
fn spelled(expression: &Expression, findings: &mut Vec<Diagnostic>) -> String {
    if malformed(expression, findings) {
        return expression.in_jsonpath().unwrap_or_else(|| expression.text.to_string());
    }
    if expression.text.starts_with("States.") {
        findings.push(
            Diagnostic::error(
                "intrinsic-in-condition",
                format!("`{}` is a function, and a condition compares a path", expression.text),
            )
            .origin(expression.origin.clone())
            .help("compute it in a Pass state before, and compare the result"),
        );
    }
    expression.in_jsonpath().unwrap_or_else(|| {
        findings.push(
            Diagnostic::error(
                "wrong-language",
                format!("`{}` is JSONata, in a comparison of JSONPath", expression.text),
            )
            .origin(expression.origin.clone())
            .help("write the whole condition as `jsonata(…)`"),
        );
        expression.text.to_string()
    })
}

/// A timestamp has to be one, upper-case `T` and `Z` and all; a number has to be one that JSON can hold.
fn check_operand(operator: &str, value: &Value, variable: &Expression, findings: &mut Vec<Diagnostic>) {
    if operator.starts_with("Timestamp") && !value.as_str().is_some_and(is_timestamp) {
        findings.push(
            Diagnostic::error(
                "malformed-timestamp",
                format!(
                    "`{operator}` compares with `{}`, which is no time",
                    value.as_str().unwrap_or_default()
                ),
            )
            .origin(variable.origin.clone())
            .help("write it as RFC 3339 does, with upper-case `T` and `Z`: `2026-01-31T12:00:00Z`"),
        );
    }
    if operator.starts_with("Numeric") && !value.is_number() {
        let what = format!("`{operator}` compares with no finite number");
        findings.push(
            Diagnostic::error("malformed-number", what)
                .origin(variable.origin.clone())
                .help("JSON has neither infinity nor what is no number"),
        );
    }
}

/// What a value may be compared with by `equals`, `greater_than` and the like: text, a number, a truth value. Its
/// type picks ASL's operator.
///
/// ```
/// use stepwright::prelude::*;
///
/// let by_text = path("$.status").equals("OK"); // StringEquals
/// let by_number = path("$.tries").equals(3); // NumericEquals
/// # let _ = (by_text, by_number);
/// ```
pub trait Comparable {
    /// The value, and the word that ASL's operators for it begin with.
    fn comparable(self) -> (&'static str, Value);
}

impl Comparable for &str {
    fn comparable(self) -> (&'static str, Value) {
        ("String", self.into())
    }
}

impl Comparable for String {
    fn comparable(self) -> (&'static str, Value) {
        ("String", self.into())
    }
}

impl Comparable for bool {
    fn comparable(self) -> (&'static str, Value) {
        ("Boolean", self.into())
    }
}

impl Comparable for f64 {
    fn comparable(self) -> (&'static str, Value) {
        ("Numeric", Number::from_f64(self).map_or(Value::Null, Value::Number))
    }
}

macro_rules! whole_numbers {
    ($($t:ty),*) => { $(impl Comparable for $t {
        fn comparable(self) -> (&'static str, Value) {
            ("Numeric", self.into())
        }
    })* };
}

whole_numbers!(i32, i64, u32, u64);

macro_rules! literal_operators {
    ($($(#[$doc:meta])* $name:ident, $with_path:ident: $t:ty = $operator:literal;)*) => { $(
        $(#[$doc])*
        pub fn $name(self, value: impl Into<$t>) -> Condition {
            let value = serde_json::to_value(value.into()).unwrap_or_default();
            compare(self, $operator, Operand::Literal(value))
        }

        #[doc = concat!("`", $operator, "Path`: the same, with the value that another path finds.")]
        pub fn $with_path(self, other: Expression) -> Condition {
            compare(self, $operator, Operand::Path(other))
        }
    )* };
}

macro_rules! type_operators {
    ($($(#[$doc:meta])* $name:ident = $operator:literal;)*) => { $(
        $(#[$doc])*
        pub fn $name(self) -> Condition {
            compare(self, $operator, Operand::Literal(true.into()))
        }
    )* };
}

fn compare(variable: Expression, operator: &'static str, value: Operand) -> Condition {
    Condition(Inner::Compare { variable, operator, value })
}

/// Comparisons, for the conditions of a Choice.
impl Expression {
    /// `StringEquals`, `NumericEquals` or `BooleanEquals`, by the type of the value.
    pub fn equals(self, value: impl Comparable) -> Condition {
        let (sort, value) = value.comparable();
        let operator = match sort {
            "String" => "StringEquals",
            "Boolean" => "BooleanEquals",
            _ => "NumericEquals",
        };
        compare(self, operator, Operand::Literal(value))
    }

    /// `NumericGreaterThan`.
    pub fn greater_than(self, value: impl Into<f64>) -> Condition {
        compare(self, "NumericGreaterThan", Operand::Literal(number(value)))
    }

    /// `NumericGreaterThanEquals`.
    pub fn at_least(self, value: impl Into<f64>) -> Condition {
        compare(self, "NumericGreaterThanEquals", Operand::Literal(number(value)))
    }

    /// `NumericLessThan`.
    pub fn less_than(self, value: impl Into<f64>) -> Condition {
        compare(self, "NumericLessThan", Operand::Literal(number(value)))
    }

    /// `NumericLessThanEquals`.
    pub fn at_most(self, value: impl Into<f64>) -> Condition {
        compare(self, "NumericLessThanEquals", Operand::Literal(number(value)))
    }

    literal_operators! {
        /// `StringEquals`.
        string_equals, string_equals_path: String = "StringEquals";
        /// `StringGreaterThan`: by code points.
        string_greater_than, string_greater_than_path: String = "StringGreaterThan";
        /// `StringGreaterThanEquals`.
        string_greater_than_equals, string_greater_than_equals_path: String = "StringGreaterThanEquals";
        /// `StringLessThan`.
        string_less_than, string_less_than_path: String = "StringLessThan";
        /// `StringLessThanEquals`.
        string_less_than_equals, string_less_than_equals_path: String = "StringLessThanEquals";
        /// `NumericEquals`.
        numeric_equals, numeric_equals_path: Value = "NumericEquals";
        /// `NumericGreaterThan`.
        numeric_greater_than, numeric_greater_than_path: Value = "NumericGreaterThan";
        /// `NumericGreaterThanEquals`.
        numeric_greater_than_equals, numeric_greater_than_equals_path: Value = "NumericGreaterThanEquals";
        /// `NumericLessThan`.
        numeric_less_than, numeric_less_than_path: Value = "NumericLessThan";
        /// `NumericLessThanEquals`.
        numeric_less_than_equals, numeric_less_than_equals_path: Value = "NumericLessThanEquals";
        /// `TimestampEquals`: RFC 3339, upper-case `T` and `Z`.
        timestamp_equals, timestamp_equals_path: String = "TimestampEquals";
        /// `TimestampGreaterThan`: later than.
        timestamp_greater_than, timestamp_greater_than_path: String = "TimestampGreaterThan";
        /// `TimestampGreaterThanEquals`.
        timestamp_greater_than_equals, timestamp_greater_than_equals_path: String =
            "TimestampGreaterThanEquals";
        /// `TimestampLessThan`: earlier than.
        timestamp_less_than, timestamp_less_than_path: String = "TimestampLessThan";
        /// `TimestampLessThanEquals`.
        timestamp_less_than_equals, timestamp_less_than_equals_path: String = "TimestampLessThanEquals";
        /// `BooleanEquals`.
        boolean_equals, boolean_equals_path: bool = "BooleanEquals";
    }

    /// `StringMatches`: `*` stands for any text, `\*` for itself.
    pub fn matches(self, pattern: impl Into<String>) -> Condition {
        compare(self, "StringMatches", Operand::Literal(pattern.into().into()))
    }

    type_operators! {
        /// `IsPresent`: the path finds something, `null` included. For its absence, say `!`.
        is_present = "IsPresent";
        /// `IsNull`.
        is_null = "IsNull";
        /// `IsString`.
        is_string = "IsString";
        /// `IsNumeric`.
        is_numeric = "IsNumeric";
        /// `IsBoolean`.
        is_boolean = "IsBoolean";
        /// `IsTimestamp`: text that is a time in RFC 3339.
        is_timestamp = "IsTimestamp";
    }
}

/// A number as people write it: `3` rather than `3.0`.
fn number(value: impl Into<f64>) -> Value {
    let value = value.into();
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Value::from(value as i64);
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}
