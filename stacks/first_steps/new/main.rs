//! The stacks of this crate, with the command line of stepwright: `cargo run` writes them below `synth.out`.

mod first_steps;
#[cfg(test)]
mod snapshot;

use std::process::ExitCode;
use stepwright::cli::NamedStack;

/// Every stack, under the name of its folder.
const STACKS: &[NamedStack] = &[("first-steps", first_steps::first_steps)];

fn main() -> ExitCode {
    stepwright::cli::main(STACKS)
}
