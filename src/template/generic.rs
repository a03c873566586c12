//! A resource of any type.

use super::resource::Resource;
use super::schema::{self, Schema, Shape, Tags};
use super::schema_of;
use crate::diagnostic::Diagnostic;
use crate::reference::Property;
use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// A resource of a type that has no struct here, by the name of its type.
///
/// Where the type does have one, the properties are checked all the same. Attributes are had by name, with
/// [`Handle::attribute`](crate::reference::Handle::attribute).
///
/// ```
/// use stepwright::template::{Generic, Resource};
///
/// let group = Generic::new("AWS::Athena::DataCatalog").property("Name", "reports").property("State", "ENABLED");
/// assert_eq!(group.type_name(), "AWS::Athena::DataCatalog");
/// assert_eq!(serde_json::to_string(&group).unwrap(), r#"{"Name":"reports","State":"ENABLED"}"#);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html>
/// and, for custom resources,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Generic {
    type_name: String,
    properties: IndexMap<String, Property<Value>>,
}

impl Generic {
    /// A resource of this type: `AWS::Athena::DataCatalog`, `Custom::Migration`.
    pub fn new(type_name: impl Into<String>) -> Self {
        Generic { type_name: type_name.into(), properties: IndexMap::new() }
    }

    /// Sets a property, by CloudFormation's name for it. Properties are written in the order they were set in.
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Property<Value>>) -> Self {
        self.properties.insert(name.into(), value.into());
        self
    }
}

impl Serialize for Generic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.properties.serialize(serializer)
    }
}

static UNKNOWN: Schema = Schema {
    type_name: "",
    shape: &Shape { properties: &[] },
    attributes: &[],
    create_only: &[],
    tags: Tags::None,
};

impl Resource for Generic {
    const TYPE: &'static str = "";
    const SCHEMA: &'static Schema = &UNKNOWN;

    fn type_name(&self) -> &str {
        &self.type_name
    }

    fn schema(&self) -> Option<&'static Schema> {
        schema_of(&self.type_name)
    }

    fn findings(&self) -> Vec<Diagnostic> {
        if !is_type_name(&self.type_name) {
            let message = format!("`{}` is not the name of a resource type", self.type_name);
            return vec![
                Diagnostic::error("malformed-type", message)
                    .pointer("/Type")
                    .help("write it like `AWS::Athena::DataCatalog`, or `Custom::` and a name"),
            ];
        }
        match self.schema() {
            Some(schema) => schema::check(schema, &self.properties()),
            None => Vec::new(),
        }
    }
}

/// Three parts of letters and digits (a module has a fourth), or `Custom::` and up to 60 characters of a name.
fn is_type_name(name: &str) -> bool {
    if let Some(custom) = name.strip_prefix("Custom::") {
        let fits = |c: char| c.is_ascii_alphanumeric() || "_@-".contains(c);
        return !custom.is_empty() && name.len() <= 60 && custom.chars().all(fits);
    }
    let parts: Vec<&str> = name.split("::").collect();
    let fits = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    matches!(parts.len(), 3 | 4) && parts.iter().all(fits)
}
