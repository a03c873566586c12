// expect: this state speaks JSONPath, and this is a field of JSONata states
use stepwright::prelude::*;

fn main() {
    let _ = Choice::new("A").input_path("$.x").when_jsonata("true", go_on());
}
