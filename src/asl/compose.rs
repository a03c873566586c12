//! Values made of several expressions, right in either language: a list, text, the text of JSON.
//!
//! A path has no form as an element of an array or as a part of text in a JSONPath state: there it takes
//! `States.Array`, `States.Format` and `States.JsonToString`. JSONata says it by itself. Which of the two is wanted is
//! known when the state is lowered, so the parts travel in one marker until then.

use super::expression::{Expression, Form, MARK, in_language, marked};
use super::intrinsic::quoted;
use super::lower::is_reference;
use super::{Field, QueryLanguage};
use crate::query;
use crate::reference::{Piece, Reference};
use serde_json::Value;

/// What the parts make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Composition {
    /// An array of them.
    List,
    /// Text, one after the other.
    Text,
    /// One value, as the text of its JSON.
    Json,
}

/// The array of these values, each as it serializes: a plain array, unless one of them is an expression.
pub(crate) fn list(items: &[Value]) -> Value {
    composed(Composition::List, Value::Array(items.to_vec()))
        .map_or_else(|| Value::Array(items.to_vec()), |expression| serialized(&expression))
}

/// These pieces of text one after the other.
pub(crate) fn text(pieces: impl IntoIterator<Item = Field<String>>) -> Field<String> {
    let pieces: Vec<Field<String>> = pieces.into_iter().collect();
    let values = pieces.iter().map(|piece| serde_json::to_value(piece).unwrap_or_default()).collect();
    if let Some(expression) = composed(Composition::Text, values) {
        return Field::Expression(expression);
    }
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match piece {
            Field::Literal(text) => out.push(text.into()),
            Field::Reference(reference) => out.push(reference.into()),
            Field::Expression(_) => {}
        }
    }
    joined(out)
}

/// A value as the text of its JSON; text that is text already stays as it is.
pub(crate) fn json(value: &Value) -> Field<String> {
    if let Some(expression) = composed(Composition::Json, value.clone()) {
        return Field::Expression(expression);
    }
    match value {
        Value::String(text) => text.as_str().into(),
        value if is_reference(value) => Field::Reference(Reference::Function(value.clone().into())),
        value => {
            let mut pieces = Vec::new();
            write_json(value, &mut pieces);
            joined(pieces)
        }
    }
}

/// Members of the context object that are text, and never the text of JSON.
const TEXTS: [&str; 7] = [
    "Execution.Id",
    "Execution.Name",
    "Execution.RoleArn",
    "Execution.StartTime",
    "State.EnteredTime",
    "StateMachine.Id",
    "Task.Token",
];

/// An expression that gives text, whatever it finds.
pub(crate) enum TextExpression {
    /// A token, a name, a time: no JSON.
    Plain(Expression),
    /// Made by a function, of JSON maybe.
    Made(Expression),
}

/// The expression that a serialized value is, if that is known to give text. What is written in JSONata is not known.
pub(crate) fn text_expression(value: &Value) -> Option<TextExpression> {
    let found = marked(value.as_str()?)?;
    let expression = || Expression {
        form: found.form,
        text: found.text.to_owned(),
        origin: found.origin(),
        problem: None,
    };
    let is_plain = match found.form {
        Form::Context => TEXTS.contains(&found.text),
        Form::JsonPath => found.text.strip_prefix("$$.").is_some_and(|member| TEXTS.contains(&member)),
        _ => false,
    };
    if is_plain && found.problem.is_empty() {
        return Some(TextExpression::Plain(expression()));
    }
    let is_made = match found.form {
        Form::Composed(composition) => composition != Composition::List,
        Form::JsonPath => matches!(
            query::Expression::parse(found.text),
            Ok(query::Expression::Call(call)) if call.function.returns == query::Kind::Text
        ),
        _ => false,
    };
    (is_made && found.problem.is_empty()).then(|| TextExpression::Made(expression()))
}

fn joined(pieces: Vec<Piece>) -> Field<String> {
    let literal = |piece: &Piece| matches!(piece, Piece::Text(_));
    if pieces.iter().all(literal) {
        let text = pieces.into_iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            Piece::Reference(_) => None,
        });
        return Field::Literal(text.collect());
    }
    Field::Reference(Reference::Text(pieces.into()))
}

/// The text of a value's JSON, cut where a reference or an expression stands in it.
fn write_json(value: &Value, out: &mut Vec<Piece>) {
    let say = |text: &str, out: &mut Vec<Piece>| match out.last_mut() {
        Some(Piece::Text(have)) => have.to_mut().push_str(text),
        _ => out.push(text.into()),
    };
    match value {
        Value::Object(_) if is_reference(value) => {
            say("\"", out);
            out.push(Piece::Reference(Reference::Function(value.clone().into())));
            out.push("\"".into());
        }
        Value::Object(map) => {
            for (index, (key, value)) in map.iter().enumerate() {
                say(if index == 0 { "{" } else { "," }, out);
                say(&format!("{}:", Value::from(key.as_str())), out);
                write_json(value, out);
            }
            say(if map.is_empty() { "{}" } else { "}" }, out);
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                say(if index == 0 { "[" } else { "," }, out);
                write_json(item, out);
            }
            say(if items.is_empty() { "[]" } else { "]" }, out);
        }
        other => say(&other.to_string(), out),
    }
}

/// The parts as one expression, if there is an expression among them.
fn composed(composition: Composition, value: Value) -> Option<Expression> {
    let first = first_marked(&value)?.to_owned();
    // One that is malformed by itself is reported as it was written.
    let found = first_problem(&value).unwrap_or(&first);
    let found = marked(found)?;
    let (origin, problem) = (found.origin(), (!found.problem.is_empty()).then(|| found.problem.to_owned()));
    if problem.is_some() {
        return Some(Expression { form: found.form, text: found.text.to_owned(), origin, problem });
    }
    Some(Expression { form: Form::Composed(composition), text: value.to_string(), origin, problem: None })
}

fn serialized(expression: &Expression) -> Value {
    serde_json::to_value(expression).unwrap_or_default()
}

/// Every marker in a value, in order.
fn markers<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if text.starts_with(MARK) => out.push(text),
        Value::Array(items) => items.iter().for_each(|item| markers(item, out)),
        Value::Object(map) => map.values().for_each(|value| markers(value, out)),
        _ => {}
    }
}

fn first_marked(value: &Value) -> Option<&str> {
    let mut found = Vec::new();
    markers(value, &mut found);
    found.into_iter().next()
}

fn first_problem(value: &Value) -> Option<&str> {
    let mut found = Vec::new();
    markers(value, &mut found);
    found.into_iter().find(|text| marked(text).is_some_and(|found| !found.problem.is_empty()))
}

/// The parts of a composed expression.
pub(crate) fn parts(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// The array that a marker stands for, where it stands for one.
pub(super) fn listed(text: &str) -> Option<Value> {
    let found = marked(text)?;
    (found.form == Form::Composed(Composition::List)).then(|| parts(found.text))
}

/// The expression that a language cannot say: of a composed one, the part.
pub(crate) fn culprit(form: Form, text: &str, language: QueryLanguage) -> (Form, String) {
    if let Form::Composed(_) = form {
        let value = parts(text);
        let mut found = Vec::new();
        markers(&value, &mut found);
        let part = found.into_iter().filter_map(marked).find(|found| {
            let wrong = match language {
                QueryLanguage::JsonPath => Form::Jsonata,
                QueryLanguage::Jsonata => Form::JsonPath,
            };
            found.form == wrong
        });
        if let Some(part) = part {
            return (part.form, part.text.to_owned());
        }
    }
    (form, text.to_owned())
}

/// A composed expression in JSONPath's spelling.
pub(super) fn in_jsonpath(composition: Composition, text: &str) -> Option<String> {
    let value = parts(text);
    match (composition, &value) {
        (Composition::List, Value::Array(items)) => {
            let items: Option<Vec<String>> = items.iter().map(argument).collect();
            Some(format!("States.Array({})", items?.join(", ")))
        }
        (Composition::Text, Value::Array(pieces)) => {
            let mut template = String::new();
            let mut arguments = Vec::new();
            for piece in pieces {
                match piece {
                    Value::String(text) if !text.starts_with(MARK) => template.push_str(&escaped(text)),
                    other => {
                        template.push_str("{}");
                        arguments.push(argument(other)?);
                    }
                }
            }
            Some(format!("States.Format('{template}', {})", arguments.join(", ")))
        }
        (Composition::Json, Value::String(_)) => Some(format!("States.JsonToString({})", argument(&value)?)),
        (Composition::Json, _) => {
            let (mut template, mut arguments) = (String::new(), Vec::new());
            json_template(&value, &mut template, &mut arguments)?;
            Some(format!("States.Format('{template}', {})", arguments.join(", ")))
        }
        _ => None,
    }
}

/// JSON with `{}` where an expression stands, escaped as `States.Format` wants its template.
fn json_template(value: &Value, template: &mut String, arguments: &mut Vec<String>) -> Option<()> {
    match value {
        Value::String(text) if text.starts_with(MARK) => {
            template.push_str("{}");
            arguments.push(format!("States.JsonToString({})", argument(value)?));
        }
        Value::Object(map) => {
            template.push_str("\\{");
            for (index, (key, value)) in map.iter().enumerate() {
                template.push_str(if index == 0 { "" } else { "," });
                template.push_str(&escaped(&format!("{}:", Value::from(key.as_str()))));
                json_template(value, template, arguments)?;
            }
            template.push_str("\\}");
        }
        Value::Array(items) => {
            template.push('[');
            for (index, item) in items.iter().enumerate() {
                template.push_str(if index == 0 { "" } else { "," });
                json_template(item, template, arguments)?;
            }
            template.push(']');
        }
        other => template.push_str(&escaped(&other.to_string())),
    }
    Some(())
}

/// Text as a template of `States.Format` takes it.
fn escaped(text: &str) -> String {
    let quoted = quoted(text);
    quoted.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(&quoted).to_owned()
}

/// A value as an argument of an intrinsic function.
fn argument(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => match marked(text) {
            Some(found) => in_language(found.form, found.text, QueryLanguage::JsonPath),
            None => Some(quoted(text)),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(argument).collect();
            Some(format!("States.Array({})", items?.join(", ")))
        }
        Value::Object(_) => None,
    }
}

/// A composed expression in JSONata's spelling, without delimiters.
pub(super) fn in_jsonata(composition: Composition, text: &str) -> Option<String> {
    let value = parts(text);
    match (composition, &value) {
        (Composition::List, Value::Array(_)) => constructor(&value),
        (Composition::Text, Value::Array(pieces)) => {
            let pieces: Option<Vec<String>> = pieces.iter().map(operand).collect();
            Some(pieces?.join(" & "))
        }
        (Composition::Json, _) => Some(format!("$string({})", constructor(&value)?)),
        _ => None,
    }
}

/// A value as JSONata constructs it.
fn constructor(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => match marked(text) {
            Some(found) => bare(found.form, found.text),
            None => Some(literal(text)),
        },
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(constructor).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Value::Object(map) => {
            let members: Option<Vec<String>> = map
                .iter()
                .map(|(key, value)| Some(format!("{}: {}", literal(key), constructor(value)?)))
                .collect();
            Some(format!("{{{}}}", members?.join(", ")))
        }
        other => Some(other.to_string()),
    }
}

/// A value as an operand of `&`.
fn operand(value: &Value) -> Option<String> {
    let said = constructor(value)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.$".contains(c);
    match value {
        Value::String(text) if text.starts_with(MARK) && !said.chars().all(plain) => {
            Some(format!("({said})"))
        }
        _ => Some(said),
    }
}

/// An expression in JSONata, without delimiters.
fn bare(form: Form, text: &str) -> Option<String> {
    match form {
        Form::Jsonata => Some(text.trim().to_owned()),
        form => super::expression::in_jsonata(form, text),
    }
}

/// Text as JSONata writes it.
fn literal(text: &str) -> String {
    if text.chars().any(|c| matches!(c, '\'' | '\\') || c.is_control()) {
        return Value::from(text).to_string();
    }
    format!("'{text}'")
}
