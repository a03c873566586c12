//! EMR: ModifyInstanceGroups, of the group that has a name.

use super::parameters::emr::nothing_shape;
use super::parameters::{EmrConfiguration, EmrReconfigurationType};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{EmrClusterTarget, Ids};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Changes how many instances an instance group of an EMR cluster has, or how its applications are configured.
///
/// # Permissions
///
/// `elasticmapreduce:ModifyInstanceGroups` and `elasticmapreduce:ListInstanceGroups`, by which the group is found, on the
/// cluster.
///
/// # Patterns
///
/// Request and response: the group grows or shrinks afterwards.
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
/// let grow = EmrModifyInstanceGroupByName::new(path("$.ClusterId"), "core").instance_count(8).state("Grow");
/// # let _ = grow;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrModifyInstanceGroupByName {
    cluster_id: Field<String>,
    instance_group_name: Field<String>,
    instance_group: InstanceGroup,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    cluster: EmrClusterTarget,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct InstanceGroup {
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_count: Option<Field<u32>>,
    #[serde(rename = "EC2InstanceIdsToTerminate", skip_serializing_if = "Option::is_none")]
    ec2_instance_ids_to_terminate: Option<Ids>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shrink_policy: Option<ShrinkPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reconfiguration_type: Option<Field<EmrReconfigurationType>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    configurations: Vec<EmrConfiguration>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ShrinkPolicy {
    #[serde(skip_serializing_if = "Option::is_none")]
    decommission_timeout: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_resize_policy: Option<InstanceResizePolicy>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct InstanceResizePolicy {
    #[serde(skip_serializing_if = "Option::is_none")]
    instances_to_terminate: Option<Ids>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instances_to_protect: Option<Ids>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_termination_timeout: Option<Field<u32>>,
}

impl EmrModifyInstanceGroupByName {
    /// Changes the group of this name of this cluster.
    pub fn new(cluster: impl Into<EmrClusterTarget>, group: impl Into<Field<String>>) -> Self {
        let cluster = cluster.into();
        EmrModifyInstanceGroupByName {
            cluster_id: cluster.id().clone(),
            instance_group_name: group.into(),
            instance_group: InstanceGroup::default(),
            more: serde_json::Map::new(),
            cluster,
        }
    }

    /// How many instances it is to have.
    pub fn instance_count(mut self, count: impl Into<Field<u32>>) -> Self {
        self.instance_group.instance_count = Some(count.into());
        self
    }

    /// Terminates these instances, by their ids; others do not come in their place.
    pub fn ec2_instance_ids_to_terminate(mut self, ids: impl Into<Ids>) -> Self {
        self.instance_group.ec2_instance_ids_to_terminate = Some(ids.into());
        self
    }

    /// How many seconds YARN has to move work off an instance before it goes; by default as YARN is configured.
    pub fn decommission_timeout(mut self, seconds: impl Into<Field<u32>>) -> Self {
        self.instance_group.shrink_policy.get_or_insert_default().decommission_timeout = Some(seconds.into());
        self
    }

    fn resize(&mut self) -> &mut InstanceResizePolicy {
        let shrink = self.instance_group.shrink_policy.get_or_insert_default();
        shrink.instance_resize_policy.get_or_insert_default()
    }

    /// The instances that go when the group shrinks, by their ids.
    pub fn instances_to_terminate(mut self, ids: impl Into<Ids>) -> Self {
        self.resize().instances_to_terminate = Some(ids.into());
        self
    }

    /// The instances that stay when the group shrinks, by their ids.
    pub fn instances_to_protect(mut self, ids: impl Into<Ids>) -> Self {
        self.resize().instances_to_protect = Some(ids.into());
        self
    }

    /// How many seconds YARN has to move work off the instances that are to go.
    pub fn instance_termination_timeout(mut self, seconds: impl Into<Field<u32>>) -> Self {
        self.resize().instance_termination_timeout = Some(seconds.into());
        self
    }

    /// What becomes of the present configurations when new ones are said.
    pub fn reconfiguration_type(mut self, kind: impl Into<Field<EmrReconfigurationType>>) -> Self {
        self.instance_group.reconfiguration_type = Some(kind.into());
        self
    }

    /// Configures an application from now on.
    pub fn configuration(mut self, configuration: EmrConfiguration) -> Self {
        self.instance_group.configurations.push(configuration);
        self
    }

    /// A parameter that has no setter here, by its name beside `InstanceGroup`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrModifyInstanceGroupByName {
    const NAME: &'static str = "EmrModifyInstanceGroupByName";
    const API: (&'static str, &'static str) = ("elasticmapreduce", "modifyInstanceGroupByName");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html";

    type Patterns = RequestOnly;

    // Where the cluster is decided at run time, Step Functions' page has `*`; IAM knows clusters for both actions.
    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let actions = ["elasticmapreduce:ModifyInstanceGroups", "elasticmapreduce:ListInstanceGroups"];
        vec![self.cluster.allow(&actions, "finds the group by its name, and changes it")]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = self.cluster.findings();
        let group = &self.instance_group;
        if group.instance_count.is_none()
            && group.ec2_instance_ids_to_terminate.is_none()
            && group.shrink_policy.is_none()
            && group.configurations.is_empty()
        {
            out.push(
                Diagnostic::error("missing-parameter", "nothing is said that would change the group")
                    .pointer("/Parameters/InstanceGroup")
                    .help("say `instance_count(…)` or `configuration(…)`"),
            );
        } else if group.reconfiguration_type.is_some() && group.configurations.is_empty() {
            let message = "`ReconfigurationType` is said, and no configuration";
            out.push(
                Diagnostic::error("missing-parameter", message)
                    .pointer("/Parameters/InstanceGroup/ReconfigurationType")
                    .help("say `configuration(…)`, or leave it out"),
            );
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        nothing_shape()
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        vec![
            Example::request(
                "request_response",
                EmrModifyInstanceGroupByName::new("j-2AXXXXXXGAPLF", "core")
                    .instance_count(path("$.nodes"))
                    .ec2_instance_ids_to_terminate(["i-0a1b2c3d4e5f6a7b8"])
                    .decommission_timeout(600)
                    .instances_to_terminate(path("$.worn"))
                    .instances_to_protect(["i-0b1c2d3e4f5a6b7c8"])
                    .instance_termination_timeout(300)
                    .configuration(EmrConfiguration::new("yarn-site").property("yarn.acl.enable", "true"))
                    .reconfiguration_type(EmrReconfigurationType::Merge)
                    .state("Shrink"),
            ),
            Example::request(
                "jsonata",
                EmrModifyInstanceGroupByName::new(jsonata("$states.input.ClusterId"), "core")
                    .instance_count(jsonata("$count($states.input.orders)"))
                    .state("Grow"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                EmrModifyInstanceGroupByName::new(path("$.ClusterId"), path("$.group"))
                    .instance_count(8)
                    .state("Grow"),
            ),
        ]
    }
}
