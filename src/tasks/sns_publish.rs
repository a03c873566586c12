//! SNS: Publish.

use crate::asl::{Expression, Field, Payload};
use crate::data::{Entries, Tree, tree};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::{Property, Reference};
use crate::target::TopicTarget;
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Publishes a message to an SNS topic, an endpoint of a mobile device, or a phone number.
///
/// The message is text; an object is sent as its JSON.
///
/// # Permissions
///
/// `sns:Publish` on the topic or the endpoint. A text message to a phone number has no resource that IAM knows, so that
/// it is permitted on `*`: publishing to any topic with it. A topic that encrypts with a customer managed key brings
/// `kms:GenerateDataKey` and `kms:Decrypt` on it, through SNS only.
///
/// # Patterns
///
/// Request and response, and callback.
///
/// # Output
///
/// `{"MessageId", …}`, with `SequenceNumber` for a FIFO topic.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let tell = SnsPublish::new(
///     "arn:aws:sns:eu-west-1:123456789012:orders",
///     payload!({ "order": path("$.id"), "status": "shipped" }),
/// )
/// .subject("An order was shipped")
/// .state("Tell the customer");
/// # let _ = tell;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SnsPublish {
    #[serde(skip_serializing_if = "Option::is_none")]
    topic_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<Field<String>>,
    message: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_structure: Option<Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    message_attributes: IndexMap<String, SnsMessageAttribute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_group_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_deduplication_id: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    topic: Option<TopicTarget>,
    #[serde(skip)]
    protocols: Entries,
}

/// An attribute of a message: typed data beside it, by which subscriptions filter.
///
/// ```
/// use stepwright::prelude::*;
///
/// let kind = SnsMessageAttribute::string(path("$.kind"));
/// let stores = SnsMessageAttribute::string_array(["north", "south"]);
/// # let _ = (kind, stores);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SnsMessageAttribute {
    data_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    string_value: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    binary_value: Option<Field<String>>,
}

impl SnsMessageAttribute {
    fn text(data_type: &'static str, value: Field<String>) -> Self {
        SnsMessageAttribute { data_type, string_value: Some(value), binary_value: None }
    }

    /// Text.
    pub fn string(text: impl Into<Field<String>>) -> Self {
        Self::text("String", text.into())
    }

    /// A list of text, numbers, truth values and nulls.
    pub fn string_array<V: Into<Value>>(values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        Self::text("String.Array", Value::Array(values).to_string().into())
    }

    /// A list out of an expression that gives it as JSON text: `intrinsic::json_to_string(path("$.stores"))`.
    pub fn string_array_from(json: impl Into<Field<String>>) -> Self {
        Self::text("String.Array", json.into())
    }

    /// A number, which SNS takes as text: an expression has to give text.
    pub fn number(digits: impl Into<Field<String>>) -> Self {
        Self::text("Number", digits.into())
    }

    /// Bytes, in Base64.
    pub fn binary(base64: impl Into<Field<String>>) -> Self {
        SnsMessageAttribute { data_type: "Binary", string_value: None, binary_value: Some(base64.into()) }
    }
}

macro_rules! strings {
    ($($t:ty),*) => { $(impl From<$t> for SnsMessageAttribute {
        fn from(text: $t) -> Self {
            SnsMessageAttribute::string(text)
        }
    })* };
}

strings!(&str, String, Expression, Reference);

/// The longest subject, in characters: it has to be less than 100 long.
const LONGEST_SUBJECT: usize = 99;

impl SnsPublish {
    /// Publishes this to this topic: text, an object, or an expression that gives either.
    pub fn new(topic: impl Into<TopicTarget>, message: impl Into<Payload>) -> Self {
        let topic = topic.into();
        let request = Self::begin(message);
        SnsPublish { topic_arn: Some(topic.arn().clone()), topic: Some(topic), ..request }
    }

    /// Publishes this to the endpoint of a mobile device, or to a topic, by its ARN.
    pub fn to_target_arn(arn: impl Into<Field<String>>, message: impl Into<Payload>) -> Self {
        SnsPublish { target_arn: Some(arn.into()), ..Self::begin(message) }
    }

    /// Sends this as a text message to a phone number, in E.164: `+15555550100`.
    pub fn to_phone_number(number: impl Into<Field<String>>, message: impl Into<Payload>) -> Self {
        SnsPublish { phone_number: Some(number.into()), ..Self::begin(message) }
    }

    fn begin(message: impl Into<Payload>) -> Self {
        SnsPublish {
            topic_arn: None,
            target_arn: None,
            phone_number: None,
            message: message.into(),
            subject: None,
            message_structure: None,
            message_attributes: IndexMap::new(),
            message_group_id: None,
            message_deduplication_id: None,
            more: Map::new(),
            topic: None,
            protocols: Entries::new(),
        }
    }

    setters! {
        /// The subject of an e-mail: less than 100 characters, without line breaks. By default SNS's own.
        subject: Field<String>;
        /// The group within which messages keep their order. FIFO topics need one.
        message_group_id: Field<String>;
        /// The same id within five minutes is one message; by default, where the topic says so, the message's digest.
        message_deduplication_id: Field<String>;
    }

    /// Another message for the subscriptions of one protocol: `email`, `sms`, `sqs`, `lambda`, `http`, … The message of
    /// [`new`](Self::new) is then the one for all others, and has to be text.
    pub fn message_per_protocol(
        mut self,
        protocol: impl Into<String>,
        message: impl Into<Field<String>>,
    ) -> Self {
        self.protocols.insert(protocol.into().into(), tree(&message.into()));
        self.message_structure = Some("json".into());
        self
    }

    /// Adds an attribute.
    pub fn message_attribute(
        mut self,
        name: impl Into<String>,
        value: impl Into<SnsMessageAttribute>,
    ) -> Self {
        self.message_attributes.insert(name.into(), value.into());
        self
    }

    /// A parameter that has no setter here, by its name in `Publish`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SnsPublish {
    const NAME: &'static str = "SnsPublish";
    const API: (&'static str, &'static str) = ("sns", "publish");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html";

    type Patterns = RequestOrCallback;

    fn parameters(&self) -> Option<Payload> {
        let mut parameters = Payload::of(self);
        if !self.protocols.is_empty()
            && let Some(message) = parameters.0.get_mut("Message")
        {
            let mut messages = Entries::new();
            messages.set("default", std::mem::take(message));
            messages.extend(self.protocols.clone());
            *message = messages.into();
        }
        Some(parameters)
    }

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let publish = Statement::allow(["sns:Publish"]).because("publishes the message");
        if let Some(topic) = &self.topic {
            return std::iter::once(publish.on_all(topic.arns())).chain(topic.key_statement()).collect();
        }
        let target: Property<String> = match &self.target_arn {
            Some(Field::Literal(arn)) => arn.as_str().into(),
            Some(Field::Reference(arn)) => arn.into(),
            // IAM has no resource for a phone number.
            Some(Field::Expression(_)) | None => "*".into(),
        };
        vec![publish.on(target)]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if let Some(topic) = &self.topic
            && topic.is_fifo() == Some(true)
            && self.message_group_id.is_none()
        {
            out.push(
                Diagnostic::error("fifo-without-group", "a message to a FIFO topic needs a `MessageGroupId`")
                    .pointer("/Parameters")
                    .help("say `message_group_id`"),
            );
        }
        if let Some(Field::Literal(subject)) = &self.subject {
            let length = subject.chars().count();
            if length > LONGEST_SUBJECT {
                let message = format!("`Subject` has {length} characters, it can have {LONGEST_SUBJECT}");
                out.push(Diagnostic::error("too-long", message).pointer("/Parameters/Subject"));
            }
            if subject.chars().any(char::is_control) {
                let message = "`Subject` has a line break or control character, which SNS refuses";
                out.push(Diagnostic::error("malformed-subject", message).pointer("/Parameters/Subject"));
            }
        }
        if let Some(Field::Literal(number)) = &self.phone_number {
            let digits = number.strip_prefix('+').unwrap_or_default();
            if !(1..=15).contains(&digits.len()) || !digits.chars().all(|c| c.is_ascii_digit()) {
                out.push(
                    Diagnostic::error("malformed-phone-number", format!("`{number}` is no phone number"))
                        .pointer("/Parameters/PhoneNumber")
                        .help("write `+`, the country and the number, in at most 15 digits: `+15555550100`"),
                );
            }
        }
        if !self.protocols.is_empty() && matches!(self.message.0, Tree::Object(_) | Tree::List(_)) {
            out.push(
                Diagnostic::error(
                    "malformed-message",
                    "the message for all other protocols is an object, and has to be text",
                )
                .pointer("/Parameters/Message/default")
                .help("say `intrinsic::json_to_string(…)` of it"),
            );
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
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
        use crate::template::sns;
        let topic = Handle::new("Orders", sns::Topic::new().kms_master_key_id("alias/orders"));
        let fifo = Handle::new("Steps", sns::Topic::new().fifo_topic(true));
        vec![
            Example::request(
                "request_response",
                SnsPublish::new(&topic, path("$.message"))
                    .subject("An order was shipped")
                    .message_attribute("Kind", path("$.kind"))
                    .message_attribute("Stores", SnsMessageAttribute::string_array(["north", "south"]))
                    .message_attribute("Total", SnsMessageAttribute::number("12.50"))
                    .message_attribute("Photo", SnsMessageAttribute::binary(path("$.photo")))
                    .state("Tell the customer"),
            ),
            Example::callback(
                "wait_for_task_token",
                SnsPublish::new(&topic, payload!({ "token": task_token(), "order": path("$.order") }))
                    .wait_for_task_token("Ask for approval")
                    .timeout(minutes(60)),
            ),
            Example::request(
                "per_protocol",
                SnsPublish::new(&topic, path("$.text"))
                    .message_per_protocol("sms", "Your order was shipped")
                    .message_per_protocol("email", path("$.letter"))
                    .state("Tell them in different words"),
            ),
            Example::request(
                "fifo",
                SnsPublish::new(&fifo, payload!({ "step": path("$.step") }))
                    .message_group_id(path("$.order"))
                    .message_deduplication_id(path("$.step.id"))
                    .state("Publish the step"),
            ),
            Example::request(
                "phone_number",
                SnsPublish::to_phone_number(path("$.phone"), "Your order was shipped").state("Send a text"),
            ),
            Example::request(
                "target_arn",
                SnsPublish::to_target_arn(Reference::to("Endpoint"), "Your order was shipped")
                    .state("Tell the device"),
            ),
            Example::request(
                "jsonata",
                SnsPublish::new("orders", jsonata("$states.input.message")).state("Tell the customer"),
            )
            .in_jsonata(),
        ]
    }
}
