// expect: only Task, Parallel and Map states select from their result
use stepwright::prelude::*;

fn main() {
    let _ = Pass::new("A").result_selector(payload!({}));
}
