//! DynamoDB tables.

use super::item::DynamoItem;
use super::{Scope, key::Key, logs::KeyTarget};
use crate::asl::{Expression, Field};
use crate::diagnostic::{Diagnostic, nearest, pointer};
use crate::iam::{Statement, arn};
use crate::reference::{Handle, List, Piece, Property, Reference};
use crate::template::{Parameter, dynamodb, serverless};
use serde_json::Value;

/// A DynamoDB table.
///
/// Made from a handle, a name or an ARN, a reference or parameter whose value is a name, or an expression that gives
/// either. A table of this stack is asked for its key attributes.
///
/// ```
/// use stepwright::prelude::*;
///
/// let orders = TableTarget::from("orders");
/// # let _ = orders;
/// ```
#[derive(Clone, Debug)]
pub struct TableTarget {
    name: Field<String>,
    scope: Scope,
    key_attributes: Option<KeyAttributes>,
    keys: Vec<Key>,
}

impl TableTarget {
    fn new(name: Field<String>, scope: Scope) -> Self {
        TableTarget { name, scope, key_attributes: None, keys: Vec::new() }
    }

    /// A table by a reference whose value is its ARN.
    pub fn by_arn(arn: impl Into<Reference>) -> Self {
        let (name, scope) = super::referred(&arn.into());
        TableTarget::new(name, scope)
    }

    /// What a request names it by.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The key that the table encrypts with, for a table that is not of this stack.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.keys = vec![Key::of(&key.into())];
        self
    }

    /// The only tables it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every table of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("dynamodb", "table/*", [""; 0]))
    }

    /// What reading and writing items needs of the table's key, where it encrypts with a customer managed one.
    ///
    /// Whoever touches an item needs `kms:Decrypt`, for the table key; the other permissions that DynamoDB asks for are
    /// of whoever creates the table. A global table has a key for each replica, of which the region's own is used.
    ///
    /// Checked against <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html>.
    pub fn key_statements(&self) -> Vec<Statement> {
        let why = "decrypts the table's own key";
        self.keys.iter().map(|key| key.through("dynamodb", &["kms:Decrypt"], why)).collect()
    }

    /// Compares an item, or the key of one, with the key attributes that the table declares.
    ///
    /// Finds `missing-key-attribute`, `key-attribute-type` and, in a key, `not-a-key-attribute`. Nothing where the
    /// table is not of this stack, or an expression gives the whole. `at` is the JSON pointer to it.
    pub fn check_item(&self, item: &DynamoItem, is_key: bool, at: &str) -> Vec<Diagnostic> {
        let Some((declared, types)) = self.key_attributes.as_ref().zip(item.types()) else {
            return Vec::new();
        };
        let given: Vec<(&str, &str)> = types.collect();
        let mut out = Vec::new();
        for (name, kind) in declared {
            let Some((_, found)) = given.iter().find(|(given, _)| given == name) else {
                let what = if is_key { "key" } else { "item" };
                let message = format!("the {what} has no `{name}`, which is part of the table's key");
                let near = nearest(name, given.iter().map(|(given, _)| *given));
                let help = match near {
                    Some(near) if near.eq_ignore_ascii_case(name) => {
                        format!("`{near}` may be meant: names are told apart by letter case")
                    }
                    Some(near) => format!("`{near}` may be meant"),
                    None => format!("add it, as `{}`", kind.as_deref().unwrap_or("S")),
                };
                out.push(Diagnostic::error("missing-key-attribute", message).pointer(at).help(help));
                continue;
            };
            if let Some(kind) = kind
                && kind != found
            {
                let message =
                    format!("`{name}` is given as `{found}`, and the table declares it as `{kind}`");
                out.push(
                    Diagnostic::error("key-attribute-type", message)
                        .pointer(pointer(at, name))
                        .help(format!("say it as `{kind}`")),
                );
            }
        }
        let extra = |name: &str| is_key && declared.iter().all(|(declared, _)| declared != name);
        for (name, _) in given.iter().filter(|(name, _)| extra(name)) {
            let names: Vec<&str> = declared.iter().map(|(name, _)| name.as_str()).collect();
            out.push(
                Diagnostic::error("not-a-key-attribute", format!("`{name}` is no part of the table's key"))
                    .pointer(pointer(at, name))
                    .help(format!("the key is `{}`", names.join("`, `"))),
            );
        }
        out
    }
}

/// A table's key attributes, with their types where they are declared.
type KeyAttributes = Vec<(String, Option<String>)>;

fn literal<T>(property: &Option<Property<T>>) -> Option<&T> {
    property.as_ref()?.literal()
}

/// The key attributes that a table declares; `None` where a reference hides a name. The types of table have structs of
/// their own for the same properties.
macro_rules! key_attributes {
    ($table:expr) => {{
        let definitions = $table.attribute_definitions.as_ref().map_or(&[][..], List::items);
        let kind = |name: &str| {
            let definitions = definitions.iter().filter_map(Property::literal);
            let mut named = definitions.filter(|it| literal(&it.attribute_name).is_some_and(|it| it == name));
            literal(&named.next()?.attribute_type).cloned()
        };
        match &$table.key_schema {
            Some(List::Items(keys)) => keys
                .iter()
                .map(|key| {
                    let name = literal(&key.literal()?.attribute_name)?;
                    Some((name.clone(), kind(name)))
                })
                .collect(),
            _ => None,
        }
    }};
}

/// The key that an encryption names.
fn encryption_key(key: &Option<Property<String>>) -> Option<Key> {
    Key::named(&key.as_ref()?.to_json())
}

impl From<&str> for TableTarget {
    fn from(text: &str) -> Self {
        let (name, scope) = super::named(text, |name| arn("dynamodb", "table/{}", [name]));
        TableTarget::new(name, scope)
    }
}

impl From<Reference> for TableTarget {
    /// A reference whose value is the table's name; an attribute called `Arn` is taken as its ARN.
    fn from(table: Reference) -> Self {
        if matches!(&table, Reference::Attribute(_, attribute) if attribute.ends_with("Arn")) {
            return TableTarget::by_arn(table);
        }
        let scope = Scope::one(arn("dynamodb", "table/{}", [Piece::from(&table)]));
        TableTarget::new(table.into(), scope)
    }
}

impl From<&Reference> for TableTarget {
    fn from(table: &Reference) -> Self {
        table.clone().into()
    }
}

impl From<&Handle<Parameter>> for TableTarget {
    /// A parameter whose value is the table's name.
    fn from(name: &Handle<Parameter>) -> Self {
        name.reference().into()
    }
}

impl From<Expression> for TableTarget {
    fn from(table: Expression) -> Self {
        let (name, scope) = super::decided(table);
        TableTarget::new(name, scope)
    }
}

/// A table of the stack: `Ref` is its name.
fn of_stack<R>(table: &Handle<R>, key_attributes: Option<KeyAttributes>, keys: Vec<Key>) -> TableTarget {
    let scope = Scope::one(table.attribute("Arn"));
    TableTarget { name: table.reference().into(), scope, key_attributes, keys }
}

impl From<&Handle<dynamodb::Table>> for TableTarget {
    fn from(table: &Handle<dynamodb::Table>) -> Self {
        let resource = table.resource();
        let encryption =
            literal(&resource.sse_specification).filter(|it| literal(&it.sse_enabled) != Some(&false));
        let keys = encryption.and_then(|it| encryption_key(&it.kms_master_key_id)).into_iter().collect();
        of_stack(table, key_attributes!(resource), keys)
    }
}

impl From<&Handle<dynamodb::GlobalTable>> for TableTarget {
    /// Its keys are those of its replicas.
    fn from(table: &Handle<dynamodb::GlobalTable>) -> Self {
        let resource = table.resource();
        let replicas = resource.replicas.as_ref().map_or(&[][..], List::items).iter();
        let key = |replica: &Property<_>| {
            let replica: &dynamodb::global_table::ReplicaSpecification = replica.literal()?;
            encryption_key(&literal(&replica.sse_specification)?.kms_master_key_id)
        };
        of_stack(table, key_attributes!(resource), replicas.filter_map(key).collect())
    }
}

impl From<&Handle<serverless::SimpleTable>> for TableTarget {
    /// Its key is one attribute: `id`, of text, where none is declared.
    fn from(table: &Handle<serverless::SimpleTable>) -> Self {
        let properties = serde_json::to_value(table.resource()).unwrap_or_default();
        let key_attributes = match properties.get("PrimaryKey") {
            None => Some(vec![("id".to_owned(), Some("S".to_owned()))]),
            Some(key) => key.get("Name").and_then(Value::as_str).map(|name| {
                let kind = match key.get("Type").and_then(Value::as_str) {
                    Some("String") => Some("S"),
                    Some("Number") => Some("N"),
                    Some("Binary") => Some("B"),
                    _ => None,
                };
                vec![(name.to_owned(), kind.map(str::to_owned))]
            }),
        };
        of_stack(table, key_attributes, Vec::new())
    }
}
