//! Whether JavaScript takes a regular expression.
//!
//! JSONata hands what stands between the slashes to JavaScript's `RegExp`, with the flag `g` and perhaps `i` and `m`. So
//! the language is the one of ECMA-262's annex B: without the flag `u`, most of what looks broken means itself.

use std::collections::BTreeSet;

/// What is wrong with a pattern.
#[derive(Debug)]
pub(super) struct Fault {
    /// Bytes before it.
    pub(super) offset: usize,
    pub(super) message: String,
}

/// Says what JavaScript would refuse.
pub(super) fn check(pattern: &str) -> Result<(), Fault> {
    let units: Vec<u16> = pattern.encode_utf16().collect();
    let named = has_named_groups(&units);
    let mut reader = Reader { units: &units, at: 0, named, names: BTreeSet::new(), references: Vec::new() };
    reader.pattern().map_err(|(at, message)| Fault { offset: bytes_before(pattern, at), message })
}

fn bytes_before(pattern: &str, units: usize) -> usize {
    let mut seen = 0;
    for (offset, c) in pattern.char_indices() {
        if seen >= units {
            return offset;
        }
        seen += c.len_utf16();
    }
    pattern.len()
}

type Found<T> = Result<T, (usize, String)>;

/// A pattern in JavaScript's units of 16 bits.
struct Reader<'a> {
    units: &'a [u16],
    at: usize,
    /// Whether there is a named group anywhere, which makes `\k` mean something.
    named: bool,
    names: BTreeSet<Vec<u16>>,
    references: Vec<(usize, Vec<u16>)>,
}

/// What an open parenthesis is.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    /// One that may be repeated: also a look ahead.
    Plain,
    Behind,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    /// A character of the basic plane; half of another one is U+FFFD.
    fn ahead(&self, by: usize) -> Option<char> {
        let unit = self.units.get(self.at + by)?;
        Some(char::from_u32(u32::from(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let found = wanted.chars().enumerate().all(|(index, c)| self.ahead(index) == Some(c));
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn pattern(&mut self) -> Found<()> {
        let mut open: Vec<(usize, Group)> = Vec::new();
        while let Some(c) = self.peek() {
            let start = self.at;
            self.at += 1;
            let repeatable = match c {
                '|' | '^' | '$' => false,
                '(' => {
                    open.push((start, self.group()?));
                    continue;
                }
                ')' => match open.pop() {
                    Some((_, group)) => group == Group::Plain,
                    None => return Err((start, "`)` closes nothing".to_owned())),
                },
                '[' => {
                    self.class(start)?;
                    true
                }
                '\\' => self.escape(start)?,
                '*' | '+' | '?' => return Err((start, format!("`{c}` has nothing to repeat"))),
                '{' => {
                    self.at = start;
                    if self.braces()? {
                        return Err((start, "`{` has nothing to repeat".to_owned()));
                    }
                    self.at = start + 1;
                    true
                }
                _ => true,
            };
            if repeatable {
                self.repetition()?;
            }
        }
        if let Some((start, _)) = open.pop() {
            return Err((start, "`(` is not closed".to_owned()));
        }
        let unknown = self.references.iter().find(|(_, name)| !self.names.contains(name));
        match unknown {
            Some((at, _)) => Err((*at, "no group has that name".to_owned())),
            None => Ok(()),
        }
    }

    /// What stands behind `(`.
    fn group(&mut self) -> Found<Group> {
        let start = self.at;
        if !self.eat("?") || self.eat(":") || self.eat("=") || self.eat("!") {
            return Ok(Group::Plain);
        }
        if self.eat("<=") || self.eat("<!") {
            return Ok(Group::Behind);
        }
        if !self.eat("<") {
            return Err((start, "a group cannot begin like that".to_owned()));
        }
        let name = self.name()?;
        match self.names.insert(name) {
            true => Ok(Group::Plain),
            false => Err((start, "two groups have the same name".to_owned())),
        }
    }

    /// The name of a group, and the `>` behind it.
    fn name(&mut self) -> Found<Vec<u16>> {
        let start = self.at;
        let wrong = (start, "the name of a group has to be an identifier between `<` and `>`".to_owned());
        let mut name = Vec::new();
        while !self.eat(">") {
            let Some(c) = self.identifier_character() else { return Err(wrong) };
            let begins = c.is_alphabetic() || matches!(c, '$' | '_');
            let continues =
                c.is_alphanumeric() || matches!(c, '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}');
            if !begins && (name.is_empty() || !continues) {
                return Err(wrong);
            }
            name.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
        if name.is_empty() { Err(wrong) } else { Ok(name) }
    }

    /// A whole character of an identifier, which may be written as `\u0041` or `\u{41}`.
    fn identifier_character(&mut self) -> Option<char> {
        if self.eat("\\u{") {
            let digits = self.units.get(self.at..)?.iter().take_while(|unit| hex(**unit).is_some()).count();
            let value = self.hexadecimal(digits)?;
            return if self.eat("}") { char::from_u32(value) } else { None };
        }
        let mut units = Vec::new();
        let first = self.identifier_unit()?;
        units.push(first);
        if (0xd800..0xdc00).contains(&first) {
            units.push(self.identifier_unit()?);
        }
        char::decode_utf16(units).next()?.ok()
    }

    fn identifier_unit(&mut self) -> Option<u16> {
        if self.eat("\\u") {
            return u16::try_from(self.hexadecimal(4)?).ok();
        }
        let unit = *self.units.get(self.at)?;
        self.at += 1;
        Some(unit)
    }

    /// So many hexadecimal digits, or nothing is read.
    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let found = self.units.get(self.at..self.at.checked_add(digits)?)?;
        let mut value: u32 = 0;
        for unit in found {
            value = value.checked_mul(16)?.checked_add(hex(*unit)?)?;
        }
        self.at += digits;
        (digits > 0).then_some(value)
    }

    /// `*`, `+`, `?` or braces, perhaps with a `?` behind.
    fn repetition(&mut self) -> Found<()> {
        if self.eat("*") || self.eat("+") || self.eat("?") || self.braces()? {
            self.eat("?");
        }
        Ok(())
    }

    /// `{2}`, `{2,}` or `{2,3}`; anything else in braces means itself.
    fn braces(&mut self) -> Found<bool> {
        let start = self.at;
        if !self.eat("{") {
            return Ok(false);
        }
        let least = self.count();
        let most = if self.eat(",") { self.count().or(Some(i32::MAX)) } else { least };
        match (least, most) {
            (Some(least), Some(most)) if self.eat("}") => {
                if least > most {
                    return Err((start, "the numbers in braces stand in the wrong order".to_owned()));
                }
                Ok(true)
            }
            _ => {
                self.at = start;
                Ok(false)
            }
        }
    }

    fn count(&mut self) -> Option<i32> {
        let mut value = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let digit = i32::try_from(digit).unwrap_or_default();
            value = Some(value.unwrap_or(0_i32).saturating_mul(10).saturating_add(digit));
            self.at += 1;
        }
        value
    }

    /// What stands behind a backslash, outside of a class: whether it may be repeated.
    fn escape(&mut self, start: usize) -> Found<bool> {
        let Some(c) = self.peek() else {
            return Err((start, "it ends behind a backslash".to_owned()));
        };
        match c {
            'b' | 'B' => {
                self.at += 1;
                return Ok(false);
            }
            'k' if self.named => {
                self.at += 1;
                let name = if self.eat("<") { self.name().ok() } else { None };
                let message = "`\\k` needs the name of a group between `<` and `>`";
                self.references.push((start, name.ok_or((start, message.to_owned()))?));
            }
            // Digits, `x` and `u` mean more, but never fail; what they leave are characters like any other.
            _ => {
                self.character_escape(start, false)?;
            }
        }
        Ok(true)
    }

    /// Which unit an escape means; nothing for one that means many.
    fn character_escape(&mut self, start: usize, class: bool) -> Found<Option<u32>> {
        let Some(c) = self.peek() else {
            return Err((start, "it ends behind a backslash".to_owned()));
        };
        self.at += 1;
        Ok(Some(match c {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => return Ok(None),
            'b' if class => 0x08,
            'f' => 0x0c,
            'n' => 0x0a,
            'r' => 0x0d,
            't' => 0x09,
            'v' => 0x0b,
            'k' if self.named => return Err((start, "`\\k` has no place in a class".to_owned())),
            'c' => match self.peek() {
                Some(letter) if letter.is_ascii_alphabetic() || class && is_word(letter) => {
                    self.at += 1;
                    u32::from(letter) % 32
                }
                // The backslash means itself, and the letter is still to come.
                _ => {
                    self.at -= 1;
                    u32::from('\\')
                }
            },
            'x' => self.hexadecimal(2).unwrap_or(u32::from('x')),
            'u' => self.hexadecimal(4).unwrap_or(u32::from('u')),
            '0'..='7' => {
                self.at -= 1;
                self.octal()
            }
            _ => self.units.get(self.at - 1).copied().map_or(0, u32::from),
        }))
    }

    /// Up to three octal digits, at most 255.
    fn octal(&mut self) -> u32 {
        let mut value = 0;
        for _ in 0..3 {
            match self.peek().and_then(|c| c.to_digit(8)) {
                Some(digit) if value * 8 + digit <= 255 => value = value * 8 + digit,
                _ => break,
            }
            self.at += 1;
        }
        value
    }

    /// `[…]`, its bracket already read.
    fn class(&mut self, start: usize) -> Found<()> {
        self.eat("^");
        loop {
            let from = match self.class_atom(start)? {
                ClassAtom::End => return Ok(()),
                ClassAtom::Unit(unit) => unit,
            };
            let dash = self.at;
            if !self.eat("-") {
                continue;
            }
            let to = match self.class_atom(start)? {
                ClassAtom::End => return Ok(()),
                ClassAtom::Unit(unit) => unit,
            };
            // A class within the class has no place in an order.
            if from.zip(to).is_some_and(|(from, to)| from > to) {
                return Err((dash, "the range around `-` stands in the wrong order".to_owned()));
            }
        }
    }

    fn class_atom(&mut self, start: usize) -> Found<ClassAtom> {
        let Some(c) = self.peek() else {
            return Err((start, "`[` is not closed".to_owned()));
        };
        let at = self.at;
        self.at += 1;
        Ok(match c {
            ']' => ClassAtom::End,
            '\\' => ClassAtom::Unit(self.character_escape(at, true)?),
            _ => ClassAtom::Unit(self.units.get(at).copied().map(u32::from)),
        })
    }
}

enum ClassAtom {
    /// `]`
    End,
    /// A unit, or nothing for a class within the class, such as `\d`.
    Unit(Option<u32>),
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn hex(unit: u16) -> Option<u32> {
    char::from_u32(u32::from(unit))?.to_digit(16)
}

/// Whether there is a `(?<name>`, outside of classes and not behind a backslash.
fn has_named_groups(units: &[u16]) -> bool {
    let is = |at: usize, c: char| units.get(at).is_some_and(|unit| u32::from(*unit) == u32::from(c));
    let mut class = false;
    let mut at = 0;
    while at < units.len() {
        if is(at, '\\') {
            at += 1;
        } else if is(at, '[') {
            class = true;
        } else if is(at, ']') {
            class = false;
        } else if !class
            && is(at, '(')
            && is(at + 1, '?')
            && is(at + 2, '<')
            && !is(at + 3, '=')
            && !is(at + 3, '!')
        {
            return true;
        }
        at += 1;
    }
    false
}
