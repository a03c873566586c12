//! What AWS's TestState API answered, recorded, compared with ours: the whole response, or the refusal.
//!
//! `STEPWRIGHT_CASE` names a part of an id: then only such cases run, and tell all.

use super::cases::cases;
use serde_json::Value;
use stepwright::run::{TestState, test_state};

/// Cases that come out another way, and why.
const DIFFERENCES: &[(&str, &str)] = &[(
    "test_state/test_field_validation_mode::TestFieldValidationMode::\
     test_strict_mode_aws_sdk_lambda_get_function_task[integer_more_than_maximum_allowed]",
    "a function may have more memory by now than when this was recorded: 32,768 MB in Lambda's model",
)];

/// What boto3 puts in front of a message.
const PREFIX: &str = "An error occurred (ValidationException) when calling the TestState operation: ";

/// Text that holds JSON as that JSON, as deep as the response has it.
fn opened(value: &Value) -> Value {
    match value {
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) => opened(&inner),
            _ => value.clone(),
        },
        Value::Array(elements) => elements.iter().map(opened).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), opened(value))).collect())
        }
        other => other.clone(),
    }
}

/// AWS makes names up, and the recorder wrote `resource-1` for each: any name will do there.
fn same_text(expected: &str, ours: &str) -> bool {
    let mut pieces = expected.split("resource-");
    let Some(mut rest) = ours.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    for piece in pieces {
        let piece = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        let end = rest.find([':', '/']).unwrap_or(rest.len());
        match rest[end..].strip_prefix(piece) {
            Some(left) => rest = left,
            None => return false,
        }
    }
    rest.is_empty()
}

fn same(expected: &Value, ours: &Value) -> bool {
    match (expected, ours) {
        (Value::String(expected), Value::String(ours)) => same_text(expected, ours),
        (Value::Number(expected), Value::Number(ours)) => expected.as_f64() == ours.as_f64(),
        (Value::Array(expected), Value::Array(ours)) => {
            expected.len() == ours.len()
                && expected.iter().zip(ours).all(|(expected, ours)| same(expected, ours))
        }
        (Value::Object(expected), Value::Object(ours)) => {
            expected.len() == ours.len()
                && expected.iter().all(|(key, value)| ours.get(key).is_some_and(|ours| same(value, ours)))
        }
        _ => expected == ours,
    }
}

fn answer(case: &Value) -> Value {
    let mut request = case["request"].clone();
    request["definition"] = case["definition"].clone();
    match TestState::from_json(&request).and_then(|request| test_state(&request)) {
        Ok(tested) => serde_json::json!({ "response": tested.to_json() }),
        Err(refusal) => serde_json::json!({ "error": refusal.error, "message": refusal.message }),
    }
}

fn agrees(case: &Value, ours: &Value) -> bool {
    let (mut expected, mut ours) = (opened(&case["expect"]), opened(ours));
    for pointer in case["expect"]["ignore"].as_array().into_iter().flatten() {
        for value in [&mut expected, &mut ours] {
            if let Some(place) = value.pointer_mut(pointer.as_str().unwrap()) {
                *place = Value::Null;
            }
        }
    }
    match expected.get("response") {
        Some(response) => same(response, &ours["response"]),
        None => {
            let message = expected["message"].as_str().unwrap();
            expected["error"] == ours["error"]
                && ours["message"] == message.strip_prefix(PREFIX).unwrap_or(message)
        }
    }
}

#[test]
fn states_are_tested_as_they_are_in_aws() {
    let only = std::env::var("STEPWRIGHT_CASE").ok();
    let (mut agreed, mut total, mut wrong, mut met) = (0, 0, Vec::new(), Vec::new());
    for case in cases().unwrap_or_default().iter().filter(|case| case["kind"] == "test_state") {
        let id = case["id"].as_str().unwrap();
        if only.as_ref().is_some_and(|only| !id.contains(only.as_str())) {
            continue;
        }
        total += 1;
        let ours = answer(case);
        let told = format!("{id}\n  ours     {ours}\n  expected {}", case["expect"]);
        if only.is_some() {
            println!("{told}");
        }
        if agrees(case, &ours) {
            agreed += 1;
            continue;
        }
        match DIFFERENCES.iter().find(|(known, _)| *known == id) {
            Some((known, _)) => met.push(*known),
            None => wrong.push(told),
        }
    }
    if total == 0 {
        return;
    }
    println!("test_state agreed {agreed}/{total}");
    assert!(wrong.is_empty(), "{} cases differ\n{}", wrong.len(), wrong.join("\n"));
    if only.is_none() {
        let done: Vec<&str> = DIFFERENCES.iter().map(|(id, _)| *id).filter(|id| !met.contains(id)).collect();
        assert!(done.is_empty(), "no difference any more: {done:?}");
    }
}
