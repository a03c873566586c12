//! Requests to services that run jobs and queries: Athena, EMR, Glue, MediaConvert.

use super::{Case, of_flow, only};
use stepwright::prelude::*;

fn query() -> AthenaStartQueryExecution {
    AthenaStartQueryExecution::new("SELECT 1").reads([]).output_location("s3://results/")
}

fn transcode() -> MediaConvertCreateJob {
    MediaConvertCreateJob::new("transcoder", payload!({ "Inputs": [], "OutputGroups": [] }))
}

fn application() -> EmrServerlessCreateApplication {
    EmrServerlessCreateApplication::new("emr-7.5.0", "SPARK")
}

fn spark() -> EmrContainersStartJobRun {
    let program = EmrContainersSparkSubmit::new("s3://jobs/a.py");
    EmrContainersStartJobRun::new("vc1", "arn:aws:iam::123456789012:role/jobs", "emr-7.5.0-latest", program)
}

fn cluster(instances: EmrJobFlowInstancesConfig) -> EmrCreateCluster {
    EmrCreateCluster::new("nightly", instances)
        .service_role("EMR_DefaultRole_V2")
        .job_flow_role("EMR_EC2_DefaultRole")
}

fn uniform() -> EmrCreateCluster {
    cluster(EmrJobFlowInstancesConfig::uniform("m7g.xlarge", "m7g.xlarge", 3))
}

pub const CASES: &[Case] = &[
    // Athena.
    ("unknown-tables", || {
        of_flow(AthenaStartQueryExecution::new("SELECT 1").output_location("s3://results/").state("Ask"))
    }),
    ("unknown-location", || of_flow(query().reads([AthenaData::table("shop", "orders")]).state("Ask"))),
    ("unknown-output-location", || {
        of_flow(AthenaStartQueryExecution::new("SELECT 1").reads([]).state("Ask"))
    }),
    ("unknown-output-location", || {
        let text = of_flow(AthenaGetQueryResults::new(path("$.id")).state("Read"));
        only("unknown-output-location", &text)
    }),
    ("malformed-location", || {
        let ask = AthenaStartQueryExecution::new("SELECT 1").reads([]).output_location("results");
        only("malformed-location", &of_flow(ask.state("Ask")))
    }),
    ("malformed-account", || of_flow(query().expected_bucket_owner("1234").state("Ask"))),
    ("fixed-client-token", || of_flow(query().client_request_token("0".repeat(32)).state("Ask"))),
    // EMR.
    ("malformed-cluster-id", || {
        let text = of_flow(EmrTerminateCluster::new("$.cluster.ClusterId").state("End"));
        only("malformed-cluster-id", &text)
    }),
    ("malformed-release-label", || {
        only("malformed-release-label", &of_flow(uniform().release_label("7.5.0").state("Make")))
    }),
    ("wrong-release", || {
        let old = uniform().release_label("emr-5.27.1").step_concurrency_level(2);
        only("wrong-release", &of_flow(old.state("Make")))
    }),
    ("plain-secret", || {
        let kerberos = EmrKerberosAttributes::new("EC2.INTERNAL", "secret");
        let text = of_flow(uniform().security_configuration("k").kerberos_attributes(kerberos).state("Make"));
        only("plain-secret", &text)
    }),
    ("primary-nodes", || {
        let core = EmrInstanceGroupConfig::new(EmrInstanceRole::Core, "m7g.xlarge", 2);
        let make = cluster(EmrJobFlowInstancesConfig::groups([core])).state("Make");
        only("primary-nodes", &of_flow(make))
    }),
    ("duplicate-name", || {
        let primary = EmrInstanceGroupConfig::new(EmrInstanceRole::Master, "m7g.xlarge", 1);
        let core = EmrInstanceGroupConfig::new(EmrInstanceRole::Core, "m7g.xlarge", 2).name("core");
        let make = cluster(EmrJobFlowInstancesConfig::groups([primary, core.clone(), core])).state("Make");
        only("duplicate-name", &of_flow(make))
    }),
    ("wrong-unit-type", || {
        let limits = EmrManagedScalingPolicy::new(EmrComputeLimitsUnitType::InstanceFleetUnits, 2, 10);
        only("wrong-unit-type", &of_flow(uniform().managed_scaling_policy(limits).state("Make")))
    }),
    // EMR on EKS.
    ("missing-parameter", || of_flow(spark().job_template_parameter("Program", "b.py").state("Run"))),
    ("empty-configuration", || {
        let nothing = EmrApplicationConfiguration::new("spark-defaults");
        of_flow(spark().application_configuration(nothing).state("Run"))
    }),
    ("malformed-size", || {
        let logs = EmrContainersMonitoringConfiguration::new().container_log_rotation("3GB", 5);
        of_flow(spark().monitoring(logs).state("Run"))
    }),
    ("malformed-location", || {
        let logs = EmrContainersMonitoringConfiguration::new().log_uri("logs");
        only("malformed-location", &of_flow(spark().monitoring(logs).state("Run")))
    }),
    // EMR Serverless.
    ("conflicting-parameters", || {
        let text = of_flow(application().image("a/b").worker_image("DRIVER", "a/b").state("Make"));
        only("conflicting-parameters", &text)
    }),
    ("malformed-size", || {
        let most = EmrServerlessMaximumAllowedResources::new("200 cpus", "1000 GB");
        only("malformed-size", &of_flow(application().maximum_capacity(most).state("Make")))
    }),
    ("malformed-url", || {
        let metrics = EmrServerlessMonitoringConfiguration::new().prometheus("https://example.com");
        only("malformed-url", &of_flow(application().monitoring(metrics).state("Make")))
    }),
    ("endless-job", || {
        let program = EmrServerlessSparkSubmit::new("s3://jobs/a.py");
        let run = EmrServerlessStartJobRun::new("app1", "arn:aws:iam::123456789012:role/jobs", program);
        of_flow(run.mode(EmrServerlessJobRunMode::Streaming).run_job("Run"))
    }),
    // Glue.
    ("conflicting-parameters", || {
        of_flow(GlueStartJobRun::new("load").max_capacity(2.0).allocated_capacity(2).state("Load"))
    }),
    ("malformed-argument", || of_flow(GlueStartJobRun::new("load").argument("-day", "today").state("Load"))),
    ("wrong-execution-class", || {
        let mut stack = Stack::new("shop");
        let command = glue::job::JobCommand::new().name("pythonshell");
        let job = stack.add("Job", glue::Job::new(command, "arn:aws:iam::123456789012:role/glue"));
        let load = GlueStartJobRun::new(&job).execution_class(GlueExecutionClass::Flex).state("Load");
        stack.add("Orders", StateMachine::new(load));
        super::of_stack(stack)
    }),
    // MediaConvert.
    ("malformed-settings", || {
        of_flow(MediaConvertCreateJob::new("transcoder", payload!(["Inputs"])).state("Transcode"))
    }),
    ("missing-parameter", || {
        let settings = payload!({ "Inputs": [] });
        of_flow(MediaConvertCreateJob::new("transcoder", settings).state("Transcode"))
    }),
    ("same-queue", || {
        let hop = MediaConvertHopDestination::after_minutes(5);
        of_flow(transcode().hop_destination(hop).state("Transcode"))
    }),
    ("value-not-allowed", || of_flow(transcode().status_update_interval("SECONDS_5").state("Transcode"))),
    ("reserved-tag", || of_flow(transcode().tag("ManagedByService", "me").state("Transcode"))),
];
