//! From what builders said to what ASL writes: markers become keys, values or names; references become
//! substitutions.

use super::compose;
use super::contract::{FieldSpec, NESTED_TWINS, Shape, field_named};
use super::expression::in_language;
use super::{Kind, QueryLanguage};
use crate::data::{Entries, Expression, Form, Text, Tree};
use crate::diagnostic::{Diagnostic, Origin, pointer};
use crate::query;
use crate::reference::Reference;
use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use serde_json::Value;

/// The references of one definition, each under the name that stands for it: `${ClusterArn}`.
///
/// Two references never share a name, and one reference has one name throughout.
#[derive(Debug, Default)]
pub(crate) struct Bindings {
    names: IndexMap<String, Value>,
    known: FxHashMap<Value, Text>,
    /// What stands for a reference: `${ClusterArn}`. The same one may be said in two ways, which `known` tells.
    said: FxHashMap<Reference, Text>,
    /// Text of the user's that looks like a substitution, with where it stands.
    placeholders: Vec<(String, Diagnostic)>,
    /// Whether an object of the user's looks like a function of CloudFormation's.
    lookalike: bool,
}

impl Bindings {
    /// What stands for a reference. `hint` names what has no name of its own.
    pub(crate) fn bind(&mut self, reference: &Reference, hint: &str) -> Text {
        if let Some(text) = self.said.get(reference) {
            return text.clone();
        }
        let name = self.name(&reference.to_json(), hint);
        let text = Text::from_iter(["${", &name, "}"]);
        self.said.insert(reference.clone(), text.clone());
        text
    }

    /// The name that stands for a reference, given in its JSON form.
    pub(crate) fn name(&mut self, reference: &Value, hint: &str) -> Text {
        if let Some(name) = self.known.get(reference) {
            return name.clone();
        }
        let wanted = proper_name(reference).unwrap_or_else(|| letters(hint));
        let wanted = if wanted.is_empty() { "Value".to_owned() } else { wanted };
        let mut name = wanted.clone();
        let mut count = 1;
        while self.names.contains_key(&name) {
            count += 1;
            name = format!("{wanted}{count}");
        }
        let text = Text::new(&name);
        self.names.insert(name, reference.clone());
        self.known.insert(reference.clone(), text.clone());
        text
    }

    /// Gives a reference a name of the user's choosing. Returns whether the name was free.
    pub(crate) fn bind_as(&mut self, name: &str, reference: Value) -> bool {
        if self.names.contains_key(name) {
            return false;
        }
        self.known.insert(reference.clone(), name.into());
        self.names.insert(name.to_owned(), reference);
        true
    }

    /// Notes an object of the user's that looks like a function of CloudFormation's.
    pub(crate) fn note_lookalike(&mut self) {
        self.lookalike = true;
    }

    /// Whether there was one, so that the definition cannot stand in a template as an object.
    pub(crate) fn has_lookalike(&self) -> bool {
        self.lookalike
    }

    /// Notes all the text in a value that could be taken for a substitution.
    pub(crate) fn note_all(&mut self, entries: &Entries, finding: &impl Fn(&str, &str) -> Diagnostic) {
        for (key, value) in entries.iter() {
            self.note(key, |name| finding(name, key));
            self.note_in(value, finding);
        }
    }

    fn note_in(&mut self, value: &Tree, finding: &impl Fn(&str, &str) -> Diagnostic) {
        match value {
            Tree::Text(text) => self.note(text, |name| finding(name, text)),
            Tree::List(items) => items.iter().for_each(|item| self.note_in(item, finding)),
            Tree::Object(entries) => self.note_all(entries, finding),
            _ => {}
        }
    }

    /// Notes text that could be taken for a substitution.
    pub(crate) fn note(&mut self, text: &str, finding: impl Fn(&str) -> Diagnostic) {
        let mut rest = text;
        while let Some(start) = rest.find("${") {
            rest = rest.get(start + 2..).unwrap_or_default();
            let Some(end) = rest.find('}') else { return };
            let name = rest.get(..end).unwrap_or_default();
            self.placeholders.push((name.to_owned(), finding(name)));
        }
    }

    /// The bound names, and a finding for each text of the user's that deployment would replace by accident.
    pub(crate) fn finish(self) -> (IndexMap<String, Value>, Vec<Diagnostic>) {
        let Bindings { names, placeholders, .. } = self;
        let taken = placeholders.into_iter().filter(|(name, _)| names.contains_key(name));
        let findings = taken.map(|(_, finding)| finding).collect();
        (names, findings)
    }
}

/// A name made from what a reference points at, where it points at one thing.
fn proper_name(reference: &Value) -> Option<String> {
    let (function, argument) = reference.as_object()?.iter().next()?;
    match function.as_str() {
        "Ref" => Some(letters(argument.as_str()?.trim_start_matches("AWS::"))),
        "Fn::GetAtt" => {
            let parts = argument.as_array()?;
            Some(parts.iter().filter_map(Value::as_str).map(letters).collect())
        }
        "Fn::ImportValue" => Some(letters(argument.as_str()?)),
        _ => None,
    }
}

/// Only what may stand in a substitution's name.
fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The keys that stand beside one that announces a path for them.
fn pairs(entries: &Entries) -> Vec<Text> {
    let announced = entries.keys().filter_map(|key| key.strip_suffix(".$"));
    announced.filter(|key| entries.contains_key(key)).map(Text::new).collect()
}

/// Whether CloudFormation takes an object with this key for a function of its own.
pub(crate) fn is_function(key: &str) -> bool {
    key == "Ref" || key.starts_with("Fn::")
}

/// Where a value stands, as a list from the inside out; spelled only when a finding needs it.
#[derive(Clone, Copy)]
pub(crate) enum At<'a> {
    Root(&'a str),
    Key(&'a At<'a>, &'a str),
    Index(&'a At<'a>, usize),
}

impl At<'_> {
    pub(crate) fn pointer(&self) -> String {
        match self {
            At::Root(base) => (*base).to_owned(),
            At::Key(parent, key) => pointer(&parent.pointer(), key),
            At::Index(parent, index) => pointer(&parent.pointer(), &index.to_string()),
        }
    }

    /// Whether it is reached from the root by these keys.
    fn is(&self, keys: &[&str]) -> bool {
        match (self, keys.split_last()) {
            (At::Root(_), None) => true,
            (At::Key(parent, key), Some((last, before))) => key == last && parent.is(before),
            _ => false,
        }
    }

    /// The nearest key: a name for what stands here.
    pub(crate) fn key(&self) -> &str {
        match self {
            At::Root(base) => base.rsplit('/').next().unwrap_or_default(),
            At::Key(_, key) => key,
            At::Index(parent, _) => parent.key(),
        }
    }
}

/// What became of a value: what its key has to become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Became {
    /// A value as any other.
    Plain,
    /// A JSONPath expression, which its key has to announce.
    Path,
}

/// Stand for `${` and `}` around a bound name while a composed expression is spelled, which escapes braces.
/// Noncharacters, which no text that means something contains.
const OPEN: char = '\u{FDD1}';
const CLOSE: char = '\u{FDD2}';

/// Lowers the fields of one state.
pub(crate) struct Lowering<'a> {
    pub(crate) kind: Kind,
    pub(crate) language: QueryLanguage,
    /// Given as JSON, where `{% … %}` is an expression and not text.
    pub(crate) raw: bool,
    pub(crate) state: &'a str,
    pub(crate) origin: &'a Origin,
    pub(crate) bindings: &'a mut Bindings,
    pub(crate) findings: &'a mut Vec<Diagnostic>,
}

impl Lowering<'_> {
    /// Adds the fields of a state, catcher or rule to it, in the order they came in.
    pub(crate) fn fields(&mut self, fields: Entries, at: &At<'_>, out: &mut Entries) {
        for (key, mut value) in fields {
            let here = At::Key(at, &key);
            let field = field_named(&key);
            let shape = field.map_or(Shape::Template, |field| field.shape);
            self.check_language(&key, field, &here);
            match shape {
                Shape::Path | Shape::Plain => {
                    self.plain(&mut value, &here);
                    out.insert(key, value);
                }
                Shape::Twin => match self.value(&mut value, &here) {
                    Became::Path => {
                        self.check_twin(&key, &value, at);
                        out.insert(Text::from_iter([&*key, "Path"]), value);
                    }
                    Became::Plain => {
                        out.insert(key, value);
                    }
                },
                Shape::Template => self.template(key, value, at, out),
            }
        }
    }

    /// A field has to belong to the language that the state speaks.
    fn check_language(&mut self, key: &str, field: Option<&FieldSpec>, at: &At<'_>) {
        let Some(field) = field else { return };
        let path = field.shape == Shape::Twin && key != field.name;
        let only = if path { Some(QueryLanguage::JsonPath) } else { field.only };
        // What a request says becomes `Arguments`, and `Items` becomes `ItemsPath`.
        let renamed = !self.raw
            && match key {
                "Parameters" => matches!(self.kind, Kind::Task | Kind::Parallel),
                "Items" => true,
                _ => false,
            };
        if let Some(only) = only
            && only != self.language
            && !renamed
        {
            let message =
                format!("`{key}` is a field of {only}, and state `{}` speaks {}", self.state, self.language);
            let help = match self.language {
                QueryLanguage::Jsonata => "JSONata states have `Arguments`, `Assign` and `Output`",
                QueryLanguage::JsonPath => {
                    "JSONPath states have `Parameters`, `ResultSelector`, `ResultPath` and `OutputPath`"
                }
            };
            self.report("wrong-language", "", at).message(message).add_help(help);
        }
    }

    /// A field that a path stands for by its twin takes one place's path; `Error` and `Cause` some functions as well.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html>.
    fn check_twin(&mut self, key: &str, value: &Tree, parent: &At<'_>) {
        const FUNCTIONS: [&str; 7] =
            ["Format", "JsonToString", "ArrayGetItem", "Base64Encode", "Base64Decode", "Hash", "UUID"];
        let Some(text) = value.as_str() else { return };
        let twin = || format!("{key}Path");
        if let Some(call) = text.strip_prefix("States.") {
            let name = call.split('(').next().unwrap_or_default();
            if matches!(key, "Error" | "Cause") && FUNCTIONS.contains(&name) {
                return;
            }
            let message =
                format!("`{key}` of state `{}` takes a path, and `{text}` is a function", self.state);
            self.report("intrinsic-in-path", "", &At::Key(parent, &twin()))
                .message(message)
                .add_help("compute it in a Pass state before, and say the path to the result");
        } else if let Err(error) = query::reference_path(text) {
            let message = format!("`{text}` in `{key}Path` is no reference path: {error}");
            self.report("malformed-path", "", &At::Key(parent, &twin())).message(message);
        }
    }

    /// A value that is written as it is: only references are put in.
    pub(crate) fn plain(&mut self, value: &mut Tree, at: &At<'_>) {
        match value {
            Tree::Text(text) => self.check_placeholders(text, at),
            Tree::Expression(found) => {
                let origin = found.origin.clone();
                let spelled = in_language(found.form, &found.text, self.language);
                *value = spelled.map_or_else(|| Tree::Text(found.text.clone()), Tree::from);
                // A request says itself what it wants instead.
                if self.raw || !at.is(&["Resource"]) {
                    let help = if at.key() == "Resource" {
                        "name it when the machine is made"
                    } else {
                        "say `parameters` for data with expressions in it"
                    };
                    self.report("expression-in-literal", "cannot hold an expression", at)
                        .from(origin)
                        .add_help(help);
                }
            }
            // A function or an activity stands in `Resource` by its ARN.
            Tree::Reference(reference) => *value = Tree::Text(self.bindings.bind(reference, at.key())),
            Tree::Object(entries) => {
                self.check_lookalike(entries, at);
                for (key, value) in entries.iter_mut() {
                    let here = At::Key(at, key);
                    self.check_placeholders(key, &here);
                    self.plain(value, &here);
                }
            }
            Tree::List(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.plain(item, &At::Index(at, index));
                }
            }
            Tree::Null | Tree::Bool(_) | Tree::Number(_) => {}
        }
    }

    fn template(&mut self, key: Text, mut value: Tree, at: &At<'_>, out: &mut Entries) {
        let here = At::Key(at, &key);
        let said = matches!(value, Tree::Expression(_));
        let became = self.value(&mut value, &here);
        let jsonata = self.language == QueryLanguage::Jsonata;
        if became == Became::Path {
            if key == "Items" {
                self.check_twin("Items", &value, at);
                out.set("ItemsPath", value);
                return;
            }
            self.report("path-as-template", "cannot be a path as a whole in a JSONPath state", &here)
                .add_help("name the data under a key, or narrow the input by `input_path`");
        } else if key == "Items" && !jsonata && !said {
            self.report("items-in-jsonpath", "cannot be a literal in a JSONPath state", &here)
                .add_help("give a path to the items, or make them in a Pass state before");
        }
        let renamed =
            jsonata && !self.raw && key == "Parameters" && matches!(self.kind, Kind::Task | Kind::Parallel);
        out.insert(if renamed { Text::new_static("Arguments") } else { key }, value);
    }

    /// Lowers a value in place.
    fn value(&mut self, value: &mut Tree, at: &At<'_>) -> Became {
        match value {
            Tree::Expression(expression) => {
                // A list of expressions is an array as any other where an element may be an expression.
                if self.language == QueryLanguage::Jsonata
                    && let Some(list) = compose::listed(expression)
                {
                    *value = list;
                    return self.value(value, at);
                }
                let (text, became) = self.expression(expression, at);
                *value = Tree::Text(text);
                return became;
            }
            Tree::Text(text) => self.literal(text, at),
            Tree::List(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    let here = At::Index(at, index);
                    if self.value(item, &here) == Became::Path {
                        self.report("path-in-array", "is a path as an element of an array", &here)
                            .add_help("JSONPath has no such form: build the array with `intrinsic::array`");
                    }
                }
            }
            Tree::Reference(reference) => *value = Tree::Text(self.bindings.bind(reference, at.key())),
            Tree::Object(entries) => self.object(entries, at),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) => {}
        }
        Became::Plain
    }

    fn object(&mut self, entries: &mut Entries, at: &At<'_>) {
        let jsonata = self.language == QueryLanguage::Jsonata;
        let of_map = self.kind == Kind::Map;
        let holder = of_map && !self.raw && (at.is(&["ItemReader"]) || at.is(&["ResultWriter"]));
        let twins = of_map && (at.is(&["ItemReader", "ReaderConfig"]) || at.is(&["ItemBatcher"]));
        self.check_lookalike(entries, at);
        let pairs = if jsonata { Vec::new() } else { pairs(entries) };
        for (key, value) in entries.iter_mut() {
            let here = At::Key(at, key);
            self.check_placeholders(key, &here);
            if let Some(name) = key.strip_suffix(".$") {
                if !jsonata {
                    self.written_path(value, &here);
                    continue;
                }
                self.idle_path(name, &here);
            }
            if self.value(value, &here) == Became::Path {
                let twin = twins && NESTED_TWINS.contains(&key.as_str());
                if twin {
                    self.check_twin(key, value, at);
                }
                *key = Text::from_iter([&**key, if twin { "Path" } else { ".$" }]);
            } else if holder && jsonata && key == "Parameters" {
                *key = Text::new_static("Arguments");
            }
        }
        for key in &pairs {
            let message = format!("`{key}` and `{key}.$` stand beside one another");
            self.report("duplicate-key", "", &At::Key(at, key))
                .message(message)
                .add_help("leave one of them out");
        }
        if !pairs.is_empty() {
            *entries = std::mem::take(entries).into_iter().collect();
        }
    }

    /// An object that CloudFormation would take for a function of its own, where data is meant.
    fn check_lookalike(&mut self, entries: &Entries, at: &At<'_>) {
        let Some(key) = entries.keys().find(|key| is_function(key)) else { return };
        self.bindings.note_lookalike();
        let message = format!("`{key}` in state `{}` is data, and looks like a reference", self.state);
        self.findings.push(
            Diagnostic::advice("data-like-reference", message)
                .state(self.state)
                .pointer(at.pointer())
                .origin(self.origin.clone())
                .help("a reference stays one in `payload!`; in `serde_json::json!` it becomes data"),
        );
    }

    /// A key that ends in `.$` where JSONata is spoken: it is taken as it is, and its value as text.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.
    fn idle_path(&mut self, name: &str, at: &At<'_>) {
        let message = format!(
            "`{name}.$` announces a path in JSONPath only, and state `{}` speaks JSONata",
            self.state
        );
        let help =
            format!("call it `{name}`, and say its value as `jsonata(\"$states.input…\")` or `path(\"$…\")`");
        self.findings.push(
            Diagnostic::warning("path-key-in-jsonata", message)
                .state(self.state)
                .pointer(at.pointer())
                .origin(self.origin.clone())
                .help(help),
        );
    }

    /// A key that the user ended in `.$`: its value has to be what such a key announces.
    fn written_path(&mut self, value: &mut Tree, at: &At<'_>) {
        match value {
            Tree::Text(text) => {
                if let Err(error) = query::Expression::parse(text) {
                    let what = format!("`{text}` is no JSONPath: {error}");
                    self.report("malformed-path", "", at).message(what);
                }
                return;
            }
            Tree::Expression(_) => {}
            _ => {
                self.report("malformed-path", "ends in `.$`, so it has to be a path", at);
            }
        }
        self.value(value, at);
    }

    /// An expression as text.
    fn expression(&mut self, found: &Expression, at: &At<'_>) -> (Text, Became) {
        if let Some(problem) = &found.problem {
            let (code, what) = match found.form {
                Form::Jsonata => ("malformed-jsonata", "no JSONata expression"),
                Form::Variable => ("malformed-variable", "no variable"),
                _ => ("malformed-path", "no JSONPath"),
            };
            let message = format!("`{}` is {what}: {problem}", found.text);
            self.report(code, "", at).message(message).from(found.origin.clone());
            return (found.text.clone(), Became::Plain);
        }
        if found.form == Form::JsonPath && self.language == QueryLanguage::JsonPath {
            self.check_placeholders(&found.text, at);
            return (found.text.clone(), Became::Path);
        }
        let bound = match found.form {
            Form::Composed(_) => Some(self.bind_inside(&found.text, at)),
            _ => None,
        };
        match in_language(found.form, bound.as_deref().unwrap_or(&found.text), self.language) {
            Some(spelled) => {
                let text = if bound.is_none() {
                    self.check_placeholders(&spelled, at);
                    spelled
                } else {
                    spelled.replace(OPEN, "${").replace(CLOSE, "}")
                };
                let became = match self.language {
                    QueryLanguage::JsonPath => Became::Path,
                    QueryLanguage::Jsonata => Became::Plain,
                };
                (text.into(), became)
            }
            None => {
                let (is, other) = match self.language {
                    QueryLanguage::Jsonata => ("said as only JSONPath can", "JSONata"),
                    QueryLanguage::JsonPath => ("JSONata", "JSONPath"),
                };
                let (form, said) = compose::culprit(found.form, &found.text, self.language);
                let is = if form == Form::JsonPath { "JSONPath" } else { is };
                let message = format!("`{said}` is {is}, in a state that speaks {other}");
                let help = match self.language {
                    QueryLanguage::Jsonata => "say it as `jsonata(\"$states.input…\")`",
                    QueryLanguage::JsonPath => {
                        "say it as `path(\"$…\")`, or use JSONata throughout the state"
                    }
                };
                self.report("wrong-language", "", at)
                    .message(message)
                    .from(found.origin.clone())
                    .add_help(help);
                (said.into(), Became::Plain)
            }
        }
    }

    /// The parts of a composed expression with their references bound: `${Name}` is put in on deployment wherever it
    /// stands.
    fn bind_inside(&mut self, text: &str, at: &At<'_>) -> String {
        fn bind(lowering: &mut Lowering<'_>, value: &mut Tree, at: &At<'_>) {
            match value {
                Tree::Text(text) => lowering.check_placeholders(text, at),
                Tree::List(items) => items.iter_mut().for_each(|item| bind(lowering, item, at)),
                Tree::Reference(reference) => {
                    let bound = lowering.bindings.bind(reference, at.key());
                    *value =
                        Tree::from(bound.replace("${", &OPEN.to_string()).replace('}', &CLOSE.to_string()));
                }
                Tree::Object(entries) => entries.iter_mut().for_each(|(_, value)| bind(lowering, value, at)),
                Tree::Expression(_) | Tree::Null | Tree::Bool(_) | Tree::Number(_) => {}
            }
        }
        let mut value = compose::parts(text);
        bind(self, &mut value, at);
        value.into_marked().to_string()
    }

    fn literal(&mut self, text: &str, at: &At<'_>) {
        self.check_placeholders(text, at);
        if !self.raw
            && self.language == QueryLanguage::Jsonata
            && (text.starts_with("{%") || text.ends_with("%}"))
        {
            let message = format!("the literal text `{text}` would be taken for an expression");
            self.report("expression-in-literal", "", at).message(message).add_help(
                "say `jsonata(…)` for an expression; literal text cannot begin with `{%` or end with `%}`",
            );
        }
    }

    /// Notes `${…}` in text of the user's; whether it collides is known when all references are bound.
    fn check_placeholders(&mut self, text: &str, at: &At<'_>) {
        if !text.as_bytes().windows(2).any(|pair| pair == b"${") {
            return;
        }
        let (state, origin) = (self.state, self.origin);
        self.bindings.note(text, |name| {
            Diagnostic::error(
                "placeholder-in-literal",
                format!("deployment would replace `${{{name}}}` in the literal text `{text}`"),
            )
            .state(state)
            .pointer(at.pointer())
            .origin(origin.clone())
            .help(format!("put the value in as a reference, or name the resource behind `{name}` otherwise"))
        });
    }

    /// Begins a finding about the value at `at`.
    fn report(&mut self, code: &'static str, what: &str, at: &At<'_>) -> Report<'_> {
        let finding = Diagnostic::error(code, format!("`{}` of state `{}` {what}", at.key(), self.state))
            .state(self.state)
            .pointer(at.pointer())
            .origin(self.origin.clone());
        self.findings.push(finding);
        Report(self.findings.last_mut())
    }
}

/// The finding that was just made, to be completed.
struct Report<'a>(Option<&'a mut Diagnostic>);

impl Report<'_> {
    fn message(mut self, message: String) -> Self {
        if let Some(finding) = &mut self.0 {
            finding.message = message;
        }
        self
    }

    fn from(mut self, origin: Origin) -> Self {
        if let Some(finding) = &mut self.0 {
            finding.origin = Some(origin);
        }
        self
    }

    fn add_help(mut self, help: &str) {
        if let Some(finding) = &mut self.0 {
            finding.help = Some(help.to_owned());
        }
    }
}

/// The language that fields decide on by their names alone, if any does.
pub(crate) fn language_of_names<'a>(names: impl IntoIterator<Item = &'a Text>) -> Option<QueryLanguage> {
    names.into_iter().find_map(|name| {
        let field = match name.as_str() {
            "Condition" => return Some(QueryLanguage::Jsonata),
            "Variable" | "And" | "Or" | "Not" => return Some(QueryLanguage::JsonPath),
            name => field_named(name)?,
        };
        let path = field.shape == Shape::Twin && field.name != name;
        if path { Some(QueryLanguage::JsonPath) } else { field.only }
    })
}

/// The language that a value's expressions decide on, if any does.
pub(crate) fn language_of(value: &Tree) -> Option<QueryLanguage> {
    match value {
        Tree::Expression(expression) => match expression.form {
            Form::JsonPath => Some(QueryLanguage::JsonPath),
            Form::Jsonata => Some(QueryLanguage::Jsonata),
            Form::Context | Form::Variable | Form::Input => None,
            Form::Composed(_) => language_of(&compose::parts(&expression.text)),
        },
        Tree::List(items) => items.iter().find_map(language_of),
        Tree::Object(entries) => entries.values().find_map(language_of),
        _ => None,
    }
}
