//! EMR on EKS: CreateVirtualCluster.

use super::parameters::emr_limits as limits;
use super::parameters::{tag_findings, tag_statement};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::reference::{Piece, account, partition, sub};
use crate::target::EksClusterName;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Creates a virtual cluster of EMR on EKS: a namespace of an EKS cluster that jobs run in.
///
/// # Permissions
///
/// `emr-containers:CreateVirtualCluster`, which knows no resources. `iam:CreateServiceLinkedRole` on EMR's own role,
/// which the account's first virtual cluster makes. Where the EKS cluster lets others in by access entries, what EMR
/// does with its entry. Tags need `emr-containers:TagResource`, for these keys only.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"Id", "Name", "Arn"}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let create = EmrContainersCreateVirtualCluster::new("nightly", "jobs", "spark")
///     .tag("team", "reports")
///     .state("Make room for Spark");
/// # let _ = create;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrContainersCreateVirtualCluster {
    name: Field<String>,
    container_provider: ContainerProvider,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    tags: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    security_configuration_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_token: Option<Field<String>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    cluster: EksClusterName,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ContainerProvider {
    id: Field<String>,
    r#type: &'static str,
    info: ContainerInfo,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ContainerInfo {
    eks_info: EksInfo,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct EksInfo {
    namespace: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node_label: Option<Field<String>>,
}

impl EmrContainersCreateVirtualCluster {
    /// Under this name, in this EKS cluster, for this namespace of it.
    pub fn new(
        name: impl Into<Field<String>>,
        cluster: impl Into<EksClusterName>,
        namespace: impl Into<Field<String>>,
    ) -> Self {
        let cluster = cluster.into();
        let eks_info = EksInfo { namespace: namespace.into(), node_label: None };
        let id = cluster.name().clone();
        EmrContainersCreateVirtualCluster {
            name: name.into(),
            container_provider: ContainerProvider { id, r#type: "EKS", info: ContainerInfo { eks_info } },
            tags: IndexMap::new(),
            security_configuration_id: None,
            client_token: None,
            more: serde_json::Map::new(),
            cluster,
        }
    }

    setters! {
        /// A security configuration of EMR on EKS, by its id.
        security_configuration_id: Field<String>;
        /// The same token makes the virtual cluster once only, at most 64 characters; by default Step Functions makes
        /// one.
        client_token: Field<String>;
    }

    /// The label of the nodes that its jobs may be placed on. It takes add-ons for scaling and policies.
    pub fn node_label(mut self, label: impl Into<Field<String>>) -> Self {
        self.container_provider.info.eks_info.node_label = Some(label.into());
        self
    }

    /// Tags the virtual cluster; at most 50 times.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// A parameter that has no setter here, by its name in `CreateVirtualCluster`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrContainersCreateVirtualCluster {
    const NAME: &'static str = "EmrContainersCreateVirtualCluster";
    const API: (&'static str, &'static str) = ("emr-containers", "createVirtualCluster");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-eks.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        // The page on policies has stray letters in the name of the role, which is `AWSServiceRoleFor…` as everywhere.
        let role = "arn:{}:iam::{}:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
        let role = sub(role, [Piece::from(partition()), account().into()]);
        let create = [
            // The service has no resource for it.
            Statement::allow(["emr-containers:CreateVirtualCluster"])
                .on("*")
                .because("creates the virtual cluster"),
            Statement::allow(["iam:CreateServiceLinkedRole"])
                .on(role)
                .when("StringLike", "iam:AWSServiceName", "emr-containers.amazonaws.com")
                .because("makes EMR's own role, where the account has none yet"),
        ];
        let tagging = Statement::allow(["emr-containers:TagResource"])
            .on(arn("emr-containers", "/virtualclusters/*", [""; 0]))
            .because("tags the virtual cluster");
        create
            .into_iter()
            .chain(self.cluster.create_statements())
            .chain(tag_statement(tagging, &self.tags))
            .collect()
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        limits::length(&mut out, "/Parameters/Name", &self.name, 1, 64);
        limits::characters(&mut out, "/Parameters/Name", &self.name, ".-_/#");
        let provider = &self.container_provider;
        limits::length(&mut out, "/Parameters/ContainerProvider/Id", &provider.id, 1, 100);
        let at = "/Parameters/ContainerProvider/Info/EksInfo";
        let namespace = &provider.info.eks_info.namespace;
        limits::length(&mut out, &format!("{at}/Namespace"), namespace, 1, 63);
        if let Field::Literal(namespace) = namespace
            && !is_namespace(namespace)
        {
            let message = format!("`{namespace}` is no name of a namespace");
            out.push(
                Diagnostic::error("malformed-name", message)
                    .pointer(format!("{at}/Namespace"))
                    .help("it is made of small letters, digits and `-`, which is neither first nor last"),
            );
        }
        if let Some(label) = &provider.info.eks_info.node_label {
            limits::length(&mut out, &format!("{at}/NodeLabel"), label, 1, 64);
        }
        if let Some(token) = &self.client_token {
            limits::length(&mut out, "/Parameters/ClientToken", token, 1, 64);
        }
        tag_findings(&self.tags, 50, &mut out);
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("Arn", shape::text()),
            ("Id", shape::text()),
            ("Name", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{execution_name, jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::template::eks;
        let role = || Reference::attribute("EksRole", "Arn");
        let network =
            eks::cluster::ResourcesVpcConfig::new([Reference::to("SubnetA"), Reference::to("SubnetB")]);
        let cluster = eks::Cluster::new(network, role())
            .access_config(eks::cluster::AccessConfig::new().authentication_mode("API_AND_CONFIG_MAP"));
        let cluster = Handle::new("Jobs", cluster);
        vec![
            Example::request(
                "request_response",
                EmrContainersCreateVirtualCluster::new("nightly", &cluster, "spark")
                    .node_label("pool/spark")
                    .security_configuration_id("abcdefghijklmnopqrstuvwxy")
                    .client_token(path("$.token"))
                    .tag("team", "reports")
                    .tag("run", path("$.run"))
                    .state("Make room for Spark"),
            ),
            Example::request(
                "by_name",
                EmrContainersCreateVirtualCluster::new(execution_name(), "jobs", "default")
                    .state("Make room for Spark"),
            ),
            Example::request(
                "at_run_time",
                EmrContainersCreateVirtualCluster::new(
                    path("$.name"),
                    EksClusterName::from(path("$.cluster")).with_access_entries(),
                    path("$.namespace"),
                )
                .state("Make room where it is asked for"),
            ),
            Example::request(
                "jsonata",
                EmrContainersCreateVirtualCluster::new(jsonata("$states.input.name"), "jobs", "spark")
                    .state("Make room for Spark"),
            )
            .in_jsonata(),
        ]
    }
}

/// Whether it is a label as Kubernetes has them.
fn is_namespace(text: &str) -> bool {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.chars().all(|c| known(c) || c == '-') && text.starts_with(known) && text.ends_with(known)
}
