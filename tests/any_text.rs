//! No text makes a reader panic, and what it says of places is right. `fuzz/` looks further.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/any_text.rs"]
mod any_text;

use proptest::prelude::*;
use std::fs;
use std::sync::OnceLock;
use stepwright::query::jsonata::{Jsonata, MAX_NESTED};

/// Words and signs of JSONata, so that what chance makes of them is not refused at once.
const JSONATA: [&str; 60] = [
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

/// The same of paths and calls.
const PATHS: [&str; 44] = [
    "$",
    "$$",
    "$x",
    ".a",
    ".größe",
    "..",
    ".*",
    "[0]",
    "[-1]",
    "[1:2]",
    "[0,1]",
    "['a b']",
    "['a','b']",
    "[*]",
    "[?(",
    "@.a",
    "@",
    ")]",
    "==",
    "!=",
    "<",
    "=~",
    "/a/i",
    "&&",
    "||",
    "!",
    "in",
    "'t'",
    "\"t\"",
    "1.5",
    "true",
    "null",
    ".length()",
    ".append(",
    "States.Format(",
    "States.Array(",
    "States.UUID()",
    ",",
    "(",
    ")",
    "[",
    "]",
    "'",
    "\\",
];

fn text(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let joined =
        prop::collection::vec((prop::sample::select(pieces), any::<bool>()), 0..30).prop_map(|pieces| {
            pieces
                .into_iter()
                .map(|(piece, blank)| format!("{piece}{}", if blank { " " } else { "" }))
                .collect()
        });
    prop_oneof![4 => joined, 1 => any::<String>()]
}

/// Every definition of the cases of rules, in JSON and in YAML.
fn definitions() -> &'static [String] {
    static ALL: OnceLock<Vec<String>> = OnceLock::new();
    ALL.get_or_init(|| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/validate");
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let mut all = Vec::new();
        for file in files {
            let text = fs::read_to_string(file).unwrap();
            let blocks = text.split("\n```").filter_map(|block| {
                block.strip_prefix("json\n").or_else(|| block.strip_prefix("yaml\n")).map(str::to_owned)
            });
            all.extend(blocks.filter(|block| !block.is_empty()));
        }
        assert!(all.len() > 200, "{}", all.len());
        all
    })
}

/// A definition in which a piece of another one takes the place of a piece.
fn mixed() -> impl Strategy<Value = String> {
    let place = any::<prop::sample::Index>;
    (place(), place(), 0..40_usize, place(), place(), 0..40_usize).prop_map(
        |(of, at, gone, from, there, put)| {
            let mut text: Vec<char> = of.get(definitions()).chars().collect();
            let other: Vec<char> = from.get(definitions()).chars().collect();
            let (at, there) = (at.index(text.len()), there.index(other.len()));
            let piece = other[there..(there + put).min(other.len())].to_vec();
            let end = (at + gone).min(text.len());
            text.splice(at..end, piece);
            text.into_iter().collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn as_a_definition(text in mixed()) {
        any_text::definition(&text);
        any_text::judged(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn as_jsonata(text in text(&JSONATA)) {
        any_text::jsonata(&text);
    }

    #[test]
    fn as_a_path(text in text(&PATHS)) {
        any_text::path(&text);
        any_text::path(&format!("${text}"));
    }

    #[test]
    fn as_an_expression(text in text(&PATHS)) {
        any_text::expression(&text);
        any_text::expression(&format!("States.Array({text})"));
    }

    /// What can be read can be read with blanks around it, and means the same.
    #[test]
    fn blanks_around_jsonata_change_nothing(text in text(&JSONATA)) {
        let spaced = format!(" \n{text} /* end */ ");
        let same = Jsonata::parse(&text).map(|read| read.variables().len()).map_err(|error| error.code);
        let other = Jsonata::parse(&spaced).map(|read| read.variables().len()).map_err(|error| error.code);
        // What is open goes on into the blanks.
        prop_assume!(!matches!(same, Err("S0101" | "S0105" | "S0106" | "S0302")));
        prop_assert_eq!(same, other);
    }
}

#[test]
fn jsonata_nested_too_deep_is_refused() {
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
        any_text::jsonata(&nested(MAX_NESTED / 2 - 1));
        Jsonata::parse(&nested(MAX_NESTED / 2 - 1))
            .unwrap_or_else(|error| panic!("{open}{inner}{close}: {error}"));
        let error = Jsonata::parse(&nested(MAX_NESTED + 1)).unwrap_err();
        assert_eq!(error.code, "S0901", "{open}{inner}{close}");
        assert_eq!(Jsonata::parse(&nested(100_000)).unwrap_err().code, "S0901", "{open}{inner}{close}");
    }
    let deepest = format!("{}1{}", "(".repeat(MAX_NESTED - 1), ")".repeat(MAX_NESTED - 1));
    any_text::jsonata(&deepest);
    assert!(Jsonata::parse(&deepest).is_ok());
}

#[test]
fn jsonata_open_to_the_end_is_refused() {
    for open in ["(", "[", "{", "\"", "'", "`", "/", "/*", "|", "$f(", "a.", "a ? b :", "%.", "/[", "/(?<"] {
        assert!(Jsonata::parse(&open.repeat(100_000)).is_err(), "{open}");
    }
    // Every `%` looks back through all of it.
    let parents = format!("{}[{}]", "%.".repeat(400), "%.a,".repeat(50_000));
    assert!(Jsonata::parse(&parents).is_err());
}
