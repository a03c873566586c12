//! An expression that binds `$states`.

use super::super::{Findings, Reading, Rule, Subject};
use crate::diagnostic::Severity;
use crate::query::jsonata::ProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "reserved-variable",
    severity: Severity::Error,
    summary: "an expression that binds `$states`",
    why: "`$states` is what Step Functions hands to an expression. The language reserves the name, so an \
          expression cannot bind it to something else.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% ($states := 1; $states) %}", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% ($mine := 1; $mine) %}", "End": true } } }"##,
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
            if problem.kind != ProblemKind::Reserved {
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
