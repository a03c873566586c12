// A twin of run_job_of_a_table.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = DynamoGetItem::new("orders", [("Id", DynamoAttributeValue::string(path("$.id")))]).state("A");
}
