// expect: Step Functions cannot wait for this API as for a job
use stepwright::prelude::*;

fn main() {
    let _ = SqsSendMessage::new("https://sqs.eu-west-1.amazonaws.com/123456789012/q", path("$")).run_job("A");
}
