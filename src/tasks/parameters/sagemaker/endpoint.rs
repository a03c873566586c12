//! SageMaker: which models an endpoint serves, and on what.

use super::check::{ANY, Check};
use crate::asl::{Field, Seconds};
use crate::reference::Literal;
use crate::target::SageMakerModelTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// A model that an endpoint serves, on its instances or without any.
///
/// ```
/// use stepwright::prelude::*;
///
/// let on_instances = SageMakerProductionVariant::new("main", "orders").instances("ml.m5.xlarge", 2);
/// let serverless = SageMakerProductionVariant::new("main", path("$.model")).serverless_config(SageMakerServerlessConfig::new(2_048, 5));
/// # let _ = (on_instances, serverless);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerProductionVariant {
    variant_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_instance_count: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instance_pools: Vec<SageMakerInstancePool>,
    #[serde(rename = "VariantInstanceProvisionTimeoutInSeconds", skip_serializing_if = "Option::is_none")]
    variant_instance_provision_timeout: Option<Field<Seconds>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_variant_weight: Option<Field<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accelerator_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    core_dump_config: Option<SageMakerCoreDumpConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serverless_config: Option<SageMakerServerlessConfig>,
    #[serde(rename = "VolumeSizeInGB", skip_serializing_if = "Option::is_none")]
    volume_size_in_gb: Option<Field<u32>>,
    #[serde(rename = "ModelDataDownloadTimeoutInSeconds", skip_serializing_if = "Option::is_none")]
    model_data_download_timeout: Option<Field<Seconds>>,
    #[serde(rename = "ContainerStartupHealthCheckTimeoutInSeconds", skip_serializing_if = "Option::is_none")]
    container_startup_health_check_timeout: Option<Field<Seconds>>,
    #[serde(rename = "EnableSSMAccess", skip_serializing_if = "Option::is_none")]
    enable_ssm_access: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    managed_instance_scaling: Option<SageMakerManagedInstanceScaling>,
    #[serde(skip_serializing_if = "Option::is_none")]
    routing_config: Option<RoutingConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inference_ami_version: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity_reservation_config: Option<SageMakerCapacityReservationConfig>,
}

impl SageMakerProductionVariant {
    setters! {
        /// The model.
        model_name: Field<String>;
        /// How many instances there are at first.
        initial_instance_count: Field<u32>;
        /// The type of the instances: `ml.m5.xlarge`.
        instance_type: Field<String>;
        /// How long instances are waited for, 5 minutes to an hour.
        variant_instance_provision_timeout: Field<Seconds>;
        /// The share of the calls that the variant gets at first; by default 1.
        initial_variant_weight: Field<f64>;
        /// The size of an Elastic Inference accelerator, which AWS no longer offers.
        accelerator_type: Field<String>;
        /// Where a crashed container's memory is put.
        core_dump_config: SageMakerCoreDumpConfig;
        /// Serves the model without instances.
        serverless_config: SageMakerServerlessConfig;
        /// The size of each instance's volume, 1 to 512 GB.
        volume_size_in_gb: Field<u32>;
        /// How long the download of the model may take, 1 minute to an hour.
        model_data_download_timeout: Field<Seconds>;
        /// How long the container may take until it answers, 1 minute to an hour.
        container_startup_health_check_timeout: Field<Seconds>;
        /// Whether operators may open a shell through Systems Manager; by default they may not.
        enable_ssm_access: Field<bool>;
        /// Lets the endpoint add and remove instances.
        managed_instance_scaling: SageMakerManagedInstanceScaling;
        /// The machine image with its drivers: `al2-ami-sagemaker-inference-gpu-2`.
        inference_ami_version: Field<String>;
        /// The reserved capacity that instances are taken from.
        capacity_reservation_config: SageMakerCapacityReservationConfig;
    }

    /// Adds a type of instance that is tried in its turn; up to 5, in place of the one type.
    pub fn instance_pool(mut self, instance_pool: impl Into<SageMakerInstancePool>) -> Self {
        self.instance_pools.push(instance_pool.into());
        self
    }

    /// How calls are spread over instances; by default at random.
    pub fn routing_strategy(mut self, value: impl Into<Field<SageMakerRoutingStrategy>>) -> Self {
        self.routing_config = Some(RoutingConfig { routing_strategy: value.into() });
        self
    }

    /// A variant of this name without a model, whose inference components are made later.
    pub fn without_model(name: impl Into<Field<String>>) -> Self {
        SageMakerProductionVariant {
            variant_name: name.into(),
            model_name: None,
            initial_instance_count: None,
            instance_type: None,
            instance_pools: Vec::new(),
            variant_instance_provision_timeout: None,
            initial_variant_weight: None,
            accelerator_type: None,
            core_dump_config: None,
            serverless_config: None,
            volume_size_in_gb: None,
            model_data_download_timeout: None,
            container_startup_health_check_timeout: None,
            enable_ssm_access: None,
            managed_instance_scaling: None,
            routing_config: None,
            inference_ami_version: None,
            capacity_reservation_config: None,
        }
    }

    /// A variant of this name that serves this model.
    pub fn new(name: impl Into<Field<String>>, model: impl Into<SageMakerModelTarget>) -> Self {
        Self::without_model(name).model_name(model.into().name())
    }

    /// Serves the model on so many instances of this type.
    pub fn instances(self, instance_type: impl Into<Field<String>>, count: impl Into<Field<u32>>) -> Self {
        self.instance_type(instance_type).initial_instance_count(count)
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.name("VariantName", &self.variant_name, 63);
        let instances = self.instance_type.is_some() || !self.instance_pools.is_empty();
        if self.serverless_config.is_some() == instances {
            let (code, message) = match instances {
                true => ("conflicting-parameters", "the variant is served both on instances and serverless"),
                false => ("missing-parameter", "the variant is served neither on instances nor serverless"),
            };
            let help = "say `instances(…)`, `instance_pool(…)` or `serverless_config(…)`";
            check.error(code, "", message.to_owned(), help);
        }
        if self.instance_type.is_some() && !self.instance_pools.is_empty() {
            let message = "`InstanceType` and `InstancePools` cannot both be said".to_owned();
            check.error(
                "conflicting-parameters",
                "InstancePools",
                message,
                "say `instances(…)` or `instance_pool(…)`",
            );
        }
        check.range("InitialInstanceCount", self.initial_instance_count.as_ref(), 1..=ANY);
        check.range(
            "VariantInstanceProvisionTimeoutInSeconds",
            self.variant_instance_provision_timeout.as_ref(),
            300..=3_600,
        );
        check.range("VolumeSizeInGB", self.volume_size_in_gb.as_ref(), 1..=512);
        check.range(
            "ModelDataDownloadTimeoutInSeconds",
            self.model_data_download_timeout.as_ref(),
            60..=3_600,
        );
        check.range(
            "ContainerStartupHealthCheckTimeoutInSeconds",
            self.container_startup_health_check_timeout.as_ref(),
            60..=3_600,
        );
        if let Some(Field::Literal(weight)) = self.initial_variant_weight
            && weight < 0.0
        {
            let message = format!("`InitialVariantWeight` is {weight}, it cannot be negative");
            check.error("out-of-range", "InitialVariantWeight", message, "");
        }
        check.each("InstancePools", &self.instance_pools, 5, |pool, check| {
            check.range("Priority", Some(&pool.priority), 1..=5);
        });
        check.inside("CoreDumpConfig", self.core_dump_config.as_ref(), |dump, check| {
            check.s3("DestinationS3Uri", Some(&dump.destination_s3_uri));
        });
        check.inside("ServerlessConfig", self.serverless_config.as_ref(), SageMakerServerlessConfig::check);
        check.inside(
            "ManagedInstanceScaling",
            self.managed_instance_scaling.as_ref(),
            SageMakerManagedInstanceScaling::check,
        );
    }
}

/// A type of instance that a variant may have, and when it is tried.
///
/// ```
/// use stepwright::prelude::*;
///
/// let pool = SageMakerInstancePool::new("ml.g5.xlarge", 1);
/// # let _ = pool;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstancePool.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerInstancePool {
    instance_type: Field<String>,
    priority: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_name_override: Option<Field<String>>,
}

impl SageMakerInstancePool {
    /// This type of instance, tried in this turn: 1 is first, 5 is last.
    pub fn new(instance_type: impl Into<Field<String>>, priority: impl Into<Field<u32>>) -> Self {
        SageMakerInstancePool {
            instance_type: instance_type.into(),
            priority: priority.into(),
            model_name_override: None,
        }
    }

    setters! {
        /// The model that is served on these instances, where it is another one.
        model_name_override: Field<String>;
    }
}

/// Where a crashed container's memory is put.
///
/// ```
/// use stepwright::prelude::*;
///
/// let dump = SageMakerCoreDumpConfig::new("s3://models/crashes/");
/// # let _ = dump;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCoreDumpConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCoreDumpConfig {
    destination_s3_uri: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
}

impl SageMakerCoreDumpConfig {
    /// Under this prefix.
    pub fn new(destination_s3_uri: impl Into<Field<String>>) -> Self {
        SageMakerCoreDumpConfig { destination_s3_uri: destination_s3_uri.into(), kms_key_id: None }
    }

    setters! {
        /// The key that it is encrypted with, by ARN, id or alias.
        kms_key_id: Field<String>;
    }
}

/// How a model is served without instances.
///
/// ```
/// use stepwright::prelude::*;
///
/// let serverless = SageMakerServerlessConfig::new(2_048, 5);
/// # let _ = serverless;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerServerlessConfig {
    #[serde(rename = "MemorySizeInMB")]
    memory_size_in_mb: Field<u32>,
    max_concurrency: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provisioned_concurrency: Option<Field<u32>>,
}

impl SageMakerServerlessConfig {
    /// With so much memory (1,024 to 6,144 MB, in steps of 1,024), for so many calls at once, 1 to 200.
    pub fn new(memory_size_in_mb: impl Into<Field<u32>>, max_concurrency: impl Into<Field<u32>>) -> Self {
        SageMakerServerlessConfig {
            memory_size_in_mb: memory_size_in_mb.into(),
            max_concurrency: max_concurrency.into(),
            provisioned_concurrency: None,
        }
    }

    setters! {
        /// How many calls are kept ready for; not more than may be made at once.
        provisioned_concurrency: Field<u32>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        if let Field::Literal(size) = self.memory_size_in_mb
            && !(1..=6).any(|gib| gib * 1_024 == size)
        {
            let message = format!("`MemorySizeInMB` is {size}, it can be 1024 to 6144, in steps of 1024");
            check.error("out-of-range", "MemorySizeInMB", message, "");
        }
        check.range("MaxConcurrency", Some(&self.max_concurrency), 1..=200);
        let most = self.max_concurrency.literal().map_or(200, |most| u64::from(*most));
        check.range("ProvisionedConcurrency", self.provisioned_concurrency.as_ref(), 1..=most);
    }
}

/// How many instances an endpoint may have as it grows and shrinks.
///
/// ```
/// use stepwright::prelude::*;
///
/// let scaling = SageMakerManagedInstanceScaling::new(1, 4);
/// # let _ = scaling;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerManagedInstanceScaling {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_instance_count: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_instance_count: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale_in_policy: Option<SageMakerScaleInPolicy>,
}

impl SageMakerManagedInstanceScaling {
    setters! {
        /// `ENABLED` or `DISABLED`.
        status: Field<String>;
        /// How instances are removed.
        scale_in_policy: SageMakerScaleInPolicy;
    }

    /// Between so many and so many instances.
    pub fn new(least: impl Into<Field<u32>>, most: impl Into<Field<u32>>) -> Self {
        SageMakerManagedInstanceScaling {
            status: Some("ENABLED".into()),
            min_instance_count: Some(least.into()),
            max_instance_count: Some(most.into()),
            scale_in_policy: None,
        }
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.range("MaxInstanceCount", self.max_instance_count.as_ref(), 1..=ANY);
        check.inside("ScaleInPolicy", self.scale_in_policy.as_ref(), |policy, check| {
            check.range("MaximumStepSize", policy.maximum_step_size.as_ref(), 1..=100);
            check.range("CooldownInMinutes", policy.cooldown_in_minutes.as_ref(), 5..=1_440);
        });
    }
}

/// How instances are removed.
///
/// ```
/// use stepwright::prelude::*;
///
/// let policy = SageMakerScaleInPolicy::new("CONSOLIDATION").cooldown_in_minutes(30);
/// # let _ = policy;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerScaleInPolicy {
    strategy: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_step_size: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cooldown_in_minutes: Option<Field<u32>>,
}

impl SageMakerScaleInPolicy {
    /// By this strategy: `IDLE_RELEASE` removes instances that serve nothing, `CONSOLIDATION` also moves models
    /// together.
    pub fn new(strategy: impl Into<Field<String>>) -> Self {
        SageMakerScaleInPolicy {
            strategy: strategy.into(),
            maximum_step_size: None,
            cooldown_in_minutes: None,
        }
    }

    setters! {
        /// How many instances are removed at once, 1 to 100; by default 1.
        maximum_step_size: Field<u32>;
        /// How many minutes pass before it is looked at again, 5 to 1,440; by default 20.
        cooldown_in_minutes: Field<u32>;
    }
}

/// How calls are spread over the instances of a variant.
///
/// ```
/// use stepwright::prelude::*;
///
/// let variant = SageMakerProductionVariant::new("main", "orders").routing_strategy(SageMakerRoutingStrategy::Random);
/// # let _ = variant;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerRoutingStrategy {
    /// To those that have most capacity left.
    #[serde(rename = "LEAST_OUTSTANDING_REQUESTS")]
    LeastOutstandingRequests,
    /// At random.
    #[serde(rename = "RANDOM")]
    Random,
}

impl Literal for SageMakerRoutingStrategy {}

/// The reserved capacity that a variant's instances are taken from.
///
/// ```
/// use stepwright::prelude::*;
///
/// let reservation = SageMakerCapacityReservationConfig::new(path("$.reservation"));
/// # let _ = reservation;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCapacityReservationConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCapacityReservationConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity_reservation_preference: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ml_reservation_arn: Option<Field<String>>,
}

impl SageMakerCapacityReservationConfig {
    setters! {
        /// Whether there may be instances outside it: `capacity-reservations-only`.
        capacity_reservation_preference: Field<String>;
        /// The reservation, by its ARN.
        ml_reservation_arn: Field<String>;
    }

    /// From this reservation only, by its ARN.
    pub fn new(arn: impl Into<Field<String>>) -> Self {
        SageMakerCapacityReservationConfig {
            capacity_reservation_preference: Some("capacity-reservations-only".into()),
            ml_reservation_arn: Some(arn.into()),
        }
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct RoutingConfig {
    pub(in crate::tasks) routing_strategy: Field<SageMakerRoutingStrategy>,
}
