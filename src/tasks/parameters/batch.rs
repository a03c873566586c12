//! AWS Batch: what a job is given instead of what its definition says, when it is tried again, what it waits for.
//!
//! Checked against <https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html>.

use super::{NameAndValue, Words};
use crate::asl::Field;
use crate::reference::Literal;
use crate::task::setters;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// A job that another job waits for.
///
/// ```
/// use stepwright::prelude::*;
///
/// let after = BatchJobDependency::on(path("$.prepared.JobId"));
/// let one_by_one = BatchJobDependency::sequential();
/// # let _ = (after, one_by_one);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BatchJobDependency {
    #[serde(skip_serializing_if = "Option::is_none")]
    job_id: Option<Field<String>>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) kind: Option<Field<BatchJobDependencyType>>,
}

/// How the children of an array job depend on another job.
///
/// ```
/// use stepwright::prelude::*;
///
/// let pairwise = BatchJobDependency::on(path("$.job")).of_type(BatchJobDependencyType::NToN);
/// # let _ = pairwise;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum BatchJobDependencyType {
    /// Each child waits for the child of the same index of the other job.
    #[serde(rename = "N_TO_N")]
    NToN,
    /// Each child waits for the one before it, from index 0.
    #[serde(rename = "SEQUENTIAL")]
    Sequential,
}

impl Literal for BatchJobDependencyType {}

impl BatchJobDependency {
    /// Waits for the job of this id.
    pub fn on(job_id: impl Into<Field<String>>) -> Self {
        BatchJobDependency { job_id: Some(job_id.into()), kind: None }
    }

    /// The children of the array job itself run one after another.
    pub fn sequential() -> Self {
        BatchJobDependency { job_id: None, kind: Some(BatchJobDependencyType::Sequential.into()) }
    }

    /// How an array job's children depend on it; by default all of them wait for the whole job.
    pub fn of_type(mut self, kind: impl Into<Field<BatchJobDependencyType>>) -> Self {
        self.kind = Some(kind.into());
        self
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct BatchResourceRequirement {
    r#type: &'static str,
    value: Field<String>,
}

macro_rules! overrides {
    ($name:ident) => {
        impl $name {
            /// Overrides the command. It cannot have an empty word.
            pub fn command(mut self, command: impl Into<Words>) -> Self {
                self.command = Some(command.into());
                self
            }

            /// Sets an environment variable, of text: a number from the input becomes text by
            /// `intrinsic::format("{}", [path("$.number")])`. Names that begin with `AWS_BATCH` are reserved.
            pub fn environment(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
                self.environment.push(NameAndValue { name: name.into(), value: value.into() });
                self
            }

            /// Overrides the number of vCPUs, as text: `"4"`, on Fargate also `"0.25"`.
            pub fn vcpus(self, count: impl Into<Field<String>>) -> Self {
                self.requirement("VCPU", count.into())
            }

            /// Overrides the most memory, in MiB, as text: `"2048"`; at least 4.
            pub fn memory(self, mib: impl Into<Field<String>>) -> Self {
                self.requirement("MEMORY", mib.into())
            }

            /// Overrides the number of GPUs, as text: `"1"`. Not on Fargate.
            pub fn gpus(self, count: impl Into<Field<String>>) -> Self {
                self.requirement("GPU", count.into())
            }

            fn requirement(mut self, r#type: &'static str, value: Field<String>) -> Self {
                self.resource_requirements.retain(|have| have.r#type != r#type);
                self.resource_requirements.push(BatchResourceRequirement { r#type, value });
                self
            }
        }
    };
}

/// What the container of a job is given instead of what its definition says.
///
/// vCPUs, memory and GPUs are written as resource requirements: the parameters `Vcpus` and `Memory` of the API are
/// deprecated.
///
/// ```
/// use stepwright::prelude::*;
///
/// let container = BatchContainerOverrides::new()
///     .command(["resize", "--fast"])
///     .environment("IMAGE", path("$.image"))
///     .vcpus("4")
///     .memory("2048");
/// # let _ = container;
/// ```
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BatchContainerOverrides {
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<Words>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    environment: Vec<NameAndValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resource_requirements: Vec<BatchResourceRequirement>,
}

impl BatchContainerOverrides {
    /// Nothing overridden yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Overrides the instance type: of multi-node parallel jobs only.
        instance_type: Field<String>;
    }
}

overrides!(BatchContainerOverrides);

/// What one container of a job with several containers on ECS is given instead of what its definition says.
///
/// ```
/// use stepwright::prelude::*;
///
/// let worker = BatchTaskContainerOverrides::new("worker").environment("IMAGE", path("$.image"));
/// let request = BatchSubmitJob::new("resize", "nightly", "resize").ecs_container(worker);
/// # let _ = request;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BatchTaskContainerOverrides {
    name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<Words>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    environment: Vec<NameAndValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resource_requirements: Vec<BatchResourceRequirement>,
}

impl BatchTaskContainerOverrides {
    /// For the container of this name.
    pub fn new(name: impl Into<Field<String>>) -> Self {
        BatchTaskContainerOverrides {
            name: name.into(),
            command: None,
            environment: Vec::new(),
            resource_requirements: Vec::new(),
        }
    }
}

overrides!(BatchTaskContainerOverrides);

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct EcsPropertiesOverride {
    // Batch takes one element today.
    task_properties: [TaskPropertiesOverride; 1],
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct TaskPropertiesOverride {
    containers: Vec<BatchTaskContainerOverrides>,
}

impl EcsPropertiesOverride {
    pub(in crate::tasks) fn add(&mut self, container: BatchTaskContainerOverrides) {
        let [task] = &mut self.task_properties;
        task.containers.push(container);
    }
}

/// What the pod of a job on EKS is given instead of what its definition says.
///
/// ```
/// use stepwright::prelude::*;
///
/// let pod = BatchEksPodOverride::new()
///     .container(BatchEksContainerOverride::new("worker").environment("IMAGE", path("$.image")))
///     .label("team", "pictures")
///     .namespace("batch-jobs");
/// # let _ = pod;
/// ```
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BatchEksPodOverride {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    containers: Vec<BatchEksContainerOverride>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    init_containers: Vec<BatchEksContainerOverride>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<EksMetadata>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct EksMetadata {
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    labels: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    annotations: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct EksPropertiesOverride {
    pub(in crate::tasks) pod_properties: BatchEksPodOverride,
}

impl BatchEksPodOverride {
    /// Nothing overridden yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Overrides parts of a container.
    pub fn container(mut self, container: BatchEksContainerOverride) -> Self {
        self.containers.push(container);
        self
    }

    /// Overrides parts of a container that runs before the others.
    pub fn init_container(mut self, container: BatchEksContainerOverride) -> Self {
        self.init_containers.push(container);
        self
    }

    /// Adds a label, of at most 63 characters.
    pub fn label(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.metadata.get_or_insert_default().labels.insert(key.into(), value.into());
        self
    }

    /// Adds an annotation, of at most 255 characters.
    pub fn annotation(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.metadata.get_or_insert_default().annotations.insert(key.into(), value.into());
        self
    }

    /// Overrides the namespace: 1 to 63 characters, not `default`, and not beginning with `kube`.
    pub fn namespace(mut self, namespace: impl Into<Field<String>>) -> Self {
        self.metadata.get_or_insert_default().namespace = Some(namespace.into());
        self
    }
}

/// What one container of a job on EKS is given instead of what its definition says.
///
/// ```
/// use stepwright::prelude::*;
///
/// let worker = BatchEksContainerOverride::new("worker").limit("memory", "2048Mi").request("cpu", "0.5");
/// # let _ = worker;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BatchEksContainerOverride {
    name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    args: Option<Words>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    env: Vec<NameAndValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<EksResources>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct EksResources {
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    limits: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    requests: IndexMap<String, Field<String>>,
}

impl BatchEksContainerOverride {
    /// For the container of this name.
    pub fn new(name: impl Into<Field<String>>) -> Self {
        BatchEksContainerOverride {
            name: name.into(),
            image: None,
            command: None,
            args: None,
            env: Vec::new(),
            resources: None,
        }
    }

    setters! {
        /// Overrides the image.
        image: Field<String>;
        /// Overrides the entry point.
        command: Words;
        /// Overrides the arguments to the entry point.
        args: Words;
    }

    /// Sets an environment variable, of text. Names that begin with `AWS_BATCH` are reserved.
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.env.push(NameAndValue { name: name.into(), value: value.into() });
        self
    }

    /// The most it may take of `memory` (`"2048Mi"`), `cpu` (`"0.5"`) or `nvidia.com/gpu` (`"1"`).
    pub fn limit(mut self, resource: impl Into<String>, quantity: impl Into<Field<String>>) -> Self {
        self.resources.get_or_insert_default().limits.insert(resource.into(), quantity.into());
        self
    }

    /// What is kept free for it of `memory`, `cpu` or `nvidia.com/gpu`.
    pub fn request(mut self, resource: impl Into<String>, quantity: impl Into<Field<String>>) -> Self {
        self.resources.get_or_insert_default().requests.insert(resource.into(), quantity.into());
        self
    }
}

/// What a range of nodes of a multi-node parallel job is given instead of what the definition says.
///
/// ```
/// use stepwright::prelude::*;
///
/// let workers = BatchNodeOverride::new("1:").container(BatchContainerOverrides::new().vcpus("8"));
/// let request = BatchSubmitJob::new("train", "nightly", "train").nodes(4).node(workers);
/// # let _ = request;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BatchNodeOverride {
    target_nodes: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_overrides: Option<BatchContainerOverrides>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ecs_properties_override: Option<EcsPropertiesOverride>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eks_properties_override: Option<EksPropertiesOverride>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instance_types: Vec<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) consumable_resource_properties_override: Option<ConsumableResources>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct NodeOverrides {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) num_nodes: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::tasks) node_property_overrides: Vec<BatchNodeOverride>,
}

impl BatchNodeOverride {
    /// For the nodes of this range of indexes: `"0:3"`, `":3"`, `"4:"`.
    pub fn new(target_nodes: impl Into<Field<String>>) -> Self {
        BatchNodeOverride {
            target_nodes: target_nodes.into(),
            container_overrides: None,
            ecs_properties_override: None,
            eks_properties_override: None,
            instance_types: Vec::new(),
            consumable_resource_properties_override: None,
        }
    }

    /// Overrides parts of the container.
    pub fn container(mut self, container: BatchContainerOverrides) -> Self {
        self.container_overrides = Some(container);
        self
    }

    /// Overrides parts of one of several containers on ECS.
    pub fn ecs_container(mut self, container: BatchTaskContainerOverrides) -> Self {
        self.ecs_properties_override.get_or_insert_default().add(container);
        self
    }

    /// Overrides parts of the pod on EKS.
    pub fn eks_pod(mut self, pod: BatchEksPodOverride) -> Self {
        self.eks_properties_override = Some(EksPropertiesOverride { pod_properties: pod });
        self
    }

    /// Adds an instance type that the nodes may run on.
    pub fn instance_type(mut self, instance_type: impl Into<Field<String>>) -> Self {
        self.instance_types.push(instance_type.into());
        self
    }

    /// Adds a consumable resource that the nodes take, by its name or ARN, and how much of it.
    pub fn consumable_resource(
        mut self,
        resource: impl Into<Field<String>>,
        quantity: impl Into<Field<u64>>,
    ) -> Self {
        let all = self.consumable_resource_properties_override.get_or_insert_default();
        all.add(resource.into(), quantity.into());
        self
    }
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct ConsumableResources {
    consumable_resource_list: Vec<ConsumableResource>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ConsumableResource {
    consumable_resource: Field<String>,
    quantity: Field<u64>,
}

impl ConsumableResources {
    pub(in crate::tasks) fn add(&mut self, resource: Field<String>, quantity: Field<u64>) {
        self.consumable_resource_list.push(ConsumableResource { consumable_resource: resource, quantity });
    }

    pub(in crate::tasks) fn names(&self) -> impl Iterator<Item = &Field<String>> {
        self.consumable_resource_list.iter().map(|one| &one.consumable_resource)
    }
}

/// When a job is tried again.
///
/// ```
/// use stepwright::prelude::*;
///
/// let strategy = BatchRetryStrategy::new(3)
///     .when(BatchEvaluateOnExit::retry().on_status_reason("Host EC2*"))
///     .when(BatchEvaluateOnExit::exit().on_reason("*"));
/// # let _ = strategy;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BatchRetryStrategy {
    pub(in crate::tasks) attempts: Field<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::tasks) evaluate_on_exit: Vec<BatchEvaluateOnExit>,
}

impl BatchRetryStrategy {
    /// So many attempts in all, 1 to 10.
    pub fn new(attempts: impl Into<Field<u32>>) -> Self {
        BatchRetryStrategy { attempts: attempts.into(), evaluate_on_exit: Vec::new() }
    }

    /// Adds a rule, at most 5; the first that matches holds. Where none does, the job is tried again.
    pub fn when(mut self, rule: BatchEvaluateOnExit) -> Self {
        self.evaluate_on_exit.push(rule);
        self
    }
}

/// A rule on whether a job that failed is tried again. All of its patterns have to match; each may end in `*`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let killed = BatchEvaluateOnExit::retry().on_exit_code("137");
/// # let _ = killed;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BatchEvaluateOnExit {
    action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_status_reason: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_reason: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_exit_code: Option<Field<String>>,
}

impl BatchEvaluateOnExit {
    fn new(action: &'static str) -> Self {
        BatchEvaluateOnExit { action, on_status_reason: None, on_reason: None, on_exit_code: None }
    }

    /// Tries the job again.
    pub fn retry() -> Self {
        Self::new("RETRY")
    }

    /// Lets the job fail.
    pub fn exit() -> Self {
        Self::new("EXIT")
    }

    setters! {
        /// A pattern of the reason for the job's status, at most 512 characters.
        on_status_reason: Field<String>;
        /// A pattern of the reason that the container ended for, at most 512 characters.
        on_reason: Field<String>;
        /// A pattern of the exit code, as text.
        on_exit_code: Field<String>;
    }

    pub(in crate::tasks) fn is_unconditional(&self) -> bool {
        self.on_status_reason.is_none() && self.on_reason.is_none() && self.on_exit_code.is_none()
    }
}
