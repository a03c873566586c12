//! An attribute of a DynamoDB item that is compared as if it were its value.

use super::super::subject::State;
use super::super::{Findings, Rule, Subject};
use crate::asl::{Kind, QueryLanguage};
use crate::diagnostic::{Severity, pointer};
use serde_json::{Map, Value};

pub(super) static RULE: Rule = Rule {
    name: "dynamodb-attribute-as-value",
    severity: Severity::Warning,
    summary: "a Choice that compares an attribute of a DynamoDB item as if it were plain JSON",
    why: "DynamoDB answers in its own JSON: the attribute `status` is `{\"S\": \"open\"}`, and never equal to `\"open\"`.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": { "TableName": "t", "Key": { "Id": { "S": "1" } } }, "Next": "B" }, "B": { "Type": "Choice", "Choices": [{ "Variable": "$.Item.status", "StringEquals": "open", "Next": "C" }], "Default": "C" }, "C": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": { "TableName": "t", "Key": { "Id": { "S": "1" } } }, "Next": "B" }, "B": { "Type": "Choice", "Choices": [{ "Variable": "$.Item.status.S", "StringEquals": "open", "Next": "C" }], "Default": "C" }, "C": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        let Some(item) = item_of(state) else { continue };
        let Some(machine) = subject.machines.get(state.machine) else { continue };
        for way in &state.transitions {
            let next = machine.state(way.to).and_then(|index| subject.states.get(index));
            // A catcher leads on with the error in place of the item.
            let Some(next) =
                next.filter(|_| way.pointer.ends_with("/Next") && !way.pointer.contains("/Catch/"))
            else {
                continue;
            };
            if next.kind == Some(Kind::Choice) && !next.json.contains_key("InputPath") {
                let rules = next.json.get("Choices").and_then(Value::as_array);
                for (index, rule) in rules.into_iter().flatten().enumerate() {
                    let at = format!("{}/Choices/{index}", next.pointer);
                    compare(rule, &item, next, &at, findings);
                }
            }
        }
    }
}

/// The path of the item that a state gets, with a dot behind it; none where that is not sure.
fn item_of(state: &State<'_>) -> Option<String> {
    let called = state.resource()?.ends_with(":::dynamodb:getItem");
    let changed = ["ResultSelector", "OutputPath"].iter().any(|field| state.json.contains_key(*field));
    if !called || changed || state.language != QueryLanguage::JsonPath {
        return None;
    }
    match state.json.get("ResultPath") {
        None => Some("$.Item.".to_owned()),
        Some(path) => path.as_str().map(|path| format!("{path}.Item.")),
    }
}

fn compare(rule: &Value, item: &str, choice: &State<'_>, at: &str, findings: &mut Findings) {
    let Value::Object(rule) = rule else { return };
    for field in ["And", "Or"] {
        for (index, inner) in rule.get(field).and_then(Value::as_array).into_iter().flatten().enumerate() {
            compare(inner, item, choice, &format!("{at}/{field}/{index}"), findings);
        }
    }
    if let Some(inner) = rule.get("Not") {
        compare(inner, item, choice, &format!("{at}/Not"), findings);
    }
    let Some(variable) = rule.get("Variable").and_then(Value::as_str) else { return };
    let Some(attribute) = variable.strip_prefix(item) else { return };
    if attribute.contains(['.', '[']) || !compares(rule) {
        return;
    }
    findings.push(
        RULE.finding(format!(
            "`{variable}` is an object of DynamoDB's, such as `{{\"S\": …}}`, and no value"
        ))
        .state(choice.name)
        .pointer(pointer(at, "Variable"))
        .help(format!("name its type: `{variable}.S`, `.N`, `.BOOL`")),
    );
}

/// Whether a rule compares a value, rather than ask what there is.
fn compares(rule: &Map<String, Value>) -> bool {
    rule.keys()
        .any(|key| ["String", "Numeric", "Boolean", "Timestamp"].iter().any(|sort| key.starts_with(sort)))
}
