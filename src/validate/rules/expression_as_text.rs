//! Text that was meant as a path or an expression.

use super::super::here::{Here, Part, parts};
use super::super::{Findings, Rule, Subject, is_placeholder};
use crate::asl::QueryLanguage;
use crate::diagnostic::Severity;
use crate::query::{Path, jsonata::Jsonata};

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
            let Some(value) = state.json.get(*field) else { continue };
            let root = Here::Root(&state.pointer);
            parts("", value, &Here::Key(&root, field), &mut |part, here| {
                let Part::Text(text, key) = part else { return };
                let Some((what, help)) = meant(text, key, state.language) else { return };
                findings.push(
                    RULE.finding(format!(
                        "`{text}` in state `{}` looks like {what}, and is text there",
                        state.name
                    ))
                    .state(state.name)
                    .pointer(here.pointer())
                    .help(help),
                );
            });
        }
    }
}

/// What a text looks like, and how that is written.
fn meant(text: &str, key: &str, language: QueryLanguage) -> Option<(&'static str, String)> {
    match language {
        QueryLanguage::JsonPath if !key.ends_with(".$") && is_path(text) => {
            Some(("a path", format!("write `\"{key}.$\": \"{text}\"`")))
        }
        QueryLanguage::Jsonata if is_expression(text) => {
            Some(("an expression", format!("write `{{% {text} %}}`")))
        }
        _ => None,
    }
}

fn is_path(text: &str) -> bool {
    let begins = text.starts_with("$.") || text.starts_with("$$.");
    begins && !is_placeholder(text) && Path::parse(text).is_ok()
}

fn is_expression(text: &str) -> bool {
    text.starts_with("$states.") && Jsonata::parse(text).is_ok()
}
