//! EMR: ModifyInstanceFleet, of the fleet that has a name.

use super::parameters::emr::{ResizeSpecifications, nothing_shape};
use super::parameters::{
    EmrInstanceTypeConfig, EmrOnDemandResizingSpecification, EmrSpotResizingSpecification,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::EmrClusterTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Changes how many units an instance fleet of an EMR cluster has, and what they are made of.
///
/// # Permissions
///
/// `elasticmapreduce:ModifyInstanceFleet` and `elasticmapreduce:ListInstanceFleets`, by which the fleet is found, on the
/// cluster.
///
/// # Patterns
///
/// Request and response: the fleet grows or shrinks afterwards.
///
/// # Output
///
/// Nothing of interest.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let grow = EmrModifyInstanceFleetByName::new(path("$.ClusterId"), "core")
///     .target_on_demand_capacity(8)
///     .target_spot_capacity(0)
///     .state("Grow");
/// # let _ = grow;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrModifyInstanceFleetByName {
    cluster_id: Field<String>,
    instance_fleet_name: Field<String>,
    instance_fleet: InstanceFleet,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    cluster: EmrClusterTarget,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct InstanceFleet {
    #[serde(skip_serializing_if = "Option::is_none")]
    target_on_demand_capacity: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_spot_capacity: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resize_specifications: Option<ResizeSpecifications>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instance_type_configs: Vec<EmrInstanceTypeConfig>,
}

impl EmrModifyInstanceFleetByName {
    /// Changes the fleet of this name of this cluster.
    pub fn new(cluster: impl Into<EmrClusterTarget>, fleet: impl Into<Field<String>>) -> Self {
        let cluster = cluster.into();
        EmrModifyInstanceFleetByName {
            cluster_id: cluster.id().clone(),
            instance_fleet_name: fleet.into(),
            instance_fleet: InstanceFleet::default(),
            more: serde_json::Map::new(),
            cluster,
        }
    }

    /// How many units are bought on demand.
    pub fn target_on_demand_capacity(mut self, units: impl Into<Field<u32>>) -> Self {
        self.instance_fleet.target_on_demand_capacity = Some(units.into());
        self
    }

    /// How many units are spot.
    pub fn target_spot_capacity(mut self, units: impl Into<Field<u32>>) -> Self {
        self.instance_fleet.target_spot_capacity = Some(units.into());
        self
    }

    /// How spot instances come.
    pub fn resize_spot(mut self, specification: EmrSpotResizingSpecification) -> Self {
        let resize = self.instance_fleet.resize_specifications.get_or_insert_default();
        resize.spot_resize_specification = Some(specification);
        self
    }

    /// How on-demand instances come.
    pub fn resize_on_demand(mut self, specification: EmrOnDemandResizingSpecification) -> Self {
        let resize = self.instance_fleet.resize_specifications.get_or_insert_default();
        resize.on_demand_resize_specification = Some(specification);
        self
    }

    /// Adds an instance type that units are made of from now on.
    pub fn instance_type(mut self, kind: EmrInstanceTypeConfig) -> Self {
        self.instance_fleet.instance_type_configs.push(kind);
        self
    }

    /// A parameter that has no setter here, by its name beside `InstanceFleet`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrModifyInstanceFleetByName {
    const NAME: &'static str = "EmrModifyInstanceFleetByName";
    const API: (&'static str, &'static str) = ("elasticmapreduce", "modifyInstanceFleetByName");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let actions = ["elasticmapreduce:ModifyInstanceFleet", "elasticmapreduce:ListInstanceFleets"];
        vec![self.cluster.allow(&actions, "finds the fleet by its name, and changes it")]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let pointer = "/Parameters/InstanceFleet";
        let mut out = self.cluster.findings();
        let fleet = &self.instance_fleet;
        if fleet.target_on_demand_capacity.is_none()
            && fleet.target_spot_capacity.is_none()
            && fleet.resize_specifications.is_none()
            && fleet.instance_type_configs.is_empty()
        {
            out.push(
                Diagnostic::error("missing-parameter", "nothing is said that would change the fleet")
                    .pointer(pointer)
                    .help("say `target_on_demand_capacity(…)` or `target_spot_capacity(…)`"),
            );
        }
        for (index, kind) in fleet.instance_type_configs.iter().enumerate() {
            out.extend(kind.findings(&format!("{pointer}/InstanceTypeConfigs/{index}")));
        }
        if let Some(resize) = &fleet.resize_specifications {
            out.extend(resize.findings(&format!("{pointer}/ResizeSpecifications")));
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        nothing_shape()
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            EmrCapacityReservationOptions, EmrOnDemandAllocationStrategy, EmrSpotAllocationStrategy,
        };
        use crate::asl::{jsonata, path};
        vec![
            Example::request(
                "request_response",
                EmrModifyInstanceFleetByName::new("j-2AXXXXXXGAPLF", "core")
                    .target_on_demand_capacity(8)
                    .target_spot_capacity(path("$.spot"))
                    .resize_spot(
                        EmrSpotResizingSpecification::new()
                            .timeout_duration_minutes(30)
                            .allocation_strategy(EmrSpotAllocationStrategy::Diversified),
                    )
                    .resize_on_demand(
                        EmrOnDemandResizingSpecification::new()
                            .timeout_duration_minutes(30)
                            .allocation_strategy(EmrOnDemandAllocationStrategy::LowestPrice)
                            .capacity_reservation_options(
                                EmrCapacityReservationOptions::new().use_reservations_first(),
                            ),
                    )
                    .instance_type(EmrInstanceTypeConfig::new("m7g.2xlarge").weighted_capacity(2))
                    .state("Grow"),
            ),
            Example::request(
                "jsonata",
                EmrModifyInstanceFleetByName::new(jsonata("$states.input.ClusterId"), "task")
                    .target_spot_capacity(jsonata("$count($states.input.orders)"))
                    .state("Grow"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                EmrModifyInstanceFleetByName::new(path("$.ClusterId"), path("$.fleet"))
                    .target_spot_capacity(0)
                    .state("Shrink"),
            ),
        ]
    }
}
