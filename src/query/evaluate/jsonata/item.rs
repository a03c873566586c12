//! Values while an expression is evaluated.

use super::apply::Function;
use super::fault::Fault;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde_json::{Map, Number, Value};
use std::borrow::{Borrow, Cow};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::rc::Rc;

/// How deep values may be nested.
pub(super) const MOST_NESTED: u32 = 1_000;

/// A value. JSON that comes from outside is borrowed until somebody looks into it; only arrays and objects stay `Json`.
#[derive(Clone)]
pub(super) enum Item<'a> {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Text<'a>),
    Array(List<'a>),
    Object(Rc<Members<'a>>),
    Json(&'a Value),
    Function(Rc<Function<'a>>),
}

/// Text that is borrowed or shared.
#[derive(Clone)]
pub(super) enum Text<'a> {
    Borrowed(&'a str),
    Shared(Rc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Borrowed(text) => text,
            Text::Shared(text) => text,
        }
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text<'_> {}

impl Hash for Text<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        str::hash(self, state);
    }
}

impl Borrow<str> for Text<'_> {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Text::Shared(text.into())
    }
}

/// An array, and what JSONata remembers of it.
#[derive(Clone)]
pub(super) struct List<'a> {
    pub(super) items: Rc<Items<'a>>,
    /// Made of what a query found: one item alone is that item, none is nothing.
    pub(super) sequence: bool,
    /// One item alone stays in its array.
    pub(super) keep: bool,
    /// Written as an array, so it stays one within another.
    pub(super) cons: bool,
    /// Stands for the input, which is an array itself.
    pub(super) outer: bool,
    /// Its items are tuples: objects of what steps of a path have bound.
    pub(super) tuples: bool,
}

/// The items of an array, and how deep they are nested.
pub(super) struct Items<'a> {
    pub(super) values: Vec<Item<'a>>,
    nested: u32,
}

impl<'a> Deref for List<'a> {
    type Target = [Item<'a>];

    fn deref(&self) -> &[Item<'a>] {
        &self.items.values
    }
}

impl<'a> List<'a> {
    fn flagged(values: Vec<Item<'a>>, sequence: bool) -> Self {
        let nested = values.iter().map(Item::nested).max().unwrap_or(0) + 1;
        let items = Rc::new(Items { values, nested });
        List { items, sequence, keep: false, cons: false, outer: false, tuples: false }
    }

    pub(super) fn plain(values: Vec<Item<'a>>) -> Self {
        Self::flagged(values, false)
    }

    pub(super) fn sequence(values: Vec<Item<'a>>) -> Self {
        Self::flagged(values, true)
    }

    pub(super) fn tuples(values: Vec<Item<'a>>) -> Self {
        let mut list = Self::flagged(values, true);
        list.tuples = true;
        list
    }
}

/// The members of an object.
pub(super) struct Members<'a> {
    pub(super) map: IndexMap<Text<'a>, Item<'a>, FxBuildHasher>,
    nested: u32,
}

pub(super) type MemberMap<'a> = IndexMap<Text<'a>, Item<'a>, FxBuildHasher>;

impl<'a> Item<'a> {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Item::Text(Text::from(text.into()))
    }

    pub(super) fn plain(values: Vec<Item<'a>>) -> Self {
        Item::Array(List::plain(values))
    }

    pub(super) fn sequence(values: Vec<Item<'a>>) -> Self {
        Item::Array(List::sequence(values))
    }

    pub(super) fn object(map: MemberMap<'a>) -> Self {
        let nested = map.values().map(Item::nested).max().unwrap_or(0) + 1;
        Item::Object(Rc::new(Members { map, nested }))
    }

    /// A value from outside.
    pub(super) fn json(value: &'a Value) -> Self {
        match value {
            Value::Null => Item::Null,
            Value::Bool(value) => Item::Bool(*value),
            Value::Number(number) => Item::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Item::Text(Text::Borrowed(text)),
            Value::Array(_) | Value::Object(_) => Item::Json(value),
        }
    }

    /// How deep it is nested. What comes from outside counts once.
    pub(super) fn nested(&self) -> u32 {
        match self {
            Item::Array(list) => list.items.nested,
            Item::Object(members) => members.nested,
            Item::Json(_) => 1,
            Item::Function(function) => function.nested(),
            _ => 0,
        }
    }

    pub(super) fn is_undefined(&self) -> bool {
        matches!(self, Item::Undefined)
    }

    pub(super) fn is_array(&self) -> bool {
        matches!(self, Item::Array(_) | Item::Json(Value::Array(_)))
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Item::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if it is an array.
    pub(super) fn list(&self) -> Option<List<'a>> {
        match self {
            Item::Array(list) => Some(list.clone()),
            Item::Json(Value::Array(items)) => Some(List::plain(items.iter().map(Item::json).collect())),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub(super) fn members(&self) -> Option<Rc<Members<'a>>> {
        match self {
            Item::Object(members) => Some(members.clone()),
            Item::Json(Value::Object(members)) => {
                let map =
                    members.iter().map(|(name, value)| (Text::Borrowed(name.as_str()), Item::json(value)));
                Some(Rc::new(Members { map: map.collect(), nested: 2 }))
            }
            _ => None,
        }
    }

    /// A member of an object.
    pub(super) fn member(&self, name: &str) -> Item<'a> {
        match self {
            Item::Object(members) => members.map.get(name).cloned().unwrap_or(Item::Undefined),
            Item::Json(Value::Object(members)) => members.get(name).map_or(Item::Undefined, Item::json),
            _ => Item::Undefined,
        }
    }

    /// How many items or members it has.
    pub(super) fn count(&self) -> usize {
        match self {
            Item::Array(list) => list.len(),
            Item::Object(members) => members.map.len(),
            Item::Json(Value::Array(items)) => items.len(),
            Item::Json(Value::Object(members)) => members.len(),
            _ => 0,
        }
    }

    /// A number, if it is one. JSONata works with finite numbers only.
    pub(super) fn number(&self) -> Result<Option<f64>, Fault> {
        match self {
            Item::Number(number) if number.is_nan() => Ok(None),
            Item::Number(number) if number.is_infinite() => Err(Fault::new("D1001").value("null")),
            Item::Number(number) => Ok(Some(*number)),
            _ => Ok(None),
        }
    }

    /// What it counts as where something holds or not; `None` for nothing.
    pub(super) fn truth(&self) -> Result<Option<bool>, Fault> {
        Ok(Some(match self {
            Item::Undefined => return Ok(None),
            Item::Bool(value) => *value,
            Item::Text(text) => !text.is_empty(),
            Item::Number(_) => self.number()?.is_some_and(|number| number != 0.0),
            Item::Object(_) | Item::Json(Value::Object(_)) => self.count() > 0,
            Item::Array(_) | Item::Json(Value::Array(_)) => return self.any_holds(),
            Item::Null | Item::Function(_) | Item::Json(_) => false,
        }))
    }

    /// As `truth`, where nothing counts as false.
    pub(super) fn holds(&self) -> Result<bool, Fault> {
        Ok(self.truth()?.unwrap_or(false))
    }

    fn any_holds(&self) -> Result<Option<bool>, Fault> {
        let Some(list) = self.list() else { return Ok(Some(false)) };
        match &list[..] {
            [] => Ok(Some(false)),
            [only] => only.truth(),
            items => {
                let mut any = false;
                for item in items {
                    any |= item.holds()?;
                }
                Ok(Some(any))
            }
        }
    }

    /// The name of its type, as `$type` says it.
    pub(super) fn sort(&self) -> Option<&'static str> {
        Some(match self {
            Item::Undefined => return None,
            Item::Null => "null",
            Item::Bool(_) => "boolean",
            Item::Number(_) => "number",
            Item::Text(_) => "string",
            Item::Array(_) | Item::Json(Value::Array(_)) => "array",
            Item::Object(_) | Item::Json(_) => "object",
            Item::Function(_) => "function",
        })
    }
}

/// Why a result is no JSON.
pub(super) enum NoJson {
    /// There is a function in it.
    Function,
    /// It is too large or too deep.
    TooLarge,
    /// A number in it has no value.
    Number,
}

/// A result as JSON. `left` is how many values it may have still.
pub(super) fn into_json(item: &Item<'_>, depth: u32, left: &mut usize) -> Result<Value, NoJson> {
    *left = left.checked_sub(1).ok_or(NoJson::TooLarge)?;
    if depth > MOST_NESTED {
        return Err(NoJson::TooLarge);
    }
    Ok(match item {
        Item::Undefined | Item::Null => Value::Null,
        Item::Bool(value) => Value::Bool(*value),
        Item::Number(number) => json_number(*number).ok_or(NoJson::Number)?,
        Item::Text(text) => {
            *left = left.checked_sub(text.len() / 16).ok_or(NoJson::TooLarge)?;
            Value::String(text.to_string())
        }
        Item::Array(list) => {
            let list = if list.outer {
                list.first().and_then(Item::list).unwrap_or(list.clone())
            } else {
                list.clone()
            };
            let values = list.iter().map(|item| into_json(item, depth + 1, left));
            Value::Array(values.collect::<Result<_, _>>()?)
        }
        Item::Object(members) => {
            let mut out = Map::with_capacity(members.map.len());
            for (name, item) in members.map.iter().filter(|(_, item)| !item.is_undefined()) {
                out.insert(name.to_string(), into_json(item, depth + 1, left)?);
            }
            Value::Object(out)
        }
        Item::Json(value) => copy(value, depth, left)?,
        Item::Function(_) => return Err(NoJson::Function),
    })
}

/// A copy of JSON that came from outside, numbers as they were written.
fn copy(value: &Value, depth: u32, left: &mut usize) -> Result<Value, NoJson> {
    *left = left.checked_sub(1).ok_or(NoJson::TooLarge)?;
    if depth > MOST_NESTED {
        return Err(NoJson::TooLarge);
    }
    Ok(match value {
        Value::Array(items) => {
            let values = items.iter().map(|item| copy(item, depth + 1, left));
            Value::Array(values.collect::<Result<_, _>>()?)
        }
        Value::Object(members) => {
            let mut out = Map::with_capacity(members.len());
            for (name, value) in members {
                out.insert(name.clone(), copy(value, depth + 1, left)?);
            }
            Value::Object(out)
        }
        Value::String(text) => {
            *left = left.checked_sub(text.len() / 16).ok_or(NoJson::TooLarge)?;
            Value::String(text.clone())
        }
        other => other.clone(),
    })
}

/// A number as JSON: whole ones without a fraction.
pub(super) fn json_number(number: f64) -> Option<Value> {
    if let Some(whole) = super::super::number::integer(number) {
        return Some(whole.into());
    }
    if !number.is_finite() {
        return None;
    }
    if number.fract() == 0.0 && number.abs() < 1e21 {
        // Whole, and too large for an integer: JavaScript writes the digits all the same.
        return serde_json::from_str(&number_text(number)).ok();
    }
    Number::from_f64(number).map(Value::Number)
}

/// A number as JavaScript writes it.
pub(super) fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if !number.is_finite() {
        return if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    if (1e-6..1e21).contains(&number.abs()) {
        return number.to_string();
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, power)) if !power.starts_with('-') => format!("{digits}e+{power}"),
        _ => text,
    }
}

/// Text for messages: a value as JSON.
pub(super) fn shown(item: &Item<'_>) -> Cow<'static, str> {
    match item {
        Item::Undefined => "undefined".into(),
        Item::Function(_) => "{}".into(),
        item => match into_json(item, 0, &mut 10_000) {
            Ok(value) => value.to_string().into(),
            Err(NoJson::Number) => "null".into(),
            Err(_) => "[…]".into(),
        },
    }
}
