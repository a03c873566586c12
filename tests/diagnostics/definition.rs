//! Definitions of one's own, in JSON and YAML.

use super::{Case, of_machine};
use stepwright::prelude::*;

pub const CASES: &[Case] = &[
    ("malformed-definition", || of_machine(StateMachine::from_json("{ \"StartAt\": }"))),
    ("malformed-definition", || of_machine(StateMachine::from_json("[]"))),
    ("malformed-definition", || of_machine(StateMachine::from(payload!([1])))),
    ("malformed-definition", || of_machine(StateMachine::from_yaml("StartAt: !Ref Begin"))),
    ("malformed-definition", || of_machine(StateMachine::from_yaml("StartAt: [A"))),
    ("malformed-definition", || of_machine(StateMachine::from_yaml("1: A"))),
    ("duplicate-key", || of_machine(StateMachine::from_json("{ \"StartAt\": \"A\", \"StartAt\": \"B\" }"))),
    ("duplicate-key", || of_machine(StateMachine::from_yaml("StartAt: A\nStartAt: B"))),
    ("expression-in-literal", || {
        let json = payload!({ "StartAt": "Pick", "States": { "Pick": { "Type": "Pass", "Result": path("$.id"), "End": true } } });
        of_machine(StateMachine::from(json))
    }),
    ("unbound-placeholder", || {
        let json = r#"{ "StartAt": "Tell", "States": { "Tell": {
            "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true,
            "Parameters": { "TopicArn": "${Topic}", "Message": "of ${Topic}" } } } }"#;
        of_machine(StateMachine::from_json(json))
    }),
    ("unbound-placeholder", || {
        let json = payload!({ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": "${Regoin}", "End": true } } });
        of_machine(StateMachine::from(json).substitution("Region", region()))
    }),
    ("not-in-express", || {
        let json = r#"{ "StartAt": "Ask", "States": { "Ask": {
            "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": true } } }"#;
        of_machine(StateMachine::from_json(json).express())
    }),
    ("duplicate-substitution", || {
        let machine = StateMachine::new(Pass::new("Begin"));
        of_machine(machine.substitution("Topic", region()).substitution("Topic", account()))
    }),
    ("out-of-range", || of_machine(StateMachine::new(Pass::new("Begin")).timeout(secs(0)))),
    ("out-of-range", || {
        let key = Encryption::with("arn:aws:kms:eu-west-1:123456789012:key/1").reuse(secs(1));
        of_machine(StateMachine::new(Pass::new("Begin")).encryption(key))
    }),
];
