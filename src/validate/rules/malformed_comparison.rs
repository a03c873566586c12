//! A comparison without an operator, with several of them, or an operator that compares nothing.

use super::super::{Findings, Rule, Subject};
use crate::asl::QueryLanguage;
use crate::asl::contract::{CHOICE_RULE, COMPARISON, operator};
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "malformed-comparison",
    severity: Severity::Error,
    summary: "a comparison without an operator, with several of them, or an operator that compares nothing",
    why: "In JSONPath a comparison is one `Variable` and one operator; `And`, `Or` and `Not` join comparisons.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "StringEquals": "x", "NumericEquals": 1, "Next": "B" }], "Default": "B" }, "B": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Choice", "Choices": [{ "Or": [{ "Variable": "$.a", "StringEquals": "x" }, { "Variable": "$.a", "NumericEquals": 1 }], "Next": "B" }], "Default": "B" }, "B": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        let compares = object.sort.is(&CHOICE_RULE) || object.sort.is(&COMPARISON);
        if !compares || object.language == QueryLanguage::Jsonata {
            continue;
        }
        let operators: Vec<&str> =
            object.fields.iter().map(|field| field.name).filter(|name| operator(name).is_some()).collect();
        let (message, help) = match (object.get("Variable").is_some(), operators.as_slice()) {
            (true, [_]) | (false, []) => continue,
            // A field that is no operator is misspelt, and that is told.
            (true, []) if object.fields.iter().any(|it| it.spec.is_none() && it.holds.is_none()) => continue,
            (true, []) => {
                ("a comparison has `Variable` and no operator".to_owned(), "add one, such as `StringEquals`")
            }
            (true, several) => (
                format!("a comparison has `{}`, and can have one operator", several.join("` and `")),
                "join comparisons by `And` or `Or`",
            ),
            (false, [first, ..]) => (
                format!("`{first}` compares nothing: there is no `Variable`"),
                "say in `Variable` what it compares",
            ),
        };
        let mut finding = RULE.finding(message).pointer(object.pointer.as_str()).help(help);
        if operators.len() > 1 {
            let list = operators.join(", ");
            finding = finding
                .aws(Aws::schema(format!("There should only be one of the following fields: [{list}]")));
        }
        if let Some(name) = subject.name_of(object) {
            finding = finding.state(name);
        }
        findings.push(finding);
    }
}
