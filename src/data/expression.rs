//! What is only known when a state runs.

use super::Text;
use super::marker;
use crate::diagnostic::Origin;
use serde::{Serialize, Serializer};

/// An expression, with the builder line that said it.
///
/// A malformed one is kept as it is and becomes a finding when the stack is synthesized.
///
/// ```
/// use stepwright::prelude::*;
///
/// let state = Pass::new("Total").parameters(payload!({ "orderId": path("$.order.id"), "run": execution_id() }));
/// # let _ = state;
/// ```
#[derive(Clone, Debug)]
pub struct Expression {
    pub(crate) form: Form,
    pub(crate) text: Text,
    pub(crate) origin: Origin,
    pub(crate) problem: Option<String>,
}

/// How an expression is spelled, and in which languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A path, a context path, a variable or an intrinsic function, in JSONPath's spelling.
    JsonPath,
    /// A JSONata expression, without its delimiters.
    Jsonata,
    /// A path into the context object, without its root: right in either language.
    Context,
    /// A variable with what is read of it, without the `$`: right in either language.
    Variable,
    /// A path into the state's input, without its root: right in either language.
    Input,
    /// Several expressions as one value, in JSON with markers: right in whichever language all of them are.
    Composed(Composition),
}

/// What the parts of a composed expression make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Composition {
    /// An array of them.
    List,
    /// Text, one after the other.
    Text,
    /// One value, as the text of its JSON.
    Json,
}

impl Serialize for Expression {
    /// Writes a marker, which lowering turns into what the state's language says.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        marker::serialize(self, serializer)
    }
}
