//! EKS: networks, node groups, Fargate profiles, logs of jobs.

use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::{Literal, Piece, Property, account, partition, sub};
use crate::target::Ids;
use crate::task::setters;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// The network of a cluster's control plane.
///
/// ```
/// use stepwright::prelude::*;
///
/// let network = EksVpcConfig::new(["subnet-0a1b2c3d4e5f6a7b8", "subnet-0b1c2d3e4f5a6b7c8"])
///     .endpoint_private_access(true)
///     .public_access_cidrs(["203.0.113.0/24"]);
/// # let _ = network;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksVpcConfig {
    pub(in crate::tasks) subnet_ids: Ids,
    #[serde(skip_serializing_if = "Option::is_none")]
    security_group_ids: Option<Ids>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) endpoint_public_access: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint_private_access: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    public_access_cidrs: Vec<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    control_plane_egress_mode: Option<Field<String>>,
}

impl EksVpcConfig {
    /// In these subnets: two at least, in different availability zones.
    pub fn new(subnets: impl Into<Ids>) -> Self {
        EksVpcConfig {
            subnet_ids: subnets.into(),
            security_group_ids: None,
            endpoint_public_access: None,
            endpoint_private_access: None,
            public_access_cidrs: Vec::new(),
            control_plane_egress_mode: None,
        }
    }

    setters! {
        /// The security groups of the interfaces that EKS puts into the subnets; by default one that EKS makes.
        security_group_ids: Ids;
        /// Whether the Kubernetes API is reached from the internet; by default it is. Step Functions calls it only so.
        endpoint_public_access: Field<bool>;
        /// Whether the Kubernetes API is reached from inside the VPC without leaving it; by default it is not.
        endpoint_private_access: Field<bool>;
        /// How the control plane reaches the outside: `AWS_MANAGED`, `CUSTOMER_ROUTED` or `CUSTOMER_ISOLATED`.
        control_plane_egress_mode: Field<String>;
    }

    /// From which addresses of the internet the Kubernetes API is reached; by default from all.
    pub fn public_access_cidrs<F: Into<Field<String>>>(mut self, cidrs: impl IntoIterator<Item = F>) -> Self {
        self.public_access_cidrs = cidrs.into_iter().map(Into::into).collect();
        self
    }
}

/// Kinds of logs of a cluster's control plane.
///
/// ```
/// use stepwright::prelude::*;
///
/// let logged = [EksLogType::Api, EksLogType::Audit];
/// # let _ = logged;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum EksLogType {
    /// Of the Kubernetes API server.
    Api,
    /// Who changed what.
    Audit,
    /// Of authentication by IAM.
    Authenticator,
    /// Of the controller manager.
    ControllerManager,
    /// Of the scheduler.
    Scheduler,
}

/// How a cluster knows who may do what in it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mode = EksAuthenticationMode::Api;
/// # let _ = mode;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EksAuthenticationMode {
    /// By access entries of EKS.
    Api,
    /// By access entries and by the `aws-auth` ConfigMap.
    ApiAndConfigMap,
    /// By the `aws-auth` ConfigMap; the default.
    ConfigMap,
}

impl Literal for EksAuthenticationMode {}

/// What a pod has to be like for a Fargate profile to run it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let batch = EksFargateSelector::new("batch").label("size", "small");
/// # let _ = batch;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/eks/latest/APIReference/API_FargateProfileSelector.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksFargateSelector {
    namespace: Field<String>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub(in crate::tasks) labels: IndexMap<String, Field<String>>,
}

impl EksFargateSelector {
    /// Pods of this Kubernetes namespace.
    pub fn new(namespace: impl Into<Field<String>>) -> Self {
        EksFargateSelector { namespace: namespace.into(), labels: IndexMap::new() }
    }

    /// Only pods that have this label; at most five.
    pub fn label(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.labels.insert(key.into(), value.into());
        self
    }
}

/// What a Kubernetes taint does with pods that do not tolerate it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let effect = EksTaintEffect::NoSchedule;
/// # let _ = effect;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EksTaintEffect {
    /// They are not put on the node.
    NoSchedule,
    /// They are not put on the node, and removed from it.
    NoExecute,
    /// They are not put on the node where another one will do.
    PreferNoSchedule,
}

impl Literal for EksTaintEffect {}

/// How the instances of a node group are paid for.
///
/// ```
/// use stepwright::prelude::*;
///
/// let capacity = EksCapacityType::Spot;
/// # let _ = capacity;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EksCapacityType {
    /// On demand; the default.
    OnDemand,
    /// As spare capacity, which EC2 may take back.
    Spot,
    /// By a capacity block that was reserved.
    CapacityBlock,
}

impl Literal for EksCapacityType {}

/// The launch template of a node group.
///
/// Instance types, the size of disks and remote access are then said in the template, or not at all.
///
/// ```
/// use stepwright::prelude::*;
///
/// let template = EksLaunchTemplate::by_name("nodes").version("3");
/// # let _ = template;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/eks/latest/APIReference/API_LaunchTemplateSpecification.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksLaunchTemplate {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<Field<String>>,
}

impl EksLaunchTemplate {
    /// By its id.
    pub fn by_id(id: impl Into<Field<String>>) -> Self {
        EksLaunchTemplate { id: Some(id.into()), name: None, version: None }
    }

    /// By its name.
    pub fn by_name(name: impl Into<Field<String>>) -> Self {
        EksLaunchTemplate { id: None, name: Some(name.into()), version: None }
    }

    setters! {
        /// The version, by its number; by default the template's default version.
        version: Field<String>;
    }
}

/// A name in a policy's ARN: `*` where it is known at run time only.
pub(in crate::tasks) fn piece(name: &Field<String>) -> Piece {
    match name {
        Field::Literal(text) => text.as_str().into(),
        Field::Reference(reference) => reference.into(),
        Field::Expression(_) => "*".into(),
    }
}

/// What tagging a new thing needs: these tags only.
///
/// Checked against <https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html>.
pub(in crate::tasks) fn eks_tag_statement(
    on: Vec<Property<String>>,
    tags: &IndexMap<String, Field<String>>,
) -> Option<Statement> {
    let tag = Statement::allow(["eks:TagResource"]).on_all(on).because("tags it");
    let keys = |tag: Statement| {
        tags.keys().fold(tag, |tag, key| tag.when("ForAllValues:StringEquals", "aws:TagKeys", key.as_str()))
    };
    (!tags.is_empty()).then(|| keys(tag))
}

/// What making a service-linked role of EKS needs, for accounts that have none yet.
///
/// Checked against <https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles.html>.
pub(in crate::tasks) fn linked_role_statement(service: &'static str, role: &'static str) -> Statement {
    let name = format!("role/aws-service-role/{service}/{role}");
    let arn = sub("arn:{}:iam::{}:{}", [Piece::from(partition()), account().into(), name.into()]);
    Statement::allow(["iam:CreateServiceLinkedRole"])
        .on(arn)
        .when("StringEquals", "iam:AWSServiceName", service)
        .because("makes EKS's own role where the account has none")
}

/// What is wrong with the name of a cluster, node group or profile.
///
/// Checked against <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html> and
/// <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html>.
pub(in crate::tasks) fn name_finding(
    parameter: &str,
    name: &Field<String>,
    longest: usize,
) -> Option<Diagnostic> {
    let name = name.literal()?;
    let starts = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    (!starts || !plain || name.len() > longest).then(|| {
        Diagnostic::error("malformed-name", format!("`{name}` in `{parameter}` is no name that EKS takes"))
            .pointer(format!("/Parameters/{parameter}"))
            .help(format!("letters, digits, `-` and `_`, a letter or digit first, {longest} at most"))
    })
}

/// Too many tags.
pub(in crate::tasks) fn tags_finding(tags: &IndexMap<String, Field<String>>) -> Option<Diagnostic> {
    (tags.len() > 50).then(|| {
        let message = format!("there are {} tags, EKS takes 50", tags.len());
        Diagnostic::error("too-many-items", message).pointer("/Parameters/Tags")
    })
}
