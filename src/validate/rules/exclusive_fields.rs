//! Fields of which an object can have only one.

use super::super::{Findings, Rule, Subject};
use crate::asl::contract::CHOICE_RULE;
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "exclusive-fields",
    severity: Severity::Error,
    summary: "fields of which an object can have only one",
    why: "A state either goes on or ends; a time stands in the definition or in the input. AWS takes one of \
          such fields, not two.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": 5, "Timestamp": "2026-01-31T12:00:00Z", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": 5, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        let mut report = |fields: &[&str], said: &[&str]| {
            let list = said.join("` and `");
            let message = format!("{} has `{list}`, and can have one of them", object.sort.name());
            let text = fields.join(", ");
            let aws = if object.sort.is(&CHOICE_RULE) {
                format!("The object must have only one of the following fields, [{text}]")
            } else {
                format!("There should only be one of the following fields: [{text}]")
            };
            let last = said.last().copied().unwrap_or_default();
            let aws = Aws::schema(aws).at(object.pointer.as_str());
            let mut finding = RULE.finding(message).pointer(object.at(last)).aws(aws);
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push_at_key(finding.help("leave one of them out"));
        };
        let mut told: Vec<&str> = Vec::new();
        for choose in object.sort.choose() {
            let said: Vec<&str> = object
                .fields
                .iter()
                .map(|field| field.name)
                .filter(|it| choose.fields.contains(it))
                .collect();
            if said.len() > 1 {
                report(choose.fields, &said);
                told.extend(said);
            }
        }
        for field in object.fields.iter().filter(|field| field.twin && !told.contains(&field.name)) {
            if let Some(spec) = field.spec.filter(|spec| object.get(spec.name).is_some()) {
                report(&[spec.name, field.name], &[spec.name, field.name]);
            }
        }
    }
}
