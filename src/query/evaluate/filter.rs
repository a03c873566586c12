//! Whether the condition of a filter holds.

use super::compare::{equal, order, same};
use super::error::PathError;
use super::walk::{Found, Surroundings, follow};
use crate::query::filter::{Comparison, Filter, Operand, Operator, Pattern};
use crate::query::literal::Literal;
use crate::query::path::Path;
use fancy_regex::{Regex, RegexBuilder};
use serde_json::Value;
use std::borrow::Cow;

/// How often a pattern may try again before it counts as no match.
const MOST_RETRIES: usize = 100_000;

/// Whether a condition holds of `item`.
pub(super) fn holds<'a>(
    surroundings: &Surroundings<'a>,
    filter: &Filter,
    item: &'a Value,
) -> Result<bool, PathError> {
    surroundings.spend(1)?;
    match filter {
        Filter::Or(parts) => {
            for part in parts {
                if holds(surroundings, part, item)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Filter::And(parts) => {
            for part in parts {
                if !holds(surroundings, part, item)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Filter::Not(inner) => Ok(!holds(surroundings, inner, item)?),
        Filter::Exists(path) => Ok(value_of(surroundings, path, item)?.is_some()),
        Filter::Compare(comparison) => compare(surroundings, comparison, item),
    }
}

/// The value of a path in a filter; `None` where it gives nothing.
fn value_of<'a>(
    surroundings: &Surroundings<'a>,
    path: &Path,
    item: &'a Value,
) -> Result<Option<Cow<'a, Value>>, PathError> {
    let Ok(start) = surroundings.start(path, Some(item)) else { return Ok(None) };
    match follow(surroundings, path.segments(), start) {
        Ok(Found::One(value)) => Ok(Some(value)),
        Ok(many) => Ok(Some(Cow::Owned(many.into_value()))),
        // What was spent stays spent: an evaluation without steps left ends at the next one.
        Err(_) => surroundings.spend(1).map(|()| None),
    }
}

fn compare<'a>(
    surroundings: &Surroundings<'a>,
    comparison: &Comparison,
    item: &'a Value,
) -> Result<bool, PathError> {
    let operator = comparison.operator;
    let left = operand(surroundings, &comparison.left, item)?;
    if let Operand::Pattern(pattern) = &comparison.right {
        return matches(pattern, left.as_deref());
    }
    let right = operand(surroundings, &comparison.right, item)?;
    let (left, right) = match (left, right) {
        (Some(left), Some(right)) => (left, right),
        _ => return Ok(matches!(operator, Operator::NotEqual | Operator::NotSame | Operator::NotIn)),
    };
    surroundings.spend(weight(&left) + weight(&right))?;
    let (left, right) = (&*left, &*right);
    Ok(match operator {
        Operator::Equal => equal(left, right),
        Operator::NotEqual => !equal(left, right),
        Operator::Same => same(left, right),
        Operator::NotSame => !same(left, right),
        Operator::Less => order(left, right).is_some_and(|order| order.is_lt()),
        Operator::LessOrEqual => order(left, right).is_some_and(|order| order.is_le()),
        Operator::Greater => order(left, right).is_some_and(|order| order.is_gt()),
        Operator::GreaterOrEqual => order(left, right).is_some_and(|order| order.is_ge()),
        Operator::Matches => match right {
            Value::String(source) => {
                matches(&Pattern { source: source.clone(), flags: String::new() }, Some(left))?
            }
            _ => false,
        },
        Operator::In => holds_all(surroundings, right, std::slice::from_ref(left))?,
        Operator::NotIn => !holds_all(surroundings, right, std::slice::from_ref(left))?,
        Operator::SubsetOf => match left {
            Value::Array(items) => holds_all(surroundings, right, items)?,
            _ => false,
        },
        Operator::AnyOf => holds_any(surroundings, left, right)?.unwrap_or(false),
        Operator::NoneOf => holds_any(surroundings, left, right)?.is_some_and(|any| !any),
        Operator::All => match right {
            Value::Array(items) => holds_all(surroundings, left, items)?,
            _ => false,
        },
        Operator::Contains => match (left, right) {
            (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
            _ => holds_all(surroundings, left, std::slice::from_ref(right))?,
        },
        Operator::Size => match (length(left), right) {
            (Some(length), Value::Number(wanted)) => wanted.as_u64() == u64::try_from(length).ok(),
            _ => false,
        },
        Operator::Empty => match (length(left), right) {
            (Some(length), Value::Bool(wanted)) => (length == 0) == *wanted,
            _ => false,
        },
    })
}

/// Roughly how much there is to compare.
fn weight(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        Value::String(text) => text.len() / 64,
        _ => 0,
    }
}

fn length(value: &Value) -> Option<usize> {
    match value {
        Value::Array(items) => Some(items.len()),
        Value::String(text) => Some(text.encode_utf16().count()),
        _ => None,
    }
}

/// Whether a list holds every one of some values.
fn holds_all(surroundings: &Surroundings<'_>, list: &Value, wanted: &[Value]) -> Result<bool, PathError> {
    let Value::Array(items) = list else { return Ok(false) };
    surroundings.spend(items.len().saturating_mul(wanted.len()))?;
    Ok(wanted.iter().all(|wanted| items.iter().any(|item| equal(item, wanted))))
}

/// Whether two lists have an element in common; `None` if one of them is no list.
fn holds_any(
    surroundings: &Surroundings<'_>,
    left: &Value,
    right: &Value,
) -> Result<Option<bool>, PathError> {
    let (Value::Array(left), Value::Array(right)) = (left, right) else { return Ok(None) };
    surroundings.spend(left.len().saturating_mul(right.len()))?;
    Ok(Some(left.iter().any(|left| right.iter().any(|right| equal(left, right)))))
}

fn operand<'a>(
    surroundings: &Surroundings<'a>,
    operand: &Operand,
    item: &'a Value,
) -> Result<Option<Cow<'a, Value>>, PathError> {
    match operand {
        Operand::Path(path) => value_of(surroundings, path, item),
        Operand::Literal(literal) => Ok(Some(Cow::Owned(value(literal)))),
        Operand::Word(word) => Ok(Some(Cow::Owned(Value::String(word.clone())))),
        Operand::Pattern(pattern) => Ok(Some(Cow::Owned(Value::String(pattern.source.clone())))),
    }
}

/// A value that was written down.
pub(super) fn value(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => Value::String(text.clone()),
        Literal::Number(number) => serde_json::from_str(number).unwrap_or_default(),
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Null => Value::Null,
        Literal::Array(items) => Value::Array(items.iter().map(value).collect()),
        Literal::Object(members) => {
            Value::Object(members.iter().map(|(name, literal)| (name.clone(), value(literal))).collect())
        }
    }
}

/// Whether all of a text, or a number as text, fits a pattern.
fn matches(pattern: &Pattern, value: Option<&Value>) -> Result<bool, PathError> {
    let text = match value {
        Some(Value::String(text)) => Cow::Borrowed(text.as_str()),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Cow::Owned(value.to_string()),
        _ => return Ok(false),
    };
    Ok(compile(pattern)?.is_match(&*text).unwrap_or(false))
}

fn compile(pattern: &Pattern) -> Result<Regex, PathError> {
    let flags: String = pattern.flags.chars().filter(|flag| "imsx".contains(*flag)).collect();
    let flags = if flags.is_empty() { flags } else { format!("(?{flags})") };
    let source = pattern.source.replace("\\/", "/");
    RegexBuilder::new(&format!("{flags}^(?:{source})$"))
        .backtrack_limit(MOST_RETRIES)
        .build()
        .map_err(|error| PathError::new(format!("Could not compile the pattern {}: {error}", pattern.source)))
}
