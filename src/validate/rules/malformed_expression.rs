//! The value of a key that ends in `.$` which is neither a path nor a call of an intrinsic function.

use super::super::{Findings, Reading, Rule, Subject};
use crate::asl::QueryLanguage;
use crate::asl::contract::Holds;
use crate::diagnostic::{Aws, Severity, pointer};
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    name: "malformed-expression",
    severity: Severity::Error,
    summary: "the value of a key that ends in `.$` which is neither a path nor a call of an intrinsic function",
    why: "A key that ends in `.$` says that its value is read: a path into the input, the context object, a \
          variable, or one of the functions `States.…` with the right number and sorts of arguments, at most \
          ten deep in one another.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "id.$": "States.Uuid()" }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "id.$": "States.UUID()" }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in subject.sites.iter().filter(|site| !site.placeholder) {
        let Reading::Expression(Err(error)) = &site.reading else { continue };
        let message = format!("`{}` in `{}` is no expression: {error}", site.text, site.key);
        let mut finding = RULE.finding(message).pointer(site.pointer.as_str());
        if site.holds != Holds::PathOrCall {
            finding = finding.aws(aws(site.key, &site.pointer));
        }
        if let Some(state) = subject.states.get(site.state) {
            finding = finding.state(state.name);
        }
        if let Some(help) = &error.help {
            finding = finding.help(help.as_str());
        }
        findings.push_within(finding, error.offset);
    }
    for object in subject.objects.iter().filter(|object| object.language == QueryLanguage::JsonPath) {
        for field in &object.fields {
            if matches!(field.holds, Some(Holds::Template | Holds::Fields | Holds::Variables)) {
                let mut report = |key: &str, at: String| {
                    let message = format!("`{key}` has no text, so it is no expression");
                    let mut finding = RULE.finding(message).aws(aws(key, &at)).pointer(at);
                    if let Some(name) = subject.name_of(object) {
                        finding = finding.state(name);
                    }
                    findings.push(finding.help("take the `.$` away from its key, or write a path or a call"));
                };
                no_text(field.value, &object.at(field.name), &mut report);
            }
        }
    }
}

/// AWS names the object that the key stands in.
fn aws(key: &str, at: &str) -> Aws {
    let message = format!(
        "The value for the field '{key}' must be a valid JSONPath or a valid intrinsic function call"
    );
    Aws::schema(message).at(at.rsplit_once('/').map_or("", |(object, _)| object))
}

/// Reports keys that announce an expression and hold something else.
fn no_text(value: &Value, at: &str, report: &mut impl FnMut(&str, String)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(_, value)| !value.is_string()) {
                if key.ends_with(".$") {
                    report(key, pointer(at, key));
                } else if value.is_object() || value.is_array() {
                    no_text(value, &pointer(at, key), report);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate().filter(|(_, it)| it.is_object() || it.is_array()) {
                no_text(item, &format!("{at}/{index}"), report);
            }
        }
        _ => {}
    }
}
