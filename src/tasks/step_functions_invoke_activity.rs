//! Step Functions: an activity.

use crate::asl::Payload;
use crate::iam::Statement;
use crate::target::ActivityTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Waits until a program of one's own has asked for the work of an activity, done it, and answered.
///
/// The program gets the state's whole input unless parameters are given.
///
/// # Permissions
///
/// None. The program needs `states:GetActivityTask` on the activity, and `states:SendTaskSuccess`,
/// `states:SendTaskFailure` and `states:SendTaskHeartbeat` for its answer.
///
/// # Patterns
///
/// Only this one, which waits by itself: say `timeout` and `heartbeat`. Express workflows have no activities.
///
/// # Output
///
/// What the program answers.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let pack = StepFunctionsInvokeActivity::new("arn:aws:states:eu-west-1:123456789012:activity:pack")
///     .parameters(payload!({ "order": path("$.order") }))
///     .state("Pack")
///     .timeout(hours(8))
///     .heartbeat(minutes(10));
/// # let _ = pack;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct StepFunctionsInvokeActivity {
    parameters: Option<Payload>,
    #[serde(skip)]
    activity: ActivityTarget,
}

impl StepFunctionsInvokeActivity {
    /// Waits for this activity: a handle, an ARN or a name.
    pub fn new(activity: impl Into<ActivityTarget>) -> Self {
        StepFunctionsInvokeActivity { parameters: None, activity: activity.into() }
    }

    /// What the program gets; by default the state's whole input.
    pub fn parameters(mut self, parameters: impl Into<Payload>) -> Self {
        self.parameters = Some(parameters.into());
        self
    }
}

impl Task for StepFunctionsInvokeActivity {
    const NAME: &'static str = "StepFunctionsInvokeActivity";
    const API: (&'static str, &'static str) = ("states", "activity");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html";

    type Patterns = RequestOnly;

    /// The activity's own ARN.
    fn resource(&self, _: IntegrationPattern) -> Payload {
        Payload::of(self.activity.arn())
    }

    fn parameters(&self) -> Option<Payload> {
        self.parameters.clone()
    }

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        Vec::new()
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::any()
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{hours, jsonata, minutes, path};
        use crate::payload;
        use crate::reference::Handle;
        use crate::template::stepfunctions;
        let activity = Handle::new("Pack", stepfunctions::Activity::new("pack"));
        vec![
            Example::request(
                "request_response",
                StepFunctionsInvokeActivity::new(&activity)
                    .parameters(payload!({ "order": path("$.order") }))
                    .state("Pack")
                    .timeout(hours(8))
                    .heartbeat(minutes(10)),
            ),
            Example::request(
                "whole_input",
                StepFunctionsInvokeActivity::new("arn:aws:states:eu-west-1:123456789012:activity:pack")
                    .state("Pack")
                    .timeout(hours(8)),
            ),
            Example::request(
                "jsonata",
                StepFunctionsInvokeActivity::new("pack")
                    .parameters(payload!({ "order": jsonata("$states.input.order") }))
                    .state("Pack")
                    .timeout(hours(8)),
            )
            .in_jsonata(),
        ]
    }
}
