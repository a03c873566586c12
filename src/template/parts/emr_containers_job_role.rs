//! A role for jobs on EKS.

use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn, global_arn};
use crate::reference::{Handle, Piece, Property, account, partition, sub};
use crate::template::generic::Generic;
use crate::template::iam;
use crate::template::scope::{Part, Scope};
use serde_json::{Map, Value, json};

/// The role that jobs of EMR on EKS run under.
///
/// EMR makes a service account of Kubernetes for each part of a job: the client, the driver and the executors. Their
/// pods come by the role in one of two ways. By EKS Pod Identity, from EMR 7.3.0 on, with its agent on the cluster: then
/// the part also adds the associations of the three accounts. Or by IAM roles for service accounts, with the cluster's
/// OIDC provider in IAM. Either way only EMR's own service accounts in the namespace may take the role, and nothing has
/// to be changed on it after it was made.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("trips");
/// let logs = stack.add("SparkLogs", logs::LogGroup::new());
/// let role = stack.add(
///     "TripsRole",
///     EmrContainersJobRole::by_pod_identity("trips", "jobs", "spark")
///         .log_group(logs.reference())
///         .allow(Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::trips/*").because("reads the trips")),
/// );
/// let count = EmrContainersStartJobRun::new(
///     "de92jdei2910fwedz",
///     &role,
///     "emr-7.5.0-latest",
///     EmrContainersSparkSubmit::new("s3://trips/count.py"),
/// );
/// # let _ = count;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/setting-up-enable-IAM.html>,
/// <https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/creating-job-execution-role.html> and
/// <https://docs.aws.amazon.com/cli/latest/reference/emr-containers/update-role-trust-policy.html>.
#[derive(Clone, Debug)]
pub struct EmrContainersJobRole {
    way: Way,
    namespace: Property<String>,
    name: Option<String>,
    statements: Vec<Statement>,
}

/// How pods come by the role.
#[derive(Clone, Debug)]
enum Way {
    /// By EKS Pod Identity, on this cluster.
    PodIdentity { cluster: Property<String> },
    /// By IAM roles for service accounts, as this issuer vouches for them.
    ServiceAccount { issuer: String },
}

impl EmrContainersJobRole {
    /// For pods in a namespace of an EKS cluster, both by name, through EKS Pod Identity. The names of EMR's service
    /// accounts are made from the role's name, so that it has to be said; keep it short, as EKS asks.
    pub fn by_pod_identity(
        role_name: impl Into<String>,
        cluster: impl Into<Property<String>>,
        namespace: impl Into<Property<String>>,
    ) -> Self {
        let way = Way::PodIdentity { cluster: cluster.into() };
        EmrContainersJobRole { way, namespace: namespace.into(), name: None, statements: Vec::new() }
            .role_name(role_name)
    }

    /// For pods in a namespace, through IAM roles for service accounts. The issuer is the cluster's, as text: a condition
    /// is named after it, and a template cannot put names together.
    /// `oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`.
    pub fn by_service_account(issuer: &str, namespace: impl Into<Property<String>>) -> Self {
        let issuer = issuer.strip_prefix("https://").unwrap_or(issuer).to_owned();
        let way = Way::ServiceAccount { issuer };
        EmrContainersJobRole { way, namespace: namespace.into(), name: None, statements: Vec::new() }
    }

    /// The role's name; by default CloudFormation makes one. With a name only the service accounts that EMR makes for
    /// this role may take it, without one those for any role.
    pub fn role_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Permits jobs to write their logs to this log group, by its name.
    pub fn log_group(self, name: impl Into<Property<String>>) -> Self {
        let group = arn("logs", "log-group:{}:*", [Piece::from(&name.into())]);
        let actions = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"];
        self.allow(Statement::allow(actions).on(group).because("writes the job's logs")).allow(
            Statement::allow(["logs:DescribeLogGroups"])
                .on(arn("logs", "log-group:*", [""; 0]))
                .because("looks for the log group"),
        )
    }

    /// Permits jobs to write their logs to this bucket, by its name, under this prefix.
    pub fn log_bucket(self, name: impl Into<Property<String>>, prefix: &str) -> Self {
        let bucket = Piece::from(&name.into());
        let objects = global_arn("s3", "{}/{}*", [bucket.clone(), prefix.into()]);
        self.allow(
            Statement::allow(["s3:PutObject", "s3:GetObject"]).on(objects).because("writes the job's logs"),
        )
        .allow(
            Statement::allow(["s3:ListBucket"])
                .on(global_arn("s3", "{}", [bucket]))
                .because("sees which logs there are"),
        )
    }

    /// Permits something to the jobs.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// What the names of EMR's service accounts end in.
    fn account_tail(&self) -> String {
        self.name.as_deref().map_or_else(|| "*".to_owned(), base36)
    }

    fn trust(&self) -> Value {
        let mut statement = Map::new();
        statement.insert("Effect".to_owned(), "Allow".into());
        let (principal, actions, condition) = match &self.way {
            Way::PodIdentity { cluster } => (
                json!({ "Service": "pods.eks.amazonaws.com" }),
                json!(["sts:AssumeRole", "sts:TagSession"]),
                // Pod Identity tags its sessions with where the pod is.
                json!({ "StringEquals": {
                    "aws:RequestTag/eks-cluster-name": cluster,
                    "aws:RequestTag/kubernetes-namespace": self.namespace,
                } }),
            ),
            Way::ServiceAccount { issuer } => {
                let provider = sub(
                    "arn:{}:iam::{}:oidc-provider/{}",
                    [partition().into(), account().into(), { Piece::from(issuer.as_str()) }],
                );
                let subject = sub(
                    "system:serviceaccount:{}:emr-containers-sa-*-*-{}-{}",
                    [Piece::from(&self.namespace), account().into(), self.account_tail().into()],
                );
                let mut subjects = Map::new();
                subjects.insert(format!("{issuer}:sub"), subject.to_json());
                (
                    json!({ "Federated": provider }),
                    json!("sts:AssumeRoleWithWebIdentity"),
                    json!({ "StringLike": subjects }),
                )
            }
        };
        statement.insert("Principal".to_owned(), principal);
        statement.insert("Action".to_owned(), actions);
        statement.insert("Condition".to_owned(), condition);
        json!({ "Version": "2012-10-17", "Statement": [statement] })
    }

    fn problem(&self) -> Option<Diagnostic> {
        let name = self.name.as_ref()?;
        let known = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
        if (1..=64).contains(&name.chars().count()) && name.chars().all(known) {
            return None;
        }
        let message = format!("`{name}` is no name of a role");
        Some(
            Diagnostic::error("malformed-name", message)
                .pointer("/Properties/RoleName")
                .help("it has 1 to 64 letters, digits and `_+=,.@-`"),
        )
    }
}

impl Part for EmrContainersJobRole {
    type Handles = Handle<iam::Role>;

    fn add(self, id: &str, scope: &mut Scope) -> Handle<iam::Role> {
        if let Some(problem) = self.problem() {
            scope.report(problem.in_resource(id));
        }
        let mut role = iam::Role::new(self.trust());
        if let Some(name) = &self.name {
            role = role.role_name(name.as_str());
        }
        let tail = self.account_tail();
        let role = scope.role(id, role, self.statements);
        if let Way::PodIdentity { cluster } = self.way {
            for (part, title) in [("client", "Client"), ("driver", "Driver"), ("executor", "Executor")] {
                let pieces = [part.into(), account().into(), Piece::from(tail.as_str())];
                let association = Generic::new("AWS::EKS::PodIdentityAssociation")
                    .property("ClusterName", value(&cluster))
                    .property("Namespace", value(&self.namespace))
                    .property("ServiceAccount", sub("emr-containers-sa-spark-{}-{}-{}", pieces))
                    .property("RoleArn", role.attribute("Arn"));
                scope.resource(&format!("{id}{title}Association"), association);
            }
        }
        role
    }
}

/// Text as a property of a resource that has no struct.
fn value(text: &Property<String>) -> Property<Value> {
    match text {
        Property::Literal(text) => text.as_str().into(),
        Property::Reference(reference) => reference.into(),
    }
}

/// The bytes of a name, taken for one large number and written in base 36, as EMR does to make names for Kubernetes.
// The guide's own example has the line break after the name encoded with it.
fn base36(name: &str) -> String {
    let mut number = name.as_bytes().to_vec();
    let mut digits = Vec::new();
    while number.iter().any(|byte| *byte != 0) {
        let mut rest = 0_u32;
        for byte in &mut number {
            let value = rest * 256 + u32::from(*byte);
            *byte = u8::try_from(value / 36).unwrap_or(u8::MAX);
            rest = value % 36;
        }
        digits.extend(char::from_digit(rest, 36));
    }
    digits.iter().rev().collect()
}
