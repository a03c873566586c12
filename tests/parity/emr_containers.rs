//! EMR on EKS.

use super::case::{Case, case};
use stepwright::prelude::*;

const ENTRY: &str = "local:///usr/lib/spark/examples/src/main/python/pi.py";
const SPARK: &str = "--conf spark.executor.instances=2 --conf spark.executor.memory=2G \
                     --conf spark.executor.cores=2 --conf spark.driver.cores=1";
const ROLE: &str = "arn:aws:iam::123456789012:role/JobExecutionRole";

/// The name that the CDK gives where none is said.
fn unnamed() -> Expression {
    intrinsic::format("{}/{}", [execution_name(), state_name()])
}

fn job(
    cluster: impl Into<VirtualClusterTarget>,
    spark: EmrContainersSparkSubmit,
) -> EmrContainersStartJobRun {
    EmrContainersStartJobRun::new(cluster, ROLE, "emr-6.2.0-latest", spark)
}

fn pi() -> EmrContainersSparkSubmit {
    EmrContainersSparkSubmit::new(ENTRY).spark_submit_parameters(SPARK)
}

/// What the CDK watches where nothing is said.
fn watched() -> EmrContainersMonitoringConfiguration {
    EmrContainersMonitoringConfiguration::new().persistent_app_ui(true)
}

const CLUSTER: &str = "de92jdei2910fwedz";
const NAME: &str = "EMR Containers Start Job Run";

pub fn cases() -> Vec<Case> {
    let mut cases = clusters();
    cases.extend(jobs());
    cases
}

fn clusters() -> Vec<Case> {
    vec![
        case(
            "emr_containers_create_virtual_cluster.readme",
            EmrContainersCreateVirtualCluster::new(unnamed(), "clusterId", "default")
                .state("Create a Virtual Cluster"),
        ),
        case(
            "emr_containers_create_virtual_cluster.readme_cluster",
            EmrContainersCreateVirtualCluster::new(unnamed(), "myEksCluster", "default")
                .state("Create a Virtual Cluster"),
        ),
        case(
            "emr_containers_create_virtual_cluster.readme_namespace",
            EmrContainersCreateVirtualCluster::new(unnamed(), "clusterId", "specified-namespace")
                .state("Create a Virtual Cluster"),
        ),
        case(
            "emr_containers_create_virtual_cluster.every_parameter",
            EmrContainersCreateVirtualCluster::new(path("$.name"), path("$.cluster"), "jobs")
                .tag("team", "data")
                .state("Create"),
        ),
        case(
            "emr_containers_delete_virtual_cluster.readme",
            EmrContainersDeleteVirtualCluster::new(path("$.virtualCluster"))
                .state("Delete a Virtual Cluster"),
        ),
        case(
            "emr_containers_delete_virtual_cluster.run_job",
            EmrContainersDeleteVirtualCluster::new(CLUSTER).run_job("Delete"),
        ),
        case(
            "emr_containers_create_virtual_cluster.jsonata",
            EmrContainersCreateVirtualCluster::new(
                jsonata("$states.input.name"),
                jsonata("$states.input.cluster"),
                "default",
            )
            .state("Create"),
        ),
        case(
            "emr_containers_delete_virtual_cluster.jsonata",
            EmrContainersDeleteVirtualCluster::new(jsonata("$states.input.id")).run_job("Delete"),
        ),
    ]
}

fn jobs() -> Vec<Case> {
    let group = Handle::new("LogGroup", logs::LogGroup::new());
    let bucket = Handle::new("Bucket", s3::Bucket::new());
    let made_group = Handle::new("EMRContainersStartJobRunMonitoringLogGroup", logs::LogGroup::new());
    let made_bucket = Handle::new("EMRContainersStartJobRunMonitoringBucket", s3::Bucket::new());
    let made_role = Handle::new(
        "EMRContainersStartJobRunJobExecutionRole",
        iam::Role::new(serde_json::json!({ "Version": "2012-10-17", "Statement": [] })),
    );
    vec![
        case("emr_containers_start_job_run.readme", job(CLUSTER, pi()).monitoring(watched()).run_job(NAME)),
        case(
            "emr_containers_start_job_run.readme_configuration",
            job(CLUSTER, EmrContainersSparkSubmit::new(ENTRY))
                .name("EMR-Containers-Job")
                .application_configuration(
                    EmrApplicationConfiguration::new("spark-defaults")
                        .property("spark.executor.instances", "1")
                        .property("spark.executor.memory", "512M"),
                )
                .monitoring(watched())
                .run_job(NAME),
        ),
        case(
            "emr_containers_start_job_run.readme_logging",
            job(CLUSTER, pi())
                .monitoring(watched().log_group(&made_group).log_uri(&made_bucket))
                .run_job(NAME),
        ),
        case(
            "emr_containers_start_job_run.readme_monitoring",
            job(CLUSTER, pi()).monitoring(watched().log_group(&group).log_uri(&bucket)).run_job(NAME),
        ),
        case(
            "emr_containers_start_job_run.readme_role",
            job(path("$.VirtualClusterId"), pi())
                .name("EMR-Containers-Job")
                .monitoring(watched())
                .run_job(NAME),
        ),
        case(
            "emr_containers_start_job_run.readme_without_role",
            EmrContainersStartJobRun::new(CLUSTER, &made_role, "emr-6.2.0-latest", pi())
                .monitoring(watched())
                .run_job(NAME),
        ),
        case(
            "emr_containers_start_job_run.every_parameter",
            job(
                CLUSTER,
                EmrContainersSparkSubmit::new(path("$.entry"))
                    .arguments(["--day", "monday"])
                    .spark_submit_parameters(SPARK),
            )
            .name("job")
            .application_configuration(
                EmrApplicationConfiguration::new("spark")
                    .configuration(EmrApplicationConfiguration::new("spark-env").property("a", "b")),
            )
            .monitoring(
                EmrContainersMonitoringConfiguration::new()
                    .log_group("jobs")
                    .log_stream_prefix("spark")
                    .log_uri("s3://job-logs")
                    .persistent_app_ui(false),
            )
            .tag("team", "data")
            .state(NAME),
        ),
        case(
            "emr_containers_start_job_run.jsonata",
            job(CLUSTER, EmrContainersSparkSubmit::new(jsonata("$states.input.entry")))
                .monitoring(watched())
                .run_job(NAME),
        ),
    ]
}
