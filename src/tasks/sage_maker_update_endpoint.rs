//! SageMaker: UpdateEndpoint.

use super::parameters::{Check, SageMakerDeploymentConfig, SageMakerVariantProperty};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{SageMakerEndpointConfigTarget, SageMakerEndpointTarget};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Lets an endpoint of SageMaker AI's go over to a new configuration, while it goes on answering.
///
/// # Permissions
///
/// `sagemaker:UpdateEndpoint` on the endpoint and the new configuration. A configuration whose volumes are encrypted
/// with a key brings `kms:CreateGrant` on it.
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
/// let canary = SageMakerTrafficRouting::canary(SageMakerCapacitySize::percent(10), minutes(10));
/// let policy = SageMakerBlueGreenUpdatePolicy::new(canary);
/// let update = SageMakerUpdateEndpoint::new("orders", path("$.config"))
///     .deployment_config(SageMakerDeploymentConfig::blue_green(policy).alarm("orders-errors"))
///     .state("Serve the new model");
/// # let _ = update;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerUpdateEndpoint {
    endpoint_name: Field<String>,
    endpoint_config_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retain_all_variant_properties: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exclude_retained_variant_properties: Vec<VariantProperty>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deployment_config: Option<SageMakerDeploymentConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retain_deployment_config: Option<Field<bool>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    endpoint: SageMakerEndpointTarget,
    #[serde(skip)]
    config: SageMakerEndpointConfigTarget,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct VariantProperty {
    variant_property_type: Field<SageMakerVariantProperty>,
}

impl SageMakerUpdateEndpoint {
    /// Gives this endpoint this configuration.
    pub fn new(
        endpoint: impl Into<SageMakerEndpointTarget>,
        config: impl Into<SageMakerEndpointConfigTarget>,
    ) -> Self {
        let (endpoint, config) = (endpoint.into(), config.into());
        SageMakerUpdateEndpoint {
            endpoint_name: endpoint.name().clone(),
            endpoint_config_name: config.name().clone(),
            retain_all_variant_properties: None,
            exclude_retained_variant_properties: Vec::new(),
            deployment_config: None,
            retain_deployment_config: None,
            more: serde_json::Map::new(),
            endpoint,
            config,
        }
    }

    setters! {
        /// Whether variants keep their instance counts and weights; by default they get those of the configuration.
        retain_all_variant_properties: Field<bool>;
        /// How the endpoint goes over to it; by default all at once.
        deployment_config: SageMakerDeploymentConfig;
        /// Whether it goes over as it did the last time; by default not.
        retain_deployment_config: Field<bool>;
    }

    /// Adds a property that variants do not keep; up to 3.
    pub fn exclude_retained_variant_property(
        mut self,
        property: impl Into<Field<SageMakerVariantProperty>>,
    ) -> Self {
        self.exclude_retained_variant_properties
            .push(VariantProperty { variant_property_type: property.into() });
        self
    }

    /// A parameter that has no setter here, by its name in `UpdateEndpoint`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SageMakerUpdateEndpoint {
    const NAME: &'static str = "SageMakerUpdateEndpoint";
    const API: (&'static str, &'static str) = ("sagemaker", "updateEndpoint");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let update = Statement::allow(["sagemaker:UpdateEndpoint"])
            .on_all(self.endpoint.arns())
            .on_all(self.config.arns())
            .because("updates the endpoint");
        std::iter::once(update).chain(self.config.key_statement()).collect()
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        Check::request(|check| {
            check.name("EndpointName", &self.endpoint_name, 63);
            check.name("EndpointConfigName", &self.endpoint_config_name, 63);
            let excluded = "ExcludeRetainedVariantProperties";
            check.most(excluded, self.exclude_retained_variant_properties.len(), 3);
            let retains = self.retain_all_variant_properties.as_ref();
            if !self.exclude_retained_variant_properties.is_empty()
                && retains.is_none_or(|retains| matches!(retains, Field::Literal(false)))
            {
                let message = "no property is kept, so none can be excepted".to_owned();
                let help = "say `retain_all_variant_properties(true)`, or leave it out";
                check.error("ignored-parameter", excluded, message, help);
            }
            let deployment = self.deployment_config.as_ref();
            check.inside("DeploymentConfig", deployment, SageMakerDeploymentConfig::check);
            let same = matches!(self.retain_deployment_config, Some(Field::Literal(true)));
            if same && deployment.is_some() {
                let message =
                    "`DeploymentConfig` is said, and `RetainDeploymentConfig` keeps the last one".to_owned();
                let help = "leave `deployment_config` or `retain_deployment_config` out";
                check.error("conflicting-parameters", "DeploymentConfig", message, help);
            }
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
            SageMakerBlueGreenUpdatePolicy, SageMakerCapacitySize, SageMakerRollingUpdatePolicy,
            SageMakerTrafficRouting,
        };
        use crate::asl::{jsonata, minutes, path};
        use crate::reference::Handle;
        use crate::template::sagemaker;
        let endpoint = Handle::new("Endpoint", sagemaker::Endpoint::new("orders-1"));
        let linear = SageMakerTrafficRouting::linear(SageMakerCapacitySize::percent(25), minutes(5));
        let rolling = SageMakerRollingUpdatePolicy::new(SageMakerCapacitySize::instances(2), minutes(5))
            .maximum_execution_timeout(minutes(60))
            .rollback_maximum_batch_size(SageMakerCapacitySize::percent(50));
        vec![
            Example::request(
                "request_response",
                SageMakerUpdateEndpoint::new(&endpoint, path("$.config"))
                    .retain_all_variant_properties(true)
                    .exclude_retained_variant_property(SageMakerVariantProperty::DesiredInstanceCount)
                    .deployment_config(SageMakerDeploymentConfig::rolling(rolling).alarm("orders-errors"))
                    .parameter("More", "as it is")
                    .state("Serve the new model"),
            ),
            Example::request(
                "linear",
                SageMakerUpdateEndpoint::new(
                    "orders",
                    SageMakerEndpointConfigTarget::from("orders-2").encrypted_by(
                        "arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666",
                    ),
                )
                .deployment_config(SageMakerDeploymentConfig::blue_green(
                    SageMakerBlueGreenUpdatePolicy::new(linear),
                ))
                .state("Serve the new model"),
            ),
            Example::request(
                "jsonata",
                SageMakerUpdateEndpoint::new(jsonata("$states.input.name"), jsonata("$states.input.config"))
                    .retain_deployment_config(true)
                    .state("Serve the new model"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                SageMakerUpdateEndpoint::new(
                    SageMakerEndpointTarget::from(path("$.name")).among(["orders", "returns"]),
                    SageMakerEndpointConfigTarget::from(path("$.config")).among(["orders-*"]),
                )
                .state("Serve the new model"),
            ),
        ]
    }
}
