//! EMR Serverless: what is watched of jobs, and where their logs go.

use super::emr_jobs::{EmrLogGroup, EmrLogUri};
use super::emr_limits as limits;
use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::EmrKeyTarget;
use crate::task::setters;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// What is watched of jobs on EMR Serverless, and where their logs go.
///
/// The job's own role writes the logs, and has to be permitted to.
///
/// ```
/// use stepwright::prelude::*;
///
/// let monitoring = EmrServerlessMonitoringConfiguration::new()
///     .log_uri("s3://logs-123456789012/spark/")
///     .cloud_watch(EmrServerlessCloudWatchLoggingConfiguration::new().log_group("/emr/spark"));
/// # let _ = monitoring;
/// ```
///
/// Checked against
/// <https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_MonitoringConfiguration.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessMonitoringConfiguration {
    #[serde(rename = "S3MonitoringConfiguration", skip_serializing_if = "Option::is_none")]
    s3_monitoring_configuration: Option<S3>,
    #[serde(skip_serializing_if = "Option::is_none")]
    managed_persistence_monitoring_configuration: Option<ManagedPersistence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_watch_logging_configuration: Option<EmrServerlessCloudWatchLoggingConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prometheus_monitoring_configuration: Option<Prometheus>,
    #[serde(skip)]
    keys: Vec<EmrKeyTarget>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct S3 {
    #[serde(skip_serializing_if = "Option::is_none")]
    log_uri: Option<EmrLogUri>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_key_arn: Option<Field<String>>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ManagedPersistence {
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_key_arn: Option<Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Prometheus {
    remote_write_url: Field<String>,
}

impl EmrServerlessMonitoringConfiguration {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where logs go in S3: a bucket, or `s3://BUCKET/PREFIX`.
    pub fn log_uri(mut self, uri: impl Into<EmrLogUri>) -> Self {
        self.s3_monitoring_configuration.get_or_insert_default().log_uri = Some(uri.into());
        self
    }

    /// The key that logs in S3 are encrypted with.
    pub fn log_uri_key(mut self, key: impl Into<EmrKeyTarget>) -> Self {
        let arn = self.key(key);
        self.s3_monitoring_configuration.get_or_insert_default().encryption_key_arn = Some(arn);
        self
    }

    /// Whether EMR Serverless keeps logs itself, for 30 days; by default it does.
    pub fn managed_logs(mut self, keep: impl Into<Field<bool>>) -> Self {
        let managed = self.managed_persistence_monitoring_configuration.get_or_insert_default();
        managed.enabled = Some(keep.into());
        self
    }

    /// The key that the logs EMR Serverless keeps are encrypted with.
    pub fn managed_logs_key(mut self, key: impl Into<EmrKeyTarget>) -> Self {
        let arn = self.key(key);
        let managed = self.managed_persistence_monitoring_configuration.get_or_insert_default();
        managed.encryption_key_arn = Some(arn);
        self
    }

    /// How logs go to CloudWatch; by default they do not.
    pub fn cloud_watch(mut self, logging: EmrServerlessCloudWatchLoggingConfiguration) -> Self {
        self.keys.extend(logging.key.clone());
        self.cloud_watch_logging_configuration = Some(logging);
        self
    }

    /// Where metrics go: the remote write URL of a workspace of Amazon Managed Service for Prometheus.
    pub fn prometheus(mut self, remote_write_url: impl Into<Field<String>>) -> Self {
        self.prometheus_monitoring_configuration =
            Some(Prometheus { remote_write_url: remote_write_url.into() });
        self
    }

    fn key(&mut self, key: impl Into<EmrKeyTarget>) -> Field<String> {
        let key = key.into();
        let arn = key.arn().clone();
        self.keys.push(key);
        arn
    }

    /// What whoever says it needs of the keys.
    pub(in crate::tasks) fn key_statements(&self) -> Vec<Statement> {
        let actions = ["kms:GenerateDataKey", "kms:Decrypt"];
        let why = "proves that logs may be encrypted";
        let mut out = Vec::new();
        for statement in self.keys.iter().map(|key| key.allow_through("emr-serverless", &actions, why)) {
            if !out.contains(&statement) {
                out.push(statement);
            }
        }
        out
    }

    pub(in crate::tasks) fn findings(&self, at: &str, out: &mut Vec<Diagnostic>) {
        if let Some(s3) = &self.s3_monitoring_configuration {
            let at = format!("{at}/S3MonitoringConfiguration");
            match &s3.log_uri {
                Some(uri) => uri.findings(&format!("{at}/LogUri"), out),
                None => out.push(
                    Diagnostic::error("missing-parameter", "`EncryptionKeyArn` is said, and no `LogUri`")
                        .pointer(&*at)
                        .help("say `log_uri(…)`"),
                ),
            }
        }
        if let Some(logging) = &self.cloud_watch_logging_configuration {
            logging.findings(&format!("{at}/CloudWatchLoggingConfiguration"), out);
        }
        if let Some(Prometheus { remote_write_url: Field::Literal(url) }) =
            &self.prometheus_monitoring_configuration
            && !(url.starts_with("https://aps-workspaces.") && url.ends_with("/api/v1/remote_write"))
        {
            let message = format!("`{url}` is no remote write URL of Amazon Managed Service for Prometheus");
            out.push(
                Diagnostic::error("malformed-url", message)
                    .pointer(format!("{at}/PrometheusMonitoringConfiguration/RemoteWriteUrl"))
                    .help("it is like `https://aps-workspaces.REGION.amazonaws.com/workspaces/ID/api/v1/remote_write`"),
            );
        }
    }
}

/// How logs of jobs go to CloudWatch.
///
/// ```
/// use stepwright::prelude::*;
///
/// let logging = EmrServerlessCloudWatchLoggingConfiguration::new()
///     .log_group("/emr/spark")
///     .log_types("SPARK_DRIVER", ["STDOUT", "STDERR"]);
/// # let _ = logging;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/logging.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessCloudWatchLoggingConfiguration {
    enabled: Field<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_group_name: Option<EmrLogGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_stream_name_prefix: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_key_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    log_types: IndexMap<String, Vec<Field<String>>>,
    #[serde(skip)]
    key: Option<EmrKeyTarget>,
}

impl EmrServerlessCloudWatchLoggingConfiguration {
    /// On: what the driver writes goes to the log group `/aws/emr-serverless`.
    pub fn new() -> Self {
        EmrServerlessCloudWatchLoggingConfiguration {
            enabled: Field::Literal(true),
            log_group_name: None,
            log_stream_name_prefix: None,
            encryption_key_arn: None,
            log_types: IndexMap::new(),
            key: None,
        }
    }

    setters! {
        /// What the names of the log streams begin with, at most 512 characters.
        log_stream_name_prefix: Field<String>;
    }

    /// Whether logs go to CloudWatch; with `false` a job can turn off what its application does.
    pub fn enabled(mut self, enabled: impl Into<Field<bool>>) -> Self {
        self.enabled = enabled.into();
        self
    }

    /// The log group that logs go to, by its name; by default `/aws/emr-serverless`.
    pub fn log_group(mut self, group: impl Into<EmrLogGroup>) -> Self {
        self.log_group_name = Some(group.into());
        self
    }

    /// The key that the logs are encrypted with.
    pub fn encryption_key(mut self, key: impl Into<EmrKeyTarget>) -> Self {
        let key = key.into();
        self.encryption_key_arn = Some(key.arn().clone());
        self.key = Some(key);
        self
    }

    /// Which logs of a type of worker go there; by default what the driver writes. For Spark `SPARK_DRIVER` and
    /// `SPARK_EXECUTOR` have `STDOUT` and `STDERR`; for Hive `HIVE_DRIVER` has also `HIVE_LOG` and `TEZ_AM`, and
    /// `TEZ_TASK` has also `SYSTEM_LOGS`.
    pub fn log_types<F: Into<Field<String>>>(
        mut self,
        worker_type: impl Into<String>,
        types: impl IntoIterator<Item = F>,
    ) -> Self {
        self.log_types.insert(worker_type.into(), types.into_iter().map(Into::into).collect());
        self
    }

    fn findings(&self, at: &str, out: &mut Vec<Diagnostic>) {
        if let Some(group) = &self.log_group_name {
            group.findings(&format!("{at}/LogGroupName"), out);
        }
        if let Some(prefix) = &self.log_stream_name_prefix {
            let at = format!("{at}/LogStreamNamePrefix");
            limits::length(out, &at, prefix, 1, 512);
            if let Field::Literal(text) = prefix
                && text.contains([':', '*'])
            {
                let message = format!("`{text}` has a `:` or `*`, which names of log streams cannot have");
                out.push(Diagnostic::error("malformed-name", message).pointer(at));
            }
        }
        let at = format!("{at}/LogTypes");
        limits::count(out, &at, self.log_types.len(), 4);
        for (worker, types) in &self.log_types {
            let at = crate::diagnostic::pointer(&at, worker);
            limits::count(out, &at, types.len(), 5);
            if types.is_empty() {
                let message = format!("no logs are named for `{worker}`");
                out.push(
                    Diagnostic::error("too-few-items", message)
                        .pointer(at)
                        .help("name some, or leave the type of worker out"),
                );
            }
        }
    }
}

impl Default for EmrServerlessCloudWatchLoggingConfiguration {
    fn default() -> Self {
        Self::new()
    }
}
