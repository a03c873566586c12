//! A state that speaks JSONPath in a machine that speaks JSONata.

use super::super::{Findings, Rule, Subject};
use crate::asl::QueryLanguage;
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "jsonpath-in-jsonata-machine",
    severity: Severity::Error,
    summary: "a state that speaks JSONPath in a machine that speaks JSONata",
    why: "A JSONPath machine may have JSONata states, so that it can be changed state by state; the other way \
          round AWS refuses it.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Succeed", "QueryLanguage": "JSONPath" } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONPath", "States": { "A": { "Type": "Succeed", "QueryLanguage": "JSONata" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let top = subject.machines.first().map(|machine| machine.language);
    if top != Some(QueryLanguage::Jsonata) {
        return;
    }
    for state in subject.states.iter().filter(|state| state.json.get("QueryLanguage").is_some()) {
        if state.language == QueryLanguage::JsonPath {
            let aws = Aws::schema(
                "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
            );
            findings.push(
                RULE.finding(format!(
                    "state `{}` speaks JSONPath in a machine that speaks JSONata",
                    state.name
                ))
                .state(state.name)
                .pointer(format!("{}/QueryLanguage", state.pointer))
                .aws(aws.at(state.pointer.as_str()))
                .help("let the machine speak JSONPath; its states may still choose JSONata"),
            );
        }
    }
}
