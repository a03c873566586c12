//! EMR Serverless: StartApplication.

use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::EmrServerlessApplicationTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Starts an application of EMR Serverless, with the workers that it keeps ready.
///
/// # Permissions
///
/// `emr-serverless:StartApplication` on the application. A job also needs `emr-serverless:GetApplication` and
/// `emr-serverless:StopApplication` on it, and the managed rule.
///
/// # Patterns
///
/// Request and response, and a job, which ends when the application is started.
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
/// let start = EmrServerlessStartApplication::new("00yv7iv71inak893").run_job("Warm up");
/// # let _ = start;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessStartApplication {
    application_id: Field<String>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    application: EmrServerlessApplicationTarget,
}

impl EmrServerlessStartApplication {
    /// Starts this application.
    pub fn new(application: impl Into<EmrServerlessApplicationTarget>) -> Self {
        let application = application.into();
        let application_id = application.id().clone();
        EmrServerlessStartApplication { application_id, more: serde_json::Map::new(), application }
    }

    /// A parameter that has no setter here, by its name in `StartApplication`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrServerlessStartApplication {
    const NAME: &'static str = "EmrServerlessStartApplication";
    const API: (&'static str, &'static str) = ("emr-serverless", "startApplication");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut out = vec![
            Statement::allow(["emr-serverless:StartApplication"])
                .on_all(self.application.arns())
                .because("starts the application"),
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["emr-serverless:GetApplication", "emr-serverless:StopApplication"])
                    .on_all(self.application.arns())
                    .because(
                        "sees when the application is started, and stops it when the execution is stopped",
                    ),
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
                EmrServerlessStartApplication::new(&application).state("Warm up"),
            ),
            Example::job(
                "run_job",
                EmrServerlessStartApplication::new("00yv7iv71inak893").run_job("Warm up"),
            ),
            Example::job(
                "at_run_time",
                EmrServerlessStartApplication::new(path("$.application.ApplicationId")).run_job("Warm up"),
            ),
            Example::job(
                "jsonata",
                EmrServerlessStartApplication::new(jsonata("$states.input.ApplicationId")).run_job("Warm up"),
            )
            .in_jsonata(),
        ]
    }
}
