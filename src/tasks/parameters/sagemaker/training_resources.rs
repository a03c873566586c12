//! SageMaker: the instances of a training job, how long it may take, and where its results go.

use super::check::{ANY, Check};
use crate::asl::{Field, Seconds};
use crate::iam::{Statement, arn};
use crate::reference::{Literal, Property, Reference};
use crate::target::SageMakerKeyTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// Where a training job puts its model.
///
/// ```
/// use stepwright::prelude::*;
///
/// let output = SageMakerOutputDataConfig::new("s3://models/orders/");
/// # let _ = output;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputDataConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerOutputDataConfig {
    s3_output_path: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compression_type: Option<Field<SageMakerOutputCompression>>,
}

impl SageMakerOutputDataConfig {
    /// Under this prefix: `s3://bucket/prefix/`.
    pub fn new(s3_output_path: impl Into<Field<String>>) -> Self {
        SageMakerOutputDataConfig {
            s3_output_path: s3_output_path.into(),
            kms_key_id: None,
            compression_type: None,
        }
    }

    setters! {
        /// The key that the model is encrypted with, by ARN, id or alias; by default S3's key for the account. The
        /// job's role has to be permitted its use.
        kms_key_id: Field<String>;
        /// How the model is packed; by default by gzip.
        compression_type: Field<SageMakerOutputCompression>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3OutputPath", Some(&self.s3_output_path));
    }
}

/// How a model is packed.
///
/// ```
/// use stepwright::prelude::*;
///
/// let output = SageMakerOutputDataConfig::new("s3://models/").compression_type(SageMakerOutputCompression::None);
/// # let _ = output;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputDataConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerOutputCompression {
    /// In one file, by gzip.
    #[serde(rename = "GZIP")]
    Gzip,
    /// Not at all, for large models.
    #[serde(rename = "NONE")]
    None,
}

impl Literal for SageMakerOutputCompression {}

/// The instances that a training job runs on.
///
/// ```
/// use stepwright::prelude::*;
///
/// let resources = SageMakerResourceConfig::new("ml.m5.xlarge", 2).volume_size_in_gb(50);
/// # let _ = resources;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerResourceConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_count: Option<Field<u32>>,
    #[serde(rename = "VolumeSizeInGB", skip_serializing_if = "Option::is_none")]
    volume_size_in_gb: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_kms_key_id: Option<SageMakerKeyTarget>,
    #[serde(rename = "KeepAlivePeriodInSeconds", skip_serializing_if = "Option::is_none")]
    keep_alive_period: Option<Field<Seconds>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instance_groups: Vec<SageMakerInstanceGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    training_plan_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_placement_config: Option<SageMakerInstancePlacementConfig>,
}

impl SageMakerResourceConfig {
    setters! {
        /// The size of each instance's volume, in GB.
        volume_size_in_gb: Field<u32>;
        /// The key that the volumes are encrypted with. The machine's role may then grant its use.
        volume_kms_key_id: SageMakerKeyTarget;
        /// How long the instances are kept warm for the next job, up to 6 hours; by default not at all.
        keep_alive_period: Field<Seconds>;
        /// The training plan whose capacity is used, by its ARN.
        training_plan_arn: Field<String>;
        /// How instances are placed on UltraServers.
        instance_placement_config: SageMakerInstancePlacementConfig;
    }

    /// Adds a group of instances of one type; up to 5. Then neither type nor count are said of the whole.
    pub fn instance_group(mut self, instance_group: impl Into<SageMakerInstanceGroup>) -> Self {
        self.instance_groups.push(instance_group.into());
        self
    }

    /// So many instances of this type.
    pub fn new(instance_type: impl Into<Field<String>>, count: impl Into<Field<u32>>) -> Self {
        SageMakerResourceConfig {
            instance_type: Some(instance_type.into()),
            instance_count: Some(count.into()),
            ..Self::groups()
        }
    }

    /// Groups of instances of different types, which are said one by one.
    pub fn groups() -> Self {
        SageMakerResourceConfig {
            instance_type: None,
            instance_count: None,
            volume_size_in_gb: None,
            volume_kms_key_id: None,
            keep_alive_period: None,
            instance_groups: Vec::new(),
            training_plan_arn: None,
            instance_placement_config: None,
        }
    }

    /// The plan whose capacity is used, and the capacity itself, as a policy names them.
    pub(in crate::tasks) fn plan_arns(&self) -> Vec<Property<String>> {
        let Some(plan) = &self.training_plan_arn else { return Vec::new() };
        let plan = match plan {
            Field::Literal(arn) => arn.as_str().into(),
            Field::Reference(arn) => arn.into(),
            Field::Expression(_) => {
                Reference::AtRunTime(arn("sagemaker", "training-plan/*", [""; 0]).into()).into()
            }
        };
        vec![plan, arn("sagemaker", "reserved-capacity/*", [""; 0]).into()]
    }

    /// What encrypting the volumes needs.
    pub(in crate::tasks) fn key_statement(&self) -> Option<Statement> {
        self.volume_kms_key_id.as_ref()?.grant_statement()
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        let whole = self.instance_type.is_some() || self.instance_count.is_some();
        if whole != self.instance_groups.is_empty() {
            let (code, message) = match whole {
                true => ("conflicting-parameters", "`InstanceType` and `InstanceGroups` cannot both be said"),
                false => ("missing-parameter", "neither `InstanceType` nor `InstanceGroups` is said"),
            };
            let help = "say `new(…)` without groups, or `groups()` with some";
            check.error(code, "", message.to_owned(), help);
        }
        check.range("InstanceCount", self.instance_count.as_ref(), 1..=ANY);
        check.range("VolumeSizeInGB", self.volume_size_in_gb.as_ref(), 1..=ANY);
        check.range("KeepAlivePeriodInSeconds", self.keep_alive_period.as_ref(), 0..=21_600);
        check.most("InstanceGroups", self.instance_groups.len(), 5);
        check.inside(
            "InstancePlacementConfig",
            self.instance_placement_config.as_ref(),
            |placement, check| {
                check.most("PlacementSpecifications", placement.placement_specifications.len(), 10);
            },
        );
    }
}

/// A group of instances of one type.
///
/// ```
/// use stepwright::prelude::*;
///
/// let group = SageMakerInstanceGroup::new("cpu", "ml.c5.9xlarge", 2);
/// # let _ = group;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstanceGroup.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerInstanceGroup {
    instance_group_name: Field<String>,
    instance_type: Field<String>,
    instance_count: Field<u32>,
}

impl SageMakerInstanceGroup {
    /// A group of this name: so many instances of this type.
    pub fn new(
        name: impl Into<Field<String>>,
        instance_type: impl Into<Field<String>>,
        count: impl Into<Field<u32>>,
    ) -> Self {
        SageMakerInstanceGroup {
            instance_group_name: name.into(),
            instance_type: instance_type.into(),
            instance_count: count.into(),
        }
    }
}

/// How the instances of a job are placed on UltraServers.
///
/// ```
/// use stepwright::prelude::*;
///
/// let placement = SageMakerInstancePlacementConfig::new().enable_multiple_jobs(true).place(path("$.server"), 4);
/// # let _ = placement;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstancePlacementConfig.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerInstancePlacementConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_multiple_jobs: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    placement_specifications: Vec<SageMakerPlacementSpecification>,
}

impl SageMakerInstancePlacementConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Whether other jobs may run on the same UltraServers; by default they may not.
        enable_multiple_jobs: Field<bool>;
    }

    /// Adds instances that stand together; up to 10 times.
    pub fn placement_specification(
        mut self,
        placement_specification: impl Into<SageMakerPlacementSpecification>,
    ) -> Self {
        self.placement_specifications.push(placement_specification.into());
        self
    }

    /// Places so many instances together on this UltraServer.
    pub fn place(self, server: impl Into<Field<String>>, instances: impl Into<Field<u32>>) -> Self {
        self.placement_specification(SageMakerPlacementSpecification::new(instances).ultra_server_id(server))
    }
}

/// Instances that are placed together on an UltraServer.
///
/// ```
/// use stepwright::prelude::*;
///
/// let together = SageMakerPlacementSpecification::new(4);
/// # let _ = together;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PlacementSpecification.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerPlacementSpecification {
    instance_count: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ultra_server_id: Option<Field<String>>,
}

impl SageMakerPlacementSpecification {
    /// So many instances.
    pub fn new(instance_count: impl Into<Field<u32>>) -> Self {
        SageMakerPlacementSpecification { instance_count: instance_count.into(), ultra_server_id: None }
    }

    setters! {
        /// The UltraServer; by default any.
        ultra_server_id: Field<String>;
    }
}

/// How long a training job may take.
///
/// ```
/// use stepwright::prelude::*;
///
/// let limit = SageMakerStoppingCondition::new().max_runtime(hours(2));
/// # let _ = limit;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerStoppingCondition {
    #[serde(rename = "MaxRuntimeInSeconds", skip_serializing_if = "Option::is_none")]
    max_runtime: Option<Field<Seconds>>,
    #[serde(rename = "MaxWaitTimeInSeconds", skip_serializing_if = "Option::is_none")]
    max_wait_time: Option<Field<Seconds>>,
    #[serde(rename = "MaxPendingTimeInSeconds", skip_serializing_if = "Option::is_none")]
    max_pending_time: Option<Field<Seconds>>,
}

impl SageMakerStoppingCondition {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// How long it may run; by default a day.
        max_runtime: Field<Seconds>;
        /// How long it may wait for spot capacity and run, together.
        max_wait_time: Field<Seconds>;
        /// How long it may be pending, 2 hours to 28 days.
        max_pending_time: Field<Seconds>;
    }

    /// Whether spot training, which needs it, may wait for so long.
    pub(in crate::tasks) fn waits(&self) -> bool {
        self.max_wait_time.is_some()
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.range("MaxRuntimeInSeconds", self.max_runtime.as_ref(), 1..=ANY);
        check.range("MaxWaitTimeInSeconds", self.max_wait_time.as_ref(), 1..=ANY);
        check.range("MaxPendingTimeInSeconds", self.max_pending_time.as_ref(), 7_200..=2_419_200);
        if let (Some(Field::Literal(run)), Some(Field::Literal(wait))) =
            (&self.max_runtime, &self.max_wait_time)
            && wait < run
        {
            let message = format!(
                "`MaxWaitTimeInSeconds` is {}, less than `MaxRuntimeInSeconds`, which is {}",
                wait.0, run.0
            );
            check.error(
                "out-of-range",
                "MaxWaitTimeInSeconds",
                message,
                "the run is part of the wait: make it as long at least",
            );
        }
    }
}

/// Where a training job keeps what it needs to go on after an interruption.
///
/// ```
/// use stepwright::prelude::*;
///
/// let checkpoints = SageMakerCheckpointConfig::new("s3://models/checkpoints/");
/// # let _ = checkpoints;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CheckpointConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCheckpointConfig {
    s3_uri: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local_path: Option<Field<String>>,
}

impl SageMakerCheckpointConfig {
    /// Under this prefix.
    pub fn new(s3_uri: impl Into<Field<String>>) -> Self {
        SageMakerCheckpointConfig { s3_uri: s3_uri.into(), local_path: None }
    }

    setters! {
        /// The folder in the container; by default `/opt/ml/checkpoints/`.
        local_path: Field<String>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3Uri", Some(&self.s3_uri));
    }
}

/// A training job without instances: it customizes or evaluates a model of a hub.
///
/// ```
/// use stepwright::prelude::*;
///
/// let job = SageMakerServerlessJobConfig::new(path("$.model"), SageMakerServerlessJob::FineTuning)
///     .customization_technique(SageMakerCustomizationTechnique::Sft)
///     .peft("LORA")
///     .accept_eula(true);
/// # let _ = job;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ServerlessJobConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerServerlessJobConfig {
    base_model_arn: Field<String>,
    job_type: Field<SageMakerServerlessJob>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accept_eula: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customization_technique: Option<Field<SageMakerCustomizationTechnique>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    peft: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluator_arn: Option<Field<String>>,
}

impl SageMakerServerlessJobConfig {
    /// A job of this type on this model, by its ARN in SageMaker's public hub.
    pub fn new(
        base_model_arn: impl Into<Field<String>>,
        job_type: impl Into<Field<SageMakerServerlessJob>>,
    ) -> Self {
        SageMakerServerlessJobConfig {
            base_model_arn: base_model_arn.into(),
            job_type: job_type.into(),
            accept_eula: None,
            customization_technique: None,
            peft: None,
            evaluation_type: None,
            evaluator_arn: None,
        }
    }

    setters! {
        /// Accepts the licence of the model.
        accept_eula: Field<bool>;
        /// How the model is customized.
        customization_technique: Field<SageMakerCustomizationTechnique>;
        /// How few of its weights are changed: `LORA`.
        peft: Field<String>;
        /// How the model is evaluated: `LLMAJEvaluation`, `CustomScorerEvaluation`, `BenchmarkEvaluation`.
        evaluation_type: Field<String>;
        /// What judges the results, by its ARN.
        evaluator_arn: Field<String>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        if matches!(self.job_type, Field::Literal(SageMakerServerlessJob::Evaluation))
            && self.evaluation_type.is_none()
        {
            let message = "an evaluation needs an `EvaluationType`".to_owned();
            check.error("missing-parameter", "EvaluationType", message, "say `evaluation_type`");
        }
    }
}

/// What a serverless training job does.
///
/// ```
/// use stepwright::prelude::*;
///
/// let job = SageMakerServerlessJobConfig::new(path("$.model"), SageMakerServerlessJob::Evaluation);
/// # let _ = job;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ServerlessJobConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerServerlessJob {
    /// It customizes the model.
    FineTuning,
    /// It evaluates the model.
    Evaluation,
}

impl Literal for SageMakerServerlessJob {}

/// How a model is customized.
///
/// ```
/// use stepwright::prelude::*;
///
/// let technique = SageMakerCustomizationTechnique::Dpo;
/// # let _ = technique;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ServerlessJobConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerCustomizationTechnique {
    /// Supervised fine-tuning.
    #[serde(rename = "SFT")]
    Sft,
    /// Direct preference optimization.
    #[serde(rename = "DPO")]
    Dpo,
    /// Reinforcement learning with verifiable rewards.
    #[serde(rename = "RLVR")]
    Rlvr,
    /// Reinforcement learning from the feedback of a model.
    #[serde(rename = "RLAIF")]
    Rlaif,
}

impl Literal for SageMakerCustomizationTechnique {}

/// Where a job is tracked in MLflow.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mlflow = SageMakerMlflowConfig::new(path("$.tracking")).mlflow_experiment_name("orders");
/// # let _ = mlflow;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MlflowConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerMlflowConfig {
    mlflow_resource_arn: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mlflow_experiment_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mlflow_run_name: Option<Field<String>>,
}

impl SageMakerMlflowConfig {
    /// By this MLflow app or tracking server, by its ARN.
    pub fn new(mlflow_resource_arn: impl Into<Field<String>>) -> Self {
        SageMakerMlflowConfig {
            mlflow_resource_arn: mlflow_resource_arn.into(),
            mlflow_experiment_name: None,
            mlflow_run_name: None,
        }
    }

    setters! {
        /// The experiment.
        mlflow_experiment_name: Field<String>;
        /// The run.
        mlflow_run_name: Field<String>;
    }
}

/// The model package that a serverless job makes.
///
/// ```
/// use stepwright::prelude::*;
///
/// let package = SageMakerModelPackageConfig::new(path("$.group"));
/// # let _ = package;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelPackageConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerModelPackageConfig {
    model_package_group_arn: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_model_package_arn: Option<Field<String>>,
}

impl SageMakerModelPackageConfig {
    /// In this group, by its ARN.
    pub fn new(model_package_group_arn: impl Into<Field<String>>) -> Self {
        SageMakerModelPackageConfig {
            model_package_group_arn: model_package_group_arn.into(),
            source_model_package_arn: None,
        }
    }

    setters! {
        /// The package that the job goes on from, by its ARN.
        source_model_package_arn: Field<String>;
    }
}
