// expect: Step Functions cannot wait for this API as for a job
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").run_job("A");
}
