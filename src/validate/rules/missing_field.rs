//! An object without a field that it needs.

use super::super::{Findings, Object, Rule, Sort, Subject};
use crate::asl::Kind;
use crate::asl::contract::CHOICE_RULE;
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "missing-field",
    severity: Severity::Error,
    summary: "an object without a field that it needs",
    why: "A machine needs `StartAt` and `States`, a Task its `Resource`, a catcher its `Next`; a state that \
          does not end needs to say where it goes on.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        let missing: Vec<&str> = object
            .sort
            .fields()
            .filter(|field| field.required && object.get(field.name).is_none())
            // Without a type nothing is known of a state but that.
            .filter(|field| !matches!(object.sort, Sort::State(None)) || field.name == "Type")
            .map(|field| field.name)
            .collect();
        let mut report = |fields: &[&str], either: bool, aws: Aws| {
            let list = fields.join(if either { "` or `" } else { "`, `" });
            let message = format!("{} needs `{list}`, and has none", object.sort.name());
            let mut finding = RULE.finding(message).pointer(object.pointer.as_str()).aws(aws);
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            if let Some(help) = help(object, fields) {
                finding = finding.help(help);
            }
            findings.push(finding);
        };
        if !missing.is_empty() {
            report(
                &missing,
                false,
                Aws::schema(format!("These fields are required: [{}]", missing.join(", "))),
            );
        }
        for choose in object.sort.choose().filter(|choose| choose.required) {
            if choose.fields.iter().all(|field| object.get(field).is_none()) {
                let usable: Vec<&str> = choose.fields.iter().copied().filter(|it| goes(object, it)).collect();
                let list = choose.fields.join(", ");
                let aws = if object.sort.is(&CHOICE_RULE) {
                    format!("The object must have only one of the following fields, [{list}]")
                } else {
                    format!("This object should have only one of the following fields: [{list}]")
                };
                report(&usable, true, Aws::schema(aws));
            }
        }
    }
}

/// Whether a field goes with the language of its object.
fn goes(object: &Object<'_>, field: &str) -> bool {
    let known = object.sort.fields().find(|known| known.name == field);
    match known {
        Some(known) => known.only.is_none_or(|only| only == object.language),
        None => object.language == crate::asl::QueryLanguage::JsonPath,
    }
}

fn help(object: &Object<'_>, fields: &[&str]) -> Option<&'static str> {
    Some(match (object.sort, fields) {
        (Sort::State(Some(Kind::Map)), ["ItemProcessor", ..]) => {
            "say the steps for each item in `ItemProcessor`"
        }
        (Sort::State(_), ["Next", "End"]) => {
            "say `\"End\": true` where the machine, or its branch, ends here"
        }
        (_, ["States", ..]) => "a machine names its first state in `StartAt`, and all of them in `States`",
        _ => return None,
    })
}
