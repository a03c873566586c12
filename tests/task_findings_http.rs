//! What is wrong with calls of APIs, clusters and schedules, by code and place.
#![allow(clippy::unwrap_used)]

use stepwright::prelude::*;
use stepwright::task::IntegrationPattern::{RequestResponse, RunJob};

/// The findings about a request: each by its code and its pointer.
fn found(task: &impl Task, pattern: IntegrationPattern) -> Vec<String> {
    let finding = |finding: &Diagnostic| {
        format!("{} {}", finding.code, finding.place.pointer.as_deref().unwrap_or_default())
    };
    task.findings(pattern).iter().map(finding).collect()
}

fn check(task: impl Task, expected: &[&str]) {
    assert_eq!(found(&task, RequestResponse), expected);
}

const CONNECTION: &str =
    "arn:aws:events:eu-west-1:123456789012:connection/Stripe/81210c42-8af1-456b-9c4a-6ff02fc664ac";

#[test]
fn apis_of_api_gateway() {
    let rest = |api: &str, method| CallApiGatewayRestApiEndpoint::new(api, "prod", method);
    check(rest("a1b2c3d4e5", HttpMethod::Get), &[]);
    check(
        rest("https://api.example.com/bills", HttpMethod::Get),
        &["malformed-endpoint /Parameters/ApiEndpoint"],
    );
    check(
        rest("a1b2c3d4e5", HttpMethod::Get).request_body("bill").path("bills?id=1"),
        &["conflicting-parameters /Parameters/RequestBody", "query-in-path /Parameters/Path"],
    );
    check(
        rest("a1b2c3d4e5", HttpMethod::Put).header("Authorization", "me").header("x-amz-date", "today"),
        &[
            "reserved-header /Parameters/Headers/Authorization",
            "reserved-header /Parameters/Headers/x-amz-date",
        ],
    );
    let api = |kind: &str| {
        let configuration = apigateway::rest_api::EndpointConfiguration::new().types([kind]);
        let api = apigateway::RestApi::new().endpoint_configuration(configuration);
        CallApiGatewayRestApiEndpoint::new(&Handle::new("Bills", api), "prod", HttpMethod::Get)
    };
    check(api("REGIONAL"), &[]);
    check(api("EDGE"), &["edge-optimized-api /Parameters/ApiEndpoint"]);
    check(api("PRIVATE"), &["private-api /Parameters/ApiEndpoint"]);
    let closed = apigatewayv2::Api::new().disable_execute_api_endpoint(true);
    check(
        CallApiGatewayHttpApiEndpoint::new(&Handle::new("Bills", closed), HttpMethod::Get)
            .auth_type(ApiGatewayAuthType::ResourcePolicy),
        &["disabled-endpoint /Parameters/ApiEndpoint", "value-not-allowed /Parameters/AuthType"],
    );
}

#[test]
fn https_apis() {
    let get = |url: EndpointTarget| HttpInvoke::new(CONNECTION, HttpMethod::Get, url);
    check(get("https://api.example.com/orders".into()), &[]);
    check(get("http://api.example.com/orders".into()), &["malformed-endpoint /Parameters/ApiEndpoint"]);
    check(get("https://api.example.com/orders?id=1".into()), &["query-in-path /Parameters/ApiEndpoint"]);
    check(get(path("$.url").into()), &["any-endpoint /Parameters/ApiEndpoint"]);
    let among = |pattern: &str| EndpointTarget::from(path("$.url")).among([pattern]);
    check(get(among("https://api.example.com/*")), &[]);
    check(get(among("https://api.example.com*")), &["any-endpoint /Parameters/ApiEndpoint"]);
    check(get(among("*")), &["any-endpoint /Parameters/ApiEndpoint"]);
    check(
        HttpInvoke::new("Stripe", HttpMethod::Post, "https://api.example.com/orders").header("Host", "other"),
        &[
            "malformed-connection /Parameters/Authentication/ConnectionArn",
            "reserved-header /Parameters/Headers/Host",
        ],
    );
    check(
        get("https://api.example.com/orders".into())
            .request_body_encoding(HttpBodyEncoding::UrlEncoded)
            .header("content-type", "application/json"),
        &["wrong-content-type /Parameters/Headers/Content-Type"],
    );
    check(
        get("https://api.example.com/orders".into()).array_format(HttpArrayFormat::Commas),
        &["ignored-parameter /Parameters/Transform/RequestEncodingOptions"],
    );
}

/// The condition on the endpoint, which an expression may show by itself.
fn endpoint(url: impl Into<EndpointTarget>) -> String {
    let statements = HttpInvoke::new(CONNECTION, HttpMethod::Get, url).statements(RequestResponse);
    let conditions = statements[0].to_json()["Condition"].clone();
    let of = |operator: &str| conditions[operator]["states:HTTPEndpoint"].as_str().map(str::to_owned);
    of("StringLike").or_else(|| of("StringEquals")).unwrap_or_default()
}

#[test]
fn an_endpoint_is_as_narrow_as_its_expression_shows() {
    assert_eq!(endpoint("https://api.example.com/a?b*"), "https://api.example.com/a?b*");
    assert_eq!(
        endpoint(path("States.Format('https://api.example.com/{}/x', $.a)")),
        "https://api.example.com/*/x"
    );
    assert_eq!(endpoint(path("States.Format('https://{}/x', $.host)")), "");
    assert_eq!(endpoint(path("States.Format('https://api.example.com{}', $.rest)")), "");
    assert_eq!(
        endpoint(jsonata("'https://api.example.com/' & $states.input.a")),
        "https://api.example.com/*"
    );
    assert_eq!(endpoint(jsonata("'https://api.example.com/' & $a ? 'https://b.example.com/' : $c")), "");
    assert_eq!(endpoint(jsonata("$states.input.url")), "");
    assert_eq!(
        endpoint(EndpointTarget::below("https://api.example.com", path("$.a"))),
        "https://api.example.com/*"
    );
    assert_eq!(
        endpoint(EndpointTarget::below("https://api.example.com/", "/orders")),
        "https://api.example.com/orders"
    );
}

#[test]
fn clusters() {
    let role = "arn:aws:iam::123456789012:role/eks";
    let two = ["subnet-a", "subnet-b"];
    check(EksCreateCluster::new("jobs", role, EksVpcConfig::new(two)), &[]);
    check(
        EksCreateCluster::new(
            "the jobs",
            role,
            EksVpcConfig::new(["subnet-a"]).endpoint_public_access(false),
        ),
        &[
            "malformed-name /Parameters/Name",
            "too-few-items /Parameters/ResourcesVpcConfig/SubnetIds",
            "private-cluster /Parameters/ResourcesVpcConfig/EndpointPublicAccess",
        ],
    );
    let nodes = || EksCreateNodegroup::new("jobs", "workers", role, two);
    check(nodes().scaling(1, 3, 2), &[]);
    check(nodes().scaling(4, 3, 3), &["out-of-range /Parameters/ScalingConfig/MinSize"]);
    check(nodes().scaling(1, 3, 4), &["out-of-range /Parameters/ScalingConfig/DesiredSize"]);
    check(
        nodes()
            .launch_template(EksLaunchTemplate::by_name("nodes"))
            .disk_size(50)
            .ssh_key("operators")
            .max_unavailable(1)
            .max_unavailable_percentage(10),
        &[
            "conflicting-parameters /Parameters/DiskSize",
            "conflicting-parameters /Parameters/RemoteAccess",
            "conflicting-parameters /Parameters/UpdateConfig",
            "open-port /Parameters/RemoteAccess",
        ],
    );
    check(EksCreateFargateProfile::new("jobs", "batch", role, []), &["too-few-items /Parameters/Selectors"]);
}

#[test]
fn kubernetes() {
    let call = |method, path: &str| EksCall::new("jobs", method, path);
    check(
        call(HttpMethod::Options, "api/v1/pods"),
        &[
            "missing-parameter /Parameters",
            "missing-parameter /Parameters",
            "value-not-allowed /Parameters/Method",
            "malformed-url /Parameters/Path",
        ],
    );
    let run = |kind: &str| {
        EksRunJob::new("jobs", payload!({ "apiVersion": "batch/v1", "kind": kind }))
            .endpoint("https://example.eks.amazonaws.com")
            .certificate_authority("LS0t")
    };
    check(run("Job"), &[]);
    check(run("CronJob"), &["value-not-allowed /Parameters/Job/kind"]);
    check(run("Job").retrieve_logs(true), &["ignored-parameter /Parameters/LogOptions"]);
    assert_eq!(found(&run("Job").retrieve_logs(true), RunJob), [""; 0]);
}

#[test]
fn schedules() {
    let queue = "arn:aws:sqs:eu-west-1:123456789012:reminders";
    let target = || EventBridgeSchedulerTarget::new(queue, "reminder");
    let schedule = |expression: ScheduleExpression| {
        EventBridgeSchedulerCreateScheduleTask::new("reminder", expression, target())
    };
    for right in ["at(2026-01-31T12:00:00)", "rate(5 minutes)", "rate(1 hour)", "cron(0 12 * * ? *)"] {
        check(schedule(right.into()), &[]);
    }
    let wrong = ["at(2026-01-31T12:00:00Z)", "rate(0 minutes)", "rate(5 weeks)", "cron(0 12 * * *)"];
    for wrong in wrong.into_iter().chain(["cron(0 12 * * * *)", "cron(0 12 ? * ? *)", "5 minutes"]) {
        check(schedule(wrong.into()), &["malformed-schedule /Parameters/ScheduleExpression"]);
    }
    check(schedule(ScheduleExpression::minutes(0)), &["malformed-schedule /Parameters/ScheduleExpression"]);
    check(
        schedule(ScheduleExpression::days(1))
            .group_name("the reports")
            .flexible_time_window(1_441)
            .description("x".repeat(513))
            .start_date("2026-02-01T00:00:00Z")
            .end_date("2026-01-01T00:00:00Z"),
        &[
            "malformed-name /Parameters/GroupName",
            "out-of-range /Parameters/FlexibleTimeWindow/MaximumWindowInMinutes",
            "too-long /Parameters/Description",
            "out-of-range /Parameters/EndDate",
        ],
    );
    let fifo = EventBridgeSchedulerTarget::new(format!("{queue}.fifo"), "reminder")
        .maximum_retry_attempts(186)
        .maximum_event_age(secs(59));
    check(
        EventBridgeSchedulerCreateScheduleTask::new("reminder", ScheduleExpression::hours(1), fifo),
        &[
            "out-of-range /Parameters/Target/RetryPolicy/MaximumRetryAttempts",
            "out-of-range /Parameters/Target/RetryPolicy/MaximumEventAgeInSeconds",
            "fifo-without-group /Parameters/Target",
        ],
    );
}

#[test]
fn text_for_a_schedule_is_text_where_the_target_takes_text() {
    let [queue, function, machine, bus] = [
        "sqs:{}:reminders",
        "lambda:{}:function:remind",
        "states:{}:stateMachine:remind",
        "events:{}:event-bus/b",
    ]
    .map(|arn| format!("arn:aws:{}", arn.replace("{}", "eu-west-1:123456789012")));
    let schedule = |arn: &str, input: Payload| {
        let target = EventBridgeSchedulerTarget::new(arn, "reminder").input(input);
        EventBridgeSchedulerCreateScheduleTask::new("reminder", ScheduleExpression::hours(1), target)
    };
    let input = |arn: &str, input: Payload, language: QueryLanguage| {
        let flow = schedule(arn, input).state("Schedule");
        let machine = StateMachine::new(flow);
        let machine = if language == QueryLanguage::Jsonata { machine.jsonata() } else { machine };
        let (definition, findings) = machine.definition();
        assert!(!findings.iter().any(|finding| finding.is_error()), "{findings:?}");
        let state = &definition.json()["States"]["Schedule"];
        let target = state.get("Parameters").or(state.get("Arguments")).unwrap()["Target"].clone();
        target.get("Input").or(target.get("Input.$")).unwrap().as_str().unwrap().to_owned()
    };
    use QueryLanguage::{JsonPath, Jsonata};
    assert_eq!(input(&queue, task_token().into(), JsonPath), "$$.Task.Token");
    assert_eq!(input(&queue, task_token().into(), Jsonata), "{% $states.context.Task.Token %}");
    assert_eq!(input(&queue, path("$$.Execution.Name").into(), JsonPath), "$$.Execution.Name");
    assert_eq!(input(&queue, path("$.order").into(), JsonPath), "States.JsonToString($.order)");
    let greeting = || intrinsic::format("order {}", [path("$.id")]).into();
    assert_eq!(input(&queue, greeting(), JsonPath), "States.Format('order {}', $.id)");
    assert_eq!(input(&queue, "wake up".into(), JsonPath), "wake up");
    for arn in [&function, &machine, &bus] {
        assert_eq!(input(arn, task_token().into(), JsonPath), r#"States.Format('"{}"', $$.Task.Token)"#);
        assert_eq!(
            input(arn, task_token().into(), Jsonata),
            r#"{% '"' & $states.context.Task.Token & '"' %}"#
        );
        assert_eq!(input(arn, "[1]".into(), JsonPath), "[1]");
        check(schedule(arn, "wake up".into()), &["input-not-json /Parameters/Target/Input"]);
    }
    let late =
        EventBridgeSchedulerTarget::new(path("$.bus"), "reminder").input("wake up").event("orders", "Due");
    check(
        EventBridgeSchedulerCreateScheduleTask::new("reminder", ScheduleExpression::hours(1), late),
        &["input-not-json /Parameters/Target/Input"],
    );
}

#[test]
fn a_call_in_another_region_is_permitted_to_its_function() {
    let mut stack = Stack::new("photos");
    let ireland = stack.add("Ireland", CrossRegionCaller::new(["eu-west-1"]));
    let list = |region: &str| {
        CallAwsServiceCrossRegion::new(&ireland, region, "s3", "listObjectsV2", ["arn:aws:s3:::photos"])
            .parameters(payload!({ "Bucket": "photos" }))
    };
    check(list("eu-west-1"), &[]);
    check(list("eu-west-2"), &["unknown-region /Parameters/region"]);
    stack.add("Machine", StateMachine::new(list("eu-west-1").state("List the photos")));
    let synthesis = stack.synthesize(Target::Sam);
    assert_eq!(synthesis.findings, []);
    let of_machine: Vec<_> = synthesis.machines[0].statements.iter().map(|it| it.actions.join(" ")).collect();
    assert_eq!(of_machine, ["lambda:InvokeFunction"]);
    let policy = &synthesis.template["Resources"]["IrelandRole"]["Properties"]["Policies"][0];
    assert_eq!(
        serde_json::to_string(&policy["PolicyDocument"]["Statement"][1]).unwrap(),
        r#"{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::photos","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}"#
    );
}
