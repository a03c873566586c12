//! Which stacks are meant, and making them.

use super::world::Stop;
use super::{NamedStack, findings};
use crate::diagnostic::{Diagnostic, nearest};
use crate::stack::{Stack, Synthesis, Target};
use std::any::Any;
use std::path::{Component, Path};

/// The stacks of these names, in this order; all of them where none is named.
pub(super) fn choose<'a>(stacks: &[NamedStack<'a>], names: &[String]) -> Result<Vec<NamedStack<'a>>, Stop> {
    let mut chosen: Vec<NamedStack<'a>> = Vec::new();
    if names.is_empty() {
        chosen.extend(stacks);
    }
    for name in names {
        let stack = find(stacks, name)?;
        if !chosen.iter().any(|(other, _)| *other == stack.0) {
            chosen.push(stack);
        }
    }
    for (index, (name, _)) in chosen.iter().enumerate() {
        if chosen.iter().skip(index + 1).any(|(other, _)| other.eq_ignore_ascii_case(name)) {
            return Err(Stop::usage(format!("two stacks have the folder `{name}`"), None));
        }
        let mut components = Path::new(name).components();
        if !matches!((components.next(), components.next()), (Some(Component::Normal(_)), None)) {
            return Err(Stop::usage(format!("`{name}` is no name for a stack's folder"), None));
        }
    }
    Ok(chosen)
}

/// Refuses the name of a stack that there is not and that looks like a verb: `synth lsit`.
pub(super) fn no_verb(stacks: &[NamedStack], names: &[String], verbs: &[&str]) -> Result<(), Stop> {
    for name in names {
        if stacks.iter().all(|(known, _)| nearest(name, [*known]).is_none())
            && let Some(verb) = nearest(name, verbs.iter().copied())
        {
            let message = format!("there is no verb and no stack `{name}`");
            return Err(Stop::usage(message, Some(format!("there is a verb `{verb}`"))));
        }
    }
    Ok(())
}

/// The stack of this name.
pub(super) fn find<'a>(stacks: &[NamedStack<'a>], name: &str) -> Result<NamedStack<'a>, Stop> {
    if let Some(stack) = stacks.iter().find(|(other, _)| *other == name) {
        return Ok(*stack);
    }
    let known: Vec<&str> = stacks.iter().map(|(name, _)| *name).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("there is a stack `{near}`"),
        None if known.is_empty() => "there are no stacks".to_owned(),
        None => format!("there is `{}`", known.join("`, `")),
    };
    Err(Stop::usage(format!("there is no stack `{name}`"), Some(help)))
}

/// Makes a stack and its template. A panic on the way is a finding; its place is on the error output already.
pub(super) fn synthesize(
    name: &str,
    function: fn() -> Stack,
    target: Target,
) -> Result<Synthesis, Box<Diagnostic>> {
    std::panic::catch_unwind(|| function().synthesize(target)).map_err(|payload| {
        let finding = Diagnostic::error(
            "panicking-stack",
            format!("the function that makes the stack panicked: {}", said(payload.as_ref())),
        );
        Box::new(finding.in_stack(name).help("what was printed before this says where"))
    })
}

fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    findings::one_line(text.unwrap_or("without a word"))
}
