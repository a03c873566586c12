//! Whole numbers by a picture: `$formatInteger` and `$parseInteger`.
//!
//! Checked against <https://www.w3.org/TR/xpath-functions-31/#func-format-integer>, where JSONata does not do otherwise.

use super::picture::regular;
use super::{number, text, words};
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::item::{Item, Text, number_text};
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};

/// The first digit of each family of ten.
const FAMILIES: [u32; 37] = [
    0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// How letters are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::query::evaluate::jsonata) enum Case {
    Upper,
    Lower,
    Title,
}

/// What whole numbers are made of.
#[derive(Clone, Debug)]
pub(in crate::query::evaluate::jsonata) enum Style {
    Letters,
    Roman,
    Words,
    Digits(Digits),
}

/// A pattern of digits.
#[derive(Clone, Debug)]
pub(in crate::query::evaluate::jsonata) struct Digits {
    zero: u32,
    pub(in crate::query::evaluate::jsonata) mandatory: usize,
    pub(in crate::query::evaluate::jsonata) optional: usize,
    /// The distance between separators, and the separator, if they are all alike.
    pub(in crate::query::evaluate::jsonata) regular: Option<(usize, char)>,
    /// Separators, and how many digits stand behind each, the last one first.
    separators: Vec<(usize, char)>,
}

/// A picture of whole numbers.
#[derive(Clone, Debug)]
pub(in crate::query::evaluate::jsonata) struct Format {
    pub(in crate::query::evaluate::jsonata) style: Style,
    pub(in crate::query::evaluate::jsonata) case: Case,
    pub(in crate::query::evaluate::jsonata) ordinal: bool,
}

impl Format {
    pub(in crate::query::evaluate::jsonata) fn parse(picture: &str) -> Result<Format, Fault> {
        let (primary, modifier) = picture.rsplit_once(';').unwrap_or((picture, ""));
        let (style, case) = match primary {
            "A" => (Style::Letters, Case::Upper),
            "a" => (Style::Letters, Case::Lower),
            "I" => (Style::Roman, Case::Upper),
            "i" => (Style::Roman, Case::Lower),
            "W" => (Style::Words, Case::Upper),
            "Ww" => (Style::Words, Case::Title),
            "w" => (Style::Words, Case::Lower),
            other => (Style::Digits(Digits::parse(other)?), Case::Lower),
        };
        Ok(Format { style, case, ordinal: modifier.starts_with('o') })
    }

    pub(in crate::query::evaluate::jsonata) fn digits(&self) -> Option<&Digits> {
        match &self.style {
            Style::Digits(digits) => Some(digits),
            _ => None,
        }
    }

    pub(in crate::query::evaluate::jsonata) fn digits_mut(&mut self) -> Option<&mut Digits> {
        match &mut self.style {
            Style::Digits(digits) => Some(digits),
            _ => None,
        }
    }

    /// Writes a whole number.
    pub(in crate::query::evaluate::jsonata) fn write(&self, number: f64) -> String {
        let value = number.abs();
        let text = match &self.style {
            Style::Letters => words::letters(value, if self.case == Case::Upper { b'A' } else { b'a' }),
            Style::Roman => words::roman(value),
            Style::Words => words::in_words(value, self.ordinal),
            Style::Digits(digits) => digits.write(value, self.ordinal),
        };
        let text = match (&self.style, self.case) {
            (Style::Roman | Style::Words, Case::Upper) => text.to_uppercase(),
            (Style::Words, Case::Lower) => text.to_lowercase(),
            _ => text,
        };
        if number < 0.0 { format!("-{text}") } else { text }
    }

    /// Reads a whole number; not a number if it is none.
    pub(in crate::query::evaluate::jsonata) fn read(&self, text: &str) -> f64 {
        match &self.style {
            Style::Letters => words::from_letters(text, if self.case == Case::Upper { 'A' } else { 'a' }),
            Style::Roman => words::from_roman(text),
            Style::Words => words::from_words(&text.to_lowercase()),
            Style::Digits(digits) => digits.read(text, self.ordinal),
        }
    }
}

impl Digits {
    fn parse(picture: &str) -> Result<Digits, Fault> {
        let mut zero = None;
        let (mut mandatory, mut optional) = (0, 0);
        let mut separators = Vec::new();
        for c in picture.chars().rev() {
            let code = u32::from(c);
            match FAMILIES.into_iter().find(|first| (*first..first + 10).contains(&code)) {
                Some(family) => {
                    mandatory += 1;
                    if *zero.get_or_insert(family) != family {
                        return Err(Fault::new("D3131"));
                    }
                }
                None if c == '#' => optional += 1,
                None => separators.push((mandatory + optional, c)),
            }
        }
        let Some(zero) = zero else {
            return Err(Fault::new("D3130").about(&Item::text(picture)));
        };
        let positions: Vec<usize> = separators.iter().map(|(position, _)| *position).collect();
        let first = separators.first().map(|(_, sign)| *sign);
        let all_alike = separators.iter().all(|(_, sign)| Some(*sign) == first);
        let distance = if all_alike { regular(&positions) } else { 0 };
        let regular = first.filter(|_| distance > 0).map(|sign| (distance, sign));
        Ok(Digits { zero, mandatory, optional, regular, separators })
    }

    fn write(&self, value: f64, ordinal: bool) -> String {
        let text = number_text(value);
        let padding = self.mandatory.saturating_sub(text.chars().count());
        let digits = std::iter::repeat_n('0', padding).chain(text.chars());
        let mut digits: Vec<char> = digits
            .map(|digit| char::from_u32((u32::from(digit) + self.zero).saturating_sub(0x30)).unwrap_or(digit))
            .collect();
        match self.regular {
            Some((distance, sign)) => {
                let length = digits.len();
                let groups = length.saturating_sub(1) / distance;
                for group in 1..=groups {
                    // From the right, so that places on the left stay what they are.
                    digits.insert(length - group * distance, sign);
                }
            }
            None => {
                for (position, sign) in self.separators.iter().rev() {
                    let at = digits.len().saturating_sub(*position);
                    digits.insert(at, *sign);
                }
            }
        }
        let mut out: String = digits.iter().collect();
        if ordinal {
            let mut ends = digits.iter().rev();
            let (last, before) = (ends.next(), ends.next());
            out.push_str(match last {
                _ if before == Some(&'1') => "th",
                Some('1') => "st",
                Some('2') => "nd",
                Some('3') => "rd",
                _ => "th",
            });
        }
        out
    }

    fn read(&self, text: &str, ordinal: bool) -> f64 {
        let mut characters: Vec<char> = text.chars().collect();
        if ordinal {
            characters.truncate(characters.len().saturating_sub(2));
        }
        // Of regular separators JSONata takes away commas only.
        let is_separator = |c: &char| match self.regular {
            Some(_) => *c == ',',
            None => self.separators.iter().any(|(_, sign)| sign == c),
        };
        let plain = |c: char| char::from_u32((u32::from(c) + 0x30).saturating_sub(self.zero)).unwrap_or(c);
        let digits: String = characters.into_iter().filter(|c| !is_separator(c)).map(plain).collect();
        leading_integer(&digits)
    }
}

/// The whole number that a text begins with, as JavaScript reads it.
pub(in crate::query::evaluate::jsonata) fn leading_integer(text: &str) -> f64 {
    let text = text.trim_start();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end).and_then(|digits| digits.parse::<f64>().ok()).map_or(f64::NAN, |number| sign * number)
}

pub(super) fn format_integer<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(value) = number(arguments, 0)? else { return Ok(Item::Undefined) };
    let picture = text(arguments, 1)?.unwrap_or(Text::Borrowed(""));
    machine.spend_text(64 * picture.len() + 1024)?;
    Ok(Item::text(Format::parse(&picture)?.write(value.floor())))
}

pub(super) fn parse_integer<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(value) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    let picture = text(arguments, 1)?.unwrap_or(Text::Borrowed(""));
    machine.spend_text(64 * (picture.len() + value.len()))?;
    Ok(Item::Number(Format::parse(&picture)?.read(&value)))
}
