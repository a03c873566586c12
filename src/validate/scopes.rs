//! Variables: who assigns them, and which states see them.

use super::subject::Subject;
use crate::asl::QueryLanguage;
use crate::asl::contract::Holds;
use crate::diagnostic::pointer;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// One variable that one state assigns.
#[derive(Debug)]
pub(super) struct Assignment<'a> {
    pub(super) name: &'a str,
    pub(super) state: usize,
    pub(super) machine: usize,
    pub(super) pointer: String,
}

/// All assignments of a definition.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html>.
#[derive(Debug)]
pub(super) struct Scopes<'a> {
    pub(super) assignments: Vec<Assignment<'a>>,
    assigned: HashMap<&'a str, Vec<(usize, usize)>>,
    /// For a variable of a machine, the states that come after one that assigns it.
    after: HashMap<(usize, &'a str), HashSet<usize>>,
}

impl<'a> Scopes<'a> {
    pub(super) fn of(subject: &Subject<'a>) -> Self {
        let mut assignments = Vec::new();
        for object in &subject.objects {
            let Some((index, state)) = object.state.and_then(|it| Some((it, subject.states.get(it)?))) else {
                continue;
            };
            for field in object.fields.iter().filter(|field| field.holds == Some(Holds::Variables)) {
                let Value::Object(variables) = field.value else { continue };
                let base = object.at(field.name);
                for written in variables.keys() {
                    let name = match object.language {
                        QueryLanguage::JsonPath => written.strip_suffix(".$").unwrap_or(written),
                        QueryLanguage::Jsonata => written,
                    };
                    let machine = state.machine;
                    assignments.push(Assignment {
                        name,
                        state: index,
                        machine,
                        pointer: pointer(&base, written),
                    });
                }
            }
        }
        let mut assigned: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        for assignment in &assignments {
            assigned.entry(assignment.name).or_default().push((assignment.machine, assignment.state));
        }
        Scopes { assignments, assigned, after: HashMap::new() }
    }

    /// A machine and those around it whose variables it sees: child workflows of a distributed Map see none.
    pub(super) fn around(&self, subject: &Subject<'_>, machine: usize) -> impl Iterator<Item = usize> {
        let mut out = vec![machine];
        let mut here = machine;
        while let Some(machine) = subject.machines.get(here).filter(|machine| !machine.distributed) {
            let Some(outer) = machine.owner.and_then(|owner| subject.states.get(owner)) else { break };
            here = outer.machine;
            out.push(here);
        }
        out.into_iter()
    }

    /// Whether a state of the machine itself assigns a variable.
    pub(super) fn assigns(&self, machine: usize, name: &str) -> bool {
        self.assigned.get(name).is_some_and(|places| places.iter().any(|(place, _)| *place == machine))
    }

    /// Whether a state may see a variable: something that comes before it, or before what it is nested in, assigns it.
    pub(super) fn reaches(&mut self, subject: &Subject<'a>, name: &str, state: usize) -> bool {
        let Some((name, places)) = self.assigned.get_key_value(name).map(|(name, it)| (*name, it.clone()))
        else {
            return false;
        };
        let mut here = state;
        loop {
            let Some(machine) = subject.states.get(here).map(|state| state.machine) else { return false };
            let after = self.after.entry((machine, name)).or_insert_with(|| after(subject, machine, &places));
            if after.contains(&here) {
                return true;
            }
            let Some(outer) = subject.machines.get(machine).filter(|it| !it.distributed) else {
                return false;
            };
            let Some(owner) = outer.owner else { return false };
            here = owner;
        }
    }
}

/// The states of a machine that come after one of its states among `places`.
fn after(subject: &Subject<'_>, machine: usize, places: &[(usize, usize)]) -> HashSet<usize> {
    let mut seen = HashSet::new();
    let Some(within) = subject.machines.get(machine) else { return seen };
    let mut waiting: Vec<usize> =
        places.iter().filter(|(it, _)| *it == machine).map(|(_, state)| *state).collect();
    while let Some(state) = waiting.pop() {
        let ways = subject.states.get(state).into_iter().flat_map(|state| &state.transitions);
        for next in ways.filter_map(|way| within.state(way.to)) {
            if seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    seen
}
