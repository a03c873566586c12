//! Going through a value, with the place of each part of it.

use crate::diagnostic::pointer;
use serde_json::{Map, Value};

/// Where a value stands, spelled only when something is found.
pub(super) enum Here<'a> {
    Root(&'a str),
    Key(&'a Here<'a>, &'a str),
    Index(&'a Here<'a>, usize),
}

impl Here<'_> {
    pub(super) fn pointer(&self) -> String {
        match self {
            Here::Root(base) => (*base).to_owned(),
            Here::Key(parent, key) => pointer(&parent.pointer(), key),
            Here::Index(parent, index) => format!("{}/{index}", parent.pointer()),
        }
    }
}

/// What is said somewhere in a value.
pub(super) enum Part<'a> {
    Key(&'a str),
    /// A text, and the key whose value it is; of an item, that of the list.
    Text(&'a str, &'a str),
}

/// Hands over the keys and texts in a value, in document order. The depth is that of what was read, which is bounded.
pub(super) fn parts<'a>(
    key: &'a str,
    value: &'a Value,
    here: &Here<'_>,
    each: &mut impl FnMut(Part<'a>, &Here<'_>),
) {
    match value {
        Value::String(text) => each(Part::Text(text, key), here),
        Value::Object(map) => members(map, here, each),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                parts(key, item, &Here::Index(here, index), each);
            }
        }
        _ => {}
    }
}

/// The same of an object.
pub(super) fn members<'a>(
    map: &'a Map<String, Value>,
    here: &Here<'_>,
    each: &mut impl FnMut(Part<'a>, &Here<'_>),
) {
    for (key, value) in map {
        let here = Here::Key(here, key);
        each(Part::Key(key), &here);
        parts(key, value, &here, each);
    }
}
