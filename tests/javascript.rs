//! Expressions of JavaScript in JSONata. That the two mean the same was tried with Node.js and JSONata 2.0.6.
#![allow(clippy::unwrap_used)]

use stepwright::prelude::*;
use stepwright::query::{JavaScript, cut_at_paths};

/// The JSONata of an expression, without what is asked for first.
fn said(text: &str) -> String {
    let said = JavaScript::parse(text).and_then(|expression| expression.in_jsonata());
    let text = said.map_or_else(|error| format!("error: {error}"), |said| said.text);
    match text.strip_prefix("($assert").and_then(|rest| rest.strip_suffix(')')) {
        Some(inside) => inside.rsplit_once("'); ").map_or(inside, |(_, last)| last).to_owned(),
        None => text,
    }
}

#[test]
fn what_means_the_same() {
    for (javascript, jsonata) in [
        ("$.a / 1000", "$states.input.a / 1000"),
        ("$.a + 1", "$states.input.a + 1"),
        ("$.a - ($.b - 1)", "$states.input.a - ($states.input.b - 1)"),
        ("($.a - 1) * -2", "($states.input.a - 1) * -2"),
        ("2 ** 3 ** 2", "$power(2, $power(3, 2))"),
        ("`Now waiting ${$.a} seconds...`", "'Now waiting ' & $states.input.a & ' seconds...'"),
        ("1 + 2 + 's'", "1 + 2 & 's'"),
        ("'s' + 1 + 2", "'s' & 1 & 2"),
        ("`it's ${'b'}`", "\"it's \" & 'b'"),
        ("$.a > 1 && $.b < 100", "$states.input.a > 1 and $states.input.b < 100"),
        ("!($.a > 5)", "$not($states.input.a > 5)"),
        ("$.a > 5 ? 'much' : 'little'", "$states.input.a > 5 ? 'much' : 'little'"),
        ("$.a ? 1 : 2", "$not($states.input.a in [null, false, 0, '']) ? 1 : 2"),
        ("$.a || 'none'", "$states.input.a in [null, false, 0, ''] ? 'none' : $states.input.a"),
        ("$.a ?? 'none'", "$exists($states.input.a) and $states.input.a != null ? $states.input.a : 'none'"),
        ("$.a === null", "$states.input.a = null"),
        ("$.s.toUpperCase()", "$uppercase($states.input.s)"),
        ("$.s.trim()", "$replace($states.input.s, /^\\s+|\\s+$/, '')"),
        ("$.s.slice(1, 3)", "$substring($states.input.s, 1, 2)"),
        ("$.s.split(',')", "$split($states.input.s, ',')"),
        ("$.s.replace('l', 'L')", "$replace($states.input.s, 'l', 'L', 1)"),
        ("$.s.padStart(8, '0')", "$pad($states.input.s, -8, '0')"),
        ("Math.round($.a)", "$floor($states.input.a + 0.5)"),
        ("Math.max(1, 2)", "$max([1, 2])"),
        ("{a: [1, [2]], 'b c': null}", "{'a': [1, [2]], 'b c': null}"),
        ("$.order['the name'][0].and", "$states.input.order.`the name`[0].`and`"),
        ("$$.Execution.Name", "$states.context.Execution.Name"),
        ("$total * 2", "$total * 2"),
    ] {
        assert_eq!(said(javascript), jsonata, "{javascript}");
    }
}

#[test]
fn a_missing_path_is_no_silence() {
    let text = |text: &str| JavaScript::parse(text).unwrap().in_jsonata().unwrap().text;
    assert_eq!(text("$.a * 2"), "$states.input.a * 2");
    assert_eq!(text("$.a > 2"), "($assert($exists($states.input.a), '`a` is missing'); $states.input.a > 2)");
    let within = JavaScript::parse("$.a * 2").unwrap().in_more_jsonata().unwrap().text;
    assert_eq!(within, "($assert($exists($states.input.a), '`a` is missing'); $states.input.a * 2)");
}

#[test]
fn what_does_not_mean_the_same_is_refused() {
    for (javascript, error) in [
        ("$.items.map(item => item.price)", "`item` is neither a path nor a value at character 13"),
        ("$.s.match(/a/)", "a regular expression cannot be said in JSONata here at character 11"),
        ("new Date()", "`new` cannot be said in JSONata at character 1"),
        ("$.a++", "`++` cannot be said in JSONata at character 4"),
        ("[$.s.split(',')]", "an array of what may be arrays, which JSONata would flatten at character 1"),
        ("$.a.toFixed(2)", "`.toFixed(…)` has nothing in JSONata that always means the same at character 4"),
        ("'5' * 2", "arithmetic with what is no number at character 5"),
        ("'a' < 1", "an order of other things than two numbers or two texts at character 5"),
        ("$.a ?", "expected a value, found the end at character 6"),
        ("'open", "expected `'`, found the end at character 6"),
        ("", "expected a value, found the end at character 1"),
    ] {
        assert_eq!(said(javascript), format!("error: {error}"), "{javascript}");
    }
    let deep = format!("{}1{}", "(".repeat(100), ")".repeat(100));
    assert!(said(&deep).contains("nested more than 64 deep"));
    for (one, more) in
        [("1", " + 1"), ("'a'", " + $.b"), ("$.a", " && $.b"), ("$.a", " + $.b"), ("$.a", " ?? $.b")]
    {
        assert!(!said(&format!("{one}{}", more.repeat(99))).starts_with("error: "), "{one}{more}");
        assert!(said(&format!("{one}{}", more.repeat(100_000))).contains("more than 100 values and calls"));
    }
    assert!(!said(&format!("{}$.a{}", "Math.floor(".repeat(60), ")".repeat(60))).starts_with("error: "));
    assert!(said(&format!("$.a{}", ".trim()".repeat(10_000))).starts_with("error: "));
    assert!(said(&"-".repeat(1_000)).starts_with("error: "));
    assert!(said(&"!".repeat(1_000)).contains("nested more than 64 deep"));
}

#[test]
fn paths_are_cut_out_of_any_javascript() {
    let cut = |text: &str| {
        let (text, paths) = cut_at_paths(text).unwrap();
        (text, paths.iter().map(|path| path.in_jsonpath()).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(
        cut("$.a.map(x => x + $.b[0]).concat($.a, '$.c', `${$.d} $.e ${{ f: $$.G }.f}`)"),
        (
            "$0.map(x => x + $1).concat($0, '$.c', `${$2} $.e ${{ f: $3 }.f}`)".to_owned(),
            "$.a $.b[0] $.d $$.G".to_owned()
        )
    );
    assert!(cut_at_paths("`open ${$.a}").is_err());
    assert!(cut_at_paths("'open").is_err());
}

#[test]
fn an_expression_is_a_pass_state() {
    let flow = EvaluateExpression::new("$.waitMilliseconds / 1000")
        .result_path("$.wait.seconds")
        .state("Convert to seconds")
        .then(EvaluateExpression::new("`Waiting ${$.wait.seconds} seconds`").state("Say it"));
    let mut stack = Stack::new("wait");
    stack.add("Machine", StateMachine::new(flow));
    let synthesis = stack.synthesize(Target::Sam);
    assert_eq!(synthesis.findings, []);
    assert_eq!(synthesis.statements(), 0);
    let definition = synthesis.asl("Machine").unwrap();
    assert_eq!(
        serde_json::to_string(&definition.json()["States"]["Convert to seconds"]).unwrap(),
        "{\"Type\":\"Pass\",\"QueryLanguage\":\"JSONata\",\"Output\":\"{% $merge([$states.input, {'wait': \
         $merge([$states.input.`wait`, {'seconds': ($assert($exists($states.input.waitMilliseconds), \
         '`waitMilliseconds` is missing'); $states.input.waitMilliseconds / 1000)}])}]) %}\",\"Next\":\"Say it\"}"
    );
}

#[test]
fn what_has_no_equal_is_a_finding() {
    let found = |expression: &str| {
        let mut stack = Stack::new("wait");
        stack.add("Machine", StateMachine::new(EvaluateExpression::new(expression).state("Evaluate")));
        let findings = stack.synthesize(Target::Sam).findings;
        findings.iter().map(|finding| (finding.code, finding.is_error())).collect::<Vec<_>>()
    };
    assert_eq!(found("$.a.sort()"), [("not-in-jsonata", true)]);
    assert_eq!(found("$.a == 1"), [("loose-equality", false)]);
    assert_eq!(found("'the path $.a'"), [("path-in-text", false)]);
    assert_eq!(found("$.a === 1"), []);
}
