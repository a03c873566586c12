//! A state given as JSON.

use super::join::{Entry, Flow};
use super::node::{Exit, Inner, Node, Target};
use super::state::{Open, State, kind};
use crate::asl::lower::is_expression;
use crate::asl::{Kind, Payload, QueryLanguage};
use crate::diagnostic::{Diagnostic, Origin, nearest};
use serde_json::{Map, Value};

/// A state given as JSON, for what has no builder: it is written as it is, and still takes `retry`, `catch`,
/// `timeout` and `then`.
///
/// A `Next` in the JSON is kept, also that of a catcher or a rule; without one (and without `End`) the state goes on to
/// whatever follows. States inside it (`Branches`, `ItemProcessor`) are states of the machine as any other. Expressions
/// and references in a [`payload!`](crate::payload) become what they are elsewhere. Its query language is the one it
/// names, else the one its fields belong to. Permissions it needs are said with `permission`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let state = CustomState::new(
///     "Translate",
///     payload!({
///         "Type": "Task",
///         "Resource": "arn:aws:states:::aws-sdk:translate:translateText",
///         "Parameters": { "Text.$": "$.text", "SourceLanguageCode": "de", "TargetLanguageCode": "en" }
///     }),
/// )
/// .permission(Statement::allow(["translate:TranslateText"]).on("*").because("translates text"))
/// .retry(Retry::all())
/// .then(Succeed::new("Done"));
/// # let _ = state;
/// ```
pub type CustomState<L = Open> = State<kind::Custom, L>;

impl State<kind::Custom, Open> {
    /// A state of this name, with its fields in ASL's spelling.
    #[track_caller]
    pub fn new(name: &str, json: impl Into<Payload>) -> Self {
        let origin = Origin::here();
        let mut state: Self = State::begin(name, Kind::Pass, origin.clone());
        state.node = read(name, json.into().0, &origin, None);
        state
    }
}

/// The types of states.
const TYPES: [&str; 8] = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"];

/// A state given as JSON. `language` is what the machine around it names.
fn read(name: &str, json: Value, origin: &Origin, language: Option<QueryLanguage>) -> Box<Node> {
    let Value::Object(mut fields) = json else {
        let mut node = Node::new(name, Kind::Pass, origin.clone());
        node.report(
            Diagnostic::error("malformed-state", format!("state `{name}` is no JSON object")).pointer(""),
        );
        return node;
    };
    let kind = fields.shift_remove("Type").map(|kind| fixed(kind).unwrap_or_default());
    let known = kind.as_ref().and_then(Value::as_str).and_then(Kind::named);
    let mut node = Node::new(name, known.unwrap_or(Kind::Pass), origin.clone());
    node.raw = true;
    node.language = language;
    if known.is_none() {
        let written = kind.map(|kind| kind.as_str().map_or_else(|| kind.to_string(), str::to_owned));
        let message = match &written {
            Some(written) => format!("state `{name}` is of type `{written}`, which does not exist"),
            None => format!("state `{name}` has no `Type`"),
        };
        let help = match written.and_then(|written| nearest(&written, TYPES)) {
            Some(near) => format!("there is `{near}`"),
            None => format!("it is one of `{}`", TYPES.join("`, `")),
        };
        node.report(Diagnostic::error("unknown-type", message).pointer("/Type").help(help));
    }
    match fields.shift_remove("Next").map(fixed) {
        Some(Some(Value::String(next))) => node.next = Some(Target::To(next.into(), None)),
        Some(_) => malformed(&mut node, "Next", "the name of a state"),
        None => {}
    }
    match fields.shift_remove("Default").map(fixed) {
        Some(Some(Value::String(default))) => node.default = Some(Target::To(default.into(), None)),
        Some(_) => malformed(&mut node, "Default", "the name of a state"),
        None => {}
    }
    // `End` alone closes the state; `then` has nothing left to join.
    if fields.shift_remove("End") == Some(Value::Bool(true)) {
        node.next = None;
        node.fields.insert("End".to_owned(), Value::Bool(true));
    }
    if let Some(retriers) = entries(&mut node, "Retry", fields.shift_remove("Retry")) {
        node.retry = retriers.into_iter().map(Value::Object).collect();
    }
    if let Some(catchers) = entries(&mut node, "Catch", fields.shift_remove("Catch")) {
        node.catches = catchers.into_iter().map(|fields| exit(&mut node, "Catch", fields)).collect();
    }
    if let Some(rules) = entries(&mut node, "Choices", fields.shift_remove("Choices")) {
        node.rules = rules.into_iter().map(|fields| exit(&mut node, "Choices", fields)).collect();
    }
    match fields.shift_remove("QueryLanguage").as_ref().map(|it| it.as_str().and_then(QueryLanguage::named)) {
        Some(Some(language)) => node.language = Some(language),
        Some(None) => malformed(&mut node, "QueryLanguage", "`JSONPath` or `JSONata`"),
        None => {}
    }
    if let Some(branches) = entries(&mut node, "Branches", fields.shift_remove("Branches")) {
        for branch in branches {
            inner(&mut node, "Branches", branch, origin);
        }
    }
    for field in ["ItemProcessor", "Iterator"] {
        match fields.shift_remove(field) {
            Some(Value::Object(machine)) => inner(&mut node, field, machine, origin),
            Some(_) => malformed(&mut node, field, "an object with `StartAt` and `States`"),
            None => {}
        }
    }
    node.fields.extend(fields);
    node
}

/// A machine inside the state.
fn inner(node: &mut Node, field: &'static str, mut machine: Map<String, Value>, origin: &Origin) {
    let start = machine.shift_remove("StartAt").and_then(fixed);
    let states = machine.shift_remove("States");
    let (Some(Value::String(start)), Some(Value::Object(states))) = (start, states) else {
        malformed(node, field, "an object with `StartAt` and `States`");
        return;
    };
    machine.retain(|key, value| match fixed(std::mem::take(value)) {
        Some(kept) => {
            *value = kept;
            true
        }
        None => {
            malformed(node, &format!("{field}/{key}"), "fixed, but an expression");
            false
        }
    });
    let language = machine.get("QueryLanguage").and_then(Value::as_str).and_then(QueryLanguage::named);
    let language = language.or(node.language);
    let nodes = states.into_iter().map(|(name, json)| read(&name, json, origin, language)).collect();
    let flow = Flow { nodes, entry: Entry::At(start.into(), None), open: Vec::new(), findings: Vec::new() };
    node.inner.push(Inner { field, extra: machine, flow });
}

/// The value, unless there is an expression in it.
fn fixed(value: Value) -> Option<Value> {
    fn has_expression(value: &Value) -> bool {
        match value {
            Value::String(text) => is_expression(text),
            Value::Array(items) => items.iter().any(has_expression),
            Value::Object(map) => map.values().any(has_expression),
            _ => false,
        }
    }
    (!has_expression(&value)).then_some(value)
}

fn malformed(node: &mut Node, field: &str, wanted: &str) {
    let message = format!("`{field}` of state `{}` is not {wanted}", node.name);
    node.report(Diagnostic::error("malformed-state", message).pointer(format!("/{field}")));
}

/// The objects of a list; `None` where there is no list.
fn entries(node: &mut Node, field: &str, value: Option<Value>) -> Option<Vec<Map<String, Value>>> {
    let Value::Array(items) = value? else {
        malformed(node, field, "an array of objects");
        return None;
    };
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::Object(fields) => out.push(fields),
            _ => malformed(node, field, "an array of objects"),
        }
    }
    Some(out)
}

/// A catcher or rule given as JSON; one without a `Next` goes on to whatever follows.
fn exit(node: &mut Node, field: &str, mut fields: Map<String, Value>) -> Exit {
    let target = match fields.shift_remove("Next").map(fixed) {
        Some(Some(Value::String(next))) => Target::To(next.into(), None),
        Some(_) => {
            malformed(node, field, "a list of ways that each lead to the name of a state");
            Target::Open
        }
        None => Target::Open,
    };
    Exit { condition: None, fields, target }
}
