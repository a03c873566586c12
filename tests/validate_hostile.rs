//! Texts that mean no good: whatever is handed to the judge ends in findings, never in a panic or without an end.

#![allow(clippy::unwrap_used, reason = "a case that cannot be read is a failure")]

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::fs;
use stepwright::asl::Definition;
use stepwright::asl::source::Format;
use stepwright::tasks::CATALOGUE;
use stepwright::validate::{Options, Workflow, validate, validate_definition, variable_references};

/// What is found in it as an Express workflow, after it was judged as a Standard one: other rules count there.
fn codes(text: impl AsRef<[u8]>, format: Format) -> Vec<&'static str> {
    let judged = |workflow| {
        let options = Options::new(workflow).catalogue(CATALOGUE).bound(["Name"]);
        validate(text.as_ref(), format, &options)
    };
    judged(Workflow::Standard);
    judged(Workflow::Express).iter().map(|finding| finding.code).collect()
}

#[test]
fn what_cannot_be_read_is_one_finding() {
    let deep = "[".repeat(200_000);
    let objects = "{\"a\":".repeat(200_000);
    for text in
        ["", "\u{FEFF}", "{", "nul", "{\"a\":1e}", "{\"a\":\"\\ud800\"}", "\"a\"", "1", &deep, &objects]
    {
        assert_eq!(codes(text, Format::Json), ["malformed-definition"], "{text:.20}");
    }
    assert_eq!(codes(b"{\"a\":\"\xff\xfe\"}", Format::Json), ["malformed-definition"]);
    for text in ["", "a: [", "\u{0}", "a: *b", "a: !Sub x", &deep, &"- ".repeat(100_000)] {
        assert_eq!(codes(text, Format::Yaml), ["malformed-definition"], "{text:.20}");
    }
}

#[test]
fn aliases_that_explode() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", before.trim_end_matches(", ")));
    }
    assert_eq!(codes(text, Format::Yaml), ["malformed-definition"]);
}

#[test]
fn keys_that_stand_twice_a_hundred_thousand_times() {
    let members = "\"a\":1,".repeat(100_000);
    let found = codes(format!("{{{members}\"b\":2}}"), Format::Json);
    assert_eq!(found.iter().filter(|code| **code == "duplicate-key").count(), 20);
}

#[test]
fn numbers_without_measure() {
    let digits = "9".repeat(100_000);
    for number in ["1e999999999", "1E+400", &digits, &format!("0.{}", "5".repeat(100_000))] {
        let text =
            format!(r#"{{"StartAt":"A","States":{{"A":{{"Type":"Wait","Seconds":{number},"End":true}}}}}}"#);
        let found = codes(text, Format::Json);
        assert!(
            found.iter().all(|code| ["out-of-range", "wrong-type", "beyond-service-limit"].contains(code))
        );
        assert!(!found.is_empty(), "{number:.20}");
    }
}

/// Rules that count with them must bear the largest that there are.
#[test]
fn the_largest_whole_numbers_in_a_loop() {
    let most = u64::MAX;
    let text = format!(
        r#"{{"StartAt":"A","TimeoutSeconds":{most},"States":{{
            "A":{{"Type":"Wait","Seconds":{most},"Next":"B"}},
            "B":{{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","TimeoutSeconds":{most},
                 "HeartbeatSeconds":{most},"Parameters":{{"FunctionName":"f"}},
                 "Retry":[{{"ErrorEquals":["E"],"IntervalSeconds":{most},"MaxAttempts":{most}}}],"Next":"C"}},
            "C":{{"Type":"Choice","Choices":[{{"Variable":"$.a","IsPresent":true,"Next":"A"}}],"Default":"D"}},
            "D":{{"Type":"Succeed"}}}}}}"#
    );
    assert!(codes(text, Format::Json).contains(&"out-of-range"));
}

#[test]
fn machines_within_machines() {
    let mut machine = json!({ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } });
    // Deeper than any text that reads: a definition may come from a program.
    for _ in 0..300 {
        let state = json!({ "Type": "Parallel", "Branches": [machine], "End": true });
        machine = json!({ "StartAt": "A", "States": { "A": state } });
    }
    let Value::Object(map) = machine else { return };
    let definition = Definition::from_map(map);
    assert!(!validate_definition(&definition, &Options::default()).is_empty());
}

#[test]
fn ten_thousand_mistakes_are_told_in_order() {
    let states: String = (0..10_000).map(|index| format!(r#""S{index}":{{"Type":"Pas"}},"#)).collect();
    let text = format!(r#"{{"StartAt":"S0","States":{{{states}"Z":{{"Type":"Succeed"}}}}}}"#);
    let findings = validate(&text, Format::Json, &Options::default());
    assert!(findings.len() >= 10_000);
    let columns: Vec<usize> =
        findings.iter().filter_map(|finding| Some(finding.place.position?.column)).collect();
    assert!(columns.is_sorted());
}

/// Every definition of the case files.
fn definitions() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/validate");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    let blocks = |text: String| {
        let blocks = text.split("\n```").filter_map(|block| block.strip_prefix("json\n").map(str::to_owned));
        blocks.collect::<Vec<_>>()
    };
    texts.flat_map(blocks).filter(|text| !text.is_empty()).collect()
}

/// Field names of the language, words of it, and a few of neither.
const NAMES: [&str; 24] = [
    "Type",
    "Next",
    "End",
    "States",
    "StartAt",
    "Choices",
    "Catch",
    "Retry",
    "ItemProcessor",
    "Iterator",
    "Branches",
    "Parameters",
    "Assign",
    "Output",
    "Arguments",
    "QueryLanguage",
    "ErrorEquals",
    "ItemReader",
    "ReaderConfig",
    "ItemBatcher",
    "And",
    "Not",
    "a.$",
    "é/~",
];

const TEXTS: [&str; 16] = [
    "Task",
    "Map",
    "Choice",
    "Parallel",
    "Pass",
    "JSONata",
    "$.a[?(@.b == 'c')]",
    "{% $states.input.a %}",
    "{% (",
    "${Name}",
    "States.Format('{}', $.a)",
    "arn:aws:states:::aws-sdk:s3:getObject",
    "States.ALL",
    "A",
    "$a",
    "",
];

fn value() -> impl Strategy<Value = Value> {
    let name = || prop::sample::select(&NAMES[..]).prop_map(str::to_owned);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        let _ = codes(&text, Format::Json);
        let _ = codes(&text, Format::Yaml);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = codes(&bytes, Format::Json);
        let _ = codes(&bytes, Format::Yaml);
    }

    #[test]
    fn definitions_with_a_piece_gone_or_put_elsewhere(
        pick in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        length in 0..20_usize,
        to in any::<prop::sample::Index>(),
    ) {
        let texts = definitions();
        let mut text: Vec<char> = pick.get(&texts).chars().collect();
        let start = from.index(text.len());
        let piece: Vec<char> = text.drain(start..(start + length).min(text.len())).collect();
        let without: String = text.iter().collect();
        let _ = (codes(&without, Format::Json), codes(&without, Format::Yaml));
        let at = to.index(text.len() + 1);
        text.splice(at..at, piece);
        let moved: String = text.into_iter().collect();
        let _ = (codes(&moved, Format::Json), codes(&moved, Format::Yaml));
    }

    #[test]
    fn any_object_of_the_languages_names(mut state in value(), nested in value()) {
        if let Value::Object(state) = &mut state {
            state.insert("ItemProcessor".to_owned(), json!({ "StartAt": "B", "States": { "B": nested } }));
        }
        let machine = json!({ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": state } });
        let text = machine.to_string();
        let _ = codes(&text, Format::Json);
        let _ = codes(&text, Format::Yaml);
        let _ = variable_references(&Definition::read(&text).unwrap());
    }
}
