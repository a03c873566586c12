// expect: Step Functions cannot wait for this API as for a job
use stepwright::prelude::*;

fn main() {
    let _ = DynamoGetItem::new("orders", [("Id", DynamoAttributeValue::string(path("$.id")))]).run_job("A");
}
