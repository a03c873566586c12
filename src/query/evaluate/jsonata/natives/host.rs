//! Functions that are not the same each time, and those that only AWS has.

use super::{items, number, text, unfit};
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::item::{Item, Text, number_text};
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};
use crate::query::evaluate::{digest, uuid as new_uuid};
use serde_json::Value;

/// The most numbers of a range, as of `States.ArrayRange`.
const MOST_NUMBERS: f64 = 1_000.0;

/// A number from 0 up to, but without, 1.
fn fraction(bits: u64) -> f64 {
    // 53 bits are what a double holds exactly.
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

pub(super) fn random<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let bits = match number(arguments, 0)? {
        // The same seed gives the same number.
        Some(seed) => seed
            .to_bits()
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
            .wrapping_mul(0xbf58_476d_1ce4_e5b9),
        None => machine.host.borrow_mut().random(),
    };
    Ok(Item::Number(fraction(bits)))
}

pub(super) fn shuffle<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend(list.len())?;
    let mut out = list.to_vec();
    for last in (1..out.len()).rev() {
        let below = u64::try_from(last + 1).unwrap_or(u64::MAX);
        let chosen = machine.host.borrow_mut().random() % below;
        out.swap(last, usize::try_from(chosen).unwrap_or(0));
    }
    Ok(Item::plain(out))
}

pub(super) fn uuid<'a>(machine: &Machine<'a, '_>, _: &[Item<'a>]) -> Outcome<'a> {
    Ok(Item::text(new_uuid(&mut **machine.host.borrow_mut())))
}

pub(super) fn partition<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    // A fraction of a size is dropped; what is left has to be more than nothing.
    let size = number(arguments, 1)?.map(f64::trunc).filter(|size| *size >= 1.0).ok_or_else(|| unfit(1))?;
    machine.spend(list.len())?;
    let parts = list.chunks(size as usize).map(|part| Item::plain(part.to_vec()));
    Ok(Item::plain(parts.collect()))
}

pub(super) fn range<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let values = (number(arguments, 0)?, number(arguments, 1)?, number(arguments, 2)?);
    let (Some(first), Some(last), Some(step)) = values else { return Ok(Item::Undefined) };
    if step == 0.0 || !step.is_finite() {
        return Err(unfit(2));
    }
    let count = ((last - first) / step).floor() + 1.0;
    if count.is_nan() || count < 1.0 {
        return Ok(Item::plain(Vec::new()));
    }
    if count > MOST_NUMBERS {
        return Err(Fault::limit(&format!("a range has at most {} numbers", number_text(MOST_NUMBERS))));
    }
    if count < 2.0 {
        // A sequence of one value is that value: in AWS `$range(1, 9, 9)` gives 1.
        return Ok(Item::Number(first));
    }
    machine.spend(count as usize)?;
    let numbers = (0..count as usize).map(|index| Item::Number(first + step * index as f64));
    Ok(Item::plain(numbers.collect()))
}

pub(super) fn hash<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(data) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(data.len())?;
    let algorithm = text(arguments, 1)?.unwrap_or(Text::Borrowed("SHA-256"));
    digest(&algorithm, &data).map(Item::text).ok_or_else(|| unfit(1))
}

pub(super) fn parse<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(text.len())?;
    let value: Value = serde_json::from_str(&text).map_err(|_| unfit(0))?;
    owned(machine, value)
}

/// JSON that belongs to nobody else.
fn owned<'a>(machine: &Machine<'a, '_>, value: Value) -> Outcome<'a> {
    machine.spend(1)?;
    Ok(match value {
        Value::Null => Item::Null,
        Value::Bool(value) => Item::Bool(value),
        Value::Number(number) => Item::Number(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => Item::text(text),
        Value::Array(items) => {
            let items = items.into_iter().map(|item| owned(machine, item));
            Item::plain(items.collect::<Result<_, _>>()?)
        }
        Value::Object(members) => {
            let members =
                members.into_iter().map(|(name, value)| Ok((Text::from(name), owned(machine, value)?)));
            Item::object(members.collect::<Result<_, Fault>>()?)
        }
    })
}
