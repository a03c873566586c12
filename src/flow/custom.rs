//! A state given as JSON.

use super::node::{Exit, Target};
use super::state::{Open, State, kind};
use crate::asl::{Kind, Payload};
use crate::diagnostic::{Diagnostic, Origin};
use serde_json::{Map, Value};

/// A state given as JSON, for what has no builder: it is written as it is, and still takes `retry`, `catch`,
/// `timeout` and `then`.
///
/// A `Next` in the JSON is kept; without one (and without `End`) the state goes on to whatever follows. Expressions
/// and references in a [`payload!`](crate::payload) become what they are elsewhere. Permissions it needs are said
/// with `permission`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let state = CustomState::new(
///     "Translate",
///     payload!({
///         "Type": "Task",
///         "Resource": "arn:aws:states:::aws-sdk:translate:translateText",
///         "Parameters": { "Text.$": "$.text", "SourceLanguageCode": "de", "TargetLanguageCode": "en" }
///     }),
/// )
/// .permission(Statement::allow(["translate:TranslateText"]).on("*").because("translates text"))
/// .retry(Retry::all())
/// .then(Succeed::new("Done"));
/// # let _ = state;
/// ```
pub type CustomState<L = Open> = State<kind::Custom, L>;

impl State<kind::Custom, Open> {
    /// A state of this name, with its fields in ASL's spelling.
    #[track_caller]
    pub fn new(name: &str, json: impl Into<Payload>) -> Self {
        let origin = Origin::here();
        let Value::Object(mut fields) = json.into().0 else {
            let mut state: Self = State::begin(name, Kind::Pass, origin);
            state.node.report(
                Diagnostic::error("malformed-state", format!("state `{name}` is no JSON object")).pointer(""),
            );
            return state;
        };
        let kind = fields.shift_remove("Type");
        let known = kind.as_ref().and_then(Value::as_str).and_then(Kind::named);
        let mut state: Self = State::begin(name, known.unwrap_or(Kind::Pass), origin);
        let node = &mut state.node;
        node.raw = true;
        if known.is_none() {
            let written = kind.map_or("nothing".to_owned(), |kind| format!("`{kind}`"));
            node.report(
                Diagnostic::error("unknown-type", format!("`Type` of state `{name}` is {written}"))
                    .pointer("/Type")
                    .help("it is one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel and Map"),
            );
        }
        if let Some(Value::String(next)) = fields.shift_remove("Next") {
            node.next = Some(Target::To(next));
        }
        if let Some(Value::String(default)) = fields.shift_remove("Default") {
            node.default = Some(Target::To(default));
        }
        // `End` alone closes the state; `then` has nothing left to join.
        if fields.shift_remove("End") == Some(Value::Bool(true)) {
            node.next = None;
            node.fields.insert("End".to_owned(), Value::Bool(true));
        }
        if let Some(Value::Array(retriers)) = fields.shift_remove("Retry") {
            node.retry = retriers;
        }
        node.catches = exits(fields.shift_remove("Catch"));
        node.rules = exits(fields.shift_remove("Choices"));
        if let Some(language) = fields.shift_remove("QueryLanguage") {
            node.language = language.as_str().and_then(crate::asl::QueryLanguage::named);
        }
        node.fields.extend(fields);
        state
    }
}

/// Catchers or rules given as JSON; one without a `Next` goes on to whatever follows.
fn exits(entries: Option<Value>) -> Vec<Exit> {
    let Some(Value::Array(entries)) = entries else { return Vec::new() };
    let exit = |entry: Value| {
        let mut fields = match entry {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        let target = match fields.shift_remove("Next") {
            Some(Value::String(next)) => Target::To(next),
            _ => Target::Open,
        };
        Exit { condition: None, fields, target }
    };
    entries.into_iter().map(exit).collect()
}
