//! `synth`: the verbs of [`stepwright::cli`], for the stacks of this repository.

#[path = "../../stacks/mod.rs"]
mod stacks;

fn main() -> std::process::ExitCode {
    stepwright::cli::main(stacks::STACKS)
}
