// expect: this state speaks JSONata, and this is a field of JSONPath states
use stepwright::prelude::*;

fn main() {
    let _ = Map::new("A").output(payload!({})).items_path("$.x");
}
