//! `synth asl`: one definition, to be piped into a file or another tool. Of a stack with several machines one has to
//! be named, since an object of several would be no definition.

use super::args::Asl;
use super::world::{Stop, World};
use super::{NamedStack, compose, findings};
use crate::diagnostic::nearest;
use crate::stack::Target;

pub(super) fn run(args: &Asl, stacks: &[NamedStack], world: &mut World) -> Result<u8, Stop> {
    let (stack, machine) = match args.machine.split_once('/') {
        Some((stack, machine)) => (stack, Some(machine)),
        None => (args.machine.as_str(), None),
    };
    let (name, function) = compose::find(stacks, stack)?;
    let synthesis = match compose::synthesize(name, function, Target::Sam) {
        Ok(synthesis) => synthesis,
        Err(finding) => {
            let text = findings::text(&finding, world.error_paint());
            world.complain(&text)?;
            return Ok(1);
        }
    };
    let ids: Vec<&str> = synthesis.machines.iter().map(|machine| machine.id.as_str()).collect();
    let id = match (machine, ids.as_slice()) {
        (Some(id), ids) if ids.contains(&id) => id,
        (Some(id), ids) => {
            let help = nearest(id, ids.iter().copied()).map(|near| format!("there is `{name}/{near}`"));
            let message = format!("stack `{name}` has no state machine `{id}`");
            return Err(Stop::usage(message, help.or_else(|| named(name, ids))));
        }
        (None, [only]) => only,
        (None, []) => return Err(Stop::usage(format!("stack `{name}` has no state machine"), None)),
        (None, ids) => {
            let message = format!("stack `{name}` has {} state machines", ids.len());
            return Err(Stop::usage(message, named(name, ids)));
        }
    };
    let Some(definition) = synthesis.asl(id) else {
        return Err(Stop::usage(format!("`{id}` has no definition in its template"), None));
    };
    // What is wrong elsewhere in the stack is not asked for here.
    let mut code = 0;
    for finding in &synthesis.findings {
        if finding.place.resource.as_deref() == Some(id) {
            let text = findings::text(finding, world.error_paint());
            world.complain(&format!("{text}\n"))?;
            code = code.max(u8::from(finding.is_error()));
        }
    }
    world.print(&format!("{definition:#}\n"))?;
    Ok(code)
}

fn named(stack: &str, ids: &[&str]) -> Option<String> {
    let all: Vec<String> = ids.iter().map(|id| format!("`{stack}/{id}`")).collect();
    (!all.is_empty()).then(|| format!("name one: {}", all.join(", ")))
}
