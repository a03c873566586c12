//! Functions of objects, and of values of any kind.

use super::{argument, items, text};
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::item::{Item, MemberMap, Text};
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};
use indexmap::IndexSet;

pub(super) fn boolean<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    Ok(argument(arguments, 0).truth()?.map_or(Item::Undefined, Item::Bool))
}

pub(super) fn not<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    Ok(argument(arguments, 0).truth()?.map_or(Item::Undefined, |truth| Item::Bool(!truth)))
}

pub(super) fn exists<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    Ok(Item::Bool(!argument(arguments, 0).is_undefined()))
}

pub(super) fn sort<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    Ok(argument(arguments, 0).sort().map_or(Item::Undefined, |sort| Item::Text(Text::Borrowed(sort))))
}

pub(super) fn keys<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let mut out = IndexSet::new();
    collect_keys(machine, &argument(arguments, 0), &mut out)?;
    Ok(Item::sequence(out.into_iter().map(Item::Text).collect()))
}

fn collect_keys<'a>(
    machine: &Machine<'a, '_>,
    item: &Item<'a>,
    out: &mut IndexSet<Text<'a>>,
) -> Result<(), Fault> {
    machine.spend(item.count())?;
    if let Some(list) = item.list() {
        return list.iter().try_for_each(|item| collect_keys(machine, item, out));
    }
    if let Some(members) = item.members() {
        out.extend(members.map.keys().cloned());
    }
    Ok(())
}

pub(super) fn lookup<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let name = text(arguments, 1)?.unwrap_or(Text::Borrowed("undefined"));
    machine.field(&argument(arguments, 0), &name)
}

pub(super) fn spread<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let value = argument(arguments, 0);
    if let Some(list) = value.list() {
        let mut out = Item::sequence(Vec::new());
        for item in list.iter() {
            out = machine.append(out, spread(machine, std::slice::from_ref(item))?)?;
        }
        return Ok(out);
    }
    let Some(members) = value.members() else { return Ok(value) };
    machine.spend(members.map.len())?;
    let singles = members
        .map
        .iter()
        .map(|(name, value)| Item::object(std::iter::once((name.clone(), value.clone())).collect()));
    Ok(Item::sequence(singles.collect()))
}

pub(super) fn merge<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    let mut out = MemberMap::default();
    for members in list.iter().filter_map(Item::members) {
        machine.spend(members.map.len())?;
        out.extend(members.map.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
    Ok(Item::object(out))
}

/// A copy is the same value: nothing can change one.
pub(super) fn clone<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    Ok(argument(arguments, 0))
}

pub(super) fn error<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    Err(Fault::new("D3137").value(message(arguments, 0, "$error() function evaluated")?))
}

pub(super) fn assert<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    match argument(arguments, 0) {
        Item::Bool(true) => Ok(Item::Undefined),
        _ => Err(Fault::new("D3141").value(message(arguments, 1, "$assert() statement failed")?)),
    }
}

fn message(arguments: &[Item<'_>], index: usize, otherwise: &str) -> Result<String, Fault> {
    let given = text(arguments, index)?.filter(|text| !text.is_empty());
    Ok(given.map_or_else(|| otherwise.to_owned(), |text| text.to_string()))
}
