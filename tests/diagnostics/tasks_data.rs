//! Requests to Athena, Glue and MediaConvert.

use super::{Case, of_flow, only};
use stepwright::prelude::*;

/// A query that says what it touches.
fn query() -> AthenaStartQueryExecution {
    AthenaStartQueryExecution::new("SELECT 1").reads([]).output_location("s3://results/")
}

fn job() -> MediaConvertCreateJob {
    MediaConvertCreateJob::new("transcoder", payload!({ "Inputs": [], "OutputGroups": [] }))
}

/// A job of Glue of this kind.
fn glue_job(kind: &str) -> Handle<glue::Job> {
    let command = glue::job::JobCommand::new().name(kind);
    Handle::new("Job", glue::Job::new(command, "arn:aws:iam::123456789012:role/glue"))
}

pub const CASES: &[Case] = &[
    // Athena.
    ("unknown-tables", || {
        let all = AthenaStartQueryExecution::new("SELECT 1").output_location("s3://results/");
        only("unknown-tables", &of_flow(all.state("Query")))
    }),
    ("unknown-tables", || {
        let all = AthenaStartQueryExecution::new("SELECT 1").output_location("s3://results/");
        only("unknown-tables", &of_flow(all.catalog(path("$.catalog")).state("Query")))
    }),
    ("unknown-location", || of_flow(query().reads([AthenaData::table("shop", "orders")]).state("Query"))),
    ("unknown-output-location", || {
        of_flow(AthenaStartQueryExecution::new("SELECT 1").reads([]).state("Query"))
    }),
    ("unknown-output-location", || {
        let text = of_flow(AthenaGetQueryResults::new(path("$.id")).state("Read"));
        only("unknown-output-location", &text)
    }),
    ("malformed-location", || {
        only("malformed-location", &of_flow(query().output_location("results").state("Query")))
    }),
    ("malformed-name", || of_flow(query().work_group("my reports").state("Query"))),
    ("malformed-account", || of_flow(query().expected_bucket_owner("1234").state("Query"))),
    ("fixed-client-token", || {
        of_flow(query().client_request_token("orders-of-2026-11-25-for-the-report").state("Query"))
    }),
    ("too-short", || of_flow(query().database("").state("Query"))),
    // Glue.
    ("conflicting-parameters", || {
        of_flow(GlueStartJobRun::new("load").max_capacity(1.0).number_of_workers(2).state("Load"))
    }),
    ("conflicting-parameters", || {
        of_flow(GlueStartJobRun::new("load").max_capacity(2.0).allocated_capacity(2).state("Load"))
    }),
    ("wrong-execution-class", || {
        let run = GlueStartJobRun::new(&glue_job("pythonshell")).execution_class(GlueExecutionClass::Flex);
        let mut stack = Stack::new("shop");
        stack.add("Job", glue_job("pythonshell").resource().clone());
        stack.add("Orders", StateMachine::new(run.state("Load")));
        super::of_stack(stack)
    }),
    ("malformed-argument", || of_flow(GlueStartJobRun::new("load").argument("-day", "today").state("Load"))),
    // MediaConvert.
    ("malformed-settings", || {
        of_flow(MediaConvertCreateJob::new("transcoder", payload!(["Inputs"])).state("Make"))
    }),
    ("missing-parameter", || {
        of_flow(MediaConvertCreateJob::new("transcoder", payload!({ "Inputs": [] })).state("Make"))
    }),
    ("parameter-not-pascal-case", || {
        let settings = payload!({ "inputs": [], "OutputGroups": [] });
        of_flow(MediaConvertCreateJob::new("transcoder", settings).state("Make"))
    }),
    ("same-queue", || {
        of_flow(job().hop_destination(MediaConvertHopDestination::after_minutes(5)).state("Make"))
    }),
    ("same-queue", || {
        let back = MediaConvertHopDestination::after_minutes(5).queue("films");
        of_flow(job().queue("films").hop_destination(back).state("Make"))
    }),
    ("value-not-allowed", || of_flow(job().status_update_interval("SECONDS_5").state("Make"))),
    ("reserved-tag", || of_flow(job().tag("ManagedByService", "me").state("Make"))),
];
