//! Calls by events of EventBridge.

use super::{Callee, add, caller_role};
use crate::diagnostic::Diagnostic;
use crate::iam::arn;
use crate::reference::{Handle, Property};
use crate::stack::{Stack, StackPart};
use crate::template::events::rule::Target;
use crate::template::parts::ServiceRole;
use crate::template::{events, s3};
use serde_json::{Map, Value, json};

/// Calls a function or starts a machine for each event of EventBridge that fits a pattern; what it is handed is the
/// event.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let documents = stack.add("Documents", Bucket::new().event_bridge());
/// let machine = stack.add("Split", StateMachine::new(Succeed::new("Done")));
/// stack.add("DocumentCame", EventRule::object_created(&documents, "documents/", &machine));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html>.
#[derive(Clone, Debug)]
pub struct EventRule {
    pattern: Value,
    callee: Callee,
    bus: Option<Property<String>>,
    input: Option<Property<String>>,
    /// The bucket that has to tell EventBridge.
    bucket: Option<Handle<s3::Bucket>>,
}

impl EventRule {
    /// For events that fit this pattern: `{"source": ["aws.s3"]}` say.
    pub fn new(pattern: Value, callee: impl Into<Callee>) -> Self {
        EventRule { pattern, callee: callee.into(), bus: None, input: None, bucket: None }
    }

    /// For each object that comes to be under a prefix of a bucket; the bucket has to tell EventBridge.
    ///
    /// Checked against <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html>.
    pub fn object_created(bucket: &Handle<s3::Bucket>, prefix: &str, callee: impl Into<Callee>) -> Self {
        let mut detail = json!({ "bucket": { "name": [bucket.reference()] } });
        if let (false, Value::Object(detail)) = (prefix.is_empty(), &mut detail) {
            detail.insert("object".to_owned(), json!({ "key": [{ "prefix": prefix }] }));
        }
        let pattern = json!({ "source": ["aws.s3"], "detail-type": ["Object Created"], "detail": detail });
        EventRule { bucket: Some(bucket.clone()), ..Self::new(pattern, callee) }
    }

    /// On this bus, by its name or ARN; by default on the account's own.
    pub fn bus(mut self, bus: impl Into<Property<String>>) -> Self {
        self.bus = Some(bus.into());
        self
    }

    /// What is handed over instead of the event, as JSON.
    pub fn input(mut self, input: Value) -> Self {
        self.input = Some(input.to_string().into());
        self
    }
}

impl StackPart for EventRule {
    type Handles = ();

    fn add_to(self, id: &str, stack: &mut Stack) {
        if let Some(bucket) = &self.bucket
            && !bucket.is_shared()
            && !tells_event_bridge(bucket.resource())
        {
            let message = format!("the bucket `{}` does not tell EventBridge of its objects", bucket.id());
            stack.scope.report(
                Diagnostic::error("silent-bucket", message)
                    .in_resource(id)
                    .help("add it with `event_bridge()`"),
            );
        }
        let mut target = Target::new(&self.callee.arn, "callee");
        target.input = self.input.clone();
        let mut noted = false;
        if self.callee.is_machine() {
            // SAM would make a role that anyone's rule could use.
            let role =
                ServiceRole::new("events.amazonaws.com").on_behalf_of(arn("events", "rule/*", [""; 0]));
            let role = caller_role(stack, id, role, self.callee.statement());
            target = target.role_arn(role.attribute("Arn"));
        } else {
            let mut event = Map::new();
            event.insert("Pattern".to_owned(), self.pattern.clone());
            if let Some(bus) = &self.bus {
                event.insert("EventBusName".to_owned(), bus.to_json());
            }
            if let Some(input) = &self.input {
                event.insert("Input".to_owned(), input.to_json());
            }
            noted = self.callee.note(stack, id, "EventBridgeRule", Value::Object(event));
        }
        let mut rule = events::Rule::new().event_pattern(self.pattern).targets([target]);
        rule.event_bus_name = self.bus;
        let rule = add(stack, id, rule, noted);
        if !self.callee.is_machine() {
            let permission = self.callee.permission("events.amazonaws.com").source_arn(rule.arn());
            add(stack, &format!("{id}Permission"), permission, noted);
        }
    }
}

fn tells_event_bridge(bucket: &s3::Bucket) -> bool {
    let notifications = bucket.notification_configuration.as_ref().map(Property::to_json);
    notifications.is_some_and(|all| all.get("EventBridgeConfiguration").is_some())
}
