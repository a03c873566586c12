//! EMR Serverless: StopApplication.

use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::EmrServerlessApplicationTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Stops an application of EMR Serverless, and lets go of the workers that it keeps ready. All its jobs have to have
/// ended before.
///
/// # Permissions
///
/// `emr-serverless:StopApplication` on the application. A job also needs `emr-serverless:GetApplication` on it, and the
/// managed rule.
///
/// # Patterns
///
/// Request and response, and a job, which ends when the application is stopped.
///
/// # Output
///
/// `{"ApplicationId"}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let stop = EmrServerlessStopApplication::new("00yv7iv71inak893").run_job("Cool down");
/// # let _ = stop;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessStopApplication {
    application_id: Field<String>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    application: EmrServerlessApplicationTarget,
}

impl EmrServerlessStopApplication {
    /// Stops this application.
    pub fn new(application: impl Into<EmrServerlessApplicationTarget>) -> Self {
        let application = application.into();
        let application_id = application.id().clone();
        EmrServerlessStopApplication { application_id, more: serde_json::Map::new(), application }
    }

    /// A parameter that has no setter here, by its name in `StopApplication`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrServerlessStopApplication {
    const NAME: &'static str = "EmrServerlessStopApplication";
    const API: (&'static str, &'static str) = ("emr-serverless", "stopApplication");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut out = vec![
            Statement::allow(["emr-serverless:StopApplication"])
                .on_all(self.application.arns())
                .because("stops the application"),
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["emr-serverless:GetApplication"])
                    .on_all(self.application.arns())
                    .because("sees when the application is stopped"),
            );
            out.push(managed_rule("StepFunctionsGetEventsForEMRServerlessApplicationRule"));
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("ApplicationId", shape::text()),
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
                EmrServerlessStopApplication::new(&application).state("Cool down"),
            ),
            Example::job(
                "run_job",
                EmrServerlessStopApplication::new("00yv7iv71inak893").run_job("Cool down"),
            ),
            Example::job(
                "at_run_time",
                EmrServerlessStopApplication::new(path("$.application.ApplicationId")).run_job("Cool down"),
            ),
            Example::job(
                "jsonata",
                EmrServerlessStopApplication::new(jsonata("$states.input.ApplicationId"))
                    .run_job("Cool down"),
            )
            .in_jsonata(),
        ]
    }
}
