//! A table with safe defaults.

use crate::reference::Handle;
use crate::template::conveniences::AttributeType;
use crate::template::dynamodb::table::{
    PointInTimeRecoverySpecification, SSESpecification, TimeToLiveSpecification,
};
use crate::template::scope::{DeletionPolicy, Part, Scope};
use crate::template::{dynamodb, kms};

/// A DynamoDB table: paid for by request, encrypted with a key of KMS, to be restored to any second of the last 35
/// days, and kept when the stack is deleted.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let jobs = stack.add("Jobs", Table::new(("Id", AttributeType::String)).time_to_live("expires"));
/// let get = DynamoGetItem::new(&jobs, [("Id", DynamoAttributeValue::string(path("$.id")))]);
/// # let _ = get;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/best-practices-security-preventative.html>.
#[derive(Clone, Debug)]
pub struct Table {
    partition: (String, AttributeType),
    sort: Option<(String, AttributeType)>,
    key: Option<Handle<kms::Key>>,
    expiry: Option<String>,
    protected: bool,
    kept: bool,
    changes: Vec<fn(dynamodb::Table) -> dynamodb::Table>,
}

impl Table {
    /// With this partition key, encrypted with a key that AWS manages for DynamoDB in the account.
    pub fn new(partition: (&str, AttributeType)) -> Self {
        Table {
            partition: (partition.0.to_owned(), partition.1),
            sort: None,
            key: None,
            expiry: None,
            protected: false,
            kept: true,
            changes: Vec::new(),
        }
    }

    /// With this sort key as well.
    pub fn sort(mut self, name: &str, kind: AttributeType) -> Self {
        self.sort = Some((name.to_owned(), kind));
        self
    }

    /// Encrypts with a key of one's own. Whoever reads and writes then needs the key as well.
    pub fn key(mut self, key: &Handle<kms::Key>) -> Self {
        self.key = Some(key.clone());
        self
    }

    /// Deletes items some time after the second, since 1970, that this attribute holds. By default none are.
    pub fn time_to_live(mut self, attribute: impl Into<String>) -> Self {
        self.expiry = Some(attribute.into());
        self
    }

    /// Refuses to be deleted, by anyone, until that is taken back.
    pub fn deletion_protection(mut self) -> Self {
        self.protected = true;
        self
    }

    /// Deletes the table, with all that is in it, together with its resource.
    pub fn disposable(mut self) -> Self {
        self.kept = false;
        self
    }

    /// Sets any other property of `AWS::DynamoDB::Table`.
    pub fn with(mut self, change: fn(dynamodb::Table) -> dynamodb::Table) -> Self {
        self.changes.push(change);
        self
    }
}

impl Part for Table {
    type Handles = Handle<dynamodb::Table>;

    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
        let mut encryption = SSESpecification::new(true).sse_type("KMS");
        if let Some(key) = &self.key {
            encryption = encryption.kms_master_key_id(key.attribute("Arn"));
        }
        let sort = self.sort.as_ref().map(|(name, kind)| (name.as_str(), *kind));
        let mut table = dynamodb::Table::with_key((&self.partition.0, self.partition.1), sort)
            .point_in_time_recovery_specification(
                PointInTimeRecoverySpecification::new().point_in_time_recovery_enabled(true),
            )
            .sse_specification(encryption);
        if let Some(attribute) = self.expiry {
            table = table
                .time_to_live_specification(TimeToLiveSpecification::new(true).attribute_name(attribute));
        }
        if self.protected {
            table = table.deletion_protection_enabled(true);
        }
        for change in self.changes {
            table = change(table);
        }
        let table = scope.resource(id, table);
        if self.kept {
            scope
                .attributes(id)
                .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
                .update_replace_policy(DeletionPolicy::Retain);
        }
        table
    }
}
