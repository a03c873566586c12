//! The parser of JSONata against the reference implementation: the same expressions are taken, and the others are
//! refused for the same reason at the same place.
//!
//! What the reference says is recorded in `tests/jsonata/recorded.jsonl` by `tools/jsonata_cases.mjs`. Another recording
//! can be compared as well: `STEPWRIGHT_JSONATA=FILE cargo test --test jsonata`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use std::collections::BTreeMap;
use stepwright::query::jsonata::{Jsonata, SyntaxError};

/// Where the two differ, and why. Nothing may be added without a reason that holds.
const DIFFERENCES: [(&str, &str); 0] = [];

/// What the reference says of an expression.
struct Recorded {
    text: String,
    /// Its code, if it refuses it; a regular expression that JavaScript refuses has none.
    code: Option<String>,
    /// In bytes.
    position: Option<usize>,
}

fn recorded() -> Vec<Recorded> {
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/jsonata/recorded.jsonl").to_owned();
    let file = std::env::var("STEPWRIGHT_JSONATA").unwrap_or(committed);
    let lines = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    lines.lines().map(read).collect()
}

fn read(line: &str) -> Recorded {
    let value: Value = serde_json::from_str(line).unwrap();
    let text = value[0].as_str().unwrap().to_owned();
    let position = value[2].as_u64().map(|units| bytes(&text, units));
    Recorded { code: value[1].as_str().map(str::to_owned), position, text }
}

/// The reference counts in units of 16 bits, and may count beyond the end.
fn bytes(text: &str, units: u64) -> usize {
    let mut seen = 0;
    for (offset, c) in text.char_indices() {
        if seen >= units {
            return offset;
        }
        seen += c.len_utf16() as u64;
    }
    text.len()
}

/// The position that the reference gives to what we found. It names the end of a token, but for some faults within one;
/// of a `%` that means nothing it names whatever it could not look through, and we the `%`; in a signature it does not count
/// blanks.
fn position(text: &str, error: &SyntaxError) -> Option<usize> {
    match error.code {
        "S0102" | "S0106" => Some(error.offset),
        "S0103" | "S0104" | "S0301" => Some(error.offset + 1),
        "S0207" => Some(text.len()),
        "S0217" | "S0401" | "S0402" => None,
        _ => Some(error.end),
    }
}

/// What the reference and we disagree about.
fn disagreement(case: &Recorded) -> Option<String> {
    let text = &case.text;
    let error = match (Jsonata::parse(text), &case.code) {
        (Ok(_), None) => return None,
        (Ok(_), Some(code)) => return Some(format!("{text:?} is taken, and is {code} to the reference")),
        (Err(error), None) => {
            return Some(format!("{text:?} is taken by the reference, and is {}: {error}", error.code));
        }
        (Err(error), Some(_)) => error,
    };
    let code = case.code.as_deref().unwrap_or_default();
    let same = error.code == code || code == "RegExp" && ["S0902", "S0903"].contains(&error.code);
    if !same {
        return Some(format!("{text:?} is {}: {error}, and {code} to the reference", error.code));
    }
    let (Some(ours), Some(theirs)) = (position(text, &error), case.position) else { return None };
    (ours != theirs).then(|| format!("{text:?} is {code} at {ours}, and at {theirs} to the reference"))
}

#[test]
fn verdicts_are_those_of_the_reference() {
    let cases = recorded();
    let mut wrong = Vec::new();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        *codes.entry(case.code.as_deref().unwrap_or("taken")).or_default() += 1;
        let known = DIFFERENCES.iter().any(|(text, _)| *text == case.text);
        match disagreement(case) {
            Some(found) if !known => wrong.push(found),
            None if known => wrong.push(format!("{:?} is no difference any more", case.text)),
            _ => {}
        }
    }
    println!("{} expressions: {codes:?}", cases.len());
    assert!(cases.len() > 4000, "the recording is short: {}", cases.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
