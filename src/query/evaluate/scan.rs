//! Trying a step at every depth: `..`.

use super::error::PathError;
use super::walk::{Surroundings, pick};
use super::{filter, walk};
use crate::query::path::Selector;
use serde_json::Value;
use std::borrow::Cow;

/// What a step picks from a value and from everything in it, outer values first.
pub(super) fn everywhere<'a>(
    surroundings: &Surroundings<'a>,
    selector: &Selector,
    value: &'a Value,
) -> Result<Vec<Cow<'a, Value>>, PathError> {
    let mut out = Vec::new();
    let mut ahead = vec![value];
    while let Some(value) = ahead.pop() {
        surroundings.spend(1)?;
        match (selector, value) {
            // An array is no candidate itself; its elements come up by themselves.
            (Selector::Filter(condition), Value::Object(_))
                if filter::holds(surroundings, condition, value)? =>
            {
                out.push(Cow::Borrowed(value));
            }
            (Selector::Filter(_), _) => {}
            (Selector::Names(names), Value::Object(members)) => {
                if names.iter().all(|name| members.contains_key(name)) {
                    walk::pick(surroundings, selector, value, true, &mut out)?;
                }
            }
            _ => pick(surroundings, selector, value, false, &mut out)?,
        }
        match value {
            Value::Object(members) => ahead.extend(members.values().rev()),
            Value::Array(items) => ahead.extend(items.iter().rev()),
            _ => {}
        }
    }
    Ok(out)
}
