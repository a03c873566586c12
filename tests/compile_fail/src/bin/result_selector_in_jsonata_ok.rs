// A twin of result_selector_in_jsonata.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").result_selector(payload!({}));
}
