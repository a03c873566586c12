//! SageMaker: what a tuning job searches for, and when it is done.

use super::Words;
use super::check::{ANY, Check};
use crate::asl::{Field, Seconds};
use crate::reference::Literal;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// How a tuning job searches for the best hyperparameters.
///
/// ```
/// use stepwright::prelude::*;
///
/// let ranges = SageMakerParameterRanges::new().integer("epochs", 5, 50);
/// let config = SageMakerTuningJobConfig::new(SageMakerTuningStrategy::Bayesian, SageMakerResourceLimits::new(4).max_number_of_training_jobs(40))
///     .objective(SageMakerObjective::minimize("validation:loss"))
///     .parameter_ranges(ranges);
/// # let _ = config;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTuningJobConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTuningJobConfig {
    strategy: Field<SageMakerTuningStrategy>,
    resource_limits: SageMakerResourceLimits,
    #[serde(skip_serializing_if = "Option::is_none")]
    strategy_config: Option<StrategyConfig>,
    #[serde(rename = "HyperParameterTuningJobObjective", skip_serializing_if = "Option::is_none")]
    objective: Option<SageMakerObjective>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter_ranges: Option<SageMakerParameterRanges>,
    #[serde(skip_serializing_if = "Option::is_none")]
    training_job_early_stopping_type: Option<Field<SageMakerEarlyStopping>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tuning_job_completion_criteria: Option<SageMakerCompletionCriteria>,
    #[serde(skip_serializing_if = "Option::is_none")]
    random_seed: Option<Field<u32>>,
}

impl SageMakerTuningJobConfig {
    /// By this strategy, within these limits.
    pub fn new(
        strategy: impl Into<Field<SageMakerTuningStrategy>>,
        resource_limits: impl Into<SageMakerResourceLimits>,
    ) -> Self {
        SageMakerTuningJobConfig {
            strategy: strategy.into(),
            resource_limits: resource_limits.into(),
            strategy_config: None,
            objective: None,
            parameter_ranges: None,
            training_job_early_stopping_type: None,
            tuning_job_completion_criteria: None,
            random_seed: None,
        }
    }

    setters! {
        /// What is best, for a tuning job with one definition of training jobs.
        objective: SageMakerObjective;
        /// What is searched, for a tuning job with one definition of training jobs.
        parameter_ranges: SageMakerParameterRanges;
        /// Whether training jobs that do badly are stopped; by default they are not. Not for Hyperband.
        training_job_early_stopping_type: Field<SageMakerEarlyStopping>;
        /// When the tuning job is done early.
        tuning_job_completion_criteria: SageMakerCompletionCriteria;
        /// A number that makes the search more repeatable.
        random_seed: Field<u32>;
    }

    /// How much a training job of the strategy Hyperband may use (epochs, for example): at least, and at most.
    pub fn hyperband(mut self, least: impl Into<Field<u32>>, most: impl Into<Field<u32>>) -> Self {
        let hyperband_strategy_config =
            HyperbandStrategyConfig { min_resource: least.into(), max_resource: most.into() };
        self.strategy_config = Some(StrategyConfig { hyperband_strategy_config });
        self
    }

    /// Whether it says what is searched, and what is best.
    pub(in crate::tasks) fn says(&self) -> (bool, bool) {
        (self.parameter_ranges.is_some(), self.objective.is_some())
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.within("ResourceLimits", |check| self.resource_limits.check(check));
        check.inside("ParameterRanges", self.parameter_ranges.as_ref(), SageMakerParameterRanges::check);
        check.inside(
            "TuningJobCompletionCriteria",
            self.tuning_job_completion_criteria.as_ref(),
            |criteria, check| criteria.check(check),
        );
        if let Field::Literal(strategy) = &self.strategy {
            let hyperband = *strategy == SageMakerTuningStrategy::Hyperband;
            if self.strategy_config.is_some() && !hyperband {
                let message = "only the strategy Hyperband has a configuration".to_owned();
                check.error("ignored-parameter", "StrategyConfig", message, "leave `hyperband` out");
            }
            let stops = matches!(
                self.training_job_early_stopping_type,
                Some(Field::Literal(SageMakerEarlyStopping::Auto))
            );
            if hyperband && stops {
                let message = "the strategy Hyperband stops training jobs by itself".to_owned();
                let help = "leave `training_job_early_stopping_type` out";
                check.error("ignored-parameter", "TrainingJobEarlyStoppingType", message, help);
            }
        }
    }
}

/// How combinations of hyperparameters are chosen.
///
/// ```
/// use stepwright::prelude::*;
///
/// let strategy = SageMakerTuningStrategy::Grid;
/// # let _ = strategy;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTuningJobConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerTuningStrategy {
    /// By what earlier training jobs showed.
    Bayesian,
    /// At random.
    Random,
    /// By giving more to what does well.
    Hyperband,
    /// All, of categories only.
    Grid,
}

impl Literal for SageMakerTuningStrategy {}

/// Whether training jobs that do badly are stopped.
///
/// ```
/// use stepwright::prelude::*;
///
/// let stopping = SageMakerEarlyStopping::Auto;
/// # let _ = stopping;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTuningJobConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerEarlyStopping {
    /// They are not.
    Off,
    /// They are.
    Auto,
}

impl Literal for SageMakerEarlyStopping {}

/// The metric that tells which training job is best.
///
/// ```
/// use stepwright::prelude::*;
///
/// let objective = SageMakerObjective::maximize("validation:auc");
/// # let _ = objective;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTuningJobObjective.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerObjective {
    r#type: String,
    metric_name: Field<String>,
}

impl SageMakerObjective {
    /// The highest value of this metric is best.
    pub fn maximize(metric: impl Into<Field<String>>) -> Self {
        SageMakerObjective { r#type: "Maximize".to_owned(), metric_name: metric.into() }
    }

    /// The lowest value of this metric is best.
    pub fn minimize(metric: impl Into<Field<String>>) -> Self {
        SageMakerObjective { r#type: "Minimize".to_owned(), metric_name: metric.into() }
    }
}

/// How many training jobs a tuning job may start.
///
/// ```
/// use stepwright::prelude::*;
///
/// let limits = SageMakerResourceLimits::new(4).max_number_of_training_jobs(40).max_runtime(hours(8));
/// # let _ = limits;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceLimits.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerResourceLimits {
    max_parallel_training_jobs: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_number_of_training_jobs: Option<Field<u32>>,
    #[serde(rename = "MaxRuntimeInSeconds", skip_serializing_if = "Option::is_none")]
    max_runtime: Option<Field<Seconds>>,
}

impl SageMakerResourceLimits {
    /// So many at once.
    pub fn new(max_parallel_training_jobs: impl Into<Field<u32>>) -> Self {
        SageMakerResourceLimits {
            max_parallel_training_jobs: max_parallel_training_jobs.into(),
            max_number_of_training_jobs: None,
            max_runtime: None,
        }
    }

    setters! {
        /// How many altogether.
        max_number_of_training_jobs: Field<u32>;
        /// How long the tuning job may run, 2 minutes to half a year.
        max_runtime: Field<Seconds>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.range("MaxParallelTrainingJobs", Some(&self.max_parallel_training_jobs), 1..=ANY);
        check.range("MaxNumberOfTrainingJobs", self.max_number_of_training_jobs.as_ref(), 1..=ANY);
        check.range("MaxRuntimeInSeconds", self.max_runtime.as_ref(), 120..=15_768_000);
    }
}

/// What hyperparameters a tuning job searches, and between what.
///
/// ```
/// use stepwright::prelude::*;
///
/// let ranges = SageMakerParameterRanges::new()
///     .continuous("eta", "0.01", "0.3")
///     .integer("max_depth", 3, 10)
///     .categorical("booster", ["gbtree", "dart"]);
/// # let _ = ranges;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ParameterRanges.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerParameterRanges {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    integer_parameter_ranges: Vec<SageMakerParameterRange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    continuous_parameter_ranges: Vec<SageMakerParameterRange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    categorical_parameter_ranges: Vec<CategoricalRange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    auto_parameters: Vec<AutoParameter>,
}

impl SageMakerParameterRanges {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a range of whole numbers; up to 30.
    pub fn integer_range(mut self, integer_range: impl Into<SageMakerParameterRange>) -> Self {
        self.integer_parameter_ranges.push(integer_range.into());
        self
    }

    /// Adds a range of numbers; up to 30.
    pub fn continuous_range(mut self, continuous_range: impl Into<SageMakerParameterRange>) -> Self {
        self.continuous_parameter_ranges.push(continuous_range.into());
        self
    }

    /// Searches a hyperparameter between whole numbers.
    pub fn integer(self, name: impl Into<String>, least: i64, most: i64) -> Self {
        self.integer_range(SageMakerParameterRange::new(name, least.to_string(), most.to_string()))
    }

    /// Searches a hyperparameter between numbers, which are written as text.
    pub fn continuous(
        self,
        name: impl Into<String>,
        least: impl Into<Field<String>>,
        most: impl Into<Field<String>>,
    ) -> Self {
        self.continuous_range(SageMakerParameterRange::new(name, least, most))
    }

    /// Searches a hyperparameter among categories, up to 30.
    pub fn categorical(mut self, name: impl Into<String>, values: impl Into<Words>) -> Self {
        self.categorical_parameter_ranges.push(CategoricalRange { name: name.into(), values: values.into() });
        self
    }

    /// Lets SageMaker find the range of a hyperparameter, from an example of a value. For automatic tuning.
    pub fn auto(mut self, name: impl Into<String>, example: impl Into<Field<String>>) -> Self {
        self.auto_parameters.push(AutoParameter { name: name.into(), value_hint: example.into() });
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.most("IntegerParameterRanges", self.integer_parameter_ranges.len(), 30);
        check.most("ContinuousParameterRanges", self.continuous_parameter_ranges.len(), 30);
        check.most("CategoricalParameterRanges", self.categorical_parameter_ranges.len(), 30);
        check.most("AutoParameters", self.auto_parameters.len(), 100);
        let ranges = [
            ("IntegerParameterRanges", &self.integer_parameter_ranges),
            ("ContinuousParameterRanges", &self.continuous_parameter_ranges),
        ];
        for (member, ranges) in ranges {
            check.each(member, ranges, 30, SageMakerParameterRange::check);
        }
    }
}

/// A range of numbers that a hyperparameter is searched in.
///
/// ```
/// use stepwright::prelude::*;
///
/// let range = SageMakerParameterRange::new("eta", "0.001", "0.3").scaling_type(SageMakerScaling::Logarithmic);
/// # let _ = range;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContinuousParameterRange.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerParameterRange {
    name: String,
    min_value: Field<String>,
    max_value: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling_type: Option<Field<SageMakerScaling>>,
}

impl SageMakerParameterRange {
    /// The hyperparameter of this name, between these numbers, which are written as text.
    pub fn new(
        name: impl Into<String>,
        min_value: impl Into<Field<String>>,
        max_value: impl Into<Field<String>>,
    ) -> Self {
        SageMakerParameterRange {
            name: name.into(),
            min_value: min_value.into(),
            max_value: max_value.into(),
            scaling_type: None,
        }
    }

    setters! {
        /// How values are spread over the range; by default SageMaker chooses.
        scaling_type: Field<SageMakerScaling>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        let number = |field: &Field<String>| field.literal().and_then(|text| text.parse::<f64>().ok());
        if let (Some(least), Some(most)) = (number(&self.min_value), number(&self.max_value))
            && least > most
        {
            let message = format!("the range of `{}` begins at {least}, above its end at {most}", self.name);
            check.error("out-of-range", "MinValue", message, "say the lower number first");
        }
    }
}

/// How values are spread over a range.
///
/// ```
/// use stepwright::prelude::*;
///
/// let range = SageMakerParameterRange::new("eta", "0.001", "0.3").scaling_type(SageMakerScaling::Linear);
/// # let _ = range;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContinuousParameterRange.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerScaling {
    /// As SageMaker chooses.
    Auto,
    /// Evenly.
    Linear,
    /// Evenly by order of magnitude; for values above 0.
    Logarithmic,
    /// The other way round; for values from 0 to below 1.
    ReverseLogarithmic,
}

impl Literal for SageMakerScaling {}

/// When a tuning job is done early.
///
/// ```
/// use stepwright::prelude::*;
///
/// let done = SageMakerCompletionCriteria::new().target_objective_metric_value(0.95).complete_on_convergence(true);
/// # let _ = done;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TuningJobCompletionCriteria.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCompletionCriteria {
    #[serde(skip_serializing_if = "Option::is_none")]
    target_objective_metric_value: Option<Field<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    best_objective_not_improving: Option<BestObjectiveNotImproving>,
    #[serde(skip_serializing_if = "Option::is_none")]
    convergence_detected: Option<Convergence>,
}

impl SageMakerCompletionCriteria {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// A value of the metric that is good enough.
        target_objective_metric_value: Field<f64>;
    }

    /// So many training jobs that were no better, 3 at least.
    pub fn max_number_of_training_jobs_not_improving(mut self, value: impl Into<Field<u32>>) -> Self {
        self.best_objective_not_improving =
            Some(BestObjectiveNotImproving { max_number_of_training_jobs_not_improving: value.into() });
        self
    }

    /// Whether it is done as soon as the search does not get any better.
    pub fn complete_on_convergence(mut self, complete: bool) -> Self {
        let complete_on_convergence = if complete { "Enabled" } else { "Disabled" };
        self.convergence_detected = Some(Convergence { complete_on_convergence });
        self
    }

    fn check(&self, check: &mut Check) {
        check.inside(
            "BestObjectiveNotImproving",
            self.best_objective_not_improving.as_ref(),
            |best, check| {
                let count = &best.max_number_of_training_jobs_not_improving;
                check.range("MaxNumberOfTrainingJobsNotImproving", Some(count), 3..=ANY);
            },
        );
    }
}

/// Earlier tuning jobs that a tuning job goes on from.
///
/// ```
/// use stepwright::prelude::*;
///
/// let warm = SageMakerWarmStartConfig::new(SageMakerWarmStart::TransferLearning).parent(path("$.last"));
/// # let _ = warm;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTuningJobWarmStartConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerWarmStartConfig {
    parent_hyper_parameter_tuning_jobs: Vec<Parent>,
    warm_start_type: Field<SageMakerWarmStart>,
}

impl SageMakerWarmStartConfig {
    /// To go on in this way.
    pub fn new(kind: impl Into<Field<SageMakerWarmStart>>) -> Self {
        SageMakerWarmStartConfig {
            parent_hyper_parameter_tuning_jobs: Vec::new(),
            warm_start_type: kind.into(),
        }
    }

    /// Adds a tuning job to go on from, by its name; 1 to 5.
    pub fn parent(mut self, name: impl Into<Field<String>>) -> Self {
        self.parent_hyper_parameter_tuning_jobs.push(Parent { hyper_parameter_tuning_job_name: name.into() });
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.most("ParentHyperParameterTuningJobs", self.parent_hyper_parameter_tuning_jobs.len(), 5);
        if self.parent_hyper_parameter_tuning_jobs.is_empty() {
            let message = "a warm start goes on from a tuning job at least".to_owned();
            check.error("missing-parameter", "ParentHyperParameterTuningJobs", message, "say `parent(…)`");
        }
    }
}

/// How a tuning job goes on from earlier ones.
///
/// ```
/// use stepwright::prelude::*;
///
/// let kind = SageMakerWarmStart::IdenticalDataAndAlgorithm;
/// # let _ = kind;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTuningJobWarmStartConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerWarmStart {
    /// With the same data and image, and other ranges or more training jobs.
    IdenticalDataAndAlgorithm,
    /// With other data or another version of the image.
    TransferLearning,
}

impl Literal for SageMakerWarmStart {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct BestObjectiveNotImproving {
    pub(in crate::tasks) max_number_of_training_jobs_not_improving: Field<u32>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct StrategyConfig {
    hyperband_strategy_config: HyperbandStrategyConfig,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct HyperbandStrategyConfig {
    min_resource: Field<u32>,
    max_resource: Field<u32>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct CategoricalRange {
    name: String,
    values: Words,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct AutoParameter {
    name: String,
    value_hint: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Convergence {
    complete_on_convergence: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Parent {
    hyper_parameter_tuning_job_name: Field<String>,
}
