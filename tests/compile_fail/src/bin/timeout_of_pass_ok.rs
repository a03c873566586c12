// A twin of timeout_of_pass.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").timeout(secs(1));
}
