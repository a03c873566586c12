//! AWS's file of mocks, through the public API.

#![cfg(feature = "run")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use stepwright::asl::Definition;
use stepwright::run::{MockConfig, Run, returns};

/// What is wrong with a file: place and message of each finding.
#[track_caller]
fn check(file: &Value, expected: &[(&str, &str)]) {
    let findings = MockConfig::read(&file.to_string()).map(|_| ()).err().unwrap_or_default();
    let found: Vec<(&str, &str)> = findings
        .iter()
        .map(|finding| (finding.place.pointer.as_deref().unwrap(), finding.message.as_str()))
        .collect();
    assert_eq!(found, expected);
    assert!(findings.iter().all(|finding| finding.place.position.is_some()), "{findings:#?}");
}

fn responses(responses: Value) -> Value {
    json!({ "StateMachines": {}, "MockedResponses": responses })
}

#[test]
fn everything_wrong_comes_back_at_once() {
    let file = json!({
        "StateMachine": {},
        "StateMachines": {
            "A": { "TestCase": {} },
            "B": { "TestCases": { "One": { "Ask": "Anwser", "Tell": 4 }, "Two": [] } },
            "C": 1
        },
        "MockedResponses": {
            "Answer": { "0": { "Return": {} } },
            "Both": { "0": { "Return": 1, "Throw": { "Error": "E" } } },
            "Neither": { "0": {} },
            "None": {},
            "Nameless": { "0": { "Throw": { "Cause": "c" } }, "1": { "Throw": { "Error": 1, "Why": "w" } } }
        }
    });
    check(
        &file,
        &[
            ("/StateMachine", "`StateMachine` is no field of this"),
            ("/MockedResponses/Both/0", "this both returns and throws"),
            ("/MockedResponses/Neither/0", "this answers nothing"),
            ("/MockedResponses/None", "this response answers nothing"),
            ("/MockedResponses/Nameless/0/Throw", "`Error` is missing"),
            ("/MockedResponses/Nameless/1/Throw/Why", "`Why` is no field of this"),
            ("/MockedResponses/Nameless/1/Throw/Error", "this should be a string, and is a number"),
            ("/StateMachines/A/TestCase", "`TestCase` is no field of this"),
            ("/StateMachines/A", "`TestCases` is missing"),
            ("/StateMachines/B/TestCases/One/Ask", "`MockedResponses` has no `Anwser`"),
            ("/StateMachines/B/TestCases/One/Tell", "this should be a string, and is a number"),
            ("/StateMachines/B/TestCases/Two", "this should be an object, and is an array"),
            ("/StateMachines/C", "this should be an object, and is a number"),
        ],
    );
}

#[test]
fn numbers_cover_every_request_once() {
    let answer = || json!({ "Return": 1 });
    check(&responses(json!({ "A": { "1-2": answer(), "0": answer(), "3-99999999999": answer() } })), &[]);
    check(
        &responses(json!({ "A": { "1": answer() } })),
        &[("/MockedResponses/A/1", "request 0 has no answer, and request 1 has")],
    );
    check(
        &responses(json!({ "A": { "0-2": answer(), "2-3": answer() } })),
        &[("/MockedResponses/A/2-3", "request 2 has two answers")],
    );
    for numbers in ["", "-1", "2-1", "+1", "x", "1-", "99999999999999999999"] {
        check(
            &responses(json!({ "A": { "0": answer(), numbers: answer() } })),
            &[(
                &format!("/MockedResponses/A/{numbers}"),
                &format!("`{numbers}` is neither a number nor a range of them"),
            )],
        );
    }
    check(&responses(json!({ "A": { "0-18446744073709551615": answer() } })), &[]);
}

#[test]
fn what_is_no_file_of_mocks() {
    for text in ["", "[", "{\"a\":1,\"a\":2}", "[]", "null"] {
        assert_eq!(MockConfig::read(text).unwrap_err().len(), 1, "{text}");
    }
    check(&json!({}), &[("", "`StateMachines` is missing"), ("", "`MockedResponses` is missing")]);
}

const FILE: &str = r#"{
  "StateMachines": {
    "Orders": { "TestCases": { "Fine": { "Charge": "Fine" }, "Refused": { "Charge": "Refused" } } }
  },
  "MockedResponses": {
    "Fine": { "0": { "Return": { "ok": true } } },
    "Refused": { "0": { "Throw": { "Error": "Refused", "Cause": "no funds" } } }
  }
}"#;

fn charge() -> Definition {
    let task = json!({ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Again" });
    let again = json!({ "Type": "Choice", "Choices": [
        { "Variable": "$.again", "IsPresent": true, "Next": "Charge" }
    ], "Default": "Done" });
    let states = json!({ "Charge": task, "Again": again, "Done": { "Type": "Succeed" } });
    Definition::read(&json!({ "StartAt": "Charge", "States": states }).to_string()).unwrap()
}

#[test]
fn a_case_answers_its_states() {
    let config = MockConfig::read(FILE).unwrap();
    assert!(config.machines().eq(["Orders"]));
    assert!(config.cases("Orders").eq(["Fine", "Refused"]));
    assert!(config.states("Orders", "Fine").eq(["Charge"]));
    assert_eq!(config.cases("Other").count(), 0);
    let run = charge().run(json!({})).mocks(config.mocks("Orders", "Fine").unwrap()).finish();
    assert_eq!(run.output(), Some(&json!({ "ok": true })));
    let arn = "arn:aws:states:us-east-1:111111111111:stateMachine:Orders#Refused";
    let run = charge().run(json!({})).mocks(config.mocks_of(arn).unwrap()).finish();
    assert_eq!((run.error(), run.cause()), (Some("Refused"), Some("no funds")));
    // What is told later decides.
    let mocks = config.mocks("Orders", "Refused").unwrap();
    let run = charge().run(json!({})).mocks(mocks).mock("Charge", returns(json!(1))).finish();
    assert_eq!(run.output(), Some(&json!(1)));
}

#[test]
fn answers_come_to_an_end() {
    let config = MockConfig::read(&FILE.replace("\"ok\"", "\"again\"")).unwrap();
    let run = charge().run(json!({})).mocks(config.mocks("Orders", "Fine").unwrap()).finish();
    assert_eq!(run.error(), Some("Stepwright.NoAnswer"));
    assert!(run.cause().unwrap().contains("`Charge` has 1 answers"), "{run}");
}

#[test]
fn unknown_cases_are_told() {
    let config = MockConfig::read(FILE).unwrap();
    for (name, message, help) in [
        ("Orders#Fien", "the mocks of `Orders` have no test case `Fien`", "there is `Fine`"),
        ("Orders#Busy", "the mocks of `Orders` have no test case `Busy`", "there is `Fine`, `Refused`"),
        ("Order#Fine", "the mocks name no state machine `Order`", "there is `Orders`"),
        ("Orders", "`Orders` names no test case", "write it behind the machine: `Orders#TestCase`"),
    ] {
        let finding = config.mocks_of(name).unwrap_err();
        assert_eq!((finding.message.as_str(), finding.help.as_deref().unwrap()), (message, help));
    }
}
