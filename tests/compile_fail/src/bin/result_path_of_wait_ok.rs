// A twin of result_path_of_wait.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Pass::new("A").result_path("$.x");
}
