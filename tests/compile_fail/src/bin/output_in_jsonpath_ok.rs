// A twin of output_in_jsonpath.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").output(payload!({}));
}
