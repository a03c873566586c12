//! Subnets and security groups, as a request lists them.

use crate::asl::{Expression, Field};
use crate::reference::{Handle, Reference};
use crate::template::ec2;
use crate::template::parts::{IsolatedNetwork, Network};
use serde::{Serialize, Serializer};

/// Subnets or security groups by id: from handles, references or text, or all of them from an expression.
///
/// ```
/// use stepwright::prelude::*;
///
/// let two = Ids::from(["subnet-0a1b2c3d4e5f6a7b8", "subnet-0b1c2d3e4f5a6b7c8"]);
/// let chosen = Ids::from(path("$.subnets"));
/// # let _ = (two, chosen);
/// ```
#[derive(Clone, Debug)]
pub enum Ids {
    /// One by one.
    Listed(Vec<Field<String>>),
    /// Known when the state runs.
    Expression(Expression),
}

impl Ids {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        matches!(self, Ids::Listed(ids) if ids.is_empty())
    }
}

impl Serialize for Ids {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Ids::Listed(ids) => ids.serialize(serializer),
            Ids::Expression(expression) => expression.serialize(serializer),
        }
    }
}

impl schemars::JsonSchema for Ids {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ids".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<String>::json_schema(generator)
    }
}

impl<const N: usize> From<[&str; N]> for Ids {
    fn from(ids: [&str; N]) -> Self {
        Ids::Listed(ids.into_iter().map(Into::into).collect())
    }
}

impl<const N: usize> From<[Reference; N]> for Ids {
    fn from(ids: [Reference; N]) -> Self {
        Ids::Listed(ids.into_iter().map(Into::into).collect())
    }
}

impl From<Vec<Reference>> for Ids {
    fn from(ids: Vec<Reference>) -> Self {
        Ids::Listed(ids.into_iter().map(Into::into).collect())
    }
}

impl From<Vec<Field<String>>> for Ids {
    fn from(ids: Vec<Field<String>>) -> Self {
        Ids::Listed(ids)
    }
}

impl From<Expression> for Ids {
    fn from(expression: Expression) -> Self {
        Ids::Expression(expression)
    }
}

impl From<&Network> for Ids {
    fn from(network: &Network) -> Self {
        Ids::Listed(network.subnets.iter().map(|subnet| subnet.reference().into()).collect())
    }
}

impl From<&IsolatedNetwork> for Ids {
    fn from(network: &IsolatedNetwork) -> Self {
        Ids::Listed(network.subnets.iter().map(|subnet| subnet.reference().into()).collect())
    }
}

impl<const N: usize> From<[&Handle<ec2::Subnet>; N]> for Ids {
    fn from(subnets: [&Handle<ec2::Subnet>; N]) -> Self {
        Ids::Listed(subnets.into_iter().map(|subnet| subnet.reference().into()).collect())
    }
}

impl<const N: usize> From<[&Handle<ec2::SecurityGroup>; N]> for Ids {
    /// By their ids; `Ref` of a security group in a VPC is its id.
    fn from(groups: [&Handle<ec2::SecurityGroup>; N]) -> Self {
        Ids::Listed(groups.into_iter().map(|group| group.attribute("GroupId").into()).collect())
    }
}
