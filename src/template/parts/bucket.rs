//! A bucket with safe defaults.

use crate::reference::{Handle, Property, Reference, sub};
use crate::template::s3::bucket::{
    AbortIncompleteMultipartUpload, BucketEncryption, EventBridgeConfiguration, LifecycleConfiguration,
    LoggingConfiguration, NoncurrentVersionExpiration, NotificationConfiguration, OwnershipControls,
    OwnershipControlsRule, Rule, ServerSideEncryptionByDefault, ServerSideEncryptionRule,
    VersioningConfiguration,
};
use crate::template::scope::{DeletionPolicy, Part, Scope};
use crate::template::{kms, s3};
use serde_json::json;

/// An S3 bucket: private, encrypted, versioned, not to be talked to without TLS, and kept when the stack is deleted.
///
/// Former versions of objects go after 30 days, and uploads that were never finished after 7.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let documents = stack.add("Documents", Bucket::new().expire("chunks/", 7));
/// stack.output("BucketName", documents.reference());
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html>.
#[derive(Clone, Debug)]
pub struct Bucket {
    bucket: s3::Bucket,
    key: Option<Reference>,
    rules: Vec<Rule>,
    former_days: u32,
    event_bridge: bool,
    kept: bool,
}

impl Bucket {
    /// Encrypted with keys of S3.
    pub fn new() -> Self {
        Bucket {
            bucket: s3::Bucket::new(),
            key: None,
            rules: Vec::new(),
            former_days: 30,
            event_bridge: false,
            kept: true,
        }
    }

    /// Its name, one in the whole world; by default CloudFormation makes one. Changing it replaces the bucket.
    pub fn name(mut self, name: impl Into<Property<String>>) -> Self {
        self.bucket = self.bucket.bucket_name(name);
        self
    }

    /// Encrypts with a key of one's own. Whoever reads and writes then needs the key as well.
    pub fn key(mut self, key: &Handle<kms::Key>) -> Self {
        self.key = Some(key.attribute("Arn"));
        self
    }

    /// Deletes objects under a prefix after so many days.
    pub fn expire(mut self, prefix: impl Into<Property<String>>, days: u32) -> Self {
        self.rules.push(Rule::new("Enabled").prefix(prefix).expiration_in_days(i64::from(days)));
        self
    }

    /// Deletes former versions of objects after so many days; by default 30.
    pub fn expire_former_versions(mut self, days: u32) -> Self {
        self.former_days = days;
        self
    }

    /// Tells EventBridge whenever an object changes, for an [`EventRule`](crate::stack::EventRule).
    pub fn event_bridge(mut self) -> Self {
        self.event_bridge = true;
        self
    }

    /// Logs who reads and writes it to another bucket, under a prefix.
    pub fn access_logs(mut self, to: &Handle<s3::Bucket>, prefix: impl Into<Property<String>>) -> Self {
        let logging =
            LoggingConfiguration::new().destination_bucket_name(to.reference()).log_file_prefix(prefix);
        self.bucket = self.bucket.logging_configuration(logging);
        self
    }

    /// Deletes the bucket together with its resource. CloudFormation deletes only an empty one.
    pub fn disposable(mut self) -> Self {
        self.kept = false;
        self
    }

    /// Sets any other property of `AWS::S3::Bucket`.
    pub fn with(mut self, change: impl FnOnce(s3::Bucket) -> s3::Bucket) -> Self {
        self.bucket = change(self.bucket);
        self
    }
}

impl Default for Bucket {
    fn default() -> Self {
        Self::new()
    }
}

impl Part for Bucket {
    type Handles = Handle<s3::Bucket>;

    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
        let by_default = match &self.key {
            Some(key) => ServerSideEncryptionByDefault::new("aws:kms").kms_master_key_id(key),
            None => ServerSideEncryptionByDefault::new("AES256"),
        };
        let mut encryption = ServerSideEncryptionRule::new().server_side_encryption_by_default(by_default);
        if self.key.is_some() {
            // One data key for many objects: fewer calls to KMS to pay.
            encryption = encryption.bucket_key_enabled(true);
        }
        let tidy = Rule::new("Enabled")
            .abort_incomplete_multipart_upload(AbortIncompleteMultipartUpload::new(7))
            .noncurrent_version_expiration(NoncurrentVersionExpiration::new(i64::from(self.former_days)));
        let rules: Vec<Rule> = self.rules.into_iter().chain([tidy]).collect();
        let mut bucket = self
            .bucket
            .block_public_access()
            .bucket_encryption(BucketEncryption::new([encryption]))
            .lifecycle_configuration(LifecycleConfiguration::new(rules))
            .ownership_controls(OwnershipControls::new([
                OwnershipControlsRule::new().object_ownership("BucketOwnerEnforced")
            ]))
            .versioning_configuration(VersioningConfiguration::new("Enabled"));
        if self.event_bridge {
            let notifications = NotificationConfiguration::new()
                .event_bridge_configuration(EventBridgeConfiguration::new(true));
            bucket = bucket.notification_configuration(notifications);
        }
        let bucket = scope.resource(id, bucket);
        if self.kept {
            scope
                .attributes(id)
                .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
                .update_replace_policy(DeletionPolicy::Retain);
        }
        let document = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [bucket.attribute("Arn"), sub("{}/*", [bucket.attribute("Arn")])],
                "Condition": { "Bool": { "aws:SecureTransport": "false" } },
            }],
        });
        scope.resource(&format!("{id}Policy"), s3::BucketPolicy::new(bucket.reference(), document));
        bucket
    }
}
