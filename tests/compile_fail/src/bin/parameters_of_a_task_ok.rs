// A twin of parameters_of_a_task.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").payload(payload!({})).state("A");
}
