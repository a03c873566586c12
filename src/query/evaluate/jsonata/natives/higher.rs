//! Functions that call functions.

use super::{argument, items};
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::frame::Frame;
use crate::query::evaluate::jsonata::item::{Item, List, MemberMap};
use crate::query::evaluate::jsonata::machine::{Machine, Outcome, order_of_texts};
use crate::query::evaluate::jsonata::path::merge_sort;

fn arity(function: &Item<'_>) -> usize {
    match function {
        Item::Function(function) => function.arity(),
        _ => 0,
    }
}

/// Calls a function with a value, and with its place and all of them if it takes as many.
fn call<'a>(
    machine: &Machine<'a, '_>,
    function: &Item<'a>,
    value: &Item<'a>,
    place: Item<'a>,
    all: &Item<'a>,
) -> Outcome<'a> {
    machine.spend(1)?;
    let mut arguments = vec![value.clone()];
    match arity(function) {
        0 | 1 => {}
        2 => arguments.push(place),
        _ => arguments.extend([place, all.clone()]),
    }
    machine.apply(function, arguments, &Item::Null, &Frame::new(None))
}

fn index<'a>(index: usize) -> Item<'a> {
    // Arrays are far shorter than what a double tells apart.
    Item::Number(index as f64)
}

pub(super) fn map<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    let (function, all) = (argument(arguments, 1), Item::Array(list.clone()));
    let mut out = Vec::with_capacity(list.len());
    for (at, item) in list.iter().enumerate() {
        let value = call(machine, &function, item, index(at), &all)?;
        if !value.is_undefined() {
            out.push(value);
        }
    }
    Ok(Item::sequence(out))
}

pub(super) fn filter<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    let (function, all) = (argument(arguments, 1), Item::Array(list.clone()));
    let mut out = Vec::new();
    for (at, item) in list.iter().enumerate() {
        if call(machine, &function, item, index(at), &all)?.holds()? {
            out.push(item.clone());
        }
    }
    Ok(Item::sequence(out))
}

pub(super) fn single<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    let (function, all) = (argument(arguments, 1), Item::Array(list.clone()));
    let mut found: Option<Item<'a>> = None;
    for (at, item) in list.iter().enumerate() {
        let fits = function.is_undefined() || call(machine, &function, item, index(at), &all)?.holds()?;
        if fits && found.replace(item.clone()).is_some() {
            return Err(Fault::new("D3138"));
        }
    }
    found.ok_or_else(|| Fault::new("D3139"))
}

pub(super) fn reduce<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    let function = argument(arguments, 1);
    let arity = arity(&function);
    if arity < 2 {
        return Err(Fault::new("D3050"));
    }
    let (mut result, from) = match (argument(arguments, 2), list.first()) {
        (Item::Undefined, Some(first)) => (first.clone(), 1),
        (start, _) => (start, 0),
    };
    for (at, item) in list.iter().enumerate().skip(from) {
        machine.spend(1)?;
        let mut values = vec![result, item.clone()];
        if arity >= 3 {
            values.push(index(at));
        }
        if arity >= 4 {
            values.push(Item::Array(list.clone()));
        }
        result = machine.apply(&function, values, &Item::Null, &Frame::new(None))?;
    }
    Ok(result)
}

pub(super) fn each<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let (object, function) = (argument(arguments, 0), argument(arguments, 1));
    let mut out = Vec::new();
    if let Some(members) = object.members() {
        for (name, item) in &members.map {
            let value = call(machine, &function, item, Item::Text(name.clone()), &object)?;
            if !value.is_undefined() {
                out.push(value);
            }
        }
    }
    Ok(Item::sequence(out))
}

pub(super) fn sift<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let (object, function) = (argument(arguments, 0), argument(arguments, 1));
    let mut out = MemberMap::default();
    if let Some(members) = object.members() {
        for (name, item) in &members.map {
            if call(machine, &function, item, Item::Text(name.clone()), &object)?.holds()? {
                out.insert(name.clone(), item.clone());
            }
        }
    }
    Ok(if out.is_empty() { Item::Undefined } else { Item::object(out) })
}

pub(super) fn sort<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    if list.len() <= 1 {
        return Ok(Item::Array(list));
    }
    let function = argument(arguments, 1);
    let sorted = if function.is_undefined() {
        let mut all_numbers = true;
        for item in list.iter() {
            all_numbers &= item.number()?.is_some();
        }
        if !all_numbers && list.iter().any(|item| item.as_text().is_none()) {
            return Err(Fault::new("D3070"));
        }
        merge_sort(list.to_vec(), &mut |left, right| {
            machine.spend(1)?;
            Ok(match (left, right) {
                (Item::Number(left), Item::Number(right)) => left > right,
                (Item::Text(left), Item::Text(right)) => order_of_texts(left, right).is_gt(),
                _ => false,
            })
        })?
    } else {
        merge_sort(list.to_vec(), &mut |left, right| {
            machine.spend(1)?;
            let values = vec![left.clone(), right.clone()];
            match machine.apply(&function, values, &Item::Null, &Frame::new(None))? {
                Item::Bool(after) => Ok(after),
                Item::Number(number) => Ok(number != 0.0 && !number.is_nan()),
                Item::Text(text) => Ok(!text.is_empty()),
                Item::Undefined | Item::Null => Ok(false),
                _ => Ok(true),
            }
        })?
    };
    machine.spend(sorted.len())?;
    Ok(Item::Array(List::plain(sorted)))
}
