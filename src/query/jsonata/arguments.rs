//! Whether a function can take what it is given.

use super::constant::{self, ARRAY, Type};
use super::functions::{Function, Parameter};
use super::tree::{Node, NodeKind};

/// Why it cannot.
pub(super) enum Mismatch {
    /// There are too few, or too many.
    Count,
    /// This one, from 0, is of a type that cannot stand there.
    Type(usize, String),
}

/// Says what cannot be, whatever the values turn out to be that are not known.
pub(super) fn check(function: &Function, arguments: &[&Node]) -> Option<Mismatch> {
    let parameters = function.parameters();
    if function.most().is_some_and(|most| arguments.len() > most) || arguments.len() < function.least() {
        return Some(Mismatch::Count);
    }
    // Which parameters may come next, once what was given so far has found one.
    let mut next = optional_from(&parameters, &[0]);
    for (index, argument) in arguments.iter().enumerate() {
        let known = constant::of(argument);
        let mut following = Vec::new();
        for at in &next {
            let Some(parameter) = parameters.get(*at) else { continue };
            if known.is_none_or(|known| parameter.types.contains(known)) {
                following.push(at + 1);
                if parameter.repeats {
                    following.push(*at);
                }
            }
        }
        if following.is_empty() {
            let wanted = next.first().and_then(|at| parameters.get(*at));
            return Some(Mismatch::Type(index, wanted.map(in_words).unwrap_or_default()));
        }
        next = optional_from(&parameters, &following);
    }
    if !next.contains(&parameters.len()) {
        return Some(Mismatch::Count);
    }
    let of = parameters.first().filter(|first| first.types.contains(ARRAY)).and_then(|first| first.of)?;
    arguments.first().filter(|first| other_element(first, of))?;
    Some(Mismatch::Type(0, format!("an array, each element {}", constant::describe(of))))
}

/// Those parameters and the ones that can be reached by leaving out optional ones.
fn optional_from(parameters: &[Parameter], from: &[usize]) -> Vec<usize> {
    let mut reached = from.to_vec();
    let mut index = 0;
    while let Some(at) = reached.get(index).copied() {
        if parameters.get(at).is_some_and(|parameter| parameter.optional) && !reached.contains(&(at + 1)) {
            reached.push(at + 1);
        }
        index += 1;
    }
    reached
}

/// Whether a value is, or is an array that holds, something of another type for certain.
fn other_element(value: &Node, of: Type) -> bool {
    let other = |node: &Node| constant::of(node).is_some_and(|found| found != of);
    match &value.kind {
        NodeKind::Array(items) => items.iter().any(other),
        _ => other(value),
    }
}

fn in_words(parameter: &Parameter) -> String {
    let types: Vec<&str> = parameter.types.chars().map(constant::describe).collect();
    types.join(" or ")
}
