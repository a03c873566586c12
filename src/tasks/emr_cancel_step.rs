//! EMR: CancelSteps, of one step.

use super::parameters::EmrStepCancellationOption;
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::EmrClusterTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Cancels a step of an EMR cluster that has not begun, or, from release 5.28 on, that is running.
///
/// # Permissions
///
/// `elasticmapreduce:CancelSteps` on the cluster.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"CancelStepsInfo": {"StepId", "Status", "Reason"}}`, where `Status` is `SUBMITTED` or `FAILED`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let cancel = EmrCancelStep::new(path("$.ClusterId"), path("$.StepId")).state("Cancel the step");
/// # let _ = cancel;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrCancelStep {
    cluster_id: Field<String>,
    step_id: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step_cancellation_option: Option<Field<EmrStepCancellationOption>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    cluster: EmrClusterTarget,
}

impl EmrCancelStep {
    /// Cancels this step of this cluster, by its id.
    pub fn new(cluster: impl Into<EmrClusterTarget>, step_id: impl Into<Field<String>>) -> Self {
        let cluster = cluster.into();
        EmrCancelStep {
            cluster_id: cluster.id().clone(),
            step_id: step_id.into(),
            step_cancellation_option: None,
            more: serde_json::Map::new(),
            cluster,
        }
    }

    setters! {
        /// How a running step is cancelled; by default it is interrupted.
        step_cancellation_option: Field<EmrStepCancellationOption>;
    }

    /// A parameter that has no setter here, by its name in `CancelSteps`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrCancelStep {
    const NAME: &'static str = "EmrCancelStep";
    const API: (&'static str, &'static str) = ("elasticmapreduce", "cancelStep");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        vec![self.cluster.allow(&["elasticmapreduce:CancelSteps"], "cancels the step")]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        self.cluster.findings()
    }

    fn result(_: IntegrationPattern) -> Value {
        let info = [("Reason", shape::text()), ("Status", shape::text()), ("StepId", shape::text())];
        shape::object([
            ("CancelStepsInfo", shape::object(info)),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        vec![
            Example::request(
                "request_response",
                EmrCancelStep::new("j-2AXXXXXXGAPLF", path("$.StepId"))
                    .step_cancellation_option(EmrStepCancellationOption::TerminateProcess)
                    .state("Cancel the step"),
            ),
            Example::request(
                "jsonata",
                EmrCancelStep::new(jsonata("$states.input.ClusterId"), jsonata("$states.input.StepId"))
                    .state("Cancel the step"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                EmrCancelStep::new(
                    EmrClusterTarget::from(path("$.ClusterId")).among(["j-2AXXXXXXGAPLF", "j-3BXXXXXXGAPLF"]),
                    path("$.StepId"),
                )
                .state("Cancel the step"),
            ),
        ]
    }
}
