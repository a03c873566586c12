//! `synth new`: a crate of one's own, begun with the stack `first_steps` of this repository.

use super::args::New;
use super::files::{self, Content, Planned, shown};
use super::findings::plural;
use super::world::{Stop, World};
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// What is written: where to, and the text. Names in both are those of the stack that it all is taken from.
const FILES: &[(&str, &str)] = &[
    (".gitignore", include_str!("../../stacks/first_steps/new/gitignore")),
    ("Cargo.toml", include_str!("../../stacks/first_steps/new/manifest.toml")),
    ("README.md", include_str!("../../stacks/first_steps/new/readme.md")),
    ("snapshots/first-steps.yaml", include_str!("../../stacks/first_steps/new/template.yaml")),
    ("src/first_steps/app/greet.py", include_str!("../../stacks/first_steps/app/greet.py")),
    ("src/first_steps/mod.rs", include_str!("../../stacks/first_steps/mod.rs")),
    ("src/first_steps/tests/test_greet.py", include_str!("../../stacks/first_steps/tests/test_greet.py")),
    ("src/main.rs", include_str!("../../stacks/first_steps/new/main.rs")),
    ("src/snapshot.rs", include_str!("../../stacks/first_steps/new/snapshot.rs")),
];

/// Names that a module of the new crate cannot have, or that would hide another.
const TAKEN: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "self",
    "serde-json",
    "snapshot",
    "static",
    "std",
    "stepwright",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

pub(super) fn run(args: &New, world: &mut World) -> Result<u8, Stop> {
    let folder = world.folder.join(&args.folder);
    let name = match &args.name {
        Some(name) => name.clone(),
        None => name_of(&folder),
    };
    if !is_name(&name) {
        let help = "lower-case letters, digits and hyphens, a letter first, at most 64, and no word of Rust; say one with `--name NAME`";
        let message = format!("`{name}` is no name for a crate and its stack");
        return Err(Stop::usage(message, Some(help.to_owned())));
    }
    refuse_what_is_there(&folder, &args.folder)?;
    let library = match &args.stepwright {
        Some(path) => {
            let there = world.folder.join(path);
            if !is_stepwright(&there) {
                let message = format!("stepwright is not in `{}`", shown(path));
                return Err(Stop::usage(message, Some("name the folder with its `Cargo.toml`".to_owned())));
            }
            there
        }
        None => find_stepwright(&world.folder).ok_or_else(|| {
            let help = "say where it is: `--stepwright FOLDER`, the folder with its `Cargo.toml`";
            Stop::usage("stepwright is not in this folder or one above", Some(help.to_owned()))
        })?,
    };
    let path = way(&folder, &library)?;
    let module = name.replace('-', "_");
    let named = |text: &str| {
        let here = text.replace("stacks/first_steps", "src/first_steps");
        here.replace("first_steps", &module).replace("first-steps", &name)
    };
    let planned: Vec<Planned> = FILES
        .iter()
        .map(|(file, text)| {
            // In a manifest, text is quoted as in JSON.
            let text = named(text).replace("\"PATH\"", &serde_json::Value::from(path.as_str()).to_string());
            Planned { path: named(file).into(), content: Content::Text(text) }
        })
        .collect();
    files::write(&folder, &planned.iter().collect::<Vec<_>>())?;

    let paint = world.paint();
    let mut out = format!(
        "{}: a crate with one stack, {}\n",
        paint.bold(&name),
        plural(planned.len(), "file", "files")
    );
    for file in &planned {
        out.push_str(&format!("  {}  {}\n", paint.green("written"), shown(&args.folder.join(&file.path))));
    }
    out.push_str(&format!("next: `cd {}`, `cargo test`, `cargo run`\n", shown(&args.folder)));
    world.print(&out)?;
    Ok(0)
}

/// The name that a folder gives its crate.
fn name_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
}

/// Whether a crate, a module and a stack can be called so, hyphens aside.
fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !TAKEN.contains(&name)
}

/// Only what is not there, or empty, is written to.
fn refuse_what_is_there(folder: &Path, named: &Path) -> Result<(), Stop> {
    let entries = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next(),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Stop::file("read the folder", folder)(error)),
    };
    if entries.is_none() {
        return Ok(());
    }
    let message = format!("the folder `{}` is not empty", shown(named));
    Err(Stop::usage(message, Some("name one that is, or that is not there yet".to_owned())))
}

/// Whether the library's own manifest is in a folder.
fn is_stepwright(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "name = \"stepwright\"")
}

/// Where the library is: in a folder or one above, or where a manifest there says.
fn find_stepwright(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find_map(|folder| {
        if is_stepwright(folder) {
            return Some(folder.to_owned());
        }
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
        let line = manifest.lines().find(|line| line.trim_start().starts_with("stepwright = "))?;
        let path = line.split("path = \"").nth(1)?.split('"').next()?;
        Some(folder.join(path)).filter(|path| is_stepwright(path))
    })
}

/// How to get from one folder, which may not be there yet, to another that is.
fn way(from: &Path, to: &Path) -> Result<String, Stop> {
    let to = fs::canonicalize(to).map_err(Stop::file("read the folder", to))?;
    let there = from.ancestors().find(|folder| folder.exists()).unwrap_or(from);
    let missing = from.strip_prefix(there).unwrap_or(Path::new(""));
    let from = fs::canonicalize(there).map_err(Stop::file("read the folder", there))?.join(missing);
    let (from, to): (Vec<Component>, Vec<Component>) =
        (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    // On another drive there is no way but from its top.
    let up = if common == 0 { 0 } else { from.len() - common };
    let steps = std::iter::repeat_n(Component::ParentDir, up).chain(to.into_iter().skip(common));
    Ok(shown(&steps.collect::<PathBuf>()))
}
