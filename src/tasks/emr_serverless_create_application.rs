//! EMR Serverless: CreateApplication.

use super::parameters::emr_limits as limits;
use super::parameters::{
    EmrApplicationConfiguration, EmrServerlessDiskEncryption, EmrServerlessInitialCapacityConfig,
    EmrServerlessMaximumAllowedResources, EmrServerlessMonitoringConfiguration, configuration_findings,
    tag_findings, tag_statement,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::{Diagnostic, pointer};
use crate::iam::{Statement, arn};
use crate::reference::{Literal, Piece, Property, account, partition, sub};
use crate::target::Ids;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Creates an application of EMR Serverless, which jobs run on.
///
/// # Permissions
///
/// `emr-serverless:CreateApplication`; `iam:CreateServiceLinkedRole` on EMR Serverless's own role, which the account's
/// first application makes. A job also needs `emr-serverless:GetApplication` and `emr-serverless:DeleteApplication` on
/// the account's applications, and the managed rule. Subnets need `ec2:CreateNetworkInterface` in them, through EMR
/// Serverless only; images need to be read; keys need what proves that they may be used; tags need
/// `emr-serverless:TagResource`, for these keys only.
///
/// # Patterns
///
/// Request and response, and a job, which ends when the application is there. It is started apart.
///
/// # Output
///
/// `{"ApplicationId", "Name", "Arn"}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let create = EmrServerlessCreateApplication::new("emr-7.5.0", "SPARK")
///     .name("nightly")
///     .maximum_capacity(EmrServerlessMaximumAllowedResources::new("200 vCPU", "1000 GB"))
///     .run_job("Make room for Spark");
/// # let _ = create;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessCreateApplication {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Field<String>>,
    release_label: Field<String>,
    r#type: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    architecture: Option<Field<EmrServerlessArchitecture>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    initial_capacity: IndexMap<String, EmrServerlessInitialCapacityConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_capacity: Option<EmrServerlessMaximumAllowedResources>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_start_configuration: Option<Switch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_stop_configuration: Option<AutoStop>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_configuration: Option<Network>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_configuration: Option<Image>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    worker_type_specifications: IndexMap<String, WorkerType>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    runtime_configuration: Vec<EmrApplicationConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    monitoring_configuration: Option<EmrServerlessMonitoringConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disk_encryption_configuration: Option<EmrServerlessDiskEncryption>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interactive_configuration: Option<Interactive>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduler_configuration: Option<Scheduler>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_center_configuration: Option<IdentityCenter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_level_cost_allocation_configuration: Option<Switch>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    tags: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_token: Option<Field<String>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
}

/// The processors of an application's workers.
///
/// ```
/// use stepwright::prelude::*;
///
/// let create =
///     EmrServerlessCreateApplication::new("emr-7.5.0", "SPARK").architecture(EmrServerlessArchitecture::Arm64);
/// # let _ = create;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum EmrServerlessArchitecture {
    /// 64-bit ARM.
    #[serde(rename = "ARM64")]
    Arm64,
    /// 64-bit x86; the default.
    #[serde(rename = "X86_64")]
    X86_64,
}

impl Literal for EmrServerlessArchitecture {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Switch {
    enabled: Field<bool>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct AutoStop {
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idle_timeout_minutes: Option<Field<u32>>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Network {
    #[serde(skip_serializing_if = "Option::is_none")]
    subnet_ids: Option<Ids>,
    #[serde(skip_serializing_if = "Option::is_none")]
    security_group_ids: Option<Ids>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Image {
    image_uri: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct WorkerType {
    image_configuration: Image,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Interactive {
    #[serde(skip_serializing_if = "Option::is_none")]
    studio_enabled: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    livy_endpoint_enabled: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_enabled: Option<Field<bool>>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Scheduler {
    #[serde(skip_serializing_if = "Option::is_none")]
    queue_timeout_minutes: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_concurrent_runs: Option<Field<u32>>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct IdentityCenter {
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_center_instance_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_background_sessions_enabled: Option<Field<bool>>,
}

impl EmrServerlessCreateApplication {
    /// With this release of EMR, `emr-7.5.0`, for this kind of jobs: `SPARK` or `HIVE`.
    pub fn new(release_label: impl Into<Field<String>>, kind: impl Into<Field<String>>) -> Self {
        EmrServerlessCreateApplication {
            name: None,
            release_label: release_label.into(),
            r#type: kind.into(),
            architecture: None,
            initial_capacity: IndexMap::new(),
            maximum_capacity: None,
            auto_start_configuration: None,
            auto_stop_configuration: None,
            network_configuration: None,
            image_configuration: None,
            worker_type_specifications: IndexMap::new(),
            runtime_configuration: Vec::new(),
            monitoring_configuration: None,
            disk_encryption_configuration: None,
            interactive_configuration: None,
            scheduler_configuration: None,
            identity_center_configuration: None,
            job_level_cost_allocation_configuration: None,
            tags: IndexMap::new(),
            client_token: None,
            more: serde_json::Map::new(),
        }
    }

    setters! {
        /// A name, at most 64 characters.
        name: Field<String>;
        /// The processors of its workers; by default x86.
        architecture: Field<EmrServerlessArchitecture>;
        /// The same token makes the application once only, at most 64 characters; by default Step Functions makes one.
        client_token: Field<String>;
    }

    /// The most that all its workers may have together; by default as the account's quotas say.
    pub fn maximum_capacity(mut self, most: EmrServerlessMaximumAllowedResources) -> Self {
        self.maximum_capacity = Some(most);
        self
    }

    /// Keeps workers of a type ready while it is started: `DRIVER` and `EXECUTOR` of Spark, `HIVE_DRIVER` and `TEZ_TASK`
    /// of Hive. By default none.
    pub fn initial_capacity(
        mut self,
        worker_type: impl Into<String>,
        capacity: EmrServerlessInitialCapacityConfig,
    ) -> Self {
        self.initial_capacity.insert(worker_type.into(), capacity);
        self
    }

    /// Whether a job starts it; by default it does.
    pub fn auto_start(mut self, enabled: impl Into<Field<bool>>) -> Self {
        self.auto_start_configuration = Some(Switch { enabled: enabled.into() });
        self
    }

    /// Whether it stops when it has been idle; by default it does.
    pub fn auto_stop(mut self, enabled: impl Into<Field<bool>>) -> Self {
        self.auto_stop_configuration.get_or_insert_default().enabled = Some(enabled.into());
        self
    }

    /// After how many idle minutes it stops, 1 to 10,080; by default 15.
    pub fn idle_timeout_minutes(mut self, minutes: impl Into<Field<u32>>) -> Self {
        self.auto_stop_configuration.get_or_insert_default().idle_timeout_minutes = Some(minutes.into());
        self
    }

    /// The subnets of its workers, at most 16; by default they are in no VPC of the account's.
    pub fn subnets(mut self, subnets: impl Into<Ids>) -> Self {
        self.network_configuration.get_or_insert_default().subnet_ids = Some(subnets.into());
        self
    }

    /// The security groups of its workers, at most 5; by default the VPC's default group.
    pub fn security_groups(mut self, groups: impl Into<Ids>) -> Self {
        self.network_configuration.get_or_insert_default().security_group_ids = Some(groups.into());
        self
    }

    /// The image of all its workers, out of a repository of ECR; by default EMR's own.
    pub fn image(mut self, uri: impl Into<Field<String>>) -> Self {
        self.image_configuration = Some(Image { image_uri: uri.into() });
        self
    }

    /// The image of its workers of a type. Said for one type of worker, it has to be said for all.
    pub fn worker_image(mut self, worker_type: impl Into<String>, uri: impl Into<Field<String>>) -> Self {
        let image_configuration = Image { image_uri: uri.into() };
        self.worker_type_specifications.insert(worker_type.into(), WorkerType { image_configuration });
        self
    }

    /// Configures an application for all jobs; at most 100 times.
    pub fn runtime_configuration(mut self, configuration: EmrApplicationConfiguration) -> Self {
        self.runtime_configuration.push(configuration);
        self
    }

    /// What is watched of its jobs, and where their logs go.
    pub fn monitoring(mut self, monitoring: EmrServerlessMonitoringConfiguration) -> Self {
        self.monitoring_configuration = Some(monitoring);
        self
    }

    /// How the disks of its workers are encrypted; by default with a key of EMR Serverless's own.
    pub fn disk_encryption(mut self, encryption: EmrServerlessDiskEncryption) -> Self {
        self.disk_encryption_configuration = Some(encryption);
        self
    }

    /// Whether EMR Studio can run notebooks on it. Off by default.
    pub fn studio(mut self, enabled: impl Into<Field<bool>>) -> Self {
        self.interactive_configuration.get_or_insert_default().studio_enabled = Some(enabled.into());
        self
    }

    /// Whether it has an endpoint of Apache Livy. Off by default.
    pub fn livy_endpoint(mut self, enabled: impl Into<Field<bool>>) -> Self {
        self.interactive_configuration.get_or_insert_default().livy_endpoint_enabled = Some(enabled.into());
        self
    }

    /// Whether interactive sessions can be started on it. Off by default.
    pub fn sessions(mut self, enabled: impl Into<Field<bool>>) -> Self {
        self.interactive_configuration.get_or_insert_default().session_enabled = Some(enabled.into());
        self
    }

    /// How many minutes a job may queue, 15 to 720; by default 360. For releases from 7.0.0 on.
    pub fn queue_timeout_minutes(mut self, minutes: impl Into<Field<u32>>) -> Self {
        self.scheduler_configuration.get_or_insert_default().queue_timeout_minutes = Some(minutes.into());
        self
    }

    /// How many jobs run at the same time, 1 to 1,000; by default 15. For releases from 7.0.0 on.
    pub fn max_concurrent_runs(mut self, runs: impl Into<Field<u32>>) -> Self {
        self.scheduler_configuration.get_or_insert_default().max_concurrent_runs = Some(runs.into());
        self
    }

    /// The instance of IAM Identity Center, by its ARN, whose users are known to its jobs.
    pub fn identity_center_instance(mut self, arn: impl Into<Field<String>>) -> Self {
        let center = self.identity_center_configuration.get_or_insert_default();
        center.identity_center_instance_arn = Some(arn.into());
        self
    }

    /// Whether sessions of Livy go on after their users have logged out.
    pub fn user_background_sessions(mut self, enabled: impl Into<Field<bool>>) -> Self {
        let center = self.identity_center_configuration.get_or_insert_default();
        center.user_background_sessions_enabled = Some(enabled.into());
        self
    }

    /// Whether costs are told apart by job.
    pub fn job_level_cost_allocation(mut self, enabled: impl Into<Field<bool>>) -> Self {
        self.job_level_cost_allocation_configuration = Some(Switch { enabled: enabled.into() });
        self
    }

    /// Tags the application; at most 200 times.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// A parameter that has no setter here, by its name in `CreateApplication`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    fn images(&self) -> impl Iterator<Item = &Field<String>> {
        let of_types = self.worker_type_specifications.values().map(|worker| &worker.image_configuration);
        self.image_configuration.iter().chain(of_types).map(|image| &image.image_uri)
    }

    /// What reading the images asks for.
    fn image_statement(&self) -> Option<Statement> {
        let mut repositories: Vec<Property<String>> = Vec::new();
        for repository in self.images().map(repository) {
            if !repositories.contains(&repository) {
                repositories.push(repository);
            }
        }
        let actions = ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"];
        let read = Statement::allow(actions).on_all(repositories).because("reads the workers' image");
        (!read.resources.is_empty()).then_some(read)
    }

    /// What EMR Serverless asks for, on behalf of its caller, to put workers into a VPC.
    fn network_statement(&self) -> Option<Statement> {
        let network = self.network_configuration.as_ref()?;
        let interface = Property::from(arn("ec2", "network-interface/*", [""; 0]));
        let resources = std::iter::once(interface)
            .chain(of_ids("subnet", network.subnet_ids.as_ref()))
            .chain(of_ids("security-group", network.security_group_ids.as_ref()));
        Some(
            Statement::allow(["ec2:CreateNetworkInterface"])
                .on_all(resources)
                .when("StringEquals", "aws:CalledViaLast", "ops.emr-serverless.amazonaws.com")
                .because("connects workers to the VPC"),
        )
    }

    fn network_findings(&self, network: &Network, out: &mut Vec<Diagnostic>) {
        let at = "/Parameters/NetworkConfiguration";
        let lists = [
            ("SubnetIds", network.subnet_ids.as_ref(), 16),
            ("SecurityGroupIds", network.security_group_ids.as_ref(), 5),
        ];
        for (name, ids, most) in lists {
            if let Some(Ids::Listed(ids)) = ids {
                limits::count(out, &format!("{at}/{name}"), ids.len(), most);
            }
        }
        if network.subnet_ids.as_ref().is_none_or(Ids::is_empty) {
            out.push(
                Diagnostic::error(
                    "missing-parameter",
                    "`NetworkConfiguration` has no `SubnetIds`, which security groups need",
                )
                .pointer(at)
                .help("say `subnets(…)`"),
            );
        }
    }
}

/// The ARNs of these things of EC2: of all of them where it is not known which.
fn of_ids(kind: &str, ids: Option<&Ids>) -> Vec<Property<String>> {
    let one = |piece: Piece| Property::from(arn("ec2", "{}/{}", [kind.into(), piece]));
    match ids {
        Some(Ids::Listed(ids)) if !ids.iter().any(Field::is_dynamic) => ids
            .iter()
            .filter_map(|id| match id {
                Field::Literal(id) => Some(one(id.as_str().into())),
                Field::Reference(id) => Some(one(id.into())),
                Field::Expression(_) => None,
            })
            .collect(),
        _ => vec![one("*".into())],
    }
}

/// The repository of an image: `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME:TAG`; all where it is not written down.
fn repository(image: &Field<String>) -> Property<String> {
    if let Field::Literal(uri) = image
        && let Some((registry, rest)) = uri.split_once('/')
        && let [account, "dkr", "ecr", region, ..] = registry.split('.').collect::<Vec<_>>().as_slice()
    {
        let name = rest.split(['@', ':']).next().unwrap_or(rest);
        let pieces = [partition().into(), Piece::from(*region), Piece::from(*account), name.into()];
        return sub("arn:{}:ecr:{}:{}:repository/{}", pieces).into();
    }
    arn("ecr", "repository/*", [""; 0]).into()
}

impl Task for EmrServerlessCreateApplication {
    const NAME: &'static str = "EmrServerlessCreateApplication";
    const API: (&'static str, &'static str) = ("emr-serverless", "createApplication");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html";

    type Patterns = RequestOrJob;

    /// What Step Functions' page does not have (tags, network, images, keys) is from
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonemrserverless.html>,
    /// <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/security-iam-user-access-policies.html>,
    /// <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/application-custom-image.html> and
    /// <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/disk-encryption-cmk.html>.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let applications = || arn("emr-serverless", "/applications/*", [""; 0]);
        let role = "arn:{}:iam::{}:role/aws-service-role/ops.emr-serverless.amazonaws.com/AWSServiceRoleForAmazonEMRServerless*";
        let role = sub(role, [Piece::from(partition()), account().into()]);
        let mut out = vec![
            Statement::allow(["emr-serverless:CreateApplication"])
                .on(arn("emr-serverless", "/*", [""; 0]))
                .because("creates the application"),
            Statement::allow(["iam:CreateServiceLinkedRole"])
                .on(role)
                .when("StringLike", "iam:AWSServiceName", "ops.emr-serverless.amazonaws.com")
                .because("makes EMR Serverless's own role, where the account has none yet"),
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["emr-serverless:GetApplication", "emr-serverless:DeleteApplication"])
                    .on(applications())
                    .because(
                        "sees when the application is there, and deletes it when the execution is stopped",
                    ),
            );
            out.push(managed_rule("StepFunctionsGetEventsForEMRServerlessApplicationRule"));
        }
        let tagging = Statement::allow(["emr-serverless:TagResource"])
            .on(applications())
            .because("tags the application");
        out.extend(tag_statement(tagging, &self.tags));
        out.extend(self.network_statement());
        out.extend(self.image_statement());
        if let Some(encryption) = &self.disk_encryption_configuration {
            out.extend(encryption.key_statements());
        }
        if let Some(monitoring) = &self.monitoring_configuration {
            out.extend(monitoring.key_statements());
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if let Some(name) = &self.name {
            limits::length(&mut out, "/Parameters/Name", name, 1, 64);
            limits::characters(&mut out, "/Parameters/Name", name, "._/#-");
        }
        limits::length(&mut out, "/Parameters/ReleaseLabel", &self.release_label, 1, 64);
        limits::characters(&mut out, "/Parameters/ReleaseLabel", &self.release_label, "._/-");
        limits::length(&mut out, "/Parameters/Type", &self.r#type, 1, 64);
        if let Some(token) = &self.client_token {
            limits::length(&mut out, "/Parameters/ClientToken", token, 1, 64);
        }
        let at = "/Parameters/InitialCapacity";
        limits::count(&mut out, at, self.initial_capacity.len(), 10);
        for (worker, capacity) in &self.initial_capacity {
            capacity.findings(&pointer(at, worker), &mut out);
        }
        if let Some(most) = &self.maximum_capacity {
            most.findings("/Parameters/MaximumCapacity", &mut out);
        }
        if let Some(stop) = &self.auto_stop_configuration {
            let at = "/Parameters/AutoStopConfiguration/IdleTimeoutMinutes";
            limits::range(&mut out, at, &stop.idle_timeout_minutes, 1, 10_080);
        }
        if let Some(network) = &self.network_configuration {
            self.network_findings(network, &mut out);
        }
        if self.image_configuration.is_some() && !self.worker_type_specifications.is_empty() {
            let message =
                "`ImageConfiguration` is an image for all workers, and `WorkerTypeSpecifications` has others";
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer("/Parameters/WorkerTypeSpecifications")
                    .help("say `image`, or `worker_image` for each type of worker, not both"),
            );
        }
        configuration_findings("/Parameters/RuntimeConfiguration", &self.runtime_configuration, &mut out);
        if let Some(monitoring) = &self.monitoring_configuration {
            monitoring.findings("/Parameters/MonitoringConfiguration", &mut out);
        }
        if let Some(encryption) = &self.disk_encryption_configuration {
            encryption.findings("/Parameters/DiskEncryptionConfiguration", &mut out);
        }
        if let Some(scheduler) = &self.scheduler_configuration {
            let at = "/Parameters/SchedulerConfiguration";
            let (queue, runs) = (&scheduler.queue_timeout_minutes, &scheduler.max_concurrent_runs);
            limits::range(&mut out, &format!("{at}/QueueTimeoutMinutes"), queue, 15, 720);
            limits::range(&mut out, &format!("{at}/MaxConcurrentRuns"), runs, 1, 1_000);
        }
        tag_findings(&self.tags, 200, &mut out);
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("ApplicationId", shape::text()),
            ("Arn", shape::text()),
            ("Name", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            EmrServerlessCloudWatchLoggingConfiguration, EmrServerlessDiskType,
            EmrServerlessWorkerResourceConfig,
        };
        use crate::asl::{jsonata, path};
        use crate::reference::Reference;
        let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/spark/own:7";
        let worker = || {
            EmrServerlessWorkerResourceConfig::new("4 vCPU", "16 GB")
                .disk("200 GB")
                .disk_type(EmrServerlessDiskType::ShuffleOptimized)
        };
        vec![
            Example::job(
                "run_job",
                EmrServerlessCreateApplication::new("emr-7.5.0", "SPARK")
                    .name("nightly")
                    .architecture(EmrServerlessArchitecture::Arm64)
                    .initial_capacity("DRIVER", EmrServerlessInitialCapacityConfig::new(1).worker(worker()))
                    .initial_capacity(
                        "EXECUTOR",
                        EmrServerlessInitialCapacityConfig::new(path("$.executors")),
                    )
                    .maximum_capacity(
                        EmrServerlessMaximumAllowedResources::new("200 vCPU", "1000 GB").disk("4000 GB"),
                    )
                    .auto_start(true)
                    .auto_stop(true)
                    .idle_timeout_minutes(30)
                    .subnets([Reference::to("SubnetA"), Reference::to("SubnetB")])
                    .security_groups([Reference::attribute("Group", "GroupId")])
                    .image(image)
                    .runtime_configuration(
                        EmrApplicationConfiguration::new("spark-defaults")
                            .property("spark.executor.memory", "8G"),
                    )
                    .monitoring(
                        EmrServerlessMonitoringConfiguration::new()
                            .log_uri("s3://logs-123456789012/spark/")
                            .managed_logs(false)
                            .cloud_watch(EmrServerlessCloudWatchLoggingConfiguration::new()),
                    )
                    .disk_encryption(EmrServerlessDiskEncryption::new(Reference::attribute("Key", "Arn")))
                    .studio(true)
                    .livy_endpoint(true)
                    .sessions(false)
                    .queue_timeout_minutes(60)
                    .max_concurrent_runs(20)
                    .identity_center_instance("arn:aws:sso:::instance/ssoins-1234567890abcdef")
                    .user_background_sessions(false)
                    .job_level_cost_allocation(true)
                    .client_token(path("$.token"))
                    .tag("team", "reports")
                    .run_job("Make room for Spark"),
            ),
            Example::request(
                "request_response",
                EmrServerlessCreateApplication::new("emr-7.5.0", "HIVE").state("Make room for Hive"),
            ),
            Example::request(
                "worker_images",
                EmrServerlessCreateApplication::new("emr-7.5.0", "SPARK")
                    .worker_image("DRIVER", image)
                    .worker_image("EXECUTOR", path("$.image"))
                    .state("Make room for Spark"),
            ),
            Example::job(
                "at_run_time",
                EmrServerlessCreateApplication::new(path("$.release"), path("$.kind"))
                    .subnets(path("$.subnets"))
                    .disk_encryption(EmrServerlessDiskEncryption::new(path("$.key")))
                    .run_job("Make room for what is asked for"),
            ),
            Example::job(
                "jsonata",
                EmrServerlessCreateApplication::new("emr-7.5.0", "SPARK")
                    .name(jsonata("$states.input.name"))
                    .run_job("Make room for Spark"),
            )
            .in_jsonata(),
        ]
    }
}
