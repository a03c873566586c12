//! `synth tasks`: the catalogue.

use super::args::Tasks;
use super::findings::one_line;
use super::permissions;
use super::table::Table;
use super::world::{Stop, World};
use crate::asl::QueryLanguage;
use crate::diagnostic::nearest;
use crate::iam::Statement;
use crate::machine::StateMachine;
use crate::stack::{Stack, Target};
use crate::task::{Entry, Example, IntegrationPattern};
use crate::tasks::{CATALOGUE, entry};
use serde_json::{Value, json};

pub(super) fn run(args: &Tasks, world: &mut World) -> Result<u8, Stop> {
    let Some(name) = &args.name else {
        return list(args.json, world);
    };
    let Some(entry) = entry(name) else {
        let near = nearest(name, CATALOGUE.iter().map(|entry| entry.name));
        let help = match near {
            Some(near) => format!("there is a task `{near}`"),
            None => "`synth tasks` lists them; `CallAwsService` calls any other API".to_owned(),
        };
        return Err(Stop::usage(format!("there is no task `{name}`"), Some(help)));
    };
    let task = Shown::new(entry);
    if args.json {
        world.print_json(&task.json())?;
    } else {
        let text = task.text(world);
        world.print(&text)?;
    }
    Ok(0)
}

fn list(as_json: bool, world: &mut World) -> Result<u8, Stop> {
    if as_json {
        let all: Vec<Value> = CATALOGUE
            .iter()
            .map(|entry| {
                json!({
                    "name": entry.name,
                    "resource": resource(entry, IntegrationPattern::RequestResponse),
                    "patterns": entry.patterns.iter().map(|pattern| pattern.key()).collect::<Vec<_>>(),
                    "docs": entry.docs,
                })
            })
            .collect();
        world.print_json(&Value::Array(all))?;
        return Ok(0);
    }
    let mut table = Table::new(&["TASK", "RESOURCE", "PATTERNS", "CHECKED AGAINST"]).last_as_it_is();
    for entry in CATALOGUE {
        let patterns: Vec<&str> = entry.patterns.iter().map(|pattern| word(*pattern)).collect();
        table.row([
            vec![entry.name.to_owned()],
            vec![format!("{}:{}", entry.service, entry.action)],
            vec![patterns.join(", ")],
            vec![entry.docs.to_owned()],
        ]);
    }
    let text = table.render(world.paint(), 0, world.width());
    world.print(&text)?;
    Ok(0)
}

/// The pattern in a word.
fn word(pattern: IntegrationPattern) -> &'static str {
    match pattern {
        IntegrationPattern::RequestResponse => "request",
        IntegrationPattern::RunJob => "job",
        IntegrationPattern::WaitForTaskToken => "callback",
    }
}

fn resource(entry: &Entry, pattern: IntegrationPattern) -> String {
    let suffix = match pattern {
        IntegrationPattern::RequestResponse => "",
        IntegrationPattern::RunJob => entry.job_suffix,
        IntegrationPattern::WaitForTaskToken => ".waitForTaskToken",
    };
    format!("arn:aws:states:::{}:{}{suffix}", entry.service, entry.action)
}

/// Everything that is shown of a task.
struct Shown {
    entry: &'static Entry,
    schema: Value,
    examples: Vec<Synthesized>,
}

/// An example in a machine of its own.
struct Synthesized {
    title: &'static str,
    pattern: IntegrationPattern,
    resource: Option<String>,
    statements: Vec<Statement>,
}

impl Synthesized {
    fn new(example: Example) -> Self {
        let Example { title, pattern, language, flow } = example;
        let machine = StateMachine::new(flow);
        let machine = if language == QueryLanguage::Jsonata { machine.jsonata() } else { machine };
        let mut stack = Stack::new("example");
        stack.add("Example", machine);
        // What the example refers to is not there; that is no matter here.
        let mut synthesis = stack.synthesize(Target::Sam);
        let resource = synthesis.asl("Example").and_then(|definition| {
            let machine = definition.machine();
            let first = machine.start_at().and_then(|name| machine.state(name))?;
            first.json().get("Resource").and_then(Value::as_str).map(str::to_owned)
        });
        let statements = synthesis.machines.pop().map(|machine| machine.statements).unwrap_or_default();
        Synthesized { title, pattern, resource, statements }
    }
}

impl Shown {
    fn new(entry: &'static Entry) -> Self {
        Shown {
            entry,
            schema: entry.schema().to_value(),
            examples: entry.examples().into_iter().map(Synthesized::new).collect(),
        }
    }

    /// What `Resource` says for a pattern: the API, or where no example says that, what the examples say instead, such
    /// as the ARN of an activity.
    fn resources(&self, pattern: IntegrationPattern) -> Vec<String> {
        let usual = resource(self.entry, pattern);
        let mut said: Vec<String> = Vec::new();
        for example in self.examples.iter().filter(|example| example.pattern == pattern) {
            if let Some(resource) = &example.resource
                && !said.contains(resource)
            {
                said.push(resource.clone());
            }
        }
        if said.is_empty() || said.contains(&usual) { vec![usual] } else { said }
    }

    fn json(&self) -> Value {
        let patterns = self.entry.patterns.iter().map(|pattern| {
            json!({
                "pattern": pattern.key(),
                "resources": self.resources(*pattern),
                "result": self.entry.result(*pattern),
            })
        });
        let examples = self.examples.iter().map(|example| {
            let statements: Vec<Value> = example.statements.iter().map(permissions::statement_json).collect();
            json!({ "title": example.title, "pattern": example.pattern.key(), "statements": statements })
        });
        json!({
            "name": self.entry.name,
            "docs": self.entry.docs,
            "patterns": patterns.collect::<Vec<_>>(),
            "parameters": self.schema,
            "examples": examples.collect::<Vec<_>>(),
        })
    }

    fn text(&self, world: &World) -> String {
        let (paint, width) = (world.paint(), world.width());
        let mut out = format!("{}\n{}\n", paint.bold(self.entry.name), self.entry.docs);

        out.push_str(&format!("\n{}\n", paint.bold("Patterns")));
        let mut table = Table::new(&["PATTERN", "RESOURCE"]);
        for pattern in self.entry.patterns {
            table.row([vec![pattern.to_string()], self.resources(*pattern)]);
        }
        out.push_str(&table.render(paint, 2, width));

        out.push_str(&format!("\n{}\n", paint.bold("Parameters")));
        let mut members = Vec::new();
        Members { root: &self.schema, out: &mut members }.visit(&self.schema, 0);
        let mut table = Table::new(&["NAME", "TYPE", ""]);
        for member in &members {
            let required = if member.required { "required" } else { "" };
            table.row([vec![member.name.clone()], vec![member.kind.clone()], vec![required.to_owned()]]);
        }
        out.push_str(&if members.is_empty() { "  none\n".to_owned() } else { table.render(paint, 2, width) });

        // Examples that need the same share a table.
        let mut needs: Vec<(Vec<String>, &[Statement])> = Vec::new();
        for example in &self.examples {
            let title = example.title.replace('_', " ");
            match needs.iter_mut().find(|(_, statements)| *statements == example.statements) {
                Some((titles, _)) => titles.push(title),
                None => needs.push((vec![title], &example.statements)),
            }
        }
        for (titles, statements) in needs {
            out.push_str(&format!("\n{}\n", paint.bold(&format!("Permissions: {}", titles.join("; ")))));
            if statements.is_empty() {
                out.push_str("  none\n");
            } else {
                out.push_str(&permissions::listed(statements, false, paint, width));
            }
        }
        out.push_str(&permissions::note(&out, paint));

        let mut results: Vec<(Vec<IntegrationPattern>, Value)> = Vec::new();
        for pattern in self.entry.patterns {
            let result = self.entry.result(*pattern);
            match results.iter_mut().find(|(_, other)| *other == result) {
                Some((patterns, _)) => patterns.push(*pattern),
                None => results.push((vec![*pattern], result)),
            }
        }
        for (patterns, result) in &results {
            let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
            let title = format!("Result: {}", patterns.join("; "));
            out.push_str(&format!("\n{}\n", paint.bold(&title)));
            let mut members = Vec::new();
            let mut walk = Members { root: result, out: &mut members };
            walk.visit(result, 0);
            if members.is_empty() {
                out.push_str(&format!("  {}\n", kind(result, result)));
                continue;
            }
            let mut table = Table::new(&["NAME", "TYPE"]);
            for member in members {
                table.row([vec![member.name], vec![member.kind]]);
            }
            out.push_str(&table.render(paint, 2, width));
        }
        out
    }
}

/// A member of an object, indented as deep as it stands.
struct Member {
    name: String,
    kind: String,
    required: bool,
}

/// The members of a JSON Schema, and theirs.
struct Members<'a> {
    root: &'a Value,
    out: &'a mut Vec<Member>,
}

/// How deep members are followed: enough for every AWS API here, and an end for shapes that hold themselves.
const DEEPEST: usize = 5;

impl Members<'_> {
    fn visit(&mut self, schema: &Value, depth: usize) {
        let schema = inner(schema, self.root);
        if depth > DEEPEST {
            return;
        }
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            if let Some(items) = schema.get("items").or_else(|| additional(schema)) {
                self.visit(items, depth);
            }
            return;
        };
        let required = schema.get("required").and_then(Value::as_array);
        for (name, property) in properties {
            self.out.push(Member {
                name: format!("{}{name}", "  ".repeat(depth)),
                kind: kind(property, self.root),
                required: required.is_some_and(|names| names.iter().any(|other| other == name.as_str())),
            });
            self.visit(property, depth + 1);
        }
    }
}

/// The schema that is meant, behind references and `or null`.
fn inner<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    let mut schema = schema;
    for _ in 0..8 {
        let next = if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer))
        } else {
            let choices = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
            let mut real = choices.into_iter().flatten().filter(|choice| !is_null(choice));
            match (real.next(), real.next()) {
                (Some(only), None) if only.get("const").is_none() => Some(only),
                _ => None,
            }
        };
        match next {
            Some(next) => schema = next,
            None => break,
        }
    }
    schema
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
}

fn additional(schema: &Value) -> Option<&Value> {
    schema.get("additionalProperties").filter(|values| values.is_object())
}

/// The type in words.
fn kind(schema: &Value, root: &Value) -> String {
    let schema = inner(schema, root);
    let texts = |values: &Value| {
        let values = values.as_array().into_iter().flatten().filter(|value| !value.is_null());
        values
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect::<Vec<_>>()
    };
    if let Some(values) = schema.get("enum") {
        return texts(values).join(" | ");
    }
    if let Some(value) = schema.get("const") {
        return value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    }
    if let Some(choices) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
        let mut kinds: Vec<String> = Vec::new();
        for choice in choices.iter().filter(|choice| !is_null(choice)) {
            let kind = kind(choice, root);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        return kinds.join(" | ");
    }
    let types = match schema.get("type") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(many) => texts(many),
        None => Vec::new(),
    };
    let words = types.iter().filter(|name| *name != "null").map(|name| match name.as_str() {
        "string" => "text".to_owned(),
        "integer" => "whole number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "array" => match schema.get("items") {
            Some(items) => format!("list of {}", kind(items, root)),
            None => "list".to_owned(),
        },
        "object" => match additional(schema) {
            Some(values) => format!("{} by name", kind(values, root)),
            None => "object".to_owned(),
        },
        other => other.to_owned(),
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { "anything".to_owned() } else { one_line(&words.join(" | ")) }
}
