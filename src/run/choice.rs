//! Conditions of Choice states.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html>.

use super::failure::Trouble;
use super::numbers::compare_numbers;
use super::template::{Frame, Template};
use super::time::Time;
use crate::query::{Host, Path};
use serde_json::Value;
use std::borrow::Cow;
use std::cmp::Ordering;

/// A condition, ready to be tried.
#[derive(Debug)]
pub(super) enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    /// One value and what is asked of it.
    Test {
        variable: Path,
        test: Test,
    },
    /// `Condition` in JSONata.
    Jsonata(Template),
}

#[derive(Debug)]
pub(super) enum Test {
    IsPresent(bool),
    Is(Type, bool),
    Compare(Family, Relation, Operand),
    Matches(String),
}

/// What `IsNull` and its like ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Null,
    Numeric,
    String,
    Boolean,
    Timestamp,
}

/// What sort of values an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    String,
    Numeric,
    Boolean,
    Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Equals,
    Less,
    Greater,
    LessOrEquals,
    GreaterOrEquals,
}

/// What a value is compared with.
#[derive(Debug)]
pub(super) enum Operand {
    Value(Value),
    Path(Path),
}

/// What an operator compares, and how; without its `Path`.
pub(super) fn operator(name: &str) -> Option<(Family, Relation)> {
    let families = [
        ("String", Family::String),
        ("Numeric", Family::Numeric),
        ("Boolean", Family::Boolean),
        ("Timestamp", Family::Timestamp),
    ];
    let (rest, family) =
        families.into_iter().find_map(|(prefix, family)| Some((name.strip_prefix(prefix)?, family)))?;
    let relation = match rest {
        "Equals" => Relation::Equals,
        "LessThan" => Relation::Less,
        "GreaterThan" => Relation::Greater,
        "LessThanEquals" => Relation::LessOrEquals,
        "GreaterThanEquals" => Relation::GreaterOrEquals,
        _ => return None,
    };
    (family != Family::Boolean || relation == Relation::Equals).then_some((family, relation))
}

/// What `IsNull` and its like ask for, but `IsPresent`.
pub(super) fn type_test(name: &str) -> Option<Type> {
    Some(match name {
        "IsNull" => Type::Null,
        "IsNumeric" => Type::Numeric,
        "IsString" => Type::String,
        "IsBoolean" => Type::Boolean,
        "IsTimestamp" => Type::Timestamp,
        _ => return None,
    })
}

impl Condition {
    /// Whether it holds.
    pub(super) fn holds(&self, frame: &Frame<'_>, host: &mut dyn Host) -> Result<bool, Trouble> {
        match self {
            Condition::And(all) => {
                for condition in all {
                    if !condition.holds(frame, host)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Condition::Or(any) => {
                for condition in any {
                    if condition.holds(frame, host)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Condition::Not(condition) => Ok(!condition.holds(frame, host)?),
            Condition::Test { variable, test } => test.holds(variable, frame),
            Condition::Jsonata(template) => {
                let value = template.expect("boolean", "Condition", frame, host)?;
                Ok(*value == Value::Bool(true))
            }
        }
    }
}

impl Test {
    fn holds(&self, variable: &Path, frame: &Frame<'_>) -> Result<bool, Trouble> {
        let found = look_up(variable, frame);
        if let Test::IsPresent(wanted) = self {
            // A path that may mean several values finds a list, which is there even when it is empty.
            return Ok(found.is_ok() == *wanted);
        }
        let value = found?;
        Ok(match self {
            Test::IsPresent(_) => false,
            Test::Is(wanted, answer) => is(&value, *wanted) == *answer,
            Test::Matches(pattern) => value.as_str().is_some_and(|text| matches(text, pattern)),
            Test::Compare(family, relation, Operand::Value(other)) => {
                holds(*family, *relation, &value, other)
            }
            Test::Compare(family, relation, Operand::Path(path)) => {
                let other = look_up(path, frame)?;
                holds(*family, *relation, &value, &other)
            }
        })
    }
}

/// What a path finds; lent, where it means one value.
fn look_up<'a>(path: &Path, frame: &'a Frame<'_>) -> Result<Cow<'a, Value>, Trouble> {
    if let Some(value) = path.find(frame.data, frame) {
        return Ok(Cow::Borrowed(value));
    }
    path.evaluate(frame.data, frame).map(Cow::Owned).map_err(|_| invalid(path))
}

fn invalid(path: &Path) -> Trouble {
    Trouble::runtime(format!(
        "Invalid path '{path}': The choice state's condition path references an invalid value."
    ))
}

fn is(value: &Value, wanted: Type) -> bool {
    match wanted {
        Type::Null => value.is_null(),
        Type::Numeric => value.is_number(),
        Type::String => value.is_string(),
        Type::Boolean => value.is_boolean(),
        Type::Timestamp => value.as_str().and_then(Time::parse).is_some(),
    }
}

/// Values of another sort than the operator's never compare.
fn holds(family: Family, relation: Relation, left: &Value, right: &Value) -> bool {
    let order = match (family, left, right) {
        (Family::Boolean, Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Family::Numeric, Value::Number(left), Value::Number(right)) => compare_numbers(left, right),
        (Family::String, Value::String(left), Value::String(right)) => {
            Some(left.encode_utf16().cmp(right.encode_utf16()))
        }
        (Family::Timestamp, Value::String(left), Value::String(right)) => {
            Time::parse(left).zip(Time::parse(right)).map(|(left, right)| left.cmp(&right))
        }
        _ => None,
    };
    order.is_some_and(|order| match relation {
        Relation::Equals => order == Ordering::Equal,
        Relation::Less => order == Ordering::Less,
        Relation::Greater => order == Ordering::Greater,
        Relation::LessOrEquals => order != Ordering::Greater,
        Relation::GreaterOrEquals => order != Ordering::Less,
    })
}

/// Whether text is of a pattern: `*` is any text, `\*` and `\\` are the characters.
fn matches(text: &str, pattern: &str) -> bool {
    // Pieces between the stars: `None` is a star.
    let mut wanted: Vec<Option<char>> = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        wanted.push(match character {
            '*' => None,
            '\\' => Some(characters.next().unwrap_or('\\')),
            other => Some(other),
        });
    }
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut of) = (0, 0);
    // Where to go on when the text does not fit: behind the last star, one character further.
    let mut star: Option<(usize, usize)> = None;
    while let Some(character) = text.get(at) {
        match wanted.get(of) {
            Some(None) => {
                star = Some((of + 1, at));
                of += 1;
            }
            Some(Some(same)) if same == character => {
                at += 1;
                of += 1;
            }
            _ => match star {
                Some((behind, from)) => {
                    star = Some((behind, from + 1));
                    (of, at) = (behind, from + 1);
                }
                None => return false,
            },
        }
    }
    wanted.get(of..).is_some_and(|rest| rest.iter().all(Option::is_none))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (text, pattern, fits) in [
            ("log-2026.txt", "log-*.txt", true),
            ("log-2026.txt", "*", true),
            ("", "*", true),
            ("", "", true),
            ("a", "", false),
            ("abcabc", "*abc", true),
            ("abcabd", "*abc", false),
            ("a*b", r"a\*b", true),
            ("axb", r"a\*b", false),
            (r"a\b", r"a\\b", true),
            ("aXbYc", "a*b*c", true),
            ("zażółć", "*ó*", true),
        ] {
            assert_eq!(matches(text, pattern), fits, "{text} {pattern}");
        }
    }
}
