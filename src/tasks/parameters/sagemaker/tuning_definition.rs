//! SageMaker: the training jobs that a tuning job starts.

use super::check::{Check, Entries, put};
use super::{
    SageMakerChannel, SageMakerCheckpointConfig, SageMakerInputMode, SageMakerMetricDefinition,
    SageMakerObjective, SageMakerOutputDataConfig, SageMakerParameterRanges, SageMakerResourceConfig,
    SageMakerStoppingCondition, SageMakerVpcConfig,
};
use crate::asl::Field;
use crate::iam::Statement;
use crate::target::{RoleTarget, SageMakerKeyTarget};
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// The training jobs that a tuning job starts.
///
/// ```
/// use stepwright::prelude::*;
///
/// let definition = SageMakerTrainingJobDefinition::new(
///     SageMakerTuningAlgorithm::image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:3"),
///     "training",
///     SageMakerOutputDataConfig::new("s3://models/orders/"),
///     SageMakerStoppingCondition::new().max_runtime(hours(1)),
/// )
/// .resource_config(SageMakerResourceConfig::new("ml.m5.xlarge", 1).volume_size_in_gb(30))
/// .channel(SageMakerChannel::new("train", "s3://orders/train/"));
/// # let _ = definition;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTrainingJobDefinition.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTrainingJobDefinition {
    #[serde(skip_serializing_if = "Option::is_none")]
    definition_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tuning_objective: Option<SageMakerObjective>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hyper_parameter_ranges: Option<SageMakerParameterRanges>,
    #[serde(skip_serializing_if = "Option::is_none")]
    static_hyper_parameters: Option<Entries>,
    algorithm_specification: SageMakerTuningAlgorithm,
    role_arn: Field<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    input_data_config: Vec<SageMakerChannel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_config: Option<SageMakerVpcConfig>,
    output_data_config: SageMakerOutputDataConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_config: Option<SageMakerResourceConfig>,
    #[serde(rename = "HyperParameterTuningResourceConfig", skip_serializing_if = "Option::is_none")]
    tuning_resource_config: Option<SageMakerTuningResourceConfig>,
    stopping_condition: SageMakerStoppingCondition,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_network_isolation: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_inter_container_traffic_encryption: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_managed_spot_training: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checkpoint_config: Option<SageMakerCheckpointConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_strategy: Option<RetryStrategy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Entries>,
    #[serde(skip)]
    role: RoleTarget,
}

impl SageMakerTrainingJobDefinition {
    setters! {
        /// The name of the definition, among several.
        definition_name: Field<String>;
        /// What is best, among several definitions.
        tuning_objective: SageMakerObjective;
        /// What is searched, among several definitions.
        hyper_parameter_ranges: SageMakerParameterRanges;
        /// The VPC that containers reach.
        vpc_config: SageMakerVpcConfig;
        /// The instances.
        resource_config: SageMakerResourceConfig;
        /// The instances, of several types that are tried in turn; in place of the other.
        tuning_resource_config: SageMakerTuningResourceConfig;
        /// Whether containers reach no network; by default they do.
        enable_network_isolation: Field<bool>;
        /// Whether what containers tell each other is encrypted; by default it is not.
        enable_inter_container_traffic_encryption: Field<bool>;
        /// Whether spot capacity is used; by default it is not.
        enable_managed_spot_training: Field<bool>;
        /// Where checkpoints are kept.
        checkpoint_config: SageMakerCheckpointConfig;
    }

    /// Sets a hyperparameter that is not searched; up to 100.
    pub fn static_hyper_parameter(
        mut self,
        name: impl Into<String>,
        value: impl Into<Field<String>>,
    ) -> Self {
        put(&mut self.static_hyper_parameters, name, value);
        self
    }

    /// All of them at once: a map, or an expression that gives one.
    pub fn static_hyper_parameters(mut self, all: impl Into<Entries>) -> Self {
        self.static_hyper_parameters = Some(all.into());
        self
    }

    /// Adds an input; up to 20.
    pub fn channel(mut self, channel: impl Into<SageMakerChannel>) -> Self {
        self.input_data_config.push(channel.into());
        self
    }

    /// How often a job that failed inside SageMaker is tried again, 1 to 30.
    pub fn maximum_retry_attempts(mut self, value: impl Into<Field<u32>>) -> Self {
        self.retry_strategy = Some(RetryStrategy { maximum_retry_attempts: value.into() });
        self
    }

    /// Sets an environment variable; up to 48.
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        put(&mut self.environment, name, value);
        self
    }

    /// All of them at once: a map, or an expression that gives one.
    pub fn environment_map(mut self, all: impl Into<Entries>) -> Self {
        self.environment = Some(all.into());
        self
    }

    /// This algorithm under this role, with its results there, for so long.
    pub fn new(
        algorithm: SageMakerTuningAlgorithm,
        role: impl Into<RoleTarget>,
        output: SageMakerOutputDataConfig,
        stopping: SageMakerStoppingCondition,
    ) -> Self {
        let role = role.into();
        SageMakerTrainingJobDefinition {
            definition_name: None,
            tuning_objective: None,
            hyper_parameter_ranges: None,
            static_hyper_parameters: None,
            algorithm_specification: algorithm,
            role_arn: role.arn().clone(),
            input_data_config: Vec::new(),
            vpc_config: None,
            output_data_config: output,
            resource_config: None,
            tuning_resource_config: None,
            stopping_condition: stopping,
            enable_network_isolation: None,
            enable_inter_container_traffic_encryption: None,
            enable_managed_spot_training: None,
            checkpoint_config: None,
            retry_strategy: None,
            environment: None,
            role,
        }
    }

    /// What a tuning job that starts them needs.
    pub(in crate::tasks) fn statements(&self) -> Vec<Statement> {
        let resources = self.resource_config.as_ref().and_then(SageMakerResourceConfig::key_statement);
        let tuning =
            self.tuning_resource_config.as_ref().and_then(SageMakerTuningResourceConfig::key_statement);
        let pass = self.role.pass_statement("sagemaker.amazonaws.com");
        std::iter::once(pass).chain(resources).chain(tuning).collect()
    }

    /// What one among several has to say.
    pub(in crate::tasks) fn check_among_several(&self, check: &mut Check) {
        let needed = [
            ("DefinitionName", self.definition_name.is_some(), "say `definition_name`"),
            ("TuningObjective", self.tuning_objective.is_some(), "say `tuning_objective`"),
        ];
        for (member, _, help) in needed.into_iter().filter(|(_, said, _)| !said) {
            let message = format!("one of several definitions needs a `{member}`");
            check.error("missing-parameter", member, message, help);
        }
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside(
            "HyperParameterRanges",
            self.hyper_parameter_ranges.as_ref(),
            SageMakerParameterRanges::check,
        );
        check.entries("StaticHyperParameters", self.static_hyper_parameters.as_ref(), 100);
        check.entries("Environment", self.environment.as_ref(), 48);
        check.within("AlgorithmSpecification", |check| self.algorithm_specification.check(check));
        check.each("InputDataConfig", &self.input_data_config, 20, SageMakerChannel::check);
        check.inside("VpcConfig", self.vpc_config.as_ref(), SageMakerVpcConfig::check);
        check.within("OutputDataConfig", |check| self.output_data_config.check(check));
        check.inside("ResourceConfig", self.resource_config.as_ref(), SageMakerResourceConfig::check);
        check.inside(
            "HyperParameterTuningResourceConfig",
            self.tuning_resource_config.as_ref(),
            SageMakerTuningResourceConfig::check,
        );
        if self.resource_config.is_some() == self.tuning_resource_config.is_some() {
            let (code, message) = match &self.resource_config {
                Some(_) => (
                    "conflicting-parameters",
                    "`ResourceConfig` and `HyperParameterTuningResourceConfig` cannot both be said",
                ),
                None => (
                    "missing-parameter",
                    "neither `ResourceConfig` nor `HyperParameterTuningResourceConfig` is said",
                ),
            };
            let help = "say `resource_config(…)` or `tuning_resource_config(…)`";
            check.error(code, "", message.to_owned(), help);
        }
        check.within("StoppingCondition", |check| self.stopping_condition.check(check));
        let spot = matches!(self.enable_managed_spot_training, Some(Field::Literal(true)));
        if spot && !self.stopping_condition.waits() {
            let message = "spot training needs a `MaxWaitTimeInSeconds`".to_owned();
            check.error(
                "missing-parameter",
                "StoppingCondition/MaxWaitTimeInSeconds",
                message,
                "say `max_wait_time`",
            );
        }
        check.inside("CheckpointConfig", self.checkpoint_config.as_ref(), SageMakerCheckpointConfig::check);
        check.inside("RetryStrategy", self.retry_strategy.as_ref(), |retry, check| {
            check.range("MaximumRetryAttempts", Some(&retry.maximum_retry_attempts), 1..=30);
        });
    }
}

/// What the training jobs of a tuning job run: an image, or an algorithm.
///
/// ```
/// use stepwright::prelude::*;
///
/// let algorithm = SageMakerTuningAlgorithm::algorithm("orders").metric("validation:loss", "loss=([0-9.]+)");
/// # let _ = algorithm;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterAlgorithmSpecification.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTuningAlgorithm {
    #[serde(skip_serializing_if = "Option::is_none")]
    training_image: Option<Field<String>>,
    training_input_mode: Field<SageMakerInputMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    algorithm_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    metric_definitions: Vec<SageMakerMetricDefinition>,
}

impl SageMakerTuningAlgorithm {
    /// Adds a metric that is read from the log; up to 40.
    pub fn metric_definition(mut self, metric_definition: impl Into<SageMakerMetricDefinition>) -> Self {
        self.metric_definitions.push(metric_definition.into());
        self
    }

    /// An image, by its path in a registry.
    pub fn image(image: impl Into<Field<String>>) -> Self {
        SageMakerTuningAlgorithm {
            training_image: Some(image.into()),
            training_input_mode: Field::Literal(SageMakerInputMode::File),
            algorithm_name: None,
            metric_definitions: Vec::new(),
        }
    }

    /// An algorithm, by name or ARN.
    pub fn algorithm(name: impl Into<Field<String>>) -> Self {
        SageMakerTuningAlgorithm {
            training_image: None,
            training_input_mode: Field::Literal(SageMakerInputMode::File),
            algorithm_name: Some(name.into()),
            metric_definitions: Vec::new(),
        }
    }

    /// How data reaches the container, where a channel says nothing else; by default as files.
    pub fn training_input_mode(mut self, mode: impl Into<Field<SageMakerInputMode>>) -> Self {
        self.training_input_mode = mode.into();
        self
    }

    /// Adds a metric, and the regular expression that finds its value in the log.
    pub fn metric(self, name: impl Into<Field<String>>, regex: impl Into<Field<String>>) -> Self {
        self.metric_definition(SageMakerMetricDefinition::new(name, regex))
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.each("MetricDefinitions", &self.metric_definitions, 40, SageMakerMetricDefinition::check);
    }
}

/// The instances of a tuning job's training jobs, of several types that are tried in turn.
///
/// ```
/// use stepwright::prelude::*;
///
/// let resources = SageMakerTuningResourceConfig::new()
///     .instances("ml.g5.xlarge", 1, 50)
///     .instances("ml.g4dn.xlarge", 1, 50)
///     .allocation_strategy("Prioritized");
/// # let _ = resources;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTuningResourceConfig.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTuningResourceConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_count: Option<Field<u32>>,
    #[serde(rename = "VolumeSizeInGB", skip_serializing_if = "Option::is_none")]
    volume_size_in_gb: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_kms_key_id: Option<SageMakerKeyTarget>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allocation_strategy: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instance_configs: Vec<InstanceConfig>,
}

impl SageMakerTuningResourceConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// The type of the instances, where it is one.
        instance_type: Field<String>;
        /// How many instances, where they are of one type.
        instance_count: Field<u32>;
        /// The size of each instance's volume, in GB, where they are of one type.
        volume_size_in_gb: Field<u32>;
        /// The key that the volumes are encrypted with. The machine's role may then grant its use.
        volume_kms_key_id: SageMakerKeyTarget;
        /// In which order types are tried: `Prioritized`.
        allocation_strategy: Field<String>;
    }

    /// Adds so many instances of this type, with volumes of so many GB; up to 6 times.
    pub fn instances(
        mut self,
        instance_type: impl Into<Field<String>>,
        count: impl Into<Field<u32>>,
        volume_size_in_gb: impl Into<Field<u32>>,
    ) -> Self {
        self.instance_configs.push(InstanceConfig {
            instance_type: instance_type.into(),
            instance_count: count.into(),
            volume_size_in_gb: volume_size_in_gb.into(),
        });
        self
    }

    /// What encrypting the volumes needs.
    pub(in crate::tasks) fn key_statement(&self) -> Option<Statement> {
        self.volume_kms_key_id.as_ref()?.grant_statement()
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        if self.instance_type.is_some() != self.instance_configs.is_empty() {
            let (code, message) = match self.instance_type {
                Some(_) => {
                    ("conflicting-parameters", "`InstanceType` and `InstanceConfigs` cannot both be said")
                }
                None => ("missing-parameter", "neither `InstanceType` nor `InstanceConfigs` is said"),
            };
            check.error(code, "", message.to_owned(), "say `instance_type(…)` or `instances(…)`");
        }
        check.most("InstanceConfigs", self.instance_configs.len(), 6);
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct RetryStrategy {
    pub(in crate::tasks) maximum_retry_attempts: Field<u32>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct InstanceConfig {
    instance_type: Field<String>,
    instance_count: Field<u32>,
    #[serde(rename = "VolumeSizeInGB")]
    volume_size_in_gb: Field<u32>,
}
