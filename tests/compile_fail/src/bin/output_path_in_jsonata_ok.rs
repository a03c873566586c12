// A twin of output_path_in_jsonata.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Pass::new("A").output_path("$.x");
}
