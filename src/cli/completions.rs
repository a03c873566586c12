//! `synth completions`.

use super::args::Completions;
use super::world::{Stop, World};
use clap::Command;

pub(super) fn run(args: &Completions, mut command: Command, world: &mut World) -> Result<u8, Stop> {
    let program = command.get_bin_name().unwrap_or("synth");
    let program = program.strip_suffix(".exe").unwrap_or(program).to_owned();
    // Made in memory first: its writer panics where the output is closed.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, program, &mut text);
    world.out.write_all(&text).map_err(Stop::Output)?;
    Ok(0)
}
