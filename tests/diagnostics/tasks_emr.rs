//! Requests to EMR, to EMR on EKS and to EMR Serverless.

use super::{Case, except, of_flow};
use stepwright::prelude::*;

/// What is wrong with a request to create a cluster; that it is permitted on every resource goes for each of them.
#[track_caller]
fn created(cluster: EmrCreateCluster) -> String {
    except("wildcard-permission", &of_flow(cluster.state("Create")))
}

fn cluster(instances: EmrJobFlowInstancesConfig) -> EmrCreateCluster {
    EmrCreateCluster::new("nightly", instances)
        .release_label("emr-7.5.0")
        .service_role("EMR_DefaultRole_V2")
        .job_flow_role("EMR_EC2_DefaultRole")
}

/// A cluster that nothing is wrong with.
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

/// A cluster of fleets with this one for its core.
fn with_fleet(core: EmrInstanceFleetConfig) -> EmrCreateCluster {
    let primary = EmrInstanceFleetConfig::new(EmrInstanceRole::Master).target_on_demand_capacity(1);
    cluster(EmrJobFlowInstancesConfig::fleets([primary, core]))
}

fn core_fleet() -> EmrInstanceFleetConfig {
    EmrInstanceFleetConfig::new(EmrInstanceRole::Core)
}

fn scaling() -> EmrAutoScalingPolicy {
    EmrAutoScalingPolicy::new(2, 10)
}

fn rule() -> EmrScalingRule {
    let alarm =
        EmrCloudWatchAlarmDefinition::new("ContainerPending", EmrComparisonOperator::GreaterThan, 10.0);
    EmrScalingRule::new("more", 1, alarm)
}

fn limits(unit: EmrComputeLimitsUnitType) -> EmrManagedScalingPolicy {
    EmrManagedScalingPolicy::new(unit, 2, 10)
}

const JOBS: &str = "arn:aws:iam::123456789012:role/jobs";

/// A job on EKS.
fn spark() -> EmrContainersStartJobRun {
    EmrContainersStartJobRun::new("vc1", JOBS, "emr-7.5.0-latest", EmrContainersSparkSubmit::new("a.py"))
}

fn serverless() -> EmrServerlessStartJobRun {
    EmrServerlessStartJobRun::new("app1", JOBS, EmrServerlessSparkSubmit::new("s3://jobs/a.py"))
}

fn application() -> EmrServerlessCreateApplication {
    EmrServerlessCreateApplication::new("emr-7.5.0", "SPARK")
}

pub const CASES: &[Case] = &[
    // Clusters.
    ("malformed-cluster-id", || of_flow(EmrTerminateCluster::new("nightly").state("End"))),
    ("malformed-cluster-id", || of_flow(EmrTerminateCluster::new("$.cluster.ClusterId").state("End"))),
    ("malformed-release-label", || created(uniform().release_label("7.5.0"))),
    ("wrong-release", || created(uniform().release_label("emr-5.27.1").step_concurrency_level(2))),
    ("unknown-roles", || {
        let instances = EmrJobFlowInstancesConfig::uniform("m7g.xlarge", "m7g.xlarge", 3);
        created(EmrCreateCluster::new("nightly", instances).service_role("EMR_DefaultRole"))
    }),
    ("missing-parameter", || created(uniform().log_encryption_kms_key_id("alias/logs"))),
    ("missing-parameter", || {
        created(groups([primary(), core().auto_scaling_policy(scaling().rule(rule()))]))
    }),
    ("missing-parameter", || {
        let instances = EmrJobFlowInstancesConfig::groups([primary()]);
        created(cluster(instances.emr_managed_master_security_group("sg-1")))
    }),
    ("missing-parameter", || created(with_fleet(core_fleet()))),
    ("missing-parameter", || {
        of_flow(EmrModifyInstanceFleetByName::new("j-2AXXXXXXGAPLF", "core").state("Grow"))
    }),
    ("plain-secret", || {
        let kerberos = EmrKerberosAttributes::new("EC2.INTERNAL", "secret");
        created(uniform().security_configuration("kerberized").kerberos_attributes(kerberos))
    }),
    ("reserved-parameter", || created(uniform().parameter("Steps", serde_json::json!([])))),
    ("not-one-primary", || created(groups([core()]))),
    ("not-one-primary", || created(groups([primary(), primary()]))),
    ("duplicate-name", || created(groups([primary(), core().name("core"), core().name("core")]))),
    ("duplicate-name", || {
        let twice = core().auto_scaling_policy(scaling().rule(rule()).rule(rule()));
        created(groups([primary(), twice]).auto_scaling_role("EMR_AutoScaling_DefaultRole"))
    }),
    ("too-few-items", || {
        let still = core().auto_scaling_policy(scaling());
        created(groups([primary(), still]).auto_scaling_role("EMR_AutoScaling_DefaultRole"))
    }),
    ("wrong-unit-type", || {
        let limits = limits(EmrComputeLimitsUnitType::InstanceFleetUnits);
        created(uniform().managed_scaling_policy(limits))
    }),
    ("conflicting-parameters", || created(groups([primary().bid_price("0.10")]))),
    ("conflicting-parameters", || {
        let instances = EmrJobFlowInstancesConfig::groups([primary()]).ec2_subnet_ids(["subnet-1"]);
        created(cluster(instances))
    }),
    ("conflicting-parameters", || {
        let kind = EmrInstanceTypeConfig::new("m7g.xlarge").priority(0.0);
        created(with_fleet(core_fleet().target_spot_capacity(4).instance_type(kind)))
    }),
    ("conflicting-parameters", || {
        let limits = limits(EmrComputeLimitsUnitType::Instances).utilization_performance_index(50);
        created(uniform().managed_scaling_policy(limits))
    }),
    // EMR on EKS.
    ("empty-configuration", || {
        let empty = EmrApplicationConfiguration::new("spark-defaults");
        of_flow(spark().application_configuration(empty).state("Count"))
    }),
    ("missing-parameter", || of_flow(spark().job_template_parameter("Program", "b.py").state("Count"))),
    ("missing-parameter", || {
        let monitoring = EmrContainersMonitoringConfiguration::new().log_stream_prefix("orders");
        of_flow(spark().monitoring(monitoring).state("Count"))
    }),
    ("malformed-location", || {
        let monitoring = EmrContainersMonitoringConfiguration::new().log_uri("logs");
        of_flow(spark().monitoring(monitoring).state("Count"))
    }),
    ("malformed-size", || {
        let monitoring = EmrContainersMonitoringConfiguration::new().container_log_rotation("3GB", 5);
        of_flow(spark().monitoring(monitoring).state("Count"))
    }),
    ("malformed-name", || of_flow(spark().name("two words").state("Count"))),
    // EMR Serverless.
    ("malformed-size", || {
        let most = EmrServerlessMaximumAllowedResources::new("many vCPU", "1000 GB");
        of_flow(application().maximum_capacity(most).state("Create"))
    }),
    ("malformed-url", || {
        let monitoring = EmrServerlessMonitoringConfiguration::new().prometheus("https://example.com");
        of_flow(application().monitoring(monitoring).state("Create"))
    }),
    ("conflicting-parameters", || {
        of_flow(application().image("orders/spark").worker_image("DRIVER", "orders/driver").state("Create"))
    }),
    ("missing-parameter", || of_flow(application().security_groups(["sg-1"]).state("Create"))),
    ("endless-job", || of_flow(serverless().mode(EmrServerlessJobRunMode::Streaming).run_job("Count"))),
];
