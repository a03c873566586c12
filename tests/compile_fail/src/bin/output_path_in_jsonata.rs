// expect: this state speaks JSONata, and this is a field of JSONPath states
use stepwright::prelude::*;

fn main() {
    let _ = Pass::new("A").output(payload!({})).output_path("$.x");
}
