//! The codes of findings, read from the sources of the library.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What a code is handed to.
const MAKERS: [&str; 10] = [
    "error(",
    "warning(",
    "warn(",
    "advice(",
    "finding(",
    "report(",
    "resource(",
    "unreachable(",
    "code = ",
    "code: ",
];

/// How a code begins that stands elsewhere, such as in a pair.
const WORDS: [&str; 10] = [
    "duplicate-",
    "empty-",
    "malformed-",
    "missing-",
    "out-of-",
    "too-",
    "unknown-",
    "unsupported-",
    "wrong-",
    "not-in-",
];

/// Texts of that kind that are no codes.
const NOT_CODES: [&str; 0] = [];

/// Each code, with a place where it stands.
pub fn codes() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let src = Path::new(super::ROOT).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    for file in files {
        let name = file.strip_prefix(super::ROOT).unwrap().display().to_string().replace('\\', "/");
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: Vec<&str> =
            text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect();
        let code = code.join("\n");
        for (at, literal) in literals(&code) {
            let before = code[..at].trim_end();
            let made = MAKERS.iter().any(|maker| before.ends_with(maker.trim_end()));
            let begun = WORDS.iter().any(|word| literal.starts_with(word));
            if (made || begun) && !NOT_CODES.contains(&literal) {
                let line = code[..at].lines().count();
                found.entry(literal.to_owned()).or_insert_with(|| format!("{name}:{line}"));
            }
        }
    }
    found
}

/// Texts of small letters, digits and hyphens, each with the place of its first quote.
fn literals(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.match_indices('"').filter_map(|(at, _)| {
        let rest = &code[at + 1..];
        let literal = &rest[..rest.find('"')?];
        let fits = literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        (fits && literal.contains('-') && literal.starts_with(|c: char| c.is_ascii_lowercase()))
            .then_some((at, literal))
    })
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            out.push(path);
        }
    }
}
