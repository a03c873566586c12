//! A field that the language does not have.

use super::super::{Findings, Object, Rule, Sort, Subject};
use crate::asl::contract;
use crate::diagnostic::{Aws, Severity, nearest};

pub(super) static RULE: Rule = Rule {
    name: "unknown-field",
    severity: Severity::Error,
    summary: "a field that the language does not have",
    why: "AWS refuses a definition with a field it does not know, be it misspelt or from another language. \
          Case counts.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "ResultsPath": "$.a", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "ResultPath": "$.a", "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        // Without a type nothing is known of a state.
        if matches!(object.sort, Sort::State(None)) && object.get("Type").is_none() {
            continue;
        }
        for field in object.fields.iter().filter(|field| field.spec.is_none() && field.holds.is_none()) {
            if super::misplaced_field::elsewhere(object, field.name).is_some() {
                continue;
            }
            let message = format!("`{}` is no field of {}", field.name, object.sort.name());
            let aws = Aws::schema(format!("Field '{}' is not supported", field.name)).at(aws_place(object));
            let mut finding = RULE.finding(message).pointer(object.at(field.name)).aws(aws);
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            let known: Vec<String> = known(object);
            match nearest(field.name, known.iter().map(String::as_str)) {
                Some(near) => finding = finding.help(format!("there is `{near}`")),
                None => {
                    finding = finding.help("take it away; what is only to be read belongs into `Comment`")
                }
            }
            findings.push_at_key(finding);
        }
    }
}

/// AWS names the object, and the whole definition `/`.
pub(super) fn aws_place(object: &Object<'_>) -> String {
    if object.pointer.is_empty() { "/".to_owned() } else { object.pointer.clone() }
}

/// The fields that it may have, twins included.
fn known(object: &Object<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for field in object.sort.fields().filter(|field| field.only.is_none_or(|only| only == object.language)) {
        out.push(field.name.to_owned());
        if field.shape == contract::Shape::Twin {
            out.push(format!("{}Path", field.name));
        }
    }
    if object.sort.is(&contract::CHOICE_RULE) || object.sort.is(&contract::COMPARISON) {
        out.extend(contract::OPERATORS.iter().map(|(name, _)| (*name).to_owned()));
    }
    out
}
