// A twin of retry_of_wait.rs that compiles.
use stepwright::prelude::*;

fn main() {
    let _ = Parallel::new("A").retry(Retry::all());
}
