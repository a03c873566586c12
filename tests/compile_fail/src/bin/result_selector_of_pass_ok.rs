// A twin of result_selector_of_pass.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Map::new("A").result_selector(payload!({}));
}
