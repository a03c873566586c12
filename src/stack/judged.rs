//! The judge's word on a machine of a stack.

use crate::asl::Definition;
use crate::diagnostic::{Diagnostic, Origin};
use crate::machine::{Built, MachineType};
use crate::validate::{Options, Workflow, validate_definition};

/// What the judge finds in a machine that its builders did not tell, with their lines.
pub(super) fn judged(built: &mut Built, kind: MachineType, origin: &Origin) -> Vec<Diagnostic> {
    // What could not be read has its finding.
    if !built.definition.contains_key("States") {
        return Vec::new();
    }
    let workflow = if kind == MachineType::Express { Workflow::Express } else { Workflow::Standard };
    let definition = Definition::from_entries(&built.definition);
    let mut findings = validate_definition(&definition, &Options::new(workflow));
    // The size is that of what is deployed, and told when it is written.
    findings.retain(|finding| finding.code != "definition-too-large" && !is_told(&built.findings, finding));
    for finding in &mut findings {
        let line = finding.place.state.as_deref().and_then(|state| built.origins.get(state));
        finding.origin = Some(line.unwrap_or(origin).clone());
    }
    findings
}

/// Whether a builder, which knows more of it, told it already: the same rule around that place or within it; an error
/// right there; or an error around it, below the state, of which this one is a consequence.
fn is_told(findings: &[Diagnostic], finding: &Diagnostic) -> bool {
    let here = finding.place.pointer.as_deref().unwrap_or_default();
    let within = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    findings.iter().any(|told| {
        let there = told.place.pointer.as_deref().unwrap_or_default();
        let same = told.code == finding.code && (within(here, there) || within(there, here));
        let consequence = is_below_state(there) && within(here, there);
        same || (told.is_error() && !here.is_empty() && (within(there, here) || consequence))
    })
}

/// Whether the place is a field of a state, or lies within one, rather than a state or a machine.
fn is_below_state(pointer: &str) -> bool {
    let state = pointer.rsplit_once("/States/").map(|(_, rest)| rest);
    state.is_some_and(|rest| rest.contains('/'))
}
