//! EventBridge: PutEvents.

use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Property;
use crate::target::EventBusTarget;
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Sends events to EventBridge.
///
/// Step Functions adds the ARNs of the execution and of the machine to each event's resources. The state fails with
/// `EventBridge.FailedEntry` where any of the events was not taken.
///
/// # Permissions
///
/// `events:PutEvents` on the buses, for the sources and detail types that are written down. EventBridge asks for each
/// event by itself, so that each entry permits exactly its own.
///
/// # Patterns
///
/// Request and response, and callback.
///
/// # Output
///
/// `{"Entries": [{"EventId": "…"}, …], "FailedEntryCount": 0}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let tell = EventBridgePutEvents::new([EventBridgePutEventsEntry::new(
///     "orders",
///     "OrderShipped",
///     payload!({ "id": path("$.id") }),
/// )
/// .event_bus("shop")])
/// .state("Tell the others");
/// # let _ = tell;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EventBridgePutEvents {
    entries: Vec<EventBridgePutEventsEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint_id: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// One event.
///
/// ```
/// use stepwright::prelude::*;
///
/// let event = EventBridgePutEventsEntry::new("orders", "OrderShipped", payload!({ "id": path("$.id") }))
///     .event_bus("shop")
///     .time(state_entered_time());
/// # let _ = event;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EventBridgePutEventsEntry {
    source: Field<String>,
    detail_type: Field<String>,
    detail: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_bus_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<Field<Vec<Field<String>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_header: Option<Field<String>>,
    #[serde(skip)]
    bus: EventBusTarget,
}

impl EventBridgePutEventsEntry {
    /// An event from this source, of this type, with this detail; to the default bus.
    pub fn new(
        source: impl Into<Field<String>>,
        detail_type: impl Into<Field<String>>,
        detail: impl Into<Payload>,
    ) -> Self {
        EventBridgePutEventsEntry {
            source: source.into(),
            detail_type: detail_type.into(),
            detail: detail.into(),
            event_bus_name: None,
            resources: None,
            time: None,
            trace_header: None,
            bus: EventBusTarget::default(),
        }
    }

    setters! {
        /// When it happened, as an ISO 8601 time; by default when it is sent.
        time: Field<String>;
        /// The X-Ray trace that it belongs to, at most 500 characters.
        trace_header: Field<String>;
    }

    /// The bus it is sent to; by default the account's default bus.
    pub fn event_bus(mut self, bus: impl Into<EventBusTarget>) -> Self {
        self.bus = bus.into();
        self.event_bus_name = self.bus.name().cloned();
        self
    }

    /// What the event concerns, as ARNs.
    pub fn resources<F: Into<Field<String>>>(mut self, arns: impl IntoIterator<Item = F>) -> Self {
        self.resources = Some(Field::Literal(arns.into_iter().map(Into::into).collect()));
        self
    }

    /// What the event concerns, out of an expression that gives a list of ARNs.
    pub fn resources_from(mut self, arns: crate::asl::Expression) -> Self {
        self.resources = Some(arns.into());
        self
    }

    fn statement(&self) -> Statement {
        let put = Statement::allow(["events:PutEvents"]).on_all(self.bus.arns()).because("sends the events");
        let keys = [("events:source", &self.source), ("events:detail-type", &self.detail_type)];
        keys.into_iter().fold(put, |put, (key, value)| match value {
            Field::Literal(text) => put.when("StringEquals", key, text),
            Field::Reference(reference) => put.when("StringEquals", key, Property::from(reference)),
            Field::Expression(_) => put,
        })
    }
}

/// The most events that one call may send.
const MOST_ENTRIES: usize = 10;

impl EventBridgePutEvents {
    /// Sends these events: 1 to 10.
    pub fn new(entries: impl IntoIterator<Item = EventBridgePutEventsEntry>) -> Self {
        EventBridgePutEvents { entries: entries.into_iter().collect(), endpoint_id: None, more: Map::new() }
    }

    setters! {
        /// The global endpoint to send them through: `abcde.veo`. By default none. It may choose the bus of either
        /// region, so permit both: `EventBusTarget::from(…).among([…])`.
        endpoint_id: Field<String>;
    }

    /// Adds an event.
    pub fn entry(mut self, entry: EventBridgePutEventsEntry) -> Self {
        self.entries.push(entry);
        self
    }

    /// A parameter that has no setter here, by its name in `PutEvents`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EventBridgePutEvents {
    const NAME: &'static str = "EventBridgePutEvents";
    const API: (&'static str, &'static str) = ("events", "putEvents");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html";

    type Patterns = RequestOrCallback;

    /// The condition keys were checked against
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html> and
    /// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html>.
    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let mut out: Vec<Statement> = Vec::new();
        for statement in self.entries.iter().map(EventBridgePutEventsEntry::statement) {
            if !out.contains(&statement) {
                out.push(statement);
            }
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let count = self.entries.len();
        if count == 0 {
            let message = "there is no event to send";
            out.push(
                Diagnostic::error("too-few-items", message)
                    .pointer("/Parameters/Entries")
                    .help("add one with `entry`"),
            );
        } else if count > MOST_ENTRIES {
            let message = format!("there are {count} events, one call can send {MOST_ENTRIES}");
            out.push(
                Diagnostic::error("too-many-items", message)
                    .pointer("/Parameters/Entries")
                    .help("send the rest from a second state"),
            );
        }
        for (index, entry) in self.entries.iter().enumerate() {
            if let Field::Literal(source) = &entry.source
                && source.starts_with("aws.")
            {
                let message = format!("the source `{source}` is reserved: only AWS sends events as `aws.…`");
                out.push(
                    Diagnostic::error("reserved-source", message)
                        .pointer(format!("/Parameters/Entries/{index}/Source"))
                        .help("name your own application: `com.example.orders`"),
                );
            }
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let entry = shape::object([
            ("ErrorCode", shape::text()),
            ("ErrorMessage", shape::text()),
            ("EventId", shape::text()),
        ]);
        shape::object([
            ("Entries", shape::list(entry)),
            ("FailedEntryCount", shape::integer()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path, state_entered_time, task_token};
        use crate::payload;
        use crate::reference::{Handle, Reference};
        use crate::template::events;
        let bus = Handle::new("Shop", events::EventBus::new("shop"));
        vec![
            Example::request(
                "request_response",
                EventBridgePutEvents::new([EventBridgePutEventsEntry::new(
                    "orders",
                    "OrderShipped",
                    payload!({ "id": path("$.id") }),
                )
                .event_bus(&bus)
                .resources([Reference::attribute("Orders", "Arn")])
                .time(state_entered_time())
                .trace_header(path("$.trace"))])
                .entry(EventBridgePutEventsEntry::new("orders", path("$.type"), payload!({})))
                .endpoint_id("abcde.veo")
                .state("Tell the others"),
            ),
            Example::callback(
                "wait_for_task_token",
                EventBridgePutEvents::new([EventBridgePutEventsEntry::new(
                    "orders",
                    "ApprovalAsked",
                    payload!({ "token": task_token(), "order": path("$.order") }),
                )])
                .wait_for_task_token("Ask for approval")
                .timeout(minutes(60)),
            ),
            Example::request(
                "at_run_time",
                EventBridgePutEvents::new([EventBridgePutEventsEntry::new(
                    path("$.source"),
                    "Copied",
                    path("$.detail"),
                )
                .event_bus(path("$.bus"))
                .resources_from(path("$.resources"))])
                .state("Copy the event"),
            ),
            Example::request(
                "jsonata",
                EventBridgePutEvents::new([EventBridgePutEventsEntry::new(
                    "orders",
                    "OrderShipped",
                    jsonata("$states.input.order"),
                )])
                .state("Tell the others"),
            )
            .in_jsonata(),
        ]
    }
}
