// A twin of run_job_of_a_function.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A");
}
