// expect: Succeed and Fail states set no variables
use stepwright::prelude::*;

fn main() {
    let _ = Succeed::new("A").assign(payload!({}));
}
