//! A call of a function that Step Functions does not have.

use super::super::{Findings, Reading, Rule, Subject};
use crate::diagnostic::Severity;
use crate::query::jsonata::ProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "unknown-function",
    severity: Severity::Warning,
    summary: "a call of a function that Step Functions does not have",
    why: "JSONata has some seventy functions, and Step Functions adds `$partition`, `$range`, `$hash`, \
          `$random`, `$uuid` and `$parse`; `$eval` it leaves out. A call of anything else is taken when the \
          machine is created and fails when it runs.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $lenght($states.input.name) %}", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $length($states.input.name) %}", "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
        "https://docs.jsonata.org/2.0.0/overview",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in &subject.sites {
        let Reading::Jsonata(said) = &site.reading else { continue };
        for problem in &said.problems {
            if !matches!(problem.kind, ProblemKind::UnknownFunction | ProblemKind::Unavailable) {
                continue;
            }
            let mut finding = RULE.finding(problem.message.as_str()).pointer(site.pointer.as_str());
            finding.help = problem.help.clone();
            if let Some(state) = subject.states.get(site.state) {
                finding = finding.state(state.name);
            }
            findings.push_within(finding, said.offset + problem.span.start);
        }
    }
}
