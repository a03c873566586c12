//! DynamoDB: items of a table.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, and the table.
pub fn add(stack: &mut Stack) {
    let table = stack.add("Messages", dynamodb::Table::with_key(("MessageId", AttributeType::String), None));
    let key = || [("MessageId", DynamoAttributeValue::string("message-007"))];

    let get = DynamoGetItem::new(&table, key()).state("Get Item");
    let put = DynamoPutItem::new(
        &table,
        [
            ("MessageId", DynamoAttributeValue::string("message-007")),
            ("Text", DynamoAttributeValue::string(path("$.bar"))),
            ("TotalCount", DynamoAttributeValue::number(10)),
        ],
    )
    .state("PutItem");
    let delete = DynamoDeleteItem::new(&table, key()).state("DeleteItem").discard_result();
    let update = DynamoUpdateItem::new(&table, key())
        .update_expression("SET TotalCount = :val + :rand")
        .expression_attribute_value(":val", DynamoAttributeValue::number_from(path("$.Item.TotalCount.N")))
        .expression_attribute_value(":rand", 20)
        .state("UpdateItem");

    Examples::new()
        .show("dynamodb-get-item", get)
        .show("dynamodb-put-item", put)
        .show("dynamodb-delete-item", delete)
        .show("dynamodb-update-item", update)
        .add(stack, "DynamoDb", "Reads, writes, changes and deletes an item");
}
