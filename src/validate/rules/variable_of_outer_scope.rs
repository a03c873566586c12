//! A branch or the steps of a Map that assign a variable of the machine around them.

use super::super::{Findings, Rule, Scopes, Subject};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "variable-of-outer-scope",
    severity: Severity::Error,
    summary: "a branch or the steps of a Map that assign a variable of the machine around them",
    why: "Branches and steps read the variables around them and may not write them: they run beside one \
          another, and nothing says which value would stay. A catcher of the Parallel or Map state may assign \
          them, and so may the state itself.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "n": 1 }, "Next": "M" }, "M": { "Type": "Map", "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Pass", "Assign": { "n": 2 }, "End": true } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "n": 1 }, "Next": "M" }, "M": { "Type": "Map", "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Pass", "Assign": { "m": 2 }, "End": true } } }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html"],
    check: Some(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let mut scopes = Scopes::of(subject);
    let mut wrong = Vec::new();
    for (index, assignment) in scopes.assignments.iter().enumerate() {
        let outer: Vec<usize> = scopes.around(subject, assignment.machine).skip(1).collect();
        if let Some(outer) = outer.into_iter().find(|machine| scopes.assigns(*machine, assignment.name)) {
            wrong.push((index, outer));
        }
    }
    for (index, outer) in wrong {
        let Some((name, machine)) = scopes.assignments.get(index).map(|it| (it.name, it.machine)) else {
            continue;
        };
        // AWS takes it where the outer variable cannot be there yet.
        let owner = subject.machines.get(machine).and_then(|machine| machine.owner);
        if !owner.is_some_and(|owner| scopes.reaches(subject, name, owner)) {
            continue;
        }
        let Some(assignment) = scopes.assignments.get(index) else { continue };
        let owner = subject.machines.get(outer).and_then(|machine| machine.owner);
        let whose = match owner.and_then(|owner| subject.states.get(owner)) {
            Some(owner) => format!("the machine within state `{}`", owner.name),
            None => "the machine at the top".to_owned(),
        };
        let mut finding = RULE
            .finding(format!("`{name}` is a variable of {whose}, and cannot be assigned here"))
            .pointer(assignment.pointer.as_str())
            .help("give it another name, and hand the value out as a result");
        if let Some(state) = subject.states.get(assignment.state) {
            finding = finding.state(state.name);
        }
        findings.push_at_key(finding);
    }
}
