//! Free-form data with expressions in it.

use crate::data::{self, Entries, Expression, Text, Tree};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// JSON in which any value may be an expression or a reference; made by [`payload!`](crate::payload).
///
/// A `serde_json::Value` becomes one too, and is data: what looks like a reference in it, `{"Ref": "Orders"}`, is an
/// object with the key `Ref`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let payload = payload!({ "token": task_token(), "order": path("$.order"), "tries": 3 });
/// # let _ = payload;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Payload(pub(crate) Tree);

impl Payload {
    /// What serializes to it. A value that JSON cannot hold becomes `null`.
    pub fn of(value: impl Serialize) -> Self {
        Payload(data::tree(&value))
    }

    /// As JSON that serializes to the same again.
    pub(crate) fn into_json(self) -> Value {
        self.0.into_marked()
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
        Payload(value.into())
    }
}

macro_rules! literals {
    ($($t:ty),*) => { $(impl From<$t> for Payload {
        fn from(value: $t) -> Self {
            Payload::of(value)
        }
    })* };
}

literals!(bool, i32, i64, u32, u64, usize, f64, Vec<Value>, Map<String, Value>);

impl From<Expression> for Payload {
    fn from(expression: Expression) -> Self {
        Payload(Tree::Expression(Box::new(expression)))
    }
}

/// Data with expressions in it, written as JSON is: `payload!({ "id": path("$.id"), "n": 4 })`.
///
/// Any value that serializes may stand in it: expressions, references, fields, structs of your own. Order is kept, and
/// of a key that stands twice the last value counts.
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
    (null) => {
        $crate::asl::Payload::default()
    };
    ([ $($items:tt)* ]) => {{
        let mut list = $crate::asl::__Parts::list();
        let parts = &mut list;
        $crate::__payload_items!(parts $($items)*);
        list.finish()
    }};
    ({ $($entries:tt)* }) => {{
        let mut object = $crate::asl::__Parts::object();
        let parts = &mut object;
        $crate::__payload_entries!(parts $($entries)*);
        object.finish()
    }};
    ($value:expr) => {
        $crate::asl::Payload::of(&$value)
    };
}

/// The items of an array, one after the other. What looks like an array or an object is one only up to a comma.
#[doc(hidden)]
#[macro_export]
macro_rules! __payload_items {
    ($parts:ident) => {
        let _ = $parts;
    };
    ($parts:ident null $(, $($rest:tt)*)?) => {
        $parts.item($crate::asl::Payload::default());
        $crate::__payload_items!($parts $($($rest)*)?);
    };
    ($parts:ident [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $parts.item($crate::payload!([ $($inner)* ]));
        $crate::__payload_items!($parts $($($rest)*)?);
    };
    ($parts:ident { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $parts.item($crate::payload!({ $($inner)* }));
        $crate::__payload_items!($parts $($($rest)*)?);
    };
    ($parts:ident $value:expr $(, $($rest:tt)*)?) => {
        $parts.item($crate::asl::Payload::of(&$value));
        $crate::__payload_items!($parts $($($rest)*)?);
    };
}

/// The entries of an object, in the same way.
#[doc(hidden)]
#[macro_export]
macro_rules! __payload_entries {
    ($parts:ident) => {
        let _ = $parts;
    };
    ($parts:ident $key:tt : null $(, $($rest:tt)*)?) => {
        $parts.entry($key, $crate::asl::Payload::default());
        $crate::__payload_entries!($parts $($($rest)*)?);
    };
    ($parts:ident $key:tt : [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $parts.entry($key, $crate::payload!([ $($inner)* ]));
        $crate::__payload_entries!($parts $($($rest)*)?);
    };
    ($parts:ident $key:tt : { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $parts.entry($key, $crate::payload!({ $($inner)* }));
        $crate::__payload_entries!($parts $($($rest)*)?);
    };
    ($parts:ident $key:tt : $value:expr $(, $($rest:tt)*)?) => {
        $parts.entry($key, $crate::asl::Payload::of(&$value));
        $crate::__payload_entries!($parts $($($rest)*)?);
    };
    // A key of more than one token.
    (@key $parts:ident [ $($key:tt)+ ] : $($rest:tt)+) => {
        $crate::__payload_entries!($parts ($($key)+) : $($rest)+);
    };
    (@key $parts:ident [ $($key:tt)+ ] $next:tt $($rest:tt)+) => {
        $crate::__payload_entries!(@key $parts [ $($key)+ $next ] $($rest)+);
    };
    ($parts:ident $first:tt $($rest:tt)+) => {
        $crate::__payload_entries!(@key $parts [ $first ] $($rest)+);
    };
}

/// An array or an object that [`payload!`](crate::payload) puts together.
#[doc(hidden)]
#[derive(Debug)]
pub struct __Parts(Tree);

impl __Parts {
    /// Of an array.
    pub fn list() -> Self {
        __Parts(Tree::List(Vec::new()))
    }

    /// Of an object.
    pub fn object() -> Self {
        __Parts(Tree::Object(Entries::with_capacity(4)))
    }

    /// Adds an item to an array.
    pub fn item(&mut self, value: Payload) {
        if let Tree::List(items) = &mut self.0 {
            items.push(value.0);
        }
    }

    /// Adds an entry to an object.
    pub fn entry(&mut self, key: impl AsRef<str>, value: Payload) {
        if let Tree::Object(entries) = &mut self.0 {
            entries.insert(Text::new(key), value.0);
        }
    }

    /// All of it.
    pub fn finish(self) -> Payload {
        Payload(self.0)
    }
}
