//! Regular expressions of JavaScript.

use super::apply::Function;
use super::fault::Fault;
use super::item::{Item, MemberMap, Text};
use super::machine::{Machine, Outcome};
use fancy_regex::{Regex, RegexBuilder};
use std::rc::Rc;

/// How often a pattern may try again before that is an error.
const MOST_RETRIES: usize = 1_000_000;

/// A pattern, ready to be looked for.
#[derive(Debug)]
pub(super) struct Matcher {
    regex: Result<Regex, String>,
}

/// Where it was found.
pub(super) struct Found<'a> {
    pub(super) text: Text<'a>,
    /// In bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) groups: Vec<Item<'a>>,
    next: Next<'a>,
}

enum Next<'a> {
    Regex { matcher: &'a Matcher, from: usize },
    Function(Item<'a>),
}

impl Matcher {
    /// Translates a pattern. The reader has made sure that JavaScript would take it.
    pub(super) fn new(pattern: &str, flags: &str) -> Matcher {
        let set: String = flags.chars().filter(|flag| matches!(flag, 'i' | 'm')).collect();
        let translated = translate(pattern);
        let whole = if set.is_empty() { translated } else { format!("(?{set}){translated}") };
        let regex = RegexBuilder::new(&whole).backtrack_limit(MOST_RETRIES).build();
        Matcher { regex: regex.map_err(|error| format!("the pattern /{pattern}/ cannot be used: {error}")) }
    }

    /// Where the pattern is found at or behind `from`, and its groups.
    fn find<'t>(&self, text: &'t str, from: usize) -> Result<Option<Spots<'t>>, Fault> {
        let regex = self.regex.as_ref().map_err(|error| Fault::limit(error))?;
        let found =
            regex.captures_from_pos(text, from).map_err(|_| Fault::limit("a pattern tries too often"))?;
        Ok(found.and_then(|captures| {
            let whole = captures.get(0)?;
            let groups = (1..captures.len()).map(|index| captures.get(index).map(|group| group.as_str()));
            Some((whole.start(), whole.end(), groups.collect()))
        }))
    }
}

/// From where, to where, and what the groups hold.
type Spots<'t> = (usize, usize, Vec<Option<&'t str>>);

/// What a regular expression that is called gives: an object that tells of the match and can look for the next one.
pub(super) fn next_match<'a>(matcher: &'a Matcher, text: &Text<'a>, from: usize, again: bool) -> Outcome<'a> {
    let Some(found) = search(matcher, text, from, again)? else { return Ok(Item::Undefined) };
    let function = Function::NextMatch { matcher, text: text.clone(), from: found.end };
    let mut members = MemberMap::default();
    members.insert(Text::Borrowed("match"), Item::Text(found.text));
    members.insert(Text::Borrowed("start"), units(text, found.start));
    members.insert(Text::Borrowed("end"), units(text, found.end));
    members.insert(Text::Borrowed("groups"), Item::plain(found.groups));
    members.insert(Text::Borrowed("next"), Item::Function(Rc::new(function)));
    Ok(Item::object(members))
}

fn search<'a>(
    matcher: &'a Matcher,
    text: &Text<'a>,
    from: usize,
    again: bool,
) -> Result<Option<Found<'a>>, Fault> {
    if again && from >= text.len() {
        return Ok(None);
    }
    let Some((start, end, groups)) = matcher.find(text, from)? else { return Ok(None) };
    if again && start == end {
        return Err(Fault::new("D1004"));
    }
    let groups = groups.into_iter().map(|group| group.map_or(Item::Undefined, Item::text)).collect();
    let whole = text.get(start..end).unwrap_or_default();
    let next = Next::Regex { matcher, from: end };
    Ok(Some(Found { text: Text::from(whole.to_owned()), start, end, groups, next }))
}

/// A place in a text as JavaScript counts: in units of UTF-16.
pub(super) fn units<'a>(text: &str, bytes: usize) -> Item<'a> {
    let count = text.get(..bytes).unwrap_or(text).encode_utf16().count();
    // A text is far shorter than what a double tells apart.
    Item::Number(count as f64)
}

/// The byte at which so many units of UTF-16 are over.
fn bytes(text: &str, units: f64) -> usize {
    let mut left = units;
    for (offset, c) in text.char_indices() {
        if left <= 0.0 {
            return offset;
        }
        left -= c.len_utf16() as f64;
    }
    text.len()
}

impl<'a> Machine<'a, '_> {
    /// The first match of a regular expression, or of a function that behaves like one.
    pub(super) fn first_match(
        &self,
        matcher: &Item<'a>,
        text: &Text<'a>,
    ) -> Result<Option<Found<'a>>, Fault> {
        self.spend_text(text.len())?;
        if let Item::Function(function) = matcher
            && let Function::Regex(matcher) = &**function
        {
            return search(matcher, text, 0, false);
        }
        self.custom_match(matcher, vec![Item::Text(text.clone())], text)
    }

    pub(super) fn following_match(
        &self,
        found: &Found<'a>,
        text: &Text<'a>,
    ) -> Result<Option<Found<'a>>, Fault> {
        self.spend(1)?;
        match &found.next {
            Next::Regex { matcher, from } => search(matcher, text, *from, true),
            Next::Function(next) => self.custom_match(next, vec![Item::Undefined], text),
        }
    }

    fn custom_match(
        &self,
        matcher: &Item<'a>,
        arguments: Vec<Item<'a>>,
        text: &Text<'a>,
    ) -> Result<Option<Found<'a>>, Fault> {
        let env = super::frame::Frame::new(None);
        let result = self.apply(matcher, arguments, &Item::Null, &env)?;
        if result.is_undefined() {
            return Ok(None);
        }
        let number = |name: &str| match result.member(name) {
            Item::Number(number) => Some(number),
            _ => None,
        };
        let (groups, next) = (result.member("groups"), result.member("next"));
        let start = number("start");
        if start.is_none() && !groups.is_array() && !matches!(next, Item::Function(_)) {
            return Err(Fault::new("T1010"));
        }
        let found = match result.member("match") {
            Item::Text(found) => found,
            _ => Text::Borrowed(""),
        };
        let start = bytes(text, start.unwrap_or(0.0));
        let end = number("end").map_or(start, |end| bytes(text, end).max(start));
        let groups = groups.list().map(|list| list.to_vec()).unwrap_or_default();
        Ok(Some(Found { text: found, start, end, groups, next: Next::Function(next) }))
    }
}

/// A pattern of JavaScript in the words of the library that looks for it: classes of letters are ASCII there, a class may
/// be empty, and nothing is a sign within a class but `\`, `]`, `-` and a `^` at its start.
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut characters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                let Some(escaped) = characters.next() else { break };
                escape(escaped, in_class, &mut characters, &mut out);
            }
            '[' if !in_class => {
                let negated = characters.next_if_eq(&'^').is_some();
                if characters.next_if_eq(&']').is_some() {
                    out.push_str(if negated { "(?s:.)" } else { "(?!)" });
                    continue;
                }
                out.push_str(if negated { "[^" } else { "[" });
                in_class = true;
            }
            ']' if in_class => {
                out.push(']');
                in_class = false;
            }
            '[' | '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            '.' if !in_class => out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
            // A brace that counts nothing is itself.
            '{' if !in_class && !counts(characters.clone()) => out.push_str(r"\{"),
            '}' if !in_class && !out.contains('{') => out.push_str(r"\}"),
            c => out.push(c),
        }
    }
    out
}

/// Whether what follows a brace is a count: `2}`, `2,}` or `2,3}`.
fn counts(characters: impl Iterator<Item = char>) -> bool {
    let mut digits = 0;
    let mut commas = 0;
    for c in characters {
        match c {
            '0'..='9' => digits += 1,
            ',' if digits > 0 && commas == 0 => commas += 1,
            '}' => return digits > 0,
            _ => return false,
        }
    }
    false
}

fn escape(
    escaped: char,
    in_class: bool,
    characters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    out: &mut String,
) {
    let (open, close) = if in_class { ("", "") } else { ("[", "]") };
    match escaped {
        'd' => out.push_str(&format!("{open}0-9{close}")),
        'w' => out.push_str(&format!("{open}0-9A-Za-z_{close}")),
        'D' => out.push_str("[^0-9]"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        's' => out.push_str(&format!(r"{open}\s\u{{feff}}{close}")),
        'S' => out.push_str(r"[^\s\u{feff}]"),
        'b' if in_class => out.push_str(r"\x08"),
        'b' => out.push_str(r"(?-u:\b)"),
        'B' => out.push_str(r"(?-u:\B)"),
        'n' | 'r' | 't' | 'f' | 'v' => {
            out.push('\\');
            out.push(escaped);
        }
        '0' => out.push_str(r"\x00"),
        '1'..='9' => {
            out.push('\\');
            out.push(escaped);
        }
        'c' => {
            let letter = characters.next_if(char::is_ascii_alphabetic);
            let code = letter.map_or(0, |letter| u32::from(letter) % 32);
            out.push_str(&format!(r"\x{code:02x}"));
        }
        'x' | 'u' => {
            let wanted = if escaped == 'x' { 2 } else { 4 };
            let digits: String = characters.clone().take(wanted).filter(char::is_ascii_hexdigit).collect();
            if digits.len() == wanted {
                for _ in 0..wanted {
                    characters.next();
                }
                out.push_str(&format!(r"\u{{{digits}}}"));
            } else {
                out.push(escaped);
            }
        }
        'k' => out.push_str(r"\k"),
        c => {
            if r"\.+*?()|[]{}^$#&-~".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
    }
}
