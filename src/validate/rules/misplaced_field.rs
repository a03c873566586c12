//! A field of the language on an object that does not take it.

use super::super::{Findings, Object, Rule, Sort, Subject};
use crate::asl::contract::{self, BRANCH, CHOICE_RULE, COMPARISON, MACHINE, PROCESSOR, STATE_FIELDS};
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "misplaced-field",
    severity: Severity::Error,
    summary: "a field of the language on an object that does not take it",
    why: "Each type of state has its own fields: a Pass cannot catch, a Map has no timeout, and `Version` \
          stands at the top only. AWS refuses the field rather than ignore it.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "TimeoutSeconds": 5, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "TimeoutSeconds": 5, "States": { "A": { "Type": "Pass", "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        for field in object.fields.iter().filter(|field| field.spec.is_none() && field.holds.is_none()) {
            let Some(owners) = elsewhere(object, field.name) else { continue };
            let message = format!("{} has no `{}`", object.sort.name(), field.name);
            let aws = Aws::schema(format!("Field '{}' is not supported", field.name))
                .at(super::unknown_field::aws_place(object));
            let mut finding = RULE.finding(message).pointer(object.at(field.name)).aws(aws);
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push_at_key(finding.help(format!("it belongs to {owners}")));
        }
    }
}

/// Whose field it is, where it is not one of the object's.
pub(super) fn elsewhere(object: &Object<'_>, field: &str) -> Option<String> {
    match object.sort {
        Sort::State(_) => {
            let (spec, _) = contract::find(STATE_FIELDS, field)?;
            let kinds: Vec<&str> = spec.kinds.iter().map(|kind| kind.as_str()).collect();
            Some(format!("states of type {}", kinds.join(", ")))
        }
        Sort::Other(spec) if *spec == BRANCH || *spec == PROCESSOR => {
            contract::find(MACHINE.fields, field).map(|_| "the machine at the top".to_owned())
        }
        Sort::Other(spec) if *spec == COMPARISON => {
            contract::find(CHOICE_RULE.fields, field).map(|_| "the rule around it".to_owned())
        }
        Sort::Other(_) => None,
    }
}
