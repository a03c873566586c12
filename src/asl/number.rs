//! The text of numbers.
//!
//! serde_json keeps the digits of a number but not all of its text: it reads `1e3` and `1E3` as `1e+3`. The few
//! numbers that it would spell otherwise are noted here by their place among all numbers of the document, and put
//! back when it is written.

use crate::data::{Entries, Text, Tree};
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};
use serde_json::{Map, Number, Serializer, Value};
use std::io::{self, Write};

/// How one number was written.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    /// How many numbers stand before it.
    index: usize,
    text: String,
}

/// The numbers of a document that is being read, in document order.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    seen: usize,
    spellings: Vec<Spelling>,
}

impl Numbers {
    /// The next number; `None` where RFC 8259 knows no such number.
    pub(super) fn read(&mut self, text: &str) -> Option<Number> {
        if !is_number(text) {
            return None;
        }
        let number: Number = text.parse().ok()?;
        if number.as_str() != text {
            self.spellings.push(Spelling { index: self.seen, text: text.to_owned() });
        }
        self.seen += 1;
        Some(number)
    }

    pub(super) fn into_spellings(self) -> Vec<Spelling> {
        self.spellings
    }

    /// How many numbers were read.
    #[cfg(feature = "yaml")]
    pub(super) fn seen(&self) -> usize {
        self.seen
    }

    /// The numbers from `start` on, to be repeated.
    #[cfg(feature = "yaml")]
    pub(super) fn since(&self, start: usize) -> Numbers {
        let after = self.spellings.iter().filter(|spelling| spelling.index >= start);
        let spellings =
            after.map(|spelling| Spelling { index: spelling.index - start, text: spelling.text.clone() });
        Numbers { seen: self.seen - start, spellings: spellings.collect() }
    }

    /// Takes numbers that occurred before as the next ones.
    #[cfg(feature = "yaml")]
    pub(super) fn repeat(&mut self, numbers: &Numbers) {
        let again = numbers
            .spellings
            .iter()
            .map(|spelling| Spelling { index: spelling.index + self.seen, text: spelling.text.clone() });
        self.spellings.extend(again);
        self.seen += numbers.seen;
    }
}

/// A definition as JSON, and how its numbers are written.
pub(super) fn from_entries(entries: &Entries) -> (Map<String, Value>, Vec<Spelling>) {
    fn value(tree: &Tree, numbers: &mut Numbers) -> Value {
        match tree {
            Tree::Text(text) => Value::String(text.to_string()),
            Tree::Number(text) => numbers.read(text).map_or(Value::Null, Value::Number),
            Tree::List(items) => items.iter().map(|item| value(item, numbers)).collect(),
            Tree::Object(entries) => Value::Object(map(entries, numbers)),
            other => other.clone().into_value(),
        }
    }
    fn map(entries: &Entries, numbers: &mut Numbers) -> Map<String, Value> {
        entries.iter().map(|(key, tree)| (key.to_string(), value(tree, numbers))).collect()
    }
    let mut numbers = Numbers::default();
    (map(entries, &mut numbers), numbers.into_spellings())
}

/// The same back.
pub(super) fn into_entries(json: Map<String, Value>, spellings: &[Spelling]) -> Entries {
    fn respell(value: &mut Tree, seen: &mut usize, left: &mut &[Spelling]) {
        match value {
            Tree::Number(text) => {
                if let Some((next, rest)) = left.split_first()
                    && next.index == *seen
                {
                    *text = Text::new(&next.text);
                    *left = rest;
                }
                *seen += 1;
            }
            Tree::List(items) => items.iter_mut().for_each(|item| respell(item, seen, left)),
            Tree::Object(entries) => entries.iter_mut().for_each(|(_, value)| respell(value, seen, left)),
            _ => {}
        }
    }
    let mut entries = Entries::from(json);
    if !spellings.is_empty() {
        let (mut seen, mut left) = (0, spellings);
        entries.iter_mut().for_each(|(_, value)| respell(value, &mut seen, &mut left));
    }
    entries
}

/// Whether it is a number as RFC 8259 has them.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|it| digits(it.strip_prefix(['+', '-']).unwrap_or(it)))
}

/// Writes JSON with its numbers spelled as they were: compact, or indented by two.
pub(super) fn write(
    json: &Map<String, Value>,
    spellings: &[Spelling],
    indented: bool,
) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    if indented {
        let inner = PrettyFormatter::new();
        let formatter = Respelled { inner, seen: 0, left: spellings };
        json.serialize(&mut Serializer::with_formatter(&mut out, formatter))?;
    } else {
        let formatter = Respelled { inner: CompactFormatter, seen: 0, left: spellings };
        json.serialize(&mut Serializer::with_formatter(&mut out, formatter))?;
    }
    Ok(out)
}

struct Respelled<'a, F> {
    inner: F,
    seen: usize,
    left: &'a [Spelling],
}

impl<F: Formatter> Formatter for Respelled<'_, F> {
    fn write_number_str<W: ?Sized + Write>(&mut self, writer: &mut W, value: &str) -> io::Result<()> {
        let mut text = value;
        if let Some((next, rest)) = self.left.split_first()
            && next.index == self.seen
        {
            text = &next.text;
            self.left = rest;
        }
        self.seen += 1;
        self.inner.write_number_str(writer, text)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.inner.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.inner.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_object_value(writer)
    }
}
