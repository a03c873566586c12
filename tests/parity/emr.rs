//! EMR.

use super::case::{Case, case};
use stepwright::prelude::*;

fn role(id: &str) -> Handle<iam::Role> {
    Handle::new(id, iam::Role::new(serde_json::json!({})))
}

/// The CDK names a role's instance profile like the role.
fn profile(role: &str) -> InstanceProfileTarget {
    InstanceProfileTarget::from(Reference::to(role)).with_role(Reference::attribute(role, "Arn"))
}

/// With the roles that the CDK's cases name, and the tag that its managed policies ask for.
fn create(name: impl Into<Field<String>>, instances: EmrJobFlowInstancesConfig) -> EmrCreateCluster {
    EmrCreateCluster::new(name, instances)
        .service_role(&role("ServiceRole"))
        .job_flow_role(profile("ClusterRole"))
        .visible_to_all_users(true)
        .tag(MANAGED, "true")
}

const MANAGED: &str = "for-use-with-amazon-emr-managed-policies";

/// No instances: the CDK takes that, EMR does not.
fn none() -> EmrJobFlowInstancesConfig {
    EmrJobFlowInstancesConfig::uniform("m5.xlarge", "m5.xlarge", 3)
}

fn fleet() -> EmrInstanceFleetConfig {
    EmrInstanceFleetConfig::new(EmrInstanceRole::Master)
}

fn on_demand() -> EmrInstanceFleetConfig {
    fleet().on_demand(EmrOnDemandProvisioningSpecification::new(EmrOnDemandAllocationStrategy::LowestPrice))
}

fn spot() -> EmrInstanceFleetConfig {
    fleet().spot(
        EmrSpotProvisioningSpecification::new(5, EmrSpotProvisioningTimeoutAction::TerminateCluster)
            .allocation_strategy(EmrSpotAllocationStrategy::CapacityOptimized),
    )
}

fn fleets(on_demand: EmrInstanceFleetConfig, spot: EmrInstanceFleetConfig) -> Flow {
    create("OnDemandCluster", EmrJobFlowInstancesConfig::fleets([on_demand]))
        .run_job("OnDemandSpecification")
        .then(create("SpotCluster", EmrJobFlowInstancesConfig::fleets([spot])).run_job("SpotSpecification"))
}

pub fn cases() -> Vec<Case> {
    let mut cases = create_cases();
    cases.extend(cluster_cases());
    cases.extend(step_cases());
    cases
}

fn create_cases() -> Vec<Case> {
    let primary = EmrInstanceGroupConfig::new(EmrInstanceRole::Master, "m5.xlarge", 1);
    vec![
        case(
            "emr_create_cluster.readme",
            create(path("$.ClusterName"), none())
                .auto_scaling_role(&role("AutoScalingRole"))
                .run_job("Create Cluster"),
        ),
        case("emr_create_cluster.readme_fleets", fleets(on_demand(), spot())),
        case(
            "emr_create_cluster.fleets_with_capacity",
            fleets(on_demand().target_on_demand_capacity(1), spot().target_spot_capacity(1)),
        ),
        case(
            "emr_create_cluster.readme_step_concurrency",
            EmrCreateCluster::new(path("$.ClusterName"), none())
                .service_role(&role("CreateClusterServiceRole"))
                .job_flow_role(profile("CreateClusterInstanceRole"))
                .auto_scaling_role(&role("CreateClusterAutoScalingRole"))
                .visible_to_all_users(true)
                .tag(MANAGED, "true")
                .step_concurrency_level(10)
                .run_job("Create Cluster"),
        ),
        case(
            "emr_create_cluster.request_response",
            create("nightly", none().availability_zone("eu-west-1a"))
                .auto_scaling_role(&role("AutoScalingRole"))
                .state("Create"),
        ),
        case("emr_create_cluster.every_parameter", every_parameter().run_job("Create")),
        case(
            "emr_create_cluster.instance_groups",
            create("nightly", EmrJobFlowInstancesConfig::groups([primary, scaled()]))
                .auto_scaling_role(&role("AutoScalingRole"))
                .run_job("Create"),
        ),
        case(
            "emr_create_cluster.jsonata",
            create(jsonata("$states.input.name"), none())
                .auto_scaling_role(&role("AutoScalingRole"))
                .run_job("Create"),
        ),
    ]
}

fn every_parameter() -> EmrCreateCluster {
    let instances = EmrJobFlowInstancesConfig::fleets([fleet()
        .name("Leader")
        .target_on_demand_capacity(1)
        .instance_type(
            EmrInstanceTypeConfig::new("m5.xlarge")
                .weighted_capacity(1)
                .bid_price_as_percentage_of_on_demand_price(80.0)
                .configuration(EmrConfiguration::new("spark").property("a", "b"))
                .ebs_configuration(
                    EmrEbsConfiguration::new()
                        .ebs_optimized(true)
                        .device(EmrEbsBlockDeviceConfig::new("gp3", 64).iops(3000).volumes_per_instance(2)),
                ),
        )])
    .additional_master_security_groups(["sg-1"])
    .additional_slave_security_groups(["sg-2"])
    .ec2_key_name("key")
    .ec2_subnet_ids(["subnet-1", "subnet-2"])
    .emr_managed_master_security_group("sg-3")
    .emr_managed_slave_security_group("sg-4")
    .service_access_security_group("sg-5")
    .hadoop_version("2.10.1")
    .termination_protected(true);
    EmrCreateCluster::new("nightly", instances)
        .service_role(&role("ServiceRole"))
        .job_flow_role(profile("ClusterRole"))
        .additional_info("{}")
        .application(EmrApplication::new("Spark").version("3.5").args(["x"]).additional_info("a", "b"))
        .bootstrap_action(EmrBootstrapActionConfig::new("Install", "s3://scripts/install.sh").args(["-y"]))
        .configuration(
            EmrConfiguration::new("spark-env")
                .property("a", "b")
                .configuration(EmrConfiguration::new("export").property("PYTHON", "python3")),
        )
        .custom_ami_id("ami-1")
        .ebs_root_volume_size(30)
        .ebs_root_volume_iops(3000)
        .ebs_root_volume_throughput(125)
        .kerberos_attributes(EmrKerberosAttributes::new("EC2.INTERNAL", path("$.password")))
        .log_uri("s3://logs/emr")
        .managed_scaling_policy(
            EmrManagedScalingPolicy::new(EmrComputeLimitsUnitType::InstanceFleetUnits, 1, 4)
                .maximum_on_demand_capacity_units(4)
                .maximum_core_capacity_units(2),
        )
        .release_label("emr-7.1.0")
        .scale_down_behavior(EmrScaleDownBehavior::TerminateAtTaskCompletion)
        .security_configuration("strict")
        .step_concurrency_level(5)
        .tag("team", "data")
        .tag(MANAGED, "true")
        .visible_to_all_users(false)
        .auto_termination_policy(600)
}

fn scaled() -> EmrInstanceGroupConfig {
    let alarm = EmrCloudWatchAlarmDefinition::new(
        "YARNMemoryAvailablePercentage",
        EmrComparisonOperator::LessThan,
        15.0,
    )
    .evaluation_periods(1)
    .namespace("AWS/ElasticMapReduce")
    .period(300)
    .statistic(EmrStatistic::Average)
    .unit("PERCENT")
    .dimension("JobFlowId", "${emr.clusterId}");
    EmrInstanceGroupConfig::new(EmrInstanceRole::Core, "m5.xlarge", 2)
        .market(EmrMarketType::Spot)
        .bid_price("0.5")
        .name("Core")
        .auto_scaling_policy(
            EmrAutoScalingPolicy::new(1, 4).rule(
                EmrScalingRule::new("Out", 1, alarm)
                    .description("when memory runs out")
                    .market(EmrMarketType::OnDemand)
                    .adjustment_type(EmrAdjustmentType::ChangeInCapacity)
                    .cool_down(300),
            ),
        )
}

fn cluster_cases() -> Vec<Case> {
    vec![
        case(
            "emr_set_cluster_termination_protection.readme",
            EmrSetClusterTerminationProtection::new("ClusterId", false).state("Task"),
        ),
        case("emr_terminate_cluster.readme", EmrTerminateCluster::new("ClusterId").run_job("Task")),
        case("emr_terminate_cluster.request_response", EmrTerminateCluster::new(path("$.id")).state("Task")),
        case(
            "emr_modify_instance_fleet_by_name.readme",
            EmrModifyInstanceFleetByName::new("ClusterId", "InstanceFleetName")
                .target_on_demand_capacity(2)
                .target_spot_capacity(0)
                .state("Task"),
        ),
        case(
            "emr_modify_instance_group_by_name.readme",
            EmrModifyInstanceGroupByName::new("ClusterId", path("$.InstanceGroupName"))
                .instance_count(1)
                .state("Task"),
        ),
        case(
            "emr_modify_instance_group_by_name.every_parameter",
            EmrModifyInstanceGroupByName::new("j-2AXXXXXXGAPLF", "Core")
                .instance_count(1)
                .ec2_instance_ids_to_terminate(["i-1"])
                .configuration(EmrConfiguration::new("spark").property("a", "b"))
                .decommission_timeout(120)
                .instances_to_protect(["i-2"])
                .instances_to_terminate(["i-1"])
                .instance_termination_timeout(60)
                .state("Task"),
        ),
        case(
            "emr_set_cluster_termination_protection.jsonata",
            EmrSetClusterTerminationProtection::new(jsonata("$states.input.id"), true).state("Protect"),
        ),
        case(
            "emr_terminate_cluster.jsonata",
            EmrTerminateCluster::new(jsonata("$states.input.id")).run_job("Terminate"),
        ),
        case(
            "emr_modify_instance_fleet_by_name.jsonata",
            EmrModifyInstanceFleetByName::new(jsonata("$states.input.id"), "core")
                .target_on_demand_capacity(2)
                .target_spot_capacity(1)
                .state("Grow"),
        ),
        case(
            "emr_modify_instance_group_by_name.jsonata",
            EmrModifyInstanceGroupByName::new(jsonata("$states.input.id"), jsonata("$states.input.group"))
                .instance_count(2)
                .state("Grow"),
        ),
    ]
}

fn step_cases() -> Vec<Case> {
    let step =
        || EmrAddStep::new("ClusterId", "StepName", "Jar").action_on_failure(EmrActionOnFailure::Continue);
    vec![
        case("emr_add_step.readme", step().run_job("Task")),
        case(
            "emr_add_step.readme_runtime_role",
            create(path("$.ClusterName"), none())
                .security_configuration("AddStepRuntimeRoleSecConfig")
                .auto_scaling_role(&role("AutoScalingRole"))
                .run_job("Create Cluster")
                .then(step().execution_role(&role("Role")).run_job("Task")),
        ),
        case(
            "emr_add_step.every_parameter",
            EmrAddStep::new(path("$.cluster"), "Step", "command-runner.jar")
                .main_class("com.example.Main")
                .args(["--day", "monday"])
                .property("retries", "3")
                .action_on_failure(EmrActionOnFailure::TerminateCluster)
                .state("Step"),
        ),
        case(
            "emr_add_step.jsonata",
            EmrAddStep::new(jsonata("$states.input.cluster"), "Step", "command-runner.jar")
                .action_on_failure(EmrActionOnFailure::Continue)
                .run_job("Step"),
        ),
        case("emr_cancel_step.readme", EmrCancelStep::new("ClusterId", "StepId").state("Task")),
        case(
            "emr_cancel_step.jsonata",
            EmrCancelStep::new(jsonata("$states.input.id"), jsonata("$states.input.step")).state("Cancel"),
        ),
    ]
}
