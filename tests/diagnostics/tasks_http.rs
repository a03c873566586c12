//! Calls of APIs, clusters, schedules and other regions.

use super::{Case, except, of_flow, only};
use stepwright::prelude::*;

const CONNECTION: &str =
    "arn:aws:events:eu-west-1:123456789012:connection/Stripe/81210c42-8af1-456b-9c4a-6ff02fc664ac";

fn rest(api: &str, method: HttpMethod) -> CallApiGatewayRestApiEndpoint {
    CallApiGatewayRestApiEndpoint::new(api, "prod", method)
}

/// A REST API of the stack, called.
#[track_caller]
fn of_api(kind: &str) -> String {
    let mut stack = Stack::new("shop");
    let configuration = apigateway::rest_api::EndpointConfiguration::new().types([kind]);
    let api = stack.add("Bills", apigateway::RestApi::new().endpoint_configuration(configuration));
    let get = CallApiGatewayRestApiEndpoint::new(&api, "prod", HttpMethod::Get);
    stack.add("Orders", StateMachine::new(get.state("Get")));
    super::of_stack(stack)
}

fn get(url: impl Into<EndpointTarget>) -> HttpInvoke {
    HttpInvoke::new(CONNECTION, HttpMethod::Get, url)
}

const ROLE: &str = "arn:aws:iam::123456789012:role/eks";
const SUBNETS: [&str; 2] = ["subnet-a", "subnet-b"];

fn nodes() -> EksCreateNodegroup {
    EksCreateNodegroup::new("jobs", "workers", ROLE, SUBNETS)
}

fn kubernetes(method: HttpMethod, path: &str) -> EksCall {
    let call = EksCall::new("jobs", method, path);
    call.endpoint("https://example.eks.amazonaws.com").certificate_authority("LS0t")
}

fn schedule(
    expression: impl Into<ScheduleExpression>,
    target: &str,
) -> EventBridgeSchedulerCreateScheduleTask {
    let target = EventBridgeSchedulerTarget::new(target, "reminder");
    EventBridgeSchedulerCreateScheduleTask::new("reminder", expression.into(), target)
}

const QUEUE: &str = "arn:aws:sqs:eu-west-1:123456789012:reminders";

fn in_region(caller: &CrossRegionFunction, region: &str) -> CallAwsServiceCrossRegion {
    let photos = ["arn:aws:s3:::photos"];
    let list = CallAwsServiceCrossRegion::new(caller, region, "s3", "listObjectsV2", photos);
    list.parameters(payload!({ "Bucket": "photos" }))
}

pub const CASES: &[Case] = &[
    // API Gateway.
    ("malformed-endpoint", || {
        let text = of_flow(rest("https://api.example.com/bills", HttpMethod::Get).state("Get"));
        only("malformed-endpoint", &text)
    }),
    ("private-api", || of_api("PRIVATE")),
    ("edge-optimized-api", || of_api("EDGE")),
    ("disabled-endpoint", || {
        let mut stack = Stack::new("shop");
        let api = stack.add("Bills", apigatewayv2::Api::new().disable_execute_api_endpoint(true));
        let get = CallApiGatewayHttpApiEndpoint::new(&api, HttpMethod::Get).state("Get");
        stack.add("Orders", StateMachine::new(get));
        only("disabled-endpoint", &super::of_stack(stack))
    }),
    ("value-not-allowed", || {
        let get = CallApiGatewayHttpApiEndpoint::new("a1b2c3d4e5", HttpMethod::Get);
        of_flow(get.auth_type(ApiGatewayAuthType::ResourcePolicy).state("Get"))
    }),
    ("conflicting-parameters", || {
        of_flow(rest("a1b2c3d4e5", HttpMethod::Get).request_body("bill").state("Get"))
    }),
    ("query-in-path", || of_flow(rest("a1b2c3d4e5", HttpMethod::Get).path("bills?id=1").state("Get"))),
    ("reserved-header", || {
        of_flow(rest("a1b2c3d4e5", HttpMethod::Get).header("Authorization", "me").state("Get"))
    }),
    // HTTP.
    ("malformed-endpoint", || {
        only("malformed-endpoint", &of_flow(get("http://api.example.com/orders").state("Get")))
    }),
    ("query-in-path", || {
        only("query-in-path", &of_flow(get("https://api.example.com/orders?id=1").state("Get")))
    }),
    ("any-endpoint", || only("any-endpoint", &of_flow(get(path("$.url")).state("Get")))),
    ("any-endpoint", || {
        let among = EndpointTarget::from(path("$.url")).among(["https://api.example.com*"]);
        only("any-endpoint", &of_flow(get(among).state("Get")))
    }),
    ("malformed-connection", || {
        let post = HttpInvoke::new("Stripe", HttpMethod::Post, "https://api.example.com/orders");
        only("malformed-connection", &of_flow(post.state("Post")))
    }),
    ("reserved-header", || {
        of_flow(get("https://api.example.com/orders").header("Host", "other").state("Get"))
    }),
    ("wrong-content-type", || {
        let form = get("https://api.example.com/").request_body_encoding(HttpBodyEncoding::UrlEncoded);
        of_flow(form.header("Content-Type", "application/json").state("Get"))
    }),
    // EKS.
    ("private-cluster", || {
        let vpc = EksVpcConfig::new(SUBNETS).endpoint_public_access(false);
        except("wildcard-permission", &of_flow(EksCreateCluster::new("jobs", ROLE, vpc).state("Create")))
    }),
    ("open-port", || except("wildcard-permission", &of_flow(nodes().ssh_key("operators").state("Create")))),
    ("conflicting-parameters", || {
        let template = EksLaunchTemplate::by_name("nodes");
        only(
            "conflicting-parameters",
            &of_flow(nodes().launch_template(template).disk_size(50).state("Create")),
        )
    }),
    ("too-few-items", || {
        let profile = EksCreateFargateProfile::new("jobs", "batch", ROLE, []);
        except("wildcard-permission", &of_flow(profile.state("Create")))
    }),
    ("malformed-url", || of_flow(kubernetes(HttpMethod::Get, "api/v1/pods").state("Look"))),
    ("value-not-allowed", || of_flow(kubernetes(HttpMethod::Options, "/api/v1/pods").state("Look"))),
    ("value-not-allowed", || {
        let run = EksRunJob::new("jobs", payload!({ "apiVersion": "batch/v1", "kind": "CronJob" }));
        let run = run.endpoint("https://example.eks.amazonaws.com").certificate_authority("LS0t");
        of_flow(run.run_job("Run"))
    }),
    ("missing-parameter", || of_flow(EksCall::new("jobs", HttpMethod::Get, "/api/v1/pods").state("Look"))),
    // Scheduler.
    ("malformed-schedule", || of_flow(schedule("cron(0 12 * * *)", QUEUE).state("Remind"))),
    ("malformed-schedule", || of_flow(schedule("5 minutes", QUEUE).state("Remind"))),
    ("input-not-json", || {
        let function = "arn:aws:lambda:eu-west-1:123456789012:function:remind";
        let target = EventBridgeSchedulerTarget::new(function, "reminder").input("wake up");
        let hourly = ScheduleExpression::hours(1);
        of_flow(EventBridgeSchedulerCreateScheduleTask::new("hourly", hourly, target).state("Remind"))
    }),
    ("malformed-arn", || {
        only("malformed-arn", &of_flow(schedule("rate(1 hour)", "reminders").state("Remind")))
    }),
    // Other regions.
    ("too-few-items", || {
        let mut stack = Stack::new("shop");
        stack.add("Nowhere", CrossRegionCaller::new([""; 0]));
        only("too-few-items", &super::of_stack(stack))
    }),
    ("unknown-region", || {
        let mut stack = Stack::new("shop");
        let caller = stack.add("Ireland", CrossRegionCaller::new(["eu-west-1"]));
        stack.add("Orders", StateMachine::new(in_region(&caller, "eu-west-2").state("List")));
        only("unknown-region", &super::of_stack(stack))
    }),
    ("permission-elsewhere", || {
        let caller = Stack::new("other").add("Ireland", CrossRegionCaller::new(["eu-west-1"]));
        only("permission-elsewhere", &of_flow(in_region(&caller, "eu-west-1").state("List")))
    }),
    // Expressions of JavaScript.
    ("malformed-expression", || {
        let mut stack = Stack::new("shop");
        let function = stack.add("Evaluate", ExpressionEvaluator::new());
        let add = EvaluateExpressionInFunction::new(&function, "'now ${$.a}").state("Add");
        stack.add("Orders", StateMachine::new(add));
        super::of_stack(stack)
    }),
    ("not-in-jsonata", || of_flow(EvaluateExpression::new("$.a >>> 1").state("Shift"))),
    ("malformed-path", || of_flow(EvaluateExpression::new("$.a + 1").result_path("a").state("Add"))),
    ("path-in-text", || of_flow(EvaluateExpression::new("'now $.a'").state("Say"))),
    ("loose-equality", || of_flow(EvaluateExpression::new("$.a == $.b").state("Compare"))),
];
