//! SageMaker: CreateTrainingJob.

use super::parameters::{
    Check, Entries, SageMakerAlgorithmSpecification, SageMakerChannel, SageMakerCheckpointConfig,
    SageMakerDebugHookConfig, SageMakerExperimentConfig, SageMakerMlflowConfig, SageMakerModelPackageConfig,
    SageMakerOutputDataConfig, SageMakerProfilerConfig, SageMakerResourceConfig, SageMakerRuleConfiguration,
    SageMakerServerlessJobConfig, SageMakerStoppingCondition, SageMakerTags,
    SageMakerTensorBoardOutputConfig, SageMakerVpcConfig, check_tags, put, tag,
};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{RoleTarget, SageMakerJobTarget, create_statements, follow_statement};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Trains a model with SageMaker AI.
///
/// # Permissions
///
/// `sagemaker:CreateTrainingJob` on the job, with the tagging that Step Functions adds; `iam:PassRole` on the role, to
/// SageMaker only. A job that is waited for also needs `sagemaker:DescribeTrainingJob` and
/// `sagemaker:StopTrainingJob`, and the managed rule. A key for the volumes brings `kms:CreateGrant` on it, a training
/// plan the right to train on it. A name that begins with a text narrows all of them to such names.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the training has, and fails when it does.
///
/// # Output
///
/// Request and response: `{"TrainingJobArn", …}`. A job: the training job, as `DescribeTrainingJob` has it, with the
/// model in `ModelArtifacts.S3ModelArtifacts`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let train = SageMakerCreateTrainingJob::new(
///     intrinsic::format("orders-{}", [path("$.id")]),
///     SageMakerAlgorithmSpecification::image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:3"),
///     "arn:aws:iam::123456789012:role/training",
///     SageMakerOutputDataConfig::new("s3://models/orders/"),
///     SageMakerResourceConfig::new("ml.m5.xlarge", 1).volume_size_in_gb(30),
/// )
/// .channel(SageMakerChannel::new("train", path("$.data")))
/// .stopping_condition(SageMakerStoppingCondition::new().max_runtime(hours(2)))
/// .run_job("Train")
/// .result_selector(payload!({ "model": path("$.ModelArtifacts.S3ModelArtifacts") }));
/// # let _ = train;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCreateTrainingJob {
    training_job_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hyper_parameters: Option<Entries>,
    #[serde(skip_serializing_if = "Option::is_none")]
    algorithm_specification: Option<SageMakerAlgorithmSpecification>,
    role_arn: Field<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    input_data_config: Vec<SageMakerChannel>,
    output_data_config: SageMakerOutputDataConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_config: Option<SageMakerResourceConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_config: Option<SageMakerVpcConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopping_condition: Option<SageMakerStoppingCondition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<SageMakerTags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_network_isolation: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_inter_container_traffic_encryption: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_managed_spot_training: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checkpoint_config: Option<SageMakerCheckpointConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    debug_hook_config: Option<SageMakerDebugHookConfig>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    debug_rule_configurations: Vec<SageMakerRuleConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tensor_board_output_config: Option<SageMakerTensorBoardOutputConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    experiment_config: Option<SageMakerExperimentConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profiler_config: Option<SageMakerProfilerConfig>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    profiler_rule_configurations: Vec<SageMakerRuleConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Entries>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_strategy: Option<RetryStrategy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_debug_config: Option<RemoteDebugConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    infra_check_config: Option<InfraCheckConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_chaining_config: Option<SessionChainingConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serverless_job_config: Option<SageMakerServerlessJobConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mlflow_config: Option<SageMakerMlflowConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_package_config: Option<SageMakerModelPackageConfig>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    job: SageMakerJobTarget,
    #[serde(skip)]
    role: RoleTarget,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct RetryStrategy {
    maximum_retry_attempts: Field<u32>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct RemoteDebugConfig {
    enable_remote_debug: Field<bool>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct InfraCheckConfig {
    enable_infra_check: Field<bool>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct SessionChainingConfig {
    enable_session_tag_chaining: Field<bool>,
}

impl SageMakerCreateTrainingJob {
    /// A job of this name that runs this algorithm under this role, on these instances, and puts the model there.
    pub fn new(
        name: impl Into<SageMakerJobTarget>,
        algorithm: SageMakerAlgorithmSpecification,
        role: impl Into<RoleTarget>,
        output: SageMakerOutputDataConfig,
        resources: SageMakerResourceConfig,
    ) -> Self {
        let mut job = Self::made(name.into(), role.into(), output);
        job.algorithm_specification = Some(algorithm);
        job.resource_config = Some(resources);
        job
    }

    /// A job of this name without instances, which customizes or evaluates a model of a hub.
    pub fn serverless(
        name: impl Into<SageMakerJobTarget>,
        config: SageMakerServerlessJobConfig,
        role: impl Into<RoleTarget>,
        output: SageMakerOutputDataConfig,
    ) -> Self {
        let mut job = Self::made(name.into(), role.into(), output);
        job.serverless_job_config = Some(config);
        job
    }

    fn made(job: SageMakerJobTarget, role: RoleTarget, output: SageMakerOutputDataConfig) -> Self {
        SageMakerCreateTrainingJob {
            training_job_name: job.name().clone(),
            hyper_parameters: None,
            algorithm_specification: None,
            role_arn: role.arn().clone(),
            input_data_config: Vec::new(),
            output_data_config: output,
            resource_config: None,
            vpc_config: None,
            stopping_condition: None,
            tags: None,
            enable_network_isolation: None,
            enable_inter_container_traffic_encryption: None,
            enable_managed_spot_training: None,
            checkpoint_config: None,
            debug_hook_config: None,
            debug_rule_configurations: Vec::new(),
            tensor_board_output_config: None,
            experiment_config: None,
            profiler_config: None,
            profiler_rule_configurations: Vec::new(),
            environment: None,
            retry_strategy: None,
            remote_debug_config: None,
            infra_check_config: None,
            session_chaining_config: None,
            serverless_job_config: None,
            mlflow_config: None,
            model_package_config: None,
            more: serde_json::Map::new(),
            job,
            role,
        }
    }

    setters! {
        /// The VPC that containers reach; by default none.
        vpc_config: SageMakerVpcConfig;
        /// How long the job may take; by default a day.
        stopping_condition: SageMakerStoppingCondition;
        /// Whether containers reach no network but each other; by default they do.
        enable_network_isolation: Field<bool>;
        /// Whether what containers tell each other is encrypted; by default it is not.
        enable_inter_container_traffic_encryption: Field<bool>;
        /// Whether spot capacity is used, for which the stopping condition says how long it may be waited for; by
        /// default it is not.
        enable_managed_spot_training: Field<bool>;
        /// Where checkpoints are kept, so that an interrupted job can go on.
        checkpoint_config: SageMakerCheckpointConfig;
        /// Which tensors the debugger records.
        debug_hook_config: SageMakerDebugHookConfig;
        /// Where data for TensorBoard is put.
        tensor_board_output_config: SageMakerTensorBoardOutputConfig;
        /// The experiment that the job belongs to.
        experiment_config: SageMakerExperimentConfig;
        /// What the profiler records.
        profiler_config: SageMakerProfilerConfig;
        /// Where the job is tracked in MLflow.
        mlflow_config: SageMakerMlflowConfig;
        /// The model package that a serverless job makes.
        model_package_config: SageMakerModelPackageConfig;
    }

    /// Adds an input; up to 20.
    pub fn channel(mut self, channel: SageMakerChannel) -> Self {
        self.input_data_config.push(channel);
        self
    }

    /// Sets a hyperparameter, which is text; up to 100.
    pub fn hyper_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        put(&mut self.hyper_parameters, name, value);
        self
    }

    /// All hyperparameters at once: a map, or an expression that gives one.
    pub fn hyper_parameters(mut self, all: impl Into<Entries>) -> Self {
        self.hyper_parameters = Some(all.into());
        self
    }

    /// Sets an environment variable; up to 100.
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        put(&mut self.environment, name, value);
        self
    }

    /// All environment variables at once: a map, or an expression that gives one.
    pub fn environment_map(mut self, all: impl Into<Entries>) -> Self {
        self.environment = Some(all.into());
        self
    }

    /// Adds a rule that the debugger judges tensors by; up to 20.
    pub fn debug_rule(mut self, rule: SageMakerRuleConfiguration) -> Self {
        self.debug_rule_configurations.push(rule);
        self
    }

    /// Adds a rule that the profiler judges metrics by; up to 20.
    pub fn profiler_rule(mut self, rule: SageMakerRuleConfiguration) -> Self {
        self.profiler_rule_configurations.push(rule);
        self
    }

    /// How often a job that failed inside SageMaker is tried again, 1 to 30; by default never.
    pub fn maximum_retry_attempts(mut self, count: impl Into<Field<u32>>) -> Self {
        self.retry_strategy = Some(RetryStrategy { maximum_retry_attempts: count.into() });
        self
    }

    /// Lets an operator open a shell in the container. Off by default.
    pub fn enable_remote_debug(mut self, enable: impl Into<Field<bool>>) -> Self {
        self.remote_debug_config = Some(RemoteDebugConfig { enable_remote_debug: enable.into() });
        self
    }

    /// Checks the instances before the job begins. Off by default.
    pub fn enable_infra_check(mut self, enable: impl Into<Field<bool>>) -> Self {
        self.infra_check_config = Some(InfraCheckConfig { enable_infra_check: enable.into() });
        self
    }

    /// Hands the session tags of the caller on to the job's role. Off by default.
    pub fn enable_session_tag_chaining(mut self, enable: impl Into<Field<bool>>) -> Self {
        self.session_chaining_config =
            Some(SessionChainingConfig { enable_session_tag_chaining: enable.into() });
        self
    }

    /// Adds a tag; up to 50.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        tag(&mut self.tags, key, value);
        self
    }

    /// All tags at once: an expression that gives a list of `Key` and `Value`.
    pub fn tags(mut self, all: Expression) -> Self {
        self.tags = Some(all.into());
        self
    }

    /// A parameter that has no setter here, by its name in `CreateTrainingJob`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SageMakerCreateTrainingJob {
    const NAME: &'static str = "SageMakerCreateTrainingJob";
    const API: (&'static str, &'static str) = ("sagemaker", "createTrainingJob");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let arns = self.job.arns("training-job");
        let resources = self.resource_config.as_ref();
        let plan = resources.map(SageMakerResourceConfig::plan_arns).unwrap_or_default();
        let mut out =
            create_statements("sagemaker:CreateTrainingJob", arns.clone(), plan, "creates the training job");
        if pattern == IntegrationPattern::RunJob {
            out.push(follow_statement(["sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob"], arns));
            out.push(managed_rule("StepFunctionsGetEventsForSageMakerTrainingJobsRule"));
        }
        out.push(self.role.pass_statement("sagemaker.amazonaws.com"));
        out.extend(resources.and_then(SageMakerResourceConfig::key_statement));
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        Check::request(|check| {
            check.new_name("TrainingJobName", &self.training_job_name, 63, "training job");
            check.entries("HyperParameters", self.hyper_parameters.as_ref(), 100);
            check.entries("Environment", self.environment.as_ref(), 100);
            check.inside(
                "AlgorithmSpecification",
                self.algorithm_specification.as_ref(),
                SageMakerAlgorithmSpecification::check,
            );
            check.each("InputDataConfig", &self.input_data_config, 20, SageMakerChannel::check);
            check.within("OutputDataConfig", |check| self.output_data_config.check(check));
            check.inside("ResourceConfig", self.resource_config.as_ref(), SageMakerResourceConfig::check);
            check.inside("VpcConfig", self.vpc_config.as_ref(), SageMakerVpcConfig::check);
            let stopping = self.stopping_condition.as_ref();
            check.inside("StoppingCondition", stopping, SageMakerStoppingCondition::check);
            let spot = matches!(self.enable_managed_spot_training, Some(Field::Literal(true)));
            if spot && !stopping.is_some_and(SageMakerStoppingCondition::waits) {
                let message = "spot training needs a `MaxWaitTimeInSeconds`".to_owned();
                let help = "say `stopping_condition(SageMakerStoppingCondition::new().max_wait_time(…))`";
                check.error("missing-parameter", "StoppingCondition/MaxWaitTimeInSeconds", message, help);
            }
            let checkpoints = self.checkpoint_config.as_ref();
            check.inside("CheckpointConfig", checkpoints, SageMakerCheckpointConfig::check);
            check.inside("DebugHookConfig", self.debug_hook_config.as_ref(), SageMakerDebugHookConfig::check);
            let rules = [
                ("DebugRuleConfigurations", &self.debug_rule_configurations),
                ("ProfilerRuleConfigurations", &self.profiler_rule_configurations),
            ];
            for (member, rules) in rules {
                check.each(member, rules, 20, SageMakerRuleConfiguration::check);
            }
            check.inside(
                "TensorBoardOutputConfig",
                self.tensor_board_output_config.as_ref(),
                SageMakerTensorBoardOutputConfig::check,
            );
            check.inside("ProfilerConfig", self.profiler_config.as_ref(), SageMakerProfilerConfig::check);
            check.inside("RetryStrategy", self.retry_strategy.as_ref(), |retry, check| {
                check.range("MaximumRetryAttempts", Some(&retry.maximum_retry_attempts), 1..=30);
            });
            check.inside(
                "ServerlessJobConfig",
                self.serverless_job_config.as_ref(),
                SageMakerServerlessJobConfig::check,
            );
            if self.model_package_config.is_some() && self.serverless_job_config.is_none() {
                let message = "only a serverless job makes a model package".to_owned();
                check.error("ignored-parameter", "ModelPackageConfig", message, "leave it out");
            }
            check_tags(self.tags.as_ref(), check);
        })
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
                ("TrainingJobArn", shape::text()),
            ]);
        }
        let metric = shape::object([
            ("MetricName", shape::text()),
            ("Timestamp", shape::any()),
            ("Value", shape::number()),
        ]);
        let transition = shape::object([
            ("EndTime", shape::any()),
            ("StartTime", shape::any()),
            ("Status", shape::text()),
            ("StatusMessage", shape::text()),
        ]);
        shape::object([
            ("AlgorithmSpecification", shape::any()),
            ("AutoMLJobArn", shape::text()),
            ("BillableTimeInSeconds", shape::integer()),
            ("BillableTokenCount", shape::integer()),
            ("CheckpointConfig", shape::any()),
            ("CreationTime", shape::any()),
            ("DebugHookConfig", shape::any()),
            ("DebugRuleConfigurations", shape::list(shape::any())),
            ("DebugRuleEvaluationStatuses", shape::list(shape::any())),
            ("EnableInterContainerTrafficEncryption", shape::boolean()),
            ("EnableManagedSpotTraining", shape::boolean()),
            ("EnableNetworkIsolation", shape::boolean()),
            ("Environment", shape::map(shape::text())),
            ("ExperimentConfig", shape::any()),
            ("FailureReason", shape::text()),
            ("FinalMetricDataList", shape::list(metric)),
            ("HyperParameters", shape::map(shape::text())),
            ("InfraCheckConfig", shape::any()),
            ("InputDataConfig", shape::list(shape::any())),
            ("LabelingJobArn", shape::text()),
            ("LastModifiedTime", shape::any()),
            ("MlflowConfig", shape::any()),
            ("MlflowDetails", shape::any()),
            ("ModelArtifacts", shape::object([("S3ModelArtifacts", shape::text())])),
            ("ModelPackageConfig", shape::any()),
            ("OutputDataConfig", shape::any()),
            ("OutputModelPackageArn", shape::text()),
            ("ProfilerConfig", shape::any()),
            ("ProfilerRuleConfigurations", shape::list(shape::any())),
            ("ProfilerRuleEvaluationStatuses", shape::list(shape::any())),
            ("ProfilingStatus", shape::text()),
            ("ProgressInfo", shape::any()),
            ("RemoteDebugConfig", shape::any()),
            ("ResourceConfig", shape::any()),
            ("RetryStrategy", shape::any()),
            ("RoleArn", shape::text()),
            ("SecondaryStatus", shape::text()),
            ("SecondaryStatusTransitions", shape::list(transition)),
            ("ServerlessJobConfig", shape::any()),
            ("StoppingCondition", shape::any()),
            ("Tags", shape::map(shape::text())),
            ("TensorBoardOutputConfig", shape::any()),
            ("TrainingEndTime", shape::any()),
            ("TrainingJobArn", shape::text()),
            ("TrainingJobName", shape::text()),
            ("TrainingJobStatus", shape::text()),
            ("TrainingStartTime", shape::any()),
            ("TrainingTimeInSeconds", shape::integer()),
            ("TuningJobArn", shape::text()),
            ("VpcConfig", shape::any()),
            ("WarmPoolStatus", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            SageMakerCollection, SageMakerCompression, SageMakerCustomizationTechnique, SageMakerDataSource,
            SageMakerFileSystem, SageMakerFileSystemDataSource, SageMakerInputMode, SageMakerInstanceGroup,
            SageMakerInstancePlacementConfig, SageMakerOutputCompression, SageMakerRecordWrapper,
            SageMakerS3DataDistribution, SageMakerS3DataSource, SageMakerS3DataType, SageMakerServerlessJob,
            SageMakerTrainingImageConfig,
        };
        use crate::asl::{hours, intrinsic, jsonata, minutes, path};
        use crate::reference::{Handle, Reference, sub};
        use crate::target::SageMakerKeyTarget;
        use crate::template::{iam, kms};
        let role = Handle::new("TrainingRole", iam::Role::new(serde_json::json!({})));
        let key = Handle::new("Key", kms::Key::new());
        let image =
            || SageMakerAlgorithmSpecification::image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:3");
        let models = || SageMakerOutputDataConfig::new(sub("s3://{}/orders/", [Reference::to("Models")]));
        vec![
            Example::request(
                "request_response",
                SageMakerCreateTrainingJob::new(
                    path("$.job"),
                    image(),
                    &role,
                    models(),
                    SageMakerResourceConfig::new("ml.m5.xlarge", 1),
                )
                .state("Train"),
            ),
            Example::job(
                "run_job",
                SageMakerCreateTrainingJob::new(
                    intrinsic::format("orders-{}", [path("$.id")]),
                    image()
                        .training_input_mode(SageMakerInputMode::FastFile)
                        .metric("loss", "loss=([0-9.]+)")
                        .enable_sage_maker_metrics_time_series(true)
                        .container_entrypoint(["python3", "/opt/train.py"])
                        .container_arguments(["--fast"])
                        .training_image_config(SageMakerTrainingImageConfig::vpc().credentials_provider(
                            "arn:aws:lambda:eu-west-1:123456789012:function:registry-login",
                        )),
                    &role,
                    models()
                        .kms_key_id(Reference::attribute("Key", "Arn"))
                        .compression_type(SageMakerOutputCompression::None),
                    SageMakerResourceConfig::new("ml.m5.xlarge", 2)
                        .volume_size_in_gb(50)
                        .volume_kms_key_id(&key)
                        .keep_alive_period(minutes(10)),
                )
                .hyper_parameter("epochs", "10")
                .hyper_parameter("rate", path("$.rate"))
                .channel(
                    SageMakerChannel::new(
                        "train",
                        SageMakerS3DataSource::new(path("$.data"))
                            .s3_data_type(SageMakerS3DataType::AugmentedManifestFile)
                            .s3_data_distribution_type(SageMakerS3DataDistribution::ShardedByS3Key)
                            .attribute_names(["source-ref", "label"])
                            .accept_eula(true)
                            .hub_content_arn(path("$.hubContent")),
                    )
                    .content_type("application/x-recordio")
                    .compression_type(SageMakerCompression::None)
                    .record_wrapper_type(SageMakerRecordWrapper::RecordIo)
                    .input_mode(SageMakerInputMode::Pipe)
                    .shuffle_seed(7_u64),
                )
                .channel(SageMakerChannel::new(
                    "vocabulary",
                    SageMakerFileSystemDataSource::new(
                        Reference::to("Files"),
                        SageMakerFileSystem::Efs,
                        "/vocabulary",
                    )
                    .writable(),
                ))
                .vpc_config(SageMakerVpcConfig::new(
                    [Reference::to("SubnetA"), Reference::to("SubnetB")],
                    [Reference::attribute("Group", "GroupId")],
                ))
                .stopping_condition(
                    SageMakerStoppingCondition::new()
                        .max_runtime(hours(2))
                        .max_wait_time(hours(3))
                        .max_pending_time(hours(4)),
                )
                .enable_network_isolation(true)
                .enable_inter_container_traffic_encryption(true)
                .enable_managed_spot_training(true)
                .checkpoint_config(
                    SageMakerCheckpointConfig::new("s3://models/checkpoints/")
                        .local_path("/opt/ml/checkpoints"),
                )
                .debug_hook_config(
                    SageMakerDebugHookConfig::new("s3://models/debug/")
                        .local_path("/opt/ml/output/tensors/")
                        .hook_parameter("save_interval", "100")
                        .collection(
                            SageMakerCollection::new("losses").collection_parameter("save_interval", "50"),
                        ),
                )
                .debug_rule(
                    SageMakerRuleConfiguration::new("overfit", path("$.ruleImage"))
                        .local_path("/opt/ml/processing/output/rule/")
                        .s3_output_path("s3://models/rules/")
                        .instance_type("ml.m5.large")
                        .volume_size_in_gb(10)
                        .rule_parameter("rule_to_invoke", "Overfit"),
                )
                .tensor_board_output_config(
                    SageMakerTensorBoardOutputConfig::new("s3://models/board/")
                        .local_path("/opt/ml/output/tensorboard"),
                )
                .experiment_config(
                    SageMakerExperimentConfig::new()
                        .experiment_name("orders")
                        .trial_name("nightly")
                        .trial_component_display_name("train")
                        .run_name(path("$.run")),
                )
                .profiler_config(
                    SageMakerProfilerConfig::new()
                        .s3_output_path("s3://models/profile/")
                        .profiling_interval_in_milliseconds(1_000)
                        .profiling_parameter("DataLoaderProfilingConfig", "{}")
                        .disable_profiler(false),
                )
                .profiler_rule(SageMakerRuleConfiguration::new("report", path("$.ruleImage")))
                .environment("STAGE", "test")
                .maximum_retry_attempts(3)
                .enable_remote_debug(false)
                .enable_infra_check(true)
                .enable_session_tag_chaining(false)
                .mlflow_config(
                    SageMakerMlflowConfig::new(path("$.tracking"))
                        .mlflow_experiment_name("orders")
                        .mlflow_run_name(path("$.run")),
                )
                .tag("order", path("$.id"))
                .run_job("Train")
                .timeout(hours(5)),
            ),
            Example::job(
                "run_job_groups",
                SageMakerCreateTrainingJob::new(
                    path("$.job"),
                    SageMakerAlgorithmSpecification::algorithm("orders"),
                    path("$.role"),
                    models(),
                    SageMakerResourceConfig::groups()
                        .instance_group(SageMakerInstanceGroup::new("cpu", "ml.c5.9xlarge", 2))
                        .instance_group(SageMakerInstanceGroup::new("gpu", path("$.gpu"), 1))
                        .volume_kms_key_id("alias/training")
                        .training_plan_arn(
                            "arn:aws:sagemaker:eu-west-1:123456789012:training-plan/orders-2026",
                        )
                        .instance_placement_config(
                            SageMakerInstancePlacementConfig::new()
                                .enable_multiple_jobs(true)
                                .place(path("$.server"), 4),
                        ),
                )
                .hyper_parameters(path("$.hyperParameters"))
                .channel(SageMakerChannel::new(
                    "train",
                    SageMakerS3DataSource::new("s3://orders/train/").instance_group_names(["cpu"]),
                ))
                .tags(path("$.tags"))
                .run_job("Train on two kinds of instances"),
            ),
            Example::job(
                "run_job_serverless",
                SageMakerCreateTrainingJob::serverless(
                    path("$.job"),
                    SageMakerServerlessJobConfig::new(path("$.model"), SageMakerServerlessJob::FineTuning)
                        .accept_eula(true)
                        .customization_technique(SageMakerCustomizationTechnique::Sft)
                        .peft("LORA")
                        .evaluation_type("CustomScorerEvaluation")
                        .evaluator_arn(path("$.evaluator")),
                    &role,
                    models(),
                )
                .channel(SageMakerChannel::new("train", SageMakerDataSource::dataset(path("$.dataset"))))
                .model_package_config(
                    SageMakerModelPackageConfig::new(path("$.group"))
                        .source_model_package_arn(path("$.package")),
                )
                .parameter(
                    "TensorBoardOutputConfig",
                    serde_json::json!({ "S3OutputPath": "s3://models/board/" }),
                )
                .run_job("Customize"),
            ),
            Example::job(
                "jsonata",
                SageMakerCreateTrainingJob::new(
                    jsonata("'orders-' & $states.input.id"),
                    image(),
                    &role,
                    models(),
                    SageMakerResourceConfig::new(jsonata("$states.input.instance"), 1),
                )
                .channel(SageMakerChannel::new("train", jsonata("$states.input.data")))
                .run_job("Train")
                .output(jsonata("$states.result.ModelArtifacts.S3ModelArtifacts")),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                SageMakerCreateTrainingJob::new(
                    SageMakerJobTarget::from(path("$.job")).among(["orders-*", "Returns-*"]),
                    image(),
                    RoleTarget::from(path("$.role")).among(["arn:aws:iam::123456789012:role/training-*"]),
                    models(),
                    SageMakerResourceConfig::new("ml.m5.xlarge", 1).volume_kms_key_id(
                        SageMakerKeyTarget::from(path("$.key")).among([Reference::attribute("Key", "Arn")]),
                    ),
                )
                .run_job("Train what is asked for"),
            ),
        ]
    }
}
