//! SageMaker: CreateModel.

use super::parameters::{
    Check, SageMakerContainerDefinition, SageMakerInferenceMode, SageMakerTags, SageMakerVpcConfig,
    check_tags, tag,
};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{RoleTarget, SageMakerModelTarget, create_statements};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Makes a model of SageMaker AI's, of an image and what a training job left.
///
/// # Permissions
///
/// `sagemaker:CreateModel` on the model, with the tagging that Step Functions adds; `iam:PassRole` on the role, to
/// SageMaker only.
///
/// # Patterns
///
/// Request and response only.
///
/// # Output
///
/// `{"ModelArn", …}`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/serve:3";
/// let model = SageMakerCreateModel::new(
///     intrinsic::format("orders-{}", [path("$.id")]),
///     SageMakerContainerDefinition::image(image).model_data_url(path("$.model")),
/// )
/// .execution_role("arn:aws:iam::123456789012:role/serving")
/// .state("Make the model");
/// # let _ = model;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCreateModel {
    model_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_container: Option<SageMakerContainerDefinition>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    containers: Vec<SageMakerContainerDefinition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inference_execution_config: Option<InferenceExecutionConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_role_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<SageMakerTags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_config: Option<SageMakerVpcConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_network_isolation: Option<Field<bool>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    model: SageMakerModelTarget,
    #[serde(skip)]
    role: Option<RoleTarget>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct InferenceExecutionConfig {
    mode: Field<SageMakerInferenceMode>,
}

impl SageMakerCreateModel {
    /// A model of this name that is one container.
    pub fn new(name: impl Into<SageMakerModelTarget>, container: SageMakerContainerDefinition) -> Self {
        let mut model = Self::of_several(name);
        model.primary_container = Some(container);
        model
    }

    /// A model of this name that is several containers, which are said by [`container`](Self::container).
    pub fn of_several(name: impl Into<SageMakerModelTarget>) -> Self {
        let model = name.into();
        SageMakerCreateModel {
            model_name: model.name().clone(),
            primary_container: None,
            containers: Vec::new(),
            inference_execution_config: None,
            execution_role_arn: None,
            tags: None,
            vpc_config: None,
            enable_network_isolation: None,
            more: serde_json::Map::new(),
            model,
            role: None,
        }
    }

    setters! {
        /// The VPC that containers reach; by default none.
        vpc_config: SageMakerVpcConfig;
        /// Whether containers reach no network; by default they do.
        enable_network_isolation: Field<bool>;
    }

    /// Adds a container, to a model of several; up to 15.
    pub fn container(mut self, container: SageMakerContainerDefinition) -> Self {
        self.containers.push(container);
        self
    }

    /// How several containers are called; by default one after the other.
    pub fn inference_execution_mode(mut self, mode: impl Into<Field<SageMakerInferenceMode>>) -> Self {
        self.inference_execution_config = Some(InferenceExecutionConfig { mode: mode.into() });
        self
    }

    /// The role that containers run under, and that the model and its image are fetched with.
    pub fn execution_role(mut self, role: impl Into<RoleTarget>) -> Self {
        let role = role.into();
        self.execution_role_arn = Some(role.arn().clone());
        self.role = Some(role);
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

    /// A parameter that has no setter here, by its name in `CreateModel`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SageMakerCreateModel {
    const NAME: &'static str = "SageMakerCreateModel";
    const API: (&'static str, &'static str) = ("sagemaker", "createModel");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let mut out =
            create_statements("sagemaker:CreateModel", self.model.arns(), Vec::new(), "creates the model");
        out.extend(self.role.as_ref().map(|role| role.pass_statement("sagemaker.amazonaws.com")));
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        Check::request(|check| {
            check.new_name("ModelName", &self.model_name, 63, "model");
            let several = !self.containers.is_empty();
            if several == self.primary_container.is_some() {
                let (code, message) = match several {
                    true => {
                        ("conflicting-parameters", "`PrimaryContainer` and `Containers` cannot both be said")
                    }
                    false => ("missing-parameter", "neither `PrimaryContainer` nor `Containers` is said"),
                };
                let help = "say `new(…)` without `container`, or `of_several(…)` with some";
                check.error(code, "Containers", message.to_owned(), help);
            }
            if self.inference_execution_config.is_some() && !several {
                let message = "only several containers are called one after the other or by name".to_owned();
                check.error("ignored-parameter", "InferenceExecutionConfig", message, "leave it out");
            }
            check.inside(
                "PrimaryContainer",
                self.primary_container.as_ref(),
                SageMakerContainerDefinition::check,
            );
            check.each("Containers", &self.containers, 15, SageMakerContainerDefinition::check);
            check.inside("VpcConfig", self.vpc_config.as_ref(), SageMakerVpcConfig::check);
            check_tags(self.tags.as_ref(), check);
        })
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("ModelArn", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            SageMakerAdditionalModelDataSource, SageMakerContainerMode, SageMakerImageConfig,
            SageMakerModelCache, SageMakerModelDataSource, SageMakerS3ModelDataSource,
        };
        use crate::asl::{intrinsic, jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::template::iam;
        let role = Handle::new("ServingRole", iam::Role::new(serde_json::json!({})));
        let image =
            || SageMakerContainerDefinition::image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/serve:3");
        vec![
            Example::request(
                "request_response",
                SageMakerCreateModel::new(
                    intrinsic::format("orders-{}", [path("$.id")]),
                    image()
                        .mode(SageMakerContainerMode::SingleModel)
                        .model_data_url(path("$.trained.ModelArtifacts.S3ModelArtifacts"))
                        .environment("STAGE", "test"),
                )
                .execution_role(&role)
                .vpc_config(SageMakerVpcConfig::new(
                    [Reference::to("SubnetA")],
                    [Reference::attribute("Group", "GroupId")],
                ))
                .enable_network_isolation(true)
                .tag("order", path("$.id"))
                .parameter("More", "as it is")
                .state("Make the model"),
            ),
            Example::request(
                "of_several",
                SageMakerCreateModel::of_several("Orders")
                    .container(
                        image()
                            .container_hostname("prepare")
                            .image_config(SageMakerImageConfig::vpc().credentials_provider(
                                "arn:aws:lambda:eu-west-1:123456789012:function:registry-login",
                            ))
                            .model_data_source(SageMakerModelDataSource::new(
                                SageMakerS3ModelDataSource::prefix("s3://models/prepare/")
                                    .accept_eula(true)
                                    .hub_content_arn(path("$.hubContent"))
                                    .manifest_s3_uri("s3://models/prepare.csv")
                                    .e_tag(path("$.tag"))
                                    .manifest_etag(path("$.manifestTag")),
                            ))
                            .additional_model_data_source(SageMakerAdditionalModelDataSource::new(
                                "adapter",
                                SageMakerS3ModelDataSource::object("s3://models/adapter.tar.gz").gzip(),
                            )),
                    )
                    .container(
                        image()
                            .container_hostname("judge")
                            .mode(SageMakerContainerMode::MultiModel)
                            .model_data_url("s3://models/judges/")
                            .model_cache_setting(SageMakerModelCache::Disabled)
                            .environment_map(path("$.environment")),
                    )
                    .container(
                        SageMakerContainerDefinition::model_package("orders/3")
                            .container_hostname("explain")
                            .image_config(SageMakerImageConfig::platform())
                            .inference_specification_name("default"),
                    )
                    .inference_execution_mode(SageMakerInferenceMode::Direct)
                    .execution_role("service-role/serving")
                    .state("Make the models"),
            ),
            Example::request(
                "jsonata",
                SageMakerCreateModel::new(
                    jsonata("'orders-' & $states.input.id"),
                    image().model_data_url(jsonata("$states.input.model")),
                )
                .execution_role(&role)
                .tags(jsonata("$states.input.tags"))
                .state("Make the model"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                SageMakerCreateModel::new(
                    SageMakerModelTarget::from(path("$.name")).among(["orders-*"]),
                    image(),
                )
                .execution_role(path("$.role"))
                .state("Make a model"),
            ),
        ]
    }
}
