//! A definition of more than 1,048,576 bytes.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "definition-too-large",
    severity: Severity::Error,
    summary: "a definition of more than 1,048,576 bytes",
    why: "CreateStateMachine takes no longer text. Substitutions count with what stands for them, so a \
          template can pass here and still be refused.",
    example: r##"{ "Comment": "… and more than 1,048,576 bytes", "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"],
    check: Some(check),
};

/// The longest definition, in bytes.
const LONGEST: usize = 1_048_576;

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.length > LONGEST {
        let message = format!("the definition has {} bytes, it can have {LONGEST}", subject.length);
        findings.push(RULE.finding(message).pointer("").help(
            "move a part into a state machine of its own, or data into S3; without white space it is shorter",
        ));
    }
}
