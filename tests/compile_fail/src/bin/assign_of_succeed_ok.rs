// A twin of assign_of_succeed.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Pass::new("A").assign(payload!({}));
}
