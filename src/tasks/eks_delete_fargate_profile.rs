//! EKS: DeleteFargateProfile.

use super::parameters::piece;
use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::EksClusterTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Deletes a Fargate profile of an EKS cluster.
///
/// # Permissions
///
/// `eks:DeleteFargateProfile` on the Fargate profile. A job also needs `eks:DescribeFargateProfile`.
///
/// # Patterns
///
/// Request and response, and a job. A job ends when the Fargate profile is gone.
///
/// # Output
///
/// `{"FargateProfile": {"FargateProfileName", "Status", …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let remove = EksDeleteFargateProfile::new("jobs", "workers").run_job("Remove it").timeout(minutes(20));
/// # let _ = remove;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksDeleteFargateProfile {
    cluster_name: Field<String>,
    fargate_profile_name: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    cluster: EksClusterTarget,
}

impl EksDeleteFargateProfile {
    /// Deletes the Fargate profile of this name from this cluster.
    pub fn new(cluster: impl Into<EksClusterTarget>, name: impl Into<Field<String>>) -> Self {
        let cluster = cluster.into();
        EksDeleteFargateProfile {
            cluster_name: cluster.name().clone(),
            fargate_profile_name: name.into(),
            more: Map::new(),
            cluster,
        }
    }

    /// A parameter that has no setter here, by its name in `DeleteFargateProfile`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EksDeleteFargateProfile {
    const NAME: &'static str = "EksDeleteFargateProfile";
    const API: (&'static str, &'static str) = ("eks", "deleteFargateProfile");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let on = |action: &'static str, why: &'static str| {
            Statement::allow([action])
                .on_all(self.cluster.fargate_profiles(piece(&self.fargate_profile_name)))
                .because(why)
        };
        let mut out = vec![on("eks:DeleteFargateProfile", "deletes the Fargate profile")];
        if pattern == IntegrationPattern::RunJob {
            out.push(on("eks:DescribeFargateProfile", "follows the deletion of the Fargate profile"));
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let gone = shape::object([
            ("ClusterName", shape::text()),
            ("FargateProfileArn", shape::text()),
            ("FargateProfileName", shape::text()),
            ("Status", shape::text()),
        ]);
        shape::object([("FargateProfile", gone)])
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
                EksDeleteFargateProfile::new(&cluster, "workers").state("Remove the Fargate profile"),
            ),
            Example::job(
                "run_job",
                EksDeleteFargateProfile::new("arn:aws:eks:eu-west-1:123456789012:cluster/jobs", "workers")
                    .run_job("Remove the Fargate profile")
                    .timeout(minutes(20)),
            ),
            Example::job(
                "jsonata",
                EksDeleteFargateProfile::new(&cluster, jsonata("$states.input.name"))
                    .run_job("Remove the Fargate profile"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                EksDeleteFargateProfile::new(path("$.cluster"), path("$.name"))
                    .run_job("Remove the Fargate profile"),
            ),
        ]
    }
}
