//! A field of `$states` that is not there, or not there at this place.

use super::super::{Findings, Reading, Rule, Site, Sort, Subject};
use crate::asl::Kind;
use crate::asl::contract::CATCHER;
use crate::diagnostic::{Aws, Severity, nearest};

pub(super) static RULE: Rule = Rule {
    name: "unknown-states-field",
    severity: Severity::Error,
    summary: "a field of `$states` that is not there, or not there at this place",
    why: "`$states.input` and `$states.context` are everywhere. `$states.result` is what a Task, Parallel or \
          Map gave, so only its `Output` and `Assign` have it; `$states.errorOutput` is what a catcher caught, \
          so only its `Output` and `Assign` have that.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $states.result.id %}", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $states.input.id %}", "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
        "https://docs.jsonata.org/2.0.0/overview",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in &subject.sites {
        let Reading::Jsonata(said) = &site.reading else { continue };
        for used in &said.states {
            let Some(field) = used.path.first().map(String::as_str) else { continue };
            let Some(help) = problem(subject, site, field) else { continue };
            let aws = format!("Field '$states.{field}' does not exist.");
            let mut finding = RULE
                .finding(format!("`$states.{field}` does not exist in `{}` here", site.field))
                .pointer(site.pointer.as_str())
                .aws(Aws::new("UNSUPPORTED_JSONATA_EXPRESSION", aws))
                .help(help);
            if let Some(state) = subject.states.get(site.state) {
                finding = finding.state(state.name);
            }
            findings.push_within(finding, said.offset + used.span.start);
        }
    }
}

/// What would do, where the field is not there.
fn problem(subject: &Subject<'_>, site: &Site<'_>, field: &str) -> Option<String> {
    let object = subject.objects.get(site.object);
    let shapes = matches!(site.field, "Output" | "Assign");
    let catches = object.is_some_and(|object| object.sort.is(&CATCHER));
    match field {
        "input" | "context" => None,
        "result" => {
            let gives = object.is_some_and(|object| {
                matches!(object.sort, Sort::State(Some(Kind::Task | Kind::Parallel | Kind::Map)))
            });
            let help = "only `Output` and `Assign` of a Task, Parallel or Map have a result";
            (!(gives && shapes)).then(|| help.to_owned())
        }
        "errorOutput" => {
            (!(catches && shapes)).then(|| "only `Output` and `Assign` of a catcher have it".to_owned())
        }
        other => Some(match nearest(other, ["input", "result", "errorOutput", "context"]) {
            Some(near) => format!("there is `$states.{near}`"),
            None => "it has `input`, `context`, `result` and `errorOutput`".to_owned(),
        }),
    }
}
