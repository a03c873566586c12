//! What is wrong with a template as a whole: references to nothing, circles, limits.

use super::synthesis::SynthesizedMachine;
use crate::asl::{length_of_entries, length_of_text};
use crate::diagnostic::{Diagnostic, nearest, pointer};
use crate::reference::NOT_EXPORTED;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// The most that a template may hold.
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>.
const LIMITS: [(&str, usize); 4] =
    [("Resources", 500), ("Parameters", 200), ("Outputs", 200), ("Mappings", 200)];

/// The largest template that is taken from S3, in bytes.
const LARGEST: usize = 1_048_576;

/// The largest template that is taken directly, in bytes.
const LARGEST_DIRECT: usize = 51_200;

const PSEUDO: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

pub(super) fn check(template: &Value, machines: &[SynthesizedMachine], findings: &mut Vec<Diagnostic>) {
    let empty = Map::new();
    let section = |name: &str| template.get(name).and_then(Value::as_object).unwrap_or(&empty);
    let (resources, parameters) = (section("Resources"), section("Parameters"));
    if resources.is_empty() {
        findings.push(
            Diagnostic::error("no-resources", "the stack has no resource")
                .help("CloudFormation takes no template without one: add something"),
        );
    }
    for (name, most) in LIMITS {
        let count = section(name).len();
        if count > most {
            findings.push(
                Diagnostic::error(
                    "too-many-entries",
                    format!("`{name}` has {count} entries, it can have {most}"),
                )
                .pointer(format!("/{name}"))
                .help("divide the stack; `share` hands a resource to another one"),
            );
        }
    }
    let bytes = template_length(template, machines);
    if bytes > LARGEST {
        findings.push(
            Diagnostic::error(
                "template-too-large",
                format!("the template has {bytes} bytes as JSON, and CloudFormation takes {LARGEST}"),
            )
            .help("divide the stack"),
        );
    } else if bytes > LARGEST_DIRECT {
        findings.push(
            Diagnostic::advice(
                "template-needs-upload",
                format!("the template has {bytes} bytes as JSON; above {LARGEST_DIRECT} it has to be in S3"),
            )
            .help("`sam deploy` uploads it by itself; `aws cloudformation deploy` needs `--s3-bucket`"),
        );
    }

    let mut walk = Walk {
        known: resources.keys().chain(parameters.keys()).map(String::as_str).collect(),
        serverless: resources
            .iter()
            .filter(|(_, it)| {
                it.get("Type").and_then(Value::as_str).is_some_and(|t| t.starts_with("AWS::Serverless"))
            })
            .map(|(id, _)| id.as_str())
            .collect(),
        mappings: section("Mappings").keys().map(String::as_str).collect(),
        conditions: section("Conditions").keys().map(String::as_str).collect(),
        edges: Vec::new(),
        callers: Vec::new(),
        findings,
    };
    let mut graph: Vec<(&str, Vec<&str>)> = Vec::new();
    for (id, resource) in resources {
        walk.edges.clear();
        walk.resource(id, resource);
        let targets = walk.edges.iter().copied().filter(|target| resources.contains_key(*target)).collect();
        graph.push((id, targets));
    }
    // A bucket that calls a function waits for it.
    for (bucket, function) in std::mem::take(&mut walk.callers) {
        if let Some((_, targets)) = graph.iter_mut().find(|(id, _)| *id == bucket) {
            targets.push(function);
        }
    }
    for name in ["Conditions", "Outputs"] {
        for (key, value) in section(name) {
            let at = pointer(&format!("/{name}"), key);
            walk.value(value, &at, name == "Conditions", None);
            if let Some(condition) = value.get("Condition").and_then(Value::as_str)
                && name == "Outputs"
            {
                walk.condition(condition, &at, None);
            }
        }
    }
    if let Some(circle) = circle(&graph) {
        let first = circle.first().copied().unwrap_or_default();
        findings.push(
            Diagnostic::error("dependency-cycle", format!("`{}` wait for one another", circle.join("` → `")))
                .in_resource(first)
                .help("break it at one place: by a name that is written out, or by a grant, which is a policy of its own"),
        );
    }
}

/// The length of a template as JSON, in bytes, with the definitions that come into it; theirs are known.
fn template_length(template: &Value, machines: &[SynthesizedMachine]) -> usize {
    let known: HashMap<&str, usize> = machines.iter().map(|it| (it.id.as_str(), it.length)).collect();
    let Value::Object(sections) = template else { return 0 };
    let resources = sections.get("Resources").and_then(Value::as_object).into_iter().flatten();
    let resources = resources.map(|(id, resource)| {
        let Some((definition, resource)) = known.get(id.as_str()).zip(resource.as_object()) else {
            return length_of_entries([(id, resource)]);
        };
        let properties = resource.get("Properties").and_then(Value::as_object).into_iter().flatten();
        length_of_text(id)
            + r#":{"Properties":{"Definition":}},"#.len()
            + definition
            + length_of_entries(resource.iter().filter(|(key, _)| *key != "Properties"))
            + length_of_entries(properties)
    });
    let rest = sections.iter().filter(|(key, _)| *key != "Resources");
    r#"{"Resources":{}"#.len() + resources.sum::<usize>().max(1) + length_of_entries(rest)
}

struct Walk<'a, 'b> {
    known: HashSet<&'a str>,
    serverless: Vec<&'a str>,
    mappings: HashSet<&'a str>,
    conditions: HashSet<&'a str>,
    edges: Vec<&'a str>,
    /// Buckets, with the functions of SAM that they call.
    callers: Vec<(&'a str, &'a str)>,
    findings: &'b mut Vec<Diagnostic>,
}

impl<'a> Walk<'a, '_> {
    fn resource(&mut self, id: &'a str, resource: &'a Value) {
        let at = pointer("/Resources", id);
        if let Some(condition) = resource.get("Condition").and_then(Value::as_str) {
            self.condition(condition, &at, Some(id));
        }
        let depends = match resource.get("DependsOn") {
            Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one.as_str()],
            _ => Vec::new(),
        };
        for target in depends {
            self.name(target, &at, Some(id));
        }
        let Some(Value::Object(properties)) = resource.get("Properties") else { return };
        let at = format!("{at}/Properties");
        for (key, value) in properties {
            if key == "Events" {
                self.events(id, value, &at);
            } else {
                self.member(key, value, &at, false, Some(id));
            }
        }
    }

    /// What calls a function or a machine, as SAM has it. The transform makes resources of it, for which what is called
    /// does not wait; but a bucket waits for the function that it calls.
    fn events(&mut self, id: &'a str, events: &'a Value, at: &str) {
        for event in events.as_object().into_iter().flat_map(|events| events.values()) {
            let before = self.edges.len();
            self.value(event, at, false, Some(id));
            let named = self.edges.drain(before..);
            if event.get("Type").and_then(Value::as_str) == Some("S3") {
                self.callers.extend(named.map(|bucket| (bucket, id)));
            }
        }
    }

    fn value(&mut self, value: &'a Value, at: &str, in_conditions: bool, owner: Option<&str>) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.value(item, at, in_conditions, owner);
                }
            }
            Value::Object(map) => {
                for (key, inner) in map {
                    self.member(key, inner, at, in_conditions, owner);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, key: &str, inner: &'a Value, at: &str, in_conditions: bool, owner: Option<&str>) {
        match (key, inner) {
            ("Ref", Value::String(name)) => self.name(name, at, owner),
            ("Fn::GetAtt", Value::Array(parts)) => {
                if let Some(name) = parts.first().and_then(Value::as_str) {
                    self.name(name, at, owner);
                }
            }
            ("Fn::Sub", Value::String(text)) => self.text(text, &[], at, owner),
            ("Fn::Sub", Value::Array(parts)) => {
                let variables = parts.get(1).and_then(Value::as_object);
                let own: Vec<&str> = variables.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
                if let Some(text) = parts.first().and_then(Value::as_str) {
                    self.text(text, &own, at, owner);
                }
                for (_, value) in variables.into_iter().flatten() {
                    self.value(value, at, in_conditions, owner);
                }
            }
            ("Fn::If", Value::Array(parts)) => {
                if let Some(condition) = parts.first().and_then(Value::as_str) {
                    self.condition(condition, at, owner);
                }
                for part in parts.iter().skip(1) {
                    self.value(part, at, in_conditions, owner);
                }
            }
            ("Fn::FindInMap", Value::Array(parts)) => {
                if let Some(name) = parts.first().and_then(Value::as_str)
                    && !self.mappings.contains(name)
                {
                    let finding =
                        Diagnostic::error("unknown-mapping", format!("there is no mapping `{name}`"));
                    self.push(finding.help("declare it with `mapping`"), at, owner);
                }
                self.value(inner, at, in_conditions, owner);
            }
            ("Condition", Value::String(condition)) if in_conditions => self.condition(condition, at, owner),
            (NOT_EXPORTED, Value::String(name)) => {
                let finding =
                    Diagnostic::error("not-exported", format!("the other stack does not export `{name}`"));
                self.push(
                    finding.help("name the attribute where it is shared: `share(&handle, &[…])`"),
                    at,
                    owner,
                );
            }
            _ => self.value(inner, at, in_conditions, owner),
        }
    }

    /// The names in the text of an `Fn::Sub`.
    fn text(&mut self, text: &'a str, own: &[&str], at: &str, owner: Option<&str>) {
        for part in text.split("${").skip(1) {
            let Some((name, _)) = part.split_once('}') else { continue };
            if name.starts_with('!') || own.contains(&name) {
                continue;
            }
            let id = name.split('.').next().unwrap_or(name);
            self.name(id, at, owner);
        }
    }

    fn name(&mut self, name: &'a str, at: &str, owner: Option<&str>) {
        if self.known.contains(name) {
            self.edges.push(name);
            return;
        }
        // SAM makes resources of its own, under names that begin with those of ours.
        let made_by_sam =
            name.starts_with("Serverless") || self.serverless.iter().any(|id| name.starts_with(id));
        if PSEUDO.contains(&name) || made_by_sam {
            return;
        }
        let mut known: Vec<&str> = self.known.iter().copied().collect();
        known.sort_unstable();
        let finding = Diagnostic::error("unknown-reference", format!("there is no `{name}` in this stack"));
        let help = match nearest(name, known) {
            Some(near) => format!("there is `{near}`"),
            None => "a resource of another stack has to be shared by that stack".to_owned(),
        };
        self.push(finding.help(help), at, owner);
    }

    fn condition(&mut self, name: &str, at: &str, owner: Option<&str>) {
        if !self.conditions.contains(name) {
            let finding = Diagnostic::error("unknown-condition", format!("there is no condition `{name}`"));
            self.push(finding.help("declare it with `condition`"), at, owner);
        }
    }

    fn push(&mut self, finding: Diagnostic, at: &str, owner: Option<&str>) {
        let finding = finding.pointer(at);
        let finding = match owner {
            Some(owner) => finding.in_resource(owner),
            None => finding,
        };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// A circle in a graph, if there is any: the nodes on it, the first once more at its end.
fn circle<'a>(graph: &[(&'a str, Vec<&'a str>)]) -> Option<Vec<&'a str>> {
    let targets: HashMap<&str, &[&'a str]> = graph.iter().map(|(id, to)| (*id, to.as_slice())).collect();
    let mut done: HashSet<&str> = HashSet::new();
    for (start, _) in graph {
        // Depth first, by hand: templates can be deep.
        let mut path: Vec<(&'a str, usize)> = vec![(start, 0)];
        let mut on_path: HashSet<&str> = HashSet::from([*start]);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let target = targets.get(node).and_then(|to| to.get(*next)).copied();
            *next += 1;
            match target {
                None => {
                    done.insert(node);
                    on_path.remove(node);
                    path.pop();
                }
                Some(target) if on_path.contains(target) => {
                    let from = path.iter().position(|(id, _)| *id == target).unwrap_or_default();
                    let mut circle: Vec<&str> = path.iter().skip(from).map(|(id, _)| *id).collect();
                    circle.push(target);
                    return Some(circle);
                }
                Some(target) if done.contains(target) => {}
                Some(target) => {
                    on_path.insert(target);
                    path.push((target, 0));
                }
            }
        }
    }
    None
}
