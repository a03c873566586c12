//! EMR on EKS: what a job is, and what is watched of it.

use super::emr_jobs::{Arguments, EmrLogGroup, EmrLogUri};
use super::emr_limits as limits;
use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::EmrKeyTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// What a job on EKS runs: [`EmrContainersSparkSubmit`] or [`EmrContainersSparkSql`].
///
/// ```
/// use stepwright::prelude::*;
///
/// let driver = EmrContainersJobDriver::from(EmrContainersSparkSubmit::new("s3://jobs/trips.py"));
/// # let _ = driver;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_JobDriver.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub enum EmrContainersJobDriver {
    /// A program for Spark.
    #[serde(rename = "SparkSubmitJobDriver")]
    SparkSubmit(EmrContainersSparkSubmit),
    /// A file of SQL.
    #[serde(rename = "SparkSqlJobDriver")]
    SparkSql(EmrContainersSparkSql),
}

impl From<EmrContainersSparkSubmit> for EmrContainersJobDriver {
    fn from(driver: EmrContainersSparkSubmit) -> Self {
        EmrContainersJobDriver::SparkSubmit(driver)
    }
}

impl From<EmrContainersSparkSql> for EmrContainersJobDriver {
    fn from(driver: EmrContainersSparkSql) -> Self {
        EmrContainersJobDriver::SparkSql(driver)
    }
}

impl EmrContainersJobDriver {
    pub(in crate::tasks) fn findings(&self, out: &mut Vec<Diagnostic>) {
        match self {
            EmrContainersJobDriver::SparkSubmit(driver) => {
                let at = "/Parameters/JobDriver/SparkSubmitJobDriver";
                limits::length(out, &format!("{at}/EntryPoint"), &driver.entry_point, 1, 256);
                if let Some(Field::Literal(arguments)) = &driver.entry_point_arguments {
                    for (index, argument) in arguments.iter().enumerate() {
                        limits::length(
                            out,
                            &format!("{at}/EntryPointArguments/{index}"),
                            argument,
                            1,
                            10_280,
                        );
                    }
                }
                if let Some(parameters) = &driver.spark_submit_parameters {
                    limits::length(out, &format!("{at}/SparkSubmitParameters"), parameters, 1, 102_400);
                }
            }
            EmrContainersJobDriver::SparkSql(driver) => {
                let at = "/Parameters/JobDriver/SparkSqlJobDriver";
                limits::length(out, &format!("{at}/EntryPoint"), &driver.entry_point, 1, 256);
                if let Some(parameters) = &driver.spark_sql_parameters {
                    limits::length(out, &format!("{at}/SparkSqlParameters"), parameters, 1, 102_400);
                }
            }
        }
    }
}

/// Runs a program with `spark-submit`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let trips = EmrContainersSparkSubmit::new("s3://jobs/trips.py")
///     .arguments(["--days", "7"])
///     .spark_submit_parameters("--conf spark.executor.instances=2 --conf spark.executor.memory=2G");
/// # let _ = trips;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_SparkSubmitJobDriver.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrContainersSparkSubmit {
    entry_point: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry_point_arguments: Arguments,
    #[serde(skip_serializing_if = "Option::is_none")]
    spark_submit_parameters: Option<Field<String>>,
}

impl EmrContainersSparkSubmit {
    /// This program: `s3://…` or `local:///…`, at most 256 characters.
    pub fn new(entry_point: impl Into<Field<String>>) -> Self {
        EmrContainersSparkSubmit {
            entry_point: entry_point.into(),
            entry_point_arguments: None,
            spark_submit_parameters: None,
        }
    }

    setters! {
        /// What else stands on the command line of `spark-submit`, at most 102,400 characters.
        spark_submit_parameters: Field<String>;
    }

    /// The program's arguments, at most 10,280 characters each.
    pub fn arguments<F: Into<Field<String>>>(mut self, arguments: impl IntoIterator<Item = F>) -> Self {
        self.entry_point_arguments = Some(Field::Literal(arguments.into_iter().map(Into::into).collect()));
        self
    }

    /// The program's arguments, out of an expression that gives a list of texts.
    pub fn arguments_from(mut self, arguments: Expression) -> Self {
        self.entry_point_arguments = Some(arguments.into());
        self
    }
}

/// Runs a file of Spark SQL.
///
/// ```
/// use stepwright::prelude::*;
///
/// let report = EmrContainersSparkSql::new("s3://jobs/report.sql")
///     .spark_sql_parameters("--conf spark.executor.instances=2 --hivevar day=today");
/// # let _ = report;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_SparkSqlJobDriver.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrContainersSparkSql {
    entry_point: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spark_sql_parameters: Option<Field<String>>,
}

impl EmrContainersSparkSql {
    /// This file: `s3://…`, at most 256 characters.
    pub fn new(entry_point: impl Into<Field<String>>) -> Self {
        EmrContainersSparkSql { entry_point: entry_point.into(), spark_sql_parameters: None }
    }

    setters! {
        /// What else stands on the command line of `spark-sql`, at most 102,400 characters.
        spark_sql_parameters: Field<String>;
    }
}

/// Something that is on or off, as EMR on EKS says it: `ENABLED`, `DISABLED`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let on = EmrContainersSwitch::from(true);
/// let chosen = EmrContainersSwitch::from(path("$.ui"));
/// # let _ = (on, chosen);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct EmrContainersSwitch(Field<String>);

impl From<bool> for EmrContainersSwitch {
    fn from(on: bool) -> Self {
        EmrContainersSwitch(if on { "ENABLED" } else { "DISABLED" }.into())
    }
}

impl From<Expression> for EmrContainersSwitch {
    /// An expression that gives `ENABLED` or `DISABLED`.
    fn from(expression: Expression) -> Self {
        EmrContainersSwitch(expression.into())
    }
}

/// What is watched of a job on EKS, and where its logs go.
///
/// The job's own role writes the logs, and has to be permitted to.
///
/// ```
/// use stepwright::prelude::*;
///
/// let monitoring = EmrContainersMonitoringConfiguration::new()
///     .log_group("/emr/spark")
///     .log_stream_prefix("trips")
///     .log_uri("s3://logs-123456789012/spark/");
/// # let _ = monitoring;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_MonitoringConfiguration.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrContainersMonitoringConfiguration {
    #[serde(rename = "PersistentAppUI", skip_serializing_if = "Option::is_none")]
    persistent_app_ui: Option<EmrContainersSwitch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_watch_monitoring_configuration: Option<CloudWatch>,
    #[serde(rename = "S3MonitoringConfiguration", skip_serializing_if = "Option::is_none")]
    s3_monitoring_configuration: Option<S3>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_log_rotation_configuration: Option<Rotation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    managed_logs: Option<ManagedLogs>,
    #[serde(skip)]
    key: Option<EmrKeyTarget>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct CloudWatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    log_group_name: Option<EmrLogGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_stream_name_prefix: Option<Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct S3 {
    log_uri: EmrLogUri,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Rotation {
    rotation_size: Field<String>,
    max_files_to_keep: Field<u32>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ManagedLogs {
    #[serde(rename = "AllowAWSToRetainLogs", skip_serializing_if = "Option::is_none")]
    allow_aws_to_retain_logs: Option<EmrContainersSwitch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_key_arn: Option<Field<String>>,
}

impl EmrContainersMonitoringConfiguration {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Whether the Spark UI stays after the job; by default it does.
        persistent_app_ui: EmrContainersSwitch;
    }

    /// The log group that logs go to, by its name.
    pub fn log_group(mut self, group: impl Into<EmrLogGroup>) -> Self {
        self.cloud_watch_monitoring_configuration.get_or_insert_default().log_group_name = Some(group.into());
        self
    }

    /// What the names of the log streams begin with, at most 256 characters; goes with a log group.
    pub fn log_stream_prefix(mut self, prefix: impl Into<Field<String>>) -> Self {
        let cloud_watch = self.cloud_watch_monitoring_configuration.get_or_insert_default();
        cloud_watch.log_stream_name_prefix = Some(prefix.into());
        self
    }

    /// Where logs go in S3: a bucket, or `s3://BUCKET/PREFIX`.
    pub fn log_uri(mut self, uri: impl Into<EmrLogUri>) -> Self {
        self.s3_monitoring_configuration = Some(S3 { log_uri: uri.into() });
        self
    }

    /// Rotates the logs within the containers: at which size, `2KB` to `2GB`, and how many files are kept, 1 to 50.
    pub fn container_log_rotation(
        mut self,
        rotation_size: impl Into<Field<String>>,
        max_files_to_keep: impl Into<Field<u32>>,
    ) -> Self {
        let (rotation_size, max_files_to_keep) = (rotation_size.into(), max_files_to_keep.into());
        self.container_log_rotation_configuration = Some(Rotation { rotation_size, max_files_to_keep });
        self
    }

    /// Whether AWS may keep logs of the system's namespace.
    pub fn allow_aws_to_retain_logs(mut self, allow: impl Into<EmrContainersSwitch>) -> Self {
        self.managed_logs.get_or_insert_default().allow_aws_to_retain_logs = Some(allow.into());
        self
    }

    /// The key that the logs AWS keeps are encrypted with. Whoever starts the job has to be permitted to use it.
    pub fn managed_logs_key(mut self, key: impl Into<EmrKeyTarget>) -> Self {
        let key = key.into();
        self.managed_logs.get_or_insert_default().encryption_key_arn = Some(key.arn().clone());
        self.key = Some(key);
        self
    }

    /// What starting a job needs of the key.
    pub(in crate::tasks) fn key_statement(&self) -> Option<Statement> {
        let actions = ["kms:DescribeKey", "kms:GenerateDataKey", "kms:Decrypt"];
        let why = "proves that the job may encrypt its logs";
        // The guide's key policy has the condition with wildcards for the region.
        self.key.as_ref().map(|key| key.allow_through("emr-containers", &actions, why))
    }

    pub(in crate::tasks) fn findings(&self, at: &str, out: &mut Vec<Diagnostic>) {
        if let Some(cloud_watch) = &self.cloud_watch_monitoring_configuration {
            let at = format!("{at}/CloudWatchMonitoringConfiguration");
            match &cloud_watch.log_group_name {
                Some(group) => group.findings(&format!("{at}/LogGroupName"), out),
                None => out.push(
                    Diagnostic::error(
                        "missing-parameter",
                        "`LogStreamNamePrefix` is said, and no `LogGroupName`",
                    )
                    .pointer(&*at)
                    .help("say `log_group(…)`"),
                ),
            }
            if let Some(prefix) = &cloud_watch.log_stream_name_prefix {
                limits::length(out, &format!("{at}/LogStreamNamePrefix"), prefix, 1, 256);
            }
        }
        if let Some(s3) = &self.s3_monitoring_configuration {
            s3.log_uri.findings(&format!("{at}/S3MonitoringConfiguration/LogUri"), out);
        }
        if let Some(rotation) = &self.container_log_rotation_configuration {
            let at = format!("{at}/ContainerLogRotationConfiguration");
            let files = Some(rotation.max_files_to_keep.clone());
            limits::range(out, &format!("{at}/MaxFilesToKeep"), &files, 1, 50);
            if let Field::Literal(size) = &rotation.rotation_size
                && !is_rotation_size(size)
            {
                let message = format!("`{size}` is no size that logs can be rotated at");
                out.push(
                    Diagnostic::error("malformed-size", message)
                        .pointer(format!("{at}/RotationSize"))
                        .help("write it like `2KB`, `10MB` or `1.5GB`, from 2 KB to 2 GB"),
                );
            }
        }
    }
}

/// Whether it is a number and `K`, `M` or `G`, with or without `B`, from 2 KB to 2 GB.
fn is_rotation_size(size: &str) -> bool {
    let size = size.strip_suffix(['B', 'b']).unwrap_or(size);
    let (number, factor) = match (size.strip_suffix('K'), size.strip_suffix('M'), size.strip_suffix('G')) {
        (Some(number), _, _) => (number, 1.0),
        (_, Some(number), _) => (number, 1_024.0),
        (_, _, Some(number)) => (number, 1_048_576.0),
        _ => return false,
    };
    let digits = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let edges = number.starts_with('.') || number.ends_with('.');
    let kilobytes = number.parse::<f64>().map(|number| number * factor);
    digits && !edges && kilobytes.is_ok_and(|kilobytes| (2.0..=2_097_152.0).contains(&kilobytes))
}
