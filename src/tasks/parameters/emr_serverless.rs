//! EMR Serverless: what a job is, and what it runs on.

use super::emr_jobs::Arguments;
use super::emr_limits as limits;
use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::{Literal, Property};
use crate::target::EmrKeyTarget;
use crate::task::setters;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// What a job on EMR Serverless runs: [`EmrServerlessSparkSubmit`] or [`EmrServerlessHive`].
///
/// ```
/// use stepwright::prelude::*;
///
/// let driver = EmrServerlessJobDriver::from(EmrServerlessHive::new("s3://jobs/report.sql"));
/// # let _ = driver;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_JobDriver.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub enum EmrServerlessJobDriver {
    /// A program for Spark.
    SparkSubmit(EmrServerlessSparkSubmit),
    /// A query for Hive.
    Hive(EmrServerlessHive),
}

impl From<EmrServerlessSparkSubmit> for EmrServerlessJobDriver {
    fn from(driver: EmrServerlessSparkSubmit) -> Self {
        EmrServerlessJobDriver::SparkSubmit(driver)
    }
}

impl From<EmrServerlessHive> for EmrServerlessJobDriver {
    fn from(driver: EmrServerlessHive) -> Self {
        EmrServerlessJobDriver::Hive(driver)
    }
}

impl EmrServerlessJobDriver {
    pub(in crate::tasks) fn findings(&self, out: &mut Vec<Diagnostic>) {
        match self {
            EmrServerlessJobDriver::SparkSubmit(driver) => {
                let at = "/Parameters/JobDriver/SparkSubmit";
                limits::length(out, &format!("{at}/EntryPoint"), &driver.entry_point, 1, 4_096);
                if let Some(Field::Literal(arguments)) = &driver.entry_point_arguments {
                    limits::count(out, &format!("{at}/EntryPointArguments"), arguments.len(), 1_024);
                }
                if let Some(parameters) = &driver.spark_submit_parameters {
                    limits::length(out, &format!("{at}/SparkSubmitParameters"), parameters, 1, 102_400);
                }
            }
            EmrServerlessJobDriver::Hive(driver) => {
                let at = "/Parameters/JobDriver/Hive";
                limits::length(out, &format!("{at}/Query"), &driver.query, 1, 10_280);
                if let Some(file) = &driver.init_query_file {
                    limits::length(out, &format!("{at}/InitQueryFile"), file, 1, 256);
                }
                if let Some(parameters) = &driver.parameters {
                    limits::length(out, &format!("{at}/Parameters"), parameters, 1, 102_400);
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
/// let trips = EmrServerlessSparkSubmit::new("s3://jobs/trips.py")
///     .arguments(["--days", "7"])
///     .spark_submit_parameters("--conf spark.executor.cores=4 --conf spark.executor.memory=4g");
/// # let _ = trips;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_SparkSubmit.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessSparkSubmit {
    entry_point: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry_point_arguments: Arguments,
    #[serde(skip_serializing_if = "Option::is_none")]
    spark_submit_parameters: Option<Field<String>>,
}

impl EmrServerlessSparkSubmit {
    /// This program: `s3://…`, at most 4,096 characters.
    pub fn new(entry_point: impl Into<Field<String>>) -> Self {
        EmrServerlessSparkSubmit {
            entry_point: entry_point.into(),
            entry_point_arguments: None,
            spark_submit_parameters: None,
        }
    }

    setters! {
        /// What else stands on the command line of `spark-submit`, at most 102,400 characters.
        spark_submit_parameters: Field<String>;
    }

    /// The program's arguments, at most 1,024.
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

/// Runs a query with Hive.
///
/// ```
/// use stepwright::prelude::*;
///
/// let report = EmrServerlessHive::new("s3://jobs/report.sql").init_query_file("s3://jobs/tables.sql");
/// # let _ = report;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_Hive.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessHive {
    query: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    init_query_file: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<Field<String>>,
}

impl EmrServerlessHive {
    /// This query, or the file it is in: `s3://…`, at most 10,280 characters.
    pub fn new(query: impl Into<Field<String>>) -> Self {
        EmrServerlessHive { query: query.into(), init_query_file: None, parameters: None }
    }

    setters! {
        /// A file of queries that runs first, at most 256 characters.
        init_query_file: Field<String>;
        /// What else stands on the command line of Hive: `--hiveconf hive.exec.scratchdir=s3://…`, at most 102,400
        /// characters.
        parameters: Field<String>;
    }
}

/// So many workers of one type, kept ready, and how large each is.
///
/// ```
/// use stepwright::prelude::*;
///
/// let drivers = EmrServerlessInitialCapacityConfig::new(2)
///     .worker(EmrServerlessWorkerResourceConfig::new("4 vCPU", "16 GB").disk("40 GB"));
/// # let _ = drivers;
/// ```
///
/// Checked against
/// <https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_InitialCapacityConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessInitialCapacityConfig {
    worker_count: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worker_configuration: Option<EmrServerlessWorkerResourceConfig>,
}

impl EmrServerlessInitialCapacityConfig {
    /// So many workers: 1 to 1,000,000.
    pub fn new(worker_count: impl Into<Field<u32>>) -> Self {
        EmrServerlessInitialCapacityConfig { worker_count: worker_count.into(), worker_configuration: None }
    }

    /// How large each worker is; by default as EMR Serverless makes them.
    pub fn worker(mut self, worker: EmrServerlessWorkerResourceConfig) -> Self {
        self.worker_configuration = Some(worker);
        self
    }

    pub(in crate::tasks) fn findings(&self, at: &str, out: &mut Vec<Diagnostic>) {
        let count = Some(self.worker_count.clone());
        limits::range(out, &format!("{at}/WorkerCount"), &count, 1, 1_000_000);
        if let Some(worker) = &self.worker_configuration {
            let at = format!("{at}/WorkerConfiguration");
            amounts(out, &at, &worker.cpu, &worker.memory, worker.disk.as_ref());
        }
    }
}

/// How large a worker is.
///
/// ```
/// use stepwright::prelude::*;
///
/// let worker = EmrServerlessWorkerResourceConfig::new("8 vCPU", "32 GB")
///     .disk("500 GB")
///     .disk_type(EmrServerlessDiskType::ShuffleOptimized);
/// # let _ = worker;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_WorkerResourceConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessWorkerResourceConfig {
    cpu: Field<String>,
    memory: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disk: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disk_type: Option<Field<EmrServerlessDiskType>>,
}

impl EmrServerlessWorkerResourceConfig {
    /// So many vCPUs, `4 vCPU`, and so much memory, `16 GB`.
    pub fn new(cpu: impl Into<Field<String>>, memory: impl Into<Field<String>>) -> Self {
        let (cpu, memory) = (cpu.into(), memory.into());
        EmrServerlessWorkerResourceConfig { cpu, memory, disk: None, disk_type: None }
    }

    setters! {
        /// The size of its disk: `40 GB`.
        disk: Field<String>;
        /// The kind of its disk; by default the standard one.
        disk_type: Field<EmrServerlessDiskType>;
    }
}

/// The kind of a worker's disk.
///
/// ```
/// use stepwright::prelude::*;
///
/// let worker = EmrServerlessWorkerResourceConfig::new("4 vCPU", "16 GB").disk_type(EmrServerlessDiskType::Standard);
/// # let _ = worker;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum EmrServerlessDiskType {
    /// For most jobs.
    #[serde(rename = "STANDARD")]
    Standard,
    /// For jobs that move much data between workers.
    #[serde(rename = "SHUFFLE_OPTIMIZED")]
    ShuffleOptimized,
}

impl Literal for EmrServerlessDiskType {}

/// The most that all workers of an application may have together at any time.
///
/// ```
/// use stepwright::prelude::*;
///
/// let most = EmrServerlessMaximumAllowedResources::new("200 vCPU", "1000 GB").disk("4000 GB");
/// # let _ = most;
/// ```
///
/// Checked against
/// <https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_MaximumAllowedResources.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessMaximumAllowedResources {
    cpu: Field<String>,
    memory: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disk: Option<Field<String>>,
}

impl EmrServerlessMaximumAllowedResources {
    /// So many vCPUs, `200 vCPU`, and so much memory, `1000 GB`.
    pub fn new(cpu: impl Into<Field<String>>, memory: impl Into<Field<String>>) -> Self {
        EmrServerlessMaximumAllowedResources { cpu: cpu.into(), memory: memory.into(), disk: None }
    }

    setters! {
        /// So much disk: `4000 GB`.
        disk: Field<String>;
    }

    pub(in crate::tasks) fn findings(&self, at: &str, out: &mut Vec<Diagnostic>) {
        amounts(out, at, &self.cpu, &self.memory, self.disk.as_ref());
    }
}

/// What is wrong with amounts of vCPUs, memory and disk.
fn amounts(
    out: &mut Vec<Diagnostic>,
    at: &str,
    cpu: &Field<String>,
    memory: &Field<String>,
    disk: Option<&Field<String>>,
) {
    const VCPU: [&str; 3] = ["vCPU", "vcpu", "VCPU"];
    const GB: [&str; 4] = ["GB", "gb", "gB", "Gb"];
    let amounts = [
        ("Cpu", Some(cpu), &VCPU[..], true, "4 vCPU"),
        ("Memory", Some(memory), &GB[..], true, "16 GB"),
        ("Disk", disk, &GB[..], false, "40 GB"),
    ];
    for (name, amount, units, bare, example) in amounts {
        let Some(Field::Literal(amount)) = amount else { continue };
        let unit = units.iter().find_map(|unit| amount.strip_suffix(unit));
        let number = match unit {
            Some(number) => number.strip_suffix(char::is_whitespace).unwrap_or(number),
            None if bare => amount.as_str(),
            None => "",
        };
        let digits = number.chars().all(|c| c.is_ascii_digit()) && !number.starts_with('0');
        if number.is_empty() || !digits || amount.chars().count() > 15 {
            let message = format!("`{name}` is `{amount}`, which is no number with its unit");
            out.push(
                Diagnostic::error("malformed-size", message)
                    .pointer(format!("{at}/{name}"))
                    .help(format!("write it like `{example}`")),
            );
        }
    }
}

/// How the disks of workers are encrypted: with a key of one's own.
///
/// ```
/// use stepwright::prelude::*;
///
/// let key = "arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666";
/// let encryption = EmrServerlessDiskEncryption::new(key).context("team", "reports");
/// # let _ = encryption;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/disk-encryption-cmk.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrServerlessDiskEncryption {
    encryption_key_arn: Field<String>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    encryption_context: IndexMap<String, Field<String>>,
    #[serde(skip)]
    key: EmrKeyTarget,
}

impl EmrServerlessDiskEncryption {
    /// With this symmetric key.
    pub fn new(key: impl Into<EmrKeyTarget>) -> Self {
        let key = key.into();
        EmrServerlessDiskEncryption {
            encryption_key_arn: key.arn().clone(),
            encryption_context: IndexMap::new(),
            key,
        }
    }

    /// Adds a pair to the encryption context, which stands in clear in CloudTrail; at most 8.
    pub fn context(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.encryption_context.insert(name.into(), value.into());
        self
    }

    /// What its user needs of the key.
    pub(in crate::tasks) fn key_statements(&self) -> [Statement; 2] {
        let describe =
            self.key.allow(&["kms:DescribeKey"], "proves that the key for the workers' disks can be used");
        let actions = ["kms:GenerateDataKey", "kms:Decrypt"];
        let encrypt =
            self.key.allow_through("emr-serverless", &actions, "proves that disks may be encrypted");
        let encrypt = self.encryption_context.iter().fold(encrypt, |encrypt, (name, value)| {
            let key = format!("kms:EncryptionContext:{name}");
            match value {
                Field::Literal(text) => encrypt.when("StringEquals", key, text),
                Field::Reference(text) => encrypt.when("StringEquals", key, Property::from(text)),
                Field::Expression(_) => encrypt,
            }
        });
        [describe, encrypt]
    }

    pub(in crate::tasks) fn findings(&self, at: &str, out: &mut Vec<Diagnostic>) {
        let at = format!("{at}/EncryptionContext");
        limits::count(out, &at, self.encryption_context.len(), 8);
        for (name, value) in &self.encryption_context {
            limits::length(out, &crate::diagnostic::pointer(&at, name), value, 1, 384);
        }
    }
}
