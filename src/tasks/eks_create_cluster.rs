//! EKS: CreateCluster.

use super::parameters::{
    EksAuthenticationMode, EksLogType, EksVpcConfig, eks_tag_statement, linked_role_statement, name_finding,
    tags_finding,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Property;
use crate::target::{EksClusterTarget, Ids, KeyTarget, RoleTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Makes an EKS cluster.
///
/// The machine's role becomes the cluster's administrator, and at first only it may call the Kubernetes API. Stopping
/// the execution does not delete the cluster: see that an [`EksDeleteCluster`](super::EksDeleteCluster) is reached.
///
/// # Permissions
///
/// `eks:CreateCluster` on the cluster, `iam:PassRole` on its role (and on that of its nodes in Auto Mode), to EKS only. A
/// job also needs `eks:DescribeCluster` and `eks:DeleteCluster` on it. Tags need `eks:TagResource`, for these tags only;
/// a customer managed key `kms:DescribeKey` and `kms:CreateGrant`. In an account without EKS's service-linked role:
/// [`permit_linked_role`](Self::permit_linked_role).
///
/// # Patterns
///
/// Request and response, and a job. A job ends when the cluster is active.
///
/// # Output
///
/// `{"Cluster": {"Name", "Arn", "Endpoint", "CertificateAuthority": {"Data"}, …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let network = EksVpcConfig::new(["subnet-0a1b2c3d4e5f6a7b8", "subnet-0b1c2d3e4f5a6b7c8"]);
/// let make = EksCreateCluster::new("jobs", "eks-cluster", network)
///     .run_job("Make the cluster")
///     .timeout(minutes(30));
/// # let _ = make;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksCreateCluster {
    name: Field<String>,
    role_arn: Field<String>,
    resources_vpc_config: EksVpcConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_config: Option<AccessConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bootstrap_self_managed_addons: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_request_token: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compute_config: Option<ComputeConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    control_plane_scaling_config: Option<ScalingConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_protection: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_config: Option<[EncryptionConfig; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kube_api_server_config: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kube_controller_manager_config: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kube_scheduler_config: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kubernetes_network_config: Option<NetworkConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logging: Option<Logging>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outpost_config: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_network_config: Option<RemoteNetworkConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_config: Option<StorageConfig>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    tags: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upgrade_policy: Option<UpgradePolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zonal_shift_config: Option<Switch>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    cluster: EksClusterTarget,
    #[serde(skip)]
    role: RoleTarget,
    #[serde(skip)]
    node_role: Option<RoleTarget>,
    #[serde(skip)]
    key: Option<KeyTarget>,
    #[serde(skip)]
    linked_role: bool,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct AccessConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_mode: Option<Field<EksAuthenticationMode>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bootstrap_cluster_creator_admin_permissions: Option<Field<bool>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ComputeConfig {
    enabled: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    node_pools: Vec<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node_role_arn: Option<Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ScalingConfig {
    tier: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct EncryptionConfig {
    resources: [&'static str; 1],
    provider: Provider,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Provider {
    key_arn: Field<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct NetworkConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    service_ipv4_cidr: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_family: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elastic_load_balancing: Option<Switch>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Switch {
    enabled: Field<bool>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Logging {
    cluster_logging: [ClusterLogging; 1],
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ClusterLogging {
    types: Vec<EksLogType>,
    enabled: bool,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct RemoteNetworkConfig {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remote_node_networks: Vec<Cidrs>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remote_pod_networks: Vec<Cidrs>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Cidrs {
    cidrs: Vec<Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct StorageConfig {
    block_storage: Switch,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct UpgradePolicy {
    support_type: Field<String>,
}

fn texts<F: Into<Field<String>>>(values: impl IntoIterator<Item = F>) -> Vec<Field<String>> {
    values.into_iter().map(Into::into).collect()
}

impl EksCreateCluster {
    /// Makes a cluster of this name, whose control plane acts under this role, in this network.
    pub fn new(
        name: impl Into<EksClusterTarget>,
        role: impl Into<RoleTarget>,
        network: impl Into<EksVpcConfig>,
    ) -> Self {
        let (cluster, role) = (name.into(), role.into());
        EksCreateCluster {
            name: cluster.name().clone(),
            role_arn: role.arn().clone(),
            resources_vpc_config: network.into(),
            version: None,
            access_config: None,
            bootstrap_self_managed_addons: None,
            client_request_token: None,
            compute_config: None,
            control_plane_scaling_config: None,
            deletion_protection: None,
            encryption_config: None,
            kube_api_server_config: None,
            kube_controller_manager_config: None,
            kube_scheduler_config: None,
            kubernetes_network_config: None,
            logging: None,
            outpost_config: None,
            remote_network_config: None,
            storage_config: None,
            tags: IndexMap::new(),
            upgrade_policy: None,
            zonal_shift_config: None,
            more: Map::new(),
            cluster,
            role,
            node_role: None,
            key: None,
            linked_role: false,
        }
    }

    setters! {
        /// The version of Kubernetes: `1.33`. By default the latest that EKS offers.
        version: Field<String>;
        /// The same token makes one cluster only.
        client_request_token: Field<String>;
        /// Whether the usual network add-ons are installed; by default they are, but not in Auto Mode.
        bootstrap_self_managed_addons: Field<bool>;
        /// Whether the cluster cannot be deleted before this is taken back; by default it can.
        deletion_protection: Field<bool>;
        /// Settings of the Kubernetes API server, as `KubeApiServerConfig` of the API, in PascalCase.
        kube_api_server_config: Payload;
        /// Settings of the controller manager, as `KubeControllerManagerConfig` of the API, in PascalCase.
        kube_controller_manager_config: Payload;
        /// Settings of the scheduler, as `KubeSchedulerConfig` of the API, in PascalCase.
        kube_scheduler_config: Payload;
        /// Puts the control plane on an Outpost, as `OutpostConfig` of the API, in PascalCase. What that needs beyond a
        /// cluster in the cloud has to be permitted with `permission`.
        outpost_config: Payload;
    }

    /// How the cluster knows who may do what in it; by default by its ConfigMap.
    pub fn authentication_mode(mut self, mode: impl Into<Field<EksAuthenticationMode>>) -> Self {
        self.access_config.get_or_insert_default().authentication_mode = Some(mode.into());
        self
    }

    /// Whether the machine's role becomes the cluster's administrator; by default it does.
    pub fn bootstrap_cluster_creator_admin_permissions(mut self, bootstrap: impl Into<Field<bool>>) -> Self {
        self.access_config.get_or_insert_default().bootstrap_cluster_creator_admin_permissions =
            Some(bootstrap.into());
        self
    }

    /// Auto Mode: EKS makes and removes nodes, volumes and load balancers by itself. The nodes are of these pools
    /// (`general-purpose`, `system`), and act under this role, which EKS is handed.
    ///
    /// Checked against <https://docs.aws.amazon.com/eks/latest/userguide/automode-get-started-cli.html>.
    pub fn auto_mode<F: Into<Field<String>>>(
        mut self,
        node_pools: impl IntoIterator<Item = F>,
        node_role: impl Into<RoleTarget>,
    ) -> Self {
        let role = node_role.into();
        self.compute_config = Some(ComputeConfig {
            enabled: true,
            node_pools: texts(node_pools),
            node_role_arn: Some(role.arn().clone()),
        });
        self.node_role = Some(role);
        self.kubernetes_network_config.get_or_insert_default().elastic_load_balancing =
            Some(Switch { enabled: true.into() });
        self.storage_config = Some(StorageConfig { block_storage: Switch { enabled: true.into() } });
        self
    }

    /// The addresses that Kubernetes gives to services: `10.100.0.0/16`. Chosen by EKS unless said.
    pub fn service_ipv4_cidr(mut self, cidr: impl Into<Field<String>>) -> Self {
        self.kubernetes_network_config.get_or_insert_default().service_ipv4_cidr = Some(cidr.into());
        self
    }

    /// The addresses of pods and services: `ipv4`, the default, or `ipv6`.
    pub fn ip_family(mut self, family: impl Into<Field<String>>) -> Self {
        self.kubernetes_network_config.get_or_insert_default().ip_family = Some(family.into());
        self
    }

    /// The size of the control plane: `standard`, the default, `tier-xl`, `tier-2xl` and so on.
    pub fn control_plane_tier(mut self, tier: impl Into<Field<String>>) -> Self {
        self.control_plane_scaling_config = Some(ScalingConfig { tier: tier.into() });
        self
    }

    /// Encrypts Kubernetes' data with this key; by default with one that AWS owns.
    pub fn encryption_key(mut self, key: impl Into<KeyTarget>) -> Self {
        let key = key.into();
        let key_arn = match key.arn() {
            Property::Literal(arn) => arn.into(),
            Property::Reference(arn) => arn.into(),
        };
        self.encryption_config =
            Some([EncryptionConfig { resources: ["secrets"], provider: Provider { key_arn } }]);
        self.key = Some(key);
        self
    }

    /// Which logs of the control plane go to CloudWatch; by default none.
    pub fn log_types(mut self, types: impl IntoIterator<Item = EksLogType>) -> Self {
        self.logging = Some(Logging {
            cluster_logging: [ClusterLogging { types: types.into_iter().collect(), enabled: true }],
        });
        self
    }

    /// The addresses that hybrid nodes may have.
    pub fn remote_node_networks<F: Into<Field<String>>>(
        mut self,
        cidrs: impl IntoIterator<Item = F>,
    ) -> Self {
        self.remote_network_config.get_or_insert_default().remote_node_networks =
            vec![Cidrs { cidrs: texts(cidrs) }];
        self
    }

    /// The addresses that pods on hybrid nodes may have.
    pub fn remote_pod_networks<F: Into<Field<String>>>(mut self, cidrs: impl IntoIterator<Item = F>) -> Self {
        self.remote_network_config.get_or_insert_default().remote_pod_networks =
            vec![Cidrs { cidrs: texts(cidrs) }];
        self
    }

    /// Tags the cluster; at most 50 times.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// What follows the standard support of the cluster's version: `EXTENDED`, the default, which costs more, or
    /// `STANDARD`, an upgrade.
    pub fn support_type(mut self, support: impl Into<Field<String>>) -> Self {
        self.upgrade_policy = Some(UpgradePolicy { support_type: support.into() });
        self
    }

    /// Whether AWS may shift the cluster's traffic away from an availability zone; by default it may not.
    pub fn zonal_shift(mut self, enabled: impl Into<Field<bool>>) -> Self {
        self.zonal_shift_config = Some(Switch { enabled: enabled.into() });
        self
    }

    /// Also permits making the service-linked role `AWSServiceRoleForAmazonEKS`, which an account needs once.
    pub fn permit_linked_role(mut self) -> Self {
        self.linked_role = true;
        self
    }

    /// A parameter that has no setter here, by its name in `CreateCluster`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EksCreateCluster {
    const NAME: &'static str = "EksCreateCluster";
    const API: (&'static str, &'static str) = ("eks", "createCluster");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html";

    type Patterns = RequestOrJob;

    /// The Step Functions page permits `eks:CreateCluster` on everything; that the cluster's ARN will do was checked
    /// against <https://docs.aws.amazon.com/eks/latest/userguide/security-iam-id-based-policy-examples.html>, the key
    /// against <https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html>.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut out = vec![
            Statement::allow(["eks:CreateCluster"]).on_all(self.cluster.arns()).because("makes the cluster"),
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["eks:DescribeCluster", "eks:DeleteCluster"])
                    .on_all(self.cluster.arns())
                    .because("follows the making of the cluster"),
            );
        }
        out.push(self.role.pass_statement("eks.amazonaws.com"));
        out.extend(self.node_role.as_ref().map(|role| role.pass_statement("eks.amazonaws.com")));
        out.extend(eks_tag_statement(self.cluster.arns(), &self.tags));
        // EKS refuses a grant under the condition `kms:GrantIsForAWSResource`.
        out.extend(self.key.as_ref().map(|key| {
            Statement::allow(["kms:DescribeKey", "kms:CreateGrant"])
                .on(key.arn().clone())
                .because("lets the cluster encrypt with the key")
        }));
        if self.linked_role {
            out.push(linked_role_statement("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> = name_finding("Name", &self.name, 100).into_iter().collect();
        if let Ids::Listed(subnets) = &self.resources_vpc_config.subnet_ids
            && subnets.len() < 2
        {
            let message =
                format!("the cluster has {} subnets, and needs two in different zones", subnets.len());
            out.push(
                Diagnostic::error("too-few-items", message)
                    .pointer("/Parameters/ResourcesVpcConfig/SubnetIds"),
            );
        }
        if let Some(Field::Literal(false)) = self.resources_vpc_config.endpoint_public_access {
            out.push(
                Diagnostic::advice(
                    "private-cluster",
                    "Step Functions does not reach the Kubernetes API of a private cluster",
                )
                .pointer("/Parameters/ResourcesVpcConfig/EndpointPublicAccess")
                .help("`EksCall` and `EksRunJob` need public access"),
            );
        }
        out.extend(tags_finding(&self.tags));
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let authority = shape::object([("Data", shape::text())]);
        let cluster = shape::object([
            ("AccessConfig", shape::any()),
            ("Arn", shape::text()),
            ("CertificateAuthority", authority),
            ("CreatedAt", shape::any()),
            ("EncryptionConfig", shape::any()),
            ("Endpoint", shape::text()),
            ("Identity", shape::any()),
            ("KubernetesNetworkConfig", shape::any()),
            ("Logging", shape::any()),
            ("Name", shape::text()),
            ("PlatformVersion", shape::text()),
            ("ResourcesVpcConfig", shape::any()),
            ("RoleArn", shape::text()),
            ("Status", shape::text()),
            ("Tags", shape::map(shape::text())),
            ("Version", shape::text()),
        ]);
        shape::object([("Cluster", cluster)])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path};
        use crate::payload;
        use crate::reference::{Handle, Reference};
        use crate::template::iam;
        let role = Handle::new("ClusterRole", iam::Role::new(Value::Null));
        let nodes = Handle::new("NodeRole", iam::Role::new(Value::Null));
        let subnets = ["subnet-0a1b2c3d4e5f6a7b8", "subnet-0b1c2d3e4f5a6b7c8"];
        vec![
            Example::request(
                "request_response",
                EksCreateCluster::new("jobs", &role, EksVpcConfig::new(subnets)).state("Make the cluster"),
            ),
            Example::job(
                "run_job",
                EksCreateCluster::new(
                    "jobs",
                    &role,
                    EksVpcConfig::new(subnets)
                        .security_group_ids(["sg-0a1b2c3d4e5f6a7b8"])
                        .endpoint_public_access(true)
                        .endpoint_private_access(true)
                        .public_access_cidrs(["203.0.113.0/24"])
                        .control_plane_egress_mode("AWS_MANAGED"),
                )
                .version("1.33")
                .authentication_mode(EksAuthenticationMode::ApiAndConfigMap)
                .bootstrap_cluster_creator_admin_permissions(true)
                .bootstrap_self_managed_addons(true)
                .client_request_token(path("$.token"))
                .control_plane_tier("standard")
                .deletion_protection(false)
                .encryption_key(Reference::attribute("Key", "Arn"))
                .kube_api_server_config(payload!({ "EventTtl": "1h" }))
                .kube_controller_manager_config(payload!({
                    "HorizontalPodAutoscalerControllerConfig": { "HorizontalPodAutoscalerSyncPeriod": "15s" }
                }))
                .kube_scheduler_config(payload!({
                    "NodeResourcesFit": { "ScoringStrategy": { "Type": "MostAllocated" } }
                }))
                .service_ipv4_cidr("10.100.0.0/16")
                .ip_family("ipv4")
                .log_types([EksLogType::Audit, EksLogType::Authenticator])
                .remote_node_networks(["10.1.0.0/16"])
                .remote_pod_networks(["10.2.0.0/16"])
                .tag("project", "jobs")
                .support_type("STANDARD")
                .zonal_shift(true)
                .permit_linked_role()
                .run_job("Make the cluster")
                .timeout(minutes(30)),
            ),
            Example::job(
                "auto_mode",
                EksCreateCluster::new("jobs", &role, EksVpcConfig::new(subnets))
                    .authentication_mode(EksAuthenticationMode::Api)
                    .auto_mode(["general-purpose", "system"], &nodes)
                    .run_job("Make the cluster"),
            ),
            Example::job(
                "outpost",
                EksCreateCluster::new("jobs", &role, EksVpcConfig::new(subnets))
                    .outpost_config(payload!({
                        "OutpostArns": ["arn:aws:outposts:eu-west-1:123456789012:outpost/op-0a1b2c3d4e5f6a7b8"],
                        "ControlPlaneInstanceType": "m5.large"
                    }))
                    .run_job("Make the cluster"),
            ),
            Example::job(
                "jsonata",
                EksCreateCluster::new(
                    jsonata("'jobs-' & $states.input.team"),
                    &role,
                    EksVpcConfig::new(jsonata("$states.input.subnets")),
                )
                .run_job("Make the cluster"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                EksCreateCluster::new(path("$.cluster"), path("$.role"), EksVpcConfig::new(path("$.subnets")))
                    .run_job("Make the cluster"),
            ),
        ]
    }
}
