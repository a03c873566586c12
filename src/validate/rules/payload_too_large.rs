//! A literal that no state may hand on.

use super::super::{Findings, Rule, Subject};
use crate::diagnostic::{Severity, pointer};

/// The most bytes that the input or output of a state may have.
const MOST: usize = 262_144;

const FIELDS: [&str; 6] = ["Result", "Parameters", "ResultSelector", "Arguments", "Output", "ItemSelector"];

pub(super) static RULE: Rule = Rule {
    name: "payload-too-large",
    severity: Severity::Warning,
    summary: "a literal that is larger than what a state may hand on",
    why: "Input and output of a state are at most 256 KiB; with more, the state fails with `States.DataLimitExceeded`.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": "262,144 characters or more", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": "s3://bucket/key", "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    // Most definitions as a whole are smaller.
    if subject.length <= MOST {
        return;
    }
    for state in &subject.states {
        for field in FIELDS {
            let Some(value) = state.json.get(field) else { continue };
            let length = value.to_string().len();
            if length > MOST {
                findings.push(
                    RULE.finding(format!(
                        "`{field}` of `{}` has {length} bytes, and a state hands on {MOST}",
                        state.name
                    ))
                    .state(state.name)
                    .pointer(pointer(&state.pointer, field))
                    .help("keep it in S3 and hand on where it is"),
                );
            }
        }
    }
}
