//! Short forms of what CloudFormation makes long, on the generated resources. Written by hand.

use super::tag::Tag;
use super::{dynamodb, ecs, s3, sqs};
use crate::reference::{Handle, List, Property, Reference};
use serde_json::{Map, Value};

/// The type of a key attribute of a DynamoDB table.
///
/// ```
/// use stepwright::template::AttributeType;
///
/// assert_eq!(AttributeType::Number.name(), "N");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-attributedefinition.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// `S`: text.
    String,
    /// `N`: a number.
    Number,
    /// `B`: bytes.
    Binary,
}

impl AttributeType {
    /// DynamoDB's letter for it.
    pub fn name(self) -> &'static str {
        match self {
            AttributeType::String => "S",
            AttributeType::Number => "N",
            AttributeType::Binary => "B",
        }
    }
}

impl dynamodb::Table {
    /// A table with this partition key and, where given, this sort key, paid for by request.
    ///
    /// ```
    /// use stepwright::template::{AttributeType, dynamodb};
    ///
    /// let table = dynamodb::Table::with_key(("OrderId", AttributeType::String), None);
    /// assert_eq!(
    ///     serde_json::to_value(&table).unwrap(),
    ///     serde_json::json!({
    ///         "AttributeDefinitions": [{"AttributeName": "OrderId", "AttributeType": "S"}],
    ///         "BillingMode": "PAY_PER_REQUEST",
    ///         "KeySchema": [{"AttributeName": "OrderId", "KeyType": "HASH"}],
    ///     })
    /// );
    /// ```
    pub fn with_key(partition: (&str, AttributeType), sort: Option<(&str, AttributeType)>) -> Self {
        use dynamodb::table::{AttributeDefinition, KeySchema};
        let key = |(name, _): (&str, AttributeType), kind: &str| KeySchema::new(name, kind);
        let attribute = |(name, kind): (&str, AttributeType)| AttributeDefinition::new(name, kind.name());
        let keys: Vec<KeySchema> =
            std::iter::once(key(partition, "HASH")).chain(sort.map(|sort| key(sort, "RANGE"))).collect();
        let attributes: Vec<AttributeDefinition> =
            std::iter::once(partition).chain(sort).map(attribute).collect();
        dynamodb::Table::new(keys).attribute_definitions(attributes).billing_mode("PAY_PER_REQUEST")
    }
}

impl ecs::Cluster {
    /// Turns CloudWatch Container Insights on or off for the cluster. What the account has set, where left out.
    ///
    /// ```
    /// use stepwright::template::ecs;
    ///
    /// let cluster = ecs::Cluster::new().container_insights(true);
    /// assert_eq!(
    ///     serde_json::to_string(&cluster).unwrap(),
    ///     r#"{"ClusterSettings":[{"Name":"containerInsights","Value":"enabled"}]}"#
    /// );
    /// ```
    pub fn container_insights(self, on: bool) -> Self {
        let value = if on { "enabled" } else { "disabled" };
        let setting = ecs::cluster::ClusterSettings::new().name("containerInsights").value(value);
        self.cluster_settings([setting])
    }
}

impl ecs::task_definition::ContainerDefinition {
    /// Adds an environment variable. Where `Environment` was a reference to a whole list, it becomes this one.
    ///
    /// ```
    /// use stepwright::template::ecs::task_definition::ContainerDefinition;
    ///
    /// let container = ContainerDefinition::new("python:3.13", "worker").variable("STAGE", "test");
    /// let json = serde_json::to_value(&container).unwrap();
    /// assert_eq!(json["Environment"], serde_json::json!([{"Name": "STAGE", "Value": "test"}]));
    /// ```
    pub fn variable(mut self, name: impl Into<Property<String>>, value: impl Into<Property<String>>) -> Self {
        let pair = ecs::task_definition::KeyValuePair::new().name(name).value(value);
        let mut items = match self.environment.take() {
            Some(List::Items(items)) => items,
            _ => Vec::new(),
        };
        items.push(pair.into());
        self.environment = Some(List::Items(items));
        self
    }
}

impl s3::Bucket {
    /// Blocks public access of every kind.
    ///
    /// ```
    /// use stepwright::template::s3;
    ///
    /// let bucket = serde_json::to_value(s3::Bucket::new().block_public_access()).unwrap();
    /// assert_eq!(bucket["PublicAccessBlockConfiguration"]["BlockPublicPolicy"], true);
    /// ```
    pub fn block_public_access(self) -> Self {
        let block = s3::bucket::PublicAccessBlockConfiguration::new()
            .block_public_acls(true)
            .block_public_policy(true)
            .ignore_public_acls(true)
            .restrict_public_buckets(true);
        self.public_access_block_configuration(block)
    }
}

impl sqs::Queue {
    /// Moves a message to another queue after it was received so many times without being deleted.
    ///
    /// ```
    /// use stepwright::reference::Handle;
    /// use stepwright::template::sqs;
    ///
    /// let failed = Handle::new("Failed", sqs::Queue::new());
    /// let orders = sqs::Queue::new().dead_letters(&failed, 3);
    /// assert_eq!(
    ///     serde_json::to_value(&orders).unwrap()["RedrivePolicy"],
    ///     serde_json::json!({"deadLetterTargetArn": {"Fn::GetAtt": ["Failed", "Arn"]}, "maxReceiveCount": 3})
    /// );
    /// ```
    pub fn dead_letters(self, queue: &Handle<sqs::Queue>, max_receive_count: u32) -> Self {
        let arn: Reference = queue.arn();
        let mut policy = Map::new();
        policy.insert("deadLetterTargetArn".to_owned(), arn.to_json());
        policy.insert("maxReceiveCount".to_owned(), max_receive_count.into());
        self.redrive_policy(Value::Object(policy))
    }
}

impl From<(&str, &str)> for Property<Tag> {
    fn from((key, value): (&str, &str)) -> Self {
        Property::Literal(Tag::new(key, value))
    }
}
