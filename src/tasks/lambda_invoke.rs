//! Lambda: Invoke.

use crate::asl::{Field, Payload, input, secs};
use crate::diagnostic::Diagnostic;
use crate::flow::Retry;
use crate::iam::{Statement, arn};
use crate::reference::{Literal, Piece, Property, sub};
use crate::target::{FunctionTarget, Scope};
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, setters, shape};
use crate::template::parts::LONGEST_SYNCHRONOUS;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Invokes a Lambda function.
///
/// The payload is the state's whole input unless one is given.
///
/// # Permissions
///
/// `lambda:InvokeFunction` on the function; on the version or alias alone where one is called. Executions that began
/// before a new version was published still call the old one:
/// [`allow_all_versions`](Self::allow_all_versions) keeps that permitted.
///
/// # Patterns
///
/// Request and response, and callback. With [`payload_response_only`](Self::payload_response_only) only the former.
///
/// A [durable function](crate::template::parts::DurableFunction) is called by its alias; where its executions may take
/// more than 15 minutes, asynchronously only: [`InvocationType::Event`].
///
/// # Output
///
/// `{"StatusCode", "Payload", "ExecutedVersion", "SdkHttpMetadata", …}`; the function's answer is in `Payload`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let charge = LambdaInvoke::new("arn:aws:lambda:eu-west-1:123456789012:function:charge")
///     .payload(payload!({ "orderId": path("$.id") }))
///     .state("Charge")
///     .result_selector(payload!({ "receipt": path("$.Payload.receipt") }));
/// # let _ = charge;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct LambdaInvoke {
    function_name: Field<String>,
    payload: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocation_type: Option<Field<InvocationType>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_type: Option<Field<LogType>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_context: Option<Field<String>>,
    #[serde(skip)]
    function: FunctionTarget,
    #[serde(skip)]
    own_payload: bool,
    #[serde(skip)]
    bare: bool,
    #[serde(skip)]
    without_retry: bool,
    #[serde(skip)]
    all_versions: bool,
}

/// How a function is invoked.
///
/// ```
/// use stepwright::prelude::*;
///
/// let call = LambdaInvoke::new("arn:aws:lambda:eu-west-1:123456789012:function:log")
///     .invocation_type(InvocationType::Event);
/// # let _ = call;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum InvocationType {
    /// Waits for the function's answer; the default.
    RequestResponse,
    /// Queues the call and goes on at once.
    Event,
    /// Only checks parameters and permissions.
    DryRun,
}

impl Literal for InvocationType {}

/// Whether the answer carries the end of the function's log.
///
/// ```
/// use stepwright::prelude::*;
///
/// let call = LambdaInvoke::new("arn:aws:lambda:eu-west-1:123456789012:function:log").log_type(LogType::Tail);
/// # let _ = call;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum LogType {
    /// Without it; the default.
    None,
    /// The last 4 KB, in Base64.
    Tail,
}

impl Literal for LogType {}

impl LambdaInvoke {
    /// Invokes this function: a handle, an ARN or a name, or an expression that gives one.
    pub fn new(function: impl Into<FunctionTarget>) -> Self {
        let function = function.into();
        LambdaInvoke {
            function_name: function.name().clone(),
            payload: input().into(),
            qualifier: None,
            invocation_type: None,
            log_type: None,
            client_context: None,
            function,
            own_payload: false,
            bare: false,
            without_retry: false,
            all_versions: false,
        }
    }

    setters! {
        /// The version or alias to invoke. By default the one that the target names, else `$LATEST`.
        qualifier: Field<String>;
        /// How the function is invoked; by default its answer is waited for.
        invocation_type: Field<InvocationType>;
        /// Whether the answer carries the end of the log; by default it does not.
        log_type: Field<LogType>;
        /// Data about the client, for the function's context: at most 3,583 bytes of Base64.
        client_context: Field<String>;
    }

    /// What the function gets; by default the state's whole input.
    pub fn payload(mut self, payload: impl Into<Payload>) -> Self {
        self.payload = payload.into();
        self.own_payload = true;
        self
    }

    /// Puts the function's ARN into `Resource` directly: the state gets the bare answer, without an envelope. Then
    /// neither qualifier nor invocation type, log type or client context can be said.
    pub fn payload_response_only(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Leaves out the retries on Lambda's own transient errors that AWS recommends. By default they are there.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception>.
    pub fn without_service_retries(mut self) -> Self {
        self.without_retry = true;
        self
    }

    /// Permits every version and alias of the function as well, so that executions that began before a new version
    /// was published can still end. By default only what is called is permitted.
    pub fn allow_all_versions(mut self) -> Self {
        self.all_versions = true;
        self
    }
}

impl LambdaInvoke {
    /// What is wrong with waiting for a durable function whose execution may outlast the wait.
    fn too_long_to_wait_for(&self) -> Option<Diagnostic> {
        let seconds = self.function.execution_timeout().filter(|seconds| *seconds > LONGEST_SYNCHRONOUS)?;
        let waits =
            matches!(&self.invocation_type, None | Some(Field::Literal(InvocationType::RequestResponse)));
        waits.then(|| {
            let message = format!(
                "the durable function may take {seconds} seconds, and Lambda begins synchronously what takes \
                 {LONGEST_SYNCHRONOUS} at most"
            );
            let help = if self.bare {
                "leave `payload_response_only` out, and say `invocation_type(InvocationType::Event)`"
            } else {
                "say `invocation_type(InvocationType::Event)`; where its answer is needed, wait for a task token"
            };
            Diagnostic::error("durable-needs-event", message).pointer("/Resource").help(help)
        })
    }
}

impl Task for LambdaInvoke {
    const NAME: &'static str = "LambdaInvoke";
    const API: (&'static str, &'static str) = ("lambda", "invoke");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html";

    type Patterns = RequestOrCallback;

    fn resource(&self, pattern: IntegrationPattern) -> Payload {
        if self.bare {
            return Payload::of(self.function.arn());
        }
        match pattern {
            IntegrationPattern::WaitForTaskToken => "arn:aws:states:::lambda:invoke.waitForTaskToken".into(),
            _ => "arn:aws:states:::lambda:invoke".into(),
        }
    }

    fn parameters(&self) -> Option<Payload> {
        if !self.bare {
            return Some(Payload::of(self));
        }
        self.own_payload.then(|| self.payload.clone())
    }

    fn findings(&self, pattern: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> = self.too_long_to_wait_for().into_iter().collect();
        if !self.bare {
            return out;
        }
        if pattern == IntegrationPattern::WaitForTaskToken {
            out.push(
                Diagnostic::error(
                    "callback-of-bare-function",
                    "a function called without its envelope cannot be waited for by token",
                )
                .pointer("/Resource")
                .help("leave `payload_response_only` out"),
            );
        }
        if matches!(self.function.scope(), Scope::Dynamic) {
            out.push(
                Diagnostic::error("dynamic-resource", "`Resource` cannot be an expression")
                    .pointer("/Resource")
                    .help("leave `payload_response_only` out: then the function may be chosen at run time"),
            );
        }
        let said = [
            ("Qualifier", self.qualifier.is_some()),
            ("InvocationType", self.invocation_type.is_some()),
            ("LogType", self.log_type.is_some()),
            ("ClientContext", self.client_context.is_some()),
        ];
        for (name, _) in said.into_iter().filter(|(_, said)| *said) {
            out.push(
                Diagnostic::error(
                    "ignored-parameter",
                    format!("`{name}` cannot be said of a function called without its envelope"),
                )
                .pointer("/Parameters")
                .help("leave `payload_response_only` out, or hand over a version or alias as the function"),
            );
        }
        out
    }

    fn retries(&self) -> Vec<Retry> {
        if self.without_retry {
            return Vec::new();
        }
        let errors = [
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
        ];
        vec![Retry::on_fixed(&errors).interval(secs(2)).max_attempts(6).backoff(2.0)]
    }

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let invoke = Statement::allow(["lambda:InvokeFunction"]).because("invokes the function");
        let Scope::Known(arns) = self.function.scope() else {
            let any = arn("lambda", "function:*", [""; 0]);
            return vec![invoke.on_all(self.function.scope().resources(any))];
        };
        let qualified = |arn: &Property<String>| match &self.qualifier {
            None => arn.clone(),
            Some(Field::Literal(qualifier)) => {
                sub("{}:{}", [Piece::from(arn), qualifier.as_str().into()]).into()
            }
            Some(Field::Reference(qualifier)) => sub("{}:{}", [Piece::from(arn), qualifier.into()]).into(),
            Some(Field::Expression(_)) => sub("{}:*", [Piece::from(arn)]).into(),
        };
        let mut out = vec![invoke.on_all(arns.iter().map(qualified))];
        if self.all_versions {
            let versions =
                self.function.unqualified().into_iter().map(|arn| sub("{}:*", [Piece::from(&arn)]).into());
            out.push(
                Statement::allow(["lambda:InvokeFunction"])
                    .on_all(versions)
                    .because("invokes the version that a running execution began with"),
            );
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("ExecutedVersion", shape::text()),
            ("FunctionError", shape::text()),
            ("LogResult", shape::text()),
            ("Payload", shape::any()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
            ("StatusCode", shape::integer()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path, task_token};
        use crate::payload;
        use crate::reference::Handle;
        use crate::template::lambda;
        let function =
            Handle::new("Charge", lambda::Function::new(lambda::function::Code::new(), "ChargeRole"));
        let alias = Handle::new("ChargeLive", lambda::Alias::new("Charge", "1", "live"));
        vec![
            Example::request(
                "request_response",
                LambdaInvoke::new(&function)
                    .payload(payload!({ "orderId": path("$.order.id") }))
                    .qualifier("live")
                    .invocation_type(InvocationType::RequestResponse)
                    .log_type(LogType::Tail)
                    .client_context("e30=")
                    .state("Charge"),
            ),
            Example::callback(
                "wait_for_task_token",
                LambdaInvoke::new(&function)
                    .payload(payload!({ "token": task_token(), "order": path("$.order") }))
                    .without_service_retries()
                    .wait_for_task_token("Ask for approval")
                    .timeout(secs(3_600)),
            ),
            Example::request("whole_input", LambdaInvoke::new(&alias).allow_all_versions().state("Charge")),
            Example::request(
                "payload_response_only",
                LambdaInvoke::new(&function)
                    .payload(payload!({ "orderId": path("$.order.id") }))
                    .payload_response_only()
                    .state("Charge"),
            ),
            Example::request(
                "jsonata",
                LambdaInvoke::new(&function)
                    .payload(payload!({ "total": jsonata("$sum($states.input.items.price)") }))
                    .state("Charge")
                    .output(jsonata("$states.result.Payload")),
            )
            .in_jsonata(),
            Example::request("at_run_time", LambdaInvoke::new(path("$.function")).state("Charge")),
        ]
    }
}
