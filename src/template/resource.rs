//! What a resource is.

use super::schema::{self, Schema};
use crate::diagnostic::Diagnostic;
use serde::Serialize;
use serde_json::Value;

/// A CloudFormation resource: it serializes to its `Properties`, and knows its type and what that type admits.
///
/// ```
/// use stepwright::template::{Resource, ecs};
///
/// let cluster = ecs::Cluster::new().cluster_name("jobs");
/// assert_eq!(cluster.type_name(), ecs::Cluster::TYPE);
/// assert_eq!(cluster.properties(), serde_json::json!({"ClusterName": "jobs"}));
/// ```
pub trait Resource: Serialize + Clone + 'static {
    /// The resource type, such as `AWS::ECS::Cluster`; empty where each value has its own, see
    /// [`Resource::type_name`].
    const TYPE: &'static str;

    /// What the type admits; without any property where each value has its own, see [`Resource::schema`].
    const SCHEMA: &'static Schema;

    /// The resource type of this value.
    fn type_name(&self) -> &str {
        Self::TYPE
    }

    /// What the type of this value admits, where that is known.
    fn schema(&self) -> Option<&'static Schema> {
        Some(Self::SCHEMA)
    }

    /// The `Properties` in JSON form. What JSON cannot hold becomes `null`.
    fn properties(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// What is wrong with the properties; pointers start at `/Properties`.
    fn findings(&self) -> Vec<Diagnostic> {
        match self.schema() {
            Some(schema) => schema::check(schema, &self.properties()),
            None => Vec::new(),
        }
    }
}
