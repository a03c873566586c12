//! An expression that fails whenever it is evaluated.

use super::super::{Findings, Reading, Rule, Subject};
use crate::diagnostic::Severity;
use crate::query::jsonata::ProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "failing-expression",
    severity: Severity::Warning,
    summary: "an expression that fails whenever it is evaluated",
    why: "Too few arguments, or a text where a number is needed: the machine is created, and the state fails \
          with `States.QueryEvaluationError`.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $round($states.input.a, 2, 3) %}", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $round($states.input.a, 2) %}", "End": true } } }"##,
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
            if !matches!(problem.kind, ProblemKind::Arguments | ProblemKind::Type) {
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
