//! What paths, calls and expressions give.
//!
//! Everything is evaluated as Step Functions does it. Data comes in as plain JSON; whatever else an expression sees is
//! behind [`Scope`], and whatever is not the same each time behind [`Host`]. Nothing here takes more than a bounded
//! number of steps, however the expression and the data were made.

mod call;
mod compare;
mod error;
mod filter;
mod function;
mod hash;
mod jsonata;
mod number;
mod scan;
mod stack;
mod walk;
mod write;

use call::uuid;
pub use error::{EvaluationError, PathError};
use hash::{digest, from_base64, to_base64};
pub use jsonata::{Binding, JsonataError, JsonataProgram};
pub(crate) use stack::with_stack_for_data;

use serde_json::Value;

/// What an expression sees besides its data.
///
/// ```
/// use serde_json::{Value, json};
/// use stepwright::query::{Path, Scope};
///
/// struct Room(Value);
/// impl Scope for Room {
///     fn context(&self) -> &Value {
///         &self.0
///     }
///     fn variable(&self, _name: &str) -> Option<&Value> {
///         None
///     }
/// }
///
/// let room = Room(json!({ "State": { "Name": "Charge" } }));
/// let name = Path::parse("$$.State.Name").unwrap().evaluate(&Value::Null, &room);
/// assert_eq!(name, Ok(json!("Charge")));
/// ```
pub trait Scope {
    /// The context object: `$$`.
    fn context(&self) -> &Value;

    /// A variable, by its name without the `$`.
    fn variable(&self, name: &str) -> Option<&Value>;
}

/// What is not the same each time.
///
/// ```
/// use stepwright::query::Host;
///
/// struct Still(u64);
/// impl Host for Still {
///     fn random(&mut self) -> u64 {
///         self.0 += 1;
///         self.0
///     }
///     fn now(&self) -> i64 {
///         0
///     }
/// }
///
/// assert_eq!(Still(0).random(), 1);
/// ```
pub trait Host {
    /// The next 64 random bits.
    fn random(&mut self) -> u64;

    /// The time, in milliseconds since 1970 in UTC.
    fn now(&self) -> i64;
}
