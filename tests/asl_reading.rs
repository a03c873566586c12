//! Reading definitions and writing them back.

use serde_json::{Map, Value, json};
use stepwright::asl::{Definition, QueryLanguage};

/// Reads, and says what comes back, or what is found.
fn read(text: &str) -> String {
    match Definition::read(text) {
        Ok(definition) => definition.to_string(),
        Err(finding) => finding.to_string(),
    }
}

/// JSON text comes back as `expected`, or is refused in these words.
fn check(text: &str, expected: &str) {
    assert_eq!(read(text), expected, "{text}");
}

/// JSON text comes back as it is.
fn check_kept(text: &str) {
    check(text, text);
}

#[test]
fn what_was_read_is_written() {
    check_kept("{}");
    check_kept(
        r#"{"States":{"B":{"Type":"Pass"},"A":{"Type":"Pass"}},"StartAt":"B","x-unknown":[{"z":null,"a":[]}]}"#,
    );
    check(" { \"a\" :\t[ 1 , true , false , null ] ,\r\n\"\" : { } } ", r#"{"a":[1,true,false,null],"":{}}"#);
    check("\u{FEFF}{\"a\":1}", r#"{"a":1}"#);
    check_kept(r#"{"$serde_json::private::Number":"1","a":{"$serde_json::private::Number":"x"}}"#);
}

#[test]
fn numbers_keep_their_text() {
    check_kept(
        r#"{"a":[1.0,1e3,1E+5,1e-5,1E5,100000000000000000000000,-0.0,-0,0.1000,1e999999,0e0],"b":2E2,"c":{"d":3}}"#,
    );
    let long = format!(r#"{{"a":{}}}"#, "9".repeat(100_000));
    check_kept(&long);
    let indented = format!("{:#}", Definition::read(r#"{"a":[1E5,{"b":1e3}],"c":[],"d":{}}"#).unwrap());
    assert_eq!(
        indented,
        "{\n  \"a\": [\n    1E5,\n    {\n      \"b\": 1e3\n    }\n  ],\n  \"c\": [],\n  \"d\": {}\n}"
    );
}

#[test]
fn equality_is_that_of_json() {
    let read = |text| Definition::read(text).unwrap();
    assert_eq!(read(r#"{"a":1e3}"#), read(r#"{"a":1e+3}"#));
    assert_ne!(read(r#"{"a":1e3}"#), read(r#"{"a":1000}"#));
    let definition = read(r#"{"a":1e3}"#);
    assert_eq!(Definition::from_map(definition.json().clone()).to_string(), r#"{"a":1e+3}"#);
    assert_eq!(Value::Object(definition.into_json()).to_string(), r#"{"a":1e+3}"#);
}

#[test]
fn escapes_mean_their_characters() {
    let definition = Definition::read(r#"{"\u0041\/":"\ud83d\ude00\b\f\n\r\t\"\\\u00e9"}"#).unwrap();
    assert_eq!(definition.json().get("A/"), Some(&json!("😀\u{8}\u{c}\n\r\t\"\\é")));
    assert_eq!(Definition::read(&definition.to_string()).unwrap(), definition);
}

#[test]
fn json_errors() {
    let cases = [
        ("", "a definition is a JSON object, this is empty at line 1 column 1"),
        ("\n  ", "a definition is a JSON object, this is empty at line 2 column 3"),
        ("[]", "a definition is a JSON object, this is an array"),
        ("\"a\"", "a definition is a JSON object, this is a string"),
        ("{} x", "this is no JSON: `x` where the end belongs, at line 1 column 4"),
        ("{\n\"a\": }", "this is no JSON: `}` where a value belongs, at line 2 column 6\n  at /a"),
        (
            "{\"a\":1,}",
            "this is no JSON: `}` where a key in double quotes belongs, at line 1 column 8\n  \
             help: take away the comma before it",
        ),
        (
            "{\"a\":[1,]}",
            "this is no JSON: `]` where a value belongs, at line 1 column 9\n  at /a/1\n  \
             help: take away the comma before it",
        ),
        ("{\"a\" 1}", "this is no JSON: `1` where `:` belongs, at line 1 column 6\n  at /a"),
        ("{\"é\":1 \"b\"}", "this is no JSON: `\"` where `,` or `}` belongs, at line 1 column 8"),
        ("{\"a\":[1 2]}", "this is no JSON: `2` where `,` or `]` belongs, at line 1 column 9\n  at /a/0"),
        (
            "{'a':1}",
            "this is no JSON: `'` where a key in double quotes belongs, at line 1 column 2\n  \
             help: text stands in double quotes",
        ),
        (
            "{\r\n// no\r\n}",
            "this is no JSON: `/` where a key in double quotes belongs, at line 2 column 1\n  \
             help: JSON has no comments; a definition and its states have the field `Comment`",
        ),
        (
            "{\"a\":True}",
            "this is no JSON: `True` where a value belongs, at line 1 column 6\n  at /a\n  \
             help: JSON knows `true`, `false` and `null` besides text, numbers, arrays and objects",
        ),
        ("{\"a\":nul}", "this is no JSON: `nul` where a value belongs, at line 1 column 6\n  at /a"),
        (
            "{",
            "this is no JSON: the end of the text where a key in double quotes belongs, at line 1 column 2",
        ),
        ("{\"a\":\"b", "this is no JSON: no `\"` ends the text that begins at line 1 column 6\n  at /a"),
        ("{\"a\":\"\\", "this is no JSON: the text ends within an escape at line 1 column 7\n  at /a"),
        (
            "{\"a\":\"\\x\"}",
            "this is no JSON: `\\x` is no escape, at line 1 column 7\n  at /a\n  \
             help: a backslash itself is written `\\\\`",
        ),
        (
            "{\"a\":\"\\u12é\"}",
            "this is no JSON: `\\u` without four hexadecimal digits at line 1 column 7\n  at /a",
        ),
        (
            "{\"a\":\"b\nc\"}",
            "this is no JSON: a line break within text at line 1 column 8\n  at /a\n  \
             help: write it as an escape: `\\n`, `\\t`, `\\u0001`",
        ),
        (
            "{\"a\":\"\u{1}\"}",
            "this is no JSON: the control character U+0001 within text at line 1 column 7\n  at /a\n  \
             help: write it as an escape: `\\n`, `\\t`, `\\u0001`",
        ),
    ];
    for (text, expected) in cases {
        check(text, &format!("error[malformed-definition]: {expected}"));
    }
}

#[test]
fn half_characters_are_refused() {
    for text in [r"\ud83d", r"\ud83d\n", r"\ude00", r"\ud83d\u0041"] {
        let half = &text[..6];
        check(
            &format!("{{\"a\":\"{text}\"}}"),
            &format!(
                "error[malformed-definition]: this is no JSON: `{half}` is half of a character at line 1 column 7\n  \
                 at /a\n  help: a character beyond U+FFFF is two escapes, as in `\\ud83d\\ude00`"
            ),
        );
    }
}

#[test]
fn numbers_that_json_has_not_are_refused() {
    for number in ["01", "-", "1.", "1.e3", "1e", "1e+", "-.5", "1_000", "0x1F", "1.2.3", "--1", "-01"] {
        check(
            &format!("{{\"a\":{number}}}"),
            &format!(
                "error[malformed-definition]: this is no JSON: `{number}` is no number, at line 1 column 6\n  \
                 at /a\n  help: a number is like `-12`, `0.5` or `1e-9`; anything else stands in quotes"
            ),
        );
    }
}

#[test]
fn a_key_that_stands_twice_is_found() {
    check(
        "{\"States\":{\n \"A\":{},\n \"a/b\":[{\"x\":1,\"x\":2}],\n \"A\":{}}}",
        "error[duplicate-key]: the key `x` stands at line 3 column 10 and again at line 3 column 16\n  \
         at /States/a~1b/0/x\n  help: keep one of the two",
    );
    check(
        "{\"A\":1,\n\"\\u0041\":2}",
        "error[duplicate-key]: the key `A` stands at line 1 column 2 and again at line 2 column 1\n  \
         at /A\n  help: keep one of the two",
    );
}

#[test]
fn nesting_has_a_bound() {
    let nested = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    check_kept(&nested(127));
    let found = read(&nested(128));
    assert!(
        found.starts_with(
            "error[malformed-definition]: it nests deeper than 127 levels, at line 1 column 132"
        ),
        "{found}"
    );
    for hostile in ["[", "{\"a\":", "[{\"a\":"] {
        let found = read(&format!("{{\"a\":{}", hostile.repeat(100_000)));
        assert!(found.starts_with("error[malformed-definition]: it nests deeper"), "{found}");
    }
}

#[test]
fn messages_are_short_and_on_one_line() {
    let long = "x".repeat(100_000);
    let found = Definition::read(&format!("{{\"a\":{long}}}")).unwrap_err();
    assert_eq!(
        found.message,
        format!("this is no JSON: `{}…` where a value belongs, at line 1 column 6", "x".repeat(60))
    );
    let found = Definition::read("{\"a\\nb\":1,\"a\\nb\":1}").unwrap_err();
    assert_eq!(found.message, "the key `a\\nb` stands at line 1 column 2 and again at line 1 column 11");
}

#[test]
fn many_members_read_quickly() {
    let members: Vec<String> = (0..50_000).map(|index| format!("\"{index}\":{{}}")).collect();
    check_kept(&format!("{{{}}}", members.join(",")));
    #[cfg(feature = "yaml")]
    {
        let items = vec!["x"; 50_000].join(", ");
        assert!(Definition::read_yaml(&format!("a: [{items}]")).is_ok());
    }
}

#[test]
fn states_come_in_document_order() {
    let text = r#"{"StartAt":"A","States":{
        "A":{"Type":"Parallel","Branches":[
            {"StartAt":"B","States":{"B":{"Type":"Map","ItemProcessor":{"States":{"C":{"Type":"Pass"}}}}}},
            7,
            {"StartAt":"D","States":{"D":{"Type":"Pass"},"E":3}}]},
        "F":{"Type":"Map","Iterator":{"States":{"G":{"Type":"Pass"}}}}}}"#;
    let definition = Definition::read(text).unwrap();
    let states = definition.states();
    let pointers: Vec<&str> = states.iter().map(|state| state.pointer()).collect();
    assert_eq!(
        pointers,
        [
            "/States/A",
            "/States/A/Branches/0/States/B",
            "/States/A/Branches/0/States/B/ItemProcessor/States/C",
            "/States/A/Branches/2/States/D",
            "/States/F",
            "/States/F/Iterator/States/G",
        ]
    );
}

#[test]
fn a_states_language_is_its_own_or_its_machines() {
    let languages = |text: &str| -> Vec<(String, QueryLanguage)> {
        let definition = Definition::read(text).unwrap();
        definition.states().iter().map(|state| (state.name().to_owned(), state.query_language())).collect()
    };
    let map = |top: &str, state: &str, processor: &str| {
        format!(
            r#"{{{top}"States":{{"M":{{"Type":"Map",{state}"ItemProcessor":{{{processor}"States":{{"P":{{"Type":"Pass"}}}}}}}}}}}}"#
        )
    };
    let (jsonata, none) = ("\"QueryLanguage\":\"JSONata\",", "");
    let (a, p) = (QueryLanguage::Jsonata, QueryLanguage::JsonPath);
    let expect = |text: String, of_map, of_pass| {
        assert_eq!(languages(&text), [("M".to_owned(), of_map), ("P".to_owned(), of_pass)], "{text}");
    };
    expect(map(none, none, none), p, p);
    expect(map(jsonata, none, none), a, a);
    expect(map(none, jsonata, none), a, p);
    expect(map(none, none, jsonata), p, a);
}

#[cfg(feature = "yaml")]
mod yaml {
    use stepwright::asl::Definition;

    fn read(text: &str) -> String {
        match Definition::read_yaml(text) {
            Ok(definition) => definition.to_string(),
            Err(finding) => finding.to_string(),
        }
    }

    /// YAML text becomes this JSON, or is refused in these words.
    fn check(text: &str, expected: &str) {
        assert_eq!(read(text), expected, "{text}");
    }

    fn check_refused(text: &str, expected: &str) {
        check(text, &format!("error[malformed-definition]: {expected}"));
    }

    #[test]
    fn yaml_becomes_json() {
        check(
            "# ship\nStartAt: Wait\nStates:\n  Wait:\n    Type: Wait\n    Seconds: 5\n    Next: Done\n  Done: {Type: Succeed}\n",
            r#"{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":5,"Next":"Done"},"Done":{"Type":"Succeed"}}}"#,
        );
        check("\u{FEFF}---\r\na:\r\n- 1e3\r\n- b\r\n...\r\n", r#"{"a":[1e3,"b"]}"#);
        check(
            "a: |\n  x\n  y\nb: >-\n  x\n  y\nc: \"\\u00e9\\n\"\nd: 'it''s'\n",
            r#"{"a":"x\ny\n","b":"x y","c":"é\n","d":"it's"}"#,
        );
        check("{\"é\": [1.0, 2], \"b\": -0.0}", r#"{"é":[1.0,2],"b":-0.0}"#);
    }

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        check(
            "a: [yes, no, on, off, y, N, 2012-10-17, 12:30, 1_000, 1.2.3, '1', \"true\", 0b1, =]",
            r#"{"a":["yes","no","on","off","y","N","2012-10-17","12:30","1_000","1.2.3","1","true","0b1","="]}"#,
        );
        check(
            "a: [true, True, FALSE, null, ~, Null, ]\nb:\n",
            r#"{"a":[true,true,false,null,null,null],"b":null}"#,
        );
        check("on: 1\nyes: 2", r#"{"on":1,"yes":2}"#);
        check("a: [!!str 1, !!int 2, !!float 1, !!str true]", r#"{"a":["1",2,1,"true"]}"#);
    }

    #[test]
    fn numbers_keep_their_text_where_json_has_it() {
        check(
            "é: [1.0, 1e3, 1E+5, 100000000000000000000000, -0.0, 0.1000, 1e999]",
            r#"{"é":[1.0,1e3,1E+5,100000000000000000000000,-0.0,0.1000,1e999]}"#,
        );
        check(
            "a: [+1, 0x1F, 0o17, 017, .5, +100000000000000000000000, +1.50]",
            r#"{"a":[1,31,15,17,0.5,100000000000000000000000,1.50]}"#,
        );
        check_refused(
            "a:\n  b: .inf",
            "JSON has no number `.inf`, at line 2 column 6\n  at /a/b\n  help: put it in quotes where it is text",
        );
        check_refused(
            "a: -.INF",
            "JSON has no number `-.INF`, at line 1 column 4\n  at /a\n  help: put it in quotes where it is text",
        );
        check_refused(
            "a: .nan",
            "JSON has no number `.nan`, at line 1 column 4\n  at /a\n  help: put it in quotes where it is text",
        );
    }

    #[test]
    fn aliases_stand_for_their_values() {
        check(
            "a: &retry [{MaxAttempts: 2, BackoffRate: 1E1}, 1e3]\nb: *retry\nc: {d: *retry, e: 1e2}",
            concat!(
                r#"{"a":[{"MaxAttempts":2,"BackoffRate":1E1},1e3],"b":[{"MaxAttempts":2,"BackoffRate":1E1},1e3],"#,
                r#""c":{"d":[{"MaxAttempts":2,"BackoffRate":1E1},1e3],"e":1e2}}"#
            ),
        );
        check("a: &x 1.50\nb: *x\nc: &x two\nd: *x", r#"{"a":1.50,"b":1.50,"c":"two","d":"two"}"#);
        check("a:\n  &k key: 1\nb: *k\nc: [&f d: 1, *f]", r#"{"a":{"key":1},"b":"key","c":[{"d":1},"d"]}"#);
        check("a: &m\n  &k key: 1\nb: [*k, *m]", r#"{"a":{"key":1},"b":["key",{"key":1}]}"#);
        check(
            "a: &b |-\n  *x\nc: |-\n\n  &b *x\nd: *b\ne: >2- # *x\n  *x\nf:\n  - |-\n    *x",
            r#"{"a":"*x","c":"\n&b *x","d":"*x","e":"*x","f":["*x"]}"#,
        );
        check(
            "a: &x 1\nb: c |\n*x : 2",
            "error[malformed-definition]: a key is text, this is a number, `*x`, at line 3 column 1\n  help: put it in quotes: `\"*x\"`",
        );
        check("a: &x\n  k: &y v\nb: *x\n*y : 2\n", r#"{"a":{"k":"v"},"b":{"k":"v"},"v":2}"#);
        check(
            "a: '*x'\nb: \"* * *\"\nc: |\n  *x\nd: 2 * 3\ne: \"\\uE000\"",
            "{\"a\":\"*x\",\"b\":\"* * *\",\"c\":\"*x\\n\",\"d\":\"2 * 3\",\"e\":\"\u{E000}\"}",
        );
        check(
            "a: !!map\n  &k key: 1\nb: *k\nc: !!map &m {&l x: 2}\nd: [*m, *l]",
            r#"{"a":{"key":1},"b":"key","c":{"x":2},"d":[{"x":2},"x"]}"#,
        );
        check_refused("a: *x", "the alias `*x` names no anchor before it, at line 1 column 4\n  at /a");
        check_refused(
            "a: &x [*x]",
            "the alias `*x` names no anchor before it, at line 1 column 8\n  at /a/0",
        );
    }

    #[test]
    fn keys_are_text() {
        check_refused(
            "a:\n  1: b",
            "a key is text, this is a number, `1`, at line 2 column 3\n  at /a\n  help: put it in quotes: `\"1\"`",
        );
        check_refused(
            "true: b",
            "a key is text, this is a boolean, `true`, at line 1 column 1\n  help: put it in quotes: `\"true\"`",
        );
        check_refused(
            "~: b",
            "a key is text, this is null, `~`, at line 1 column 1\n  help: put it in quotes: `\"~\"`",
        );
        check_refused("? [a]\n: b", "a key is text, this is a sequence at line 1 column 3");
        check_refused("{a: 1}: b", "a key is text, this is a mapping at line 1 column 1");
        check_refused(
            "a: &x {b: 1}\nc:\n  <<: *x",
            "`<<` merges nothing in YAML 1.2, at line 3 column 3\n  at /c\n  \
             help: write the fields out; one alias may stand for a whole value",
        );
        check("'<<': 1", r#"{"<<":1}"#);
    }

    #[test]
    fn a_key_that_stands_twice_is_found() {
        check(
            "a: 1\nb:\n  c: 1\n  d: 2\n  \"c\": 3\n",
            "error[duplicate-key]: a key stands again in its mapping at line 5 column 3\n  help: keep one of the two",
        );
        check(
            "a: &x k\nb: {k: 1, *x : 2}",
            "error[duplicate-key]: the key `k` stands again at line 2 column 11\n  at /b/k\n  help: keep one of the two",
        );
    }

    #[test]
    fn what_json_cannot_say_is_refused() {
        check_refused("", "a definition is a mapping, this is empty");
        check_refused("# nothing\n", "a definition is a mapping, this is empty");
        check_refused("- a", "a definition is a mapping, this is an array");
        check_refused("---\n", "a definition is a mapping, this is null");
        check_refused(
            "a: 1\n---\nb: 2\n",
            "a definition is one document, a second one begins at line 3 column 1",
        );
        check_refused(
            "a:\n  b: !Sub x${y}",
            "the tag `!Sub` means nothing in a definition, at line 2 column 6\n  at /a/b\n  help: write `${Name}` in \
             the text and say what `Name` is in the template's `DefinitionSubstitutions`",
        );
        check_refused(
            "a: !mine [1]",
            "the tag `!mine` means nothing in a definition, at line 1 column 4\n  at /a\n  help: take the tag away",
        );
        check_refused("a: !!int x", "`x` is not what its tag says, at line 1 column 4\n  at /a");
        let found = read("a: [1\nb: 2");
        assert!(found.starts_with("error[malformed-definition]: this is no YAML: "), "{found}");
        assert!(found.contains(" at line 2 column "), "{found}");
    }

    #[test]
    fn hostile_text_is_refused_in_time() {
        let times = 100_000;
        for piece in [
            "[",
            "{",
            "- ",
            "? ",
            ": ",
            "a: ",
            "{a: ",
            "[? ",
            "&a ",
            "!x ",
            "--- ",
            "- &a ",
            "- !!seq ",
            "- ? ",
            "\t- ",
            "*a ",
            "&a\n",
            "'",
            "\"",
            "\\",
            "| ",
            "> ",
            "%",
            "a\n\n",
            "{? ",
            "[[a: ",
            "-\n",
            "? a\n: ",
            "a:\n- ",
            "\u{85}- ",
            "\u{2028}- ",
            "- \"a\nb\"\n",
            "#",
            "# \n",
            "!",
            "&",
            "*",
            "@",
            "`",
            ",",
            "[,",
            "{,",
            ":\n",
            "é: ",
        ] {
            for text in
                [piece.repeat(times / piece.len()), format!("a: {}", piece.repeat(times / piece.len()))]
            {
                let _ = Definition::read_yaml(&text);
            }
        }
        let stairs = |line: &str| -> String {
            (0..2000).map(|index| format!("{}{line}\n", " ".repeat(index))).collect()
        };
        for line in ["a:", "-", "?", "- &a", "a: &b", "? \"x\ny\"", "&a b:", "- a:"] {
            let found = read(&stairs(line));
            assert!(found.starts_with("error[malformed-definition]: "), "{found}");
        }
    }

    #[test]
    fn nesting_has_a_bound() {
        let nested = |levels: usize| format!("a: {}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(&nested(126)).starts_with("{\"a\":[["));
        check_refused(
            &nested(127),
            &format!("it nests deeper than 127 levels, at line 1 column 130\n  at /a{}", "/0".repeat(126))
                .replace("\n  at", "\n  at"),
        );
        let blocks: String = (0..128).map(|index| format!("{}a:\n", " ".repeat(index))).collect();
        assert!(read(&blocks).contains("it nests deeper than 127 levels, at line 128"), "{}", read(&blocks));
    }

    #[test]
    fn alias_bombs_are_refused() {
        let bomb = |first: &str, width: usize, levels: usize| {
            let mut text = format!("a0: &a0 {first}\n");
            for level in 1..levels {
                let items = vec![format!("*a{}", level - 1); width].join(", ");
                text += &format!("a{level}: &a{level} [{items}]\n");
            }
            text
        };
        for text in [
            bomb("x", 9, 12),
            bomb("[]", 2, 60),
            bomb(&"x".repeat(100_000), 50, 3),
            bomb("x", 1, 1000),
            bomb("{}", 1000, 4),
        ] {
            let found = read(&text);
            assert!(
                found.contains("with its aliases replaced it is too large")
                    || found.contains("it nests deeper than")
                    || found.contains("anchors are too many"),
                "{:.200}",
                found
            );
        }
        let anchors = "[".repeat(200).replace('[', "&a [") + &"1,".repeat(400_000) + &"]".repeat(200);
        check_refused(&format!("a: {anchors}"), "200 anchors are too many for a text of 801003 bytes");
    }
}

mod any {
    use super::{Definition, Map, Value};
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// Text that readers and writers stumble over.
    fn text() -> impl Strategy<Value = String> {
        let nasty = prop::sample::select(vec![
            "",
            " ",
            "a",
            "A.$",
            "\"",
            "\\",
            "/",
            "~",
            "*x",
            "&x",
            "!x",
            "- ",
            "#",
            ": ",
            "{%",
            "%}",
            "${A}",
            "\n",
            "\r\n",
            "\t",
            "\u{0}",
            "\u{7f}",
            "\u{85}",
            "\u{a0}",
            "\u{2028}",
            "\u{feff}",
            "\u{e000}",
            "\u{ffff}",
            "😀",
            "é",
            "null",
            "true",
            "on",
            "1e3",
            "0x1F",
            "<<",
            "---",
            "|",
            ">",
            "'",
            "$serde_json::private::Number",
        ]);
        prop_oneof![
            vec(nasty, 0..4).prop_map(|pieces| pieces.concat()),
            any::<String>(),
            vec(any::<char>(), 0..8).prop_map(String::from_iter),
        ]
    }

    fn number() -> impl Strategy<Value = String> {
        prop_oneof![
            "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,4})?",
            any::<i64>().prop_map(|number| number.to_string()),
        ]
    }

    /// JSON text with its value.
    fn value() -> impl Strategy<Value = String> {
        let quoted = text().prop_map(|text| Value::String(text).to_string());
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            Just("false".to_owned()),
            number(),
            quoted,
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(","))),
                members(inner),
            ]
        })
    }

    fn members(inner: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
        vec((text(), inner), 0..5).prop_map(|members| {
            let mut seen = std::collections::BTreeSet::new();
            let members = members.into_iter().filter(|(key, _)| seen.insert(key.clone()));
            let members: Vec<String> =
                members.map(|(key, value)| format!("{}:{value}", Value::String(key))).collect();
            format!("{{{}}}", members.join(","))
        })
    }

    /// Text that is almost a definition.
    fn garbled() -> impl Strategy<Value = String> {
        (members(value()), any::<prop::sample::Index>(), any::<prop::sample::Index>(), text()).prop_map(
            |(document, from, to, put)| {
                let chars: Vec<char> = document.chars().collect();
                let (from, to) = (from.index(chars.len()), to.index(chars.len()));
                let before: String = chars.iter().take(from.min(to)).collect();
                let after: String = chars.iter().skip(from.max(to)).collect();
                format!("{before}{put}{after}")
            },
        )
    }

    fn yamlish() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "a",
            "b",
            ": ",
            ":",
            "- ",
            "? ",
            "\n",
            "\n  ",
            "\n    ",
            "&x ",
            "*x",
            "!t ",
            "!!str ",
            "!!int ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "\"",
            "'",
            "|\n",
            ">-\n",
            "#",
            " ",
            "1",
            "1.0",
            "~",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "\t",
            "é",
            "<<",
            "*",
            "&",
            "\r",
            "\u{feff}",
            "\\",
        ]);
        vec(pieces, 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn json_comes_back_as_it_was(document in members(value())) {
            let definition = Definition::read(&document).unwrap();
            prop_assert_eq!(definition.to_string(), document.clone());
            let again = Definition::read(&format!("{definition:#}")).unwrap();
            prop_assert_eq!(again.to_string(), document);
            let map: Map<String, Value> = definition.into_json();
            prop_assert_eq!(Definition::from_map(map.clone()).into_json(), map);
        }

        #[test]
        fn what_serde_json_refuses_is_refused(text in garbled()) {
            let ours = Definition::read(&text);
            if let Ok(ours) = &ours {
                let theirs = serde_json::from_str::<Map<String, Value>>(text.trim_start_matches('\u{feff}'));
                // Such a key has a meaning of its own for serde_json.
                prop_assert!(text.contains("private") || theirs.ok().as_ref() == Some(ours.json()));
            } else if serde_json::from_str::<Map<String, Value>>(&text).is_ok() {
                prop_assert_eq!(ours.unwrap_err().code, "duplicate-key");
            }
        }

        #[test]
        fn any_text_is_answered(text in any::<String>(), almost in yamlish()) {
            for text in [text, almost] {
                let _ = Definition::read(&text).map(|definition| definition.states().len());
                #[cfg(feature = "yaml")]
                if let Ok(definition) = Definition::read_yaml(&text) {
                    prop_assert_eq!(Definition::read(&definition.to_string()).unwrap(), definition);
                }
            }
        }

        #[test]
        #[cfg(feature = "yaml")]
        fn what_we_write_as_yaml_reads(document in members(value())) {
            let definition = Definition::read(&document).unwrap();
            let yaml = stepwright::template::to_yaml(&Value::Object(definition.json().clone()));
            if let Ok(read) = Definition::read_yaml(&yaml) {
                prop_assert_eq!(read.json(), definition.json());
            }
        }
    }
}
