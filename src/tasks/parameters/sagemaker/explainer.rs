//! SageMaker: how an endpoint explains its answers.

use super::Words;
use crate::asl::Field;
use crate::reference::Literal;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// How an endpoint explains its answers with SageMaker Clarify.
///
/// ```
/// use stepwright::prelude::*;
///
/// let baseline = SageMakerClarifyShapBaselineConfig::new().shap_baseline("0,0,0");
/// let explainer = SageMakerClarifyExplainerConfig::new(SageMakerClarifyShapConfig::new(baseline));
/// # let _ = explainer;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyExplainerConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerClarifyExplainerConfig {
    shap_config: SageMakerClarifyShapConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_explanations: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inference_config: Option<SageMakerClarifyInferenceConfig>,
}

impl SageMakerClarifyExplainerConfig {
    /// By SHAP, as this says.
    pub fn new(shap_config: impl Into<SageMakerClarifyShapConfig>) -> Self {
        SageMakerClarifyExplainerConfig {
            shap_config: shap_config.into(),
            enable_explanations: None,
            inference_config: None,
        }
    }

    setters! {
        /// Which answers are explained, as a JMESPath; by default all.
        enable_explanations: Field<String>;
        /// How what the model is asked and answers is read.
        inference_config: SageMakerClarifyInferenceConfig;
    }
}

/// How SHAP values are found.
///
/// ```
/// use stepwright::prelude::*;
///
/// let baseline = SageMakerClarifyShapBaselineConfig::new().shap_baseline_uri("s3://models/baseline.csv");
/// let shap = SageMakerClarifyShapConfig::new(baseline).number_of_samples(100);
/// # let _ = shap;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyShapConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerClarifyShapConfig {
    shap_baseline_config: SageMakerClarifyShapBaselineConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_of_samples: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    use_logit: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<Field<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_config: Option<SageMakerClarifyTextConfig>,
}

impl SageMakerClarifyShapConfig {
    /// Against this baseline.
    pub fn new(shap_baseline_config: impl Into<SageMakerClarifyShapBaselineConfig>) -> Self {
        SageMakerClarifyShapConfig {
            shap_baseline_config: shap_baseline_config.into(),
            number_of_samples: None,
            use_logit: None,
            seed: None,
            text_config: None,
        }
    }

    setters! {
        /// How many samples are drawn.
        number_of_samples: Field<u32>;
        /// Whether values are logits; by default they are log-odds.
        use_logit: Field<bool>;
        /// A number that makes results repeatable.
        seed: Field<u64>;
        /// How texts are read.
        text_config: SageMakerClarifyTextConfig;
    }
}

/// What answers are compared with.
///
/// ```
/// use stepwright::prelude::*;
///
/// let baseline = SageMakerClarifyShapBaselineConfig::new().mime_type("text/csv").shap_baseline("0,0,0");
/// # let _ = baseline;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyShapBaselineConfig.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerClarifyShapBaselineConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    mime_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shap_baseline: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shap_baseline_uri: Option<Field<String>>,
}

impl SageMakerClarifyShapBaselineConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// The type of the records: `text/csv`, which is the default, or `application/jsonlines`.
        mime_type: Field<String>;
        /// The records, up to 4,096 characters.
        shap_baseline: Field<String>;
        /// The records, as a file in S3.
        shap_baseline_uri: Field<String>;
    }
}

/// How texts are taken apart.
///
/// ```
/// use stepwright::prelude::*;
///
/// let text = SageMakerClarifyTextConfig::new("en", SageMakerClarifyGranularity::Sentence);
/// # let _ = text;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyTextConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerClarifyTextConfig {
    language: Field<String>,
    granularity: Field<SageMakerClarifyGranularity>,
}

impl SageMakerClarifyTextConfig {
    /// Texts of this language (`en`, `xx` for several), by these units.
    pub fn new(
        language: impl Into<Field<String>>,
        granularity: impl Into<Field<SageMakerClarifyGranularity>>,
    ) -> Self {
        SageMakerClarifyTextConfig { language: language.into(), granularity: granularity.into() }
    }
}

/// The units of a text.
///
/// ```
/// use stepwright::prelude::*;
///
/// let unit = SageMakerClarifyGranularity::Token;
/// # let _ = unit;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyTextConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerClarifyGranularity {
    /// Words.
    #[serde(rename = "token")]
    Token,
    /// Sentences.
    #[serde(rename = "sentence")]
    Sentence,
    /// Paragraphs.
    #[serde(rename = "paragraph")]
    Paragraph,
}

impl Literal for SageMakerClarifyGranularity {}

/// How Clarify reads what a model is asked and answers.
///
/// ```
/// use stepwright::prelude::*;
///
/// let inference = SageMakerClarifyInferenceConfig::new().probability_index(0).label_headers(["yes", "no"]);
/// # let _ = inference;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerClarifyInferenceConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    features_attribute: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_template: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_record_count: Option<Field<u32>>,
    #[serde(rename = "MaxPayloadInMB", skip_serializing_if = "Option::is_none")]
    max_payload_in_mb: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability_index: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label_index: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability_attribute: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label_attribute: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label_headers: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feature_headers: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feature_types: Option<Words>,
}

impl SageMakerClarifyInferenceConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Where the features are, as a JMESPath.
        features_attribute: Field<String>;
        /// The template of a request in JSON lines, with `$features` in it.
        content_template: Field<String>;
        /// How many records a request has at most.
        max_record_count: Field<u32>;
        /// How large a request is at most, 1 to 25 MB; by default 6.
        max_payload_in_mb: Field<u32>;
        /// In which column the probabilities are, in CSV.
        probability_index: Field<u32>;
        /// In which column the labels are, in CSV.
        label_index: Field<u32>;
        /// Where the probabilities are, as a JMESPath.
        probability_attribute: Field<String>;
        /// Where the labels are, as a JMESPath.
        label_attribute: Field<String>;
        /// The labels.
        label_headers: Words;
        /// The names of the features.
        feature_headers: Words;
        /// The types of the features: `numerical`, `categorical`, `text`.
        feature_types: Words;
    }
}
