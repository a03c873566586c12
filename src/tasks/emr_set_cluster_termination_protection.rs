//! EMR: SetTerminationProtection, of one cluster.

use super::parameters::emr::nothing_shape;
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::EmrClusterTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Protects an EMR cluster from being terminated, or takes the protection away.
///
/// # Permissions
///
/// `elasticmapreduce:SetTerminationProtection` on the cluster.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// Nothing of interest.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let protect = EmrSetClusterTerminationProtection::new(path("$.ClusterId"), true).state("Protect the cluster");
/// # let _ = protect;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrSetClusterTerminationProtection {
    cluster_id: Field<String>,
    termination_protected: Field<bool>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    cluster: EmrClusterTarget,
}

impl EmrSetClusterTerminationProtection {
    /// Whether this cluster is protected from now on.
    pub fn new(cluster: impl Into<EmrClusterTarget>, protected: impl Into<Field<bool>>) -> Self {
        let cluster = cluster.into();
        EmrSetClusterTerminationProtection {
            cluster_id: cluster.id().clone(),
            termination_protected: protected.into(),
            more: serde_json::Map::new(),
            cluster,
        }
    }

    /// A parameter that has no setter here, by its name in the API.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrSetClusterTerminationProtection {
    const NAME: &'static str = "EmrSetClusterTerminationProtection";
    const API: (&'static str, &'static str) = ("elasticmapreduce", "setClusterTerminationProtection");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let why = "protects the cluster, or takes the protection away";
        vec![self.cluster.allow(&["elasticmapreduce:SetTerminationProtection"], why)]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        self.cluster.findings()
    }

    fn result(_: IntegrationPattern) -> Value {
        nothing_shape()
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        vec![
            Example::request(
                "request_response",
                EmrSetClusterTerminationProtection::new(
                    "arn:aws:elasticmapreduce:eu-west-1:123456789012:cluster/j-2AXXXXXXGAPLF",
                    true,
                )
                .state("Protect the cluster"),
            ),
            Example::request(
                "jsonata",
                EmrSetClusterTerminationProtection::new(
                    jsonata("$states.input.ClusterId"),
                    jsonata("$states.input.keep"),
                )
                .state("Protect the cluster"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                EmrSetClusterTerminationProtection::new(path("$.ClusterId"), false)
                    .state("Take the protection away"),
            ),
        ]
    }
}
