//! From a state machine's parts to its definition and its statements.

use super::options::{Logging, MachineType, tracing_statement};
use super::state_machine::{Source, StateMachine};
use crate::asl::lower::{At, Bindings, is_function};
use crate::asl::{Definition, QueryLanguage, Seconds};
use crate::data::{Entries, Text, Tree, length, length_of_text};
use crate::diagnostic::{Diagnostic, Origin};
use crate::flow::{Call, Closed, Integrations, Waits};
use crate::iam::{Statement, merge};
use crate::reference::{Piece, partition, sub};
use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::sync::Arc;

/// A machine whose states are lowered.
#[derive(Debug)]
pub(crate) struct Built {
    /// As the template has it: references are `${Name}`, and so are integrations, whose ARNs name a partition.
    pub(crate) definition: Entries,
    /// What the names in it stand for.
    pub(crate) substitutions: IndexMap<String, Value>,
    pub(crate) integrations: Integrations,
    pub(crate) statements: Vec<Statement>,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) states: usize,
    /// The length of the definition as JSON, in bytes.
    pub(crate) length: usize,
    /// The builder line of each state, by its name; none where the definition was given.
    pub(crate) origins: FxHashMap<Arc<str>, Origin>,
    /// Whether CloudFormation would take something in the definition for a function of its own.
    pub(crate) lookalike: bool,
}

impl StateMachine {
    /// Lowers the states, collects what they need, and says what is wrong.
    pub(crate) fn build(self) -> Built {
        let (mut body, calls) = match self.source {
            Source::Flow(flow) => {
                let closed = flow.close(self.language);
                (Body::of(closed), true)
            }
            Source::Definition(Ok(definition)) => {
                let entries = definition.clone().into_entries();
                (Body::read(&definition, entries, &self.origin), false)
            }
            Source::Definition(Err(finding)) => (Body { findings: vec![*finding], ..Body::default() }, false),
            Source::Data(entries) => {
                let definition = Definition::from_entries(&entries);
                (Body::read(&definition, entries, &self.origin), false)
            }
        };
        let mut findings = std::mem::take(&mut body.findings);
        let mut top = Entries::with_capacity(5);
        if let Some(comment) = self.comment {
            body.bindings.note(&comment, |name| {
                let message = format!("deployment would replace `${{{name}}}` in the comment `{comment}`");
                Diagnostic::error("placeholder-in-literal", message)
                    .pointer("/Comment")
                    .help("say it otherwise")
            });
            top.set("Comment", comment);
        }
        if calls && self.language == QueryLanguage::Jsonata {
            top.set("QueryLanguage", Tree::fixed(self.language.as_str()));
        }
        if let Some(Seconds(seconds)) = self.timeout {
            if !(1..=99_999_999).contains(&seconds) {
                findings.push(
                    Diagnostic::error(
                        "out-of-range",
                        format!("`TimeoutSeconds` of the machine is {seconds}, it can be 1 to 99999999"),
                    )
                    .pointer("/TimeoutSeconds")
                    .origin(self.origin.clone()),
                );
            }
            top.set("TimeoutSeconds", seconds);
        }
        // What was said here wins over what a definition of one's own says.
        for (key, value) in body.machine {
            if !top.contains_key(&key) {
                top.push(key, value);
            }
        }
        for (name, reference) in &self.substitutions {
            if !body.bindings.bind_as(name, reference.to_json()) {
                findings.push(
                    Diagnostic::error("duplicate-substitution", format!("`${{{name}}}` is bound twice"))
                        .origin(self.origin.clone())
                        .help("leave one `substitution` out"),
                );
            }
        }
        let express = self.kind == MachineType::Express;
        let misplaced = body.calls.iter().filter(|call| express || call.in_express_map);
        findings.extend(misplaced.map(|call| express_problem(call, !express)));
        let mut statements = body.statements;
        findings.extend(self.statements.iter().filter_map(Statement::problem));
        statements.extend(self.statements);
        if self.logging.is_some() {
            statements.push(Logging::statement());
        }
        if self.tracing {
            statements.push(tracing_statement());
        }
        if let Some(encryption) = &self.encryption {
            if let Some(seconds) = encryption.reuse_seconds()
                && !(60..=900).contains(&seconds)
            {
                findings.push(
                    Diagnostic::error(
                        "out-of-range",
                        format!("`KmsDataKeyReusePeriodSeconds` is {seconds}, it can be 60 to 900"),
                    )
                    .origin(self.origin.clone()),
                );
            }
            statements.extend(encryption.statements(self.logging.is_some()));
        }
        let mut integrations = body.integrations;
        let names: Vec<(String, Value)> = integrations
            .names()
            .map(|(rest, name)| {
                let neutral = sub("arn:{}:states:::{}", [partition().into(), Piece::from(rest)]);
                (name.to_owned(), neutral.to_json())
            })
            .collect();
        for (index, (name, neutral)) in names.into_iter().enumerate() {
            let bound = body.bindings.name(&neutral, &name);
            if bound != name {
                integrations.rename(index, &bound, &mut top);
            }
        }
        let length = length_of_entries(top.iter().filter(|(key, _)| *key != "States"))
            + r#"{"States":{}"#.len()
            + body.length.max(1);
        let lookalike = body.bindings.has_lookalike();
        let (substitutions, taken) = body.bindings.finish();
        findings.extend(taken);
        if !calls {
            findings.extend(unbound(&top, &substitutions));
        }
        for finding in &mut findings {
            finding.origin.get_or_insert_with(|| self.origin.clone());
        }
        Built {
            definition: top,
            substitutions,
            statements: merge(statements),
            findings,
            states: body.states,
            length,
            integrations,
            origins: body.origins,
            lookalike,
        }
    }
}

/// The length of entries of an object as JSON, in bytes, each with its colon and a comma.
fn length_of_entries<'a>(entries: impl Iterator<Item = (&'a Text, &'a Tree)>) -> usize {
    entries.map(|(key, value)| length_of_text(key) + length(value) + 2).sum()
}

/// The states, wherever they come from.
#[derive(Default)]
struct Body {
    machine: Entries,
    bindings: Bindings,
    statements: Vec<Statement>,
    findings: Vec<Diagnostic>,
    calls: Vec<Call>,
    integrations: Integrations,
    /// The length of all states with their names as JSON, in bytes.
    length: usize,
    states: usize,
    origins: FxHashMap<Arc<str>, Origin>,
}

impl Body {
    fn of(closed: Closed) -> Self {
        let Closed { machine, statements, findings, bindings, calls, integrations, length, states, origins } =
            closed;
        Body { machine, bindings, statements, findings, calls, integrations, length, states, origins }
    }

    fn read(definition: &Definition, mut machine: Entries, origin: &Origin) -> Self {
        let mut body = Body::default();
        let states = definition.states();
        body.states = states.len();
        for state in states {
            let config = state.field("ItemProcessor").and_then(|steps| steps.get("ProcessorConfig"));
            let mode = config.and_then(|config| config.get("Mode"));
            let waits = if mode.is_some_and(|mode| mode == "DISTRIBUTED") {
                Some(Waits::Children)
            } else {
                state.resource().and_then(Waits::of)
            };
            body.calls.extend(waits.map(|what| Call {
                state: state.name().into(),
                pointer: state.pointer().to_owned(),
                what,
                origin: origin.clone(),
                in_express_map: false,
            }));
        }
        bind_entries(&mut machine, &At::Root(""), &mut body.bindings, &mut body.findings);
        body.integrations.put_into_all(&mut machine);
        let states = machine.get("States").and_then(Tree::as_object);
        body.length = states.map_or(0, |states| length_of_entries(states.iter()));
        body.machine = machine;
        body
    }
}

/// The `${Name}` in a definition of one's own to which nothing is bound, each where it stands first.
fn unbound(machine: &Entries, bound: &IndexMap<String, Value>) -> Vec<Diagnostic> {
    let mut found: IndexMap<String, String> = IndexMap::new();
    for (key, value) in machine.iter() {
        placeholders(value, &At::Key(&At::Root(""), key), &mut found);
    }
    let unbound = found.into_iter().filter(|(name, _)| !bound.contains_key(name));
    let finding = |(name, pointer): (String, String)| {
        let help = match crate::diagnostic::nearest(&name, bound.keys().map(String::as_str)) {
            Some(near) => format!("there is `${{{near}}}`"),
            None => format!("bind it by `substitution(\"{name}\", …)`, or put a reference in its place"),
        };
        Diagnostic::warning(
            "unbound-placeholder",
            format!("nothing is bound to `${{{name}}}`, so deployment leaves it as it is"),
        )
        .pointer(pointer)
        .help(help)
    };
    unbound.map(finding).collect()
}

/// Notes each `${Name}` in text; what no name can be is something else, such as JSONata.
fn placeholders(value: &Tree, at: &At<'_>, found: &mut IndexMap<String, String>) {
    match value {
        Tree::Text(text) => {
            for (name, _) in text.split("${").skip(1).filter_map(|rest| rest.split_once('}')) {
                let fits = |c: char| c.is_ascii_alphanumeric() || "_-.:".contains(c);
                if !name.is_empty() && name.chars().all(fits) {
                    found.entry(name.to_owned()).or_insert_with(|| at.pointer());
                }
            }
        }
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                placeholders(item, &At::Index(at, index), found);
            }
        }
        Tree::Object(entries) => {
            for (key, value) in entries.iter() {
                placeholders(value, &At::Key(at, key), found);
            }
        }
        _ => {}
    }
}

/// Turns the references of a definition of one's own into substitutions. Expressions stand in it in ASL's spelling
/// only: nothing says here which key announces them.
fn bind_references(value: &mut Tree, at: &At<'_>, bindings: &mut Bindings, findings: &mut Vec<Diagnostic>) {
    match value {
        Tree::Reference(reference) => *value = Tree::Text(bindings.bind(reference, at.key())),
        Tree::Expression(expression) => {
            let said = expression.in_jsonpath().map_or_else(|| expression.text.clone(), Text::from);
            findings.push(
                Diagnostic::error(
                    "expression-in-literal",
                    format!("`{said}` is an expression, and this definition is given as JSON"),
                )
                .pointer(at.pointer())
                .origin(expression.origin.clone())
                .help("write it as ASL does: `\"Key.$\": \"$.path\"` or `{% … %}`"),
            );
            *value = Tree::Text(said);
        }
        Tree::List(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                bind_references(item, &At::Index(at, index), bindings, findings);
            }
        }
        Tree::Object(entries) => bind_entries(entries, at, bindings, findings),
        _ => {}
    }
}

/// The same in all entries of an object.
fn bind_entries(entries: &mut Entries, at: &At<'_>, bindings: &mut Bindings, findings: &mut Vec<Diagnostic>) {
    for (key, value) in entries.iter_mut() {
        if is_function(key) {
            bindings.note_lookalike();
            let message = format!("`{key}` in the definition is data, and looks like a reference");
            let help = "put what is bound in as `${Name}`, and bind it by `substitution`";
            let finding = Diagnostic::advice("data-like-reference", message);
            findings.push(finding.pointer(At::Key(at, key).pointer()).help(help));
        }
        bind_references(value, &At::Key(at, key), bindings, findings);
    }
}

/// What is wrong with a state in an Express workflow, or in the Express steps of a Map.
fn express_problem(call: &Call, in_map: bool) -> Diagnostic {
    let place = if in_map { "the Express steps of a Map" } else { "an Express workflow" };
    let what = match call.what {
        Waits::Callback => format!("waits for a callback, which {place} cannot"),
        Waits::Job => format!("waits for a job, which {place} cannot"),
        Waits::Activity => format!("is an activity, which {place} cannot"),
        Waits::Children => format!("is a distributed Map, which {place} cannot have"),
    };
    let help = match (call.what, in_map) {
        (Waits::Children, false) => "leave `distributed` out, or make the machine a Standard workflow",
        (Waits::Children, true) => "leave `distributed` out, or let the outer Map run Standard workflows",
        _ => "use request and response, or a Standard workflow",
    };
    Diagnostic::error("not-in-express", format!("`{}` {what}", call.state))
        .state(&*call.state)
        .pointer(call.pointer.as_str())
        .origin(call.origin.clone())
        .help(help)
}
