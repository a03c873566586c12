//! SageMaker: what a model is made of.

use super::check::{Check, Entries, put};
use crate::asl::Field;
use crate::reference::Literal;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// A container of a model: an image and the model's data, or a model package.
///
/// ```
/// use stepwright::prelude::*;
///
/// let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/serve:3";
/// let container = SageMakerContainerDefinition::image(image).model_data_url(path("$.trained.ModelArtifacts.S3ModelArtifacts"));
/// # let _ = container;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerContainerDefinition {
    #[serde(skip_serializing_if = "Option::is_none")]
    container_hostname: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_config: Option<SageMakerImageConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<Field<SageMakerContainerMode>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_data_url: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_data_source: Option<SageMakerModelDataSource>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    additional_model_data_sources: Vec<SageMakerAdditionalModelDataSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Entries>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_package_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inference_specification_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    multi_model_config: Option<MultiModelConfig>,
}

impl SageMakerContainerDefinition {
    setters! {
        /// The container's name, in a model of several.
        container_hostname: Field<String>;
        /// How an image outside ECR is reached.
        image_config: SageMakerImageConfig;
        /// Whether the container serves one model or several; by default one.
        mode: Field<SageMakerContainerMode>;
        /// The model, as one `.tar.gz` in S3; a prefix where the container serves several.
        model_data_url: Field<String>;
        /// The model, as it lies in S3. Not for transform jobs, serverless endpoints and several models.
        model_data_source: SageMakerModelDataSource;
        /// The specification of the package that is used.
        inference_specification_name: Field<String>;
    }

    /// Adds further data, such as an adapter; up to 5.
    pub fn additional_model_data_source(
        mut self,
        additional_model_data_source: impl Into<SageMakerAdditionalModelDataSource>,
    ) -> Self {
        self.additional_model_data_sources.push(additional_model_data_source.into());
        self
    }

    /// Sets an environment variable; up to 100.
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        put(&mut self.environment, name, value);
        self
    }

    /// All of them at once: a map, or an expression that gives one.
    pub fn environment_map(mut self, all: impl Into<Entries>) -> Self {
        self.environment = Some(all.into());
        self
    }

    /// Whether a container that serves several models keeps them in memory; by default it does.
    pub fn model_cache_setting(mut self, value: impl Into<Field<SageMakerModelCache>>) -> Self {
        self.multi_model_config = Some(MultiModelConfig { model_cache_setting: value.into() });
        self
    }

    fn made(image: Option<Field<String>>, package: Option<Field<String>>) -> Self {
        SageMakerContainerDefinition {
            container_hostname: None,
            image,
            image_config: None,
            mode: None,
            model_data_url: None,
            model_data_source: None,
            additional_model_data_sources: Vec::new(),
            environment: None,
            model_package_name: package,
            inference_specification_name: None,
            multi_model_config: None,
        }
    }

    /// A container with this image, by its path in a registry.
    pub fn image(image: impl Into<Field<String>>) -> Self {
        Self::made(Some(image.into()), None)
    }

    /// A container as a model package describes it, by name or ARN.
    pub fn model_package(name: impl Into<Field<String>>) -> Self {
        Self::made(None, Some(name.into()))
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        if self.model_data_url.is_some() && self.model_data_source.is_some() {
            let message = "`ModelDataUrl` and `ModelDataSource` cannot both be said".to_owned();
            check.error("conflicting-parameters", "ModelDataSource", message, "leave one of them out");
        }
        check.length("Image", self.image.as_ref(), 255);
        check.s3("ModelDataUrl", self.model_data_url.as_ref());
        check.inside("ModelDataSource/S3DataSource", self.model_data_source.as_ref(), |source, check| {
            source.s3_data_source.check(check);
        });
        check.each("AdditionalModelDataSources", &self.additional_model_data_sources, 5, |source, check| {
            check.length("ChannelName", Some(&source.channel_name), 64);
            check.within("S3DataSource", |check| source.s3_data_source.check(check));
        });
        check.entries("Environment", self.environment.as_ref(), 100);
    }
}

/// Whether a container serves one model or several.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mode = SageMakerContainerMode::MultiModel;
/// # let _ = mode;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerContainerMode {
    /// One.
    SingleModel,
    /// Several, which are loaded as they are asked for.
    MultiModel,
}

impl Literal for SageMakerContainerMode {}

/// Whether a container that serves several models keeps them in memory.
///
/// ```
/// use stepwright::prelude::*;
///
/// let cache = SageMakerModelCache::Disabled;
/// # let _ = cache;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MultiModelConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerModelCache {
    /// It keeps them.
    Enabled,
    /// It loads them for each call.
    Disabled,
}

impl Literal for SageMakerModelCache {}

/// Where the image of a model is: in ECR, or in a private registry that the model's VPC reaches.
///
/// ```
/// use stepwright::prelude::*;
///
/// let registry = "arn:aws:lambda:eu-west-1:123456789012:function:registry-login";
/// let config = SageMakerImageConfig::vpc().credentials_provider(registry);
/// # let _ = config;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImageConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerImageConfig {
    repository_access_mode: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository_auth_config: Option<RepositoryAuthConfig>,
}

impl SageMakerImageConfig {
    /// The function that gives the credentials for the registry, by its ARN.
    pub fn credentials_provider(mut self, value: impl Into<Field<String>>) -> Self {
        self.repository_auth_config = Some(RepositoryAuthConfig { credentials_provider: value.into() });
        self
    }

    /// In ECR.
    pub fn platform() -> Self {
        SageMakerImageConfig { repository_access_mode: "Platform".to_owned(), repository_auth_config: None }
    }

    /// In a private registry that the VPC reaches.
    pub fn vpc() -> Self {
        SageMakerImageConfig { repository_access_mode: "Vpc".to_owned(), repository_auth_config: None }
    }
}

/// A model as it lies in S3, packed or not.
///
/// ```
/// use stepwright::prelude::*;
///
/// let source = SageMakerModelDataSource::new(SageMakerS3ModelDataSource::prefix("s3://models/orders/"));
/// # let _ = source;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelDataSource.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerModelDataSource {
    s3_data_source: SageMakerS3ModelDataSource,
}

impl SageMakerModelDataSource {
    /// As this says.
    pub fn new(s3_data_source: impl Into<SageMakerS3ModelDataSource>) -> Self {
        SageMakerModelDataSource { s3_data_source: s3_data_source.into() }
    }
}

/// Further data of a model, under a name.
///
/// ```
/// use stepwright::prelude::*;
///
/// let adapter = SageMakerAdditionalModelDataSource::new("adapter", SageMakerS3ModelDataSource::prefix("s3://models/adapter/"));
/// # let _ = adapter;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AdditionalModelDataSource.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerAdditionalModelDataSource {
    channel_name: Field<String>,
    s3_data_source: SageMakerS3ModelDataSource,
}

impl SageMakerAdditionalModelDataSource {
    /// Of this name, from there.
    pub fn new(
        channel_name: impl Into<Field<String>>,
        s3_data_source: impl Into<SageMakerS3ModelDataSource>,
    ) -> Self {
        SageMakerAdditionalModelDataSource {
            channel_name: channel_name.into(),
            s3_data_source: s3_data_source.into(),
        }
    }
}

/// A place in S3 that a model is read from.
///
/// ```
/// use stepwright::prelude::*;
///
/// let packed = SageMakerS3ModelDataSource::object("s3://models/orders.tar.gz").gzip();
/// # let _ = packed;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerS3ModelDataSource {
    s3_uri: Field<String>,
    s3_data_type: String,
    compression_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_access_config: Option<ModelAccessConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hub_access_config: Option<HubAccessConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    manifest_s3_uri: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e_tag: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    manifest_etag: Option<Field<String>>,
}

impl SageMakerS3ModelDataSource {
    setters! {
        /// The file that lists where the model's parts are.
        manifest_s3_uri: Field<String>;
        /// The entity tag that the object has to have.
        e_tag: Field<String>;
        /// The entity tag that the manifest has to have.
        manifest_etag: Field<String>;
    }

    /// Accepts the licence of the model that is there.
    pub fn accept_eula(mut self, value: impl Into<Field<bool>>) -> Self {
        self.model_access_config = Some(ModelAccessConfig { accept_eula: value.into() });
        self
    }

    /// The content of a hub by which the model is reached, by its ARN.
    pub fn hub_content_arn(mut self, value: impl Into<Field<String>>) -> Self {
        self.hub_access_config = Some(HubAccessConfig { hub_content_arn: value.into() });
        self
    }

    fn made(uri: Field<String>, kind: &str) -> Self {
        SageMakerS3ModelDataSource {
            s3_uri: uri,
            s3_data_type: kind.to_owned(),
            compression_type: "None".to_owned(),
            model_access_config: None,
            hub_access_config: None,
            manifest_s3_uri: None,
            e_tag: None,
            manifest_etag: None,
        }
    }

    /// Every object under this prefix, which ends in `/`.
    pub fn prefix(uri: impl Into<Field<String>>) -> Self {
        Self::made(uri.into(), "S3Prefix")
    }

    /// This one object.
    pub fn object(uri: impl Into<Field<String>>) -> Self {
        Self::made(uri.into(), "S3Object")
    }

    /// The object is packed by gzip; by default it is not.
    pub fn gzip(mut self) -> Self {
        self.compression_type = "Gzip".to_owned();
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.s3("S3Uri", Some(&self.s3_uri));
        check.s3("ManifestS3Uri", self.manifest_s3_uri.as_ref());
        let prefix = self.s3_data_type == "S3Prefix";
        if prefix && matches!(&self.s3_uri, Field::Literal(uri) if !uri.ends_with('/')) {
            let message = "the prefix that the model lies under does not end in `/`".to_owned();
            check.error("malformed-location", "S3Uri", message, "end it in `/`, or say `object(…)`");
        }
    }
}

/// How the containers of a model are called.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mode = SageMakerInferenceMode::Direct;
/// # let _ = mode;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceExecutionConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerInferenceMode {
    /// One after the other, each with the result of the one before.
    Serial,
    /// Each by its name.
    Direct,
}

impl Literal for SageMakerInferenceMode {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct MultiModelConfig {
    pub(in crate::tasks) model_cache_setting: Field<SageMakerModelCache>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct RepositoryAuthConfig {
    #[serde(rename = "RepositoryCredentialsProviderArn")]
    pub(in crate::tasks) credentials_provider: Field<String>,
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
