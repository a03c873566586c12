//! EMR: RunJobFlow, of a cluster that waits for steps.

mod examples;
mod findings;

use super::parameters::emr::cluster_shape;
use super::parameters::{
    EmrApplication, EmrBootstrapActionConfig, EmrCloudWatchLogConfiguration, EmrConfiguration,
    EmrInstanceRole, EmrJobFlowInstancesConfig, EmrKerberosAttributes, EmrManagedScalingPolicy,
    EmrPlacementGroupStrategy, EmrRepoUpgradeOnBoot, EmrScaleDownBehavior,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::reference::{Piece, Property, account, partition, sub};
use crate::target::{InstanceProfileTarget, RoleTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, setters, shape};
use crate::template::parts::EmrClusterRoles;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Creates an EMR cluster, which then waits for steps.
///
/// Step Functions does not terminate the cluster when the execution stops: let every way through the flow end in
/// `EmrTerminateCluster`, failures too, or give the cluster an
/// [`auto_termination_policy`](Self::auto_termination_policy).
///
/// # Permissions
///
/// `elasticmapreduce:RunJobFlow`, which has no resource, only with the tags that are said here; `iam:PassRole` on each of
/// the roles, to the service that it is for only; `iam:CreateServiceLinkedRole` on the role that EMR cleans up under.
/// Tags need `elasticmapreduce:AddTags`, with these keys only. A job also needs `elasticmapreduce:DescribeCluster` and
/// `elasticmapreduce:TerminateJobFlows`, on clusters that carry the tags said here, and the managed rule.
///
/// The keys of logs and volumes are used by the roles that are handed over.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the cluster waits for steps.
///
/// # Output
///
/// `{"ClusterId"}`; of a job also `Cluster`, as `DescribeCluster` has it.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let instances = EmrJobFlowInstancesConfig::groups([
///     EmrInstanceGroupConfig::new(EmrInstanceRole::Master, "m7g.xlarge", 1),
///     EmrInstanceGroupConfig::new(EmrInstanceRole::Core, "m7g.xlarge", 2).name("core"),
/// ]);
/// let create = EmrCreateCluster::new("nightly", instances)
///     .release_label("emr-7.5.0")
///     .application("Spark")
///     .service_role("EMR_DefaultRole_V2")
///     .job_flow_role("EMR_EC2_DefaultRole")
///     .auto_termination_policy(3_600)
///     .run_job("Create the cluster");
/// # let _ = create;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrCreateCluster {
    name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_label: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ami_version: Option<Field<String>>,
    #[serde(rename = "OSReleaseLabel", skip_serializing_if = "Option::is_none")]
    os_release_label: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    applications: Vec<EmrApplication>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    configurations: Vec<EmrConfiguration>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bootstrap_actions: Vec<EmrBootstrapActionConfig>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    supported_products: Vec<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    new_supported_products: Vec<SupportedProductConfig>,
    instances: EmrJobFlowInstancesConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_role: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_flow_role: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_scaling_role: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_uri: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_encryption_kms_key_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    monitoring_configuration: Option<MonitoringConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    security_configuration: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kerberos_attributes: Option<EmrKerberosAttributes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step_concurrency_level: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    managed_scaling_policy: Option<EmrManagedScalingPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_termination_policy: Option<AutoTerminationPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale_down_behavior: Option<Field<EmrScaleDownBehavior>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    placement_group_configs: Vec<PlacementGroupConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_ami_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repo_upgrade_on_boot: Option<Field<EmrRepoUpgradeOnBoot>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ebs_root_volume_size: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ebs_root_volume_iops: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ebs_root_volume_throughput: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visible_to_all_users: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_enabled: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_info: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    roles: Roles,
}

/// What the call hands over.
#[derive(Clone, Debug, Default)]
struct Roles {
    service: Option<RoleTarget>,
    instances: Option<InstanceProfileTarget>,
    auto_scaling: Option<RoleTarget>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct SupportedProductConfig {
    name: Field<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    args: Vec<Field<String>>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct MonitoringConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_watch_log_configuration: Option<EmrCloudWatchLogConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_logging_configuration: Option<S3LoggingConfiguration>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct S3LoggingConfiguration {
    log_type_upload_policy: IndexMap<String, Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct AutoTerminationPolicy {
    idle_timeout: Field<u32>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct PlacementGroupConfig {
    instance_role: EmrInstanceRole,
    placement_strategy: Field<EmrPlacementGroupStrategy>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: Field<String>,
}

/// The tag that AWS's managed policies for EMR look for.
const MANAGED_POLICIES_TAG: &str = "for-use-with-amazon-emr-managed-policies";

impl EmrCreateCluster {
    /// Creates a cluster of this name, of these instances.
    pub fn new(name: impl Into<Field<String>>, instances: EmrJobFlowInstancesConfig) -> Self {
        EmrCreateCluster {
            name: name.into(),
            release_label: None,
            ami_version: None,
            os_release_label: None,
            applications: Vec::new(),
            configurations: Vec::new(),
            bootstrap_actions: Vec::new(),
            supported_products: Vec::new(),
            new_supported_products: Vec::new(),
            instances,
            service_role: None,
            job_flow_role: None,
            auto_scaling_role: None,
            log_uri: None,
            log_encryption_kms_key_id: None,
            monitoring_configuration: None,
            security_configuration: None,
            kerberos_attributes: None,
            step_concurrency_level: None,
            managed_scaling_policy: None,
            auto_termination_policy: None,
            scale_down_behavior: None,
            placement_group_configs: Vec::new(),
            custom_ami_id: None,
            repo_upgrade_on_boot: None,
            ebs_root_volume_size: None,
            ebs_root_volume_iops: None,
            ebs_root_volume_throughput: None,
            visible_to_all_users: None,
            session_enabled: None,
            additional_info: None,
            tags: Vec::new(),
            more: serde_json::Map::new(),
            roles: Roles::default(),
        }
    }

    setters! {
        /// The release: `emr-7.5.0`.
        release_label: Field<String>;
        /// The AMI's version, for releases before 4.0.
        ami_version: Field<String>;
        /// The Amazon Linux release; by default the latest that EMR has tried with its release.
        os_release_label: Field<String>;
        /// Where in S3 logs go, `s3://logs/emr/` say; by default there are none.
        log_uri: Field<String>;
        /// The KMS key that logs in S3 are encrypted with, from release 5.30 on except 6.0.0; by default S3's own. The
        /// role of the instances uses it.
        log_encryption_kms_key_id: Field<String>;
        /// The security configuration, by name: encryption, Kerberos, runtime roles.
        security_configuration: Field<String>;
        /// Kerberos, where the security configuration asks for it.
        kerberos_attributes: EmrKerberosAttributes;
        /// How many steps run side by side, 1 to 256, from release 5.28 on; by default 1.
        step_concurrency_level: Field<u32>;
        /// The limits within which EMR scales the cluster; by default it does not.
        managed_scaling_policy: EmrManagedScalingPolicy;
        /// How nodes are taken away when the cluster shrinks; by default as the release does.
        scale_down_behavior: Field<EmrScaleDownBehavior>;
        /// An AMI of one's own for all instances, from release 5.7 on.
        custom_ami_id: Field<String>;
        /// Which updates are installed at boot, with an AMI of one's own; by default those for security.
        repo_upgrade_on_boot: Field<EmrRepoUpgradeOnBoot>;
        /// The size of the root volumes, 15 to 100 GiB.
        ebs_root_volume_size: Field<u32>;
        /// Reads and writes a second of the root volumes, 3,000 to 16,000, from release 6.15 on.
        ebs_root_volume_iops: Field<u32>;
        /// MiB a second of the root volumes, 125 to 1,000, from release 6.15 on.
        ebs_root_volume_throughput: Field<u32>;
        /// No longer looked at: every principal that IAM permits may see the cluster.
        visible_to_all_users: Field<bool>;
        /// Whether sessions of Spark Connect can be started on the cluster; by default not.
        session_enabled: Field<bool>;
        /// JSON text that chooses further features.
        additional_info: Field<String>;
    }

    /// The roles of [`EmrRoles`](crate::template::parts::EmrRoles): of the service, of the instances, and, where an
    /// instance group has an auto scaling policy, the one that scales it. Tags the cluster as the managed policy of the
    /// service role asks for.
    pub fn roles(mut self, roles: &EmrClusterRoles) -> Self {
        if let Some(role) = roles.auto_scaling_role.as_ref().filter(|_| self.instances.scales()) {
            self = self.auto_scaling_role(role);
        }
        let profile = InstanceProfileTarget::from(&roles.instance_profile).with_role(&roles.job_flow_role);
        let cluster = self.service_role(&roles.service_role).job_flow_role(profile);
        if cluster.tags.iter().any(|tag| tag.key == MANAGED_POLICIES_TAG) {
            return cluster;
        }
        cluster.tag(MANAGED_POLICIES_TAG, "true")
    }

    /// The role that EMR provisions the cluster under.
    pub fn service_role(mut self, role: impl Into<RoleTarget>) -> Self {
        let role = role.into();
        self.service_role = Some(role.arn().clone());
        self.roles.service = Some(role);
        self
    }

    /// The instance profile by which the cluster's instances get their role.
    pub fn job_flow_role(mut self, profile: impl Into<InstanceProfileTarget>) -> Self {
        let profile = profile.into();
        self.job_flow_role = Some(profile.name().clone());
        self.roles.instances = Some(profile);
        self
    }

    /// The role that auto scaling policies of instance groups work under.
    pub fn auto_scaling_role(mut self, role: impl Into<RoleTarget>) -> Self {
        let role = role.into();
        self.auto_scaling_role = Some(role.arn().clone());
        self.roles.auto_scaling = Some(role);
        self
    }

    /// Installs an application: `"Spark"`.
    pub fn application(mut self, application: impl Into<EmrApplication>) -> Self {
        self.applications.push(application.into());
        self
    }

    /// Configures an application.
    pub fn configuration(mut self, configuration: EmrConfiguration) -> Self {
        self.configurations.push(configuration);
        self
    }

    /// Runs a script on every node before Hadoop starts; at most 16.
    pub fn bootstrap_action(mut self, action: EmrBootstrapActionConfig) -> Self {
        self.bootstrap_actions.push(action);
        self
    }

    /// Installs software of a third party, for releases before 4.0.
    pub fn supported_product(mut self, name: impl Into<Field<String>>) -> Self {
        self.supported_products.push(name.into());
        self
    }

    /// Installs software of a third party with arguments, for releases before 4.0.
    pub fn new_supported_product<A: Into<Field<String>>>(
        mut self,
        name: impl Into<Field<String>>,
        args: impl IntoIterator<Item = A>,
    ) -> Self {
        let args = args.into_iter().map(Into::into).collect();
        self.new_supported_products.push(SupportedProductConfig { name: name.into(), args });
        self
    }

    /// Sends logs to CloudWatch.
    pub fn cloud_watch_logs(mut self, logs: EmrCloudWatchLogConfiguration) -> Self {
        self.monitoring_configuration.get_or_insert_default().cloud_watch_log_configuration = Some(logs);
        self
    }

    /// How one kind of logs, `system-logs`, `application-logs` or `persistent-ui-logs`, comes to S3: `emr-managed`, which
    /// is the default, `on-customer-s3only` or `disabled`.
    pub fn log_upload_policy(mut self, logs: impl Into<String>, policy: impl Into<Field<String>>) -> Self {
        let monitoring = self.monitoring_configuration.get_or_insert_default();
        let logging = monitoring.s3_logging_configuration.get_or_insert_default();
        logging.log_type_upload_policy.insert(logs.into(), policy.into());
        self
    }

    /// Terminates the cluster when it has been idle for so many seconds, 60 to 604,800; by default never.
    pub fn auto_termination_policy(mut self, idle_timeout: impl Into<Field<u32>>) -> Self {
        self.auto_termination_policy = Some(AutoTerminationPolicy { idle_timeout: idle_timeout.into() });
        self
    }

    /// How the instances of a role are placed. EMR supports spreading primary nodes only.
    pub fn placement_group(
        mut self,
        role: EmrInstanceRole,
        strategy: impl Into<Field<EmrPlacementGroupStrategy>>,
    ) -> Self {
        let config = PlacementGroupConfig { instance_role: role, placement_strategy: strategy.into() };
        self.placement_group_configs.push(config);
        self
    }

    /// Tags the cluster and its instances.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.push(Tag { key: key.into(), value: value.into() });
        self
    }

    /// A parameter that has no setter here, by its name in `RunJobFlow`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    /// The tags whose values are known now.
    fn known_tags(&self) -> impl Iterator<Item = (&str, Property<String>)> {
        self.tags.iter().filter_map(|tag| match &tag.value {
            Field::Literal(value) => Some((tag.key.as_str(), Property::from(value))),
            Field::Reference(value) => Some((tag.key.as_str(), Property::from(value))),
            Field::Expression(_) => None,
        })
    }
}

impl Task for EmrCreateCluster {
    const NAME: &'static str = "EmrCreateCluster";
    const API: (&'static str, &'static str) = ("elasticmapreduce", "createCluster");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html";

    type Patterns = RequestOrJob;

    // Step Functions' page on EMR names no managed rule; AWS's own role for its EMR sample has them, and so has the CDK's.
    // Without one a machine may not be created at all.
    // https://docs.aws.amazon.com/step-functions/latest/dg/sample-emr-job.html
    // Which roles go to which services, and that tags need `AddTags`, is in
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticmapreduce.html.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let with_tags = |statement: Statement, key: &str| {
            self.known_tags().fold(statement, |statement, (name, value)| {
                statement.when("StringEquals", format!("{key}/{name}"), value)
            })
        };
        let clusters = || arn("elasticmapreduce", "cluster/*", [""; 0]);
        let run = Statement::allow(["elasticmapreduce:RunJobFlow"]).on("*").because("creates the cluster");
        let mut out = vec![with_tags(run, "aws:RequestTag")];
        if !self.tags.is_empty() {
            let tag =
                Statement::allow(["elasticmapreduce:AddTags"]).on(clusters()).because("tags the cluster");
            out.push(self.tags.iter().fold(tag, |statement, tag| {
                statement.when("ForAllValues:StringEquals", "aws:TagKeys", tag.key.as_str())
            }));
        }
        if pattern == IntegrationPattern::RunJob {
            let follow =
                Statement::allow(["elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"])
                    .on(clusters())
                    .because(
                        "waits until the cluster is ready, and terminates it where that wait is given up",
                    );
            out.push(with_tags(follow, "aws:ResourceTag"));
            out.push(managed_rule("StepFunctionsGetEventForEMRRunJobFlowRule"));
        }
        let handed_over = [
            (self.roles.service.as_ref(), "elasticmapreduce.amazonaws.com"),
            (self.roles.instances.as_ref().map(InstanceProfileTarget::role), "ec2.amazonaws.com"),
            (self.roles.auto_scaling.as_ref(), "application-autoscaling.amazonaws.com"),
        ];
        for (role, service) in handed_over {
            // In China, services may go by another name; AWS's managed policies for EMR cover both.
            out.extend(role.map(|role| {
                role.pass_statement(service).when(
                    "StringEquals",
                    "iam:PassedToService",
                    format!("{service}.cn"),
                )
            }));
        }
        let cleanup = sub(
            "arn:{}:iam::{}:role/aws-service-role/elasticmapreduce.amazonaws.com*/AWSServiceRoleForEMRCleanup*",
            [Piece::from(partition()), account().into()],
        );
        out.push(
            Statement::allow(["iam:CreateServiceLinkedRole"])
                .on(cleanup)
                .when("StringEquals", "iam:AWSServiceName", "elasticmapreduce.amazonaws.com")
                .when("StringEquals", "iam:AWSServiceName", "elasticmapreduce.amazonaws.com.cn")
                .because("makes the role that EMR cleans up under, once in an account"),
        );
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        self.all_findings()
    }

    fn result(pattern: IntegrationPattern) -> Value {
        let common = [
            ("ClusterId", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ];
        match pattern {
            IntegrationPattern::RunJob => {
                shape::object(common.into_iter().chain([("Cluster", cluster_shape())]))
            }
            _ => shape::object(common),
        }
    }

    fn examples() -> Vec<Example> {
        examples::all()
    }
}
