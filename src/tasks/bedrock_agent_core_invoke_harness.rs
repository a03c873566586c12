//! Bedrock AgentCore: InvokeHarness.

use super::parameters::{
    BedrockAgentCoreMessage, BedrockAgentCoreModel, BedrockAgentCoreSkill, BedrockAgentCoreTool,
};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::HarnessTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, limits, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Has an agent of Bedrock AgentCore do something: a harness that thinks, uses tools and answers.
///
/// What is said here holds for this invocation instead of what the harness says. Step Functions waits for 15 minutes at
/// most, whatever the state's timeout says; the harness goes on until its own timeout, also when the execution is stopped.
///
/// # Permissions
///
/// `bedrock-agentcore:InvokeHarness` and `bedrock-agentcore:InvokeAgentRuntime` on the harness; on behalf of a user also
/// `bedrock-agentcore:InvokeAgentRuntimeForUser`. What its tools need, the harness's own role has to be permitted.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"Output": {"Message": {"Role": "assistant", "Content": [{"Text": "…"}]}}, "StopReason", "Usage", "Metrics"}`: the last
/// answer only, without tools and thoughts.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let ask = BedrockAgentCoreInvokeHarness::new("orders-a1b2c3d4e5", path("$.question"))
///     .runtime_session_id(path("$.session"))
///     .system_prompt("You answer questions about orders.")
///     .timeout_seconds(600)
///     .state("Ask the agent")
///     .result_selector(payload!({ "answer": path("$.Output.Message.Content[0].Text") }));
/// # let _ = ask;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockAgentCoreInvokeHarness {
    harness_arn: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runtime_session_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runtime_user_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor_id: Option<Field<String>>,
    messages: Field<Vec<BedrockAgentCoreMessage>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    system_prompt: Vec<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<BedrockAgentCoreModel>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<BedrockAgentCoreTool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_tools: Option<Vec<Field<String>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skills: Vec<BedrockAgentCoreSkill>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_iterations: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout_seconds: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_parent: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_state: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baggage: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    harness: HarnessTarget,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Text {
    text: Field<String>,
}

/// How long Step Functions waits at most, in seconds.
const LONGEST: u32 = 900;

impl BedrockAgentCoreInvokeHarness {
    /// Tells this harness something: text, a message, or an expression that gives text.
    pub fn new(harness: impl Into<HarnessTarget>, message: impl Into<BedrockAgentCoreMessage>) -> Self {
        let harness = harness.into();
        BedrockAgentCoreInvokeHarness {
            harness_arn: harness.arn().clone(),
            qualifier: None,
            runtime_session_id: None,
            runtime_user_id: None,
            actor_id: None,
            messages: Field::Literal(vec![message.into()]),
            system_prompt: Vec::new(),
            model: None,
            tools: Vec::new(),
            allowed_tools: None,
            skills: Vec::new(),
            max_iterations: None,
            max_tokens: None,
            timeout_seconds: None,
            trace_id: None,
            trace_parent: None,
            trace_state: None,
            baggage: None,
            more: Map::new(),
            harness,
        }
    }

    setters! {
        /// The endpoint of the harness, by its name; by default `DEFAULT`.
        qualifier: Field<String>;
        /// The conversation that it belongs to: 33 to 100 letters, digits, `-` and `_`. The same id goes on with it.
        runtime_session_id: Field<String>;
        /// The user on whose behalf it is.
        runtime_user_id: Field<String>;
        /// Whose memory it reads and writes.
        actor_id: Field<String>;
        /// How often the agent may think and act, at most.
        max_iterations: Field<u32>;
        /// The most tokens that it may write each time.
        max_tokens: Field<u32>;
        /// After how many seconds the agent is stopped; more than 900 only cost money.
        timeout_seconds: Field<u32>;
        /// The model that it thinks with.
        model: BedrockAgentCoreModel;
        /// The X-Ray trace that it belongs to, at most 1,024 characters.
        trace_id: Field<String>;
        /// The parent of its trace, as W3C has it, at most 1,024 characters.
        trace_parent: Field<String>;
        /// What vendors say of its trace, as W3C has it, at most 512 characters.
        trace_state: Field<String>;
        /// What is handed on with its trace: `key=value,key=value`, at most 8,192 characters.
        baggage: Field<String>;
    }

    /// Adds a message.
    pub fn message(mut self, message: impl Into<BedrockAgentCoreMessage>) -> Self {
        let mut all = match self.messages {
            Field::Literal(all) => all,
            _ => Vec::new(),
        };
        all.push(message.into());
        self.messages = Field::Literal(all);
        self
    }

    /// All messages out of an expression that gives a list of them: `[{"Role": "user", "Content": [{"Text": "…"}]}]`.
    pub fn messages_from(mut self, messages: Expression) -> Self {
        self.messages = messages.into();
        self
    }

    /// Adds to what the agent is told to be.
    pub fn system_prompt(mut self, text: impl Into<Field<String>>) -> Self {
        self.system_prompt.push(Text { text: text.into() });
        self
    }

    /// Adds a tool that it may use.
    pub fn tool(mut self, tool: BedrockAgentCoreTool) -> Self {
        self.tools.push(tool);
        self
    }

    /// The only tools that it may use: `*`, `@builtin`, `@server/tool`, a name. With an empty list it may use none.
    pub fn allowed_tools<T: Into<Field<String>>>(mut self, tools: impl IntoIterator<Item = T>) -> Self {
        self.allowed_tools = Some(tools.into_iter().map(Into::into).collect());
        self
    }

    /// Adds a skill that it may use.
    pub fn skill(mut self, skill: BedrockAgentCoreSkill) -> Self {
        self.skills.push(skill);
        self
    }

    /// A parameter that has no setter here, by its name in `InvokeHarness`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for BedrockAgentCoreInvokeHarness {
    const NAME: &'static str = "BedrockAgentCoreInvokeHarness";
    const API: (&'static str, &'static str) = ("bedrockagentcore", "invokeHarness");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrockagentcore.html";

    type Patterns = RequestOnly;

    /// That a harness is two resources under one ARN was checked against
    /// <https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/harness-security.html>, and the right to act on
    /// behalf of a user against
    /// <https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html>.
    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let invoke = ["bedrock-agentcore:InvokeHarness", "bedrock-agentcore:InvokeAgentRuntime"];
        let mut out =
            vec![Statement::allow(invoke).on_all(self.harness.arns()).because("invokes the harness")];
        if self.runtime_user_id.is_some() {
            let invoke = Statement::allow(["bedrock-agentcore:InvokeAgentRuntimeForUser"]);
            out.push(invoke.on_all(self.harness.arns()).because("invokes the harness on behalf of a user"));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        self.check_session(&mut out);
        if let Field::Literal(messages) = &self.messages {
            for (index, message) in messages.iter().enumerate() {
                out.extend(message.findings(&format!("/Parameters/Messages/{index}")));
            }
        }
        for (index, text) in self.system_prompt.iter().enumerate() {
            if let Field::Literal(text) = &text.text {
                let at = format!("/Parameters/SystemPrompt/{index}/Text");
                if text.is_empty() {
                    let message = "the system prompt has an empty text";
                    out.push(Diagnostic::error("too-short", message).pointer(at));
                }
            }
        }
        out.extend(self.model.iter().flat_map(BedrockAgentCoreModel::findings));
        for (index, tool) in self.tools.iter().enumerate() {
            out.extend(tool.findings(&format!("/Parameters/Tools/{index}")));
        }
        for (index, tool) in self.allowed_tools.iter().flatten().enumerate() {
            if let Field::Literal(tool) = tool {
                let at = format!("/Parameters/AllowedTools/{index}");
                out.extend(limits::text("the name of a tool", tool, 1..=64, at));
            }
        }
        for (name, field, most) in [
            ("TraceId", &self.trace_id, 1_024),
            ("TraceParent", &self.trace_parent, 1_024),
            ("TraceState", &self.trace_state, 512),
            ("Baggage", &self.baggage, 8_192),
        ] {
            if let Some(Field::Literal(text)) = field {
                let at = format!("/Parameters/{name}");
                out.extend(limits::text(&format!("`{name}`"), text, 0..=most, at));
            }
        }
        if let Some(Field::Literal(seconds)) = self.timeout_seconds
            && seconds > LONGEST
        {
            let message =
                format!("`TimeoutSeconds` is {seconds}, and Step Functions waits for {LONGEST} at most");
            out.push(
                Diagnostic::warning("outlives-the-state", message)
                    .pointer("/Parameters/TimeoutSeconds")
                    .help(format!("say {LONGEST} at most: after that the harness would go on, and cost, with nobody to hear its answer")),
            );
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let text = shape::object([("Text", shape::text())]);
        let message = shape::object([("Content", shape::list(text)), ("Role", shape::text())]);
        let usage = shape::object([
            ("InputTokens", shape::integer()),
            ("OutputTokens", shape::integer()),
            ("TotalTokens", shape::integer()),
        ]);
        shape::object([
            ("Metrics", shape::object([("LatencyMs", shape::integer())])),
            ("Output", shape::object([("Message", message)])),
            ("StopReason", shape::text()),
            ("Usage", usage),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            BedrockAgentCoreAuth, BedrockAgentCoreReasoning, BedrockAgentCoreToolResult,
            BedrockAgentCoreToolUse, BedrockAgentCoreToolUseType,
        };
        use crate::asl::{jsonata, path};
        use crate::payload;
        use crate::reference::Reference;
        let harness = || Reference::attribute("Harness", "Arn");
        let gateway = "arn:aws:bedrock-agentcore:eu-west-1:123456789012:gateway/orders-a1b2c3d4e5";
        let vault = "arn:aws:bedrock-agentcore:eu-west-1:123456789012:token-vault/default/apikeycredentialprovider/key";
        let ask = || BedrockAgentCoreInvokeHarness::new(harness(), path("$.question"));
        vec![
            Example::request(
                "request_response",
                ask()
                    .qualifier("live")
                    .runtime_session_id(path("$.session"))
                    .runtime_user_id(path("$.user"))
                    .actor_id(path("$.user"))
                    .system_prompt("You answer questions about orders.")
                    .model(
                        BedrockAgentCoreModel::bedrock("global.amazon.nova-2-lite-v1:0")
                            .max_tokens(500)
                            .temperature(0.2)
                            .top_p(0.9)
                            .api_format("converse_stream")
                            .additional_params(payload!({ "seed": 7 })),
                    )
                    .max_iterations(10)
                    .max_tokens(1_000)
                    .timeout_seconds(600)
                    .trace_id(path("$.trace"))
                    .trace_parent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                    .trace_state("vendor=1")
                    .baggage("team=orders")
                    .state("Ask the agent"),
            ),
            Example::request(
                "tools",
                ask()
                    .tool(BedrockAgentCoreTool::browser().name("web"))
                    .tool(BedrockAgentCoreTool::browser_of(
                        "arn:aws:bedrock-agentcore:eu-west-1:aws:browser/aws.browser.v1",
                    ))
                    .tool(BedrockAgentCoreTool::code_interpreter())
                    .tool(BedrockAgentCoreTool::code_interpreter_of(
                        "arn:aws:bedrock-agentcore:eu-west-1:aws:code-interpreter/aws.codeinterpreter.v1",
                    ))
                    .tool(
                        BedrockAgentCoreTool::remote_mcp("https://mcp.example.com")
                            .header("x-team", "orders")
                            .outbound_auth(
                                BedrockAgentCoreAuth::aws_iam_for("execute-api").region("eu-west-1"),
                            ),
                    )
                    .tool(BedrockAgentCoreTool::gateway(gateway).outbound_auth(BedrockAgentCoreAuth::none()))
                    .tool(
                        BedrockAgentCoreTool::gateway(gateway).outbound_auth(BedrockAgentCoreAuth::aws_iam()),
                    )
                    .tool(
                        BedrockAgentCoreTool::gateway(gateway).name("orders").outbound_auth(
                            BedrockAgentCoreAuth::oauth(vault, ["read"])
                                .grant_type("CLIENT_CREDENTIALS")
                                .default_return_url("https://example.com/back")
                                .custom_parameter("audience", "orders"),
                        ),
                    )
                    .tool(
                        BedrockAgentCoreTool::inline_function(
                            "Finds an order.",
                            payload!({ "type": "object", "properties": { "id": { "type": "string" } } }),
                        )
                        .name("find_order"),
                    )
                    .allowed_tools(["@orders/*", "find_order"])
                    .skill(BedrockAgentCoreSkill::path("/skills/refunds"))
                    .skill(BedrockAgentCoreSkill::s3("s3://skills-123456789012/refunds/"))
                    .skill(
                        BedrockAgentCoreSkill::git("https://github.com/example/skills")
                            .folder("refunds")
                            .credential(vault)
                            .username("agent"),
                    )
                    .skill(BedrockAgentCoreSkill::aws(["core-skills/*"]))
                    .state("Ask the agent with its tools"),
            ),
            Example::request(
                "conversation",
                BedrockAgentCoreInvokeHarness::new(
                    "orders-a1b2c3d4e5",
                    BedrockAgentCoreMessage::user("Where is my order?").content(path("$.order")),
                )
                .message(
                    BedrockAgentCoreMessage::assistant(
                        BedrockAgentCoreReasoning::text(path("$.thought")).signature(path("$.signature")),
                    )
                    .content(BedrockAgentCoreReasoning::redacted(path("$.hidden")))
                    .content(
                        BedrockAgentCoreToolUse::new("find_order", "t1", payload!({ "id": path("$.order") }))
                            .of_type(BedrockAgentCoreToolUseType::Mcp)
                            .server_name("orders"),
                    ),
                )
                .message(BedrockAgentCoreMessage::user(
                    BedrockAgentCoreToolResult::new("t1")
                        .text("It is on its way.")
                        .json(payload!({ "order": path("$.found") }))
                        .of_type(BedrockAgentCoreToolUseType::Mcp)
                        .succeeded(),
                ))
                .model(BedrockAgentCoreModel::open_ai("gpt", vault).api_base("https://api.example.com"))
                .allowed_tools([""; 0])
                .state("Go on with the conversation"),
            ),
            Example::request(
                "other_models",
                ask()
                    .model(BedrockAgentCoreModel::gemini("gemini", vault).top_k(40))
                    .state("Ask another model"),
            ),
            Example::request(
                "jsonata",
                BedrockAgentCoreInvokeHarness::new(harness(), jsonata("$states.input.question"))
                    .runtime_session_id(jsonata("$uuid()"))
                    .model(
                        BedrockAgentCoreModel::lite_llm("provider/model")
                            .api_key(vault)
                            .temperature(jsonata("$states.input.temperature")),
                    )
                    .state("Ask the agent")
                    .output(jsonata("$states.result.Output.Message.Content[0].Text")),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                BedrockAgentCoreInvokeHarness::new(path("$.harness"), "")
                    .messages_from(path("$.messages"))
                    .state("Ask whom we are told to"),
            ),
        ]
    }
}

impl BedrockAgentCoreInvokeHarness {
    fn check_session(&self, out: &mut Vec<Diagnostic>) {
        let Some(Field::Literal(session)) = &self.runtime_session_id else { return };
        let at = "/Parameters/RuntimeSessionId";
        out.extend(limits::text("`RuntimeSessionId`", session, 33..=100, at));
        let taken = session.starts_with(|c: char| c.is_ascii_alphanumeric())
            && session.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        if !taken {
            let message = format!("AgentCore does not take `{session}` for a session");
            out.push(
                Diagnostic::error("malformed-name", message)
                    .pointer(at)
                    .help("begin with a letter or digit, and go on with letters, digits, `-` and `_`"),
            );
        }
    }
}
