//! EKS: a call of the Kubernetes API.

use super::parameters::{HttpLists, HttpMethod};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::EksClusterTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Calls the Kubernetes API of an EKS cluster.
///
/// The cluster's API has to be reached from the internet. The state fails with `EKS.` and the status, `EKS.404`, where
/// that is none of 200 to 299.
///
/// # Permissions
///
/// None of IAM. Kubernetes itself has to permit the call to the machine's role: by an access entry of the cluster, or in
/// its `aws-auth` ConfigMap. Without it comes `EKS.401`.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"ResponseBody", "StatusCode", "StatusText"}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let pods = EksCall::new(path("$.Cluster.Name"), HttpMethod::Get, "/api/v1/namespaces/default/pods")
///     .endpoint(path("$.Cluster.Endpoint"))
///     .certificate_authority(path("$.Cluster.CertificateAuthority.Data"))
///     .query_parameter("labelSelector", "job-name=resize")
///     .state("List the pods")
///     .result_selector(payload!({ "pods": path("$.ResponseBody.items") }));
/// # let _ = pods;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksCall {
    cluster_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_authority: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<Field<String>>,
    method: Field<HttpMethod>,
    path: Field<String>,
    #[serde(skip_serializing_if = "HttpLists::is_empty")]
    query_parameters: HttpLists,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_body: Option<Payload>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl EksCall {
    /// Calls the API of this cluster by this method, at this path: `/api/v1/namespaces/default/pods`.
    pub fn new(
        cluster: impl Into<EksClusterTarget>,
        method: impl Into<Field<HttpMethod>>,
        path: impl Into<Field<String>>,
    ) -> Self {
        let cluster = cluster.into();
        EksCall {
            cluster_name: cluster.name().clone(),
            certificate_authority: cluster.certificate_authority().cloned(),
            endpoint: cluster.endpoint().cloned(),
            method: method.into(),
            path: path.into(),
            query_parameters: HttpLists::default(),
            request_body: None,
            more: Map::new(),
        }
    }

    setters! {
        /// Where the Kubernetes API is, as a URL. Has to be said of a cluster that is not of the stack.
        endpoint: Field<String>;
        /// The certificate of the Kubernetes API, in Base64. Has to be said of a cluster that is not of the stack.
        certificate_authority: Field<String>;
        /// What is sent: text, an object, or an expression that gives either.
        request_body: Payload;
    }

    /// Adds a query parameter; said again under the same name, one more value of it.
    pub fn query_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.query_parameters.add(name.into(), &value.into());
        self
    }

    /// All query parameters out of an expression, which gives an object of lists of text.
    pub fn query_parameters_from(mut self, parameters: Expression) -> Self {
        self.query_parameters = parameters.into();
        self
    }

    /// A parameter that has no setter here, by its name in `eks:call`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

/// What is missing to reach a cluster.
pub(super) fn unreachable_findings(
    endpoint: Option<&Field<String>>,
    certificate_authority: Option<&Field<String>>,
) -> Vec<Diagnostic> {
    let known = [
        ("Endpoint", endpoint, "endpoint"),
        ("CertificateAuthority", certificate_authority, "certificate_authority"),
    ];
    let missing = known.into_iter().filter(|(_, said, _)| said.is_none()).map(|(parameter, _, setter)| {
        Diagnostic::error("missing-parameter", format!("`{parameter}` of the cluster is not known"))
            .pointer("/Parameters")
            .help(format!(
                "say `{setter}(…)`, as `DescribeCluster` has it, or hand over a cluster of the stack"
            ))
    });
    missing.collect()
}

impl Task for EksCall {
    const NAME: &'static str = "EksCall";
    const API: (&'static str, &'static str) = ("eks", "call");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        Vec::new()
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = unreachable_findings(self.endpoint.as_ref(), self.certificate_authority.as_ref());
        if let Field::Literal(HttpMethod::Options) = self.method {
            out.push(
                Diagnostic::error(
                    "value-not-allowed",
                    "`Method` is `OPTIONS`, by which Step Functions does not call the Kubernetes API",
                )
                .pointer("/Parameters/Method")
                .help("it is one of `GET`, `POST`, `PUT`, `DELETE`, `HEAD` and `PATCH`"),
            );
        }
        if let Field::Literal(path) = &self.path
            && !path.starts_with('/')
        {
            out.push(
                Diagnostic::error("malformed-url", format!("`{path}` in `Path` does not begin with `/`"))
                    .pointer("/Parameters/Path")
                    .help(format!("write `/{path}`")),
            );
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("ResponseBody", shape::any()),
            ("StatusCode", shape::integer()),
            ("StatusText", shape::text()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::payload;
        use crate::reference::{Handle, Reference};
        use crate::template::eks;
        let network = eks::cluster::ResourcesVpcConfig::new(["subnet-0a1b2c3d4e5f6a7b8"]);
        let cluster = Handle::new("Jobs", eks::Cluster::new(network, Reference::attribute("Role", "Arn")));
        vec![
            Example::request(
                "request_response",
                EksCall::new(&cluster, HttpMethod::Get, "/api/v1/namespaces/default/pods")
                    .query_parameter("labelSelector", "job-name=resize")
                    .query_parameter("limit", path("$.limit"))
                    .state("List the pods"),
            ),
            Example::request(
                "elsewhere",
                EksCall::new("jobs", HttpMethod::Post, "/api/v1/namespaces/default/configmaps")
                    .endpoint("https://444455556666.yl4.eu-west-1.eks.amazonaws.com")
                    .certificate_authority("LS0tLS1CRUdJTi==")
                    .request_body(payload!({
                        "apiVersion": "v1",
                        "kind": "ConfigMap",
                        "metadata": { "name": path("$.name") }
                    }))
                    .state("Keep the settings"),
            ),
            Example::request(
                "jsonata",
                EksCall::new(
                    &cluster,
                    HttpMethod::Delete,
                    jsonata("'/api/v1/namespaces/' & $states.input.namespace"),
                )
                .query_parameters_from(jsonata("$states.input.query"))
                .state("Remove the namespace"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                EksCall::new(path("$.Cluster.Name"), path("$.method"), path("$.path"))
                    .endpoint(path("$.Cluster.Endpoint"))
                    .certificate_authority(path("$.Cluster.CertificateAuthority.Data"))
                    .state("Call what is asked for"),
            ),
        ]
    }
}
