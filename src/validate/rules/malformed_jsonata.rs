//! An expression that JSONata 2.0.6 cannot read.

use super::super::{Findings, Reading, Rule, Subject};
use crate::diagnostic::{Aws, Severity};
use crate::query::jsonata::SyntaxError;

pub(super) static RULE: Rule = Rule {
    name: "malformed-jsonata",
    severity: Severity::Error,
    summary: "an expression that JSONata 2.0.6 cannot read",
    why: "AWS reads every expression when a machine is created, in the dialect of JSONata 2.0.6: a ? b : c is \
          there, the later `?:` and `??` are not.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $sum([1, 2) %}", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $sum([1, 2]) %}", "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
        "https://docs.jsonata.org/2.0.0/overview",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in subject.sites.iter().filter(|site| !site.placeholder) {
        let Reading::NoJsonata(error, offset) = &site.reading else { continue };
        let mut finding = RULE
            .finding(format!("the expression of `{}` is no JSONata: {error}", site.key))
            .pointer(site.pointer.as_str())
            .aws(Aws::new(
                "INVALID_JSONATA_EXPRESSION",
                aws(error, site.text.get(*offset..).unwrap_or_default()),
            ));
        if let Some(state) = subject.states.get(site.state) {
            finding = finding.state(state.name);
        }
        if let Some(help) = &error.help {
            finding = finding.help(help.as_str());
        }
        findings.push_within(finding, offset + error.offset);
    }
}

/// What JSONata says, which AWS repeats without the code; our own words where JSONata's name more than the place.
fn aws(error: &SyntaxError, text: &str) -> String {
    let token = text.get(error.offset..error.end).unwrap_or_default();
    match error.code {
        "S0101" => "String literal must be terminated by a matching quote".to_owned(),
        "S0201" => format!("Syntax error: \"{token}\""),
        "S0202" => match wanted(error) {
            Some(wanted) => format!("Expected \"{wanted}\", got \"{token}\""),
            None => error.message.clone(),
        },
        "S0203" => match wanted(error) {
            Some(wanted) => format!("Expected \"{wanted}\" before end of expression"),
            None => error.message.clone(),
        },
        "S0207" => "Unexpected end of expression".to_owned(),
        "S0211" => format!("The symbol \"{token}\" cannot be used as a unary operator"),
        "S0302" => "No terminating / in regular expression".to_owned(),
        _ => error.message.clone(),
    }
}

/// What should stand where something else does.
fn wanted(error: &SyntaxError) -> Option<&str> {
    Some(error.message.strip_prefix("expected `")?.split_once('`')?.0)
}
