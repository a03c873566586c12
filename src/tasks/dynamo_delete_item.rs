//! DynamoDB: DeleteItem.

use super::dynamo_get_item::{
    DynamoConsumedCapacity, expression_findings, expression_names, expression_values, item_findings,
    statements, written,
};
use super::dynamo_put_item::{DynamoItemCollectionMetrics, DynamoOldValues};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{DynamoAttributeValue, DynamoItem, TableTarget};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Deletes one item of a DynamoDB table by its key.
///
/// # Permissions
///
/// `dynamodb:DeleteItem` on the table. A table that encrypts with a customer managed key brings `kms:Decrypt` on it,
/// through DynamoDB only.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"Attributes": {…}, …}`: the item that was deleted, where it was asked for.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let delete = DynamoDeleteItem::new("orders", [("OrderId", DynamoAttributeValue::string(path("$.id")))])
///     .return_values(DynamoOldValues::AllOld)
///     .state("Delete the order");
/// # let _ = delete;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct DynamoDeleteItem {
    table_name: Field<String>,
    key: DynamoItem,
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

impl DynamoDeleteItem {
    /// Deletes the item of this table that has this key.
    pub fn new(table: impl Into<TableTarget>, key: impl Into<DynamoItem>) -> Self {
        let table = table.into();
        DynamoDeleteItem {
            table_name: table.name().clone(),
            key: key.into(),
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

    expression_names!();
    expression_values!();

    /// A parameter that has no setter here, by its name in `DeleteItem`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for DynamoDeleteItem {
    const NAME: &'static str = "DynamoDeleteItem";
    const API: (&'static str, &'static str) = ("dynamodb", "deleteItem");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        statements(&self.table, "dynamodb:DeleteItem", "deletes the item")
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = item_findings(&self.table, &self.key, true);
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
        use crate::reference::Handle;
        use crate::target::DynamoAttributeValue as Attribute;
        use crate::template::{AttributeType, dynamodb};
        let table =
            Handle::new("Orders", dynamodb::Table::with_key(("OrderId", AttributeType::String), None));
        vec![
            Example::request(
                "request_response",
                DynamoDeleteItem::new(&table, [("OrderId", Attribute::string(path("$.id")))])
                    .condition_expression("#status = :done")
                    .expression_attribute_name("#status", "Status")
                    .expression_attribute_value(":done", "done")
                    .return_values(DynamoOldValues::AllOld)
                    .return_values_on_condition_check_failure(DynamoOldValues::None)
                    .return_consumed_capacity(DynamoConsumedCapacity::None)
                    .return_item_collection_metrics(DynamoItemCollectionMetrics::None)
                    .state("Delete the order"),
            ),
            Example::request(
                "jsonata",
                DynamoDeleteItem::new("orders", jsonata("{'OrderId': {'S': $states.input.id}}"))
                    .parameter("Expected", serde_json::json!({ "Status": { "Value": { "S": "done" } } }))
                    .state("Delete the order"),
            )
            .in_jsonata(),
        ]
    }
}
