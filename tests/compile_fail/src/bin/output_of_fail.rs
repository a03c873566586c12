// expect: a Fail state has neither input nor output
use stepwright::prelude::*;

fn main() {
    let _ = Fail::new("A").output(payload!({}));
}
