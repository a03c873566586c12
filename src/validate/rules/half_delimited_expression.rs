//! A text with one of the two delimiters of an expression.

use super::super::{Findings, Reading, Rule, Subject};
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "half-delimited-expression",
    severity: Severity::Error,
    summary: "a text with one of the two delimiters of an expression",
    why: "A text of a JSONata state is an expression when `{%` is its very beginning and `%}` its very end. \
          With only one of them AWS refuses it; a blank outside of them is enough for that.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $states.input.a", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $states.input.a %}", "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in &subject.sites {
        let Reading::HalfDelimited = site.reading else { continue };
        let (has, lacks) = if site.text.starts_with("{%") {
            ("begins with `{%`", "end with `%}`")
        } else {
            ("ends with `%}`", "begin with `{%`")
        };
        let mut finding = RULE
            .finding(format!("the text of `{}` {has} and does not {lacks}", site.key))
            .pointer(site.pointer.as_str())
            .aws(Aws::schema("JSONata string must start with {% and end with %}"))
            .help("an expression stands between `{%` and `%}`, with nothing outside of them");
        if let Some(state) = subject.states.get(site.state) {
            finding = finding.state(state.name);
        }
        findings.push(finding);
    }
}
