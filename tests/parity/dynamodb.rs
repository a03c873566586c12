//! DynamoDB.

use super::case::{Case, case};
use stepwright::prelude::*;

fn table() -> Handle<dynamodb::Table> {
    Handle::new("MyTable", dynamodb::Table::new([dynamodb::table::KeySchema::new("MessageId", "HASH")]))
}

fn id(value: impl Into<DynamoAttributeValue>) -> DynamoItem {
    DynamoItem::new().with("MessageId", value)
}

const CONDITION: &str = "attribute_exists(#id) AND TotalCount < :most";

pub fn cases() -> Vec<Case> {
    let table = table();
    vec![
        case("dynamo_get_item.readme", DynamoGetItem::new(&table, id("message-007")).state("Get Item")),
        case(
            "dynamo_get_item.every_parameter",
            DynamoGetItem::new(&table, id(DynamoAttributeValue::string(path("$.id"))))
                .consistent_read(true)
                .expression_attribute_name("#t", "Text")
                .projection_expression("#t,Lines[0].Price")
                .return_consumed_capacity(DynamoConsumedCapacity::Indexes)
                .state("Get Item"),
        ),
        case(
            "dynamo_put_item.readme",
            DynamoPutItem::new(
                &table,
                id("message-007")
                    .with("Text", DynamoAttributeValue::string(path("$.bar")))
                    .with("TotalCount", 10),
            )
            .state("PutItem"),
        ),
        case(
            "dynamo_put_item.every_parameter",
            DynamoPutItem::new(&table, id(DynamoAttributeValue::string(path("$.id"))))
                .condition_expression(CONDITION)
                .expression_attribute_name("#id", "MessageId")
                .expression_attribute_value(":most", 20)
                .return_consumed_capacity(DynamoConsumedCapacity::Total)
                .return_item_collection_metrics(DynamoItemCollectionMetrics::Size)
                .return_values(DynamoOldValues::AllOld)
                .state("PutItem"),
        ),
        case(
            "dynamo_put_item.every_type",
            DynamoPutItem::new(
                &table,
                id("message-007")
                    .with("Number", DynamoAttributeValue::number(path("$.number")))
                    .with("Binary", DynamoAttributeValue::binary("AAE="))
                    .with("Strings", DynamoAttributeValue::string_set(["a", "b"]))
                    .with("Numbers", DynamoAttributeValue::number_set([DynamoNumber::from(1), 2.5.into()]))
                    .with("NumbersAsText", DynamoAttributeValue::number_set(["1", "2"]))
                    .with("Binaries", DynamoAttributeValue::binary_set(["AAE=", "AQI="]))
                    .with("Map", DynamoAttributeValue::map(DynamoItem::new().with("inner", true)))
                    .with("MapAt", DynamoAttributeValue::map(path("$.map")))
                    .with("List", DynamoAttributeValue::list([DynamoAttributeValue::null(), "x".into()]))
                    .with("ListAt", DynamoAttributeValue::list_from(path("$.list")))
                    .with("FlagAt", DynamoAttributeValue::boolean(path("$.flag"))),
            )
            .state("PutItem"),
        ),
        case(
            "dynamo_put_item.jsonata",
            DynamoPutItem::new(
                &table,
                id(DynamoAttributeValue::string(jsonata("$states.input.id")))
                    .with("Map", DynamoAttributeValue::map(jsonata("$states.input.map")))
                    .with("List", DynamoAttributeValue::list_from(jsonata("$states.input.list")))
                    .with("Flag", DynamoAttributeValue::boolean(jsonata("$states.input.flag"))),
            )
            .state("PutItem")
            .output(payload!({ "done": jsonata("$states.result.SdkHttpMetadata.HttpStatusCode = 200") })),
        ),
        case(
            "dynamo_delete_item.readme",
            DynamoDeleteItem::new(&table, id("message-007")).state("DeleteItem").discard_result(),
        ),
        case(
            "dynamo_delete_item.every_parameter",
            DynamoDeleteItem::new(&table, id(DynamoAttributeValue::string(path("$.id"))))
                .condition_expression(CONDITION)
                .expression_attribute_name("#id", "MessageId")
                .expression_attribute_value(":most", 20)
                .return_consumed_capacity(DynamoConsumedCapacity::Total)
                .return_item_collection_metrics(DynamoItemCollectionMetrics::Size)
                .return_values(DynamoOldValues::AllOld)
                .state("DeleteItem"),
        ),
        case(
            "dynamo_update_item.readme",
            DynamoUpdateItem::new(&table, id("message-007"))
                .update_expression("SET TotalCount = :val + :rand")
                .expression_attribute_value(":val", DynamoAttributeValue::number(path("$.Item.TotalCount.N")))
                .expression_attribute_value(":rand", 20)
                .state("UpdateItem"),
        ),
        case(
            "dynamo_update_item.every_parameter",
            DynamoUpdateItem::new(&table, id(DynamoAttributeValue::string(path("$.id"))))
                .update_expression("SET TotalCount = TotalCount + :most")
                .condition_expression(CONDITION)
                .expression_attribute_name("#id", "MessageId")
                .expression_attribute_value(":most", 20)
                .return_consumed_capacity(DynamoConsumedCapacity::Total)
                .return_item_collection_metrics(DynamoItemCollectionMetrics::Size)
                .return_values(DynamoReturnValues::AllOld)
                .state("UpdateItem"),
        ),
        case(
            "dynamo_get_item.jsonata",
            DynamoGetItem::new(&table, id(DynamoAttributeValue::string(jsonata("$states.input.id"))))
                .consistent_read(true)
                .state("Get Item"),
        ),
        case(
            "dynamo_delete_item.jsonata",
            DynamoDeleteItem::new(&table, id(DynamoAttributeValue::string(jsonata("$states.input.id"))))
                .state("DeleteItem"),
        ),
        case(
            "dynamo_update_item.jsonata",
            DynamoUpdateItem::new(&table, id(DynamoAttributeValue::string(jsonata("$states.input.id"))))
                .update_expression("SET TotalCount = :val")
                .expression_attribute_value(
                    ":val",
                    DynamoAttributeValue::number(jsonata("$string($states.input.total)")),
                )
                .state("UpdateItem"),
        ),
    ]
}
