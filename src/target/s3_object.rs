//! One object in S3.

use super::{BucketTarget, Scope, key::Key, logs::KeyTarget};
use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, global_arn};
use crate::reference::{Handle, Piece, Property, Reference, sub};
use crate::template::{Parameter, s3};

/// One object in S3, by its URI.
///
/// Made from a URI, from a bucket of the stack and a key, from a reference or parameter whose value is a URI, or from an
/// expression that gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let prompt = S3ObjectTarget::from("s3://prompts-123456789012/first.json");
/// let bucket = Handle::new("Prompts", s3::Bucket::new());
/// let chosen = S3ObjectTarget::from(path("$.prompt")).within(&bucket, "prompts/");
/// # let _ = (prompt, chosen);
/// ```
#[derive(Clone, Debug)]
pub struct S3ObjectTarget {
    uri: Field<String>,
    objects: Scope,
    buckets: Vec<BucketTarget>,
    key: Option<Key>,
    malformed: bool,
}

impl S3ObjectTarget {
    /// What a request names it by: `s3://bucket/key`.
    pub fn uri(&self) -> &Field<String> {
        &self.uri
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.objects
    }

    /// Says which bucket it is in, and under which prefix, where it is decided at run time; said again, one of these.
    pub fn within(mut self, bucket: impl Into<BucketTarget>, prefix: &str) -> Self {
        let bucket = bucket.into();
        let prefix = format!("{prefix}*");
        let mut objects = match self.objects {
            Scope::Known(objects) => objects,
            Scope::Dynamic => Vec::new(),
        };
        objects.extend(bucket.objects(&prefix.as_str().into(), ""));
        self.objects = Scope::Known(objects);
        self.buckets.push(bucket);
        self
    }

    /// The only objects it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.objects = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The key that it is encrypted with, where that is not the key of a bucket of this stack.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.key = Some(Key::of(&key.into()));
        self
    }

    /// The ARNs for a policy: of every object where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.objects.resources(global_arn("s3", "*", [""; 0]))
    }

    /// What the keys it may be encrypted with have to permit, where there are any.
    pub fn key_statements(&self, actions: &[&'static str], why: &'static str) -> Vec<Statement> {
        match &self.key {
            Some(key) => vec![key.through("s3", actions, why)],
            None => self.buckets.iter().filter_map(|bucket| bucket.key_statement(actions, why)).collect(),
        }
    }

    /// What is wrong with the URI that it was given; the pointer says which parameter names it.
    pub fn findings(&self, pointer: &str) -> Vec<Diagnostic> {
        let Field::Literal(uri) = &self.uri else { return Vec::new() };
        if !self.malformed {
            return Vec::new();
        }
        vec![
            Diagnostic::error("malformed-location", format!("`{uri}` is no object in S3"))
                .pointer(pointer)
                .help("write its bucket and its key: `s3://bucket/key`"),
        ]
    }

    fn known(uri: Field<String>, objects: Scope) -> Self {
        S3ObjectTarget { uri, objects, buckets: Vec::new(), key: None, malformed: false }
    }
}

impl From<&str> for S3ObjectTarget {
    fn from(uri: &str) -> Self {
        let place = uri.strip_prefix("s3://").unwrap_or_default();
        match place.split_once('/') {
            Some((bucket, key)) if !bucket.is_empty() && !key.is_empty() && !place.contains('?') => {
                Self::known(uri.into(), Scope::one(global_arn("s3", "{}", [place])))
            }
            _ => S3ObjectTarget { malformed: true, ..Self::known(uri.into(), Scope::Dynamic) },
        }
    }
}

impl From<Reference> for S3ObjectTarget {
    /// A reference whose value is a URI.
    fn from(uri: Reference) -> Self {
        let place = match &uri {
            Reference::Text(pieces) => match pieces.split_first() {
                Some((Piece::Text(first), rest)) if first.starts_with("s3://") => {
                    let first = Piece::from(first.trim_start_matches("s3://"));
                    Some(sub("", std::iter::once(first).chain(rest.iter().cloned())))
                }
                _ => None,
            },
            _ => None,
        };
        let place = place.unwrap_or_else(|| Reference::select(1, &Reference::split("s3://", &uri)));
        Self::known(uri.into(), Scope::one(global_arn("s3", "{}", [place])))
    }
}

impl From<&Reference> for S3ObjectTarget {
    fn from(uri: &Reference) -> Self {
        uri.clone().into()
    }
}

impl From<&Handle<Parameter>> for S3ObjectTarget {
    /// A parameter whose value is a URI.
    fn from(uri: &Handle<Parameter>) -> Self {
        uri.reference().into()
    }
}

impl From<Expression> for S3ObjectTarget {
    fn from(uri: Expression) -> Self {
        let (uri, objects) = super::decided(uri);
        Self::known(uri, objects)
    }
}

impl From<(&Handle<s3::Bucket>, &str)> for S3ObjectTarget {
    /// The object of this key in the bucket.
    fn from((handle, key): (&Handle<s3::Bucket>, &str)) -> Self {
        let uri = sub("s3://{}/{}", [Piece::from(handle.reference()), key.into()]);
        let bucket = BucketTarget::from(handle);
        let objects = Scope::Known(bucket.objects(&key.into(), ""));
        S3ObjectTarget { buckets: vec![bucket], ..Self::known(uri.into(), objects) }
    }
}
