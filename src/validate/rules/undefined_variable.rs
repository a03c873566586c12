//! A variable that no state in front of this one assigns.

use super::super::{Findings, Rule, Scopes, Subject};
use crate::diagnostic::{Severity, nearest};

pub(super) static RULE: Rule = Rule {
    name: "undefined-variable",
    severity: Severity::Warning,
    summary: "a variable that no state in front of this one assigns",
    why: "A variable exists from the state after the one that assigns it, in its machine and in the branches \
          and steps within; child workflows of a distributed Map see none of those around them. Reading one \
          that does not exist fails the execution.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "OutputPath": "$total", "End": true } } }"##,
    instead: r##"{ "StartAt": "S", "States": { "S": { "Type": "Pass", "Assign": { "total": 1 }, "Next": "A" }, "A": { "Type": "Pass", "OutputPath": "$total", "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let mut scopes = Scopes::of(subject);
    for site in &subject.sites {
        let names = site.variables();
        if names.is_empty() {
            continue;
        }
        let Some(state) = subject.states.get(site.state) else { continue };
        for (name, offset) in names {
            if scopes.reaches(subject, &name, site.state) {
                continue;
            }
            let somewhere = scopes.assignments.iter().any(|assignment| assignment.name == name);
            let message = if somewhere {
                format!("nothing that comes before state `{}` assigns `${name}`", state.name)
            } else {
                format!("nothing assigns the variable `${name}`")
            };
            let near = nearest(&name, scopes.assignments.iter().map(|assignment| assignment.name));
            let help = match near.filter(|_| !somewhere) {
                Some(near) => format!("there is `${near}`"),
                None => "assign it in a state before this one, in this machine or around it".to_owned(),
            };
            let finding = RULE.finding(message).state(state.name).pointer(site.pointer.as_str()).help(help);
            findings.push_within(finding, offset);
        }
    }
}
