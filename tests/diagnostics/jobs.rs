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
