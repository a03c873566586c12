//! DynamoDB: UpdateItem.

use super::dynamo_get_item::{
    DynamoConsumedCapacity, expression_findings, expression_names, expression_values, item_findings,
    statements, written,
};
use super::dynamo_put_item::{DynamoItemCollectionMetrics, DynamoOldValues};
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

/// Changes attributes of one item of a DynamoDB table, or makes the item where there is none.
///
/// # Permissions
///
/// `dynamodb:UpdateItem` on the table. A table that encrypts with a customer managed key brings `kms:Decrypt` on it,
/// through DynamoDB only.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"Attributes": {…}, …}`: those that were asked for.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let count = DynamoUpdateItem::new("orders", [("OrderId", DynamoAttributeValue::string(path("$.id")))])
///     .update_expression("SET #status = :status ADD Tries :one")
///     .expression_attribute_name("#status", "Status")
///     .expression_attribute_value(":status", "shipped")
///     .expression_attribute_value(":one", 1)
///     .state("Mark it as shipped");
/// # let _ = count;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct DynamoUpdateItem {
    table_name: Field<String>,
    key: DynamoItem,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_expression: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition_expression: Option<Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    expression_attribute_names: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expression_attribute_values: Option<DynamoItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_values: Option<Field<DynamoReturnValues>>,
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

/// Which attributes the answer to an update shows.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = DynamoUpdateItem::new("orders", [("OrderId", "1001")]).return_values(DynamoReturnValues::AllNew);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DynamoReturnValues {
    /// None; the default.
    None,
    /// All of the item as it was before.
    AllOld,
    /// Those that were changed, as they were before.
    UpdatedOld,
    /// All of the item as it is now.
    AllNew,
    /// Those that were changed, as they are now.
    UpdatedNew,
}

impl Literal for DynamoReturnValues {}

impl DynamoUpdateItem {
    /// Changes the item of this table that has this key.
    pub fn new(table: impl Into<TableTarget>, key: impl Into<DynamoItem>) -> Self {
        let table = table.into();
        DynamoUpdateItem {
            table_name: table.name().clone(),
            key: key.into(),
            update_expression: None,
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
        /// What is changed: `SET …`, `REMOVE …`, `ADD …`, `DELETE …`. Without it only the key is written.
        update_expression: Field<String>;
        /// What has to hold of the item that is there, or the call fails with
        /// `DynamoDB.ConditionalCheckFailedException`; by default nothing.
        condition_expression: Field<String>;
        /// The values that expressions use by name, all at once.
        expression_attribute_values: DynamoItem;
        /// Which attributes the answer shows, and as of when; by default none.
        return_values: Field<DynamoReturnValues>;
        /// Whether a failed condition shows the item that is there; by default it does not.
        return_values_on_condition_check_failure: Field<DynamoOldValues>;
        /// Whether the answer says what capacity the call took; by default it does not.
        return_consumed_capacity: Field<DynamoConsumedCapacity>;
        /// Whether the answer says how large the item's collection is; by default it does not. Only tables with local
        /// secondary indexes have collections.
        return_item_collection_metrics: Field<DynamoItemCollectionMetrics>;
    }

    expression_names!();
    expression_values!();

    /// A parameter that has no setter here, by its name in `UpdateItem`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for DynamoUpdateItem {
    const NAME: &'static str = "DynamoUpdateItem";
    const API: (&'static str, &'static str) = ("dynamodb", "updateItem");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        statements(&self.table, "dynamodb:UpdateItem", "changes the item")
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = item_findings(&self.table, &self.key, true);
        let expressions = [
            ("UpdateExpression", &self.update_expression),
            ("ConditionExpression", &self.condition_expression),
        ];
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
        use crate::template::serverless;
        let table = Handle::new("Orders", serverless::SimpleTable::new());
        vec![
            Example::request(
                "request_response",
                DynamoUpdateItem::new(&table, [("id", Attribute::string(path("$.id")))])
                    .update_expression("SET #status = :status ADD Tries :one")
                    .condition_expression("#status <> :status")
                    .expression_attribute_name("#status", "Status")
                    .expression_attribute_value(":status", Attribute::string(path("$.status")))
                    .expression_attribute_value(":one", 1)
                    .return_values(DynamoReturnValues::UpdatedNew)
                    .return_values_on_condition_check_failure(DynamoOldValues::AllOld)
                    .return_consumed_capacity(DynamoConsumedCapacity::Total)
                    .return_item_collection_metrics(DynamoItemCollectionMetrics::Size)
                    .state("Set the status"),
            ),
            Example::request(
                "whole_values",
                DynamoUpdateItem::new(TableTarget::by_arn(Reference::to("OrdersArn")), [("id", "totals")])
                    .update_expression(path("$.expression"))
                    .expression_attribute_values(path("$.values"))
                    .state("Update the totals"),
            ),
            Example::request(
                "jsonata",
                DynamoUpdateItem::new(&table, [("id", Attribute::string(jsonata("$states.input.id")))])
                    .update_expression("SET Total = :total")
                    .expression_attribute_value(
                        ":total",
                        Attribute::number_from(jsonata("$sum($states.input.lines.price)")),
                    )
                    .state("Set the total"),
            )
            .in_jsonata(),
        ]
    }
}
