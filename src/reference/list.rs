//! Lists in a template, whole or by item.

use super::{Literal, Property, Reference};
use serde::{Serialize, Serializer};

/// A template property that is a list: items that may each be a reference, or a reference to a whole list.
///
/// ```
/// use stepwright::reference::{List, Reference};
///
/// let both: List<String> = [Reference::to("SubnetA"), Reference::to("SubnetB")].into();
/// assert_eq!(serde_json::to_string(&both).unwrap(), r#"[{"Ref":"SubnetA"},{"Ref":"SubnetB"}]"#);
///
/// let parameter: List<String> = Reference::to("Subnets").into();
/// assert_eq!(serde_json::to_string(&parameter).unwrap(), r#"{"Ref":"Subnets"}"#);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum List<T> {
    /// Item by item.
    Items(Vec<Property<T>>),
    /// A list known on deployment: a list parameter, an attribute that is a list, `Fn::Split`.
    Reference(Reference),
}

impl<T> List<T> {
    /// The items; none where the whole list is a reference.
    pub fn items(&self) -> &[Property<T>] {
        match self {
            List::Items(items) => items,
            List::Reference(_) => &[],
        }
    }
}

impl<T: Serialize> Literal for List<T> {}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            List::Items(items) => items.serialize(serializer),
            List::Reference(reference) => reference.serialize(serializer),
        }
    }
}

impl<T, V: Into<Property<T>>> From<Vec<V>> for List<T> {
    fn from(items: Vec<V>) -> Self {
        List::Items(items.into_iter().map(Into::into).collect())
    }
}

impl<T, V: Into<Property<T>>, const N: usize> From<[V; N]> for List<T> {
    fn from(items: [V; N]) -> Self {
        List::Items(items.into_iter().map(Into::into).collect())
    }
}

impl<T, V: Into<Property<T>> + Clone> From<&[V]> for List<T> {
    fn from(items: &[V]) -> Self {
        List::Items(items.iter().cloned().map(Into::into).collect())
    }
}

impl<T, V: Into<Property<T>>> FromIterator<V> for List<T> {
    fn from_iter<I: IntoIterator<Item = V>>(items: I) -> Self {
        List::Items(items.into_iter().map(Into::into).collect())
    }
}

impl<T> From<Reference> for List<T> {
    fn from(reference: Reference) -> Self {
        List::Reference(reference)
    }
}

impl<T> From<&Reference> for List<T> {
    fn from(reference: &Reference) -> Self {
        List::Reference(reference.clone())
    }
}
