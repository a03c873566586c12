//! API Gateway: the call of a REST API.

use super::parameters::{ApiGatewayAuthType, ApiGatewayCall, HttpMethod, api_gateway_setters};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Property;
use crate::target::RestApiTarget;
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Calls a REST API of API Gateway.
///
/// The state fails with `ApiGateway.` and the status, `ApiGateway.404`, where that is none of 200 to 299. A private API
/// or a custom domain cannot be called, nor one whose authorizer is Cognito or OpenID Connect.
///
/// # Permissions
///
/// None, unless the call is signed: with [`ApiGatewayAuthType::IamRole`], `execute-api:Invoke` on this method at this
/// path of this stage. A path decided at run time permits every path; [`permit_path`](Self::permit_path) narrows that.
///
/// # Patterns
///
/// Request and response, and callback. The token is best handed over in a header.
///
/// # Output
///
/// `{"ResponseBody", "Headers", "StatusCode", "StatusText"}`; each header is a list.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let approve = CallApiGatewayRestApiEndpoint::new("a1b2c3d4e5", "prod", HttpMethod::Post)
///     .path("bills/add")
///     .header("TaskToken", task_token())
///     .request_body(payload!({ "billId": path("$.bill") }))
///     .auth_type(ApiGatewayAuthType::IamRole)
///     .wait_for_task_token("Have the bill approved")
///     .timeout(days(2));
/// # let _ = approve;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CallApiGatewayRestApiEndpoint {
    #[serde(flatten)]
    call: ApiGatewayCall,
    #[serde(skip)]
    api: RestApiTarget,
}

impl CallApiGatewayRestApiEndpoint {
    /// Calls this API, as it is deployed to this stage, by this method.
    pub fn new(
        api: impl Into<RestApiTarget>,
        stage: impl Into<Field<String>>,
        method: impl Into<Field<HttpMethod>>,
    ) -> Self {
        let api = api.into();
        let call =
            ApiGatewayCall { stage: Some(stage.into()), ..ApiGatewayCall::new(api.host(), method.into()) };
        CallApiGatewayRestApiEndpoint { call, api }
    }

    api_gateway_setters!();
}

impl Task for CallApiGatewayRestApiEndpoint {
    const NAME: &'static str = "CallApiGatewayRestApiEndpoint";
    const API: (&'static str, &'static str) = ("apigateway", "invoke");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html";

    type Patterns = RequestOrCallback;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        self.call.statements("*", |stage, method, path| self.api.arns(stage, method, path))
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        self.api.findings().into_iter().chain(self.call.findings()).collect()
    }

    fn result(pattern: IntegrationPattern) -> Value {
        match pattern {
            IntegrationPattern::WaitForTaskToken => shape::any(),
            _ => ApiGatewayCall::result(),
        }
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{hours, jsonata, path, task_token};
        use crate::payload;
        use crate::reference::Handle;
        use crate::template::apigateway::{RestApi, rest_api::EndpointConfiguration};
        let regional = EndpointConfiguration::new().types(["REGIONAL"]);
        let bills = Handle::new("Bills", RestApi::new().endpoint_configuration(regional));
        vec![
            Example::request(
                "request_response",
                CallApiGatewayRestApiEndpoint::new(&bills, "prod", HttpMethod::Post)
                    .path("bills/add")
                    .header("Accept", "application/json")
                    .header("Tried", "once")
                    .header("Tried", path("$.tried"))
                    .query_parameter("billId", path("$.bill"))
                    .query_parameter("fields", "total")
                    .query_parameter("fields", "due")
                    .request_body(payload!({ "bill": path("$.bill"), "note": null }))
                    .allow_null_values(true)
                    .auth_type(ApiGatewayAuthType::IamRole)
                    .state("Add the bill"),
            ),
            Example::callback(
                "wait_for_task_token",
                CallApiGatewayRestApiEndpoint::new("a1b2c3d4e5", "prod", HttpMethod::Post)
                    .path("bills/approve")
                    .header("TaskToken", task_token())
                    .auth_type(ApiGatewayAuthType::ResourcePolicy)
                    .wait_for_task_token("Have the bill approved")
                    .timeout(hours(48)),
            ),
            Example::request(
                "no_auth",
                CallApiGatewayRestApiEndpoint::new("a1b2c3d4e5", "prod", HttpMethod::Get)
                    .path("bills")
                    .headers_from(path("$.headers"))
                    .query_parameters_from(path("$.query"))
                    .auth_type(ApiGatewayAuthType::NoAuth)
                    .state("List the bills"),
            ),
            Example::callback(
                "jsonata",
                CallApiGatewayRestApiEndpoint::new(
                    RestApiTarget::from("a1b2c3d4e5").in_region("us-east-1"),
                    "prod",
                    HttpMethod::Put,
                )
                .path(jsonata("'bills/' & $states.input.bill"))
                .permit_path("bills/*")
                .header("TaskToken", task_token())
                .request_body(jsonata("$states.input.changes"))
                .auth_type(ApiGatewayAuthType::IamRole)
                .wait_for_task_token("Change the bill"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                CallApiGatewayRestApiEndpoint::new(path("$.host"), path("$.stage"), path("$.method"))
                    .path(path("$.path"))
                    .auth_type(path("$.auth"))
                    .state("Call what is asked for"),
            ),
            Example::request(
                "among",
                CallApiGatewayRestApiEndpoint::new(
                    RestApiTarget::from(path("$.host"))
                        .among(["arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5"]),
                    "prod",
                    HttpMethod::Get,
                )
                .auth_type(ApiGatewayAuthType::IamRole)
                .state("Call what is asked for"),
            ),
        ]
    }
}
