//! Data that looks like a reference stays data, all the way into a template.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use stepwright::asl::Definition;
use stepwright::prelude::*;

/// What stands at a pointer into the definition, in the template for either target and in the bare definition; and that
/// deployment has nothing to take for a function there.
#[track_caller]
fn check(machine: StateMachine, at: &str, expected: Value) {
    for target in [Target::Sam, Target::CloudFormation] {
        let mut stack = Stack::new("s");
        stack.add("Machine", machine.clone());
        let synthesis = stack.synthesize(target);
        assert!(!synthesis.has_errors(), "{:?}", synthesis.findings);
        let codes: Vec<&str> = synthesis.findings.iter().map(|finding| finding.code).collect();
        assert!(codes.iter().all(|code| *code == "data-like-reference") && !codes.is_empty(), "{codes:?}");
        let resource = &synthesis.template["Resources"]["Machine"];
        assert_eq!(resource["Type"], "AWS::StepFunctions::StateMachine");
        assert_eq!(resource["Properties"].get("Definition"), None);
        let text = resource["Properties"]["DefinitionString"].as_str().expect("text");
        let written = Definition::read(text).expect("a definition");
        let bare = synthesis.asl("Machine").expect("the machine is there");
        for definition in [written, bare] {
            let json = Value::Object(definition.into_json());
            assert_eq!(json.pointer(at), Some(&expected), "{json}");
        }
    }
}

#[test]
fn what_looks_like_a_reference_is_data() {
    let data = json!({ "r": { "Ref": "AWS::Region" }, "s": { "Fn::Sub": "x", "more": 1 }, "n": [{ "Fn::Any": [] }] });
    let pass = || Pass::new("A");
    check(pass().parameters(payload!({ "d": data })).into_machine(), "/States/A/Parameters/d", data.clone());
    check(pass().result(data.clone()).into_machine(), "/States/A/Result", data.clone());
    check(pass().output(payload!({ "d": data })).into_machine(), "/States/A/Output/d", data.clone());
    let raw = CustomState::new("A", json!({ "Type": "Pass", "Parameters": data }));
    check(raw.into_machine(), "/States/A/Parameters", data.clone());
    let own = json!({ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": data, "End": true } } });
    check(StateMachine::from_json(&own.to_string()), "/States/A/Result", data.clone());
    check(Payload::from(own).into(), "/States/A/Result", data.clone());
    let put = DynamoPutItem::new("orders", [("Id", "1")]).parameter("Expected", data.clone());
    check(put.state("A").into_machine(), "/States/A/Parameters/Expected", data);
}

#[test]
fn references_beside_it_are_bound() {
    let mut stack = Stack::new("s");
    let topic = stack.add("Topic", sns::Topic::new());
    let parameters = payload!({ "is": topic.reference(), "seems": json!({ "Ref": "Topic" }) });
    stack.add("Machine", StateMachine::new(Pass::new("A").parameters(parameters)));
    let synthesis = stack.synthesize(Target::Sam);
    let properties = &synthesis.template["Resources"]["Machine"]["Properties"];
    assert_eq!(properties["DefinitionSubstitutions"], json!({ "Topic": { "Ref": "Topic" } }));
    assert_eq!(
        properties["DefinitionString"],
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"is":"${Topic}","seems":{"Ref":"Topic"}},"End":true}}}"#
    );
    let [finding] = synthesis.findings.as_slice() else { panic!("one finding: {:?}", synthesis.findings) };
    assert_eq!(finding.place.pointer.as_deref(), Some("/States/A/Parameters/seems"));
}

#[test]
fn a_parameter_without_a_setter_takes_references() {
    let put = DynamoPutItem::new("orders", [("Id", "1")])
        .parameter("Whole", region())
        .parameter("Within", payload!({ "r": region(), "p": path("$.p"), "n": 1.5, "many": [true, null] }));
    let (definition, findings) = StateMachine::new(put.state("A")).definition();
    assert!(findings.is_empty(), "{findings:?}");
    let parameters = &definition.json()["States"]["A"]["Parameters"];
    assert_eq!(parameters["Whole"], "${Region}");
    assert_eq!(
        parameters["Within"],
        json!({ "r": "${Region}", "p.$": "$.p", "n": 1.5, "many": [true, null] })
    );
}

#[test]
fn a_definition_keeps_the_text_of_its_numbers() {
    let text = r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Result":[1e3,1.10,-0,2E+5],"End":true}}}"#;
    let (definition, findings) = StateMachine::from_json(text).definition();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(definition.to_string(), text);
    let mut stack = Stack::new("s");
    stack.add("Machine", StateMachine::from_json(text));
    let synthesis = stack.synthesize(Target::Sam);
    assert_eq!(synthesis.asl("Machine").expect("the machine is there").to_string(), text);
    for written in [synthesis.to_yaml(), synthesis.to_json()] {
        assert!(["1e3", "1.10", "-0", "2E+5"].iter().all(|number| written.contains(number)), "{written}");
    }
}

/// A state alone as a machine.
trait IntoMachine {
    fn into_machine(self) -> StateMachine;
}

impl<F: Into<Flow>> IntoMachine for F {
    fn into_machine(self) -> StateMachine {
        StateMachine::new(self)
    }
}
