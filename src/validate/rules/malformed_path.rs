//! A path that cannot be read.

use super::super::{Findings, Reading, Rule, Subject};
use crate::asl::contract::Holds;
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "malformed-path",
    severity: Severity::Error,
    summary: "a path that cannot be read",
    why: "Fields such as `InputPath` and `ResultPath` take a JSONPath that begins with `$`, the context object \
          with `$$.` or a variable with its name.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "InputPath": "$.a[", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "InputPath": "$.a[0]", "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in subject.sites.iter().filter(|site| !site.placeholder) {
        let Reading::Path(Err(error)) = &site.reading else { continue };
        let reference = matches!(site.holds, Holds::Reference | Holds::ReferenceOrNull);
        let aws = if reference || site.field == "Variable" {
            if site.text.starts_with('$') {
                "Value is not a Reference Path"
            } else {
                "Value is not a Reference Path: Reference path didn't start with '$'"
            }
        } else {
            "Value must be a valid JSONPath."
        };
        let mut finding = RULE
            .finding(format!("`{}` in `{}` is no path: {error}", site.text, site.key))
            .pointer(site.pointer.as_str())
            .aws(Aws::schema(aws));
        if let Some(state) = subject.states.get(site.state) {
            finding = finding.state(state.name);
        }
        if let Some(help) = &error.help {
            finding = finding.help(help.as_str());
        }
        findings.push_within(finding, error.offset);
    }
}
