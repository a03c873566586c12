//! A field that holds another type of value than it should.

use super::super::{Findings, Object, Rule, Subject, is_placeholder};
use crate::asl::QueryLanguage;
use crate::asl::contract::Holds;
use crate::diagnostic::{Aws, Severity, pointer};
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    name: "wrong-type",
    severity: Severity::Error,
    summary: "a field that holds another type of value than it should",
    why: "Text where a number belongs, an object where a list belongs: AWS refuses it, with a message that \
          names the type only for some.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": "10", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": 10, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        let jsonata = object.language == QueryLanguage::Jsonata;
        for field in &object.fields {
            let Some(holds) = field.holds else { continue };
            let Some(wanted) = wanted(holds, field.value, jsonata, object.distributed) else { continue };
            let message = format!("`{}` is {}, it has to be {wanted}", field.name, sort(field.value));
            let mut finding = RULE.finding(message).pointer(object.at(field.name));
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            finding.aws = aws(holds).map(Box::new);
            findings.push(finding);
        }
        for (at, what) in entries(object) {
            let mut finding = RULE.finding(what).pointer(at);
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push(finding);
        }
    }
}

/// The entries of lists and of `States` that are no objects, and texts of a list that are none.
fn entries(object: &Object<'_>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for field in &object.fields {
        let base = object.at(field.name);
        match (field.holds, field.value) {
            (Some(Holds::List(spec) | Holds::Some(spec) | Holds::Machines(spec)), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_object()) {
                    let what = format!("{} is an object, this is {}", spec.name, sort(item));
                    out.push((format!("{base}/{index}"), what));
                }
            }
            (Some(Holds::Texts), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_string()) {
                    let what = format!("`{}` lists texts, this is {}", field.name, sort(item));
                    out.push((format!("{base}/{index}"), what));
                }
            }
            (Some(Holds::States), Value::Object(states)) => {
                for (name, state) in states.iter().filter(|(_, state)| !state.is_object()) {
                    let what = format!("a state is an object, `{name}` is {}", sort(state));
                    out.push((pointer(&base, name), what));
                }
            }
            _ => {}
        }
    }
    out
}

/// What a field has to hold, where its value is no such thing.
fn wanted(holds: Holds, value: &Value, jsonata: bool, distributed: bool) -> Option<&'static str> {
    // Whether an expression is one is for other rules; here it only stands in for its value.
    let expression =
        jsonata && value.as_str().is_some_and(|text| text.starts_with("{%") || is_placeholder(text));
    let text = value.is_string();
    let placeholder = value.as_str().is_some_and(is_placeholder);
    let whole = |value: &Value| value.as_number().is_some_and(is_whole);
    let (right, wanted) = match holds {
        Holds::Any | Holds::Template => (true, ""),
        Holds::Text
        | Holds::Message
        | Holds::StateName
        | Holds::OneOf(_)
        | Holds::Timestamp
        | Holds::Reference
        | Holds::PathOrCall
        | Holds::Pointer
        | Holds::Resource
        | Holds::Label => (text, "text"),
        Holds::Path | Holds::ReferenceOrNull => (text || value.is_null(), "a path or `null`"),
        Holds::True => (value == &Value::Bool(true) || value == &Value::Bool(false), "`true`"),
        Holds::Truth => (value.is_boolean() || placeholder, "`true` or `false`"),
        Holds::Condition => (value.is_boolean() || expression, "`true`, `false` or an expression `{% … %}`"),
        Holds::Integer(..) => (whole(value) || expression || placeholder, "an integer"),
        Holds::Number(..) => (value.is_number() || expression || placeholder, "a number"),
        Holds::Arguments => (value.is_object() || text, "an object or an expression `{% … %}`"),
        Holds::Fields | Holds::Variables | Holds::Object(_) | Holds::Machine(_) | Holds::States => {
            (value.is_object(), "an object")
        }
        Holds::Items => (
            value.is_array() || text || (distributed && value.is_object()),
            "an array or an expression `{% … %}`",
        ),
        Holds::Texts | Holds::List(_) | Holds::Some(_) | Holds::Machines(_) => (value.is_array(), "a list"),
    };
    (!right).then_some(wanted)
}

/// Whether a number is an integer, however it is written: `3`, `3.0`, `3e2`.
fn is_whole(number: &serde_json::Number) -> bool {
    number.as_u64().is_some()
        || number.as_i64().is_some()
        || number.as_f64().is_some_and(|float| float.is_finite() && float.fract() == 0.0)
}

fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// AWS's wording, which is known for integers only.
fn aws(holds: Holds) -> Option<Aws> {
    matches!(holds, Holds::Integer(..)).then(|| Aws::schema("Expected value of type Integer"))
}
