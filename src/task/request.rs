//! A request to an AWS API, and how it becomes a state.

use super::entry::Example;
use super::pattern::{IntegrationPattern, PatternSet, SupportsCallback, SupportsJob};
use crate::asl::{Kind, Payload};
use crate::diagnostic::{Diagnostic, Origin};
use crate::flow::{Retry, State, kind};
use crate::iam::{Statement, arn};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A request to an AWS API: its fields are the API's parameters, as ASL spells them.
///
/// ```
/// use stepwright::prelude::*;
///
/// // What is called, then where it stands.
/// let request = SqsSendMessage::new("https://sqs.eu-west-1.amazonaws.com/123456789012/orders", path("$.order"));
/// let state = request.state("Queue the order").result_path("$.queued");
/// # let _ = state;
/// ```
pub trait Task: Serialize + JsonSchema + Clone + Sized + 'static {
    /// The type's own name, which is the CDK's: `DynamoPutItem`.
    const NAME: &'static str;

    /// Service and action as a state's `Resource` spells them: `("dynamodb", "putItem")`.
    const API: (&'static str, &'static str);

    /// The page that it was checked against.
    const DOCS: &'static str;

    /// How a `Resource` asks for a job: `.sync`, or `.sync:2` where the API has a second form of it.
    const JOB_SUFFIX: &'static str = ".sync";

    /// Every form in which the request can ask for a job: [`JOB_SUFFIX`](Self::JOB_SUFFIX), and what a setter changes
    /// it to.
    const JOB_SUFFIXES: &'static [&'static str] = &[Self::JOB_SUFFIX];

    /// Whether a worker of one's own polls for the call, instead of an API being called.
    const ACTIVITY: bool = false;

    /// The patterns that the API supports.
    type Patterns: PatternSet;

    /// What the machine's role has to be permitted.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement>;

    /// The shape of what the state gets back, as a JSON Schema.
    fn result(pattern: IntegrationPattern) -> Value;

    /// Calls that show it off, every parameter set at least once, one for each pattern at least.
    fn examples() -> Vec<Example>;

    /// The state's `Resource`: an ARN, or a reference to one.
    fn resource(&self, pattern: IntegrationPattern) -> Payload {
        let suffix = match pattern {
            IntegrationPattern::RequestResponse => "",
            IntegrationPattern::RunJob => Self::JOB_SUFFIX,
            IntegrationPattern::WaitForTaskToken => ".waitForTaskToken",
        };
        let (service, action) = Self::API;
        format!("arn:aws:states:::{service}:{action}{suffix}").into()
    }

    /// The request as the state's `Parameters`; `None` for a state that sends its input as it is.
    fn parameters(&self) -> Option<Payload> {
        Some(Payload::of(self))
    }

    /// The same by a pattern, of a request that looks different by pattern.
    fn parameters_by(&self, _pattern: IntegrationPattern) -> Option<Payload> {
        self.parameters()
    }

    /// What is wrong with the request, as far as it can be known now. Pointers start at the state.
    fn findings(&self, _pattern: IntegrationPattern) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Retries that AWS recommends for this API; they stand before the user's own.
    fn retries(&self) -> Vec<Retry> {
        Vec::new()
    }

    /// A state that goes on as soon as the API has answered.
    #[track_caller]
    fn state(self, name: &str) -> State<kind::Task> {
        place(self, name, IntegrationPattern::RequestResponse, Origin::here())
    }

    /// A state that waits until the job it starts has ended.
    #[doc(alias = "sync")]
    #[track_caller]
    fn run_job(self, name: &str) -> State<kind::Task>
    where
        Self::Patterns: SupportsJob,
    {
        place(self, name, IntegrationPattern::RunJob, Origin::here())
    }

    /// A state that waits until someone answers with the task token, which the request has to carry:
    /// [`task_token`](crate::asl::task_token).
    ///
    /// Give it a timeout: without one it waits for as long as the execution lives, up to a year.
    #[doc(alias = "waitForTaskToken")]
    #[track_caller]
    fn wait_for_task_token(self, name: &str) -> State<kind::Task>
    where
        Self::Patterns: SupportsCallback,
    {
        place(self, name, IntegrationPattern::WaitForTaskToken, Origin::here())
    }

    /// A state by a pattern that is only known at run time.
    ///
    /// # Errors
    ///
    /// Where the API does not support the pattern.
    #[track_caller]
    fn with_pattern(self, name: &str, pattern: IntegrationPattern) -> Result<State<kind::Task>, Diagnostic> {
        let origin = Origin::here();
        if Self::Patterns::PATTERNS.contains(&pattern) {
            return Ok(place(self, name, pattern, origin));
        }
        let supported: Vec<String> = Self::Patterns::PATTERNS.iter().map(ToString::to_string).collect();
        let (service, action) = Self::API;
        Err(Diagnostic::error(
            "unsupported-pattern",
            format!("`{service}:{action}` does not support the pattern `{pattern}`"),
        )
        .state(name)
        .origin(origin)
        .help(format!("it supports: {}", supported.join(", "))))
    }
}

fn place<T: Task>(task: T, name: &str, pattern: IntegrationPattern, origin: Origin) -> State<kind::Task> {
    let mut state: State<kind::Task> = State::begin(name, Kind::Task, origin);
    let node = &mut state.node;
    node.activity = T::ACTIVITY;
    node.statements = task.statements(pattern);
    for finding in task.findings(pattern) {
        node.report(finding);
    }
    for retry in task.retries() {
        retry.join(node);
    }
    node.fields.set("Resource", task.resource(pattern).0);
    if let Some(parameters) = task.parameters_by(pattern) {
        node.fields.set("Parameters", parameters.0);
    }
    state
}

/// What a role needs for the EventBridge rule by which Step Functions hears that a job has ended.
///
/// Step Functions makes the rule itself, under a fixed name.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html>.
pub(crate) fn managed_rule(name: &str) -> Statement {
    Statement::allow(["events:PutTargets", "events:PutRule", "events:DescribeRule"])
        .on(arn("events", &format!("rule/{name}"), [""; 0]))
        .because("hears through a managed rule that the job has ended")
}

/// Chained setters for the optional parameters of a request: the field's name, its type, its doc.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $t:ty;)*) => { $(
        $(#[$doc])*
        pub fn $name(mut self, value: impl Into<$t>) -> Self {
            self.$name = Some(value.into());
            self
        }
    )* };
}

pub(crate) use setters;
