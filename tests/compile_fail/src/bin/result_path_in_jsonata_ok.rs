// A twin of result_path_in_jsonata.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").result_path("$.x");
}
