//! A path with something in it that Step Functions may not know.

use super::super::{Findings, Reading, Rule, Site, Subject};
use crate::diagnostic::Severity;
use crate::query::{Expression, Path};

pub(super) static RULE: Rule = Rule {
    name: "doubtful-path",
    severity: Severity::Warning,
    summary: "a path with something in it that Step Functions may not know",
    why: "Step Functions reads paths with an old version of Jayway JsonPath, and says nothing of functions, \
          regular expressions and filters that look elsewhere. They may work, or fail when the state runs.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "n.$": "$.items.length()" }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "n.$": "States.ArrayLength($.items)" }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html",
        "https://github.com/json-path/JsonPath",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in &subject.sites {
        match &site.reading {
            Reading::Path(Ok(path)) => report(subject, site, path, findings),
            Reading::Expression(Ok(Expression::Path(path))) => report(subject, site, path, findings),
            Reading::Expression(Ok(call)) => {
                call.each_path(&mut |path| report(subject, site, path, findings))
            }
            _ => {}
        }
    }
}

fn report(subject: &Subject<'_>, site: &Site<'_>, path: &Path, findings: &mut Findings) {
    let Some(error) = path.doubtful() else { return };
    let mut finding = RULE.finding(error.message.clone()).pointer(site.pointer.as_str());
    if let Some(state) = subject.states.get(site.state) {
        finding = finding.state(state.name);
    }
    if let Some(help) = &error.help {
        finding = finding.help(help.as_str());
    }
    findings.push_within(finding, error.offset);
}
