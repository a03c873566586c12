//! EMR Serverless: StartJobRun.

use super::parameters::emr_limits as limits;
use super::parameters::{
    EmrApplicationConfiguration, EmrServerlessDiskEncryption, EmrServerlessJobDriver,
    EmrServerlessMonitoringConfiguration, configuration_findings, tag_findings, tag_statement,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Literal;
use crate::target::{EmrServerlessApplicationTarget, RoleTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Runs a job on EMR Serverless: Spark or Hive.
///
/// # Permissions
///
/// `emr-serverless:StartJobRun` on the application; `iam:PassRole` on the role, to EMR Serverless only. A job also needs
/// `emr-serverless:GetJobRun` and `emr-serverless:CancelJobRun` on the application's job runs, and the managed rule. Tags
/// need `emr-serverless:TagResource`, for these keys only. Keys for disks and logs need what proves that the job may use
/// them, through EMR Serverless only.
///
/// # Patterns
///
/// Request and response, and a job, which ends when the job run has succeeded, and fails when it has not.
///
/// # Output
///
/// `{"ApplicationId", "JobRunId", "Arn"}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let trips = EmrServerlessStartJobRun::new(
///     "00yv7iv71inak893",
///     "arn:aws:iam::123456789012:role/trips",
///     EmrServerlessSparkSubmit::new("s3://jobs/trips.py").arguments(["60"]),
/// )
/// .execution_timeout_minutes(30)
/// .run_job("Count the trips");
/// # let _ = trips;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessStartJobRun {
    application_id: Field<String>,
    execution_role_arn: Field<String>,
    job_driver: EmrServerlessJobDriver,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<Field<EmrServerlessJobRunMode>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration_overrides: Option<Overrides>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_iam_policy: Option<ExecutionPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_timeout_minutes: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_policy: Option<RetryPolicy>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    tags: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_token: Option<Field<String>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    application: EmrServerlessApplicationTarget,
    #[serde(skip)]
    role: RoleTarget,
}

/// Whether a job ends by itself.
///
/// ```
/// use stepwright::prelude::*;
///
/// let program = EmrServerlessSparkSubmit::new("s3://jobs/clicks.py");
/// let clicks = EmrServerlessStartJobRun::new("00yv7iv71inak893", "clicks", program)
///     .mode(EmrServerlessJobRunMode::Streaming)
///     .max_failed_attempts_per_hour(5);
/// # let _ = clicks;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/jobs-spark-streaming.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum EmrServerlessJobRunMode {
    /// It does; the default.
    #[serde(rename = "BATCH")]
    Batch,
    /// It goes on until it is cancelled.
    #[serde(rename = "STREAMING")]
    Streaming,
}

impl Literal for EmrServerlessJobRunMode {}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Overrides {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    application_configuration: Vec<EmrApplicationConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    monitoring_configuration: Option<EmrServerlessMonitoringConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disk_encryption_configuration: Option<EmrServerlessDiskEncryption>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ExecutionPolicy {
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policy_arns: Vec<Field<String>>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct RetryPolicy {
    #[serde(skip_serializing_if = "Option::is_none")]
    max_attempts: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_failed_attempts_per_hour: Option<Field<u32>>,
}

impl EmrServerlessStartJobRun {
    /// Runs this on this application, under this role.
    pub fn new(
        application: impl Into<EmrServerlessApplicationTarget>,
        execution_role: impl Into<RoleTarget>,
        job_driver: impl Into<EmrServerlessJobDriver>,
    ) -> Self {
        let (application, role) = (application.into(), execution_role.into());
        EmrServerlessStartJobRun {
            application_id: application.id().clone(),
            execution_role_arn: role.arn().clone(),
            job_driver: job_driver.into(),
            name: None,
            mode: None,
            configuration_overrides: None,
            execution_iam_policy: None,
            execution_timeout_minutes: None,
            retry_policy: None,
            tags: IndexMap::new(),
            client_token: None,
            more: serde_json::Map::new(),
            application,
            role,
        }
    }

    setters! {
        /// A name for the job run, at most 256 characters.
        name: Field<String>;
        /// Whether the job ends by itself; by default it does.
        mode: Field<EmrServerlessJobRunMode>;
        /// After how many minutes it is cancelled, up to 1,000,000; by default 720. With 0 it is never.
        execution_timeout_minutes: Field<u32>;
        /// The same token starts the job once only, at most 64 characters; by default Step Functions makes one.
        client_token: Field<String>;
    }

    /// Configures an application; at most 100 times.
    pub fn application_configuration(mut self, configuration: EmrApplicationConfiguration) -> Self {
        let overrides = self.configuration_overrides.get_or_insert_default();
        overrides.application_configuration.push(configuration);
        self
    }

    /// What is watched of the job, and where its logs go; by default as the application says.
    pub fn monitoring(mut self, monitoring: EmrServerlessMonitoringConfiguration) -> Self {
        self.configuration_overrides.get_or_insert_default().monitoring_configuration = Some(monitoring);
        self
    }

    /// How the disks of its workers are encrypted; by default as the application says.
    pub fn disk_encryption(mut self, encryption: EmrServerlessDiskEncryption) -> Self {
        self.configuration_overrides.get_or_insert_default().disk_encryption_configuration = Some(encryption);
        self
    }

    /// A policy, as JSON in a text of at most 2,048 characters: the job may do what both it and the role permit.
    pub fn execution_policy(mut self, policy: impl Into<Field<String>>) -> Self {
        self.execution_iam_policy.get_or_insert_default().policy = Some(policy.into());
        self
    }

    /// Managed policies, by their ARNs, at most 10: the job may do what both they and the role permit.
    pub fn execution_policy_arns<F: Into<Field<String>>>(
        mut self,
        arns: impl IntoIterator<Item = F>,
    ) -> Self {
        let policy = self.execution_iam_policy.get_or_insert_default();
        policy.policy_arns = arns.into_iter().map(Into::into).collect();
        self
    }

    /// How often a batch job is started at most; by default once.
    pub fn max_attempts(mut self, attempts: impl Into<Field<u32>>) -> Self {
        self.retry_policy.get_or_insert_default().max_attempts = Some(attempts.into());
        self
    }

    /// How often a streaming job may fail within an hour and is started again.
    pub fn max_failed_attempts_per_hour(mut self, attempts: impl Into<Field<u32>>) -> Self {
        self.retry_policy.get_or_insert_default().max_failed_attempts_per_hour = Some(attempts.into());
        self
    }

    /// Tags the job run; at most 200 times.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// A parameter that has no setter here, by its name in `StartJobRun`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    fn retry_findings(&self, out: &mut Vec<Diagnostic>) {
        let Some(policy) = &self.retry_policy else { return };
        let mode = match &self.mode {
            None => Some(EmrServerlessJobRunMode::Batch),
            Some(mode) => mode.literal().copied(),
        };
        let rules = [
            ("MaxAttempts", &policy.max_attempts, EmrServerlessJobRunMode::Batch, "batch"),
            (
                "MaxFailedAttemptsPerHour",
                &policy.max_failed_attempts_per_hour,
                EmrServerlessJobRunMode::Streaming,
                "streaming",
            ),
        ];
        for (name, attempts, only, word) in rules {
            let at = format!("/Parameters/RetryPolicy/{name}");
            limits::at_least(out, &at, attempts, 1);
            if attempts.is_some() && mode.is_some_and(|mode| mode != only) {
                let message = format!("`{name}` holds for {word} jobs only");
                out.push(
                    Diagnostic::error("ignored-parameter", message)
                        .pointer(at)
                        .help("say the `mode`, or the attempts of the other"),
                );
            }
        }
    }
}

impl Task for EmrServerlessStartJobRun {
    const NAME: &'static str = "EmrServerlessStartJobRun";
    const API: (&'static str, &'static str) = ("emr-serverless", "startJobRun");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html";

    type Patterns = RequestOrJob;

    /// Where the application is decided at run time, the page permits `GetJobRun` and `CancelJobRun` on applications;
    /// both know job runs only. Tags and keys are from
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonemrserverless.html> and
    /// <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/disk-encryption-cmk.html>.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut out = vec![
            Statement::allow(["emr-serverless:StartJobRun"])
                .on_all(self.application.arns())
                .because("starts the job"),
            self.role.pass_statement("emr-serverless.amazonaws.com"),
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"])
                    .on_all(self.application.job_runs())
                    .because("follows the job, and cancels it when the execution is stopped"),
            );
            out.push(managed_rule("StepFunctionsGetEventsForEMRServerlessJobRule"));
        }
        let tagging = Statement::allow(["emr-serverless:TagResource"])
            .on_all(self.application.job_runs())
            .because("tags the job run");
        out.extend(tag_statement(tagging, &self.tags));
        if let Some(overrides) = &self.configuration_overrides {
            if let Some(encryption) = &overrides.disk_encryption_configuration {
                out.extend(encryption.key_statements());
            }
            if let Some(monitoring) = &overrides.monitoring_configuration {
                out.extend(monitoring.key_statements());
            }
        }
        out
    }

    fn findings(&self, pattern: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        self.job_driver.findings(&mut out);
        if let Some(name) = &self.name {
            limits::length(&mut out, "/Parameters/Name", name, 1, 256);
        }
        if let Some(token) = &self.client_token {
            limits::length(&mut out, "/Parameters/ClientToken", token, 1, 64);
        }
        let at = "/Parameters/ExecutionTimeoutMinutes";
        limits::range(&mut out, at, &self.execution_timeout_minutes, 0, 1_000_000);
        if let Some(policy) = &self.execution_iam_policy {
            let at = "/Parameters/ExecutionIamPolicy";
            limits::count(&mut out, &format!("{at}/PolicyArns"), policy.policy_arns.len(), 10);
            if let Some(policy) = &policy.policy {
                limits::length(&mut out, &format!("{at}/Policy"), policy, 1, 2_048);
            }
        }
        self.retry_findings(&mut out);
        if let Some(overrides) = &self.configuration_overrides {
            let at = "/Parameters/ConfigurationOverrides";
            let applications = &overrides.application_configuration;
            configuration_findings(&format!("{at}/ApplicationConfiguration"), applications, &mut out);
            if let Some(monitoring) = &overrides.monitoring_configuration {
                monitoring.findings(&format!("{at}/MonitoringConfiguration"), &mut out);
            }
            if let Some(encryption) = &overrides.disk_encryption_configuration {
                encryption.findings(&format!("{at}/DiskEncryptionConfiguration"), &mut out);
            }
        }
        tag_findings(&self.tags, 200, &mut out);
        let streams = matches!(self.mode, Some(Field::Literal(EmrServerlessJobRunMode::Streaming)));
        let unlimited = matches!(self.execution_timeout_minutes, None | Some(Field::Literal(0)));
        if streams && unlimited && pattern == IntegrationPattern::RunJob {
            let message = "a streaming job does not end by itself, so the state waits until it fails";
            out.push(
                Diagnostic::warning("endless-job", message)
                    .pointer("/Parameters/Mode")
                    .help("start it with `state`, or say `execution_timeout_minutes(…)`"),
            );
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("ApplicationId", shape::text()),
            ("Arn", shape::text()),
            ("JobRunId", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            EmrServerlessCloudWatchLoggingConfiguration, EmrServerlessHive, EmrServerlessSparkSubmit,
        };
        use crate::asl::{jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::template::{emrserverless, iam, logs, s3};
        let application = Handle::new("Spark", emrserverless::Application::new("emr-7.5.0", "SPARK"));
        let trust = crate::iam::plain_trust_policy("emr-serverless.amazonaws.com");
        let role = Handle::new("TripsRole", iam::Role::new(trust));
        let group = Handle::new("SparkLogs", logs::LogGroup::new());
        let bucket = Handle::new("Logs", s3::Bucket::new());
        let key = || Reference::attribute("Key", "Arn");
        let workspace = "https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write";
        vec![
            Example::job(
                "run_job",
                EmrServerlessStartJobRun::new(
                    &application,
                    &role,
                    EmrServerlessSparkSubmit::new("s3://jobs/trips.py")
                        .arguments_from(path("$.arguments"))
                        .spark_submit_parameters("--conf spark.executor.cores=4"),
                )
                .name("trips")
                .mode(EmrServerlessJobRunMode::Batch)
                .application_configuration(
                    EmrApplicationConfiguration::new("spark-defaults")
                        .property("spark.executor.memory", path("$.memory")),
                )
                .monitoring(
                    EmrServerlessMonitoringConfiguration::new()
                        .log_uri(super::parameters::EmrLogUri::in_bucket(&bucket, "spark/"))
                        .log_uri_key(key())
                        .managed_logs(true)
                        .managed_logs_key(key())
                        .cloud_watch(
                            EmrServerlessCloudWatchLoggingConfiguration::new()
                                .log_group(&group)
                                .log_stream_name_prefix("trips")
                                .encryption_key(Reference::attribute("LogKey", "Arn"))
                                .log_types("SPARK_DRIVER", ["STDOUT", "STDERR"]),
                        )
                        .prometheus(workspace),
                )
                .disk_encryption(EmrServerlessDiskEncryption::new(key()).context("team", "reports"))
                .execution_policy(path("$.policy"))
                .execution_policy_arns(["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"])
                .execution_timeout_minutes(60)
                .max_attempts(3)
                .client_token(path("$.token"))
                .tag("day", path("$.day"))
                .run_job("Count the trips"),
            ),
            Example::request(
                "request_response",
                EmrServerlessStartJobRun::new(
                    "00yv7iv71inak893",
                    "reports",
                    EmrServerlessHive::new("s3://jobs/report.sql")
                        .init_query_file("s3://jobs/tables.sql")
                        .parameters("--hiveconf hive.exec.scratchdir=s3://jobs/scratch"),
                )
                .state("Begin the report"),
            ),
            Example::request(
                "streaming",
                EmrServerlessStartJobRun::new(
                    "00yv7iv71inak893",
                    "arn:aws:iam::123456789012:role/clicks",
                    EmrServerlessSparkSubmit::new("s3://jobs/clicks.py").arguments(["--from", "latest"]),
                )
                .mode(EmrServerlessJobRunMode::Streaming)
                .max_failed_attempts_per_hour(5)
                .state("Follow the clicks"),
            ),
            Example::job(
                "at_run_time",
                EmrServerlessStartJobRun::new(
                    path("$.application.ApplicationId"),
                    path("$.role"),
                    EmrServerlessSparkSubmit::new(path("$.program")),
                )
                .run_job("Run what is asked for"),
            ),
            Example::job(
                "jsonata",
                EmrServerlessStartJobRun::new(
                    "00yv7iv71inak893",
                    "arn:aws:iam::123456789012:role/trips",
                    EmrServerlessSparkSubmit::new(jsonata("$states.input.program")),
                )
                .run_job("Count the trips"),
            )
            .in_jsonata(),
        ]
    }
}
