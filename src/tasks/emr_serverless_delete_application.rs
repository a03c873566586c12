//! EMR Serverless: DeleteApplication.

use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::EmrServerlessApplicationTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Deletes an application of EMR Serverless, which has to be stopped, or never started.
///
/// # Permissions
///
/// `emr-serverless:DeleteApplication` on the application. A job also needs `emr-serverless:GetApplication` on it, and
/// the managed rule.
///
/// # Patterns
///
/// Request and response, and a job, which ends when the application is gone.
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
/// let delete = EmrServerlessDeleteApplication::new("00yv7iv71inak893").run_job("Clear away");
/// # let _ = delete;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessDeleteApplication {
    application_id: Field<String>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    application: EmrServerlessApplicationTarget,
}

impl EmrServerlessDeleteApplication {
    /// Deletes this application.
    pub fn new(application: impl Into<EmrServerlessApplicationTarget>) -> Self {
        let application = application.into();
        let application_id = application.id().clone();
        EmrServerlessDeleteApplication { application_id, more: serde_json::Map::new(), application }
    }

    /// A parameter that has no setter here, by its name in `DeleteApplication`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrServerlessDeleteApplication {
    const NAME: &'static str = "EmrServerlessDeleteApplication";
    const API: (&'static str, &'static str) = ("emr-serverless", "deleteApplication");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut out = vec![
            Statement::allow(["emr-serverless:DeleteApplication"])
                .on_all(self.application.arns())
                .because("deletes the application"),
        ];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["emr-serverless:GetApplication"])
                    .on_all(self.application.arns())
                    .because("sees when the application is gone"),
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
                EmrServerlessDeleteApplication::new(&application).state("Clear away"),
            ),
            Example::job(
                "run_job",
                EmrServerlessDeleteApplication::new("00yv7iv71inak893").run_job("Clear away"),
            ),
            Example::job(
                "at_run_time",
                EmrServerlessDeleteApplication::new(path("$.application.ApplicationId"))
                    .run_job("Clear away"),
            ),
            Example::job(
                "jsonata",
                EmrServerlessDeleteApplication::new(jsonata("$states.input.ApplicationId"))
                    .run_job("Clear away"),
            )
            .in_jsonata(),
        ]
    }
}
