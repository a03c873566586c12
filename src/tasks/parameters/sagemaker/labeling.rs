//! SageMaker: what a labeling job labels, and how people are asked.

use super::check::{ANY, Check};
use super::{SageMakerVpcConfig, Words};
use crate::asl::{Field, Seconds};
use crate::target::TopicTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// What a labeling job labels: a list of objects, or what a topic brings.
///
/// ```
/// use stepwright::prelude::*;
///
/// let input = SageMakerLabelingInput::manifest("s3://orders/manifest.json").free_of_personal_data().free_of_adult_content();
/// # let _ = input;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_LabelingJobInputConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerLabelingInput {
    data_source: LabelingDataSource,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_attributes: Option<DataAttributes>,
}

impl SageMakerLabelingInput {
    fn made(manifest: Option<Field<String>>, topic: Option<Field<String>>) -> Self {
        SageMakerLabelingInput {
            data_source: LabelingDataSource {
                s3_data_source: manifest.map(|manifest_s3_uri| ManifestSource { manifest_s3_uri }),
                sns_data_source: topic.map(|sns_topic_arn| TopicSource { sns_topic_arn }),
            },
            data_attributes: None,
        }
    }

    /// What this file in S3 lists.
    pub fn manifest(uri: impl Into<Field<String>>) -> Self {
        Self::made(Some(uri.into()), None)
    }

    /// What this topic brings, for as long as the job runs.
    pub fn topic(topic: impl Into<TopicTarget>) -> Self {
        Self::made(None, Some(topic.into().arn().clone()))
    }

    /// And what this file in S3 lists, to begin with.
    pub fn and_manifest(mut self, uri: impl Into<Field<String>>) -> Self {
        self.data_source.s3_data_source = Some(ManifestSource { manifest_s3_uri: uri.into() });
        self
    }

    /// Says that it tells nothing of a person.
    pub fn free_of_personal_data(self) -> Self {
        self.free_of("FreeOfPersonallyIdentifiableInformation")
    }

    /// Says that it is fit for everybody.
    pub fn free_of_adult_content(self) -> Self {
        self.free_of("FreeOfAdultContent")
    }

    fn free_of(mut self, what: &'static str) -> Self {
        self.data_attributes.get_or_insert_default().content_classifiers.push(what);
        self
    }

    /// Whether data comes through a topic.
    pub(in crate::tasks) fn streams(&self) -> bool {
        self.data_source.sns_data_source.is_some()
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside("DataSource/S3DataSource", self.data_source.s3_data_source.as_ref(), |source, check| {
            check.s3("ManifestS3Uri", Some(&source.manifest_s3_uri));
        });
    }
}

/// Where a labeling job puts its labels.
///
/// ```
/// use stepwright::prelude::*;
///
/// let output = SageMakerLabelingOutput::new("s3://orders/labels/");
/// # let _ = output;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_LabelingJobOutputConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerLabelingOutput {
    s3_output_path: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sns_topic_arn: Option<Field<String>>,
}

impl SageMakerLabelingOutput {
    setters! {
        /// The key that labels are encrypted with, by ARN, id or alias. The job's role has to be permitted its use.
        kms_key_id: Field<String>;
        /// The topic that hears of each label, by its ARN.
        sns_topic_arn: Field<String>;
    }

    /// Under this prefix.
    pub fn new(path: impl Into<Field<String>>) -> Self {
        SageMakerLabelingOutput { s3_output_path: path.into(), kms_key_id: None, sns_topic_arn: None }
    }

    /// The topic that hears of each label.
    pub fn topic(self, topic: impl Into<TopicTarget>) -> Self {
        self.sns_topic_arn(topic.into().arn())
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3OutputPath", Some(&self.s3_output_path));
    }
}

/// When a labeling job stops before all is labeled.
///
/// ```
/// use stepwright::prelude::*;
///
/// let enough = SageMakerLabelingStoppingConditions::new().max_human_labeled_object_count(1_000);
/// # let _ = enough;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_LabelingJobStoppingConditions.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerLabelingStoppingConditions {
    #[serde(skip_serializing_if = "Option::is_none")]
    max_human_labeled_object_count: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_percentage_of_input_dataset_labeled: Option<Field<u32>>,
}

impl SageMakerLabelingStoppingConditions {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// After people have labeled so many objects.
        max_human_labeled_object_count: Field<u32>;
        /// After so many objects of a hundred are labeled.
        max_percentage_of_input_dataset_labeled: Field<u32>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.range("MaxHumanLabeledObjectCount", self.max_human_labeled_object_count.as_ref(), 1..=ANY);
        check.range(
            "MaxPercentageOfInputDatasetLabeled",
            self.max_percentage_of_input_dataset_labeled.as_ref(),
            1..=100,
        );
    }
}

/// How objects are labeled without people, as a model learns from theirs.
///
/// ```
/// use stepwright::prelude::*;
///
/// let arn = "arn:aws:sagemaker:eu-west-1:568282634449:labeling-job-algorithm-specification/text-classification";
/// let algorithms = SageMakerLabelingAlgorithms::new(arn);
/// # let _ = algorithms;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_LabelingJobAlgorithmsConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerLabelingAlgorithms {
    #[serde(rename = "LabelingJobAlgorithmSpecificationArn")]
    algorithm_specification_arn: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_active_learning_model_arn: Option<Field<String>>,
    #[serde(rename = "LabelingJobResourceConfig", skip_serializing_if = "Option::is_none")]
    resource_config: Option<ResourceConfig>,
}

impl SageMakerLabelingAlgorithms {
    /// By this algorithm of SageMaker's, by its ARN.
    pub fn new(algorithm_specification_arn: impl Into<Field<String>>) -> Self {
        SageMakerLabelingAlgorithms {
            algorithm_specification_arn: algorithm_specification_arn.into(),
            initial_active_learning_model_arn: None,
            resource_config: None,
        }
    }

    setters! {
        /// The model of an earlier job to begin with, by its ARN.
        initial_active_learning_model_arn: Field<String>;
    }

    /// The key that the instances' volumes are encrypted with, by ARN, id or alias. The job's role has to be permitted
    /// its use.
    pub fn volume_kms_key_id(mut self, key: impl Into<Field<String>>) -> Self {
        self.resource_config.get_or_insert_default().volume_kms_key_id = Some(key.into());
        self
    }

    /// The VPC that the instances reach.
    pub fn vpc_config(mut self, vpc: SageMakerVpcConfig) -> Self {
        self.resource_config.get_or_insert_default().vpc_config = Some(vpc);
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside("LabelingJobResourceConfig", self.resource_config.as_ref(), |resources, check| {
            check.inside("VpcConfig", resources.vpc_config.as_ref(), SageMakerVpcConfig::check);
        });
    }
}

/// How people are asked for labels.
///
/// ```
/// use stepwright::prelude::*;
///
/// let task = SageMakerHumanTaskConfig::new(
///     "arn:aws:sagemaker:eu-west-1:123456789012:workteam/private-crowd/orders",
///     SageMakerUi::template("s3://orders/ui.liquid.html"),
///     "Which product?",
///     "Say which product the picture shows",
///     3,
///     minutes(5),
/// );
/// # let _ = task;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HumanTaskConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerHumanTaskConfig {
    workteam_arn: Field<String>,
    ui_config: SageMakerUi,
    #[serde(skip_serializing_if = "Option::is_none")]
    pre_human_task_lambda_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_keywords: Option<Words>,
    task_title: Field<String>,
    task_description: Field<String>,
    number_of_human_workers_per_data_object: Field<u32>,
    task_time_limit_in_seconds: Field<Seconds>,
    #[serde(rename = "TaskAvailabilityLifetimeInSeconds", skip_serializing_if = "Option::is_none")]
    task_availability_lifetime: Option<Field<Seconds>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_concurrent_task_count: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotation_consolidation_config: Option<AnnotationConsolidationConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_workforce_task_price: Option<Price>,
}

impl SageMakerHumanTaskConfig {
    setters! {
        /// The function that prepares an object, by its ARN.
        pre_human_task_lambda_arn: Field<String>;
        /// Words by which workers on Mechanical Turk find the task, up to 5.
        task_keywords: Words;
        /// How long an object may wait for workers; by default 6 hours on Mechanical Turk, else 30 days.
        task_availability_lifetime: Field<Seconds>;
        /// How many objects are out at once, up to 5,000; by default 1,000.
        max_concurrent_task_count: Field<u32>;
    }

    /// The function that makes one label of several workers' labels, by its ARN.
    pub fn annotation_consolidation_lambda_arn(mut self, value: impl Into<Field<String>>) -> Self {
        self.annotation_consolidation_config =
            Some(AnnotationConsolidationConfig { annotation_consolidation_lambda_arn: value.into() });
        self
    }

    /// This team, by its ARN, is shown this, under this title and description; so many workers label each object, in
    /// so long at most.
    pub fn new(
        workteam: impl Into<Field<String>>,
        ui: SageMakerUi,
        title: impl Into<Field<String>>,
        description: impl Into<Field<String>>,
        workers_per_object: impl Into<Field<u32>>,
        time_limit: impl Into<Field<Seconds>>,
    ) -> Self {
        SageMakerHumanTaskConfig {
            workteam_arn: workteam.into(),
            ui_config: ui,
            pre_human_task_lambda_arn: None,
            task_keywords: None,
            task_title: title.into(),
            task_description: description.into(),
            number_of_human_workers_per_data_object: workers_per_object.into(),
            task_time_limit_in_seconds: time_limit.into(),
            task_availability_lifetime: None,
            max_concurrent_task_count: None,
            annotation_consolidation_config: None,
            public_workforce_task_price: None,
        }
    }

    /// What a worker on Mechanical Turk is paid for an object: dollars (0 to 2), cents, tenths of a cent.
    pub fn price(mut self, dollars: u32, cents: u32, tenths_of_a_cent: u32) -> Self {
        let amount_in_usd = Amount { dollars, cents, tenth_fractions_of_a_cent: tenths_of_a_cent };
        self.public_workforce_task_price = Some(Price { amount_in_usd });
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.within("UiConfig", |check| {
            check.s3("UiTemplateS3Uri", self.ui_config.ui_template_s3_uri.as_ref())
        });
        check.length("TaskTitle", Some(&self.task_title), 128);
        check.length("TaskDescription", Some(&self.task_description), 255);
        check.range(
            "NumberOfHumanWorkersPerDataObject",
            Some(&self.number_of_human_workers_per_data_object),
            1..=9,
        );
        check.range("TaskTimeLimitInSeconds", Some(&self.task_time_limit_in_seconds), 30..=ANY);
        check.range("TaskAvailabilityLifetimeInSeconds", self.task_availability_lifetime.as_ref(), 60..=ANY);
        check.range("MaxConcurrentTaskCount", self.max_concurrent_task_count.as_ref(), 1..=5_000);
        check.inside(
            "PublicWorkforceTaskPrice/AmountInUsd",
            self.public_workforce_task_price.as_ref(),
            |price, check| {
                let Amount { dollars, cents, tenth_fractions_of_a_cent } = price.amount_in_usd;
                check.range("Dollars", Some(&Field::Literal(dollars)), 0..=2);
                check.range("Cents", Some(&Field::Literal(cents)), 0..=99);
                check.range("TenthFractionsOfACent", Some(&Field::Literal(tenth_fractions_of_a_cent)), 0..=9);
            },
        );
    }
}

/// What workers see.
///
/// ```
/// use stepwright::prelude::*;
///
/// let ui = SageMakerUi::template("s3://orders/ui.liquid.html");
/// # let _ = ui;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UiConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerUi {
    #[serde(skip_serializing_if = "Option::is_none")]
    ui_template_s3_uri: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    human_task_ui_arn: Option<Field<String>>,
}

impl SageMakerUi {
    /// A template in S3.
    pub fn template(uri: impl Into<Field<String>>) -> Self {
        SageMakerUi { ui_template_s3_uri: Some(uri.into()), human_task_ui_arn: None }
    }

    /// One that SageMaker has for a kind of task, by its ARN.
    pub fn built_in(arn: impl Into<Field<String>>) -> Self {
        SageMakerUi { ui_template_s3_uri: None, human_task_ui_arn: Some(arn.into()) }
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct AnnotationConsolidationConfig {
    pub(in crate::tasks) annotation_consolidation_lambda_arn: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct LabelingDataSource {
    #[serde(rename = "S3DataSource", skip_serializing_if = "Option::is_none")]
    s3_data_source: Option<ManifestSource>,
    #[serde(rename = "SnsDataSource", skip_serializing_if = "Option::is_none")]
    sns_data_source: Option<TopicSource>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct ManifestSource {
    #[serde(rename = "ManifestS3Uri")]
    manifest_s3_uri: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct TopicSource {
    sns_topic_arn: Field<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct DataAttributes {
    content_classifiers: Vec<&'static str>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ResourceConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_kms_key_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_config: Option<SageMakerVpcConfig>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Price {
    amount_in_usd: Amount,
}

#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Amount {
    dollars: u32,
    cents: u32,
    tenth_fractions_of_a_cent: u32,
}
