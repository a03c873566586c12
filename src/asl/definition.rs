//! A definition that was read: views over its JSON.
//!
//! Any JSON object reads, whatever is wrong with it, and writes back equal: order of keys, unknown fields and the
//! text of numbers are kept. What is wrong is for a judge to say.

use super::json::{self, Document};
use super::number::{self, Spelling};
use super::{Kind, QueryLanguage};
use crate::data::Entries;
use crate::diagnostic::{Diagnostic, pointer};
use serde_json::{Map, Value};
use std::fmt;

/// A definition in Amazon States Language.
///
/// Two are equal when their JSON is, whether a number was written `1e3` or `1e+3`.
///
/// ```
/// use stepwright::asl::{Definition, Kind};
///
/// let text = r#"{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}},"x":1.0}"#;
/// let definition = Definition::read(text)?;
/// assert_eq!(definition.machine().state("Done").and_then(|state| state.kind()), Some(Kind::Succeed));
/// assert_eq!(definition.to_string(), text);
/// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html>.
#[derive(Clone, Debug)]
pub struct Definition {
    json: Map<String, Value>,
    spellings: Vec<Spelling>,
}

impl PartialEq for Definition {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl Definition {
    /// Reads JSON text: RFC 8259, nesting up to 127 levels, with or without a byte order mark.
    ///
    /// # Errors
    ///
    /// Where it is no JSON, no JSON object, or an object has the same key twice; with the line and the column, which
    /// count characters from 1.
    pub fn read(text: &str) -> Result<Self, Diagnostic> {
        Self::of(json::read(text)?, "a JSON object")
    }

    /// Reads YAML text, as far as JSON can say the same; the order of keys is kept.
    ///
    /// Plain scalars mean what the core schema of YAML 1.2 says: `yes`, `on`, `2012-10-17`, `12:30` and `1_000` are
    /// text, `017` is seventeen and `0o17` fifteen. (YAML 1.1, which PyYAML reads, takes them for booleans, a date
    /// and numbers in other bases; quotes make them text for both.) Numbers keep their text where JSON has the same;
    /// `0x1F`, `+1` and `.5` become `31`, `1` and `0.5`. Aliases are replaced by what they stand for, within
    /// twenty megabytes.
    ///
    /// ```
    /// use stepwright::asl::Definition;
    ///
    /// let definition = Definition::read_yaml("StartAt: Done\nStates:\n  Done: { Type: Succeed }\n")?;
    /// assert_eq!(definition.to_string(), r#"{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}"#);
    /// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
    /// ```
    ///
    /// Checked against <https://yaml.org/spec/1.2.2/#103-core-schema>.
    ///
    /// # Errors
    ///
    /// Where it is no YAML, holds no mapping or more than one document, a key that is no text or stands twice, a
    /// merge key, a tag of its own (`!Sub`), `.inf` or `.nan`; with the line and the column.
    #[cfg(feature = "yaml")]
    pub fn read_yaml(text: &str) -> Result<Self, Diagnostic> {
        Self::of(super::yaml::read(text, super::yaml::Tags::Refused)?, "a mapping")
    }

    /// Reads JSON text in which keys may stand twice; the last one counts, and the findings tell of the others.
    pub(crate) fn read_all(text: &str) -> Result<(Self, Vec<Diagnostic>), Diagnostic> {
        let (document, repeated) = json::read_all(text)?;
        Ok((Self::of(document, "a JSON object")?, repeated))
    }

    fn of(document: Document, wanted: &str) -> Result<Self, Diagnostic> {
        match document.value {
            Value::Object(json) => Ok(Definition { json, spellings: document.spellings }),
            other => Err(Diagnostic::error(
                "malformed-definition",
                format!("a definition is {wanted}, this is {}", sort(&other)),
            )),
        }
    }

    /// Takes a definition that is JSON already.
    pub fn from_map(json: Map<String, Value>) -> Self {
        Definition { json, spellings: Vec::new() }
    }

    /// Takes a definition that was built here; references stand in it as CloudFormation writes them.
    pub(crate) fn from_entries(entries: &Entries) -> Self {
        let (json, spellings) = number::from_entries(entries);
        Definition { json, spellings }
    }

    /// The JSON with its numbers as they were written.
    pub(crate) fn into_entries(self) -> Entries {
        number::into_entries(self.json, &self.spellings)
    }

    /// The machine at its top.
    pub fn machine(&self) -> Machine<'_> {
        Machine { json: &self.json, pointer: String::new(), language: QueryLanguage::JsonPath }
    }

    /// The JSON it was read from.
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }

    /// The JSON, to be changed or kept. Numbers have serde_json's text in it: `1e+3` for `1e3`.
    pub fn into_json(self) -> Map<String, Value> {
        self.json
    }

    /// Every state in document order: a nested one comes after the state that it is in.
    pub fn states(&self) -> Vec<State<'_>> {
        let mut out = Vec::new();
        let mut waiting = self.machine().states();
        waiting.reverse();
        while let Some(state) = waiting.pop() {
            let nested: Vec<State<'_>> = state.machines().iter().flat_map(Machine::states).collect();
            waiting.extend(nested.into_iter().rev());
            out.push(state);
        }
        out
    }
}

impl fmt::Display for Definition {
    /// Writes compact JSON; `{:#}` writes it indented by two. Either keeps the text of numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = number::write(&self.json, &self.spellings, f.alternate()).map_err(|_| fmt::Error)?;
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A machine: the one at the top, a branch of a Parallel state, or the processor of a Map state.
///
/// ```
/// use stepwright::asl::Definition;
///
/// let definition = Definition::read(r#"{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}"#)?;
/// assert_eq!(definition.machine().start_at(), Some("A"));
/// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
/// ```
#[derive(Clone, Debug)]
pub struct Machine<'a> {
    json: &'a Map<String, Value>,
    pointer: String,
    language: QueryLanguage,
}

impl<'a> Machine<'a> {
    /// The JSON it is.
    pub fn json(&self) -> &'a Map<String, Value> {
        self.json
    }

    /// Where it stands in the definition, as a JSON pointer; empty at the top.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// `StartAt`, where it is text.
    pub fn start_at(&self) -> Option<&'a str> {
        self.json.get("StartAt")?.as_str()
    }

    /// The language its states speak unless they say otherwise: what it names itself, else the language of the
    /// machine that it is nested in, else JSONPath.
    ///
    /// A Map or Parallel state's own language is not handed down: a state's default is the machine's. AWS takes a
    /// JSONPath state within a JSONata Map of a JSONPath machine.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html>.
    pub fn query_language(&self) -> QueryLanguage {
        let named = self.json.get("QueryLanguage").and_then(Value::as_str);
        named.and_then(QueryLanguage::named).unwrap_or(self.language)
    }

    /// Its states, in document order. Entries that are no objects are left out.
    pub fn states(&self) -> Vec<State<'a>> {
        let states = self.json.get("States").and_then(Value::as_object);
        let base = pointer(&self.pointer, "States");
        let view = |(name, json): (&'a String, &'a Value)| {
            let json = json.as_object()?;
            Some(State { name, json, pointer: pointer(&base, name), language: self.query_language() })
        };
        states.into_iter().flatten().filter_map(view).collect()
    }

    /// The state of this name.
    pub fn state(&self, name: &str) -> Option<State<'a>> {
        let (name, json) = self.json.get("States")?.as_object()?.get_key_value(name)?;
        let pointer = pointer(&pointer(&self.pointer, "States"), name);
        Some(State { name, json: json.as_object()?, pointer, language: self.query_language() })
    }
}

/// A state of a definition.
///
/// ```
/// use stepwright::asl::Definition;
///
/// let text = r#"{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":5,"Next":"Gone"}}}"#;
/// let definition = Definition::read(text)?;
/// let state = definition.states().remove(0);
/// assert_eq!(state.next(), Some("Gone"));
/// assert_eq!(state.pointer(), "/States/Wait");
/// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
/// ```
#[derive(Clone, Debug)]
pub struct State<'a> {
    name: &'a str,
    json: &'a Map<String, Value>,
    pointer: String,
    language: QueryLanguage,
}

impl<'a> State<'a> {
    /// Its name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The JSON it is.
    pub fn json(&self) -> &'a Map<String, Value> {
        self.json
    }

    /// Where it stands in the definition, as a JSON pointer.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Any of its fields.
    pub fn field(&self, name: &str) -> Option<&'a Value> {
        self.json.get(name)
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.field(name)?.as_str()
    }

    /// `Type`, where it is one of the eight.
    pub fn kind(&self) -> Option<Kind> {
        Kind::named(self.text("Type")?)
    }

    /// The language it speaks: what it names itself, else its machine's.
    pub fn query_language(&self) -> QueryLanguage {
        self.text("QueryLanguage").and_then(QueryLanguage::named).unwrap_or(self.language)
    }

    /// `Resource` of a Task.
    pub fn resource(&self) -> Option<&'a str> {
        self.text("Resource")
    }

    /// `Next`.
    pub fn next(&self) -> Option<&'a str> {
        self.text("Next")
    }

    /// Whether `End` is true, or the state ends by its type.
    pub fn is_end(&self) -> bool {
        self.field("End") == Some(&Value::Bool(true)) || self.kind().is_some_and(Kind::ends)
    }

    /// `Default` of a Choice.
    pub fn default(&self) -> Option<&'a str> {
        self.text("Default")
    }

    fn objects(&self, field: &str) -> Vec<&'a Map<String, Value>> {
        self.field(field)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .collect()
    }

    /// `Retry`, as far as its entries are objects.
    pub fn retriers(&self) -> Vec<&'a Map<String, Value>> {
        self.objects("Retry")
    }

    /// `Catch`, as far as its entries are objects.
    pub fn catchers(&self) -> Vec<&'a Map<String, Value>> {
        self.objects("Catch")
    }

    /// The rules of a Choice, as far as they are objects.
    pub fn choices(&self) -> Vec<&'a Map<String, Value>> {
        self.objects("Choices")
    }

    /// Every state it may go on to, with the JSON pointer of the field that says so.
    pub fn transitions(&self) -> Vec<(&'a str, String)> {
        let mut out = Vec::new();
        for field in ["Next", "Default"] {
            out.extend(self.text(field).map(|name| (name, pointer(&self.pointer, field))));
        }
        for field in ["Catch", "Choices"] {
            let base = pointer(&self.pointer, field);
            let entries = self.field(field).and_then(Value::as_array).into_iter().flatten();
            for (index, entry) in entries.enumerate() {
                if let Some(next) = entry.get("Next").and_then(Value::as_str) {
                    out.push((next, format!("{base}/{index}/Next")));
                }
            }
        }
        out
    }

    /// The machines inside it: branches of a Parallel, the processor of a Map.
    pub fn machines(&self) -> Vec<Machine<'a>> {
        // A state's own language is not handed down: what says nothing speaks the machine's.
        let language = self.language;
        let mut out = Vec::new();
        if let Some(branches) = self.field("Branches").and_then(Value::as_array) {
            let base = pointer(&self.pointer, "Branches");
            for (index, branch) in branches.iter().enumerate() {
                if let Some(json) = branch.as_object() {
                    out.push(Machine { json, pointer: format!("{base}/{index}"), language });
                }
            }
        }
        for field in ["ItemProcessor", "Iterator"] {
            if let Some(json) = self.field(field).and_then(Value::as_object) {
                out.push(Machine { json, pointer: pointer(&self.pointer, field), language });
            }
        }
        out
    }
}
