//! Stacks and machines that are twins: what differs between them, whole, in `snapshots/twins`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "support/snapshots.rs"]
mod snapshots;
#[path = "../stacks/mod.rs"]
mod stacks;

use serde_json::Value;
use snapshots::{snapshot, words};
use stepwright::prelude::*;

fn template(wanted: &str) -> Value {
    let (_, stack) = stacks::STACKS.iter().find(|(name, _)| *name == wanted).unwrap();
    stack().synthesize(Target::Sam).template.json().clone()
}

/// Where two values differ, a line for each place: `-` only the left has it, `+` only the right.
fn differences(at: &str, left: &Value, right: &Value, out: &mut String) {
    match (left, right) {
        _ if left == right => {}
        (Value::Object(one), Value::Object(other)) => {
            for (key, value) in one {
                match other.get(key) {
                    Some(twin) => differences(&format!("{at}/{key}"), value, twin, out),
                    None => out.push_str(&format!("- {at}/{key}{}\n", short(value))),
                }
            }
            for (key, value) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                out.push_str(&format!("+ {at}/{key}{}\n", short(value)));
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            let both = one.len().min(other.len());
            for (index, (value, twin)) in one.iter().zip(other).enumerate() {
                differences(&format!("{at}/{index}"), value, twin, out);
            }
            for (sign, more) in [("-", &one[both..]), ("+", &other[both..])] {
                more.iter().for_each(|value| out.push_str(&format!("{sign} {at}/…: {}\n", line(value))));
            }
        }
        _ => out.push_str(&format!("~ {at}\n    - {}\n    + {}\n", line(left), line(right))),
    }
}

/// What a thing is, in short: the type of a resource, or its value.
fn short(value: &Value) -> String {
    let text = value.to_string();
    match value.get("Type") {
        Some(Value::String(kind)) => format!(": {kind}"),
        _ if value.is_object() && words(value) == text => String::new(),
        _ => format!(": {}", line(value)),
    }
}

/// In one line, and not a whole program.
fn line(value: &Value) -> String {
    let text = words(value);
    if text.chars().count() <= 400 {
        text
    } else {
        format!("{}…", text.chars().take(400).collect::<String>())
    }
}

fn compared(left: &Value, right: &Value) -> String {
    let mut out = String::new();
    differences("", left, right, &mut out);
    out
}

#[test]
fn the_public_and_the_private_ecs_stack() {
    let text = compared(&template("sfn_ecs"), &template("sfn_ecs_private"));
    snapshot("twins", "sfn_ecs", &text);
    // The states are the same, but for the network that their tasks run in.
    let states = |line: &&str| line.contains("/Definition/");
    for place in text.lines().filter(states) {
        assert!(place.contains("/NetworkConfiguration/AwsvpcConfiguration/"), "{place}");
    }
}

#[test]
fn the_standard_and_the_express_machine() {
    let template = template("first_steps");
    let [standard, express] = ["Standard", "Express"].map(|id| &template["Resources"][id]["Properties"]);
    snapshot("twins", "first_steps", &compared(standard, express));
    assert_eq!(standard["Definition"], express["Definition"]);
    let retry = serde_json::json!([
        { "ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "MaxAttempts": 3, "BackoffRate": 2 }
    ]);
    assert_eq!(standard["Definition"]["States"]["Say hello"]["Retry"], retry);
    // Nothing runs by itself before someone wants it to.
    assert_eq!(standard["Events"]["EveryMorning"]["Properties"]["State"], "DISABLED");
}
