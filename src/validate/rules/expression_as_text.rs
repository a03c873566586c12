//! Text that was meant as a path or an expression.

use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::asl::QueryLanguage;
use crate::diagnostic::{Severity, pointer};
use crate::query::{Path, jsonata::Jsonata};
use serde_json::{Map, Value};

pub(super) static RULE: Rule = Rule {
    name: "expression-as-text",
    severity: Severity::Warning,
    summary: "text that looks like a path or an expression and is handed on as it stands",
    why: "In a state that speaks JSONPath, a path counts only where its key ends in `.$`; in one that speaks JSONata, an \
          expression only between `{%` and `%}`. Otherwise the text itself is handed on.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "Id": "$.id" }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "Id.$": "$.id" }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        let fields: &[&str] = match state.language {
            QueryLanguage::JsonPath => &["Parameters", "ResultSelector", "ItemSelector", "Assign"],
            QueryLanguage::Jsonata => &["Arguments", "Output", "Assign", "ItemSelector"],
        };
        for field in fields {
            if let Some(value) = state.json.get(*field) {
                let here = pointer(&state.pointer, field);
                let mut search = Search { state: state.name, language: state.language, findings };
                search.value(value, "", &here);
            }
        }
    }
}

struct Search<'a> {
    state: &'a str,
    language: QueryLanguage,
    findings: &'a mut Findings,
}

impl Search<'_> {
    fn value(&mut self, value: &Value, key: &str, at: &str) {
        match value {
            Value::String(text) => self.text(text, key, at),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, key, &format!("{at}/{index}"));
                }
            }
            Value::Object(map) => self.members(map, at),
            _ => {}
        }
    }

    fn members(&mut self, map: &Map<String, Value>, at: &str) {
        for (key, value) in map {
            self.value(value, key, &pointer(at, key));
        }
    }

    fn text(&mut self, text: &str, key: &str, at: &str) {
        let (what, help) = match self.language {
            QueryLanguage::JsonPath if !key.ends_with(".$") && is_path(text) => {
                ("a path", format!("write `\"{key}.$\": \"{text}\"`"))
            }
            QueryLanguage::Jsonata if is_expression(text) => {
                ("an expression", format!("write `{{% {text} %}}`"))
            }
            _ => return,
        };
        self.findings.push(
            RULE.finding(format!("`{text}` in state `{}` looks like {what}, and is text there", self.state))
                .state(self.state)
                .pointer(at)
                .help(help),
        );
    }
}

fn is_path(text: &str) -> bool {
    let begins = text.starts_with("$.") || text.starts_with("$$.");
    begins && !is_placeholder(text) && Path::parse(text).is_ok()
}

fn is_expression(text: &str) -> bool {
    text.starts_with("$states.") && Jsonata::parse(text).is_ok()
}
