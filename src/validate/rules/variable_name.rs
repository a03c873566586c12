//! A variable whose name is none.

use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::asl::contract::Holds;
use crate::asl::{QueryLanguage, is_variable_name};
use crate::diagnostic::{Aws, Severity, pointer};
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    name: "variable-name",
    severity: Severity::Error,
    summary: "a variable whose name is none",
    why: "A variable begins with a letter, goes on with letters, digits and `_`, has at most 80 characters, \
          and is not called `states`. There is no way to assign a part of a variable.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "order.id": 1 }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "orderId": 1 }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        for field in object.fields.iter().filter(|field| field.holds == Some(Holds::Variables)) {
            let Value::Object(variables) = field.value else { continue };
            for written in variables.keys().filter(|name| !is_placeholder(name)) {
                let name = match object.language {
                    QueryLanguage::JsonPath => written.strip_suffix(".$").unwrap_or(written),
                    QueryLanguage::Jsonata => written,
                };
                if is_variable_name(name) {
                    continue;
                }
                let (problem, aws) = match name {
                    "states" => (
                        "is reserved",
                        Some(Aws::new(
                            "RESERVED_VARIABLE_NAME",
                            "Cannot assign to reserved variable '$states'.",
                        )),
                    ),
                    name if name.chars().count() > 80 => ("has more than 80 characters", None),
                    name => ("is no identifier", Some(invalid(name))),
                };
                let mut finding = RULE
                    .finding(format!("the variable `{name}` {problem}"))
                    .pointer(pointer(&object.at(field.name), written))
                    .help(match name {
                        "states" => "name it otherwise",
                        _ => "begin with a letter, go on with letters, digits and `_`, 80 characters at most",
                    });
                finding.aws = aws.map(Box::new);
                if let Some(name) = subject.name_of(object) {
                    finding = finding.state(name);
                }
                findings.push_at_key(finding);
            }
        }
    }
}

fn invalid(name: &str) -> Aws {
    let message = format!("Invalid variable name '{name}': the variable name contains invalid characters.");
    Aws::new("INVALID_VARIABLE_NAME", message)
}
