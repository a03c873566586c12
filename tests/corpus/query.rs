//! What AWS took, reads; what AWS refused for a path or an intrinsic function does not.

use super::cases::cases;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use stepwright::query::{Expression, Path, reference_path};

const REFUSAL: &str = "must be a valid JSONPath or a valid intrinsic function call";

/// Fields whose value is a template, in which `.$` members are expressions.
const TEMPLATES: [&str; 5] = ["Parameters", "ResultSelector", "ItemSelector", "Credentials", "Assign"];

/// Something that should read: the state it stands in, its field, its text.
type Found = (String, String, String);

/// Every path and expression of the JSONPath states in `value`.
fn find(value: &Value, state: &str, language: &str, found: &mut Vec<Found>) {
    let Value::Object(members) = value else {
        if let Value::Array(items) = value {
            items.iter().for_each(|item| find(item, state, language, found));
        }
        return;
    };
    let language = members.get("QueryLanguage").and_then(Value::as_str).unwrap_or(language);
    for (name, value) in members {
        match value {
            Value::Object(states) if name == "States" => {
                states.iter().for_each(|(name, state)| find(state, name, language, found));
            }
            _ if TEMPLATES.contains(&name.as_str()) => {
                if language == "JSONPath" {
                    template(value, state, found);
                }
            }
            _ if matches!(name.as_str(), "Arguments" | "Output" | "Result") => {}
            Value::String(text) if name.ends_with("Path") || name == "Variable" => {
                found.push((state.to_owned(), name.clone(), text.clone()));
            }
            _ => find(value, state, language, found),
        }
    }
}

fn template(value: &Value, state: &str, found: &mut Vec<Found>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if name.ends_with(".$") => {
                        found.push((state.to_owned(), name.clone(), text.clone()));
                    }
                    _ => template(value, state, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| template(item, state, found)),
        _ => {}
    }
}

/// Reads it as its field wants it.
fn read(field: &str, text: &str) -> Result<(), String> {
    let wants_expression = field.ends_with(".$") || matches!(field, "ErrorPath" | "CausePath");
    let outcome = match field {
        _ if wants_expression => Expression::parse(text).map(drop),
        "ResultPath" | "ItemsPath" => reference_path(text).map(drop),
        _ => Path::parse(text).map(drop),
    };
    outcome.map_err(|error| format!("{field}: `{text}`: {error}"))
}

fn expressions(case: &Value) -> Vec<Found> {
    let mut found = Vec::new();
    find(&case["definition"], "", "JSONPath", &mut found);
    found
}

#[test]
fn what_aws_took_reads_and_what_it_refused_does_not() {
    let Some(cases) = cases() else { return };
    let (mut taken, mut refused) = (0, 0);
    let mut wrong = Vec::new();
    for case in &cases {
        let id = case["id"].as_str().unwrap_or_default();
        let results: Vec<Result<(), String>> =
            expressions(case).iter().map(|(_, field, text)| read(field, text)).collect();
        let diagnostics = case["expect"]["diagnostics"].as_array().cloned().unwrap_or_default();
        let accepted = match case["kind"].as_str() {
            Some("validation") => case["expect"]["valid"] == true,
            Some("test_state") => case["expect"].get("response").is_some(),
            _ => true,
        };
        if accepted {
            taken += results.len();
            wrong.extend(results.into_iter().filter_map(|result| Some(format!("{id}: {}", result.err()?))));
        } else if diagnostics
            .iter()
            .any(|found| found["message"].as_str().is_some_and(|it| it.ends_with(REFUSAL)))
        {
            refused += 1;
            if results.iter().all(Result::is_ok) {
                wrong.push(format!("{id}: everything in it reads"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(taken > 500 && refused > 0, "{taken} taken, {refused} refused");
}

#[test]
fn the_variables_are_those_aws_lists() {
    let Some(cases) = cases() else { return };
    let mut seen = 0;
    for case in cases.iter().filter(|case| case["kind"] == "variable_references") {
        let mut by_state: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (state, _, text) in expressions(case) {
            let Ok(expression) = Expression::parse(&text) else { continue };
            let names = expression.variables().into_iter().map(str::to_owned);
            by_state.entry(state).or_default().extend(names);
        }
        by_state.retain(|_, names| !names.is_empty());
        let ours = by_state.into_iter().map(|(state, names)| (state, names.into_iter().collect()));
        let ours: Map<String, Value> = ours.collect();
        assert_eq!(Value::Object(ours), case["expect"]["references"], "{}", case["id"]);
        seen += 1;
    }
    assert!(seen > 0);
}
