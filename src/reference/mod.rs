//! Pointing at things: a resource, one of its attributes, a parameter, the account, the region.
//!
//! A [`Reference`] is what CloudFormation calls an intrinsic function. It is found where a template property is
//! wanted (as [`Property`]) and where a workflow names something that only exists after deployment (as a
//! substitution). A [`Handle`] is a thing already added to a stack; references start from it.

mod entries;
mod handle;
mod list;
mod number;
mod property;
mod text;

pub use entries::Entries;
pub use handle::{Handle, Shared};
pub(crate) use handle::{NOT_EXPORTED, export_name};
pub use list::List;
pub use number::Number;
pub use property::{Literal, Property};
pub(crate) use text::Pieces;
pub use text::{Piece, sub};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::cell::Cell;
use std::sync::{Arc, LazyLock};

/// Something known only when the template is deployed.
///
/// Serializes as CloudFormation writes it in JSON: `{"Ref": "Cluster"}`.
///
/// ```
/// use stepwright::reference::Reference;
///
/// let arn = Reference::attribute("Cluster", "Arn");
/// assert_eq!(serde_json::to_string(&arn).unwrap(), r#"{"Fn::GetAtt":["Cluster","Arn"]}"#);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// `Ref`: a parameter, a pseudo parameter such as `AWS::Region`, or a resource by its logical id.
    Ref(Arc<str>),
    /// `Fn::GetAtt`: an attribute of a resource.
    Attribute(Arc<str>, Arc<str>),
    /// Text with references in it; `Fn::Sub` in a template. Made by [`sub`].
    Text(Arc<[Piece]>),
    /// Any other intrinsic function, in its JSON form.
    Function(Arc<Value>),
    /// What is decided when a state runs, by a pattern that it is sure to fit: stands in policies only.
    AtRunTime(Arc<Reference>),
}

impl Reference {
    /// `Ref` to a parameter, a pseudo parameter or a resource.
    pub fn to(name: impl Into<Arc<str>>) -> Self {
        Reference::Ref(name.into())
    }

    /// `Fn::GetAtt`.
    pub fn attribute(id: impl Into<Arc<str>>, attribute: impl Into<Arc<str>>) -> Self {
        Reference::Attribute(id.into(), attribute.into())
    }

    /// `Fn::Join`: the parts with `delimiter` between them.
    pub fn join(delimiter: &str, parts: impl IntoIterator<Item = Reference>) -> Self {
        let parts = parts.into_iter().map(|part| part.to_json()).collect();
        Self::function("Fn::Join", Value::Array(vec![delimiter.into(), Value::Array(parts)]))
    }

    /// `Fn::Join` over a reference that is itself a list.
    pub fn join_list(delimiter: &str, list: &Reference) -> Self {
        Self::function("Fn::Join", Value::Array(vec![delimiter.into(), list.to_json()]))
    }

    /// `Fn::Select`: one element of a list, from 0.
    pub fn select(index: u32, list: &Reference) -> Self {
        Self::function("Fn::Select", Value::Array(vec![index.into(), list.to_json()]))
    }

    /// `Fn::Split`: text to a list.
    pub fn split(delimiter: &str, text: &Reference) -> Self {
        Self::function("Fn::Split", Value::Array(vec![delimiter.into(), text.to_json()]))
    }

    /// `Fn::GetAZs` of the region that is deployed to: a list of its availability zones.
    pub fn availability_zones() -> Self {
        Self::function("Fn::GetAZs", "".into())
    }

    /// `Fn::Cidr`: `count` address blocks, each with `bits` host bits, out of `block`.
    pub fn cidr(block: &Reference, count: u32, bits: u32) -> Self {
        // CloudFormation documents the host bits as text, and cfn-lint follows.
        Self::function("Fn::Cidr", Value::Array(vec![block.to_json(), count.into(), bits.to_string().into()]))
    }

    /// `Fn::If`: one of two values, by a condition of the template.
    pub fn choose(
        condition: &Condition,
        then: impl Into<Property<Value>>,
        otherwise: impl Into<Property<Value>>,
    ) -> Self {
        let sides = [then.into(), otherwise.into()].map(|side| side.to_json());
        let [then, otherwise] = sides;
        Self::function("Fn::If", Value::Array(vec![condition.name().into(), then, otherwise]))
    }

    /// `Fn::FindInMap`: a value of a mapping of the template.
    pub fn find_in_map(map: &str, top: &Reference, second: &str) -> Self {
        Self::function("Fn::FindInMap", Value::Array(vec![map.into(), top.to_json(), second.into()]))
    }

    /// `Fn::ImportValue`: what another stack exports under this name.
    pub fn import(name: &str) -> Self {
        Self::function("Fn::ImportValue", name.into())
    }

    /// `Fn::Base64` of text.
    pub fn base64(text: &Reference) -> Self {
        Self::function("Fn::Base64", text.to_json())
    }

    /// `AWS::NoValue`: leaves the property out.
    pub fn no_value() -> Self {
        Self::to("AWS::NoValue")
    }

    /// Any intrinsic function by its full name, with its argument in JSON form.
    pub fn function(name: &str, argument: Value) -> Self {
        let mut map = serde_json::Map::new();
        map.insert(name.to_owned(), argument);
        Reference::Function(Arc::new(Value::Object(map)))
    }

    /// The JSON form.
    pub fn to_json(&self) -> Value {
        match self {
            Reference::Ref(name) => single("Ref", Value::from(&**name)),
            Reference::Attribute(id, attribute) => {
                single("Fn::GetAtt", Value::Array(vec![Value::from(&**id), Value::from(&**attribute)]))
            }
            Reference::Text(pieces) => text::to_json(pieces),
            Reference::Function(json) => (**json).clone(),
            Reference::AtRunTime(pattern) => pattern.to_json(),
        }
    }
}

fn single(key: &str, value: Value) -> Value {
    let mut map = serde_json::Map::new();
    map.insert(key.to_owned(), value);
    Value::Object(map)
}

/// The name under which a reference is serialized.
pub(crate) const REFERENCE: &str = "$stepwright::reference";

thread_local! {
    /// What a reference hands over, from its `serialize` to the serializer that called it.
    static HANDED: Cell<Option<Reference>> = const { Cell::new(None) };
}

/// Takes the reference that has just handed itself over.
pub(crate) fn handed_reference() -> Option<Reference> {
    HANDED.take()
}

impl Serialize for Reference {
    /// As CloudFormation writes it in JSON; but to what builds a definition, it hands itself over.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(REFERENCE, &Handing(self))
    }
}

struct Handing<'a>(&'a Reference);

impl Serialize for Handing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Only the serializer that takes what is handed over says so here.
        if !serializer.is_human_readable() {
            HANDED.set(Some(self.0.clone()));
            return serializer.serialize_unit();
        }
        match self.0 {
            Reference::Ref(name) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("Ref", &**name)?;
                map.end()
            }
            Reference::Attribute(id, attribute) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("Fn::GetAtt", &[&**id, &**attribute])?;
                map.end()
            }
            Reference::Text(_) | Reference::Function(_) | Reference::AtRunTime(_) => {
                self.0.to_json().serialize(serializer)
            }
        }
    }
}

impl From<&Reference> for Reference {
    fn from(reference: &Reference) -> Self {
        reference.clone()
    }
}

/// A condition of the template, by name; what `stack.condition(..)` returns.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("demo");
/// let stage = stack.parameter("Stage", Parameter::string().default("test"));
/// let production = stack.condition("Production", equals(&stage, "prod"));
/// let days = Reference::choose(&production, 365, 7);
/// assert_eq!(serde_json::to_string(&days).unwrap(), r#"{"Fn::If":["Production",365,7]}"#);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Condition(Arc<str>);

impl Condition {
    /// A condition that the template has, or will have, under this name.
    pub fn named(name: impl Into<Arc<str>>) -> Self {
        Condition(name.into())
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// `AWS::Partition`: `aws`, `aws-cn` or `aws-us-gov`.
pub fn partition() -> Reference {
    static NAME: LazyLock<Arc<str>> = LazyLock::new(|| "AWS::Partition".into());
    Reference::Ref(Arc::clone(&NAME))
}

/// `AWS::Region`.
pub fn region() -> Reference {
    static NAME: LazyLock<Arc<str>> = LazyLock::new(|| "AWS::Region".into());
    Reference::Ref(Arc::clone(&NAME))
}

/// `AWS::AccountId`.
pub fn account() -> Reference {
    static NAME: LazyLock<Arc<str>> = LazyLock::new(|| "AWS::AccountId".into());
    Reference::Ref(Arc::clone(&NAME))
}

/// `AWS::StackName`.
pub fn stack_name() -> Reference {
    Reference::to("AWS::StackName")
}

/// `AWS::URLSuffix`: `amazonaws.com`, or that of another partition.
pub fn url_suffix() -> Reference {
    Reference::to("AWS::URLSuffix")
}
