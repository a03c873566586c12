//! What JSONata expressions give, as JSONata 2.0.6 and AWS define it.
//!
//! Each evaluation has a bound on its steps, on the memory that it can take and on how deep it and its values may be
//! nested, so that whatever an expression says, it ends. Numbers are doubles, as in JavaScript; JSON that only passes
//! through stays as it was written.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html> and the reference
//! implementation, `jsonata` 2.0.6 of npm.

mod apply;
mod calendar;
mod date_picture;
mod fault;
mod frame;
mod item;
mod machine;
mod natives;
mod path;
mod plan;
mod regex;
mod signature;

use super::Host;
use crate::query::jsonata::Jsonata;
use fault::Fault;
use frame::Frame;
use item::{Item, MemberMap, NoJson, Text, into_json};
use machine::Machine;
use plan::Plan;
use serde_json::Value;
use std::fmt;

/// The most values of a result, where sixteen bytes of text count as one.
const MOST_VALUES: usize = 5_000_000;

/// An expression, ready to be evaluated as often as one likes.
///
/// ```
/// use serde_json::{Value, json};
/// use stepwright::query::jsonata::Jsonata;
/// use stepwright::query::{Binding, Host, JsonataProgram};
///
/// struct Still;
/// impl Host for Still {
///     fn random(&mut self) -> u64 {
///         4
///     }
///     fn now(&self) -> i64 {
///         0
///     }
/// }
///
/// let program = JsonataProgram::new(&Jsonata::parse("$sum($orders.total) & ' at ' & $now()").unwrap());
/// let orders = json!([{ "total": 1 }, { "total": 2.5 }]);
/// let value = program.evaluate(None, &[("orders", Binding::Value(&orders))], &mut Still);
/// assert_eq!(value, Ok(Some(json!("3.5 at 1970-01-01T00:00:00.000Z"))));
/// ```
#[derive(Debug)]
pub struct JsonataProgram {
    plan: Plan,
}

/// What a variable holds.
///
/// ```
/// use serde_json::json;
/// use stepwright::query::Binding;
///
/// let input = json!({ "id": 1 });
/// let states = Binding::Object(vec![("input", &input)]);
/// assert!(matches!(states, Binding::Object(members) if members.len() == 1));
/// ```
#[derive(Clone, Debug)]
pub enum Binding<'a> {
    /// A value.
    Value(&'a Value),
    /// An object of values that stand in different places.
    Object(Vec<(&'a str, &'a Value)>),
}

/// Why an expression gives nothing that could be used.
///
/// ```
/// use stepwright::query::JsonataError;
///
/// let error = JsonataError::Thrown { code: "T1006", message: "Attempted to invoke a non-function".into() };
/// assert_eq!(error.to_string(), "T1006: Attempted to invoke a non-function");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonataError {
    /// Something went wrong in it. Codes are those of JSONata; `U1001` is a limit of the evaluation.
    Thrown {
        /// The code, such as `T2001`.
        code: &'static str,
        /// What happened, in the words of JSONata.
        message: String,
    },
    /// It gives a function, or something with a function in it.
    Unsupported,
}

impl fmt::Display for JsonataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonataError::Thrown { code, message } => write!(f, "{code}: {message}"),
            JsonataError::Unsupported => f.write_str("the result is a function, or holds one"),
        }
    }
}

impl std::error::Error for JsonataError {}

impl From<Fault> for JsonataError {
    fn from(fault: Fault) -> Self {
        JsonataError::Thrown { code: fault.code, message: fault.to_string() }
    }
}

impl JsonataProgram {
    /// Makes an expression ready.
    pub fn new(expression: &Jsonata) -> Self {
        JsonataProgram { plan: Plan::of(expression, &natives::native) }
    }

    /// What the expression gives; `None` is nothing. `input` is what `$` and paths without a variable look at.
    ///
    /// # Errors
    ///
    /// Says in the words of JSONata what went wrong, or which limit was reached.
    pub fn evaluate(
        &self,
        input: Option<&Value>,
        variables: &[(&str, Binding<'_>)],
        host: &mut dyn Host,
    ) -> Result<Option<Value>, JsonataError> {
        let machine = Machine::new(&self.plan, host);
        let env = Frame::new(None);
        let root = input.map_or(Item::Undefined, Item::json);
        machine.bind(&env, Text::Borrowed("$"), root.clone());
        for (name, binding) in variables {
            let value = match binding {
                Binding::Value(value) => Item::json(value),
                Binding::Object(members) => {
                    let members =
                        members.iter().map(|(name, value)| (Text::Borrowed(name), Item::json(value)));
                    Item::object(members.collect::<MemberMap<'_>>())
                }
            };
            machine.bind(&env, Text::Borrowed(name), value);
        }
        let looked_at = match root.is_array() {
            // An array is one thing to look at, not many.
            true => {
                let mut list = item::List::sequence(vec![root]);
                list.outer = true;
                Item::Array(list)
            }
            false => root,
        };
        match machine.evaluate(&self.plan.root, &looked_at, &env)? {
            Item::Undefined => Ok(None),
            result => match into_json(&result, 0, &mut { MOST_VALUES }) {
                Ok(value) => Ok(Some(value)),
                Err(NoJson::Function) => Err(JsonataError::Unsupported),
                Err(NoJson::Number) => Err(Fault::new("D1001").value("null").into()),
                Err(NoJson::TooLarge) => Err(Fault::limit("the result is too large").into()),
            },
        }
    }
}
