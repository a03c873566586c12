// A twin of discard_result_in_jsonata.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").discard_result();
}
