//! HTTP: an API outside AWS, or in a VPC.

use super::parameters::{HttpMethod, HttpValues};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, own_machine};
use crate::reference::Literal;
use crate::target::{ConnectionTarget, EndpointTarget, Scope};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Calls an HTTPS API, with the credentials that an EventBridge connection holds.
///
/// The API is a public one, or one in a VPC that the connection leads to. Headers, query parameters and parts of the
/// body that the connection has of its own are added to those said here; where both say one, the connection's wins. The
/// state fails with `States.Http.StatusCode.` and the status where that is none of 200 to 299, and after 60 seconds.
///
/// # Permissions
///
/// `states:InvokeHTTPEndpoint` on the machine itself, for this method and this endpoint only;
/// `events:RetrieveConnectionCredentials` on the connection; `secretsmanager:GetSecretValue` and
/// `secretsmanager:DescribeSecret` on the secret that the connection keeps. A secret under a customer managed key brings
/// `kms:Decrypt` on it, through Secrets Manager only.
///
/// # Patterns
///
/// Request and response.
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
/// let connection = "arn:aws:events:eu-west-1:123456789012:connection/Stripe/81210c42-8af1-456b-9c4a-6ff02fc664ac";
/// let bill = HttpInvoke::new(connection, HttpMethod::Post, "https://api.stripe.com/v1/invoices")
///     .request_body(payload!({ "customer": path("$.customer"), "tags": ["monthly", "eu"] }))
///     .request_body_encoding(HttpBodyEncoding::UrlEncoded)
///     .array_format(HttpArrayFormat::Brackets)
///     .state("Bill");
/// # let _ = bill;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct HttpInvoke {
    api_endpoint: Field<String>,
    method: Field<HttpMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication: Option<Connection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocation_config: Option<Connection>,
    #[serde(skip_serializing_if = "HttpValues::is_empty")]
    headers: HttpValues,
    #[serde(skip_serializing_if = "HttpValues::is_empty")]
    query_parameters: HttpValues,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_body: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transform: Option<Transform>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    connection: ConnectionTarget,
    #[serde(skip)]
    endpoint: EndpointTarget,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Connection {
    connection_arn: Field<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Transform {
    #[serde(skip_serializing_if = "Option::is_none")]
    request_body_encoding: Option<Field<HttpBodyEncoding>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_encoding_options: Option<EncodingOptions>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct EncodingOptions {
    array_format: Field<HttpArrayFormat>,
}

/// How the body of an HTTP request is encoded.
///
/// ```
/// use stepwright::prelude::*;
///
/// let connection = "arn:aws:events:eu-west-1:123456789012:connection/Stripe/81210c42-8af1-456b-9c4a-6ff02fc664ac";
/// let bill = HttpInvoke::new(connection, HttpMethod::Post, "https://api.stripe.com/v1/invoices")
///     .request_body_encoding(HttpBodyEncoding::UrlEncoded);
/// # let _ = bill;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HttpBodyEncoding {
    /// As JSON; the default.
    None,
    /// As a form: `key=value&…`.
    UrlEncoded,
}

impl Literal for HttpBodyEncoding {}

/// How an array is written in a body that is encoded as a form.
///
/// ```
/// use stepwright::prelude::*;
///
/// let connection = "arn:aws:events:eu-west-1:123456789012:connection/Stripe/81210c42-8af1-456b-9c4a-6ff02fc664ac";
/// let bill = HttpInvoke::new(connection, HttpMethod::Post, "https://api.stripe.com/v1/invoices")
///     .request_body_encoding(HttpBodyEncoding::UrlEncoded)
///     .array_format(HttpArrayFormat::Commas);
/// # let _ = bill;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum HttpArrayFormat {
    /// `a[0]=x&a[1]=y`; the default.
    Indices,
    /// `a=x&a=y`.
    Repeat,
    /// `a=x,y`.
    Commas,
    /// `a[]=x&a[]=y`.
    Brackets,
}

impl Literal for HttpArrayFormat {}

/// What a body that is encoded as a form is announced as.
const FORM: &str = "application/x-www-form-urlencoded";

/// Headers that Step Functions does not send, by name and by how they begin.
const FORBIDDEN: [&str; 32] = [
    "a-im",
    "accept-charset",
    "accept-datetime",
    "accept-encoding",
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-md5",
    "date",
    "expect",
    "forwarded",
    "from",
    "host",
    "http2-settings",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "origin",
    "pragma",
    "proxy-authorization",
    "referer",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "warning",
];
const FORBIDDEN_PREFIXES: [&str; 3] = ["x-forwarded-", "x-amz-", "x-amzn-"];

impl HttpInvoke {
    /// Calls this endpoint by this method, with the credentials of this connection.
    pub fn new(
        connection: impl Into<ConnectionTarget>,
        method: impl Into<Field<HttpMethod>>,
        endpoint: impl Into<EndpointTarget>,
    ) -> Self {
        let (connection, endpoint) = (connection.into(), endpoint.into());
        let named = Some(Connection { connection_arn: connection.arn().clone() });
        let (authentication, invocation_config) =
            if connection.is_private() { (None, named) } else { (named, None) };
        HttpInvoke {
            api_endpoint: endpoint.url().clone(),
            method: method.into(),
            authentication,
            invocation_config,
            headers: HttpValues::default(),
            query_parameters: HttpValues::default(),
            request_body: None,
            transform: None,
            more: Map::new(),
            connection,
            endpoint,
        }
    }

    /// Names the connection under `InvocationConfig`, which also stands for a way into a VPC, instead of under
    /// `Authentication`. A connection of the stack that leads into a VPC does so by itself.
    pub fn private(mut self) -> Self {
        self.invocation_config = self.authentication.take().or(self.invocation_config);
        self
    }

    /// Adds a header; said again under the same name, the values become a list.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.headers.add(name.into(), &value.into());
        self
    }

    /// All headers out of an expression, which gives an object.
    pub fn headers_from(mut self, headers: Expression) -> Self {
        self.headers = headers.into();
        self
    }

    /// Adds a query parameter; said again under the same name, the values become a list.
    pub fn query_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.query_parameters.add(name.into(), &value.into());
        self
    }

    /// All query parameters out of an expression, which gives an object.
    pub fn query_parameters_from(mut self, parameters: Expression) -> Self {
        self.query_parameters = parameters.into();
        self
    }

    /// What is sent: text, an object, or an expression that gives either.
    pub fn request_body(mut self, body: impl Into<Payload>) -> Self {
        self.request_body = Some(body.into());
        self
    }

    /// How the body is encoded; by default as JSON. A form is announced by the header `Content-Type`, which is added
    /// where it is not said.
    pub fn request_body_encoding(mut self, encoding: impl Into<Field<HttpBodyEncoding>>) -> Self {
        self.transform.get_or_insert_default().request_body_encoding = Some(encoding.into());
        self
    }

    /// How arrays are written in a form; by default by their indices.
    pub fn array_format(mut self, format: impl Into<Field<HttpArrayFormat>>) -> Self {
        self.transform.get_or_insert_default().request_encoding_options =
            Some(EncodingOptions { array_format: format.into() });
        self
    }

    /// A parameter that has no setter here, by its name in `http:invoke`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    fn sends_form(&self) -> bool {
        let encoding = self.transform.as_ref().and_then(|transform| transform.request_body_encoding.as_ref());
        matches!(encoding, Some(Field::Literal(HttpBodyEncoding::UrlEncoded)))
    }

    /// What is wrong with how the body is encoded.
    fn transform_findings(&self) -> Option<Diagnostic> {
        let transform = self.transform.as_ref()?;
        match &transform.request_body_encoding {
            Some(Field::Literal(HttpBodyEncoding::UrlEncoded)) => {
                let said = self.headers.get("Content-Type")?;
                let mut texts = said.iter().filter_map(|said| said.as_str());
                let other = texts.find(|said| !said.starts_with(FORM))?;
                let message = format!("a form is announced by `{FORM}`, and `Content-Type` is `{other}`");
                Some(
                    Diagnostic::error("wrong-content-type", message)
                        .pointer("/Parameters/Headers/Content-Type")
                        .help("leave the header out: it is added"),
                )
            }
            None | Some(Field::Literal(HttpBodyEncoding::None))
                if transform.request_encoding_options.is_some() =>
            {
                Some(
                    Diagnostic::error(
                        "ignored-parameter",
                        "`ArrayFormat` is of forms, and the body is no form",
                    )
                    .pointer("/Parameters/Transform/RequestEncodingOptions")
                    .help("say `request_body_encoding(HttpBodyEncoding::UrlEncoded)` as well"),
                )
            }
            _ => None,
        }
    }
}

impl Task for HttpInvoke {
    const NAME: &'static str = "HttpInvoke";
    const API: (&'static str, &'static str) = ("http", "invoke");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html";

    type Patterns = RequestOnly;

    fn parameters(&self) -> Option<Payload> {
        let mut request = self.clone();
        let named = matches!(request.headers, HttpValues::Named(_));
        if self.sends_form() && named && request.headers.get("Content-Type").is_none() {
            request.headers.add("Content-Type".to_owned(), &FORM.into());
        }
        Some(Payload::of(request))
    }

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let call = Statement::allow(["states:InvokeHTTPEndpoint"])
            .on(own_machine())
            .of_own_machine()
            .because("calls the endpoint");
        let call = match &self.method {
            Field::Literal(method) => call.when("StringEquals", "states:HTTPMethod", method.as_str()),
            _ => call,
        };
        let call = match self.endpoint.scope() {
            Scope::Known(urls) => urls
                .iter()
                .fold(call, |call, url| call.when(self.endpoint.operator(), "states:HTTPEndpoint", url)),
            Scope::Dynamic => call,
        };
        std::iter::once(call).chain(self.connection.statements()).collect()
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = self.connection.findings();
        out.extend(self.endpoint.findings());
        out.extend(self.headers.forbidden(&FORBIDDEN, &FORBIDDEN_PREFIXES));
        out.extend(self.transform_findings());
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("Headers", shape::map(shape::list(shape::text()))),
            ("ResponseBody", shape::any()),
            ("StatusCode", shape::integer()),
            ("StatusText", shape::text()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{intrinsic, jsonata, path, variable};
        use crate::payload;
        use crate::reference::{Handle, Reference};
        use crate::template::events::{self, connection::InvocationConnectivityParameters};
        let stripe = Handle::new("Stripe", events::Connection::new());
        let key = Reference::attribute("Key", "Arn");
        let inside = Handle::new(
            "Inside",
            events::Connection::new().kms_key_identifier(key).invocation_connectivity_parameters(
                InvocationConnectivityParameters::new(events::connection::ResourceParameters::new(
                    Reference::to("Configuration"),
                )),
            ),
        );
        let by_arn =
            "arn:aws:events:eu-west-1:123456789012:connection/Stripe/81210c42-8af1-456b-9c4a-6ff02fc664ac";
        vec![
            Example::request(
                "request_response",
                HttpInvoke::new(&stripe, HttpMethod::Post, "https://api.stripe.com/v1/invoices")
                    .header("Idempotency-Key", path("$.id"))
                    .query_parameter("expand", "customer")
                    .query_parameter("expand", path("$.expand"))
                    .request_body(payload!({ "customer": path("$.customer"), "tags": ["monthly", "eu"] }))
                    .request_body_encoding(HttpBodyEncoding::UrlEncoded)
                    .array_format(HttpArrayFormat::Brackets)
                    .state("Bill"),
            ),
            Example::request(
                "private",
                HttpInvoke::new(&inside, HttpMethod::Get, Reference::to("Url"))
                    .query_parameters_from(path("$.query"))
                    .request_body_encoding(HttpBodyEncoding::None)
                    .state("Ask the ledger"),
            ),
            Example::request(
                "below",
                HttpInvoke::new(
                    by_arn,
                    HttpMethod::Get,
                    EndpointTarget::below("https://api.stripe.com/v1/customers", variable("customer")),
                )
                .state("Find the customer"),
            ),
            Example::request(
                "format",
                HttpInvoke::new(
                    by_arn,
                    HttpMethod::Delete,
                    intrinsic::format("https://api.stripe.com/v1/customers/{}", [path("$.customer")]),
                )
                .headers_from(path("$.headers"))
                .state("Remove the customer"),
            ),
            Example::request(
                "jsonata",
                HttpInvoke::new(
                    &stripe,
                    HttpMethod::Get,
                    jsonata("'https://api.stripe.com/v1/customers/' & $states.input.customer"),
                )
                .query_parameter("expand", jsonata("$states.input.expand"))
                .query_parameter("expand", "address")
                .state("Find the customer")
                .output(jsonata("$states.result.ResponseBody")),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                HttpInvoke::new(path("$.connection"), path("$.method"), path("$.url"))
                    .state("Call what is asked for"),
            ),
            Example::request(
                "among",
                HttpInvoke::new(
                    ConnectionTarget::from(path("$.connection")).among([by_arn]),
                    path("$.method"),
                    EndpointTarget::from(path("$.url")).among(["https://api.stripe.com/*"]),
                )
                .private()
                .state("Call what is asked for"),
            ),
        ]
    }
}
