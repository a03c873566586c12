//! Clusters that show off what can be said of one.

use super::super::parameters::*;
use super::EmrCreateCluster;
use crate::asl::{jsonata, path};
use crate::reference::{Handle, Reference};
use crate::target::RoleTarget;
use crate::task::{Example, Task};
use crate::template::iam;
use crate::template::parts::EmrClusterRoles;

fn role(id: &str) -> Handle<iam::Role> {
    Handle::new(id, iam::Role::new(serde_json::json!({})))
}

fn roles() -> EmrClusterRoles {
    let job_flow_role = role("EmrJobFlowRole");
    let profile = iam::InstanceProfile::new([job_flow_role.reference()]);
    EmrClusterRoles {
        service_role: role("EmrServiceRole"),
        instance_profile: Handle::new("EmrInstanceProfile", profile),
        job_flow_role,
        auto_scaling_role: Some(role("EmrAutoScalingRole")),
    }
}

fn uniform() -> EmrJobFlowInstancesConfig {
    EmrJobFlowInstancesConfig::uniform("m7g.xlarge", "m7g.2xlarge", path("$.nodes"))
}

/// Groups that scale by rules.
fn groups() -> EmrJobFlowInstancesConfig {
    let short_of_memory = EmrCloudWatchAlarmDefinition::new(
        "YARNMemoryAvailablePercentage",
        EmrComparisonOperator::LessThan,
        15.0,
    )
    .evaluation_periods(2)
    .namespace("AWS/ElasticMapReduce")
    .period(300)
    .statistic(EmrStatistic::Minimum)
    .unit("PERCENT")
    .dimension("JobFlowId", path("$.flow"));
    let more = EmrScalingRule::new("more", 1, short_of_memory)
        .description("One more when memory is short")
        .market(EmrMarketType::OnDemand)
        .adjustment_type(EmrAdjustmentType::ChangeInCapacity)
        .cool_down(300);
    let ebs = EmrEbsConfiguration::new()
        .device(EmrEbsBlockDeviceConfig::new("gp3", 200).iops(6_000).throughput(500).volumes_per_instance(2))
        .ebs_optimized(true);
    EmrJobFlowInstancesConfig::groups([
        EmrInstanceGroupConfig::new(EmrInstanceRole::Master, "m7g.xlarge", 1).custom_ami_id("ami-0a1b2c3d"),
        EmrInstanceGroupConfig::new(EmrInstanceRole::Core, path("$.type"), 3)
            .name("core")
            .ebs_configuration(ebs)
            .configuration(EmrConfiguration::new("yarn-site").property("yarn.acl.enable", "true"))
            .auto_scaling_policy(EmrAutoScalingPolicy::new(2, 10).rule(more)),
        EmrInstanceGroupConfig::new(EmrInstanceRole::Task, "m7g.xlarge", 4)
            .market(EmrMarketType::Spot)
            .bid_price("0.10"),
    ])
    .ec2_key_name("operators")
    .ec2_subnet_id(Reference::to("Subnet"))
    .termination_protected(true)
    .unhealthy_node_replacement(true)
    .emr_managed_master_security_group(Reference::attribute("Primary", "GroupId"))
    .emr_managed_slave_security_group(Reference::attribute("Others", "GroupId"))
    .service_access_security_group(Reference::attribute("Access", "GroupId"))
    .additional_master_security_groups(["sg-0a1b2c3d"])
    .additional_slave_security_groups(path("$.groups"))
}

/// Fleets of several types.
fn fleets() -> EmrJobFlowInstancesConfig {
    let reserved = || {
        EmrCapacityReservationOptions::new()
            .use_reservations_first()
            .preference(EmrCapacityReservationPreference::Open)
            .resource_group_arn("arn:aws:resource-groups:eu-west-1:123456789012:group/reserved")
    };
    let large = EmrInstanceTypeConfig::new("r7g.2xlarge")
        .weighted_capacity(2)
        .bid_price("0.35")
        .ebs_configuration(EmrEbsConfiguration::new().device(EmrEbsBlockDeviceConfig::new("gp3", 100)))
        .configuration(EmrConfiguration::new("spark").property("maximizeResourceAllocation", "true"))
        .custom_ami_id("ami-0a1b2c3d")
        .priority(0.0);
    let larger = EmrInstanceTypeConfig::new("r7g.4xlarge")
        .weighted_capacity(4)
        .bid_price_as_percentage_of_on_demand_price(80.0)
        .priority(1.0);
    let core = EmrInstanceFleetConfig::new(EmrInstanceRole::Core)
        .name("core")
        .target_on_demand_capacity(4)
        .target_spot_capacity(path("$.spot"))
        .instance_type(large)
        .instance_type(larger)
        .spot(
            EmrSpotProvisioningSpecification::new(20, EmrSpotProvisioningTimeoutAction::SwitchToOnDemand)
                .block_duration_minutes(60)
                .allocation_strategy(EmrSpotAllocationStrategy::CapacityOptimizedPrioritized),
        )
        .on_demand(
            EmrOnDemandProvisioningSpecification::new(EmrOnDemandAllocationStrategy::Prioritized)
                .capacity_reservation_options(reserved()),
        )
        .resize_spot(
            EmrSpotResizingSpecification::new()
                .timeout_duration_minutes(30)
                .allocation_strategy(EmrSpotAllocationStrategy::PriceCapacityOptimized),
        )
        .resize_on_demand(
            EmrOnDemandResizingSpecification::new()
                .timeout_duration_minutes(30)
                .allocation_strategy(EmrOnDemandAllocationStrategy::LowestPrice)
                .capacity_reservation_options(reserved()),
        );
    EmrJobFlowInstancesConfig::fleets([
        EmrInstanceFleetConfig::new(EmrInstanceRole::Master)
            .target_on_demand_capacity(1)
            .instance_type(EmrInstanceTypeConfig::new("m7g.xlarge")),
        core,
    ])
    .ec2_subnet_ids([Reference::to("SubnetA"), Reference::to("SubnetB")])
}

/// A primary node, wherever there is one.
fn anywhere() -> EmrJobFlowInstancesConfig {
    let primary = EmrInstanceFleetConfig::new(EmrInstanceRole::Master)
        .target_spot_capacity(1)
        .instance_type(EmrInstanceTypeConfig::new(path("$.type")));
    EmrJobFlowInstancesConfig::fleets([primary]).availability_zones(path("$.zones"))
}

pub(super) fn all() -> Vec<Example> {
    let everything = EmrCreateCluster::new(path("$.name"), groups())
        .release_label("emr-7.5.0")
        .os_release_label("2023.6.20250107.0")
        .application("Spark")
        .application(
            EmrApplication::new("Flink")
                .version("1.19.1")
                .args(["--quiet"])
                .additional_info("vendor", "example"),
        )
        .configuration(
            EmrConfiguration::new("hadoop-env")
                .configuration(EmrConfiguration::new("export").property("HEAP", path("$.heap"))),
        )
        .bootstrap_action(
            EmrBootstrapActionConfig::new("Install", "s3://orders/install.sh")
                .args(["--quiet"])
                .arg("--fast"),
        )
        .log_uri("s3://logs/emr/")
        .log_encryption_kms_key_id(Reference::attribute("Key", "Arn"))
        .cloud_watch_logs(
            EmrCloudWatchLogConfiguration::new(true)
                .log_group_name("/emr/nightly")
                .log_stream_name_prefix("nightly")
                .encryption_key_arn(Reference::attribute("Key", "Arn"))
                .log_type("STEP_LOGS", ["STDOUT", "STDERR"]),
        )
        .log_upload_policy("system-logs", "on-customer-s3only")
        .security_configuration("kerberized")
        .kerberos_attributes(
            EmrKerberosAttributes::new("EC2.INTERNAL", path("$.secret.kdc"))
                .cross_realm_trust_principal_password(path("$.secret.trust"))
                .ad_domain_join_user("joiner")
                .ad_domain_join_password(path("$.secret.join")),
        )
        .step_concurrency_level(10)
        .auto_termination_policy(3_600)
        .scale_down_behavior(EmrScaleDownBehavior::TerminateAtTaskCompletion)
        .placement_group(EmrInstanceRole::Master, EmrPlacementGroupStrategy::Spread)
        .custom_ami_id("ami-0a1b2c3d")
        .repo_upgrade_on_boot(EmrRepoUpgradeOnBoot::Security)
        .ebs_root_volume_size(60)
        .ebs_root_volume_iops(6_000)
        .ebs_root_volume_throughput(500)
        .visible_to_all_users(true)
        .session_enabled(true)
        .additional_info("{}")
        .tag("team", "orders")
        .tag("order", path("$.order"))
        .roles(&roles());
    let named = |cluster: EmrCreateCluster| {
        cluster.service_role("EMR_DefaultRole_V2").job_flow_role("EMR_EC2_DefaultRole")
    };
    vec![
        Example::request(
            "request_response_before_4_0",
            named(
                EmrCreateCluster::new(
                    "nightly",
                    uniform().hadoop_version("2.4.0").availability_zone("eu-west-1a"),
                )
                .ami_version("3.11.0")
                .supported_product("mapr-m3")
                .new_supported_product("mapr", ["--edition,m3"]),
            )
            .state("Create the cluster"),
        ),
        Example::request(
            "request_response",
            named(EmrCreateCluster::new("nightly", uniform()).release_label("emr-7.5.0"))
                .state("Create the cluster"),
        ),
        Example::job("run_job_groups", everything.run_job("Create the cluster")),
        Example::job(
            "run_job_fleets",
            EmrCreateCluster::new("nightly", fleets())
                .release_label("emr-7.5.0")
                .managed_scaling_policy(
                    EmrManagedScalingPolicy::new(
                        EmrComputeLimitsUnitType::InstanceFleetUnits,
                        4,
                        path("$.most"),
                    )
                    .maximum_on_demand_capacity_units(8)
                    .maximum_core_capacity_units(8)
                    .scaling_strategy(EmrScalingStrategy::Advanced)
                    .utilization_performance_index(75),
                )
                .roles(&roles())
                .run_job("Create the cluster"),
        ),
        Example::job(
            "jsonata",
            named(EmrCreateCluster::new(
                jsonata("'nightly-' & $states.input.day"),
                EmrJobFlowInstancesConfig::uniform(
                    "m7g.xlarge",
                    "m7g.2xlarge",
                    jsonata("$states.input.nodes"),
                ),
            ))
            .run_job("Create the cluster"),
        )
        .in_jsonata(),
        Example::job(
            "at_run_time",
            EmrCreateCluster::new(path("$.name"), anywhere())
                .release_label(path("$.release"))
                .service_role(path("$.roles.service"))
                .job_flow_role(path("$.roles.instances"))
                .run_job("Create what is asked for"),
        ),
        Example::job(
            "at_run_time_among",
            EmrCreateCluster::new(path("$.name"), uniform())
                .service_role(
                    RoleTarget::from(path("$.roles.service")).among([
                        "arn:aws:iam::123456789012:role/emr",
                        "arn:aws:iam::123456789012:role/emr-test",
                    ]),
                )
                .job_flow_role("arn:aws:iam::123456789012:instance-profile/workers")
                .run_job("Create what is asked for"),
        ),
    ]
}
