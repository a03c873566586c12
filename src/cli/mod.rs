//! The command line: the verbs of `synth`, for the stacks of this repository and for those of a crate of your own.
//!
//! ```no_run
//! use std::process::ExitCode;
//! use stepwright::prelude::*;
//!
//! fn orders() -> Stack {
//!     let mut stack = Stack::new("orders");
//!     stack.add("Orders", StateMachine::new(Succeed::new("Done")));
//!     stack
//! }
//!
//! fn main() -> ExitCode {
//!     stepwright::cli::main(&[("orders", orders)])
//! }
//! ```
//!
//! | verb | what it does |
//! | --- | --- |
//! | `build` (or none) | writes template, definitions, application code and `samconfig.toml` of each stack |
//! | `new FOLDER` | writes a crate of your own: one stack, its application code, a test |
//! | `list` | the stacks there are |
//! | `asl STACK[/MACHINE]` | prints a definition |
//! | `permissions STACK` | who may do what, and which state needs it |
//! | `tasks [NAME]` | the catalogue of tasks, or one of them |
//! | `validate FILE…` | what is wrong with definitions in ASL files, templates or stacks; also as SARIF |
//! | `explain [RULE]` | the page of a rule, or all rules |
//! | `completions SHELL`, `man [VERB]` | for the shell, and for the reader |
//!
//! What a program may want to read is JSON with `--json`. Results go to the output, findings to the error output.
//!
//! Exit codes are stable:
//!
//! - 0: done; there may be warnings.
//! - 1: a finding of severity error, or `--check` found files that differ.
//! - 2: wrong usage, such as an unknown stack; or a file that could not be read or written.
//!
//! On a terminal, text is wrapped to the width that the variable `COLUMNS` says, or else to 80 columns; elsewhere it is
//! left whole. Colours are used on a terminal only, and never where `NO_COLOR` is set; `CLICOLOR_FORCE` asks for them
//! anywhere.
//!
//! No other part of the library reads a file, a clock or an environment variable.

mod args;
mod asl;
mod build;
mod code;
mod completions;
mod compose;
mod explain;
mod files;
mod findings;
mod list;
mod man;
mod new;
mod paint;
mod permissions;
mod samconfig;
mod sarif;
mod short;
mod table;
mod tasks;
mod validate;
mod world;

pub use world::World;

use crate::stack::Stack;
use args::Verb;
use clap::FromArgMatches;
use std::ffi::OsString;
use std::io::{ErrorKind, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Instant;
use world::Stop;

/// A stack: the name of its folder below `synth.out`, and the function that makes it.
///
/// ```
/// use stepwright::cli::NamedStack;
/// use stepwright::prelude::*;
///
/// fn orders() -> Stack {
///     Stack::new("orders")
/// }
///
/// const STACKS: &[NamedStack] = &[("orders", orders)];
/// assert_eq!(STACKS[0].0, "orders");
/// ```
pub type NamedStack<'a> = (&'a str, fn() -> Stack);

/// Does what the command line asks, for these stacks. Only stacks that are asked for are made.
pub fn main(stacks: &[NamedStack]) -> ExitCode {
    let begun = Instant::now();
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    let folder = match std::env::current_dir() {
        Ok(folder) => folder,
        Err(error) => {
            // Nothing is left to say it to where even this fails.
            let _ = writeln!(err, "error: the working directory is not there: {error}");
            return ExitCode::from(2);
        }
    };
    let mut world = World {
        out_is_terminal: out.is_terminal(),
        err_is_terminal: err.is_terminal(),
        out: &mut out,
        err: &mut err,
        variable: &|name| std::env::var_os(name),
        folder,
        elapsed: &|| begun.elapsed(),
    };
    ExitCode::from(run(std::env::args_os(), stacks, &mut world))
}

/// The same, in a world of your own; returns the exit code. The first argument is the program's name.
///
/// ```
/// use stepwright::cli::{World, run};
///
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let mut world = World::new(&mut out, &mut err, "/nowhere");
/// assert_eq!(run(["synth", "list"], &[], &mut world), 0);
/// assert_eq!(run(["synth", "asl", "orders"], &[], &mut world), 2);
/// ```
pub fn run<A: Into<OsString> + Clone>(
    args: impl IntoIterator<Item = A>,
    stacks: &[NamedStack],
    world: &mut World,
) -> u8 {
    let code = match dispatch(args, stacks, world) {
        Ok(code) => code,
        // Whoever reads has read enough: `synth list | head -1`.
        Err(Stop::Output(error)) if error.kind() == ErrorKind::BrokenPipe => 0,
        Err(stop) => {
            // Where the error output is closed as well, the exit code has to do.
            let _ = stop.write(world);
            2
        }
    };
    match world.out.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => 2,
        _ => code,
    }
}

fn dispatch<A: Into<OsString> + Clone>(
    args: impl IntoIterator<Item = A>,
    stacks: &[NamedStack],
    world: &mut World,
) -> Result<u8, Stop> {
    let mut command = args::command();
    let read = command.try_get_matches_from_mut(args).and_then(|matches| {
        args::Args::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    });
    let args = match read {
        Ok(args) => args,
        Err(error) => return args::explain(&error, world),
    };
    match args.verb {
        None => {
            let verbs: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
            compose::no_verb(stacks, &args.build.stacks, &verbs)?;
            build::run(&args.build, stacks, world)
        }
        Some(Verb::Build(build)) => build::run(&build, stacks, world),
        Some(Verb::New(new)) => new::run(&new, world),
        Some(Verb::List(list)) => list::run(&list, stacks, world),
        Some(Verb::Asl(asl)) => asl::run(&asl, stacks, world),
        Some(Verb::Permissions(permissions)) => permissions::run(&permissions, stacks, world),
        Some(Verb::Tasks(tasks)) => tasks::run(&tasks, world),
        Some(Verb::Validate(validate)) => validate::run(&validate, stacks, world),
        Some(Verb::Explain(explain)) => explain::run(&explain, world),
        Some(Verb::Completions(completions)) => completions::run(&completions, command, world),
        Some(Verb::Man(man)) => man::run(&man, command, world),
    }
}
