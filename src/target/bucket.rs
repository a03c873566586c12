//! S3 buckets, as a distributed Map reads and writes them.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::{Statement, global_arn};
use crate::reference::{Handle, Property, Reference};
use crate::template::s3;

/// An S3 bucket: of this stack, by name, or named at run time.
///
/// ```
/// use stepwright::prelude::*;
///
/// let named = BucketTarget::from("orders-123456789012");
/// # let _ = named;
/// ```
#[derive(Clone, Debug)]
pub struct BucketTarget {
    name: Field<String>,
    scope: Scope,
    key: Option<Property<String>>,
}

impl BucketTarget {
    /// The name, as a request has it.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// The key that the bucket encrypts with, for a bucket that is not of this stack: an ARN.
    pub fn encrypted_by(mut self, key_arn: impl Into<Property<String>>) -> Self {
        self.key = Some(key_arn.into());
        self
    }

    /// The bucket's own ARN, for listing it.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources("*")
    }

    /// The ARNs of the objects under a key or prefix pattern; of every object where that is decided at run time.
    pub fn objects(&self, key: &Field<String>, suffix: &str) -> Vec<Property<String>> {
        let Scope::Known(arns) = &self.scope else { return vec!["*".into()] };
        let object = |arn: &Property<String>| -> Property<String> {
            let bucket = match arn {
                Property::Literal(text) => crate::reference::Piece::from(text.as_str()),
                Property::Reference(reference) => reference.into(),
            };
            let key = match key {
                Field::Literal(text) => crate::reference::Piece::from(text.as_str()),
                Field::Reference(reference) => reference.into(),
                Field::Expression(_) => "*".into(),
            };
            let suffix = if matches!(key, crate::reference::Piece::Text(ref text) if text == "*") {
                ""
            } else {
                suffix
            };
            crate::reference::sub("{}/{}{}", [bucket, key, suffix.into()]).into()
        };
        arns.iter().map(object).collect()
    }

    /// What the bucket's key has to permit, where it encrypts with one.
    pub fn key_statement(&self, actions: &[&'static str], why: &'static str) -> Option<Statement> {
        let key = self.key.clone()?;
        Some(Statement::allow(actions.iter().copied()).on(key).because(why))
    }
}

impl From<&str> for BucketTarget {
    fn from(name: &str) -> Self {
        let scope = Scope::one(global_arn("s3", "{}", [name]));
        BucketTarget { name: name.into(), scope, key: None }
    }
}

impl From<Reference> for BucketTarget {
    /// A reference whose value is the bucket's name.
    fn from(name: Reference) -> Self {
        let scope = Scope::one(global_arn("s3", "{}", [&name]));
        BucketTarget { name: name.into(), scope, key: None }
    }
}

impl From<Expression> for BucketTarget {
    fn from(expression: Expression) -> Self {
        BucketTarget { name: expression.into(), scope: Scope::Dynamic, key: None }
    }
}

impl From<&Handle<s3::Bucket>> for BucketTarget {
    fn from(bucket: &Handle<s3::Bucket>) -> Self {
        BucketTarget {
            name: bucket.reference().into(),
            scope: Scope::one(bucket.attribute("Arn")),
            key: encryption_key(bucket.resource()),
        }
    }
}

/// The customer managed key of a bucket's default encryption; an id or alias becomes an ARN of this account.
fn encryption_key(bucket: &s3::Bucket) -> Option<Property<String>> {
    let encryption = serde_json::to_value(bucket.bucket_encryption.as_ref()?).ok()?;
    let rules = encryption.get("ServerSideEncryptionConfiguration")?.as_array()?;
    let key =
        rules.iter().find_map(|rule| rule.get("ServerSideEncryptionByDefault")?.get("KMSMasterKeyID"))?;
    super::key_arn(key)
}
