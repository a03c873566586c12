//! Bedrock: CreateModelCustomizationJob.

use super::parameters::{
    BedrockCustomizationType, BedrockDistillation, BedrockReinforcement, BedrockTrainingData,
    CustomizationConfig, S3Source,
};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::reference::Property;
use crate::target::{Ids, KeyTarget, ModelTarget, RoleTarget, S3LocationTarget, S3ObjectTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, limits, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Makes a custom model of Bedrock out of another one.
///
/// # Permissions
///
/// `bedrock:CreateModelCustomizationJob` on the foundation model, and on custom models and customization jobs, whose ids
/// nobody knows before. `iam:PassRole` on the role, to Bedrock only. A job that is waited for also needs
/// `bedrock:GetModelCustomizationJob` and `bedrock:StopModelCustomizationJob` on customization jobs. Tags need
/// `bedrock:TagResource`, for their keys only; a key of one's own needs its rights, through Bedrock only.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the customization has, and fails when it does.
///
/// # Output
///
/// Request and response: `{"JobArn": "…"}`. A job: the customization, as `GetModelCustomizationJob` has it, with `Status` and
/// `OutputModelArn`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let tune = BedrockCreateModelCustomizationJob::new(
///     path("$.name"),
///     "orders",
///     "arn:aws:iam::123456789012:role/tuning",
///     "amazon.titan-text-express-v1",
///     "s3://training-123456789012/orders.jsonl",
///     "s3://models-123456789012/orders/",
/// )
/// .validation_data("s3://training-123456789012/validation.jsonl")
/// .hyper_parameter("epochCount", "2")
/// .run_job("Tune the model");
/// # let _ = tune;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockCreateModelCustomizationJob {
    job_name: Field<String>,
    custom_model_name: Field<String>,
    role_arn: Field<String>,
    base_model_identifier: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customization_type: Option<Field<BedrockCustomizationType>>,
    training_data_config: BedrockTrainingData,
    #[serde(skip_serializing_if = "Option::is_none")]
    validation_data_config: Option<ValidationData>,
    output_data_config: S3Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    hyper_parameters: Option<Field<IndexMap<String, Field<String>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customization_config: Option<CustomizationConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_model_kms_key_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_config: Option<VpcConfig>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    job_tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    custom_model_tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_request_token: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    role: RoleTarget,
    #[serde(skip)]
    base: ModelTarget,
    #[serde(skip)]
    key: Option<KeyTarget>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ValidationData {
    validators: Vec<S3Source>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct VpcConfig {
    subnet_ids: Ids,
    security_group_ids: Ids,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: Field<String>,
}

impl BedrockCreateModelCustomizationJob {
    /// A job of this name, at most 63 characters, that makes a custom model of this name under this role,
    /// out of this model with this data, and writes what it says of it to this place in S3.
    pub fn new(
        job_name: impl Into<Field<String>>,
        custom_model_name: impl Into<Field<String>>,
        role: impl Into<RoleTarget>,
        base_model: impl Into<ModelTarget>,
        training_data: impl Into<BedrockTrainingData>,
        output: impl Into<S3LocationTarget>,
    ) -> Self {
        let (role, base) = (role.into(), base_model.into());
        BedrockCreateModelCustomizationJob {
            job_name: job_name.into(),
            custom_model_name: custom_model_name.into(),
            role_arn: role.arn().clone(),
            base_model_identifier: base.id().clone(),
            customization_type: None,
            training_data_config: training_data.into(),
            validation_data_config: None,
            output_data_config: S3Source { s3_uri: output.into().uri().clone() },
            hyper_parameters: None,
            customization_config: None,
            custom_model_kms_key_id: None,
            vpc_config: None,
            job_tags: Vec::new(),
            custom_model_tags: Vec::new(),
            client_request_token: None,
            more: Map::new(),
            role,
            base,
            key: None,
        }
    }

    setters! {
        /// How the model is customized; by default by fine-tuning.
        customization_type: Field<BedrockCustomizationType>;
        /// The same token makes the job once only: at most 256 letters, digits and `-`.
        client_request_token: Field<String>;
    }

    /// Adds data that the model is tried on, in S3; at most 10 objects.
    pub fn validation_data(mut self, object: impl Into<S3ObjectTarget>) -> Self {
        let data = self.validation_data_config.get_or_insert(ValidationData { validators: Vec::new() });
        data.validators.push(S3Source { s3_uri: object.into().uri().clone() });
        self
    }

    /// Sets a hyperparameter, by the name that the model has for it; as text.
    pub fn hyper_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        let mut all = match self.hyper_parameters.take() {
            Some(Field::Literal(all)) => all,
            _ => IndexMap::new(),
        };
        all.insert(name.into(), value.into());
        self.hyper_parameters = Some(Field::Literal(all));
        self
    }

    /// All hyperparameters out of an expression that gives an object of text.
    pub fn hyper_parameters_from(mut self, parameters: Expression) -> Self {
        self.hyper_parameters = Some(parameters.into());
        self
    }

    /// Learns from a larger model: [`Distillation`](BedrockCustomizationType::Distillation).
    pub fn distillation(mut self, distillation: BedrockDistillation) -> Self {
        self.customization_type = Some(BedrockCustomizationType::Distillation.into());
        self.customization_config =
            Some(CustomizationConfig { distillation_config: Some(distillation), rft_config: None });
        self
    }

    /// Learns by rewards: [`ReinforcementFineTuning`](BedrockCustomizationType::ReinforcementFineTuning).
    pub fn reinforcement(mut self, reinforcement: BedrockReinforcement) -> Self {
        self.customization_type = Some(BedrockCustomizationType::ReinforcementFineTuning.into());
        self.customization_config =
            Some(CustomizationConfig { distillation_config: None, rft_config: Some(reinforcement) });
        self
    }

    /// The key that the custom model is encrypted with; by default one that AWS owns.
    pub fn custom_model_key(mut self, key: impl Into<KeyTarget>) -> Self {
        let key = key.into();
        self.custom_model_kms_key_id = Some(match key.arn() {
            Property::Literal(arn) => arn.into(),
            Property::Reference(arn) => arn.into(),
        });
        self.key = Some(key);
        self
    }

    /// Reads and writes the data from within a VPC: from 1 to 16 subnets, with 1 to 5 security groups. The role has to be
    /// permitted to make network interfaces there.
    pub fn vpc(mut self, subnets: impl Into<Ids>, security_groups: impl Into<Ids>) -> Self {
        let (subnet_ids, security_group_ids) = (subnets.into(), security_groups.into());
        self.vpc_config = Some(VpcConfig { subnet_ids, security_group_ids });
        self
    }

    /// Tags the job; at most 200 times.
    pub fn job_tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.job_tags.push(Tag { key: key.into(), value: value.into() });
        self
    }

    /// Tags the custom model; at most 200 times.
    pub fn custom_model_tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.custom_model_tags.push(Tag { key: key.into(), value: value.into() });
        self
    }

    /// A parameter that has no setter here, by its name in `CreateModelCustomizationJob`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

/// What tagging these things needs, where there are tags.
fn tag_statement(tags: &[Tag], on: &str, why: &'static str) -> Option<Statement> {
    let tag = Statement::allow(["bedrock:TagResource"]).on(arn("bedrock", on, [""; 0])).because(why);
    (!tags.is_empty()).then(|| {
        let key = |tag: Statement, one: &Tag| {
            tag.when("ForAllValues:StringEquals", "aws:TagKeys", one.key.as_str())
        };
        tags.iter().fold(tag, key)
    })
}

impl Task for BedrockCreateModelCustomizationJob {
    const NAME: &'static str = "BedrockCreateModelCustomizationJob";
    const API: (&'static str, &'static str) = ("bedrock", "createModelCustomizationJob");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrock.html";

    type Patterns = RequestOrJob;

    /// The key's rights were checked against
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-custom-job.html>.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let jobs = || arn("bedrock", "model-customization-job/*", [""; 0]);
        let mut out = vec![
            Statement::allow(["bedrock:CreateModelCustomizationJob"])
                .on_all(self.base.foundation_arns())
                .on(arn("bedrock", "custom-model/*", [""; 0]))
                .on(jobs())
                .because("customizes the model"),
            self.role.pass_statement("bedrock.amazonaws.com"),
        ];
        if pattern == IntegrationPattern::RunJob {
            // The page names no managed rule for it.
            out.push(
                Statement::allow(["bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"])
                    .on(jobs())
                    .because("follows the job, and stops it when the execution is stopped"),
            );
        }
        out.extend(tag_statement(&self.job_tags, "model-customization-job/*", "tags the job"));
        out.extend(tag_statement(&self.custom_model_tags, "custom-model/*", "tags the custom model"));
        out.extend(self.key.as_ref().map(|key| {
            let actions = ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey", "kms:CreateGrant"];
            key.through("bedrock", &actions, "has the custom model encrypted with this key")
        }));
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        self.check_names(&mut out);
        out.extend(self.training_data_config.findings());
        let validators = self.validation_data_config.as_ref().map_or(0, |data| data.validators.len());
        let at = "/Parameters/ValidationDataConfig/Validators";
        out.extend(limits::items("objects to try the model on", validators, 10, at));
        for (tags, name) in [(&self.job_tags, "JobTags"), (&self.custom_model_tags, "CustomModelTags")] {
            let at = format!("/Parameters/{name}");
            out.extend(limits::items("tags", tags.len(), 200, at.as_str()));
            for (index, tag) in tags.iter().enumerate() {
                let place = format!("{at}/{index}");
                out.extend(limits::text("the key of a tag", &tag.key, 1..=128, format!("{place}/Key")));
                if let Field::Literal(value) = &tag.value {
                    let name = format!("the value of the tag `{}`", tag.key);
                    out.extend(limits::text(&name, value, 0..=256, format!("{place}/Value")));
                }
            }
        }
        if let Some(vpc) = &self.vpc_config {
            for (ids, what, name, most) in [
                (&vpc.subnet_ids, "subnets", "SubnetIds", 16),
                (&vpc.security_group_ids, "security groups", "SecurityGroupIds", 5),
            ] {
                let at = format!("/Parameters/VpcConfig/{name}");
                let Ids::Listed(listed) = ids else { continue };
                out.extend(limits::items(what, listed.len(), most, at.as_str()));
                if listed.is_empty() {
                    let message = format!("a job in a VPC needs {what}");
                    out.push(Diagnostic::error("too-few-items", message).pointer(at));
                }
            }
        }
        self.check_type(&mut out);
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([("JobArn", shape::text())]);
        }
        let step = || {
            shape::object([
                ("CreationTime", shape::any()),
                ("LastModifiedTime", shape::any()),
                ("Status", shape::text()),
            ])
        };
        let details = shape::object([
            ("DataProcessingDetails", step()),
            ("TrainingDetails", step()),
            ("ValidationDetails", step()),
        ]);
        shape::object([
            ("BaseModelArn", shape::text()),
            ("ClientRequestToken", shape::text()),
            ("CreationTime", shape::any()),
            ("CustomizationConfig", shape::any()),
            ("CustomizationType", shape::text()),
            ("EndTime", shape::any()),
            ("FailureMessage", shape::text()),
            ("HyperParameters", shape::map(shape::text())),
            ("JobArn", shape::text()),
            ("JobName", shape::text()),
            ("LastModifiedTime", shape::any()),
            ("OutputDataConfig", shape::object([("S3Uri", shape::text())])),
            ("OutputModelArn", shape::text()),
            ("OutputModelKmsKeyArn", shape::text()),
            ("OutputModelName", shape::text()),
            ("RoleArn", shape::text()),
            ("Status", shape::text()),
            ("StatusDetails", details),
            ("TrainingDataConfig", shape::any()),
            ("TrainingMetrics", shape::object([("TrainingLoss", shape::number())])),
            ("ValidationDataConfig", shape::any()),
            ("ValidationMetrics", shape::list(shape::object([("ValidationLoss", shape::number())]))),
            ("VpcConfig", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{BedrockMetadataFilter, BedrockReasoningEffort};
        use crate::asl::{jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::template::{iam, kms, s3};
        let role = Handle::new("TuningRole", iam::Role::new(Value::Null));
        let data = Handle::new("Data", s3::Bucket::new());
        let key = Handle::new("ModelKey", kms::Key::new());
        let titan = "amazon.titan-text-express-v1";
        let job = |base: ModelTarget, training: BedrockTrainingData| {
            BedrockCreateModelCustomizationJob::new(
                path("$.name"),
                "orders",
                &role,
                base,
                training,
                (&data, "models/"),
            )
        };
        let written = || BedrockTrainingData::from((&data, "training.jsonl"));
        let logged = || BedrockTrainingData::invocation_logs("s3://logs-123456789012/invocations/");
        vec![
            Example::request(
                "request_response",
                job(titan.into(), written())
                    .customization_type(BedrockCustomizationType::FineTuning)
                    .validation_data((&data, "validation.jsonl"))
                    .hyper_parameter("epochCount", "2")
                    .hyper_parameter("batchSize", path("$.size"))
                    .client_request_token(path("$.token"))
                    .job_tag("team", "orders")
                    .custom_model_tag("team", "orders")
                    .custom_model_tag("order", path("$.order"))
                    .state("Start tuning"),
            ),
            Example::job(
                "run_job",
                job(titan.into(), written())
                    .customization_type(BedrockCustomizationType::ContinuedPreTraining)
                    .validation_data("s3://data-123456789012/validation.jsonl")
                    .hyper_parameters_from(path("$.parameters"))
                    .custom_model_key(&key)
                    .vpc(
                        [Reference::to("SubnetA"), Reference::to("SubnetB")],
                        [Reference::attribute("Group", "GroupId")],
                    )
                    .run_job("Tune the model"),
            ),
            Example::job(
                "run_job_distillation",
                job(
                    "amazon.nova-lite-v1:0".into(),
                    logged()
                        .use_prompt_response(true)
                        .filter_all([
                            BedrockMetadataFilter::equals("team", "orders"),
                            BedrockMetadataFilter::not_equals("stage", path("$.stage")),
                        ]),
                )
                .distillation(BedrockDistillation::new("amazon.nova-pro-v1:0").max_response_length(1_000))
                .run_job("Distil the model"),
            ),
            Example::job(
                "run_job_reinforcement",
                job(
                    "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-2-lite-v1:0".into(),
                    logged().filter(BedrockMetadataFilter::equals("team", "orders")),
                )
                .reinforcement(
                    BedrockReinforcement::new("grade")
                        .epoch_count(3)
                        .batch_size(64)
                        .learning_rate(0.00005)
                        .max_prompt_length(4_096)
                        .training_sample_per_prompt(4)
                        .inference_max_tokens(2_048)
                        .reasoning_effort(BedrockReasoningEffort::High)
                        .eval_interval(10),
                )
                .run_job("Reward the model"),
            ),
            Example::job(
                "run_job_custom_model",
                job(
                    "arn:aws:bedrock:eu-west-1:123456789012:custom-model/amazon.titan-text-express-v1:0:8k/a1b2c3d4e5f6"
                        .into(),
                    logged().filter_any([BedrockMetadataFilter::equals("team", "orders")]),
                )
                .hyper_parameter("Evaluation percentage", "10")
                .run_job("Tune it further"),
            ),
            Example::job(
                "jsonata",
                BedrockCreateModelCustomizationJob::new(
                    jsonata("'tune-' & $states.input.id"),
                    "orders",
                    &role,
                    titan,
                    jsonata("$states.input.data"),
                    (&data, "models/"),
                )
                .validation_data(jsonata("$states.input.validation"))
                .run_job("Tune the model")
                .output(jsonata("$states.result.OutputModelArn")),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                BedrockCreateModelCustomizationJob::new(
                    path("$.name"),
                    path("$.model"),
                    path("$.role"),
                    path("$.base"),
                    path("$.data"),
                    path("$.output"),
                )
                .validation_data(path("$.validation"))
                .run_job("Tune what is asked for"),
            ),
        ]
    }
}

impl BedrockCreateModelCustomizationJob {
    fn check_names(&self, out: &mut Vec<Diagnostic>) {
        let mut check = |name: &str, field: &Field<String>, most: usize, more: &str, help: &str| {
            let Field::Literal(text) = field else { return };
            let at = format!("/Parameters/{name}");
            out.extend(limits::text(&format!("`{name}`"), text, 1..=most, at.as_str()));
            let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let taken = text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
            let fits = text.is_empty() || ends(text.chars().next()) && taken;
            if !fits {
                let message = format!("Bedrock does not take `{text}` for `{name}`");
                out.push(Diagnostic::error("malformed-name", message).pointer(at).help(help));
            }
        };
        let help = "begin with a letter or digit, and go on with letters, digits, `-`, `+` and `.`";
        check("JobName", &self.job_name, 63, "-+.", help);
        let help = "begin with a letter or digit, and go on with letters, digits, `-` and `_`";
        check("CustomModelName", &self.custom_model_name, 63, "-_", help);
        if let Some(token) = &self.client_request_token {
            let help = "begin with a letter or digit, and go on with letters, digits and `-`";
            check("ClientRequestToken", token, 256, "-", help);
        }
    }

    /// Whether something says what the custom model is tried on, or may say it.
    fn is_tried(&self) -> bool {
        let by_parameter = match &self.hyper_parameters {
            Some(Field::Literal(all)) => all.contains_key("Evaluation percentage"),
            Some(_) => true,
            None => false,
        };
        by_parameter || self.validation_data_config.is_some()
    }

    /// What belongs to one type of customization only.
    fn check_type(&self, out: &mut Vec<Diagnostic>) {
        use BedrockCustomizationType::{
            ContinuedPreTraining, Distillation, FineTuning, ReinforcementFineTuning,
        };
        let config = self.customization_config.as_ref();
        let rewards = config.and_then(|config| config.rft_config.as_ref());
        out.extend(rewards.iter().flat_map(|rewards| rewards.findings()));
        let kind = match self.customization_type {
            Some(Field::Literal(kind)) => kind,
            Some(_) => return,
            None => BedrockCustomizationType::FineTuning,
        };
        if matches!(kind, FineTuning | ContinuedPreTraining) && !self.is_tried() {
            let message =
                "nothing says what the custom model is tried on: there is no `ValidationDataConfig`";
            out.push(
                Diagnostic::advice("no-validation-data", message)
                    .pointer("/Parameters")
                    .help("say `validation_data(…)`, or the hyperparameter `Evaluation percentage`, if the model needs either"),
            );
        }
        let (missing, help) = match kind {
            Distillation => (
                config.is_none_or(|config| config.distillation_config.is_none()),
                "say `distillation` with the larger model",
            ),
            ReinforcementFineTuning => {
                (rewards.is_none(), "say `reinforcement` with the function that grades")
            }
            _ => (false, ""),
        };
        if missing {
            let message = "this `CustomizationType` needs a `CustomizationConfig`, and none fits";
            out.push(
                Diagnostic::error("missing-parameter", message)
                    .pointer("/Parameters/CustomizationType")
                    .help(help),
            );
        } else if config.is_some() && !matches!(kind, Distillation | ReinforcementFineTuning) {
            let message = "this `CustomizationType` takes no `CustomizationConfig`";
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer("/Parameters/CustomizationConfig")
                    .help("leave `customization_type` out"),
            );
        }
    }
}
