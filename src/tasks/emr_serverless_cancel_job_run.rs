//! EMR Serverless: CancelJobRun.

use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::EmrServerlessApplicationTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Cancels a job run on EMR Serverless.
///
/// # Permissions
///
/// `emr-serverless:CancelJobRun` on the job run. A job also needs `emr-serverless:GetJobRun` on it, and the managed rule.
///
/// # Patterns
///
/// Request and response, and a job, which ends when the job run is cancelled.
///
/// # Output
///
/// `{"ApplicationId", "JobRunId"}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let cancel = EmrServerlessCancelJobRun::new("00yv7iv71inak893", path("$.job.JobRunId")).run_job("Give up");
/// # let _ = cancel;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessCancelJobRun {
    application_id: Field<String>,
    job_run_id: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shutdown_grace_period_in_seconds: Option<Field<u32>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    application: EmrServerlessApplicationTarget,
}

impl EmrServerlessCancelJobRun {
    /// Cancels this job run, by its id, of this application.
    pub fn new(
        application: impl Into<EmrServerlessApplicationTarget>,
        job_run_id: impl Into<Field<String>>,
    ) -> Self {
        let application = application.into();
        EmrServerlessCancelJobRun {
            application_id: application.id().clone(),
            job_run_id: job_run_id.into(),
            shutdown_grace_period_in_seconds: None,
            more: serde_json::Map::new(),
            application,
        }
    }

    setters! {
        /// How many seconds the job has to end by itself before it is ended.
        shutdown_grace_period_in_seconds: Field<u32>;
    }

    /// A parameter that has no setter here, by its name in `CancelJobRun`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrServerlessCancelJobRun {
    const NAME: &'static str = "EmrServerlessCancelJobRun";
    const API: (&'static str, &'static str) = ("emr-serverless", "cancelJobRun");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html";

    type Patterns = RequestOrJob;

    /// Where the application is decided at run time, the page permits it on applications; the action knows job runs
    /// only.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let run = || self.application.job_run(&self.job_run_id);
        let mut out = vec![
            Statement::allow(["emr-serverless:CancelJobRun"]).on_all(run()).because("cancels the job run"),
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["emr-serverless:GetJobRun"])
                    .on_all(run())
                    .because("sees when the job run is cancelled"),
            );
            out.push(managed_rule("StepFunctionsGetEventsForEMRServerlessJobRule"));
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("ApplicationId", shape::text()),
            ("JobRunId", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::Handle;
        use crate::template::emrserverless;
        let application = Handle::new("Spark", emrserverless::Application::new("emr-7.5.0", "SPARK"));
        vec![
            Example::request(
                "request_response",
                EmrServerlessCancelJobRun::new(&application, path("$.job.JobRunId"))
                    .shutdown_grace_period_in_seconds(120)
                    .state("Give up"),
            ),
            Example::job(
                "run_job",
                EmrServerlessCancelJobRun::new("00yv7iv71inak893", "00f6mv29i6vkuq0b").run_job("Give up"),
            ),
            Example::job(
                "at_run_time",
                EmrServerlessCancelJobRun::new(path("$.job.ApplicationId"), path("$.job.JobRunId"))
                    .run_job("Give up"),
            ),
            Example::job(
                "jsonata",
                EmrServerlessCancelJobRun::new(
                    jsonata("$states.input.ApplicationId"),
                    jsonata("$states.input.JobRunId"),
                )
                .run_job("Give up"),
            )
            .in_jsonata(),
        ]
    }
}
