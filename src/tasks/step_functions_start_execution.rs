//! Step Functions: StartExecution.

use crate::asl::{Field, Payload, execution_id, input};
use crate::data::Tree;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::StateMachineTarget;
use crate::task::{AnyPattern, Example, IntegrationPattern, Task, managed_rule, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Starts an execution of a state machine.
///
/// The execution's input is the state's whole input unless one is given.
///
/// # Permissions
///
/// `states:StartExecution` on the machine; where a version or alias is started, on that alone. A job also needs
/// `states:DescribeExecution` and `states:StopExecution` on the machine's executions, and the managed rule; a machine
/// that encrypts with a customer managed key brings `kms:Decrypt` on it, for that machine only.
///
/// # Patterns
///
/// All three. A job ends when the execution has, and fails when the execution does. It is `.sync:2`, and `.sync` where
/// [`output_as_text`](Self::output_as_text) is said.
///
/// # Output
///
/// Request and response: `{"ExecutionArn", "StartDate", …}`. A job: the execution, as `DescribeExecution` has it, with
/// `Output` as JSON, or as its text.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let ship = StepFunctionsStartExecution::new("arn:aws:states:eu-west-1:123456789012:stateMachine:ship:live")
///     .input(payload!({ "order": path("$.order") }))
///     .associate_with_parent()
///     .run_job("Ship")
///     .result_selector(payload!({ "parcel": path("$.Output.parcel") }));
/// # let _ = ship;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct StepFunctionsStartExecution {
    state_machine_arn: Field<String>,
    input: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_header: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    machine: StateMachineTarget,
    #[serde(skip)]
    associated: bool,
    #[serde(skip)]
    output_as_text: bool,
}

/// By this member of a child's input the console finds its parent.
const STARTED_BY: &str = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID";

/// The longest name of an execution, in characters.
const LONGEST_NAME: usize = 80;

impl StepFunctionsStartExecution {
    /// Starts this machine: a handle, an ARN or a name, or an expression that gives an ARN.
    pub fn new(machine: impl Into<StateMachineTarget>) -> Self {
        let machine = machine.into();
        StepFunctionsStartExecution {
            state_machine_arn: machine.arn().clone(),
            input: input().into(),
            name: None,
            trace_header: None,
            more: Map::new(),
            machine,
            associated: false,
            output_as_text: false,
        }
    }

    setters! {
        /// The execution's name, at most 80 characters, once in 90 days; by default one is made up.
        name: Field<String>;
        /// The X-Ray trace that the execution belongs to, at most 256 characters.
        trace_header: Field<String>;
    }

    /// What the execution gets; by default the state's whole input.
    pub fn input(mut self, input: impl Into<Payload>) -> Self {
        self.input = input.into();
        self
    }

    /// Lets the console show which execution started this one. The input has to be an object then, to which the
    /// parent's ARN is added.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-nested-workflows.html>.
    pub fn associate_with_parent(mut self) -> Self {
        self.associated = true;
        self
    }

    /// Of a job: gives back the execution's input and output as the text of their JSON, as it came before there was
    /// `.sync:2`. Without it they come as JSON.
    #[doc(alias = "sync")]
    pub fn output_as_text(mut self) -> Self {
        self.output_as_text = true;
        self
    }

    /// A parameter that has no setter here, by its name in `StartExecution`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

/// Whether an input is an object as it was written.
fn is_object(input: &Payload) -> bool {
    matches!(input.0, Tree::Object(_))
}

impl Task for StepFunctionsStartExecution {
    const NAME: &'static str = "StepFunctionsStartExecution";
    const API: (&'static str, &'static str) = ("states", "startExecution");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html";
    const JOB_SUFFIX: &'static str = ".sync:2";
    const JOB_SUFFIXES: &'static [&'static str] = &[".sync:2", ".sync"];

    type Patterns = AnyPattern;

    fn resource(&self, pattern: IntegrationPattern) -> Payload {
        let suffix = match pattern {
            IntegrationPattern::RequestResponse => "",
            IntegrationPattern::RunJob if self.output_as_text => ".sync",
            IntegrationPattern::RunJob => Self::JOB_SUFFIX,
            IntegrationPattern::WaitForTaskToken => ".waitForTaskToken",
        };
        let (service, action) = Self::API;
        format!("arn:aws:states:::{service}:{action}{suffix}").into()
    }

    fn parameters(&self) -> Option<Payload> {
        let mut parameters = Payload::of(self);
        if self.associated
            && let Some(Tree::Object(input)) = parameters.0.get_mut("Input")
        {
            input.set(STARTED_BY, Payload::from(execution_id()).0);
        }
        Some(parameters)
    }

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut out = vec![self.machine.allow(&["states:StartExecution"], "starts the execution")];
        if pattern == IntegrationPattern::RunJob {
            out.push(self.machine.allow_on_executions(
                &["states:DescribeExecution", "states:StopExecution"],
                "follows the execution, and stops it when its parent is stopped",
            ));
            out.push(managed_rule("StepFunctionsGetEventsForStepFunctionsExecutionRule"));
            out.extend(self.machine.key_statement());
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if self.associated && !is_object(&self.input) {
            let message = "the input is no object that is written down, so the parent cannot be added to it";
            out.push(
                Diagnostic::error("input-not-an-object", message)
                    .pointer("/Parameters/Input")
                    .help("say `input(payload!({ … }))`, or leave `associate_with_parent` out"),
            );
        }
        if let Some(Field::Literal(name)) = &self.name {
            let length = name.chars().count();
            if !(1..=LONGEST_NAME).contains(&length) {
                let message =
                    format!("the execution's name has {length} characters, it can have 1 to {LONGEST_NAME}");
                out.push(Diagnostic::error("too-long", message).pointer("/Parameters/Name"));
            }
            let refused =
                |c: char| c.is_whitespace() || c.is_control() || "<>{}[]?*\"#%\\^|~`$&,;:/".contains(c);
            if let Some(c) = name.chars().find(|c| refused(*c)) {
                let message = format!("the execution's name `{name}` contains `{}`", c.escape_default());
                out.push(
                    Diagnostic::error("malformed-name", message)
                        .pointer("/Parameters/Name")
                        .help("letters, digits, `-` and `_` are safe everywhere"),
                );
            }
            out.push(
                Diagnostic::warning("fixed-name", "every execution would get the same name")
                    .pointer("/Parameters/Name")
                    .help("a name can be used once in 90 days: make it from the input, or leave it out"),
            );
        }
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        let details = || shape::object([("Included", shape::boolean())]);
        match pattern {
            IntegrationPattern::RequestResponse => shape::object([
                ("ExecutionArn", shape::text()),
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
                ("StartDate", shape::any()),
            ]),
            IntegrationPattern::RunJob => shape::object([
                ("ExecutionArn", shape::text()),
                ("Input", shape::any()),
                ("InputDetails", details()),
                ("Name", shape::text()),
                ("Output", shape::any()),
                ("OutputDetails", details()),
                ("RedriveCount", shape::integer()),
                ("RedriveStatus", shape::text()),
                ("RedriveStatusReason", shape::text()),
                ("StartDate", shape::any()),
                ("StateMachineAliasArn", shape::text()),
                ("StateMachineArn", shape::text()),
                ("StateMachineVersionArn", shape::text()),
                ("Status", shape::text()),
                ("StopDate", shape::any()),
                ("TraceHeader", shape::text()),
            ]),
            IntegrationPattern::WaitForTaskToken => shape::any(),
        }
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{intrinsic, jsonata, minutes, path, task_token};
        use crate::payload;
        use crate::reference::{Handle, Reference};
        use crate::template::stepfunctions;
        let machine = || stepfunctions::StateMachine::new(Reference::attribute("ShipRole", "Arn"));
        let ship = Handle::new("Ship", machine());
        let secret = Handle::new(
            "ShipSecretly",
            machine().encryption_configuration(
                stepfunctions::state_machine::EncryptionConfiguration::new("CUSTOMER_MANAGED_KMS_KEY")
                    .kms_key_id(Reference::to("Key")),
            ),
        );
        let alias = Handle::new("ShipLive", stepfunctions::StateMachineAlias::new().name("live"));
        let version = Handle::new("ShipVersion", stepfunctions::StateMachineVersion::new(ship.reference()));
        vec![
            Example::request(
                "request_response",
                StepFunctionsStartExecution::new(&ship)
                    .input(payload!({ "order": path("$.order") }))
                    .name(path("$.order.id"))
                    .trace_header(path("$.trace"))
                    .associate_with_parent()
                    .state("Ship"),
            ),
            Example::job("run_job", StepFunctionsStartExecution::new(&secret).run_job("Ship")),
            Example::job(
                "run_job_as_text",
                StepFunctionsStartExecution::new(&ship)
                    .output_as_text()
                    .run_job("Ship")
                    .result_selector(payload!({ "parcel": intrinsic::string_to_json(path("$.Output")) })),
            ),
            Example::callback(
                "wait_for_task_token",
                StepFunctionsStartExecution::new(&ship)
                    .input(payload!({ "token": task_token(), "order": path("$.order") }))
                    .wait_for_task_token("Ship")
                    .timeout(minutes(60)),
            ),
            Example::job("run_job_alias", StepFunctionsStartExecution::new(&alias).run_job("Ship")),
            Example::request("version", StepFunctionsStartExecution::new(&version).state("Ship")),
            Example::request(
                "itself",
                StepFunctionsStartExecution::new(StateMachineTarget::itself())
                    .input(payload!({ "page": path("$.next") }))
                    .state("Go on with the next page"),
            ),
            Example::job(
                "jsonata",
                StepFunctionsStartExecution::new(&ship)
                    .input(payload!({ "order": jsonata("$states.input.order") }))
                    .run_job("Ship")
                    .output(jsonata("$states.result.Output")),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                StepFunctionsStartExecution::new(path("$.machine")).run_job("Run what is asked for"),
            ),
        ]
    }
}
