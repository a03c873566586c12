// A twin of catch_of_choice.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Map::new("A").catch(Catch::all(), go_on());
}
