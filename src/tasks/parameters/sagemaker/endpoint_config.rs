//! SageMaker: what an endpoint records, measures and explains, and how it answers later.

use super::Words;
use super::check::Check;
use crate::asl::Field;
use crate::reference::Literal;
use crate::target::TopicTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// Where an endpoint keeps a copy of what it is asked and answers.
///
/// ```
/// use stepwright::prelude::*;
///
/// let capture = SageMakerDataCaptureConfig::new("s3://models/capture/", 10).capture_option(SageMakerCaptureMode::InputAndOutput);
/// # let _ = capture;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerDataCaptureConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_capture: Option<Field<bool>>,
    initial_sampling_percentage: Field<u32>,
    destination_s3_uri: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
    capture_options: Vec<CaptureOption>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capture_content_type_header: Option<ContentTypes>,
}

impl SageMakerDataCaptureConfig {
    setters! {
        /// Whether it keeps any; by default it does.
        enable_capture: Field<bool>;
        /// The key that the copy is encrypted with, by ARN, id or alias.
        kms_key_id: Field<String>;
    }

    /// Under this prefix, so many calls of a hundred.
    pub fn new(destination: impl Into<Field<String>>, percentage: impl Into<Field<u32>>) -> Self {
        SageMakerDataCaptureConfig {
            enable_capture: None,
            initial_sampling_percentage: percentage.into(),
            destination_s3_uri: destination.into(),
            kms_key_id: None,
            capture_options: Vec::new(),
            capture_content_type_header: None,
        }
    }

    /// Adds what is kept; one at least.
    pub fn capture_option(mut self, mode: impl Into<Field<SageMakerCaptureMode>>) -> Self {
        self.capture_options.push(CaptureOption { capture_mode: mode.into() });
        self
    }

    /// The content types that are kept as CSV, up to 10; what is neither CSV nor JSON is kept in Base64.
    pub fn csv_content_types(mut self, types: impl Into<Words>) -> Self {
        self.capture_content_type_header.get_or_insert_default().csv_content_types = Some(types.into());
        self
    }

    /// The content types that are kept as JSON, up to 10.
    pub fn json_content_types(mut self, types: impl Into<Words>) -> Self {
        self.capture_content_type_header.get_or_insert_default().json_content_types = Some(types.into());
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.range("InitialSamplingPercentage", Some(&self.initial_sampling_percentage), 0..=100);
        check.s3("DestinationS3Uri", Some(&self.destination_s3_uri));
        if self.capture_options.is_empty() {
            let message = "nothing is said to be kept".to_owned();
            check.error("missing-parameter", "CaptureOptions", message, "say `capture_option(…)`");
        }
    }
}

/// What of a call is kept.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mode = SageMakerCaptureMode::Input;
/// # let _ = mode;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureOption.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerCaptureMode {
    /// What the endpoint is asked.
    Input,
    /// What it answers.
    Output,
    /// Both.
    InputAndOutput,
}

impl Literal for SageMakerCaptureMode {}

/// How an endpoint answers later, to S3.
///
/// ```
/// use stepwright::prelude::*;
///
/// let later = SageMakerAsyncInferenceConfig::new("s3://models/answers/").max_concurrent_invocations_per_instance(4);
/// # let _ = later;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerAsyncInferenceConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    client_config: Option<ClientConfig>,
    output_config: OutputConfig,
}

impl SageMakerAsyncInferenceConfig {
    /// Answers under this prefix.
    pub fn new(output_path: impl Into<Field<String>>) -> Self {
        SageMakerAsyncInferenceConfig {
            client_config: None,
            output_config: OutputConfig {
                kms_key_id: None,
                s3_output_path: Some(output_path.into()),
                notification_config: None,
                s3_failure_path: None,
            },
        }
    }

    /// How many calls an instance works on at once, 1 to 1,000; by default what SageMaker finds best.
    pub fn max_concurrent_invocations_per_instance(mut self, count: impl Into<Field<u32>>) -> Self {
        self.client_config = Some(ClientConfig { max_concurrent_invocations_per_instance: count.into() });
        self
    }

    /// The prefix under which failures are put.
    pub fn s3_failure_path(mut self, path: impl Into<Field<String>>) -> Self {
        self.output_config.s3_failure_path = Some(path.into());
        self
    }

    /// The key that answers are encrypted with, by ARN, id or alias.
    pub fn kms_key_id(mut self, key: impl Into<Field<String>>) -> Self {
        self.output_config.kms_key_id = Some(key.into());
        self
    }

    /// The topic that hears of answers.
    pub fn success_topic(mut self, topic: impl Into<TopicTarget>) -> Self {
        self.output_config.notification_config.get_or_insert_default().success_topic =
            Some(topic.into().arn().clone());
        self
    }

    /// The topic that hears of failures.
    pub fn error_topic(mut self, topic: impl Into<TopicTarget>) -> Self {
        self.output_config.notification_config.get_or_insert_default().error_topic =
            Some(topic.into().arn().clone());
        self
    }

    /// What a topic hears along with the news: `SUCCESS_NOTIFICATION_TOPIC`, `ERROR_NOTIFICATION_TOPIC`.
    pub fn include_inference_response_in(mut self, topics: impl Into<Words>) -> Self {
        self.output_config.notification_config.get_or_insert_default().include_inference_response_in =
            Some(topics.into());
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside("ClientConfig", self.client_config.as_ref(), |client, check| {
            let count = &client.max_concurrent_invocations_per_instance;
            check.range("MaxConcurrentInvocationsPerInstance", Some(count), 1..=1_000);
        });
        check.within("OutputConfig", |check| {
            check.s3("S3OutputPath", self.output_config.s3_output_path.as_ref());
            check.s3("S3FailurePath", self.output_config.s3_failure_path.as_ref());
        });
    }
}

/// What an endpoint measures of itself.
///
/// ```
/// use stepwright::prelude::*;
///
/// let metrics = SageMakerMetricsConfig::new().enable_enhanced_metrics(true).metric_publish_frequency_in_seconds(30);
/// # let _ = metrics;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerMetricsConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_enhanced_metrics: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_publish_frequency_in_seconds: Option<Field<u32>>,
}

impl SageMakerMetricsConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Whether there are metrics of each instance and container; by default there are not.
        enable_enhanced_metrics: Field<bool>;
        /// How often metrics are published: every 10, 30, 60, 120, 180, 240 or 300 seconds; by default 60.
        metric_publish_frequency_in_seconds: Field<u32>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        if let Some(Field::Literal(seconds)) = self.metric_publish_frequency_in_seconds
            && ![10, 30, 60, 120, 180, 240, 300].contains(&seconds)
        {
            let message = format!("`MetricPublishFrequencyInSeconds` is {seconds}");
            let help = "it can be 10, 30, 60, 120, 180, 240 or 300";
            check.error("out-of-range", "MetricPublishFrequencyInSeconds", message, help);
        }
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct CaptureOption {
    capture_mode: Field<SageMakerCaptureMode>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ContentTypes {
    #[serde(skip_serializing_if = "Option::is_none")]
    csv_content_types: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    json_content_types: Option<Words>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ClientConfig {
    max_concurrent_invocations_per_instance: Field<u32>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct OutputConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
    #[serde(rename = "S3OutputPath", skip_serializing_if = "Option::is_none")]
    s3_output_path: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notification_config: Option<NotificationConfig>,
    #[serde(rename = "S3FailurePath", skip_serializing_if = "Option::is_none")]
    s3_failure_path: Option<Field<String>>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct NotificationConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    success_topic: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_topic: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    include_inference_response_in: Option<Words>,
}
