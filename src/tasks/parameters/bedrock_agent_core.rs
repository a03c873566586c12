//! Bedrock AgentCore: what a harness is told, and what it is given for one invocation.
//!
//! Checked against <https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeHarness.html>.

use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::reference::{Literal, Reference};
use crate::task::{limits, setters};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// A message of a conversation.
///
/// Text, a reference and an expression that gives text are said by the user.
///
/// ```
/// use stepwright::prelude::*;
///
/// let question = BedrockAgentCoreMessage::user(path("$.question"));
/// let answered = BedrockAgentCoreMessage::assistant("Which order?");
/// # let _ = (question, answered);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockAgentCoreMessage {
    role: &'static str,
    content: Vec<BedrockAgentCoreContent>,
}

impl BedrockAgentCoreMessage {
    /// What the user says.
    pub fn user(content: impl Into<BedrockAgentCoreContent>) -> Self {
        BedrockAgentCoreMessage { role: "user", content: vec![content.into()] }
    }

    /// What the agent has said.
    pub fn assistant(content: impl Into<BedrockAgentCoreContent>) -> Self {
        BedrockAgentCoreMessage { role: "assistant", content: vec![content.into()] }
    }

    /// Adds to what is said.
    pub fn content(mut self, content: impl Into<BedrockAgentCoreContent>) -> Self {
        self.content.push(content.into());
        self
    }

    pub(in crate::tasks) fn findings(&self, at: &str) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        for (index, content) in self.content.iter().enumerate() {
            let at = format!("{at}/Content/{index}");
            match content {
                BedrockAgentCoreContent::Text(Field::Literal(text)) if text.is_empty() => {
                    let message = "a message has an empty text";
                    out.push(Diagnostic::error("too-short", message).pointer(format!("{at}/Text")));
                }
                BedrockAgentCoreContent::ToolUse(tool) => {
                    check_name(&mut out, "Name", Some(&tool.name), &format!("{at}/ToolUse"));
                    check_name(&mut out, "ToolUseId", Some(&tool.tool_use_id), &format!("{at}/ToolUse"));
                }
                BedrockAgentCoreContent::ToolResult(result) => {
                    check_name(&mut out, "ToolUseId", Some(&result.tool_use_id), &format!("{at}/ToolResult"));
                }
                _ => {}
            }
        }
        out
    }
}

/// A part of a message: text, a tool's use, its result, or a thought.
///
/// ```
/// use stepwright::prelude::*;
///
/// let used = BedrockAgentCoreContent::tool_use("find_order", "t1", payload!({ "id": path("$.id") }));
/// let found = BedrockAgentCoreContent::from(BedrockAgentCoreToolResult::new("t1").text("It is on its way."));
/// # let _ = (used, found);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub enum BedrockAgentCoreContent {
    /// Text.
    Text(Field<String>),
    /// A tool's use, as the agent asked for it.
    ToolUse(BedrockAgentCoreToolUse),
    /// What a tool has given.
    ToolResult(BedrockAgentCoreToolResult),
    /// A thought of the agent's.
    ReasoningContent(BedrockAgentCoreReasoning),
}

impl BedrockAgentCoreContent {
    /// The use of the tool of this name, under this id, with this input.
    pub fn tool_use(
        name: impl Into<Field<String>>,
        id: impl Into<Field<String>>,
        input: impl Into<Payload>,
    ) -> Self {
        BedrockAgentCoreToolUse::new(name, id, input).into()
    }
}

macro_rules! texts {
    ($($t:ty),*) => { $(
        impl From<$t> for BedrockAgentCoreContent {
            fn from(text: $t) -> Self {
                BedrockAgentCoreContent::Text(text.into())
            }
        }

        impl From<$t> for BedrockAgentCoreMessage {
            fn from(text: $t) -> Self {
                BedrockAgentCoreMessage::user(text)
            }
        }
    )* };
}

texts!(&str, String, Expression, Reference, &Reference);

macro_rules! contents {
    ($($variant:ident: $t:ident),*) => { $(impl From<$t> for BedrockAgentCoreContent {
        fn from(content: $t) -> Self {
            BedrockAgentCoreContent::$variant(content)
        }
    })* };
}

contents!(
    ToolUse: BedrockAgentCoreToolUse,
    ToolResult: BedrockAgentCoreToolResult,
    ReasoningContent: BedrockAgentCoreReasoning
);

/// Where a tool is that was used.
///
/// ```
/// use stepwright::prelude::*;
///
/// let used = BedrockAgentCoreToolUse::new("find", "t1", payload!({})).of_type(BedrockAgentCoreToolUseType::Mcp);
/// # let _ = used;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum BedrockAgentCoreToolUseType {
    /// With the caller.
    #[serde(rename = "tool_use")]
    Inline,
    /// With the model's provider.
    #[serde(rename = "server_tool_use")]
    Server,
    /// With an MCP server.
    #[serde(rename = "mcp_tool_use")]
    Mcp,
}

impl Literal for BedrockAgentCoreToolUseType {}

/// A tool's use, as the agent asked for it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let used = BedrockAgentCoreToolUse::new("find_order", "t1", payload!({ "id": 7 })).server_name("orders");
/// # let _ = used;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockAgentCoreToolUse {
    name: Field<String>,
    tool_use_id: Field<String>,
    input: Payload,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    kind: Option<Field<BedrockAgentCoreToolUseType>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_name: Option<Field<String>>,
}

impl BedrockAgentCoreToolUse {
    /// Of the tool of this name, under this id, with this input.
    pub fn new(
        name: impl Into<Field<String>>,
        id: impl Into<Field<String>>,
        input: impl Into<Payload>,
    ) -> Self {
        BedrockAgentCoreToolUse {
            name: name.into(),
            tool_use_id: id.into(),
            input: input.into(),
            kind: None,
            server_name: None,
        }
    }

    setters! {
        /// The MCP server that has the tool.
        server_name: Field<String>;
    }

    /// Where the tool is.
    pub fn of_type(mut self, kind: impl Into<Field<BedrockAgentCoreToolUseType>>) -> Self {
        self.kind = Some(kind.into());
        self
    }
}

/// What a tool has given.
///
/// ```
/// use stepwright::prelude::*;
///
/// let found = BedrockAgentCoreToolResult::new(path("$.toolUseId")).json(path("$.order"));
/// # let _ = found;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockAgentCoreToolResult {
    tool_use_id: Field<String>,
    content: Vec<ToolResultContent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    kind: Option<Field<BedrockAgentCoreToolUseType>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
enum ToolResultContent {
    Text(Field<String>),
    Json(Payload),
}

impl BedrockAgentCoreToolResult {
    /// To the use under this id; nothing yet.
    pub fn new(tool_use_id: impl Into<Field<String>>) -> Self {
        BedrockAgentCoreToolResult {
            tool_use_id: tool_use_id.into(),
            content: Vec::new(),
            status: None,
            kind: None,
        }
    }

    /// Adds text.
    pub fn text(mut self, text: impl Into<Field<String>>) -> Self {
        self.content.push(ToolResultContent::Text(text.into()));
        self
    }

    /// Adds JSON.
    pub fn json(mut self, json: impl Into<Payload>) -> Self {
        self.content.push(ToolResultContent::Json(json.into()));
        self
    }

    /// Says that the tool has succeeded.
    pub fn succeeded(mut self) -> Self {
        self.status = Some("success");
        self
    }

    /// Says that the tool has failed.
    pub fn failed(mut self) -> Self {
        self.status = Some("error");
        self
    }

    /// Where the tool is.
    pub fn of_type(mut self, kind: impl Into<Field<BedrockAgentCoreToolUseType>>) -> Self {
        self.kind = Some(kind.into());
        self
    }
}

/// A thought of the agent's, handed back to it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let thought = BedrockAgentCoreReasoning::text(path("$.thought")).signature(path("$.signature"));
/// # let _ = thought;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockAgentCoreReasoning {
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_text: Option<ReasoningText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redacted_content: Option<Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ReasoningText {
    text: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<Field<String>>,
}

impl BedrockAgentCoreReasoning {
    /// Text.
    pub fn text(text: impl Into<Field<String>>) -> Self {
        let reasoning_text = Some(ReasoningText { text: text.into(), signature: None });
        BedrockAgentCoreReasoning { reasoning_text, redacted_content: None }
    }

    /// The signature that shows that the text was not changed.
    pub fn signature(mut self, signature: impl Into<Field<String>>) -> Self {
        if let Some(text) = &mut self.reasoning_text {
            text.signature = Some(signature.into());
        }
        self
    }

    /// What the provider has hidden, in Base64.
    pub fn redacted(base64: impl Into<Field<String>>) -> Self {
        BedrockAgentCoreReasoning { reasoning_text: None, redacted_content: Some(base64.into()) }
    }
}

/// The model that the agent thinks with.
///
/// ```
/// use stepwright::prelude::*;
///
/// let model = BedrockAgentCoreModel::bedrock("global.amazon.nova-2-lite-v1:0").temperature(0.2).max_tokens(500);
/// # let _ = model;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BedrockAgentCoreModel {
    #[serde(rename = "BedrockModelConfig", skip_serializing_if = "Option::is_none")]
    bedrock: Option<ModelConfig>,
    #[serde(rename = "OpenAiModelConfig", skip_serializing_if = "Option::is_none")]
    open_ai: Option<ModelConfig>,
    #[serde(rename = "GeminiModelConfig", skip_serializing_if = "Option::is_none")]
    gemini: Option<ModelConfig>,
    #[serde(rename = "LiteLlmModelConfig", skip_serializing_if = "Option::is_none")]
    lite_llm: Option<ModelConfig>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ModelConfig {
    model_id: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_base: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_format: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<Field<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<Field<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_k: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_params: Option<Payload>,
}

impl ModelConfig {
    fn new(model: Field<String>, api_key: Option<Field<String>>) -> Self {
        ModelConfig {
            model_id: model,
            api_key_arn: api_key,
            api_base: None,
            api_format: None,
            max_tokens: None,
            temperature: None,
            top_p: None,
            top_k: None,
            additional_params: None,
        }
    }
}

impl BedrockAgentCoreModel {
    const NONE: Self = BedrockAgentCoreModel { bedrock: None, open_ai: None, gemini: None, lite_llm: None };

    /// Of Bedrock, by its id.
    pub fn bedrock(model: impl Into<Field<String>>) -> Self {
        BedrockAgentCoreModel { bedrock: Some(ModelConfig::new(model.into(), None)), ..Self::NONE }
    }

    /// Of OpenAI, by its id, with an API key that AgentCore Identity keeps, by its ARN.
    pub fn open_ai(model: impl Into<Field<String>>, api_key_arn: impl Into<Field<String>>) -> Self {
        let config = ModelConfig::new(model.into(), Some(api_key_arn.into()));
        BedrockAgentCoreModel { open_ai: Some(config), ..Self::NONE }
    }

    /// Of Google, by its id, with an API key that AgentCore Identity keeps, by its ARN.
    pub fn gemini(model: impl Into<Field<String>>, api_key_arn: impl Into<Field<String>>) -> Self {
        let config = ModelConfig::new(model.into(), Some(api_key_arn.into()));
        BedrockAgentCoreModel { gemini: Some(config), ..Self::NONE }
    }

    /// Of another provider, by the name that LiteLLM has for it.
    pub fn lite_llm(model: impl Into<Field<String>>) -> Self {
        BedrockAgentCoreModel { lite_llm: Some(ModelConfig::new(model.into(), None)), ..Self::NONE }
    }

    /// The API key that AgentCore Identity keeps, by its ARN. Not of Bedrock.
    pub fn api_key(self, arn: impl Into<Field<String>>) -> Self {
        let arn = arn.into();
        self.set(|config| config.api_key_arn = Some(arn))
    }

    /// The provider's URL. Of OpenAI and LiteLLM only.
    pub fn api_base(self, url: impl Into<Field<String>>) -> Self {
        let url = url.into();
        self.set(|config| config.api_base = Some(url))
    }

    /// The provider's API: `converse_stream` of Bedrock, `responses` or `chat_completions` of Bedrock and OpenAI.
    pub fn api_format(self, format: impl Into<Field<String>>) -> Self {
        let format = format.into();
        self.set(|config| config.api_format = Some(format))
    }

    /// The most tokens of an answer, 1 at least.
    pub fn max_tokens(self, tokens: impl Into<Field<u32>>) -> Self {
        let tokens = tokens.into();
        self.set(|config| config.max_tokens = Some(tokens))
    }

    /// How freely it answers, 0 to 2.
    pub fn temperature(self, temperature: impl Into<Field<f64>>) -> Self {
        let temperature = temperature.into();
        self.set(|config| config.temperature = Some(temperature))
    }

    /// From which part of the likeliest tokens it chooses, 0 to 1.
    pub fn top_p(self, part: impl Into<Field<f64>>) -> Self {
        let part = part.into();
        self.set(|config| config.top_p = Some(part))
    }

    /// From how many of the likeliest tokens it chooses, 0 to 500. Of Google only.
    pub fn top_k(self, count: impl Into<Field<u32>>) -> Self {
        let count = count.into();
        self.set(|config| config.top_k = Some(count))
    }

    /// What is handed on to the provider as it is.
    pub fn additional_params(self, params: impl Into<Payload>) -> Self {
        let params = params.into();
        self.set(|config| config.additional_params = Some(params))
    }

    fn set(mut self, change: impl FnOnce(&mut ModelConfig)) -> Self {
        let config = [&mut self.bedrock, &mut self.open_ai, &mut self.gemini, &mut self.lite_llm];
        if let Some(config) = config.into_iter().flatten().next() {
            change(config);
        }
        self
    }

    pub(in crate::tasks) fn findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        for (kind, config) in [
            ("BedrockModelConfig", &self.bedrock),
            ("OpenAiModelConfig", &self.open_ai),
            ("GeminiModelConfig", &self.gemini),
            ("LiteLlmModelConfig", &self.lite_llm),
        ] {
            let Some(config) = config else { continue };
            let path = |name: &str| format!("Model/{kind}/{name}");
            let at = |name: &str| format!("/Parameters/Model/{kind}/{name}");
            if let Some(Field::Literal(0)) = config.max_tokens {
                let message = "`MaxTokens` is 0, it has to be 1 at least";
                out.push(Diagnostic::error("out-of-range", message).pointer(at("MaxTokens")));
            }
            out.extend(limits::range(&path("Temperature"), config.temperature.as_ref(), 0.0..=2.0));
            out.extend(limits::range(&path("TopP"), config.top_p.as_ref(), 0.0..=1.0));
            out.extend(limits::range(&path("TopK"), config.top_k.as_ref(), 0..=500));
            let (bedrock, gemini) = (kind == "BedrockModelConfig", kind == "GeminiModelConfig");
            for (name, unknown) in [
                ("ApiKeyArn", bedrock && config.api_key_arn.is_some()),
                ("ApiBase", (bedrock || gemini) && config.api_base.is_some()),
                ("ApiFormat", (gemini || kind == "LiteLlmModelConfig") && config.api_format.is_some()),
                ("TopK", !gemini && config.top_k.is_some()),
            ] {
                if unknown {
                    let message = format!("a model of `{kind}` has no `{name}`");
                    out.push(
                        Diagnostic::error("unknown-parameter", message)
                            .pointer(at(name))
                            .help("leave it out"),
                    );
                }
            }
        }
        out
    }
}

/// A tool that the agent may use.
///
/// ```
/// use stepwright::prelude::*;
///
/// let browser = BedrockAgentCoreTool::browser().name("web");
/// let orders = BedrockAgentCoreTool::remote_mcp("https://mcp.example.com").header("x-team", "orders");
/// # let _ = (browser, orders);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockAgentCoreTool {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<ToolConfig>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
enum ToolConfig {
    RemoteMcp(RemoteMcp),
    AgentCoreBrowser(Browser),
    AgentCoreGateway(Gateway),
    InlineFunction(InlineFunction),
    AgentCoreCodeInterpreter(CodeInterpreter),
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct RemoteMcp {
    url: Field<String>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    headers: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outbound_auth: Option<BedrockAgentCoreAuth>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Browser {
    browser_arn: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Gateway {
    gateway_arn: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outbound_auth: Option<BedrockAgentCoreAuth>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct InlineFunction {
    description: Field<String>,
    input_schema: Payload,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct CodeInterpreter {
    code_interpreter_arn: Field<String>,
}

impl BedrockAgentCoreTool {
    fn new(r#type: &'static str, config: Option<ToolConfig>) -> Self {
        BedrockAgentCoreTool { r#type, name: None, config }
    }

    /// The tools of an MCP server at this URL.
    pub fn remote_mcp(url: impl Into<Field<String>>) -> Self {
        let config = RemoteMcp { url: url.into(), headers: IndexMap::new(), outbound_auth: None };
        Self::new("remote_mcp", Some(ToolConfig::RemoteMcp(config)))
    }

    /// AgentCore's own browser.
    pub fn browser() -> Self {
        Self::new("agentcore_browser", None)
    }

    /// A browser of one's own, by its ARN.
    pub fn browser_of(arn: impl Into<Field<String>>) -> Self {
        let config = Browser { browser_arn: arn.into() };
        Self::new("agentcore_browser", Some(ToolConfig::AgentCoreBrowser(config)))
    }

    /// The tools of a gateway, by its ARN.
    pub fn gateway(arn: impl Into<Field<String>>) -> Self {
        let config = Gateway { gateway_arn: arn.into(), outbound_auth: None };
        Self::new("agentcore_gateway", Some(ToolConfig::AgentCoreGateway(config)))
    }

    /// A tool that the caller has: the harness stops when it wants to use it. Described for the model in 1 to 4,096
    /// characters, with the JSON Schema of its input.
    pub fn inline_function(description: impl Into<Field<String>>, input_schema: impl Into<Payload>) -> Self {
        let config = InlineFunction { description: description.into(), input_schema: input_schema.into() };
        Self::new("inline_function", Some(ToolConfig::InlineFunction(config)))
    }

    /// AgentCore's own code interpreter.
    pub fn code_interpreter() -> Self {
        Self::new("agentcore_code_interpreter", None)
    }

    /// A code interpreter of one's own, by its ARN.
    pub fn code_interpreter_of(arn: impl Into<Field<String>>) -> Self {
        let config = CodeInterpreter { code_interpreter_arn: arn.into() };
        Self::new("agentcore_code_interpreter", Some(ToolConfig::AgentCoreCodeInterpreter(config)))
    }

    setters! {
        /// Its name, at most 64 letters, digits, `-` and `_`; by default one is made up.
        name: Field<String>;
    }

    /// Adds a header that is sent to an MCP server.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        if let Some(ToolConfig::RemoteMcp(config)) = &mut self.config {
            config.headers.insert(name.into(), value.into());
        }
        self
    }

    /// How the harness signs in to an MCP server or a gateway; by default not at all to the one, and by its role to the
    /// other.
    pub fn outbound_auth(mut self, auth: BedrockAgentCoreAuth) -> Self {
        match &mut self.config {
            Some(ToolConfig::RemoteMcp(config)) => config.outbound_auth = Some(auth),
            Some(ToolConfig::AgentCoreGateway(config)) => config.outbound_auth = Some(auth),
            _ => {}
        }
        self
    }

    pub(in crate::tasks) fn findings(&self, at: &str) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        check_name(&mut out, "Name", self.name.as_ref(), at);
        if let Some(ToolConfig::InlineFunction(InlineFunction {
            description: Field::Literal(text), ..
        })) = &self.config
        {
            let at = format!("{at}/Config/InlineFunction/Description");
            out.extend(limits::text("the description of a tool", text, 1..=4_096, at));
        }
        out
    }
}

/// How a harness signs in to an MCP server or a gateway.
///
/// ```
/// use stepwright::prelude::*;
///
/// let signed = BedrockAgentCoreAuth::aws_iam();
/// let token = BedrockAgentCoreAuth::oauth(path("$.provider"), ["read"]).grant_type("CLIENT_CREDENTIALS");
/// # let _ = (signed, token);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub enum BedrockAgentCoreAuth {
    /// Not at all.
    None(BedrockAgentCoreNothing),
    /// By the harness's role.
    AwsIam(BedrockAgentCoreIam),
    /// By a token from AgentCore Identity. Of gateways only.
    Oauth(BedrockAgentCoreOauth),
}

/// Nothing more to say.
///
/// ```
/// use stepwright::prelude::*;
///
/// let nothing = BedrockAgentCoreNothing {};
/// # let _ = nothing;
/// ```
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct BedrockAgentCoreNothing {}

/// Which service a request is signed for; of MCP servers only.
///
/// ```
/// use stepwright::prelude::*;
///
/// let auth = BedrockAgentCoreAuth::aws_iam_for("execute-api");
/// # let _ = auth;
/// ```
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockAgentCoreIam {
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Field<String>>,
}

/// A token from AgentCore Identity.
///
/// ```
/// use stepwright::prelude::*;
///
/// let auth = BedrockAgentCoreAuth::oauth("arn:aws:bedrock-agentcore:eu-west-1:123456789012:token-vault/a", ["read"]);
/// # let _ = auth;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockAgentCoreOauth {
    provider_arn: Field<String>,
    scopes: Vec<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grant_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_return_url: Option<Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    custom_parameters: IndexMap<String, Field<String>>,
}

impl BedrockAgentCoreAuth {
    /// Not at all.
    pub fn none() -> Self {
        BedrockAgentCoreAuth::None(BedrockAgentCoreNothing {})
    }

    /// To a gateway by the harness's role.
    pub fn aws_iam() -> Self {
        BedrockAgentCoreAuth::AwsIam(BedrockAgentCoreIam::default())
    }

    /// To an MCP server by the harness's role, for this service: `execute-api`.
    pub fn aws_iam_for(service: impl Into<Field<String>>) -> Self {
        let iam = BedrockAgentCoreIam { service: Some(service.into()), region: None };
        BedrockAgentCoreAuth::AwsIam(iam)
    }

    /// By a token of this provider, by its ARN, with these scopes.
    pub fn oauth<S: Into<Field<String>>>(
        provider_arn: impl Into<Field<String>>,
        scopes: impl IntoIterator<Item = S>,
    ) -> Self {
        BedrockAgentCoreAuth::Oauth(BedrockAgentCoreOauth {
            provider_arn: provider_arn.into(),
            scopes: scopes.into_iter().map(Into::into).collect(),
            grant_type: None,
            default_return_url: None,
            custom_parameters: IndexMap::new(),
        })
    }

    /// The region that a request to an MCP server is signed for; by default the harness's.
    pub fn region(mut self, region: impl Into<Field<String>>) -> Self {
        if let BedrockAgentCoreAuth::AwsIam(iam) = &mut self {
            iam.region = Some(region.into());
        }
        self
    }

    /// How the token is asked for: `CLIENT_CREDENTIALS` or `TOKEN_EXCHANGE`.
    pub fn grant_type(mut self, grant_type: impl Into<Field<String>>) -> Self {
        if let BedrockAgentCoreAuth::Oauth(oauth) = &mut self {
            oauth.grant_type = Some(grant_type.into());
        }
        self
    }

    /// Where the provider leads back to.
    pub fn default_return_url(mut self, url: impl Into<Field<String>>) -> Self {
        if let BedrockAgentCoreAuth::Oauth(oauth) = &mut self {
            oauth.default_return_url = Some(url.into());
        }
        self
    }

    /// Adds a parameter that the token is asked for with; at most 10.
    pub fn custom_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        if let BedrockAgentCoreAuth::Oauth(oauth) = &mut self {
            oauth.custom_parameters.insert(name.into(), value.into());
        }
        self
    }
}

/// A skill that the agent may use.
///
/// ```
/// use stepwright::prelude::*;
///
/// let ours = BedrockAgentCoreSkill::git("https://github.com/example/skills").folder("refunds");
/// let theirs = BedrockAgentCoreSkill::aws(["core-skills/*"]);
/// # let _ = (ours, theirs);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockAgentCoreSkill {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3: Option<SkillInS3>,
    #[serde(skip_serializing_if = "Option::is_none")]
    git: Option<SkillInGit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_skills: Option<AwsSkills>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct SkillInS3 {
    uri: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct SkillInGit {
    url: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth: Option<GitAuth>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct GitAuth {
    credential_arn: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct AwsSkills {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    paths: Vec<Field<String>>,
}

impl BedrockAgentCoreSkill {
    const NONE: Self = BedrockAgentCoreSkill { path: None, s3: None, git: None, aws_skills: None };

    /// In this folder of the harness's file system.
    pub fn path(path: impl Into<Field<String>>) -> Self {
        BedrockAgentCoreSkill { path: Some(path.into()), ..Self::NONE }
    }

    /// In this folder in S3: `s3://bucket/skills/refunds/`. The harness's role has to be permitted to read it.
    pub fn s3(uri: impl Into<Field<String>>) -> Self {
        BedrockAgentCoreSkill { s3: Some(SkillInS3 { uri: uri.into() }), ..Self::NONE }
    }

    /// In this Git repository, by its URL.
    pub fn git(url: impl Into<Field<String>>) -> Self {
        let git = SkillInGit { url: url.into(), path: None, auth: None };
        BedrockAgentCoreSkill { git: Some(git), ..Self::NONE }
    }

    /// Those that AWS gives to every harness, as far as these patterns take them; all of them where there is none.
    pub fn aws<P: Into<Field<String>>>(patterns: impl IntoIterator<Item = P>) -> Self {
        let paths = patterns.into_iter().map(Into::into).collect();
        BedrockAgentCoreSkill { aws_skills: Some(AwsSkills { paths }), ..Self::NONE }
    }

    /// The folder in the Git repository.
    pub fn folder(mut self, folder: impl Into<Field<String>>) -> Self {
        if let Some(git) = &mut self.git {
            git.path = Some(folder.into());
        }
        self
    }

    /// Signs in to the Git repository by a password or token that AgentCore Identity keeps, by its ARN.
    pub fn credential(mut self, arn: impl Into<Field<String>>) -> Self {
        if let Some(git) = &mut self.git {
            git.auth = Some(GitAuth { credential_arn: arn.into(), username: None });
        }
        self
    }

    /// The name that it signs in with; by default `oauth2`. After [`credential`](Self::credential).
    pub fn username(mut self, name: impl Into<Field<String>>) -> Self {
        if let Some(auth) = self.git.as_mut().and_then(|git| git.auth.as_mut()) {
            auth.username = Some(name.into());
        }
        self
    }
}

/// Names of tools and their uses have 1 to 64 letters, digits, `-` and `_`.
fn check_name(out: &mut Vec<Diagnostic>, name: &str, field: Option<&Field<String>>, at: &str) {
    let Some(Field::Literal(text)) = field else { return };
    let at = format!("{at}/{name}");
    out.extend(limits::text(&format!("`{name}`"), text, 1..=64, at.as_str()));
    if !text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) {
        let message = format!("`{text}` has more than letters, digits, `-` and `_`");
        out.push(Diagnostic::error("malformed-name", message).pointer(at));
    }
}
