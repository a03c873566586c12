//! SQS: SendMessage.

use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Reference;
use crate::target::QueueTarget;
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Sends a message to an SQS queue.
///
/// The body is text; an object is sent as its JSON.
///
/// # Permissions
///
/// `sqs:SendMessage` on the queue. A queue that encrypts with a customer managed key brings `kms:GenerateDataKey` and
/// `kms:Decrypt` on it, through SQS only.
///
/// # Patterns
///
/// Request and response, and callback.
///
/// # Output
///
/// `{"MessageId", "MD5OfMessageBody", …}`, with `SequenceNumber` for a FIFO queue.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let ask = SqsSendMessage::new(
///     "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
///     payload!({ "token": task_token(), "order": path("$.order") }),
/// )
/// .wait_for_task_token("Ask the warehouse")
/// .timeout(hours(1));
/// # let _ = ask;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SqsSendMessage {
    queue_url: Field<String>,
    message_body: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    delay_seconds: Option<Field<u32>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    message_attributes: IndexMap<String, SqsMessageAttribute>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    message_system_attributes: IndexMap<String, SqsMessageAttribute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_group_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_deduplication_id: Option<Field<String>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    queue: QueueTarget,
}

/// An attribute of a message: typed data beside the body.
///
/// ```
/// use stepwright::prelude::*;
///
/// let kind = SqsMessageAttribute::string(path("$.kind"));
/// let total = SqsMessageAttribute::number("12.50").label("eur");
/// # let _ = (kind, total);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SqsMessageAttribute {
    data_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    string_value: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    binary_value: Option<Field<String>>,
}

impl SqsMessageAttribute {
    fn text(data_type: &str, value: Field<String>) -> Self {
        SqsMessageAttribute { data_type: data_type.to_owned(), string_value: Some(value), binary_value: None }
    }

    /// Text.
    pub fn string(text: impl Into<Field<String>>) -> Self {
        Self::text("String", text.into())
    }

    /// A number, which SQS takes as text: an expression has to give text.
    pub fn number(digits: impl Into<Field<String>>) -> Self {
        Self::text("Number", digits.into())
    }

    /// Bytes, in Base64.
    pub fn binary(base64: impl Into<Field<String>>) -> Self {
        let data_type = "Binary".to_owned();
        SqsMessageAttribute { data_type, string_value: None, binary_value: Some(base64.into()) }
    }

    /// A label of one's own after the type: `Number.eur`.
    pub fn label(mut self, label: &str) -> Self {
        self.data_type = format!("{}.{label}", self.data_type);
        self
    }
}

macro_rules! strings {
    ($($t:ty),*) => { $(impl From<$t> for SqsMessageAttribute {
        fn from(text: $t) -> Self {
            SqsMessageAttribute::string(text)
        }
    })* };
}

strings!(&str, String, Expression, Reference);

/// The most attributes that a message may have.
const MOST_ATTRIBUTES: usize = 10;

impl SqsSendMessage {
    /// Sends this to this queue: text, an object, or an expression that gives either.
    pub fn new(queue: impl Into<QueueTarget>, body: impl Into<Payload>) -> Self {
        let queue = queue.into();
        SqsSendMessage {
            queue_url: queue.url().clone(),
            message_body: body.into(),
            delay_seconds: None,
            message_attributes: IndexMap::new(),
            message_system_attributes: IndexMap::new(),
            message_group_id: None,
            message_deduplication_id: None,
            more: serde_json::Map::new(),
            queue,
        }
    }

    setters! {
        /// How long the message stays hidden, 0 to 900 seconds; by default what the queue says. Not for FIFO queues.
        delay_seconds: Field<u32>;
        /// The group within which messages keep their order. FIFO queues need one; in others it makes queues fair.
        message_group_id: Field<String>;
        /// The same id within five minutes is one message; by default, where the queue says so, the body's digest.
        message_deduplication_id: Field<String>;
    }

    /// Adds an attribute; at most 10.
    pub fn message_attribute(
        mut self,
        name: impl Into<String>,
        value: impl Into<SqsMessageAttribute>,
    ) -> Self {
        self.message_attributes.insert(name.into(), value.into());
        self
    }

    /// The X-Ray trace that the message belongs to.
    pub fn trace_header(mut self, header: impl Into<Field<String>>) -> Self {
        self.message_system_attributes
            .insert("AWSTraceHeader".to_owned(), SqsMessageAttribute::string(header));
        self
    }

    /// A parameter that has no setter here, by its name in `SendMessage`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SqsSendMessage {
    const NAME: &'static str = "SqsSendMessage";
    const API: (&'static str, &'static str) = ("sqs", "sendMessage");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html";

    type Patterns = RequestOrCallback;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let send =
            Statement::allow(["sqs:SendMessage"]).on_all(self.queue.arns()).because("sends the message");
        std::iter::once(send).chain(self.queue.key_statement()).collect()
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = self.queue.findings();
        if self.queue.is_fifo() == Some(true) {
            if self.message_group_id.is_none() {
                out.push(
                    Diagnostic::error(
                        "fifo-without-group",
                        "a message to a FIFO queue needs a `MessageGroupId`",
                    )
                    .pointer("/Parameters")
                    .help("say `message_group_id`"),
                );
            }
            if self.delay_seconds.is_some() {
                out.push(
                    Diagnostic::error(
                        "delay-on-fifo",
                        "`DelaySeconds` cannot be said of one message to a FIFO queue",
                    )
                    .pointer("/Parameters/DelaySeconds")
                    .help("say it of the queue: `DelaySeconds` there holds for every message"),
                );
            }
        }
        if let Some(Field::Literal(seconds)) = self.delay_seconds
            && seconds > 900
        {
            let message = format!("`DelaySeconds` is {seconds}, it can be 0 to 900");
            out.push(
                Diagnostic::error("out-of-range", message)
                    .pointer("/Parameters/DelaySeconds")
                    .help("a Wait state before it waits longer"),
            );
        }
        let count = self.message_attributes.len();
        if count > MOST_ATTRIBUTES {
            let message = format!("the message has {count} attributes, it can have {MOST_ATTRIBUTES}");
            out.push(
                Diagnostic::error("too-many-items", message)
                    .pointer("/Parameters/MessageAttributes")
                    .help("put the rest into the body"),
            );
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("MD5OfMessageAttributes", shape::text()),
            ("MD5OfMessageBody", shape::text()),
            ("MD5OfMessageSystemAttributes", shape::text()),
            ("MessageId", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
            ("SequenceNumber", shape::text()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path, task_token};
        use crate::payload;
        use crate::reference::Handle;
        use crate::template::sqs;
        let key = Reference::attribute("Key", "Arn");
        let queue = Handle::new("Orders", sqs::Queue::new().kms_master_key_id(key));
        let fifo = Handle::new("Steps", sqs::Queue::new().fifo_queue(true));
        vec![
            Example::request(
                "request_response",
                SqsSendMessage::new(&queue, path("$.message"))
                    .delay_seconds(30)
                    .message_attribute("Kind", "order")
                    .message_attribute("Total", SqsMessageAttribute::number(path("$.total")).label("eur"))
                    .message_attribute("Photo", SqsMessageAttribute::binary(path("$.photo")))
                    .trace_header(path("$.trace"))
                    .state("Queue the order"),
            ),
            Example::callback(
                "wait_for_task_token",
                SqsSendMessage::new(&queue, payload!({ "token": task_token(), "order": path("$.order") }))
                    .wait_for_task_token("Ask the warehouse")
                    .timeout(minutes(60)),
            ),
            Example::request(
                "fifo",
                SqsSendMessage::new(&fifo, payload!({ "step": path("$.step") }))
                    .message_group_id(path("$.order"))
                    .message_deduplication_id(path("$.step.id"))
                    .state("Queue the step"),
            ),
            Example::request(
                "jsonata",
                SqsSendMessage::new(
                    "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
                    jsonata("$states.input.order"),
                )
                .state("Queue the order"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                SqsSendMessage::new(path("$.queue"), path("$.message")).state("Queue the message"),
            ),
        ]
    }
}
