//! Functions that end a path: `.length()`.

use super::error::PathError;
use super::filter;
use super::number::decimal;
use super::walk::{Surroundings, follow};
use crate::query::path::{FunctionArgument, PathFunction};
use serde_json::Value;

/// What a function makes of the value of everything before it.
pub(super) fn apply(
    surroundings: &Surroundings<'_>,
    function: &PathFunction,
    value: Value,
) -> Result<Value, PathError> {
    let mut arguments = Vec::new();
    for argument in &function.arguments {
        arguments.push(match argument {
            FunctionArgument::Literal(literal) => filter::value(literal),
            FunctionArgument::Path(path) => {
                let start = surroundings.start(path, Some(surroundings.data))?;
                follow(surroundings, path.segments(), start)?.into_value()
            }
        });
    }
    match function.name {
        "length" | "size" => Ok(match arguments.first().unwrap_or(&value) {
            Value::Array(items) => items.len().into(),
            Value::Object(members) => members.len().into(),
            _ => Value::Null,
        }),
        "keys" => Ok(match value {
            Value::Object(members) => {
                Value::Array(members.into_iter().map(|(name, _)| Value::String(name)).collect())
            }
            _ => Value::Null,
        }),
        "concat" => {
            let mut out = String::new();
            for value in items(&value).iter().chain(arguments.iter().flat_map(items)) {
                match value {
                    Value::String(text) => out.push_str(text),
                    Value::Number(number) => out.push_str(&number.to_string()),
                    _ => {}
                }
            }
            Ok(Value::String(out))
        }
        "append" => match value {
            Value::Array(mut items) => {
                items.extend(arguments);
                Ok(Value::Array(items))
            }
            other => Ok(other),
        },
        "first" | "last" | "index" => {
            let Value::Array(items) = value else {
                let name = function.name;
                return Err(PathError::new(format!("The function {name} can only be applied to arrays")));
            };
            let index = match (function.name, arguments.first()) {
                ("first", _) => 0,
                ("last", _) => -1,
                (_, Some(Value::Number(number))) => number.as_i64().unwrap_or(i64::MAX),
                _ => return Err(PathError::new("The argument of the function index is no number")),
            };
            let found = super::walk::element(&items, index);
            found.cloned().ok_or_else(|| PathError::new(format!("Index {index} is out of bounds")))
        }
        name => {
            let numbers: Vec<f64> = items(&value)
                .iter()
                .chain(arguments.iter().flat_map(items))
                .filter_map(Value::as_f64)
                .collect();
            if numbers.is_empty() {
                let message = "Aggregation function attempted to calculate value using empty array";
                return Err(PathError::new(message));
            }
            Ok(decimal(aggregate(name, &numbers)))
        }
    }
}

fn aggregate(name: &str, numbers: &[f64]) -> f64 {
    // No more numbers than memory holds: they fit a double exactly.
    let count = numbers.len() as f64;
    let sum: f64 = numbers.iter().sum();
    match name {
        "min" => numbers.iter().copied().fold(f64::INFINITY, f64::min),
        "max" => numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        "avg" => sum / count,
        "stddev" => {
            let squares: f64 = numbers.iter().map(|number| number * number).sum();
            (squares / count - (sum / count) * (sum / count)).max(0.0).sqrt()
        }
        _ => sum,
    }
}

/// The elements of an array; of any other value, itself.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        other => std::slice::from_ref(other),
    }
}
