// expect: is not implemented for `FunctionTarget`
use stepwright::prelude::*;

fn main() {
    let function = Function::from_folder("app", "fulfil.handler", "python3.13");
    let fulfil = Stack::new("orders").add("Fulfil", DurableFunction::new(function, 600));
    let _ = LambdaInvoke::new(&fulfil.function);
}
