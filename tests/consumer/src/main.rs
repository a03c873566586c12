//! A user's own stacks, with the command line of stepwright.

use std::process::ExitCode;
use stepwright::prelude::*;

fn greetings() -> Stack {
    let mut stack = Stack::new("greetings");
    let topic = stack.add("Topic", sns::Topic::new());
    let tell = SnsPublish::new(&topic, path("$.greeting")).state("Tell everyone");
    stack.add("Greet", StateMachine::new(tell));
    stack
}

fn main() -> ExitCode {
    stepwright::cli::main(&[("greetings", greetings)])
}
