//! Glue DataBrew: StartJobRun.

use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::DataBrewJobTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, limits, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Starts a run of a job of Glue DataBrew.
///
/// # Permissions
///
/// `databrew:StartJobRun` on the job; to wait for it, also `databrew:ListJobRuns` and `databrew:StopJobRun`.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the run has, and fails when the run does.
///
/// # Output
///
/// Request and response: `{"RunId", …}`. A job: the run, as `ListJobRuns` has each, with `State` and `Outputs`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let clean = GlueDataBrewStartJobRun::new("clean-orders").run_job("Clean the orders").timeout(hours(1));
/// # let _ = clean;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct GlueDataBrewStartJobRun {
    name: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    job: DataBrewJobTarget,
}

impl GlueDataBrewStartJobRun {
    /// Starts a run of this job: a handle, a name, or an expression that gives one.
    pub fn new(job: impl Into<DataBrewJobTarget>) -> Self {
        let job = job.into();
        GlueDataBrewStartJobRun { name: job.name().clone(), more: Map::new(), job }
    }

    /// A parameter that has no setter here, by its name in `StartJobRun`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for GlueDataBrewStartJobRun {
    const NAME: &'static str = "GlueDataBrewStartJobRun";
    const API: (&'static str, &'static str) = ("databrew", "startJobRun");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-databrew.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let on_job =
            |actions: &[&'static str]| Statement::allow(actions.iter().copied()).on_all(self.job.arns());
        let mut out = vec![on_job(&["databrew:StartJobRun"]).because("starts the run")];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                on_job(&["databrew:ListJobRuns", "databrew:StopJobRun"])
                    .because("follows the run, and stops it when the execution is stopped"),
            );
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        limits::length("Name", Some(&self.name), 1..=240).into_iter().collect()
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([
                ("RunId", shape::text()),
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
            ]);
        }
        shape::object([
            ("Attempt", shape::integer()),
            ("CompletedOn", shape::any()),
            ("DataCatalogOutputs", shape::list(shape::any())),
            ("DatabaseOutputs", shape::list(shape::any())),
            ("DatasetName", shape::text()),
            ("ErrorMessage", shape::text()),
            ("ExecutionTime", shape::integer()),
            ("JobName", shape::text()),
            ("JobSample", shape::any()),
            ("LogGroupName", shape::text()),
            ("LogSubscription", shape::text()),
            ("Outputs", shape::list(shape::any())),
            ("RecipeReference", shape::any()),
            ("RunId", shape::text()),
            ("StartedBy", shape::text()),
            ("StartedOn", shape::any()),
            ("State", shape::text()),
            ("ValidationConfigurations", shape::list(shape::any())),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::template::databrew;
        let role = Reference::attribute("DataBrewRole", "Arn");
        let job = Handle::new("Clean", databrew::Job::new("clean-orders", role, "RECIPE"));
        vec![
            Example::request(
                "request_response",
                GlueDataBrewStartJobRun::new("clean-orders").state("Clean the orders"),
            ),
            Example::job("run_job", GlueDataBrewStartJobRun::new(&job).run_job("Clean the orders")),
            Example::job(
                "jsonata",
                GlueDataBrewStartJobRun::new(jsonata("$states.input.job")).run_job("Clean what is asked for"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                GlueDataBrewStartJobRun::new(path("$.job")).run_job("Clean what is asked for"),
            ),
        ]
    }
}
