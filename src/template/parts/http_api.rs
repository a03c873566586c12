//! An HTTP API.

use crate::reference::{Handle, Piece, Property, Reference, stack_name, sub};
use crate::template::apigatewayv2::stage::{AccessLogSettings, RouteSettings};
use crate::template::scope::{Part, Scope};
use crate::template::{apigatewayv2, logs};
use serde_json::json;

/// An HTTP API of API Gateway, with a log of its calls and a limit to them: 10 in a second, 20 at once.
///
/// What it does is said of its routes, by [`HttpRoute`](crate::stack::HttpRoute). SAM's own type for it knows no route
/// that starts a state machine, so both targets have the plain resources.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let machine = stack.add("Orders", StateMachine::new(Succeed::new("Done")));
/// let api = stack.add("Api", HttpApi::new());
/// stack.add("Start", HttpRoute::new(&api, "POST", "/start", &machine).input("$request.body"));
/// stack.output("Url", api.url());
/// ```
///
/// Checked against <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html>.
#[derive(Clone, Debug)]
pub struct HttpApi {
    name: Option<Property<String>>,
    retention: u32,
    rate: u32,
    burst: u32,
}

/// What [`HttpApi`] adds.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let api = stack.add("Api", HttpApi::new());
/// assert_eq!(api.api.id(), "Api");
/// ```
#[derive(Clone, Debug)]
pub struct HttpGateway {
    /// The API.
    pub api: Handle<apigatewayv2::Api>,
    /// Its only stage.
    pub stage: Handle<apigatewayv2::Stage>,
    /// Where its calls are logged.
    pub logs: Handle<logs::LogGroup>,
}

impl HttpGateway {
    /// Where it is reached: `https://` and a host.
    pub fn url(&self) -> Reference {
        self.api.attribute("ApiEndpoint")
    }
}

impl HttpApi {
    /// Called after the stack and its id.
    pub fn new() -> Self {
        HttpApi { name: None, retention: 30, rate: 10, burst: 20 }
    }

    /// Its name.
    pub fn name(mut self, name: impl Into<Property<String>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// For how many days the log of its calls is kept; by default 30.
    pub fn log_retention(mut self, days: u32) -> Self {
        self.retention = days;
        self
    }

    /// How many calls it lets in: so many in a second over time, and so many at once; by default 10 and 20.
    pub fn throttle(mut self, rate: u32, burst: u32) -> Self {
        (self.rate, self.burst) = (rate, burst);
        self
    }
}

impl Default for HttpApi {
    fn default() -> Self {
        Self::new()
    }
}

impl Part for HttpApi {
    type Handles = HttpGateway;

    fn add(self, id: &str, scope: &mut Scope) -> HttpGateway {
        let named = |prefix: &str| sub(prefix, [stack_name().into(), Piece::from(id)]);
        let logs = scope.resource(
            &format!("{id}Logs"),
            logs::LogGroup::new()
                .log_group_name(named("/aws/vendedlogs/apis/{}-{}"))
                .retention_in_days(i64::from(self.retention)),
        );
        let api = apigatewayv2::Api::new()
            .name(self.name.unwrap_or_else(|| named("{}-{}").into()))
            .protocol_type("HTTP");
        let api = scope.resource(id, api);
        // Who called what, and what came of it; no bodies.
        let format = json!({
            "requestId": "$context.requestId",
            "time": "$context.requestTime",
            "ip": "$context.identity.sourceIp",
            "caller": "$context.identity.userArn",
            "route": "$context.routeKey",
            "status": "$context.status",
            "error": "$context.error.message",
            "integrationError": "$context.integrationErrorMessage",
        });
        let stage = apigatewayv2::Stage::new(api.reference(), "$default")
            .auto_deploy(true)
            .access_log_settings(
                AccessLogSettings::new().destination_arn(logs.attribute("Arn")).format(format.to_string()),
            )
            .default_route_settings(
                RouteSettings::new()
                    .throttling_rate_limit(self.rate)
                    .throttling_burst_limit(i64::from(self.burst)),
            );
        let stage = scope.resource(&format!("{id}Stage"), stage);
        HttpGateway { api, stage, logs }
    }
}
