// expect: only Pass and Parallel states take parameters of your own making
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").parameters(payload!({}));
}
