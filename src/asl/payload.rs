//! Free-form data with expressions in it.

use super::Expression;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// JSON in which any value may be an expression or a reference; made by [`payload!`](crate::payload).
///
/// ```
/// use stepwright::prelude::*;
///
/// let payload = payload!({ "token": task_token(), "order": path("$.order"), "tries": 3 });
/// # let _ = payload;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Payload(pub(crate) Value);

impl Payload {
    /// What serializes to it. A value that JSON cannot hold becomes `null`.
    pub fn of(value: impl Serialize) -> Self {
        Payload(serde_json::to_value(value).unwrap_or_default())
    }
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl JsonSchema for Payload {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Payload".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        true.into()
    }
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Payload(value)
    }
}

impl From<Expression> for Payload {
    fn from(expression: Expression) -> Self {
        Payload::of(expression)
    }
}

/// Data with expressions in it, written as JSON is: `payload!({ "id": path("$.id"), "n": 4 })`.
///
/// Any value that serializes may stand in it: expressions, references, fields, structs of your own. Order is kept.
///
/// ```
/// use stepwright::prelude::*;
///
/// let nested = payload!({
///     "source": "orders",
///     "ids": intrinsic::array([path("$.a"), path("$.b")]),
///     "region": region(),
/// });
/// # let _ = nested;
/// ```
#[macro_export]
macro_rules! payload {
    ($($json:tt)+) => {
        $crate::asl::Payload::from($crate::asl::__json!($($json)+))
    };
}

#[doc(hidden)]
pub use serde_json::json as __json;
