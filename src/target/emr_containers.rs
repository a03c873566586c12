//! EMR on EKS: virtual clusters, job templates, and the roles that jobs run under.

use super::{RoleTarget, Scope};
use crate::asl::{Expression, Field};
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Piece, Property, Reference, sub};
use crate::template::{Parameter, eks, emrcontainers, iam};

/// The last part of an ARN.
fn last_part(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// A virtual cluster of EMR on EKS.
///
/// Made from a handle, an id or an ARN, a reference or parameter whose value is an id, or an expression that gives an
/// id.
///
/// ```
/// use stepwright::prelude::*;
///
/// let named = VirtualClusterTarget::from("de92jdei2910fwedz");
/// let chosen = VirtualClusterTarget::from(path("$.cluster.Id"));
/// # let _ = (named, chosen);
/// ```
///
/// Checked against
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonemroneksemrcontainers.html>.
#[derive(Clone, Debug)]
pub struct VirtualClusterTarget {
    id: Field<String>,
    scope: Scope,
}

impl VirtualClusterTarget {
    /// What a request names it by: its id.
    pub fn id(&self) -> &Field<String> {
        &self.id
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only virtual clusters it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every virtual cluster of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("emr-containers", "/virtualclusters/*", [""; 0]))
    }

    /// The ARNs of the job runs in it.
    pub fn job_runs(&self) -> Vec<Property<String>> {
        let runs = |cluster: Property<String>| match cluster {
            Property::Literal(arn) => Property::from(format!("{arn}/jobruns/*")),
            Property::Reference(arn) => sub("{}/jobruns/*", [arn]).into(),
        };
        self.arns().into_iter().map(runs).collect()
    }

    fn known(id: impl Into<Field<String>>, piece: impl Into<Piece>) -> Self {
        let arn = arn("emr-containers", "/virtualclusters/{}", [piece.into()]);
        VirtualClusterTarget { id: id.into(), scope: Scope::one(arn) }
    }
}

impl From<&str> for VirtualClusterTarget {
    fn from(text: &str) -> Self {
        if text.starts_with("arn:") {
            return VirtualClusterTarget { id: last_part(text).into(), scope: Scope::one(text) };
        }
        Self::known(text, text)
    }
}

impl From<Reference> for VirtualClusterTarget {
    /// A reference whose value is the id.
    fn from(id: Reference) -> Self {
        Self::known(&id, &id)
    }
}

impl From<&Reference> for VirtualClusterTarget {
    fn from(id: &Reference) -> Self {
        id.clone().into()
    }
}

impl From<&Handle<Parameter>> for VirtualClusterTarget {
    /// A parameter whose value is the id.
    fn from(id: &Handle<Parameter>) -> Self {
        id.reference().into()
    }
}

impl From<Expression> for VirtualClusterTarget {
    fn from(id: Expression) -> Self {
        let (id, scope) = super::decided(id);
        VirtualClusterTarget { id, scope }
    }
}

impl From<&Handle<emrcontainers::VirtualCluster>> for VirtualClusterTarget {
    fn from(cluster: &Handle<emrcontainers::VirtualCluster>) -> Self {
        VirtualClusterTarget { id: cluster.id_attribute().into(), scope: Scope::one(cluster.arn()) }
    }
}

/// A job template of EMR on EKS.
///
/// Made from an id or an ARN, a reference or parameter whose value is an id, or an expression that gives an id.
///
/// ```
/// use stepwright::prelude::*;
///
/// let nightly = EmrContainersJobTemplateTarget::from("00000002ot7ih5tfm33");
/// # let _ = nightly;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_JobTemplate.html>.
#[derive(Clone, Debug)]
pub struct EmrContainersJobTemplateTarget {
    id: Field<String>,
    scope: Scope,
}

impl EmrContainersJobTemplateTarget {
    /// What a request names it by: its id.
    pub fn id(&self) -> &Field<String> {
        &self.id
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only job templates it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every job template of this account and region where it is decided at run time.
    // The guide's page on access to templates writes `jobtemplate/…`; the API and the authorization reference
    // say `/jobtemplates/…`.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("emr-containers", "/jobtemplates/*", [""; 0]))
    }

    fn known(id: impl Into<Field<String>>, piece: impl Into<Piece>) -> Self {
        let arn = arn("emr-containers", "/jobtemplates/{}", [piece.into()]);
        EmrContainersJobTemplateTarget { id: id.into(), scope: Scope::one(arn) }
    }
}

impl From<&str> for EmrContainersJobTemplateTarget {
    fn from(text: &str) -> Self {
        if text.starts_with("arn:") {
            return EmrContainersJobTemplateTarget { id: last_part(text).into(), scope: Scope::one(text) };
        }
        Self::known(text, text)
    }
}

impl From<Reference> for EmrContainersJobTemplateTarget {
    /// A reference whose value is the id.
    fn from(id: Reference) -> Self {
        Self::known(&id, &id)
    }
}

impl From<&Reference> for EmrContainersJobTemplateTarget {
    fn from(id: &Reference) -> Self {
        id.clone().into()
    }
}

impl From<&Handle<Parameter>> for EmrContainersJobTemplateTarget {
    /// A parameter whose value is the id.
    fn from(id: &Handle<Parameter>) -> Self {
        id.reference().into()
    }
}

impl From<Expression> for EmrContainersJobTemplateTarget {
    fn from(id: Expression) -> Self {
        let (id, scope) = super::decided(id);
        EmrContainersJobTemplateTarget { id, scope }
    }
}

/// The role that a job on EKS runs under, and how its pods come by it.
///
/// Made from whatever a [`RoleTarget`] is made from. A role of this stack shows by its trust policy whether EKS Pod
/// Identity hands it to the pods; of another one it has to be said.
///
/// ```
/// use stepwright::prelude::*;
///
/// let by_service_account = EmrContainersRoleTarget::from("arn:aws:iam::123456789012:role/jobs");
/// let by_pod_identity = EmrContainersRoleTarget::from("arn:aws:iam::123456789012:role/jobs").by_pod_identity();
/// # let _ = (by_service_account, by_pod_identity);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/setting-up-enable-IAM.html>.
#[derive(Clone, Debug)]
pub struct EmrContainersRoleTarget {
    role: RoleTarget,
    pod_identity: bool,
}

/// The service that hands roles to pods.
const PODS: &str = "pods.eks.amazonaws.com";

impl EmrContainersRoleTarget {
    /// What a request names it by: its ARN.
    pub fn arn(&self) -> &Field<String> {
        self.role.arn()
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        self.role.scope()
    }

    /// Pods come by it through EKS Pod Identity, not through IAM roles for service accounts. Whoever starts a job then
    /// has to be permitted to pass it on.
    pub fn by_pod_identity(mut self) -> Self {
        self.pod_identity = true;
        self
    }

    /// The permission to pass it on, where starting a job asks for that.
    pub fn pass_statement(&self) -> Option<Statement> {
        self.pod_identity.then(|| self.role.pass_statement(PODS))
    }
}

impl From<RoleTarget> for EmrContainersRoleTarget {
    fn from(role: RoleTarget) -> Self {
        EmrContainersRoleTarget { role, pod_identity: false }
    }
}

macro_rules! roles {
    ($($t:ty),*) => { $(impl From<$t> for EmrContainersRoleTarget {
        fn from(role: $t) -> Self {
            RoleTarget::from(role).into()
        }
    })* };
}

roles!(&str, Reference, &Reference, &Handle<Parameter>, Expression);

impl From<&Handle<iam::Role>> for EmrContainersRoleTarget {
    fn from(role: &Handle<iam::Role>) -> Self {
        let trust = role.resource().assume_role_policy_document.as_ref();
        let pod_identity = trust.is_some_and(|trust| trust.to_json().to_string().contains(PODS));
        EmrContainersRoleTarget { role: role.into(), pod_identity }
    }
}

/// The EKS cluster that a virtual cluster stands for a part of.
///
/// Made from a handle, a name, a reference or parameter whose value is a name, or an expression that gives one. A
/// cluster of this stack shows whether it lets others in by access entries; of another one it has to be said.
///
/// ```
/// use stepwright::prelude::*;
///
/// let by_config_map = EksClusterName::from("jobs");
/// let by_access_entries = EksClusterName::from("jobs").with_access_entries();
/// # let _ = (by_config_map, by_access_entries);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/setting-up-cluster-access.html>.
#[derive(Clone, Debug)]
pub struct EksClusterName {
    name: Field<String>,
    access_entries: bool,
}

/// What EMR on EKS does with the access entry of its service-linked role, on behalf of its caller.
const ENTRY_ACTIONS: [&str; 5] = [
    "eks:DescribeAccessEntry",
    "eks:DeleteAccessEntry",
    "eks:ListAssociatedAccessPolicies",
    "eks:AssociateAccessPolicy",
    "eks:DisassociateAccessPolicy",
];

impl EksClusterName {
    /// What a request names it by.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// EKS lets EMR in by an access entry, which EMR keeps with its caller's permissions: for clusters whose
    /// authentication mode is `API` or `API_AND_CONFIG_MAP`.
    pub fn with_access_entries(mut self) -> Self {
        self.access_entries = true;
        self
    }

    /// What making a virtual cluster asks for.
    pub(crate) fn create_statements(&self) -> Vec<Statement> {
        let create = self.access_entries.then(|| {
            Statement::allow(["eks:CreateAccessEntry"])
                .on(arn("eks", "cluster/{}", [self.piece()]))
                .because("lets EMR into the EKS cluster")
        });
        create.into_iter().chain(self.entry_statement()).collect()
    }

    /// What the entry of EMR's service-linked role asks for, where there is one.
    pub(crate) fn entry_statement(&self) -> Option<Statement> {
        let entry = "access-entry/{}/role/{}/AWSServiceRoleForAmazonEMRContainers/*";
        self.access_entries.then(|| {
            Statement::allow(ENTRY_ACTIONS)
                .on(arn("eks", entry, [self.piece(), crate::reference::account().into()]))
                .because("keeps what EMR may do in the EKS cluster")
        })
    }

    fn piece(&self) -> Piece {
        match &self.name {
            Field::Literal(name) => name.as_str().into(),
            Field::Reference(name) => name.into(),
            Field::Expression(_) => "*".into(),
        }
    }
}

macro_rules! names {
    ($($t:ty),*) => { $(impl From<$t> for EksClusterName {
        fn from(name: $t) -> Self {
            EksClusterName { name: name.into(), access_entries: false }
        }
    })* };
}

names!(&str, Reference, &Reference, &Handle<Parameter>, Expression);

impl From<&Handle<eks::Cluster>> for EksClusterName {
    /// `Ref` of a cluster is its name.
    fn from(cluster: &Handle<eks::Cluster>) -> Self {
        let config = cluster.resource().access_config.as_ref().and_then(Property::literal);
        let mode = config.and_then(|config| config.authentication_mode.as_ref()?.literal());
        let access_entries = mode.is_some_and(|mode| mode.starts_with("API"));
        EksClusterName { name: cluster.reference().into(), access_entries }
    }
}
