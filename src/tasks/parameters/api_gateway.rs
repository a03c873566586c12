//! API Gateway: the call of an API, which REST and HTTP APIs take alike.

use super::http::{HttpLists, HttpMethod};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::{Literal, Piece, Property};
use crate::task::shape;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// How a call of an API authenticates.
///
/// ```
/// use stepwright::prelude::*;
///
/// let bill = CallApiGatewayRestApiEndpoint::new("a1b2c3d4e5", "prod", HttpMethod::Get)
///     .path("bills")
///     .auth_type(ApiGatewayAuthType::IamRole);
/// # let _ = bill;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApiGatewayAuthType {
    /// Not at all; the default.
    NoAuth,
    /// Signed under the machine's role, which then has to be permitted the call.
    IamRole,
    /// As Step Functions, on behalf of the machine. Permit it in the API's resource policy, to `states.amazonaws.com`
    /// where `aws:SourceArn` is the machine: without that condition every machine of the account may call. REST APIs
    /// only.
    ResourcePolicy,
}

impl Literal for ApiGatewayAuthType {}

/// The parameters of `apigateway:invoke`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct ApiGatewayCall {
    pub(in crate::tasks) api_endpoint: Field<String>,
    pub(in crate::tasks) method: Field<HttpMethod>,
    #[serde(skip_serializing_if = "HttpLists::is_empty")]
    pub(in crate::tasks) headers: HttpLists,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) stage: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) path: Option<Field<String>>,
    #[serde(skip_serializing_if = "HttpLists::is_empty")]
    pub(in crate::tasks) query_parameters: HttpLists,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) request_body: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) allow_null_values: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) auth_type: Option<Field<ApiGatewayAuthType>>,
    #[serde(flatten)]
    pub(in crate::tasks) more: Map<String, Value>,
    #[serde(skip)]
    pub(in crate::tasks) below: Vec<Property<String>>,
}

/// Headers that Step Functions does not send, by name and by how they begin.
const FORBIDDEN: [&str; 14] = [
    "authorization",
    "connection",
    "content-md5",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "te",
    "transfer-encoding",
    "trailer",
    "upgrade",
    "via",
    "www-authenticate",
];
const FORBIDDEN_PREFIXES: [&str; 2] = ["x-forwarded", "x-amz"];

/// A value in a policy's ARN: `*` where it is known at run time only.
fn piece(value: &Field<String>) -> Piece {
    match value {
        Field::Literal(text) => text.trim_start_matches('/').into(),
        Field::Reference(reference) => reference.into(),
        Field::Expression(_) => "*".into(),
    }
}

impl ApiGatewayCall {
    pub(in crate::tasks) fn new(host: &Field<String>, method: Field<HttpMethod>) -> Self {
        ApiGatewayCall {
            api_endpoint: host.clone(),
            method,
            headers: HttpLists::default(),
            stage: None,
            path: None,
            query_parameters: HttpLists::default(),
            request_body: None,
            allow_null_values: None,
            auth_type: None,
            more: Map::new(),
            below: Vec::new(),
        }
    }

    /// What the machine's role needs: nothing, unless the call is signed under it. `arns` are those of a method at a
    /// path of a stage.
    pub(in crate::tasks) fn statements(
        &self,
        stage: &str,
        arns: impl Fn(Piece, Piece, Piece) -> Vec<Property<String>>,
    ) -> Vec<Statement> {
        match &self.auth_type {
            None | Some(Field::Literal(ApiGatewayAuthType::NoAuth | ApiGatewayAuthType::ResourcePolicy)) => {
                return Vec::new();
            }
            Some(_) => {}
        }
        let stage = self.stage.as_ref().map_or_else(|| Piece::from(stage), piece);
        let method = match &self.method {
            Field::Literal(method) => Piece::from(method.as_str()),
            _ => "*".into(),
        };
        let path = self.path.as_ref().map_or_else(|| Piece::from(""), piece);
        let paths: Vec<Piece> = match &self.path {
            Some(Field::Expression(_)) if !self.below.is_empty() => {
                self.below.iter().map(Piece::from).collect()
            }
            _ => vec![path],
        };
        let arns = paths.into_iter().flat_map(|path| arns(stage.clone(), method.clone(), path));
        vec![Statement::allow(["execute-api:Invoke"]).on_all(arns).because("calls the API")]
    }

    pub(in crate::tasks) fn findings(&self) -> Vec<Diagnostic> {
        let mut out = self.headers.values().forbidden(&FORBIDDEN, &FORBIDDEN_PREFIXES);
        if let (Field::Literal(method), Some(_)) = (&self.method, &self.request_body)
            && !matches!(method, HttpMethod::Patch | HttpMethod::Post | HttpMethod::Put)
        {
            let message = format!("a `{}` takes no `RequestBody`", method.as_str());
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer("/Parameters/RequestBody")
                    .help("send it by `POST`, `PUT` or `PATCH`, or say it as query parameters"),
            );
        }
        if let Some(Field::Literal(path)) = &self.path
            && path.contains('?')
        {
            out.push(
                Diagnostic::error("query-in-path", format!("`{path}` in `Path` holds query parameters"))
                    .pointer("/Parameters/Path")
                    .help("say them with `query_parameter`"),
            );
        }
        out
    }

    pub(in crate::tasks) fn result() -> Value {
        shape::object([
            ("Headers", shape::map(shape::list(shape::text()))),
            ("ResponseBody", shape::any()),
            ("StatusCode", shape::integer()),
            ("StatusText", shape::text()),
        ])
    }
}

/// The setters that both kinds of API share, for a request whose field `call` holds the parameters.
macro_rules! api_gateway_setters {
    () => {
        /// The path below the stage: `bills/add`. By default the root.
        pub fn path(mut self, path: impl Into<Field<String>>) -> Self {
            self.call.path = Some(path.into());
            self
        }

        /// Permits only paths of this form, `bills/*`, where the path is decided at run time. Said again, one more.
        pub fn permit_path(mut self, pattern: impl Into<Property<String>>) -> Self {
            self.call.below.push(pattern.into());
            self
        }

        /// Adds a header; said again under the same name, one more value of it.
        pub fn header(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
            self.call.headers.add(name.into(), &value.into());
            self
        }

        /// All headers out of an expression, which gives an object of lists of text.
        pub fn headers_from(mut self, headers: Expression) -> Self {
            self.call.headers = headers.into();
            self
        }

        /// Adds a query parameter; said again under the same name, one more value of it.
        pub fn query_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
            self.call.query_parameters.add(name.into(), &value.into());
            self
        }

        /// All query parameters out of an expression, which gives an object of lists of text.
        pub fn query_parameters_from(mut self, parameters: Expression) -> Self {
            self.call.query_parameters = parameters.into();
            self
        }

        /// What is sent: text, an object, or an expression that gives either. Only by `POST`, `PUT` and `PATCH`.
        pub fn request_body(mut self, body: impl Into<Payload>) -> Self {
            self.call.request_body = Some(body.into());
            self
        }

        /// Whether members of the body that are `null` are sent; by default they are left out.
        pub fn allow_null_values(mut self, allow: impl Into<Field<bool>>) -> Self {
            self.call.allow_null_values = Some(allow.into());
            self
        }

        /// How the call authenticates; by default not at all.
        pub fn auth_type(mut self, auth_type: impl Into<Field<ApiGatewayAuthType>>) -> Self {
            self.call.auth_type = Some(auth_type.into());
            self
        }

        /// A parameter that has no setter here, by its name in `apigateway:invoke`.
        pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
            self.call.more.insert(name.into(), value.into());
            self
        }
    };
}

pub(in crate::tasks) use api_gateway_setters;
