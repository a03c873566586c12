//! An intrinsic function where only some of them are taken.

use super::super::{Findings, Reading, Rule, Subject};
use crate::asl::contract::Holds;
use crate::diagnostic::Severity;
use crate::query::Expression;

pub(super) static RULE: Rule = Rule {
    name: "misplaced-intrinsic",
    severity: Severity::Error,
    summary: "an intrinsic function where only some of them are taken",
    why: "`ErrorPath` and `CausePath` give text: AWS takes the functions there that give text, and no others.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Fail", "ErrorPath": "States.ArrayLength($.a)" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Fail", "ErrorPath": "States.Format('{}', $.a)" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html"],
    check: Some(check),
};

/// The functions that `ErrorPath` and `CausePath` take.
const TEXTS: [&str; 7] = [
    "States.Format",
    "States.JsonToString",
    "States.ArrayGetItem",
    "States.Base64Encode",
    "States.Base64Decode",
    "States.Hash",
    "States.UUID",
];

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in subject.sites.iter().filter(|site| site.holds == Holds::PathOrCall) {
        let Reading::Expression(Ok(Expression::Call(call))) = &site.reading else { continue };
        let name = call.function.name;
        if TEXTS.contains(&name) {
            continue;
        }
        let mut finding = RULE
            .finding(format!("`{name}` does not give text, which `{}` needs", site.key))
            .pointer(site.pointer.as_str())
            .help(format!("it takes `{}`", TEXTS.join("`, `")));
        if let Some(state) = subject.states.get(site.state) {
            finding = finding.state(state.name);
        }
        findings.push(finding);
    }
}
