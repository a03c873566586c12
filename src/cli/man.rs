//! `synth man`.

use super::args::Man;
use super::world::{Stop, World};
use crate::diagnostic::nearest;
use clap::Command;

pub(super) fn run(args: &Man, mut command: Command, world: &mut World) -> Result<u8, Stop> {
    command.build();
    let page = match &args.verb {
        None => command,
        Some(verb) => match command.find_subcommand(verb) {
            Some(found) => {
                let title = found.get_bin_name().unwrap_or(verb).replace(' ', "-");
                found.clone().display_name(title)
            }
            None => {
                let verbs = command.get_subcommands().map(Command::get_name);
                let help = nearest(verb, verbs).map(|near| format!("there is `{near}`"));
                return Err(Stop::usage(format!("there is no verb `{verb}`"), help));
            }
        },
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text).map_err(Stop::Output)?;
    world.out.write_all(&text).map_err(Stop::Output)?;
    Ok(0)
}
