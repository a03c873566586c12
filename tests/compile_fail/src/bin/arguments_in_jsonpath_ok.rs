// A twin of arguments_in_jsonpath.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Parallel::new("A").arguments(payload!({}));
}
