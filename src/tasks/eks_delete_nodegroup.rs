//! EKS: DeleteNodegroup.

use super::parameters::piece;
use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::EksClusterTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Deletes a node group of an EKS cluster.
///
/// # Permissions
///
/// `eks:DeleteNodegroup` on the node group. A job also needs `eks:DescribeNodegroup`.
///
/// # Patterns
///
/// Request and response, and a job. A job ends when the node group is gone.
///
/// # Output
///
/// `{"Nodegroup": {"NodegroupName", "Status", …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let remove = EksDeleteNodegroup::new("jobs", "workers").run_job("Remove it").timeout(minutes(20));
/// # let _ = remove;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksDeleteNodegroup {
    cluster_name: Field<String>,
    nodegroup_name: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    cluster: EksClusterTarget,
}

impl EksDeleteNodegroup {
    /// Deletes the node group of this name from this cluster.
    pub fn new(cluster: impl Into<EksClusterTarget>, name: impl Into<Field<String>>) -> Self {
        let cluster = cluster.into();
        EksDeleteNodegroup {
            cluster_name: cluster.name().clone(),
            nodegroup_name: name.into(),
            more: Map::new(),
            cluster,
        }
    }

    /// A parameter that has no setter here, by its name in `DeleteNodegroup`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EksDeleteNodegroup {
    const NAME: &'static str = "EksDeleteNodegroup";
    const API: (&'static str, &'static str) = ("eks", "deleteNodegroup");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let on = |action: &'static str, why: &'static str| {
            Statement::allow([action])
                .on_all(self.cluster.node_groups(piece(&self.nodegroup_name)))
                .because(why)
        };
        let mut out = vec![on("eks:DeleteNodegroup", "deletes the node group")];
        if pattern == IntegrationPattern::RunJob {
            out.push(on("eks:DescribeNodegroup", "follows the deletion of the node group"));
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let gone = shape::object([
            ("ClusterName", shape::text()),
            ("NodegroupArn", shape::text()),
            ("NodegroupName", shape::text()),
            ("Status", shape::text()),
        ]);
        shape::object([("Nodegroup", gone)])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path};
        use crate::reference::{Handle, Reference};
        use crate::template::eks;
        let network = eks::cluster::ResourcesVpcConfig::new(["subnet-0a1b2c3d4e5f6a7b8"]);
        let cluster = Handle::new("Jobs", eks::Cluster::new(network, Reference::attribute("Role", "Arn")));
        vec![
            Example::request(
                "request_response",
                EksDeleteNodegroup::new(&cluster, "workers").state("Remove the node group"),
            ),
            Example::job(
                "run_job",
                EksDeleteNodegroup::new("arn:aws:eks:eu-west-1:123456789012:cluster/jobs", "workers")
                    .run_job("Remove the node group")
                    .timeout(minutes(20)),
            ),
            Example::job(
                "jsonata",
                EksDeleteNodegroup::new(&cluster, jsonata("$states.input.name"))
                    .run_job("Remove the node group"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                EksDeleteNodegroup::new(path("$.cluster"), path("$.name")).run_job("Remove the node group"),
            ),
        ]
    }
}
