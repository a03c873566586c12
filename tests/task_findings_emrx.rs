//! What is wrong with requests to EMR on EKS and EMR Serverless, and what the role of a job on EKS may do.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use stepwright::prelude::*;
use stepwright::task::IntegrationPattern::{RequestResponse, RunJob};

/// The codes and places of the findings about a request.
fn check(task: impl Task, expected: &[(&str, &str)]) {
    let found = task.findings(RequestResponse);
    let found: Vec<(&str, &str)> =
        found.iter().map(|finding| (finding.code, finding.place.pointer.as_deref().unwrap_or(""))).collect();
    assert_eq!(found, expected);
}

fn permits(task: &impl Task) -> Vec<Value> {
    task.statements(RunJob).iter().map(Statement::to_json).collect()
}

fn spark(program: &str) -> EmrContainersStartJobRun {
    let role = "arn:aws:iam::123456789012:role/jobs";
    EmrContainersStartJobRun::new("vc1", role, "emr-7.5.0-latest", EmrContainersSparkSubmit::new(program))
}

#[test]
fn virtual_clusters_have_proper_names() {
    check(EmrContainersCreateVirtualCluster::new("nightly", "jobs", "spark-1"), &[]);
    check(
        EmrContainersCreateVirtualCluster::new("night ly", "", "-Spark"),
        &[
            ("malformed-name", "/Parameters/Name"),
            ("too-short", "/Parameters/ContainerProvider/Id"),
            ("malformed-name", "/Parameters/ContainerProvider/Info/EksInfo/Namespace"),
        ],
    );
    let tagged = (0..51).fold(EmrContainersCreateVirtualCluster::new("a", "b", "c"), |create, number| {
        create.tag(format!("tag{number}"), "x")
    });
    check(tagged, &[("too-many-items", "/Parameters/Tags")]);
}

#[test]
fn jobs_on_eks_are_looked_at() {
    check(spark("s3://jobs/a.py"), &[]);
    check(
        spark("").name("two words"),
        &[
            ("malformed-name", "/Parameters/Name"),
            ("too-short", "/Parameters/JobDriver/SparkSubmitJobDriver/EntryPoint"),
        ],
    );
    let arguments = EmrContainersSparkSubmit::new("a.py").arguments(["", "x"]).spark_submit_parameters("");
    check(
        spark("a.py").job_driver(arguments),
        &[
            ("too-short", "/Parameters/JobDriver/SparkSubmitJobDriver/EntryPointArguments/0"),
            ("too-short", "/Parameters/JobDriver/SparkSubmitJobDriver/SparkSubmitParameters"),
        ],
    );
    check(
        spark("a.py").job_template_parameter("Program", "b.py"),
        &[("missing-parameter", "/Parameters/JobTemplateParameters")],
    );
    let empty = EmrApplicationConfiguration::new("spark-defaults");
    let many = (0..101)
        .fold(empty.clone(), |configuration, number| configuration.property(format!("p{number}"), "x"));
    let at = "/Parameters/ConfigurationOverrides/ApplicationConfiguration";
    check(
        spark("a.py").application_configuration(empty.clone()).application_configuration(
            EmrApplicationConfiguration::new("spark-env").configuration(empty).configuration(many),
        ),
        &[
            ("empty-configuration", &format!("{at}/0")),
            ("empty-configuration", &format!("{at}/1/Configurations/0")),
            ("too-many-items", &format!("{at}/1/Configurations/1/Properties")),
        ],
    );
}

#[test]
fn monitoring_on_eks_is_looked_at() {
    let monitored = |monitoring| spark("a.py").monitoring(monitoring);
    let new = EmrContainersMonitoringConfiguration::new;
    let at = "/Parameters/ConfigurationOverrides/MonitoringConfiguration";
    check(
        monitored(new().log_stream_prefix("a").log_uri("logs").container_log_rotation("3GB", 51)),
        &[
            ("missing-parameter", &format!("{at}/CloudWatchMonitoringConfiguration")),
            ("malformed-location", &format!("{at}/S3MonitoringConfiguration/LogUri")),
            ("out-of-range", &format!("{at}/ContainerLogRotationConfiguration/MaxFilesToKeep")),
            ("malformed-size", &format!("{at}/ContainerLogRotationConfiguration/RotationSize")),
        ],
    );
    for (size, proper) in
        [("2KB", true), ("1.5G", true), ("2gb", false), ("1K", false), (".5G", false), ("5", false)]
    {
        let found = monitored(new().container_log_rotation(size, 1)).findings(RunJob);
        assert_eq!(found.is_empty(), proper, "{size}");
    }
    check(
        monitored(new().log_group("my group")),
        &[("malformed-name", &format!("{at}/CloudWatchMonitoringConfiguration/LogGroupName"))],
    );
}

#[test]
fn ids_and_arns_name_the_same_virtual_cluster() {
    let arn = "arn:aws:emr-containers:eu-west-1:123456789012:/virtualclusters/vc1";
    let statements = permits(&EmrContainersStartJobRun::from_template(arn, "jt1"));
    assert_eq!(statements[0]["Resource"], arn);
    assert_eq!(statements[1]["Resource"], format!("{arn}/jobruns/*"));
    let template = "arn:${AWS::Partition}:emr-containers:${AWS::Region}:${AWS::AccountId}:/jobtemplates/jt1";
    assert_eq!(
        statements[0]["Condition"],
        json!({ "ArnEquals": { "emr-containers:JobTemplateArn": { "Fn::Sub": template } } })
    );
    let among = VirtualClusterTarget::from(path("$.cluster")).among([arn]);
    assert_eq!(permits(&EmrContainersDeleteVirtualCluster::new(among))[0]["Resource"], arn);
}

#[test]
fn pods_come_by_a_role_through_pod_identity() {
    let mut stack = Stack::new("trips");
    let role = stack.add(
        "TripsRole",
        EmrContainersJobRole::by_pod_identity("tf_emr_eks_job_role", "jobs", "spark")
            .log_group("/emr/spark")
            .log_bucket("logs", "spark/"),
    );
    let job =
        EmrContainersStartJobRun::new("vc1", &role, "emr-7.5.0", EmrContainersSparkSql::new("s3://a/b.sql"));
    assert!(permits(&job).iter().any(|statement| statement["Action"] == "iam:PassRole"));
    let synthesis = stack.synthesize(Target::CloudFormation);
    assert!(synthesis.findings.is_empty(), "{:?}", synthesis.findings);
    let resources = &synthesis.template["Resources"];
    assert_eq!(
        resources["TripsRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0],
        json!({
            "Effect": "Allow",
            "Principal": { "Service": "pods.eks.amazonaws.com" },
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": { "StringEquals": {
                "aws:RequestTag/eks-cluster-name": "jobs",
                "aws:RequestTag/kubernetes-namespace": "spark",
            } },
        })
    );
    assert_eq!(
        resources["TripsRoleDriverAssociation"],
        json!({
            "Type": "AWS::EKS::PodIdentityAssociation",
            "Properties": {
                "ClusterName": "jobs",
                "Namespace": "spark",
                "ServiceAccount": {
                    "Fn::Sub":
                        "emr-containers-sa-spark-driver-${AWS::AccountId}-1wu0n6f5pn56pyq0ztwvp2yhvpefs5"
                },
                "RoleArn": { "Fn::GetAtt": ["TripsRole", "Arn"] },
            },
        })
    );
    for part in ["Client", "Executor"] {
        assert!(resources.get(format!("TripsRole{part}Association")).is_some(), "{part}");
    }
}

#[test]
fn pods_come_by_a_role_through_their_service_account() {
    let mut stack = Stack::new("trips");
    let issuer = "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF";
    let role = stack.add("TripsRole", EmrContainersJobRole::by_service_account(issuer, "spark"));
    let job =
        EmrContainersStartJobRun::new("vc1", &role, "emr-7.5.0", EmrContainersSparkSql::new("s3://a/b.sql"));
    assert!(permits(&job).iter().all(|statement| statement["Action"] != "iam:PassRole"));
    stack.add("BadRole", EmrContainersJobRole::by_service_account(issuer, "spark").role_name("a b"));
    let synthesis = stack.synthesize(Target::CloudFormation);
    let codes: Vec<&str> = synthesis.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["malformed-name"]);
    let provider = "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF";
    assert_eq!(
        synthesis.template["Resources"]["TripsRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
            [0],
        json!({
            "Effect": "Allow",
            "Principal": { "Federated": { "Fn::Sub": provider } },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": { "StringLike": {
                "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF:sub": {
                    "Fn::Sub": "system:serviceaccount:spark:emr-containers-sa-*-*-${AWS::AccountId}-*"
                },
            } },
        })
    );
}

fn serverless(driver: impl Into<EmrServerlessJobDriver>) -> EmrServerlessStartJobRun {
    EmrServerlessStartJobRun::new("app1", "arn:aws:iam::123456789012:role/jobs", driver)
}

#[test]
fn applications_are_looked_at() {
    let new = || EmrServerlessCreateApplication::new("emr-7.5.0", "SPARK");
    check(new(), &[]);
    let most = EmrServerlessMaximumAllowedResources::new("200vCPU", "1000").disk("4000");
    let worker = EmrServerlessWorkerResourceConfig::new("0 vCPU", "16GB").disk("40 gB");
    check(
        new()
            .name("night ly")
            .initial_capacity("DRIVER", EmrServerlessInitialCapacityConfig::new(0).worker(worker))
            .maximum_capacity(most)
            .idle_timeout_minutes(0)
            .queue_timeout_minutes(10)
            .max_concurrent_runs(1_001),
        &[
            ("malformed-name", "/Parameters/Name"),
            ("out-of-range", "/Parameters/InitialCapacity/DRIVER/WorkerCount"),
            ("malformed-size", "/Parameters/InitialCapacity/DRIVER/WorkerConfiguration/Cpu"),
            ("malformed-size", "/Parameters/MaximumCapacity/Disk"),
            ("out-of-range", "/Parameters/AutoStopConfiguration/IdleTimeoutMinutes"),
            ("out-of-range", "/Parameters/SchedulerConfiguration/QueueTimeoutMinutes"),
            ("out-of-range", "/Parameters/SchedulerConfiguration/MaxConcurrentRuns"),
        ],
    );
    check(
        new()
            .security_groups(["g1", "g2", "g3", "g4", "g5", "g6"])
            .image("a/b")
            .worker_image("DRIVER", "a/b"),
        &[
            ("too-many-items", "/Parameters/NetworkConfiguration/SecurityGroupIds"),
            ("missing-parameter", "/Parameters/NetworkConfiguration"),
            ("conflicting-parameters", "/Parameters/WorkerTypeSpecifications"),
        ],
    );
    let key = "arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666";
    let logging = EmrServerlessCloudWatchLoggingConfiguration::new()
        .log_stream_name_prefix("a:b")
        .log_types("SPARK_DRIVER", [""; 0]);
    let monitoring = EmrServerlessMonitoringConfiguration::new()
        .log_uri_key(key)
        .cloud_watch(logging)
        .prometheus("https://example.com");
    let context = (0..9).fold(EmrServerlessDiskEncryption::new(key), |encryption, number| {
        encryption.context(format!("c{number}"), "x")
    });
    check(
        new().monitoring(monitoring).disk_encryption(context),
        &[
            ("missing-parameter", "/Parameters/MonitoringConfiguration/S3MonitoringConfiguration"),
            (
                "malformed-name",
                "/Parameters/MonitoringConfiguration/CloudWatchLoggingConfiguration/LogStreamNamePrefix",
            ),
            (
                "too-few-items",
                "/Parameters/MonitoringConfiguration/CloudWatchLoggingConfiguration/LogTypes/SPARK_DRIVER",
            ),
            (
                "malformed-url",
                "/Parameters/MonitoringConfiguration/PrometheusMonitoringConfiguration/RemoteWriteUrl",
            ),
            ("too-many-items", "/Parameters/DiskEncryptionConfiguration/EncryptionContext"),
        ],
    );
}

#[test]
fn what_an_application_uses_is_permitted() {
    let create = EmrServerlessCreateApplication::new("emr-7.5.0", "SPARK")
        .subnets(["subnet-1"])
        .image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/spark/own@sha256:00");
    let statements = permits(&create);
    let of = |action: &str| statements.iter().find(|statement| statement["Action"] == action).unwrap();
    let ec2 = |what: &str| json!({ "Fn::Sub": format!("arn:${{AWS::Partition}}:ec2:${{AWS::Region}}:${{AWS::AccountId}}:{what}") });
    assert_eq!(
        of("ec2:CreateNetworkInterface")["Resource"],
        json!([ec2("network-interface/*"), ec2("subnet/subnet-1"), ec2("security-group/*")])
    );
    let images = statements.iter().find(|statement| statement["Action"][0] == "ecr:BatchGetImage").unwrap();
    assert_eq!(
        images["Resource"],
        json!({ "Fn::Sub": "arn:${AWS::Partition}:ecr:eu-west-1:123456789012:repository/spark/own" })
    );
}

#[test]
fn jobs_on_emr_serverless_are_looked_at() {
    let spark = || EmrServerlessSparkSubmit::new("s3://jobs/a.py");
    check(serverless(spark()), &[]);
    check(
        serverless(EmrServerlessHive::new("").init_query_file("").parameters("")).name(""),
        &[
            ("too-short", "/Parameters/JobDriver/Hive/Query"),
            ("too-short", "/Parameters/JobDriver/Hive/InitQueryFile"),
            ("too-short", "/Parameters/JobDriver/Hive/Parameters"),
            ("too-short", "/Parameters/Name"),
        ],
    );
    check(
        serverless(spark()).max_attempts(0).max_failed_attempts_per_hour(1),
        &[
            ("out-of-range", "/Parameters/RetryPolicy/MaxAttempts"),
            ("ignored-parameter", "/Parameters/RetryPolicy/MaxFailedAttemptsPerHour"),
        ],
    );
    check(serverless(spark()).mode(path("$.mode")).max_attempts(2), &[]);
    check(
        serverless(spark())
            .execution_timeout_minutes(1_000_001)
            .execution_policy_arns(["arn"; 11])
            .execution_policy("x".repeat(2_049)),
        &[
            ("out-of-range", "/Parameters/ExecutionTimeoutMinutes"),
            ("too-many-items", "/Parameters/ExecutionIamPolicy/PolicyArns"),
            ("too-long", "/Parameters/ExecutionIamPolicy/Policy"),
        ],
    );
    let streaming = serverless(spark()).mode(EmrServerlessJobRunMode::Streaming);
    assert!(streaming.findings(RequestResponse).is_empty());
    assert_eq!(streaming.findings(RunJob).first().map(|finding| finding.code), Some("endless-job"));
    assert!(streaming.clone().execution_timeout_minutes(60).findings(RunJob).is_empty());
    assert_eq!(streaming.execution_timeout_minutes(0).findings(RunJob).len(), 1);
}

#[test]
fn ids_and_arns_name_the_same_application() {
    let arn = "arn:aws:emr-serverless:eu-west-1:123456789012:/applications/app1";
    let cancel = permits(&EmrServerlessCancelJobRun::new(arn, "run1"));
    assert_eq!(cancel[0]["Resource"], format!("{arn}/jobruns/run1"));
    let among = EmrServerlessApplicationTarget::from(path("$.application")).among([arn]);
    let start = permits(&EmrServerlessStartJobRun::new(among, "jobs", EmrServerlessHive::new("SELECT 1")));
    assert_eq!(start[0]["Resource"], arn);
    assert_eq!(start[2]["Resource"], format!("{arn}/jobruns/*"));
}
