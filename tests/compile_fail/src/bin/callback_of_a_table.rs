// expect: Step Functions cannot wait for a callback from this API
use stepwright::prelude::*;

fn main() {
    let _ = DynamoGetItem::new("orders", [("Id", DynamoAttributeValue::string(path("$.id")))])
        .wait_for_task_token("A");
}
