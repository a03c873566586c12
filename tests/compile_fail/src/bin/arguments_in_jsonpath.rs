// expect: this state speaks JSONPath, and this is a field of JSONata states
use stepwright::prelude::*;

fn main() {
    let _ = Parallel::new("A").result_path("$.x").arguments(payload!({}));
}
