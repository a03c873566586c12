//! Functions that write texts in other letters: URLs and Base64.

use super::text;
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::item::Item;
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};
use crate::query::evaluate::{from_base64, to_base64};
use std::fmt::Write;

/// What stays as it is in a part of a URL, besides letters and digits.
const UNRESERVED: &str = "-_.!~*'()";

/// What stays as it is in a whole URL as well.
const RESERVED: &str = ";/?:@&=+$,#";

/// Characters are bytes here, as in JavaScript: of others the lowest eight bits count.
pub(super) fn base64_encode<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(2 * text.len())?;
    let bytes: Vec<u8> = text.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect();
    Ok(Item::text(to_base64(&bytes)))
}

/// Whatever is no sign of Base64 is passed over, as in JavaScript.
pub(super) fn base64_decode<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(text.len())?;
    let mut signs: String = text
        .chars()
        .take_while(|c| *c != '=')
        .filter_map(|c| match c {
            '-' => Some('+'),
            '_' => Some('/'),
            '+' | '/' => Some(c),
            c => c.is_ascii_alphanumeric().then_some(c),
        })
        .collect();
    if signs.len() % 4 == 1 {
        signs.pop();
    }
    // What the last sign says beyond whole bytes is passed over too.
    let bytes = from_base64(&signs).or_else(|| from_base64(&clear_rest(&signs))).unwrap_or_default();
    Ok(Item::text(bytes.into_iter().map(char::from).collect::<String>()))
}

/// The same signs, with nothing behind the last whole byte.
fn clear_rest(signs: &str) -> String {
    const SIGNS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = signs.to_owned();
    if let Some(last) = out.pop().and_then(|last| SIGNS.find(last)) {
        let kept = if signs.len() % 4 == 2 { last & !15 } else { last & !3 };
        out.extend(SIGNS.chars().nth(kept));
    }
    out
}

fn written<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>], kept: &[&str]) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(3 * text.len())?;
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || kept.iter().any(|kept| kept.contains(c)) {
            out.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Ok(Item::text(out))
}

pub(super) fn encode_component<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    written(machine, arguments, &[UNRESERVED])
}

pub(super) fn encode<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    written(machine, arguments, &[UNRESERVED, RESERVED])
}

fn read<'a>(
    machine: &Machine<'a, '_>,
    arguments: &[Item<'a>],
    kept: &str,
    name: &'static str,
) -> Outcome<'a> {
    let Some(text) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(text.len())?;
    let malformed = || Fault::new("D3140").about(&Item::Text(text.clone())).token(name);
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'%' {
            out.push(*byte);
            at += 1;
            continue;
        }
        let digits = text.get(at + 1..at + 3).ok_or_else(malformed)?;
        let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let code = u8::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal).ok_or_else(malformed)?;
        // Signs that mean something in a URL stay written out.
        if code.is_ascii() && kept.contains(char::from(code)) {
            out.extend(bytes.get(at..at + 3).unwrap_or_default());
        } else {
            out.push(code);
        }
        at += 3;
    }
    String::from_utf8(out).map(Item::text).map_err(|_| malformed())
}

pub(super) fn decode_component<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    read(machine, arguments, "", "decodeUrlComponent")
}

pub(super) fn decode<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    read(machine, arguments, RESERVED, "decodeUrl")
}
