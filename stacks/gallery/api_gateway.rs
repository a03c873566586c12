//! API Gateway: calls APIs of one's own.

use super::Examples;
use stepwright::prelude::*;

/// Where both APIs pass calls on to.
const ELSEWHERE: &str = "https://example.com/";

/// Adds the machine, a REST API and an HTTP API. Only callers that IAM lets in may call either.
pub fn add(stack: &mut Stack) {
    let rest = rest_api(stack);
    let http = http_api(stack);

    let call_rest = CallApiGatewayRestApiEndpoint::new(&rest, "prod", HttpMethod::Get)
        .auth_type(ApiGatewayAuthType::IamRole)
        .state("Call REST API");
    let with_token = CallApiGatewayRestApiEndpoint::new(&rest, "prod", HttpMethod::Put)
        .header("TaskToken", task_token())
        .auth_type(ApiGatewayAuthType::IamRole)
        .wait_for_task_token("Endpoint")
        .timeout(hours(1));
    let call_http = CallApiGatewayHttpApiEndpoint::new(&http, HttpMethod::Get)
        .auth_type(ApiGatewayAuthType::IamRole)
        .state("Call HTTP API");

    Examples::new()
        .show("api-gateway-call-rest-api-endpoint", call_rest)
        .show("api-gateway-call-rest-api-endpoint-2", with_token)
        .show("api-gateway-call-http-api-endpoint", call_http)
        .add(stack, "ApiGateway", "Calls a REST API and an HTTP API");
}

/// One that passes calls on.
fn rest_api(stack: &mut Stack) -> Handle<apigateway::RestApi> {
    use apigateway::{method, rest_api::EndpointConfiguration};
    let regional = EndpointConfiguration::new().types(["REGIONAL"]);
    let api =
        stack.add("MyRestApi", apigateway::RestApi::new().name("gallery").endpoint_configuration(regional));
    let integration = method::Integration::new("HTTP_PROXY").integration_http_method("ANY").uri(ELSEWHERE);
    let any = stack.add(
        "MyRestApiMethod",
        apigateway::Method::new("ANY", api.attribute("RootResourceId"), api.reference())
            .authorization_type("AWS_IAM")
            .integration(integration),
    );
    let deployment = stack.add("MyRestApiDeployment", apigateway::Deployment::new(api.reference()));
    stack.attributes(&deployment).depends_on(&any);
    stack.add(
        "MyRestApiStage",
        apigateway::Stage::new(api.reference()).stage_name("prod").deployment_id(deployment.reference()),
    );
    api
}

/// Another one.
fn http_api(stack: &mut Stack) -> Handle<apigatewayv2::Api> {
    let api = stack.add("MyHttpApi", apigatewayv2::Api::new().name("gallery").protocol_type("HTTP"));
    let integration = stack.add(
        "MyHttpApiIntegration",
        apigatewayv2::Integration::new(api.reference(), "HTTP_PROXY")
            .integration_method("ANY")
            .integration_uri(ELSEWHERE)
            .payload_format_version("1.0"),
    );
    stack.add(
        "MyHttpApiRoute",
        apigatewayv2::Route::new(api.reference(), "$default")
            .authorization_type("AWS_IAM")
            .target(sub("integrations/{}", [integration.reference()])),
    );
    stack.add("MyHttpApiStage", apigatewayv2::Stage::new(api.reference(), "$default").auto_deploy(true));
    api
}
