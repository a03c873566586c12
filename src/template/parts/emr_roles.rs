//! The roles of EMR clusters.

use super::{Network, ServiceRole};
use crate::iam::{Statement, any_region_arn, arn, trust_policy};
use crate::reference::{Handle, Piece, Property, Reference, partition, sub};
use crate::template::scope::{Part, Scope};
use crate::template::{ec2, iam};
use serde_json::Value;

/// The roles that EMR clusters run under: EMR's own, that of their instances, and, where asked for, the one that scales
/// instance groups.
///
/// - The service role has AWS's managed policy for it, `AmazonEMRServicePolicy_v2`, and may hand over the other two
///   roles. That policy works on what carries the tag `for-use-with-amazon-emr-managed-policies` with the value `true`
///   only: the cluster (`EmrCreateCluster::roles` says it), and the VPC, subnets and security groups that are not made
///   by EMR. Instead of tagging those, name them: [`network`](Self::network),
///   [`security_group`](Self::security_group).
/// - The role of the instances may do nothing but what [`allow`](Self::allow) says: reading the programs, reading and
///   writing data, writing logs. What AWS once attached to it permitted nearly everything and is no longer advised.
/// - EMR and Application Auto Scaling may assume their roles on behalf of this account's clusters only.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("nightly");
/// let network = stack.add("Network", PublicNetwork::new("10.0.0.0/16"));
/// let roles = stack.add(
///     "Emr",
///     EmrRoles::new().network(&network).allow(
///         Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::orders/*").because("reads orders"),
///     ),
/// );
/// let instances = EmrJobFlowInstancesConfig::uniform("m7g.xlarge", "m7g.xlarge", 3);
/// let create = EmrCreateCluster::new("nightly", instances).release_label("emr-7.5.0").roles(&roles);
/// # let _ = create;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-roles.html>.
#[derive(Clone, Debug, Default)]
pub struct EmrRoles {
    auto_scaling: bool,
    vpcs: Vec<Reference>,
    subnets: Vec<Reference>,
    groups: Vec<Reference>,
    runtime: Vec<Property<String>>,
    statements: Vec<Statement>,
}

/// What [`EmrRoles`] adds.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("nightly");
/// let roles = stack.add("Emr", EmrRoles::new().auto_scaling());
/// assert!(roles.auto_scaling_role.is_some());
/// ```
#[derive(Clone, Debug)]
pub struct EmrClusterRoles {
    /// The role that EMR provisions clusters under.
    pub service_role: Handle<iam::Role>,
    /// The role of the clusters' instances.
    pub job_flow_role: Handle<iam::Role>,
    /// What the instances get their role by.
    pub instance_profile: Handle<iam::InstanceProfile>,
    /// The role that scales instance groups.
    pub auto_scaling_role: Option<Handle<iam::Role>>,
}

impl EmrRoles {
    /// A service role, and a role for the instances that permits nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the role that instance groups scale under; only auto scaling policies of groups need it.
    pub fn auto_scaling(mut self) -> Self {
        self.auto_scaling = true;
        self
    }

    /// Permits something to the programs on the clusters.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Lets the clusters run steps under this runtime role, by its ARN. That role has to trust the role of the
    /// instances, for `sts:AssumeRole` and `sts:TagSession`.
    ///
    /// Checked against <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-steps-runtime-roles.html>.
    pub fn runtime_role(mut self, arn: impl Into<Property<String>>) -> Self {
        self.runtime.push(arn.into());
        self
    }

    /// Lets EMR put clusters into the subnets of this network, and make security groups in its VPC, though they are not
    /// tagged.
    pub fn network(mut self, network: &Network) -> Self {
        self.vpcs.push(network.vpc.reference());
        self.subnets.extend(network.subnets.iter().map(Handle::reference));
        self
    }

    /// Lets EMR use this security group, and add its rules to it, though it is not tagged.
    pub fn security_group(mut self, group: &Handle<ec2::SecurityGroup>) -> Self {
        self.groups.push(group.attribute("GroupId"));
        self
    }

    /// What the service role is permitted on things that are not tagged: what `AmazonEMRServicePolicy_v2` permits on those
    /// that are.
    fn untagged(&self) -> Vec<Statement> {
        let all = |kind: &str, ids: &[Reference]| -> Vec<Property<String>> {
            ids.iter().map(|id| arn("ec2", &format!("{kind}/{{}}"), [Piece::from(id)]).into()).collect()
        };
        let mut out = Vec::new();
        let mut places = all("subnet", &self.subnets);
        places.extend(all("security-group", &self.groups));
        if !places.is_empty() {
            let actions = [
                "ec2:CreateNetworkInterface",
                "ec2:RunInstances",
                "ec2:CreateFleet",
                "ec2:CreateLaunchTemplate",
                "ec2:CreateLaunchTemplateVersion",
            ];
            out.push(Statement::allow(actions).on_all(places).because("launches instances in the network"));
        }
        if !self.vpcs.is_empty() {
            out.push(
                Statement::allow(["ec2:CreateSecurityGroup"])
                    .on_all(all("vpc", &self.vpcs))
                    .because("makes the clusters' security groups"),
            );
        }
        if !self.groups.is_empty() {
            let actions = [
                "ec2:AuthorizeSecurityGroupEgress",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:RevokeSecurityGroupEgress",
                "ec2:RevokeSecurityGroupIngress",
            ];
            out.push(
                Statement::allow(actions)
                    .on_all(all("security-group", &self.groups))
                    .because("lets the nodes reach each other"),
            );
        }
        out
    }
}

/// Lets a service be handed a role of the part.
fn pass(role: &Handle<iam::Role>, service: &str, why: &'static str) -> Statement {
    Statement::allow(["iam:PassRole"])
        .on(role.attribute("Arn"))
        .when("StringEquals", "iam:PassedToService", service)
        .when("StringEquals", "iam:PassedToService", format!("{service}.cn"))
        .because(why)
}

/// The role that scales instance groups: EMR and Application Auto Scaling act under it.
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-role-automatic-scaling.html>.
fn auto_scaling_role(id: &str, scope: &mut Scope) -> Handle<iam::Role> {
    let targets = any_region_arn("application-autoscaling", "scalable-target/*", [""; 0]);
    let mut trust = trust_policy("application-autoscaling.amazonaws.com", Some(targets));
    let emr = trust_policy("elasticmapreduce.amazonaws.com", Some(arn("elasticmapreduce", "*", [""; 0])));
    // AWS's page has trusted both; a role that trusts Application Auto Scaling alone is new there.
    if let (Some(Value::Array(statements)), Some(Value::Array(more))) =
        (trust.get_mut("Statement"), emr.get("Statement"))
    {
        statements.extend(more.iter().cloned());
    }
    let statements = vec![
        Statement::allow(["cloudwatch:DescribeAlarms"])
            .on(arn("cloudwatch", "alarm:*", [""; 0]))
            .because("looks at the alarms of the scaling rules"),
        Statement::allow(["elasticmapreduce:ListInstanceGroups", "elasticmapreduce:ModifyInstanceGroups"])
            .on(arn("elasticmapreduce", "cluster/*", [""; 0]))
            .because("scales the instance groups"),
    ];
    scope.role(id, iam::Role::new(trust), statements)
}

impl Part for EmrRoles {
    type Handles = EmrClusterRoles;

    fn add(self, id: &str, scope: &mut Scope) -> EmrClusterRoles {
        // EC2 says nothing of the account when it hands an instance its role.
        let mut instances = ServiceRole::new("ec2.amazonaws.com").without_source();
        let untagged = self.untagged();
        for statement in self.statements {
            instances = instances.allow(statement);
        }
        if !self.runtime.is_empty() {
            instances = instances.allow(
                Statement::allow(["sts:AssumeRole", "sts:TagSession"])
                    .on_all(self.runtime)
                    .because("runs steps under their runtime roles"),
            );
        }
        let job_flow_role = instances.add(&format!("{id}JobFlowRole"), scope);
        let profile = iam::InstanceProfile::new([job_flow_role.reference()]);
        let instance_profile = scope.resource(&format!("{id}InstanceProfile"), profile);
        let auto_scaling_role =
            self.auto_scaling.then(|| auto_scaling_role(&format!("{id}AutoScalingRole"), scope));

        let policy = sub("arn:{}:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2", [partition()]);
        let mut service = ServiceRole::new("elasticmapreduce.amazonaws.com")
            .on_behalf_of(arn("elasticmapreduce", "*", [""; 0]))
            .managed_policy(policy)
            // The managed policy knows the default roles only.
            .allow(pass(&job_flow_role, "ec2.amazonaws.com", "hands the instances their role"));
        if let Some(role) = &auto_scaling_role {
            let why = "hands over the role that scales instance groups";
            service = service.allow(pass(role, "application-autoscaling.amazonaws.com", why));
        }
        for statement in untagged {
            service = service.allow(statement);
        }
        let service_role = service.add(&format!("{id}ServiceRole"), scope);
        EmrClusterRoles { service_role, job_flow_role, instance_profile, auto_scaling_role }
    }
}
