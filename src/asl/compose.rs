//! Values made of several expressions, right in either language: a list, text, the text of JSON.
//!
//! A path has no form as an element of an array or as a part of text in a JSONPath state: there it takes
//! `States.Array`, `States.Format` and `States.JsonToString`. JSONata says it by itself. Which of the two is wanted is
//! known when the state is lowered, so the parts travel in one marker until then.

use super::expression::in_language;
use super::intrinsic::quoted;
use super::{Field, QueryLanguage};
use crate::data::{Composition, Expression, Form, Tree, tree};
use crate::query;
use crate::reference::{Piece, Reference};

/// The array of these values: a plain array, unless one of them is an expression.
pub(crate) fn list(items: &[Tree]) -> Tree {
    let items = Tree::List(items.to_vec());
    match composed(Composition::List, &items) {
        Some(expression) => Tree::Expression(Box::new(expression)),
        None => items,
    }
}

/// These pieces of text one after the other.
pub(crate) fn text(pieces: impl IntoIterator<Item = Field<String>>) -> Field<String> {
    let pieces: Vec<Field<String>> = pieces.into_iter().collect();
    let values = Tree::List(pieces.iter().map(tree).collect());
    if let Some(expression) = composed(Composition::Text, &values) {
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
pub(crate) fn json(value: &Tree) -> Field<String> {
    if let Some(expression) = composed(Composition::Json, value) {
        return Field::Expression(expression);
    }
    match value {
        Tree::Text(text) => text.as_str().into(),
        Tree::Reference(reference) => Field::Reference((**reference).clone()),
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
pub(crate) fn text_expression(value: &Tree) -> Option<TextExpression> {
    let Tree::Expression(found) = value else { return None };
    let is_plain = match found.form {
        Form::Context => TEXTS.contains(&found.text.as_str()),
        Form::JsonPath => found.text.strip_prefix("$$.").is_some_and(|member| TEXTS.contains(&member)),
        _ => false,
    };
    if is_plain && found.problem.is_none() {
        return Some(TextExpression::Plain((**found).clone()));
    }
    let is_made = match found.form {
        Form::Composed(composition) => composition != Composition::List,
        Form::JsonPath => matches!(
            query::Expression::parse(&found.text),
            Ok(query::Expression::Call(call)) if call.function.returns == query::Kind::Text
        ),
        _ => false,
    };
    (is_made && found.problem.is_none()).then(|| TextExpression::Made((**found).clone()))
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
fn write_json(value: &Tree, out: &mut Vec<Piece>) {
    let say = |text: &str, out: &mut Vec<Piece>| match out.last_mut() {
        Some(Piece::Text(have)) => have.to_mut().push_str(text),
        _ => out.push(text.into()),
    };
    match value {
        Tree::Reference(reference) => {
            say("\"", out);
            out.push(Piece::Reference((**reference).clone()));
            out.push("\"".into());
        }
        Tree::Object(entries) => {
            for (index, (key, value)) in entries.iter().enumerate() {
                say(if index == 0 { "{" } else { "," }, out);
                say(&format!("{}:", Tree::Text(key.clone())), out);
                write_json(value, out);
            }
            say(if entries.is_empty() { "{}" } else { "}" }, out);
        }
        Tree::List(items) => {
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
fn composed(composition: Composition, value: &Tree) -> Option<Expression> {
    let first = value.first_expression()?;
    // One that is malformed by itself is reported as it was written.
    if let Some(malformed) = value.find_expression(&|expression| expression.problem.is_some()) {
        return Some(malformed.clone());
    }
    let text = value.clone().into_marked().to_string().into();
    let origin = first.origin.clone();
    Some(Expression { form: Form::Composed(composition), text, origin, problem: None })
}

/// The parts of a composed expression.
pub(crate) fn parts(text: &str) -> Tree {
    serde_json::from_str::<serde_json::Value>(text).unwrap_or_default().into()
}

/// The array that an expression stands for, where it stands for one.
pub(super) fn listed(expression: &Expression) -> Option<Tree> {
    (expression.form == Form::Composed(Composition::List)).then(|| parts(&expression.text))
}

/// The expression that a language cannot say: of a composed one, the part.
pub(crate) fn culprit(form: Form, text: &str, language: QueryLanguage) -> (Form, String) {
    if let Form::Composed(_) = form {
        let wrong = match language {
            QueryLanguage::JsonPath => Form::Jsonata,
            QueryLanguage::Jsonata => Form::JsonPath,
        };
        let value = parts(text);
        if let Some(part) = value.find_expression(&|expression| expression.form == wrong) {
            return (part.form, part.text.to_string());
        }
    }
    (form, text.to_owned())
}

/// A composed expression in JSONPath's spelling.
pub(super) fn in_jsonpath(composition: Composition, text: &str) -> Option<String> {
    let value = parts(text);
    match (composition, &value) {
        (Composition::List, Tree::List(items)) => {
            let items: Option<Vec<String>> = items.iter().map(argument).collect();
            Some(format!("States.Array({})", items?.join(", ")))
        }
        (Composition::Text, Tree::List(pieces)) => {
            let mut template = String::new();
            let mut arguments = Vec::new();
            for piece in pieces {
                match piece {
                    Tree::Text(text) => template.push_str(&escaped(text)),
                    other => {
                        template.push_str("{}");
                        arguments.push(argument(other)?);
                    }
                }
            }
            Some(format!("States.Format('{template}', {})", arguments.join(", ")))
        }
        (Composition::Json, Tree::Expression(_) | Tree::Text(_)) => {
            Some(format!("States.JsonToString({})", argument(&value)?))
        }
        (Composition::Json, _) => {
            let (mut template, mut arguments) = (String::new(), Vec::new());
            json_template(&value, &mut template, &mut arguments)?;
            Some(format!("States.Format('{template}', {})", arguments.join(", ")))
        }
        _ => None,
    }
}

/// JSON with `{}` where an expression stands, escaped as `States.Format` wants its template.
fn json_template(value: &Tree, template: &mut String, arguments: &mut Vec<String>) -> Option<()> {
    match value {
        Tree::Expression(_) => {
            template.push_str("{}");
            arguments.push(format!("States.JsonToString({})", argument(value)?));
        }
        Tree::Object(map) => {
            template.push_str("\\{");
            for (index, (key, value)) in map.iter().enumerate() {
                template.push_str(if index == 0 { "" } else { "," });
                template.push_str(&escaped(&format!("{}:", Tree::Text(key.clone()))));
                json_template(value, template, arguments)?;
            }
            template.push_str("\\}");
        }
        Tree::List(items) => {
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
fn argument(value: &Tree) -> Option<String> {
    match value {
        Tree::Expression(found) => in_language(found.form, &found.text, QueryLanguage::JsonPath),
        Tree::Text(text) => Some(quoted(text)),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) => Some(value.to_string()),
        Tree::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(argument).collect();
            Some(format!("States.Array({})", items?.join(", ")))
        }
        Tree::Object(_) | Tree::Reference(_) => None,
    }
}

/// A composed expression in JSONata's spelling, without delimiters.
pub(super) fn in_jsonata(composition: Composition, text: &str) -> Option<String> {
    let value = parts(text);
    match (composition, &value) {
        (Composition::List, Tree::List(_)) => constructor(&value),
        (Composition::Text, Tree::List(pieces)) => {
            let pieces: Option<Vec<String>> = pieces.iter().map(operand).collect();
            Some(pieces?.join(" & "))
        }
        (Composition::Json, _) => Some(format!("$string({})", constructor(&value)?)),
        _ => None,
    }
}

/// A value as JSONata constructs it.
fn constructor(value: &Tree) -> Option<String> {
    match value {
        Tree::Expression(found) => bare(found.form, &found.text),
        Tree::Text(text) => Some(literal(text)),
        Tree::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(constructor).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Tree::Object(map) => {
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
fn operand(value: &Tree) -> Option<String> {
    let said = constructor(value)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.$".contains(c);
    match value {
        Tree::Expression(_) if !said.chars().all(plain) => Some(format!("({said})")),
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
        return Tree::Text(text.into()).to_string();
    }
    format!("'{text}'")
}
