//! JSONata as states speak it: what expressions see, and how AWS words what goes wrong.

use super::scope::Data;
use crate::query::jsonata::{Node, NodeKind};
use crate::query::{Binding, Host, JsonataError, JsonataProgram};
use serde_json::Value;
use std::fmt;

/// An expression of a state, ready to be evaluated.
#[derive(Debug)]
pub(super) struct Jsonata {
    text: String,
    program: JsonataProgram,
    sees_context: bool,
}

/// What an expression sees.
pub(super) struct Bindings<'a> {
    /// `$states.input`.
    pub(super) input: &'a Value,
    /// `$states.context`.
    pub(super) context: Option<&'a Value>,
    /// `$states.result`.
    pub(super) result: Option<&'a Value>,
    /// `$states.errorOutput`.
    pub(super) error_output: Option<&'a Value>,
    pub(super) variables: Vec<(&'a str, &'a Data)>,
}

/// Why an expression gives no value. Displays as AWS goes on behind `The JSONata expression '…' specified for the field
/// '…' `.
#[derive(Debug)]
pub(super) enum NoValue {
    Nothing,
    Error(JsonataError),
}

impl fmt::Display for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoValue::Nothing => f.write_str("returned nothing (undefined)."),
            NoValue::Error(JsonataError::Unsupported) => f.write_str("returned an unsupported result type."),
            NoValue::Error(error) => write!(f, "threw an error during evaluation. {error}"),
        }
    }
}

impl Jsonata {
    /// Reads an expression: what stands between `{%` and `%}`.
    pub(super) fn compile(text: &str) -> Result<Self, crate::query::jsonata::SyntaxError> {
        let expression = crate::query::jsonata::Jsonata::parse(text)?;
        let program = JsonataProgram::new(&expression);
        Ok(Jsonata { text: text.to_owned(), program, sees_context: may_see_context(expression.root()) })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it may look at the context object, which is made for those only.
    pub(super) fn sees_context(&self) -> bool {
        self.sees_context
    }

    /// What it gives.
    pub(super) fn evaluate(&self, seen: &Bindings<'_>, host: &mut dyn Host) -> Result<Value, NoValue> {
        let optional =
            [("context", seen.context), ("result", seen.result), ("errorOutput", seen.error_output)];
        let mut states = vec![("input", seen.input)];
        states.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
        let mut variables = vec![("states", Binding::Object(states))];
        variables.extend(seen.variables.iter().map(|(name, value)| (*name, Binding::Value(value))));
        match self.program.evaluate(None, &variables, host) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(NoValue::Nothing),
            Err(error) => Err(NoValue::Error(error)),
        }
    }
}

/// Whether an expression names `$states` otherwise than to take its input, its result or its error from it.
fn may_see_context(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Step { left, right } if is_states(left) => !matches!(
            &right.kind,
            NodeKind::Name(name) if matches!(name.as_str(), "input" | "result" | "errorOutput")
        ),
        NodeKind::Variable(_) => is_states(node),
        _ => {
            let mut found = false;
            node.each_child(&mut |child| found |= may_see_context(child));
            found
        }
    }
}

fn is_states(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Variable(name) if name == "states")
}
