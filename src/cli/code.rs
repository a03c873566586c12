//! Application code: where it is, and what of it belongs beside the template.

use super::files::{Content, Planned, shown};
use super::world::Stop;
use crate::diagnostic::Diagnostic;
use crate::stack::Synthesis;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What no deployment needs.
const SKIPPED: [&str; 2] = ["__pycache__", ".git"];

/// The files of the application code that a stack refers to.
#[derive(Debug, Default)]
pub(super) struct Code {
    pub(super) files: Vec<Planned>,
    /// The folders, as the stack names them.
    pub(super) folders: Vec<PathBuf>,
    pub(super) findings: Vec<Diagnostic>,
}

/// Finds the code of a stack. `out` is where the stack is written, `working` the working directory.
pub(super) fn find(synthesis: &Synthesis, working: &Path, out: &Path) -> Result<Code, Stop> {
    let mut code = Code::default();
    for name in &synthesis.folders {
        let folder = plain(name);
        let inside = folder.components().all(|component| matches!(component, Component::Normal(_)));
        if !inside {
            let message = format!("the application code `{name}` is outside of the stack's folder");
            code.findings.push(
                Diagnostic::error("code-outside", message)
                    .in_stack(&synthesis.name)
                    .help("it is copied beside the template: move it into the stack's folder, or set another one by `Stack::folder`"),
            );
            continue;
        }
        let Some(source) = locate(&synthesis.source_folder, &folder, working) else {
            let looked = shown(&synthesis.source_folder.join(&folder));
            code.findings.push(
                Diagnostic::error("missing-code", format!("the application code `{name}` is not there"))
                    .in_stack(&synthesis.name)
                    .help(format!("there is no `{looked}` here or in a folder above")),
            );
            continue;
        };
        let destination = out.join(&folder);
        if let (Ok(from), Ok(to)) = (fs::canonicalize(&source), fs::canonicalize(&destination))
            && from == to
        {
            let message = format!("`{}` is where the application code itself is", shown(&destination));
            return Err(Stop::usage(message, Some("write to another folder: `--out FOLDER`".to_owned())));
        }
        let mut walk =
            Walk { out: fs::canonicalize(out).ok(), follow: true, above: Vec::new(), files: Vec::new() };
        walk.visit(&source, &folder)?;
        for (from, path) in walk.files {
            if !code.files.iter().any(|other| other.path == path) {
                code.files.push(Planned { path, content: Content::CopyOf(from) });
            }
        }
        code.folders.push(folder);
    }
    Ok(code)
}

/// A folder as it is named, without its `./`.
fn plain(name: &str) -> PathBuf {
    Path::new(name).components().filter(|it| *it != Component::CurDir).collect()
}

/// Where the code is: below the source folder, which the compiler names relative to the workspace's root, and that is
/// the working directory or one of those above.
fn locate(source: &Path, folder: &Path, working: &Path) -> Option<PathBuf> {
    let below = source.join(folder);
    working.ancestors().map(|root| root.join(&below)).find(|path| path.exists())
}

/// Files below a folder, in the order of their names.
struct Walk {
    out: Option<PathBuf>,
    follow: bool,
    above: Vec<PathBuf>,
    files: Vec<(PathBuf, PathBuf)>,
}

impl Walk {
    fn visit(&mut self, from: &Path, path: &Path) -> Result<(), Stop> {
        // What a link leads to is copied, but never taken for something that was written here.
        let facts = if self.follow { fs::metadata(from) } else { fs::symlink_metadata(from) };
        if !facts.map_err(Stop::file("read", from))?.is_dir() {
            self.files.push((from.to_owned(), path.to_owned()));
            return Ok(());
        }
        let real = fs::canonicalize(from).map_err(Stop::file("read", from))?;
        // A link to a folder above has no end, and neither has the output within the code.
        if self.above.contains(&real) || self.out.as_ref() == Some(&real) {
            return Ok(());
        }
        self.above.push(real);
        for name in names(from)? {
            self.visit(&from.join(&name), &path.join(&name))?;
        }
        self.above.pop();
        Ok(())
    }
}

/// Names in a folder, sorted, without what no deployment needs.
fn names(folder: &Path) -> Result<Vec<std::ffi::OsString>, Stop> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(Stop::file("read", folder))? {
        let name = entry.map_err(Stop::file("read", folder))?.file_name();
        if !SKIPPED.iter().any(|skipped| name == *skipped) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Files of an earlier build that no longer belong below `out`.
///
/// Definitions and templates are looked for at the top, other files only in folders of application code, and all of it
/// only where the folder was written by a build: what else is kept there is not ours.
pub(super) fn stale(out: &Path, planned: &[Planned], folders: &[PathBuf]) -> Result<Vec<PathBuf>, Stop> {
    let mark = super::samconfig::MARK;
    let ours = fs::read_to_string(out.join("samconfig.toml")).is_ok_and(|text| text.starts_with(mark));
    if !ours {
        return Ok(Vec::new());
    }
    let belongs = |path: &Path| planned.iter().any(|file| file.path == path);
    let mut stale = Vec::new();
    for name in names(out)? {
        let path = PathBuf::from(&name);
        let text = name.to_string_lossy();
        let kind = text == "template.yaml" || text == "template.json" || text.ends_with(".asl.json");
        if kind && !belongs(&path) && out.join(&path).is_file() {
            stale.push(path);
        }
    }
    for folder in folders.iter().filter(|folder| !folder.as_os_str().is_empty()) {
        let there = out.join(folder);
        if !there.is_dir() {
            continue;
        }
        let mut walk = Walk { out: None, follow: false, above: Vec::new(), files: Vec::new() };
        walk.visit(&there, folder)?;
        for (_, path) in walk.files {
            if !belongs(&path) && !stale.contains(&path) {
                stale.push(path);
            }
        }
    }
    Ok(stale)
}

/// Gives the versions of functions logical ids that follow their properties and their code.
pub(super) fn publish(synthesis: &mut Synthesis, code: &Code) -> Result<(), Stop> {
    let mut marks: Vec<(String, u64)> = Vec::new();
    for folder in synthesis.versions.iter().filter_map(|version| version.folder.clone()) {
        let mut mark = Mark::new();
        for file in &code.files {
            let Content::CopyOf(source) = &file.content else { continue };
            if file.path.starts_with(plain(&folder)) {
                mark.feed(shown(&file.path).as_bytes());
                mark.feed(&fs::read(source).map_err(Stop::file("read", source))?);
            }
        }
        marks.push((folder, mark.0));
    }
    synthesis.publish(|version, function| {
        let mut mark = Mark::new();
        mark.feed(function.to_string().as_bytes());
        let code = version.folder.as_ref().and_then(|folder| marks.iter().find(|(name, _)| name == folder));
        mark.feed(&code.map_or(0, |(_, mark)| *mark).to_le_bytes());
        format!("{:016x}", mark.0)
    });
    Ok(())
}

/// FNV-1a, 64 bits: tells contents apart, and is the same everywhere and always. No defence against forgery.
struct Mark(u64);

impl Mark {
    fn new() -> Self {
        Mark(0xcbf2_9ce4_8422_2325)
    }

    /// Takes bytes in, and how many they are, so that two pieces are not taken for one.
    fn feed(&mut self, bytes: &[u8]) {
        let length = (bytes.len() as u64).to_le_bytes();
        for byte in bytes.iter().chain(&length) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// The folder of application code that a file is in.
pub(super) fn folder_of<'a>(path: &Path, folders: &'a [PathBuf]) -> Option<&'a Path> {
    folders
        .iter()
        .map(PathBuf::as_path)
        .find(|folder| !folder.as_os_str().is_empty() && path.starts_with(folder))
}
