//! Glue: StartJobRun.

use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Literal;
use crate::target::GlueJobTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, limits, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Starts a run of a Glue job.
///
/// What the job's definition says holds where the request says nothing.
///
/// # Permissions
///
/// `glue:StartJobRun` on the job; to wait for it, also `glue:GetJobRun`, `glue:GetJobRuns` and `glue:BatchStopJobRun`.
/// The script runs under the job's own role, which the caller passes on when the job is made, not when it is run.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the run has, and fails when the run does, times out or is stopped.
///
/// # Output
///
/// Request and response: `{"JobName", "JobRunId", …}`. A job: the run, as `GetJobRun` has it under `JobRun`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let load = GlueStartJobRun::new("nightly-load")
///     .argument("--day", path("$.day"))
///     .worker_type("G.1X")
///     .number_of_workers(4)
///     .run_job("Load the orders")
///     .timeout(hours(2));
/// # let _ = load;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct GlueStartJobRun {
    job_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arguments: Option<Field<IndexMap<String, Field<String>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_run_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_run_queuing_enabled: Option<Field<bool>>,
    #[serde(rename = "Timeout", skip_serializing_if = "Option::is_none")]
    run_timeout: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worker_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_of_workers: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_capacity: Option<Field<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allocated_capacity: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_class: Option<Field<GlueExecutionClass>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    security_configuration: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notification_property: Option<NotificationProperty>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_role_session_policy: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    job: GlueJobTarget,
}

/// Whether a run starts at once, or when there is spare capacity.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = GlueStartJobRun::new("nightly-load").execution_class(GlueExecutionClass::Flex);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum GlueExecutionClass {
    /// At once, on capacity of its own; the default.
    #[serde(rename = "STANDARD")]
    Standard,
    /// On spare capacity, cheaper, without a promise of when: for Spark jobs of Glue 3.0 and later.
    #[serde(rename = "FLEX")]
    Flex,
}

impl Literal for GlueExecutionClass {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct NotificationProperty {
    notify_delay_after: Field<u32>,
}

impl GlueStartJobRun {
    /// Starts a run of this job: a handle, a name, or an expression that gives one.
    pub fn new(job: impl Into<GlueJobTarget>) -> Self {
        let job = job.into();
        GlueStartJobRun {
            job_name: job.name().clone(),
            arguments: None,
            job_run_id: None,
            job_run_queuing_enabled: None,
            run_timeout: None,
            worker_type: None,
            number_of_workers: None,
            max_capacity: None,
            allocated_capacity: None,
            execution_class: None,
            security_configuration: None,
            notification_property: None,
            execution_role_session_policy: None,
            more: Map::new(),
            job,
        }
    }

    setters! {
        /// An earlier run, by its id, that is tried again.
        job_run_id: Field<String>;
        /// Whether the run waits in a queue where the account's quotas are used up. Off by default.
        job_run_queuing_enabled: Field<bool>;
        /// After how many minutes Glue ends the run, 1 to 10,080; by default what the job says. The state's own timeout
        /// counts from the call, and counts the wait for a place too.
        run_timeout: Field<u32>;
        /// What each worker has: `G.025X` to `G.16X` and `R.1X` to `R.8X` for Spark, `Z.2X` for Ray.
        worker_type: Field<String>;
        /// How many workers of that type.
        number_of_workers: Field<u32>;
        /// How many data processing units, in place of workers: for Python shell jobs (0.0625 or 1) and Glue 1.0.
        max_capacity: Field<f64>;
        /// How many data processing units. AWS has deprecated it in favour of `max_capacity`.
        allocated_capacity: Field<u32>;
        /// Whether it starts at once or on spare capacity; by default what the job says.
        execution_class: Field<GlueExecutionClass>;
        /// The security configuration, by name, that says how logs and data are encrypted; by default the job's.
        security_configuration: Field<String>;
        /// A policy, as JSON in 2 to 2,048 characters, that narrows what this run may do under the job's role.
        execution_role_session_policy: Field<String>;
    }

    /// Adds an argument, which replaces the job's default of that name. Names begin with `--`; values are text, and are
    /// logged: no place for secrets.
    pub fn argument(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        let mut arguments = match self.arguments {
            Some(Field::Literal(arguments)) => arguments,
            _ => IndexMap::new(),
        };
        arguments.insert(name.into(), value.into());
        self.arguments = Some(Field::Literal(arguments));
        self
    }

    /// All arguments, out of an expression that gives an object of text.
    pub fn arguments(mut self, arguments: Expression) -> Self {
        self.arguments = Some(arguments.into());
        self
    }

    /// After how many minutes, 1 at least, EventBridge is told that the run is late.
    pub fn notify_delay_after(mut self, minutes: impl Into<Field<u32>>) -> Self {
        self.notification_property = Some(NotificationProperty { notify_delay_after: minutes.into() });
        self
    }

    /// A parameter that has no setter here, by its name in `StartJobRun`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    /// Capacity said in two ways, of which Glue takes one.
    fn capacity_findings(&self) -> Option<Diagnostic> {
        let by_workers = self.worker_type.is_some() || self.number_of_workers.is_some();
        let units = match (&self.max_capacity, &self.allocated_capacity) {
            (Some(_), _) => "MaxCapacity",
            (None, Some(_)) => "AllocatedCapacity",
            (None, None) => return None,
        };
        if by_workers {
            let message = format!("`{units}` cannot be said beside `WorkerType` or `NumberOfWorkers`");
            let help = "leave one out: workers for Spark and Ray, `max_capacity` for a Python shell job";
            return Some(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer(format!("/Parameters/{units}"))
                    .help(help),
            );
        }
        if self.max_capacity.is_some() && self.allocated_capacity.is_some() {
            let message = "`MaxCapacity` and `AllocatedCapacity` cannot both be said";
            return Some(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer("/Parameters/AllocatedCapacity")
                    .help("leave `allocated_capacity` out: AWS has deprecated it"),
            );
        }
        None
    }

    /// Spare capacity asked for by a job that is known to be of another kind than Spark.
    fn class_findings(&self) -> Option<Diagnostic> {
        let Some(Field::Literal(GlueExecutionClass::Flex)) = self.execution_class else { return None };
        let command = self.job.resource()?.command.as_ref()?.literal()?;
        let kind = command.name.as_ref()?.literal()?;
        if kind == "glueetl" {
            return None;
        }
        let message = format!("the job is of kind `{kind}`, and only `glueetl` runs as `FLEX`");
        Some(
            Diagnostic::error("wrong-execution-class", message)
                .pointer("/Parameters/ExecutionClass")
                .help("leave `execution_class` out"),
        )
    }
}

impl Task for GlueStartJobRun {
    const NAME: &'static str = "GlueStartJobRun";
    const API: (&'static str, &'static str) = ("glue", "startJobRun");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html";

    type Patterns = RequestOrJob;

    // That page says that Glue knows no resource-level permissions, and permits on `*`; the Service Authorization
    // Reference requires the job for all four actions.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let on_job =
            |actions: &[&'static str]| Statement::allow(actions.iter().copied()).on_all(self.job.arns());
        let mut out = vec![on_job(&["glue:StartJobRun"]).because("starts the run")];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                on_job(&["glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"])
                    .because("follows the run, and stops it when the execution is stopped"),
            );
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let notify = self.notification_property.as_ref().map(|property| &property.notify_delay_after);
        let mut out: Vec<Diagnostic> = [
            limits::length("JobName", Some(&self.job_name), 1..=255),
            limits::length("JobRunId", self.job_run_id.as_ref(), 1..=255),
            limits::range("Timeout", self.run_timeout.as_ref(), 1..=10_080),
            limits::at_least("NumberOfWorkers", self.number_of_workers.as_ref(), 1),
            limits::at_least("NotificationProperty/NotifyDelayAfter", notify, 1),
            limits::length("SecurityConfiguration", self.security_configuration.as_ref(), 1..=255),
            limits::length(
                "ExecutionRoleSessionPolicy",
                self.execution_role_session_policy.as_ref(),
                2..=2_048,
            ),
            self.capacity_findings(),
            self.class_findings(),
        ]
        .into_iter()
        .flatten()
        .collect();
        if let Some(Field::Literal(arguments)) = &self.arguments {
            for name in arguments.keys().filter(|name| !name.starts_with("--")) {
                let message =
                    format!("the argument `{name}` does not begin with `--`, so no script finds it");
                out.push(
                    Diagnostic::warning("malformed-argument", message)
                        .pointer(crate::diagnostic::pointer("/Parameters/Arguments", name))
                        .help(format!("say `--{}`", name.trim_start_matches('-'))),
                );
            }
        }
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([
                // Step Functions takes it out of the request.
                ("JobName", shape::text()),
                ("JobRunId", shape::text()),
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
            ]);
        }
        let predecessor = shape::object([("JobName", shape::text()), ("RunId", shape::text())]);
        shape::object([
            ("AllocatedCapacity", shape::integer()),
            ("Arguments", shape::map(shape::text())),
            ("Attempt", shape::integer()),
            ("CompletedOn", shape::any()),
            ("DPUSeconds", shape::number()),
            ("ErrorMessage", shape::text()),
            ("ExecutionClass", shape::text()),
            ("ExecutionRoleSessionPolicy", shape::text()),
            ("ExecutionTime", shape::integer()),
            ("GlueVersion", shape::text()),
            ("Id", shape::text()),
            ("JobMode", shape::text()),
            ("JobName", shape::text()),
            ("JobRunQueuingEnabled", shape::boolean()),
            ("JobRunState", shape::text()),
            ("LastModifiedOn", shape::any()),
            ("LogGroupName", shape::text()),
            ("MaintenanceWindow", shape::text()),
            ("MaxCapacity", shape::number()),
            ("NotificationProperty", shape::object([("NotifyDelayAfter", shape::integer())])),
            ("NumberOfWorkers", shape::integer()),
            ("PredecessorRuns", shape::list(predecessor)),
            ("PreviousRunId", shape::text()),
            ("ProfileName", shape::text()),
            ("SecurityConfiguration", shape::text()),
            ("StartedOn", shape::any()),
            ("StateDetail", shape::text()),
            ("Timeout", shape::integer()),
            ("TriggerName", shape::text()),
            ("WorkerType", shape::text()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::iam::arn;
        use crate::reference::{Handle, Reference};
        use crate::template::glue;
        let command =
            |kind: &str| glue::job::JobCommand::new().name(kind).script_location("s3://code/load.py");
        let role = Reference::attribute("GlueRole", "Arn");
        let load = Handle::new("Load", glue::Job::new(command("glueetl"), &role));
        let shell = Handle::new("Tidy", glue::Job::new(command("pythonshell"), role));
        vec![
            Example::request(
                "request_response",
                GlueStartJobRun::new(&load)
                    .argument("--day", path("$.day"))
                    .argument("--table", "orders")
                    .job_run_id(path("$.failed.run"))
                    .job_run_queuing_enabled(true)
                    .run_timeout(120)
                    .worker_type("G.1X")
                    .number_of_workers(4)
                    .execution_class(GlueExecutionClass::Flex)
                    .security_configuration("encrypted")
                    .notify_delay_after(90)
                    .execution_role_session_policy(path("$.policy"))
                    .state("Load the orders"),
            ),
            Example::job(
                "run_job",
                GlueStartJobRun::new("nightly-load")
                    .arguments(path("$.arguments"))
                    .run_job("Load the orders"),
            ),
            Example::job(
                "max_capacity",
                GlueStartJobRun::new(&shell).max_capacity(0.0625).run_job("Tidy up"),
            ),
            Example::job(
                "allocated_capacity",
                GlueStartJobRun::new("old-load").allocated_capacity(10).run_job("Load the orders"),
            ),
            Example::job(
                "jsonata",
                GlueStartJobRun::new(&load)
                    .argument("--day", jsonata("$states.input.day"))
                    .number_of_workers(jsonata("$states.input.large ? 20 : 4"))
                    .worker_type("G.2X")
                    .run_job("Load the orders"),
            )
            .in_jsonata(),
            Example::job("at_run_time", GlueStartJobRun::new(path("$.job")).run_job("Run what is asked for")),
            Example::job(
                "at_run_time_among",
                GlueStartJobRun::new(GlueJobTarget::from(path("$.job")).among([arn(
                    "glue",
                    "job/load-*",
                    [""; 0],
                )]))
                .run_job("Run one of the loads"),
            ),
        ]
    }
}
