//! EventBridge Scheduler: when a schedule fires, and what it calls.

use crate::asl::compose::{TextExpression, text_expression};
use crate::asl::{Expression, Field, Payload, Seconds, compose};
use crate::diagnostic::Diagnostic;
use crate::reference::Literal;
use crate::target::RoleTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// When a schedule fires: once, at a rate, or by a calendar.
///
/// ```
/// use stepwright::prelude::*;
///
/// let often = ScheduleExpression::minutes(5);
/// let noon = ScheduleExpression::cron("0 12 * * ? *");
/// let once = ScheduleExpression::at(path("$.due"));
/// # let _ = (often, noon, once);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct ScheduleExpression(Field<String>);

impl ScheduleExpression {
    /// Once, at this local time: `2026-01-31T12:00:00`, without zone.
    pub fn at(time: impl Into<Field<String>>) -> Self {
        ScheduleExpression(compose::text(["at(".into(), time.into(), ")".into()]))
    }

    /// Every so many minutes.
    pub fn minutes(count: u32) -> Self {
        Self::rate(count, "minute")
    }

    /// Every so many hours.
    pub fn hours(count: u32) -> Self {
        Self::rate(count, "hour")
    }

    /// Every so many days.
    pub fn days(count: u32) -> Self {
        Self::rate(count, "day")
    }

    fn rate(count: u32, unit: &str) -> Self {
        let plural = if count == 1 { "" } else { "s" };
        ScheduleExpression(Field::Literal(format!("rate({count} {unit}{plural})")))
    }

    /// By a calendar: minutes, hours, day of the month, month, day of the week, year. One of the two days is `?`.
    pub fn cron(fields: impl Into<Field<String>>) -> Self {
        ScheduleExpression(compose::text(["cron(".into(), fields.into(), ")".into()]))
    }

    /// What is wrong with it.
    pub(in crate::tasks) fn finding(&self) -> Option<Diagnostic> {
        let text = self.0.literal()?;
        let inside = |kind: &str| text.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')');
        let help = if let Some(time) = inside("at") {
            (!is_local_time(time)).then_some("write the time as `2026-01-31T12:00:00`, without zone")
        } else if let Some(rate) = inside("rate") {
            (!is_rate(rate))
                .then_some("write `rate(5 minutes)`: a number above 0, and minutes, hours or days")
        } else if let Some(fields) = inside("cron") {
            (!is_cron(fields)).then_some(
                "write six fields, `cron(0 12 * * ? *)`, with `?` for the day of the month or of the week",
            )
        } else {
            Some("say `at(…)`, `rate(…)` or `cron(…)`")
        };
        let message = format!("`{text}` says no time that Scheduler takes");
        let finding =
            Diagnostic::error("malformed-schedule", message).pointer("/Parameters/ScheduleExpression");
        Some(finding.help(help?))
    }
}

/// `2026-01-31T12:00:00`
fn is_local_time(text: &str) -> bool {
    text.len() == 19
        && text.chars().zip("0000-00-00T00:00:00".chars()).all(|(c, like)| match like {
            '0' => c.is_ascii_digit(),
            like => c == like,
        })
}

fn is_rate(text: &str) -> bool {
    let Some((count, unit)) = text.split_once(' ') else { return false };
    let units = ["minute", "minutes", "hour", "hours", "day", "days"];
    count.parse::<u32>().is_ok_and(|count| count > 0) && units.contains(&unit)
}

fn is_cron(text: &str) -> bool {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [_, _, day, _, weekday, _] = fields.as_slice() else { return false };
    (*day == "?") != (*weekday == "?")
}

impl From<&str> for ScheduleExpression {
    /// As Scheduler spells it: `rate(5 minutes)`.
    fn from(text: &str) -> Self {
        ScheduleExpression(text.into())
    }
}

impl From<Expression> for ScheduleExpression {
    fn from(expression: Expression) -> Self {
        ScheduleExpression(expression.into())
    }
}

/// What becomes of a schedule after it has fired for the last time.
///
/// ```
/// use stepwright::prelude::*;
///
/// let action = ActionAfterCompletion::Delete;
/// # let _ = action;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum ActionAfterCompletion {
    /// It stays; the default.
    None,
    /// It is deleted.
    Delete,
}

impl Literal for ActionAfterCompletion {}

/// What a schedule calls, and under which role.
///
/// The target is a queue, a function, a machine or another thing by its ARN, or any API of AWS:
/// `arn:aws:scheduler:::aws-sdk:SERVICE:API`. The role has to permit the call, and `sqs:SendMessage` on the queue for
/// what could not be delivered.
///
/// ```
/// use stepwright::prelude::*;
///
/// let remind = EventBridgeSchedulerTarget::new("arn:aws:sqs:eu-west-1:123456789012:reminders", "reminder")
///     .input(payload!({ "order": path("$.order.id") }))
///     .dead_letter_queue("arn:aws:sqs:eu-west-1:123456789012:lost")
///     .maximum_retry_attempts(5)
///     .maximum_event_age(hours(1));
/// # let _ = remind;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EventBridgeSchedulerTarget {
    arn: Field<String>,
    role_arn: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dead_letter_config: Option<DeadLetterConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_policy: Option<RetryPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ecs_parameters: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_bridge_parameters: Option<EventBridgeParameters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kinesis_parameters: Option<KinesisParameters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sage_maker_pipeline_parameters: Option<SageMakerPipelineParameters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sqs_parameters: Option<SqsParameters>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    role: RoleTarget,
    #[serde(skip)]
    given: Option<Payload>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct DeadLetterConfig {
    arn: Field<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct RetryPolicy {
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_event_age_in_seconds: Option<Field<Seconds>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_retry_attempts: Option<Field<u32>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct EventBridgeParameters {
    detail_type: Field<String>,
    source: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct KinesisParameters {
    partition_key: Field<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct SageMakerPipelineParameters {
    pipeline_parameter_list: Vec<PipelineParameter>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct PipelineParameter {
    name: String,
    value: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct SqsParameters {
    message_group_id: Field<String>,
}

impl EventBridgeSchedulerTarget {
    /// Calls this, by its ARN, under this role.
    pub fn new(arn: impl Into<Field<String>>, role: impl Into<RoleTarget>) -> Self {
        let role = role.into();
        EventBridgeSchedulerTarget {
            arn: arn.into(),
            role_arn: role.arn().clone(),
            input: None,
            dead_letter_config: None,
            retry_policy: None,
            ecs_parameters: None,
            event_bridge_parameters: None,
            kinesis_parameters: None,
            sage_maker_pipeline_parameters: None,
            sqs_parameters: None,
            more: Map::new(),
            role,
            given: None,
        }
    }

    setters! {
        /// How a task of ECS is run, as `EcsParameters` of the API, in PascalCase. The role then also passes on the
        /// roles of the task.
        ecs_parameters: Payload;
    }

    /// What the target gets: text as it is, anything else as the text of its JSON.
    ///
    /// An expression is text where that is known: the task token, the execution's name, `intrinsic::format`. What a path
    /// finds is handed over as JSON, text in quotes; of JSONata, text comes without.
    ///
    /// Functions, state machines and event buses take JSON only. Where the target's ARN says that it is one of them,
    /// text that is no JSON is refused, and a task token comes in quotes; where the ARN is that of a handle, give them an
    /// object.
    ///
    /// Checked against <https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html>.
    pub fn input(mut self, input: impl Into<Payload>) -> Self {
        self.given = Some(input.into());
        self.hand_over();
        self
    }

    /// Settles how the input is handed over to this target.
    fn hand_over(&mut self) {
        let Some(Payload(given)) = &self.given else { return };
        self.input = Some(match text_expression(given) {
            Some(TextExpression::Plain(text)) if self.takes_json() => {
                compose::text(["\"".into(), text.into(), "\"".into()])
            }
            Some(TextExpression::Plain(text) | TextExpression::Made(text)) => text.into(),
            None => compose::json(given),
        });
    }

    /// Whether the target is known to take JSON only.
    fn takes_json(&self) -> bool {
        let service = match &self.arn {
            Field::Literal(arn) => arn.split(':').nth(2),
            _ => None,
        };
        matches!(service, Some("lambda" | "states" | "events")) || self.event_bridge_parameters.is_some()
    }

    /// The queue, by its ARN, for what could not be delivered; by default it is dropped.
    pub fn dead_letter_queue(mut self, arn: impl Into<Field<String>>) -> Self {
        self.dead_letter_config = Some(DeadLetterConfig { arn: arn.into() });
        self
    }

    /// How often delivery is tried again, 0 to 185 times; by default 185.
    pub fn maximum_retry_attempts(mut self, attempts: impl Into<Field<u32>>) -> Self {
        self.retry_policy.get_or_insert_default().maximum_retry_attempts = Some(attempts.into());
        self
    }

    /// How long delivery is tried, a minute to a day; by default a day.
    pub fn maximum_event_age(mut self, age: impl Into<Field<Seconds>>) -> Self {
        self.retry_policy.get_or_insert_default().maximum_event_age_in_seconds = Some(age.into());
        self
    }

    /// Of an event bus: the source and the type of the event.
    pub fn event(mut self, source: impl Into<Field<String>>, detail_type: impl Into<Field<String>>) -> Self {
        let parameters = EventBridgeParameters { detail_type: detail_type.into(), source: source.into() };
        self.event_bridge_parameters = Some(parameters);
        self.hand_over();
        self
    }

    /// Of a Kinesis stream: the partition key of the record.
    pub fn partition_key(mut self, key: impl Into<Field<String>>) -> Self {
        self.kinesis_parameters = Some(KinesisParameters { partition_key: key.into() });
        self
    }

    /// Of a SageMaker pipeline: a parameter of the run; at most 200.
    pub fn pipeline_parameter(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        let parameters = self.sage_maker_pipeline_parameters.get_or_insert_default();
        parameters.pipeline_parameter_list.push(PipelineParameter { name: name.into(), value: value.into() });
        self
    }

    /// Of a FIFO queue: the group of the message.
    pub fn message_group_id(mut self, group: impl Into<Field<String>>) -> Self {
        self.sqs_parameters = Some(SqsParameters { message_group_id: group.into() });
        self
    }

    /// A parameter that has no setter here, by its name in `Target`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    pub(in crate::tasks) fn role(&self) -> &RoleTarget {
        &self.role
    }

    /// What is wrong with it.
    pub(in crate::tasks) fn findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let finding = |message: String, pointer: &str| {
            Diagnostic::error("out-of-range", message).pointer(format!("/Parameters/Target/{pointer}"))
        };
        if let Some(retry) = &self.retry_policy {
            if let Some(Field::Literal(attempts)) = retry.maximum_retry_attempts
                && attempts > 185
            {
                let message = format!("`MaximumRetryAttempts` is {attempts}, it can be 0 to 185");
                out.push(finding(message, "RetryPolicy/MaximumRetryAttempts"));
            }
            if let Some(Field::Literal(Seconds(age))) = retry.maximum_event_age_in_seconds
                && !(60..=86_400).contains(&age)
            {
                let message = format!("`MaximumEventAgeInSeconds` is {age}, it can be 60 to 86400");
                out.push(finding(message, "RetryPolicy/MaximumEventAgeInSeconds"));
            }
        }
        if let Some(Field::Literal(input)) = &self.input
            && self.takes_json()
            && serde_json::from_str::<Value>(input).is_err()
        {
            let message = "the input is no JSON, and the target takes nothing else";
            out.push(
                Diagnostic::error("input-not-json", message)
                    .pointer("/Parameters/Target/Input")
                    .help("give it an object: `input(payload!({ … }))`"),
            );
        }
        if let Field::Literal(arn) = &self.arn {
            if !arn.starts_with("arn:") {
                let message = format!("`{arn}` is no ARN");
                out.push(Diagnostic::error("malformed-arn", message).pointer("/Parameters/Target/Arn").help(
                    "write the ARN of what is called, or of an API: `arn:aws:scheduler:::aws-sdk:SERVICE:API`",
                ));
            } else if arn.contains(":sqs:") && arn.ends_with(".fifo") && self.sqs_parameters.is_none() {
                out.push(
                    Diagnostic::error(
                        "fifo-without-group",
                        "a message to a FIFO queue needs a `MessageGroupId`",
                    )
                    .pointer("/Parameters/Target")
                    .help("say `message_group_id`"),
                );
            }
        }
        out
    }
}
