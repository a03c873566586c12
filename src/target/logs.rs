//! Log groups and keys, as a state machine names them.

use super::key::Key;
use crate::iam::Statement;
use crate::reference::{Handle, Property, Reference};
use crate::template::{kms, logs};

/// A CloudWatch log group.
///
/// ```
/// use stepwright::prelude::*;
///
/// let group = LogGroupTarget::from("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/orders:*");
/// # let _ = group;
/// ```
#[derive(Clone, Debug)]
pub struct LogGroupTarget(Property<String>);

impl LogGroupTarget {
    /// Its ARN, which for this use ends in `:*`.
    pub fn arn(&self) -> &Property<String> {
        &self.0
    }
}

impl From<&Handle<logs::LogGroup>> for LogGroupTarget {
    /// The attribute `Arn` of a log group ends in `:*` already.
    fn from(group: &Handle<logs::LogGroup>) -> Self {
        LogGroupTarget(group.attribute("Arn").into())
    }
}

impl From<&str> for LogGroupTarget {
    /// An ARN; `:*` is added where it is missing.
    fn from(arn: &str) -> Self {
        let arn = arn.strip_suffix(":*").unwrap_or(arn);
        LogGroupTarget(format!("{arn}:*").into())
    }
}

impl From<Reference> for LogGroupTarget {
    /// A reference whose value is an ARN that ends in `:*`.
    fn from(arn: Reference) -> Self {
        LogGroupTarget(arn.into())
    }
}

/// A KMS key.
///
/// ```
/// use stepwright::prelude::*;
///
/// let key = KeyTarget::from("arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666");
/// # let _ = key;
/// ```
#[derive(Clone, Debug)]
pub struct KeyTarget(Property<String>);

impl KeyTarget {
    /// Its ARN.
    pub fn arn(&self) -> &Property<String> {
        &self.0
    }

    /// What permits actions on it, through this service of this region only: `bedrock`.
    pub fn through(&self, service: &str, actions: &[&'static str], why: &'static str) -> Statement {
        Key::of(self).through(service, actions, why)
    }
}

impl From<&Handle<kms::Key>> for KeyTarget {
    fn from(key: &Handle<kms::Key>) -> Self {
        KeyTarget(key.attribute("Arn").into())
    }
}

impl From<&str> for KeyTarget {
    fn from(arn: &str) -> Self {
        KeyTarget(arn.into())
    }
}

impl From<Reference> for KeyTarget {
    /// A reference whose value is a key's ARN.
    fn from(arn: Reference) -> Self {
        KeyTarget(arn.into())
    }
}
