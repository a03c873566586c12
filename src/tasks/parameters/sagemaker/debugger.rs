//! SageMaker: what its debugger and profiler record and judge.

use super::check::{Check, Entries, put};
use crate::asl::Field;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// Where the debugger puts the tensors that it records, and which.
///
/// ```
/// use stepwright::prelude::*;
///
/// let hook = SageMakerDebugHookConfig::new("s3://models/debug/").collection(SageMakerCollection::new("losses"));
/// # let _ = hook;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DebugHookConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerDebugHookConfig {
    s3_output_path: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local_path: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hook_parameters: Option<Entries>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    collection_configurations: Vec<SageMakerCollection>,
}

impl SageMakerDebugHookConfig {
    /// Under this prefix.
    pub fn new(s3_output_path: impl Into<Field<String>>) -> Self {
        SageMakerDebugHookConfig {
            s3_output_path: s3_output_path.into(),
            local_path: None,
            hook_parameters: None,
            collection_configurations: Vec::new(),
        }
    }

    setters! {
        /// The folder in the container; by default `/opt/ml/output/tensors/`.
        local_path: Field<String>;
    }

    /// Sets a parameter of the hook; up to 20.
    pub fn hook_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        put(&mut self.hook_parameters, name, value);
        self
    }

    /// All of them at once: a map, or an expression that gives one.
    pub fn hook_parameters(mut self, all: impl Into<Entries>) -> Self {
        self.hook_parameters = Some(all.into());
        self
    }

    /// Adds a collection of tensors; up to 20.
    pub fn collection(mut self, collection: impl Into<SageMakerCollection>) -> Self {
        self.collection_configurations.push(collection.into());
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3OutputPath", Some(&self.s3_output_path));
        check.entries("HookParameters", self.hook_parameters.as_ref(), 20);
        check.most("CollectionConfigurations", self.collection_configurations.len(), 20);
    }
}

/// A collection of tensors that the debugger records.
///
/// ```
/// use stepwright::prelude::*;
///
/// let losses = SageMakerCollection::new("losses").collection_parameter("save_interval", "100");
/// # let _ = losses;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CollectionConfiguration.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCollection {
    collection_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection_parameters: Option<Entries>,
}

impl SageMakerCollection {
    /// The collection of this name: `losses`, `weights`, `gradients`.
    pub fn new(collection_name: impl Into<Field<String>>) -> Self {
        SageMakerCollection { collection_name: collection_name.into(), collection_parameters: None }
    }

    /// Sets a parameter of the collection: `include_regex`, `save_interval`; up to 20.
    pub fn collection_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        put(&mut self.collection_parameters, name, value);
        self
    }

    /// All of them at once: a map, or an expression that gives one.
    pub fn collection_parameters(mut self, all: impl Into<Entries>) -> Self {
        self.collection_parameters = Some(all.into());
        self
    }
}

/// A rule that the debugger or profiler judges a training job by.
///
/// ```
/// use stepwright::prelude::*;
///
/// let image = "929884845733.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-debugger-rules:latest";
/// let rule = SageMakerRuleConfiguration::new("overfit", image).rule_parameter("rule_to_invoke", "Overfit");
/// # let _ = rule;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DebugRuleConfiguration.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerRuleConfiguration {
    rule_configuration_name: Field<String>,
    rule_evaluator_image: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local_path: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_output_path: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_type: Option<Field<String>>,
    #[serde(rename = "VolumeSizeInGB", skip_serializing_if = "Option::is_none")]
    volume_size_in_gb: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_parameters: Option<Entries>,
}

impl SageMakerRuleConfiguration {
    /// A rule of this name, evaluated by this image.
    pub fn new(
        rule_configuration_name: impl Into<Field<String>>,
        rule_evaluator_image: impl Into<Field<String>>,
    ) -> Self {
        SageMakerRuleConfiguration {
            rule_configuration_name: rule_configuration_name.into(),
            rule_evaluator_image: rule_evaluator_image.into(),
            local_path: None,
            s3_output_path: None,
            instance_type: None,
            volume_size_in_gb: None,
            rule_parameters: None,
        }
    }

    setters! {
        /// The folder in the container; by default `/opt/ml/processing/output/rule/`.
        local_path: Field<String>;
        /// Where results are put.
        s3_output_path: Field<String>;
        /// The type of the instance, for a rule of one's own.
        instance_type: Field<String>;
        /// The size of its volume, in GB.
        volume_size_in_gb: Field<u32>;
    }

    /// Sets a parameter of the rule: `rule_to_invoke`; up to 100.
    pub fn rule_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        put(&mut self.rule_parameters, name, value);
        self
    }

    /// All of them at once: a map, or an expression that gives one.
    pub fn rule_parameters(mut self, all: impl Into<Entries>) -> Self {
        self.rule_parameters = Some(all.into());
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3OutputPath", self.s3_output_path.as_ref());
        check.entries("RuleParameters", self.rule_parameters.as_ref(), 100);
    }
}

/// Where a training job's data for TensorBoard is put.
///
/// ```
/// use stepwright::prelude::*;
///
/// let board = SageMakerTensorBoardOutputConfig::new("s3://models/board/");
/// # let _ = board;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TensorBoardOutputConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTensorBoardOutputConfig {
    s3_output_path: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local_path: Option<Field<String>>,
}

impl SageMakerTensorBoardOutputConfig {
    /// Under this prefix.
    pub fn new(s3_output_path: impl Into<Field<String>>) -> Self {
        SageMakerTensorBoardOutputConfig { s3_output_path: s3_output_path.into(), local_path: None }
    }

    setters! {
        /// The folder in the container; by default `/opt/ml/output/tensorboard`.
        local_path: Field<String>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3OutputPath", Some(&self.s3_output_path));
    }
}

/// What the profiler records of a training job.
///
/// ```
/// use stepwright::prelude::*;
///
/// let profiler = SageMakerProfilerConfig::new().s3_output_path("s3://models/profile/").profiling_interval_in_milliseconds(1_000);
/// # let _ = profiler;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProfilerConfig.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerProfilerConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_output_path: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profiling_interval_in_milliseconds: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profiling_parameters: Option<Entries>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disable_profiler: Option<Field<bool>>,
}

impl SageMakerProfilerConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Where metrics are put.
        s3_output_path: Field<String>;
        /// How often: every 100, 200, 500, 1,000, 5,000 or 60,000 milliseconds; by default 500.
        profiling_interval_in_milliseconds: Field<u32>;
        /// Whether the profiler is off; by default it is on.
        disable_profiler: Field<bool>;
    }

    /// Sets what is recorded of the framework: `DetailedProfilingConfig`, `PythonProfilingConfig`,
    /// `DataLoaderProfilingConfig`.
    pub fn profiling_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        put(&mut self.profiling_parameters, name, value);
        self
    }

    /// All of them at once: a map, or an expression that gives one.
    pub fn profiling_parameters(mut self, all: impl Into<Entries>) -> Self {
        self.profiling_parameters = Some(all.into());
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3OutputPath", self.s3_output_path.as_ref());
        if let Some(Field::Literal(interval)) = self.profiling_interval_in_milliseconds
            && ![100, 200, 500, 1_000, 5_000, 60_000].contains(&interval)
        {
            let message = format!("`ProfilingIntervalInMilliseconds` is {interval}");
            let help = "it can be 100, 200, 500, 1000, 5000 or 60000";
            check.error("out-of-range", "ProfilingIntervalInMilliseconds", message, help);
        }
    }
}
