// A twin of output_of_fail.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Succeed::new("A").output(payload!({}));
}
