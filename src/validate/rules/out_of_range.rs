//! A number that is less or more than its field takes.

use super::super::{Findings, Rule, Subject};
use crate::asl::contract::{Holds, ITEM_BATCHER};
use crate::diagnostic::{Aws, Severity};

pub(super) static RULE: Rule = Rule {
    name: "out-of-range",
    severity: Severity::Error,
    summary: "a number that is less or more than its field takes",
    why: "Seconds, rates, counts and percentages have bounds. Where AWS is known to take a number that its \
          pages exclude, this is a warning: it does nothing that is documented.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": 100000000, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": 99999999, "End": true } } }"##,
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html",
    ],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in &subject.objects {
        for field in &object.fields {
            let Some(number) = field.value.as_number() else { continue };
            let Some(value) = number.as_f64() else { continue };
            let (least, most, whole) = match field.holds {
                Some(Holds::Integer(least, most)) => (least as f64, most as f64, true),
                Some(Holds::Number(least, most)) => (least, most, false),
                _ => continue,
            };
            if value >= least && value <= most {
                continue;
            }
            let spelled = |bound: f64| if whole { format!("{bound:.0}") } else { format!("{bound:?}") };
            let (aws, can) = if value < least {
                (format!("Minimum value is {}", spelled(least)), format!("{least} at least"))
            } else {
                (format!("Maximum value is {}", spelled(most)), format!("{most} at most"))
            };
            let message = format!("`{}` is {}, it has to be {can}", field.name, number.as_str());
            let mut finding = RULE.finding(message).pointer(object.at(field.name));
            // Validated by AWS without a complaint, though its pages say a positive integer.
            let taken = value == 0.0 && (field.name == "IntervalSeconds" || object.sort.is(&ITEM_BATCHER));
            if taken {
                finding.severity = Severity::Warning;
            } else {
                finding = finding.aws(Aws::schema(aws));
            }
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push(finding);
        }
    }
}
