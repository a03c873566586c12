//! SNS and SQS.

use super::case::{Case, case};
use stepwright::prelude::*;

fn both() -> Payload {
    payload!({ "field1": "somedata", "field2": path("$.field2") })
}

fn token() -> Payload {
    payload!({ "token": task_token() })
}

pub fn cases() -> Vec<Case> {
    let mut cases = sns();
    cases.extend(sqs());
    cases
}

fn sns() -> Vec<Case> {
    let topic = Handle::new("Topic", sns::Topic::new());
    let fifo = Handle::new("Topic", sns::Topic::new().fifo_topic(true));
    let encrypted =
        Handle::new("Topic", sns::Topic::new().kms_master_key_id(Reference::attribute("Key", "Arn")));
    vec![
        case(
            "sns_publish.readme",
            SnsPublish::new(&topic, path("$.state.message"))
                .message_attribute("place", SnsMessageAttribute::string(path("$.place")))
                .message_attribute("pic", SnsMessageAttribute::binary(path("$.pic")))
                .message_attribute("people", SnsMessageAttribute::number("4"))
                .message_attribute(
                    "handles",
                    SnsMessageAttribute::string_array([
                        Some("@kslater"),
                        Some("@jjf"),
                        None,
                        Some("@mfanning"),
                    ]),
                )
                .state("Publish1")
                .then(SnsPublish::new(&topic, both()).state("Publish2")),
        ),
        case(
            "sns_publish.subject_and_structure",
            SnsPublish::new(&topic, "hello")
                .message_per_protocol("email", path("$.mail"))
                .subject("News")
                .state("Publish"),
        ),
        case(
            "sns_publish.fifo",
            SnsPublish::new(&fifo, "hello")
                .message_group_id(path("$.customer"))
                .message_deduplication_id(path("$.id"))
                .state("Publish"),
        ),
        case("sns_publish.encrypted", SnsPublish::new(&encrypted, "hello").state("Publish")),
        case("sns_publish.wait_for_task_token", SnsPublish::new(&topic, token()).wait_for_task_token("Ask")),
        case(
            "sns_publish.jsonata",
            SnsPublish::new(&topic, jsonata("$states.input.message")).state("Publish"),
        ),
    ]
}

fn sqs() -> Vec<Case> {
    let queue = Handle::new("Queue", sqs::Queue::new());
    let fifo = Handle::new("Queue", sqs::Queue::new().fifo_queue(true));
    let encrypted =
        Handle::new("Queue", sqs::Queue::new().kms_master_key_id(Reference::attribute("Key", "Arn")));
    vec![
        case(
            "sqs_send_message.readme",
            SqsSendMessage::new(&queue, path("$.message"))
                .state("Send1")
                .then(SqsSendMessage::new(&queue, both()).state("Send2")),
        ),
        case(
            "sqs_send_message.delayed",
            SqsSendMessage::new(&queue, "hello").delay_seconds(30).state("Send"),
        ),
        case(
            "sqs_send_message.fifo",
            SqsSendMessage::new(&fifo, "hello")
                .message_group_id(path("$.customer"))
                .message_deduplication_id(path("$.id"))
                .state("Send"),
        ),
        case("sqs_send_message.encrypted", SqsSendMessage::new(&encrypted, "hello").state("Send")),
        case(
            "sqs_send_message.wait_for_task_token",
            SqsSendMessage::new(&queue, token())
                .wait_for_task_token("Ask")
                .heartbeat(minutes(5))
                .timeout(path("$.timeout")),
        ),
        case(
            "sqs_send_message.jsonata",
            SqsSendMessage::new(&queue, payload!({ "order": jsonata("$states.input.order") })).state("Send"),
        ),
    ]
}
