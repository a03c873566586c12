//! A field of JSONPath in a JSONata state, or of JSONata in a JSONPath state.

use super::super::{Findings, Rule, Subject};
use crate::asl::QueryLanguage;
use crate::asl::contract::operator;
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "field-of-other-language",
    severity: Severity::Error,
    summary: "a field of JSONPath in a JSONata state, or of JSONata in a JSONPath state",
    why: "JSONata states say with `Arguments` and `Output` what JSONPath states say with five fields, and \
          neither knows the fields of the other. A Map or Parallel state does not hand its own language to the \
          states within: they speak that of the machine.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "InputPath": "$.a", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $states.input.a %}", "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        for field in &object.fields {
            let compares = field.spec.is_none() && field.holds.is_some() && operator(field.name).is_some();
            let only = if compares { Some(QueryLanguage::JsonPath) } else { field.only() };
            let Some(only) = only.filter(|only| *only != object.language) else { continue };
            let language = object.language;
            let message = format!("`{}` is a field of {only}, and this speaks {language}", field.name);
            let aws = Aws::schema(format!(
                "The QueryLanguage is set to '{language}', but field '{}' is only supported for the '{only}' QueryLanguage",
                field.name
            ));
            let mut finding =
                RULE.finding(message).pointer(object.at(field.name)).aws(aws.at(object.pointer.as_str()));
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            let help = match (field.name, only) {
                ("Parameters", _) => "JSONata has it as `Arguments`, a Map as `ItemSelector`",
                ("ItemsPath", _) => "JSONata has it as `Items`",
                ("Arguments", _) => "JSONPath has it as `Parameters`",
                ("Condition", _) => {
                    "JSONPath compares by `Variable` and an operator, or let the state speak JSONata"
                }
                (_, QueryLanguage::JsonPath) => "say it in `Output`, `Assign` or by an expression `{% … %}`",
                (_, QueryLanguage::Jsonata) => {
                    "let the state speak JSONata: `\"QueryLanguage\": \"JSONata\"`"
                }
            };
            findings.push_at_key(finding.help(help));
        }
    }
}
