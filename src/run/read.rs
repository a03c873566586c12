//! From a definition to what runs.

use super::choice::{Condition, Operand, Test, operator, type_test};
use super::jsonata::Jsonata;
use super::program::{
    Action, Batcher, Catcher, Distributed, Format, ItemReader, Machine, Map, Number, Parts, ResultPath,
    Retrier, Rule, Service, State, Task, Wait, Writer,
};
use super::template::{Missing, Selection, Template};
use crate::asl::{Definition, Kind, Machine as View, QueryLanguage, State as StateView};
use crate::diagnostic::Diagnostic;
use crate::query::{Expression, Path};
use rustc_hash::FxHashMap;
use serde_json::{Map as Object, Value};
use std::sync::Arc;

/// How deep machines, and values in a state, may nest.
const DEEPEST: usize = 128;

const CODE: &str = "cannot-run";

#[derive(Default)]
pub(super) struct Reader {
    machines: Vec<Machine>,
    findings: Vec<Diagnostic>,
    depth: usize,
}

type Fields = Object<String, Value>;
type Names<'a> = FxHashMap<&'a str, usize>;

impl Reader {
    pub(super) fn program(mut self, definition: &Definition) -> Result<Parts, Vec<Diagnostic>> {
        self.machine(&definition.machine());
        let timeout = definition.json().get("TimeoutSeconds").and_then(Value::as_u64);
        if self.findings.is_empty() {
            let timeout = timeout.map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX));
            Ok(Parts { machines: self.machines, timeout })
        } else {
            Err(self.findings)
        }
    }

    fn machine(&mut self, view: &View<'_>) -> usize {
        let index = self.machines.len();
        self.machines.push(Machine::default());
        let states = view.states();
        let names: Names<'_> =
            states.iter().enumerate().map(|(index, state)| (state.name(), index)).collect();
        if self.depth >= DEEPEST {
            let found = format!("machines are nested more than {DEEPEST} deep");
            self.findings.push(Diagnostic::error(CODE, found).pointer(view.pointer()));
            return index;
        }
        let start = view.start_at().unwrap_or_default();
        let Some(&start) = names.get(start) else {
            let found = format!("no state is named `{start}`, where the machine is to start");
            self.findings.push(Diagnostic::error(CODE, found).pointer(view.pointer()));
            return index;
        };
        self.depth += 1;
        let states = states.iter().map(|state| One::new(state, &names, self).state()).collect();
        self.depth -= 1;
        if let Some(machine) = self.machines.get_mut(index) {
            *machine = Machine { start, states };
        }
        index
    }
}

/// The reading of one state.
struct One<'a, 'r> {
    view: &'a StateView<'a>,
    json: &'a Fields,
    language: QueryLanguage,
    names: &'a Names<'a>,
    reader: &'r mut Reader,
}

impl<'a, 'r> One<'a, 'r> {
    fn new(view: &'a StateView<'a>, names: &'a Names<'a>, reader: &'r mut Reader) -> Self {
        One { view, json: view.json(), language: view.query_language(), names, reader }
    }

    fn finding(&mut self, message: impl Into<String>) {
        let finding = Diagnostic::error(CODE, message).state(self.view.name()).pointer(self.view.pointer());
        self.reader.findings.push(finding);
    }

    fn state(mut self) -> State {
        let in_jsonata = self.language == QueryLanguage::Jsonata;
        let action = self.action();
        let parameters = if in_jsonata { "Arguments" } else { "Parameters" };
        let next = match self.json.get("Next").and_then(Value::as_str) {
            Some(name) if !self.view.is_end() => self.named(name),
            _ => None,
        };
        let is_map = matches!(action, Action::Map(_));
        State {
            name: self.view.name().into(),
            language: self.language,
            next,
            input_path: self.selection("InputPath"),
            parameters: if is_map { None } else { self.template(self.json, parameters) },
            result_selector: self.template(self.json, "ResultSelector"),
            result_path: self.result_path(self.json),
            output_path: self.selection("OutputPath"),
            assign: self.assign(self.json),
            output: if in_jsonata { self.template(self.json, "Output") } else { None },
            retry: self.view.retriers().into_iter().map(|retrier| self.retrier(retrier)).collect(),
            catch: self.view.catchers().into_iter().filter_map(|catcher| self.catcher(catcher)).collect(),
            action,
        }
    }

    fn named(&mut self, name: &str) -> Option<usize> {
        let found = self.names.get(name).copied();
        if found.is_none() {
            self.finding(format!("no state is named `{name}` here"));
        }
        found
    }

    fn action(&mut self) -> Action {
        let Some(kind) = self.view.kind() else {
            self.finding("the state has no type, or one that does not exist");
            return Action::Succeed;
        };
        match kind {
            Kind::Pass => Action::Pass {
                result: self.json.get("Result").map(|value| Template::Constant(Arc::new(value.clone()))),
            },
            Kind::Task => self.task(),
            Kind::Choice => self.choice(),
            Kind::Wait => self.wait(),
            Kind::Succeed => Action::Succeed,
            Kind::Fail => Action::Fail {
                error: self.scalar(self.json, "Error"),
                cause: self.scalar(self.json, "Cause"),
            },
            Kind::Parallel => {
                let machines = self.view.machines();
                Action::Parallel { branches: machines.iter().map(|view| self.reader.machine(view)).collect() }
            }
            Kind::Map => self.map(),
        }
    }

    fn task(&mut self) -> Action {
        let resource = self.view.resource().unwrap_or_default().to_owned();
        if resource.is_empty() {
            self.finding("a Task needs a `Resource`");
        }
        let service = service(&resource);
        Action::Task(Box::new(Task {
            timeout: self.number("TimeoutSeconds"),
            heartbeat: self.number("HeartbeatSeconds"),
            credentials: self.template(self.json, "Credentials"),
            service,
            resource,
        }))
    }

    fn choice(&mut self) -> Action {
        let mut rules = Vec::new();
        for (index, json) in self.view.choices().into_iter().enumerate() {
            let condition = if self.language == QueryLanguage::Jsonata {
                let location = format!("Choices[{index}]/Condition");
                let value = json.get("Condition").unwrap_or(&Value::Null);
                Some(Condition::Jsonata(self.tree(value, &location, 0)))
            } else {
                self.condition(json, 0)
            };
            let next = json.get("Next").and_then(Value::as_str).unwrap_or_default();
            if let (Some(condition), Some(next)) = (condition, self.named(next)) {
                let output = if self.language == QueryLanguage::Jsonata {
                    self.template(json, "Output")
                } else {
                    None
                };
                rules.push(Rule { condition, next, assign: self.assign(json), output });
            }
        }
        let otherwise = self.view.default().and_then(|name| self.named(name));
        Action::Choice { rules, otherwise }
    }

    fn condition(&mut self, json: &Fields, depth: usize) -> Option<Condition> {
        if depth > DEEPEST {
            self.finding(format!("conditions are nested more than {DEEPEST} deep"));
            return None;
        }
        for (name, all) in [("And", true), ("Or", false)] {
            if let Some(list) = json.get(name).and_then(Value::as_array) {
                let objects = list.iter().filter_map(Value::as_object);
                let conditions =
                    objects.map(|json| self.condition(json, depth + 1)).collect::<Option<Vec<_>>>()?;
                return Some(if all { Condition::And(conditions) } else { Condition::Or(conditions) });
            }
        }
        if let Some(json) = json.get("Not").and_then(Value::as_object) {
            return Some(Condition::Not(Box::new(self.condition(json, depth + 1)?)));
        }
        let variable = json.get("Variable").and_then(Value::as_str).unwrap_or_default();
        let variable = self.path(variable)?;
        for (name, value) in json {
            let test = match (name.as_str(), value) {
                ("IsPresent", Value::Bool(wanted)) => Some(Test::IsPresent(*wanted)),
                ("StringMatches", Value::String(pattern)) => Some(Test::Matches(pattern.clone())),
                (name, Value::Bool(wanted)) if type_test(name).is_some() => {
                    type_test(name).map(|kind| Test::Is(kind, *wanted))
                }
                (name, value) => match name.strip_suffix("Path").and_then(operator) {
                    Some((family, relation)) => {
                        let path = self.path(value.as_str().unwrap_or_default())?;
                        Some(Test::Compare(family, relation, Operand::Path(path)))
                    }
                    None => operator(name).map(|(family, relation)| {
                        Test::Compare(family, relation, Operand::Value(value.clone()))
                    }),
                },
            };
            if let Some(test) = test {
                return Some(Condition::Test { variable, test });
            }
        }
        self.finding("a rule of the Choice compares nothing");
        None
    }

    fn wait(&mut self) -> Action {
        if let Some(seconds) = self.wait_field("Seconds") {
            return Action::Wait(Wait::Seconds(seconds));
        }
        match self.wait_field("Timestamp") {
            Some(timestamp) => Action::Wait(Wait::Timestamp(timestamp)),
            None => {
                self.finding("a Wait needs `Seconds` or `Timestamp`");
                Action::Succeed
            }
        }
    }

    fn wait_field(&mut self, field: &'static str) -> Option<Number> {
        let mut number = self.number(field)?;
        if let Template::Query { missing, field: named, .. } = &mut number.template {
            *missing = Missing::Wait;
            *named = format!("{field}Path");
        }
        Some(number)
    }

    fn map(&mut self) -> Action {
        let in_jsonata = self.language == QueryLanguage::Jsonata;
        let Some(view) = self.view.machines().into_iter().next() else {
            self.finding("a Map needs an `ItemProcessor`");
            return Action::Succeed;
        };
        let config = view.json().get("ProcessorConfig").and_then(Value::as_object);
        let setting = |name: &str| config.and_then(|config| config.get(name)).and_then(Value::as_str);
        let is_distributed = setting("Mode") == Some("DISTRIBUTED");
        let express = setting("ExecutionType") == Some("EXPRESS");
        let machine = self.reader.machine(&view);
        let items = if in_jsonata { self.template(self.json, "Items") } else { self.field_path("ItemsPath") };
        let selector = match self.template(self.json, "ItemSelector") {
            None if !in_jsonata => self.template(self.json, "Parameters"),
            selector => selector,
        };
        let distributed = is_distributed.then(|| Distributed {
            express,
            label: self.json.get("Label").and_then(Value::as_str).unwrap_or_default().to_owned(),
            reader: self.item_reader(),
            batcher: self.batcher(),
            writer: self.writer(),
        });
        Action::Map(Box::new(Map {
            language: self.language,
            machine,
            items,
            selector,
            concurrency: self.number("MaxConcurrency"),
            tolerated_count: self.number("ToleratedFailureCount"),
            tolerated_percentage: self.number("ToleratedFailurePercentage"),
            distributed,
        }))
    }

    fn item_reader(&mut self) -> Option<ItemReader> {
        let json = self.json.get("ItemReader")?.as_object()?;
        let resource = json.get("Resource").and_then(Value::as_str).unwrap_or_default().to_owned();
        let empty = Fields::new();
        let config = json.get("ReaderConfig").and_then(Value::as_object).unwrap_or(&empty);
        let text = |name: &str| config.get(name).and_then(Value::as_str);
        let format = match text("InputType") {
            Some("CSV") => Format::Csv {
                headers: (text("CSVHeaderLocation") == Some("GIVEN"))
                    .then(|| strings(config.get("CSVHeaders"))),
                delimiter: match text("CSVDelimiter") {
                    Some("PIPE") => '|',
                    Some("SEMICOLON") => ';',
                    Some("SPACE") => ' ',
                    Some("TAB") => '\t',
                    _ => ',',
                },
            },
            Some("JSONL") => Format::JsonLines,
            Some("MANIFEST") => Format::Manifest,
            Some("JSON") | None => Format::Json,
            Some(other) => {
                self.finding(format!("items in the format `{other}` cannot be read here"));
                Format::Json
            }
        };
        let arguments = if self.language == QueryLanguage::Jsonata { "Arguments" } else { "Parameters" };
        let arguments = self.template(json, arguments);
        Some(ItemReader {
            resource,
            arguments: arguments
                .unwrap_or_else(|| Template::Constant(Arc::new(Value::Object(Fields::new())))),
            format,
            most: self.number_in(config, "MaxItems", "ItemReader/ReaderConfig/MaxItems"),
            pointer: text("ItemsPointer").map(str::to_owned),
        })
    }

    fn batcher(&mut self) -> Option<Batcher> {
        let json = self.json.get("ItemBatcher")?.as_object()?;
        Some(Batcher {
            input: self.template(json, "BatchInput"),
            most_items: self.number_in(json, "MaxItemsPerBatch", "ItemBatcher/MaxItemsPerBatch"),
            most_bytes: self.number_in(json, "MaxInputBytesPerBatch", "ItemBatcher/MaxInputBytesPerBatch"),
        })
    }

    fn writer(&mut self) -> Option<Writer> {
        let json = self.json.get("ResultWriter")?.as_object()?;
        let config = json.get("WriterConfig").and_then(Value::as_object);
        let setting = |name: &str| config.and_then(|config| config.get(name)).and_then(Value::as_str);
        let arguments = if self.language == QueryLanguage::Jsonata { "Arguments" } else { "Parameters" };
        Some(Writer {
            arguments: self.template(json, arguments),
            transformation: setting("Transformation").unwrap_or("NONE").to_owned(),
            lines: setting("OutputType") == Some("JSONL"),
        })
    }

    fn retrier(&mut self, json: &Fields) -> Retrier {
        let number = |name: &str| json.get(name).and_then(Value::as_f64);
        Retrier {
            errors: strings(json.get("ErrorEquals")),
            interval: number("IntervalSeconds").unwrap_or(1.0),
            attempts: json
                .get("MaxAttempts")
                .and_then(Value::as_u64)
                .map_or(3, |attempts| u32::try_from(attempts).unwrap_or(u32::MAX)),
            backoff: number("BackoffRate").unwrap_or(2.0),
            most: number("MaxDelaySeconds"),
            jitter: json.get("JitterStrategy").and_then(Value::as_str) == Some("FULL"),
        }
    }

    fn catcher(&mut self, json: &Fields) -> Option<Catcher> {
        let next = json.get("Next").and_then(Value::as_str).unwrap_or_default();
        Some(Catcher {
            errors: strings(json.get("ErrorEquals")),
            next: self.named(next)?,
            result_path: self.result_path(json),
            assign: self.assign(json),
            output: if self.language == QueryLanguage::Jsonata {
                self.template(json, "Output")
            } else {
                None
            },
        })
    }

    // Fields.

    fn path(&mut self, text: &str) -> Option<Path> {
        match Path::parse(text) {
            Ok(path) => Some(path),
            Err(error) => {
                self.finding(format!("`{text}` is no path: {error}"));
                None
            }
        }
    }

    fn selection(&mut self, field: &str) -> Selection {
        if self.language == QueryLanguage::Jsonata {
            return Selection::Whole;
        }
        match self.json.get(field) {
            None => Selection::Whole,
            Some(Value::Null) => Selection::Nothing,
            Some(value) => match value.as_str() {
                None | Some("$") => Selection::Whole,
                Some(text) => self.path(text).map_or(Selection::Whole, Selection::Path),
            },
        }
    }

    fn result_path(&mut self, json: &Fields) -> ResultPath {
        if self.language == QueryLanguage::Jsonata {
            return ResultPath::Whole;
        }
        match json.get("ResultPath") {
            None => ResultPath::Whole,
            Some(Value::Null) => ResultPath::Discard,
            Some(value) => match value.as_str() {
                None | Some("$") => ResultPath::Whole,
                Some(text) => self.path(text).map_or(ResultPath::Whole, ResultPath::Into),
            },
        }
    }

    fn assign(&mut self, json: &Fields) -> Vec<(String, Template)> {
        match self.template(json, "Assign") {
            Some(Template::Object(members)) => members,
            Some(Template::Constant(value)) => {
                let members = value.as_object().into_iter().flatten();
                members
                    .map(|(key, value)| (key.clone(), Template::Constant(Arc::new(value.clone()))))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// A field that holds JSON with expressions in it.
    fn template(&mut self, json: &Fields, field: &str) -> Option<Template> {
        let value = json.get(field)?;
        Some(self.tree(value, field, 0))
    }

    /// `field` in either language: a value or `{% … %}`, or a path in `fieldPath`.
    fn number(&mut self, field: &'static str) -> Option<Number> {
        self.number_in(self.json, field, field)
    }

    fn number_in(&mut self, json: &Fields, field: &'static str, location: &str) -> Option<Number> {
        let template = match json.get(field) {
            Some(value) => self.tree(value, location, 0),
            None => self.query(json.get(&format!("{field}Path"))?.as_str()?, field, Missing::Field)?,
        };
        Some(Number { field, template })
    }

    /// `Error` and `Cause` of a Fail.
    fn scalar(&mut self, json: &Fields, field: &str) -> Option<Template> {
        if let Some(value) = json.get(field) {
            return Some(self.tree(value, field, 0));
        }
        let field = format!("{field}Path");
        self.query(json.get(&field)?.as_str()?, &field, Missing::Payload)
    }

    fn field_path(&mut self, field: &str) -> Option<Template> {
        self.query(self.json.get(field)?.as_str()?, field, Missing::Field)
    }

    fn query(&mut self, text: &str, field: &str, missing: Missing) -> Option<Template> {
        match Expression::parse(text) {
            Ok(expression) => Some(Template::Query {
                expression: Box::new(expression),
                text: text.to_owned(),
                field: field.to_owned(),
                missing,
            }),
            Err(error) => {
                self.finding(format!("`{text}` in `{field}` cannot be read: {error}"));
                None
            }
        }
    }

    fn tree(&mut self, value: &Value, location: &str, depth: usize) -> Template {
        if depth > DEEPEST {
            self.finding(format!("`{location}` nests more than {DEEPEST} deep"));
            return Template::Constant(Arc::default());
        }
        let read = match (self.language, value) {
            (QueryLanguage::Jsonata, Value::String(text)) => self.jsonata(text, location),
            (_, Value::Array(elements)) => {
                let elements = elements.iter().enumerate();
                let read = elements
                    .map(|(index, value)| self.tree(value, &format!("{location}[{index}]"), depth + 1));
                Some(Template::Array(read.collect()))
            }
            (QueryLanguage::Jsonata, Value::Object(members)) => {
                let read = members.iter().map(|(key, value)| {
                    (key.clone(), self.tree(value, &format!("{location}/{key}"), depth + 1))
                });
                Some(Template::Object(read.collect()))
            }
            (QueryLanguage::JsonPath, Value::Object(members)) => Some(self.payload(members, depth)),
            _ => None,
        };
        let constant = |template: &Template| matches!(template, Template::Constant(_));
        let computed = match &read {
            None => false,
            Some(Template::Array(elements)) => !elements.iter().all(constant),
            Some(Template::Object(members)) => {
                // A key that lost its `.$` stands in for another one.
                !members.iter().all(|(_, template)| constant(template))
            }
            Some(_) => true,
        };
        match read {
            Some(template) if computed => template,
            _ => Template::Constant(Arc::new(value.clone())),
        }
    }

    /// JSON in JSONPath: what stands under a key that ends in `.$` is a path or a call.
    fn payload(&mut self, members: &Fields, depth: usize) -> Template {
        let mut out = Vec::with_capacity(members.len());
        for (key, value) in members {
            match (key.strip_suffix(".$"), value) {
                (Some(name), Value::String(text)) => {
                    if let Some(query) = self.query(text, key, Missing::Payload) {
                        out.push((name.to_owned(), query));
                    }
                }
                _ => out.push((key.clone(), self.tree(value, key, depth + 1))),
            }
        }
        Template::Object(out)
    }

    fn jsonata(&mut self, text: &str, location: &str) -> Option<Template> {
        let code = text.strip_prefix("{%")?.strip_suffix("%}")?.trim();
        match Jsonata::compile(code) {
            Ok(code) => Some(Template::Jsonata { code: Box::new(code), location: location.to_owned() }),
            Err(error) => {
                self.finding(format!("`{code}` in `{location}` is no JSONata: {error}"));
                None
            }
        }
    }
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let texts = value.and_then(Value::as_array).into_iter().flatten();
    texts.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What a `Resource` names.
fn service(resource: &str) -> Service {
    // arn:partition:service:region:account:rest
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    match parts.as_slice() {
        [_, _, "states", "", "", rest] => {
            let (kind, action) = match rest.strip_prefix("aws-sdk:") {
                Some(rest) => {
                    let (service, action) = rest.split_once(':').unwrap_or((rest, ""));
                    (format!("aws-sdk:{service}"), action)
                }
                None => {
                    let (kind, action) = rest.split_once(':').unwrap_or((rest, ""));
                    (kind.to_owned(), action)
                }
            };
            Service::Integration { kind: kind.into(), action: action.into() }
        }
        [_, _, "states", _, _, rest] if rest.starts_with("activity:") => Service::Activity,
        _ => Service::Function,
    }
}
