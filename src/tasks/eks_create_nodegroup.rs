//! EKS: CreateNodegroup.

use super::parameters::{
    EksCapacityType, EksLaunchTemplate, EksTaintEffect, eks_tag_statement, linked_role_statement,
    name_finding, piece, tags_finding,
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

/// Makes a node group of an EKS cluster: EC2 instances that EKS looks after.
///
/// # Permissions
///
/// `eks:CreateNodegroup` on the cluster, `ec2:DescribeSubnets`, `iam:GetRole` and `iam:ListAttachedRolePolicies` on the
/// nodes' role, and `iam:PassRole` on it, to EKS only. A job also needs `eks:DescribeNodegroup` and
/// `eks:DeleteNodegroup` on the node group. Tags need `eks:TagResource`, for these tags only. What a launch template
/// needs depends on what is in it (`ec2:RunInstances` and more): say it with `permission`. In an account without EKS's
/// service-linked role: [`permit_linked_role`](Self::permit_linked_role).
///
/// # Patterns
///
/// Request and response, and a job. A job ends when the node group is active.
///
/// # Output
///
/// `{"Nodegroup": {"NodegroupName", "NodegroupArn", "Status", …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let nodes = EksCreateNodegroup::new("jobs", "workers", "eks-node", ["subnet-0a1b2c3d4e5f6a7b8"])
///     .instance_types(["c7g.large"])
///     .scaling(0, 10, 2)
///     .run_job("Make the nodes")
///     .timeout(minutes(20));
/// # let _ = nodes;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksCreateNodegroup {
    cluster_name: Field<String>,
    nodegroup_name: Field<String>,
    node_role: Field<String>,
    subnets: Ids,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling_config: Option<ScalingConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disk_size: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instance_types: Vec<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ami_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_access: Option<RemoteAccess>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    labels: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    taints: Vec<Taint>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    tags: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_request_token: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    launch_template: Option<EksLaunchTemplate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_config: Option<UpdateConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node_repair_config: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warm_pool_config: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity_type: Option<Field<EksCapacityType>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_version: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    cluster: EksClusterTarget,
    #[serde(skip)]
    role: RoleTarget,
    #[serde(skip)]
    linked_role: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ScalingConfig {
    min_size: Field<u32>,
    max_size: Field<u32>,
    desired_size: Field<u32>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct RemoteAccess {
    ec2_ssh_key: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_security_groups: Option<Ids>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Taint {
    key: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Field<String>>,
    effect: Field<EksTaintEffect>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct UpdateConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    max_unavailable: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_unavailable_percentage: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_strategy: Option<Field<String>>,
}

impl EksCreateNodegroup {
    /// Makes a node group of this name in this cluster, whose instances act under this role, in these subnets.
    pub fn new(
        cluster: impl Into<EksClusterTarget>,
        name: impl Into<Field<String>>,
        node_role: impl Into<RoleTarget>,
        subnets: impl Into<Ids>,
    ) -> Self {
        let (cluster, role) = (cluster.into(), node_role.into());
        EksCreateNodegroup {
            cluster_name: cluster.name().clone(),
            nodegroup_name: name.into(),
            node_role: role.arn().clone(),
            subnets: subnets.into(),
            scaling_config: None,
            disk_size: None,
            instance_types: Vec::new(),
            ami_type: None,
            remote_access: None,
            labels: IndexMap::new(),
            taints: Vec::new(),
            tags: IndexMap::new(),
            client_request_token: None,
            launch_template: None,
            update_config: None,
            node_repair_config: None,
            warm_pool_config: None,
            capacity_type: None,
            version: None,
            release_version: None,
            more: Map::new(),
            cluster,
            role,
            linked_role: false,
        }
    }

    setters! {
        /// The size of each node's disk in GiB; by default 20, on Windows 50.
        disk_size: Field<u32>;
        /// The image of the nodes: `AL2023_x86_64_STANDARD`, `BOTTLEROCKET_ARM_64` and others. By default one that fits
        /// the instance types.
        ami_type: Field<String>;
        /// The same token makes one node group only.
        client_request_token: Field<String>;
        /// The launch template that the nodes are made by; by default one that EKS makes.
        launch_template: EksLaunchTemplate;
        /// How EKS repairs nodes, as `NodeRepairConfig` of the API, in PascalCase. By default it does not.
        node_repair_config: Payload;
        /// Instances that are held ready, as `WarmPoolConfig` of the API, in PascalCase. By default none.
        warm_pool_config: Payload;
        /// How the instances are paid for; by default on demand.
        capacity_type: Field<EksCapacityType>;
        /// The version of Kubernetes; by default, and at most, the cluster's.
        version: Field<String>;
        /// The version of the image; by default the latest for that version of Kubernetes.
        release_version: Field<String>;
    }

    /// How many nodes there are: at least, at most, and at first. By default 1, 2 and 2.
    pub fn scaling(
        mut self,
        min: impl Into<Field<u32>>,
        max: impl Into<Field<u32>>,
        desired: impl Into<Field<u32>>,
    ) -> Self {
        let (min_size, max_size, desired_size) = (min.into(), max.into(), desired.into());
        self.scaling_config = Some(ScalingConfig { min_size, max_size, desired_size });
        self
    }

    /// The types of instances; by default `t3.medium`, or `t4g.medium` for ARM.
    pub fn instance_types<F: Into<Field<String>>>(mut self, types: impl IntoIterator<Item = F>) -> Self {
        self.instance_types = types.into_iter().map(Into::into).collect();
        self
    }

    /// Lets operators log in to the nodes by this EC2 key pair.
    pub fn ssh_key(mut self, key: impl Into<Field<String>>) -> Self {
        let source_security_groups = self.remote_access.and_then(|access| access.source_security_groups);
        self.remote_access = Some(RemoteAccess { ec2_ssh_key: key.into(), source_security_groups });
        self
    }

    /// Lets operators log in to the nodes by this EC2 key pair, from these security groups only. Without groups the port
    /// is open to the internet.
    pub fn ssh_key_from(mut self, key: impl Into<Field<String>>, groups: impl Into<Ids>) -> Self {
        self.remote_access =
            Some(RemoteAccess { ec2_ssh_key: key.into(), source_security_groups: Some(groups.into()) });
        self
    }

    /// Gives the nodes a Kubernetes label.
    pub fn label(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.labels.insert(key.into(), value.into());
        self
    }

    /// Keeps pods off the nodes unless they tolerate it.
    pub fn taint(
        mut self,
        key: impl Into<Field<String>>,
        value: impl Into<Field<String>>,
        effect: impl Into<Field<EksTaintEffect>>,
    ) -> Self {
        self.taints.push(Taint { key: key.into(), value: Some(value.into()), effect: effect.into() });
        self
    }

    /// Tags the node group; at most 50 times. The instances are not tagged.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// How many nodes may be away at once while they are updated; by default 1.
    pub fn max_unavailable(mut self, nodes: impl Into<Field<u32>>) -> Self {
        self.update_config.get_or_insert_default().max_unavailable = Some(nodes.into());
        self
    }

    /// How many of 100 nodes may be away at once while they are updated, instead of a number.
    pub fn max_unavailable_percentage(mut self, percent: impl Into<Field<u32>>) -> Self {
        self.update_config.get_or_insert_default().max_unavailable_percentage = Some(percent.into());
        self
    }

    /// Whether new nodes come before old ones go, `DEFAULT`, or after, `MINIMAL`.
    pub fn update_strategy(mut self, strategy: impl Into<Field<String>>) -> Self {
        self.update_config.get_or_insert_default().update_strategy = Some(strategy.into());
        self
    }

    /// Also permits making the service-linked role `AWSServiceRoleForAmazonEKSNodegroup`, which an account needs once.
    pub fn permit_linked_role(mut self) -> Self {
        self.linked_role = true;
        self
    }

    /// A parameter that has no setter here, by its name in `CreateNodegroup`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    fn scaling_finding(&self) -> Option<Diagnostic> {
        let scaling = self.scaling_config.as_ref()?;
        let number = |field: &Field<u32>| field.literal().copied();
        let (min, max, desired) =
            (number(&scaling.min_size), number(&scaling.max_size), number(&scaling.desired_size));
        let finding = |pointer: &str, message: String| {
            Diagnostic::error("out-of-range", message).pointer(format!("/Parameters/ScalingConfig/{pointer}"))
        };
        match (min, max, desired) {
            (_, Some(0), _) => Some(finding("MaxSize", "`MaxSize` is 0, it can be 1 or more".to_owned())),
            (Some(min), Some(max), _) if min > max => {
                Some(finding("MinSize", format!("`MinSize` is {min}, which is more than `MaxSize`, {max}")))
            }
            (Some(min), _, Some(desired)) if desired < min => {
                let message = format!("`DesiredSize` is {desired}, which is less than `MinSize`, {min}");
                Some(finding("DesiredSize", message))
            }
            (_, Some(max), Some(desired)) if desired > max => {
                let message = format!("`DesiredSize` is {desired}, which is more than `MaxSize`, {max}");
                Some(finding("DesiredSize", message))
            }
            _ => None,
        }
    }
}

impl Task for EksCreateNodegroup {
    const NAME: &'static str = "EksCreateNodegroup";
    const API: (&'static str, &'static str) = ("eks", "createNodegroup");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html";

    type Patterns = RequestOrJob;

    /// Narrower than the Step Functions page, by
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html>.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let group = || self.cluster.node_groups(piece(&self.nodegroup_name));
        let mut out = vec![
            Statement::allow(["eks:CreateNodegroup"])
                .on_all(self.cluster.arns())
                .because("makes the node group"),
            // EC2 has no resource for it.
            Statement::allow(["ec2:DescribeSubnets"]).on("*").because("looks at the subnets of the nodes"),
            Statement::allow(["iam:GetRole", "iam:ListAttachedRolePolicies"])
                .on_all(self.role.arns())
                .because("looks at the role of the nodes"),
            self.role.pass_statement("eks.amazonaws.com"),
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["eks:DescribeNodegroup", "eks:DeleteNodegroup"])
                    .on_all(group())
                    .because("follows the making of the node group"),
            );
        }
        out.extend(eks_tag_statement(group(), &self.tags));
        if self.linked_role {
            out.push(linked_role_statement(
                "eks-nodegroup.amazonaws.com",
                "AWSServiceRoleForAmazonEKSNodegroup",
            ));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> =
            name_finding("NodegroupName", &self.nodegroup_name, 63).into_iter().collect();
        if self.subnets.is_empty() {
            out.push(
                Diagnostic::error("too-few-items", "a node group needs a subnet at least")
                    .pointer("/Parameters/Subnets"),
            );
        }
        out.extend(self.scaling_finding());
        let said = [("DiskSize", self.disk_size.is_some()), ("RemoteAccess", self.remote_access.is_some())];
        let beside = said.into_iter().filter(|(_, said)| *said && self.launch_template.is_some());
        out.extend(beside.map(|(name, _)| {
            Diagnostic::error(
                "conflicting-parameters",
                format!("`{name}` cannot be said beside a launch template"),
            )
            .pointer(format!("/Parameters/{name}"))
            .help("say it in the launch template")
        }));
        if let Some(update) = &self.update_config
            && update.max_unavailable.is_some()
            && update.max_unavailable_percentage.is_some()
        {
            let message = "`MaxUnavailable` and `MaxUnavailablePercentage` cannot both be said";
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer("/Parameters/UpdateConfig")
                    .help("leave one of them out"),
            );
        }
        if let Some(RemoteAccess { source_security_groups: None, .. }) = self.remote_access {
            out.push(
                Diagnostic::warning("open-port", "the nodes' port for logging in is open to the internet")
                    .pointer("/Parameters/RemoteAccess")
                    .help("say from which security groups, with `ssh_key_from`"),
            );
        }
        out.extend(tags_finding(&self.tags));
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let group = shape::object([
            ("AmiType", shape::text()),
            ("CapacityType", shape::text()),
            ("ClusterName", shape::text()),
            ("CreatedAt", shape::any()),
            ("DiskSize", shape::integer()),
            ("Health", shape::any()),
            ("InstanceTypes", shape::list(shape::text())),
            ("Labels", shape::map(shape::text())),
            ("ModifiedAt", shape::any()),
            ("NodeRole", shape::text()),
            ("NodegroupArn", shape::text()),
            ("NodegroupName", shape::text()),
            ("ReleaseVersion", shape::text()),
            ("Resources", shape::any()),
            ("ScalingConfig", shape::any()),
            ("Status", shape::text()),
            ("Subnets", shape::list(shape::text())),
            ("Tags", shape::map(shape::text())),
            ("Taints", shape::any()),
            ("Version", shape::text()),
        ]);
        shape::object([("Nodegroup", group)])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path};
        use crate::payload;
        use crate::reference::{Handle, Reference};
        use crate::template::{eks, iam};
        let network = eks::cluster::ResourcesVpcConfig::new(["subnet-0a1b2c3d4e5f6a7b8"]);
        let cluster = Handle::new("Jobs", eks::Cluster::new(network, Reference::attribute("Role", "Arn")));
        let role = Handle::new("NodeRole", iam::Role::new(Value::Null));
        let subnets = ["subnet-0a1b2c3d4e5f6a7b8"];
        vec![
            Example::request(
                "request_response",
                EksCreateNodegroup::new(&cluster, "workers", &role, subnets).state("Make the nodes"),
            ),
            Example::job(
                "run_job",
                EksCreateNodegroup::new(&cluster, "workers", &role, subnets)
                    .scaling(0, 10, 2)
                    .disk_size(50)
                    .instance_types(["c7g.large", "c6g.large"])
                    .ami_type("AL2023_ARM_64_STANDARD")
                    .ssh_key_from("operators", ["sg-0a1b2c3d4e5f6a7b8"])
                    .label("size", "large")
                    .taint("only", "jobs", EksTaintEffect::NoSchedule)
                    .tag("project", "jobs")
                    .client_request_token(path("$.token"))
                    .max_unavailable(2)
                    .update_strategy("MINIMAL")
                    .node_repair_config(payload!({ "Enabled": true }))
                    .warm_pool_config(payload!({ "Enabled": true, "MinSize": 1 }))
                    .capacity_type(EksCapacityType::Spot)
                    .version("1.33")
                    .release_version("1.33.0-20250601")
                    .permit_linked_role()
                    .run_job("Make the nodes")
                    .timeout(minutes(20)),
            ),
            Example::job(
                "launch_template",
                EksCreateNodegroup::new("jobs", path("$.name"), "eks-node", subnets)
                    .launch_template(EksLaunchTemplate::by_id("lt-0a1b2c3d4e5f6a7b8").version("3"))
                    .max_unavailable_percentage(25)
                    .run_job("Make the nodes")
                    .permission(
                        Statement::allow(["ec2:DescribeLaunchTemplateVersions"])
                            .on("*")
                            .because("looks at the launch template"),
                    ),
            ),
            Example::job(
                "jsonata",
                EksCreateNodegroup::new(
                    &cluster,
                    jsonata("$states.input.name"),
                    &role,
                    jsonata("$states.input.subnets"),
                )
                .launch_template(EksLaunchTemplate::by_name("nodes"))
                .run_job("Make the nodes"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                EksCreateNodegroup::new(path("$.cluster"), path("$.name"), path("$.role"), path("$.subnets"))
                    .run_job("Make the nodes"),
            ),
        ]
    }
}
