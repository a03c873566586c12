//! Bedrock: what a model is customized with, and how.
//!
//! Checked against <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateModelCustomizationJob.html>.

use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::reference::{Handle, Literal, Reference};
use crate::target::{FunctionTarget, S3LocationTarget, S3ObjectTarget};
use crate::task::{limits, setters};
use crate::template::s3;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// How a model is customized.
///
/// ```
/// use stepwright::prelude::*;
///
/// let tuned = BedrockCustomizationType::FineTuning;
/// # let _ = tuned;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum BedrockCustomizationType {
    /// On prompts and the answers to them; the default.
    #[serde(rename = "FINE_TUNING")]
    FineTuning,
    /// On text.
    #[serde(rename = "CONTINUED_PRE_TRAINING")]
    ContinuedPreTraining,
    /// On the answers of a larger model.
    #[serde(rename = "DISTILLATION")]
    Distillation,
    /// By rewards for its answers.
    #[serde(rename = "REINFORCEMENT_FINE_TUNING")]
    ReinforcementFineTuning,
    /// A model that was customized elsewhere.
    #[serde(rename = "IMPORTED")]
    Imported,
}

impl Literal for BedrockCustomizationType {}

/// What a model is customized with.
///
/// A URI, a bucket of the stack with a key, a reference or an expression is an object in S3.
///
/// ```
/// use stepwright::prelude::*;
///
/// let written = BedrockTrainingData::from("s3://training-123456789012/orders.jsonl");
/// let logged = BedrockTrainingData::invocation_logs("s3://logs-123456789012/invocations/")
///     .filter(BedrockMetadataFilter::equals("team", "orders"));
/// # let _ = (written, logged);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockTrainingData {
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_uri: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocation_logs_config: Option<InvocationLogs>,
    #[serde(skip)]
    object: Option<S3ObjectTarget>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct InvocationLogs {
    invocation_log_source: S3Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    use_prompt_response: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_metadata_filters: Option<Filters>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct S3Source {
    pub(in crate::tasks) s3_uri: Field<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Filters {
    #[serde(flatten)]
    one: BedrockMetadataFilter,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    and_all: Vec<BedrockMetadataFilter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    or_all: Vec<BedrockMetadataFilter>,
}

/// Which invocations are learned from, by the metadata that they were made with.
///
/// ```
/// use stepwright::prelude::*;
///
/// let ours = BedrockMetadataFilter::equals("team", "orders");
/// # let _ = ours;
/// ```
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockMetadataFilter {
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    equals: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    not_equals: IndexMap<String, Field<String>>,
}

impl BedrockMetadataFilter {
    /// Those whose key has this value.
    pub fn equals(key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        BedrockMetadataFilter { equals: [(key.into(), value.into())].into(), ..Self::default() }
    }

    /// Those whose key has another value.
    pub fn not_equals(key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        BedrockMetadataFilter { not_equals: [(key.into(), value.into())].into(), ..Self::default() }
    }
}

impl BedrockTrainingData {
    /// An object in S3.
    pub fn s3(object: impl Into<S3ObjectTarget>) -> Self {
        let object = object.into();
        let s3_uri = Some(object.uri().clone());
        BedrockTrainingData { s3_uri, invocation_logs_config: None, object: Some(object) }
    }

    /// The log of invocations of models, in S3.
    pub fn invocation_logs(place: impl Into<S3LocationTarget>) -> Self {
        let logs = InvocationLogs {
            invocation_log_source: S3Source { s3_uri: place.into().uri().clone() },
            use_prompt_response: None,
            request_metadata_filters: None,
        };
        BedrockTrainingData { s3_uri: None, invocation_logs_config: Some(logs), object: None }
    }

    /// Whether the logged answers are learned from as well as the prompts. Off by default, and for logs only.
    pub fn use_prompt_response(mut self, answers: impl Into<Field<bool>>) -> Self {
        if let Some(logs) = &mut self.invocation_logs_config {
            logs.use_prompt_response = Some(answers.into());
        }
        self
    }

    /// Learns from invocations that this filter takes. For logs only.
    pub fn filter(self, filter: BedrockMetadataFilter) -> Self {
        self.filters(Filters { one: filter, ..Filters::default() })
    }

    /// Learns from invocations that all of these filters take, at most 16. For logs only.
    pub fn filter_all(self, filters: impl IntoIterator<Item = BedrockMetadataFilter>) -> Self {
        self.filters(Filters { and_all: filters.into_iter().collect(), ..Filters::default() })
    }

    /// Learns from invocations that any of these filters takes, at most 16. For logs only.
    pub fn filter_any(self, filters: impl IntoIterator<Item = BedrockMetadataFilter>) -> Self {
        self.filters(Filters { or_all: filters.into_iter().collect(), ..Filters::default() })
    }

    fn filters(mut self, filters: Filters) -> Self {
        if let Some(logs) = &mut self.invocation_logs_config {
            logs.request_metadata_filters = Some(filters);
        }
        self
    }

    pub(in crate::tasks) fn findings(&self) -> Vec<Diagnostic> {
        let at = "/Parameters/TrainingDataConfig";
        let Some(logs) = &self.invocation_logs_config else {
            let findings = |object: &S3ObjectTarget| object.findings(&format!("{at}/S3Uri"));
            return self.object.as_ref().map(findings).unwrap_or_default();
        };
        let mut out = Vec::new();
        let at = format!("{at}/InvocationLogsConfig/RequestMetadataFilters");
        if let Some(filters) = &logs.request_metadata_filters {
            out.extend(limits::items("filters", filters.and_all.len(), 16, format!("{at}/AndAll")));
            out.extend(limits::items("filters", filters.or_all.len(), 16, format!("{at}/OrAll")));
        }
        out
    }
}

macro_rules! objects {
    ($($t:ty),*) => { $(impl From<$t> for BedrockTrainingData {
        fn from(object: $t) -> Self {
            BedrockTrainingData::s3(object)
        }
    })* };
}

objects!(&str, Reference, &Reference, Expression, (&Handle<s3::Bucket>, &str), S3ObjectTarget);

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct CustomizationConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) distillation_config: Option<BedrockDistillation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) rft_config: Option<BedrockReinforcement>,
}

/// Which larger model a model learns from.
///
/// ```
/// use stepwright::prelude::*;
///
/// let from = BedrockDistillation::new("amazon.nova-pro-v1:0").max_response_length(1_000);
/// # let _ = from;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockDistillation {
    teacher_model_config: TeacherModel,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct TeacherModel {
    teacher_model_identifier: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_response_length_for_inference: Option<Field<u32>>,
}

impl BedrockDistillation {
    /// From this model, by its id or ARN. The job's role has to be permitted to invoke it.
    pub fn new(teacher: impl Into<Field<String>>) -> Self {
        let teacher_model_config = TeacherModel {
            teacher_model_identifier: teacher.into(),
            max_response_length_for_inference: None,
        };
        BedrockDistillation { teacher_model_config }
    }

    /// The most tokens that an answer of it may have.
    pub fn max_response_length(mut self, tokens: impl Into<Field<u32>>) -> Self {
        self.teacher_model_config.max_response_length_for_inference = Some(tokens.into());
        self
    }
}

/// How a model learns by rewards.
///
/// ```
/// use stepwright::prelude::*;
///
/// let rewards = BedrockReinforcement::new("arn:aws:lambda:eu-west-1:123456789012:function:grade").epoch_count(3);
/// # let _ = rewards;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BedrockReinforcement {
    grader_config: Grader,
    #[serde(skip_serializing_if = "HyperParameters::is_empty")]
    hyper_parameters: HyperParameters,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Grader {
    lambda_grader: LambdaGrader,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct LambdaGrader {
    lambda_arn: Field<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct HyperParameters {
    #[serde(skip_serializing_if = "Option::is_none")]
    epoch_count: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_size: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    learning_rate: Option<Field<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_prompt_length: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    training_sample_per_prompt: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inference_max_tokens: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<Field<BedrockReasoningEffort>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eval_interval: Option<Field<u32>>,
}

/// How much a model thinks before it answers.
///
/// ```
/// use stepwright::prelude::*;
///
/// let effort = BedrockReasoningEffort::Low;
/// # let _ = effort;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BedrockReasoningEffort {
    /// Little.
    Low,
    /// Neither.
    Medium,
    /// Much.
    High,
}

impl Literal for BedrockReasoningEffort {}

impl HyperParameters {
    fn is_empty(&self) -> bool {
        self.epoch_count.is_none()
            && self.batch_size.is_none()
            && self.learning_rate.is_none()
            && self.max_prompt_length.is_none()
            && self.training_sample_per_prompt.is_none()
            && self.inference_max_tokens.is_none()
            && self.reasoning_effort.is_none()
            && self.eval_interval.is_none()
    }

    setters! {
        epoch_count: Field<u32>;
        batch_size: Field<u32>;
        learning_rate: Field<f64>;
        max_prompt_length: Field<u32>;
        training_sample_per_prompt: Field<u32>;
        inference_max_tokens: Field<u32>;
        reasoning_effort: Field<BedrockReasoningEffort>;
        eval_interval: Field<u32>;
    }
}

macro_rules! hyper_parameters {
    ($($(#[$doc:meta])* $name:ident: $t:ty;)*) => { $(
        $(#[$doc])*
        pub fn $name(mut self, value: impl Into<$t>) -> Self {
            self.hyper_parameters = self.hyper_parameters.$name(value);
            self
        }
    )* };
}

impl BedrockReinforcement {
    /// Its answers are graded by this function. The job's role has to be permitted to invoke it.
    pub fn new(grader: impl Into<FunctionTarget>) -> Self {
        let lambda_grader = LambdaGrader { lambda_arn: grader.into().arn().clone() };
        BedrockReinforcement {
            grader_config: Grader { lambda_grader },
            hyper_parameters: HyperParameters::default(),
        }
    }

    hyper_parameters! {
        /// How often it goes through the data, 1 to 50 times.
        epoch_count: Field<u32>;
        /// How many samples it looks at together, 16 to 512.
        batch_size: Field<u32>;
        /// How fast it learns, 0.0000001 to 0.001.
        learning_rate: Field<f64>;
        /// The most tokens that a prompt may have.
        max_prompt_length: Field<u32>;
        /// How many answers it gives to each prompt, 2 to 16.
        training_sample_per_prompt: Field<u32>;
        /// The most tokens that an answer may have.
        inference_max_tokens: Field<u32>;
        /// How much it thinks before it answers.
        reasoning_effort: Field<BedrockReasoningEffort>;
        /// After how many steps it is looked at how well it does, 1 to 100.
        eval_interval: Field<u32>;
    }

    pub(in crate::tasks) fn findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let at = |name: &str| format!("CustomizationConfig/RftConfig/HyperParameters/{name}");
        let parameters = &self.hyper_parameters;
        for (name, field, allowed) in [
            ("EpochCount", &parameters.epoch_count, 1..=50),
            ("BatchSize", &parameters.batch_size, 16..=512),
            ("TrainingSamplePerPrompt", &parameters.training_sample_per_prompt, 2..=16),
            ("EvalInterval", &parameters.eval_interval, 1..=100),
        ] {
            out.extend(limits::range(&at(name), field.as_ref(), allowed));
        }
        let rate = parameters.learning_rate.as_ref();
        out.extend(limits::range(&at("LearningRate"), rate, 0.0000001..=0.001));
        out
    }
}
