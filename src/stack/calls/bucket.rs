//! Calls by a bucket.

use super::{Callee, Kind, is_here, refuse};
use crate::iam::global_arn;
use crate::reference::{Handle, Property, account};
use crate::stack::{Stack, StackPart};
use crate::template::s3;
use serde_json::{Value, json};

/// Calls a function for what happens to the objects of a bucket of this stack, asynchronously: by default for each
/// that comes to be.
///
/// The bucket then waits for the function, so the function must not wait for the bucket: let it take the bucket's name
/// from the event, and permit it things on the bucket by [`Stack::grant_apart`].
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let documents = stack.add("Documents", Bucket::new());
/// let process = stack.add("Process", Function::from_folder("app", "process.handler", "python3.13"));
/// stack.add("ChunkCame", BucketNotification::new(&documents, &process).prefix("chunks/"));
/// stack.grant_apart(
///     &process,
///     Statement::allow(["s3:GetObject"]).on(sub("{}/chunks/*", [documents.arn()])).because("reads chunks"),
/// );
/// assert_eq!(stack.synthesize(Target::CloudFormation).findings, []);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html>.
#[derive(Clone, Debug)]
pub struct BucketNotification {
    bucket: Handle<s3::Bucket>,
    callee: Callee,
    events: Vec<String>,
    rules: Vec<(&'static str, Property<String>)>,
}

impl BucketNotification {
    /// For objects that come to be: `s3:ObjectCreated:*`.
    pub fn new(bucket: &Handle<s3::Bucket>, callee: impl Into<Callee>) -> Self {
        let events = vec!["s3:ObjectCreated:*".to_owned()];
        BucketNotification { bucket: bucket.clone(), callee: callee.into(), events, rules: Vec::new() }
    }

    /// For these events instead: `s3:ObjectRemoved:*` say.
    pub fn events<S: Into<String>>(mut self, events: impl IntoIterator<Item = S>) -> Self {
        self.events = events.into_iter().map(Into::into).collect();
        self
    }

    /// Only of objects whose key begins so.
    pub fn prefix(mut self, prefix: impl Into<Property<String>>) -> Self {
        self.rules.push(("prefix", prefix.into()));
        self
    }

    /// Only of objects whose key ends so.
    pub fn suffix(mut self, suffix: impl Into<Property<String>>) -> Self {
        self.rules.push(("suffix", suffix.into()));
        self
    }
}

impl StackPart for BucketNotification {
    type Handles = ();

    fn add_to(self, id: &str, stack: &mut Stack) {
        let Kind::Function(_) = self.callee.kind else {
            let message = format!("a bucket cannot start `{}`: it calls functions only", self.callee.id);
            refuse(stack, id, message, "let it tell EventBridge, and use `EventRule::object_created`");
            return;
        };
        if !is_here(stack, self.bucket.id()) || self.bucket.is_shared() {
            let message = format!("the bucket `{}` is none of this stack's", self.bucket.id());
            refuse(stack, id, message, "say what it calls in the stack that the bucket is in");
            return;
        }
        let rules: Value =
            self.rules.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
        let filter = (!self.rules.is_empty()).then(|| json!({ "S3Key": { "Rules": rules } }));
        let with_filter = |mut json: Value| {
            if let (Value::Object(fields), Some(filter)) = (&mut json, &filter) {
                fields.insert("Filter".to_owned(), filter.clone());
            }
            json
        };
        let event = with_filter(json!({ "Bucket": self.bucket.reference(), "Events": self.events }));
        self.callee.note(stack, id, "S3", event);

        // The bucket waits for the permission, so only a name that is written out can stand in it.
        let mut permission = self.callee.permission("s3.amazonaws.com").source_account(account());
        if let Some(Property::Literal(name)) = &self.bucket.resource().bucket_name {
            permission = permission.source_arn(global_arn("s3", "{}", [name.as_str()]));
        }
        let permission = stack.scope.plain(&format!("{id}Permission"), permission);
        let plain = &mut stack.scope.entry_of(self.bucket.id()).plain;
        plain.depends_on.push(permission.id().to_owned());
        for event in &self.events {
            let configuration = with_filter(json!({ "Event": event, "Function": self.callee.arn }));
            plain.lambda_configurations.push(configuration);
        }
    }
}
