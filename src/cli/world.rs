//! What the command line sees of the world, and how it gives up.

use super::files;
use super::paint::Paint;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a terminal is not believed to be narrower than.
const NARROWEST: usize = 40;

/// What the command line sees of the world.
///
/// ```
/// use stepwright::cli::World;
///
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let world = World::new(&mut out, &mut err, "/somewhere");
/// assert!(!world.out_is_terminal);
/// ```
pub struct World<'a> {
    /// Where results go.
    pub out: &'a mut dyn Write,
    /// Where findings and errors go.
    pub err: &'a mut dyn Write,
    /// Whether results go to a terminal.
    pub out_is_terminal: bool,
    /// Whether findings go to a terminal.
    pub err_is_terminal: bool,
    /// An environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// The working directory: relative paths start here.
    pub folder: PathBuf,
    /// How long it has been running.
    pub elapsed: &'a dyn Fn() -> Duration,
}

impl<'a> World<'a> {
    /// A world without terminal, environment and time.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, folder: impl Into<PathBuf>) -> Self {
        World {
            out,
            err,
            out_is_terminal: false,
            err_is_terminal: false,
            variable: &|_| None,
            folder: folder.into(),
            elapsed: &|| Duration::ZERO,
        }
    }

    pub(super) fn paint(&self) -> Paint {
        Paint::wanted(self.out_is_terminal, self.variable)
    }

    pub(super) fn error_paint(&self) -> Paint {
        Paint::wanted(self.err_is_terminal, self.variable)
    }

    /// How wide results may be: as wide as the terminal says it is, or 80; without a terminal nothing is wrapped.
    pub(super) fn width(&self) -> usize {
        if !self.out_is_terminal {
            return usize::MAX;
        }
        let said = (self.variable)("COLUMNS").and_then(|text| text.to_str()?.trim().parse().ok());
        said.filter(|columns| *columns >= NARROWEST).unwrap_or(80)
    }

    /// Prints text as it is.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Stop> {
        self.out.write_all(text.as_bytes()).map_err(Stop::Output)
    }

    /// Prints JSON, indented by two.
    pub(super) fn print_json(&mut self, json: &serde_json::Value) -> Result<(), Stop> {
        self.print(&files::json_text(json))
    }

    /// Prints text to the error output.
    pub(super) fn complain(&mut self, text: &str) -> Result<(), Stop> {
        // What was printed so far comes first on a terminal that shows both.
        self.out.flush().map_err(Stop::Output)?;
        self.err.write_all(text.as_bytes()).map_err(Stop::Output)
    }
}

/// Why nothing more is done.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something was asked for that there is not.
    Usage { message: String, help: Option<String> },
    /// A file could not be read or written.
    File { doing: &'static str, path: PathBuf, error: io::Error },
    /// Nothing can be printed.
    Output(io::Error),
}

impl Stop {
    pub(super) fn usage(message: impl Into<String>, help: Option<String>) -> Self {
        Stop::Usage { message: message.into(), help }
    }

    /// For `map_err`: what was being done to which file.
    pub(super) fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Stop::File { doing, path, error }
    }

    pub(super) fn write(&self, world: &mut World) -> Result<(), Stop> {
        let paint = world.error_paint();
        let (message, help) = match self {
            Stop::Usage { message, help } => (message.clone(), help.as_ref()),
            Stop::File { doing, path, error } => {
                let path = path.strip_prefix(&world.folder).unwrap_or(path);
                (format!("cannot {doing} `{}`: {error}", files::shown(path)), None)
            }
            Stop::Output(error) => (format!("cannot print: {error}"), None),
        };
        let mut text = format!("{}: {}\n", paint.red("error"), paint.bold(&message));
        if let Some(help) = help {
            text.push_str(&format!("  {} {help}\n", paint.cyan("help:")));
        }
        world.complain(&text)
    }
}
