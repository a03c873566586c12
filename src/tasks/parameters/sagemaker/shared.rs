//! SageMaker: what several of its APIs take.

use super::check::Check;
use crate::asl::Field;
use crate::reference::Literal;
use crate::target::Ids;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// The subnets and security groups that containers have their network interfaces in.
///
/// ```
/// use stepwright::prelude::*;
///
/// let vpc = SageMakerVpcConfig::new(["subnet-0a1b2c3d4e5f6a7b8"], ["sg-0a1b2c3d4e5f6a7b8"]);
/// # let _ = vpc;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerVpcConfig {
    subnets: Ids,
    security_group_ids: Ids,
}

impl SageMakerVpcConfig {
    /// In these subnets (1 to 16), with these security groups (1 to 5).
    pub fn new(subnets: impl Into<Ids>, security_group_ids: impl Into<Ids>) -> Self {
        SageMakerVpcConfig { subnets: subnets.into(), security_group_ids: security_group_ids.into() }
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        count(check, "Subnets", &self.subnets, 16);
        count(check, "SecurityGroupIds", &self.security_group_ids, 5);
    }
}

/// The experiment that what a job tracks belongs to.
///
/// ```
/// use stepwright::prelude::*;
///
/// let experiment = SageMakerExperimentConfig::new().experiment_name("orders").run_name(path("$.run"));
/// # let _ = experiment;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ExperimentConfig.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerExperimentConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    experiment_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trial_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trial_component_display_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run_name: Option<Field<String>>,
}

impl SageMakerExperimentConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// The experiment, which has to be there.
        experiment_name: Field<String>;
        /// The trial, which has to be there; by default a new one is made.
        trial_name: Field<String>;
        /// The name that the trial component is shown by; by default its own.
        trial_component_display_name: Field<String>;
        /// The run of the experiment.
        run_name: Field<String>;
    }
}

/// How input data reaches a container.
///
/// ```
/// use stepwright::prelude::*;
///
/// let train = SageMakerChannel::new("train", "s3://orders/train/").input_mode(SageMakerInputMode::FastFile);
/// # let _ = train;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AlgorithmSpecification.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerInputMode {
    /// Copied to the volume before the container starts.
    File,
    /// Streamed through a named pipe.
    Pipe,
    /// Streamed from S3 as the container reads files.
    FastFile,
}

impl Literal for SageMakerInputMode {}

/// What a place in S3 stands for.
///
/// ```
/// use stepwright::prelude::*;
///
/// let source = SageMakerS3DataSource::new("s3://orders/list.json").s3_data_type(SageMakerS3DataType::ManifestFile);
/// # let _ = source;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerS3DataType {
    /// Every object under it.
    S3Prefix,
    /// The objects that the file there lists.
    ManifestFile,
    /// The JSON lines of the file there, each an object with its attributes. For training in pipe mode.
    AugmentedManifestFile,
    /// Conversations, for serverless jobs.
    Converse,
}

impl Literal for SageMakerS3DataType {}

/// What each of several instances gets of the data.
///
/// ```
/// use stepwright::prelude::*;
///
/// let source = SageMakerS3DataSource::new("s3://orders/train/").s3_data_distribution_type(SageMakerS3DataDistribution::ShardedByS3Key);
/// # let _ = source;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerS3DataDistribution {
    /// All of it.
    FullyReplicated,
    /// A part of it, by keys.
    ShardedByS3Key,
}

impl Literal for SageMakerS3DataDistribution {}

/// Whether input data is compressed.
///
/// ```
/// use stepwright::prelude::*;
///
/// let train = SageMakerChannel::new("train", "s3://orders/train/").compression_type(SageMakerCompression::Gzip);
/// # let _ = train;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerCompression {
    /// It is not.
    None,
    /// By gzip.
    Gzip,
}

impl Literal for SageMakerCompression {}

/// A tag of what is created.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct SageMakerTag {
    key: String,
    value: Field<String>,
}

/// The tags of what is created: one by one, or all of them by an expression.
pub(in crate::tasks) type SageMakerTags = Field<Vec<SageMakerTag>>;

/// Adds a tag. What was an expression for all of them becomes this one.
pub(in crate::tasks) fn tag(
    tags: &mut Option<SageMakerTags>,
    key: impl Into<String>,
    value: impl Into<Field<String>>,
) {
    if !matches!(tags, Some(Field::Literal(_))) {
        *tags = Some(Field::Literal(Vec::new()));
    }
    if let Some(Field::Literal(tags)) = tags {
        tags.push(SageMakerTag { key: key.into(), value: value.into() });
    }
}

/// Looks at tags.
pub(in crate::tasks) fn check_tags(tags: Option<&SageMakerTags>, check: &mut Check) {
    if let Some(Field::Literal(tags)) = tags {
        check.each("Tags", tags, 50, |tag, check| {
            check.length("Key", Some(&Field::Literal(tag.key.clone())), 128);
            check.length("Value", Some(&tag.value), 256);
        });
    }
}

/// Subnets or security groups, of which there is one at least.
fn count(check: &mut Check, member: &str, ids: &Ids, most: usize) {
    match ids {
        Ids::Listed(ids) if ids.is_empty() => {
            let message = format!("`{member}` is empty, it has to name one at least");
            check.error("too-few-items", member, message, "");
        }
        Ids::Listed(ids) => check.most(member, ids.len(), most),
        Ids::Expression(_) => {}
    }
}
