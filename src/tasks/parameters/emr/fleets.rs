//! Instance fleets.

use super::scaling::resize_timeout;
use super::{
    EmrCapacityReservationPreference, EmrConfiguration, EmrEbsConfiguration, EmrInstanceRole,
    EmrOnDemandAllocationStrategy, EmrSpotAllocationStrategy, EmrSpotProvisioningTimeoutAction, outside,
};
use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// A fleet: instances of several types, on demand and spot, until there are units enough.
///
/// ```
/// use stepwright::prelude::*;
///
/// let core = EmrInstanceFleetConfig::new(EmrInstanceRole::Core)
///     .name("core")
///     .target_spot_capacity(8)
///     .instance_type(EmrInstanceTypeConfig::new("m7g.xlarge").weighted_capacity(1))
///     .instance_type(EmrInstanceTypeConfig::new("m7g.2xlarge").weighted_capacity(2))
///     .spot(EmrSpotProvisioningSpecification::new(20, EmrSpotProvisioningTimeoutAction::SwitchToOnDemand));
/// # let _ = core;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_InstanceFleetConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrInstanceFleetConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Field<String>>,
    instance_fleet_type: EmrInstanceRole,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_on_demand_capacity: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_spot_capacity: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instance_type_configs: Vec<EmrInstanceTypeConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    launch_specifications: Option<LaunchSpecifications>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resize_specifications: Option<ResizeSpecifications>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct LaunchSpecifications {
    #[serde(skip_serializing_if = "Option::is_none")]
    spot_specification: Option<EmrSpotProvisioningSpecification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_demand_specification: Option<EmrOnDemandProvisioningSpecification>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct ResizeSpecifications {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) spot_resize_specification: Option<EmrSpotResizingSpecification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) on_demand_resize_specification: Option<EmrOnDemandResizingSpecification>,
}

impl EmrInstanceFleetConfig {
    /// In this role; its capacity has to be said.
    pub fn new(role: EmrInstanceRole) -> Self {
        EmrInstanceFleetConfig {
            name: None,
            instance_fleet_type: role,
            target_on_demand_capacity: None,
            target_spot_capacity: None,
            instance_type_configs: Vec::new(),
            launch_specifications: None,
            resize_specifications: None,
        }
    }

    setters! {
        /// Its name, at most 256 characters. `EmrModifyInstanceFleetByName` finds it by this, so that no other fleet of
        /// the cluster should have it.
        name: Field<String>;
        /// How many units are bought on demand; by default 0. A primary fleet has one unit in all.
        target_on_demand_capacity: Field<u32>;
        /// How many units are spot; by default 0. A primary fleet has one unit in all.
        target_spot_capacity: Field<u32>;
    }

    /// Adds an instance type.
    pub fn instance_type(mut self, kind: EmrInstanceTypeConfig) -> Self {
        self.instance_type_configs.push(kind);
        self
    }

    /// How spot instances are launched.
    pub fn spot(mut self, specification: EmrSpotProvisioningSpecification) -> Self {
        self.launch_specifications.get_or_insert_default().spot_specification = Some(specification);
        self
    }

    /// How on-demand instances are launched.
    pub fn on_demand(mut self, specification: EmrOnDemandProvisioningSpecification) -> Self {
        self.launch_specifications.get_or_insert_default().on_demand_specification = Some(specification);
        self
    }

    /// How spot instances come when the fleet is resized.
    pub fn resize_spot(mut self, specification: EmrSpotResizingSpecification) -> Self {
        self.resize_specifications.get_or_insert_default().spot_resize_specification = Some(specification);
        self
    }

    /// How on-demand instances come when the fleet is resized.
    pub fn resize_on_demand(mut self, specification: EmrOnDemandResizingSpecification) -> Self {
        let resize = self.resize_specifications.get_or_insert_default();
        resize.on_demand_resize_specification = Some(specification);
        self
    }

    pub(super) fn role(&self) -> EmrInstanceRole {
        self.instance_fleet_type
    }

    pub(super) fn plain_name(&self) -> Option<&str> {
        self.name.as_ref()?.literal().map(String::as_str)
    }

    /// The units that it asks for, where they are written down.
    fn capacity(&self) -> Option<u32> {
        let units = |capacity: &Option<Field<u32>>| match capacity {
            None => Some(0),
            Some(capacity) => capacity.literal().copied(),
        };
        Some(units(&self.target_on_demand_capacity)?.saturating_add(units(&self.target_spot_capacity)?))
    }

    pub(super) fn findings(&self, pointer: &str) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        match self.capacity() {
            Some(0) => out.push(
                Diagnostic::error("missing-parameter", "the instance fleet has no unit, it needs 1 at least")
                    .pointer(pointer)
                    .help("say `target_on_demand_capacity(…)` or `target_spot_capacity(…)`"),
            ),
            Some(units) if units != 1 && self.instance_fleet_type == EmrInstanceRole::Master => {
                let message = format!("the primary fleet has {units} units, it can have 1");
                out.push(Diagnostic::error("out-of-range", message).pointer(pointer));
            }
            _ => {}
        }
        for (index, kind) in self.instance_type_configs.iter().enumerate() {
            out.extend(kind.findings(&format!("{pointer}/InstanceTypeConfigs/{index}")));
        }
        let launch = self.launch_specifications.as_ref();
        let spot = launch.and_then(|launch| launch.spot_specification.as_ref());
        let on_demand = launch.and_then(|launch| launch.on_demand_specification.as_ref());
        if let Some(spot) = spot {
            out.extend(spot.findings(&format!("{pointer}/LaunchSpecifications/SpotSpecification")));
        }
        out.extend(priorities(
            &self.instance_type_configs,
            on_demand.map(|specification| &specification.allocation_strategy),
            spot.and_then(|specification| specification.allocation_strategy.as_ref()),
            pointer,
        ));
        if let Some(resize) = &self.resize_specifications {
            out.extend(resize.findings(&format!("{pointer}/ResizeSpecifications")));
        }
        out
    }
}

/// Findings where instance types have priorities that nobody looks at, or strategies look at priorities that are not
/// there.
fn priorities(
    types: &[EmrInstanceTypeConfig],
    on_demand: Option<&Field<EmrOnDemandAllocationStrategy>>,
    spot: Option<&Field<EmrSpotAllocationStrategy>>,
    pointer: &str,
) -> Option<Diagnostic> {
    let by_demand = on_demand.map(|strategy| match strategy {
        Field::Literal(strategy) => *strategy == EmrOnDemandAllocationStrategy::Prioritized,
        _ => true,
    });
    let by_spot = spot.map(|strategy| match strategy {
        Field::Literal(strategy) => *strategy == EmrSpotAllocationStrategy::CapacityOptimizedPrioritized,
        _ => true,
    });
    let looked_at = by_demand.unwrap_or_default() || by_spot.unwrap_or_default();
    let known =
        [on_demand.is_none_or(|strategy| !strategy.is_dynamic()), spot.is_none_or(|s| !s.is_dynamic())];
    let said = types.iter().any(|kind| kind.priority.is_some());
    match (looked_at, said) {
        (false, true) => Some(
            Diagnostic::error(
                "conflicting-parameters",
                "instance types have `Priority`, and no allocation strategy uses it",
            )
            .pointer(format!("{pointer}/InstanceTypeConfigs"))
            .help("`prioritized` does for on-demand instances, `capacity-optimized-prioritized` for spot"),
        ),
        (true, false) if known == [true, true] && !types.is_empty() => Some(
            Diagnostic::error(
                "missing-parameter",
                "an allocation strategy goes by `Priority`, and no instance type has one",
            )
            .pointer(format!("{pointer}/InstanceTypeConfigs"))
            .help("say `priority` of the instance types; 0 comes first"),
        ),
        _ => None,
    }
}

impl ResizeSpecifications {
    pub(in crate::tasks) fn findings(&self, pointer: &str) -> Vec<Diagnostic> {
        let spot = self.spot_resize_specification.as_ref();
        let spot = spot.and_then(|specification| specification.timeout_duration_minutes.as_ref());
        let on_demand = self.on_demand_resize_specification.as_ref();
        let on_demand = on_demand.and_then(|specification| specification.timeout_duration_minutes.as_ref());
        let at = |which: &str| format!("{pointer}/{which}/TimeoutDurationMinutes");
        resize_timeout(spot, at("SpotResizeSpecification"))
            .into_iter()
            .chain(resize_timeout(on_demand, at("OnDemandResizeSpecification")))
            .collect()
    }
}

/// One of the instance types of a fleet.
///
/// ```
/// use stepwright::prelude::*;
///
/// let large = EmrInstanceTypeConfig::new("r7g.2xlarge").weighted_capacity(4).bid_price("0.35");
/// # let _ = large;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_InstanceTypeConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrInstanceTypeConfig {
    instance_type: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weighted_capacity: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bid_price: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bid_price_as_percentage_of_on_demand_price: Option<Field<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ebs_configuration: Option<EmrEbsConfiguration>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    configurations: Vec<EmrConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_ami_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<Field<f64>>,
}

impl EmrInstanceTypeConfig {
    /// This type: `m7g.xlarge`.
    pub fn new(instance_type: impl Into<Field<String>>) -> Self {
        EmrInstanceTypeConfig {
            instance_type: instance_type.into(),
            weighted_capacity: None,
            bid_price: None,
            bid_price_as_percentage_of_on_demand_price: None,
            ebs_configuration: None,
            configurations: Vec::new(),
            custom_ami_id: None,
            priority: None,
        }
    }

    setters! {
        /// How many units an instance counts for; by default 1.
        weighted_capacity: Field<u32>;
        /// The most that a spot instance may cost, in USD an hour.
        bid_price: Field<String>;
        /// The most that a spot instance may cost, in percent of the on-demand price; by default 100.
        bid_price_as_percentage_of_on_demand_price: Field<f64>;
        /// The volumes of the instances; by default what EMR chooses for the type.
        ebs_configuration: EmrEbsConfiguration;
        /// The AMI of the instances; by default the cluster's.
        custom_ami_id: Field<String>;
        /// Where it stands among the types, for strategies that go by priorities: 0 comes first.
        priority: Field<f64>;
    }

    /// Configures an application for instances of this type.
    pub fn configuration(mut self, configuration: EmrConfiguration) -> Self {
        self.configurations.push(configuration);
        self
    }

    pub(in crate::tasks) fn findings(&self, pointer: &str) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if self.bid_price.is_some() && self.bid_price_as_percentage_of_on_demand_price.is_some() {
            let message = "`BidPrice` and `BidPriceAsPercentageOfOnDemandPrice` cannot both be said";
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer(pointer)
                    .help("leave one of them out"),
            );
        }
        if let Some(ebs) = &self.ebs_configuration {
            out.extend(ebs.findings(&format!("{pointer}/EbsConfiguration")));
        }
        out
    }
}

/// How the spot instances of a fleet are launched.
///
/// ```
/// use stepwright::prelude::*;
///
/// let spot = EmrSpotProvisioningSpecification::new(20, EmrSpotProvisioningTimeoutAction::TerminateCluster)
///     .allocation_strategy(EmrSpotAllocationStrategy::PriceCapacityOptimized);
/// # let _ = spot;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_SpotProvisioningSpecification.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrSpotProvisioningSpecification {
    timeout_duration_minutes: Field<u32>,
    timeout_action: Field<EmrSpotProvisioningTimeoutAction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    block_duration_minutes: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allocation_strategy: Option<Field<EmrSpotAllocationStrategy>>,
}

impl EmrSpotProvisioningSpecification {
    /// Waits so many minutes, 5 to 1,440, for the first instances, and then does this.
    pub fn new(
        timeout_minutes: impl Into<Field<u32>>,
        timeout_action: impl Into<Field<EmrSpotProvisioningTimeoutAction>>,
    ) -> Self {
        EmrSpotProvisioningSpecification {
            timeout_duration_minutes: timeout_minutes.into(),
            timeout_action: timeout_action.into(),
            block_duration_minutes: None,
            allocation_strategy: None,
        }
    }

    setters! {
        /// For how many minutes instances are not taken away: 60, 120, 180, 240, 300 or 360. Only for accounts that may
        /// still ask for it.
        block_duration_minutes: Field<u32>;
        /// How instances are chosen among the types; by default as the release does.
        allocation_strategy: Field<EmrSpotAllocationStrategy>;
    }

    fn findings(&self, pointer: &str) -> Vec<Diagnostic> {
        let at = format!("{pointer}/TimeoutDurationMinutes");
        let timeout = Some(&self.timeout_duration_minutes);
        let mut out: Vec<Diagnostic> =
            outside("TimeoutDurationMinutes", timeout, 5..=1_440, at).into_iter().collect();
        if let Some(Field::Literal(minutes)) = self.block_duration_minutes
            && (!(60..=360).contains(&minutes) || minutes % 60 != 0)
        {
            let message =
                format!("`BlockDurationMinutes` is {minutes}, it can be 60, 120, 180, 240, 300 or 360");
            let pointer = format!("{pointer}/BlockDurationMinutes");
            out.push(Diagnostic::error("out-of-range", message).pointer(pointer));
        }
        out
    }
}

/// How the on-demand instances of a fleet are launched.
///
/// ```
/// use stepwright::prelude::*;
///
/// let on_demand = EmrOnDemandProvisioningSpecification::new(EmrOnDemandAllocationStrategy::LowestPrice)
///     .capacity_reservation_options(EmrCapacityReservationOptions::new().use_reservations_first());
/// # let _ = on_demand;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_OnDemandProvisioningSpecification.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrOnDemandProvisioningSpecification {
    allocation_strategy: Field<EmrOnDemandAllocationStrategy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity_reservation_options: Option<EmrCapacityReservationOptions>,
}

impl EmrOnDemandProvisioningSpecification {
    /// Chooses instances so among the types.
    pub fn new(strategy: impl Into<Field<EmrOnDemandAllocationStrategy>>) -> Self {
        EmrOnDemandProvisioningSpecification {
            allocation_strategy: strategy.into(),
            capacity_reservation_options: None,
        }
    }

    setters! {
        /// Whether instances run in capacity that has been reserved.
        capacity_reservation_options: EmrCapacityReservationOptions;
    }
}

/// Whether on-demand instances run in capacity that has been reserved.
///
/// ```
/// use stepwright::prelude::*;
///
/// let options = EmrCapacityReservationOptions::new().preference(EmrCapacityReservationPreference::Open);
/// # let _ = options;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_OnDemandCapacityReservationOptions.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrCapacityReservationOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    usage_strategy: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity_reservation_preference: Option<Field<EmrCapacityReservationPreference>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity_reservation_resource_group_arn: Option<Field<String>>,
}

impl EmrCapacityReservationOptions {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fills reservations that nobody uses before others; by default the allocation strategy alone decides.
    pub fn use_reservations_first(mut self) -> Self {
        self.usage_strategy = Some("use-capacity-reservations-first");
        self
    }

    /// Whether open reservations are used.
    pub fn preference(mut self, preference: impl Into<Field<EmrCapacityReservationPreference>>) -> Self {
        self.capacity_reservation_preference = Some(preference.into());
        self
    }

    /// Only reservations of this resource group, by its ARN.
    pub fn resource_group_arn(mut self, arn: impl Into<Field<String>>) -> Self {
        self.capacity_reservation_resource_group_arn = Some(arn.into());
        self
    }
}

/// How spot instances come when a fleet is resized.
///
/// ```
/// use stepwright::prelude::*;
///
/// let resize = EmrSpotResizingSpecification::new().timeout_duration_minutes(30);
/// # let _ = resize;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_SpotResizingSpecification.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrSpotResizingSpecification {
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout_duration_minutes: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allocation_strategy: Option<Field<EmrSpotAllocationStrategy>>,
}

impl EmrSpotResizingSpecification {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// For how many minutes, 5 to 10,080, EMR tries to get instances.
        timeout_duration_minutes: Field<u32>;
        /// How instances are chosen among the types; by default as the release does.
        allocation_strategy: Field<EmrSpotAllocationStrategy>;
    }
}

/// How on-demand instances come when a fleet is resized.
///
/// ```
/// use stepwright::prelude::*;
///
/// let resize = EmrOnDemandResizingSpecification::new().timeout_duration_minutes(30);
/// # let _ = resize;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_OnDemandResizingSpecification.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrOnDemandResizingSpecification {
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout_duration_minutes: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allocation_strategy: Option<Field<EmrOnDemandAllocationStrategy>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity_reservation_options: Option<EmrCapacityReservationOptions>,
}

impl EmrOnDemandResizingSpecification {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// For how many minutes, 5 to 10,080, EMR tries to get instances.
        timeout_duration_minutes: Field<u32>;
        /// How instances are chosen among the types; by default the cheapest first.
        allocation_strategy: Field<EmrOnDemandAllocationStrategy>;
        /// Whether instances run in capacity that has been reserved.
        capacity_reservation_options: EmrCapacityReservationOptions;
    }
}
