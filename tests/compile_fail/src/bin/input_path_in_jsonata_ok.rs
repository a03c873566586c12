// A twin of input_path_in_jsonata.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Pass::new("A").input_path("$.x");
}
