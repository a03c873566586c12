//! The tags that most resources carry.

use super::schema::{Fact, Kind, Shape};
use crate::reference::{Literal, Property};
use serde::Serialize;

/// A tag: a key and a value.
///
/// ```
/// use stepwright::template::{Tag, sqs};
///
/// let queue = sqs::Queue::new().tags([Tag::new("team", "orders")]);
/// assert_eq!(serde_json::to_string(&queue).unwrap(), r#"{"Tags":[{"Key":"team","Value":"orders"}]}"#);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html>.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tag {
    /// `Key`: text of 1 to 128 characters.
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<Property<String>>,
    /// `Value`: text of at most 256 characters.
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<Property<String>>,
}

impl Tag {
    /// A tag by its key and value.
    pub fn new(key: impl Into<Property<String>>, value: impl Into<Property<String>>) -> Self {
        Tag { key: Some(key.into()), value: Some(value.into()) }
    }
}

impl Literal for Tag {}

/// What a tag may be.
pub(super) static TAG: Shape = Shape {
    properties: &[
        Fact::new("Key", Kind::Text).required().least(1.0).most(128.0),
        // Some types take a key alone.
        Fact::new("Value", Kind::Text).most(256.0),
    ],
};
