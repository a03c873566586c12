//! SageMaker: what a processing job runs, reads and writes.

use super::check::Check;
use super::{
    SageMakerCompression, SageMakerDatasetDefinition, SageMakerS3DataDistribution, SageMakerS3DataType,
    SageMakerVpcConfig, Words,
};
use crate::asl::Field;
use crate::iam::Statement;
use crate::reference::Literal;
use crate::target::SageMakerKeyTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// The container that a processing job runs.
///
/// ```
/// use stepwright::prelude::*;
///
/// let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/prepare:3";
/// let app = SageMakerAppSpecification::new(image).container_entrypoint(["python3", "/opt/prepare.py"]);
/// # let _ = app;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AppSpecification.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerAppSpecification {
    image_uri: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_entrypoint: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_arguments: Option<Words>,
}

impl SageMakerAppSpecification {
    /// This image, by its path in a registry.
    pub fn new(image_uri: impl Into<Field<String>>) -> Self {
        SageMakerAppSpecification {
            image_uri: image_uri.into(),
            container_entrypoint: None,
            container_arguments: None,
        }
    }

    setters! {
        /// The program that the container runs, in place of the image's own; up to 100 words.
        container_entrypoint: Words;
        /// The arguments of that program; up to 100 words.
        container_arguments: Words;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.length("ImageUri", Some(&self.image_uri), 255);
    }
}

/// The instances that a processing job runs on.
///
/// ```
/// use stepwright::prelude::*;
///
/// let cluster = SageMakerClusterConfig::new("ml.m5.xlarge", 1, 30);
/// # let _ = cluster;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingClusterConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerClusterConfig {
    instance_type: Field<String>,
    instance_count: Field<u32>,
    #[serde(rename = "VolumeSizeInGB")]
    volume_size_in_gb: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_kms_key_id: Option<SageMakerKeyTarget>,
}

impl SageMakerClusterConfig {
    /// Instances of this type, so many (1 to 100), with volumes of so many GB (1 to 16,384).
    pub fn new(
        instance_type: impl Into<Field<String>>,
        instance_count: impl Into<Field<u32>>,
        volume_size_in_gb: impl Into<Field<u32>>,
    ) -> Self {
        SageMakerClusterConfig {
            instance_type: instance_type.into(),
            instance_count: instance_count.into(),
            volume_size_in_gb: volume_size_in_gb.into(),
            volume_kms_key_id: None,
        }
    }

    setters! {
        /// The key that the volumes are encrypted with. The machine's role may then grant its use.
        volume_kms_key_id: SageMakerKeyTarget;
    }

    /// What encrypting the volumes needs.
    pub(in crate::tasks) fn key_statement(&self) -> Option<Statement> {
        self.volume_kms_key_id.as_ref()?.grant_statement()
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.range("InstanceCount", Some(&self.instance_count), 1..=100);
        check.range("VolumeSizeInGB", Some(&self.volume_size_in_gb), 1..=16_384);
    }
}

/// What networks a processing job reaches.
///
/// ```
/// use stepwright::prelude::*;
///
/// let network = SageMakerNetworkConfig::new().enable_network_isolation(true);
/// # let _ = network;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_NetworkConfig.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerNetworkConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_inter_container_traffic_encryption: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_network_isolation: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_config: Option<SageMakerVpcConfig>,
}

impl SageMakerNetworkConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Whether what containers tell each other is encrypted; by default it is not.
        enable_inter_container_traffic_encryption: Field<bool>;
        /// Whether containers reach no network; by default they do.
        enable_network_isolation: Field<bool>;
        /// The VPC that containers reach.
        vpc_config: SageMakerVpcConfig;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside("VpcConfig", self.vpc_config.as_ref(), SageMakerVpcConfig::check);
    }
}

/// A named input of a processing job.
///
/// ```
/// use stepwright::prelude::*;
///
/// let orders = SageMakerProcessingInput::new("orders", SageMakerProcessingS3Input::new("s3://orders/", "/opt/ml/processing/orders"));
/// # let _ = orders;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingInput.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerProcessingInput {
    input_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_managed: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_input: Option<SageMakerProcessingS3Input>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset_definition: Option<SageMakerDatasetDefinition>,
}

impl SageMakerProcessingInput {
    setters! {
        /// Whether the application fetches it itself; by default SageMaker does.
        app_managed: Field<bool>;
    }

    /// An input of this name, from there: a place in S3, or a query.
    pub fn new(name: impl Into<Field<String>>, source: impl Into<SageMakerProcessingSource>) -> Self {
        let (s3_input, dataset_definition) = match source.into() {
            SageMakerProcessingSource::S3(input) => (Some(*input), None),
            SageMakerProcessingSource::Dataset(definition) => (None, Some(*definition)),
        };
        SageMakerProcessingInput { input_name: name.into(), app_managed: None, s3_input, dataset_definition }
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside("S3Input", self.s3_input.as_ref(), SageMakerProcessingS3Input::check);
        check.inside(
            "DatasetDefinition",
            self.dataset_definition.as_ref(),
            SageMakerDatasetDefinition::check,
        );
    }
}

/// Data of a processing job in S3.
///
/// ```
/// use stepwright::prelude::*;
///
/// let input = SageMakerProcessingS3Input::new(path("$.data"), "/opt/ml/processing/orders").s3_input_mode(SageMakerProcessingInputMode::File);
/// # let _ = input;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingS3Input.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerProcessingS3Input {
    s3_uri: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local_path: Option<Field<String>>,
    s3_data_type: Field<SageMakerS3DataType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_input_mode: Option<Field<SageMakerProcessingInputMode>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_data_distribution_type: Option<Field<SageMakerS3DataDistribution>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_compression_type: Option<Field<SageMakerCompression>>,
}

impl SageMakerProcessingS3Input {
    setters! {
        /// The folder in the container.
        local_path: Field<String>;
        /// How the data reaches the container.
        s3_input_mode: Field<SageMakerProcessingInputMode>;
        /// What each instance gets; by default all of it.
        s3_data_distribution_type: Field<SageMakerS3DataDistribution>;
        /// Whether data is unpacked, for pipe mode only; by default it is not.
        s3_compression_type: Field<SageMakerCompression>;
    }

    /// Every object under this prefix, in this folder of the container, which begins with `/opt/ml/processing/`.
    pub fn new(uri: impl Into<Field<String>>, local_path: impl Into<Field<String>>) -> Self {
        SageMakerProcessingS3Input {
            s3_uri: uri.into(),
            local_path: Some(local_path.into()),
            s3_data_type: Field::Literal(SageMakerS3DataType::S3Prefix),
            s3_input_mode: None,
            s3_data_distribution_type: None,
            s3_compression_type: None,
        }
    }

    /// What the place stands for: a prefix, which is the default, or a manifest.
    pub fn s3_data_type(mut self, kind: impl Into<Field<SageMakerS3DataType>>) -> Self {
        self.s3_data_type = kind.into();
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3Uri", Some(&self.s3_uri));
        folder(check, self.local_path.as_ref());
        let known = [SageMakerS3DataType::S3Prefix, SageMakerS3DataType::ManifestFile];
        if let Field::Literal(kind) = &self.s3_data_type
            && !known.contains(kind)
        {
            let message = "`S3DataType` is not one that a processing job reads".to_owned();
            check.error("value-not-allowed", "S3DataType", message, "it is `S3Prefix` or `ManifestFile`");
        }
        let files = !matches!(
            self.s3_input_mode,
            Some(Field::Literal(SageMakerProcessingInputMode::Pipe) | Field::Expression(_))
        );
        if files && matches!(self.s3_compression_type, Some(Field::Literal(SageMakerCompression::Gzip))) {
            let message = "`S3CompressionType` is `Gzip`, which is unpacked in pipe mode only".to_owned();
            let help = "leave `s3_compression_type` out, or say `s3_input_mode(…)` for pipe mode";
            check.error("conflicting-parameters", "S3CompressionType", message, help);
        }
    }
}

/// How input data reaches the container of a processing job.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mode = SageMakerProcessingInputMode::Pipe;
/// # let _ = mode;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingS3Input.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerProcessingInputMode {
    /// Copied to the volume before the container starts.
    File,
    /// Streamed through a named pipe.
    Pipe,
}

impl Literal for SageMakerProcessingInputMode {}

/// A named output of a processing job.
///
/// ```
/// use stepwright::prelude::*;
///
/// let clean = SageMakerProcessingOutput::s3("clean", "s3://orders/clean/", "/opt/ml/processing/clean");
/// # let _ = clean;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingOutput.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerProcessingOutput {
    output_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_output: Option<S3Output>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feature_store_output: Option<FeatureStoreOutput>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_managed: Option<Field<bool>>,
}

impl SageMakerProcessingOutput {
    setters! {
        /// Whether the application puts it there itself; by default SageMaker does.
        app_managed: Field<bool>;
    }

    /// A feature group.
    pub fn feature_group_name(mut self, value: impl Into<Field<String>>) -> Self {
        self.feature_store_output = Some(FeatureStoreOutput { feature_group_name: value.into() });
        self
    }

    fn made(name: Field<String>) -> Self {
        SageMakerProcessingOutput {
            output_name: name,
            s3_output: None,
            feature_store_output: None,
            app_managed: None,
        }
    }

    /// An output of this name: what is in this folder of the container goes under this prefix when the job has ended.
    pub fn s3(
        name: impl Into<Field<String>>,
        uri: impl Into<Field<String>>,
        local_path: impl Into<Field<String>>,
    ) -> Self {
        let mut output = Self::made(name.into());
        output.s3_output = Some(S3Output {
            s3_uri: uri.into(),
            local_path: Some(local_path.into()),
            s3_upload_mode: "EndOfJob",
        });
        output
    }

    /// An output of this name that the application puts into this feature group.
    pub fn feature_group(name: impl Into<Field<String>>, group: impl Into<Field<String>>) -> Self {
        Self::made(name.into()).feature_group_name(group).app_managed(true)
    }

    /// Puts files in S3 as they come, instead of when the job has ended.
    pub fn continuous(mut self) -> Self {
        if let Some(output) = &mut self.s3_output {
            output.s3_upload_mode = "Continuous";
        }
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside("S3Output", self.s3_output.as_ref(), |output, check| {
            check.s3("S3Uri", Some(&output.s3_uri));
            folder(check, output.local_path.as_ref());
        });
        let managed = matches!(self.app_managed, Some(Field::Literal(true) | Field::Expression(_)));
        if self.feature_store_output.is_some() && !managed {
            let message = "`FeatureStoreOutput` is said, and `AppManaged` is not true: only the application puts data into a feature group".to_owned();
            check.error("conflicting-parameters", "AppManaged", message, "say `app_managed(true)`");
        }
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct FeatureStoreOutput {
    pub(in crate::tasks) feature_group_name: Field<String>,
}

/// Where an input of a processing job comes from: made from [`SageMakerProcessingS3Input`] or
/// [`SageMakerDatasetDefinition`].
///
/// ```
/// use stepwright::prelude::*;
///
/// let input = SageMakerProcessingS3Input::new("s3://orders/", "/opt/ml/processing/orders");
/// let source = SageMakerProcessingSource::from(input);
/// # let _ = source;
/// ```
#[derive(Clone, Debug)]
pub enum SageMakerProcessingSource {
    /// A place in S3.
    S3(Box<SageMakerProcessingS3Input>),
    /// A query.
    Dataset(Box<SageMakerDatasetDefinition>),
}

impl From<SageMakerProcessingS3Input> for SageMakerProcessingSource {
    fn from(input: SageMakerProcessingS3Input) -> Self {
        SageMakerProcessingSource::S3(Box::new(input))
    }
}

impl From<SageMakerDatasetDefinition> for SageMakerProcessingSource {
    fn from(definition: SageMakerDatasetDefinition) -> Self {
        SageMakerProcessingSource::Dataset(Box::new(definition))
    }
}

/// A folder of a processing container.
fn folder(check: &mut Check, path: Option<&Field<String>>) {
    check.length("LocalPath", path, 256);
    if let Some(Field::Literal(path)) = path
        && !path.starts_with("/opt/ml/processing")
    {
        let message = format!("`{path}` is no folder that data is put in or taken from");
        check.error("malformed-folder", "LocalPath", message, "it begins with `/opt/ml/processing/`");
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct S3Output {
    #[serde(rename = "S3Uri")]
    s3_uri: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local_path: Option<Field<String>>,
    #[serde(rename = "S3UploadMode")]
    s3_upload_mode: &'static str,
}
