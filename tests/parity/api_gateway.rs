//! API Gateway.

use super::case::{Case, case};
use stepwright::prelude::*;

fn rest(id: &str) -> Handle<apigateway::RestApi> {
    Handle::new(id, apigateway::RestApi::new())
}

fn http(id: &str) -> Handle<apigatewayv2::Api> {
    Handle::new(id, apigatewayv2::Api::new())
}

pub fn cases() -> Vec<Case> {
    let mut cases = rest_cases();
    cases.extend(http_cases());
    cases
}

fn rest_cases() -> Vec<Case> {
    vec![
        case(
            "call_api_gateway_rest_api_endpoint.readme",
            CallApiGatewayRestApiEndpoint::new(&rest("MyRestApi"), "prod", HttpMethod::Get)
                .state("Call REST API"),
        ),
        case(
            "call_api_gateway_rest_api_endpoint.readme_callback",
            CallApiGatewayRestApiEndpoint::new(&rest("Api"), "Stage", HttpMethod::Put)
                .header("TaskToken", task_token())
                .wait_for_task_token("Endpoint"),
        ),
        case(
            "call_api_gateway_rest_api_endpoint.every_parameter",
            CallApiGatewayRestApiEndpoint::new(&rest("Api"), "prod", HttpMethod::Post)
                .path("/orders")
                .auth_type(ApiGatewayAuthType::IamRole)
                .header("X-Trace", "a")
                .query_parameter("dryRun", "true")
                .request_body(payload!({ "id": path("$.id") }))
                .state("Call"),
        ),
        case(
            "call_api_gateway_rest_api_endpoint.resource_policy",
            CallApiGatewayRestApiEndpoint::new(&rest("Api"), "prod", HttpMethod::Delete)
                .auth_type(ApiGatewayAuthType::ResourcePolicy)
                .state("Call"),
        ),
        case(
            "call_api_gateway_rest_api_endpoint.jsonata",
            CallApiGatewayRestApiEndpoint::new(&rest("Api"), "prod", HttpMethod::Post)
                .path("/orders")
                .auth_type(ApiGatewayAuthType::IamRole)
                .request_body(payload!({ "id": jsonata("$states.input.id") }))
                .state("Call"),
        ),
    ]
}

fn http_cases() -> Vec<Case> {
    vec![
        case(
            "call_api_gateway_http_api_endpoint.readme",
            CallApiGatewayHttpApiEndpoint::new(&http("MyHttpApi"), HttpMethod::Get).state("Call HTTP API"),
        ),
        case(
            "call_api_gateway_http_api_endpoint.every_parameter",
            CallApiGatewayHttpApiEndpoint::new(&http("Api"), HttpMethod::Patch)
                .stage("prod")
                .path("/orders")
                .auth_type(ApiGatewayAuthType::IamRole)
                .header("X-Trace", "a")
                .query_parameter("dryRun", "true")
                .request_body(path("$.order"))
                .state("Call"),
        ),
        case(
            "call_api_gateway_http_api_endpoint.wait_for_task_token",
            CallApiGatewayHttpApiEndpoint::new(&http("Api"), HttpMethod::Post)
                .auth_type(ApiGatewayAuthType::IamRole)
                .header("TaskToken", task_token())
                .wait_for_task_token("Call"),
        ),
        case(
            "call_api_gateway_http_api_endpoint.jsonata",
            CallApiGatewayHttpApiEndpoint::new(&http("Api"), HttpMethod::Post)
                .stage("prod")
                .path("/orders")
                .auth_type(ApiGatewayAuthType::IamRole)
                .request_body(payload!({ "id": jsonata("$states.input.id") }))
                .state("Call"),
        ),
    ]
}
