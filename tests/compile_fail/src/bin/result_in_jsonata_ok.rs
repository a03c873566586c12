// A twin of result_in_jsonata.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Pass::new("A").result(1);
}
