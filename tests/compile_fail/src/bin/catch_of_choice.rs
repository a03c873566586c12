// expect: only Task, Parallel and Map states retry and catch
use stepwright::prelude::*;

fn main() {
    let _ = Choice::new("A").catch(Catch::all(), go_on());
}
