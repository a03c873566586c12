//! SageMaker: CreateEndpoint.

use super::parameters::{Check, SageMakerDeploymentConfig, SageMakerTags, check_tags, tag};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{SageMakerEndpointConfigTarget, SageMakerEndpointTarget, create_statements};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Makes an endpoint of SageMaker AI's, which serves models as its configuration says.
///
/// It is there at once, and answers when it is in service, which takes minutes.
///
/// # Permissions
///
/// `sagemaker:CreateEndpoint` on the endpoint and its configuration, with the tagging that Step Functions adds. A
/// configuration whose volumes are encrypted with a key brings `kms:CreateGrant` on it.
///
/// # Patterns
///
/// Request and response only.
///
/// # Output
///
/// `{"EndpointArn", …}`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let serve = SageMakerCreateEndpoint::new("orders", path("$.config")).state("Serve the model");
/// # let _ = serve;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCreateEndpoint {
    endpoint_name: Field<String>,
    endpoint_config_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deployment_config: Option<SageMakerDeploymentConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<SageMakerTags>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    endpoint: SageMakerEndpointTarget,
    #[serde(skip)]
    config: SageMakerEndpointConfigTarget,
}

impl SageMakerCreateEndpoint {
    /// An endpoint of this name with this configuration.
    pub fn new(
        name: impl Into<SageMakerEndpointTarget>,
        config: impl Into<SageMakerEndpointConfigTarget>,
    ) -> Self {
        let (endpoint, config) = (name.into(), config.into());
        SageMakerCreateEndpoint {
            endpoint_name: endpoint.name().clone(),
            endpoint_config_name: config.name().clone(),
            deployment_config: None,
            tags: None,
            more: serde_json::Map::new(),
            endpoint,
            config,
        }
    }

    setters! {
        /// How the endpoint is deployed; by default all at once.
        deployment_config: SageMakerDeploymentConfig;
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

    /// A parameter that has no setter here, by its name in `CreateEndpoint`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SageMakerCreateEndpoint {
    const NAME: &'static str = "SageMakerCreateEndpoint";
    const API: (&'static str, &'static str) = ("sagemaker", "createEndpoint");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let mut out = create_statements(
            "sagemaker:CreateEndpoint",
            self.endpoint.arns(),
            self.config.arns(),
            "creates the endpoint",
        );
        out.extend(self.config.key_statement());
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        Check::request(|check| {
            check.new_name("EndpointName", &self.endpoint_name, 63, "endpoint");
            check.name("EndpointConfigName", &self.endpoint_config_name, 63);
            let deployment = self.deployment_config.as_ref();
            check.inside("DeploymentConfig", deployment, SageMakerDeploymentConfig::check);
            check_tags(self.tags.as_ref(), check);
        })
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("EndpointArn", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            SageMakerBlueGreenUpdatePolicy, SageMakerCapacitySize, SageMakerTrafficRouting,
        };
        use crate::asl::{intrinsic, jsonata, minutes, path};
        use crate::reference::{Handle, Reference};
        use crate::template::sagemaker;
        let config = Handle::new(
            "Config",
            sagemaker::EndpointConfig::new(Vec::<
                crate::reference::Property<sagemaker::endpoint_config::ProductionVariant>,
            >::new())
            .kms_key_id(Reference::attribute("Key", "Arn")),
        );
        let canary = SageMakerTrafficRouting::canary(SageMakerCapacitySize::percent(10), minutes(10));
        vec![
            Example::request(
                "request_response",
                SageMakerCreateEndpoint::new(intrinsic::format("orders-{}", [path("$.id")]), &config)
                    .deployment_config(
                        SageMakerDeploymentConfig::blue_green(
                            SageMakerBlueGreenUpdatePolicy::new(canary)
                                .termination_wait(minutes(5))
                                .maximum_execution_timeout(minutes(60)),
                        )
                        .alarm("orders-errors"),
                    )
                    .tag("order", path("$.id"))
                    .parameter("More", "as it is")
                    .state("Serve the model"),
            ),
            Example::request(
                "by_name",
                SageMakerCreateEndpoint::new("Orders", "orders-2").state("Serve the model"),
            ),
            Example::request(
                "jsonata",
                SageMakerCreateEndpoint::new(
                    jsonata("$states.input.name"),
                    SageMakerEndpointConfigTarget::from(jsonata("$states.input.config")).encrypted_by(
                        "arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666",
                    ),
                )
                .tags(jsonata("$states.input.tags"))
                .state("Serve the model"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                SageMakerCreateEndpoint::new(
                    SageMakerEndpointTarget::from(path("$.name")).among(["orders-*"]),
                    SageMakerEndpointConfigTarget::from(path("$.config")).among(["orders-*"]),
                )
                .state("Serve the model"),
            ),
        ]
    }
}
