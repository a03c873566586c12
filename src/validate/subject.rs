//! A definition, walked once: machines, states, the objects they consist of, the expressions in them.

use super::options::{Options, Workflow};
use super::site::{self, Site};
use crate::asl::contract::{
    self, BRANCH, CHOICE_RULE, Choose, FieldSpec, Holds, MACHINE, ObjectSpec, PROCESSOR_CONFIG, STATE_CHOOSE,
    STATE_FIELDS, operator,
};
use crate::asl::{Definition, Kind, QueryLanguage};
use crate::diagnostic::pointer;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// How deep machines and comparisons may nest for this walk: deeper than any text that reads.
const DEEPEST: usize = 128;

/// What a definition consists of. Indices lead from one list into another.
///
/// ```
/// use stepwright::asl::Definition;
/// use stepwright::validate::{Options, Subject};
///
/// let definition = Definition::read(r#"{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}"#)?;
/// let options = Options::default();
/// let subject = Subject::of(&definition, &options, 0);
/// assert_eq!(subject.states[0].name, "A");
/// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
/// ```
#[derive(Debug)]
pub struct Subject<'a> {
    /// What it is judged by.
    pub options: &'a Options,
    /// The length of its text, in bytes.
    pub length: usize,
    /// The whole.
    pub root: &'a Map<String, Value>,
    /// The machine at the top, then those nested in states, in document order.
    pub machines: Vec<Machine<'a>>,
    /// All states, in document order.
    pub states: Vec<State<'a>>,
    /// All objects of the language, machines and states included, in document order.
    pub objects: Vec<Object<'a>>,
    /// All expressions and paths, in document order within their state.
    pub sites: Vec<Site<'a>>,
}

/// A machine: the one at the top, a branch, or the steps of a Map.
#[derive(Debug)]
pub struct Machine<'a> {
    /// Its JSON.
    pub json: &'a Map<String, Value>,
    /// Where it stands; empty at the top.
    pub pointer: String,
    /// The state it is nested in.
    pub owner: Option<usize>,
    /// What its states speak unless they say otherwise.
    pub language: QueryLanguage,
    /// Whether it runs as an Express workflow.
    pub express: bool,
    /// Whether it is run as child workflows by a distributed Map.
    pub distributed: bool,
    /// Its states.
    pub states: Vec<usize>,
    names: HashMap<&'a str, usize>,
}

impl<'a> Machine<'a> {
    /// Its state of this name.
    pub fn state(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The names of its states, in document order.
    pub fn names<'s>(&'s self, subject: &'s Subject<'a>) -> impl Iterator<Item = &'a str> + 's {
        self.states.iter().filter_map(|index| subject.states.get(*index).map(|state| state.name))
    }
}

/// A state.
#[derive(Debug)]
pub struct State<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its JSON.
    pub json: &'a Map<String, Value>,
    /// Where it stands.
    pub pointer: String,
    /// The machine it belongs to.
    pub machine: usize,
    /// Its type, where that is one.
    pub kind: Option<Kind>,
    /// The language it speaks.
    pub language: QueryLanguage,
    /// Whether it is a Map in distributed mode.
    pub distributed: bool,
    /// Where it may go on to.
    pub transitions: Vec<Transition<'a>>,
    /// The machines nested in it.
    pub machines: Vec<usize>,
}

impl State<'_> {
    /// `Resource` of a Task.
    pub fn resource(&self) -> Option<&str> {
        self.json.get("Resource")?.as_str()
    }

    /// Whether it may end its machine.
    pub fn ends(&self) -> bool {
        self.json.get("End") == Some(&Value::Bool(true)) || self.kind.is_some_and(Kind::ends)
    }
}

/// A way from a state to another.
#[derive(Debug)]
pub struct Transition<'a> {
    /// The name it leads to.
    pub to: &'a str,
    /// The field that says so.
    pub pointer: String,
}

/// What sort of object one is.
#[derive(Clone, Copy, Debug)]
pub enum Sort {
    /// A state, of that type where it is known.
    State(Option<Kind>),
    /// Something else.
    Other(&'static ObjectSpec),
}

impl Sort {
    /// What it is, with its article: `a Task state`, `a retrier`.
    pub fn name(self) -> String {
        match self {
            Sort::State(Some(kind)) => format!("a {kind} state"),
            Sort::State(None) => "a state".to_owned(),
            Sort::Other(spec) => spec.name.to_owned(),
        }
    }

    /// Whether it is this object.
    pub fn is(self, spec: &ObjectSpec) -> bool {
        matches!(self, Sort::Other(own) if own == spec)
    }

    /// The fields it may have, apart from `…Path` twins.
    pub fn fields(self) -> impl Iterator<Item = &'static FieldSpec> {
        let (fields, kind) = match self {
            Sort::State(kind) => (STATE_FIELDS, kind),
            Sort::Other(spec) => (spec.fields, None),
        };
        fields.iter().filter(move |field| kind.is_none_or(|kind| field.kinds.contains(&kind)))
    }

    /// Fields of which it has one at most.
    pub fn choose(self) -> impl Iterator<Item = &'static Choose> {
        let (choose, kind) = match self {
            Sort::State(kind) => (STATE_CHOOSE, kind),
            Sort::Other(spec) => (spec.choose, None),
        };
        let known = !matches!(self, Sort::State(None));
        choose.iter().filter(move |it| known && kind.is_none_or(|kind| it.kinds.contains(&kind)))
    }
}

/// An object of the language: a machine, a state, a retrier.
#[derive(Debug)]
pub struct Object<'a> {
    /// What it is.
    pub sort: Sort,
    /// Its JSON.
    pub json: &'a Map<String, Value>,
    /// Where it stands.
    pub pointer: String,
    /// The state that it is, or belongs to.
    pub state: Option<usize>,
    /// The language of its state, or of its machine.
    pub language: QueryLanguage,
    /// Whether it is, or belongs to, a Map in distributed mode.
    pub distributed: bool,
    /// Its fields, in document order.
    pub fields: Vec<Field<'a>>,
}

impl<'a> Object<'a> {
    /// Where a field of it stands.
    pub fn at(&self, field: &str) -> String {
        pointer(&self.pointer, field)
    }

    /// A field of it.
    pub fn get(&self, field: &str) -> Option<&'a Value> {
        self.json.get(field)
    }
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value.
    pub value: &'a Value,
    /// What is known of it, if its object may have it.
    pub spec: Option<&'static FieldSpec>,
    /// Whether it is the `…Path` twin of `spec`.
    pub twin: bool,
    /// What it should hold.
    pub holds: Option<Holds>,
}

impl Field<'_> {
    /// The one language it goes with, if it goes with one only.
    pub fn only(&self) -> Option<QueryLanguage> {
        let spec = self.spec?;
        if self.twin { Some(QueryLanguage::JsonPath) } else { spec.only }
    }
}

/// What surrounds something.
#[derive(Clone, Copy)]
struct Context {
    machine: usize,
    state: Option<usize>,
    language: QueryLanguage,
    distributed: bool,
    depth: usize,
}

impl<'a> Subject<'a> {
    /// Walks a definition whose text has that many bytes.
    pub fn of(definition: &'a Definition, options: &'a Options, length: usize) -> Self {
        let root = definition.json();
        let mut subject = Subject {
            options,
            length,
            root,
            machines: Vec::new(),
            states: Vec::new(),
            objects: Vec::new(),
            sites: Vec::new(),
        };
        let express = options.workflow == Workflow::Express;
        subject.machine(root, String::new(), &MACHINE, None, (express, false), 0);
        subject
    }

    /// The state that an object is or belongs to.
    pub fn state_of(&self, object: &Object<'_>) -> Option<&State<'a>> {
        self.states.get(object.state?)
    }

    /// The name of the state that an object is or belongs to.
    pub fn name_of(&self, object: &Object<'_>) -> Option<&'a str> {
        self.state_of(object).map(|state| state.name)
    }

    fn machine(
        &mut self,
        json: &'a Map<String, Value>,
        at: String,
        spec: &'static ObjectSpec,
        owner: Option<usize>,
        (express, distributed): (bool, bool),
        depth: usize,
    ) {
        let outer = owner
            .and_then(|state| self.states.get(state))
            .and_then(|state| self.machines.get(state.machine))
            .map_or(QueryLanguage::JsonPath, |machine| machine.language);
        let own = json.get("QueryLanguage").and_then(Value::as_str).and_then(QueryLanguage::named);
        let language = own.unwrap_or(outer);
        let index = self.machines.len();
        self.machines.push(Machine {
            json,
            pointer: at.clone(),
            owner,
            language,
            express,
            distributed,
            states: Vec::new(),
            names: HashMap::new(),
        });
        if let Some(state) = owner.and_then(|state| self.states.get_mut(state)) {
            state.machines.push(index);
        }
        let context = Context { machine: index, state: owner, language, distributed, depth };
        self.object(json, at, Sort::Other(spec), context);
    }

    fn states(&mut self, states: &'a Map<String, Value>, at: &str, context: Context) {
        for (name, json) in states {
            let Value::Object(json) = json else { continue };
            let here = pointer(at, name);
            let kind = json.get("Type").and_then(Value::as_str).and_then(Kind::named);
            let own = json.get("QueryLanguage").and_then(Value::as_str).and_then(QueryLanguage::named);
            let language = own.unwrap_or(context.language);
            let processor = json.get("ItemProcessor").or_else(|| json.get("Iterator"));
            let mode = processor.and_then(|steps| steps.get("ProcessorConfig")?.get("Mode")?.as_str());
            let distributed = mode == Some("DISTRIBUTED");
            let index = self.states.len();
            self.states.push(State {
                name,
                json,
                pointer: here.clone(),
                machine: context.machine,
                kind,
                language,
                distributed,
                transitions: transitions(json, &here),
                machines: Vec::new(),
            });
            if let Some(machine) = self.machines.get_mut(context.machine) {
                machine.states.push(index);
                machine.names.insert(name, index);
            }
            let context = Context {
                machine: context.machine,
                state: Some(index),
                language,
                distributed,
                depth: context.depth + 1,
            };
            self.object(json, here, Sort::State(kind), context);
        }
    }

    fn object(&mut self, json: &'a Map<String, Value>, at: String, sort: Sort, context: Context) {
        let fields: Vec<Field<'a>> = json.iter().map(|(name, value)| resolve(sort, name, value)).collect();
        let distributed = match sort {
            Sort::Other(spec) if *spec == PROCESSOR_CONFIG => {
                json.get("Mode").is_some_and(|mode| mode == "DISTRIBUTED")
            }
            _ => context.distributed,
        };
        let index = self.objects.len();
        self.objects.push(Object {
            sort,
            json,
            pointer: at.clone(),
            state: context.state,
            language: context.language,
            distributed,
            fields: Vec::new(),
        });
        if context.depth < DEEPEST {
            self.inside(&fields, &at, index, context);
        }
        if let Some(object) = self.objects.get_mut(index) {
            object.fields = fields;
        }
    }

    /// The objects, machines and expressions in the fields of an object.
    fn inside(&mut self, fields: &[Field<'a>], at: &str, index: usize, context: Context) {
        let inner = Context { depth: context.depth + 1, ..context };
        for field in fields {
            let Some(holds) = field.holds else { continue };
            match (holds, field.value) {
                (Holds::Object(spec), Value::Object(json)) => {
                    self.object(json, pointer(at, field.name), Sort::Other(spec), inner);
                }
                (Holds::List(spec) | Holds::Some(spec), Value::Array(items)) => {
                    let base = pointer(at, field.name);
                    for (index, item) in items.iter().enumerate() {
                        if let Value::Object(json) = item {
                            self.object(json, format!("{base}/{index}"), Sort::Other(spec), inner);
                        }
                    }
                }
                (Holds::Machine(spec), Value::Object(json)) => {
                    self.nested(json, pointer(at, field.name), spec, inner);
                }
                (Holds::Machines(_), Value::Array(items)) => {
                    let base = pointer(at, field.name);
                    for (index, item) in items.iter().enumerate() {
                        if let Value::Object(json) = item {
                            self.nested(json, format!("{base}/{index}"), &BRANCH, inner);
                        }
                    }
                }
                (Holds::States, Value::Object(states)) => {
                    self.states(states, &pointer(at, field.name), inner);
                }
                _ => {
                    if let Some(state) = context.state {
                        let owner = (index, state, context.language);
                        site::collect(owner, field, holds, at, &mut self.sites);
                    }
                }
            }
        }
    }

    fn nested(
        &mut self,
        json: &'a Map<String, Value>,
        at: String,
        spec: &'static ObjectSpec,
        context: Context,
    ) {
        let config = |field: &str| json.get("ProcessorConfig")?.get(field)?.as_str();
        let distributed = config("Mode") == Some("DISTRIBUTED");
        let outer = self.machines.get(context.machine).is_some_and(|machine| machine.express);
        let express = outer || (distributed && config("ExecutionType") == Some("EXPRESS"));
        self.machine(json, at, spec, context.state, (express, distributed), context.depth);
    }
}

/// What is known of a field of such an object.
fn resolve<'a>(sort: Sort, name: &'a str, value: &'a Value) -> Field<'a> {
    let found = match sort {
        Sort::State(kind) => contract::find(STATE_FIELDS, name)
            .filter(|(field, _)| kind.is_none_or(|kind| field.kinds.contains(&kind))),
        Sort::Other(spec) => contract::find(spec.fields, name),
    };
    let Some((spec, twin)) = found else {
        return Field { name, value, spec: None, twin: false, holds: comparison(sort, name) };
    };
    let holds = if twin { spec.twin_holds() } else { spec.holds };
    Field { name, value, spec: Some(spec), twin, holds: Some(holds) }
}

/// What an operator of JSONPath holds, in an object that compares.
fn comparison(sort: Sort, name: &str) -> Option<Holds> {
    use contract::Compares;
    if !(sort.is(&CHOICE_RULE) || sort.is(&contract::COMPARISON)) {
        return None;
    }
    let (compares, path) = operator(name)?;
    Some(match compares {
        _ if path => Holds::Path,
        Compares::Text | Compares::Pattern => Holds::Text,
        Compares::Number => Holds::Number(f64::MIN, f64::MAX),
        Compares::Timestamp => Holds::Timestamp,
        Compares::Truth | Compares::Test => Holds::Truth,
    })
}

fn transitions<'a>(json: &'a Map<String, Value>, at: &str) -> Vec<Transition<'a>> {
    let mut out = Vec::new();
    for field in ["Next", "Default"] {
        if let Some(to) = json.get(field).and_then(Value::as_str) {
            out.push(Transition { to, pointer: pointer(at, field) });
        }
    }
    for field in ["Catch", "Choices"] {
        let Some(Value::Array(entries)) = json.get(field) else { continue };
        for (index, entry) in entries.iter().enumerate() {
            if let Some(to) = entry.get("Next").and_then(Value::as_str) {
                out.push(Transition { to, pointer: format!("{at}/{field}/{index}/Next") });
            }
        }
    }
    out
}
