//! Functions of texts that look for a text or a pattern.

use super::{argument, number, text};
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::frame::Frame;
use crate::query::evaluate::jsonata::item::{Item, MemberMap, Text};
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};
use crate::query::evaluate::jsonata::regex::{Found, units};

/// How often something may be done; without a limit, always.
fn limit(arguments: &[Item<'_>], index: usize, code: &'static str) -> Result<f64, Fault> {
    match number(arguments, index)? {
        Some(limit) if limit < 0.0 => Err(Fault::new(code).value(limit.to_string())),
        Some(limit) => Ok(limit),
        None => Ok(f64::INFINITY),
    }
}

pub(super) fn contains<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(whole) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    Ok(Item::Bool(match argument(arguments, 1) {
        Item::Text(part) => {
            machine.spend_text(whole.len())?;
            whole.contains(&*part)
        }
        matcher => machine.first_match(&matcher, &whole)?.is_some(),
    }))
}

pub(super) fn matches<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(whole) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    let limit = limit(arguments, 2, "D3040")?;
    let mut out = Vec::new();
    let mut found = if limit > 0.0 { machine.first_match(&argument(arguments, 1), &whole)? } else { None };
    while let Some(here) = found
        && (out.len() as f64) < limit
    {
        let mut members = MemberMap::default();
        members.insert(Text::Borrowed("match"), Item::Text(here.text.clone()));
        members.insert(Text::Borrowed("index"), units(&whole, here.start));
        members.insert(Text::Borrowed("groups"), Item::plain(here.groups.clone()));
        out.push(Item::object(members));
        found = machine.following_match(&here, &whole)?;
    }
    Ok(Item::sequence(out))
}

pub(super) fn replace<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(whole) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    let pattern = argument(arguments, 1);
    if pattern.as_text() == Some("") {
        return Err(Fault::new("D3010"));
    }
    let limit = limit(arguments, 3, "D3011")?;
    if limit <= 0.0 {
        return Ok(Item::Text(whole));
    }
    let replacement = argument(arguments, 2);
    let mut out = String::new();
    let mut done = 0.0;
    let mut position = 0;
    if let Item::Text(part) = &pattern {
        let with = machine.stringify(&replacement, false)?;
        for (at, found) in whole.match_indices(&**part) {
            if done >= limit {
                break;
            }
            machine.spend(1)?;
            push(machine, &mut out, whole.get(position..at).unwrap_or_default())?;
            push(machine, &mut out, &with)?;
            position = at + found.len();
            done += 1.0;
        }
    } else {
        let mut found = machine.first_match(&pattern, &whole)?;
        while let Some(here) = found
            && done < limit
        {
            push(machine, &mut out, whole.get(position..here.start).unwrap_or_default())?;
            let with = match &replacement {
                Item::Text(template) => substitute(template, &here),
                function => match machine.apply(
                    function,
                    vec![described(&here, &whole)],
                    &Item::Null,
                    &Frame::new(None),
                )? {
                    Item::Text(text) => text.to_string(),
                    other => return Err(Fault::new("D3012").about(&other)),
                },
            };
            push(machine, &mut out, &with)?;
            position = here.start + here.text.len();
            done += 1.0;
            found = machine.following_match(&here, &whole)?;
        }
    }
    push(machine, &mut out, whole.get(position..).unwrap_or_default())?;
    Ok(Item::text(out))
}

fn push<'a>(machine: &Machine<'a, '_>, out: &mut String, piece: &str) -> Result<(), Fault> {
    machine.spend_text(piece.len())?;
    out.push_str(piece);
    Ok(())
}

/// A match as a function sees it.
fn described<'a>(found: &Found<'a>, whole: &str) -> Item<'a> {
    let mut members = MemberMap::default();
    members.insert(Text::Borrowed("match"), Item::Text(found.text.clone()));
    members.insert(Text::Borrowed("start"), units(whole, found.start));
    members.insert(Text::Borrowed("end"), units(whole, found.end));
    members.insert(Text::Borrowed("groups"), Item::plain(found.groups.clone()));
    Item::object(members)
}

/// Fills a replacement: `$0` is the match, `$1` the first group, `$$` a dollar.
fn substitute(template: &str, found: &Found<'_>) -> String {
    let groups = found.groups.len();
    // The most digits that a group's number can have; without groups one digit goes away all the same.
    let most = if groups == 0 { 1 } else { groups.to_string().len() };
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some(after) = rest.strip_prefix('0') {
            out.push_str(&found.text);
            rest = after;
        } else {
            let count = |most: usize| rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
            let digits = rest.get(..count(most)).unwrap_or_default();
            let mut number: Option<usize> = digits.parse().ok();
            if most > 1 && number.is_some_and(|number| number > groups) {
                number = rest.get(..count(most - 1)).unwrap_or_default().parse().ok();
            }
            match number {
                Some(number) => {
                    if let Some(Item::Text(group)) =
                        number.checked_sub(1).and_then(|index| found.groups.get(index))
                    {
                        out.push_str(group);
                    }
                    rest = rest.get(number.to_string().len()..).unwrap_or_default();
                }
                None => out.push('$'),
            }
        }
    }
    out + rest
}

pub(super) fn split<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(whole) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    let limit = limit(arguments, 2, "D3020")?;
    machine.spend_text(whole.len())?;
    let mut out = Vec::new();
    if limit <= 0.0 {
        return Ok(Item::plain(out));
    }
    match argument(arguments, 1) {
        Item::Text(separator) => {
            // JavaScript takes whole numbers of pieces.
            let most = limit.trunc();
            let pieces: Box<dyn Iterator<Item = String>> = if separator.is_empty() {
                Box::new(whole.chars().map(String::from))
            } else {
                Box::new(whole.split(&*separator).map(str::to_owned))
            };
            for piece in pieces {
                if out.len() as f64 >= most {
                    break;
                }
                machine.spend(1)?;
                out.push(Item::text(piece));
            }
        }
        matcher => {
            let mut start = 0;
            let mut found = machine.first_match(&matcher, &whole)?;
            while let Some(here) = found
                && (out.len() as f64) < limit
            {
                out.push(Item::text(whole.get(start..here.start).unwrap_or_default()));
                start = here.end;
                found = machine.following_match(&here, &whole)?;
            }
            if (out.len() as f64) < limit {
                out.push(Item::text(whole.get(start..).unwrap_or_default()));
            }
        }
    }
    Ok(Item::plain(out))
}
