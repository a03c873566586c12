//! EKS: a Kubernetes job.

use super::eks_call::unreachable_findings;
use super::parameters::HttpLists;
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::EksClusterTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Runs a Kubernetes job on an EKS cluster.
///
/// The cluster's API has to be reached from the internet. Step Functions asks for the job about once a minute, and later
/// about every five minutes, so that a short job may seem to take long.
///
/// # Permissions
///
/// None of IAM. Kubernetes itself has to permit the machine's role to create, read and delete jobs, and to read pods and
/// their logs: by an access entry of the cluster, or in its `aws-auth` ConfigMap. Without it comes `EKS.401`.
///
/// # Patterns
///
/// Request and response, and a job.
///
/// # Output
///
/// Request and response: `{"ResponseBody", "StatusCode", "StatusText"}`. A job: the Kubernetes job, with its `status`,
/// and its pods' output in `logs` where that is asked for.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let resize = EksRunJob::new(
///     path("$.Cluster.Name"),
///     payload!({
///         "apiVersion": "batch/v1",
///         "kind": "Job",
///         "metadata": { "name": path("$.job") },
///         "spec": { "template": { "spec": {
///             "containers": [{ "name": "resize", "image": "example/resize" }],
///             "restartPolicy": "Never"
///         } } }
///     }),
/// )
/// .endpoint(path("$.Cluster.Endpoint"))
/// .certificate_authority(path("$.Cluster.CertificateAuthority.Data"))
/// .retrieve_logs(true)
/// .run_job("Resize")
/// .timeout(hours(1));
/// # let _ = resize;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EksRunJob {
    cluster_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_authority: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<Field<String>>,
    job: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_options: Option<LogOptions>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct LogOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    retrieve_logs: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_logs: Option<Field<bool>>,
    #[serde(skip_serializing_if = "HttpLists::is_empty")]
    log_parameters: HttpLists,
}

impl EksRunJob {
    /// Runs this job on this cluster: a Kubernetes `Job` of `batch/v1`.
    pub fn new(cluster: impl Into<EksClusterTarget>, job: impl Into<Payload>) -> Self {
        let cluster = cluster.into();
        EksRunJob {
            cluster_name: cluster.name().clone(),
            certificate_authority: cluster.certificate_authority().cloned(),
            endpoint: cluster.endpoint().cloned(),
            namespace: None,
            job: job.into(),
            log_options: None,
            more: Map::new(),
        }
    }

    setters! {
        /// Where the Kubernetes API is, as a URL. Has to be said of a cluster that is not of the stack.
        endpoint: Field<String>;
        /// The certificate of the Kubernetes API, in Base64. Has to be said of a cluster that is not of the stack.
        certificate_authority: Field<String>;
        /// The Kubernetes namespace that it runs in; by default `default`.
        namespace: Field<String>;
    }

    /// Whether the result of a job carries its pods' output; by default it does not.
    pub fn retrieve_logs(mut self, retrieve: impl Into<Field<bool>>) -> Self {
        self.log_options.get_or_insert_default().retrieve_logs = Some(retrieve.into());
        self
    }

    /// Whether the output is handed over as text; by default what is JSON becomes a value.
    pub fn raw_logs(mut self, raw: impl Into<Field<bool>>) -> Self {
        self.log_options.get_or_insert_default().raw_logs = Some(raw.into());
        self
    }

    /// A parameter of Kubernetes' Read Log: `log_parameter("tailLines", "20")`. Keeps the output within the 256 KiB that
    /// a state may hand on. Said again under the same name, one more value of it.
    pub fn log_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.log_options.get_or_insert_default().log_parameters.add(name.into(), &value.into());
        self
    }

    /// All parameters of Read Log out of an expression, which gives an object of lists of text.
    pub fn log_parameters_from(mut self, parameters: Expression) -> Self {
        self.log_options.get_or_insert_default().log_parameters = parameters.into();
        self
    }

    /// A parameter that has no setter here, by its name in `eks:runJob`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EksRunJob {
    const NAME: &'static str = "EksRunJob";
    const API: (&'static str, &'static str) = ("eks", "runJob");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html";

    type Patterns = RequestOrJob;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        Vec::new()
    }

    fn findings(&self, pattern: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = unreachable_findings(self.endpoint.as_ref(), self.certificate_authority.as_ref());
        let job = serde_json::to_value(&self.job).unwrap_or_default();
        for (member, wanted) in [("apiVersion", "batch/v1"), ("kind", "Job")] {
            let Some(said) = job.get(member).and_then(Value::as_str) else { continue };
            if said != wanted && said.chars().all(|c| c.is_ascii_graphic()) {
                out.push(
                    Diagnostic::error(
                        "value-not-allowed",
                        format!("`{member}` of the job is `{said}`, and has to be `{wanted}`"),
                    )
                    .pointer(format!("/Parameters/Job/{member}"))
                    .help("`EksCall` handles any other kind of Kubernetes object"),
                );
            }
        }
        if pattern == IntegrationPattern::RequestResponse && self.log_options.is_some() {
            out.push(
                Diagnostic::error(
                    "ignored-parameter",
                    "`LogOptions` can be said of a job that is waited for only",
                )
                .pointer("/Parameters/LogOptions")
                .help("use `run_job`"),
            );
        }
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        match pattern {
            IntegrationPattern::RunJob => shape::object([
                ("apiVersion", shape::text()),
                ("kind", shape::text()),
                ("logs", shape::any()),
                ("metadata", shape::any()),
                ("spec", shape::any()),
                ("status", shape::any()),
            ]),
            _ => shape::object([
                ("ResponseBody", shape::any()),
                ("StatusCode", shape::integer()),
                ("StatusText", shape::text()),
            ]),
        }
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{hours, jsonata, path};
        use crate::payload;
        use crate::reference::{Handle, Reference};
        use crate::template::eks;
        let network = eks::cluster::ResourcesVpcConfig::new(["subnet-0a1b2c3d4e5f6a7b8"]);
        let cluster = Handle::new("Jobs", eks::Cluster::new(network, Reference::attribute("Role", "Arn")));
        vec![
            Example::request(
                "request_response",
                EksRunJob::new(&cluster, path("$.job")).namespace("batch").state("Start the job"),
            ),
            Example::job(
                "run_job",
                EksRunJob::new(
                    &cluster,
                    payload!({
                        "apiVersion": "batch/v1",
                        "kind": "Job",
                        "metadata": { "name": path("$.name") },
                        "spec": {
                            "backoffLimit": 0,
                            "template": { "spec": {
                                "containers": [{ "name": "resize", "image": "example/resize" }],
                                "restartPolicy": "Never"
                            } }
                        }
                    }),
                )
                .retrieve_logs(true)
                .raw_logs(true)
                .log_parameter("tailLines", "20")
                .run_job("Resize")
                .timeout(hours(1)),
            ),
            Example::job(
                "jsonata",
                EksRunJob::new(&cluster, jsonata("$states.input.job"))
                    .retrieve_logs(true)
                    .log_parameters_from(jsonata("$states.input.logs"))
                    .run_job("Run the job")
                    .output(jsonata("$states.result.status")),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                EksRunJob::new(path("$.Cluster.Name"), path("$.job"))
                    .endpoint(path("$.Cluster.Endpoint"))
                    .certificate_authority(path("$.Cluster.CertificateAuthority.Data"))
                    .run_job("Run the job"),
            ),
        ]
    }
}
