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
            ("too-long", "/Parameters/ContainerProvider/Id"),
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
            ("too-long", "/Parameters/JobDriver/SparkSubmitJobDriver/EntryPoint"),
        ],
    );
    let arguments = EmrContainersSparkSubmit::new("a.py").arguments(["", "x"]).spark_submit_parameters("");
    check(
        spark("a.py").job_driver(arguments),
        &[
            ("too-long", "/Parameters/JobDriver/SparkSubmitJobDriver/EntryPointArguments/0"),
            ("too-long", "/Parameters/JobDriver/SparkSubmitJobDriver/SparkSubmitParameters"),
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
            ("malformed-uri", &format!("{at}/S3MonitoringConfiguration/LogUri")),
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
