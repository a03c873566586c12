//! HTTP, as the tasks that call it share it: methods, headers, query parameters.

use crate::asl::{Expression, Field, compose};
use crate::data::{Tree, tree};
use crate::diagnostic::{Diagnostic, pointer};
use crate::reference::Literal;
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;

/// The method of an HTTP request.
///
/// ```
/// use stepwright::prelude::*;
///
/// let list = EksCall::new("jobs", HttpMethod::Get, "/api/v1/namespaces/default/pods");
/// # let _ = list;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum HttpMethod {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `DELETE`.
    Delete,
    /// `PATCH`.
    Patch,
    /// `HEAD`.
    Head,
    /// `OPTIONS`.
    Options,
}

impl HttpMethod {
    /// As HTTP spells it: `GET`.
    pub fn as_str(self) -> &'static str {
        match self {
            HttpMethod::Get => "GET",
            HttpMethod::Post => "POST",
            HttpMethod::Put => "PUT",
            HttpMethod::Delete => "DELETE",
            HttpMethod::Patch => "PATCH",
            HttpMethod::Head => "HEAD",
            HttpMethod::Options => "OPTIONS",
        }
    }
}

impl Literal for HttpMethod {}

/// Headers or query parameters, each a list of values: named one by one, or all of them from an expression.
#[derive(Clone, Debug, Default)]
pub(in crate::tasks) struct HttpLists(HttpValues);

/// Headers or query parameters, each a value or a list of values: named one by one, or all of them from an expression.
#[derive(Clone, Debug)]
pub(in crate::tasks) enum HttpValues {
    Named(IndexMap<String, Vec<Tree>>),
    Expression(Expression),
}

impl Default for HttpValues {
    fn default() -> Self {
        HttpValues::Named(IndexMap::new())
    }
}

impl HttpValues {
    /// Adds a value under a name. What was an expression for all of them becomes this one.
    pub(in crate::tasks) fn add(&mut self, name: String, value: &Field<String>) {
        let value = tree(value);
        match self {
            HttpValues::Named(named) => named.entry(name).or_default().push(value),
            HttpValues::Expression(_) => *self = HttpValues::Named(IndexMap::from([(name, vec![value])])),
        }
    }

    pub(in crate::tasks) fn is_empty(&self) -> bool {
        matches!(self, HttpValues::Named(named) if named.is_empty())
    }

    /// The values under a name, whatever its letter case.
    pub(in crate::tasks) fn get(&self, name: &str) -> Option<&[Tree]> {
        let HttpValues::Named(named) = self else { return None };
        let found = named.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, values)| values.as_slice())
    }

    fn named(&self) -> impl Iterator<Item = (&String, &Vec<Tree>)> {
        match self {
            HttpValues::Named(named) => Some(named.iter()),
            HttpValues::Expression(_) => None,
        }
        .into_iter()
        .flatten()
    }

    /// Headers that Step Functions takes from no one: by name, or by how they begin. Both in small letters.
    pub(in crate::tasks) fn forbidden(&self, names: &[&str], prefixes: &[&str]) -> Vec<Diagnostic> {
        let refused = |name: &str| {
            let name = name.to_ascii_lowercase();
            names.contains(&name.as_str()) || prefixes.iter().any(|prefix| name.starts_with(prefix))
        };
        let found = self.named().filter(|(name, _)| refused(name)).map(|(name, _)| {
            Diagnostic::error("reserved-header", format!("Step Functions does not send the header `{name}`"))
                .pointer(pointer("/Parameters/Headers", name))
                .help("leave it out, or let the receiver read another one")
        });
        found.collect()
    }
}

impl HttpLists {
    pub(in crate::tasks) fn add(&mut self, name: String, value: &Field<String>) {
        self.0.add(name, value);
    }

    pub(in crate::tasks) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(in crate::tasks) fn values(&self) -> &HttpValues {
        &self.0
    }
}

impl From<Expression> for HttpLists {
    fn from(expression: Expression) -> Self {
        HttpLists(HttpValues::Expression(expression))
    }
}

impl From<Expression> for HttpValues {
    fn from(expression: Expression) -> Self {
        HttpValues::Expression(expression)
    }
}

impl Serialize for HttpLists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            HttpValues::Expression(expression) => expression.serialize(serializer),
            HttpValues::Named(named) => {
                serializer.collect_map(named.iter().map(|(name, values)| (name, compose::list(values))))
            }
        }
    }
}

impl Serialize for HttpValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            HttpValues::Expression(expression) => expression.serialize(serializer),
            HttpValues::Named(named) => serializer.collect_map(named.iter().map(|(name, values)| {
                let value = match values.as_slice() {
                    [only] => only.clone(),
                    many => compose::list(many),
                };
                (name, value)
            })),
        }
    }
}

macro_rules! schemas {
    ($($t:ty as $name:literal: $of:ty;)*) => { $(impl JsonSchema for $t {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            $name.into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            <IndexMap<String, $of>>::json_schema(generator)
        }
    })* };
}

schemas! {
    HttpLists as "HttpLists": Vec<String>;
    HttpValues as "HttpValues": Value;
}
