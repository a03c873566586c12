//! From a flow to the states of a machine: every end joined, every field lowered, everything wrong reported.

mod checks;
mod reach;

use super::integrations::Integrations;
use super::join::{Entry, Flow};
use super::node::{Exit, Node, Target};
use crate::asl::lower::{At, Bindings, Lowering, language_of, language_of_names};
use crate::asl::{Kind, QueryLanguage};
use crate::data::{Entries, Text, Tree, length, length_of_text};
use crate::diagnostic::{Diagnostic, Origin, nearest, pointer};
use crate::iam::Statement;
use checks::check_variables;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The longest name that a state may have, in characters.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html>.
const LONGEST_NAME: usize = 80;

/// A state that not every workflow can have.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) state: Arc<str>,
    pub(crate) pointer: String,
    pub(crate) what: Waits,
    pub(crate) origin: Origin,
    /// Whether it stands in a distributed Map whose items run as Express workflows.
    pub(crate) in_express_map: bool,
}

/// What an Express workflow cannot wait for.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    Callback,
    Job,
    Activity,
    /// The child workflows of a distributed Map.
    Children,
}

impl Waits {
    /// What a Task waits for, where it is more than an answer.
    pub(crate) fn of(resource: &str) -> Option<Self> {
        if resource.ends_with(".waitForTaskToken") {
            Some(Waits::Callback)
        } else if resource.ends_with(".sync") || resource.ends_with(".sync:2") {
            Some(Waits::Job)
        } else if resource.contains(":activity:") {
            Some(Waits::Activity)
        } else {
            None
        }
    }
}

/// A closed flow.
#[derive(Debug)]
pub(crate) struct Closed {
    /// `StartAt` and `States`.
    pub(crate) machine: Entries,
    pub(crate) statements: Vec<Statement>,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) bindings: Bindings,
    /// The states that an Express workflow cannot have.
    pub(crate) calls: Vec<Call>,
    /// The integrations, for which names stand in the states.
    pub(crate) integrations: Integrations,
    /// The length of all states with their names as JSON, in bytes.
    pub(crate) length: usize,
    pub(crate) states: usize,
    /// The builder line of each state, by its name.
    pub(crate) origins: FxHashMap<Arc<str>, Origin>,
}

impl Flow {
    /// Closes the flow as a machine that speaks `language`. Open ends become ends of the machine.
    pub(crate) fn close(self, language: QueryLanguage) -> Closed {
        let mut closing = Closing {
            language,
            statements: Vec::new(),
            findings: Vec::new(),
            bindings: Bindings::default(),
            calls: Vec::new(),
            names: FxHashMap::default(),
            labels: FxHashSet::default(),
            integrations: Integrations::default(),
            length: 0,
        };
        self.each_node(&mut |node| {
            let fresh = || Named { first: node.origin.clone(), count: 0, seen: false };
            closing.names.entry(Arc::clone(&node.name)).or_insert_with(fresh).count += 1;
        });
        let machine = closing.machine(self, "", Outer { language, express: false });
        Closed {
            machine,
            statements: closing.statements,
            findings: closing.findings,
            bindings: closing.bindings,
            calls: closing.calls,
            integrations: closing.integrations,
            length: closing.length,
            states: closing.names.values().map(|name| name.count).sum(),
            origins: closing.names.into_iter().map(|(name, named)| (name, named.first)).collect(),
        }
    }

    fn each_node(&self, visit: &mut impl FnMut(&Node)) {
        for node in &self.nodes {
            visit(node);
            for inner in &node.inner {
                inner.flow.each_node(visit);
            }
        }
    }
}

struct Closing {
    language: QueryLanguage,
    statements: Vec<Statement>,
    findings: Vec<Diagnostic>,
    bindings: Bindings,
    calls: Vec<Call>,
    /// Every name of the whole machine.
    names: FxHashMap<Arc<str>, Named>,
    /// The labels of the Maps before the state at hand.
    labels: FxHashSet<String>,
    integrations: Integrations,
    /// Of the states of the outermost machine, as JSON, in bytes.
    length: usize,
}

/// What is known of a name: where it was first said, how often, and whether that was before the state at hand.
struct Named {
    first: Origin,
    count: usize,
    seen: bool,
}

/// The names of one machine's own states, each with the place of the first state of that name.
type Local = FxHashMap<Arc<str>, usize>;

/// What surrounds a machine inside a machine.
#[derive(Clone, Copy)]
struct Outer {
    language: QueryLanguage,
    express: bool,
}

impl Closing {
    fn machine(&mut self, flow: Flow, at: &str, outer: Outer) -> Entries {
        let Flow { nodes, entry, findings, .. } = flow;
        self.findings.extend(findings);
        let mut local = Local::with_capacity_and_hasher(nodes.len(), Default::default());
        for (index, node) in nodes.iter().enumerate() {
            local.entry(Arc::clone(&node.name)).or_insert(index);
        }
        let base = pointer(at, "States");
        let (start, jump) = match (entry, nodes.front()) {
            (Entry::At(name, jump), _) => (name, jump),
            (Entry::Through, Some(first)) => (Arc::clone(&first.name), None),
            (Entry::Through, None) => (Arc::default(), None),
        };
        if nodes.is_empty() {
            self.findings.push(
                Diagnostic::error("no-states", "there is no state in this machine")
                    .pointer(base.clone())
                    .help("a `go_to` or `go_on` alone is nothing to run: begin with a state"),
            );
        } else if !local.contains_key(&start) {
            let by = (None, jump.as_ref());
            self.dangling(&start, &local, format!("{at}/StartAt"), "the machine leads", by);
        }
        self.reach(&nodes, &local, &start, &base);
        let mut states = Entries::with_capacity(nodes.len());
        for (index, node) in nodes.into_iter().enumerate() {
            let here = pointer(&base, &node.name);
            self.check_name(&node, &here);
            // Of two states that have the same name, which is a finding, the first stays.
            let first = local.get(&node.name) == Some(&index);
            let name = Text::new(&node.name);
            let state = Tree::Object(self.state(*node, &here, &local, outer));
            // Counted here, where it is fresh: a walk over ten thousand states costs more than the counting.
            if at.is_empty() {
                self.length += length_of_text(&name) + length(&state) + 2;
            }
            if first {
                states.push(name, state);
            }
        }
        let mut machine = Entries::with_capacity(4);
        machine.set("StartAt", Text::new(&start));
        machine.set("States", states);
        machine
    }

    fn state(&mut self, node: Node, here: &str, local: &Local, outer: Outer) -> Entries {
        let Node { name, kind, origin, fields, .. } = node;
        let by_name = if node.raw { language_of_names(fields.keys()) } else { None };
        let said =
            node.language.or(by_name).or_else(|| fields.values().find_map(language_of)).or_else(|| {
                let parts = node.catches.iter().chain(&node.rules);
                parts
                    .clone()
                    .filter_map(|exit| exit.condition.as_ref())
                    .find_map(|condition| condition.language())
                    .or_else(|| parts.clone().flat_map(|exit| exit.fields.values()).find_map(language_of))
                    .or_else(|| parts.clone().find_map(|exit| language_of_names(exit.fields.keys())))
            });
        let language = said.unwrap_or(self.language);
        for finding in node.findings {
            let within = finding.place.pointer.as_deref().unwrap_or_default();
            let at = match arguments(within).filter(|_| language == QueryLanguage::Jsonata) {
                Some(rest) => format!("{here}/Arguments{rest}"),
                None => format!("{here}{within}"),
            };
            self.findings.push(finding.pointer(at));
        }
        for statement in node.statements {
            let statement = statement.asked_by(Arc::clone(&name));
            if let Some(finding) = statement.problem() {
                self.findings.push(finding.state(&*name).pointer(here).origin(origin.clone()));
            }
            self.statements.push(statement);
        }
        if self.language == QueryLanguage::Jsonata && language == QueryLanguage::JsonPath {
            self.findings.push(
                Diagnostic::error(
                    "jsonpath-in-jsonata-machine",
                    format!("state `{name}` speaks JSONPath in a machine that speaks JSONata"),
                )
                .state(&*name)
                .pointer(here)
                .origin(origin.clone())
                .help("let the machine speak JSONPath; its states may still choose JSONata"),
            );
        }
        let mut state = Entries::with_capacity(fields.len() + 4);
        state.set("Type", Tree::fixed(kind.as_str()));
        if language != self.language || language != outer.language {
            state.set("QueryLanguage", Tree::fixed(language.as_str()));
        }
        let lowering = &mut Lowering {
            kind,
            language,
            raw: node.raw,
            state: &name,
            origin: &origin,
            bindings: &mut self.bindings,
            findings: &mut self.findings,
        };
        let at = At::Root(here);
        lowering.fields(fields, &at, &mut state);
        if !node.retry.is_empty() {
            let mut retry = Tree::List(node.retry);
            lowering.plain(&mut retry, &At::Key(&at, "Retry"));
            state.set("Retry", retry);
        }
        check_variables(&state, here, lowering);
        let place = Where { state: &name, origin: &origin, here, local, activity: node.activity };
        let catches = self.exits("Catch", node.catches, kind, language, node.raw, &place);
        if !catches.is_empty() {
            state.set("Catch", catches);
        }
        let rules = self.exits("Choices", node.rules, kind, language, node.raw, &place);
        if kind == Kind::Choice {
            if rules.is_empty() {
                let what = format!("Choice `{name}` has no rule");
                self.findings.push(place.finding("no-rules", what, "Choices").help("add one with `when`"));
            }
            state.set("Choices", rules);
        }
        if let Some(default) = node.default
            && let Some(next) = self.target(default, "Default", "the default way of ", &place)
        {
            state.set("Default", next);
        }
        self.inner(node.inner, kind, &mut state, language, outer, &place);
        match node.next {
            Some(Target::Open) => {
                state.set("End", true);
            }
            Some(target @ Target::To(..)) => {
                if let Some(next) = self.target(target, "Next", "", &place) {
                    state.set("Next", next);
                }
            }
            None => {}
        }
        self.check_times(&state, &place);
        self.check_call(&state, outer, &place);
        self.integrations.put_into(&mut state);
        state
    }

    fn inner(
        &mut self,
        inner: Vec<super::node::Inner>,
        kind: Kind,
        state: &mut Entries,
        language: QueryLanguage,
        outer: Outer,
        place: &Where<'_>,
    ) {
        let given = ["Branches", "ItemProcessor", "Iterator"].iter().any(|field| state.contains_key(field));
        if inner.is_empty() && !given {
            let (what, field, help) = match kind {
                Kind::Parallel => ("branch", "Branches", "add one with `branch`"),
                Kind::Map => ("step", "ItemProcessor", "say the steps for each item with `each`"),
                _ => return,
            };
            let message = format!("{kind} `{}` has no {what}", place.state);
            self.findings.push(place.finding("no-steps", message, field).help(help));
            return;
        }
        let mut branches = Vec::new();
        for (index, part) in inner.into_iter().enumerate() {
            let base = pointer(place.here, part.field);
            let config = |field: &str| part.extra.get("ProcessorConfig").and_then(|config| config.get(field));
            let distributed = config("Mode").is_some_and(|mode| mode.as_str() == Some("DISTRIBUTED"));
            let express =
                distributed && config("ExecutionType").is_some_and(|kind| kind.as_str() == Some("EXPRESS"));
            if distributed {
                self.calls.push(place.call(Waits::Children, outer.express));
            }
            let outer = Outer { language, express: outer.express || express };
            let before = self.findings.len();
            let mut machine = part.extra;
            if part.field == "Branches" {
                machine.extend(self.machine(part.flow, &format!("{base}/{index}"), outer));
                branches.push(Tree::Object(machine));
            } else {
                self.check_map(state, distributed, place);
                machine.extend(self.machine(part.flow, &base, outer));
                state.set(part.field, machine);
            }
            for finding in self.findings.iter_mut().skip(before) {
                finding.origin.get_or_insert_with(|| place.origin.clone());
            }
        }
        if !branches.is_empty() {
            state.set("Branches", branches);
        }
    }

    fn exits(
        &mut self,
        field: &'static str,
        exits: Vec<Exit>,
        kind: Kind,
        language: QueryLanguage,
        raw: bool,
        place: &Where<'_>,
    ) -> Vec<Tree> {
        let mut out = Vec::with_capacity(exits.len());
        if exits.is_empty() {
            return out;
        }
        let base = pointer(place.here, field);
        for (index, exit) in exits.into_iter().enumerate() {
            let here = format!("{base}/{index}");
            let mut fields = match &exit.condition {
                Some(condition) => {
                    let before = self.findings.len();
                    let lowered = condition.lower(language, &mut self.findings);
                    self.bindings.note_all(&lowered, &|name, text| {
                        let message = format!("deployment would replace `${{{name}}}` in `{text}`");
                        let finding = Diagnostic::error("placeholder-in-literal", message);
                        finding
                            .state(place.state)
                            .pointer(here.as_str())
                            .origin(place.origin.clone())
                            .help(format!("name the resource behind `{name}` otherwise"))
                    });
                    for finding in self.findings.iter_mut().skip(before) {
                        finding.place.state.get_or_insert_with(|| place.state.to_owned());
                        finding.place.pointer.get_or_insert_with(|| here.clone());
                        finding.origin.get_or_insert_with(|| place.origin.clone());
                    }
                    lowered
                }
                None => Entries::new(),
            };
            let lowering = &mut Lowering {
                kind,
                language,
                raw,
                state: place.state,
                origin: place.origin,
                bindings: &mut self.bindings,
                findings: &mut self.findings,
            };
            lowering.fields(exit.fields, &At::Root(&here), &mut fields);
            check_variables(&fields, &here, lowering);
            let what = match field {
                "Catch" => format!("catch {} of ", index + 1),
                _ => format!("rule {} of ", index + 1),
            };
            if let Some(next) = self.target(exit.target, &format!("{field}/{index}/Next"), &what, place) {
                fields.set("Next", next);
            }
            out.push(Tree::Object(fields));
        }
        out
    }

    /// The name a way leads to; reports one that leads nowhere.
    fn target(&mut self, target: Target, field: &str, what: &str, place: &Where<'_>) -> Option<Tree> {
        match target {
            Target::To(name, jump) => {
                if !place.local.contains_key(&name) {
                    let at = format!("{}/{field}", place.here);
                    let who = format!("{what}state `{}` leads", place.state);
                    let by = (Some(place.state), Some(jump.as_ref().unwrap_or(place.origin)));
                    self.dangling(&name, place.local, at, &who, by);
                }
                Some(Tree::Text(Text::new(&name)))
            }
            Target::Open => {
                let message = format!("{what}state `{}` goes on, and nothing follows", place.state);
                self.findings.push(
                    Diagnostic::error("open-end", message)
                        .state(place.state)
                        .pointer(format!("{}/{field}", place.here))
                        .origin(place.origin.clone())
                        .help("add a state with `then`; a rule, a default and a catch have to lead to one"),
                );
                None
            }
        }
    }

    fn dangling(
        &mut self,
        name: &str,
        local: &Local,
        at: String,
        who: &str,
        by: (Option<&str>, Option<&Origin>),
    ) {
        let mut finding =
            Diagnostic::error("unknown-next", format!("{who} to `{name}`, which does not exist")).pointer(at);
        // A set has no order, so the nearest is picked from sorted names.
        let mut known: Vec<&str> = local.keys().map(|name| &**name).collect();
        known.sort_unstable();
        if self.names.contains_key(name) {
            finding.message = format!("{who} to `{name}`, which stands in another machine");
            finding = finding.help("a way never leads into or out of a branch or the steps of a Map");
        } else if let Some(near) = nearest(name, known) {
            finding = finding.help(format!("there is a state `{near}`"));
        }
        if let Some(state) = by.0 {
            finding = finding.state(state);
        }
        if let Some(origin) = by.1 {
            finding = finding.origin(origin.clone());
        }
        self.findings.push(finding);
    }
}

/// The rest of a pointer into what a state sends. Requests call that `Parameters`, and JSONata has it as `Arguments`.
fn arguments(pointer: &str) -> Option<&str> {
    let rest = pointer.strip_prefix("/Parameters")?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// A state, for those who report about it.
struct Where<'a> {
    state: &'a str,
    origin: &'a Origin,
    here: &'a str,
    local: &'a Local,
    activity: bool,
}

impl Where<'_> {
    fn finding(&self, code: &'static str, message: String, field: &str) -> Diagnostic {
        Diagnostic::error(code, message)
            .state(self.state)
            .pointer(pointer(self.here, field))
            .origin(self.origin.clone())
    }

    fn call(&self, what: Waits, in_express_map: bool) -> Call {
        Call {
            state: self.state.into(),
            pointer: self.here.to_owned(),
            what,
            origin: self.origin.clone(),
            in_express_map,
        }
    }
}
