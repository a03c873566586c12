//! SageMaker: what a training job runs, on what data and on which instances.

use super::check::Check;
use super::{
    SageMakerCompression, SageMakerInputMode, SageMakerS3DataDistribution, SageMakerS3DataType, Words,
};
use crate::asl::{Expression, Field};
use crate::reference::{Literal, Reference};
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// What a training job runs: an image, or an algorithm of one's own or of AWS Marketplace.
///
/// ```
/// use stepwright::prelude::*;
///
/// let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:3";
/// let algorithm = SageMakerAlgorithmSpecification::image(image).metric("loss", "loss=([0-9.]+)");
/// # let _ = algorithm;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AlgorithmSpecification.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerAlgorithmSpecification {
    #[serde(skip_serializing_if = "Option::is_none")]
    training_image: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    algorithm_name: Option<Field<String>>,
    training_input_mode: Field<SageMakerInputMode>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    metric_definitions: Vec<SageMakerMetricDefinition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_sage_maker_metrics_time_series: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_entrypoint: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_arguments: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    training_image_config: Option<SageMakerTrainingImageConfig>,
}

impl SageMakerAlgorithmSpecification {
    setters! {
        /// Whether metrics are kept over time; by default only for algorithms and images of AWS.
        enable_sage_maker_metrics_time_series: Field<bool>;
        /// The program that the container runs, in place of the image's own; up to 100 words.
        container_entrypoint: Words;
        /// The arguments of that program; up to 100 words.
        container_arguments: Words;
        /// How an image outside ECR is reached.
        training_image_config: SageMakerTrainingImageConfig;
    }

    /// Adds a metric that is read from the log; up to 40.
    pub fn metric_definition(mut self, metric_definition: impl Into<SageMakerMetricDefinition>) -> Self {
        self.metric_definitions.push(metric_definition.into());
        self
    }

    fn made(image: Option<Field<String>>, algorithm: Option<Field<String>>) -> Self {
        SageMakerAlgorithmSpecification {
            training_image: image,
            algorithm_name: algorithm,
            training_input_mode: Field::Literal(SageMakerInputMode::File),
            metric_definitions: Vec::new(),
            enable_sage_maker_metrics_time_series: None,
            container_entrypoint: None,
            container_arguments: None,
            training_image_config: None,
        }
    }

    /// An image, by its path in a registry: `account.dkr.ecr.region.amazonaws.com/repository:tag`.
    pub fn image(image: impl Into<Field<String>>) -> Self {
        Self::made(Some(image.into()), None)
    }

    /// An algorithm, by name or ARN.
    pub fn algorithm(name: impl Into<Field<String>>) -> Self {
        Self::made(None, Some(name.into()))
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
        check.length("TrainingImage", self.training_image.as_ref(), 255);
        check.length("AlgorithmName", self.algorithm_name.as_ref(), 170);
        check.each("MetricDefinitions", &self.metric_definitions, 40, SageMakerMetricDefinition::check);
    }
}

/// A metric that is read from a job's log.
///
/// ```
/// use stepwright::prelude::*;
///
/// let metric = SageMakerMetricDefinition::new("loss", "loss=([0-9.]+)");
/// # let _ = metric;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricDefinition.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerMetricDefinition {
    name: Field<String>,
    regex: Field<String>,
}

impl SageMakerMetricDefinition {
    /// A metric of this name, whose value this regular expression finds.
    pub fn new(name: impl Into<Field<String>>, regex: impl Into<Field<String>>) -> Self {
        SageMakerMetricDefinition { name: name.into(), regex: regex.into() }
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.length("Name", Some(&self.name), 255);
        check.length("Regex", Some(&self.regex), 500);
    }
}

/// Where an image is: in ECR, or in a private registry that the job's VPC reaches.
///
/// ```
/// use stepwright::prelude::*;
///
/// let registry = "arn:aws:lambda:eu-west-1:123456789012:function:registry-login";
/// let config = SageMakerTrainingImageConfig::vpc().credentials_provider(registry);
/// # let _ = config;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrainingImageConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTrainingImageConfig {
    training_repository_access_mode: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    training_repository_auth_config: Option<TrainingRepositoryAuthConfig>,
}

impl SageMakerTrainingImageConfig {
    /// The function that gives the credentials for the registry, by its ARN.
    pub fn credentials_provider(mut self, value: impl Into<Field<String>>) -> Self {
        self.training_repository_auth_config =
            Some(TrainingRepositoryAuthConfig { credentials_provider: value.into() });
        self
    }

    /// In ECR.
    pub fn platform() -> Self {
        SageMakerTrainingImageConfig {
            training_repository_access_mode: "Platform".to_owned(),
            training_repository_auth_config: None,
        }
    }

    /// In a private registry that the VPC reaches.
    pub fn vpc() -> Self {
        SageMakerTrainingImageConfig {
            training_repository_access_mode: "Vpc".to_owned(),
            training_repository_auth_config: None,
        }
    }
}

/// A named input of a training job.
///
/// ```
/// use stepwright::prelude::*;
///
/// let train = SageMakerChannel::new("train", "s3://orders/train/").content_type("text/csv");
/// let chosen = SageMakerChannel::new("validation", path("$.validation"));
/// # let _ = (train, chosen);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerChannel {
    channel_name: Field<String>,
    data_source: SageMakerDataSource,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compression_type: Option<Field<SageMakerCompression>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record_wrapper_type: Option<Field<SageMakerRecordWrapper>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input_mode: Option<Field<SageMakerInputMode>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shuffle_config: Option<ShuffleConfig>,
}

impl SageMakerChannel {
    /// A channel of this name, with data from there: a place in S3, a file system, a data set.
    pub fn new(channel_name: impl Into<Field<String>>, data_source: impl Into<SageMakerDataSource>) -> Self {
        SageMakerChannel {
            channel_name: channel_name.into(),
            data_source: data_source.into(),
            content_type: None,
            compression_type: None,
            record_wrapper_type: None,
            input_mode: None,
            shuffle_config: None,
        }
    }

    setters! {
        /// The type of the data: `text/csv`.
        content_type: Field<String>;
        /// Whether the data is compressed, for pipe mode only; by default it is not.
        compression_type: Field<SageMakerCompression>;
        /// Whether each object is wrapped as a RecordIO record; by default it is not.
        record_wrapper_type: Field<SageMakerRecordWrapper>;
        /// How the data reaches the container; by default as the algorithm says.
        input_mode: Field<SageMakerInputMode>;
    }

    /// Shuffles the data in pipe mode, in an order that follows from this number.
    pub fn shuffle_seed(mut self, value: impl Into<Field<u64>>) -> Self {
        self.shuffle_config = Some(ShuffleConfig { shuffle_seed: value.into() });
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.length("ChannelName", Some(&self.channel_name), 64);
        check.within("DataSource", |check| self.data_source.check(check));
        let pipe = !matches!(self.input_mode, Some(Field::Literal(SageMakerInputMode::File)));
        if !pipe && matches!(self.compression_type, Some(Field::Literal(SageMakerCompression::Gzip))) {
            let message =
                "`CompressionType` is `Gzip`, which is for pipe mode, and the channel is read as files"
                    .to_owned();
            check.error(
                "conflicting-parameters",
                "CompressionType",
                message,
                "leave `compression_type` out, or use pipe mode",
            );
        }
    }
}

/// Whether objects are wrapped as RecordIO records.
///
/// ```
/// use stepwright::prelude::*;
///
/// let train = SageMakerChannel::new("train", "s3://orders/train/").record_wrapper_type(SageMakerRecordWrapper::RecordIo);
/// # let _ = train;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerRecordWrapper {
    /// They are read as they are.
    None,
    /// Each object is one record.
    #[serde(rename = "RecordIO")]
    RecordIo,
}

impl Literal for SageMakerRecordWrapper {}

/// Where the data of a channel is: in S3, on a file system, or in a data set of a hub.
///
/// ```
/// use stepwright::prelude::*;
///
/// let in_s3 = SageMakerDataSource::from("s3://orders/train/");
/// let data_set = SageMakerDataSource::dataset(path("$.dataset"));
/// # let _ = (in_s3, data_set);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataSource.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerDataSource {
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_data_source: Option<SageMakerS3DataSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_system_data_source: Option<SageMakerFileSystemDataSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset_source: Option<DatasetSource>,
}

impl SageMakerDataSource {
    /// A data set of a hub, by its ARN.
    pub fn dataset(arn: impl Into<Field<String>>) -> Self {
        SageMakerDataSource {
            dataset_source: Some(DatasetSource { dataset_arn: arn.into() }),
            ..Self::nowhere()
        }
    }

    fn nowhere() -> Self {
        SageMakerDataSource { s3_data_source: None, file_system_data_source: None, dataset_source: None }
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside("S3DataSource", self.s3_data_source.as_ref(), SageMakerS3DataSource::check);
        check.inside("FileSystemDataSource", self.file_system_data_source.as_ref(), |system, check| {
            check.length("DirectoryPath", Some(&system.directory_path), 4096);
        });
    }
}

/// Data of a training job in S3.
///
/// ```
/// use stepwright::prelude::*;
///
/// let source = SageMakerS3DataSource::new(path("$.data")).instance_group_names(["cpu"]);
/// # let _ = source;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerS3DataSource {
    s3_data_type: Field<SageMakerS3DataType>,
    s3_uri: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_data_distribution_type: Option<Field<SageMakerS3DataDistribution>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribute_names: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_group_names: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_access_config: Option<ModelAccessConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hub_access_config: Option<HubAccessConfig>,
}

impl SageMakerS3DataSource {
    setters! {
        /// What each instance gets; by default all of it.
        s3_data_distribution_type: Field<SageMakerS3DataDistribution>;
        /// The attributes of an augmented manifest that are used, up to 16.
        attribute_names: Words;
        /// The instance groups that get the data, up to 5; by default all.
        instance_group_names: Words;
    }

    /// Accepts the licence of the model that is there.
    pub fn accept_eula(mut self, value: impl Into<Field<bool>>) -> Self {
        self.model_access_config = Some(ModelAccessConfig { accept_eula: value.into() });
        self
    }

    /// The reference in a private hub by which the model is reached, by its ARN.
    pub fn hub_content_arn(mut self, value: impl Into<Field<String>>) -> Self {
        self.hub_access_config = Some(HubAccessConfig { hub_content_arn: value.into() });
        self
    }

    /// Every object under this prefix: `s3://bucket/prefix/`.
    pub fn new(uri: impl Into<Field<String>>) -> Self {
        SageMakerS3DataSource {
            s3_data_type: Field::Literal(SageMakerS3DataType::S3Prefix),
            s3_uri: uri.into(),
            s3_data_distribution_type: None,
            attribute_names: None,
            instance_group_names: None,
            model_access_config: None,
            hub_access_config: None,
        }
    }

    /// What the place stands for; by default a prefix.
    pub fn s3_data_type(mut self, kind: impl Into<Field<SageMakerS3DataType>>) -> Self {
        self.s3_data_type = kind.into();
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3Uri", Some(&self.s3_uri));
    }
}

/// Data of a training job on a file system, which the job has to reach through its VPC.
///
/// ```
/// use stepwright::prelude::*;
///
/// let source = SageMakerFileSystemDataSource::new("fs-0a1b2c3d4e5f6a7b8", SageMakerFileSystem::FsxLustre, "/orders");
/// # let _ = source;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_FileSystemDataSource.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerFileSystemDataSource {
    file_system_id: Field<String>,
    file_system_access_mode: String,
    file_system_type: Field<SageMakerFileSystem>,
    directory_path: Field<String>,
}

impl SageMakerFileSystemDataSource {
    /// This directory of this file system, to read only.
    pub fn new(
        id: impl Into<Field<String>>,
        kind: impl Into<Field<SageMakerFileSystem>>,
        directory: impl Into<Field<String>>,
    ) -> Self {
        SageMakerFileSystemDataSource {
            file_system_id: id.into(),
            file_system_access_mode: "ro".to_owned(),
            file_system_type: kind.into(),
            directory_path: directory.into(),
        }
    }

    /// Lets the job write there as well.
    pub fn writable(mut self) -> Self {
        self.file_system_access_mode = "rw".to_owned();
        self
    }
}

/// A kind of file system.
///
/// ```
/// use stepwright::prelude::*;
///
/// let source = SageMakerFileSystemDataSource::new(path("$.id"), SageMakerFileSystem::Efs, "/orders");
/// # let _ = source;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_FileSystemDataSource.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerFileSystem {
    /// Amazon EFS.
    #[serde(rename = "EFS")]
    Efs,
    /// Amazon FSx for Lustre.
    #[serde(rename = "FSxLustre")]
    FsxLustre,
}

impl Literal for SageMakerFileSystem {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct TrainingRepositoryAuthConfig {
    #[serde(rename = "TrainingRepositoryCredentialsProviderArn")]
    pub(in crate::tasks) credentials_provider: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct ShuffleConfig {
    #[serde(rename = "Seed")]
    pub(in crate::tasks) shuffle_seed: Field<u64>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct ModelAccessConfig {
    pub(in crate::tasks) accept_eula: Field<bool>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct HubAccessConfig {
    pub(in crate::tasks) hub_content_arn: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct DatasetSource {
    dataset_arn: Field<String>,
}

macro_rules! places {
    ($($t:ty),*) => { $(impl From<$t> for SageMakerDataSource {
        /// Every object under a prefix in S3.
        fn from(uri: $t) -> Self {
            SageMakerS3DataSource::new(uri).into()
        }
    })* };
}

places!(&str, String, Expression, Reference, &Reference);

impl From<SageMakerS3DataSource> for SageMakerDataSource {
    fn from(source: SageMakerS3DataSource) -> Self {
        SageMakerDataSource { s3_data_source: Some(source), ..Self::nowhere() }
    }
}

impl From<SageMakerFileSystemDataSource> for SageMakerDataSource {
    fn from(source: SageMakerFileSystemDataSource) -> Self {
        SageMakerDataSource { file_system_data_source: Some(source), ..Self::nowhere() }
    }
}
