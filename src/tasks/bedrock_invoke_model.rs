//! Bedrock: InvokeModel.

use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::reference::{Literal, Piece, Property, sub};
use crate::target::{GuardrailTarget, ModelTarget, S3ObjectTarget, Scope};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, limits, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Invokes a model of Bedrock.
///
/// The prompt and its settings are the body, in the model's own format, or an object in S3.
///
/// # Permissions
///
/// `bedrock:InvokeModel` on the model. Through an inference profile or a prompt router: on that, and on the models it leads
/// to, through it only. A guardrail brings `bedrock:ApplyGuardrail` on it, and a model that is invoked directly is then
/// permitted with this guardrail only. Objects in S3 bring `s3:GetObject` and `s3:PutObject` on them. Keys bring their
/// rights.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"Body": …, "ContentType": "application/json"}`; with an output in S3, the body says where it is.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let ask = BedrockInvokeModel::new("amazon.nova-lite-v1:0")
///     .body(payload!({
///         "messages": [{ "role": "user", "content": [{ "text": path("$.question") }] }],
///         "inferenceConfig": { "maxTokens": 200 },
///     }))
///     .state("Ask")
///     .result_selector(payload!({ "answer": path("$.Body.output.message.content[0].text") }));
/// # let _ = ask;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockInvokeModel {
    model_id: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<S3Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<S3Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accept: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guardrail_identifier: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guardrail_version: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Field<BedrockTrace>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    performance_config_latency: Option<Field<BedrockLatency>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_tier: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_metadata: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project_identifier: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    model: ModelTarget,
    #[serde(skip)]
    guardrail: Option<GuardrailTarget>,
    #[serde(skip)]
    from: Option<S3ObjectTarget>,
    #[serde(skip)]
    to: Option<S3ObjectTarget>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct S3Location {
    s3_uri: Field<String>,
}

/// How much a model's answer says of what a guardrail did.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = BedrockInvokeModel::new("amazon.nova-lite-v1:0").trace(BedrockTrace::Enabled);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum BedrockTrace {
    /// Nothing; the default.
    #[serde(rename = "DISABLED")]
    Disabled,
    /// What was found.
    #[serde(rename = "ENABLED")]
    Enabled,
    /// What was looked at, too.
    #[serde(rename = "ENABLED_FULL")]
    EnabledFull,
}

impl Literal for BedrockTrace {}

/// Whether a model is asked to answer faster, at a higher price.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = BedrockInvokeModel::new("amazon.nova-pro-v1:0").latency(BedrockLatency::Optimized);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum BedrockLatency {
    /// It is not; the default.
    #[serde(rename = "standard")]
    Standard,
    /// It is.
    #[serde(rename = "optimized")]
    Optimized,
}

impl Literal for BedrockLatency {}

/// The most bytes that a body may have.
const MOST_BYTES: usize = 262_144;

impl BedrockInvokeModel {
    /// Invokes this model: by its id or ARN, or by what it is invoked through, or an expression that gives an id.
    pub fn new(model: impl Into<ModelTarget>) -> Self {
        let model = model.into();
        BedrockInvokeModel {
            model_id: model.id().clone(),
            body: None,
            input: None,
            output: None,
            content_type: None,
            accept: None,
            guardrail_identifier: None,
            guardrail_version: None,
            trace: None,
            performance_config_latency: None,
            service_tier: None,
            request_metadata: None,
            project_identifier: None,
            more: Map::new(),
            model,
            guardrail: None,
            from: None,
            to: None,
        }
    }

    setters! {
        /// The MIME type of the body; by default `application/json`, or what S3 says of the object.
        content_type: Field<String>;
        /// The MIME type that the answer should have; by default `application/json`.
        accept: Field<String>;
        /// How much the answer says of what a guardrail did; by default nothing.
        trace: Field<BedrockTrace>;
        /// The service tier: `default`, `priority`, `flex` or `reserved`.
        service_tier: Field<String>;
        /// What the log of invocations can be searched by: an object of text, as JSON text of at most 8,500 characters.
        request_metadata: Field<String>;
        /// The project that the invocation counts for, by its id or ARN; by default the account's default project.
        project_identifier: Field<String>;
    }

    /// What the model gets, in its own format; at most 256 KiB. Step Functions does not look into it.
    pub fn body(mut self, body: impl Into<Payload>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// What the model gets, from S3 instead of a body.
    pub fn input(mut self, object: impl Into<S3ObjectTarget>) -> Self {
        let object = object.into();
        self.input = Some(S3Location { s3_uri: object.uri().clone() });
        self.from = Some(object);
        self
    }

    /// Where the answer is written to in S3; by default it becomes the state's result.
    pub fn output(mut self, object: impl Into<S3ObjectTarget>) -> Self {
        let object = object.into();
        self.output = Some(S3Location { s3_uri: object.uri().clone() });
        self.to = Some(object);
        self
    }

    /// Applies a guardrail, in this version: `1` to `99999999`, or `DRAFT`.
    pub fn guardrail(
        mut self,
        guardrail: impl Into<GuardrailTarget>,
        version: impl Into<Field<String>>,
    ) -> Self {
        let guardrail = guardrail.into();
        self.guardrail_identifier = Some(guardrail.id().clone());
        self.guardrail_version = Some(version.into());
        self.guardrail = Some(guardrail);
        self
    }

    /// Whether the model is asked to answer faster; by default it is not.
    pub fn latency(mut self, latency: impl Into<Field<BedrockLatency>>) -> Self {
        self.performance_config_latency = Some(latency.into());
        self
    }

    /// A parameter that has no setter here, by its name in `InvokeModel`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    /// Narrows an invocation to the guardrail that it has.
    fn with_guardrail(&self, invoke: Statement) -> Statement {
        let Some(Scope::Known(guardrails)) = self.guardrail.as_ref().map(GuardrailTarget::scope) else {
            return invoke;
        };
        let key = "bedrock:GuardrailIdentifier";
        guardrails.iter().fold(invoke, |invoke, guardrail| {
            let versioned = |version: Piece| -> Property<String> {
                sub("{}:{}", [Piece::from(guardrail), version]).into()
            };
            match &self.guardrail_version {
                Some(Field::Literal(version)) if version == "DRAFT" => {
                    invoke.when("StringEquals", key, guardrail)
                }
                Some(Field::Literal(version)) => {
                    invoke.when("StringEquals", key, versioned(version.as_str().into()))
                }
                // It may be the draft, which has no ending.
                _ => invoke.when("ArnLike", key, guardrail).when("ArnLike", key, versioned("*".into())),
            }
        })
    }
}

impl Task for BedrockInvokeModel {
    const NAME: &'static str = "BedrockInvokeModel";
    const API: (&'static str, &'static str) = ("bedrock", "invokeModel");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrock.html";

    type Patterns = RequestOnly;

    /// The guardrail's condition was checked against
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html>.
    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let mut out = Vec::new();
        for statement in self.model.invoke_statements() {
            let invokes = statement.actions.iter().any(|action| action == "bedrock:InvokeModel");
            // What the condition says of models in other regions is not documented.
            out.push(if invokes && !self.model.is_indirect() {
                self.with_guardrail(statement)
            } else {
                statement
            });
        }
        if let Some(guardrail) = &self.guardrail {
            let apply = Statement::allow(["bedrock:ApplyGuardrail"]);
            out.push(apply.on_all(guardrail.arns()).because("applies the guardrail"));
            out.extend(guardrail.key_statement());
        }
        if let Some(project) = &self.project_identifier {
            let named = |id: Piece| Property::from(arn("bedrock", "project/{}", [id]));
            let project = match project {
                Field::Literal(arn) if arn.starts_with("arn:") => arn.into(),
                Field::Literal(id) => named(id.as_str().into()),
                Field::Reference(arn) => arn.into(),
                Field::Expression(_) => named("*".into()),
            };
            let invoke = Statement::allow(["bedrock:InvokeModel"]);
            out.push(invoke.on(project).because("invokes the model for the project"));
        }
        if let Some(object) = &self.from {
            let read = Statement::allow(["s3:GetObject"]);
            out.push(read.on_all(object.arns()).because("reads what the model gets"));
            out.extend(object.key_statements(&["kms:Decrypt"], "reads what the model gets"));
        }
        if let Some(object) = &self.to {
            let write = Statement::allow(["s3:PutObject"]);
            out.push(write.on_all(object.arns()).because("writes the answer"));
            out.extend(object.key_statements(&["kms:GenerateDataKey"], "writes the answer"));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        match (&self.body, &self.input) {
            (Some(_), Some(_)) => out.push(
                Diagnostic::error("conflicting-parameters", "`Body` and `Input` cannot both be said")
                    .pointer("/Parameters/Input")
                    .help("leave one of them out"),
            ),
            (None, None) => out.push(
                Diagnostic::error("missing-parameter", "neither `Body` nor `Input` is said")
                    .pointer("/Parameters")
                    .help("say `body(…)`, or `input(…)` for an object in S3"),
            ),
            _ => {}
        }
        if let Some(body) = &self.body {
            let bytes = body.0.to_string().len();
            if bytes > MOST_BYTES {
                let message = format!("the body has {bytes} bytes, it can have {MOST_BYTES}");
                out.push(
                    Diagnostic::error("too-long", message)
                        .pointer("/Parameters/Body")
                        .help("put it into S3, and say `input(…)`"),
                );
            }
        }
        for (object, at) in [(&self.from, "Input"), (&self.to, "Output")] {
            let at = format!("/Parameters/{at}/S3Uri");
            out.extend(object.iter().flat_map(|object| object.findings(&at)));
        }
        self.check_guardrail(&mut out);
        if let Some(Field::Literal(metadata)) = &self.request_metadata {
            let at = "/Parameters/RequestMetadata";
            out.extend(limits::text("`RequestMetadata`", metadata, 0..=8_500, at));
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("Body", shape::any()),
            ("ContentType", shape::text()),
            ("PerformanceConfigLatency", shape::text()),
            ("ServiceTier", shape::text()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::payload;
        use crate::reference::{Handle, Reference};
        use crate::template::{bedrock, s3};
        let guardrail = Handle::new(
            "Guardrail",
            bedrock::Guardrail::new("no", "no", "polite").kms_key_arn(Reference::attribute("Key", "Arn")),
        );
        let prompts = Handle::new("Prompts", s3::Bucket::new());
        let secret = Handle::new(
            "Answers",
            s3::Bucket::new().bucket_encryption(s3::bucket::BucketEncryption::new([
                s3::bucket::ServerSideEncryptionRule::new().server_side_encryption_by_default(
                    s3::bucket::ServerSideEncryptionByDefault::new("aws:kms")
                        .kms_master_key_id(Reference::attribute("Key", "Arn")),
                ),
            ])),
        );
        let body = || payload!({ "inputText": path("$.question") });
        vec![
            Example::request(
                "request_response",
                BedrockInvokeModel::new("amazon.titan-text-express-v1")
                    .body(payload!({
                        "inputText": path("$.question"),
                        "textGenerationConfig": { "maxTokenCount": 100 },
                    }))
                    .content_type("application/json")
                    .accept("*/*")
                    .latency(BedrockLatency::Optimized)
                    .service_tier("flex")
                    .request_metadata(path("$.metadata"))
                    .project_identifier("answers")
                    .state("Ask"),
            ),
            Example::request(
                "guardrail",
                BedrockInvokeModel::new("amazon.titan-text-express-v1")
                    .body(body())
                    .guardrail(&guardrail, "1")
                    .trace(BedrockTrace::EnabledFull)
                    .state("Ask politely"),
            ),
            Example::request(
                "guardrail_at_run_time",
                BedrockInvokeModel::new("amazon.titan-text-express-v1")
                    .body(body())
                    .guardrail("gr1a2b3c4d5e", path("$.version"))
                    .state("Ask politely"),
            ),
            Example::request(
                "s3",
                BedrockInvokeModel::new(
                    "arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/c2oi931ulksx",
                )
                .input((&prompts, "first.json"))
                .output((&secret, "first.json"))
                .state("Ask at length"),
            ),
            Example::request(
                "s3_at_run_time",
                BedrockInvokeModel::new(Reference::to("ModelArn"))
                    .input(S3ObjectTarget::from(path("$.prompt")).within(&prompts, "prompts/"))
                    .output(path("$.answer"))
                    .state("Ask at length"),
            ),
            Example::request(
                "inference_profile",
                BedrockInvokeModel::new("eu.amazon.nova-lite-v1:0")
                    .body(body())
                    .guardrail(&guardrail, "DRAFT")
                    .state("Ask anywhere"),
            ),
            Example::request(
                "application_inference_profile",
                BedrockInvokeModel::new(ModelTarget::inference_profile(
                    Reference::to("ProfileArn"),
                    "amazon.nova-lite-v1:0",
                ))
                .body(body())
                .state("Ask through the application's profile"),
            ),
            Example::request(
                "prompt_router",
                BedrockInvokeModel::new(
                    "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/amazon.nova:1",
                )
                .body(body())
                .state("Ask whichever fits"),
            ),
            Example::request(
                "custom_model",
                BedrockInvokeModel::new(
                    ModelTarget::from(
                        "arn:aws:bedrock:eu-west-1:123456789012:custom-model-deployment/a1b2c3d4e5f6",
                    )
                    .encrypted_by(
                        "arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666",
                    ),
                )
                .body(body())
                .state("Ask our own"),
            ),
            Example::request(
                "jsonata",
                BedrockInvokeModel::new("amazon.nova-lite-v1:0")
                    .body(payload!({ "messages": jsonata("$states.input.messages") }))
                    .state("Ask")
                    .output(jsonata("$states.result.Body")),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                BedrockInvokeModel::new(path("$.model")).body(body()).state("Ask whom we are told to"),
            ),
        ]
    }
}

impl BedrockInvokeModel {
    fn check_guardrail(&self, out: &mut Vec<Diagnostic>) {
        if let Some(Field::Literal(id)) = &self.guardrail_identifier {
            let plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            let by_arn = id.starts_with("arn:") && id.contains(":guardrail/");
            if !(plain || by_arn) {
                let message = format!("`{id}` is no guardrail");
                out.push(
                    Diagnostic::error("malformed-name", message)
                        .pointer("/Parameters/GuardrailIdentifier")
                        .help("write its id, of small letters and digits, or its ARN"),
                );
            }
        }
        if let Some(Field::Literal(version)) = &self.guardrail_version {
            let number = !version.starts_with('0')
                && (1..=8).contains(&version.len())
                && version.chars().all(|c| c.is_ascii_digit());
            if !number && version != "DRAFT" {
                let message = format!("`{version}` is no version of a guardrail");
                out.push(
                    Diagnostic::error("malformed-version", message)
                        .pointer("/Parameters/GuardrailVersion")
                        .help("write a number from 1 to 99999999, or `DRAFT`"),
                );
            }
        }
        if let (Some(_), Some(Field::Literal(kind))) = (&self.guardrail, &self.content_type)
            && kind != "application/json"
        {
            let message = format!("a guardrail can look into `application/json` only, and not into `{kind}`");
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer("/Parameters/ContentType")
                    .help("leave `content_type` out"),
            );
        }
    }
}
