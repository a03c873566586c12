//! Instance groups, and the volumes of instances.

use super::{EmrAutoScalingPolicy, EmrConfiguration, EmrInstanceRole, EmrMarketType, outside};
use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// A group of instances of one type that do one thing in the cluster.
///
/// ```
/// use stepwright::prelude::*;
///
/// let core = EmrInstanceGroupConfig::new(EmrInstanceRole::Core, "m7g.xlarge", 3)
///     .name("core")
///     .ebs_configuration(EmrEbsConfiguration::new().device(EmrEbsBlockDeviceConfig::new("gp3", 100)));
/// # let _ = core;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_InstanceGroupConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrInstanceGroupConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    market: Option<Field<EmrMarketType>>,
    instance_role: EmrInstanceRole,
    #[serde(skip_serializing_if = "Option::is_none")]
    bid_price: Option<Field<String>>,
    instance_type: Field<String>,
    instance_count: Field<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    configurations: Vec<EmrConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ebs_configuration: Option<EmrEbsConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_scaling_policy: Option<EmrAutoScalingPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_ami_id: Option<Field<String>>,
}

impl EmrInstanceGroupConfig {
    /// So many instances of this type, in this role.
    pub fn new(
        role: EmrInstanceRole,
        instance_type: impl Into<Field<String>>,
        count: impl Into<Field<u32>>,
    ) -> Self {
        EmrInstanceGroupConfig {
            name: None,
            market: None,
            instance_role: role,
            bid_price: None,
            instance_type: instance_type.into(),
            instance_count: count.into(),
            configurations: Vec::new(),
            ebs_configuration: None,
            auto_scaling_policy: None,
            custom_ami_id: None,
        }
    }

    setters! {
        /// Its name, at most 256 characters. `EmrModifyInstanceGroupByName` finds it by this, so that no other group of
        /// the cluster should have it.
        name: Field<String>;
        /// How its instances are bought; by default on demand.
        market: Field<EmrMarketType>;
        /// The most that a spot instance may cost, in USD an hour; by default the on-demand price.
        bid_price: Field<String>;
        /// The volumes of its instances; by default what EMR chooses for the type.
        ebs_configuration: EmrEbsConfiguration;
        /// How it grows and shrinks; by default not at all.
        auto_scaling_policy: EmrAutoScalingPolicy;
        /// The AMI of its instances; by default the cluster's.
        custom_ami_id: Field<String>;
    }

    /// Configures an application for this group.
    pub fn configuration(mut self, configuration: EmrConfiguration) -> Self {
        self.configurations.push(configuration);
        self
    }

    pub(super) fn role(&self) -> EmrInstanceRole {
        self.instance_role
    }

    pub(super) fn plain_name(&self) -> Option<&str> {
        self.name.as_ref()?.literal().map(String::as_str)
    }

    pub(super) fn scales(&self) -> bool {
        self.auto_scaling_policy.is_some()
    }

    pub(super) fn findings(&self, pointer: &str) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let primary = self.instance_role == EmrInstanceRole::Master;
        if primary
            && let Field::Literal(count) = self.instance_count
            && ![1, 3].contains(&count)
        {
            let message = format!("the primary group has {count} instances, it can have 1 or 3");
            out.push(Diagnostic::error("out-of-range", message).pointer(format!("{pointer}/InstanceCount")));
        }
        if let Some(policy) = &self.auto_scaling_policy {
            let pointer = format!("{pointer}/AutoScalingPolicy");
            if primary {
                let message = "the primary group has an auto scaling policy, and cannot scale by itself";
                out.push(
                    Diagnostic::error("conflicting-parameters", message)
                        .pointer(pointer.clone())
                        .help("leave it out; core and task groups can have one"),
                );
            }
            out.extend(policy.findings(&pointer));
        }
        if self.bid_price.is_some()
            && matches!(self.market, None | Some(Field::Literal(EmrMarketType::OnDemand)))
        {
            let message = "`BidPrice` is for spot instances, and the group's are bought on demand";
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer(format!("{pointer}/BidPrice"))
                    .help("say `market(EmrMarketType::Spot)`"),
            );
        }
        if let Some(ebs) = &self.ebs_configuration {
            out.extend(ebs.findings(&format!("{pointer}/EbsConfiguration")));
        }
        out
    }
}

/// The EBS volumes of each instance.
///
/// ```
/// use stepwright::prelude::*;
///
/// let ebs = EmrEbsConfiguration::new()
///     .device(EmrEbsBlockDeviceConfig::new("gp3", 200).volumes_per_instance(2))
///     .ebs_optimized(true);
/// # let _ = ebs;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_EbsConfiguration.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrEbsConfiguration {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ebs_block_device_configs: Vec<EmrEbsBlockDeviceConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ebs_optimized: Option<Field<bool>>,
}

impl EmrEbsConfiguration {
    /// No volumes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds volumes.
    pub fn device(mut self, device: EmrEbsBlockDeviceConfig) -> Self {
        self.ebs_block_device_configs.push(device);
        self
    }

    setters! {
        /// Whether the instances are EBS-optimized; by default not.
        ebs_optimized: Field<bool>;
    }

    pub(super) fn findings(&self, pointer: &str) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        for (index, device) in self.ebs_block_device_configs.iter().enumerate() {
            let volume = &device.volume_specification;
            let pointer = format!("{pointer}/EbsBlockDeviceConfigs/{index}/VolumeSpecification/Throughput");
            out.extend(outside("Throughput", volume.throughput.as_ref(), 125..=1_000, pointer.clone()));
            if volume.throughput.is_some()
                && let Some(kind) = volume.volume_type.literal()
                && kind != "gp3"
            {
                let message = format!("`Throughput` is for volumes of type `gp3`, and this is `{kind}`");
                out.push(
                    Diagnostic::error("conflicting-parameters", message)
                        .pointer(pointer)
                        .help("leave `throughput` out, or take `gp3`"),
                );
            }
        }
        out
    }
}

/// Volumes of one kind.
///
/// ```
/// use stepwright::prelude::*;
///
/// let fast = EmrEbsBlockDeviceConfig::new("gp3", 200).iops(6_000).throughput(500);
/// # let _ = fast;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_EbsBlockDeviceConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrEbsBlockDeviceConfig {
    volume_specification: VolumeSpecification,
    #[serde(skip_serializing_if = "Option::is_none")]
    volumes_per_instance: Option<Field<u32>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct VolumeSpecification {
    volume_type: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iops: Option<Field<u32>>,
    #[serde(rename = "SizeInGB")]
    size_in_gb: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    throughput: Option<Field<u32>>,
}

impl EmrEbsBlockDeviceConfig {
    /// Of this type, `gp3`, `gp2`, `io1`, `st1`, `sc1` or `standard`, with so many GiB.
    pub fn new(volume_type: impl Into<Field<String>>, gib: impl Into<Field<u32>>) -> Self {
        EmrEbsBlockDeviceConfig {
            volume_specification: VolumeSpecification {
                volume_type: volume_type.into(),
                iops: None,
                size_in_gb: gib.into(),
                throughput: None,
            },
            volumes_per_instance: None,
        }
    }

    setters! {
        /// How many of them each instance gets; by default 1.
        volumes_per_instance: Field<u32>;
    }

    /// Reads and writes a second; by default what the type gives.
    pub fn iops(mut self, iops: impl Into<Field<u32>>) -> Self {
        self.volume_specification.iops = Some(iops.into());
        self
    }

    /// MiB a second, 125 to 1,000, for `gp3` only; by default what the type gives.
    pub fn throughput(mut self, mib: impl Into<Field<u32>>) -> Self {
        self.volume_specification.throughput = Some(mib.into());
        self
    }
}
