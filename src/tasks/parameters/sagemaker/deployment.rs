//! SageMaker: how an endpoint goes over to a new configuration.

use super::check::{ANY, Check};
use crate::asl::{Field, Seconds};
use crate::reference::Literal;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;
use std::ops::RangeInclusive;

/// How an endpoint goes over to a new configuration, and when it goes back.
///
/// ```
/// use stepwright::prelude::*;
///
/// let at_once = SageMakerBlueGreenUpdatePolicy::new(SageMakerTrafficRouting::all_at_once(minutes(5)));
/// let deployment = SageMakerDeploymentConfig::blue_green(at_once).alarm("orders-errors");
/// # let _ = deployment;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeploymentConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerDeploymentConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    blue_green_update_policy: Option<SageMakerBlueGreenUpdatePolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rolling_update_policy: Option<SageMakerRollingUpdatePolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_rollback_configuration: Option<Alarms>,
}

impl SageMakerDeploymentConfig {
    /// Starts new instances beside the old ones, and shifts traffic to them.
    pub fn blue_green(policy: SageMakerBlueGreenUpdatePolicy) -> Self {
        SageMakerDeploymentConfig {
            blue_green_update_policy: Some(policy),
            rolling_update_policy: None,
            auto_rollback_configuration: None,
        }
    }

    /// Replaces some instances at a time.
    pub fn rolling(policy: SageMakerRollingUpdatePolicy) -> Self {
        SageMakerDeploymentConfig {
            blue_green_update_policy: None,
            rolling_update_policy: Some(policy),
            auto_rollback_configuration: None,
        }
    }

    /// Goes back when this CloudWatch alarm goes off; up to 10.
    pub fn alarm(mut self, name: impl Into<Field<String>>) -> Self {
        self.auto_rollback_configuration
            .get_or_insert_default()
            .alarms
            .push(Alarm { alarm_name: name.into() });
        self
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside(
            "BlueGreenUpdatePolicy",
            self.blue_green_update_policy.as_ref(),
            SageMakerBlueGreenUpdatePolicy::check,
        );
        check.inside(
            "RollingUpdatePolicy",
            self.rolling_update_policy.as_ref(),
            SageMakerRollingUpdatePolicy::check,
        );
        check.inside(
            "AutoRollbackConfiguration",
            self.auto_rollback_configuration.as_ref(),
            |rollback, check| {
                check.most("Alarms", rollback.alarms.len(), 10);
            },
        );
    }
}

/// A deployment that starts new instances beside the old ones.
///
/// ```
/// use stepwright::prelude::*;
///
/// let routing = SageMakerTrafficRouting::canary(SageMakerCapacitySize::percent(10), minutes(10));
/// let policy = SageMakerBlueGreenUpdatePolicy::new(routing).termination_wait(minutes(5));
/// # let _ = policy;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerBlueGreenUpdatePolicy {
    traffic_routing_configuration: SageMakerTrafficRouting,
    #[serde(rename = "TerminationWaitInSeconds", skip_serializing_if = "Option::is_none")]
    termination_wait: Option<Field<Seconds>>,
    #[serde(rename = "MaximumExecutionTimeoutInSeconds", skip_serializing_if = "Option::is_none")]
    maximum_execution_timeout: Option<Field<Seconds>>,
}

impl SageMakerBlueGreenUpdatePolicy {
    /// That shifts traffic so.
    pub fn new(traffic_routing_configuration: impl Into<SageMakerTrafficRouting>) -> Self {
        SageMakerBlueGreenUpdatePolicy {
            traffic_routing_configuration: traffic_routing_configuration.into(),
            termination_wait: None,
            maximum_execution_timeout: None,
        }
    }

    setters! {
        /// How long the old instances stay after it, up to an hour; by default not.
        termination_wait: Field<Seconds>;
        /// How long it may take, 10 minutes to 8 hours.
        maximum_execution_timeout: Field<Seconds>;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.within("TrafficRoutingConfiguration", |check| self.traffic_routing_configuration.check(check));
        check.range("TerminationWaitInSeconds", self.termination_wait.as_ref(), 0..=3_600);
        check.range(
            "MaximumExecutionTimeoutInSeconds",
            self.maximum_execution_timeout.as_ref(),
            600..=28_800,
        );
    }
}

/// How traffic shifts from old instances to new ones.
///
/// ```
/// use stepwright::prelude::*;
///
/// let routing = SageMakerTrafficRouting::linear(SageMakerCapacitySize::percent(25), minutes(5));
/// # let _ = routing;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerTrafficRouting {
    r#type: String,
    wait_interval_in_seconds: Field<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canary_size: Option<SageMakerCapacitySize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    linear_step_size: Option<SageMakerCapacitySize>,
}

impl SageMakerTrafficRouting {
    fn made(kind: &str, wait: Field<Seconds>) -> Self {
        SageMakerTrafficRouting {
            r#type: kind.to_owned(),
            wait_interval_in_seconds: wait,
            canary_size: None,
            linear_step_size: None,
        }
    }

    /// In one step, which is watched for so long, up to an hour.
    pub fn all_at_once(wait: impl Into<Field<Seconds>>) -> Self {
        Self::made("ALL_AT_ONCE", wait.into())
    }

    /// In two steps: first so much, at most half of it, and after so long the rest.
    pub fn canary(size: impl Into<SageMakerCapacitySize>, wait: impl Into<Field<Seconds>>) -> Self {
        SageMakerTrafficRouting { canary_size: Some(size.into()), ..Self::made("CANARY", wait.into()) }
    }

    /// In equal steps of so much, a tenth to a half of it, with so long between them.
    pub fn linear(step: impl Into<SageMakerCapacitySize>, wait: impl Into<Field<Seconds>>) -> Self {
        SageMakerTrafficRouting { linear_step_size: Some(step.into()), ..Self::made("LINEAR", wait.into()) }
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.range("WaitIntervalInSeconds", Some(&self.wait_interval_in_seconds), 0..=3_600);
        check.inside("CanarySize", self.canary_size.as_ref(), |size, check| size.check(1..=50, check));
        check.inside("LinearStepSize", self.linear_step_size.as_ref(), |size, check| {
            size.check(10..=50, check)
        });
    }
}

/// So much of an endpoint: instances, or a share of them.
///
/// ```
/// use stepwright::prelude::*;
///
/// let tenth = SageMakerCapacitySize::percent(10);
/// # let _ = tenth;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCapacitySize {
    r#type: String,
    value: Field<u32>,
}

impl SageMakerCapacitySize {
    /// So many instances.
    pub fn instances(count: impl Into<Field<u32>>) -> Self {
        SageMakerCapacitySize { r#type: "INSTANCE_COUNT".to_owned(), value: count.into() }
    }

    /// So many instances of a hundred.
    pub fn percent(share: impl Into<Field<u32>>) -> Self {
        SageMakerCapacitySize { r#type: "CAPACITY_PERCENT".to_owned(), value: share.into() }
    }

    fn check(&self, percent: RangeInclusive<u64>, check: &mut Check) {
        let range = if self.r#type == "CAPACITY_PERCENT" { percent } else { 1..=ANY };
        check.range("Value", Some(&self.value), range);
    }
}

/// A deployment that replaces some instances at a time.
///
/// ```
/// use stepwright::prelude::*;
///
/// let policy = SageMakerRollingUpdatePolicy::new(SageMakerCapacitySize::percent(20), minutes(5));
/// # let _ = policy;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RollingUpdatePolicy.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerRollingUpdatePolicy {
    maximum_batch_size: SageMakerCapacitySize,
    wait_interval_in_seconds: Field<Seconds>,
    #[serde(rename = "MaximumExecutionTimeoutInSeconds", skip_serializing_if = "Option::is_none")]
    maximum_execution_timeout: Option<Field<Seconds>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rollback_maximum_batch_size: Option<SageMakerCapacitySize>,
}

impl SageMakerRollingUpdatePolicy {
    /// So much at a time, 5 to 50 percent, each of which is watched for so long, up to an hour.
    pub fn new(
        maximum_batch_size: impl Into<SageMakerCapacitySize>,
        wait_interval_in_seconds: impl Into<Field<Seconds>>,
    ) -> Self {
        SageMakerRollingUpdatePolicy {
            maximum_batch_size: maximum_batch_size.into(),
            wait_interval_in_seconds: wait_interval_in_seconds.into(),
            maximum_execution_timeout: None,
            rollback_maximum_batch_size: None,
        }
    }

    setters! {
        /// How long it may take, 10 minutes to 8 hours.
        maximum_execution_timeout: Field<Seconds>;
        /// How much goes back at a time; by default all.
        rollback_maximum_batch_size: SageMakerCapacitySize;
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.within("MaximumBatchSize", |check| self.maximum_batch_size.check(5..=50, check));
        check.range("WaitIntervalInSeconds", Some(&self.wait_interval_in_seconds), 0..=3_600);
        check.range(
            "MaximumExecutionTimeoutInSeconds",
            self.maximum_execution_timeout.as_ref(),
            600..=28_800,
        );
        check.inside("RollbackMaximumBatchSize", self.rollback_maximum_batch_size.as_ref(), |size, check| {
            size.check(1..=100, check);
        });
    }
}

/// A property of a variant that an update may take over from the new configuration.
///
/// ```
/// use stepwright::prelude::*;
///
/// let property = SageMakerVariantProperty::DesiredWeight;
/// # let _ = property;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VariantProperty.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SageMakerVariantProperty {
    /// How many instances it has.
    DesiredInstanceCount,
    /// The share of the calls that it gets.
    DesiredWeight,
    /// What is kept of its calls.
    DataCaptureConfig,
}

impl Literal for SageMakerVariantProperty {}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Alarms {
    alarms: Vec<Alarm>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Alarm {
    alarm_name: Field<String>,
}
