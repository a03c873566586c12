// A twin of reference_as_a_number.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").timeout(path("$.limit"));
}
