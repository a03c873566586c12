//! A state given as JSON.

use super::join::{Entry, Flow};
use super::node::{Exit, Inner, Node, Target};
use super::state::{Open, State, kind};
use crate::asl::{Kind, Payload, QueryLanguage};
use crate::data::{Entries, Tree};
use crate::diagnostic::{Diagnostic, Origin, nearest};

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
fn read(name: &str, json: Tree, origin: &Origin, language: Option<QueryLanguage>) -> Box<Node> {
    let Tree::Object(mut fields) = json else {
        let mut node = Node::new(name, Kind::Pass, origin.clone());
        node.report(
            Diagnostic::error("malformed-state", format!("state `{name}` is no JSON object")).pointer(""),
        );
        return node;
    };
    let kind = fields.remove("Type").map(|kind| fixed(kind).unwrap_or_default());
    let known = kind.as_ref().and_then(Tree::as_str).and_then(Kind::named);
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
    match fields.remove("Next").map(fixed) {
        Some(Some(Tree::Text(next))) => node.next = Some(Target::To(next.as_str().into(), None)),
        Some(_) => malformed(&mut node, "Next", "the name of a state"),
        None => {}
    }
    match fields.remove("Default").map(fixed) {
        Some(Some(Tree::Text(default))) => node.default = Some(Target::To(default.as_str().into(), None)),
        Some(_) => malformed(&mut node, "Default", "the name of a state"),
        None => {}
    }
    // `End` alone closes the state; `then` has nothing left to join.
    if let Some(Tree::Bool(true)) = fields.remove("End") {
        node.next = None;
        node.fields.set("End", true);
    }
    if let Some(retriers) = entries(&mut node, "Retry", fields.remove("Retry")) {
        node.retry = retriers.into_iter().map(Tree::Object).collect();
    }
    if let Some(catchers) = entries(&mut node, "Catch", fields.remove("Catch")) {
        node.catches = catchers.into_iter().map(|fields| exit(&mut node, "Catch", fields)).collect();
    }
    if let Some(rules) = entries(&mut node, "Choices", fields.remove("Choices")) {
        node.rules = rules.into_iter().map(|fields| exit(&mut node, "Choices", fields)).collect();
    }
    match fields.remove("QueryLanguage").as_ref().map(|it| it.as_str().and_then(QueryLanguage::named)) {
        Some(Some(language)) => node.language = Some(language),
        Some(None) => malformed(&mut node, "QueryLanguage", "`JSONPath` or `JSONata`"),
        None => {}
    }
    if let Some(branches) = entries(&mut node, "Branches", fields.remove("Branches")) {
        for branch in branches {
            inner(&mut node, "Branches", branch, origin);
        }
    }
    for field in ["ItemProcessor", "Iterator"] {
        match fields.remove(field) {
            Some(Tree::Object(machine)) => inner(&mut node, field, machine, origin),
            Some(_) => malformed(&mut node, field, "an object with `StartAt` and `States`"),
            None => {}
        }
    }
    node.fields.extend(fields);
    node
}

/// A machine inside the state.
fn inner(node: &mut Node, field: &'static str, mut machine: Entries, origin: &Origin) {
    let start = machine.remove("StartAt").and_then(fixed);
    let states = machine.remove("States");
    let (Some(Tree::Text(start)), Some(Tree::Object(states))) = (start, states) else {
        malformed(node, field, "an object with `StartAt` and `States`");
        return;
    };
    let mut extra = Entries::with_capacity(machine.len());
    for (key, value) in machine {
        match fixed(value) {
            Some(kept) => extra.push(key, kept),
            None => malformed(node, &format!("{field}/{key}"), "fixed, but an expression"),
        }
    }
    let machine = extra;
    let language = machine.get("QueryLanguage").and_then(Tree::as_str).and_then(QueryLanguage::named);
    let language = language.or(node.language);
    let nodes = states.into_iter().map(|(name, json)| read(&name, json, origin, language)).collect();
    let flow =
        Flow { nodes, entry: Entry::At(start.as_str().into(), None), open: Vec::new(), findings: Vec::new() };
    node.inner.push(Inner { field, extra: machine, flow });
}

/// The value, unless there is an expression in it.
fn fixed(value: Tree) -> Option<Tree> {
    value.first_expression().is_none().then_some(value)
}

fn malformed(node: &mut Node, field: &str, wanted: &str) {
    let message = format!("`{field}` of state `{}` is not {wanted}", node.name);
    node.report(Diagnostic::error("malformed-state", message).pointer(format!("/{field}")));
}

/// The objects of a list; `None` where there is no list.
fn entries(node: &mut Node, field: &str, value: Option<Tree>) -> Option<Vec<Entries>> {
    let Tree::List(items) = value? else {
        malformed(node, field, "an array of objects");
        return None;
    };
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Tree::Object(fields) => out.push(fields),
            _ => malformed(node, field, "an array of objects"),
        }
    }
    Some(out)
}

/// A catcher or rule given as JSON; one without a `Next` goes on to whatever follows.
fn exit(node: &mut Node, field: &str, mut fields: Entries) -> Exit {
    let target = match fields.remove("Next").map(fixed) {
        Some(Some(Tree::Text(next))) => Target::To(next.as_str().into(), None),
        Some(_) => {
            malformed(node, field, "a list of ways that each lead to the name of a state");
            Target::Open
        }
        None => Target::Open,
    };
    Exit { condition: None, fields, target }
}
