// expect: only Task, Parallel and Map states retry and catch
use stepwright::prelude::*;

fn main() {
    let _ = Wait::seconds("A", secs(1)).retry(Retry::all());
}
