//! The examples of the catalogue, each in a machine of its own.

// Not every test needs all of them.
#![allow(dead_code)]

use stepwright::prelude::*;
use stepwright::task::Example;

/// The stack of an example, synthesized.
pub fn synthesize(example: Example) -> Synthesis {
    let mut machine = StateMachine::new(example.flow);
    if example.language == QueryLanguage::Jsonata {
        machine = machine.jsonata();
    }
    let mut stack = Stack::new("example");
    stack.add("Machine", machine);
    let mut synthesis = stack.synthesize(Target::Sam);
    // The handles of an example stand for resources that no stack has, and its variables are assigned elsewhere.
    let elsewhere = ["unknown-reference", "undefined-variable"];
    synthesis.findings.retain(|finding| !elsewhere.contains(&finding.code));
    synthesis
}

/// The `Resource` of each state.
pub fn resources(synthesis: &Synthesis) -> Vec<String> {
    let definition = synthesis.asl("Machine").unwrap();
    definition.states().iter().filter_map(|state| state.resource()).map(str::to_owned).collect()
}
