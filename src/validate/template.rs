//! Definitions that stand in a CloudFormation or SAM template.
//!
//! A definition may be an object in the template, text in it, or a file beside it. Where a value is left to
//! CloudFormation (`!Ref`, `!Sub`, …) it is taken for a placeholder, whose value only deployment knows.

use super::rules::{filled_with_nothing, is_covered, judge_log_groups};
use super::{Options, Workflow, check, findings};
use crate::asl::Definition;
use crate::asl::source::{Format, Spot, locate};
use crate::diagnostic::{Diagnostic, nearest, pointer};
use crate::task::Entry;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The types of resources that hold a definition, with the names of their properties.
const MACHINES: [Holder; 2] = [
    Holder {
        of: "AWS::StepFunctions::StateMachine",
        workflow: "StateMachineType",
        text: Some("DefinitionString"),
        file: "DefinitionS3Location",
        logging: "LoggingConfiguration",
    },
    Holder {
        of: "AWS::Serverless::StateMachine",
        workflow: "Type",
        text: None,
        file: "DefinitionUri",
        logging: "Logging",
    },
];

struct Holder {
    of: &'static str,
    workflow: &'static str,
    text: Option<&'static str>,
    file: &'static str,
    logging: &'static str,
}

/// What was found in the machine of a template.
///
/// ```
/// use stepwright::asl::source::{Format, read_template};
/// use stepwright::validate::validate_template;
///
/// let text = r#"{ "Resources": { "Orders": {
///   "Type": "AWS::StepFunctions::StateMachine",
///   "Properties": { "DefinitionString": "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"B\"}}}" }
/// } } }"#;
/// let template = read_template(text, Format::Json)?;
/// let found = validate_template(&template, (text, Format::Json), &[], &|file| Err(format!("no {file}")));
/// assert_eq!(found[0].id, "Orders");
/// assert!(found[0].findings.iter().any(|finding| finding.code == "unknown-next"));
/// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct InTemplate {
    /// The logical id of the machine, which is also the resource that the findings name.
    pub id: String,
    /// The file that its definition stands in, where that is not the template; lines and columns are that file's.
    pub file: Option<String>,
    /// Everything that is wrong with its definition.
    pub findings: Vec<Diagnostic>,
}

/// Whether something that was read is a template rather than a definition.
///
/// ```
/// let json = serde_json::json!({ "Resources": {} });
/// assert!(stepwright::validate::is_template(json.as_object().unwrap()));
/// ```
pub fn is_template(document: &Map<String, Value>) -> bool {
    document.get("Resources").is_some_and(Value::is_object) && !document.contains_key("States")
}

/// Judges every state machine in a template, in the order they stand there. `catalogue` is for
/// [`Options::catalogue`]; `read` gets a path as the template says it and gives the text of that file, or why it
/// cannot.
///
/// Checked against
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html>
/// and
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html>.
pub fn validate_template(
    template: &Map<String, Value>,
    source: (&str, Format),
    catalogue: &'static [Entry],
    read: &dyn Fn(&str) -> Result<String, String>,
) -> Vec<InTemplate> {
    let mut out = Vec::new();
    for (id, holder, properties) in machines(template) {
        let at = pointer(&pointer("/Resources", id), "Properties");
        let one = Machine { template, holder, properties, at, source, catalogue };
        let (file, mut findings) = one.judge(read);
        for finding in &mut findings {
            finding.place.resource = Some(id.clone());
        }
        out.push(InTemplate { id: id.clone(), file, findings });
    }
    out
}

/// The state machines of a template: id, what is known of their type, properties.
fn machines(
    template: &Map<String, Value>,
) -> impl Iterator<Item = (&String, &'static Holder, &Map<String, Value>)> {
    let resources = template.get("Resources").and_then(Value::as_object);
    resources.into_iter().flatten().filter_map(|(id, resource)| {
        let kind = resource.get("Type").and_then(Value::as_str);
        let holder = MACHINES.iter().find(|holder| Some(holder.of) == kind)?;
        Some((id, holder, resource.get("Properties")?.as_object()?))
    })
}

/// Judges what the machines of a template have in common, apart from their definitions: whether the names of their log
/// groups are too much for the account's resource policy. With lines and columns where the text is given.
///
/// ```
/// use serde_json::json;
/// use stepwright::validate::validate_together;
///
/// let template = json!({ "Resources": {} });
/// assert!(validate_together(template.as_object().unwrap(), None).is_empty());
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html>.
pub fn validate_together(template: &Map<String, Value>, source: Option<(&str, Format)>) -> Vec<Diagnostic> {
    let mut groups: Vec<(String, usize)> = Vec::new();
    for (_, holder, properties) in machines(template) {
        let destinations = properties.get(holder.logging).and_then(|logging| logging.get("Destinations"));
        for destination in destinations.and_then(Value::as_array).into_iter().flatten() {
            let arn = destination.pointer("/CloudWatchLogsLogGroup/LogGroupArn");
            if let Some(group) = arn.and_then(|arn| named_group(template, arn))
                && groups.iter().all(|(known, _)| *known != group.0)
            {
                groups.push(group);
            }
        }
    }
    let mut found: Vec<Diagnostic> = judge_log_groups(&groups).into_iter().collect();
    for finding in &mut found {
        if let (Some((text, format)), Some(at)) = (source, finding.place.pointer.clone()) {
            finding.place.position = locate(text, format, &[Spot::key(at)]).into_iter().next().flatten();
        }
    }
    found
}

/// What CloudFormation puts behind the logical id in a name that it makes, and the shortest name of a stack in front of it.
const MADE: usize = "s--123456789012".len();

/// The log group of an ARN, by its logical id or the ARN itself, and how long its name is at least. None where the name
/// is covered or where nobody knows how it begins.
fn named_group(template: &Map<String, Value>, arn: &Value) -> Option<(String, usize)> {
    let as_text = |value: &Value| match resolved(value, &mut Filled::of(template)) {
        Value::String(text) => Some(text),
        _ => None,
    };
    let arn = as_text(arn)?;
    let id = arn.strip_prefix("${").and_then(|rest| rest.split_once(".Arn}"));
    let (group, name) = match id {
        Some((id, _)) => {
            let resource = template.get("Resources")?.get(id)?;
            if resource.get("Type")? != "AWS::Logs::LogGroup" {
                return None;
            }
            match resource.pointer("/Properties/LogGroupName") {
                Some(name) => (id.to_owned(), as_text(name)?),
                None => return Some((id.to_owned(), id.len() + MADE)),
            }
        }
        None => {
            let (_, name) = arn.split_once(":log-group:")?;
            let name = name.strip_suffix(":*").unwrap_or(name).to_owned();
            (arn, name)
        }
    };
    // Of what is filled in, the names of stack and region begin as other names do.
    if is_covered(&name) || (name.starts_with("${") && !name.starts_with("${AWS::")) {
        return None;
    }
    // What is filled in has at least one character.
    let filled: usize = super::placeholders(&name).map(|(_, inner)| inner.len() + 2).sum();
    Some((group, name.chars().count().saturating_sub(filled)))
}

struct Machine<'a> {
    template: &'a Map<String, Value>,
    holder: &'static Holder,
    properties: &'a Map<String, Value>,
    /// The pointer of the properties.
    at: String,
    source: (&'a str, Format),
    catalogue: &'static [Entry],
}

impl Machine<'_> {
    fn judge(&self, read: &dyn Fn(&str) -> Result<String, String>) -> (Option<String>, Vec<Diagnostic>) {
        let text = self.holder.text.and_then(|name| Some((name, self.properties.get(name)?)));
        match (self.properties.get("Definition"), text, self.properties.get(self.holder.file)) {
            (Some(definition), _, _) => (None, self.object(definition)),
            (None, Some((name, value)), _) => (None, self.text(name, value)),
            (None, None, Some(Value::String(path))) => {
                if path.contains("://") {
                    return (None, vec![self.elsewhere("it is in S3")]);
                }
                match read(path) {
                    Ok(text) => {
                        let options = self.options(Vec::new());
                        (Some(path.clone()), super::validate(&text, Format::of_file(path), &options))
                    }
                    Err(why) => (None, vec![self.elsewhere(&why)]),
                }
            }
            (None, None, Some(_)) => (None, vec![self.elsewhere("it is in S3")]),
            (None, None, None) => {
                let message = format!("the state machine has no `Definition` and no `{}`", self.holder.file);
                (None, vec![self.place(Diagnostic::error("malformed-definition", message), &self.at)])
            }
        }
    }

    /// What is judged by: the type of the machine, and the names that are bound.
    fn options(&self, more: Vec<String>) -> Options {
        let express = self.properties.get(self.holder.workflow).and_then(Value::as_str) == Some("EXPRESS");
        let bound = self.properties.get("DefinitionSubstitutions").and_then(Value::as_object);
        let names = bound.into_iter().flat_map(Map::keys).cloned().chain(more);
        Options::new(if express { Workflow::Express } else { Workflow::Standard })
            .bound(names)
            .catalogue(self.catalogue)
    }

    fn object(&self, value: &Value) -> Vec<Diagnostic> {
        let mut filled = Filled::of(self.template);
        let at = pointer(&self.at, "Definition");
        let Value::Object(definition) = resolved(value, &mut filled) else {
            let finding = Diagnostic::error("malformed-definition", "`Definition` is no object")
                .help("say `DefinitionString` where it is text");
            return vec![self.place(finding, &at)];
        };
        let definition = Definition::from_map(definition);
        let unknown = self.unknown(&filled, &at);
        let options = self.options(filled.bound.into_iter().collect());
        let length = crate::asl::length_of_entries(definition.json()) + 1;
        let source = findings::Source { text: self.source.0, format: self.source.1, at: &at };
        let found = check(&definition, &options, length).finish(definition.json(), Some(source));
        unknown.into_iter().chain(found).collect()
    }

    /// What CloudFormation cannot fill in, since the template has nothing of that name.
    fn unknown(&self, filled: &Filled<'_>, at: &str) -> Vec<Diagnostic> {
        let names = ["Resources", "Parameters"]
            .into_iter()
            .filter_map(|section| self.template.get(section)?.as_object());
        let names: Vec<&str> = names.flat_map(Map::keys).map(String::as_str).collect();
        let one =
            |name: &String| self.place(filled_with_nothing(name, nearest(name, names.iter().copied())), at);
        filled.unknown.iter().map(one).collect()
    }

    /// A definition in a text of the template. Its findings stand where the text does.
    fn text(&self, name: &str, value: &Value) -> Vec<Diagnostic> {
        let at = pointer(&self.at, name);
        let mut filled = Filled::of(self.template);
        let text = match resolved(value, &mut filled) {
            Value::String(text) if !is_lone_placeholder(&text) => text,
            _ => return vec![self.place(unreadable(name, "CloudFormation makes it"), &at)],
        };
        let unknown = self.unknown(&filled, &at);
        let options = self.options(filled.bound.into_iter().collect());
        let mut findings = super::validate(&text, Format::Json, &options);
        findings.splice(0..0, unknown);
        let position = self.position(&at);
        for finding in &mut findings {
            finding.place.position = position;
        }
        findings
    }

    fn elsewhere(&self, why: &str) -> Diagnostic {
        self.place(unreadable(self.holder.file, why), &pointer(&self.at, self.holder.file))
    }

    /// A finding about a place of the template rather than one of the definition.
    fn place(&self, finding: Diagnostic, at: &str) -> Diagnostic {
        let position = self.position(at);
        let finding = finding.pointer(at);
        match position {
            Some(position) => finding.position(position),
            None => finding,
        }
    }

    fn position(&self, at: &str) -> Option<crate::diagnostic::Position> {
        locate(self.source.0, self.source.1, &[Spot::value(at)]).into_iter().next().flatten()
    }
}

fn unreadable(property: &str, why: &str) -> Diagnostic {
    Diagnostic::warning("unread-definition", format!("the definition in `{property}` was not judged: {why}"))
        .help("judge the file itself, or put the definition into the template")
}

fn is_lone_placeholder(text: &str) -> bool {
    text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).is_some_and(|name| !name.contains('}'))
}

/// What CloudFormation fills in.
struct Filled<'a> {
    template: &'a Map<String, Value>,
    /// All names, which count as bound.
    bound: BTreeSet<String>,
    /// Those that the template has nothing of.
    unknown: BTreeSet<String>,
}

impl<'a> Filled<'a> {
    fn of(template: &'a Map<String, Value>) -> Self {
        Filled { template, bound: BTreeSet::new(), unknown: BTreeSet::new() }
    }

    fn note(&mut self, name: &str) {
        if self.bound.insert(name.to_owned()) && !self.is_known(name) {
            self.unknown.insert(name.to_owned());
        }
    }

    /// Whether there is something of this name, or may be: SAM and macros make resources whose names begin with those of
    /// others.
    fn is_known(&self, name: &str) -> bool {
        let id = name.split('.').next().unwrap_or(name);
        let section = |name: &str| self.template.get(name).and_then(Value::as_object);
        let mut resources = section("Resources").into_iter().flat_map(Map::keys);
        let transformed = self.template.contains_key("Transform");
        id.starts_with("AWS::")
            || id.starts_with("Fn::")
            || section("Parameters").is_some_and(|parameters| parameters.contains_key(id))
            || (transformed && id.starts_with("Serverless"))
            || resources.any(|known| {
                known == id || (transformed && (id.starts_with(known.as_str()) || known.starts_with("Fn::")))
            })
    }
}

/// A value with placeholders for what CloudFormation fills in; their names are added to those that are bound. The
/// depth is that of what was read, which is bounded.
fn resolved(value: &Value, filled: &mut Filled<'_>) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| resolved(item, filled)).collect(),
        Value::Object(members) => {
            let mut only = members.iter();
            if let (Some((name, argument)), None) = (only.next(), only.next())
                && let Some(text) = filled_in(name, argument, filled)
            {
                return Value::String(text);
            }
            let members = members.iter().map(|(name, value)| (name.clone(), resolved(value, filled)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}

/// The text that a function of CloudFormation makes, as far as the template says it; none where this is no function.
fn filled_in(name: &str, argument: &Value, filled: &mut Filled<'_>) -> Option<String> {
    match (name, argument) {
        ("Ref", Value::String(target)) => Some(placeholder(target, filled)),
        ("Fn::GetAtt", Value::Array(halves)) => {
            let halves: Vec<&str> = halves.iter().filter_map(Value::as_str).collect();
            Some(placeholder(&halves.join("."), filled))
        }
        ("Fn::Sub", Value::String(text)) => Some(substituted(text, filled)),
        ("Fn::Sub", Value::Array(both)) => match both.first() {
            Some(Value::String(text)) => {
                // Names of its own come before those of the template.
                let own = both.get(1).and_then(Value::as_object);
                filled.bound.extend(own.into_iter().flat_map(Map::keys).cloned());
                Some(substituted(text, filled))
            }
            _ => Some(placeholder(name, filled)),
        },
        ("Fn::Join", Value::Array(both)) => match both.as_slice() {
            [Value::String(between), Value::Array(parts)] => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|part| match resolved(part, filled) {
                        Value::String(text) => text,
                        _ => placeholder(name, filled),
                    })
                    .collect();
                Some(parts.join(between))
            }
            _ => Some(placeholder(name, filled)),
        },
        (name, _) if name.starts_with("Fn::") => Some(placeholder(name, filled)),
        _ => None,
    }
}

fn placeholder(name: &str, filled: &mut Filled<'_>) -> String {
    filled.note(name);
    format!("${{{name}}}")
}

/// The text of `Fn::Sub`, which fills in every name in it; `${!Name}` stays as `${Name}`.
fn substituted(text: &str, filled: &mut Filled<'_>) -> String {
    super::placeholders(text).for_each(|(_, name)| filled.note(name));
    text.replace("${!", "${")
}
