//! A template as a whole.

use super::yaml;
use crate::data::{Entries, Tree};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::ops::Deref;
use std::sync::OnceLock;

/// A template, to be written or looked at.
///
/// It reads as the `serde_json::Value` that it is: `template["Resources"]["Orders"]["Type"]`, `template.get("Outputs")`.
/// That view is made when it is first asked for; writing needs none.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// stack.add("Orders", dynamodb::Table::with_key(("Id", AttributeType::String), None));
/// let template = stack.synthesize(Target::Sam).template;
/// assert_eq!(template["Resources"]["Orders"]["Type"], "AWS::DynamoDB::Table");
/// assert!(template.to_yaml().contains("Type: AWS::DynamoDB::Table"));
/// ```
#[derive(Clone, Debug)]
pub struct Template {
    tree: Tree,
    json: OnceLock<Value>,
}

impl Template {
    /// A template with properties of its resources that are trees: the resource's logical id, the property's name, its
    /// value. They come last.
    pub(crate) fn new(json: Value, properties: Vec<(String, &'static str, Tree)>) -> Self {
        let mut tree = Tree::from(json);
        for (id, name, value) in properties {
            let resource = tree.get_mut("Resources").and_then(|resources| resources.get_mut(&id));
            if let Some(Tree::Object(have)) = resource.and_then(|it| it.get_mut("Properties")) {
                have.set(name, value);
            }
        }
        Template { tree, json: OnceLock::new() }
    }

    /// As YAML, in the form of [`to_yaml`](super::to_yaml).
    pub fn to_yaml(&self) -> String {
        let mut out = String::new();
        yaml::write(&self.tree, &mut out);
        out
    }

    /// As JSON, indented by two, with a line break at its end.
    pub fn to_json(&self) -> String {
        format!("{:#}\n", self.tree)
    }

    /// As a value. Numbers have serde_json's text in it: `1e+3` for `1e3`.
    pub fn json(&self) -> &Value {
        self.json.get_or_init(|| self.tree.clone().into_value())
    }

    /// The resources, to be changed.
    pub(crate) fn resources_mut(&mut self) -> Option<&mut Entries> {
        self.json = OnceLock::new();
        match self.tree.get_mut("Resources") {
            Some(Tree::Object(resources)) => Some(resources),
            _ => None,
        }
    }

    /// A property of a resource.
    pub(crate) fn property(&self, id: &str, name: &str) -> Option<&Tree> {
        self.tree.get("Resources")?.get(id)?.get("Properties")?.get(name)
    }
}

impl Deref for Template {
    type Target = Value;

    fn deref(&self) -> &Value {
        self.json()
    }
}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.tree.serialize(serializer)
    }
}
