//! Calls by a queue.

use super::{Callee, Kind, add, caller_role, reads};
use crate::diagnostic::Diagnostic;
use crate::iam::arn;
use crate::reference::{Handle, Property};
use crate::stack::{Stack, StackPart};
use crate::template::lambda::event_source_mapping::ScalingConfig;
use crate::template::parts::{LambdaFunction, ServiceRole};
use crate::template::pipes::pipe::{
    PipeSourceParameters, PipeSourceSqsQueueParameters, PipeTargetParameters,
    PipeTargetStateMachineParameters,
};
use crate::template::{lambda, pipes, sqs};
use serde_json::{Map, Value, json};

/// Calls a function with the messages of a queue, or starts a machine with them.
///
/// A function's role gets what reading the queue needs. A machine is started by a pipe of EventBridge, which has a role
/// of its own; it is handed the messages as a list.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let orders = stack.add("Orders", Queue::new().visibility_timeout(180));
/// let charge = stack.add("Charge", Function::from_folder("app", "charge.handler", "python3.13").timeout(30));
/// stack.add("OrderCame", QueueConsumer::new(&orders.queue, &charge).batch_size(5).report_failures());
/// assert_eq!(stack.synthesize(Target::Sam).findings, []);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>.
#[derive(Clone, Debug)]
pub struct QueueConsumer {
    queue: Handle<sqs::Queue>,
    callee: Callee,
    batch_size: u32,
    window: Option<u32>,
    concurrency: Option<u32>,
    failures: bool,
}

impl QueueConsumer {
    /// One message at a time.
    pub fn new(queue: &Handle<sqs::Queue>, callee: impl Into<Callee>) -> Self {
        QueueConsumer {
            queue: queue.clone(),
            callee: callee.into(),
            batch_size: 1,
            window: None,
            concurrency: None,
            failures: false,
        }
    }

    /// How many messages are handed over at once, 1 to 10,000; by default 1. More than 10 need a window.
    pub fn batch_size(mut self, messages: u32) -> Self {
        self.batch_size = messages;
        self
    }

    /// How long messages are gathered, 0 to 300 seconds; by default not at all.
    pub fn window(mut self, seconds: u32) -> Self {
        self.window = Some(seconds);
        self
    }

    /// How many calls there are at once, 2 to 1,000. For functions only.
    pub fn max_concurrency(mut self, calls: u32) -> Self {
        self.concurrency = Some(calls);
        self
    }

    /// Takes the function's answer for a list of the messages that failed; the others are done. By default all fail
    /// together. For functions only.
    pub fn report_failures(mut self) -> Self {
        self.failures = true;
        self
    }

    fn call(self, id: &str, function: &LambdaFunction, stack: &mut Stack) {
        self.check_visibility(id, function, stack);
        for statement in reads(&self.queue, "reads the messages that it is called with") {
            stack.scope.grant(&function.role, statement, false);
        }
        let mut event = Map::new();
        event.insert("Queue".to_owned(), self.queue.arn().to_json());
        event.insert("BatchSize".to_owned(), self.batch_size.into());
        let mut mapping = lambda::EventSourceMapping::new(&self.callee.arn)
            .event_source_arn(self.queue.arn())
            .batch_size(i64::from(self.batch_size));
        if let Some(seconds) = self.window {
            event.insert("MaximumBatchingWindowInSeconds".to_owned(), seconds.into());
            mapping = mapping.maximum_batching_window_in_seconds(i64::from(seconds));
        }
        if let Some(calls) = self.concurrency {
            event.insert("ScalingConfig".to_owned(), json!({ "MaximumConcurrency": calls }));
            mapping = mapping.scaling_config(ScalingConfig::new().maximum_concurrency(i64::from(calls)));
        }
        if self.failures {
            event.insert("FunctionResponseTypes".to_owned(), json!(["ReportBatchItemFailures"]));
            mapping = mapping.function_response_types(["ReportBatchItemFailures"]);
        }
        let noted = self.callee.note(stack, id, "SQS", Value::Object(event));
        add(stack, id, mapping, noted);
    }

    /// Lambda refuses a queue that would hand a message out again while the function may still be at it.
    fn check_visibility(&self, id: &str, function: &LambdaFunction, stack: &mut Stack) {
        let known = |value: &Option<Property<i64>>, otherwise| match value {
            None => Some(otherwise),
            Some(value) => value.literal().copied(),
        };
        let visible = known(&self.queue.resource().visibility_timeout, 30);
        let takes = known(&function.function.resource().timeout, 3);
        if let (Some(visible), Some(takes)) = (visible, takes)
            && visible < takes
        {
            let message = format!(
                "the messages of `{}` are visible again after {visible} seconds, and `{}` may take {takes}",
                self.queue.id(),
                self.callee.id
            );
            stack.scope.report(
                Diagnostic::error("short-visibility", message)
                    .in_resource(id)
                    .help(format!("let the queue wait longer: six times as long is advised, {}", takes * 6)),
            );
        }
    }

    fn start(self, id: &str, stack: &mut Stack) {
        if self.concurrency.is_some() || self.failures {
            let message =
                "`max_concurrency` and `report_failures` are for functions, and a machine is started";
            stack.scope.report(
                Diagnostic::error("not-for-machines", message).in_resource(id).help("leave them out"),
            );
        }
        let mut role = ServiceRole::new("pipes.amazonaws.com").on_behalf_of(arn("pipes", "pipe/*", [""; 0]));
        for statement in reads(&self.queue, "reads the messages that it starts the machine with") {
            role = role.allow(statement);
        }
        let role = caller_role(stack, id, role, self.callee.statement());
        let mut source = PipeSourceSqsQueueParameters::new().batch_size(i64::from(self.batch_size));
        if let Some(seconds) = self.window {
            source = source.maximum_batching_window_in_seconds(i64::from(seconds));
        }
        let target = PipeTargetStateMachineParameters::new().invocation_type("FIRE_AND_FORGET");
        let pipe = pipes::Pipe::new(role.attribute("Arn"), self.queue.arn(), &self.callee.arn)
            .source_parameters(PipeSourceParameters::new().sqs_queue_parameters(source))
            .target_parameters(PipeTargetParameters::new().step_function_state_machine_parameters(target));
        stack.scope.resource(id, pipe);
    }
}

impl StackPart for QueueConsumer {
    type Handles = ();

    fn add_to(self, id: &str, stack: &mut Stack) {
        match self.callee.kind.clone() {
            Kind::Function(function) => self.call(id, &function, stack),
            Kind::Machine(_) => self.start(id, stack),
        }
    }
}
