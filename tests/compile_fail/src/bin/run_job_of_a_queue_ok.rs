// A twin of run_job_of_a_queue.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = SqsSendMessage::new("https://sqs.eu-west-1.amazonaws.com/123456789012/q", path("$"))
        .wait_for_task_token("A");
}
