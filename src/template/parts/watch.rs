//! Log groups and alarms.

use super::function::LambdaFunction;
use crate::reference::{Handle, Piece, Property, Reference, stack_name, sub};
use crate::template::cloudwatch::alarm::Dimension;
use crate::template::scope::{Part, Scope};
use crate::template::{cloudwatch, logs, sns, sqs};

/// A log group that keeps what is logged for 30 days.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let group = stack.add("MachineLogs", LogGroup::of_machines().retention(90));
/// stack.add("Machine", StateMachine::new(Succeed::new("Done")).logging(Logging::all(&group)));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html>.
#[derive(Clone, Debug)]
pub struct LogGroup {
    name: Option<Property<String>>,
    retention: u32,
    key: Option<Reference>,
}

impl LogGroup {
    /// Under this name.
    pub fn new(name: impl Into<Property<String>>) -> Self {
        LogGroup { name: Some(name.into()), retention: 30, key: None }
    }

    /// For the state machines of the stack: `/aws/vendedlogs/states/`, then the stack's name and the group's id. Under
    /// that prefix no resource policy grows with each group.
    pub fn of_machines() -> Self {
        LogGroup { name: None, retention: 30, key: None }
    }

    /// For how many days what is logged is kept; by default 30. CloudWatch Logs takes 1, 3, 5, 7, 14, 30, 60, 90 and
    /// more.
    pub fn retention(mut self, days: u32) -> Self {
        self.retention = days;
        self
    }

    /// Encrypts with a key of one's own, by its ARN. The key's policy has to let CloudWatch Logs use it.
    pub fn key(mut self, key_arn: impl Into<Reference>) -> Self {
        self.key = Some(key_arn.into());
        self
    }
}

impl Part for LogGroup {
    type Handles = Handle<logs::LogGroup>;

    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
        let of_machines =
            || sub("/aws/vendedlogs/states/{}-{}", [stack_name().into(), Piece::from(id)]).into();
        let mut group = logs::LogGroup::new()
            .log_group_name(self.name.unwrap_or_else(of_machines))
            .retention_in_days(i64::from(self.retention));
        if let Some(key) = self.key {
            group = group.kms_key_id(key);
        }
        scope.resource(id, group)
    }
}

/// An alarm: goes off when a metric's sum over five minutes reaches 1, unless said otherwise. Missing data are fine.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let machine = stack.add("Orders", StateMachine::new(Succeed::new("Done")));
/// let operators = stack.add("Operators", sns::Topic::new());
/// stack.add("OrdersFailed", Alarm::executions_failed(machine.reference()).notify(&operators));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html>.
#[derive(Clone, Debug)]
pub struct Alarm {
    alarm: cloudwatch::Alarm,
    dimensions: Vec<Dimension>,
    actions: Vec<Property<String>>,
}

impl Alarm {
    /// On a metric: its namespace, and its name.
    pub fn on(namespace: &str, metric: &str) -> Self {
        let alarm = cloudwatch::Alarm::new()
            .namespace(namespace)
            .metric_name(metric)
            .statistic("Sum")
            .comparison_operator("GreaterThanOrEqualToThreshold")
            .threshold(1)
            .period(300)
            .evaluation_periods(1)
            .treat_missing_data("notBreaching");
        Alarm { alarm, dimensions: Vec::new(), actions: Vec::new() }
    }

    /// When executions of a machine fail, by the machine's ARN.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html>.
    pub fn executions_failed(machine_arn: impl Into<Property<String>>) -> Self {
        Self::on("AWS/States", "ExecutionsFailed").dimension("StateMachineArn", machine_arn)
    }

    /// When executions of a machine take longer than it may, by the machine's ARN.
    pub fn executions_timed_out(machine_arn: impl Into<Property<String>>) -> Self {
        Self::on("AWS/States", "ExecutionsTimedOut").dimension("StateMachineArn", machine_arn)
    }

    /// When calls of a function fail.
    ///
    /// Checked against <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>.
    pub fn function_errors(function: &LambdaFunction) -> Self {
        Self::on("AWS/Lambda", "Errors").dimension("FunctionName", function.function.reference())
    }

    /// When there is a message in a queue: in one for dead letters, say.
    ///
    /// Checked against <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html>.
    pub fn messages_in(queue: &Handle<sqs::Queue>) -> Self {
        Self::on("AWS/SQS", "ApproximateNumberOfMessagesVisible")
            .dimension("QueueName", queue.attribute("QueueName"))
            .with(|alarm| alarm.statistic("Maximum"))
    }

    /// Only of what has this: the name of a dimension, and its value.
    pub fn dimension(mut self, name: &str, value: impl Into<Property<String>>) -> Self {
        self.dimensions.push(Dimension::new(name, value));
        self
    }

    /// Says what has happened when it goes off.
    pub fn describe(mut self, text: impl Into<Property<String>>) -> Self {
        self.alarm = self.alarm.alarm_description(text);
        self
    }

    /// From which value on it goes off; by default 1.
    pub fn threshold(mut self, value: i64) -> Self {
        self.alarm = self.alarm.threshold(value);
        self
    }

    /// Over how many seconds the metric is taken; by default 300.
    pub fn period(mut self, seconds: u32) -> Self {
        self.alarm = self.alarm.period(i64::from(seconds));
        self
    }

    /// Tells a topic when it goes off.
    pub fn notify(mut self, topic: &Handle<sns::Topic>) -> Self {
        self.actions.push(topic.reference().into());
        self
    }

    /// Sets any other property of `AWS::CloudWatch::Alarm`.
    pub fn with(mut self, change: impl FnOnce(cloudwatch::Alarm) -> cloudwatch::Alarm) -> Self {
        self.alarm = change(self.alarm);
        self
    }
}

impl Part for Alarm {
    type Handles = Handle<cloudwatch::Alarm>;

    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
        let mut alarm = self.alarm;
        if !self.dimensions.is_empty() {
            alarm = alarm.dimensions(self.dimensions);
        }
        if !self.actions.is_empty() {
            alarm = alarm.alarm_actions(self.actions);
        }
        scope.resource(id, alarm)
    }
}
