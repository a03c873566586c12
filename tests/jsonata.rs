//! The parser of JSONata against the reference implementation: the same expressions are taken, and the others are
//! refused for the same reason at the same place.
//!
//! What the reference says is recorded in `tests/jsonata/recorded.jsonl` by `tools/jsonata_cases.mjs`. Another recording
//! can be compared as well: `STEPWRIGHT_JSONATA=FILE cargo test --test jsonata`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use stepwright::query::jsonata::{Jsonata, MAX_NESTED, Node, SyntaxError};

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

/// Words and signs, so that what chance makes of them is not refused at once.
const PIECES: [&str; 60] = [
    "a",
    "größe",
    "`a b`",
    "$",
    "$$",
    "$x",
    "$states",
    "$sum",
    "'t'",
    "\"\\u00e9\"",
    "1",
    "2.5e3",
    "true",
    "null",
    "/a/i",
    "/(?<n>[a-z]",
    "function",
    "λ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    "?",
    ".",
    "..",
    "@",
    "#",
    "^",
    "%",
    "*",
    "**",
    "+",
    "-",
    "/",
    "&",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    ":=",
    "~>",
    "|",
    "and",
    "or",
    "in",
    "!",
    "~",
    "/* c */",
    "/*",
    "\"",
    "'",
    "`",
    "\\",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec((prop::sample::select(&PIECES[..]), any::<bool>()), 0..30);
    let joined = pieces.prop_map(|pieces| {
        pieces.into_iter().map(|(piece, blank)| format!("{piece}{}", if blank { " " } else { "" })).collect()
    });
    prop_oneof![4 => joined, 1 => any::<String>()]
}

fn is_piece(text: &str, start: usize, end: usize) -> bool {
    start <= end && text.is_char_boundary(start) && text.is_char_boundary(end)
}

/// Every part lies within its text and within what it is a part of.
fn check_places(text: &str, node: &Node) {
    assert!(is_piece(text, node.span.start, node.span.end), "{text:?} {node:?}");
    assert!(node.span.start <= node.at.start && node.at.end <= node.span.end, "{text:?} {node:?}");
    node.each_child(&mut |child| {
        assert!(node.span.start <= child.span.start && child.span.end <= node.span.end, "{text:?} {node:?}");
        check_places(text, child);
    });
}

/// Reads a text and asks everything that can be asked.
fn check(text: &str) {
    match Jsonata::parse(text) {
        Ok(expression) => {
            check_places(text, expression.root());
            let variables = expression.variables().into_iter().map(|found| found.span);
            let states = expression.states_uses().into_iter().map(|found| found.span);
            let problems = expression.problems().into_iter().map(|found| found.span);
            for span in variables.chain(states).chain(problems) {
                assert!(
                    is_piece(text, span.start, span.end) && !span.of(text).is_empty(),
                    "{text:?} {span:?}"
                );
            }
        }
        Err(error) => {
            assert!(is_piece(text, error.offset, error.end), "{text:?} {error:?}");
            assert_eq!(text[..error.offset].chars().count() + 1, error.character, "{text:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn nothing_panics_and_places_are_right(text in text()) {
        check(&text);
    }

    /// What can be read can be read with blanks between its words, and means the same.
    #[test]
    fn blanks_around_change_nothing(text in text()) {
        let spaced = format!(" \n{text} /* end */ ");
        let same = Jsonata::parse(&text).map(|read| read.variables().len()).map_err(|error| error.code);
        let other = Jsonata::parse(&spaced).map(|read| read.variables().len()).map_err(|error| error.code);
        // What is open goes on into the blanks.
        prop_assume!(!matches!(same, Err("S0101" | "S0105" | "S0106" | "S0302")));
        prop_assert_eq!(same, other);
    }
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    // What opens, what stands within, what closes.
    let shapes = [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("-", "$x", ""),
        ("{'a': ", "1", "}"),
        ("a[", "1", "]"),
        ("$f(", "1", ")"),
        ("a.(", "b", ")"),
        ("$x := ", "1", ""),
        ("true ? 1 : ", "1", ""),
        ("function($x){", "$x", "}"),
        ("|a|", "{}", "|"),
        ("a^(", "b", ")"),
        ("a{'a': ", "b", "}"),
        ("", "1", " + 1"),
        ("", "a", ".a"),
        ("", "a", "[0]"),
        ("", "a", "[]"),
        ("", "$f", "()"),
        ("", "$x", " ~> $f"),
    ];
    for (open, inner, close) in shapes {
        let nested = |times: usize| format!("{}{inner}{}", open.repeat(times), close.repeat(times));
        // Some open two brackets at once.
        check(&nested(MAX_NESTED / 2 - 1));
        Jsonata::parse(&nested(MAX_NESTED / 2 - 1))
            .unwrap_or_else(|error| panic!("{open}{inner}{close}: {error}"));
        let error = Jsonata::parse(&nested(MAX_NESTED + 1)).unwrap_err();
        assert_eq!(error.code, "S0901", "{open}{inner}{close}");
        assert_eq!(Jsonata::parse(&nested(100_000)).unwrap_err().code, "S0901", "{open}{inner}{close}");
    }
    let deepest = format!("{}1{}", "(".repeat(MAX_NESTED - 1), ")".repeat(MAX_NESTED - 1));
    check(&deepest);
    assert!(Jsonata::parse(&deepest).is_ok());
}

#[test]
fn what_is_open_to_the_end_is_refused() {
    for open in ["(", "[", "{", "\"", "'", "`", "/", "/*", "|", "$f(", "a.", "a ? b :", "%.", "/[", "/(?<"] {
        assert!(Jsonata::parse(&open.repeat(100_000)).is_err(), "{open}");
    }
    // Every `%` looks back through all of it.
    let parents = format!("{}[{}]", "%.".repeat(400), "%.a,".repeat(50_000));
    assert!(Jsonata::parse(&parents).is_err());
}
