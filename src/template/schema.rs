//! What a type of resource admits, and whether given properties fit.

use crate::diagnostic::{Diagnostic, nearest, pointer};
use serde_json::{Map, Value};

/// What a type of resource admits.
///
/// ```
/// use stepwright::template::{Tags, schema_of};
///
/// let queue = schema_of("AWS::SQS::Queue").unwrap();
/// assert_eq!(queue.attributes, ["QueueUrl", "Arn"]);
/// assert_eq!(queue.tags, Tags::List("Tags"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The type's name.
    pub type_name: &'static str,
    /// Its properties.
    pub shape: &'static Shape,
    /// What `Fn::GetAtt` takes.
    pub attributes: &'static [&'static str],
    /// Properties whose change replaces the resource.
    pub create_only: &'static [&'static str],
    /// How it is tagged.
    pub tags: Tags,
}

/// How a type of resource is tagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tags {
    /// By a list of keys and values, in the property of this name.
    List(&'static str),
    /// By a map, in the property of this name.
    Map(&'static str),
    /// Not at all.
    None,
}

/// What an object admits.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Every property there is.
    pub properties: &'static [Fact],
}

/// What is known of a property, or of the items of a list or map.
///
/// ```
/// use stepwright::template::{Fact, Kind};
///
/// const SIZE: Fact = Fact::new("MemorySize", Kind::Integer).least(128.0).most(10240.0);
/// assert!(!SIZE.required);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// Its name; empty for items.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub kind: Kind,
    /// The values there are; empty where there is no such list.
    pub allowed: &'static [&'static str],
    /// The least number, or the fewest characters or items.
    pub least: Option<f64>,
    /// The greatest number, or the most characters or items.
    pub most: Option<f64>,
}

/// What a property holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Anything.
    Any,
    /// A JSON document, as an object or as text.
    Json,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Text.
    Text,
    /// A list of such items.
    List(&'static Fact),
    /// A map of such items.
    Map(&'static Fact),
    /// An object.
    Object(&'static Shape),
    /// One of several forms.
    Forms(&'static [Fact]),
}

impl Fact {
    /// A property that may be left out.
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Fact { name, required: false, kind, allowed: &[], least: None, most: None }
    }

    /// The items of a list or map.
    pub const fn item(kind: Kind) -> Self {
        Self::new("", kind)
    }

    /// It must be there.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It is one of these.
    pub const fn allowed(mut self, values: &'static [&'static str]) -> Self {
        self.allowed = values;
        self
    }

    /// The least number, or the fewest characters or items.
    pub const fn least(mut self, least: f64) -> Self {
        self.least = Some(least);
        self
    }

    /// The greatest number, or the most characters or items.
    pub const fn most(mut self, most: f64) -> Self {
        self.most = Some(most);
        self
    }

    /// What it should be, in words: `text of 1 to 255 characters`.
    fn words(&self) -> String {
        let range = |unit: &str| match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => format!(" of {}", counted(most, unit)),
            (Some(least), Some(most)) if least > 0.0 => format!(" of {least} to {}", counted(most, unit)),
            (_, Some(most)) => format!(" of at most {}", counted(most, unit)),
            (Some(least), None) if least > 0.0 => format!(" of at least {}", counted(least, unit)),
            _ => String::new(),
        };
        match self.kind {
            Kind::Any => "any value".to_owned(),
            Kind::Json => "a JSON document, as an object or as text".to_owned(),
            Kind::Boolean => "`true` or `false`".to_owned(),
            Kind::Integer | Kind::Number => {
                let kind = if matches!(self.kind, Kind::Integer) { "a whole number" } else { "a number" };
                match (self.least, self.most) {
                    (Some(least), Some(most)) => format!("{kind} from {least} to {most}"),
                    (None, Some(most)) => format!("{kind}, at most {most}"),
                    (Some(least), None) => format!("{kind}, at least {least}"),
                    (None, None) => kind.to_owned(),
                }
            }
            Kind::Text => format!("text{}", range("character")),
            Kind::List(_) => format!("a list{}", range("item")),
            Kind::Map(_) => "a map".to_owned(),
            Kind::Object(_) => "an object".to_owned(),
            Kind::Forms(forms) => {
                let mut words: Vec<String> = Vec::new();
                for form in forms.iter().map(Fact::words) {
                    if !words.contains(&form) {
                        words.push(form);
                    }
                }
                words.join(" or ")
            }
        }
    }
}

/// Compares the `Properties` of a resource with what its type admits; pointers start at `/Properties`.
///
/// What is only known on deployment (`Ref`, `Fn::…`, a dynamic reference) is passed over; both sides of `Fn::If`
/// are looked at. Numbers and booleans written as text are accepted, and the reverse, as CloudFormation converts
/// them.
///
/// Finds `unknown-property`, `missing-property`, `wrong-type`, `value-not-allowed`, `out-of-range`, `too-long`,
/// `too-short`, `too-many-items` and `too-few-items`.
///
/// ```
/// use stepwright::template::{check, schema_of};
///
/// let queue = schema_of("AWS::SQS::Queue").unwrap();
/// let found = check(queue, &serde_json::json!({"QueueNmae": "orders"}));
/// assert_eq!(
///     found[0].to_string(),
///     "error[unknown-property]: `AWS::SQS::Queue` has no property `QueueNmae`\n  \
///      at /Properties/QueueNmae\n  help: there is `QueueName`"
/// );
/// ```
pub fn check(schema: &Schema, properties: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    object(schema.shape, properties, schema.type_name, "/Properties", &mut found);
    found
}

/// An object against its shape; `owner` is the word for it in messages.
fn object(shape: &Shape, value: &Value, owner: &str, at: &str, found: &mut Vec<Diagnostic>) {
    let Value::Object(map) = value else {
        return;
    };
    // A macro may stand among the properties and bring any of them.
    let transformed = map.keys().any(|name| name.starts_with("Fn::"));
    for fact in shape.properties.iter().filter(|fact| fact.required && !transformed) {
        if !map.contains_key(fact.name) {
            found.push(
                Diagnostic::error("missing-property", format!("`{owner}` needs `{}`", fact.name))
                    .pointer(at)
                    .help(format!("add it: `{}` is {}", fact.name, fact.words())),
            );
        }
    }
    for (name, value) in map.iter().filter(|(name, _)| !name.starts_with("Fn::")) {
        let at = pointer(at, name);
        match shape.properties.iter().find(|fact| fact.name == name) {
            Some(fact) => branches(fact, value, name, &at, found),
            None => found.push(unknown(shape, name, owner, &at)),
        }
    }
}

fn unknown(shape: &Shape, name: &str, owner: &str, at: &str) -> Diagnostic {
    let finding =
        Diagnostic::error("unknown-property", format!("`{owner}` has no property `{name}`")).pointer(at);
    let names = shape.properties.iter().map(|fact| fact.name);
    match nearest(name, names.clone()) {
        Some(near) => finding.help(format!("there is `{near}`")),
        None if (1..=12).contains(&names.len()) => finding.help(format!("there is {}", either(names, "and"))),
        None => finding,
    }
}

/// The value itself, or both sides of an `Fn::If`; nothing else that is only known on deployment.
fn branches(fact: &Fact, value: &Value, name: &str, at: &str, found: &mut Vec<Diagnostic>) {
    match intrinsic(value) {
        None => fits(fact, value, name, at, found),
        Some(("Fn::If", Value::Array(sides))) => {
            let at = pointer(at, "Fn::If");
            for (index, side) in sides.iter().enumerate().skip(1) {
                branches(fact, side, name, &pointer(&at, &index.to_string()), found);
            }
        }
        Some(_) => {}
    }
}

/// The function and its argument, where the value is an intrinsic function.
fn intrinsic(value: &Value) -> Option<(&str, &Value)> {
    let Value::Object(map) = value else {
        return None;
    };
    let (name, argument) = only(map)?;
    (name == "Ref" || name.starts_with("Fn::")).then_some((name, argument))
}

fn only(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut entries = map.iter();
    match (entries.next(), entries.next()) {
        (Some((name, value)), None) => Some((name, value)),
        _ => None,
    }
}

fn fits(fact: &Fact, value: &Value, name: &str, at: &str, found: &mut Vec<Diagnostic>) {
    match (fact.kind, value) {
        (Kind::Any, _) | (Kind::Json, Value::Object(_) | Value::String(_)) => {}
        (Kind::Text, Value::String(_) | Value::Number(_) | Value::Bool(_)) => {
            text(fact, value, name, at, found)
        }
        (Kind::Boolean, Value::Bool(_)) => {}
        (Kind::Boolean, Value::String(text))
            if matches!(text.as_str(), "true" | "false") || dynamic(text) => {}
        (Kind::Integer | Kind::Number, Value::String(text)) if dynamic(text) => {}
        (Kind::Integer | Kind::Number, Value::Number(_) | Value::String(_)) => {
            number(fact, value, name, at, found);
        }
        (Kind::List(item), Value::Array(items)) => {
            size(fact, items.len(), (name, "item"), ("too-few-items", "too-many-items"), at, found);
            for (index, value) in items.iter().enumerate() {
                branches(item, value, name, &pointer(at, &index.to_string()), found);
            }
        }
        (Kind::Map(item), Value::Object(map)) => {
            for (key, value) in map.iter().filter(|(key, _)| !key.starts_with("Fn::")) {
                branches(item, value, key, &pointer(at, key), found);
            }
        }
        (Kind::Object(shape), Value::Object(_)) => object(shape, value, name, at, found),
        (Kind::Forms(forms), _) => found.extend(nearest_form(forms, value, name, at)),
        _ => found.push(wrong_type(fact, value, name, at)),
    }
}

/// What is wrong with the value in the form that it comes nearest to; nothing where it has one of the forms.
fn nearest_form(forms: &[Fact], value: &Value, name: &str, at: &str) -> Vec<Diagnostic> {
    let mut best: Option<(bool, Vec<Diagnostic>)> = None;
    for form in forms {
        let mut found = Vec::new();
        fits(form, value, name, at, &mut found);
        if found.is_empty() {
            return found;
        }
        // Forms of an object are told apart by their `Type`.
        let other = value.get("Type").is_none_or(|kind| !meant(form, kind));
        if best.as_ref().is_none_or(|(worse, least)| (other, found.len()) < (*worse, least.len())) {
            best = Some((other, found));
        }
    }
    best.map(|(_, found)| found).unwrap_or_default()
}

/// Whether the form is an object whose `Type` is this one.
fn meant(form: &Fact, kind: &Value) -> bool {
    let Kind::Object(shape) = form.kind else {
        return false;
    };
    let fact = shape.properties.iter().find(|fact| fact.name == "Type");
    fact.zip(kind.as_str()).is_some_and(|(fact, kind)| fact.allowed.contains(&kind))
}

fn wrong_type(fact: &Fact, value: &Value, name: &str, at: &str) -> Diagnostic {
    let is = match value {
        Value::Null => "`null`".to_owned(),
        Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::String(text) => format!("the text `{text}`"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    let help = format!("write {}, or a reference to such", fact.words());
    Diagnostic::error("wrong-type", format!("`{name}` is {is}, which does not fit")).pointer(at).help(help)
}

/// Text, or what CloudFormation turns into text.
fn text(fact: &Fact, value: &Value, name: &str, at: &str, found: &mut Vec<Diagnostic>) {
    let written = match value {
        Value::String(text) if dynamic(text) => return,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if among(fact, &written, name, at, found) {
        let length = written.chars().count();
        size(fact, length, (name, "character"), ("too-short", "too-long"), at, found);
    }
}

fn number(fact: &Fact, value: &Value, name: &str, at: &str, found: &mut Vec<Diagnostic>) {
    let written = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let Ok(number) = written.trim().parse::<f64>() else {
        found.push(wrong_type(fact, value, name, at));
        return;
    };
    if matches!(fact.kind, Kind::Integer) && number.fract() != 0.0 {
        found.push(wrong_type(fact, value, name, at));
        return;
    }
    let below = fact.least.is_some_and(|least| number < least);
    let above = fact.most.is_some_and(|most| number > most);
    if among(fact, &written, name, at, found) && (below || above) {
        let side = if below { "too little" } else { "too much" };
        found.push(
            Diagnostic::error("out-of-range", format!("`{name}` is `{written}`, which is {side}"))
                .pointer(at)
                .help(format!("write {}", fact.words())),
        );
    }
}

/// Whether the value is one of those there are; says so where it is not.
fn among(fact: &Fact, written: &str, name: &str, at: &str, found: &mut Vec<Diagnostic>) -> bool {
    if fact.allowed.is_empty() || fact.allowed.contains(&written) {
        return true;
    }
    let message = format!("`{name}` is `{written}`, which is not one of its values");
    let near = nearest(written, fact.allowed.iter().copied());
    let help = match near {
        Some(near) if fact.allowed.len() > 12 => format!("there is `{near}`"),
        _ if fact.allowed.len() > 12 => {
            let first = fact.allowed.iter().take(12).copied();
            format!("there are {} values, among them {}", fact.allowed.len(), either(first, "and"))
        }
        Some(near) if fact.allowed.len() > 1 => {
            format!("there is `{near}`; the values are {}", either(fact.allowed.iter().copied(), "and"))
        }
        _ => format!("write {}", either(fact.allowed.iter().copied(), "or")),
    };
    found.push(Diagnostic::error("value-not-allowed", message).pointer(at).help(help));
    false
}

/// A length or a number of items against its limits; `codes` are for too small and too great.
fn size(
    fact: &Fact,
    length: usize,
    (name, unit): (&str, &str),
    (short, long): (&'static str, &'static str),
    at: &str,
    found: &mut Vec<Diagnostic>,
) {
    // Lengths are far below what a float holds exactly.
    let measured = length as f64;
    let (code, limit) = match (fact.least, fact.most) {
        (Some(least), _) if measured < least => (short, format!("at least {least}")),
        (_, Some(most)) if measured > most => (long, format!("at most {most}")),
        _ => return,
    };
    found.push(
        Diagnostic::error(code, format!("`{name}` has {}, but takes {limit}", counted(measured, unit)))
            .pointer(at)
            .help(format!("write {}", fact.words())),
    );
}

/// Whether the text holds a dynamic reference, which CloudFormation puts in on deployment.
fn dynamic(text: &str) -> bool {
    text.contains("{{resolve:")
}

/// `1 item`, `2 items`.
fn counted(count: f64, unit: &str) -> String {
    if count == 1.0 { format!("{count} {unit}") } else { format!("{count} {unit}s") }
}

/// `` `A`, `B` and `C` ``.
fn either<'a>(values: impl IntoIterator<Item = &'a str>, word: &str) -> String {
    let mut quoted: Vec<String> = values.into_iter().map(|value| format!("`{value}`")).collect();
    let last = quoted.pop().unwrap_or_default();
    if quoted.is_empty() { last } else { format!("{} {word} {last}", quoted.join(", ")) }
}
