//! Customer managed keys, as a caller needs them for what a service has encrypted.

use super::logs::KeyTarget;
use crate::iam::{Statement, arn};
use crate::reference::{Property, Reference, region, sub};
use serde_json::Value;

/// A key of KMS that a thing is encrypted with; made from the property of a template that names it.
///
/// Keys that AWS manages (`alias/aws/…`) need no permission of the caller's.
#[derive(Clone, Debug)]
pub(crate) enum Key {
    /// By its ARN.
    Arn(Property<String>),
    /// By an alias, which is no resource of a policy: what it points at is found by a condition.
    Alias(String),
}

impl Key {
    /// The key that a property names: by ARN, id, alias or reference. A `Ref` is one to a key of the template.
    pub(crate) fn named(key: &Value) -> Option<Self> {
        if let Value::String(text) = key {
            let alias = match text.rsplit_once(":alias/") {
                Some((_, name)) => Some(name),
                None => text.strip_prefix("alias/"),
            };
            match alias {
                Some(name) if name.starts_with("aws/") => return None,
                Some(name) => return Some(Key::Alias(format!("alias/{name}"))),
                None => {}
            }
        }
        super::key_arn(key).map(Key::Arn)
    }

    /// The key that a user names.
    pub(crate) fn of(key: &KeyTarget) -> Self {
        Key::Arn(key.arn().clone())
    }

    /// Permits actions on the key, through this service of this region only.
    ///
    /// Checked against <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html>.
    pub(crate) fn through(&self, service: &str, actions: &[&'static str], why: &'static str) -> Statement {
        let via: Reference = sub(&format!("{service}.{{}}.amazonaws.com"), [region()]);
        self.allow(actions, why).when("StringEquals", "kms:ViaService", via)
    }

    /// Permits actions on the key.
    pub(crate) fn allow(&self, actions: &[&'static str], why: &'static str) -> Statement {
        let statement = Statement::allow(actions.iter().copied()).because(why);
        match self {
            Key::Arn(key) => statement.on(key),
            Key::Alias(alias) => statement.on(arn("kms", "key/*", [""; 0])).when(
                "ForAnyValue:StringEquals",
                "kms:ResourceAliases",
                alias.as_str(),
            ),
        }
    }
}
