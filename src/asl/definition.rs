//! A definition that was read: views over its JSON.
//!
//! Any JSON object reads, whatever is wrong with it, and writes back equal: order of keys, unknown fields and the
//! text of numbers are kept. What is wrong is for a judge to say.

use super::{Kind, QueryLanguage};
use crate::diagnostic::{Diagnostic, pointer};
use serde_json::{Map, Value};
use std::fmt;

/// A definition in Amazon States Language.
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
#[derive(Clone, Debug, PartialEq)]
pub struct Definition(Map<String, Value>);

impl Definition {
    /// Reads JSON text.
    ///
    /// # Errors
    ///
    /// Where it is no JSON, or no JSON object: with the line and the column.
    pub fn read(text: &str) -> Result<Self, Diagnostic> {
        // A byte order mark is what editors on Windows leave behind; it is not part of the document.
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        match serde_json::from_str(text) {
            Ok(Value::Object(map)) => Ok(Definition(map)),
            Ok(other) => Err(Diagnostic::error(
                "malformed-definition",
                format!("a definition is a JSON object, this is {}", sort(&other)),
            )),
            Err(error) => Err(Diagnostic::error("malformed-definition", format!("this is no JSON: {error}"))),
        }
    }

    /// Reads YAML text: the subset that JSON can say, with the order of keys kept.
    ///
    /// # Errors
    ///
    /// Where it is no YAML, holds more than one document, a key that is no text or a tag of its own.
    #[cfg(feature = "yaml")]
    pub fn read_yaml(text: &str) -> Result<Self, Diagnostic> {
        match super::yaml::read(text)? {
            Value::Object(map) => Ok(Definition(map)),
            other => Err(Diagnostic::error(
                "malformed-definition",
                format!("a definition is a mapping, this is {}", sort(&other)),
            )),
        }
    }

    /// Takes a definition that is JSON already.
    pub fn from_map(map: Map<String, Value>) -> Self {
        Definition(map)
    }

    /// The machine at its top.
    pub fn machine(&self) -> Machine<'_> {
        Machine { json: &self.0, pointer: String::new(), language: QueryLanguage::JsonPath }
    }

    /// The JSON it was read from.
    pub fn json(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The JSON, to be changed or kept.
    pub fn into_json(self) -> Map<String, Value> {
        self.0
    }

    /// Every state, nested ones after the state they are in.
    pub fn states(&self) -> Vec<State<'_>> {
        let mut out = Vec::new();
        let mut waiting = vec![self.machine()];
        while let Some(machine) = waiting.pop() {
            for state in machine.states() {
                waiting.extend(state.machines());
                out.push(state);
            }
        }
        out
    }
}

impl fmt::Display for Definition {
    /// Writes compact JSON; `{:#}` writes it indented by two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() {
            serde_json::to_string_pretty(&self.0)
        } else {
            serde_json::to_string(&self.0)
        };
        f.write_str(&text.map_err(|_| fmt::Error)?)
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

    /// The language its states speak unless they say otherwise.
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

    /// The language it speaks.
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
