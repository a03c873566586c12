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
            "error[conflicting-parameters]: `MaxCapacity` cannot be said beside `WorkerType` or `NumberOfWorkers`\n  \
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
            "error[too-short]: `JobName` has no characters, it can have 1 to 255\n  at /Parameters/JobName",
            "error[out-of-range]: `Timeout` is 10081, it can be 1 to 10080\n  at /Parameters/Timeout",
            "error[out-of-range]: `NotifyDelayAfter` is 0, it has to be 1 at least\n  \
             at /Parameters/NotificationProperty/NotifyDelayAfter",
            "error[too-short]: `ExecutionRoleSessionPolicy` has 1 character, it can have 2 to 2048\n  \
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
            "warning[malformed-argument]: the argument `-day` does not begin with `--`, so no script finds it\n  \
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

fn said() -> AthenaStartQueryExecution {
    AthenaStartQueryExecution::new("SELECT 1").reads([]).output_location("s3://results/")
}

#[test]
fn a_query_says_what_it_touches() {
    check(said(), &[]);
    check(
        AthenaStartQueryExecution::new("SELECT 1"),
        &[
            "warning[unknown-tables]: what the query reads is not said, so it may read every table of its database, in every bucket\n  \
             at /Parameters/QueryString\n  \
             help: say `reads([AthenaData::table(…).at(…)])`, and `writes` and `drops` where it changes any",
            "warning[unknown-output-location]: where the results go is not known, so only buckets called \
             `aws-athena-query-results-…` are permitted\n  at /Parameters/ResultConfiguration\n  \
             help: say `output_location(…)`, or `results_in(…)` or `managed_results()` of the workgroup",
        ],
    );
    check(
        AthenaStartQueryExecution::new("SELECT 1")
            .catalog(path("$.catalog"))
            .output_location("s3://results/"),
        &[
            "warning[unknown-tables]: what the query reads is not said, and its data catalog is not that of Glue, so it \
           may read nothing\n  at /Parameters/QueryString\n  \
           help: say `reads([AthenaData::table(…).at(…)])`, and `writes` and `drops` where it changes any",
        ],
    );
    check(
        said().reads([AthenaData::table("shop", "orders")]),
        &["warning[unknown-location]: where the tables' data lies is not said, so no data may be read\n  \
           at /Parameters/QueryString\n  help: say `.at(\"s3://…\")` of the tables, or `.in_lake_formation()`"],
    );
    let view = AthenaData::table("shop", "totals");
    check(said().reads([view, AthenaData::table("shop", "orders").at("s3://lake/orders/")]), &[]);
    check(said().work_group(WorkGroupTarget::from("reports").managed_results()), &[]);
}

#[test]
fn places_are_in_s3() {
    for place in ["results", "s3://", "s3:///results", "https://results.s3.amazonaws.com/"] {
        let expected = format!(
            "error[malformed-location]: `{place}` is no place in S3\n  \
             at /Parameters/ResultConfiguration/OutputLocation\n  \
             help: a place is a bucket and a prefix: `s3://bucket/prefix/`"
        );
        check(AthenaStartQueryExecution::new("SELECT 1").reads([]).output_location(place), &[&expected]);
    }
}

#[test]
fn a_query_keeps_to_documented_ranges() {
    let engine = AthenaEngineConfiguration::new().coordinator_dpu_size(2).max_concurrent_dpus(1);
    check(
        said()
            .execution_parameter("")
            .reuse_results_of_minutes(10_081)
            .engine_configuration(engine)
            .database("")
            .work_group("my reports")
            .expected_bucket_owner("1234")
            .client_request_token("today"),
        &[
            "error[too-short]: `ClientRequestToken` has 5 characters, it can have 32 to 128\n  \
             at /Parameters/ClientRequestToken",
            "error[too-short]: `Database` has no characters, it can have 1 to 255\n  \
             at /Parameters/QueryExecutionContext/Database",
            "error[out-of-range]: `MaxAgeInMinutes` is 10081, it can be 0 to 10080\n  \
             at /Parameters/ResultReuseConfiguration/ResultReuseByAgeConfiguration/MaxAgeInMinutes",
            "error[out-of-range]: `CoordinatorDpuSize` is 2, it can only be 1\n  \
             at /Parameters/EngineConfiguration/CoordinatorDpuSize",
            "error[out-of-range]: `MaxConcurrentDpus` is 1, it can be 2 to 5000\n  \
             at /Parameters/EngineConfiguration/MaxConcurrentDpus",
            "error[too-short]: `ExecutionParameters/0` has no characters, it can have 1 to 1024\n  \
             at /Parameters/ExecutionParameters/0",
            "error[malformed-name]: `my reports` is no name of a workgroup\n  at /Parameters/WorkGroup\n  \
             help: a name has 1 to 128 letters, digits, `.`, `_` and `-`",
            "warning[fixed-client-token]: `ClientRequestToken` is the same in every execution, so each gets the query that the first one started\n  \
             at /Parameters/ClientRequestToken\n  \
             help: make it from the input or the execution, or leave it out",
            "error[malformed-account]: `1234` is no id of an AWS account\n  \
             at /Parameters/ResultConfiguration/ExpectedBucketOwner\n  help: an account's id has 12 digits",
        ],
    );
}

#[test]
fn a_workgroup_may_override_what_a_query_says() {
    let results = athena::work_group::ResultConfiguration::new().output_location("s3://groups/");
    let group = |enforces: bool| {
        let settings = athena::work_group::WorkGroupConfiguration::new()
            .enforce_work_group_configuration(enforces)
            .result_configuration(results.clone());
        Handle::new("Reports", athena::WorkGroup::new("reports").work_group_configuration(settings))
    };
    check(said().work_group(&group(false)), &[]);
    check(
        said().work_group(&group(true)),
        &[
            "warning[ignored-parameter]: the workgroup enforces its own settings, so `ResultConfiguration` is ignored\n  \
           at /Parameters/ResultConfiguration\n  \
           help: leave it out, or let the workgroup have `EnforceWorkGroupConfiguration` false",
        ],
    );
    let places = |request: AthenaStartQueryExecution| {
        let statements = request.statements(RequestResponse);
        let objects =
            statements.iter().find(|statement| statement.actions.iter().any(|a| a == "s3:PutObject"));
        let resources = &objects.unwrap().resources;
        resources.iter().map(|arn| arn.to_json()["Fn::Sub"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(places(said().work_group(&group(true))), ["arn:${AWS::Partition}:s3:::groups/*"]);
    assert_eq!(places(said().work_group(&group(false))), ["arn:${AWS::Partition}:s3:::results/*"]);
}

#[test]
fn results_are_read_where_they_lie() {
    check(AthenaGetQueryResults::new(path("$.id")).results_in("s3://results/"), &[]);
    check(
        AthenaGetQueryResults::new(path("$.id")).max_results(1_001),
        &[
            "error[out-of-range]: `MaxResults` is 1001, it can be 1 to 1000\n  at /Parameters/MaxResults",
            "warning[unknown-output-location]: where the results lie is not known, so every object may be read through \
             Athena\n  at /Parameters/QueryExecutionId\n  \
             help: say `results_in(…)`, or `in_work_group(…)` of a workgroup whose place is known",
        ],
    );
    check(
        AthenaStopQueryExecution::new(""),
        &["error[too-short]: `QueryExecutionId` has no characters, it can have 1 to 128\n  \
           at /Parameters/QueryExecutionId"],
    );
}

fn job() -> MediaConvertCreateJob {
    MediaConvertCreateJob::new("transcoder", payload!({ "Inputs": [], "OutputGroups": [] }))
}

#[test]
fn a_transcoding_job_says_what_goes_in_and_out() {
    check(job(), &[]);
    check(MediaConvertCreateJob::new("transcoder", path("$.settings")), &[]);
    check(MediaConvertCreateJob::new("transcoder", payload!({ "Inputs": [] })).job_template("films"), &[]);
    check(
        MediaConvertCreateJob::new("transcoder", payload!({ "inputs": [] })),
        &[
            "warning[parameter-not-pascal-case]: the parameter `inputs` begins with a small letter, and parameters are \
             PascalCase\n  at /Parameters/Settings/inputs\n  help: say `Inputs`",
            "error[missing-parameter]: the settings have no `OutputGroups`, and no job template gives them\n  \
             at /Parameters/Settings\n  help: add them, or say `job_template(…)`",
        ],
    );
    check(
        MediaConvertCreateJob::new("transcoder", payload!(["Inputs"])),
        &[
            "error[malformed-settings]: `Settings` is an array, it has to be an object\n  at /Parameters/Settings\n  \
           help: say `payload!({ \"Inputs\": […], \"OutputGroups\": […] })`",
        ],
    );
}

#[test]
fn a_transcoding_job_keeps_to_documented_ranges() {
    check(
        job()
            .priority(51)
            .client_request_token("a".repeat(65))
            .hop_destination(MediaConvertHopDestination::after_minutes(0))
            .status_update_interval("SECONDS_5")
            .tag("ManagedByService", "me"),
        &[
            "error[out-of-range]: `Priority` is 51, it can be -50 to 50\n  at /Parameters/Priority",
            "error[too-long]: `ClientRequestToken` has 65 characters, it can have 1 to 64\n  \
             at /Parameters/ClientRequestToken",
            "error[out-of-range]: `WaitMinutes` is 0, it can be 1 to 4320\n  \
             at /Parameters/HopDestinations/0/WaitMinutes",
            "error[same-queue]: the job hops to the queue that it is on\n  at /Parameters/HopDestinations/0\n  \
             help: say another queue: `MediaConvertHopDestination::after_minutes(…).queue(…)`",
            "error[value-not-allowed]: `StatusUpdateInterval` is `SECONDS_5`, which is not one of its values\n  \
             at /Parameters/StatusUpdateInterval\n  \
             help: the values are `SECONDS_` and one of 10, 12, 15, 20, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600",
            "error[reserved-tag]: the tag `ManagedByService` is Step Functions' own, which it knows its jobs by\n  \
             at /Parameters/Tags/ManagedByService\n  help: give the tag another name",
        ],
    );
    check(job().queue("films").hop_destination(MediaConvertHopDestination::after_minutes(1)), &[]);
}

#[test]
fn a_transcoding_job_may_use_what_it_names() {
    let resources = |job: MediaConvertCreateJob| {
        let statement = job.statements(RequestResponse).remove(0);
        let names = statement.resources.iter().map(|arn| {
            let arn = arn.to_json();
            arn["Fn::Sub"].as_str().unwrap().rsplit(':').next().unwrap().to_owned()
        });
        names.collect::<Vec<_>>().join(" ")
    };
    let settings = |outputs: Payload| payload!({ "Inputs": [], "OutputGroups": [{ "Outputs": outputs }] });
    let with = |outputs: Payload| MediaConvertCreateJob::new("transcoder", settings(outputs));
    assert_eq!(resources(job()), "queues/Default");
    assert_eq!(
        resources(with(payload!([{ "Preset": "hd" }, { "Preset": "hd" }, {}]))),
        "queues/Default presets/hd"
    );
    assert_eq!(resources(with(payload!([{ "Preset": path("$.preset") }]))), "queues/Default presets/*");
    assert_eq!(resources(with(payload!(path("$.outputs")))), "queues/Default presets/*");
    assert_eq!(
        resources(job().queue("films").job_template("two-sizes")),
        "queues/films jobTemplates/two-sizes presets/*"
    );
}

#[test]
fn a_place_in_s3_is_permitted_by_bucket_and_prefix() {
    let lake = Handle::new("Lake", s3::Bucket::new());
    let words = |place: S3LocationTarget| {
        let one = |arns: Vec<Property<String>>| {
            assert_eq!(arns.len(), 1);
            let arn = arns[0].to_json();
            arn["Fn::Sub"].as_str().map_or(arn.to_string(), |arn| arn.replace("${AWS::Partition}", "aws"))
        };
        format!("{} {}", one(place.buckets()), one(place.objects()))
    };
    for uri in ["s3://lake/orders", "s3://lake/orders/"] {
        assert_eq!(words(uri.into()), "arn:aws:s3:::lake arn:aws:s3:::lake/orders/*");
    }
    assert_eq!(words("s3://lake".into()), "arn:aws:s3:::lake arn:aws:s3:::lake/*");
    assert_eq!(words((&lake, "orders").into()), "arn:aws:s3:::${Lake} arn:aws:s3:::${Lake}/orders/*");
    assert_eq!(words((&lake).into()), "arn:aws:s3:::${Lake} arn:aws:s3:::${Lake}/*");
    let uri = sub("s3://{}-lake/{}/", [account(), region()]);
    assert_eq!(
        words(uri.into()),
        "arn:aws:s3:::${AWS::AccountId}-lake arn:aws:s3:::${AWS::AccountId}-lake/${AWS::Region}/*"
    );
    assert_eq!(
        words(sub("s3://{}", [lake.reference()]).into()),
        "arn:aws:s3:::${Lake} arn:aws:s3:::${Lake}/*"
    );
    assert_eq!(
        words(Reference::to("Uri").into()),
        r#"{"Fn::Sub":["arn:${AWS::Partition}:s3:::${Value1}",{"Value1":{"Fn::Select":[2,{"Fn::Split":["/",{"Ref":"Uri"}]}]}}]} {"Fn::Sub":["arn:${AWS::Partition}:s3:::${Value1}*",{"Value1":{"Fn::Select":[1,{"Fn::Split":["s3://",{"Ref":"Uri"}]}]}}]}"#
    );
    assert_eq!(words(path("$.uri").into()), r#""*" "*""#);
}
