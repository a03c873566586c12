//! SageMaker: CreateHyperParameterTuningJob.

use super::parameters::{
    Check, SageMakerTags, SageMakerTrainingJobDefinition, SageMakerTuningJobConfig, SageMakerWarmStartConfig,
    check_tags, tag,
};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{SageMakerJobTarget, create_statements, follow_statement};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Searches for the best hyperparameters of a model with SageMaker AI, by many training jobs.
///
/// # Permissions
///
/// `sagemaker:CreateHyperParameterTuningJob` on the job, with the tagging that Step Functions adds; `iam:PassRole` on
/// the roles of the training jobs, to SageMaker only. A job that is waited for also needs
/// `sagemaker:DescribeHyperParameterTuningJob` and `sagemaker:StopHyperParameterTuningJob`, and the managed rule. A key
/// for volumes brings `kms:CreateGrant` on it. A name that begins with a text narrows all of them to such names.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the search has, and fails when the tuning job does.
///
/// # Output
///
/// Request and response: `{"HyperParameterTuningJobArn", …}`. A job: the tuning job, as
/// `DescribeHyperParameterTuningJob` has it, with the best training job in `BestTrainingJob`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let definition = SageMakerTrainingJobDefinition::new(
///     SageMakerTuningAlgorithm::image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:3")
///         .metric("validation:loss", "loss=([0-9.]+)"),
///     "arn:aws:iam::123456789012:role/training",
///     SageMakerOutputDataConfig::new("s3://models/orders/"),
///     SageMakerStoppingCondition::new().max_runtime(hours(1)),
/// )
/// .resource_config(SageMakerResourceConfig::new("ml.m5.xlarge", 1).volume_size_in_gb(30))
/// .channel(SageMakerChannel::new("train", path("$.data")));
/// let limits = SageMakerResourceLimits::new(4).max_number_of_training_jobs(40);
/// let config = SageMakerTuningJobConfig::new(SageMakerTuningStrategy::Bayesian, limits)
///     .objective(SageMakerObjective::minimize("validation:loss"))
///     .parameter_ranges(SageMakerParameterRanges::new().integer("epochs", 5, 50));
/// let tune =
///     SageMakerCreateHyperParameterTuningJob::new(path("$.job"), config, definition).run_job("Tune");
/// # let _ = tune;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCreateHyperParameterTuningJob {
    hyper_parameter_tuning_job_name: Field<String>,
    hyper_parameter_tuning_job_config: SageMakerTuningJobConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    training_job_definition: Option<SageMakerTrainingJobDefinition>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    training_job_definitions: Vec<SageMakerTrainingJobDefinition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warm_start_config: Option<SageMakerWarmStartConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<SageMakerTags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    autotune: Option<Autotune>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    job: SageMakerJobTarget,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Autotune {
    mode: &'static str,
}

impl SageMakerCreateHyperParameterTuningJob {
    /// A job of this name that searches so, by training jobs of this definition.
    pub fn new(
        name: impl Into<SageMakerJobTarget>,
        config: SageMakerTuningJobConfig,
        definition: SageMakerTrainingJobDefinition,
    ) -> Self {
        let job = name.into();
        SageMakerCreateHyperParameterTuningJob {
            hyper_parameter_tuning_job_name: job.name().clone(),
            hyper_parameter_tuning_job_config: config,
            training_job_definition: Some(definition),
            training_job_definitions: Vec::new(),
            warm_start_config: None,
            tags: None,
            autotune: None,
            more: serde_json::Map::new(),
            job,
        }
    }

    setters! {
        /// Earlier tuning jobs to go on from.
        warm_start_config: SageMakerWarmStartConfig;
    }

    /// Adds a further definition of training jobs, of another algorithm; up to 10 altogether. Each then has a name, and
    /// says itself what is searched and what is best.
    pub fn training_job_definition(mut self, definition: SageMakerTrainingJobDefinition) -> Self {
        self.training_job_definitions.extend(self.training_job_definition.take());
        self.training_job_definitions.push(definition);
        self
    }

    /// Lets SageMaker find what is not said: ranges, limits, strategy.
    pub fn autotune(mut self) -> Self {
        self.autotune = Some(Autotune { mode: "Enabled" });
        self
    }

    /// Adds a tag, of the tuning job and its training jobs; up to 50.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        tag(&mut self.tags, key, value);
        self
    }

    /// All tags at once: an expression that gives a list of `Key` and `Value`.
    pub fn tags(mut self, all: Expression) -> Self {
        self.tags = Some(all.into());
        self
    }

    /// A parameter that has no setter here, by its name in `CreateHyperParameterTuningJob`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    fn definitions(&self) -> impl Iterator<Item = &SageMakerTrainingJobDefinition> {
        self.training_job_definition.iter().chain(&self.training_job_definitions)
    }
}

impl Task for SageMakerCreateHyperParameterTuningJob {
    const NAME: &'static str = "SageMakerCreateHyperParameterTuningJob";
    const API: (&'static str, &'static str) = ("sagemaker", "createHyperParameterTuningJob");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let arns = self.job.arns("hyper-parameter-tuning-job");
        let create = "sagemaker:CreateHyperParameterTuningJob";
        let mut out = create_statements(create, arns.clone(), Vec::new(), "creates the tuning job");
        if pattern == IntegrationPattern::RunJob {
            out.push(follow_statement(
                ["sagemaker:DescribeHyperParameterTuningJob", "sagemaker:StopHyperParameterTuningJob"],
                arns,
            ));
            // The rule's name is on no page of AWS's; it is what policies in wide use permit.
            out.push(managed_rule("StepFunctionsGetEventsForSageMakerTuningJobsRule"));
        }
        for statement in self.definitions().flat_map(SageMakerTrainingJobDefinition::statements) {
            if !out.contains(&statement) {
                out.push(statement);
            }
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        Check::request(|check| {
            let name = &self.hyper_parameter_tuning_job_name;
            check.new_name("HyperParameterTuningJobName", name, 32, "tuning job");
            let config = &self.hyper_parameter_tuning_job_config;
            check.within("HyperParameterTuningJobConfig", |check| config.check(check));
            let definition = self.training_job_definition.as_ref();
            check.inside("TrainingJobDefinition", definition, SageMakerTrainingJobDefinition::check);
            let several = !self.training_job_definitions.is_empty();
            check.each("TrainingJobDefinitions", &self.training_job_definitions, 10, |definition, check| {
                definition.check(check);
                definition.check_among_several(check);
            });
            let (ranges, objective) = config.says();
            let said = [("ParameterRanges", ranges), ("HyperParameterTuningJobObjective", objective)];
            for (member, _) in said.into_iter().filter(|(_, said)| several && *said) {
                let message = format!("`{member}` of the whole is for one definition of training jobs only");
                let member = format!("HyperParameterTuningJobConfig/{member}");
                check.error("ignored-parameter", &member, message, "say it of each definition");
            }
            let warm = self.warm_start_config.as_ref();
            check.inside("WarmStartConfig", warm, SageMakerWarmStartConfig::check);
            check_tags(self.tags.as_ref(), check);
        })
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([
                ("HyperParameterTuningJobArn", shape::text()),
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
            ]);
        }
        let best = || {
            shape::object([
                ("CreationTime", shape::any()),
                ("FailureReason", shape::text()),
                ("FinalHyperParameterTuningJobObjectiveMetric", shape::any()),
                ("ObjectiveStatus", shape::text()),
                ("TrainingEndTime", shape::any()),
                ("TrainingJobArn", shape::text()),
                ("TrainingJobDefinitionName", shape::text()),
                ("TrainingJobName", shape::text()),
                ("TrainingJobStatus", shape::text()),
                ("TrainingStartTime", shape::any()),
                ("TunedHyperParameters", shape::map(shape::text())),
                ("TuningJobName", shape::text()),
            ])
        };
        shape::object([
            ("Autotune", shape::any()),
            ("BestTrainingJob", best()),
            ("ConsumedResources", shape::any()),
            ("CreationTime", shape::any()),
            ("FailureReason", shape::text()),
            ("HyperParameterTuningEndTime", shape::any()),
            ("HyperParameterTuningJobArn", shape::text()),
            ("HyperParameterTuningJobConfig", shape::any()),
            ("HyperParameterTuningJobName", shape::text()),
            ("HyperParameterTuningJobStatus", shape::text()),
            ("LastModifiedTime", shape::any()),
            ("ObjectiveStatusCounters", shape::map(shape::integer())),
            ("OverallBestTrainingJob", best()),
            ("Tags", shape::map(shape::text())),
            ("TrainingJobDefinition", shape::any()),
            ("TrainingJobDefinitions", shape::list(shape::any())),
            ("TrainingJobStatusCounters", shape::map(shape::integer())),
            ("TuningJobCompletionDetails", shape::any()),
            ("WarmStartConfig", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            SageMakerChannel, SageMakerCheckpointConfig, SageMakerCompletionCriteria, SageMakerEarlyStopping,
            SageMakerInputMode, SageMakerObjective, SageMakerOutputDataConfig, SageMakerParameterRange,
            SageMakerParameterRanges, SageMakerResourceConfig, SageMakerResourceLimits, SageMakerScaling,
            SageMakerStoppingCondition, SageMakerTuningAlgorithm, SageMakerTuningResourceConfig,
            SageMakerTuningStrategy, SageMakerVpcConfig, SageMakerWarmStart,
        };
        use crate::asl::{hours, intrinsic, jsonata, path};
        use crate::reference::{Handle, Reference, sub};
        use crate::target::RoleTarget;
        use crate::template::{iam, kms};
        let role = Handle::new("TrainingRole", iam::Role::new(serde_json::json!({})));
        let key = Handle::new("Key", kms::Key::new());
        let algorithm = || {
            SageMakerTuningAlgorithm::image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:3")
                .metric("validation:loss", "loss=([0-9.]+)")
        };
        let bare = |algorithm, role: RoleTarget| {
            SageMakerTrainingJobDefinition::new(
                algorithm,
                role,
                SageMakerOutputDataConfig::new(sub("s3://{}/orders/", [Reference::to("Models")])),
                SageMakerStoppingCondition::new().max_runtime(hours(1)).max_wait_time(hours(2)),
            )
        };
        let definition = |algorithm| {
            bare(algorithm, (&role).into())
                .resource_config(SageMakerResourceConfig::new("ml.m5.xlarge", 1))
                .channel(SageMakerChannel::new("train", "s3://orders/train/"))
        };
        let loss = || SageMakerObjective::minimize("validation:loss");
        let ranges = || SageMakerParameterRanges::new().integer("epochs", 5, 50);
        let limits = || SageMakerResourceLimits::new(4).max_number_of_training_jobs(40);
        let config = || {
            SageMakerTuningJobConfig::new(SageMakerTuningStrategy::Bayesian, limits())
                .objective(loss())
                .parameter_ranges(ranges())
        };
        vec![
            Example::request(
                "request_response",
                SageMakerCreateHyperParameterTuningJob::new(path("$.job"), config(), definition(algorithm()))
                    .state("Tune"),
            ),
            Example::job(
                "run_job",
                SageMakerCreateHyperParameterTuningJob::new(
                    intrinsic::format("orders-{}", [path("$.id")]),
                    SageMakerTuningJobConfig::new(
                        SageMakerTuningStrategy::Bayesian,
                        limits().max_runtime(hours(8)),
                    )
                    .objective(loss())
                    .parameter_ranges(
                        ranges()
                            .continuous("eta", "0.01", path("$.eta"))
                            .continuous_range(
                                SageMakerParameterRange::new("alpha", "0.001", "10")
                                    .scaling_type(SageMakerScaling::Logarithmic),
                            )
                            .categorical("booster", ["gbtree", "dart"]),
                    )
                    .training_job_early_stopping_type(SageMakerEarlyStopping::Auto)
                    .tuning_job_completion_criteria(
                        SageMakerCompletionCriteria::new()
                            .target_objective_metric_value(0.05)
                            .max_number_of_training_jobs_not_improving(10)
                            .complete_on_convergence(true),
                    )
                    .random_seed(7),
                    bare(algorithm().training_input_mode(SageMakerInputMode::FastFile), (&role).into())
                        .static_hyper_parameter("objective", "reg:squarederror")
                        .channel(SageMakerChannel::new("train", path("$.data")))
                        .vpc_config(SageMakerVpcConfig::new(
                            [Reference::to("SubnetA")],
                            [Reference::attribute("Group", "GroupId")],
                        ))
                        .tuning_resource_config(
                            SageMakerTuningResourceConfig::new()
                                .instances("ml.g5.xlarge", 1, 50)
                                .instances("ml.g4dn.xlarge", 1, 50)
                                .allocation_strategy("Prioritized")
                                .volume_kms_key_id(&key),
                        )
                        .enable_network_isolation(true)
                        .enable_inter_container_traffic_encryption(true)
                        .enable_managed_spot_training(true)
                        .checkpoint_config(SageMakerCheckpointConfig::new("s3://models/checkpoints/"))
                        .maximum_retry_attempts(3)
                        .environment("STAGE", "test"),
                )
                .warm_start_config(
                    SageMakerWarmStartConfig::new(SageMakerWarmStart::TransferLearning)
                        .parent(path("$.last")),
                )
                .tag("order", path("$.id"))
                .parameter("More", "as it is")
                .run_job("Tune")
                .timeout(hours(9)),
            ),
            Example::job(
                "several_definitions",
                SageMakerCreateHyperParameterTuningJob::new(
                    path("$.job"),
                    SageMakerTuningJobConfig::new(SageMakerTuningStrategy::Hyperband, limits())
                        .hyperband(1, 50),
                    definition(algorithm())
                        .definition_name("boosted")
                        .tuning_objective(loss())
                        .hyper_parameter_ranges(ranges())
                        .static_hyper_parameters(path("$.fixed")),
                )
                .training_job_definition(
                    bare(
                        SageMakerTuningAlgorithm::algorithm("orders"),
                        "arn:aws:iam::123456789012:role/other".into(),
                    )
                    .definition_name("linear")
                    .tuning_objective(SageMakerObjective::maximize("validation:auc"))
                    .hyper_parameter_ranges(ranges())
                    .tuning_resource_config(
                        SageMakerTuningResourceConfig::new()
                            .instance_type("ml.m5.xlarge")
                            .instance_count(1)
                            .volume_size_in_gb(30),
                    )
                    .environment_map(path("$.environment")),
                )
                .run_job("Tune two kinds of models"),
            ),
            Example::job(
                "jsonata",
                SageMakerCreateHyperParameterTuningJob::new(
                    jsonata("'orders-' & $states.input.id"),
                    SageMakerTuningJobConfig::new(
                        SageMakerTuningStrategy::Bayesian,
                        SageMakerResourceLimits::new(2),
                    )
                    .objective(loss())
                    .parameter_ranges(SageMakerParameterRanges::new().auto("epochs", "20")),
                    definition(algorithm()),
                )
                .autotune()
                .tags(jsonata("$states.input.tags"))
                .run_job("Tune"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                SageMakerCreateHyperParameterTuningJob::new(
                    SageMakerJobTarget::from(path("$.job")).among(["orders-*"]),
                    config(),
                    bare(algorithm(), RoleTarget::from(path("$.role")))
                        .resource_config(
                            SageMakerResourceConfig::new("ml.m5.xlarge", 1).volume_kms_key_id(path("$.key")),
                        )
                        .channel(SageMakerChannel::new("train", path("$.data"))),
                )
                .run_job("Tune what is asked for"),
            ),
        ]
    }
}
