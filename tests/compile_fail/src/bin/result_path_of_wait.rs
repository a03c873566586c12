// expect: only Pass, Task, Parallel and Map states have a result
use stepwright::prelude::*;

fn main() {
    let _ = Wait::seconds("A", secs(1)).result_path("$.x");
}
