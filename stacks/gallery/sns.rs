//! SNS: messages to subscribers.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, and a topic.
pub fn add(stack: &mut Stack) {
    let topic = stack.add("Topic", sns::Topic::new());
    let with_attributes = SnsPublish::new(&topic, path("$.state.message"))
        .message_attribute("place", path("$.place"))
        .message_attribute("pic", SnsMessageAttribute::binary(path("$.pic")))
        .message_attribute("people", SnsMessageAttribute::number("4"))
        .message_attribute(
            "handles",
            SnsMessageAttribute::string_array([Some("@kslater"), Some("@jjf"), None, Some("@mfanning")]),
        )
        .state("Publish1")
        .discard_result();
    let object = SnsPublish::new(&topic, payload!({ "field1": "somedata", "field2": path("$.field2") }))
        .state("Publish2");
    Examples::new().show("sns-publish", with_attributes.then(object)).add(
        stack,
        "Sns",
        "Publishes messages to a topic",
    );
}
