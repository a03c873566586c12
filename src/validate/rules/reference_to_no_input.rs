//! A field or `$$` of an input that expressions do not have.

use super::super::{Findings, Reading, Rule, Subject};
use crate::diagnostic::{Aws, Severity};
use crate::query::jsonata::ProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "reference-to-no-input",
    severity: Severity::Error,
    summary: "a field or `$$` of an input that expressions do not have",
    why: "In Step Functions an expression is evaluated on nothing: the input of the state is `$states.input`, \
          a variable is `$name`. AWS refuses names that stand at the top of an expression, because they would \
          always be undefined.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% order.id %}", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $states.input.order.id %}", "End": true } } }"##,
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
            let aws = match problem.kind {
                ProblemKind::TopLevel => {
                    format!("Reference to '{}' at the top level is not supported.", problem.subject)
                }
                ProblemKind::Root => "Reference to '$$' is not supported.".to_owned(),
                _ => continue,
            };
            let mut finding = RULE
                .finding(problem.message.as_str())
                .pointer(site.pointer.as_str())
                .aws(Aws::new("UNSUPPORTED_JSONATA_EXPRESSION", aws));
            finding.help = problem.help.clone();
            if let Some(state) = subject.states.get(site.state) {
                finding = finding.state(state.name);
            }
            findings.push_within(finding, said.offset + problem.span.start);
        }
    }
}
