//! EventBridge: events.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, and a bus for its events.
pub fn add(stack: &mut Stack) {
    let bus = stack.add("EventBus", events::EventBus::new("MyEventBus1"));
    let entry = EventBridgePutEventsEntry::new(
        "step.functions",
        "MessageFromStepFunctions",
        payload!({ "Message": "Hello from Step Functions!" }),
    )
    .event_bus(&bus);
    Examples::new()
        .show(
            "eventbridge-put-events",
            EventBridgePutEvents::new([entry]).state("Send an event to EventBridge"),
        )
        .add(stack, "EventBridge", "Sends an event to a bus");
}
