// expect: this state speaks JSONPath, and this is a field of JSONata states
use stepwright::prelude::*;

fn main() {
    let _ = LambdaInvoke::new("f").state("A").result_path("$.x").output(payload!({}));
}
