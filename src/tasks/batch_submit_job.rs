//! AWS Batch: SubmitJob.

use super::parameters::{
    BatchContainerOverrides, BatchEksPodOverride, BatchJobDependency, BatchNodeOverride, BatchRetryStrategy,
    BatchTaskContainerOverrides, ConsumableResources, EcsPropertiesOverride, EksPropertiesOverride,
    NodeOverrides,
};
use crate::asl::{Expression, Field, Payload, Seconds};
use crate::diagnostic::{Diagnostic, pointer};
use crate::iam::{Statement, arn};
use crate::reference::{Piece, Property};
use crate::target::{JobDefinitionTarget, JobQueueTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, limits, managed_rule, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Submits a job to AWS Batch.
///
/// # Permissions
///
/// `batch:SubmitJob` on the queue, on the definition in every revision, and on jobs, for the share identifier alone
/// where one is written down. A job that is waited for also needs `batch:DescribeJobs`, which knows no resources,
/// `batch:TerminateJob` on jobs that have the tags of this one, and the managed rule. Tags need `batch:TagResource`, for
/// their keys only.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the job has, and fails when the job does.
///
/// # Output
///
/// Request and response: `{"JobArn", "JobId", "JobName"}`. A job: the job, as `DescribeJobs` has it, with `Status`,
/// `Attempts` and `Container`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let resize = BatchSubmitJob::new("resize", "nightly", "resize")
///     .array_size(10)
///     .container(BatchContainerOverrides::new().environment("BUCKET", path("$.bucket")).vcpus("4"))
///     .attempts(3)
///     .run_job("Resize the pictures");
/// # let _ = resize;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BatchSubmitJob {
    job_name: Field<String>,
    job_queue: Field<String>,
    job_definition: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share_identifier: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduling_priority_override: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    array_properties: Option<ArrayProperties>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<BatchJobDependency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<Field<IndexMap<String, Field<String>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_overrides: Option<BatchContainerOverrides>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ecs_properties_override: Option<EcsPropertiesOverride>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eks_properties_override: Option<EksPropertiesOverride>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node_overrides: Option<NodeOverrides>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consumable_resource_properties_override: Option<ConsumableResources>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_strategy: Option<BatchRetryStrategy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout: Option<Timeout>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    tags: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    propagate_tags: Option<Field<bool>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    queue: JobQueueTarget,
    #[serde(skip)]
    definition: JobDefinitionTarget,
    #[serde(skip)]
    exact: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ArrayProperties {
    size: Field<u32>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Timeout {
    attempt_duration_seconds: Field<Seconds>,
}

impl BatchSubmitJob {
    /// Submits a job of this name, at most 128 characters, to this queue, from this definition.
    pub fn new(
        job_name: impl Into<Field<String>>,
        queue: impl Into<JobQueueTarget>,
        definition: impl Into<JobDefinitionTarget>,
    ) -> Self {
        let (queue, definition) = (queue.into(), definition.into());
        BatchSubmitJob {
            job_name: job_name.into(),
            job_queue: queue.name().clone(),
            job_definition: definition.name().clone(),
            share_identifier: None,
            scheduling_priority_override: None,
            array_properties: None,
            depends_on: Vec::new(),
            parameters: None,
            container_overrides: None,
            ecs_properties_override: None,
            eks_properties_override: None,
            node_overrides: None,
            consumable_resource_properties_override: None,
            retry_strategy: None,
            timeout: None,
            tags: IndexMap::new(),
            propagate_tags: None,
            more: Map::new(),
            queue,
            definition,
            exact: false,
        }
    }

    setters! {
        /// The share that the job counts for, at most 255 letters and digits: where the queue has a scheduling policy,
        /// and only there.
        share_identifier: Field<String>;
        /// Overrides the priority among the jobs of its share, 0 to 9,999; the highest goes first.
        scheduling_priority_override: Field<u32>;
        /// Whether tags of job and definition are copied to the ECS task; by default what the definition says.
        propagate_tags: Field<bool>;
    }

    /// Makes it an array job of so many children, 2 to 10,000.
    pub fn array_size(mut self, size: impl Into<Field<u32>>) -> Self {
        self.array_properties = Some(ArrayProperties { size: size.into() });
        self
    }

    /// Waits for another job; at most 20.
    pub fn depends_on(mut self, dependency: BatchJobDependency) -> Self {
        self.depends_on.push(dependency);
        self
    }

    /// Sets a parameter that the definition has a placeholder for: `Ref::name`.
    pub fn job_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        let mut all = match self.parameters.take() {
            Some(Field::Literal(all)) => all,
            _ => IndexMap::new(),
        };
        all.insert(name.into(), value.into());
        self.parameters = Some(Field::Literal(all));
        self
    }

    /// All parameters out of an expression that gives an object of text.
    pub fn job_parameters_from(mut self, parameters: Expression) -> Self {
        self.parameters = Some(parameters.into());
        self
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

    /// Overrides the number of nodes of a multi-node parallel job. One of the definition's ranges has to be open: `"n:"`.
    pub fn nodes(mut self, count: impl Into<Field<u32>>) -> Self {
        self.node_overrides.get_or_insert_default().num_nodes = Some(count.into());
        self
    }

    /// Overrides parts of a range of nodes of a multi-node parallel job.
    pub fn node(mut self, node: BatchNodeOverride) -> Self {
        self.node_overrides.get_or_insert_default().node_property_overrides.push(node);
        self
    }

    /// Adds a consumable resource that the job takes, by its name or ARN, or a reference whose value is an ARN, and how
    /// much of it.
    pub fn consumable_resource(
        mut self,
        resource: impl Into<Field<String>>,
        quantity: impl Into<Field<u64>>,
    ) -> Self {
        let all = self.consumable_resource_properties_override.get_or_insert_default();
        all.add(resource.into(), quantity.into());
        self
    }

    /// When the job is tried again; by default what the definition says.
    pub fn retry_strategy(mut self, strategy: BatchRetryStrategy) -> Self {
        self.retry_strategy = Some(strategy);
        self
    }

    /// How often the job is tried in all, 1 to 10; short for [`retry_strategy`](Self::retry_strategy).
    pub fn attempts(self, attempts: impl Into<Field<u32>>) -> Self {
        self.retry_strategy(BatchRetryStrategy::new(attempts))
    }

    /// After how long an attempt is ended, at least 60 seconds; by default what the definition says. A job that ended
    /// by it is not tried again.
    pub fn timeout(mut self, seconds: impl Into<Field<Seconds>>) -> Self {
        self.timeout = Some(Timeout { attempt_duration_seconds: seconds.into() });
        self
    }

    /// Tags the job; at most 50 times.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// Permits the one revision that is called instead of every revision of the definition. Executions that began
    /// before a deployment then cannot submit the former revision any more.
    pub fn exact_revision(mut self) -> Self {
        self.exact = true;
        self
    }

    /// A parameter that has no setter here, by its name in `SubmitJob`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    /// The consumable resources that are named, as a policy names them.
    fn consumables(&self) -> Vec<Property<String>> {
        let nodes = self.node_overrides.iter().flat_map(|nodes| &nodes.node_property_overrides);
        let of_nodes = nodes.filter_map(|node| node.consumable_resource_properties_override.as_ref());
        let mut out: Vec<Property<String>> = Vec::new();
        let all = self.consumable_resource_properties_override.iter().chain(of_nodes);
        for name in all.flat_map(ConsumableResources::names) {
            let named = |name: Piece| Property::from(arn("batch", "consumable-resource/{}", [name]));
            let resource = match name {
                Field::Literal(arn) if arn.starts_with("arn:") => arn.into(),
                Field::Literal(name) => named(name.as_str().into()),
                // `Ref` of a consumable resource is its ARN.
                Field::Reference(arn) => arn.into(),
                Field::Expression(_) => named("*".into()),
            };
            if !out.contains(&resource) {
                out.push(resource);
            }
        }
        out
    }
}

/// The names of environment variables in a request, wherever they stand, with their places.
fn variables(value: &Value, at: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let at = pointer(at, key);
                match member {
                    Value::Array(items) if ["Environment", "Env"].contains(&key.as_str()) => {
                        for (index, item) in items.iter().enumerate() {
                            if let Some(name) = item.get("Name").and_then(Value::as_str) {
                                out.push((format!("{at}/{index}/Name"), name.to_owned()));
                            }
                        }
                    }
                    other => variables(other, &at, out),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                variables(item, &format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
}

/// Whether Batch takes it for a job's name: a letter or digit first, then also `-` and `_`.
fn is_job_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

impl Task for BatchSubmitJob {
    const NAME: &'static str = "BatchSubmitJob";
    const API: (&'static str, &'static str) = ("batch", "submitJob");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html";

    type Patterns = RequestOrJob;

    /// Narrowed by <https://docs.aws.amazon.com/service-authorization/latest/reference/list_batch.html> and
    /// <https://docs.aws.amazon.com/batch/latest/userguide/iam-example-share-identifier.html>.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let jobs = || arn("batch", "job/*", [""; 0]);
        let definition = if self.exact { self.definition.revision() } else { self.definition.family() };
        let submit = Statement::allow(["batch:SubmitJob"])
            .on_all(self.queue.arns())
            .on_all(definition.resources(arn("batch", "job-definition/*", [""; 0])))
            // The page of the integration has `*` only. The authorization reference wants the job as well, whose id
            // nobody knows before it is submitted.
            .on(jobs())
            .on_all(self.consumables())
            .because("submits the job");
        let submit = match &self.share_identifier {
            Some(Field::Literal(share)) => submit.when("StringEquals", "batch:ShareIdentifier", share),
            Some(Field::Reference(share)) => submit.when("StringEquals", "batch:ShareIdentifier", share),
            _ => submit,
        };
        let mut out = vec![submit];
        if !self.tags.is_empty() {
            let tag = Statement::allow(["batch:TagResource"]).on(jobs()).because("tags the job");
            out.push(
                self.tags
                    .keys()
                    .fold(tag, |tag, key| tag.when("ForAllValues:StringEquals", "aws:TagKeys", key.as_str())),
            );
        }
        if pattern == IntegrationPattern::RunJob {
            out.push(Statement::allow(["batch:DescribeJobs"]).on("*").because("follows the job"));
            let stop = Statement::allow(["batch:TerminateJob"])
                .on(jobs())
                .because("ends the job when the execution is stopped");
            out.push(self.tags.iter().fold(stop, |stop, (key, value)| {
                let condition = format!("aws:ResourceTag/{key}");
                match value {
                    Field::Literal(value) => stop.when("StringEquals", condition, value),
                    Field::Reference(value) => stop.when("StringEquals", condition, value),
                    Field::Expression(_) => stop,
                }
            }));
            out.push(managed_rule("StepFunctionsGetEventsForBatchJobsRule"));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if let Field::Literal(name) = &self.job_name {
            out.extend(limits::text("`JobName`", name, 1..=128, "/Parameters/JobName"));
            if !name.is_empty() && !is_job_name(name) {
                let message = format!("Batch does not take `{name}` for a job's name");
                out.push(
                    Diagnostic::error("malformed-name", message)
                        .pointer("/Parameters/JobName")
                        .help("begin with a letter or digit, and go on with letters, digits, `-` and `_`"),
                );
            }
        }
        self.check_share(&mut out);
        let size = self.array_properties.as_ref().map(|array| &array.size);
        out.extend(limits::range("ArrayProperties/Size", size, 2..=10_000));
        let priority = self.scheduling_priority_override.as_ref();
        out.extend(limits::range("SchedulingPriorityOverride", priority, 0..=9_999));
        out.extend(limits::items("jobs to wait for", self.depends_on.len(), 20, "/Parameters/DependsOn"));
        if size.is_none()
            && let Some(index) = self.depends_on.iter().position(|dependency| dependency.kind.is_some())
        {
            let message = "`Type` of what the job depends on is for the children of an array job only";
            out.push(
                Diagnostic::error("not-an-array-job", message)
                    .pointer(format!("/Parameters/DependsOn/{index}/Type"))
                    .help("say `array_size(…)`, or leave the type out"),
            );
        }
        if let Some(strategy) = &self.retry_strategy {
            out.extend(limits::range("RetryStrategy/Attempts", Some(&strategy.attempts), 1..=10));
            let at = "/Parameters/RetryStrategy/EvaluateOnExit";
            out.extend(limits::items("rules", strategy.evaluate_on_exit.len(), 5, at));
            for (index, rule) in strategy.evaluate_on_exit.iter().enumerate() {
                if rule.is_unconditional() {
                    let message = "the rule says nothing of the failure that it is for";
                    out.push(
                        Diagnostic::error("empty-rule", message)
                            .pointer(format!("{at}/{index}"))
                            .help("say `on_exit_code`, `on_reason` or `on_status_reason`; `\"*\"` fits all"),
                    );
                }
            }
        }
        if let Some(Timeout { attempt_duration_seconds: Field::Literal(Seconds(seconds)) }) = self.timeout
            && seconds < 60
        {
            let message = format!("`AttemptDurationSeconds` is {seconds}, it has to be 60 at least");
            out.push(
                Diagnostic::error("out-of-range", message)
                    .pointer("/Parameters/Timeout/AttemptDurationSeconds"),
            );
        }
        self.check_tags(&mut out);
        let mut names = Vec::new();
        variables(&serde_json::to_value(self).unwrap_or_default(), "/Parameters", &mut names);
        for (at, name) in names {
            if name.starts_with("AWS_BATCH") {
                let message = format!("the environment variable `{name}` is for Batch to set");
                out.push(
                    Diagnostic::error("reserved-variable", message)
                        .pointer(at)
                        .help("names that begin with `AWS_BATCH` are reserved: choose another one"),
                );
            }
        }
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([
                ("JobArn", shape::text()),
                ("JobId", shape::text()),
                ("JobName", shape::text()),
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
            ]);
        }
        let attempt_container = shape::object([
            ("ContainerInstanceArn", shape::text()),
            ("ExitCode", shape::integer()),
            ("LogStreamName", shape::text()),
            ("NetworkInterfaces", shape::list(shape::any())),
            ("Reason", shape::text()),
            ("TaskArn", shape::text()),
        ]);
        let attempt = shape::object([
            ("Container", attempt_container),
            ("StartedAt", shape::integer()),
            ("StatusReason", shape::text()),
            ("StoppedAt", shape::integer()),
            ("TaskProperties", shape::list(shape::any())),
        ]);
        let container = shape::object([
            ("Command", shape::list(shape::text())),
            ("ContainerInstanceArn", shape::text()),
            ("Environment", shape::list(shape::any())),
            ("ExecutionRoleArn", shape::text()),
            ("ExitCode", shape::integer()),
            ("Image", shape::text()),
            ("InstanceType", shape::text()),
            ("JobRoleArn", shape::text()),
            ("LogStreamName", shape::text()),
            ("Memory", shape::integer()),
            ("NetworkInterfaces", shape::list(shape::any())),
            ("Reason", shape::text()),
            ("ResourceRequirements", shape::list(shape::any())),
            ("TaskArn", shape::text()),
            ("Vcpus", shape::integer()),
        ]);
        let array = shape::object([
            ("Index", shape::integer()),
            ("Size", shape::integer()),
            ("StatusSummary", shape::map(shape::integer())),
        ]);
        shape::object([
            ("ArrayProperties", array),
            ("Attempts", shape::list(attempt)),
            ("Container", container),
            ("CreatedAt", shape::integer()),
            ("DependsOn", shape::list(shape::any())),
            ("EcsProperties", shape::any()),
            ("EksAttempts", shape::list(shape::any())),
            ("EksProperties", shape::any()),
            ("IsCancelled", shape::boolean()),
            ("IsTerminated", shape::boolean()),
            ("JobArn", shape::text()),
            ("JobDefinition", shape::text()),
            ("JobId", shape::text()),
            ("JobName", shape::text()),
            ("JobQueue", shape::text()),
            ("NodeDetails", shape::any()),
            ("NodeProperties", shape::any()),
            ("Parameters", shape::map(shape::text())),
            ("PlatformCapabilities", shape::list(shape::text())),
            ("PropagateTags", shape::boolean()),
            ("RetryStrategy", shape::any()),
            ("SchedulingPriority", shape::integer()),
            ("ShareIdentifier", shape::text()),
            ("StartedAt", shape::integer()),
            ("Status", shape::text()),
            ("StatusReason", shape::text()),
            ("StoppedAt", shape::integer()),
            ("Tags", shape::map(shape::text())),
            ("Timeout", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{BatchEksContainerOverride, BatchEvaluateOnExit, BatchJobDependencyType};
        use crate::asl::{jsonata, minutes, path, secs};
        use crate::reference::{Handle, Reference};
        use crate::template::batch;
        let queue = Handle::new("Nightly", batch::JobQueue::new(1));
        let shared =
            Handle::new("Shared", batch::JobQueue::new(1).scheduling_policy_arn(Reference::to("Policy")));
        let definition =
            Handle::new("Resize", batch::JobDefinition::new("container").job_definition_name("resize"));
        let unnamed = Handle::new("Render", batch::JobDefinition::new("multinode"));
        vec![
            Example::request(
                "request_response",
                BatchSubmitJob::new("resize", &shared, &definition)
                    .share_identifier("pictures")
                    .scheduling_priority_override(10)
                    .depends_on(BatchJobDependency::on(path("$.prepared.JobId")))
                    .job_parameter("codec", "av1")
                    .job_parameter("bucket", path("$.bucket"))
                    .consumable_resource("licences", 2)
                    .tag("team", "pictures")
                    .state("Submit the job"),
            ),
            Example::job(
                "run_job",
                BatchSubmitJob::new("resize", &queue, &definition)
                    .container(
                        BatchContainerOverrides::new()
                            .command(["resize", "--fast"])
                            .environment("IMAGE", path("$.image"))
                            .instance_type("c7g.large")
                            .vcpus("4")
                            .memory("2048")
                            .gpus("1"),
                    )
                    .retry_strategy(
                        BatchRetryStrategy::new(3)
                            .when(BatchEvaluateOnExit::retry().on_status_reason("Host EC2*"))
                            .when(BatchEvaluateOnExit::retry().on_exit_code("137"))
                            .when(BatchEvaluateOnExit::exit().on_reason("*")),
                    )
                    .timeout(minutes(30))
                    .propagate_tags(true)
                    .tag("team", "pictures")
                    .tag("order", path("$.order"))
                    .exact_revision()
                    .run_job("Resize"),
            ),
            Example::job(
                "run_job_array",
                BatchSubmitJob::new("resize", "nightly", "resize")
                    .array_size(10)
                    .depends_on(BatchJobDependency::sequential())
                    .depends_on(BatchJobDependency::on(path("$.job")).of_type(BatchJobDependencyType::NToN))
                    .attempts(2)
                    .timeout(secs(60))
                    .job_parameters_from(path("$.parameters"))
                    .run_job("Resize them all"),
            ),
            Example::job(
                "run_job_ecs",
                BatchSubmitJob::new("resize", "nightly", "resize:3")
                    .ecs_container(
                        BatchTaskContainerOverrides::new("worker")
                            .command(path("$.command"))
                            .environment("IMAGE", path("$.image"))
                            .vcpus("1")
                            .memory("1024")
                            .gpus("1"),
                    )
                    .run_job("Resize"),
            ),
            Example::job(
                "run_job_eks",
                BatchSubmitJob::new("resize", "nightly", "resize")
                    .eks_pod(
                        BatchEksPodOverride::new()
                            .container(
                                BatchEksContainerOverride::new("worker")
                                    .image("public.ecr.aws/docker/library/alpine:3")
                                    .command(["resize"])
                                    .args(["--fast"])
                                    .environment("IMAGE", path("$.image"))
                                    .limit("memory", "2048Mi")
                                    .request("cpu", "0.5"),
                            )
                            .init_container(BatchEksContainerOverride::new("prepare").command(["prepare"]))
                            .label("team", "pictures")
                            .annotation("example.com/order", path("$.order"))
                            .namespace("batch-jobs"),
                    )
                    .run_job("Resize"),
            ),
            Example::job(
                "run_job_nodes",
                BatchSubmitJob::new("render", &queue, &unnamed)
                    .nodes(4)
                    .node(
                        BatchNodeOverride::new("0:0")
                            .container(BatchContainerOverrides::new().command(["lead"]))
                            .instance_type("c7g.large")
                            .consumable_resource(
                                "arn:aws:batch:eu-west-1:123456789012:consumable-resource/seats",
                                1,
                            ),
                    )
                    .node(
                        BatchNodeOverride::new("1:2")
                            .ecs_container(BatchTaskContainerOverrides::new("worker").memory("4096")),
                    )
                    .node(
                        BatchNodeOverride::new("3:")
                            .eks_pod(BatchEksPodOverride::new().label("role", "worker")),
                    )
                    .run_job("Render"),
            ),
            Example::job(
                "jsonata",
                BatchSubmitJob::new(jsonata("'resize-' & $states.input.id"), &queue, &definition)
                    .array_size(jsonata("$count($states.input.images)"))
                    .run_job("Resize")
                    .output(jsonata("$states.result.Status")),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                BatchSubmitJob::new(path("$.name"), path("$.queue"), path("$.definition"))
                    .run_job("Run what is asked for"),
            ),
            Example::request(
                "among",
                BatchSubmitJob::new(
                    path("$.name"),
                    JobQueueTarget::from(path("$.queue"))
                        .among([queue.job_queue_arn(), shared.job_queue_arn()]),
                    JobDefinitionTarget::from(path("$.definition"))
                        .among(["arn:aws:batch:eu-west-1:123456789012:job-definition/resize-*"]),
                )
                .state("Run one of these"),
            ),
        ]
    }
}

impl BatchSubmitJob {
    fn check_share(&self, out: &mut Vec<Diagnostic>) {
        if let Some(Field::Literal(share)) = &self.share_identifier {
            out.extend(limits::text("`ShareIdentifier`", share, 1..=255, "/Parameters/ShareIdentifier"));
            let plain = share.strip_suffix('*').unwrap_or(share);
            if !plain.chars().all(|c| c.is_ascii_alphanumeric()) {
                let message = format!("the share identifier `{share}` has more than letters and digits");
                out.push(
                    Diagnostic::error("malformed-name", message)
                        .pointer("/Parameters/ShareIdentifier")
                        .help("a `*` may follow them"),
                );
            }
        }
        let message = match (self.queue.has_shares(), &self.share_identifier) {
            (Some(true), None) => "a job in a queue with a scheduling policy needs a `ShareIdentifier`",
            (Some(false), Some(_)) => "`ShareIdentifier` is said, and the queue has no scheduling policy",
            _ => return,
        };
        let (code, place, help) = match self.share_identifier {
            None => ("missing-parameter", "/Parameters", "say `share_identifier(…)`"),
            Some(_) => {
                ("conflicting-parameters", "/Parameters/ShareIdentifier", "leave `share_identifier` out")
            }
        };
        out.push(Diagnostic::error(code, message).pointer(place).help(help));
    }

    fn check_tags(&self, out: &mut Vec<Diagnostic>) {
        out.extend(limits::items("tags", self.tags.len(), 50, "/Parameters/Tags"));
        for (key, value) in &self.tags {
            let at = pointer("/Parameters/Tags", key);
            out.extend(limits::text("the key of a tag", key, 1..=128, at.as_str()));
            if let Field::Literal(value) = value {
                out.extend(limits::text(
                    &format!("the value of the tag `{key}`"),
                    value,
                    0..=256,
                    at.as_str(),
                ));
            }
        }
    }
}
