//! Trees as JSON text, with the text of numbers as it is.

use super::{Entries, Tree, marker};
use std::fmt;

impl fmt::Display for Tree {
    /// Writes compact JSON; `{:#}` writes it indented by two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        write(self, f.alternate().then_some(0), &mut out);
        f.write_str(&out)
    }
}

/// Appends a value as JSON; indented by two for each level, where a level is given.
pub(super) fn write(value: &Tree, level: Option<usize>, out: &mut String) {
    match value {
        Tree::Null => out.push_str("null"),
        Tree::Bool(true) => out.push_str("true"),
        Tree::Bool(false) => out.push_str("false"),
        Tree::Number(number) => out.push_str(number),
        Tree::Text(text) => quoted(text, out),
        Tree::List(items) if items.is_empty() => out.push_str("[]"),
        Tree::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                between(index, level, out);
                write(item, level.map(|level| level + 1), out);
            }
            closing(level, out);
            out.push(']');
        }
        Tree::Object(entries) if entries.is_empty() => out.push_str("{}"),
        Tree::Object(entries) => object(entries, level, out),
        Tree::Expression(expression) => quoted(&marker::of_expression(expression), out),
        Tree::Reference(reference) => write(&Tree::from(reference.to_json()), level, out),
    }
}

fn object(entries: &Entries, level: Option<usize>, out: &mut String) {
    out.push('{');
    for (index, (key, value)) in entries.iter().enumerate() {
        between(index, level, out);
        quoted(key, out);
        out.push_str(if level.is_some() { ": " } else { ":" });
        write(value, level.map(|level| level + 1), out);
    }
    closing(level, out);
    out.push('}');
}

/// What stands before an item.
fn between(index: usize, level: Option<usize>, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    if let Some(level) = level {
        line(level + 1, out);
    }
}

fn closing(level: Option<usize>, out: &mut String) {
    if let Some(level) = level {
        line(level, out);
    }
}

fn line(level: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", level));
}

/// Text as JSON writes it.
pub(super) fn quoted(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c < ' ' || matches!(c, '"' | '\\')) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let mut chars = after.chars();
        match chars.next().unwrap_or_default() {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => out.push_str(&format!("\\u{:04x}", u32::from(other))),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// The length of a value as JSON without white space, in bytes, without writing it.
pub(crate) fn length(value: &Tree) -> usize {
    match value {
        Tree::Null => 4,
        Tree::Bool(yes) => 5 - usize::from(*yes),
        Tree::Number(number) => number.len(),
        Tree::Text(text) => length_of_text(text),
        Tree::List(items) => items.iter().map(|item| length(item) + 1).sum::<usize>().max(1) + 1,
        Tree::Object(entries) => {
            entries.iter().map(|(key, value)| length_of_text(key) + length(value) + 2).sum::<usize>().max(1)
                + 1
        }
        Tree::Expression(_) | Tree::Reference(_) => value.to_string().len(),
    }
}

/// The length of text as JSON, in bytes.
pub(crate) fn length_of_text(text: &str) -> usize {
    let bytes = text.as_bytes();
    // Nearly all text is plain, which is quickly seen by looking at all of it.
    let plain =
        bytes.iter().fold(true, |plain, byte| plain & (*byte >= 0x20) & (*byte != b'"') & (*byte != b'\\'));
    if plain {
        return text.len() + 2;
    }
    let escaped = |byte: &u8| match byte {
        b'"' | b'\\' | 0x08 | 0x09 | 0x0a | 0x0c | 0x0d => 1,
        0..0x20 => 5,
        _ => 0,
    };
    text.len() + 2 + bytes.iter().map(escaped).sum::<usize>()
}
