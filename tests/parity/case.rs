//! A case: what the CDK makes of it, and what we do.

use super::normal;
use super::rights::Right;
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;
use stepwright::prelude::*;
use stepwright::task::Example;
use stepwright::tasks::CATALOGUE;

/// What the CDK makes of a case.
pub struct Expected {
    pub name: String,
    /// The CDK's classes that it uses.
    pub classes: Vec<String>,
    /// Definition and statements, or why the CDK refuses.
    pub outcome: Result<Synthesized, String>,
}

/// A definition and the statements of its machine's role, with references as text.
pub struct Synthesized {
    pub definition: Value,
    pub statements: Vec<Right>,
    /// The findings that are errors.
    pub errors: Vec<String>,
}

impl Expected {
    /// What its states call.
    pub fn resources(&self) -> Vec<&str> {
        match &self.outcome {
            Ok(synthesized) => called(&synthesized.definition),
            Err(_) => Vec::new(),
        }
    }
}

/// What the states of a definition call.
pub fn called(definition: &Value) -> Vec<&str> {
    let states = definition.get("States").and_then(Value::as_object);
    states.into_iter().flat_map(Map::values).filter_map(|state| state.get("Resource")?.as_str()).collect()
}

/// The files of `parity/cases`, in their order.
pub fn read() -> Vec<Expected> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity/cases");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| of(&serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap())).collect()
}

fn of(json: &Value) -> Expected {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let outcome = match json.get("error") {
        Some(refusal) => Err(text(refusal)),
        None => Ok(Synthesized {
            definition: json["definition"].clone(),
            statements: json["statements"].as_array().unwrap().iter().flat_map(Right::of_statement).collect(),
            errors: Vec::new(),
        }),
    };
    Expected {
        name: text(&json["case"]),
        classes: json["classes"].as_array().unwrap().iter().map(text).collect(),
        outcome,
    }
}

/// What we make of a case.
pub struct Case {
    pub name: &'static str,
    flow: Flow,
    language: QueryLanguage,
}

/// A case, in a machine that speaks JSONPath.
pub fn case(name: &'static str, flow: impl Into<Flow>) -> Case {
    Case { name, flow: flow.into(), language: QueryLanguage::JsonPath }
}

impl Case {
    /// In a machine that speaks JSONata.
    pub fn in_jsonata(mut self) -> Self {
        self.language = QueryLanguage::Jsonata;
        self
    }

    pub fn synthesize(self) -> Synthesized {
        synthesize(self.flow, self.language)
    }
}

/// The examples of the catalogue, each with a name.
pub fn examples() -> Vec<(String, Synthesized)> {
    let of = |entry: &str, example: Example| {
        let name = format!("example {entry}.{}", example.title);
        (name, synthesize(example.flow, example.language))
    };
    CATALOGUE
        .iter()
        .flat_map(|entry| entry.examples().into_iter().map(|example| of(entry.name, example)))
        .collect()
}

fn synthesize(flow: Flow, language: QueryLanguage) -> Synthesized {
    let mut machine = StateMachine::new(flow);
    if language == QueryLanguage::Jsonata {
        machine = machine.jsonata();
    }
    let mut stack = Stack::new("parity");
    stack.add("Machine", machine);
    let synthesis = stack.synthesize(Target::CloudFormation);
    let properties = &synthesis.template["Resources"]["Machine"]["Properties"];
    let names =
        properties.get("DefinitionSubstitutions").and_then(Value::as_object).cloned().unwrap_or_default();
    Synthesized {
        definition: normal::definition(&properties["Definition"], &names),
        statements: synthesis.machines[0]
            .statements
            .iter()
            .flat_map(|statement| Right::of_statement(&normal::value(&statement.to_json())))
            .collect(),
        errors: synthesis
            .findings
            .iter()
            // The handles stand for resources that no stack has.
            .filter(|finding| finding.is_error() && finding.code != "unknown-reference")
            .map(|finding| format!("{}: {}", finding.code, finding.message))
            .collect(),
    }
}
