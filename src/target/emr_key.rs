//! Keys that EMR encrypts logs and disks with.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Property, Reference, region, sub};
use crate::template::{Parameter, kms};

/// A KMS key that EMR on EKS or EMR Serverless encrypts with.
///
/// Made from a handle, an ARN, a reference or parameter whose value is an ARN, or an expression that gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let key = EmrKeyTarget::from("arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666");
/// # let _ = key;
/// ```
#[derive(Clone, Debug)]
pub struct EmrKeyTarget {
    arn: Field<String>,
    scope: Scope,
}

impl EmrKeyTarget {
    /// What a request names it by: its ARN.
    pub fn arn(&self) -> &Field<String> {
        &self.arn
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only keys it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// Permits actions on the key.
    pub(crate) fn allow(&self, actions: &[&'static str], why: &'static str) -> Statement {
        let keys = self.scope.resources(arn("kms", "key/*", [""; 0]));
        Statement::allow(actions.iter().copied()).on_all(keys).because(why)
    }

    /// Permits actions on the key through this service of this region only.
    pub(crate) fn allow_through(
        &self,
        service: &str,
        actions: &[&'static str],
        why: &'static str,
    ) -> Statement {
        let via = sub(&format!("{service}.{{}}.amazonaws.com"), [region()]);
        self.allow(actions, why).when("StringEquals", "kms:ViaService", via)
    }
}

impl From<&str> for EmrKeyTarget {
    fn from(arn: &str) -> Self {
        EmrKeyTarget { arn: arn.into(), scope: Scope::one(arn) }
    }
}

impl From<Reference> for EmrKeyTarget {
    /// A reference whose value is the key's ARN.
    fn from(arn: Reference) -> Self {
        let (arn, scope) = super::referred(&arn);
        EmrKeyTarget { arn, scope }
    }
}

impl From<&Reference> for EmrKeyTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for EmrKeyTarget {
    /// A parameter whose value is the key's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for EmrKeyTarget {
    fn from(arn: Expression) -> Self {
        let (arn, scope) = super::decided(arn);
        EmrKeyTarget { arn, scope }
    }
}

impl From<&Handle<kms::Key>> for EmrKeyTarget {
    fn from(key: &Handle<kms::Key>) -> Self {
        key.attribute("Arn").into()
    }
}
