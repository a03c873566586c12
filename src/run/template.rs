//! What states say about data, ready to be evaluated: paths, calls, expressions, and JSON that holds some.

use super::context::Context;
use super::failure::Trouble;
use super::jsonata::{Bindings, Jsonata};
use super::scope::{Data, Variables};
use crate::query::{Expression, Host, Path, PathError, Root, Scope};
use serde_json::{Map, Value};
use std::sync::Arc;

/// JSON in which some values are computed.
#[derive(Debug)]
pub(super) enum Template {
    /// Nothing in it is.
    Constant(Data),
    /// A path or a call of an intrinsic function.
    Query {
        expression: Box<Expression>,
        text: String,
        field: String,
        missing: Missing,
    },
    /// `{% … %}`.
    Jsonata {
        code: Box<Jsonata>,
        location: String,
    },
    Object(Vec<(String, Template)>),
    Array(Vec<Template>),
}

/// How AWS words that a path finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// In payloads, `ErrorPath` and `CausePath`.
    Payload,
    /// In other fields.
    Field,
    /// In `SecondsPath` and `TimestampPath`.
    Wait,
}

/// `InputPath` and `OutputPath`.
#[derive(Debug)]
pub(super) enum Selection {
    Whole,
    /// `null`: an empty object.
    Nothing,
    Path(Path),
}

/// What expressions of a state see at one moment.
pub(super) struct Frame<'a> {
    /// `$` of JSONPath.
    pub(super) data: &'a Data,
    /// `$states.input`.
    pub(super) input: &'a Data,
    /// `$states.result`.
    pub(super) result: Option<&'a Data>,
    /// `$states.errorOutput`.
    pub(super) error_output: Option<&'a Data>,
    pub(super) context: &'a Context<'a>,
    pub(super) variables: &'a Variables,
}

impl Scope for Frame<'_> {
    fn context(&self) -> &Value {
        self.context.value()
    }

    fn variable(&self, name: &str) -> Option<&Value> {
        self.variables.get(name).map(|value| &**value)
    }
}

impl Template {
    /// The path that it is, without what says that it looks into the context object.
    pub(super) fn path(&self) -> &str {
        match self {
            Template::Query { text, .. } if text.starts_with("$$") => text.get(1..).unwrap_or("$"),
            Template::Query { text, .. } => text,
            _ => "$",
        }
    }

    /// Computes it.
    pub(super) fn evaluate(&self, frame: &Frame<'_>, host: &mut dyn Host) -> Result<Data, Trouble> {
        match self {
            Template::Constant(value) => Ok(value.clone()),
            _ => self.compute(frame, host).map(Arc::new),
        }
    }

    fn compute(&self, frame: &Frame<'_>, host: &mut dyn Host) -> Result<Value, Trouble> {
        match self {
            Template::Constant(value) => Ok((**value).clone()),
            Template::Query { expression, text, field, missing } => {
                expression.evaluate(frame.data, frame, host).map_err(|error| {
                    let name = error.name();
                    let cause = match (error.path_error(), missing) {
                        (Some(error), Missing::Field) => format!("Invalid path '{text}' : {error}"),
                        (Some(_), Missing::Wait) => {
                            format!("The {field} parameter does not reference an input value: {text}")
                        }
                        (Some(_), Missing::Payload) => {
                            let of_context =
                                matches!(&**expression, Expression::Path(path) if *path.root() == Root::Context);
                            let input = if of_context { frame.context.value() } else { &**frame.data };
                            format!(
                                "The JSONPath '{text}' specified for the field '{field}' could not be found in the \
                                 input '{input}'"
                            )
                        }
                        (None, _) => format!("The function '{text}' had the following error: {error}"),
                    };
                    Trouble::state(name, cause)
                })
            }
            Template::Jsonata { code, location } => {
                let states = Bindings {
                    input: frame.input,
                    result: frame.result.map(|data| &**data),
                    error_output: frame.error_output.map(|data| &**data),
                    context: code.sees_context().then(|| frame.context.value()),
                    variables: frame.variables.all(),
                };
                code.evaluate(&states, host).map_err(|error| {
                    let code = code.text();
                    let cause =
                        format!("The JSONata expression '{code}' specified for the field '{location}' {error}");
                    Trouble::query(location, cause)
                })
            }
            Template::Object(members) => {
                let mut out = Map::with_capacity(members.len());
                for (key, template) in members {
                    out.insert(key.clone(), template.compute(frame, host)?);
                }
                Ok(Value::Object(out))
            }
            Template::Array(elements) => {
                let values = elements.iter().map(|template| template.compute(frame, host));
                Ok(Value::Array(values.collect::<Result<_, _>>()?))
            }
        }
    }

    /// Computes it where only one kind of value will do.
    pub(super) fn expect(
        &self,
        wanted: &'static str,
        field: &str,
        frame: &Frame<'_>,
        host: &mut dyn Host,
    ) -> Result<Data, Trouble> {
        let value = self.evaluate(frame, host)?;
        if sort(&value) == wanted { Ok(value) } else { Err(self.unexpected(wanted, field, &value)) }
    }

    /// What AWS says of a value of the wrong kind.
    pub(super) fn unexpected(&self, wanted: &'static str, field: &str, value: &Value) -> Trouble {
        let found = sort(value);
        match self {
            Template::Jsonata { code, location } => Trouble::query(
                location,
                format!(
                    "The JSONata expression '{}' specified for the field '{location}' returned an unexpected \
                     result type. Expected '{wanted}', but was '{found}' for value: {value}",
                    code.text()
                ),
            ),
            Template::Query { .. } if wanted == "array" => {
                Trouble::runtime(format!("Reference path \"{}\" must point to array.", self.path()))
            }
            _ => Trouble::runtime(format!("The {field} field must be of type {wanted} but was: {value}")),
        }
    }
}

impl Selection {
    /// Picks from the frame's data.
    pub(super) fn of(&self, frame: &Frame<'_>) -> Result<Data, Trouble> {
        match self {
            Selection::Whole => Ok(frame.data.clone()),
            Selection::Nothing => Ok(Arc::new(Value::Object(Map::new()))),
            Selection::Path(path) => find(path, frame).map(Arc::new),
        }
    }
}

fn find(path: &Path, frame: &Frame<'_>) -> Result<Value, Trouble> {
    path.evaluate(frame.data, frame)
        .map_err(|error: PathError| Trouble::runtime(format!("Invalid path '{path}' : {error}")))
}

/// The name of a value's type in JSONata.
pub(super) fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
