// expect: a reference becomes text on deployment, and this field takes no text
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").timeout(region());
}
