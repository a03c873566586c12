//! SageMaker: CreateEndpointConfig.

use super::parameters::{
    Check, SageMakerAsyncInferenceConfig, SageMakerClarifyExplainerConfig, SageMakerDataCaptureConfig,
    SageMakerMetricsConfig, SageMakerProductionVariant, SageMakerTags, SageMakerVpcConfig, check_tags, tag,
};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{RoleTarget, SageMakerEndpointConfigTarget, SageMakerKeyTarget, create_statements};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Makes the configuration of an endpoint of SageMaker AI's: which models it serves, and on what.
///
/// # Permissions
///
/// `sagemaker:CreateEndpointConfig` on the configuration, with the tagging that Step Functions adds. A role brings
/// `iam:PassRole` on it, to SageMaker only. A key is used when an endpoint is made, and brings nothing here.
///
/// # Patterns
///
/// Request and response only.
///
/// # Output
///
/// `{"EndpointConfigArn", …}`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let config = SageMakerCreateEndpointConfig::new(
///     intrinsic::format("orders-{}", [path("$.id")]),
///     SageMakerProductionVariant::new("main", path("$.model")).instances("ml.m5.xlarge", 2),
/// )
/// .state("Configure the endpoint");
/// # let _ = config;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCreateEndpointConfig {
    endpoint_config_name: Field<String>,
    production_variants: Vec<SageMakerProductionVariant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_capture_config: Option<SageMakerDataCaptureConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<SageMakerTags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    async_inference_config: Option<SageMakerAsyncInferenceConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explainer_config: Option<ExplainerConfig>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shadow_production_variants: Vec<SageMakerProductionVariant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_role_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_config: Option<SageMakerVpcConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_network_isolation: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics_config: Option<SageMakerMetricsConfig>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    config: SageMakerEndpointConfigTarget,
    #[serde(skip)]
    role: Option<RoleTarget>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ExplainerConfig {
    clarify_explainer_config: SageMakerClarifyExplainerConfig,
}

impl SageMakerCreateEndpointConfig {
    /// A configuration of this name that serves this variant.
    pub fn new(name: impl Into<SageMakerEndpointConfigTarget>, variant: SageMakerProductionVariant) -> Self {
        let config = name.into();
        SageMakerCreateEndpointConfig {
            endpoint_config_name: config.name().clone(),
            production_variants: vec![variant],
            data_capture_config: None,
            tags: None,
            kms_key_id: None,
            async_inference_config: None,
            explainer_config: None,
            shadow_production_variants: Vec::new(),
            execution_role_arn: None,
            vpc_config: None,
            enable_network_isolation: None,
            metrics_config: None,
            more: serde_json::Map::new(),
            config,
            role: None,
        }
    }

    setters! {
        /// Where a copy of what the endpoint is asked and answers is kept; by default nowhere.
        data_capture_config: SageMakerDataCaptureConfig;
        /// How the endpoint answers later; by default it answers at once.
        async_inference_config: SageMakerAsyncInferenceConfig;
        /// The VPC that containers reach, for variants without a model.
        vpc_config: SageMakerVpcConfig;
        /// Whether containers reach no network, for variants without a model; by default they do.
        enable_network_isolation: Field<bool>;
        /// What the endpoint measures of itself.
        metrics_config: SageMakerMetricsConfig;
    }

    /// Adds a further variant; up to 10 altogether.
    pub fn production_variant(mut self, variant: SageMakerProductionVariant) -> Self {
        self.production_variants.push(variant);
        self
    }

    /// Adds a variant that gets a copy of the calls, and whose answers go nowhere; there is one other variant then.
    pub fn shadow_production_variant(mut self, variant: SageMakerProductionVariant) -> Self {
        self.shadow_production_variants.push(variant);
        self
    }

    /// The key that the instances' volumes are encrypted with.
    pub fn kms_key_id(mut self, key: impl Into<SageMakerKeyTarget>) -> Self {
        self.kms_key_id = Some(key.into().id().clone());
        self
    }

    /// How the endpoint explains its answers; by default it does not.
    pub fn clarify_explainer_config(mut self, config: SageMakerClarifyExplainerConfig) -> Self {
        self.explainer_config = Some(ExplainerConfig { clarify_explainer_config: config });
        self
    }

    /// The role that SageMaker acts under, for variants without a model.
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

    /// A parameter that has no setter here, by its name in `CreateEndpointConfig`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SageMakerCreateEndpointConfig {
    const NAME: &'static str = "SageMakerCreateEndpointConfig";
    const API: (&'static str, &'static str) = ("sagemaker", "createEndpointConfig");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let arns = self.config.arns();
        let mut out = create_statements(
            "sagemaker:CreateEndpointConfig",
            arns,
            Vec::new(),
            "creates the endpoint configuration",
        );
        out.extend(self.role.as_ref().map(|role| role.pass_statement("sagemaker.amazonaws.com")));
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        Check::request(|check| {
            check.new_name("EndpointConfigName", &self.endpoint_config_name, 63, "configuration");
            check.each(
                "ProductionVariants",
                &self.production_variants,
                10,
                SageMakerProductionVariant::check,
            );
            let shadows = "ShadowProductionVariants";
            check.each(shadows, &self.shadow_production_variants, 10, SageMakerProductionVariant::check);
            if !self.shadow_production_variants.is_empty() && self.production_variants.len() > 1 {
                let message = "beside shadow variants there can be one variant only".to_owned();
                check.error("too-many-items", "ProductionVariants", message, "");
            }
            let capture = self.data_capture_config.as_ref();
            check.inside("DataCaptureConfig", capture, SageMakerDataCaptureConfig::check);
            let later = self.async_inference_config.as_ref();
            check.inside("AsyncInferenceConfig", later, SageMakerAsyncInferenceConfig::check);
            check.inside("VpcConfig", self.vpc_config.as_ref(), SageMakerVpcConfig::check);
            check.inside("MetricsConfig", self.metrics_config.as_ref(), SageMakerMetricsConfig::check);
            check_tags(self.tags.as_ref(), check);
        })
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("EndpointConfigArn", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            SageMakerCapacityReservationConfig, SageMakerCaptureMode, SageMakerClarifyGranularity,
            SageMakerClarifyInferenceConfig, SageMakerClarifyShapBaselineConfig, SageMakerClarifyShapConfig,
            SageMakerClarifyTextConfig, SageMakerCoreDumpConfig, SageMakerInstancePool,
            SageMakerManagedInstanceScaling, SageMakerRoutingStrategy, SageMakerScaleInPolicy,
            SageMakerServerlessConfig,
        };
        use crate::asl::{intrinsic, jsonata, minutes, path};
        use crate::reference::{Handle, Reference};
        use crate::template::{iam, kms, sagemaker, sns};
        let model = Handle::new("Model", sagemaker::Model::new().model_name("orders"));
        let key = Handle::new("Key", kms::Key::new());
        let role = Handle::new("ServingRole", iam::Role::new(serde_json::json!({})));
        let topic = Handle::new("Answers", sns::Topic::new());
        let name = || intrinsic::format("orders-{}", [path("$.id")]);
        let baseline = SageMakerClarifyShapBaselineConfig::new()
            .mime_type("text/csv")
            .shap_baseline("0,0,0")
            .shap_baseline_uri("s3://models/baseline.csv");
        let shap = SageMakerClarifyShapConfig::new(baseline)
            .number_of_samples(100)
            .use_logit(true)
            .seed(7_u64)
            .text_config(SageMakerClarifyTextConfig::new("en", SageMakerClarifyGranularity::Sentence));
        vec![
            Example::request(
                "request_response",
                SageMakerCreateEndpointConfig::new(
                    name(),
                    SageMakerProductionVariant::new("main", &model)
                        .instances("ml.m5.xlarge", 2)
                        .initial_variant_weight(0.9)
                        .core_dump_config(
                            SageMakerCoreDumpConfig::new("s3://models/crashes/").kms_key_id("alias/crashes"),
                        )
                        .volume_size_in_gb(100)
                        .model_data_download_timeout(minutes(10))
                        .container_startup_health_check_timeout(minutes(10))
                        .enable_ssm_access(false)
                        .routing_strategy(SageMakerRoutingStrategy::LeastOutstandingRequests)
                        .inference_ami_version("al2-ami-sagemaker-inference-gpu-2"),
                )
                .production_variant(
                    SageMakerProductionVariant::new("next", path("$.model"))
                        .instance_pool(SageMakerInstancePool::new("ml.g5.xlarge", 1))
                        .instance_pool(
                            SageMakerInstancePool::new("ml.g4dn.xlarge", 2)
                                .model_name_override("orders-small"),
                        )
                        .initial_instance_count(1)
                        .variant_instance_provision_timeout(minutes(20))
                        .initial_variant_weight(0.1),
                )
                .data_capture_config(
                    SageMakerDataCaptureConfig::new("s3://models/capture/", 10)
                        .enable_capture(true)
                        .kms_key_id("alias/capture")
                        .capture_option(SageMakerCaptureMode::Input)
                        .capture_option(SageMakerCaptureMode::Output)
                        .csv_content_types(["text/csv"])
                        .json_content_types(["application/json"]),
                )
                .kms_key_id(&key)
                .clarify_explainer_config(
                    SageMakerClarifyExplainerConfig::new(shap)
                        .enable_explanations("`true`")
                        .inference_config(
                            SageMakerClarifyInferenceConfig::new()
                                .features_attribute("features")
                                .content_template("{\"features\":$features}")
                                .max_record_count(10)
                                .max_payload_in_mb(6)
                                .probability_index(0)
                                .label_index(1)
                                .probability_attribute("probability")
                                .label_attribute("label")
                                .label_headers(["yes", "no"])
                                .feature_headers(["total", "lines", "note"])
                                .feature_types(["numerical", "numerical", "text"]),
                        ),
                )
                .metrics_config(
                    SageMakerMetricsConfig::new()
                        .enable_enhanced_metrics(true)
                        .metric_publish_frequency_in_seconds(30),
                )
                .tag("order", path("$.id"))
                .parameter("More", "as it is")
                .state("Configure the endpoint"),
            ),
            Example::request(
                "serverless_with_shadow",
                SageMakerCreateEndpointConfig::new(
                    name(),
                    SageMakerProductionVariant::new("main", "orders").serverless_config(
                        SageMakerServerlessConfig::new(2_048, 5).provisioned_concurrency(1),
                    ),
                )
                .shadow_production_variant(
                    SageMakerProductionVariant::new("shadow", path("$.model")).instances("ml.m5.xlarge", 1),
                )
                .state("Configure the endpoint"),
            ),
            Example::request(
                "without_model",
                SageMakerCreateEndpointConfig::new(
                    name(),
                    SageMakerProductionVariant::without_model("main")
                        .instances("ml.g5.xlarge", 1)
                        .accelerator_type("ml.eia2.medium")
                        .managed_instance_scaling(
                            SageMakerManagedInstanceScaling::new(1, 4).scale_in_policy(
                                SageMakerScaleInPolicy::new("CONSOLIDATION")
                                    .maximum_step_size(2)
                                    .cooldown_in_minutes(30),
                            ),
                        )
                        .capacity_reservation_config(SageMakerCapacityReservationConfig::new(path(
                            "$.reservation",
                        ))),
                )
                .async_inference_config(
                    SageMakerAsyncInferenceConfig::new("s3://models/answers/")
                        .max_concurrent_invocations_per_instance(4)
                        .s3_failure_path("s3://models/failures/")
                        .kms_key_id("alias/answers")
                        .success_topic(&topic)
                        .error_topic(&topic)
                        .include_inference_response_in(["SUCCESS_NOTIFICATION_TOPIC"]),
                )
                .execution_role(&role)
                .vpc_config(SageMakerVpcConfig::new(
                    [Reference::to("SubnetA")],
                    [Reference::attribute("Group", "GroupId")],
                ))
                .enable_network_isolation(true)
                .state("Configure the endpoint"),
            ),
            Example::request(
                "jsonata",
                SageMakerCreateEndpointConfig::new(
                    jsonata("'orders-' & $states.input.id"),
                    SageMakerProductionVariant::new("main", jsonata("$states.input.model"))
                        .instances(jsonata("$states.input.instance"), 1),
                )
                .tags(jsonata("$states.input.tags"))
                .state("Configure the endpoint"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                SageMakerCreateEndpointConfig::new(
                    path("$.name"),
                    SageMakerProductionVariant::new("main", path("$.model")).instances("ml.m5.xlarge", 1),
                )
                .state("Configure an endpoint"),
            ),
        ]
    }
}
