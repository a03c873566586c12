//! EMR on EKS: DeleteVirtualCluster.

use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::{EksClusterName, VirtualClusterTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Deletes a virtual cluster of EMR on EKS. The namespace and the EKS cluster stay.
///
/// # Permissions
///
/// `emr-containers:DeleteVirtualCluster` on the virtual cluster. A job also needs
/// `emr-containers:DescribeVirtualCluster` on it. Where the EKS cluster lets others in by access entries, say so: it
/// takes further permissions.
///
/// # Patterns
///
/// Request and response, and a job, which ends when the virtual cluster is gone.
///
/// # Output
///
/// Request and response: `{"Id"}`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let delete = EmrContainersDeleteVirtualCluster::new(path("$.cluster.Id")).run_job("Clear away");
/// # let _ = delete;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrContainersDeleteVirtualCluster {
    id: Field<String>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    on: VirtualClusterTarget,
    #[serde(skip)]
    cluster: Option<EksClusterName>,
}

impl EmrContainersDeleteVirtualCluster {
    /// Deletes this one.
    pub fn new(virtual_cluster: impl Into<VirtualClusterTarget>) -> Self {
        let on = virtual_cluster.into();
        let (id, more) = (on.id().clone(), serde_json::Map::new());
        EmrContainersDeleteVirtualCluster { id, more, on, cluster: None }
    }

    /// Permits what EMR does with its access entry in this EKS cluster, for clusters whose authentication mode is `API`
    /// or `API_AND_CONFIG_MAP`.
    pub fn access_entries_of(mut self, cluster: impl Into<EksClusterName>) -> Self {
        self.cluster = Some(cluster.into().with_access_entries());
        self
    }

    /// A parameter that has no setter here, by its name in `DeleteVirtualCluster`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrContainersDeleteVirtualCluster {
    const NAME: &'static str = "EmrContainersDeleteVirtualCluster";
    const API: (&'static str, &'static str) = ("emr-containers", "deleteVirtualCluster");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-eks.html";

    type Patterns = RequestOrJob;

    /// A job is followed by asking only: EMR on EKS has no managed rule.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut out = vec![
            Statement::allow(["emr-containers:DeleteVirtualCluster"])
                .on_all(self.on.arns())
                .because("deletes the virtual cluster"),
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["emr-containers:DescribeVirtualCluster"])
                    .on_all(self.on.arns())
                    .because("sees when the virtual cluster is gone"),
            );
        }
        out.extend(self.cluster.as_ref().and_then(EksClusterName::entry_statement));
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        match pattern {
            IntegrationPattern::RequestResponse => shape::object([
                ("Id", shape::text()),
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
            ]),
            // No page says what a job gives back.
            _ => shape::any(),
        }
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::Handle;
        use crate::template::emrcontainers::{VirtualCluster, virtual_cluster};
        let info = virtual_cluster::ContainerInfo::new(virtual_cluster::EksInfo::new("spark"));
        let provider = virtual_cluster::ContainerProvider::new("jobs", info);
        let cluster = Handle::new("Spark", VirtualCluster::new(provider, "spark"));
        vec![
            Example::request(
                "request_response",
                EmrContainersDeleteVirtualCluster::new(&cluster).state("Clear away"),
            ),
            Example::job(
                "run_job",
                EmrContainersDeleteVirtualCluster::new("de92jdei2910fwedz")
                    .access_entries_of("jobs")
                    .run_job("Clear away"),
            ),
            Example::job(
                "at_run_time",
                EmrContainersDeleteVirtualCluster::new(path("$.cluster.Id")).run_job("Clear away"),
            ),
            Example::job(
                "jsonata",
                EmrContainersDeleteVirtualCluster::new(jsonata("$states.input.VirtualClusterId"))
                    .run_job("Clear away"),
            )
            .in_jsonata(),
        ]
    }
}
