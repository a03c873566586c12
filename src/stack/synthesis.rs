//! Writing the template.

use super::{SkippedCheck, Stack, checks};
use crate::asl::Definition;
use crate::data::Tree;
use crate::diagnostic::{Diagnostic, Origin, acknowledge};
use crate::iam::{INLINE_POLICY_LIMIT, Statement, merge, policy_document, policy_length};
use crate::machine::Integrations;
use crate::reference::{Property, Reference};
use crate::template::{Attributes, Body, Entry, Plain, PublishedVersion, Serverless, Tags, Template};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// What a template is written for.
///
/// ```
/// use stepwright::prelude::*;
///
/// let template = Stack::new("empty").synthesize(Target::CloudFormation).template;
/// assert!(template.get("Transform").is_none());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// The Serverless Application Model: `AWS::Serverless` types where they help. The default.
    #[default]
    Sam,
    /// Plain CloudFormation.
    CloudFormation,
}

/// A stack's template, and everything that is wrong with it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// stack.add("Orders", StateMachine::new(Succeed::new("Done")));
/// let synthesis = stack.synthesize(Target::Sam);
/// assert_eq!(synthesis.machines[0].states, 1);
/// assert!(synthesis.asl("Orders").is_some());
/// ```
#[derive(Debug)]
pub struct Synthesis {
    /// The stack's name.
    pub name: String,
    /// The template.
    pub template: Template,
    /// Its state machines.
    pub machines: Vec<SynthesizedMachine>,
    /// The statements of other roles that are kept here, by the role's logical id.
    pub roles: Vec<(String, Vec<Statement>)>,
    /// Everything that is wrong, in the order of the stack.
    pub findings: Vec<Diagnostic>,
    /// Findings that were acknowledged, with the reason.
    pub acknowledged: Vec<(Diagnostic, String)>,
    /// Versions of functions whose logical ids have to follow what they publish; see [`publish`](Self::publish).
    pub versions: Vec<PublishedVersion>,
    /// Folders of application code that belong beside the template, relative to [`source_folder`](Self::source_folder).
    pub folders: Vec<String>,
    /// The folder that paths of application code are relative to.
    pub source_folder: PathBuf,
}

/// A state machine of a template.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// stack.add("Orders", StateMachine::new(Succeed::new("Done")));
/// let machine = stack.synthesize(Target::Sam).machines.remove(0);
/// assert_eq!(machine.id, "Orders");
/// ```
#[derive(Debug)]
pub struct SynthesizedMachine {
    /// Its logical id.
    pub id: String,
    /// The number of its states, nested ones included.
    pub states: usize,
    /// What its role is permitted, with the reasons.
    pub statements: Vec<Statement>,
    /// Whether the role is the user's own, and so has to be given these permissions by hand.
    pub own_role: bool,
    pub(super) integrations: Integrations,
    /// The length of its definition as JSON, in bytes.
    pub(super) length: usize,
}

impl Synthesis {
    /// The template as YAML.
    pub fn to_yaml(&self) -> String {
        self.template.to_yaml()
    }

    /// The template as JSON, indented by two, with a line break at its end.
    pub fn to_json(&self) -> String {
        self.template.to_json()
    }

    /// The definition of a machine alone, as other tools read it: references stand in it as `${Name}`.
    pub fn asl(&self, machine: &str) -> Option<Definition> {
        let facts = self.machines.iter().find(|facts| facts.id == machine)?;
        let mut definition = match self.template.property(machine, "Definition") {
            Some(Tree::Object(definition)) => definition.clone(),
            _ => match self.template.property(machine, "DefinitionString")? {
                Tree::Text(text) => Definition::read(text).ok()?.into_entries(),
                _ => return None,
            },
        };
        facts.integrations.put_back(&mut definition);
        Some(Definition::from_entries(&definition))
    }

    /// Whether something is wrong that stops a build.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Diagnostic::is_error)
    }

    /// Gives the versions of functions logical ids that follow what they publish, so that CloudFormation publishes
    /// again when that changes: the function's properties, and its code, of which `fingerprint` knows a mark by its
    /// folder, of letters and digits. SAM does so by itself.
    pub fn publish(&mut self, fingerprint: impl Fn(&PublishedVersion, &Value) -> String) {
        let Some(resources) = self.template.resources_mut() else { return };
        for version in &mut self.versions {
            let function = resources.get(&version.function).cloned().unwrap_or_default().into_value();
            let id = format!("{}{}", version.id, fingerprint(version, &function));
            for (key, resource) in resources.iter_mut() {
                rename(resource, &version.id, &id);
                if *key == version.id {
                    *key = id.as_str().into();
                }
            }
            version.id = id;
        }
    }

    /// The number of permission statements in the template: of machines, and of the roles that are kept here.
    pub fn statements(&self) -> usize {
        let machines = self.machines.iter().map(|machine| machine.statements.len());
        machines.chain(self.roles.iter().map(|(_, statements)| statements.len())).sum()
    }
}

/// What is being written.
pub(super) struct Out {
    resources: Map<String, Value>,
    /// Properties that are trees: whose, its name, its value.
    properties: Vec<(String, &'static str, Tree)>,
    tags: IndexMap<String, Property<String>>,
    skipped: Vec<SkippedCheck>,
    machines: Vec<SynthesizedMachine>,
    roles: Vec<(String, Vec<Statement>)>,
    findings: Vec<Diagnostic>,
    attributes: IndexMap<String, Attributes>,
    /// The line that added what is being written, and those of what is written.
    origin: Option<Origin>,
    origins: HashMap<String, Origin>,
    conditions: HashMap<String, String>,
    /// Whose each resource is that exists together with another one only.
    owners: HashMap<String, String>,
}

impl Out {
    pub(super) fn tags(&self) -> &IndexMap<String, Property<String>> {
        &self.tags
    }

    pub(super) fn report(&mut self, mut finding: Diagnostic) {
        if finding.origin.is_none() {
            finding.origin.clone_from(&self.origin);
        }
        self.findings.push(finding);
    }

    pub(super) fn machine(&mut self, machine: SynthesizedMachine) {
        self.machines.push(machine);
    }

    /// Keeps a property of a resource that is a tree.
    pub(super) fn property(&mut self, id: &str, name: &'static str, value: Tree) {
        self.properties.push((id.to_owned(), name, value));
    }

    pub(super) fn resource(
        &mut self,
        id: &str,
        type_name: &str,
        properties: Value,
        attributes: Option<&Attributes>,
    ) {
        let mut resource = Map::new();
        resource.insert("Type".to_owned(), type_name.into());
        let kept = self.attributes.shift_remove(id);
        if let Some(origin) = &self.origin {
            self.origins.insert(id.to_owned(), origin.clone());
        }
        if let Some(attributes) = attributes.or(kept.as_ref()) {
            write_attributes(attributes, &mut resource);
        }
        self.skip_checks(type_name, &mut resource);
        if properties.as_object().is_none_or(|properties| !properties.is_empty()) {
            resource.insert("Properties".to_owned(), properties);
        }
        if self.resources.insert(id.to_owned(), Value::Object(resource)).is_some() {
            self.report(
                Diagnostic::error("duplicate-id", format!("`{id}` is the logical id of two resources"))
                    .in_resource(id)
                    .help("a machine's role is called after the machine: name one of the two otherwise"),
            );
        }
    }

    /// Notes for checkov what does not hold for a type.
    fn skip_checks(&self, type_name: &str, resource: &mut Map<String, Value>) {
        let plain = match type_name {
            "AWS::Serverless::Function" => "AWS::Lambda::Function",
            "AWS::Serverless::StateMachine" => "AWS::StepFunctions::StateMachine",
            other => other,
        };
        let skipped = self.skipped.iter().filter(|it| it.type_name == plain);
        let skipped: Vec<Value> = skipped.map(|it| json!({ "id": it.check, "comment": it.reason })).collect();
        if !skipped.is_empty()
            && let Value::Object(metadata) = resource.entry("Metadata").or_insert_with(|| json!({}))
        {
            let checkov = metadata.entry("checkov").or_insert_with(|| json!({}));
            if let Value::Object(checkov) = checkov
                && let Value::Array(all) = checkov.entry("skip").or_insert_with(|| json!([]))
            {
                all.extend(skipped);
            }
        }
    }

    /// Writes what exists only together with `owner`, and so only under its condition.
    pub(super) fn beside(&mut self, owner: &str, id: &str, type_name: &str, properties: Value) {
        self.owners.insert(id.to_owned(), owner.to_owned());
        let condition = self.conditions.get(owner).cloned();
        let attributes = Attributes { condition, ..Attributes::default() };
        self.resource(id, type_name, properties, Some(&attributes));
    }

    fn tag(&self, mut properties: Value, tags: Tags) -> Value {
        if self.tags.is_empty() {
            return properties;
        }
        let Value::Object(fields) = &mut properties else { return properties };
        match tags {
            Tags::None => {}
            Tags::Map(field) => {
                let have = fields.entry(field).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(have) = have {
                    for (key, value) in &self.tags {
                        have.entry(key.clone()).or_insert_with(|| value.to_json());
                    }
                }
            }
            Tags::List(field) => {
                let have = fields.entry(field).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(have) = have {
                    for (key, value) in &self.tags {
                        if !have.iter().any(|tag| tag.get("Key").is_some_and(|other| other == key.as_str())) {
                            have.push(json!({ "Key": key, "Value": value }));
                        }
                    }
                }
            }
        }
        properties
    }

    /// Writes what SAM has for a resource.
    fn serverless(&mut self, id: &str, entry: Entry) {
        let Some(serverless) = entry.serverless else { return };
        let Serverless { type_name, mut properties, metadata, events, tags } = *serverless;
        if !events.is_empty() {
            properties.insert("Events".to_owned(), Value::Object(events));
        }
        let properties = self.tag(Value::Object(properties), tags);
        let mut attributes = entry.attributes;
        attributes.metadata.extend(metadata);
        self.resource(id, type_name, properties, Some(&attributes));
    }

    fn role(&mut self, id: &str, entry: Entry) {
        let tags = entry.body.tags();
        let Body::Role { role, grants, later } = entry.body else { return };
        let (grants, later) = (merge(grants), merge(later));
        for finding in grants.iter().chain(&later).filter_map(Statement::problem) {
            self.report(finding.in_resource(id));
        }
        let bytes: usize =
            [&grants, &later].into_iter().map(|part| policy_length(&policy_document(part))).sum();
        if bytes > INLINE_POLICY_LIMIT {
            let message = format!("the policies of `{id}` take about {bytes} characters");
            self.report(Diagnostic::error("too-many-permissions", message).in_resource(id).help(format!(
                "the inline policies of a role take {INLINE_POLICY_LIMIT}: divide the role, or attach managed policies"
            )));
        }
        let mut properties = serde_json::to_value(role).unwrap_or_default();
        if !grants.is_empty()
            && let Value::Object(fields) = &mut properties
        {
            let policy = json!({ "PolicyName": "permissions", "PolicyDocument": policy_document(&grants) });
            let policies = fields.entry("Policies").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(policies) = policies {
                policies.push(policy);
            }
        }
        let properties = self.tag(properties, tags);
        self.resource(id, "AWS::IAM::Role", properties, Some(&entry.attributes));
        if !later.is_empty() {
            let policy = json!({
                "PolicyName": "granted",
                "PolicyDocument": policy_document(&later),
                "Roles": [Reference::to(id)],
            });
            self.beside(id, &format!("{id}Policy"), "AWS::IAM::Policy", policy);
        }
        self.roles.push((id.to_owned(), grants.into_iter().chain(later).collect()));
    }
}

/// A resource with what SAM would have added to it.
fn with_plain(mut entry: Entry) -> Entry {
    let Plain { lambda_configurations, depends_on, metadata, .. } = std::mem::take(&mut entry.plain);
    entry.attributes.depends_on.extend(depends_on);
    entry.attributes.metadata.extend(metadata);
    if !lambda_configurations.is_empty()
        && let Body::Resource { properties: Value::Object(properties), .. } = &mut entry.body
        && let Value::Object(notifications) =
            properties.entry("NotificationConfiguration").or_insert_with(|| json!({}))
        && let Value::Array(functions) =
            notifications.entry("LambdaConfigurations").or_insert_with(|| json!([]))
    {
        functions.extend(lambda_configurations);
    }
    entry
}

fn write_attributes(attributes: &Attributes, resource: &mut Map<String, Value>) {
    let mut set = |name: &str, value: Value| {
        resource.insert(name.to_owned(), value);
    };
    if let Some(condition) = &attributes.condition {
        set("Condition", condition.as_str().into());
    }
    match attributes.depends_on.as_slice() {
        [] => {}
        [one] => set("DependsOn", one.as_str().into()),
        many => set("DependsOn", many.iter().map(String::as_str).collect()),
    }
    if let Some(policy) = attributes.deletion_policy {
        set("DeletionPolicy", policy.name().into());
    }
    if let Some(policy) = attributes.update_replace_policy {
        set("UpdateReplacePolicy", policy.name().into());
    }
    if !attributes.metadata.is_empty() {
        set("Metadata", Value::Object(attributes.metadata.clone()));
    }
    for (name, value) in &attributes.more {
        set(name, value.clone());
    }
}

/// Gives the references to a resource another logical id. Templates are made here, and not deep.
fn rename(value: &mut Tree, from: &str, to: &str) {
    match value {
        Tree::List(items) => items.iter_mut().for_each(|item| rename(item, from, to)),
        Tree::Object(fields) => {
            if let Some(Tree::List(parts)) = fields.get_mut("Fn::GetAtt")
                && let Some(name) = parts.first_mut().filter(|name| name.as_str() == Some(from))
            {
                *name = Tree::Text(to.into());
            }
            fields.iter_mut().for_each(|(_, field)| rename(field, from, to));
        }
        _ => {}
    }
}

/// The findings without those about what exists together with a resource that has the same wrong with it.
fn once(findings: Vec<Diagnostic>, owners: &HashMap<String, String>) -> Vec<Diagnostic> {
    let owner = |finding: &Diagnostic| owners.get(finding.place.resource.as_deref()?).cloned();
    let key =
        |finding: &Diagnostic, resource: Option<String>| (finding.code, finding.message.clone(), resource);
    let mut seen: HashSet<_> = findings
        .iter()
        .filter(|finding| owner(finding).is_none())
        .map(|finding| key(finding, finding.place.resource.as_deref().map(str::to_owned)))
        .collect();
    let fresh = |finding: &Diagnostic| match owner(finding) {
        Some(owner) => seen.insert(key(finding, Some(owner))),
        None => true,
    };
    findings.into_iter().filter(fresh).collect()
}

pub(super) fn synthesize(stack: Stack, target: Target) -> Synthesis {
    let Stack { name, origin, description, scope, mut machines, tags, acknowledged, skipped, folder } = stack;
    let mut out = Out {
        resources: Map::new(),
        properties: Vec::new(),
        tags,
        skipped,
        machines: Vec::new(),
        roles: Vec::new(),
        findings: scope.findings,
        attributes: IndexMap::new(),
        origin: None,
        origins: HashMap::new(),
        conditions: HashMap::new(),
        owners: HashMap::new(),
    };
    for (id, entry) in scope.entries {
        out.origin.clone_from(&entry.origin);
        if let Some(condition) = &entry.attributes.condition {
            out.conditions.insert(id.clone(), condition.clone());
        }
        match &entry.body {
            Body::Role { .. } => out.role(&id, entry),
            Body::Reserved => {
                if let Some(machine) = machines.shift_remove(&id) {
                    out.attributes.insert(id.clone(), entry.attributes);
                    machine.write(&id, target, &mut out);
                }
            }
            Body::Resource { .. } if target == Target::Sam && entry.plain.only => {}
            Body::Resource { .. } if target == Target::Sam && entry.serverless.is_some() => {
                out.serverless(&id, entry);
            }
            Body::Resource { .. } => {
                let entry = if target == Target::CloudFormation { with_plain(entry) } else { entry };
                let tags = entry.body.tags();
                let Body::Resource { type_name, properties, .. } = entry.body else { continue };
                if target == Target::CloudFormation && type_name.starts_with("AWS::Serverless::") {
                    let finding = Diagnostic::error(
                        "serverless-in-cloudformation",
                        format!("`{type_name}` is known to SAM only, and the target is CloudFormation"),
                    );
                    out.report(finding.in_resource(&id).help("synthesize for SAM, or use the plain type"));
                }
                let properties = out.tag(properties, tags);
                out.resource(&id, &type_name, properties, Some(&entry.attributes));
            }
        }
    }

    out.origin = Some(origin);
    let mut template = Map::new();
    template.insert("AWSTemplateFormatVersion".to_owned(), "2010-09-09".into());
    if target == Target::Sam {
        template.insert("Transform".to_owned(), "AWS::Serverless-2016-10-31".into());
    }
    if let Some(description) = description {
        if description.len() > 1_024 {
            out.report(Diagnostic::error(
                "long-description",
                format!("the stack's description has {} bytes, it can have 1024", description.len()),
            ));
        }
        template.insert("Description".to_owned(), description.into());
    }
    let mut section = |name: &str, entries: Map<String, Value>| {
        if !entries.is_empty() {
            template.insert(name.to_owned(), Value::Object(entries));
        }
    };
    section("Metadata", scope.metadata);
    section("Parameters", scope.parameters.iter().map(|(name, it)| (name.clone(), it.to_json())).collect());
    section("Mappings", scope.mappings.into_iter().collect());
    section("Conditions", scope.conditions.iter().map(|(name, it)| (name.clone(), it.to_json())).collect());
    section("Resources", std::mem::take(&mut out.resources));
    let output = |it| serde_json::to_value(it).unwrap_or_default();
    section("Outputs", scope.outputs.iter().map(|(name, it)| (name.clone(), output(it))).collect());

    let template = Value::Object(template);
    let mut wrong = Vec::new();
    checks::check(&template, &out.machines, &mut wrong);
    for mut finding in once(wrong, &out.owners) {
        let resource = finding.place.resource.as_ref();
        finding.origin = resource.and_then(|id| out.origins.get(id)).cloned();
        out.report(finding);
    }
    let findings = out.findings.into_iter().map(|finding| finding.in_stack(&name)).collect();
    let (findings, accepted) = acknowledge(findings, &acknowledged);
    Synthesis {
        name,
        template: Template::new(template, out.properties),
        machines: out.machines,
        roles: out.roles,
        findings,
        acknowledged: accepted,
        versions: if target == Target::CloudFormation { scope.versions } else { Vec::new() },
        folders: scope.folders,
        source_folder: folder,
    }
}
