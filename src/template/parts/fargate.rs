//! A task definition for Fargate, with its roles and its log group.

use super::ServiceRole;
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, any_region_arn, arn};
use crate::reference::{Handle, List, Piece, Property, Reference, region, stack_name, sub};
use crate::template::ecs::task_definition::{ContainerDefinition, KeyValuePair, LogConfiguration, Secret};
use crate::template::scope::{Part, Scope};
use crate::template::{ecs, iam, logs};
use indexmap::IndexMap;

/// The vCPUs of a Fargate task.
///
/// ```
/// use stepwright::prelude::*;
///
/// assert_eq!(Cpu::Quarter.units(), 256);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cpu {
    /// 0.25 vCPU: 512, 1,024 or 2,048 MiB.
    Quarter,
    /// 0.5 vCPU: 1 to 4 GiB.
    Half,
    /// 1 vCPU: 2 to 8 GiB.
    One,
    /// 2 vCPUs: 4 to 16 GiB.
    Two,
    /// 4 vCPUs: 8 to 30 GiB.
    Four,
    /// 8 vCPUs: 16 to 60 GiB in steps of 4.
    Eight,
    /// 16 vCPUs: 32 to 120 GiB in steps of 8.
    Sixteen,
}

impl Cpu {
    /// In units of 1/1,024 vCPU, as ECS counts.
    pub fn units(self) -> u32 {
        match self {
            Cpu::Quarter => 256,
            Cpu::Half => 512,
            Cpu::One => 1_024,
            Cpu::Two => 2_048,
            Cpu::Four => 4_096,
            Cpu::Eight => 8_192,
            Cpu::Sixteen => 16_384,
        }
    }

    /// The least and the most memory that Fargate offers with it, and the step between two sizes; a quarter has sizes
    /// of its own.
    fn memory(self) -> (u32, u32, u32) {
        const GIB: u32 = 1_024;
        match self {
            Cpu::Quarter => (512, 2 * GIB, 512),
            Cpu::Half => (GIB, 4 * GIB, GIB),
            Cpu::One => (2 * GIB, 8 * GIB, GIB),
            Cpu::Two => (4 * GIB, 16 * GIB, GIB),
            Cpu::Four => (8 * GIB, 30 * GIB, GIB),
            Cpu::Eight => (16 * GIB, 60 * GIB, 4 * GIB),
            Cpu::Sixteen => (32 * GIB, 120 * GIB, 8 * GIB),
        }
    }

    /// Whether Fargate offers this much memory with it.
    fn takes(self, memory: MiB) -> bool {
        let (least, most, step) = self.memory();
        let odd = self == Cpu::Quarter && memory.0 == 1_536;
        (least..=most).contains(&memory.0) && memory.0.is_multiple_of(step) && !odd
    }

    /// The memory that Fargate offers with it, in words.
    fn offer(self) -> String {
        match (self, self.memory()) {
            (Cpu::Quarter, _) => "512, 1024 or 2048 MiB".to_owned(),
            (_, (least, most, step)) => format!("{least} to {most} MiB, in steps of {step}"),
        }
    }
}

/// Memory in MiB.
///
/// ```
/// use stepwright::prelude::*;
///
/// let two_gib = MiB(2_048);
/// # let _ = two_gib;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MiB(pub u32);

/// What a container runs.
///
/// ```
/// use stepwright::prelude::*;
///
/// let image = Image::public("public.ecr.aws/docker/library/python:3.13-slim");
/// # let _ = image;
/// ```
#[derive(Clone, Debug)]
pub struct Image {
    uri: Property<String>,
    repository: Option<Reference>,
}

impl Image {
    /// An image that can be pulled without permission, or by a parameter that names one.
    ///
    /// An image in ECR of this account needs a permission to be pulled: see [`Image::of_account`].
    pub fn public(uri: impl Into<Property<String>>) -> Self {
        Image { uri: uri.into(), repository: None }
    }

    /// An image in a repository of this account and region; the task may pull from any repository of the account.
    pub fn of_account(uri: impl Into<Property<String>>) -> Self {
        Image { uri: uri.into(), repository: Some(arn("ecr", "repository/*", [""; 0])) }
    }

    /// The image under a tag in a repository of a stack; the task may pull from that repository.
    pub fn of_repository(repository: &Handle<crate::template::ecr::Repository>, tag: &str) -> Self {
        let uri = sub("{}:{}", [Piece::from(repository.attribute("RepositoryUri")), tag.into()]);
        Image { uri: uri.into(), repository: Some(repository.attribute("Arn")) }
    }

    /// The image's repository, for an image by parameter: an ARN, with wildcards where needed.
    pub fn pulled_from(mut self, repository_arn: impl Into<Reference>) -> Self {
        self.repository = Some(repository_arn.into());
        self
    }
}

/// A container of a task definition.
///
/// ```
/// use stepwright::prelude::*;
///
/// let container = Container::new("worker", Image::public("public.ecr.aws/docker/library/alpine:3"))
///     .command(["echo", "done"])
///     .environment("LEVEL", "info");
/// # let _ = container;
/// ```
#[derive(Clone, Debug)]
pub struct Container {
    name: String,
    image: Image,
    entry_point: Option<List<String>>,
    command: Option<List<String>>,
    environment: IndexMap<String, Property<String>>,
    secrets: IndexMap<String, Property<String>>,
    essential: bool,
    stop_timeout: Option<u32>,
    read_only: Option<bool>,
}

impl Container {
    /// A container of this name that runs this image. The task ends when it does.
    pub fn new(name: impl Into<String>, image: Image) -> Self {
        Container {
            name: name.into(),
            image,
            entry_point: None,
            command: None,
            environment: IndexMap::new(),
            secrets: IndexMap::new(),
            essential: true,
            stop_timeout: None,
            read_only: None,
        }
    }

    /// The command, instead of the image's own.
    pub fn command(mut self, command: impl Into<List<String>>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// What the command is handed to, instead of the image's own entry point.
    pub fn entry_point(mut self, entry_point: impl Into<List<String>>) -> Self {
        self.entry_point = Some(entry_point.into());
        self
    }

    /// Sets an environment variable.
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<Property<String>>) -> Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// Sets an environment variable from a secret or a parameter, by its ARN; the execution role may then read it.
    pub fn secret(mut self, name: impl Into<String>, arn: impl Into<Property<String>>) -> Self {
        self.secrets.insert(name.into(), arn.into());
        self
    }

    /// Lets the task go on when this container has ended.
    pub fn not_essential(mut self) -> Self {
        self.essential = false;
        self
    }

    /// How many seconds it has to end after it was asked to, 2 to 120 on Fargate; by default 30.
    pub fn stop_timeout(mut self, seconds: u32) -> Self {
        self.stop_timeout = Some(seconds);
        self
    }

    /// Whether its own file system can only be read; by default it can be written.
    pub fn read_only_root(mut self, read_only: bool) -> Self {
        self.read_only = Some(read_only);
        self
    }
}

/// A task definition for Fargate, with a task role, an execution role and a log group.
///
/// The roles may do what is needed and nothing else: the execution role writes to this log group, and pulls the
/// image where it is private. Give the task role its permissions with [`allow`](Self::allow), or with the grants of
/// a stack.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("jobs");
/// let worker = stack.add(
///     "Worker",
///     FargateTaskDefinition::new(Cpu::Quarter, MiB(512))
///         .container(Container::new("worker", Image::public("public.ecr.aws/docker/library/alpine:3"))),
/// );
/// assert_eq!(worker.definition.id(), "WorkerTaskDefinition");
/// ```
#[derive(Clone, Debug)]
pub struct FargateTaskDefinition {
    cpu: Cpu,
    memory: MiB,
    containers: Vec<Container>,
    family: Option<Property<String>>,
    statements: Vec<Statement>,
    managed: Vec<Property<String>>,
    retention: u32,
    log_group: Option<Property<String>>,
    log_key: Option<Reference>,
    execute_command: bool,
    ephemeral_storage: Option<u32>,
    arm: bool,
}

/// What [`FargateTaskDefinition`] adds.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("jobs");
/// let image = Image::public("public.ecr.aws/docker/library/alpine:3");
/// let worker = stack.add(
///     "Worker",
///     FargateTaskDefinition::new(Cpu::Half, MiB(1_024)).container(Container::new("worker", image)),
/// );
/// let request = EcsRunTask::new("jobs", &worker);
/// # let _ = request;
/// ```
#[derive(Clone, Debug)]
pub struct FargateTask {
    /// The task definition.
    pub definition: Handle<ecs::TaskDefinition>,
    /// The role that the containers' programs run under.
    pub task_role: Handle<iam::Role>,
    /// The role that ECS pulls images and writes logs under.
    pub execution_role: Handle<iam::Role>,
    /// Where the containers' output goes.
    pub logs: Handle<logs::LogGroup>,
}

impl FargateTaskDefinition {
    /// So many vCPUs and so much memory. A pair that Fargate does not offer is a finding.
    pub fn new(cpu: Cpu, memory: MiB) -> Self {
        FargateTaskDefinition {
            cpu,
            memory,
            containers: Vec::new(),
            family: None,
            statements: Vec::new(),
            managed: Vec::new(),
            retention: 30,
            log_group: None,
            log_key: None,
            execute_command: false,
            ephemeral_storage: None,
            arm: false,
        }
    }

    /// Adds a container; one at least.
    pub fn container(mut self, container: Container) -> Self {
        self.containers.push(container);
        self
    }

    /// The family's name; by default the stack's name and the part's.
    pub fn family(mut self, family: impl Into<Property<String>>) -> Self {
        self.family = Some(family.into());
        self
    }

    /// Permits something to the containers' programs.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Attaches a managed policy to the task role, by its ARN.
    pub fn managed_policy(mut self, arn: impl Into<Property<String>>) -> Self {
        self.managed.push(arn.into());
        self
    }

    /// For how many days the output is kept; by default 30.
    pub fn log_retention(mut self, days: u32) -> Self {
        self.retention = days;
        self
    }

    /// The log group's name; by default `/ecs/` with the stack's name and the part's.
    pub fn log_group_name(mut self, name: impl Into<Property<String>>) -> Self {
        self.log_group = Some(name.into());
        self
    }

    /// Encrypts the output with a key of one's own, by its ARN. The key's policy has to let CloudWatch Logs use it, as
    /// that of a [`LogKey`](super::LogKey) does.
    pub fn log_key(mut self, key_arn: impl Into<Reference>) -> Self {
        self.log_key = Some(key_arn.into());
        self
    }

    /// Permits what an operator's shell in the container needs; see `EcsRunTask::enable_execute_command`.
    ///
    /// Checked against <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>.
    pub fn execute_command(mut self) -> Self {
        self.execute_command = true;
        self
    }

    /// Ephemeral storage in GiB, 21 to 200; without it 20.
    pub fn ephemeral_storage(mut self, gib: u32) -> Self {
        self.ephemeral_storage = Some(gib);
        self
    }

    /// Runs on 64-bit ARM instead of x86.
    pub fn arm64(mut self) -> Self {
        self.arm = true;
        self
    }

    fn problems(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if !self.cpu.takes(self.memory) {
            out.push(
                Diagnostic::error(
                    "fargate-size",
                    format!(
                        "Fargate does not offer {} CPU units with {} MiB",
                        self.cpu.units(),
                        self.memory.0
                    ),
                )
                .help(format!("it offers {}", self.cpu.offer())),
            );
        }
        if self.containers.is_empty() {
            out.push(
                Diagnostic::error("no-containers", "a task definition needs a container at least")
                    .help("add one with `container`"),
            );
        } else if !self.containers.iter().any(|container| container.essential) {
            let message = "one container at least has to be essential";
            let finding = Diagnostic::error("no-essential-container", message);
            out.push(finding.help("leave `not_essential` out of one"));
        }
        out
    }
}

impl Part for FargateTaskDefinition {
    type Handles = FargateTask;

    fn add(self, id: &str, scope: &mut Scope) -> FargateTask {
        for problem in self.problems() {
            scope.report(problem.in_resource(id));
        }
        let log_group = self
            .log_group
            .unwrap_or_else(|| sub("/ecs/{}-{}", [stack_name().into(), Piece::from(id)]).into());
        let mut group =
            logs::LogGroup::new().log_group_name(log_group).retention_in_days(i64::from(self.retention));
        if let Some(key) = self.log_key {
            group = group.kms_key_id(key);
        }
        let logs = scope.resource(&format!("{id}Logs"), group);
        let mut execution = ServiceRole::new("ecs-tasks.amazonaws.com").allow(
            Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"])
                .on(logs.attribute("Arn"))
                .because("writes the containers' output"),
        );
        let repositories = self.containers.iter().filter_map(|container| container.image.repository.as_ref());
        let repositories: Vec<Property<String>> = repositories.map(Property::from).collect();
        if !repositories.is_empty() {
            execution = execution
                .allow(
                    Statement::allow(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])
                        .on_all(repositories)
                        .because("pulls the image"),
                )
                // The service has no resource for it.
                .allow(
                    Statement::allow(["ecr:GetAuthorizationToken"])
                        .on("*")
                        .because("logs in to the registry"),
                );
        }
        for secret in self.containers.iter().flat_map(|container| container.secrets.values()) {
            let action = match secret {
                Property::Literal(arn) if arn.contains(":ssm:") => "ssm:GetParameters",
                _ => "secretsmanager:GetSecretValue",
            };
            execution = execution.allow(
                Statement::allow([action]).on(secret.clone()).because("reads the containers' secrets"),
            );
        }
        let execution_role = execution.add(&format!("{id}ExecutionRole"), scope);
        // ECS says on whose behalf it acts: a task of this account.
        let mut task =
            ServiceRole::new("ecs-tasks.amazonaws.com").on_behalf_of(any_region_arn("ecs", "*", [""; 0]));
        for statement in self.statements {
            task = task.allow(statement);
        }
        for arn in self.managed {
            task = task.managed_policy(arn);
        }
        if self.execute_command {
            let actions = [
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ];
            task = task.allow(Statement::allow(actions).on("*").because("lets an operator open a shell"));
        }
        let task_role = task.add(&format!("{id}TaskRole"), scope);

        let containers: Vec<ContainerDefinition> =
            self.containers.into_iter().map(|container| definition(container, &logs)).collect();
        let family =
            self.family.unwrap_or_else(|| sub("{}-{}", [stack_name().into(), Piece::from(id)]).into());
        let mut resource = ecs::TaskDefinition::new()
            .family(family)
            .requires_compatibilities(["FARGATE"])
            .network_mode("awsvpc")
            .cpu(self.cpu.units().to_string())
            .memory(self.memory.0.to_string())
            .execution_role_arn(execution_role.attribute("Arn"))
            .task_role_arn(task_role.attribute("Arn"))
            .container_definitions(containers);
        if let Some(gib) = self.ephemeral_storage {
            resource = resource
                .ephemeral_storage(ecs::task_definition::EphemeralStorage::new().size_in_gib(i64::from(gib)));
        }
        if self.arm {
            resource = resource.runtime_platform(
                ecs::task_definition::RuntimePlatform::new()
                    .cpu_architecture("ARM64")
                    .operating_system_family("LINUX"),
            );
        }
        let definition = scope.resource(&format!("{id}TaskDefinition"), resource);
        FargateTask { definition, task_role, execution_role, logs }
    }
}

fn definition(container: Container, logs: &Handle<logs::LogGroup>) -> ContainerDefinition {
    let options: [(&str, Property<String>); 3] = [
        ("awslogs-group", logs.reference().into()),
        ("awslogs-region", region().into()),
        ("awslogs-stream-prefix", container.name.as_str().into()),
    ];
    let mut out = ContainerDefinition::new(container.image.uri, container.name.as_str())
        .essential(container.essential)
        .log_configuration(LogConfiguration::new("awslogs").options(options));
    if let Some(entry_point) = container.entry_point {
        out = out.entry_point(entry_point);
    }
    if let Some(command) = container.command {
        out = out.command(command);
    }
    if !container.environment.is_empty() {
        let pairs = container.environment.into_iter();
        out = out.environment(
            pairs.map(|(name, value)| KeyValuePair::new().name(name).value(value)).collect::<Vec<_>>(),
        );
    }
    if !container.secrets.is_empty() {
        let secrets = container.secrets.into_iter();
        out = out.secrets(secrets.map(|(name, arn)| Secret::new(name, arn)).collect::<Vec<_>>());
    }
    if let Some(seconds) = container.stop_timeout {
        out = out.stop_timeout(i64::from(seconds));
    }
    if let Some(read_only) = container.read_only {
        out = out.readonly_root_filesystem(read_only);
    }
    out
}
