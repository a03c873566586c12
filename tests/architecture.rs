//! Which room may use which: the table that `src/lib.rs` explains, and the rules that go with it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms it may use. Every room may use `diagnostic`, and itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("query", &[]),
    ("reference", &[]),
    ("iam", &["reference"]),
    // What a definition is built from, and what the writer of templates walks.
    ("data", &["reference"]),
    ("asl", &["query", "reference", "data"]),
    // A distributed Map names the buckets it reads and writes.
    ("flow", &["asl", "data", "iam", "reference", "target"]),
    ("target", &["reference", "asl", "data", "iam", "template"]),
    ("task", &["flow", "asl", "iam", "target", "reference"]),
    ("tasks", &["task", "target", "asl", "data", "iam", "reference", "flow", "template"]),
    ("template", &["reference", "iam", "data"]),
    // Log groups and keys are targets.
    ("machine", &["flow", "asl", "data", "iam", "reference", "target"]),
    // A synthesis hands out definitions, each of them judged.
    ("stack", &["machine", "template", "target", "asl", "data", "iam", "reference", "validate"]),
    ("validate", &["asl", "query", "template", "task"]),
    ("run", &["asl", "query", "machine"]),
    ("diagram", &["asl"]),
];

/// Rooms that may use all others.
const OPEN: [&str; 2] = ["prelude", "cli"];

/// What only the command line may do.
const OUTSIDE: [&str; 6] = ["std::fs", "std::env", "std::process", "SystemTime", "Instant", "println!"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            out.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// The room of a file: the first folder under `src`, or the file's own name.
fn room(file: &Path) -> String {
    let inside = file.strip_prefix(root().join("src")).expect("a file under src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of a file that are code, with their numbers: no comments, no doc examples.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim_start()))
        .filter(|(_, line)| !line.starts_with("//"))
}

/// The rooms that a line of code names by `crate::`.
fn named(line: &str) -> Vec<String> {
    line.split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn rooms_use_only_what_they_may() {
    let mut wrong = Vec::new();
    for file in sources(&root().join("src")) {
        let room = room(&file);
        if OPEN.contains(&room.as_str()) || ["lib", "bin"].contains(&room.as_str()) {
            continue;
        }
        let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: the room `{room}` is not in the table", file.display()));
            continue;
        };
        let text = fs::read_to_string(&file).expect("text");
        for (number, line) in code(&text) {
            if line.contains("crate::{") {
                wrong.push(format!("{}:{number}: name one room a line", file.display()));
            }
            for other in named(line) {
                // Macros of the crate stand at its root.
                let is_room = ROOMS.iter().any(|(name, _)| *name == other) || OPEN.contains(&other.as_str());
                let allowed = other == "diagnostic" || other == room || may.contains(&other.as_str());
                if is_room && !allowed {
                    wrong.push(format!("{}:{number}: `{room}` may not use `{other}`", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_touches_the_world() {
    let mut wrong = Vec::new();
    for file in sources(&root().join("src")) {
        if ["cli", "bin"].contains(&room(&file).as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("text");
        for (number, line) in code(&text) {
            let found = OUTSIDE.iter().filter(|word| line.contains(**word));
            wrong.extend(found.map(|word| format!("{}:{number}: `{word}`", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_has_no_circle() {
    let reaches = |from: &str| {
        let mut seen: Vec<&str> = Vec::new();
        let mut waiting = vec![from];
        while let Some(room) = waiting.pop() {
            let to = ROOMS.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, to)| to);
            for other in to.iter().filter(|other| !seen.contains(*other)).copied().collect::<Vec<_>>() {
                seen.push(other);
                waiting.push(other);
            }
        }
        seen
    };
    for (room, _) in ROOMS {
        assert!(!reaches(room).contains(room), "`{room}` uses itself by way of others");
    }
}

#[test]
fn nothing_relies_on_what_lies_beside_the_project() {
    let beside = concat!("../", "shared");
    let absolute = concat!("/work/", "shared");
    for folder in ["src", "tests", "stacks", "examples", "benches", "tools"] {
        let folder = root().join(folder);
        if !folder.is_dir() {
            continue;
        }
        for file in sources(&folder) {
            // The tests over a corpus look for it beside the project, and do without where there is none.
            if file.starts_with(root().join("tests/corpus")) {
                continue;
            }
            let text = fs::read_to_string(&file).expect("text");
            assert!(!text.contains(beside) && !text.contains(absolute), "{}", file.display());
        }
    }
}
