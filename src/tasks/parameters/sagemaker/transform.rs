//! SageMaker: what a transform job reads, writes and runs on.

use super::check::Check;
use super::{SageMakerCompression, SageMakerS3DataType};
use crate::asl::Field;
use crate::iam::Statement;
use crate::reference::Literal;
use crate::target::SageMakerKeyTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// What a transform job reads.
///
/// ```
/// use stepwright::prelude::*;
///
/// let input = SageMakerTransformInput::new("s3://orders/today/").content_type("text/csv").split_type(SageMakerSplit::Line);
/// # let _ = input;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformInput.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTransformInput {
    data_source: DataSource,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compression_type: Option<Field<SageMakerCompression>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    split_type: Option<Field<SageMakerSplit>>,
}

impl SageMakerTransformInput {
    setters! {
        /// The type of the data: `text/csv`.
        content_type: Field<String>;
        /// Whether the data is compressed; by default it is not.
        compression_type: Field<SageMakerCompression>;
        /// How files are split into records; by default they are not.
        split_type: Field<SageMakerSplit>;
    }

    /// Every object under this prefix: `s3://bucket/prefix/`.
    pub fn new(uri: impl Into<Field<String>>) -> Self {
        let s3_data_source =
            S3DataSource { s3_data_type: SageMakerS3DataType::S3Prefix.into(), s3_uri: uri.into() };
        SageMakerTransformInput {
            data_source: DataSource { s3_data_source },
            content_type: None,
            compression_type: None,
            split_type: None,
        }
    }

    /// What the place stands for: a prefix, which is the default, or a manifest.
    pub fn s3_data_type(mut self, kind: impl Into<Field<SageMakerS3DataType>>) -> Self {
        self.data_source.s3_data_source.s3_data_type = kind.into();
        self
    }

    /// Whether files are split into records, as far as it is known.
    pub(in crate::tasks) fn splits(&self) -> Option<bool> {
        match &self.split_type {
            None => Some(false),
            Some(Field::Literal(split)) => Some(*split != SageMakerSplit::None),
            Some(_) => None,
        }
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.within("DataSource/S3DataSource", |check| {
            let source = &self.data_source.s3_data_source;
            check.s3("S3Uri", Some(&source.s3_uri));
            let manifest = [SageMakerS3DataType::S3Prefix, SageMakerS3DataType::ManifestFile];
            if let Field::Literal(kind) = &source.s3_data_type
                && !manifest.contains(kind)
            {
                let message = "`S3DataType` is not one that a transform job reads".to_owned();
                check.error("value-not-allowed", "S3DataType", message, "it is `S3Prefix` or `ManifestFile`");
            }
        });
    }
}

/// How files are split into records.
///
/// ```
/// use stepwright::prelude::*;
///
/// let input = SageMakerTransformInput::new("s3://orders/today/").split_type(SageMakerSplit::Line);
/// # let _ = input;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformInput.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerSplit {
    /// They are not: a file is one request.
    None,
    /// By lines.
    Line,
    /// By RecordIO records.
    #[serde(rename = "RecordIO")]
    RecordIo,
    /// By TensorFlow records.
    #[serde(rename = "TFRecord")]
    TfRecord,
}

impl Literal for SageMakerSplit {}

/// Where a transform job puts its results.
///
/// ```
/// use stepwright::prelude::*;
///
/// let output = SageMakerTransformOutput::new("s3://orders/results/").assemble_with(SageMakerAssembly::Line);
/// # let _ = output;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformOutput.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTransformOutput {
    s3_output_path: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accept: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assemble_with: Option<Field<SageMakerAssembly>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
}

impl SageMakerTransformOutput {
    /// Under this prefix, in files named as the input's with `.out` behind.
    pub fn new(s3_output_path: impl Into<Field<String>>) -> Self {
        SageMakerTransformOutput {
            s3_output_path: s3_output_path.into(),
            accept: None,
            assemble_with: None,
            kms_key_id: None,
        }
    }

    setters! {
        /// The type of the results: `text/csv`.
        accept: Field<String>;
        /// How results become one file; by default one after the other.
        assemble_with: Field<SageMakerAssembly>;
        /// The key that the results are encrypted with, by ARN, id or alias; by default S3's key for the account.
        /// The model's role has to be permitted its use.
        kms_key_id: Field<String>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3OutputPath", Some(&self.s3_output_path));
    }
}

/// How results become one file.
///
/// ```
/// use stepwright::prelude::*;
///
/// let output = SageMakerTransformOutput::new("s3://orders/results/").assemble_with(SageMakerAssembly::None);
/// # let _ = output;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformOutput.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerAssembly {
    /// One after the other.
    None,
    /// With a line feed after each.
    Line,
}

impl Literal for SageMakerAssembly {}

/// The instances that a transform job runs on.
///
/// ```
/// use stepwright::prelude::*;
///
/// let resources = SageMakerTransformResources::new("ml.m5.large", 1);
/// # let _ = resources;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformResources.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTransformResources {
    instance_type: Field<String>,
    instance_count: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_kms_key_id: Option<SageMakerKeyTarget>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transform_ami_version: Option<Field<String>>,
}

impl SageMakerTransformResources {
    /// This type of instance, so many of them, 1 to 100.
    pub fn new(instance_type: impl Into<Field<String>>, instance_count: impl Into<Field<u32>>) -> Self {
        SageMakerTransformResources {
            instance_type: instance_type.into(),
            instance_count: instance_count.into(),
            volume_kms_key_id: None,
            transform_ami_version: None,
        }
    }

    setters! {
        /// The key that the volumes are encrypted with. The machine's role may then grant its use.
        volume_kms_key_id: SageMakerKeyTarget;
        /// The machine image with its drivers: `al2-ami-sagemaker-batch-gpu-535`.
        transform_ami_version: Field<String>;
    }

    /// What encrypting the volumes needs.
    pub(in crate::tasks) fn key_statement(&self) -> Option<Statement> {
        self.volume_kms_key_id.as_ref()?.grant_statement()
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.range("InstanceCount", Some(&self.instance_count), 1..=100);
    }
}

/// How many records a request to the model has.
///
/// ```
/// use stepwright::prelude::*;
///
/// let strategy = SageMakerBatchStrategy::MultiRecord;
/// # let _ = strategy;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerBatchStrategy {
    /// As many as fit.
    MultiRecord,
    /// One.
    SingleRecord,
}

impl Literal for SageMakerBatchStrategy {}

/// What of the input the model gets, and what of the input and the results is kept. The filters are JSONPaths of
/// SageMaker's own, not of the state.
///
/// ```
/// use stepwright::prelude::*;
///
/// let processing = SageMakerDataProcessing::new().input_filter("$[1:]").join_with_input().output_filter("$[0,-1]");
/// # let _ = processing;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataProcessing.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerDataProcessing {
    #[serde(skip_serializing_if = "Option::is_none")]
    input_filter: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_filter: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    join_source: Option<Field<SageMakerJoinSource>>,
}

impl SageMakerDataProcessing {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// What of a record the model gets; by default all.
        input_filter: Field<String>;
        /// What of the joined record is kept; by default all.
        output_filter: Field<String>;
        /// What results are joined with; by default with nothing.
        join_source: Field<SageMakerJoinSource>;
    }

    /// Joins results with the input's records.
    pub fn join_with_input(self) -> Self {
        self.join_source(SageMakerJoinSource::Input)
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.length("InputFilter", self.input_filter.as_ref(), 63);
        check.length("OutputFilter", self.output_filter.as_ref(), 63);
    }
}

/// What results are joined with.
///
/// ```
/// use stepwright::prelude::*;
///
/// let processing = SageMakerDataProcessing::new().join_source(SageMakerJoinSource::Input);
/// # let _ = processing;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataProcessing.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerJoinSource {
    /// Nothing.
    None,
    /// The input's records.
    Input,
}

impl Literal for SageMakerJoinSource {}

/// Where a transform job keeps a copy of what goes into and out of the model.
///
/// ```
/// use stepwright::prelude::*;
///
/// let capture = SageMakerBatchDataCaptureConfig::new("s3://orders/capture/").generate_inference_id(true);
/// # let _ = capture;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BatchDataCaptureConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerBatchDataCaptureConfig {
    destination_s3_uri: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generate_inference_id: Option<Field<bool>>,
}

impl SageMakerBatchDataCaptureConfig {
    /// Under this prefix.
    pub fn new(destination_s3_uri: impl Into<Field<String>>) -> Self {
        SageMakerBatchDataCaptureConfig {
            destination_s3_uri: destination_s3_uri.into(),
            kms_key_id: None,
            generate_inference_id: None,
        }
    }

    setters! {
        /// The key that the copy is encrypted with, by ARN, id or alias.
        kms_key_id: Field<String>;
        /// Whether an id is added to each result; by default not.
        generate_inference_id: Field<bool>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("DestinationS3Uri", Some(&self.destination_s3_uri));
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct DataSource {
    #[serde(rename = "S3DataSource")]
    s3_data_source: S3DataSource,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct S3DataSource {
    #[serde(rename = "S3DataType")]
    s3_data_type: Field<SageMakerS3DataType>,
    #[serde(rename = "S3Uri")]
    s3_uri: Field<String>,
}
