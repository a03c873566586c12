//! APIs of API Gateway, as a request calls them.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::reference::{Handle, Piece, Property, Reference, account, partition, region, sub, url_suffix};
use crate::template::{Parameter, apigateway, apigatewayv2, serverless};

/// What REST and HTTP APIs have in common.
#[derive(Clone, Debug)]
struct Api {
    host: Field<String>,
    /// Its id, as the template names it; `None` for one that is decided at run time.
    id: Option<Piece>,
    region: Option<Piece>,
    scope: Scope,
    finding: Option<Diagnostic>,
}

/// `arn:PARTITION:execute-api:REGION:ACCOUNT:ID`
fn api_arn(region: Piece, id: Piece) -> Reference {
    sub("arn:{}:execute-api:{}:{}:{}", [partition().into(), region, account().into(), id])
}

impl Api {
    fn of(id: Piece, at: Option<Piece>) -> Self {
        let here = || at.clone().unwrap_or_else(|| region().into());
        let host = sub("{}.execute-api.{}.{}", [id.clone(), here(), url_suffix().into()]);
        let scope = Scope::one(api_arn(here(), id.clone()));
        Api { host: host.into(), id: Some(id), region: at, scope, finding: None }
    }

    fn in_region(self, region: Piece) -> Self {
        match self.id {
            Some(id) => Api { finding: self.finding, ..Api::of(id, Some(region)) },
            None => Api { region: Some(region), ..self },
        }
    }

    fn decided(host: Expression) -> Self {
        let (host, scope) = super::decided(host);
        Api { host, id: None, region: None, scope, finding: None }
    }

    /// An API's id, or its host: `a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com`.
    fn written(text: &str) -> Self {
        let is_id =
            |id: &str| !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if is_id(text) {
            return Api::of(text.into(), None);
        }
        let mut parts = text.splitn(4, '.');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(id), Some("execute-api"), Some(region), Some(suffix))
                if is_id(id) && !suffix.contains('/') =>
            {
                let scope = Scope::one(api_arn(region.into(), id.into()));
                Api {
                    host: text.into(),
                    id: Some(id.into()),
                    region: Some(region.into()),
                    scope,
                    finding: None,
                }
            }
            _ => {
                let message = format!("`{text}` is neither the id nor the host of an API");
                let finding = Diagnostic::error("malformed-endpoint", message)
                    .pointer("/Parameters/ApiEndpoint")
                    .help(
                        "say the id, `a1b2c3d4e5`, or `a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com`, without \
                         scheme and path; Step Functions calls no custom domain",
                    );
                Api {
                    finding: Some(finding),
                    host: text.into(),
                    id: None,
                    region: None,
                    scope: Scope::Dynamic,
                }
            }
        }
    }

    /// The ARNs of a method at a path of a stage, each of which may be `*`.
    fn arns(&self, stage: &Piece, method: &Piece, path: &Piece) -> Vec<Property<String>> {
        let here = self.region.clone().unwrap_or_else(|| region().into());
        let apis = self.scope.resources(api_arn(here, "*".into()));
        let below = |api: &Property<String>| {
            sub("{}/{}/{}/{}", [api.into(), stage.clone(), method.clone(), path.clone()]).into()
        };
        apis.iter().map(below).collect()
    }
}

/// A finding about the API itself.
fn unreachable(code: &'static str, message: &str) -> Diagnostic {
    Diagnostic::error(code, message).pointer("/Parameters/ApiEndpoint")
}

/// What stands in the way of calling an API by its own host.
fn disabled(disabled: bool) -> Option<Diagnostic> {
    disabled.then(|| {
        unreachable(
            "disabled-endpoint",
            "the API has no host of its own, as `DisableExecuteApiEndpoint` says",
        )
        .help("leave it out: Step Functions calls no custom domain")
    })
}

/// What stands in the way of calling an endpoint of this type.
fn of_type(kind: Option<&str>) -> Option<Diagnostic> {
    match kind {
        Some("PRIVATE") => Some(
            unreachable("private-api", "Step Functions cannot call a private API")
                .help("make it `REGIONAL`, or call it by an `HttpInvoke` with a private connection"),
        ),
        // AWS's page names regional REST APIs as what is supported; edge-optimized is what a REST API is by default.
        Some("EDGE") | None => Some(
            Diagnostic::warning(
                "edge-optimized-api",
                "Step Functions supports regional REST APIs, and this one is edge-optimized",
            )
            .pointer("/Parameters/ApiEndpoint")
            .help("say `REGIONAL` in its `EndpointConfiguration`"),
        ),
        _ => None,
    }
}

macro_rules! apis {
    ($($name:ident)*) => { $(
        impl $name {
            /// What a request names it by: its host.
            pub fn host(&self) -> &Field<String> {
                &self.0.host
            }

            /// What a policy names it by: the API's ARN, without stage, method and path.
            pub fn scope(&self) -> &Scope {
                &self.0.scope
            }

            /// The API is in another region.
            pub fn in_region(self, region: impl Into<Piece>) -> Self {
                $name(self.0.in_region(region.into()))
            }

            /// The only APIs it may be, by their ARNs (`arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5`), where
            /// it is decided at run time.
            pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
                self.0.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
                self
            }

            /// The ARNs, for a policy, of a method at a path of a stage; each of the three may be `*`.
            pub fn arns(
                &self,
                stage: impl Into<Piece>,
                method: impl Into<Piece>,
                path: impl Into<Piece>,
            ) -> Vec<Property<String>> {
                self.0.arns(&stage.into(), &method.into(), &path.into())
            }

            /// What stands in the way of calling it.
            pub fn findings(&self) -> Vec<Diagnostic> {
                self.0.finding.iter().cloned().collect()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(Api::written(text))
            }
        }

        impl From<Reference> for $name {
            /// A reference whose value is the API's id.
            fn from(id: Reference) -> Self {
                $name(Api::of(id.into(), None))
            }
        }

        impl From<&Reference> for $name {
            fn from(id: &Reference) -> Self {
                id.clone().into()
            }
        }

        impl From<&Handle<Parameter>> for $name {
            /// A parameter whose value is the API's id.
            fn from(id: &Handle<Parameter>) -> Self {
                id.reference().into()
            }
        }

        impl From<Expression> for $name {
            /// An expression that gives the host.
            fn from(host: Expression) -> Self {
                $name(Api::decided(host))
            }
        }
    )* };
}

/// A REST API of API Gateway.
///
/// Made from a handle, its id or its host, a reference or parameter whose value is the id, or an expression that gives
/// the host.
///
/// ```
/// use stepwright::prelude::*;
///
/// let api = RestApiTarget::from("a1b2c3d4e5").in_region("us-east-1");
/// # let _ = api;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html>.
#[derive(Clone, Debug)]
pub struct RestApiTarget(Api);

/// An HTTP API of API Gateway.
///
/// Made from a handle, its id or its host, a reference or parameter whose value is the id, or an expression that gives
/// the host.
///
/// ```
/// use stepwright::prelude::*;
///
/// let api = HttpApiTarget::from("a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com");
/// # let _ = api;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html>.
#[derive(Clone, Debug)]
pub struct HttpApiTarget(Api);

apis! { RestApiTarget HttpApiTarget }

impl From<&Handle<apigateway::RestApi>> for RestApiTarget {
    /// `Ref` of a REST API is its id.
    fn from(api: &Handle<apigateway::RestApi>) -> Self {
        let resource = api.resource();
        let configuration = resource.endpoint_configuration.as_ref();
        let finding = match configuration.map(|configuration| configuration.literal()) {
            None => of_type(None),
            Some(None) => None,
            Some(Some(configuration)) => match &configuration.types {
                None => of_type(None),
                Some(types) => {
                    types.items().first().and_then(|kind| kind.literal()).and_then(|kind| of_type(Some(kind)))
                }
            },
        };
        let off = resource.disable_execute_api_endpoint.as_ref().and_then(|off| off.literal());
        let finding = disabled(off == Some(&true)).or(finding);
        RestApiTarget(Api { finding, ..Api::of(api.reference().into(), None) })
    }
}

impl From<&Handle<serverless::Api>> for RestApiTarget {
    /// `Ref` of it is the id of the REST API that it becomes.
    fn from(api: &Handle<serverless::Api>) -> Self {
        let configuration =
            api.resource().endpoint_configuration.as_ref().map(|configuration| configuration.to_json());
        let kind = configuration.as_ref().and_then(|it| it.get("Type").unwrap_or(it).as_str());
        let finding = kind.and_then(|kind| of_type(Some(kind)));
        RestApiTarget(Api { finding, ..Api::of(api.reference().into(), None) })
    }
}

impl From<&Handle<apigatewayv2::Api>> for HttpApiTarget {
    /// `Ref` of an HTTP API is its id.
    fn from(api: &Handle<apigatewayv2::Api>) -> Self {
        let off = api.resource().disable_execute_api_endpoint.as_ref().and_then(|off| off.literal());
        let finding = disabled(off == Some(&true));
        HttpApiTarget(Api { finding, ..Api::of(api.reference().into(), None) })
    }
}

impl From<&Handle<serverless::HttpApi>> for HttpApiTarget {
    /// `Ref` of it is the id of the HTTP API that it becomes.
    fn from(api: &Handle<serverless::HttpApi>) -> Self {
        HttpApiTarget(Api::of(api.reference().into(), None))
    }
}
