//! Maps in a template: values by names that the user chooses.

use super::{Literal, Property, Reference};
use indexmap::IndexMap;
use serde::{Serialize, Serializer};

/// A template property that maps names to values: environment variables, labels, tags. Order is kept.
///
/// ```
/// use stepwright::reference::{Entries, Reference};
///
/// let variables: Entries<String> = [("TABLE", Reference::to("Orders"))].into();
/// assert_eq!(serde_json::to_string(&variables).unwrap(), r#"{"TABLE":{"Ref":"Orders"}}"#);
///
/// let more = variables.with("STAGE", "test");
/// assert_eq!(serde_json::to_string(&more).unwrap(), r#"{"TABLE":{"Ref":"Orders"},"STAGE":"test"}"#);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Entries<T> {
    /// Entry by entry.
    Items(IndexMap<String, Property<T>>),
    /// A map known on deployment.
    Reference(Reference),
}

impl<T> Entries<T> {
    /// No entries.
    pub fn new() -> Self {
        Entries::Items(IndexMap::new())
    }

    /// Adds an entry, or puts another value in its place. What was a reference to a whole map becomes this one
    /// entry.
    pub fn with(self, name: impl Into<String>, value: impl Into<Property<T>>) -> Self {
        let mut items = match self {
            Entries::Items(items) => items,
            Entries::Reference(_) => IndexMap::new(),
        };
        items.insert(name.into(), value.into());
        Entries::Items(items)
    }

    /// The value under `name`, where it is written down.
    pub fn get(&self, name: &str) -> Option<&Property<T>> {
        match self {
            Entries::Items(items) => items.get(name),
            Entries::Reference(_) => None,
        }
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Serialize> Literal for Entries<T> {}

impl<T: Serialize> Serialize for Entries<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Entries::Items(items) => items.serialize(serializer),
            Entries::Reference(reference) => reference.serialize(serializer),
        }
    }
}

impl<T, K: Into<String>, V: Into<Property<T>>> From<Vec<(K, V)>> for Entries<T> {
    fn from(items: Vec<(K, V)>) -> Self {
        items.into_iter().collect()
    }
}

impl<T, K: Into<String>, V: Into<Property<T>>, const N: usize> From<[(K, V); N]> for Entries<T> {
    fn from(items: [(K, V); N]) -> Self {
        items.into_iter().collect()
    }
}

impl<T, K: Into<String>, V: Into<Property<T>>> From<IndexMap<K, V>> for Entries<T> {
    fn from(items: IndexMap<K, V>) -> Self {
        items.into_iter().collect()
    }
}

impl<T, K: Into<String>, V: Into<Property<T>>> FromIterator<(K, V)> for Entries<T> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(items: I) -> Self {
        Entries::Items(items.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl<T> From<Reference> for Entries<T> {
    fn from(reference: Reference) -> Self {
        Entries::Reference(reference)
    }
}

impl<T> From<&Reference> for Entries<T> {
    fn from(reference: &Reference) -> Self {
        Entries::Reference(reference.clone())
    }
}
