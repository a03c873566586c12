// expect: only Task states have time limits, credentials and permissions
use stepwright::prelude::*;

fn main() {
    let _ = Pass::new("A").timeout(secs(1));
}
