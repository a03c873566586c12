//! Definitions written in JSON.
//!
//! RFC 8259 to the letter. Against serde_json's own reader: the text of numbers is kept, a key that stands twice is
//! found, and no key has a meaning of its own.

use super::number::{Numbers, Spelling};
use crate::data::length_of_text;
use crate::diagnostic::{Diagnostic, Position, pointer};
use serde_json::{Map, Value};

/// How deep values may nest: as deep as serde_json reads.
pub(super) const DEEPEST: usize = 127;

/// How many keys that stand twice are told.
const MOST_REPEATED: usize = 20;

/// A value that was read, and how its numbers were written.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) value: Value,
    pub(super) spellings: Vec<Spelling>,
}

/// Reads one JSON value.
pub(super) fn read(text: &str) -> Result<Document, Diagnostic> {
    let (document, mut repeated) = read_all(text)?;
    if repeated.is_empty() { Ok(document) } else { Err(repeated.swap_remove(0)) }
}

/// Reads one JSON value, in which a key may stand twice: the last one counts, and each of the others is told.
pub(super) fn read_all(text: &str) -> Result<(Document, Vec<Diagnostic>), Diagnostic> {
    // A byte order mark is what editors on Windows leave behind; it is not part of the document.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = Reader { text, at: 0, numbers: Numbers::default(), repeated: Vec::new() };
    let value = reader.document().map_err(|trouble| trouble.report(text))?;
    let repeated = reader.repeated.into_iter().map(|trouble| trouble.report(text)).collect();
    Ok((Document { value, spellings: reader.numbers.into_spellings() }, repeated))
}

/// What is wrong, before its place is known.
struct Trouble {
    code: &'static str,
    message: String,
    help: Option<&'static str>,
    /// The byte it is about.
    at: usize,
    /// The keys and indices that lead there, innermost first.
    steps: Vec<String>,
}

impl Trouble {
    fn new(message: impl Into<String>, at: usize) -> Box<Self> {
        let message = message.into();
        Box::new(Trouble { code: "malformed-definition", message, help: None, at, steps: Vec::new() })
    }

    fn help(mut self: Box<Self>, help: &'static str) -> Box<Self> {
        self.help = Some(help);
        self
    }

    fn inside(mut self: Box<Self>, step: impl ToString) -> Box<Self> {
        self.steps.push(step.to_string());
        self
    }

    fn report(self, text: &str) -> Diagnostic {
        let Position { line, column } = position(text, self.at);
        let message = format!("{} at line {line} column {column}", self.message);
        let mut finding = Diagnostic::error(self.code, message);
        if !self.steps.is_empty() {
            let path = self.steps.iter().rev().fold(String::new(), |base, step| pointer(&base, step));
            finding = finding.pointer(path);
        }
        match self.help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }
}

/// Line and column of the byte at `at`.
fn position(text: &str, at: usize) -> Position {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    Position { line, column }
}

type Reading<T> = Result<T, Box<Trouble>>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    numbers: Numbers,
    /// The first keys that stand a second time.
    repeated: Vec<Trouble>,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Reading<Value> {
        self.space();
        if self.rest().is_empty() {
            return Err(Trouble::new("a definition is a JSON object, this is empty", self.at));
        }
        let value = self.value(0)?;
        self.space();
        if self.rest().is_empty() { Ok(value) } else { Err(self.unexpected("the end")) }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// The word that begins here, to be shown: letters, digits and what numbers consist of, or one character.
    fn word(&self) -> &'a str {
        let rest = self.rest();
        let belongs = |c: char| c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '.');
        let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        let first = rest.chars().next().map_or(0, char::len_utf8);
        rest.get(..end.max(first)).unwrap_or_default()
    }

    fn unexpected(&self, wanted: &str) -> Box<Trouble> {
        let word = self.word();
        let found = match word {
            "" => "the end of the text".to_owned(),
            word => format!("`{}`", shown(word)),
        };
        let trouble = Trouble::new(format!("this is no JSON: {found} where {wanted} belongs,"), self.at);
        let after_comma = self.text.get(..self.at).is_some_and(|before| before.trim_end().ends_with(','));
        match word {
            "}" | "]" if after_comma => trouble.help("take away the comma before it"),
            "'" => trouble.help("text stands in double quotes"),
            "/" | "#" => {
                trouble.help("JSON has no comments; a definition and its states have the field `Comment`")
            }
            "True" | "False" | "None" | "undefined" | "NaN" => trouble
                .help("JSON knows `true`, `false` and `null` besides text, numbers, arrays and objects"),
            _ => trouble,
        }
    }

    fn value(&mut self, depth: usize) -> Reading<Value> {
        match self.peek() {
            Some('{' | '[') if depth >= DEEPEST => {
                Err(Trouble::new(format!("it nests deeper than {DEEPEST} levels,"), self.at))
            }
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some('"') => self.string().map(Value::String),
            Some('-' | '0'..='9') => self.number(),
            _ => {
                let word = self.word();
                let value = match word {
                    "null" => Value::Null,
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    _ => return Err(self.unexpected("a value")),
                };
                self.at += word.len();
                Ok(value)
            }
        }
    }

    fn object(&mut self, depth: usize) -> Reading<Value> {
        self.take('{');
        let mut members = Map::new();
        let mut places = Vec::new();
        self.space();
        if self.take('}') {
            return Ok(Value::Object(members));
        }
        loop {
            let place = self.at;
            if self.peek() != Some('"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let key = self.string()?;
            if members.contains_key(&key) && self.repeated.len() < MOST_REPEATED {
                self.repeated.push(*self.twice(&members, &places, &key, place));
            }
            let before = self.repeated.len();
            self.space();
            if !self.take(':') {
                return Err(self.unexpected("`:`").inside(key));
            }
            self.space();
            let value = match self.value(depth + 1) {
                Ok(value) => value,
                Err(trouble) => return Err(trouble.inside(key)),
            };
            self.repeated.iter_mut().skip(before).for_each(|trouble| trouble.steps.push(key.clone()));
            if members.insert(key, value).is_none() {
                places.push(place);
            }
            self.space();
            if self.take('}') {
                return Ok(Value::Object(members));
            }
            if !self.take(',') {
                return Err(self.unexpected("`,` or `}`"));
            }
            self.space();
        }
    }

    fn twice(&self, members: &Map<String, Value>, places: &[usize], key: &str, at: usize) -> Box<Trouble> {
        let index = members.keys().position(|name| name == key);
        let first = index.and_then(|index| places.get(index)).copied().unwrap_or(at);
        let Position { line, column } = position(self.text, first);
        let first = format!("at line {line} column {column}");
        let mut trouble = Trouble::new(format!("the key `{}` stands {first} and again", shown(key)), at);
        trouble.code = "duplicate-key";
        trouble.inside(key).help("keep one of the two")
    }

    fn array(&mut self, depth: usize) -> Reading<Value> {
        self.take('[');
        let mut items = Vec::new();
        self.space();
        if self.take(']') {
            return Ok(Value::Array(items));
        }
        loop {
            let before = self.repeated.len();
            let item = self.value(depth + 1).map_err(|trouble| trouble.inside(items.len()))?;
            let step = |trouble: &mut Trouble| trouble.steps.push(items.len().to_string());
            self.repeated.iter_mut().skip(before).for_each(step);
            items.push(item);
            self.space();
            if self.take(']') {
                return Ok(Value::Array(items));
            }
            if !self.take(',') {
                return Err(self.unexpected("`,` or `]`").inside(items.len() - 1));
            }
            self.space();
        }
    }

    fn number(&mut self) -> Reading<Value> {
        let word = self.word();
        let Some(number) = self.numbers.read(word) else {
            let trouble = Trouble::new(format!("this is no JSON: `{}` is no number,", shown(word)), self.at);
            return Err(
                trouble.help("a number is like `-12`, `0.5` or `1e-9`; anything else stands in quotes")
            );
        };
        self.at += word.len();
        Ok(Value::Number(number))
    }

    fn string(&mut self) -> Reading<String> {
        let start = self.at;
        self.take('"');
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let Some(end) = rest.find(|c| matches!(c, '"' | '\\' | '\0'..='\x1F')) else {
                return Err(Trouble::new("this is no JSON: no `\"` ends the text that begins", start));
            };
            out.push_str(rest.get(..end).unwrap_or_default());
            self.at += end;
            if self.take('"') {
                return Ok(out);
            }
            if self.rest().starts_with('\\') {
                out.push(self.escape()?);
                continue;
            }
            let found = rest.get(end..).and_then(|rest| rest.chars().next()).unwrap_or_default();
            let what = match found {
                '\n' | '\r' => "a line break".to_owned(),
                '\t' => "a tab".to_owned(),
                other => format!("the control character U+{:04X}", u32::from(other)),
            };
            let trouble = Trouble::new(format!("this is no JSON: {what} within text"), self.at);
            return Err(trouble.help("write it as an escape: `\\n`, `\\t`, `\\u0001`"));
        }
    }

    /// The character that the escape at hand stands for.
    fn escape(&mut self) -> Reading<char> {
        let start = self.at;
        self.take('\\');
        let Some(letter) = self.peek() else {
            return Err(Trouble::new("this is no JSON: the text ends within an escape", start));
        };
        self.at += letter.len_utf8();
        Ok(match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(start),
            other => {
                let message = format!("this is no JSON: `\\{}` is no escape,", shown(&other.to_string()));
                return Err(Trouble::new(message, start).help("a backslash itself is written `\\\\`"));
            }
        })
    }

    fn unicode(&mut self, start: usize) -> Reading<char> {
        let first = self.hexadecimal(start)?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        let half = |reader: &Self| {
            let escape = reader.text.get(start..start + 6).unwrap_or_default();
            Trouble::new(format!("this is no JSON: `{escape}` is half of a character"), start)
                .help("a character beyond U+FFFF is two escapes, as in `\\ud83d\\ude00`")
        };
        if first >= 0xDC00 || !self.rest().starts_with("\\u") {
            return Err(half(self));
        }
        let next = self.at;
        self.at += 2;
        let second = self.hexadecimal(next)?;
        if !(0xDC00..0xE000).contains(&second) {
            return Err(half(self));
        }
        let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        char::from_u32(code).ok_or_else(|| half(self))
    }

    fn hexadecimal(&mut self, start: usize) -> Reading<u32> {
        let digits = self.rest().get(..4).filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            return Err(Trouble::new("this is no JSON: `\\u` without four hexadecimal digits", start));
        };
        self.at += 4;
        Ok(code)
    }
}

/// Text for a message: on one line, and not endless.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut out: String = text.chars().take(LONGEST).flat_map(visible).collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}

fn visible(c: char) -> impl Iterator<Item = char> {
    let escaped = c.is_control().then(|| c.escape_default());
    let plain = escaped.is_none().then_some(c);
    escaped.into_iter().flatten().chain(plain)
}

/// The length of a value as JSON without white space, in bytes, without writing it.
pub(crate) fn length(value: &Value) -> usize {
    match value {
        Value::Null => 4,
        Value::Bool(yes) => 5 - usize::from(*yes),
        Value::Number(number) => number.as_str().len(),
        Value::String(text) => length_of_text(text),
        Value::Array(items) => items.iter().map(|item| length(item) + 1).sum::<usize>().max(1) + 1,
        Value::Object(map) => length_of_entries(map).max(1) + 1,
    }
}

/// The length of entries of an object, in bytes, each with its colon and a comma.
pub(crate) fn length_of_entries<'a>(entries: impl IntoIterator<Item = (&'a String, &'a Value)>) -> usize {
    entries.into_iter().map(|(key, value)| length_of_text(key) + length(value) + 2).sum()
}
