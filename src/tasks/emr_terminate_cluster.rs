//! EMR: TerminateJobFlows, of one cluster.

use super::parameters::emr::{cluster_shape, nothing_shape};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::EmrClusterTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Terminates an EMR cluster.
///
/// A cluster that is protected stays: take the protection away before, by `EmrSetClusterTerminationProtection`.
///
/// # Permissions
///
/// `elasticmapreduce:TerminateJobFlows` on the cluster. A job also needs `elasticmapreduce:DescribeCluster` on it, and
/// the managed rule.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the cluster is terminated.
///
/// # Output
///
/// Request and response: nothing of interest. A job: the cluster, as `DescribeCluster` has it.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let end = EmrTerminateCluster::new(path("$.ClusterId")).run_job("Terminate the cluster");
/// # let _ = end;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrTerminateCluster {
    cluster_id: Field<String>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    cluster: EmrClusterTarget,
}

impl EmrTerminateCluster {
    /// Terminates this cluster.
    pub fn new(cluster: impl Into<EmrClusterTarget>) -> Self {
        let cluster = cluster.into();
        EmrTerminateCluster { cluster_id: cluster.id().clone(), more: serde_json::Map::new(), cluster }
    }

    /// A parameter that has no setter here, by its name in the API.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrTerminateCluster {
    const NAME: &'static str = "EmrTerminateCluster";
    const API: (&'static str, &'static str) = ("elasticmapreduce", "terminateCluster");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html";

    type Patterns = RequestOrJob;

    // Step Functions' page on EMR names no managed rule; AWS's own role for its EMR sample has them, and so has the CDK's.
    // Without one a machine may not be created at all.
    // https://docs.aws.amazon.com/step-functions/latest/dg/sample-emr-job.html
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut out =
            vec![self.cluster.allow(&["elasticmapreduce:TerminateJobFlows"], "terminates the cluster")];
        if pattern == IntegrationPattern::RunJob {
            let why = "waits until the cluster is terminated";
            out.push(self.cluster.allow(&["elasticmapreduce:DescribeCluster"], why));
            out.push(managed_rule("StepFunctionsGetEventForEMRTerminateJobFlowsRule"));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        self.cluster.findings()
    }

    fn result(pattern: IntegrationPattern) -> Value {
        match pattern {
            IntegrationPattern::RunJob => {
                shape::object([("Cluster", cluster_shape()), ("ClusterId", shape::text())])
            }
            _ => nothing_shape(),
        }
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::Reference;
        vec![
            Example::request(
                "request_response",
                EmrTerminateCluster::new("j-2AXXXXXXGAPLF").state("Terminate the cluster"),
            ),
            Example::job(
                "run_job",
                EmrTerminateCluster::new(Reference::to("ClusterId")).run_job("Terminate the cluster"),
            ),
            Example::job(
                "jsonata",
                EmrTerminateCluster::new(jsonata("$states.input.ClusterId")).run_job("Terminate the cluster"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                EmrTerminateCluster::new(path("$.ClusterId")).run_job("Terminate the cluster"),
            ),
            Example::job(
                "at_run_time_tagged",
                EmrTerminateCluster::new(
                    EmrClusterTarget::from(path("$.ClusterId")).tagged("team", "orders"),
                )
                .run_job("Terminate the cluster"),
            ),
        ]
    }
}
