//! EventBridge Scheduler: CreateSchedule, through the AWS SDK integrations.

use super::parameters::{ActionAfterCompletion, EventBridgeSchedulerTarget, ScheduleExpression};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::reference::{Piece, Property, Reference, region, sub};
use crate::target::KeyTarget;
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, limits, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Makes a schedule: something that is called once, at a rate or by a calendar.
///
/// # Permissions
///
/// `scheduler:CreateSchedule` on the schedule, by its group and name, and `iam:PassRole` on the target's role, to
/// Scheduler only. A name decided at run time permits every name of the group; [`permit_name`](Self::permit_name)
/// narrows that. A customer managed key brings `kms:DescribeKey`, `kms:GenerateDataKey` and `kms:Decrypt` on it, through
/// Scheduler and for this schedule only; the target's role needs `kms:Decrypt` as well.
///
/// # Patterns
///
/// Request and response, and callback: what the schedule calls has to answer.
///
/// # Output
///
/// `{"ScheduleArn"}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let remind = EventBridgeSchedulerCreateScheduleTask::new(
///     intrinsic::format("order-{}", [path("$.order.id")]),
///     ScheduleExpression::at(path("$.order.due")),
///     EventBridgeSchedulerTarget::new("arn:aws:sqs:eu-west-1:123456789012:reminders", "reminder")
///         .input(payload!({ "order": path("$.order.id") })),
/// )
/// .permit_name("order-*")
/// .action_after_completion(ActionAfterCompletion::Delete)
/// .state("Remind when it is due");
/// # let _ = remind;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EventBridgeSchedulerCreateScheduleTask {
    name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_name: Option<Field<String>>,
    schedule_expression: ScheduleExpression,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule_expression_timezone: Option<Field<String>>,
    flexible_time_window: FlexibleTimeWindow,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    kms_key_arn: Option<Property<String>>,
    target: EventBridgeSchedulerTarget,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_token: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_after_completion: Option<Field<ActionAfterCompletion>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    names: Vec<Property<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct FlexibleTimeWindow {
    mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_window_in_minutes: Option<Field<u32>>,
}

impl EventBridgeSchedulerCreateScheduleTask {
    /// Makes a schedule of this name that calls this target at these times.
    pub fn new(
        name: impl Into<Field<String>>,
        schedule: impl Into<ScheduleExpression>,
        target: EventBridgeSchedulerTarget,
    ) -> Self {
        EventBridgeSchedulerCreateScheduleTask {
            name: name.into(),
            group_name: None,
            schedule_expression: schedule.into(),
            schedule_expression_timezone: None,
            flexible_time_window: FlexibleTimeWindow { mode: "OFF", maximum_window_in_minutes: None },
            start_date: None,
            end_date: None,
            description: None,
            state: None,
            kms_key_arn: None,
            target,
            client_token: None,
            action_after_completion: None,
            more: Map::new(),
            names: Vec::new(),
        }
    }

    setters! {
        /// The group it belongs to, by its name; by default `default`.
        group_name: Field<String>;
        /// When it fires at the earliest, as an ISO 8601 time in UTC. Not of one that fires once.
        start_date: Field<String>;
        /// When it fires at the latest, as an ISO 8601 time in UTC. Not of one that fires once.
        end_date: Field<String>;
        /// What it is for, at most 512 characters.
        description: Field<String>;
        /// The same token makes one schedule only.
        client_token: Field<String>;
        /// What becomes of it after it has fired for the last time; by default it stays.
        action_after_completion: Field<ActionAfterCompletion>;
    }

    /// The time zone that its times are in, `Europe/Vienna`; by default UTC.
    pub fn timezone(mut self, zone: impl Into<Field<String>>) -> Self {
        self.schedule_expression_timezone = Some(zone.into());
        self
    }

    /// Lets it fire up to so many minutes late, 1 to 1,440; by default it fires within a minute.
    pub fn flexible_time_window(mut self, minutes: impl Into<Field<u32>>) -> Self {
        self.flexible_time_window =
            FlexibleTimeWindow { mode: "FLEXIBLE", maximum_window_in_minutes: Some(minutes.into()) };
        self
    }

    /// Whether it fires; by default it does.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.state = Some(if enabled { "ENABLED" } else { "DISABLED" });
        self
    }

    /// Encrypts what it holds with this key; by default with one that AWS owns.
    pub fn kms_key(mut self, key: impl Into<KeyTarget>) -> Self {
        self.kms_key_arn = Some(key.into().arn().clone());
        self
    }

    /// Permits only names of this form, `order-*`, where the name is decided at run time. Said again, one more.
    pub fn permit_name(mut self, pattern: impl Into<Property<String>>) -> Self {
        self.names.push(pattern.into());
        self
    }

    /// A parameter that has no setter here, by its name in `CreateSchedule`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    /// The ARNs of the schedules that it may make.
    fn arns(&self) -> Vec<Reference> {
        let piece = |field: &Field<String>| match field {
            Field::Literal(text) => Piece::from(text.as_str()),
            Field::Reference(reference) => reference.into(),
            Field::Expression(_) => "*".into(),
        };
        let group = self.group_name.as_ref().map_or_else(|| "default".into(), piece);
        let names: Vec<Piece> = match &self.name {
            Field::Expression(_) if !self.names.is_empty() => self.names.iter().map(Piece::from).collect(),
            name => vec![piece(name)],
        };
        names.into_iter().map(|name| arn("scheduler", "schedule/{}/{}", [group.clone(), name])).collect()
    }
}

/// What is wrong with a name: of a schedule, a group or a token.
fn name_finding(parameter: &str, name: Option<&Field<String>>, others: &str) -> Option<Diagnostic> {
    let name = name?.literal()?;
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c));
    (!plain || name.is_empty() || name.len() > 64).then(|| {
        let message = format!("`{name}` in `{parameter}` is nothing that Scheduler takes");
        let others: Vec<String> = others.chars().map(|c| format!("`{c}`")).collect();
        Diagnostic::error("malformed-name", message)
            .pointer(format!("/Parameters/{parameter}"))
            .help(format!("1 to 64 letters, digits, {}", others.join(", ")))
    })
}

impl Task for EventBridgeSchedulerCreateScheduleTask {
    const NAME: &'static str = "EventBridgeSchedulerCreateScheduleTask";
    const API: (&'static str, &'static str) = ("aws-sdk:scheduler", "createSchedule");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html";

    type Patterns = RequestOrCallback;

    /// Checked against <https://docs.aws.amazon.com/scheduler/latest/UserGuide/security_iam_id-based-policy-examples.html>.
    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let arns = || self.arns().into_iter().map(Property::from);
        let mut out = vec![
            Statement::allow(["scheduler:CreateSchedule"]).on_all(arns()).because("makes the schedule"),
            self.target.role().pass_statement("scheduler.amazonaws.com"),
        ];
        if let Some(key) = &self.kms_key_arn {
            let encrypt = Statement::allow(["kms:DescribeKey", "kms:GenerateDataKey", "kms:Decrypt"])
                .on(key.clone())
                .when("StringEquals", "kms:ViaService", sub("scheduler.{}.amazonaws.com", [region()]))
                .because("encrypts the schedule with the key");
            // Describing a key knows no encryption context, so that only what has one is compared.
            out.push(arns().fold(encrypt, |encrypt, arn| {
                encrypt.when("StringLikeIfExists", "kms:EncryptionContext:aws:scheduler:schedule:arn", arn)
            }));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> = [
            name_finding("Name", Some(&self.name), "-_."),
            name_finding("GroupName", self.group_name.as_ref(), "-_."),
            name_finding("ClientToken", self.client_token.as_ref(), "-_"),
            self.schedule_expression.finding(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let range = |parameter: &str, message: String| {
            Diagnostic::error("out-of-range", message).pointer(format!("/Parameters/{parameter}"))
        };
        if let Some(Field::Literal(minutes)) = self.flexible_time_window.maximum_window_in_minutes
            && !(1..=1_440).contains(&minutes)
        {
            let message = format!("`MaximumWindowInMinutes` is {minutes}, it can be 1 to 1440");
            out.push(range("FlexibleTimeWindow/MaximumWindowInMinutes", message));
        }
        let zone = self.schedule_expression_timezone.as_ref();
        out.extend(limits::length("Description", self.description.as_ref(), 0..=512));
        out.extend(limits::length("ScheduleExpressionTimezone", zone, 1..=50));
        if let (Some(Field::Literal(start)), Some(Field::Literal(end))) = (&self.start_date, &self.end_date)
            && start.len() == end.len()
            && start.ends_with('Z')
            && end.ends_with('Z')
            && start >= end
        {
            let message = format!("`EndDate`, `{end}`, does not come after `StartDate`, `{start}`");
            out.push(range("EndDate", message));
        }
        out.extend(self.target.findings());
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        match pattern {
            IntegrationPattern::WaitForTaskToken => shape::any(),
            _ => shape::object([("ScheduleArn", shape::text())]),
        }
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{days, hours, intrinsic, jsonata, path, task_token};
        use crate::payload;
        use crate::reference::Handle;
        use crate::template::{iam, sqs};
        let role = Handle::new("ReminderRole", iam::Role::new(Value::Null));
        let queue = Handle::new("Reminders", sqs::Queue::new());
        let lost = Handle::new("Lost", sqs::Queue::new());
        let to_queue = || EventBridgeSchedulerTarget::new(queue.arn(), &role);
        vec![
            Example::request(
                "request_response",
                EventBridgeSchedulerCreateScheduleTask::new(
                    "weekly",
                    ScheduleExpression::cron("0 9 ? * MON *"),
                    to_queue()
                        .input(payload!({ "kind": "weekly", "tries": 1 }))
                        .dead_letter_queue(lost.arn())
                        .maximum_retry_attempts(5)
                        .maximum_event_age(hours(1)),
                )
                .group_name("reports")
                .timezone("Europe/Vienna")
                .flexible_time_window(15)
                .start_date("2026-01-01T00:00:00Z")
                .end_date("2026-12-31T00:00:00Z")
                .description("asks for the weekly report")
                .enabled(true)
                .kms_key(Reference::attribute("Key", "Arn"))
                .client_token(path("$.token"))
                .action_after_completion(ActionAfterCompletion::None)
                .state("Ask for it every week"),
            ),
            Example::callback(
                "wait_for_task_token",
                EventBridgeSchedulerCreateScheduleTask::new(
                    intrinsic::format("order-{}", [path("$.order.id")]),
                    ScheduleExpression::at(path("$.due")),
                    to_queue().input(payload!({
                        "token": task_token(), "order": path("$.order.id"), "queue": queue.reference()
                    })),
                )
                .permit_name("order-*")
                .action_after_completion(ActionAfterCompletion::Delete)
                .wait_for_task_token("Ask when it is due")
                .timeout(days(30)),
            ),
            Example::callback(
                "bare_token",
                EventBridgeSchedulerCreateScheduleTask::new(
                    path("$.name"),
                    ScheduleExpression::at(path("$.due")),
                    to_queue().input(task_token()),
                )
                .permit_name("order-*")
                .wait_for_task_token("Ask when it is due")
                .timeout(days(30)),
            ),
            Example::request(
                "templated",
                EventBridgeSchedulerCreateScheduleTask::new(
                    "nightly",
                    ScheduleExpression::hours(24),
                    EventBridgeSchedulerTarget::new("arn:aws:ecs:eu-west-1:123456789012:cluster/jobs", &role)
                        .ecs_parameters(payload!({
                            "TaskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:task-definition/clean"
                        })),
                )
                .enabled(false)
                .state("Clean every night"),
            ),
            Example::request(
                "other_targets",
                EventBridgeSchedulerCreateScheduleTask::new(
                    "often",
                    ScheduleExpression::minutes(1),
                    EventBridgeSchedulerTarget::new(path("$.target"), "reminder")
                        .event("orders", "Due")
                        .partition_key("orders")
                        .pipeline_parameter("size", "small")
                        .message_group_id("orders")
                        .input(path("$.input")),
                )
                .state("Tell them often"),
            ),
            Example::request(
                "jsonata",
                EventBridgeSchedulerCreateScheduleTask::new(
                    jsonata("'order-' & $states.input.order.id"),
                    ScheduleExpression::at(jsonata("$states.input.due")),
                    to_queue().input(payload!({
                        "execution": crate::asl::execution_id(), "order": jsonata("$states.input.order.id")
                    })),
                )
                .permit_name("order-*")
                .state("Remind when it is due"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                EventBridgeSchedulerCreateScheduleTask::new(
                    path("$.name"),
                    path("$.schedule"),
                    EventBridgeSchedulerTarget::new(path("$.target"), path("$.role")),
                )
                .group_name(path("$.group"))
                .state("Make the schedule"),
            ),
        ]
    }
}
