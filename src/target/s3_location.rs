//! Places in S3: a bucket and what stands under a prefix of it.

use super::{BucketTarget, Scope, key::Key, logs::KeyTarget};
use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, global_arn};
use crate::reference::{Handle, Piece, Property, Reference, sub};
use crate::template::{Parameter, s3};

/// A place in S3: everything in a bucket, or everything under a prefix of it.
///
/// Made from a URI, a bucket of the stack (alone, or with a prefix), a reference or parameter whose value is a URI, or
/// an expression that gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let results = S3LocationTarget::from("s3://shop-query-results/orders/");
/// let lake = Handle::new("Lake", s3::Bucket::new());
/// let orders = S3LocationTarget::from((&lake, "orders/"));
/// # let _ = (results, orders);
/// ```
#[derive(Clone, Debug)]
pub struct S3LocationTarget {
    uri: Field<String>,
    buckets: Scope,
    objects: Scope,
    bucket: Option<BucketTarget>,
    key: Option<Key>,
    finding: Option<Diagnostic>,
}

impl S3LocationTarget {
    /// What a request names it by: `s3://bucket/prefix/`.
    pub fn uri(&self) -> &Field<String> {
        &self.uri
    }

    /// The key that objects there are encrypted with, where it is not the key of a bucket of this stack.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.key = Some(Key::of(&key.into()));
        self
    }

    pub(crate) fn with_key(mut self, key: Option<Key>) -> Self {
        self.key = key.or(self.key);
        self
    }

    /// The only places it may be, where it is decided at run time.
    pub fn among<L: Into<S3LocationTarget>>(mut self, places: impl IntoIterator<Item = L>) -> Self {
        let (mut buckets, mut objects) = (Vec::new(), Vec::new());
        for place in places {
            let place = place.into();
            buckets.extend(place.buckets());
            objects.extend(place.objects());
        }
        self.buckets = Scope::Known(buckets);
        self.objects = Scope::Known(objects);
        self
    }

    /// The ARN of the bucket, for a policy; `*` where it is decided at run time.
    pub fn buckets(&self) -> Vec<Property<String>> {
        self.buckets.resources("*")
    }

    /// The ARNs of the objects there, for a policy; `*` where it is decided at run time.
    pub fn objects(&self) -> Vec<Property<String>> {
        self.objects.resources("*")
    }

    /// What the key of the objects there has to permit, through S3 only, where they are encrypted with one.
    pub fn key_statement(&self, actions: &[&'static str], why: &'static str) -> Option<Statement> {
        match &self.key {
            Some(key) => Some(key.through("s3", actions, why)),
            None => self.bucket.as_ref()?.key_statement(actions, why),
        }
    }

    /// What is wrong with the place that it was given; the pointer says which parameter names it.
    pub fn findings(&self, pointer: &str) -> Vec<Diagnostic> {
        self.finding.iter().map(|finding| finding.clone().pointer(pointer)).collect()
    }

    /// Every object of every bucket, for permissions only.
    pub(crate) fn anywhere() -> Self {
        Self::known("".into(), "*", "", "*")
    }

    fn known(uri: Field<String>, bucket: impl Into<Piece>, prefix: impl Into<Piece>, rest: &str) -> Self {
        let bucket = bucket.into();
        let buckets = Scope::one(global_arn("s3", "{}", [bucket.clone()]));
        let objects = Scope::one(global_arn("s3", "{}/{}{}", [bucket, prefix.into(), rest.into()]));
        S3LocationTarget { uri, buckets, objects, bucket: None, key: None, finding: None }
    }

    fn dynamic(uri: Field<String>, finding: Option<Diagnostic>) -> Self {
        let (buckets, objects) = (Scope::Dynamic, Scope::Dynamic);
        S3LocationTarget { uri, buckets, objects, bucket: None, key: None, finding }
    }

    fn within(bucket: Reference, prefix: &str) -> Self {
        let prefix = prefix.trim_start_matches('/');
        let uri = sub("s3://{}/{}", [Piece::from(&bucket), prefix.into()]);
        Self::known(uri.into(), bucket, prefix, rest_of(prefix))
    }
}

/// What stands for the objects under a prefix, in a policy.
fn rest_of(prefix: &str) -> &'static str {
    if prefix.is_empty() || prefix.ends_with('/') { "*" } else { "/*" }
}

impl From<&str> for S3LocationTarget {
    fn from(uri: &str) -> Self {
        let Some(place) =
            uri.strip_prefix("s3://").filter(|place| !place.starts_with('/') && !place.is_empty())
        else {
            let found = Diagnostic::error("malformed-location", format!("`{uri}` is no place in S3"))
                .help("a place is a bucket and a prefix: `s3://bucket/prefix/`");
            return Self::dynamic(uri.into(), Some(found));
        };
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        Self::known(uri.into(), bucket, prefix, rest_of(prefix))
    }
}

/// A URI with references in it, taken apart where the bucket ends.
fn taken_apart(pieces: &[Piece]) -> Option<(Reference, Reference)> {
    let (Piece::Text(first), rest) = pieces.split_first()? else { return None };
    let first = Piece::from(first.strip_prefix("s3://")?);
    let (mut bucket, mut prefix, mut in_prefix) = (Vec::new(), Vec::new(), false);
    for piece in std::iter::once(&first).chain(rest) {
        match piece {
            piece if in_prefix => prefix.push(piece.clone()),
            Piece::Text(text) => match text.split_once('/') {
                Some((before, after)) => {
                    bucket.push(before.into());
                    prefix.push(after.into());
                    in_prefix = true;
                }
                None => bucket.push(piece.clone()),
            },
            reference => bucket.push(reference.clone()),
        }
    }
    Some((sub("", bucket), sub("", prefix)))
}

impl From<Reference> for S3LocationTarget {
    /// A reference whose value is a URI.
    fn from(uri: Reference) -> Self {
        if let Reference::Text(pieces) = &uri
            && let Some((bucket, prefix)) = taken_apart(pieces)
        {
            let rest = match prefix.to_json().as_str() {
                Some(text) => rest_of(text),
                None if ends_with_slash(pieces) => "*",
                None => "/*",
            };
            return Self::known((&uri).into(), bucket, prefix, rest);
        }
        let bucket = Reference::select(2, &Reference::split("/", &uri));
        let place = Reference::select(1, &Reference::split("s3://", &uri));
        // Whether the value ends in `/` cannot be known.
        let objects = Scope::one(global_arn("s3", "{}*", [place]));
        S3LocationTarget { objects, ..Self::known(uri.into(), bucket, "", "*") }
    }
}

fn ends_with_slash(pieces: &[Piece]) -> bool {
    matches!(pieces.last(), Some(Piece::Text(text)) if text.ends_with('/'))
}

impl From<&Reference> for S3LocationTarget {
    fn from(uri: &Reference) -> Self {
        uri.clone().into()
    }
}

impl From<&Handle<Parameter>> for S3LocationTarget {
    /// A parameter whose value is a URI.
    fn from(uri: &Handle<Parameter>) -> Self {
        uri.reference().into()
    }
}

impl From<Expression> for S3LocationTarget {
    fn from(uri: Expression) -> Self {
        Self::dynamic(uri.into(), None)
    }
}

impl From<&Handle<s3::Bucket>> for S3LocationTarget {
    /// The whole bucket.
    fn from(bucket: &Handle<s3::Bucket>) -> Self {
        (bucket, "").into()
    }
}

impl From<(&Handle<s3::Bucket>, &str)> for S3LocationTarget {
    /// What stands under a prefix of the bucket.
    fn from((handle, prefix): (&Handle<s3::Bucket>, &str)) -> Self {
        let bucket = BucketTarget::from(handle);
        S3LocationTarget { bucket: Some(bucket), ..Self::within(handle.reference(), prefix) }
    }
}

impl From<(Reference, &str)> for S3LocationTarget {
    /// What stands under a prefix of a bucket, by a reference whose value is the bucket's name.
    fn from((bucket, prefix): (Reference, &str)) -> Self {
        Self::within(bucket, prefix)
    }
}
