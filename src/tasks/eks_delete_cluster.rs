//! EKS: DeleteCluster.

use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::EksClusterTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Deletes an EKS cluster.
///
/// Its node groups and Fargate profiles have to be deleted before.
///
/// # Permissions
///
/// `eks:DeleteCluster` on the cluster. A job also needs `eks:DescribeCluster`.
///
/// # Patterns
///
/// Request and response, and a job. A job ends when the cluster is gone.
///
/// # Output
///
/// `{"Cluster": {"Name", "Arn", "Status", …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let remove = EksDeleteCluster::new("jobs").run_job("Remove the cluster").timeout(minutes(30));
/// # let _ = remove;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksDeleteCluster {
    name: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    cluster: EksClusterTarget,
}

impl EksDeleteCluster {
    /// Deletes this cluster.
    pub fn new(cluster: impl Into<EksClusterTarget>) -> Self {
        let cluster = cluster.into();
        EksDeleteCluster { name: cluster.name().clone(), more: Map::new(), cluster }
    }

    /// A parameter that has no setter here, by its name in `DeleteCluster`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EksDeleteCluster {
    const NAME: &'static str = "EksDeleteCluster";
    const API: (&'static str, &'static str) = ("eks", "deleteCluster");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let on = |action: &'static str, why: &'static str| {
            Statement::allow([action]).on_all(self.cluster.arns()).because(why)
        };
        let mut out = vec![on("eks:DeleteCluster", "deletes the cluster")];
        if pattern == IntegrationPattern::RunJob {
            out.push(on("eks:DescribeCluster", "follows the deletion of the cluster"));
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let cluster =
            shape::object([("Arn", shape::text()), ("Name", shape::text()), ("Status", shape::text())]);
        shape::object([("Cluster", cluster)])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path};
        use crate::reference::{Handle, Reference};
        use crate::template::eks;
        let network = eks::cluster::ResourcesVpcConfig::new(["subnet-0a1b2c3d4e5f6a7b8"]);
        let cluster = Handle::new("Jobs", eks::Cluster::new(network, Reference::attribute("Role", "Arn")));
        vec![
            Example::request("request_response", EksDeleteCluster::new(&cluster).state("Remove the cluster")),
            Example::job(
                "run_job",
                EksDeleteCluster::new("arn:aws:eks:eu-west-1:123456789012:cluster/jobs")
                    .run_job("Remove the cluster")
                    .timeout(minutes(30)),
            ),
            Example::job(
                "jsonata",
                EksDeleteCluster::new(jsonata("$states.input.Cluster.Name")).run_job("Remove the cluster"),
            )
            .in_jsonata(),
            Example::job(
                "among",
                EksDeleteCluster::new(
                    EksClusterTarget::from(path("$.cluster"))
                        .among(["arn:aws:eks:eu-west-1:123456789012:cluster/jobs-*"]),
                )
                .run_job("Remove the cluster"),
            ),
        ]
    }
}
