//! An expression that fails whenever it is evaluated.

use super::super::{Findings, Reading, Rule, Subject};
use crate::diagnostic::Severity;
use crate::query::jsonata::ProblemKind;
use crate::query::{Argument, Call, Expression};

pub(super) static RULE: Rule = Rule {
    name: "failing-expression",
    severity: Severity::Warning,
    summary: "an expression that fails whenever it is evaluated",
    why: "Too few arguments, a text where a number is needed, or more than an intrinsic function takes (1,000 numbers from \
          `States.ArrayRange`, 10,000 characters for `States.Hash` and Base64): the machine is created, and the state fails \
          with `States.QueryEvaluationError`, or `States.IntrinsicFailure` in JSONPath.",
    example: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $round($states.input.a, 2, 3) %}", "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% $round($states.input.a, 2) %}", "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html",
        "https://docs.jsonata.org/2.0.0/overview",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for site in &subject.sites {
        let said = match &site.reading {
            Reading::Jsonata(said) => said,
            Reading::Expression(Ok(Expression::Call(call))) => {
                if let Some(message) = beyond(call) {
                    let mut finding = RULE.finding(message).pointer(site.pointer.as_str());
                    if let Some(state) = subject.states.get(site.state) {
                        finding = finding.state(state.name);
                    }
                    findings.push(finding.help("let a Lambda function or a state that speaks JSONata do it"));
                }
                continue;
            }
            _ => continue,
        };
        for problem in &said.problems {
            if !matches!(problem.kind, ProblemKind::Arguments | ProblemKind::Type) {
                continue;
            }
            let mut finding = RULE.finding(problem.message.as_str()).pointer(site.pointer.as_str());
            finding.help = problem.help.clone();
            if let Some(state) = subject.states.get(site.state) {
                finding = finding.state(state.name);
            }
            findings.push_within(finding, said.offset + problem.span.start);
        }
    }
}

/// The most numbers that `States.ArrayRange` gives.
const LONGEST_RANGE: i128 = 1_000;

/// The most characters that are hashed, encoded or decoded.
const LONGEST_TEXT: usize = 10_000;

/// What is literally more than a call, or one in its arguments, takes.
fn beyond(call: &Call) -> Option<String> {
    let name = call.function.name;
    let number = |index: usize| match call.arguments.get(index) {
        Some(Argument::Number(text)) => text.parse::<i64>().ok().map(i128::from),
        _ => None,
    };
    if name == "States.ArrayRange"
        && let (Some(first), Some(last), Some(step)) = (number(0), number(1), number(2))
        && let Some(steps) = (last - first).checked_div(step)
        && steps >= LONGEST_RANGE
    {
        return Some(format!("`{name}` gives {} numbers here, and at most {LONGEST_RANGE}", steps + 1));
    }
    if ["States.Base64Encode", "States.Base64Decode", "States.Hash"].contains(&name)
        && let Some(Argument::Text(text)) = call.arguments.first()
    {
        let length = text.value.chars().count();
        if length > LONGEST_TEXT {
            return Some(format!("`{name}` gets {length} characters here, and takes {LONGEST_TEXT}"));
        }
    }
    call.arguments.iter().find_map(|argument| match argument {
        Argument::Call(inner) => beyond(inner),
        _ => None,
    })
}
