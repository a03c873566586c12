//! The recordings of AWS that some tests read.
//!
//! They are not part of this repository: `STEPWRIGHT_CORPUS` names their folder, or the one that it is in.

use serde_json::Value;
use std::path::PathBuf;

/// All cases, in the order of their files; `None` without a corpus.
pub fn cases() -> Option<Vec<Value>> {
    let folder = match std::env::var_os("STEPWRIGHT_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
    };
    let within = folder.join("asl");
    let Ok(entries) = std::fs::read_dir(if within.is_dir() { within } else { folder }) else {
        println!("skipped: no corpus");
        return None;
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    let read = |file: PathBuf| serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    Some(files.into_iter().map(read).collect())
}
