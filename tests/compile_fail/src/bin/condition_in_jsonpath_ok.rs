// A twin of condition_in_jsonpath.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Choice::new("A").when_jsonata("true", go_on());
}
