//! What may be said of a machine beside its states.

use crate::asl::Seconds;
use crate::iam::{Statement, own_machine};
use crate::reference::{Property, account, partition, region, sub};
use crate::target::{KeyTarget, LogGroupTarget};
use serde_json::{Map, Value, json};

/// How a machine runs.
///
/// ```
/// use stepwright::prelude::*;
///
/// let machine = StateMachine::new(Succeed::new("Done")).express();
/// # let _ = machine;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MachineType {
    /// Up to a year, each step exactly once, history kept; the default.
    #[default]
    Standard,
    /// Up to five minutes, each step at least once, cheaper; neither jobs nor callbacks.
    Express,
}

impl MachineType {
    /// CloudFormation's name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            MachineType::Standard => "STANDARD",
            MachineType::Express => "EXPRESS",
        }
    }
}

/// Which events of an execution are logged.
///
/// ```
/// use stepwright::prelude::*;
///
/// assert_eq!(LogLevel::Error.as_str(), "ERROR");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// All.
    All,
    /// Failures of states and of the execution.
    Error,
    /// Failures of the execution.
    Fatal,
    /// None.
    Off,
}

impl LogLevel {
    /// CloudFormation's name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            LogLevel::All => "ALL",
            LogLevel::Error => "ERROR",
            LogLevel::Fatal => "FATAL",
            LogLevel::Off => "OFF",
        }
    }
}

/// Where a machine logs, and what.
///
/// Name the log group `/aws/vendedlogs/states/…`: for other names CloudWatch Logs keeps a resource policy, whose size is
/// limited for the whole account.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let group = stack.add("Logs", logs::LogGroup::new().log_group_name("/aws/vendedlogs/states/orders"));
/// let machine = StateMachine::new(Succeed::new("Done")).logging(Logging::all(&group).execution_data());
/// # let _ = machine;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html>.
#[derive(Clone, Debug)]
pub struct Logging {
    level: LogLevel,
    group: LogGroupTarget,
    data: bool,
}

impl Logging {
    /// Logs all events.
    pub fn all(group: impl Into<LogGroupTarget>) -> Self {
        Self::new(LogLevel::All, group)
    }

    /// Logs the events of a level.
    pub fn new(level: LogLevel, group: impl Into<LogGroupTarget>) -> Self {
        Logging { level, group: group.into(), data: false }
    }

    /// Logs inputs and outputs as well. By default they are left out.
    pub fn execution_data(mut self) -> Self {
        self.data = true;
        self
    }

    /// As CloudFormation has it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "Level": self.level.as_str(),
            "IncludeExecutionData": self.data,
            "Destinations": [{ "CloudWatchLogsLogGroup": { "LogGroupArn": self.group.arn() } }],
        })
    }

    /// What the role needs. None of these actions can be narrowed to a resource.
    pub(crate) fn statement() -> Statement {
        Statement::allow([
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups",
        ])
        .on("*")
        .because("sets up the delivery of its logs; these actions know no resource")
    }
}

/// What the role needs to send traces. None of these actions can be narrowed to a resource.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html>.
pub(crate) fn tracing_statement() -> Statement {
    Statement::allow([
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
    ])
    .on("*")
    .because("sends traces; these actions know no resource")
}

/// Encrypts a machine's definition and its executions with a key of one's own.
///
/// ```
/// use stepwright::prelude::*;
///
/// let key = KeyTarget::from("arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666");
/// let machine = StateMachine::new(Succeed::new("Done")).encryption(Encryption::with(key).reuse(secs(300)));
/// # let _ = machine;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html>.
#[derive(Clone, Debug)]
pub struct Encryption {
    key: KeyTarget,
    reuse: Option<Seconds>,
}

impl Encryption {
    /// With this customer managed key.
    pub fn with(key: impl Into<KeyTarget>) -> Self {
        Encryption { key: key.into(), reuse: None }
    }

    /// How long a data key is used before KMS is asked for another, 60 to 900 seconds; by default 300.
    pub fn reuse(mut self, period: Seconds) -> Self {
        self.reuse = Some(period);
        self
    }

    pub(crate) fn reuse_seconds(&self) -> Option<u32> {
        self.reuse.map(|Seconds(seconds)| seconds)
    }

    /// As CloudFormation has it.
    pub(crate) fn to_json(&self) -> Value {
        let mut out = Map::new();
        out.insert("Type".to_owned(), "CUSTOMER_MANAGED_KMS_KEY".into());
        out.insert("KmsKeyId".to_owned(), self.key.arn().to_json());
        if let Some(Seconds(seconds)) = self.reuse {
            out.insert("KmsDataKeyReusePeriodSeconds".to_owned(), seconds.into());
        }
        Value::Object(out)
    }

    /// What the role needs: the key, for this machine's data only, and for its logs where it has any.
    pub(crate) fn statements(&self, logs: bool) -> Vec<Statement> {
        let mut out = vec![
            Statement::allow(["kms:Decrypt", "kms:GenerateDataKey"])
                .on(self.key.arn().clone())
                .when("StringEquals", "kms:EncryptionContext:aws:states:stateMachineArn", own_machine())
                .of_own_machine()
                .because("encrypts and decrypts the executions"),
        ];
        if logs {
            let source: Property<String> =
                sub("arn:{}:logs:{}:{}:*", [partition(), region(), account()]).into();
            out.push(
                Statement::allow(["kms:GenerateDataKey"])
                    .on(self.key.arn().clone())
                    .when("StringEquals", "kms:EncryptionContext:SourceArn", source)
                    .because("encrypts what it logs"),
            );
        }
        out
    }
}
