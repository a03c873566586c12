//! The instances of a cluster, and the network that they stand in.

use super::{EmrInstanceFleetConfig, EmrInstanceGroupConfig, EmrInstanceRole};
use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use crate::target::Ids;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// The instances of a cluster: of groups, of fleets, or simply so many of a type.
///
/// The cluster always stays when it has no steps (`KeepJobFlowAliveWhenNoSteps`): Step Functions demands it, and gives
/// it its steps later.
///
/// ```
/// use stepwright::prelude::*;
///
/// let small = EmrJobFlowInstancesConfig::groups([
///     EmrInstanceGroupConfig::new(EmrInstanceRole::Master, "m7g.xlarge", 1),
///     EmrInstanceGroupConfig::new(EmrInstanceRole::Core, "m7g.xlarge", 2),
/// ])
/// .ec2_subnet_id("subnet-0a1b2c3d4e5f6a7b8");
/// # let _ = small;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_JobFlowInstancesConfig.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrJobFlowInstancesConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    master_instance_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slave_instance_type: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_count: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_groups: Option<Vec<EmrInstanceGroupConfig>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_fleets: Option<Vec<EmrInstanceFleetConfig>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ec2_key_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placement: Option<Placement>,
    keep_job_flow_alive_when_no_steps: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    termination_protected: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unhealthy_node_replacement: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hadoop_version: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ec2_subnet_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ec2_subnet_ids: Option<Ids>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emr_managed_master_security_group: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emr_managed_slave_security_group: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_access_security_group: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_master_security_groups: Option<Ids>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_slave_security_groups: Option<Ids>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Placement {
    #[serde(skip_serializing_if = "Option::is_none")]
    availability_zone: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    availability_zones: Option<Ids>,
}

impl EmrJobFlowInstancesConfig {
    fn alive() -> Self {
        EmrJobFlowInstancesConfig { keep_job_flow_alive_when_no_steps: true, ..Self::default() }
    }

    /// Groups, each of one instance type: a primary group, and core and task groups.
    pub fn groups(groups: impl IntoIterator<Item = EmrInstanceGroupConfig>) -> Self {
        EmrJobFlowInstancesConfig { instance_groups: Some(groups.into_iter().collect()), ..Self::alive() }
    }

    /// Fleets, each of several instance types: a primary fleet, and a core and a task fleet.
    pub fn fleets(fleets: impl IntoIterator<Item = EmrInstanceFleetConfig>) -> Self {
        EmrJobFlowInstancesConfig { instance_fleets: Some(fleets.into_iter().collect()), ..Self::alive() }
    }

    /// So many instances in all: one of them, of the first type, is the primary node, the others are of the second.
    pub fn uniform(
        master_instance_type: impl Into<Field<String>>,
        slave_instance_type: impl Into<Field<String>>,
        count: impl Into<Field<u32>>,
    ) -> Self {
        EmrJobFlowInstancesConfig {
            master_instance_type: Some(master_instance_type.into()),
            slave_instance_type: Some(slave_instance_type.into()),
            instance_count: Some(count.into()),
            ..Self::alive()
        }
    }

    setters! {
        /// The key pair by which one may log in to the primary node.
        ec2_key_name: Field<String>;
        /// Whether nobody can terminate the cluster before the protection is taken away; by default anybody who may.
        termination_protected: Field<bool>;
        /// Whether core nodes that have become unhealthy are replaced; by default as the release does.
        unhealthy_node_replacement: Field<bool>;
        /// The version of Hadoop, for releases before 4.0.
        hadoop_version: Field<String>;
        /// The subnet, for groups.
        ec2_subnet_id: Field<String>;
        /// The subnets, for fleets: EMR takes the one with the best offer. They have to be of one VPC.
        ec2_subnet_ids: Ids;
        /// The primary node's security group, to which EMR adds its rules; by default one that EMR makes.
        emr_managed_master_security_group: Field<String>;
        /// The other nodes' security group, to which EMR adds its rules; by default one that EMR makes.
        emr_managed_slave_security_group: Field<String>;
        /// The security group by which EMR reaches a cluster in a private subnet; by default one that EMR makes.
        service_access_security_group: Field<String>;
        /// Further security groups of the primary node.
        additional_master_security_groups: Ids;
        /// Further security groups of the other nodes.
        additional_slave_security_groups: Ids;
    }

    /// The availability zone, for groups.
    pub fn availability_zone(mut self, zone: impl Into<Field<String>>) -> Self {
        self.placement.get_or_insert_default().availability_zone = Some(zone.into());
        self
    }

    /// The availability zones, for fleets: EMR takes the one with the best offer.
    pub fn availability_zones(mut self, zones: impl Into<Ids>) -> Self {
        self.placement.get_or_insert_default().availability_zones = Some(zones.into());
        self
    }

    /// Whether a group has an auto scaling policy.
    pub(in crate::tasks) fn scales(&self) -> bool {
        self.instance_groups.iter().flatten().any(EmrInstanceGroupConfig::scales)
    }

    /// Whether it is of fleets, or else of groups.
    pub(in crate::tasks) fn is_of_fleets(&self) -> bool {
        self.instance_fleets.is_some()
    }

    pub(in crate::tasks) fn findings(&self) -> Vec<Diagnostic> {
        let pointer = "/Parameters/Instances";
        let mut out = Vec::new();
        let groups = self.instance_groups.iter().flatten();
        let fleets = self.instance_fleets.iter().flatten();
        let roles: Vec<EmrInstanceRole> = groups
            .clone()
            .map(EmrInstanceGroupConfig::role)
            .chain(fleets.clone().map(EmrInstanceFleetConfig::role))
            .collect();
        let names: Vec<Option<&str>> = groups
            .clone()
            .map(EmrInstanceGroupConfig::plain_name)
            .chain(fleets.clone().map(EmrInstanceFleetConfig::plain_name))
            .collect();
        if self.master_instance_type.is_none() {
            out.extend(self.one_primary(&roles));
            out.extend(self.distinct(&names));
        }
        for (index, group) in groups.enumerate() {
            out.extend(group.findings(&format!("{pointer}/InstanceGroups/{index}")));
        }
        for (index, fleet) in fleets.enumerate() {
            out.extend(fleet.findings(&format!("{pointer}/InstanceFleets/{index}")));
        }
        out.extend(self.for_the_other_kind());
        if self.emr_managed_master_security_group.is_some() != self.emr_managed_slave_security_group.is_some()
        {
            let message = "one of `EmrManagedMasterSecurityGroup` and `EmrManagedSlaveSecurityGroup` is said, and not the other";
            out.push(
                Diagnostic::error("missing-parameter", message)
                    .pointer(pointer)
                    .help("say both, or leave both out: EMR then takes its own"),
            );
        }
        out
    }

    fn list(&self) -> &'static str {
        if self.is_of_fleets() { "InstanceFleets" } else { "InstanceGroups" }
    }

    fn one_primary(&self, roles: &[EmrInstanceRole]) -> Option<Diagnostic> {
        let count = roles.iter().filter(|role| **role == EmrInstanceRole::Master).count();
        if count == 1 {
            return None;
        }
        let list = self.list();
        let message = format!("`{list}` has {count} with the role `MASTER`, it has to have 1");
        let help = match count {
            0 => "add one: `EmrInstanceRole::Master`",
            _ => "let the others be `EmrInstanceRole::Core` or `EmrInstanceRole::Task`",
        };
        let pointer = format!("/Parameters/Instances/{list}");
        Some(Diagnostic::error("not-one-primary", message).pointer(pointer).help(help))
    }

    /// Names by which a state could not tell them apart.
    fn distinct(&self, names: &[Option<&str>]) -> Vec<Diagnostic> {
        let list = self.list();
        let repeated = names.iter().enumerate().filter_map(|(index, name)| {
            let name = (*name)?;
            let before = names.iter().take(index).flatten().any(|other| *other == name);
            before.then(|| {
                let message = format!("two of `{list}` are called `{name}`");
                Diagnostic::error("duplicate-name", message)
                    .pointer(format!("/Parameters/Instances/{list}/{index}/Name"))
                    .help("a state that modifies one finds it by its name")
            })
        });
        repeated.collect()
    }

    /// Parameters that only fleets, or only groups, take.
    fn for_the_other_kind(&self) -> Vec<Diagnostic> {
        let placement = self.placement.as_ref();
        let zone = placement.is_some_and(|placement| placement.availability_zone.is_some());
        let zones = placement.is_some_and(|placement| placement.availability_zones.is_some());
        let parameters: [(bool, &str, &str); 2] = if self.is_of_fleets() {
            [
                (self.ec2_subnet_id.is_some(), "Ec2SubnetId", "Ec2SubnetIds"),
                (zone, "Placement/AvailabilityZone", "Placement/AvailabilityZones"),
            ]
        } else {
            [
                (self.ec2_subnet_ids.is_some(), "Ec2SubnetIds", "Ec2SubnetId"),
                (zones, "Placement/AvailabilityZones", "Placement/AvailabilityZone"),
            ]
        };
        let (mine, other) = if self.is_of_fleets() { ("groups", "fleets") } else { ("fleets", "groups") };
        let wrong_place = (self.is_of_fleets() && zones && self.ec2_subnet_ids.is_some()).then(|| {
            let message = "`Ec2SubnetIds` and `AvailabilityZones` cannot both be said";
            Diagnostic::error("conflicting-parameters", message)
                .pointer("/Parameters/Instances/Placement/AvailabilityZones")
                .help("leave `AvailabilityZones` out: each subnet is in a zone")
        });
        let last = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
        let wrong = parameters.into_iter().filter(|(said, _, _)| *said).map(|(_, name, instead)| {
            let message = format!("`{}` is for clusters of {mine}, and this is one of {other}", last(name));
            Diagnostic::error("conflicting-parameters", message)
                .pointer(format!("/Parameters/Instances/{name}"))
                .help(format!("say `{}`", last(instead)))
        });
        wrong.chain(wrong_place).collect()
    }
}
