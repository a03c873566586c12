//! What is wrong with a request for data: to Athena, Glue, DataBrew and MediaConvert; in the words that a user reads.
#![allow(clippy::unwrap_used)]

use stepwright::prelude::*;
use stepwright::task::IntegrationPattern::RequestResponse;

/// The findings about a request, without their places in the source.
fn check(task: impl Task, expected: &[&str]) {
    let found: Vec<String> = task.findings(RequestResponse).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_glue_run_has_one_kind_of_capacity() {
    let run = || GlueStartJobRun::new("load");
    check(run().worker_type("G.1X").number_of_workers(2), &[]);
    check(
        run().max_capacity(1.0).number_of_workers(2),
        &[
            "error[conflicting-parameters]: `MaxCapacity` cannot be said together with `WorkerType` or `NumberOfWorkers`\n  \
             at /Parameters/MaxCapacity\n  \
             help: leave one out: workers for Spark and Ray, `max_capacity` for a Python shell job",
        ],
    );
    check(
        run().max_capacity(2.0).allocated_capacity(2),
        &["error[conflicting-parameters]: `MaxCapacity` and `AllocatedCapacity` cannot both be said\n  \
           at /Parameters/AllocatedCapacity\n  \
           help: leave `allocated_capacity` out: AWS has deprecated it"],
    );
}

#[test]
fn a_glue_run_keeps_to_documented_ranges() {
    check(
        GlueStartJobRun::new("").run_timeout(10_081).notify_delay_after(0).execution_role_session_policy("{"),
        &[
            "error[too-short]: `JobName` has 0 characters, it can have 1 to 255\n  at /Parameters/JobName",
            "error[out-of-range]: `Timeout` is 10081, it can be 1 to 10080\n  at /Parameters/Timeout",
            "error[out-of-range]: `NotifyDelayAfter` is 0, it has to be 1 at least\n  \
             at /Parameters/NotificationProperty/NotifyDelayAfter",
            "error[too-short]: `ExecutionRoleSessionPolicy` has 1 characters, it can have 2 to 2048\n  \
             at /Parameters/ExecutionRoleSessionPolicy",
        ],
    );
    check(GlueStartJobRun::new(path("$.job")).run_timeout(path("$.minutes")), &[]);
}

#[test]
fn arguments_of_a_glue_run_begin_with_two_dashes() {
    check(
        GlueStartJobRun::new("load").argument("-day", "today"),
        &[
            "warning[malformed-argument]: the argument `-day` does not begin with `--`, so that no script finds it\n  \
           at /Parameters/Arguments/-day\n  help: say `--day`",
        ],
    );
}

#[test]
fn only_spark_jobs_run_on_spare_capacity() {
    let job = |kind: &str| {
        let command = glue::job::JobCommand::new().name(kind);
        Handle::new("Job", glue::Job::new(command, "arn:aws:iam::123456789012:role/glue"))
    };
    let flex = |kind: &str| GlueStartJobRun::new(&job(kind)).execution_class(GlueExecutionClass::Flex);
    check(flex("glueetl"), &[]);
    check(
        flex("pythonshell"),
        &[
            "error[wrong-execution-class]: the job is of kind `pythonshell`, and only `glueetl` runs as `FLEX`\n  \
           at /Parameters/ExecutionClass\n  help: leave `execution_class` out",
        ],
    );
}

#[test]
fn names_of_crawlers_and_jobs_have_a_length() {
    check(
        GlueStartCrawlerRun::new("a".repeat(256).as_str()),
        &["error[too-long]: `Name` has 256 characters, it can have 1 to 255\n  at /Parameters/Name"],
    );
    check(
        GlueDataBrewStartJobRun::new("a".repeat(241).as_str()),
        &["error[too-long]: `Name` has 241 characters, it can have 1 to 240\n  at /Parameters/Name"],
    );
}
