//! EMR on EKS: StartJobRun.

use super::parameters::emr_limits as limits;
use super::parameters::{
    EmrApplicationConfiguration, EmrContainersJobDriver, EmrContainersMonitoringConfiguration,
    configuration_findings, tag_findings, tag_statement,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{EmrContainersJobTemplateTarget, EmrContainersRoleTarget, Scope, VirtualClusterTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Runs a Spark job on EKS.
///
/// # Permissions
///
/// `emr-containers:StartJobRun` on the virtual cluster, under this role and from this template only. A job also needs
/// `emr-containers:DescribeJobRun` and `emr-containers:CancelJobRun` on the cluster's job runs. A template needs
/// `emr-containers:DescribeJobTemplate`; a role that pods come by through EKS Pod Identity needs `iam:PassRole` on it,
/// to pods only; tags need `emr-containers:TagResource`, for these keys only; a key for the logs that AWS keeps needs
/// what proves that the job may use it. The role's own permissions are the job's: see
/// [`EmrContainersJobRole`](crate::template::parts::EmrContainersJobRole).
///
/// # Patterns
///
/// Request and response, and a job. Step Functions asks after a job every minute, and after ten minutes every five.
///
/// # Output
///
/// Request and response: `{"Id", "Name", "Arn", "VirtualClusterId"}`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let trips = EmrContainersStartJobRun::new(
///     "de92jdei2910fwedz",
///     "arn:aws:iam::123456789012:role/trips",
///     "emr-7.5.0-latest",
///     EmrContainersSparkSubmit::new("s3://jobs/trips.py").arguments(["60"]),
/// )
/// .run_job("Count the trips");
/// # let _ = trips;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrContainersStartJobRun {
    virtual_cluster_id: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_role_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_label: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_driver: Option<EmrContainersJobDriver>,
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration_overrides: Option<Overrides>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    tags: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_template_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    job_template_parameters: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_policy_configuration: Option<RetryPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_token: Option<Field<String>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    on: VirtualClusterTarget,
    #[serde(skip)]
    role: Option<EmrContainersRoleTarget>,
    #[serde(skip)]
    template: Option<EmrContainersJobTemplateTarget>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Overrides {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    application_configuration: Vec<EmrApplicationConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    monitoring_configuration: Option<EmrContainersMonitoringConfiguration>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct RetryPolicy {
    max_attempts: Field<u32>,
}

impl EmrContainersStartJobRun {
    /// Runs this on this virtual cluster, under this role, with this release of EMR: `emr-7.5.0-latest`.
    pub fn new(
        virtual_cluster: impl Into<VirtualClusterTarget>,
        execution_role: impl Into<EmrContainersRoleTarget>,
        release_label: impl Into<Field<String>>,
        job_driver: impl Into<EmrContainersJobDriver>,
    ) -> Self {
        Self::on(virtual_cluster.into())
            .execution_role(execution_role)
            .release_label(release_label)
            .job_driver(job_driver)
    }

    /// Runs what a job template says on this virtual cluster.
    pub fn from_template(
        virtual_cluster: impl Into<VirtualClusterTarget>,
        template: impl Into<EmrContainersJobTemplateTarget>,
    ) -> Self {
        let template = template.into();
        let mut request = Self::on(virtual_cluster.into());
        request.job_template_id = Some(template.id().clone());
        request.template = Some(template);
        request
    }

    fn on(on: VirtualClusterTarget) -> Self {
        EmrContainersStartJobRun {
            virtual_cluster_id: on.id().clone(),
            name: None,
            execution_role_arn: None,
            release_label: None,
            job_driver: None,
            configuration_overrides: None,
            tags: IndexMap::new(),
            job_template_id: None,
            job_template_parameters: IndexMap::new(),
            retry_policy_configuration: None,
            client_token: None,
            more: serde_json::Map::new(),
            on,
            role: None,
            template: None,
        }
    }

    setters! {
        /// A name for the job run, at most 64 characters.
        name: Field<String>;
        /// The release of EMR: `emr-7.5.0-latest`.
        release_label: Field<String>;
        /// What the job runs.
        job_driver: EmrContainersJobDriver;
        /// The same token starts the job once only, at most 64 characters; by default Step Functions makes one.
        client_token: Field<String>;
    }

    /// The role that the job runs under.
    pub fn execution_role(mut self, role: impl Into<EmrContainersRoleTarget>) -> Self {
        let role = role.into();
        self.execution_role_arn = Some(role.arn().clone());
        self.role = Some(role);
        self
    }

    /// Configures an application; at most 100 times.
    pub fn application_configuration(mut self, configuration: EmrApplicationConfiguration) -> Self {
        let overrides = self.configuration_overrides.get_or_insert_default();
        overrides.application_configuration.push(configuration);
        self
    }

    /// What is watched of the job, and where its logs go.
    pub fn monitoring(mut self, monitoring: EmrContainersMonitoringConfiguration) -> Self {
        self.configuration_overrides.get_or_insert_default().monitoring_configuration = Some(monitoring);
        self
    }

    /// Sets a parameter of the job template; at most 100.
    pub fn job_template_parameter(
        mut self,
        name: impl Into<String>,
        value: impl Into<Field<String>>,
    ) -> Self {
        self.job_template_parameters.insert(name.into(), value.into());
        self
    }

    /// How often the job's driver is started at most; by default once. For releases from 6.9.0 on.
    pub fn max_attempts(mut self, attempts: impl Into<Field<u32>>) -> Self {
        self.retry_policy_configuration = Some(RetryPolicy { max_attempts: attempts.into() });
        self
    }

    /// Tags the job run; at most 50 times.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// A parameter that has no setter here, by its name in `StartJobRun`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    fn monitors(&self) -> Option<&EmrContainersMonitoringConfiguration> {
        self.configuration_overrides.as_ref()?.monitoring_configuration.as_ref()
    }
}

/// Bounds a statement by the ARNs of a scope; by none where they are decided at run time.
fn only(statement: Statement, operator: &'static str, key: &'static str, scope: Option<&Scope>) -> Statement {
    match scope {
        Some(Scope::Known(arns)) => {
            arns.iter().fold(statement, |statement, arn| statement.when(operator, key, arn))
        }
        _ => statement,
    }
}

impl Task for EmrContainersStartJobRun {
    const NAME: &'static str = "EmrContainersStartJobRun";
    const API: (&'static str, &'static str) = ("emr-containers", "startJobRun");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-eks.html";

    type Patterns = RequestOrJob;

    /// A job is followed by asking only: EMR on EKS has no managed rule. What Step Functions' page does not have
    /// (template, Pod Identity, tags) is from
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonemroneksemrcontainers.html> and
    /// <https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/setting-up-enable-IAM.html>.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let start =
            Statement::allow(["emr-containers:StartJobRun"]).on_all(self.on.arns()).because("starts the job");
        let role = self.role.as_ref().map(EmrContainersRoleTarget::scope);
        let start = only(start, "StringEquals", "emr-containers:ExecutionRoleArn", role);
        let template = self.template.as_ref().map(EmrContainersJobTemplateTarget::scope);
        let mut out = vec![only(start, "ArnEquals", "emr-containers:JobTemplateArn", template)];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["emr-containers:DescribeJobRun", "emr-containers:CancelJobRun"])
                    .on_all(self.on.job_runs())
                    .because("follows the job, and cancels it when the execution is stopped"),
            );
        }
        if let Some(template) = &self.template {
            out.push(
                Statement::allow(["emr-containers:DescribeJobTemplate"])
                    .on_all(template.arns())
                    .because("reads the job template"),
            );
        }
        out.extend(self.role.as_ref().and_then(EmrContainersRoleTarget::pass_statement));
        let tagging = Statement::allow(["emr-containers:TagResource"])
            .on_all(self.on.job_runs())
            .because("tags the job run");
        out.extend(tag_statement(tagging, &self.tags));
        out.extend(self.monitors().and_then(EmrContainersMonitoringConfiguration::key_statement));
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let texts = [
            ("/Parameters/Name", &self.name, ".-_/#"),
            ("/Parameters/ReleaseLabel", &self.release_label, ".-_/"),
        ];
        for (at, text, more) in texts {
            if let Some(text) = text {
                limits::length(&mut out, at, text, 1, 64);
                limits::characters(&mut out, at, text, more);
            }
        }
        if let Some(token) = &self.client_token {
            limits::length(&mut out, "/Parameters/ClientToken", token, 1, 64);
        }
        if let Some(driver) = &self.job_driver {
            driver.findings(&mut out);
        }
        if let Some(overrides) = &self.configuration_overrides {
            let at = "/Parameters/ConfigurationOverrides";
            let applications = &overrides.application_configuration;
            configuration_findings(&format!("{at}/ApplicationConfiguration"), applications, &mut out);
            if let Some(monitoring) = &overrides.monitoring_configuration {
                monitoring.findings(&format!("{at}/MonitoringConfiguration"), &mut out);
            }
        }
        let at = "/Parameters/JobTemplateParameters";
        limits::count(&mut out, at, self.job_template_parameters.len(), 100);
        for (name, value) in &self.job_template_parameters {
            limits::length(&mut out, &crate::diagnostic::pointer(at, name), value, 1, 1_024);
        }
        if !self.job_template_parameters.is_empty() && self.template.is_none() {
            out.push(
                Diagnostic::error(
                    "missing-parameter",
                    "`JobTemplateParameters` is said, and no `JobTemplateId`",
                )
                .pointer(at)
                .help("begin with `EmrContainersStartJobRun::from_template`"),
            );
        }
        tag_findings(&self.tags, 50, &mut out);
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        match pattern {
            IntegrationPattern::RequestResponse => shape::object([
                ("Arn", shape::text()),
                ("Id", shape::text()),
                ("Name", shape::text()),
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
                ("VirtualClusterId", shape::text()),
            ]),
            // No page says what a job gives back.
            _ => shape::any(),
        }
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{EmrContainersSparkSql, EmrContainersSparkSubmit};
        use crate::asl::{jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::template::emrcontainers::{VirtualCluster, virtual_cluster};
        use crate::template::{iam, logs, s3};
        let info = virtual_cluster::ContainerInfo::new(virtual_cluster::EksInfo::new("spark"));
        let provider = virtual_cluster::ContainerProvider::new("jobs", info);
        let cluster = Handle::new("Spark", VirtualCluster::new(provider, "spark"));
        let role = Handle::new(
            "TripsRole",
            iam::Role::new(crate::iam::plain_trust_policy("pods.eks.amazonaws.com")),
        );
        let group = Handle::new("SparkLogs", logs::LogGroup::new());
        let bucket = Handle::new("Logs", s3::Bucket::new());
        let known_role = "arn:aws:iam::123456789012:role/reports";
        vec![
            Example::job(
                "run_job",
                EmrContainersStartJobRun::new(
                    &cluster,
                    &role,
                    "emr-7.5.0-latest",
                    EmrContainersSparkSubmit::new("s3://jobs/trips.py")
                        .arguments_from(path("$.arguments"))
                        .spark_submit_parameters("--conf spark.executor.instances=2"),
                )
                .name("trips")
                .application_configuration(
                    EmrApplicationConfiguration::new("spark-defaults")
                        .property("spark.executor.instances", "2")
                        .property("spark.executor.memory", path("$.memory")),
                )
                .application_configuration(EmrApplicationConfiguration::new("spark-env").configuration(
                    EmrApplicationConfiguration::new("export").properties_from(path("$.environment")),
                ))
                .monitoring(
                    EmrContainersMonitoringConfiguration::new()
                        .persistent_app_ui(true)
                        .log_group(&group)
                        .log_stream_prefix("trips")
                        .log_uri(&bucket)
                        .container_log_rotation("10MB", 5)
                        .allow_aws_to_retain_logs(false)
                        .managed_logs_key(Reference::attribute("Key", "Arn")),
                )
                .max_attempts(3)
                .client_token(path("$.token"))
                .tag("day", path("$.day"))
                .run_job("Count the trips"),
            ),
            Example::request(
                "request_response",
                EmrContainersStartJobRun::new(
                    "de92jdei2910fwedz",
                    known_role,
                    "emr-6.9.0-latest",
                    EmrContainersSparkSql::new("s3://jobs/report.sql")
                        .spark_sql_parameters("--conf spark.executor.instances=2"),
                )
                .state("Begin the report"),
            ),
            Example::job(
                "from_template",
                EmrContainersStartJobRun::from_template("de92jdei2910fwedz", "00000002ot7ih5tfm33")
                    .job_template_parameter("EntryPoint", path("$.program"))
                    .run_job("Run the template"),
            ),
            Example::job(
                "at_run_time",
                EmrContainersStartJobRun::new(
                    path("$.cluster.Id"),
                    EmrContainersRoleTarget::from(path("$.role")),
                    path("$.release"),
                    EmrContainersSparkSubmit::new(path("$.program")).arguments(["60"]),
                )
                .run_job("Run what is asked for"),
            ),
            Example::job(
                "jsonata",
                EmrContainersStartJobRun::new(
                    jsonata("$VirtualClusterId"),
                    known_role,
                    "emr-7.5.0-latest",
                    EmrContainersSparkSubmit::new("s3://jobs/trips.py")
                        .arguments([Field::from("--days"), jsonata("$string($states.input.days)").into()]),
                )
                .run_job("Count the trips"),
            )
            .in_jsonata(),
        ]
    }
}
