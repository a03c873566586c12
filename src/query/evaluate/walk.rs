//! Following a path through data.

use super::Scope;
use super::error::PathError;
use super::{filter, function, scan};
use crate::query::path::{Path, Root, Segment, Selector};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write;

/// How many values one evaluation may look at. Data of 256 KB holds far fewer; a path such as `$..*..*..*` wants more.
const MOST_STEPS: usize = 20_000_000;

/// What a path is evaluated in.
pub(super) struct Surroundings<'a> {
    /// `$`.
    pub(super) data: &'a Value,
    pub(super) scope: &'a dyn Scope,
    /// How many more values may be looked at.
    pub(super) left: Cell<usize>,
}

/// What a path gives.
pub(super) enum Found<'a> {
    /// The value of a path that means one.
    One(Cow<'a, Value>),
    /// The values of a path that may mean several.
    Many(Vec<Cow<'a, Value>>),
}

impl Found<'_> {
    pub(super) fn into_value(self) -> Value {
        match self {
            Found::One(value) => value.into_owned(),
            Found::Many(values) => Value::Array(values.into_iter().map(Cow::into_owned).collect()),
        }
    }
}

impl<'a> Surroundings<'a> {
    pub(super) fn new(data: &'a Value, scope: &'a dyn Scope) -> Self {
        Surroundings { data, scope, left: Cell::new(MOST_STEPS) }
    }

    /// Counts values that are looked at.
    pub(super) fn spend(&self, steps: usize) -> Result<(), PathError> {
        match self.left.get().checked_sub(steps) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(PathError::new(format!("The path looks at more than {MOST_STEPS} values"))),
        }
    }

    /// What a path starts from. `item` is `@`.
    pub(super) fn start(&self, path: &Path, item: Option<&'a Value>) -> Result<&'a Value, PathError> {
        match path.root() {
            Root::Input => Ok(self.data),
            Root::Context => Ok(self.scope.context()),
            Root::Current => item.ok_or_else(|| PathError::new("`@` has no meaning outside of a filter")),
            Root::Variable(name) => {
                let message = || PathError::new(format!("The variable '${name}' has no value"));
                self.scope.variable(name).ok_or_else(message)
            }
        }
    }
}

impl Path {
    /// What the path gives: its value if it [means one](Self::is_definite), else an array of what it finds, which may
    /// be empty.
    ///
    /// Several names at the end pick these members of an object, so they give an object.
    ///
    /// ```
    /// use serde_json::{Value, json};
    /// use stepwright::query::{Path, Scope};
    ///
    /// # struct Nothing;
    /// # impl Scope for Nothing {
    /// #     fn context(&self) -> &Value {
    /// #         &Value::Null
    /// #     }
    /// #     fn variable(&self, _name: &str) -> Option<&Value> {
    /// #         None
    /// #     }
    /// # }
    /// let data = json!({ "orders": [{ "id": 1, "total": 5 }, { "id": 2, "total": 50 }] });
    /// let give = |path: &str| Path::parse(path).unwrap().evaluate(&data, &Nothing).unwrap();
    /// assert_eq!(give("$.orders[-1].id"), json!(2));
    /// assert_eq!(give("$.orders[?(@.total < 10)].id"), json!([1]));
    /// assert_eq!(give("$..total"), json!([5, 50]));
    /// assert_eq!(give("$.orders.length()"), json!(2));
    /// ```
    ///
    /// # Errors
    ///
    /// Says where a path that means one value leaves the data, in the words that Step Functions hands on.
    pub fn evaluate(&self, data: &Value, scope: &dyn Scope) -> Result<Value, PathError> {
        if let Some(value) = self.find(data, scope) {
            return Ok(value.clone());
        }
        let surroundings = Surroundings::new(data, scope);
        let start = surroundings.start(self, None)?;
        follow(&surroundings, self.segments(), start).map(Found::into_value)
    }

    /// The value of a path of members and elements, if it is there, without a copy. Of any other path, `None`.
    pub fn find<'a>(&self, data: &'a Value, scope: &'a dyn Scope) -> Option<&'a Value> {
        let mut value = match self.root() {
            Root::Input => data,
            Root::Context => scope.context(),
            Root::Variable(name) => scope.variable(name)?,
            Root::Current => return None,
        };
        for segment in self.segments() {
            if segment.deep {
                return None;
            }
            value = match &segment.selector {
                Selector::Name(name) => value.as_object()?.get(name)?,
                Selector::Index(index) => element(value.as_array()?, *index)?,
                Selector::FromEnd(distance) => element(value.as_array()?, distance.checked_neg()?)?,
                _ => return None,
            };
        }
        Some(value)
    }
}

/// The element at an index; negative ones count from the end.
pub(super) fn element(items: &[Value], index: i64) -> Option<&Value> {
    let index = if index < 0 { i64::try_from(items.len()).ok()?.checked_add(index)? } else { index };
    items.get(usize::try_from(index).ok()?)
}

/// Follows the steps of a path from `start`.
pub(super) fn follow<'a>(
    surroundings: &Surroundings<'a>,
    segments: &[Segment],
    start: &'a Value,
) -> Result<Found<'a>, PathError> {
    let mut found = Found::One(Cow::Borrowed(start));
    for (index, segment) in segments.iter().enumerate() {
        let before = segments.get(..index).unwrap_or_default();
        let is_last = index + 1 == segments.len();
        if let Selector::Function(function) = &segment.selector {
            return Ok(Found::One(Cow::Owned(function::apply(surroundings, function, found.into_value())?)));
        }
        found = match found {
            Found::One(Cow::Borrowed(value)) if !segment.deep => {
                one(surroundings, before, segment, value, is_last)?
            }
            Found::One(Cow::Borrowed(value)) => {
                Found::Many(scan::everywhere(surroundings, &segment.selector, value)?)
            }
            Found::Many(values) => {
                let mut out = Vec::new();
                for value in values {
                    // Only what the last step makes is owned, so there is nothing to follow into the rest.
                    let Cow::Borrowed(value) = value else { continue };
                    if segment.deep {
                        out.extend(scan::everywhere(surroundings, &segment.selector, value)?);
                    } else {
                        pick(surroundings, &segment.selector, value, is_last, &mut out)?;
                    }
                }
                Found::Many(out)
            }
            owned => owned,
        };
    }
    Ok(found)
}

/// Takes a step from the one value that the steps before it mean.
fn one<'a>(
    surroundings: &Surroundings<'a>,
    before: &[Segment],
    segment: &Segment,
    value: &'a Value,
    is_last: bool,
) -> Result<Found<'a>, PathError> {
    let fragment = fragment(&segment.selector);
    match &segment.selector {
        Selector::Name(_) | Selector::Names(_) => {
            let Value::Object(members) = value else {
                let before = written(before);
                return Err(PathError::new(format!("Property {fragment} not found in path {before}")));
            };
            match &segment.selector {
                Selector::Name(name) => match members.get(name) {
                    Some(value) => Ok(Found::One(Cow::Borrowed(value))),
                    None => {
                        let path = format!("{}{fragment}", written(before));
                        let what = if is_last { "No results for path:" } else { "Missing property in path" };
                        Err(PathError::new(format!("{what} {path}")))
                    }
                },
                Selector::Names(names) if is_last => {
                    Ok(Found::One(Cow::Owned(Value::Object(some_members(names, members)))))
                }
                _ => many(surroundings, segment, value, is_last),
            }
        }
        Selector::Index(_) | Selector::FromEnd(_) | Selector::Indexes(_) | Selector::Slice { .. } => {
            let items = match value {
                Value::Array(items) => items,
                Value::Null => return Err(PathError::new(format!("The path {} is null", written(before)))),
                _ => {
                    return Err(PathError::new(format!(
                        "Filter: {fragment} can only be applied to arrays. Current context is: {value}"
                    )));
                }
            };
            let index = match &segment.selector {
                Selector::Index(index) => *index,
                Selector::FromEnd(distance) => -*distance,
                _ => return many(surroundings, segment, value, is_last),
            };
            match element(items, index) {
                Some(value) => Ok(Found::One(Cow::Borrowed(value))),
                None => {
                    let path = format!("{}{fragment}", written(before));
                    Err(if is_last {
                        PathError::beyond(&path)
                    } else {
                        PathError::new(format!("Index out of bounds when evaluating path {path}"))
                    })
                }
            }
        }
        Selector::Filter(_) if !value.is_array() && !value.is_object() => Err(PathError::new(format!(
            "Filter: {fragment} can not be applied to primitives. Current context is: {value}"
        ))),
        _ => many(surroundings, segment, value, is_last),
    }
}

fn many<'a>(
    surroundings: &Surroundings<'a>,
    segment: &Segment,
    value: &'a Value,
    is_last: bool,
) -> Result<Found<'a>, PathError> {
    let mut out = Vec::new();
    pick(surroundings, &segment.selector, value, is_last, &mut out)?;
    Ok(Found::Many(out))
}

/// Adds what a step picks from a value; nothing where the value is of another kind.
pub(super) fn pick<'a>(
    surroundings: &Surroundings<'a>,
    selector: &Selector,
    value: &'a Value,
    is_last: bool,
    out: &mut Vec<Cow<'a, Value>>,
) -> Result<(), PathError> {
    surroundings.spend(1)?;
    match (selector, value) {
        (Selector::Name(name), Value::Object(members)) => out.extend(members.get(name).map(Cow::Borrowed)),
        (Selector::Names(names), Value::Object(members)) if is_last => {
            out.push(Cow::Owned(Value::Object(some_members(names, members))));
        }
        (Selector::Names(names), Value::Object(members)) => {
            out.extend(names.iter().filter_map(|name| members.get(name)).map(Cow::Borrowed));
        }
        (Selector::Wildcard, Value::Object(members)) => {
            surroundings.spend(members.len())?;
            out.extend(members.values().map(Cow::Borrowed));
        }
        (Selector::Wildcard, Value::Array(items)) => {
            surroundings.spend(items.len())?;
            out.extend(items.iter().map(Cow::Borrowed));
        }
        (Selector::Index(index), Value::Array(items)) => {
            out.extend(element(items, *index).map(Cow::Borrowed))
        }
        (Selector::FromEnd(distance), Value::Array(items)) => {
            out.extend(element(items, -*distance).map(Cow::Borrowed));
        }
        (Selector::Indexes(indexes), Value::Array(items)) => {
            out.extend(indexes.iter().filter_map(|index| element(items, *index)).map(Cow::Borrowed));
        }
        (Selector::Slice { start, end }, Value::Array(items)) => {
            let (from, to) = range(items.len(), *start, *end);
            surroundings.spend(items.len())?;
            out.extend((from..to).filter_map(|index| element(items, index)).map(Cow::Borrowed));
        }
        (Selector::Filter(condition), Value::Array(items)) => {
            for item in items {
                if filter::holds(surroundings, condition, item)? {
                    out.push(Cow::Borrowed(item));
                }
            }
        }
        (Selector::Filter(condition), Value::Object(_)) if filter::holds(surroundings, condition, value)? => {
            out.push(Cow::Borrowed(value));
        }
        _ => {}
    }
    Ok(())
}

fn some_members(names: &[String], members: &Map<String, Value>) -> Map<String, Value> {
    let found = names.iter().filter_map(|name| Some((name.clone(), members.get(name)?.clone())));
    found.collect()
}

/// The indexes of a slice. With both ends given, a negative start still counts from the end of the array, one by one,
/// and a negative end means nothing, as it does in Jayway.
fn range(length: usize, start: Option<i64>, end: Option<i64>) -> (i64, i64) {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    match (start, end) {
        (Some(start), Some(end)) => (start.max(-length), end.min(length)),
        (Some(start), None) => ((if start < 0 { length + start } else { start }).max(0), length),
        (None, Some(end)) => (0, (if end < 0 { length + end } else { end }).min(length)),
        (None, None) => (0, length),
    }
}

/// Steps as Jayway writes them in its messages.
fn written(segments: &[Segment]) -> String {
    let mut out = "$".to_owned();
    for segment in segments {
        out.push_str(&fragment(&segment.selector));
    }
    out
}

fn fragment(selector: &Selector) -> String {
    match selector {
        Selector::Name(name) => format!("['{name}']"),
        Selector::Names(names) => format!("['{}']", names.join("','")),
        Selector::Wildcard => "[*]".to_owned(),
        Selector::Index(index) => format!("[{index}]"),
        Selector::Indexes(indexes) => {
            let mut out = "[".to_owned();
            for (number, index) in indexes.iter().enumerate() {
                let comma = if number > 0 { "," } else { "" };
                // Writing to a string cannot fail.
                let _ = write!(out, "{comma}{index}");
            }
            out + "]"
        }
        Selector::Slice { start, end } => {
            let bound = |bound: &Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            format!("[{}:{}]", bound(start), bound(end))
        }
        Selector::FromEnd(distance) => format!("[(@.length-{distance})]"),
        Selector::Filter(_) => "[?]".to_owned(),
        Selector::Function(function) => format!(".{}()", function.name),
    }
}
