//! A literal that no state may hand on.

use super::super::{Findings, Rule, Subject};
use crate::asl::QueryLanguage;
use crate::diagnostic::{Severity, pointer};
use crate::query::jsonata::{Delimited, delimited};
use serde_json::Value;

/// The most bytes that the input or output of a state may have.
const MOST: usize = 262_144;

/// From here on little is left for what is not known.
const NEARLY: usize = MOST / 10 * 9;

const FIELDS: [&str; 6] = ["Result", "Parameters", "ResultSelector", "Arguments", "Output", "ItemSelector"];

pub(super) static RULE: Rule = Rule {
    name: "payload-too-large",
    severity: Severity::Warning,
    summary: "a literal that is larger than what a state may hand on, or leaves little of it for the rest",
    why: "Input and output of a state are at most 256 KiB; with more, the state fails with `States.DataLimitExceeded`. It \
          warns where literals alone are more, and where paths and expressions add to literals of more than nine tenths of it.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": "262,144 characters or more", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": "s3://bucket/key", "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    // Most definitions as a whole are smaller.
    if subject.length <= NEARLY {
        return;
    }
    for state in &subject.states {
        for field in FIELDS {
            let Some(value) = state.json.get(field) else { continue };
            let known = Known::of(value, field != "Result", state.language);
            let most = if known.more { NEARLY } else { MOST };
            if known.bytes > most {
                let what = match known.bytes > MOST {
                    true => format!("has {} bytes", known.bytes),
                    false => format!("has {} bytes before its expressions add theirs", known.bytes),
                };
                findings.push(
                    RULE.finding(format!(
                        "`{field}` of `{}` {what}, and a state hands on {MOST}",
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

/// What is known of the size of a value.
#[derive(Clone, Copy, Default)]
struct Known {
    /// The bytes of what is literal.
    bytes: usize,
    /// Whether something is added when it runs.
    more: bool,
}

impl Known {
    /// Of a value in which there may be expressions. The depth is that of what was read, which is bounded.
    fn of(value: &Value, expressions: bool, language: QueryLanguage) -> Known {
        let jsonata = language == QueryLanguage::Jsonata;
        match value {
            Value::String(text) if expressions && jsonata && delimited(text) != Delimited::Plain => {
                Known { bytes: 0, more: true }
            }
            Value::Array(items) => {
                let each = items.iter().map(|item| Known::of(item, expressions, language));
                Known::sum(items.len(), each)
            }
            Value::Object(members) => {
                let each = members.iter().map(|(key, value)| {
                    let path = expressions && !jsonata && key.ends_with(".$");
                    let of = match path {
                        true => Known { bytes: 0, more: true },
                        false => Known::of(value, expressions, language),
                    };
                    // Quotes and colon; the sign of a path goes.
                    Known { bytes: of.bytes + key.len() + if path { 1 } else { 3 }, ..of }
                });
                Known::sum(members.len(), each)
            }
            other => Known { bytes: other.to_string().len(), more: false },
        }
    }

    /// Of a list: brackets and commas too.
    fn sum(count: usize, each: impl Iterator<Item = Known>) -> Known {
        let start = Known { bytes: 2 + count.saturating_sub(1), more: false };
        each.fold(start, |sum, one| Known { bytes: sum.bytes + one.bytes, more: sum.more || one.more })
    }
}
