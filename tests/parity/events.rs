//! EventBridge and its scheduler.

use super::case::{Case, case};
use stepwright::prelude::*;

pub fn cases() -> Vec<Case> {
    let bus = Handle::new("EventBus", events::EventBus::new("MyEventBus1"));
    vec![
        case(
            "event_bridge_put_events.readme",
            EventBridgePutEvents::new([EventBridgePutEventsEntry::new(
                "step.functions",
                "MessageFromStepFunctions",
                payload!({ "Message": "Hello from Step Functions!" }),
            )
            .event_bus(&bus)])
            .state("Send an event to EventBridge"),
        ),
        case(
            "event_bridge_put_events.default_bus",
            EventBridgePutEvents::new([
                EventBridgePutEventsEntry::new("shop", "Ordered", path("$.order")),
                EventBridgePutEventsEntry::new("shop", "Counted", "{}"),
            ])
            .state("Send"),
        ),
        case(
            "event_bridge_put_events.wait_for_task_token",
            EventBridgePutEvents::new([EventBridgePutEventsEntry::new(
                "shop",
                "Asked",
                payload!({ "token": task_token() }),
            )])
            .wait_for_task_token("Ask"),
        ),
        case(
            "event_bridge_put_events.jsonata",
            EventBridgePutEvents::new([EventBridgePutEventsEntry::new(
                "shop",
                "Ordered",
                payload!({ "order": jsonata("$states.input.order") }),
            )])
            .state("Send"),
        ),
    ]
}
