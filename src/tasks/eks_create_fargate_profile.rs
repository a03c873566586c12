//! EKS: CreateFargateProfile.

use super::parameters::{
    EksFargateSelector, eks_tag_statement, linked_role_statement, name_finding, piece, tags_finding,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{EksClusterTarget, Ids, RoleTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Makes a Fargate profile of an EKS cluster: which pods run on Fargate.
///
/// # Permissions
///
/// `eks:CreateFargateProfile` on the cluster, `iam:PassRole` on the pods' role, to EKS only. A job also needs
/// `eks:DescribeFargateProfile` and `eks:DeleteFargateProfile` on the profile. Tags need `eks:TagResource`, for these
/// tags only. In an account without EKS's service-linked role: [`permit_linked_role`](Self::permit_linked_role).
///
/// # Patterns
///
/// Request and response, and a job. A job ends when the profile is active.
///
/// # Output
///
/// `{"FargateProfile": {"FargateProfileName", "FargateProfileArn", "Status", …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let profile = EksCreateFargateProfile::new("jobs", "batch", "eks-pods", [EksFargateSelector::new("batch")])
///     .subnets(["subnet-0a1b2c3d4e5f6a7b8"])
///     .run_job("Let Fargate run the batch")
///     .timeout(minutes(15));
/// # let _ = profile;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksCreateFargateProfile {
    cluster_name: Field<String>,
    fargate_profile_name: Field<String>,
    pod_execution_role_arn: Field<String>,
    selectors: Vec<EksFargateSelector>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subnets: Option<Ids>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_request_token: Option<Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    tags: IndexMap<String, Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    cluster: EksClusterTarget,
    #[serde(skip)]
    role: RoleTarget,
    #[serde(skip)]
    linked_role: bool,
}

impl EksCreateFargateProfile {
    /// Makes a profile of this name in this cluster, for pods that one of the selectors takes: 1 to 5. Fargate pulls
    /// their images and writes their logs under this role.
    pub fn new(
        cluster: impl Into<EksClusterTarget>,
        name: impl Into<Field<String>>,
        pod_execution_role: impl Into<RoleTarget>,
        selectors: impl IntoIterator<Item = EksFargateSelector>,
    ) -> Self {
        let (cluster, role) = (cluster.into(), pod_execution_role.into());
        EksCreateFargateProfile {
            cluster_name: cluster.name().clone(),
            fargate_profile_name: name.into(),
            pod_execution_role_arn: role.arn().clone(),
            selectors: selectors.into_iter().collect(),
            subnets: None,
            client_request_token: None,
            tags: IndexMap::new(),
            more: Map::new(),
            cluster,
            role,
            linked_role: false,
        }
    }

    setters! {
        /// The private subnets that the pods run in; by default all of the cluster's.
        subnets: Ids;
        /// The same token makes one profile only.
        client_request_token: Field<String>;
    }

    /// Tags the profile; at most 50 times. The pods are not tagged.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// Also permits making the service-linked role `AWSServiceRoleForAmazonEKSForFargate`, which an account needs once.
    pub fn permit_linked_role(mut self) -> Self {
        self.linked_role = true;
        self
    }

    /// A parameter that has no setter here, by its name in `CreateFargateProfile`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EksCreateFargateProfile {
    const NAME: &'static str = "EksCreateFargateProfile";
    const API: (&'static str, &'static str) = ("eks", "createFargateProfile");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let profile = || self.cluster.fargate_profiles(piece(&self.fargate_profile_name));
        // The page asks for `iam:PassRole` without naming the service: EKS takes the role, and Fargate's pods assume it.
        let pass = self.role.pass_statement("eks.amazonaws.com").when(
            "StringEquals",
            "iam:PassedToService",
            "eks-fargate-pods.amazonaws.com",
        );
        let mut out = vec![
            Statement::allow(["eks:CreateFargateProfile"])
                .on_all(self.cluster.arns())
                .because("makes the Fargate profile"),
            pass,
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["eks:DescribeFargateProfile", "eks:DeleteFargateProfile"])
                    .on_all(profile())
                    .because("follows the making of the Fargate profile"),
            );
        }
        out.extend(eks_tag_statement(profile(), &self.tags));
        if self.linked_role {
            out.push(linked_role_statement(
                "eks-fargate.amazonaws.com",
                "AWSServiceRoleForAmazonEKSForFargate",
            ));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> =
            name_finding("FargateProfileName", &self.fargate_profile_name, 100).into_iter().collect();
        let count = self.selectors.len();
        if !(1..=5).contains(&count) {
            let code = if count == 0 { "too-few-items" } else { "too-many-items" };
            out.push(
                Diagnostic::error(code, format!("there are {count} selectors, a profile can have 1 to 5"))
                    .pointer("/Parameters/Selectors")
                    .help("name the namespaces whose pods run on Fargate"),
            );
        }
        for (index, selector) in self.selectors.iter().enumerate() {
            let count = selector.labels.len();
            if count > 5 {
                out.push(
                    Diagnostic::error(
                        "too-many-items",
                        format!("the selector has {count} labels, it can have 5"),
                    )
                    .pointer(format!("/Parameters/Selectors/{index}/Labels")),
                );
            }
        }
        out.extend(tags_finding(&self.tags));
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let profile = shape::object([
            ("ClusterName", shape::text()),
            ("CreatedAt", shape::any()),
            ("FargateProfileArn", shape::text()),
            ("FargateProfileName", shape::text()),
            ("PodExecutionRoleArn", shape::text()),
            ("Selectors", shape::any()),
            ("Status", shape::text()),
            ("Subnets", shape::list(shape::text())),
            ("Tags", shape::map(shape::text())),
        ]);
        shape::object([("FargateProfile", profile)])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path};
        use crate::reference::{Handle, Reference};
        use crate::template::{eks, iam};
        let network = eks::cluster::ResourcesVpcConfig::new(["subnet-0a1b2c3d4e5f6a7b8"]);
        let cluster = Handle::new("Jobs", eks::Cluster::new(network, Reference::attribute("Role", "Arn")));
        let role = Handle::new("PodRole", iam::Role::new(Value::Null));
        vec![
            Example::request(
                "request_response",
                EksCreateFargateProfile::new(&cluster, "batch", &role, [EksFargateSelector::new("batch")])
                    .state("Let Fargate run the batch"),
            ),
            Example::job(
                "run_job",
                EksCreateFargateProfile::new(
                    &cluster,
                    "batch",
                    &role,
                    [
                        EksFargateSelector::new("batch").label("size", "small"),
                        EksFargateSelector::new(path("$.namespace")),
                    ],
                )
                .subnets(["subnet-0a1b2c3d4e5f6a7b8"])
                .client_request_token(path("$.token"))
                .tag("project", "jobs")
                .permit_linked_role()
                .run_job("Let Fargate run the batch")
                .timeout(minutes(15)),
            ),
            Example::job(
                "jsonata",
                EksCreateFargateProfile::new(
                    &cluster,
                    jsonata("$states.input.name"),
                    &role,
                    [EksFargateSelector::new(jsonata("$states.input.namespace"))],
                )
                .run_job("Let Fargate run the batch"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                EksCreateFargateProfile::new(
                    path("$.cluster"),
                    path("$.name"),
                    path("$.role"),
                    [EksFargateSelector::new("batch")],
                )
                .run_job("Let Fargate run the batch"),
            ),
        ]
    }
}
