//! The shapes of what EMR tells of a cluster.

use crate::task::shape;
use serde_json::Value;

/// A cluster as `DescribeCluster` has it.
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_Cluster.html>.
pub(in crate::tasks) fn cluster_shape() -> Value {
    let texts = [
        "AutoScalingRole",
        "ClusterArn",
        "CustomAmiId",
        "Id",
        "InstanceCollectionType",
        "LogEncryptionKmsKeyId",
        "LogUri",
        "MasterPublicDnsName",
        "Name",
        "OSReleaseLabel",
        "OutpostArn",
        "ReleaseLabel",
        "RepoUpgradeOnBoot",
        "RequestedAmiVersion",
        "RunningAmiVersion",
        "ScaleDownBehavior",
        "SecurityConfiguration",
        "ServiceRole",
    ];
    let integers = [
        "EbsRootVolumeIops",
        "EbsRootVolumeSize",
        "EbsRootVolumeThroughput",
        "NormalizedInstanceHours",
        "StepConcurrencyLevel",
    ];
    let booleans = [
        "AutoTerminate",
        "ExtendedSupport",
        "SessionEnabled",
        "TerminationProtected",
        "UnhealthyNodeReplacement",
        "VisibleToAllUsers",
    ];
    let others = ["Ec2InstanceAttributes", "KerberosAttributes", "MonitoringConfiguration"];
    let lists = ["Applications", "Configurations", "PlacementGroups", "Tags"];
    let members = texts
        .map(|name| (name, shape::text()))
        .into_iter()
        .chain(integers.map(|name| (name, shape::integer())))
        .chain(booleans.map(|name| (name, shape::boolean())))
        .chain(others.map(|name| (name, shape::any())))
        .chain(lists.map(|name| (name, shape::list(shape::any()))))
        .chain([("Status", status_shape())]);
    shape::object(members)
}

/// The status of a cluster or a step.
pub(in crate::tasks) fn status_shape() -> Value {
    shape::object([
        ("ErrorDetails", shape::list(shape::any())),
        ("FailureDetails", shape::any()),
        ("State", shape::text()),
        ("StateChangeReason", shape::object([("Code", shape::text()), ("Message", shape::text())])),
        ("Timeline", shape::any()),
    ])
}

/// What an API that returns nothing gives the state.
pub(in crate::tasks) fn nothing_shape() -> Value {
    shape::object([("SdkHttpMetadata", shape::any()), ("SdkResponseMetadata", shape::any())])
}
