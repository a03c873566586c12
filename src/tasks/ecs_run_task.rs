//! ECS: RunTask.

use super::parameters::{
    AwsvpcConfiguration, CapacityProviderStrategyItem, ContainerOverride, Launch, NameAndValue,
    NetworkConfiguration, PlacementConstraint, PlacementStrategy,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::{Diagnostic, nearest};
use crate::iam::{Statement, arn};
use crate::reference::{Literal, Property};
use crate::target::{ClusterTarget, Ids, Scope, TaskDefinitionTarget};
use crate::task::{AnyPattern, Example, IntegrationPattern, Task, managed_rule, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Runs a task on ECS: on Fargate, on EC2 instances, or by capacity providers.
///
/// # Permissions
///
/// `ecs:RunTask` on the task definition's family, in this cluster only; `iam:PassRole` on the roles it passes on, to ECS
/// only. A job also needs `ecs:StopTask` and `ecs:DescribeTasks` on the cluster's tasks, and the managed rule. Tags
/// need `ecs:TagResource`, on tasks that are being started only.
///
/// # Patterns
///
/// All three. A job ends when the task has stopped, and fails when it could not be started or an essential container
/// ended badly.
///
/// # Output
///
/// Request and response: `{"Tasks": [...], "Failures": [...]}`. A job: the task, as `DescribeTasks` has it, with
/// `Containers[].ExitCode` and `StoppedReason`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let resize = EcsRunTask::new("jobs", "resize")
///     .launch(Fargate::new().subnets(["subnet-0a1b2c3d4e5f6a7b8"]))
///     .environment("worker", "IMAGE", path("$.image"))
///     .run_job("Resize")
///     .timeout(minutes(15));
/// # let _ = resize;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EcsRunTask {
    cluster: Field<String>,
    task_definition: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    launch_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform_version: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_configuration: Option<NetworkConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placement_constraints: Option<Vec<PlacementConstraint>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placement_strategy: Option<Vec<PlacementStrategy>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overrides: Option<Overrides>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_by: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_token: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_execute_command: Option<Field<bool>>,
    #[serde(rename = "EnableECSManagedTags", skip_serializing_if = "Option::is_none")]
    enable_ecs_managed_tags: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    propagate_tags: Option<Field<PropagateTags>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    on: ClusterTarget,
    #[serde(skip)]
    definition: TaskDefinitionTarget,
    #[serde(skip)]
    exact: bool,
    #[serde(skip)]
    role_overrides: Vec<Field<String>>,
}

/// Where a task's tags are copied from.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = EcsRunTask::new("jobs", "resize").propagate_tags(PropagateTags::TaskDefinition);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum PropagateTags {
    /// From the task definition.
    #[serde(rename = "TASK_DEFINITION")]
    TaskDefinition,
    /// From nowhere; the default.
    #[serde(rename = "NONE")]
    None,
}

impl Literal for PropagateTags {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: Field<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Overrides {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    container_overrides: Vec<ContainerOverride>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_role_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_role_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ephemeral_storage: Option<EphemeralStorage>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct EphemeralStorage {
    #[serde(rename = "SizeInGiB")]
    size: Field<u32>,
}

impl EcsRunTask {
    /// Runs this task definition on this cluster.
    pub fn new(cluster: impl Into<ClusterTarget>, definition: impl Into<TaskDefinitionTarget>) -> Self {
        let (on, definition) = (cluster.into(), definition.into());
        EcsRunTask {
            cluster: on.name().clone(),
            task_definition: definition.name().clone(),
            launch_type: None,
            capacity_provider_strategy: None,
            platform_version: None,
            network_configuration: None,
            placement_constraints: None,
            placement_strategy: None,
            overrides: None,
            count: None,
            group: None,
            started_by: None,
            reference_id: None,
            client_token: None,
            enable_execute_command: None,
            enable_ecs_managed_tags: None,
            propagate_tags: None,
            tags: Vec::new(),
            more: serde_json::Map::new(),
            on,
            definition,
            exact: false,
            role_overrides: Vec::new(),
        }
    }

    /// What the task runs on; by default what the cluster's default strategy says.
    pub fn launch(mut self, launch: impl Into<Launch>) -> Self {
        let launch = launch.into();
        self.launch_type = launch.kind.map(Field::from);
        self.platform_version = launch.platform;
        self.capacity_provider_strategy = launch.providers;
        self.placement_constraints = (!launch.constraints.is_empty()).then_some(launch.constraints);
        self.placement_strategy = (!launch.strategy.is_empty()).then_some(launch.strategy);
        self.network_configuration = launch.subnets.map(|subnets| NetworkConfiguration {
            awsvpc_configuration: AwsvpcConfiguration {
                subnets,
                security_groups: launch.groups,
                assign_public_ip: launch.public_ip.map(|on| if on { "ENABLED" } else { "DISABLED" }),
            },
        });
        self
    }

    setters! {
        /// How many tasks, 1 to 10; by default 1.
        count: Field<u32>;
        /// The task group; by default `family:` and the family's name.
        group: Field<String>;
        /// Who started it, at most 128 characters. Jobs cannot say it: Step Functions does.
        started_by: Field<String>;
        /// A name for the task, at most 1,024 characters.
        reference_id: Field<String>;
        /// The same token starts the task once only, at most 64 characters.
        client_token: Field<String>;
        /// Lets an operator open a shell in the running container. Off by default.
        enable_execute_command: Field<bool>;
        /// Adds ECS's own tags, for cluster and service. Off by default.
        enable_ecs_managed_tags: Field<bool>;
        /// Where the task's tags are copied from; by default from nowhere.
        propagate_tags: Field<PropagateTags>;
    }

    /// Tags the task; at most 50 times.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.push(Tag { key: key.into(), value: value.into() });
        self
    }

    /// Overrides parts of a container's definition. Said twice for one container, the latter replaces the former.
    pub fn container(mut self, container: ContainerOverride) -> Self {
        let containers = &mut self.overrides.get_or_insert_default().container_overrides;
        match containers.iter_mut().find(|other| other.name == container.name) {
            Some(other) => *other = container,
            None => containers.push(container),
        }
        self
    }

    /// Sets an environment variable of a container; short for [`container`](Self::container).
    pub fn environment(
        mut self,
        container: &str,
        name: impl Into<String>,
        value: impl Into<Field<String>>,
    ) -> Self {
        let containers = &mut self.overrides.get_or_insert_default().container_overrides;
        let variable = NameAndValue { name: name.into(), value: value.into() };
        match containers.iter_mut().find(|other| other.name == container) {
            Some(other) => {
                other.environment.retain(|have| have.name != variable.name);
                other.environment.push(variable);
            }
            None => {
                let mut new = ContainerOverride::new(container);
                new.environment.push(variable);
                containers.push(new);
            }
        }
        self
    }

    /// Overrides the task's CPU units: `"512"`.
    pub fn cpu(mut self, units: impl Into<Field<String>>) -> Self {
        self.overrides.get_or_insert_default().cpu = Some(units.into());
        self
    }

    /// Overrides the task's memory, in MiB: `"1024"`.
    pub fn memory(mut self, mib: impl Into<Field<String>>) -> Self {
        self.overrides.get_or_insert_default().memory = Some(mib.into());
        self
    }

    /// Overrides the size of the task's ephemeral storage on Fargate, 21 to 200 GiB.
    pub fn ephemeral_storage(mut self, gib: impl Into<Field<u32>>) -> Self {
        self.overrides.get_or_insert_default().ephemeral_storage =
            Some(EphemeralStorage { size: gib.into() });
        self
    }

    /// Overrides the role that the containers' programs run under. The machine's role may then pass it on.
    pub fn task_role(mut self, role_arn: impl Into<Field<String>>) -> Self {
        let role_arn = role_arn.into();
        self.role_overrides.push(role_arn.clone());
        self.overrides.get_or_insert_default().task_role_arn = Some(role_arn);
        self
    }

    /// Overrides the role that ECS pulls the image and writes logs under. The machine's role may then pass it on.
    pub fn execution_role(mut self, role_arn: impl Into<Field<String>>) -> Self {
        let role_arn = role_arn.into();
        self.role_overrides.push(role_arn.clone());
        self.overrides.get_or_insert_default().execution_role_arn = Some(role_arn);
        self
    }

    /// Permits the one revision that is called instead of every revision of the family. Executions that began before
    /// a deployment then cannot start the former revision any more.
    pub fn exact_revision(mut self) -> Self {
        self.exact = true;
        self
    }

    /// A parameter that has no setter here, by its name in `RunTask`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    fn tags_anything(&self) -> bool {
        !self.tags.is_empty() || self.propagate_tags.is_some() || self.enable_ecs_managed_tags.is_some()
    }

    /// The roles that the call passes on: overridden ones, and those of the task definition.
    fn roles(&self) -> Vec<Property<String>> {
        let overridden = self.role_overrides.iter().map(|role| match role {
            Field::Literal(arn) => arn.as_str().into(),
            Field::Reference(reference) => reference.into(),
            Field::Expression(_) => Property::from("*"),
        });
        let mut roles: Vec<Property<String>> = Vec::new();
        for role in self.definition.roles().unwrap_or_default().iter().cloned().chain(overridden) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }
}

impl Task for EcsRunTask {
    const NAME: &'static str = "EcsRunTask";
    const API: (&'static str, &'static str) = ("ecs", "runTask");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html";

    type Patterns = AnyPattern;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let in_cluster = |statement: Statement| match self.on.scope() {
            Scope::Known(arns) => {
                arns.iter().fold(statement, |statement, arn| statement.when("ArnEquals", "ecs:cluster", arn))
            }
            Scope::Dynamic => statement,
        };
        let definition = if self.exact { self.definition.revision() } else { self.definition.family() };
        let mut out = vec![in_cluster(
            Statement::allow(["ecs:RunTask"])
                .on_all(definition.resources(arn("ecs", "task-definition/*:*", [""; 0])))
                .because("starts the task"),
        )];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["ecs:StopTask", "ecs:DescribeTasks"])
                    .on(self.on.tasks())
                    .because("follows the task, and stops it when the execution is stopped"),
            );
            out.push(managed_rule("StepFunctionsGetEventsForECSTaskRule"));
        }
        let roles = self.roles();
        if !roles.is_empty() {
            out.push(
                Statement::allow(["iam:PassRole"])
                    .on_all(roles)
                    .when("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com")
                    .because("hands the task its roles"),
            );
        }
        if self.tags_anything() {
            out.push(
                Statement::allow(["ecs:TagResource"])
                    .on(self.on.tasks())
                    .when("StringEquals", "ecs:CreateAction", "RunTask")
                    .because("tags the task"),
            );
        }
        out
    }

    fn findings(&self, pattern: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if self.definition.roles().is_none() && self.role_overrides.is_empty() {
            out.push(
                Diagnostic::warning(
                    "unknown-roles",
                    "the roles of the task definition are not known here, so the state may not pass on any",
                )
                .pointer("/Parameters/TaskDefinition")
                .help(
                    "say them: `TaskDefinitionTarget::from(…).with_roles([…])`, with an empty list for none",
                ),
            );
        }
        let fargate = matches!(&self.launch_type, Some(Field::Literal(kind)) if kind == "FARGATE");
        let subnets =
            self.network_configuration.as_ref().map(|network| &network.awsvpc_configuration.subnets);
        if fargate && subnets.is_none_or(Ids::is_empty) {
            out.push(
                Diagnostic::error("fargate-without-subnets", "a task on Fargate needs a subnet at least")
                    .pointer("/Parameters/NetworkConfiguration")
                    .help("say `Fargate::new().subnets(…)`"),
            );
        }
        if let Some(Field::Literal(count)) = self.count
            && !(1..=10).contains(&count)
        {
            out.push(
                Diagnostic::error("out-of-range", format!("`Count` is {count}, it can be 1 to 10"))
                    .pointer("/Parameters/Count"),
            );
        }
        if pattern == IntegrationPattern::RunJob && self.started_by.is_some() {
            out.push(
                Diagnostic::error("reserved-parameter", "`StartedBy` of a job is for Step Functions to say")
                    .pointer("/Parameters/StartedBy")
                    .help("say `reference_id` or a tag instead"),
            );
        }
        let containers = self.overrides.iter().flat_map(|overrides| &overrides.container_overrides);
        for (index, container) in containers.enumerate() {
            let Some(known) = self.definition.containers() else { break };
            if known.contains(&container.name) {
                continue;
            }
            let near = nearest(&container.name, known.iter().map(String::as_str));
            let help = match near {
                Some(near) => format!("there is a container `{near}`"),
                None => format!("its containers: `{}`", known.join("`, `")),
            };
            out.push(
                Diagnostic::error(
                    "unknown-container",
                    format!("the task definition has no container `{}`", container.name),
                )
                .pointer(format!("/Parameters/Overrides/ContainerOverrides/{index}/Name"))
                .help(help),
            );
        }
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        let container = shape::object([
            ("ContainerArn", shape::text()),
            ("ExitCode", shape::integer()),
            ("Image", shape::text()),
            ("LastStatus", shape::text()),
            ("Name", shape::text()),
            ("Reason", shape::text()),
            ("TaskArn", shape::text()),
        ]);
        let task = shape::object([
            ("AvailabilityZone", shape::text()),
            ("ClusterArn", shape::text()),
            ("Containers", shape::list(container)),
            ("Cpu", shape::text()),
            ("CreatedAt", shape::any()),
            ("DesiredStatus", shape::text()),
            ("Group", shape::text()),
            ("LastStatus", shape::text()),
            ("LaunchType", shape::text()),
            ("Memory", shape::text()),
            ("Overrides", shape::any()),
            ("StartedAt", shape::any()),
            ("StartedBy", shape::text()),
            ("StopCode", shape::text()),
            ("StoppedAt", shape::any()),
            ("StoppedReason", shape::text()),
            ("Tags", shape::list(shape::any())),
            ("TaskArn", shape::text()),
            ("TaskDefinitionArn", shape::text()),
        ]);
        match pattern {
            IntegrationPattern::RunJob => task,
            IntegrationPattern::WaitForTaskToken => shape::any(),
            IntegrationPattern::RequestResponse => {
                shape::object([("Tasks", shape::list(task)), ("Failures", shape::list(shape::any()))])
            }
        }
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{CapacityProviders, Ec2, Fargate};
        use crate::asl::{intrinsic, minutes, path, task_token};
        use crate::reference::{Handle, Reference};
        use crate::template::ecs;
        let cluster = Handle::new("Cluster", ecs::Cluster::new());
        let container = ecs::task_definition::ContainerDefinition::new(
            "public.ecr.aws/docker/library/alpine:3",
            "worker",
        );
        let definition = Handle::new(
            "Worker",
            ecs::TaskDefinition::new()
                .family("worker")
                .task_role_arn(Reference::attribute("WorkerTaskRole", "Arn"))
                .execution_role_arn(Reference::attribute("WorkerExecutionRole", "Arn"))
                .container_definitions([container]),
        );
        let fargate = || {
            Fargate::new()
                .subnets([Reference::to("SubnetA"), Reference::to("SubnetB")])
                .security_groups([Reference::attribute("Group", "GroupId")])
        };
        vec![
            Example::request(
                "request_response",
                EcsRunTask::new(&cluster, &definition)
                    .launch(fargate().assign_public_ip(true).platform_version("1.4.0"))
                    .count(2)
                    .group("nightly")
                    .started_by("orders")
                    .reference_id(path("$.id"))
                    .client_token(path("$.token"))
                    .enable_execute_command(true)
                    .enable_ecs_managed_tags(true)
                    .propagate_tags(PropagateTags::TaskDefinition)
                    .tag("order", path("$.id"))
                    .parameter("VolumeConfigurations", serde_json::json!([]))
                    .state("Start the worker"),
            ),
            Example::job(
                "run_job",
                EcsRunTask::new(&cluster, &definition)
                    .launch(fargate())
                    .container(
                        ContainerOverride::new("worker")
                            .command(["resize", "--fast"])
                            .environment("IMAGE", path("$.image"))
                            .environment("SIZE", intrinsic::format("{}", [path("$.size")]))
                            .environment_file("arn:aws:s3:::settings/worker.env")
                            .cpu(256)
                            .memory(512)
                            .memory_reservation(256),
                    )
                    .cpu("512")
                    .memory("1024")
                    .ephemeral_storage(40)
                    .exact_revision()
                    .run_job("Resize")
                    .timeout(minutes(15)),
            ),
            Example::callback(
                "wait_for_task_token",
                EcsRunTask::new(&cluster, &definition)
                    .launch(fargate())
                    .environment("worker", "TASK_TOKEN", task_token())
                    .wait_for_task_token("Ask the worker")
                    .timeout(minutes(30))
                    .heartbeat(minutes(2)),
            ),
            Example::job(
                "run_job_ec2",
                EcsRunTask::new("jobs", TaskDefinitionTarget::from("render:7").with_roles([""; 0]))
                    .launch(
                        Ec2::new()
                            .member_of("attribute:ecs.instance-type =~ g5.*")
                            .distinct_instance()
                            .spread("attribute:ecs.availability-zone")
                            .binpack("MEMORY")
                            .random(),
                    )
                    .container(ContainerOverride::new("render").command(path("$.command")).gpus("1"))
                    .run_job("Render"),
            ),
            Example::job(
                "run_job_capacity_providers",
                EcsRunTask::new(&cluster, &definition)
                    .launch(
                        CapacityProviders::new()
                            .provider(CapacityProviderStrategyItem::new("FARGATE").base(1).weight(1))
                            .provider(CapacityProviderStrategyItem::new("FARGATE_SPOT").weight(3))
                            .subnets([Reference::to("SubnetA")]),
                    )
                    .task_role("arn:aws:iam::123456789012:role/other-task")
                    .execution_role("arn:aws:iam::123456789012:role/other-execution")
                    .run_job("Resize cheaply"),
            ),
        ]
    }
}
