//! What is wrong with a request to EMR, and what its roles permit.
#![allow(clippy::unwrap_used)]

use stepwright::prelude::*;
use stepwright::task::IntegrationPattern::RequestResponse;

/// The codes and pointers of the findings about a request.
fn found(task: &impl Task) -> Vec<String> {
    let findings = task.findings(RequestResponse);
    findings.iter().map(|finding| format!("{} {}", finding.code, finding.place)).collect()
}

fn check(task: impl Task, expected: &[&str]) {
    assert_eq!(found(&task), expected);
}

/// The findings in the words that a user reads.
fn words(task: &impl Task) -> Vec<String> {
    task.findings(RequestResponse).iter().map(ToString::to_string).collect()
}

fn cluster(instances: EmrJobFlowInstancesConfig) -> EmrCreateCluster {
    EmrCreateCluster::new("nightly", instances)
        .release_label("emr-7.5.0")
        .service_role("EMR_DefaultRole_V2")
        .job_flow_role("EMR_EC2_DefaultRole")
}

fn uniform() -> EmrCreateCluster {
    cluster(EmrJobFlowInstancesConfig::uniform("m7g.xlarge", "m7g.xlarge", 3))
}

fn primary() -> EmrInstanceGroupConfig {
    EmrInstanceGroupConfig::new(EmrInstanceRole::Master, "m7g.xlarge", 1)
}

fn core() -> EmrInstanceGroupConfig {
    EmrInstanceGroupConfig::new(EmrInstanceRole::Core, "m7g.xlarge", 2)
}

fn groups(groups: impl IntoIterator<Item = EmrInstanceGroupConfig>) -> EmrCreateCluster {
    cluster(EmrJobFlowInstancesConfig::groups(groups))
}

fn fleet(role: EmrInstanceRole) -> EmrInstanceFleetConfig {
    EmrInstanceFleetConfig::new(role)
}

fn with_core_fleet(core: EmrInstanceFleetConfig) -> EmrCreateCluster {
    let primary = fleet(EmrInstanceRole::Master).target_on_demand_capacity(1);
    cluster(EmrJobFlowInstancesConfig::fleets([primary, core]))
}

fn alarm() -> EmrCloudWatchAlarmDefinition {
    EmrCloudWatchAlarmDefinition::new("ContainerPending", EmrComparisonOperator::GreaterThan, 10.0)
}

#[test]
fn findings_read_well() {
    assert_eq!(
        words(&EmrTerminateCluster::new("$.cluster.ClusterId")),
        ["error[malformed-cluster-id]: `$.cluster.ClusterId` is no id of an EMR cluster\n  \
             at /Parameters/ClusterId\n  help: where it is known at run time, say `path(\"$.cluster.ClusterId\")`"]
    );
    assert_eq!(
        words(&uniform().ebs_root_volume_iops(2_000).release_label("emr-6.9.0")),
        [
            "error[wrong-release]: `EbsRootVolumeIops` is not in release 6.9.0\n  \
             at /Parameters/EbsRootVolumeIops\n  help: it is from 6.15.0 on",
            "error[out-of-range]: `EbsRootVolumeIops` is 2000, it can be 3000 to 16000\n  \
             at /Parameters/EbsRootVolumeIops",
        ]
    );
    assert_eq!(
        words(&EmrCreateCluster::new(
            "nightly",
            EmrJobFlowInstancesConfig::uniform("m7g.xlarge", "m7g.xlarge", 3)
        )),
        [
            "warning[unknown-roles]: no `ServiceRole` is said, so none may be handed over\n  \
             at /Parameters\n  help: say `roles(…)` or `service_role(…)`",
            "warning[unknown-roles]: no `JobFlowRole` is said, so none may be handed over\n  \
             at /Parameters\n  help: say `roles(…)` or `job_flow_role(…)`",
        ]
    );
    assert_eq!(
        words(&groups([primary(), core().name("core"), core().name("core")])),
        ["error[duplicate-name]: two of `InstanceGroups` are called `core`\n  \
             at /Parameters/Instances/InstanceGroups/2/Name\n  \
             help: a state that modifies one finds it by its name"]
    );
}

#[test]
fn clusters_and_steps() {
    check(uniform(), &[]);
    check(EmrCancelStep::new("j-2AXXXXXXGAPLF", "s-1"), &[]);
    check(EmrCancelStep::new("nightly", "s-1"), &["malformed-cluster-id /Parameters/ClusterId"]);
    check(
        EmrAddStep::new(path("$.id"), "x".repeat(257), "command-runner.jar"),
        &["too-long /Parameters/Step/Name"],
    );
    let fleets = || EmrModifyInstanceFleetByName::new(path("$.id"), "core");
    check(fleets(), &["missing-parameter /Parameters/InstanceFleet"]);
    check(fleets().target_spot_capacity(0), &[]);
    check(
        fleets().resize_spot(EmrSpotResizingSpecification::new().timeout_duration_minutes(4)),
        &[
            "out-of-range /Parameters/InstanceFleet/ResizeSpecifications/SpotResizeSpecification/TimeoutDurationMinutes",
        ],
    );
    let group = || EmrModifyInstanceGroupByName::new(path("$.id"), "core");
    check(group(), &["missing-parameter /Parameters/InstanceGroup"]);
    check(
        group().instance_count(3).reconfiguration_type(EmrReconfigurationType::Merge),
        &["missing-parameter /Parameters/InstanceGroup/ReconfigurationType"],
    );
}

#[test]
fn ranges_and_lengths() {
    check(uniform().step_concurrency_level(257), &["out-of-range /Parameters/StepConcurrencyLevel"]);
    check(uniform().ebs_root_volume_size(14), &["out-of-range /Parameters/EbsRootVolumeSize"]);
    check(uniform().ebs_root_volume_throughput(1_001), &["out-of-range /Parameters/EbsRootVolumeThroughput"]);
    check(
        uniform().auto_termination_policy(59),
        &["out-of-range /Parameters/AutoTerminationPolicy/IdleTimeout"],
    );
    check(uniform().auto_termination_policy(path("$.idle")), &[]);
    let script = || EmrBootstrapActionConfig::new("Install", "s3://orders/install.sh");
    let many = (0..17).fold(uniform(), |cluster, _| cluster.bootstrap_action(script()));
    check(many, &["too-many-items /Parameters/BootstrapActions"]);
    let named = EmrCreateCluster::new("a|b", EmrJobFlowInstancesConfig::uniform("a", "b", 2));
    check(named.service_role("a").job_flow_role("b"), &["malformed-name /Parameters/Name"]);
}

#[test]
fn releases() {
    let release = |label: &str| uniform().release_label(label);
    check(release("7.5.0"), &["malformed-release-label /Parameters/ReleaseLabel"]);
    check(
        release("emr-5.27.1").step_concurrency_level(2),
        &["wrong-release /Parameters/StepConcurrencyLevel"],
    );
    let encrypted =
        |label: &str| release(label).log_uri("s3://logs/").log_encryption_kms_key_id("alias/logs");
    check(encrypted("emr-6.0.0"), &["wrong-release /Parameters/LogEncryptionKmsKeyId"]);
    check(encrypted("emr-5.30.0"), &[]);
    check(uniform().release_label(path("$.release")).step_concurrency_level(2), &[]);
}

#[test]
fn what_needs_company() {
    check(
        uniform().log_encryption_kms_key_id("alias/logs"),
        &["missing-parameter /Parameters/LogEncryptionKmsKeyId"],
    );
    check(
        uniform().repo_upgrade_on_boot(EmrRepoUpgradeOnBoot::None),
        &["missing-parameter /Parameters/RepoUpgradeOnBoot"],
    );
    check(
        uniform().kerberos_attributes(EmrKerberosAttributes::new("EC2.INTERNAL", "secret")),
        &[
            "missing-parameter /Parameters/KerberosAttributes",
            "plain-secret /Parameters/KerberosAttributes/KdcAdminPassword",
        ],
    );
    check(
        uniform()
            .security_configuration("kerberized")
            .kerberos_attributes(EmrKerberosAttributes::new("EC2.INTERNAL", path("$.secret"))),
        &[],
    );
    check(uniform().parameter("Steps", serde_json::json!([])), &["reserved-parameter /Parameters/Steps"]);
}

#[test]
fn groups_of_instances() {
    check(groups([primary(), core()]), &[]);
    check(groups([core()]), &["not-one-primary /Parameters/Instances/InstanceGroups"]);
    check(
        groups([EmrInstanceGroupConfig::new(EmrInstanceRole::Master, "m7g.xlarge", 2)]),
        &["out-of-range /Parameters/Instances/InstanceGroups/0/InstanceCount"],
    );
    check(
        groups([primary().bid_price("0.10")]),
        &["conflicting-parameters /Parameters/Instances/InstanceGroups/0/BidPrice"],
    );
    let scaling = |policy| groups([primary(), core().auto_scaling_policy(policy)]);
    let more = || EmrScalingRule::new("more", 1, alarm());
    check(scaling(EmrAutoScalingPolicy::new(2, 10).rule(more())), &["missing-parameter /Parameters"]);
    let at = "/Parameters/Instances/InstanceGroups/1/AutoScalingPolicy";
    check(
        scaling(EmrAutoScalingPolicy::new(11, 10)).auto_scaling_role("EMR_AutoScaling_DefaultRole"),
        &[&format!("out-of-range {at}"), &format!("too-few-items {at}/Rules")],
    );
    check(
        scaling(EmrAutoScalingPolicy::new(2, 10).rule(more()))
            .auto_scaling_role("EMR_AutoScaling_DefaultRole")
            .managed_scaling_policy(EmrManagedScalingPolicy::new(EmrComputeLimitsUnitType::Instances, 2, 10)),
        &["conflicting-parameters /Parameters/ManagedScalingPolicy"],
    );
    let none = EmrScalingRule::new("none", 0, alarm()).adjustment_type(EmrAdjustmentType::ExactCapacity);
    check(
        scaling(EmrAutoScalingPolicy::new(2, 10).rule(more()).rule(more()).rule(none))
            .auto_scaling_role("EMR_AutoScaling_DefaultRole"),
        &[
            &format!("duplicate-name {at}/Rules/1/Name"),
            &format!("out-of-range {at}/Rules/2/Action/SimpleScalingPolicyConfiguration/ScalingAdjustment"),
        ],
    );
    let fast = EmrEbsBlockDeviceConfig::new("gp2", 100).throughput(100);
    let pointer = "/Parameters/Instances/InstanceGroups/0/EbsConfiguration/EbsBlockDeviceConfigs/0/VolumeSpecification/Throughput";
    check(
        groups([primary().ebs_configuration(EmrEbsConfiguration::new().device(fast))]),
        &[&format!("out-of-range {pointer}"), &format!("conflicting-parameters {pointer}")],
    );
    check(
        cluster(EmrJobFlowInstancesConfig::groups([primary()]).ec2_subnet_ids(["subnet-1"])),
        &["conflicting-parameters /Parameters/Instances/Ec2SubnetIds"],
    );
    check(
        cluster(EmrJobFlowInstancesConfig::groups([primary()]).emr_managed_master_security_group("sg-1")),
        &["missing-parameter /Parameters/Instances"],
    );
}

#[test]
fn fleets_of_instances() {
    let spot = || fleet(EmrInstanceRole::Core).target_spot_capacity(4);
    let at = "/Parameters/Instances/InstanceFleets/1";
    check(with_core_fleet(spot()), &[]);
    check(with_core_fleet(fleet(EmrInstanceRole::Core)), &[&format!("missing-parameter {at}")]);
    check(
        cluster(EmrJobFlowInstancesConfig::fleets([fleet(EmrInstanceRole::Master).target_spot_capacity(2)])),
        &["out-of-range /Parameters/Instances/InstanceFleets/0"],
    );
    let waits = |minutes: u32| {
        EmrSpotProvisioningSpecification::new(minutes, EmrSpotProvisioningTimeoutAction::TerminateCluster)
    };
    let pointer = format!("{at}/LaunchSpecifications/SpotSpecification");
    check(
        with_core_fleet(spot().spot(waits(4).block_duration_minutes(90))),
        &[
            &format!("out-of-range {pointer}/TimeoutDurationMinutes"),
            &format!("out-of-range {pointer}/BlockDurationMinutes"),
        ],
    );
    let kind = || EmrInstanceTypeConfig::new("m7g.xlarge");
    check(
        with_core_fleet(
            spot().instance_type(kind().bid_price("0.1").bid_price_as_percentage_of_on_demand_price(80.0)),
        ),
        &[&format!("conflicting-parameters {at}/InstanceTypeConfigs/0")],
    );
    check(
        with_core_fleet(spot().instance_type(kind().priority(0.0))),
        &[&format!("conflicting-parameters {at}/InstanceTypeConfigs")],
    );
    let by_priority = EmrSpotAllocationStrategy::CapacityOptimizedPrioritized;
    check(
        with_core_fleet(spot().instance_type(kind()).spot(waits(20).allocation_strategy(by_priority))),
        &[&format!("missing-parameter {at}/InstanceTypeConfigs")],
    );
    check(
        with_core_fleet(spot()).auto_scaling_role("EMR_AutoScaling_DefaultRole"),
        &["conflicting-parameters /Parameters/AutoScalingRole"],
    );
    let placed = EmrJobFlowInstancesConfig::fleets([fleet(EmrInstanceRole::Master).target_spot_capacity(1)])
        .ec2_subnet_ids(["subnet-1"])
        .availability_zones(["eu-west-1a"]);
    check(cluster(placed), &["conflicting-parameters /Parameters/Instances/Placement/AvailabilityZones"]);
    let limits = |unit| EmrManagedScalingPolicy::new(unit, 2, 10);
    let policy = "/Parameters/ManagedScalingPolicy";
    check(
        with_core_fleet(spot()).managed_scaling_policy(limits(EmrComputeLimitsUnitType::Vcpu)),
        &[&format!("wrong-unit-type {policy}/ComputeLimits/UnitType")],
    );
    let index = limits(EmrComputeLimitsUnitType::Instances).utilization_performance_index(60);
    check(
        uniform().managed_scaling_policy(index),
        &[
            &format!("out-of-range {policy}/UtilizationPerformanceIndex"),
            &format!("conflicting-parameters {policy}/UtilizationPerformanceIndex"),
        ],
    );
}

#[test]
fn roles_with_least_rights() {
    let mut stack = Stack::new("nightly");
    let network = stack.add("Network", PublicNetwork::new("10.0.0.0/16"));
    let group = stack.add("Group", ec2::SecurityGroup::new("clusters").vpc_id(network.vpc.reference()));
    let reads = Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::orders/*").because("reads orders");
    let roles = stack.add(
        "Emr",
        EmrRoles::new()
            .auto_scaling()
            .network(&network)
            .security_group(&group)
            .runtime_role("arn:aws:iam::123456789012:role/count")
            .allow(reads),
    );
    let policy = EmrAutoScalingPolicy::new(2, 10).rule(EmrScalingRule::new("more", 1, alarm()));
    let instances = EmrJobFlowInstancesConfig::groups([primary(), core().auto_scaling_policy(policy)])
        .ec2_subnet_id(network.subnets[0].reference());
    let create = EmrCreateCluster::new("nightly", instances).release_label("emr-7.5.0").roles(&roles);
    check(create.clone(), &[]);
    let end = EmrTerminateCluster::new(path("$.ClusterId")).run_job("Terminate");
    stack.add("Machine", StateMachine::new(create.run_job("Create").then(end)));
    let synthesis = stack.synthesize(Target::CloudFormation);
    let errors: Vec<_> = synthesis.findings.iter().filter(|finding| finding.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let resources = &synthesis.template["Resources"];
    let roles: Vec<String> = ["EmrServiceRole", "EmrJobFlowRole", "EmrAutoScalingRole", "EmrInstanceProfile"]
        .iter()
        .map(|id| format!("{id} {}", serde_json::to_string_pretty(&resources[*id]["Properties"]).unwrap()))
        .collect();
    snapshots::snapshot("parts", "emr_roles", &roles.join("\n\n"));
}

#[path = "support/snapshots.rs"]
mod snapshots;
