//! What a task acts on: a function, a table, a cluster, a queue, a machine.
//!
//! A target knows two things: what stands in the request, and what stands in the policy. It is made from a handle, an
//! ARN or a name, a reference, a parameter, or from an expression, when it is only known at run time.

mod activity;
mod api;
mod athena;
mod batch;
mod bedrock;
mod bucket;
mod codebuild;
mod connection;
mod ecs;
mod eks;
mod emr_cluster;
mod emr_containers;
mod emr_key;
mod emr_serverless;
mod endpoint;
mod event_bus;
mod function;
mod glue;
mod instance_profile;
mod item;
mod key;
mod logs;
mod media_convert;
mod queue;
mod role;
mod s3_location;
mod s3_object;
mod sagemaker;
mod state_machine;
mod subnets;
mod table;
mod topic;

pub use activity::ActivityTarget;
pub use api::{HttpApiTarget, RestApiTarget};
pub use athena::{DataCatalogTarget, WorkGroupTarget};
pub use batch::{JobDefinitionTarget, JobQueueTarget};
pub use bedrock::{GuardrailTarget, HarnessTarget, ModelTarget};
pub use bucket::BucketTarget;
pub use codebuild::{BuildTarget, BuildsTarget, ProjectTarget, ReportsTarget};
pub use connection::ConnectionTarget;
pub use ecs::{ClusterTarget, TaskDefinitionTarget};
pub use eks::EksClusterTarget;
pub use emr_cluster::EmrClusterTarget;
pub use emr_containers::{
    EksClusterName, EmrContainersJobTemplateTarget, EmrContainersRoleTarget, VirtualClusterTarget,
};
pub use emr_key::EmrKeyTarget;
pub use emr_serverless::EmrServerlessApplicationTarget;
pub use endpoint::EndpointTarget;
pub use event_bus::EventBusTarget;
pub use function::FunctionTarget;
pub use glue::{DataBrewJobTarget, GlueCrawlerTarget, GlueJobTarget};
pub use instance_profile::InstanceProfileTarget;
pub use item::{DynamoAttributeValue, DynamoItem, DynamoNumber};
pub use logs::{KeyTarget, LogGroupTarget};
pub use media_convert::MediaConvertQueueTarget;
pub use queue::QueueTarget;
pub use role::RoleTarget;
pub use s3_location::S3LocationTarget;
pub use s3_object::S3ObjectTarget;
pub use sagemaker::{
    SageMakerEndpointConfigTarget, SageMakerEndpointTarget, SageMakerJobTarget, SageMakerKeyTarget,
    SageMakerModelTarget,
};
pub(crate) use sagemaker::{create_statements, follow_statement};
pub use state_machine::StateMachineTarget;
pub use subnets::Ids;
pub use table::TableTarget;
pub use topic::TopicTarget;

use crate::asl::{Expression, Field, Payload};
use crate::data::Tree;
use crate::reference::{Handle, Property, Reference};
use crate::template::Parameter;

/// What stands in a policy for a target: exactly known, or decided when the state runs.
#[derive(Clone, Debug)]
pub enum Scope {
    /// These ARNs.
    Known(Vec<Property<String>>),
    /// Decided at run time, so that the policy cannot name it.
    Dynamic,
}

impl Scope {
    /// One ARN.
    pub fn one(arn: impl Into<Property<String>>) -> Self {
        Scope::Known(vec![arn.into()])
    }

    /// All of these together: decided at run time where one of them is.
    pub fn all<'a>(scopes: impl IntoIterator<Item = &'a Scope>) -> Self {
        let mut all = Vec::new();
        for scope in scopes {
            let Scope::Known(arns) = scope else { return Scope::Dynamic };
            all.extend(arns.iter().cloned());
        }
        Scope::Known(all)
    }

    /// The resources of a statement: the ARNs, or `otherwise` where they are not known.
    pub fn resources(&self, otherwise: impl Into<Property<String>>) -> Vec<Property<String>> {
        match self {
            Scope::Known(arns) => arns.clone(),
            Scope::Dynamic => vec![match otherwise.into() {
                Property::Reference(pattern) => Reference::AtRunTime(pattern.into()).into(),
                everything => everything,
            }],
        }
    }
}

/// Text of the user's that names a thing: as an ARN where it is one, else as a name that `arn` turns into one.
pub(crate) fn named(text: &str, arn: impl FnOnce(&str) -> Reference) -> (Field<String>, Scope) {
    let scope = if text.starts_with("arn:") { Scope::one(text) } else { Scope::one(arn(text)) };
    (Field::Literal(text.to_owned()), scope)
}

/// A reference whose value is an ARN.
pub(crate) fn referred(arn: &Reference) -> (Field<String>, Scope) {
    (Field::Reference(arn.clone()), Scope::one(arn))
}

/// An expression: known when the state runs.
pub(crate) fn decided(expression: Expression) -> (Field<String>, Scope) {
    (Field::Expression(expression), Scope::Dynamic)
}

impl From<&Handle<Parameter>> for Field<String> {
    fn from(parameter: &Handle<Parameter>) -> Self {
        Field::Reference(parameter.reference())
    }
}

impl From<&str> for Payload {
    /// The text itself: a message's body.
    fn from(text: &str) -> Self {
        Payload(Tree::Text(text.into()))
    }
}

impl From<String> for Payload {
    fn from(text: String) -> Self {
        Payload(Tree::Text(text.into()))
    }
}

impl From<Reference> for Payload {
    fn from(reference: Reference) -> Self {
        Payload::of(reference)
    }
}

/// The ARN of a KMS key given as a template property: as an ARN, a key id, or a reference to either.
///
/// An alias is no resource of a policy, and AWS managed keys (`alias/aws/…`) need no permission: neither has one.
pub(crate) fn key_arn(key: &serde_json::Value) -> Option<Property<String>> {
    use serde_json::Value;
    match key {
        Value::String(text) if text.starts_with("arn:") => Some(text.as_str().into()),
        Value::String(text) if text.starts_with("alias/") => None,
        Value::String(id) => Some(crate::iam::arn("kms", "key/{}", [id.as_str()]).into()),
        Value::Object(map) => {
            let (function, argument) = map.iter().next()?;
            match (function.as_str(), argument) {
                // `Ref` of a key is its id, and its ARN is an attribute.
                ("Ref", Value::String(id)) => Some(Reference::attribute(id.as_str(), "Arn").into()),
                _ => Some(Reference::Function(std::sync::Arc::new(key.clone())).into()),
            }
        }
        _ => None,
    }
}
