//! A value.

use super::marker::{self, Leaf};
use super::{Entries, Expression, Text};
use crate::reference::Reference;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::{Map, Number, Value};

/// A JSON value in which expressions and references may stand.
#[derive(Clone, Debug, Default)]
pub(crate) enum Tree {
    #[default]
    Null,
    Bool(bool),
    /// By its text.
    Number(Text),
    Text(Text),
    List(Vec<Tree>),
    Object(Entries),
    Expression(Box<Expression>),
    Reference(Box<Reference>),
}

impl Tree {
    /// Text that is fixed in the program.
    pub(crate) const fn fixed(text: &'static str) -> Self {
        Tree::Text(Text::new_static(text))
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_u64(&self) -> Option<u64> {
        match self {
            Tree::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Entries> {
        match self {
            Tree::Object(entries) => Some(entries),
            _ => None,
        }
    }

    pub(crate) fn as_list(&self) -> Option<&[Tree]> {
        match self {
            Tree::List(items) => Some(items),
            _ => None,
        }
    }

    /// The value under a key, where it is an object that has one.
    pub(crate) fn get(&self, key: &str) -> Option<&Tree> {
        self.as_object()?.get(key)
    }

    /// The same, to be changed.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Tree> {
        match self {
            Tree::Object(entries) => entries.get_mut(key),
            _ => None,
        }
    }

    /// The first expression in it, in order.
    pub(crate) fn first_expression(&self) -> Option<&Expression> {
        self.find_expression(&|_| true)
    }

    /// The first expression in it of which something holds, in order.
    pub(crate) fn find_expression(&self, holds: &impl Fn(&Expression) -> bool) -> Option<&Expression> {
        match self {
            Tree::Expression(expression) => Some(&**expression).filter(|expression| holds(expression)),
            Tree::List(items) => items.iter().find_map(|item| item.find_expression(holds)),
            Tree::Object(entries) => entries.values().find_map(|value| value.find_expression(holds)),
            _ => None,
        }
    }

    /// As JSON: references as CloudFormation writes them, expressions as text that is known again.
    pub(crate) fn into_value(self) -> Value {
        self.value(&|reference| reference.to_json())
    }

    /// As JSON from which the same comes back: expressions and references as text that is known again.
    pub(crate) fn into_marked(self) -> Value {
        self.value(&|reference| marker::of_reference(reference).into())
    }

    fn value(self, write: &impl Fn(&Reference) -> Value) -> Value {
        match self {
            Tree::Null => Value::Null,
            Tree::Bool(yes) => Value::Bool(yes),
            Tree::Number(text) => text.parse().map_or(Value::Null, Value::Number),
            Tree::Text(text) => Value::String(text.into()),
            Tree::List(items) => items.into_iter().map(|item| item.value(write)).collect(),
            Tree::Object(entries) => {
                let entries = entries.into_iter().map(|(key, value)| (key.into(), value.value(write)));
                Value::Object(entries.collect())
            }
            Tree::Expression(expression) => marker::of_expression(&expression).into(),
            Tree::Reference(reference) => write(&reference),
        }
    }
}

impl From<Value> for Tree {
    /// Data: an object that looks like a reference is an object. Text that stands for an expression becomes one again.
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Tree::Null,
            Value::Bool(yes) => Tree::Bool(yes),
            Value::Number(number) => number.into(),
            Value::String(text) => marker::read(&text).unwrap_or_else(|| Tree::Text(text.into())),
            Value::Array(items) => Tree::List(items.into_iter().map(Tree::from).collect()),
            Value::Object(map) => Tree::Object(map.into()),
        }
    }
}

impl From<Map<String, Value>> for Entries {
    fn from(map: Map<String, Value>) -> Self {
        let mut entries = Entries::with_capacity(map.len());
        for (key, value) in map {
            entries.push(key.into(), value.into());
        }
        entries
    }
}

impl From<Entries> for Map<String, Value> {
    /// As [`Tree::into_value`].
    fn from(entries: Entries) -> Self {
        entries.into_iter().map(|(key, value)| (key.into(), value.into_value())).collect()
    }
}

impl From<Number> for Tree {
    fn from(number: Number) -> Self {
        Tree::Number(Text::new(number.as_str()))
    }
}

impl From<bool> for Tree {
    fn from(yes: bool) -> Self {
        Tree::Bool(yes)
    }
}

impl From<u32> for Tree {
    fn from(number: u32) -> Self {
        Tree::Number(smol_str::format_smolstr!("{number}"))
    }
}

impl From<Text> for Tree {
    fn from(text: Text) -> Self {
        Tree::Text(text)
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Self {
        Tree::Text(text.into())
    }
}

impl From<Entries> for Tree {
    fn from(entries: Entries) -> Self {
        Tree::Object(entries)
    }
}

impl From<Vec<Tree>> for Tree {
    fn from(items: Vec<Tree>) -> Self {
        Tree::List(items)
    }
}

impl From<Reference> for Tree {
    fn from(reference: Reference) -> Self {
        Tree::Reference(Box::new(reference))
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        marker::serialize(self, serializer)
    }
}

impl Leaf for Tree {
    fn to_tree(&self) -> Tree {
        self.clone()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Null => serializer.serialize_unit(),
            Tree::Bool(yes) => serializer.serialize_bool(*yes),
            Tree::Number(text) => match text.parse::<Number>() {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_unit(),
            },
            Tree::Text(text) => serializer.serialize_str(text),
            Tree::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Tree::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries.iter() {
                    map.serialize_entry(key.as_str(), value)?;
                }
                map.end()
            }
            Tree::Expression(expression) => expression.serialize(serializer),
            Tree::Reference(reference) => reference.serialize(serializer),
        }
    }
}
