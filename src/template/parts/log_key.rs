//! A key for logs.

use crate::iam::{Statement, arn, resource_policy};
use crate::reference::{Handle, account, partition, region, stack_name, sub, url_suffix};
use crate::template::kms;
use crate::template::scope::{Part, Scope};
use serde_json::json;

/// A key of one's own that CloudWatch Logs encrypts log groups with.
///
/// It is turned every year. Its policy leaves it to the account's administrators, and lets CloudWatch Logs of this region
/// use it for the log groups of this account, and for nothing else. Whoever writes logs needs no right on the key, for
/// the service encrypts and decrypts by itself.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("jobs");
/// let key = stack.add("LogKey", LogKey::new());
/// let name = "/aws/vendedlogs/states/jobs";
/// stack.add("Logs", logs::LogGroup::new().log_group_name(name).kms_key_id(key.arn()));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html>.
#[derive(Clone, Debug, Default)]
pub struct LogKey {
    pending_days: Option<u32>,
}

impl LogKey {
    /// A symmetric key of this region.
    pub fn new() -> Self {
        Self::default()
    }

    /// For how many days it can still be called back once it was deleted, 7 to 30; by default 30. What it encrypted
    /// cannot be read afterwards.
    pub fn pending_days(mut self, days: u32) -> Self {
        self.pending_days = Some(days);
        self
    }
}

impl Part for LogKey {
    type Handles = Handle<kms::Key>;

    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
        // In a key's own policy, `*` is the key.
        let administrators = Statement::allow(["kms:*"]).on("*");
        let logs = Statement::allow([
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:DescribeKey",
        ])
        .on("*")
        .when("ArnLike", "kms:EncryptionContext:aws:logs:arn", arn("logs", "log-group:*", [""; 0]));
        // ARNs of IAM have no region.
        let root = sub("arn:{}:iam::{}:root", [partition(), account()]);
        let policy = resource_policy([
            (json!({ "AWS": root }), administrators),
            (json!({ "Service": sub("logs.{}.{}", [region(), url_suffix()]) }), logs),
        ]);
        let mut key = kms::Key::new()
            .description(sub("Encrypts the logs of {}", [stack_name()]))
            .enable_key_rotation(true)
            .key_policy(policy);
        if let Some(days) = self.pending_days {
            key = key.pending_window_in_days(i64::from(days));
        }
        scope.resource(id, key)
    }
}
