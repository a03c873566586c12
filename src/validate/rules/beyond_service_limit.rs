//! A number that is more than the service does.

use super::super::{Findings, Rule, Subject};
use crate::asl::Kind;
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "beyond-service-limit",
    severity: Severity::Warning,
    summary: "a number that is more than the service does",
    why: "An inline Map runs 40 iterations at a time and a distributed one 10,000, an HTTP Task ends after 60 \
          seconds, and an Express workflow after five minutes: a larger number is taken, and means nothing.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "MaxConcurrency": 100, "ItemProcessor": { "ProcessorConfig": { "Mode": "INLINE" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "MaxConcurrency": 40, "ItemProcessor": { "ProcessorConfig": { "Mode": "INLINE" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        let express = subject.machines.get(state.machine).is_some_and(|machine| machine.express);
        let http = state.resource().is_some_and(|resource| resource.ends_with(":states:::http:invoke"));
        let limits = [
            (
                "MaxConcurrency",
                40,
                state.kind == Some(Kind::Map) && !state.distributed,
                "an inline Map runs 40 iterations at a time",
            ),
            (
                "MaxConcurrency",
                10_000,
                state.distributed,
                "a distributed Map runs 10000 child workflows at a time",
            ),
            ("TimeoutSeconds", 60, http, "an HTTP Task ends after 60 seconds"),
            ("TimeoutSeconds", 300, express, "an Express workflow ends after 300 seconds"),
            ("Seconds", 300, express, "an Express workflow ends after 300 seconds"),
        ];
        for (field, most, applies, why) in limits {
            let Some(number) = state.json.get(field).and_then(|value| value.as_f64()) else { continue };
            if applies && number > f64::from(most) {
                findings.push(
                    RULE.finding(format!("`{field}` is {number}, and {why}"))
                        .state(state.name)
                        .pointer(format!("{}/{field}", state.pointer))
                        .help(format!("say {most} at most")),
                );
                break;
            }
        }
    }
}
