//! EMR on EKS: virtual clusters, and jobs on them.

use super::{Examples, existing};
use stepwright::prelude::*;

/// The release that jobs run with; from 7.3.0 on, their pods come by a role through EKS Pod Identity.
const RELEASE: &str = "emr-7.5.0-latest";

/// Adds the machine, the role that jobs run under, and where their logs go.
pub fn add(stack: &mut Stack, eks_cluster: &Handle<Parameter>) {
    let virtual_cluster =
        existing(stack, "VirtualCluster", "de92jdei2910fwedz", "A virtual cluster of EMR on EKS, by its id");
    let own_role = existing(
        stack,
        "JobExecutionRole",
        "arn:aws:iam::123456789012:role/JobExecutionRole",
        "A role that jobs of EMR on EKS may run under, by its ARN",
    );
    let logs = stack.add("SparkLogs", logs::LogGroup::new().retention_in_days(14));
    let bucket = stack.add("SparkLogBucket", s3::Bucket::new().block_public_access());
    let role = stack.add(
        "SparkRole",
        EmrContainersJobRole::by_pod_identity("gallery-spark", eks_cluster, "default")
            .log_group(logs.reference())
            .log_bucket(bucket.reference(), ""),
    );

    let name = || intrinsic::format("vc-{}", [intrinsic::uuid()]);
    let create = |cluster: EksClusterName, namespace: &str| {
        EmrContainersCreateVirtualCluster::new(name(), cluster, namespace)
    };
    let program = || EmrContainersSparkSubmit::new("local:///usr/lib/spark/examples/src/main/python/pi.py");
    let sized = || {
        program().spark_submit_parameters(
            "--conf spark.executor.instances=2 --conf spark.executor.memory=2G \
             --conf spark.executor.cores=2 --conf spark.driver.cores=1",
        )
    };
    let start = |program: EmrContainersSparkSubmit| {
        EmrContainersStartJobRun::new(&virtual_cluster, &role, RELEASE, program)
    };
    let configured = start(program()).name("EMR-Containers-Job").application_configuration(
        EmrApplicationConfiguration::new("spark-defaults")
            .property("spark.executor.instances", "1")
            .property("spark.executor.memory", "512M"),
    );
    let monitored = start(sized())
        .monitoring(EmrContainersMonitoringConfiguration::new().log_group(&logs).log_stream_prefix("spark"));
    let monitored_twice = start(sized()).monitoring(
        EmrContainersMonitoringConfiguration::new()
            .log_group(&logs)
            .log_stream_prefix("spark")
            .log_uri(&bucket),
    );
    // Any virtual cluster of this account and region, as the input says.
    let any = || {
        VirtualClusterTarget::from(path("$.VirtualClusterId")).among([arn(
            "emr-containers",
            "/virtualclusters/*",
            [""; 0],
        )])
    };
    let own = EmrContainersStartJobRun::new(any(), &own_role, RELEASE, sized()).name("EMR-Containers-Job");

    Examples::new()
        .show(
            "emr-on-eks-create-virtual-cluster",
            create("clusterId".into(), "default").state("Create a Virtual Cluster"),
        )
        .show(
            "emr-on-eks-create-virtual-cluster-2",
            create(eks_cluster.into(), "default").state("Create a Virtual Cluster on a certain cluster"),
        )
        .show(
            "emr-on-eks-create-virtual-cluster-3",
            create("clusterId".into(), "specified-namespace")
                .state("Create a Virtual Cluster in a certain namespace"),
        )
        .show(
            "emr-on-eks-delete-virtual-cluster",
            EmrContainersDeleteVirtualCluster::new(any()).run_job("Delete a Virtual Cluster"),
        )
        .show("emr-on-eks-start-job-run", start(sized()).run_job("EMR Containers Start Job Run"))
        .show("emr-on-eks-start-job-run-2", configured.run_job("EMR Containers Start Job Run, configured"))
        .show("emr-on-eks-start-job-run-3", monitored.run_job("EMR Containers Start Job Run, monitored"))
        .show(
            "emr-on-eks-start-job-run-4",
            monitored_twice.run_job("EMR Containers Start Job Run, monitored where one likes"),
        )
        .show(
            "emr-on-eks-start-job-run-5",
            own.run_job("EMR Containers Start Job Run, under a role of one's own"),
        )
        .add(stack, "EmrOnEks", "Makes and clears away virtual clusters on EKS, and runs jobs on them");
}
