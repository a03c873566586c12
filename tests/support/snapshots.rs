//! Snapshots, and how they show permissions.

// Not every test needs all of them.
#![allow(dead_code)]

use serde_json::Value;
use stepwright::iam::{Condition, Statement};

/// Compares text with `snapshots/<folder>/<name>.snap`.
pub fn snapshot(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("{}/snapshots/{folder}", env!("CARGO_MANIFEST_DIR")));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name.to_owned(), text));
}

/// Statements as a reviewer of permissions wants to read them.
pub fn permissions(statements: &[Statement]) -> String {
    let mut out = String::new();
    for statement in statements {
        out.push_str(&format!("  {} {}\n", statement.effect.as_str(), statement.actions.join(", ")));
        for resource in &statement.resources {
            out.push_str(&format!("    on {}\n", words(&resource.to_json())));
        }
        for Condition { operator, key, values } in &statement.conditions {
            let values: Vec<String> = values.iter().map(|value| words(&value.to_json())).collect();
            out.push_str(&format!("    when {operator} {key} {}\n", values.join(", ")));
        }
        if statement.names_own_machine {
            out.push_str("    in a policy of its own\n");
        }
        for reason in &statement.reasons {
            let state = if reason.state.is_empty() { "the machine" } else { &*reason.state };
            out.push_str(&format!("    because {state} {}\n", reason.why));
        }
    }
    if out.is_empty() { "  none\n".to_owned() } else { out }
}

/// A value of a template in one line: references as `Fn::Sub` has them.
pub fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(map) if map.len() == 1 => {
            let (function, argument) = map.iter().next().unwrap();
            match (function.as_str(), argument) {
                ("Ref", Value::String(name)) => format!("${{{name}}}"),
                ("Fn::GetAtt", Value::Array(parts)) => {
                    format!("${{{}}}", parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("."))
                }
                ("Fn::Sub", Value::String(text)) => text.clone(),
                ("Fn::Sub", Value::Array(parts)) => {
                    let mut text = parts[0].as_str().unwrap().to_owned();
                    for (name, value) in parts[1].as_object().unwrap() {
                        text = text.replace(&format!("${{{name}}}"), &words(value));
                    }
                    text
                }
                _ => value.to_string(),
            }
        }
        other => other.to_string(),
    }
}
