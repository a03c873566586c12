//! Definitions written in YAML.
//!
//! saphyr parses; what it leaves open to hostile text is closed here. It copies what an alias stands for, it
//! recurses, and it resolves numbers to machine numbers: so aliases are hidden from it and expanded here, within a
//! bound; nesting is bounded before it starts; and numbers are read from the source.

use super::json::{DEEPEST, Document, shown};
use super::number::Numbers;
use super::source::Wanted;
use crate::diagnostic::{Diagnostic, pointer};
use saphyr::{AnnotatedMapping, LoadableYamlNode, MarkedYaml, Marker, Scalar, ScanError, YamlData};
use serde_json::{Map, Number, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How large it may be when all aliases are replaced: bytes of text, and for each value as many as [`EACH`].
const LARGEST: usize = 20_000_000;
const EACH: usize = 20;

/// How many bytes saphyr may copy because each anchor's value is kept: anchors by length of the text.
const MOST_COPIED: usize = 10_000_000;

/// How many different columns lines may begin at. Every block within a block begins further right.
const WIDEST: usize = 256;

/// What a tag of its own, such as `!Sub`, means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tags {
    /// Nothing: it is refused.
    Refused,
    /// What CloudFormation takes it for: `!Sub x` is `{"Fn::Sub": "x"}`.
    CloudFormation,
}

/// Reads one YAML document.
pub(super) fn read(text: &str, tags: Tags) -> Result<Document, Diagnostic> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    check_nesting(text)?;
    check_anchors(text)?;
    let star = stand_in(text)?;
    let hidden = text.chars().map(|c| if c == '*' { star } else { c });
    let documents = MarkedYaml::load_from_iter(hidden).map_err(scan_error)?;
    let mut documents = documents.iter();
    let Some(node) = documents.next() else {
        return Err(malformed("a definition is a mapping, this is empty"));
    };
    if let Some(second) = documents.next() {
        let place = position(second.span.start);
        return Err(malformed(format!("a definition is one document, a second one begins at {place}")));
    }
    let mut reader = Reader {
        source: Source::new(text),
        star,
        tags,
        anchors: BTreeMap::new(),
        numbers: Numbers::default(),
        size: 0,
    };
    let value = reader.value(node, "", 0).map_err(|finding| *finding)?;
    Ok(Document { value, spellings: reader.numbers.into_spellings() })
}

fn malformed(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("malformed-definition", message)
}

fn position(marker: Marker) -> String {
    format!("line {} column {}", marker.line(), marker.col() + 1)
}

fn scan_error(error: ScanError) -> Diagnostic {
    let place = position(*error.marker());
    match error.info() {
        "duplicated key in mapping" => {
            Diagnostic::error("duplicate-key", format!("a key stands again in its mapping at {place}"))
                .help("keep one of the two")
        }
        "recursion limit exceeded" => too_deep(&place),
        info => malformed(format!("this is no YAML: {} at {place}", shown(info))),
    }
}

fn too_deep(place: &str) -> Diagnostic {
    malformed(format!("it nests deeper than {DEEPEST} levels, at {place}"))
}

/// Refuses what would nest too deep for a parser that recurses. Brackets are bounded by saphyr itself.
fn check_nesting(text: &str) -> Result<(), Diagnostic> {
    let mut columns = BTreeSet::new();
    for (index, line) in text.split('\n').enumerate() {
        for line in line.split('\r') {
            let mut rest = line;
            loop {
                let word = rest.trim_start_matches([' ', '\t']);
                let column = line.len() - word.len();
                if word.is_empty() {
                    break;
                }
                columns.insert(column);
                if columns.len() > WIDEST {
                    return Err(too_deep(&format!("line {} column {}", index + 1, column + 1)));
                }
                // Behind these, a block may begin on the same line.
                let end = word.find([' ', '\t']).unwrap_or(word.len());
                let (word, after) = word.split_at_checked(end).unwrap_or((word, ""));
                if !matches!(word, "-" | "?" | ":" | "---") && !word.starts_with(['&', '!']) {
                    break;
                }
                rest = after;
            }
        }
    }
    Ok(())
}

/// Refuses so many anchors that copying what each one names would be too much.
fn check_anchors(text: &str) -> Result<(), Diagnostic> {
    let mut count = 0_usize;
    let mut before = ' ';
    let mut after = text.chars().skip(1);
    for c in text.chars() {
        let next = after.next().unwrap_or(' ');
        let begins = before.is_whitespace() || matches!(before, '[' | '{' | ',' | ':');
        if c == '&' && begins && !next.is_whitespace() && next != '&' {
            count += 1;
        }
        before = c;
    }
    if count.saturating_mul(text.len()) > MOST_COPIED {
        return Err(malformed(format!("{count} anchors are too many for a text of {} bytes", text.len())));
    }
    Ok(())
}

/// A character that stands for `*` while saphyr reads, so that it sees no alias.
fn stand_in(text: &str) -> Result<char, Diagnostic> {
    if !text.contains('*') {
        return Ok('*');
    }
    let lower = text.to_ascii_lowercase();
    ('\u{E000}'..='\u{F8FF}')
        .find(|&c| !text.contains(c) && !lower.contains(&format!("{:x}", u32::from(c))))
        .ok_or_else(|| malformed("it uses every private character there is"))
}

/// The text, by character.
struct Source<'a> {
    text: &'a str,
    /// The byte at which each character begins; empty where they are all one byte long.
    starts: Vec<usize>,
}

impl<'a> Source<'a> {
    fn new(text: &'a str) -> Self {
        let starts =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Source { text, starts }
    }

    fn byte(&self, marker: Marker) -> usize {
        if self.starts.is_empty() {
            return marker.index();
        }
        self.starts.get(marker.index()).copied().unwrap_or(self.text.len())
    }

    /// The anchor of a node, and its text behind anchor and tag.
    fn of(&self, node: &MarkedYaml<'_>) -> (Option<&'a str>, &'a str) {
        let start = self.byte(node.span.start);
        let end = self.byte(node.span.end).min(self.text.len());
        let mut rest = self.text.get(start..end).unwrap_or_default();
        let mut anchor = None;
        match &node.data {
            // What stands at the first key is the key's.
            YamlData::Mapping(entries) => {
                if let Some(key) = entries.keys().next() {
                    rest = self.text.get(start..self.byte(key.span.start)).unwrap_or_default();
                }
            }
            YamlData::Value(Scalar::String(_)) if self.is_block(start) => return (None, "|"),
            _ => {}
        }
        loop {
            rest = rest.trim();
            let word = rest.split(char::is_whitespace).next().unwrap_or_default();
            if let Some(name) = word.strip_prefix('&') {
                anchor = Some(name);
            } else if !word.starts_with('!') {
                return (anchor, rest);
            }
            rest = rest.get(word.len()..).unwrap_or_default();
        }
    }

    /// Whether the text that begins here is a block scalar's: saphyr leaves its header, the likes of `|-`, out.
    fn is_block(&self, start: usize) -> bool {
        let text = self.text.get(..start).unwrap_or_default();
        let before = text.trim_end();
        if !text.get(before.len()..).unwrap_or_default().contains(['\n', '\r']) {
            return false;
        }
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        let line = line.split_once(" #").map_or(line, |(line, _)| line);
        let mut words = line.split_whitespace().rev();
        let header = words.next().and_then(|word| word.strip_prefix(['|', '>']));
        let is_header = header.is_some_and(|rest| rest.chars().all(|c| matches!(c, '+' | '-' | '0'..='9')));
        let before = words.next().unwrap_or("-");
        is_header && (before.ends_with([':', '-', '?']) || before.starts_with(['&', '!']))
    }
}

/// What an anchor names.
struct Anchored {
    value: Value,
    numbers: Numbers,
    size: usize,
    height: usize,
}

/// What is read of a node. A finding is kept away from the stack, of which every level takes its share.
type Reading<T> = Result<T, Box<Diagnostic>>;

struct Reader<'a> {
    source: Source<'a>,
    star: char,
    tags: Tags,
    anchors: BTreeMap<&'a str, Anchored>,
    numbers: Numbers,
    size: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, node: &MarkedYaml<'_>, path: &str, depth: usize) -> Reading<Value> {
        let (anchor, written) = self.source.of(node);
        let (numbers, size) = (self.numbers.seen(), self.size);
        let value = match &node.data {
            YamlData::Sequence(_) | YamlData::Mapping(_) if depth >= DEEPEST => {
                return Err(at(too_deep(&position(node.span.start)), path));
            }
            YamlData::Sequence(items) => self.sequence(items, path, depth)?,
            YamlData::Mapping(entries) => self.mapping(entries, path, depth)?,
            YamlData::Tagged(tag, inner) => {
                let tag = self.plain(&tag.to_string());
                self.tagged(&tag, inner, (path, &position(node.span.start)), depth)?
            }
            YamlData::Value(Scalar::String(text)) if self.is_alias(written, text) => {
                return self.alias(text, path, &position(node.span.start), depth);
            }
            YamlData::Value(scalar) => self.scalar(scalar, written, path, &position(node.span.start))?,
            YamlData::BadValue | YamlData::Representation(..) | YamlData::Alias(_) => {
                return Err(at(not_its_tag(written, &position(node.span.start)), path));
            }
        };
        self.grow(EACH, path, &position(node.span.start))?;
        if let Some(name) = anchor {
            self.anchor(name, &value, numbers, size);
        }
        Ok(value)
    }

    fn sequence(&mut self, items: &[MarkedYaml<'_>], path: &str, depth: usize) -> Reading<Value> {
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            out.push(self.value(item, &format!("{path}/{index}"), depth + 1)?);
        }
        Ok(Value::Array(out))
    }

    fn mapping(
        &mut self,
        entries: &AnnotatedMapping<'_, MarkedYaml<'_>>,
        path: &str,
        depth: usize,
    ) -> Reading<Value> {
        let mut members = Map::new();
        for (key, value) in entries {
            let name = self.key(key, path)?;
            let path = pointer(path, &name);
            if members.contains_key(&name) {
                return Err(stands_again(&name, &position(key.span.start), path));
            }
            let value = self.value(value, &path, depth + 1)?;
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }

    fn tagged(
        &mut self,
        tag: &str,
        inner: &MarkedYaml<'_>,
        (path, place): (&str, &str),
        depth: usize,
    ) -> Reading<Value> {
        if self.tags != Tags::CloudFormation {
            return Err(at(unknown_tag(tag, place), path));
        }
        if depth >= DEEPEST {
            return Err(at(too_deep(place), path));
        }
        let name = long_form(tag);
        let value = match self.value(inner, &pointer(path, &name), depth + 1)? {
            Value::String(text) if name == GET_ATT => halves(&text),
            value => value,
        };
        Ok(Value::Object(Map::from_iter([(name, value)])))
    }

    fn scalar(&mut self, scalar: &Scalar<'_>, written: &str, path: &str, place: &str) -> Reading<Value> {
        Ok(match scalar {
            Scalar::String(text) => Value::String(self.plain(text)),
            Scalar::Null => Value::Null,
            Scalar::Boolean(value) => Value::Bool(*value),
            Scalar::Integer(integer) => {
                Value::Number(self.number(written, Some(Number::from(*integer)), path, place)?)
            }
            Scalar::FloatingPoint(float) => {
                let float = Number::from_f64(float.into_inner());
                Value::Number(self.number(written, float, path, place)?)
            }
        })
    }

    /// Keeps what an anchor names: the numbers and the size of its value are those since then.
    fn anchor(&mut self, name: &'a str, value: &Value, numbers: usize, size: usize) {
        let numbers = self.numbers.since(numbers);
        let (size, height) = (self.size - size, height(value));
        self.anchors.insert(name, Anchored { value: value.clone(), numbers, size, height });
    }

    fn key(&mut self, node: &MarkedYaml<'_>, path: &str) -> Reading<String> {
        let place = position(node.span.start);
        let (_, written) = self.source.of(node);
        let refuse = |what: &str| malformed(format!("a key is text, this is {what} at {place}"));
        let scalar = |what: &str| {
            let quoted = format!("put it in quotes: `\"{}\"`", shown(written));
            at(refuse(&format!("{what}, `{}`,", shown(written))).help(quoted), path)
        };
        if written == "<<" {
            let finding = malformed(format!("`<<` merges nothing in YAML 1.2, at {place}"));
            return Err(at(
                finding.help("write the fields out; one alias may stand for a whole value"),
                path,
            ));
        }
        match &node.data {
            YamlData::Sequence(_) => return Err(at(refuse("a sequence"), path)),
            YamlData::Mapping(_) => return Err(at(refuse("a mapping"), path)),
            _ => {}
        }
        match self.value(node, path, 0)? {
            Value::String(key) => Ok(key),
            Value::Null => Err(scalar("null")),
            Value::Bool(_) => Err(scalar("a boolean")),
            Value::Number(_) => Err(scalar("a number")),
            Value::Array(_) => Err(at(refuse("a sequence"), path)),
            Value::Object(_) => Err(at(refuse("a mapping"), path)),
        }
    }

    /// A plain scalar cannot begin with `*`, so this was an alias.
    fn is_alias(&self, written: &str, text: &str) -> bool {
        written.starts_with('*') && text.starts_with(self.star)
    }

    fn alias(&mut self, text: &str, path: &str, place: &str, depth: usize) -> Reading<Value> {
        let text = self.plain(text);
        let name = text.strip_prefix('*').unwrap_or(&text);
        let Some(anchored) = self.anchors.get(name) else {
            let message = format!("the alias `*{}` names no anchor before it, at {place}", shown(name));
            return Err(at(malformed(message), path));
        };
        if depth + anchored.height > DEEPEST {
            return Err(at(too_deep(place), path));
        }
        let size = anchored.size;
        self.numbers.repeat(&anchored.numbers);
        let larger = self.size.saturating_add(size) > LARGEST;
        let value = if larger { Value::Null } else { anchored.value.clone() };
        self.grow(size, path, place)?;
        Ok(value)
    }

    /// The text as it was before its stars were hidden.
    fn plain(&mut self, text: &str) -> String {
        self.size = self.size.saturating_add(text.len());
        if self.star == '*' { text.to_owned() } else { text.replace(self.star, "*") }
    }

    fn number(&mut self, written: &str, value: Option<Number>, path: &str, place: &str) -> Reading<Number> {
        self.size = self.size.saturating_add(written.len());
        // What the text says comes first: it may have more digits than a machine number.
        let text = written.strip_prefix('+').unwrap_or(written);
        let number = match self.numbers.read(text) {
            Some(number) => Some(number),
            None => value.and_then(|value| self.numbers.read(value.as_str())),
        };
        number.ok_or_else(|| {
            let finding = malformed(format!("JSON has no number `{}`, at {place}", shown(written)));
            at(finding.help("put it in quotes where it is text"), path)
        })
    }

    fn grow(&mut self, size: usize, path: &str, place: &str) -> Reading<()> {
        self.size = self.size.saturating_add(size);
        if self.size <= LARGEST {
            return Ok(());
        }
        let message = format!("with its aliases replaced it is too large, at {place}");
        Err(at(malformed(message), path))
    }
}

fn at(finding: Diagnostic, path: &str) -> Box<Diagnostic> {
    Box::new(if path.is_empty() { finding } else { finding.pointer(path) })
}

fn stands_again(name: &str, place: &str, path: String) -> Box<Diagnostic> {
    let message = format!("the key `{}` stands again at {place}", shown(name));
    Box::new(Diagnostic::error("duplicate-key", message).pointer(path).help("keep one of the two"))
}

fn not_its_tag(written: &str, place: &str) -> Diagnostic {
    malformed(format!("`{}` is not what its tag says, at {place}", shown(written)))
}

const GET_ATT: &str = "Fn::GetAtt";

/// The key that a short form stands for: `Fn::Sub` for `!Sub`.
fn long_form(tag: &str) -> String {
    match tag.trim_start_matches('!') {
        name @ ("Ref" | "Condition") => name.to_owned(),
        name => format!("Fn::{name}"),
    }
}

/// `Cluster.Arn` as the list that the long form takes.
fn halves(text: &str) -> Value {
    match text.split_once('.') {
        Some((resource, attribute)) => Value::from(vec![resource, attribute]),
        None => Value::from(text),
    }
}

fn unknown_tag(tag: &str, place: &str) -> Diagnostic {
    let finding = malformed(format!("the tag `{}` means nothing in a definition, at {place}", shown(tag)));
    match tag.strip_prefix('!') {
        Some("Ref" | "Sub" | "GetAtt" | "Join" | "ImportValue" | "FindInMap") => finding.help(
            "write `${Name}` in the text and say what `Name` is in the template's `DefinitionSubstitutions`",
        ),
        _ => finding.help("take the tag away"),
    }
}

/// How many levels a value nests.
fn height(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(height).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(height).max().unwrap_or(0),
        _ => 0,
    }
}

/// Finds places in a text that reads.
pub(super) fn find(text: &str, wanted: &mut Wanted<'_>) {
    let shown = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let before = text.len() - shown.len();
    let Ok(star) = stand_in(shown) else { return };
    let hidden = shown.chars().map(|c| if c == '*' { star } else { c });
    let Ok(documents) = MarkedYaml::load_from_iter(hidden) else { return };
    let Some(node) = documents.first() else { return };
    let mut finder = Finder { source: Source::new(shown), before, star, wanted };
    let start = finder.byte(node);
    finder.wanted.note(Some(0), None, start, |_| start);
    finder.inside(node, Some(0));
}

struct Finder<'a, 'b, 'c> {
    source: Source<'a>,
    before: usize,
    star: char,
    wanted: &'b mut Wanted<'c>,
}

impl Finder<'_, '_, '_> {
    fn byte(&self, node: &MarkedYaml<'_>) -> usize {
        self.before + self.source.byte(node.span.start)
    }

    /// The members of a node. Depth is bounded by that of the pointers.
    fn inside(&mut self, node: &MarkedYaml<'_>, step: Option<usize>) {
        match &node.data {
            YamlData::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.member(None, item, self.wanted.next(step, &index.to_string()));
                }
            }
            YamlData::Mapping(entries) => {
                for (key, value) in entries {
                    let YamlData::Value(Scalar::String(name)) = &key.data else { continue };
                    let name = name.replace(self.star, "*");
                    self.member(Some(self.byte(key)), value, self.wanted.next(step, &name));
                }
            }
            YamlData::Tagged(tag, inner) => {
                self.member(None, inner, self.wanted.next(step, &long_form(&tag.to_string())));
            }
            _ => {}
        }
    }

    fn member(&mut self, key: Option<usize>, value: &MarkedYaml<'_>, step: Option<usize>) {
        if step.is_none() {
            return;
        }
        let start = self.byte(value);
        let (_, written) = self.source.of(value);
        // Only where the text is written as it reads do its bytes stand one after the other.
        let first = match &value.data {
            YamlData::Value(Scalar::String(text)) => {
                let text = text.replace(self.star, "*");
                if text == written {
                    Some(start)
                } else {
                    (written.get(1..written.len().saturating_sub(1)) == Some(&text)).then_some(start + 1)
                }
            }
            _ => None,
        };
        self.wanted.note(step, key, start, |offset| first.map_or(start, |first| first + offset));
        self.inside(value, step);
    }
}
