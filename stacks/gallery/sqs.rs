//! SQS: messages to a queue.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, and a queue.
pub fn add(stack: &mut Stack) {
    let queue = stack.add("Queue", sqs::Queue::new());
    let text = SqsSendMessage::new(&queue, path("$.message")).state("Send1").discard_result();
    let object = SqsSendMessage::new(&queue, payload!({ "field1": "somedata", "field2": path("$.field2") }))
        .state("Send2");
    Examples::new().show("sqs-send-message", text.then(object)).add(
        stack,
        "Sqs",
        "Sends messages to a queue",
    );
}
