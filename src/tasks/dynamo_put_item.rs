//! DynamoDB: PutItem.

use super::dynamo_get_item::{
    DynamoConsumedCapacity, expression_findings, expression_names, expression_values, item_findings,
    statements, written,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Literal;
use crate::target::{DynamoAttributeValue, DynamoItem, TableTarget};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Writes one item to a DynamoDB table, in place of one under the same key.
///
/// # Permissions
///
/// `dynamodb:PutItem` on the table. A table that encrypts with a customer managed key brings `kms:Decrypt` on it,
/// through DynamoDB only.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"Attributes": {…}, …}`: the former item, where it was asked for.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let write = DynamoPutItem::new(
///     "orders",
///     [
///         ("OrderId", DynamoAttributeValue::string(path("$.id"))),
///         ("Total", DynamoAttributeValue::number_from(path("$.total"))),
///     ],
/// )
/// .condition_expression("attribute_not_exists(OrderId)")
/// .state("Write the order")
/// .result_path("$.written");
/// # let _ = write;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct DynamoPutItem {
    table_name: Field<String>,
    item: DynamoItem,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition_expression: Option<Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    expression_attribute_names: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expression_attribute_values: Option<DynamoItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_values: Option<Field<DynamoOldValues>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_values_on_condition_check_failure: Option<Field<DynamoOldValues>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_consumed_capacity: Option<Field<DynamoConsumedCapacity>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_item_collection_metrics: Option<Field<DynamoItemCollectionMetrics>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    table: TableTarget,
}

/// Whether an answer shows the item as it was before.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = DynamoPutItem::new("orders", [("OrderId", "1001")]).return_values(DynamoOldValues::AllOld);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DynamoOldValues {
    /// Without it; the default.
    None,
    /// With all its attributes.
    AllOld,
}

impl Literal for DynamoOldValues {}

/// Whether an answer says how large the collection is that the item belongs to.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = DynamoPutItem::new("orders", [("OrderId", "1001")])
///     .return_item_collection_metrics(DynamoItemCollectionMetrics::Size);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum DynamoItemCollectionMetrics {
    /// An estimate of its size.
    Size,
    /// Without it; the default.
    None,
}

impl Literal for DynamoItemCollectionMetrics {}

impl DynamoPutItem {
    /// Writes this item to this table.
    pub fn new(table: impl Into<TableTarget>, item: impl Into<DynamoItem>) -> Self {
        let table = table.into();
        DynamoPutItem {
            table_name: table.name().clone(),
            item: item.into(),
            condition_expression: None,
            expression_attribute_names: IndexMap::new(),
            expression_attribute_values: None,
            return_values: None,
            return_values_on_condition_check_failure: None,
            return_consumed_capacity: None,
            return_item_collection_metrics: None,
            more: serde_json::Map::new(),
            table,
        }
    }

    setters! {
        /// What has to hold of the item that is there, or the call fails with
        /// `DynamoDB.ConditionalCheckFailedException`; by default nothing.
        condition_expression: Field<String>;
        /// The values that expressions use by name, all at once.
        expression_attribute_values: DynamoItem;
        /// Whether the answer shows the item as it was before; by default it does not.
        return_values: Field<DynamoOldValues>;
        /// Whether a failed condition shows the item that is there; by default it does not.
        return_values_on_condition_check_failure: Field<DynamoOldValues>;
        /// Whether the answer says what capacity the call took; by default it does not.
        return_consumed_capacity: Field<DynamoConsumedCapacity>;
        /// Whether the answer says how large the item's collection is; by default it does not. Only tables with local
        /// secondary indexes have collections.
        return_item_collection_metrics: Field<DynamoItemCollectionMetrics>;
    }

    /// Adds an attribute to the item, or puts another value in its place.
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<DynamoAttributeValue>) -> Self {
        self.item = self.item.with(name, value);
        self
    }

    expression_names!();
    expression_values!();

    /// A parameter that has no setter here, by its name in `PutItem`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for DynamoPutItem {
    const NAME: &'static str = "DynamoPutItem";
    const API: (&'static str, &'static str) = ("dynamodb", "putItem");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        statements(&self.table, "dynamodb:PutItem", "writes the item")
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = item_findings(&self.table, &self.item, false);
        let expressions = [("ConditionExpression", &self.condition_expression)];
        let values = self.expression_attribute_values.as_ref();
        out.extend(expression_findings(&expressions, &self.expression_attribute_names, values));
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        written()
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::target::DynamoAttributeValue as Attribute;
        use crate::template::{AttributeType, dynamodb};
        let table = Handle::new(
            "Orders",
            dynamodb::Table::with_key(
                ("CustomerId", AttributeType::String),
                Some(("OrderNumber", AttributeType::Number)),
            )
            .sse_specification(
                dynamodb::table::SSESpecification::new(true).kms_master_key_id(Reference::to("Key")),
            ),
        );
        vec![
            Example::request(
                "request_response",
                DynamoPutItem::new(
                    &table,
                    [
                        ("CustomerId", Attribute::string(path("$.customer"))),
                        ("OrderNumber", Attribute::number_from(path("$.number"))),
                        ("Photo", Attribute::binary(path("$.photo"))),
                        ("Paid", Attribute::boolean(path("$.paid"))),
                        ("Note", Attribute::null()),
                        ("Tags", Attribute::string_set(["new", "web"])),
                        ("Sizes", Attribute::number_set([38, 40])),
                        ("Prints", Attribute::binary_set(["AAE="])),
                        ("Lines", Attribute::list_from(path("$.lines"))),
                        ("Marks", Attribute::list(["a", "b"])),
                        ("Address", Attribute::map([("City", Attribute::string(path("$.city")))])),
                    ],
                )
                .attribute("Total", 10)
                .condition_expression("attribute_not_exists(CustomerId) OR #version < :version")
                .expression_attribute_name("#version", "Version")
                .expression_attribute_value(":version", 4)
                .return_values(DynamoOldValues::AllOld)
                .return_values_on_condition_check_failure(DynamoOldValues::AllOld)
                .return_consumed_capacity(DynamoConsumedCapacity::Indexes)
                .return_item_collection_metrics(DynamoItemCollectionMetrics::Size)
                .state("Write the order"),
            ),
            Example::request(
                "whole_item",
                DynamoPutItem::new("orders", path("$.item"))
                    .parameter("Expected", serde_json::json!({ "OrderId": { "Exists": false } }))
                    .state("Write the item"),
            ),
            Example::request(
                "jsonata",
                DynamoPutItem::new(
                    &table,
                    [
                        ("CustomerId", Attribute::string(jsonata("$states.input.customer"))),
                        ("OrderNumber", Attribute::number_from(jsonata("$states.input.number"))),
                        ("Tags", Attribute::string_set_from(jsonata("$states.input.tags"))),
                    ],
                )
                .state("Write the order"),
            )
            .in_jsonata(),
        ]
    }
}
