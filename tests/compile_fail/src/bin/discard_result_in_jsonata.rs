// expect: this state speaks JSONata, and this is a field of JSONPath states
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").output(payload!({})).discard_result();
}
