// A twin of parameters_in_jsonata.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Pass::new("A").parameters(payload!({}));
}
