//! A reserved name of an error that there is not.

use super::super::errors::{NAMES, clauses, is_known, names};
use super::super::{Findings, Rule, Subject};
use crate::diagnostic::{Severity, nearest, pointer};

pub(super) static RULE: Rule = Rule {
    name: "unknown-error",
    severity: Severity::Warning,
    summary: "an error whose name begins with `States.` and that Step Functions does not know",
    why: "Names that begin with `States.` are Step Functions' own. A clause with one that it never raises is never \
          taken: most often it is misspelt.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "Retry": [{ "ErrorEquals": ["States.TimeOut"] }], "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "Retry": [{ "ErrorEquals": ["States.Timeout"] }], "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        for field in ["Retry", "Catch"] {
            for (index, clause) in clauses(state.json, field).into_iter().enumerate() {
                for (at, name) in names(clause).enumerate() {
                    if !name.starts_with("States.") || is_known(name) || name.contains("${") {
                        continue;
                    }
                    let here = pointer(&state.pointer, field);
                    let help = match nearest(name, NAMES.iter().copied()) {
                        Some(near) => format!("there is `{near}`"),
                        None => "name an error of your own otherwise, without `States.`".to_owned(),
                    };
                    findings.push(
                        RULE.finding(format!("Step Functions raises no error `{name}`"))
                            .state(state.name)
                            .pointer(format!("{here}/{index}/ErrorEquals/{at}"))
                            .help(help),
                    );
                }
            }
        }
    }
}
