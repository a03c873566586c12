// A twin of items_path_in_jsonata.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Map::new("A").items_path("$.x");
}
