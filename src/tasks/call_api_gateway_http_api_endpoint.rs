//! API Gateway: the call of an HTTP API.

use super::parameters::{ApiGatewayAuthType, ApiGatewayCall, HttpMethod, api_gateway_setters};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Property;
use crate::target::HttpApiTarget;
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Calls an HTTP API of API Gateway.
///
/// The state fails with `ApiGateway.` and the status, `ApiGateway.404`, where that is none of 200 to 299. A custom
/// domain cannot be called, nor an API whose authorizer is Cognito or OpenID Connect.
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
/// let list = CallApiGatewayHttpApiEndpoint::new("a1b2c3d4e5", HttpMethod::Get)
///     .path("bills")
///     .query_parameter("customer", path("$.customer"))
///     .auth_type(ApiGatewayAuthType::IamRole)
///     .state("List the bills")
///     .result_selector(payload!({ "bills": path("$.ResponseBody") }));
/// # let _ = list;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CallApiGatewayHttpApiEndpoint {
    #[serde(flatten)]
    call: ApiGatewayCall,
    #[serde(skip)]
    api: HttpApiTarget,
}

impl CallApiGatewayHttpApiEndpoint {
    /// Calls this API by this method.
    pub fn new(api: impl Into<HttpApiTarget>, method: impl Into<Field<HttpMethod>>) -> Self {
        let api = api.into();
        CallApiGatewayHttpApiEndpoint { call: ApiGatewayCall::new(api.host(), method.into()), api }
    }

    /// The stage that the API is deployed to; by default `$default`.
    pub fn stage(mut self, stage: impl Into<Field<String>>) -> Self {
        self.call.stage = Some(stage.into());
        self
    }

    api_gateway_setters!();
}

impl Task for CallApiGatewayHttpApiEndpoint {
    const NAME: &'static str = "CallApiGatewayHttpApiEndpoint";
    const API: (&'static str, &'static str) = ("apigateway", "invoke");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html";

    type Patterns = RequestOrCallback;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        self.call.statements("$default", |stage, method, path| self.api.arns(stage, method, path))
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> = self.api.findings().into_iter().chain(self.call.findings()).collect();
        if let Some(Field::Literal(ApiGatewayAuthType::ResourcePolicy)) = self.call.auth_type {
            out.push(
                Diagnostic::error(
                    "value-not-allowed",
                    "`AuthType` is `RESOURCE_POLICY`, and an HTTP API has none",
                )
                .pointer("/Parameters/AuthType")
                .help("sign the call under the machine's role, with `IAM_ROLE`, or make it a REST API"),
            );
        }
        out
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
        use crate::template::{apigatewayv2, serverless};
        let bills = Handle::new("Bills", apigatewayv2::Api::new());
        let simple = Handle::new("Simple", serverless::HttpApi::new());
        vec![
            Example::request(
                "request_response",
                CallApiGatewayHttpApiEndpoint::new(&bills, HttpMethod::Patch)
                    .stage("prod")
                    .path("/bills")
                    .header("Accept", "application/json")
                    .query_parameter("billId", path("$.bill"))
                    .request_body(payload!({ "bill": path("$.bill") }))
                    .allow_null_values(false)
                    .auth_type(ApiGatewayAuthType::IamRole)
                    .state("Change the bill"),
            ),
            Example::callback(
                "wait_for_task_token",
                CallApiGatewayHttpApiEndpoint::new(
                    "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
                    HttpMethod::Post,
                )
                .path("approve")
                .header("TaskToken", task_token())
                .auth_type(ApiGatewayAuthType::IamRole)
                .wait_for_task_token("Have the bill approved")
                .timeout(hours(48)),
            ),
            Example::request(
                "no_auth",
                CallApiGatewayHttpApiEndpoint::new(&simple, HttpMethod::Get).state("Look at the bills"),
            ),
            Example::request(
                "jsonata",
                CallApiGatewayHttpApiEndpoint::new(&bills, HttpMethod::Get)
                    .path(jsonata("'bills/' & $states.input.bill"))
                    .header("Accept", jsonata("$states.input.type"))
                    .auth_type(ApiGatewayAuthType::IamRole)
                    .state("Get the bill"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                CallApiGatewayHttpApiEndpoint::new(path("$.host"), HttpMethod::Get)
                    .path("bills")
                    .auth_type(ApiGatewayAuthType::IamRole)
                    .state("Call what is asked for"),
            ),
        ]
    }
}
