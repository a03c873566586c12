//! How a cluster grows and shrinks by itself.

use super::{
    EmrAdjustmentType, EmrComparisonOperator, EmrComputeLimitsUnitType, EmrMarketType, EmrScalingStrategy,
    EmrStatistic, outside,
};
use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// Rules by which an instance group grows and shrinks, and the limits within which it does.
///
/// For core and task groups. The cluster needs an auto scaling role.
///
/// ```
/// use stepwright::prelude::*;
///
/// let alarm = EmrCloudWatchAlarmDefinition::new(
///     "YARNMemoryAvailablePercentage",
///     EmrComparisonOperator::LessThan,
///     15.0,
/// );
/// let policy = EmrAutoScalingPolicy::new(2, 10).rule(EmrScalingRule::new("more", 1, alarm).cool_down(300));
/// # let _ = policy;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_AutoScalingPolicy.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrAutoScalingPolicy {
    constraints: ScalingConstraints,
    rules: Vec<EmrScalingRule>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ScalingConstraints {
    min_capacity: Field<u32>,
    max_capacity: Field<u32>,
}

impl EmrAutoScalingPolicy {
    /// Between so many instances; rules are added with [`rule`](Self::rule).
    pub fn new(min_capacity: impl Into<Field<u32>>, max_capacity: impl Into<Field<u32>>) -> Self {
        let constraints =
            ScalingConstraints { min_capacity: min_capacity.into(), max_capacity: max_capacity.into() };
        EmrAutoScalingPolicy { constraints, rules: Vec::new() }
    }

    /// Adds a rule; one at least is needed.
    pub fn rule(mut self, rule: EmrScalingRule) -> Self {
        self.rules.push(rule);
        self
    }

    pub(in crate::tasks) fn findings(&self, pointer: &str) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let ScalingConstraints { min_capacity, max_capacity } = &self.constraints;
        out.extend(reversed("MinCapacity", min_capacity, "MaxCapacity", max_capacity, pointer));
        if self.rules.is_empty() {
            let message = "the auto scaling policy has no rule, it needs 1 at least";
            out.push(
                Diagnostic::error("too-few-items", message)
                    .pointer(format!("{pointer}/Rules"))
                    .help("say `rule(…)`"),
            );
        }
        let mut names: Vec<&str> = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let pointer = format!("{pointer}/Rules/{index}");
            if let Some(name) = rule.name.literal() {
                if names.contains(&name.as_str()) {
                    let message = format!("two rules of the policy are called `{name}`");
                    out.push(
                        Diagnostic::error("duplicate-name", message)
                            .pointer(format!("{pointer}/Name"))
                            .help("give each rule a name of its own"),
                    );
                }
                names.push(name);
            }
            out.extend(rule.finding(&pointer));
        }
        out
    }
}

/// A finding where a lower limit that is written down is above the upper one.
fn reversed(
    low: &str,
    least: &Field<u32>,
    high: &str,
    most: &Field<u32>,
    pointer: &str,
) -> Option<Diagnostic> {
    let (least, most) = (least.literal()?, most.literal()?);
    if least <= most {
        return None;
    }
    let message = format!("`{low}` is {least}, more than `{high}`, which is {most}");
    Some(Diagnostic::error("out-of-range", message).pointer(pointer))
}

/// One rule of an auto scaling policy: when an alarm goes off, how many instances more or fewer.
///
/// ```
/// use stepwright::prelude::*;
///
/// let alarm = EmrCloudWatchAlarmDefinition::new("ContainerPending", EmrComparisonOperator::GreaterThan, 10.0);
/// let rule = EmrScalingRule::new("more", 2, alarm);
/// # let _ = rule;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_ScalingRule.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrScalingRule {
    name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Field<String>>,
    action: ScalingAction,
    trigger: ScalingTrigger,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ScalingAction {
    #[serde(skip_serializing_if = "Option::is_none")]
    market: Option<Field<EmrMarketType>>,
    simple_scaling_policy_configuration: SimpleScalingPolicyConfiguration,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct SimpleScalingPolicyConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    adjustment_type: Option<Field<EmrAdjustmentType>>,
    scaling_adjustment: Field<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cool_down: Option<Field<u32>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ScalingTrigger {
    cloud_watch_alarm_definition: EmrCloudWatchAlarmDefinition,
}

impl EmrScalingRule {
    /// Under this name, which no other rule of the policy may have: so many instances more, or fewer where it is
    /// negative, when the alarm goes off.
    pub fn new(
        name: impl Into<Field<String>>,
        scaling_adjustment: impl Into<Field<i32>>,
        alarm: EmrCloudWatchAlarmDefinition,
    ) -> Self {
        EmrScalingRule {
            name: name.into(),
            description: None,
            action: ScalingAction {
                market: None,
                simple_scaling_policy_configuration: SimpleScalingPolicyConfiguration {
                    adjustment_type: None,
                    scaling_adjustment: scaling_adjustment.into(),
                    cool_down: None,
                },
            },
            trigger: ScalingTrigger { cloud_watch_alarm_definition: alarm },
        }
    }

    setters! {
        /// What it is for.
        description: Field<String>;
    }

    /// How the instances are bought. Instance groups do not take it: theirs is that of the group.
    pub fn market(mut self, market: impl Into<Field<EmrMarketType>>) -> Self {
        self.action.market = Some(market.into());
        self
    }

    /// What the adjustment means; by default a change in the number of instances.
    pub fn adjustment_type(mut self, kind: impl Into<Field<EmrAdjustmentType>>) -> Self {
        self.action.simple_scaling_policy_configuration.adjustment_type = Some(kind.into());
        self
    }

    /// How many seconds go by before the next scaling; by default 0.
    pub fn cool_down(mut self, seconds: impl Into<Field<u32>>) -> Self {
        self.action.simple_scaling_policy_configuration.cool_down = Some(seconds.into());
        self
    }

    fn finding(&self, pointer: &str) -> Option<Diagnostic> {
        let simple = &self.action.simple_scaling_policy_configuration;
        let exact = matches!(simple.adjustment_type, Some(Field::Literal(EmrAdjustmentType::ExactCapacity)));
        let adjustment = simple.scaling_adjustment.literal()?;
        if !exact || *adjustment > 0 {
            return None;
        }
        let message = format!("`ScalingAdjustment` is {adjustment}, an exact capacity is a positive number");
        let pointer = format!("{pointer}/Action/SimpleScalingPolicyConfiguration/ScalingAdjustment");
        Some(Diagnostic::error("out-of-range", message).pointer(pointer))
    }
}

/// When a scaling rule acts: a metric of CloudWatch, compared with a threshold.
///
/// ```
/// use stepwright::prelude::*;
///
/// let alarm = EmrCloudWatchAlarmDefinition::new("HDFSUtilization", EmrComparisonOperator::GreaterThan, 80.0)
///     .evaluation_periods(2)
///     .unit("PERCENT");
/// # let _ = alarm;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_CloudWatchAlarmDefinition.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrCloudWatchAlarmDefinition {
    comparison_operator: Field<EmrComparisonOperator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation_periods: Option<Field<u32>>,
    metric_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<Field<String>>,
    period: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistic: Option<Field<EmrStatistic>>,
    threshold: Field<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dimensions: Vec<MetricDimension>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct MetricDimension {
    key: Field<String>,
    value: Field<String>,
}

impl EmrCloudWatchAlarmDefinition {
    /// When this metric compares so with the threshold, over 300 seconds: EMR's metrics come every five minutes.
    pub fn new(
        metric_name: impl Into<Field<String>>,
        comparison_operator: impl Into<Field<EmrComparisonOperator>>,
        threshold: impl Into<Field<f64>>,
    ) -> Self {
        EmrCloudWatchAlarmDefinition {
            comparison_operator: comparison_operator.into(),
            evaluation_periods: None,
            metric_name: metric_name.into(),
            namespace: None,
            period: 300.into(),
            statistic: None,
            threshold: threshold.into(),
            unit: None,
            dimensions: Vec::new(),
        }
    }

    setters! {
        /// For how many periods it has to be so; by default 1.
        evaluation_periods: Field<u32>;
        /// The metric's namespace; by default `AWS/ElasticMapReduce`.
        namespace: Field<String>;
        /// What is taken of the metric's values; by default their average.
        statistic: Field<EmrStatistic>;
        /// The metric's unit: `PERCENT`, `COUNT`, `BYTES_PER_SECOND`.
        unit: Field<String>;
    }

    /// Over how many seconds the statistic is taken; by default 300.
    pub fn period(mut self, seconds: impl Into<Field<u32>>) -> Self {
        self.period = seconds.into();
        self
    }

    /// Narrows the metric; by default to the cluster, as `JobFlowId` with `${emr.clusterId}`, which EMR replaces by its
    /// id.
    pub fn dimension(mut self, key: impl Into<Field<String>>, value: impl Into<Field<String>>) -> Self {
        self.dimensions.push(MetricDimension { key: key.into(), value: value.into() });
        self
    }
}

/// The limits within which EMR itself scales the core and task nodes.
///
/// ```
/// use stepwright::prelude::*;
///
/// let policy = EmrManagedScalingPolicy::new(EmrComputeLimitsUnitType::InstanceFleetUnits, 4, 40)
///     .maximum_on_demand_capacity_units(8);
/// # let _ = policy;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_ManagedScalingPolicy.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrManagedScalingPolicy {
    compute_limits: ComputeLimits,
    #[serde(skip_serializing_if = "Option::is_none")]
    utilization_performance_index: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling_strategy: Option<Field<EmrScalingStrategy>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ComputeLimits {
    unit_type: Field<EmrComputeLimitsUnitType>,
    minimum_capacity_units: Field<u32>,
    maximum_capacity_units: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_on_demand_capacity_units: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_core_capacity_units: Option<Field<u32>>,
}

impl EmrManagedScalingPolicy {
    /// Between so many units of this type.
    pub fn new(
        unit_type: impl Into<Field<EmrComputeLimitsUnitType>>,
        minimum_capacity_units: impl Into<Field<u32>>,
        maximum_capacity_units: impl Into<Field<u32>>,
    ) -> Self {
        EmrManagedScalingPolicy {
            compute_limits: ComputeLimits {
                unit_type: unit_type.into(),
                minimum_capacity_units: minimum_capacity_units.into(),
                maximum_capacity_units: maximum_capacity_units.into(),
                maximum_on_demand_capacity_units: None,
                maximum_core_capacity_units: None,
            },
            utilization_performance_index: None,
            scaling_strategy: None,
        }
    }

    setters! {
        /// 1 for the least cost, 25, 50, 75, or 100 for the most speed; for the advanced strategy only.
        utilization_performance_index: Field<u32>;
        /// How speed is weighed against cost; by default as EMR does.
        scaling_strategy: Field<EmrScalingStrategy>;
    }

    /// How many units may be on demand; by default all.
    pub fn maximum_on_demand_capacity_units(mut self, units: impl Into<Field<u32>>) -> Self {
        self.compute_limits.maximum_on_demand_capacity_units = Some(units.into());
        self
    }

    /// How many units may be core nodes; by default all.
    pub fn maximum_core_capacity_units(mut self, units: impl Into<Field<u32>>) -> Self {
        self.compute_limits.maximum_core_capacity_units = Some(units.into());
        self
    }

    /// What is wrong with it, for a cluster of fleets or else of groups.
    pub(in crate::tasks) fn findings(&self, fleets: bool, pointer: &str) -> Vec<Diagnostic> {
        let limits = &self.compute_limits;
        let at = format!("{pointer}/ComputeLimits");
        let mut out: Vec<Diagnostic> = reversed(
            "MinimumCapacityUnits",
            &limits.minimum_capacity_units,
            "MaximumCapacityUnits",
            &limits.maximum_capacity_units,
            &at,
        )
        .into_iter()
        .collect();
        if let Field::Literal(unit) = &limits.unit_type
            && (*unit == EmrComputeLimitsUnitType::InstanceFleetUnits) != fleets
        {
            let (what, help) = if fleets {
                ("fleets", "`InstanceFleetUnits` does")
            } else {
                ("groups", "`Instances` or `VCPU` does")
            };
            let unit = match unit {
                EmrComputeLimitsUnitType::InstanceFleetUnits => "InstanceFleetUnits",
                EmrComputeLimitsUnitType::Instances => "Instances",
                EmrComputeLimitsUnitType::Vcpu => "VCPU",
            };
            let message = format!("`UnitType` is `{unit}`, which does not fit a cluster of instance {what}");
            out.push(
                Diagnostic::error("wrong-unit-type", message).pointer(format!("{at}/UnitType")).help(help),
            );
        }
        if let Some(Field::Literal(index)) = self.utilization_performance_index {
            let pointer = format!("{pointer}/UtilizationPerformanceIndex");
            if ![1, 25, 50, 75, 100].contains(&index) {
                let message =
                    format!("`UtilizationPerformanceIndex` is {index}, it can be 1, 25, 50, 75 or 100");
                out.push(Diagnostic::error("out-of-range", message).pointer(pointer.clone()));
            }
            let strategy = self.scaling_strategy.as_ref().map(|strategy| strategy.literal());
            if matches!(strategy, None | Some(Some(EmrScalingStrategy::Default))) {
                let message = "`UtilizationPerformanceIndex` is for the strategy `ADVANCED` only";
                out.push(
                    Diagnostic::error("conflicting-parameters", message)
                        .pointer(pointer)
                        .help("say `scaling_strategy(EmrScalingStrategy::Advanced)`"),
                );
            }
        }
        out
    }
}

/// A finding where a time out of a resize is outside its range.
pub(super) fn resize_timeout(value: Option<&Field<u32>>, pointer: String) -> Option<Diagnostic> {
    outside("TimeoutDurationMinutes", value, 5..=10_080, pointer)
}
