//! Calls of APIs: what is called, what is said to it, and which parameters it has.

use super::is_placeholder;
use super::rules::{called, pattern};
use super::subject::{State, Subject};
use crate::asl::{Kind, QueryLanguage};
use crate::diagnostic::pointer;
use crate::task::Entry;
use crate::task::sdk::Service;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::rc::Rc;

/// A parameter of an API.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) required: bool,
}

impl Parameter {
    /// Whether it is called so; AWS takes the first letter small as well.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) && self.name.get(1..) == name.get(1..)
    }
}

/// A call whose API is known.
#[derive(Debug)]
pub(super) struct Call<'a> {
    /// `service:action`.
    pub(super) name: String,
    pub(super) parameters: Rc<Vec<Parameter>>,
    /// `Parameters` or `Arguments`.
    pub(super) field: &'static str,
    /// Where that stands, or would stand.
    pub(super) pointer: String,
    said: Option<&'a Map<String, Value>>,
    language: QueryLanguage,
}

impl<'a> Call<'a> {
    /// What is said: keys as they are written, and the parameters they are for.
    pub(super) fn said(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let jsonata = self.language == QueryLanguage::Jsonata;
        self.said.into_iter().flatten().map(move |(key, _)| {
            let name = if jsonata { key } else { key.strip_suffix(".$").unwrap_or(key) };
            (key.as_str(), name)
        })
    }

    /// Where a key of it stands.
    pub(super) fn at(&self, key: &str) -> String {
        pointer(&self.pointer, key)
    }
}

/// The parameters of the APIs that are called, each looked up once.
#[derive(Debug, Default)]
pub(super) struct Calls {
    known: HashMap<String, Option<Rc<Vec<Parameter>>>>,
}

impl Calls {
    /// The call of a state, where its API and what is said to it are known.
    pub(super) fn of<'a>(&mut self, subject: &Subject<'a>, state: &State<'a>) -> Option<Call<'a>> {
        if state.kind != Some(Kind::Task) {
            return None;
        }
        let resource = state.resource().filter(|resource| !is_placeholder(resource))?;
        let (service, action) = called(resource)?
            .rsplit_once(':')
            .filter(|(_, action)| *action != "2")
            .or_else(|| called(resource)?.strip_suffix(":2")?.rsplit_once(':'))?;
        let (action, _) = pattern(action);
        let name = format!("{service}:{action}");
        let known = self.known.entry(name.clone()).or_insert_with(|| {
            let entries = subject.options.catalogue;
            parameters(service, action, entries).map(Rc::new)
        });
        let parameters = Rc::clone(known.as_ref()?);
        let field = match state.language {
            QueryLanguage::JsonPath => "Parameters",
            QueryLanguage::Jsonata => "Arguments",
        };
        let said = match state.json.get(field) {
            Some(Value::Object(said)) => Some(said),
            None => None,
            // An expression gives them.
            Some(_) => return None,
        };
        // What is missing is missing from the state where there is nothing to say it in.
        let pointer = if said.is_some() { pointer(&state.pointer, field) } else { state.pointer.clone() };
        Some(Call { name, parameters, field, pointer, said, language: state.language })
    }
}

fn parameters(service: &str, action: &str, entries: &[Entry]) -> Option<Vec<Parameter>> {
    if let Some(service) = service.strip_prefix("aws-sdk:") {
        let action = Service::named(service)?.action(action)?;
        let one =
            |it: crate::task::sdk::Parameter| Parameter { name: it.name.to_owned(), required: it.required };
        return Some(action.parameters().map(one).collect());
    }
    // Several tasks may stand for one API: a parameter is known if one has it, and needed if all need it.
    let entries: Vec<&Entry> =
        entries.iter().filter(|it| it.service == service && it.action == action).collect();
    let mut out: Vec<Parameter> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let schema = entry.schema();
        let needed: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for known in &mut out {
            known.required &= needed.contains(&known.name.as_str());
        }
        let Some(Value::Object(properties)) = schema.get("properties") else { continue };
        for name in properties.keys() {
            if !out.iter().any(|known| known.name == *name) {
                let required = index == 0 && needed.contains(&name.as_str());
                out.push(Parameter { name: name.clone(), required });
            }
        }
    }
    (!out.is_empty()).then_some(out)
}
