//! Places in the text of a definition.
//!
//! Reading keeps no places: sound definitions, which most are, pay nothing for them. Where something is wrong, the text
//! is looked through once more for all places at a time.

use super::json;
use crate::diagnostic::{Diagnostic, Position};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// What a definition is written in.
///
/// ```
/// use stepwright::asl::source::Format;
///
/// assert_eq!(Format::of_file("order.asl.yaml"), Format::Yaml);
/// assert_eq!(Format::of_file("order.asl.json"), Format::Json);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON, the default.
    #[default]
    Json,
    /// YAML, as far as JSON can say the same.
    Yaml,
}

impl Format {
    /// The format that a file's name says; JSON where it says nothing.
    pub fn of_file(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        if lower.ends_with(".yaml") || lower.ends_with(".yml") { Format::Yaml } else { Format::Json }
    }
}

/// Reads a CloudFormation or SAM template, in which definitions may stand. The short forms of its functions become the
/// long ones, as they would be in JSON: `!Sub x` is `{"Fn::Sub": "x"}`.
///
/// ```
/// # #[cfg(feature = "yaml")] {
/// use stepwright::asl::source::{Format, read_template};
///
/// let template = read_template("Resources: { A: { Type: !Ref Kind } }", Format::Yaml).unwrap();
/// assert_eq!(template["Resources"]["A"]["Type"]["Ref"], "Kind");
/// # }
/// ```
///
/// Checked against
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>.
///
/// # Errors
///
/// Where it does not read, or is no object. Keys that stand twice are refused, as CloudFormation refuses them.
pub fn read_template(text: &str, format: Format) -> Result<Map<String, Value>, Diagnostic> {
    let document = match format {
        Format::Json => json::read(text)?,
        #[cfg(feature = "yaml")]
        Format::Yaml => super::yaml::read(text, super::yaml::Tags::CloudFormation)?,
        #[cfg(not(feature = "yaml"))]
        Format::Yaml => {
            return Err(Diagnostic::error("malformed-definition", "this build of stepwright reads no YAML")
                .help("build it with its feature `yaml`"));
        }
    };
    match document.value {
        Value::Object(template) => Ok(template),
        _ => Err(Diagnostic::error("malformed-definition", "this is neither a definition nor a template")),
    }
}

/// A place to be found: a value, its key, or a character in it.
///
/// ```
/// use stepwright::asl::source::{Format, Spot, locate};
///
/// let text = "{\n  \"StartAt\": \"Dnoe\"\n}";
/// let found = locate(text, Format::Json, &[Spot::value("/StartAt"), Spot::value("/StartAt").within(1)]);
/// assert_eq!(found[0].unwrap().to_string(), "2:14");
/// assert_eq!(found[1].unwrap().to_string(), "2:16");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pointer: String,
    part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Value,
    Key,
    /// So many bytes into a text, as it reads.
    Within(usize),
}

impl Spot {
    /// The value at a JSON pointer.
    pub fn value(pointer: impl Into<String>) -> Self {
        Spot { pointer: pointer.into(), part: Part::Value }
    }

    /// The key in front of the value at a JSON pointer; the value where it has none.
    pub fn key(pointer: impl Into<String>) -> Self {
        Spot { pointer: pointer.into(), part: Part::Key }
    }

    /// So many bytes into it, where it is text.
    pub fn within(mut self, offset: usize) -> Self {
        self.part = Part::Within(offset);
        self
    }
}

/// Where each of `spots` stands in a text that reads; none where it has no such place.
pub fn locate(text: &str, format: Format, spots: &[Spot]) -> Vec<Option<Position>> {
    let mut wanted = Wanted::new(spots);
    match format {
        Format::Json => Scan { text, at: 0, wanted: &mut wanted }.value(Some(0)),
        #[cfg(feature = "yaml")]
        Format::Yaml => super::yaml::find(text, &mut wanted),
        #[cfg(not(feature = "yaml"))]
        Format::Yaml => {}
    }
    positions(text, &wanted.found)
}

/// The places that are wanted, by their steps from the root.
pub(super) struct Wanted<'a> {
    steps: Vec<Step>,
    spots: &'a [Spot],
    /// The byte at which each spot begins.
    found: Vec<Option<usize>>,
}

#[derive(Default)]
struct Step {
    next: HashMap<String, usize>,
    spots: Vec<usize>,
}

impl<'a> Wanted<'a> {
    fn new(spots: &'a [Spot]) -> Self {
        let mut steps = vec![Step::default()];
        for (index, spot) in spots.iter().enumerate() {
            let mut at = 0;
            for step in spot.pointer.split('/').skip(1) {
                let fresh = steps.len();
                let name = step.replace("~1", "/").replace("~0", "~");
                let Some(here) = steps.get_mut(at) else { break };
                at = *here.next.entry(name).or_insert(fresh);
                if at == fresh {
                    steps.push(Step::default());
                }
            }
            if let Some(here) = steps.get_mut(at) {
                here.spots.push(index);
            }
        }
        Wanted { steps, spots, found: vec![None; spots.len()] }
    }

    /// The step of this name from another one, if something beyond it is wanted.
    pub(super) fn next(&self, step: Option<usize>, name: &str) -> Option<usize> {
        self.steps.get(step?)?.next.get(name).copied()
    }

    /// Notes a value that is wanted, with the byte of its key and its own; `within` says where a byte of its text
    /// stands.
    pub(super) fn note(
        &mut self,
        step: Option<usize>,
        key: Option<usize>,
        value: usize,
        within: impl Fn(usize) -> usize,
    ) {
        let Some(step) = step.and_then(|step| self.steps.get(step)) else { return };
        for index in &step.spots {
            let Some(spot) = self.spots.get(*index) else { continue };
            let byte = match spot.part {
                Part::Value => value,
                Part::Key => key.unwrap_or(value),
                Part::Within(offset) => within(offset),
            };
            if let Some(found) = self.found.get_mut(*index) {
                *found = Some(byte);
            }
        }
    }
}

/// A look through JSON that is known to read.
struct Scan<'a, 'b, 'c> {
    text: &'a str,
    at: usize,
    wanted: &'b mut Wanted<'c>,
}

impl<'a> Scan<'a, '_, '_> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        let rest = self.rest();
        let rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{FEFF}']);
        self.at = self.text.len() - rest.len();
    }

    /// The value here, of which something is wanted where there is a step to it.
    fn value(&mut self, step: Option<usize>) {
        self.space();
        let start = self.at;
        self.note(step, None, start);
        if step.is_some_and(|step| self.wanted.steps.get(step).is_some_and(|step| !step.next.is_empty())) {
            self.inside(step);
        } else {
            self.skip();
        }
    }

    fn note(&mut self, step: Option<usize>, key: Option<usize>, start: usize) {
        let text = self.text;
        self.wanted.note(step, key, start, |offset| into_text(text, start, offset));
    }

    /// The members of the value here. Depth is bounded by that of the pointers.
    fn inside(&mut self, step: Option<usize>) {
        let array = match self.rest().bytes().next() {
            Some(b'{') => false,
            Some(b'[') => true,
            _ => return self.skip(),
        };
        self.at += 1;
        for index in 0.. {
            self.space();
            if self.rest().starts_with(['}', ']']) || self.rest().is_empty() {
                break;
            }
            let mut key = None;
            let next = if array {
                self.wanted.next(step, &index.to_string())
            } else {
                let start = self.at;
                self.skip();
                let written = self.text.get(start..self.at).unwrap_or_default();
                key = Some(start);
                self.space();
                self.at += 1;
                match serde_json::from_str::<String>(written) {
                    Ok(name) => self.wanted.next(step, &name),
                    Err(_) => None,
                }
            };
            self.space();
            let start = self.at;
            self.value(next);
            if key.is_some() {
                self.note(next, key, start);
            }
            self.space();
            if self.rest().starts_with(',') {
                self.at += 1;
            }
        }
        self.at = (self.at + 1).min(self.text.len());
    }

    /// Goes past the value here.
    fn skip(&mut self) {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => self.string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let bytes = self.text.as_bytes();
        self.at += 1;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }
}

/// The byte of a JSON text that begins at `start` where the text it means has byte `offset`.
fn into_text(text: &str, start: usize, offset: usize) -> usize {
    let Some(written) = text.get(start..).and_then(|rest| rest.strip_prefix('"')) else { return start };
    let (mut at, mut left) = (start + 1, offset);
    let mut chars = written.char_indices();
    while left > 0 {
        let Some((index, c)) = chars.next() else { return start };
        let (mut written, mut meant) = (c.len_utf8(), c.len_utf8());
        if c == '"' {
            return start + 1 + index;
        }
        if c == '\\' {
            let escape = chars.next().map_or(' ', |(_, escape)| escape);
            written = 1 + escape.len_utf8();
            meant = 1;
            if escape == 'u' {
                let digits: String = chars.by_ref().take(4).map(|(_, digit)| digit).collect();
                let code = u32::from_str_radix(&digits, 16).unwrap_or_default();
                written += digits.len();
                // Half of a pair is half of four bytes.
                meant = char::from_u32(code).map_or(2, char::len_utf8);
            }
        }
        at += written;
        left = left.saturating_sub(meant);
    }
    at
}

/// Lines and columns of bytes.
fn positions(text: &str, bytes: &[Option<usize>]) -> Vec<Option<Position>> {
    let mut order: Vec<(usize, usize)> =
        bytes.iter().enumerate().filter_map(|(index, byte)| Some(((*byte)?, index))).collect();
    order.sort_unstable();
    let mut out = vec![None; bytes.len()];
    let (mut line, mut column, mut at) = (1, 1, 0);
    for (byte, index) in order {
        for c in text.get(at..byte).unwrap_or_default().chars() {
            match c {
                '\n' => (line, column) = (line + 1, 1),
                // A byte order mark is nothing that an editor shows.
                '\u{FEFF}' if (line, column) == (1, 1) => {}
                _ => column += 1,
            }
        }
        at = at.max(byte);
        if let Some(place) = out.get_mut(index) {
            *place = Some(Position { line, column });
        }
    }
    out
}
