//! Calls by the clock.

use super::{Callee, add, caller_role};
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Property};
use crate::stack::{Stack, StackPart};
use crate::template::parts::{ServiceRole, key_of};
use crate::template::scheduler::schedule::{DeadLetterConfig, FlexibleTimeWindow, RetryPolicy, Target};
use crate::template::{iam, scheduler, sqs};
use serde_json::{Map, Value, json};

/// Calls a function or starts a machine by the clock.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let machine = stack.add("Report", StateMachine::new(Succeed::new("Done")));
/// stack.add(
///     "Nightly",
///     Schedule::new("cron(0 3 * * ? *)", &machine)
///         .time_zone("Europe/Berlin")
///         .input(serde_json::json!({ "days": 1 })),
/// );
/// let template = stack.synthesize(Target::Sam).template;
/// assert_eq!(template["Resources"]["Report"]["Properties"]["Events"]["Nightly"]["Type"], "ScheduleV2");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>.
#[derive(Clone, Debug)]
pub struct Schedule {
    expression: Property<String>,
    callee: Callee,
    description: Option<Property<String>>,
    time_zone: Option<Property<String>>,
    input: Option<Property<String>>,
    attempts: Option<u32>,
    age: Option<u32>,
    dead_letters: Option<Handle<sqs::Queue>>,
    enabled: bool,
}

impl Schedule {
    /// At these times: `rate(1 day)`, `cron(0 3 * * ? *)`, `at(2030-01-31T12:00:00)`.
    pub fn new(expression: impl Into<Property<String>>, callee: impl Into<Callee>) -> Self {
        Schedule {
            expression: expression.into(),
            callee: callee.into(),
            description: None,
            time_zone: None,
            input: None,
            attempts: None,
            age: None,
            dead_letters: None,
            enabled: true,
        }
    }

    /// Says what it is for.
    pub fn describe(mut self, text: impl Into<Property<String>>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// The time zone that its times are in, by its name in the IANA database; by default UTC.
    pub fn time_zone(mut self, name: impl Into<Property<String>>) -> Self {
        self.time_zone = Some(name.into());
        self
    }

    /// What is handed over, as JSON. By default what EventBridge Scheduler says of the call.
    pub fn input(mut self, input: Value) -> Self {
        self.input = Some(input.to_string().into());
        self
    }

    /// How often a call that fails is tried again, 0 to 185 times, and for how many seconds, 60 to 86,400; by default
    /// 185 times in 24 hours.
    pub fn retry(mut self, attempts: u32, seconds: u32) -> Self {
        (self.attempts, self.age) = (Some(attempts), Some(seconds));
        self
    }

    /// Where calls go that failed for the last time: a standard queue.
    pub fn dead_letters(mut self, queue: &Handle<sqs::Queue>) -> Self {
        self.dead_letters = Some(queue.clone());
        self
    }

    /// Leaves it switched off.
    pub fn disabled(mut self) -> Self {
        self.enabled = false;
        self
    }

    /// As SAM has it in the events of what it calls.
    fn event(&self, role: &Handle<iam::Role>) -> Value {
        let mut event = Map::new();
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                event.insert(name.to_owned(), value);
            }
        };
        let text = |value: &Option<Property<String>>| value.as_ref().map(Property::to_json);
        set("ScheduleExpression", Some(self.expression.to_json()));
        set("ScheduleExpressionTimezone", text(&self.time_zone));
        set("Description", text(&self.description));
        set("Input", text(&self.input));
        // Without a name of its own: SAM would give one that two stacks cannot share.
        set("OmitName", Some(true.into()));
        set("RoleArn", Some(role.attribute("Arn").to_json()));
        if let (Some(attempts), Some(age)) = (self.attempts, self.age) {
            let policy = json!({ "MaximumRetryAttempts": attempts, "MaximumEventAgeInSeconds": age });
            set("RetryPolicy", Some(policy));
        }
        set("DeadLetterConfig", self.dead_letters.as_ref().map(|queue| json!({ "Arn": queue.arn() })));
        if !self.enabled {
            set("State", Some("DISABLED".into()));
        }
        Value::Object(event)
    }
}

impl StackPart for Schedule {
    type Handles = Handle<iam::Role>;

    fn add_to(self, id: &str, stack: &mut Stack) -> Self::Handles {
        // The scheduler acts on behalf of the group that a schedule is in.
        let group = arn("scheduler", "schedule-group/default", [""; 0]);
        let mut role = ServiceRole::new("scheduler.amazonaws.com").on_behalf_of(group);
        if let Some(queue) = &self.dead_letters {
            let why = "sends what failed for good";
            role = role.allow(Statement::allow(["sqs:SendMessage"]).on(queue.arn()).because(why));
            if let Some(key) = key_of(queue) {
                role =
                    role.allow(Statement::allow(["kms:GenerateDataKey", "kms:Decrypt"]).on(key).because(why));
            }
        }
        let role = caller_role(stack, id, role, self.callee.statement());
        let event = self.event(&role);
        let noted = self.callee.note(stack, id, "ScheduleV2", event);

        let mut target = Target::new(&self.callee.arn, role.attribute("Arn"));
        target.input = self.input;
        if let (Some(attempts), Some(age)) = (self.attempts, self.age) {
            let policy =
                RetryPolicy::new().maximum_retry_attempts(attempts).maximum_event_age_in_seconds(age);
            target = target.retry_policy(policy);
        }
        if let Some(queue) = &self.dead_letters {
            target = target.dead_letter_config(DeadLetterConfig::new().arn(queue.arn()));
        }
        let mut schedule = scheduler::Schedule::new(FlexibleTimeWindow::new("OFF"), self.expression, target);
        schedule.description = self.description;
        schedule.schedule_expression_timezone = self.time_zone;
        if !self.enabled {
            schedule = schedule.state("DISABLED");
        }
        add(stack, id, schedule, noted);
        role
    }
}
