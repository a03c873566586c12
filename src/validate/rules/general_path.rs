//! A path that may find several values, where one place has to be named.

use super::super::{Findings, Reading, Rule, Subject};
use crate::asl::contract::Holds;
use crate::diagnostic::{Aws, Severity};
use crate::query::Root;

pub(super) static RULE: Rule = Rule {
    name: "general-path",
    severity: Severity::Error,
    summary: "a path that may find several values, where one place has to be named",
    why: "Fields such as `ResultPath`, `ItemsPath` and the twins of numbers take a reference path: names and \
          indexes, no wildcards, slices, filters or functions. `ResultPath` writes into the state input, so it \
          names neither a variable nor the context object.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "ResultPath": "$.a[*]", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "ResultPath": "$.a[0]", "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in subject.sites.iter().filter(|site| !site.placeholder) {
        let Reading::Path(Ok(path)) = &site.reading else { continue };
        let written = site.holds == Holds::ReferenceOrNull;
        if !written && site.holds != Holds::Reference {
            continue;
        }
        let (why, offset) = match path.root() {
            Root::Context if site.field != "ItemsPath" => {
                ("the context object has no place in it".to_owned(), 0)
            }
            Root::Variable(_) if written => ("it writes into the input, not into a variable".to_owned(), 0),
            _ => match path.general() {
                Some(error) => (error.to_string(), error.offset),
                None => continue,
            },
        };
        let mut finding = RULE
            .finding(format!("`{}` in `{}` is no reference path: {why}", site.text, site.key))
            .pointer(site.pointer.as_str())
            .aws(Aws::schema("Value is not a Reference Path"))
            .help("a reference path consists of names and indexes: `$.orders[0].id`");
        if let Some(state) = subject.states.get(site.state) {
            finding = finding.state(state.name);
        }
        findings.push_within(finding, offset);
    }
}
