//! Expressions, and the languages they are in.

use super::{Case, of_flow, of_machine};
use stepwright::prelude::*;

pub const CASES: &[Case] = &[
    ("malformed-path", || of_flow(Pass::new("Pick").parameters(payload!({ "id": path("$.lines[") })))),
    ("malformed-path", || of_flow(Pass::new("Pick").result_path("$.lines[*]"))),
    ("malformed-path", || of_flow(Pass::new("Pick").input_path("lines"))),
    ("malformed-path", || {
        let call = LambdaInvoke::new("charge").state("Charge");
        of_flow(call.catch(Catch::all().result_path("$.x[*]"), Succeed::new("Done")))
    }),
    ("malformed-path", || of_flow(Pass::new("Pick").parameters(payload!({ "id.$": 5 })))),
    ("malformed-jsonata", || of_flow(Pass::new("Pick").output(jsonata("{% $uuid() %}")))),
    ("malformed-variable", || of_flow(Pass::new("Pick").parameters(payload!({ "id": variable("1x") })))),
    ("wrong-language", || of_flow(Pass::new("Pick").parameters(payload!({ "id": jsonata("$uuid()") })))),
    ("wrong-language", || of_flow(Pass::new("Pick").output(payload!({ "id": path("$..id") })))),
    ("wrong-language", || {
        let which = path("$.x").equals(1).and(jsonata("$y").into());
        of_flow(Choice::new("Which").when(which, Succeed::new("Done")))
    }),
    ("wrong-language", || {
        let which = variable("name").matches("a*");
        of_machine(StateMachine::new(Choice::new("Which").when(which, Succeed::new("Done"))).jsonata())
    }),
    ("jsonpath-in-jsonata-machine", || {
        of_machine(StateMachine::new(Pass::new("Pick").result_path("$.x")).jsonata())
    }),
    ("intrinsic-in-path", || {
        let seconds = intrinsic::math_add(path("$.a"), 1);
        of_flow(Wait::seconds("Rest", seconds))
    }),
    ("items-in-jsonpath", || {
        of_flow(Map::new("Each").items(vec![serde_json::json!(1)]).each(Pass::new("One")))
    }),
    ("path-as-template", || of_flow(Pass::new("Pick").parameters(path("$.order")))),
    ("path-in-array", || of_flow(Pass::new("Pick").parameters(payload!({ "ids": [path("$.a"), 2] })))),
    ("duplicate-key", || of_flow(Pass::new("Pick").parameters(payload!({ "id": 1, "id.$": "$.id" })))),
    ("path-key-in-jsonata", || {
        let charge = LambdaInvoke::new("charge").payload(payload!({ "id.$": "$.id" })).state("Charge");
        of_machine(StateMachine::new(charge).jsonata())
    }),
    ("path-key-in-jsonata", || of_flow(Pass::new("Pick").output(payload!({ "order": { "id.$": "$.id" } })))),
    ("expression-in-literal", || of_flow(Pass::new("Pick").output(payload!({ "text": "{% of the price" })))),
    ("expression-in-literal", || {
        of_flow(CustomState::new("Pick", payload!({ "Type": "Pass", "Result": path("$.id"), "End": true })))
    }),
    ("data-like-reference", || {
        let own = r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"Ref":"Topic"},"End":true}}}"#;
        let mut stack = Stack::new("shop");
        let topic = stack.add("Topic", sns::Topic::new());
        let keep = Pass::new("Keep").result(serde_json::json!({ "topic": topic.reference() }));
        stack.add("Orders", StateMachine::new(keep));
        stack.add("Own", StateMachine::from_json(own));
        super::of_stack(stack)
    }),
    ("placeholder-in-literal", || {
        let mut stack = Stack::new("shop");
        let topic = stack.add("Topic", sns::Topic::new());
        let tell = SnsPublish::new(&topic, "buy at ${Topic}").state("Tell");
        stack.add("Orders", StateMachine::new(tell));
        super::of_stack(stack)
    }),
];
