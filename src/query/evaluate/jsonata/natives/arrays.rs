//! Functions of arrays.

use super::{argument, items};
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::item::{Item, List};
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};

fn numbers<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Result<Option<Vec<f64>>, Fault> {
    let Some(list) = items(arguments, 0)? else { return Ok(None) };
    machine.spend(list.len())?;
    Ok(Some(
        list.iter().map(|item| if let Item::Number(number) = item { *number } else { f64::NAN }).collect(),
    ))
}

pub(super) fn sum<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    // An empty sum of Rust is -0.
    let sum = |numbers: Vec<f64>| Item::Number(numbers.into_iter().fold(0.0, |sum, number| sum + number));
    Ok(numbers(machine, arguments)?.map_or(Item::Undefined, sum))
}

pub(super) fn count<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    // Arrays are far shorter than what a double tells apart.
    Ok(Item::Number(items(arguments, 0)?.map_or(0, |list| list.len()) as f64))
}

pub(super) fn max<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let most = numbers(machine, arguments)?.and_then(|numbers| numbers.into_iter().reduce(f64::max));
    Ok(most.map_or(Item::Undefined, Item::Number))
}

pub(super) fn min<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let least = numbers(machine, arguments)?.and_then(|numbers| numbers.into_iter().reduce(f64::min));
    Ok(least.map_or(Item::Undefined, Item::Number))
}

pub(super) fn average<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(numbers) = numbers(machine, arguments)?.filter(|numbers| !numbers.is_empty()) else {
        return Ok(Item::Undefined);
    };
    let sum = numbers.iter().fold(0.0, |sum, number| sum + number);
    Ok(Item::Number(sum / numbers.len() as f64))
}

pub(super) fn append<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    machine.append(argument(arguments, 0), argument(arguments, 1))
}

pub(super) fn reverse<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    if list.len() <= 1 {
        return Ok(Item::Array(list));
    }
    machine.spend(list.len())?;
    Ok(Item::plain(list.iter().rev().cloned().collect()))
}

pub(super) fn distinct<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let value = argument(arguments, 0);
    let list = match value.list() {
        Some(list) if list.len() > 1 => list,
        _ => return Ok(value),
    };
    let mut out: Vec<Item<'a>> = Vec::new();
    for item in list.iter() {
        let mut is_known = false;
        for known in &out {
            if machine.equal(item, known)? {
                is_known = true;
                break;
            }
        }
        if !is_known {
            out.push(item.clone());
        }
    }
    let mut out = List::plain(out);
    out.sequence = list.sequence;
    Ok(Item::Array(out))
}

pub(super) fn zip<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let lists: Vec<Option<List<'a>>> = arguments.iter().map(Item::list).collect();
    let shortest = lists.iter().map(|list| list.as_ref().map_or(0, |list| list.len())).min().unwrap_or(0);
    machine.spend(shortest.saturating_mul(lists.len()))?;
    let rows = (0..shortest)
        .map(|index| Item::plain(lists.iter().flatten().map(|list| argument(list, index)).collect()));
    Ok(Item::plain(rows.collect()))
}
