//! Functions of texts.

use super::{argument, items, number, text};
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::item::{Item, Text, number_text};
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};

pub(super) fn string<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    Ok(match argument(arguments, 0) {
        Item::Undefined => Item::Undefined,
        Item::Text(text) => Item::Text(text),
        other => Item::text(machine.stringify(&other, argument(arguments, 1).holds()?)?),
    })
}

impl<'a> Machine<'a, '_> {
    /// A value as text: texts as they are, everything else as JSON.
    pub(in crate::query::evaluate::jsonata) fn stringify(
        &self,
        item: &Item<'a>,
        pretty: bool,
    ) -> Result<String, Fault> {
        match item {
            Item::Text(text) => return Ok(text.to_string()),
            Item::Function(_) => return Ok(String::new()),
            Item::Number(number) if !number.is_finite() => return Err(Fault::new("D3001")),
            _ => {}
        }
        let mut out = String::new();
        let inside = match item {
            Item::Array(list) if list.outer => argument(list, 0),
            other => other.clone(),
        };
        self.write_json(&inside, pretty.then_some(0), &mut out)?;
        Ok(out)
    }

    /// Writes JSON, at a depth of so many steps if it is to be read by people.
    fn write_json(&self, item: &Item<'a>, depth: Option<usize>, out: &mut String) -> Result<(), Fault> {
        self.spend(1)?;
        let before = out.len();
        let line = |out: &mut String, depth: Option<usize>| {
            if let Some(depth) = depth {
                out.push('\n');
                out.push_str(&"  ".repeat(depth));
            }
        };
        let inside = depth.map(|depth| depth + 1);
        if let Some(list) = item.list() {
            out.push('[');
            for (index, item) in list.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                line(out, inside);
                self.write_json(item, inside, out)?;
            }
            if !list.is_empty() {
                line(out, depth);
            }
            out.push(']');
            return Ok(());
        }
        if let Some(members) = item.members() {
            out.push('{');
            let mut first = true;
            for (name, item) in members.map.iter().filter(|(_, item)| !item.is_undefined()) {
                out.push_str(if first { "" } else { "," });
                first = false;
                line(out, inside);
                quote(name, out);
                out.push_str(if depth.is_some() { ": " } else { ":" });
                self.write_json(item, inside, out)?;
            }
            if !first {
                line(out, depth);
            }
            out.push('}');
            return Ok(());
        }
        match item {
            Item::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Item::Number(_) => match item.number()? {
                Some(number) => out.push_str(&number_text(rounded(number))),
                None => out.push_str("null"),
            },
            Item::Text(text) => quote(text, out),
            Item::Function(_) => out.push_str("\"\""),
            _ => out.push_str("null"),
        }
        self.spend_text(out.len() - before)
    }
}

fn quote(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// A number as far as its first fifteen digits.
fn rounded(number: f64) -> f64 {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return number;
    }
    format!("{number:.14e}").parse().unwrap_or(number)
}

pub(super) fn substring<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(text.len())?;
    let start = number(arguments, 1)?.unwrap_or(0.0);
    // Texts are far shorter than what a double tells apart.
    let count = text.chars().count() as f64;
    let start = if count + start < 0.0 { 0.0 } else { start };
    let end = match number(arguments, 2)? {
        Some(length) if length <= 0.0 => return Ok(Item::text("")),
        Some(length) if start >= 0.0 => start + length,
        Some(length) => count + start + length,
        None => count,
    };
    let (start, end) = (place(start, count), place(end, count));
    Ok(Item::text(text.chars().skip(start).take(end.saturating_sub(start)).collect::<String>()))
}

/// A place among so many characters, as JavaScript's `slice` takes it.
fn place(at: f64, count: f64) -> usize {
    let at = at.trunc();
    let at = if at < 0.0 { count + at } else { at };
    // It is a whole number between nothing and the length.
    at.clamp(0.0, count) as usize
}

pub(super) fn substring_before<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(whole) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    let mark = text(arguments, 1)?.unwrap_or(Text::Borrowed("undefined"));
    Ok(match whole.split_once(&*mark) {
        Some((before, _)) => Item::text(before),
        None => Item::Text(whole),
    })
}

pub(super) fn substring_after<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(whole) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    let mark = text(arguments, 1)?.unwrap_or(Text::Borrowed("undefined"));
    Ok(match whole.split_once(&*mark) {
        Some((_, after)) => Item::text(after),
        None => Item::Text(whole),
    })
}

pub(super) fn lowercase<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(text.len())?;
    Ok(Item::text(text.to_lowercase()))
}

pub(super) fn uppercase<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(text.len())?;
    Ok(Item::text(text.to_uppercase()))
}

pub(super) fn length<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(text.len())?;
    Ok(Item::Number(text.chars().count() as f64))
}

pub(super) fn trim<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(text.len())?;
    let words = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
    Ok(Item::text(words.collect::<Vec<_>>().join(" ")))
}

pub(super) fn pad<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(whole) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    let width = number(arguments, 1)?.unwrap_or(f64::NAN);
    let sign = text(arguments, 2)?.filter(|sign| !sign.is_empty()).unwrap_or(Text::Borrowed(" "));
    let missing = width.abs() - whole.chars().count() as f64;
    if missing.is_nan() || missing <= 0.0 {
        return Ok(Item::Text(whole));
    }
    // Whatever is too long for memory is too long for the limit of texts.
    let missing = if missing < 1e12 { missing as usize } else { usize::MAX / 8 };
    machine.spend_text(missing.saturating_mul(4))?;
    let padding: String = sign.chars().cycle().take(missing).collect();
    Ok(Item::text(if width > 0.0 {
        format!("{}{padding}", &*whole)
    } else {
        format!("{padding}{}", &*whole)
    }))
}

pub(super) fn join<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(list) = items(arguments, 0)? else { return Ok(Item::Undefined) };
    let separator = text(arguments, 1)?.unwrap_or(Text::Borrowed(""));
    let pieces: Vec<&str> = list.iter().filter_map(Item::as_text).collect();
    let length: usize = pieces.iter().map(|piece| piece.len() + separator.len()).sum();
    machine.spend(pieces.len())?;
    machine.spend_text(length)?;
    Ok(Item::text(pieces.join(&separator)))
}
