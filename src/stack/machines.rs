//! State machines as resources: the machine, its role, its policies.

use super::Stack;
use super::judged::judged;
use super::synthesis::{Out, SynthesizedMachine, Target};
use crate::data::{Tree, length_of_text};
use crate::diagnostic::{Diagnostic, Origin};
use crate::iam::{
    INLINE_POLICY_LIMIT, MANAGED_POLICIES_PER_ROLE, MANAGED_POLICY_LIMIT, Statement, arn, merge,
    policy_document, policy_length, trust_policy,
};
use crate::machine::{Built, Encryption, Logging, Machine, MachineType, StateMachine};
use crate::reference::{Handle, Property, Reference};
use crate::template::Body;
use indexmap::IndexMap;
use serde_json::{Map, Value, json};

/// The largest definition that Step Functions takes, in bytes.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html>.
const LARGEST_DEFINITION: usize = 1_048_576;

/// A machine of the stack, waiting to be written.
#[derive(Debug)]
pub(super) struct Entry {
    built: Built,
    origin: Origin,
    name: Option<Property<String>>,
    kind: MachineType,
    logging: Option<Logging>,
    tracing: bool,
    encryption: Option<Encryption>,
    tags: IndexMap<String, Property<String>>,
    role: Option<Property<String>>,
    /// Permissions that were granted after it was added.
    pub(super) granted: Vec<Statement>,
    /// Those of them that stand in a policy of their own, for which nothing waits.
    pub(super) apart: Vec<Statement>,
    /// What starts it, as SAM has it, by name.
    events: Map<String, Value>,
}

pub(super) fn add(machine: StateMachine, id: &str, stack: &mut Stack) -> Handle<Machine> {
    let mut entry = Entry {
        origin: machine.origin.clone(),
        name: machine.name.clone(),
        kind: machine.kind,
        logging: machine.logging.clone(),
        tracing: machine.tracing,
        encryption: machine.encryption.clone(),
        tags: machine.tags.clone(),
        role: machine.role.clone(),
        granted: Vec::new(),
        apart: Vec::new(),
        events: Map::new(),
        built: machine.build(),
    };
    let judged = judged(&mut entry.built, entry.kind, &entry.origin);
    let told = std::mem::take(&mut entry.built.findings);
    for finding in told.into_iter().chain(judged) {
        stack.scope.report(finding.in_resource(id));
    }
    let others = entry.built.statements.extract_if(.., |statement| statement.role.is_some());
    for statement in others.collect::<Vec<_>>() {
        hand_over(statement, id, stack);
    }
    if let Some(Property::Literal(name)) = &entry.name
        && let Some(problem) = name_problem(name)
    {
        stack.scope.report(
            Diagnostic::error("malformed-machine-name", format!("the machine's name `{name}` {problem}"))
                .in_resource(id)
                .origin(entry.origin.clone())
                .help("letters, digits, `-`, `_` and `.` are safe; 80 characters at most"),
        );
    }
    let facts = Machine { kind: entry.kind, name: entry.name.clone(), states: entry.built.states };
    stack.machines.entry(id.to_owned()).or_insert(entry);
    Handle::new(id, facts)
}

/// Permits something to the role of another thing than the machine, where that is a role of the stack.
fn hand_over(mut statement: Statement, id: &str, stack: &mut Stack) {
    let Some(role) = statement.role.take() else { return };
    let known = stack.scope.entries.get(&*role).map(|entry| &entry.body);
    if matches!(known, Some(Body::Role { .. })) {
        let role = Handle::new(role, crate::template::iam::Role::new(Value::Null));
        stack.scope.grant(&role, statement, false);
        return;
    }
    let state = statement.reasons.first().map(|reason| reason.state.to_string()).unwrap_or_default();
    let message = format!(
        "state `{state}` needs `{}` in the role `{role}`, which is none of this stack's",
        statement.actions.join("`, `")
    );
    stack.scope.report(
        Diagnostic::warning("permission-elsewhere", message)
            .in_resource(id)
            .state(state)
            .help(format!("permit it where that role is made: {}", statement.to_json())),
    );
}

/// Checked against <https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html>.
fn name_problem(name: &str) -> Option<String> {
    const FORBIDDEN: &str = "<>{}[]?*\"#%\\^|~`$&,;:/";
    let length = name.chars().count();
    if length == 0 {
        return Some("is empty".to_owned());
    }
    if length > 80 {
        return Some(format!("has {length} characters"));
    }
    let bad = name.chars().find(|c| c.is_whitespace() || c.is_control() || FORBIDDEN.contains(*c));
    bad.map(|c| format!("contains `{}`", c.escape_default()))
}

impl Entry {
    /// Notes what starts it, for SAM; `false` where the machine is not written in SAM's way.
    pub(super) fn note(&mut self, name: &str, event: Value) -> bool {
        let noted = self.encryption.is_none();
        if noted {
            self.events.insert(name.to_owned(), event);
        }
        noted
    }

    /// Writes the role, the machine and its policies.
    pub(super) fn write(self, id: &str, target: Target, out: &mut Out) {
        let mut statements = self.built.statements;
        if !self.granted.is_empty() {
            statements.extend(self.granted);
            statements = merge(statements);
        }
        let (own, inline): (Vec<_>, Vec<_>) =
            statements.into_iter().partition(|statement| statement.names_own_machine);
        let own: Vec<Statement> = own.into_iter().map(|statement| statement.of_machine(id)).collect();
        let apart = merge(self.apart);
        let beside: usize =
            [&own, &apart].into_iter().map(|part| policy_length(&policy_document(part))).sum();

        let role = match &self.role {
            Some(role) => role.to_json(),
            None => {
                let role = format!("{id}Role");
                write_role(id, &role, &inline, beside, out);
                Reference::attribute(role.as_str(), "Arn").to_json()
            }
        };
        let bytes = self.built.integrations.length_with_arns(self.built.length);
        if bytes > LARGEST_DEFINITION {
            out.report(
                Diagnostic::error(
                    "definition-too-large",
                    format!("the definition of `{id}` has {bytes} bytes, and Step Functions takes {LARGEST_DEFINITION}"),
                )
                .in_resource(id)
                .origin(self.origin.clone())
                .help("let parts of it be machines of their own, started by `StepFunctionsStartExecution`"),
            );
        }
        let substitutions = self.built.substitutions;

        let mut properties = Map::new();
        // SAM knows neither encryption nor a definition as text.
        let sam = target == Target::Sam && self.encryption.is_none() && !self.built.lookalike;
        let key = |cloudformation: &'static str, serverless: &'static str| {
            if sam { serverless } else { cloudformation }.to_owned()
        };
        if let Some(name) = &self.name {
            properties.insert(key("StateMachineName", "Name"), name.to_json());
        }
        if self.kind == MachineType::Express {
            properties.insert(key("StateMachineType", "Type"), self.kind.as_str().into());
        }
        properties.insert(key("RoleArn", "Role"), role);
        if let Some(logging) = &self.logging {
            properties.insert(key("LoggingConfiguration", "Logging"), logging.to_json());
        }
        if self.tracing {
            properties.insert(key("TracingConfiguration", "Tracing"), json!({ "Enabled": true }));
        }
        if let Some(encryption) = &self.encryption {
            properties.insert("EncryptionConfiguration".to_owned(), encryption.to_json());
        }
        let mut tags = self.tags;
        for (key, value) in out.tags() {
            tags.entry(key.clone()).or_insert_with(|| value.clone());
        }
        if !tags.is_empty() {
            let tags = if sam {
                tags.iter().map(|(key, value)| (key.clone(), value.to_json())).collect::<Map<_, _>>().into()
            } else {
                tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect::<Value>()
            };
            properties.insert("Tags".to_owned(), tags);
        }
        if sam && !self.events.is_empty() {
            properties.insert("Events".to_owned(), Value::Object(self.events));
        }
        if !substitutions.is_empty() {
            let bound = substitutions.into_iter().collect();
            properties.insert("DefinitionSubstitutions".to_owned(), Value::Object(bound));
        }
        let mut length = self.built.length;
        let definition = Tree::Object(self.built.definition);
        if self.built.lookalike {
            // An object that looks like a function would be one to CloudFormation; in text it is data.
            let text = definition.to_string();
            length = length_of_text(&text);
            out.property(id, "DefinitionString", text.into());
        } else {
            out.property(id, "Definition", definition);
        }
        let type_name =
            if sam { "AWS::Serverless::StateMachine" } else { "AWS::StepFunctions::StateMachine" };
        out.resource(id, type_name, Value::Object(properties), None);
        if !own.is_empty() && self.role.is_none() {
            // Names the machine, so it is made after it, and nothing waits for it.
            let policy = json!({
                "PolicyName": "own-executions",
                "PolicyDocument": policy_document(&own),
                "Roles": [Reference::to(format!("{id}Role"))],
            });
            out.beside(id, &format!("{id}OwnPolicy"), "AWS::IAM::Policy", policy);
        }
        if !apart.is_empty() && self.role.is_none() {
            let policy = json!({
                "PolicyName": "granted",
                "PolicyDocument": policy_document(&apart),
                "Roles": [Reference::to(format!("{id}Role"))],
            });
            out.beside(id, &format!("{id}RolePolicy"), "AWS::IAM::Policy", policy);
        }
        let statements = inline.into_iter().chain(own).chain(apart).collect();
        out.machine(SynthesizedMachine {
            id: id.to_owned(),
            states: self.built.states,
            statements,
            own_role: self.role.is_some(),
            integrations: self.built.integrations,
            length,
        });
    }
}

/// The role of a machine. What does not fit inline goes into managed policies, which the role waits for.
///
/// `beside` is the length of the inline policies that the role has from elsewhere.
fn write_role(id: &str, role: &str, inline: &[Statement], beside: usize, out: &mut Out) {
    let source = arn("states", "stateMachine:*", [""; 0]);
    let mut properties = Map::new();
    properties
        .insert("AssumeRolePolicyDocument".to_owned(), trust_policy("states.amazonaws.com", Some(source)));
    if !inline.is_empty() {
        let document = policy_document(inline);
        if policy_length(&document) + beside <= INLINE_POLICY_LIMIT {
            properties.insert(
                "Policies".to_owned(),
                json!([{ "PolicyName": "workflow", "PolicyDocument": document }]),
            );
        } else {
            let parts = pack(inline);
            if parts.len() > MANAGED_POLICIES_PER_ROLE {
                out.report(
                    Diagnostic::error(
                        "too-many-permissions",
                        format!("the role of `{id}` would need {} managed policies", parts.len()),
                    )
                    .in_resource(id)
                    .help(format!(
                        "{MANAGED_POLICIES_PER_ROLE} fit a role: let parts be machines of their own"
                    )),
                );
            }
            let mut arns = Vec::new();
            for (index, part) in parts.into_iter().enumerate() {
                let policy = format!("{role}Policy{}", index + 1);
                let document = json!({ "PolicyDocument": policy_document(&part) });
                out.beside(id, &policy, "AWS::IAM::ManagedPolicy", document);
                arns.push(Reference::to(policy).to_json());
            }
            properties.insert("ManagedPolicyArns".to_owned(), Value::Array(arns));
        }
    }
    let tags: Value = out.tags().iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
    if tags.as_array().is_some_and(|tags| !tags.is_empty()) {
        properties.insert("Tags".to_owned(), tags);
    }
    out.beside(id, role, "AWS::IAM::Role", Value::Object(properties));
}

/// Statements in as few managed policies as they fit when taken in order; one that is too long itself is cut by its
/// resources.
fn pack(statements: &[Statement]) -> Vec<Vec<Statement>> {
    let length = |statement: &Statement| policy_length(&statement.to_json()) + 1;
    let mut parts: Vec<Vec<Statement>> = Vec::new();
    let mut filled = usize::MAX / 2;
    let mut place = |statement: Statement| {
        let bytes = length(&statement);
        match parts.last_mut() {
            Some(part) if filled + bytes <= MANAGED_POLICY_LIMIT => {
                part.push(statement);
                filled += bytes;
            }
            _ => {
                parts.push(vec![statement]);
                // The document around the statements takes some as well.
                filled = bytes + 64;
            }
        }
    };
    for statement in statements {
        if length(statement) + 64 <= MANAGED_POLICY_LIMIT {
            place(statement.clone());
            continue;
        }
        let mut slice = Statement { resources: Vec::new(), ..statement.clone() };
        for resource in &statement.resources {
            slice.resources.push(resource.clone());
            if length(&slice) + 64 > MANAGED_POLICY_LIMIT && slice.resources.len() > 1 {
                slice.resources.pop();
                place(slice.clone());
                slice.resources = vec![resource.clone()];
            }
        }
        place(slice);
    }
    parts
}
