//! Calls of APIs, clusters, other regions and JavaScript; schedules.

use super::{Case, of_flow, of_stack, only};
use stepwright::prelude::*;

/// The findings of this code about a flow.
#[track_caller]
fn alone(code: &str, flow: impl Into<Flow>) -> String {
    let text = of_flow(flow);
    only(code, &text)
}

const CONNECTION: &str =
    "arn:aws:events:eu-west-1:123456789012:connection/Stripe/81210c42-8af1-456b-9c4a-6ff02fc664ac";

fn rest(method: HttpMethod) -> CallApiGatewayRestApiEndpoint {
    CallApiGatewayRestApiEndpoint::new("a1b2c3d4e5", "prod", method)
}

/// A call of an API with endpoints of this kind.
fn api_of(kind: &str) -> CallApiGatewayRestApiEndpoint {
    let configuration = apigateway::rest_api::EndpointConfiguration::new().types([kind]);
    let api = apigateway::RestApi::new().endpoint_configuration(configuration);
    CallApiGatewayRestApiEndpoint::new(&Handle::new("Bills", api), "prod", HttpMethod::Get)
}

fn get(url: impl Into<EndpointTarget>) -> HttpInvoke {
    HttpInvoke::new(CONNECTION, HttpMethod::Get, url)
}

const ROLE: &str = "arn:aws:iam::123456789012:role/eks";

fn reminder(target: EventBridgeSchedulerTarget, expression: &str) -> EventBridgeSchedulerCreateScheduleTask {
    EventBridgeSchedulerCreateScheduleTask::new("reminder", expression, target)
}

pub const CASES: &[Case] = &[
    // API Gateway.
    ("malformed-endpoint", || {
        let wrong =
            CallApiGatewayRestApiEndpoint::new("https://api.example.com/bills", "prod", HttpMethod::Get);
        alone("malformed-endpoint", wrong.state("Call"))
    }),
    ("unexpected-body", || {
        alone("unexpected-body", rest(HttpMethod::Get).request_body("bill").state("Call"))
    }),
    ("query-in-path", || alone("query-in-path", rest(HttpMethod::Get).path("bills?id=1").state("Call"))),
    ("forbidden-header", || {
        alone("forbidden-header", rest(HttpMethod::Put).header("Authorization", "me").state("Call"))
    }),
    ("edge-optimized-api", || alone("edge-optimized-api", api_of("EDGE").state("Call"))),
    ("private-api", || alone("private-api", api_of("PRIVATE").state("Call"))),
    ("disabled-endpoint", || {
        let closed = apigatewayv2::Api::new().disable_execute_api_endpoint(true);
        let call = CallApiGatewayHttpApiEndpoint::new(&Handle::new("Bills", closed), HttpMethod::Get);
        alone("disabled-endpoint", call.state("Call"))
    }),
    ("unsupported-auth-type", || {
        let call = CallApiGatewayHttpApiEndpoint::new("a1b2c3d4e5", HttpMethod::Get);
        let by_policy = call.auth_type(ApiGatewayAuthType::ResourcePolicy);
        alone("unsupported-auth-type", by_policy.state("Call"))
    }),
    // HTTPS.
    ("any-endpoint", || alone("any-endpoint", get(path("$.url")).state("Call"))),
    ("any-endpoint", || {
        let among = EndpointTarget::from(path("$.url")).among(["https://api.example.com*"]);
        alone("any-endpoint", get(among).state("Call"))
    }),
    ("malformed-connection", || {
        let call = HttpInvoke::new("Stripe", HttpMethod::Get, "https://api.example.com/orders");
        alone("malformed-connection", call.state("Call"))
    }),
    ("wrong-content-type", || {
        let form = get("https://api.example.com/orders").request_body_encoding(HttpBodyEncoding::UrlEncoded);
        alone("wrong-content-type", form.header("content-type", "application/json").state("Call"))
    }),
    // EKS.
    ("private-cluster", || {
        let network = EksVpcConfig::new(["subnet-a", "subnet-b"]).endpoint_public_access(false);
        alone("private-cluster", EksCreateCluster::new("jobs", ROLE, network).state("Make"))
    }),
    ("open-port", || {
        let nodes = EksCreateNodegroup::new("jobs", "workers", ROLE, ["subnet-a", "subnet-b"]);
        alone("open-port", nodes.ssh_key("operators").state("Make"))
    }),
    ("unsupported-method", || {
        let call = EksCall::new("jobs", HttpMethod::Options, "/api/v1/pods");
        alone("unsupported-method", call.state("Call"))
    }),
    ("no-job", || {
        let job = payload!({ "apiVersion": "batch/v1", "kind": "CronJob" });
        alone("no-job", EksRunJob::new("jobs", job).state("Run"))
    }),
    // Schedules.
    ("malformed-schedule", || {
        let target =
            EventBridgeSchedulerTarget::new("arn:aws:sqs:eu-west-1:123456789012:reminders", "reminder");
        alone("malformed-schedule", reminder(target, "rate(5 weeks)").state("Remind"))
    }),
    ("malformed-arn", || {
        let target = EventBridgeSchedulerTarget::new("reminders", "reminder");
        alone("malformed-arn", reminder(target, "rate(1 hour)").state("Remind"))
    }),
    // Other regions.
    ("no-regions", || {
        let mut stack = Stack::new("shop");
        stack.add("Caller", CrossRegionCaller::new([""; 0]));
        only("no-regions", &of_stack(stack))
    }),
    ("unknown-region", || {
        let mut stack = Stack::new("shop");
        let caller = stack.add("Caller", CrossRegionCaller::new(["eu-west-1"]));
        let bucket = ["arn:aws:s3:::photos"];
        let list = CallAwsServiceCrossRegion::new(&caller, "eu-west-2", "s3", "listObjectsV2", bucket);
        stack.add("Orders", StateMachine::new(list.state("List")));
        only("unknown-region", &of_stack(stack))
    }),
    ("permission-elsewhere", || {
        let caller = Stack::new("other").add("Caller", CrossRegionCaller::new(["eu-west-1"]));
        let bucket = ["arn:aws:s3:::photos"];
        let list = CallAwsServiceCrossRegion::new(&caller, "eu-west-1", "s3", "listObjectsV2", bucket);
        alone("permission-elsewhere", list.state("List"))
    }),
    // JavaScript.
    ("loose-equality", || of_flow(EvaluateExpression::new("$.count == 1").state("Compare"))),
    ("path-in-text", || of_flow(EvaluateExpression::new("'the name is $.name'").state("Say"))),
    ("not-in-jsonata", || of_flow(EvaluateExpression::new("$.names.sort()").state("Sort"))),
    ("malformed-expression", || {
        let mut stack = Stack::new("shop");
        let evaluator = stack.add("Evaluator", ExpressionEvaluator::new());
        let sort = EvaluateExpressionInFunction::new(&evaluator, "'the names");
        stack.add("Orders", StateMachine::new(sort.state("Sort")));
        of_stack(stack)
    }),
];
