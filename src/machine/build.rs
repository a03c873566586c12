//! From a state machine's parts to its definition and its statements.

use super::options::{Logging, MachineType, tracing_statement};
use super::state_machine::{Source, StateMachine};
use crate::asl::lower::{Bindings, is_reference};
use crate::asl::{Definition, QueryLanguage, Seconds};
use crate::diagnostic::Diagnostic;
use crate::flow::{Call, Closed};
use crate::iam::{Statement, merge};
use crate::reference::{Piece, partition, sub};
use indexmap::IndexMap;
use serde_json::{Map, Value};

/// A machine whose states are lowered.
#[derive(Debug)]
pub(crate) struct Built {
    /// As other tools read it: resources are `arn:aws:states:::…`, references `${Name}`.
    pub(crate) definition: Map<String, Value>,
    /// What the names in it stand for.
    pub(crate) substitutions: IndexMap<String, Value>,
    /// The resources of the form `arn:aws:states:::…`, each with the name that stands for it in any partition.
    pub(crate) resources: IndexMap<String, String>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) states: usize,
}

impl StateMachine {
    /// Lowers the states, collects what they need, and says what is wrong.
    pub(crate) fn build(self) -> Built {
        let (mut body, calls) = match self.source {
            Source::Flow(flow) => {
                let closed = flow.close(self.language);
                (Body::of(closed), true)
            }
            Source::Definition(definition) => (Body::read(definition), false),
        };
        let mut findings = std::mem::take(&mut body.findings);
        let mut top = Map::new();
        if let Some(comment) = self.comment {
            top.insert("Comment".to_owned(), comment.into());
        }
        if calls && self.language == QueryLanguage::Jsonata {
            top.insert("QueryLanguage".to_owned(), self.language.as_str().into());
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
            top.insert("TimeoutSeconds".to_owned(), seconds.into());
        }
        // What was said here wins over what a definition of one's own says.
        for (key, value) in body.machine {
            top.entry(key).or_insert(value);
        }
        for (name, reference) in &self.substitutions {
            if !body.bindings.bind_as(name, reference.to_json()) {
                findings.push(
                    Diagnostic::error("duplicate-substitution", format!("`${{{name}}}` is bound twice"))
                        .origin(self.origin.clone()),
                );
            }
        }
        if self.kind == MachineType::Express {
            findings
                .extend(body.calls.iter().filter_map(|call| express_problem(call, "an Express workflow")));
            findings.extend(body.distributed.iter().map(|call| {
                finding_of(
                    call,
                    format!("`{}` is a distributed Map, which an Express workflow cannot have", call.state),
                )
                .help("leave `distributed` out, or make the machine a Standard workflow")
            }));
        } else {
            let inside = body.calls.iter().filter(|call| call.in_express_map);
            findings.extend(inside.filter_map(|call| express_problem(call, "the Express steps of a Map")));
        }
        let mut statements = body.statements;
        statements.extend(self.statements);
        findings.extend(statements.iter().filter_map(wildcard));
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
        let mut resources = IndexMap::new();
        each_resource(&mut top, &mut |resource| {
            if let Some(rest) = resource.strip_prefix(INTEGRATION)
                && !resources.contains_key(resource)
            {
                let neutral = sub("arn:{}:states:::{}", [partition().into(), Piece::from(rest)]);
                let name = body.bindings.bind(&neutral.to_json(), &words(rest));
                resources.insert(resource.clone(), name);
            }
        });
        let (substitutions, taken) = body.bindings.finish();
        findings.extend(taken);
        Built {
            definition: top,
            substitutions,
            resources,
            statements: merge(statements),
            findings,
            states: body.states,
        }
    }
}

/// The states, wherever they come from.
struct Body {
    machine: Map<String, Value>,
    bindings: Bindings,
    statements: Vec<Statement>,
    findings: Vec<Diagnostic>,
    calls: Vec<Call>,
    distributed: Vec<Call>,
    states: usize,
}

impl Body {
    fn of(closed: Closed) -> Self {
        let Closed { machine, statements, findings, bindings, calls, distributed, states } = closed;
        Body { machine, bindings, statements, findings, calls, distributed, states }
    }

    fn read(definition: Result<Definition, Box<Diagnostic>>) -> Self {
        let mut body = Body {
            machine: Map::new(),
            bindings: Bindings::default(),
            statements: Vec::new(),
            findings: Vec::new(),
            calls: Vec::new(),
            distributed: Vec::new(),
            states: 0,
        };
        match definition {
            Ok(definition) => {
                body.states = definition.states().len();
                let mut json = Value::Object(definition.into_json());
                bind_references(&mut json, "Value", &mut body.bindings);
                if let Value::Object(machine) = json {
                    body.machine = machine;
                }
            }
            Err(finding) => body.findings.push(*finding),
        }
        body
    }
}

/// Turns the references of a definition of one's own into substitutions.
fn bind_references(value: &mut Value, key: &str, bindings: &mut Bindings) {
    if is_reference(value) {
        *value = Value::String(format!("${{{}}}", bindings.bind(value, key)));
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| bind_references(item, key, bindings)),
        Value::Object(map) => map.iter_mut().for_each(|(key, value)| bind_references(value, key, bindings)),
        _ => {}
    }
}

/// What the resources of service integrations begin with, in the partition that definitions are written for.
const INTEGRATION: &str = "arn:aws:states:::";

/// A name for an integration: `ecs:runTask.sync` to `EcsRunTaskSync`.
fn words(integration: &str) -> String {
    let parts = integration.split(|c: char| !c.is_ascii_alphanumeric());
    parts
        .flat_map(|part| {
            let mut chars = part.chars();
            chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars)
        })
        .collect()
}

/// Visits every `Resource` of a definition: of tasks, of readers and writers, nested ones too.
pub(crate) fn each_resource(machine: &mut Map<String, Value>, visit: &mut impl FnMut(&mut String)) {
    let Some(Value::Object(states)) = machine.get_mut("States") else { return };
    for state in states.values_mut().filter_map(Value::as_object_mut) {
        if let Some(Value::String(resource)) = state.get_mut("Resource") {
            visit(resource);
        }
        for holder in ["ItemReader", "ResultWriter"] {
            if let Some(Value::String(resource)) = state.get_mut(holder).and_then(|it| it.get_mut("Resource"))
            {
                visit(resource);
            }
        }
        for inner in ["ItemProcessor", "Iterator"] {
            if let Some(Value::Object(machine)) = state.get_mut(inner) {
                each_resource(machine, visit);
            }
        }
        if let Some(Value::Array(branches)) = state.get_mut("Branches") {
            for machine in branches.iter_mut().filter_map(Value::as_object_mut) {
                each_resource(machine, visit);
            }
        }
    }
}

fn finding_of(call: &Call, message: String) -> Diagnostic {
    Diagnostic::error("not-in-express", message)
        .state(call.state.as_str())
        .pointer(call.pointer.as_str())
        .origin(call.origin.clone())
}

/// What an Express workflow cannot call.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html>.
fn express_problem(call: &Call, place: &str) -> Option<Diagnostic> {
    let what = if call.resource.ends_with(".waitForTaskToken") {
        "waits for a callback"
    } else if call.resource.ends_with(".sync") || call.resource.ends_with(".sync:2") {
        "waits for a job"
    } else if call.resource.contains(":activity:") || call.activity {
        "is an activity"
    } else {
        return None;
    };
    let finding = finding_of(call, format!("`{}` {what}, which {place} cannot", call.state));
    Some(finding.help("use request and response, or a Standard workflow"))
}

/// A statement of a state that names no resource: AWS permits more than the state needs.
fn wildcard(statement: &Statement) -> Option<Diagnostic> {
    let reason = statement.reasons.iter().find(|reason| !reason.state.is_empty())?;
    if !statement.is_on_everything() {
        return None;
    }
    let actions = statement.actions.join("`, `");
    Some(
        Diagnostic::warning(
            "wildcard-permission",
            format!("state `{}` is permitted `{actions}` on every resource", reason.state),
        )
        .state(reason.state.as_str())
        .help("name what it acts on; where that is only known at run time, narrow it by a condition or accept it"),
    )
}
