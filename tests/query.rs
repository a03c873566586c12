//! Reading paths and intrinsic functions.

use std::time::{Duration, Instant};
use stepwright::query::{
    Argument, Call, Comparison, Expression, ExpressionKind, FUNCTIONS, Filter, FunctionArgument, Kind,
    Literal, MAX_DEPTH, Operand, Operator, ParseError, Path, Root, Segment, Selector, function,
    is_variable_name, reference_path,
};

/// Compares what reading each text says with what it should: `""` for no error, else `offset: message`, and the help
/// behind ` | ` where there is one.
#[track_caller]
fn check<T>(read: impl Fn(&str) -> Result<T, ParseError>, table: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let said = match read(text) {
            Ok(_) => String::new(),
            Err(ParseError { offset, message, help: None, .. }) => format!("{offset}: {message}"),
            Err(ParseError { offset, message, help: Some(help), .. }) => {
                format!("{offset}: {message} | {help}")
            }
        };
        if said != *expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  found    {said:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

const GOOD_PATHS: &[&str] = &[
    "$",
    "$$",
    "$.a",
    "$.store.book[0].title",
    "$['store']['book'][0]['title']",
    "$.abc.['def ghi']",
    r#"$["a"]"#,
    "$['a', 'b','c']",
    "$[ 0 ]",
    "$[-1]",
    "$[0,1, -2]",
    "$[1:]",
    "$[:1]",
    "$[1:5].x",
    "$[-2 : -1]",
    "$.*",
    "$[*][*]",
    "$..author",
    "$..*",
    "$..[0]",
    "$..['a','b']",
    "$.delivery-partner",
    "$.a:b.@id",
    "$.&Ж中.\u{10346}",
    r"$.store\.book",
    r"$.\stor\e.boo\k",
    r"$.foo\@bar.baz\[\[.\?pretty",
    r"$.a\ b",
    r#"$['it\'s']"#,
    "$.0.1a",
    "$$.Execution.Input['a b']",
    "$$['Map'].Item",
    "$total",
    "$total.net[0]",
    "$_x[*]",
    "$größe",
    "$.list.length()",
    "$.n.concat('a', \"b\", $.c, 3)",
    "$..price.max()",
    "$.list.index(-1)",
    "$[(@.length-1)].bar",
    "$[?(@.isbn)]",
    "$[?(!@.isbn)]",
    "$[?(@)]",
    "$..book[?(@.price < 10 && @.category == 'fiction')]",
    "$[?((@.a || @.b) && !(@.c == null))]",
    "$[?(@.a==1&&@.b!='x'||@.c)]",
    "$[?(@['a b'] >= -1.5e3)]",
    "$[?(@.tags[?(@ == 'x')])]",
    "$[?('x' in @.tags)]",
    "$[?(@.size IN ['S', 'M'])]",
    "$[?(@.a nin [1,2])]",
    "$[?(@.a subsetof ['S'] && @.b anyof [] || @.c noneof [{'x': [true]}])]",
    "$[?(@.a size 2)]",
    "$[?(@.a empty true)]",
    "$[?(@.a contains 'x')]",
    "$[?(@.a all [1])]",
    "$[?(@.name =~ /foo.*?/i)]",
    r"$[?(@.name =~ /a\/b/)]",
    "$[?(@.price <= $['expensive'])]",
    "$[?(@.price <= $limit.net || @.x == $$.Execution.Id)]",
    "$.a[?(@.OutputKey == FooBar)].OutputValue",
    "$.Payload[?(@.subject_status==subject_completed)]..subject_id",
    "$[?(@.list.length() > 2)]",
    "$[?(@.a == 'nothing')]",
    "$[?(@.a == nothing)]",
    "$[?(1 == @.a)]",
];

const GOOD_CALLS: &[&str] = &[
    "States.UUID()",
    "States.UUID( )",
    "States.Array()",
    "States.Array('Foo', 2020, $.someJson, null, true)",
    "States.Array($.a,$.b)",
    "States.Array( $.a , $.b )",
    "States.Array(true, States.Array(false))",
    r"States.Format('Welcome to {} {}\'s playlist.', $.firstName, $.lastName)",
    r"States.Format('\{}\}')",
    "States.Format($.template, $.name)",
    "States.Format('{}_{}',$$.Execution.Name,$['test-batch']['batch_id'])",
    "States.StringToJson('{\"number\":20}')",
    "States.JsonToString($total)",
    "States.JsonToString(States.Array(1))",
    "States.ArrayPartition($.inputArray,4)",
    "States.ArrayContains($.a, null)",
    "States.ArrayRange(1, -9, -2)",
    "States.ArrayGetItem($.r[?(@.k == FooBar)].v, 0)",
    "States.ArrayGetItem($.r[?(@.k == 'a, b)')].v, States.MathAdd(1, 2))",
    "States.Hash('x', 'SHA-1')",
    "States.Hash($.a, $.algorithm)",
    "States.JsonMerge($.a, States.StringToJson('{}'), false)",
    "States.MathRandom(1, 10)",
    "States.MathRandom(1.4, 1e3, 5)",
    "States.StringSplit('a\nb', '\n')",
    "States.ArrayGetItem(States.StringSplit($.list.length(), '/'), 2)",
];

#[test]
fn good_ones_read() {
    let table: Vec<(&str, &str)> = GOOD_PATHS.iter().map(|text| (*text, "")).collect();
    check(Expression::parse, &table);
    check(Path::parse, &table);
    check(Expression::parse, &GOOD_CALLS.iter().map(|text| (*text, "")).collect::<Vec<_>>());
}

#[test]
fn bad_paths_say_where_and_why() {
    const BRACKET: &str = "expected a quoted name, an index, a slice, `*` or `?(`, found";
    const QUOTES: &str = "a name with such a character is written in brackets and quotes: `['a b']`";
    check(
        Path::parse,
        &[
            ("", "0: expected `$`, found the end"),
            (" $.a", "0: expected `$`, found a blank"),
            ("a.b", "0: expected `$`, found `a`"),
            ("@.a", "0: expected `$`, found `@`"),
            ("$.", "2: expected a name, found the end"),
            ("$..", "3: expected a name, found the end"),
            ("$...a", "3: expected a name, found `.`"),
            ("$.a.", "4: expected a name, found the end"),
            ("$.a b", &format!("3: expected `.`, `[` or the end, found a blank | {QUOTES}")),
            ("$.a,b", &format!("3: expected `.`, `[` or the end, found `,` | {QUOTES}")),
            ("$.a]", "3: expected `.`, `[` or the end, found `]`"),
            ("$.ä\t", &format!("4: expected `.`, `[` or the end, found `\\t` | {QUOTES}")),
            ("$*", "1: expected `.`, `[` or the name of a variable, found `*`"),
            ("$1", "1: expected `.`, `[` or the name of a variable, found `1`"),
            ("$$a", "2: expected `.` or `[`, found `a`"),
            ("$a-b", "2: expected `.` or `[`, found `-`"),
            (
                "$states.input",
                "1: `states` is reserved and no variable | in JSONPath the input is `$` and the context object `$$`",
            ),
            ("$.a[", &format!("4: {BRACKET} the end")),
            ("$.a[]", &format!("4: {BRACKET} `]`")),
            ("$.a[b]", &format!("4: {BRACKET} `b`")),
            ("$['a]", "5: expected a closing `'`, found the end"),
            ("$['a'", "5: expected `]`, found the end"),
            ("$['a' 'b']", "6: expected `]`, found `'`"),
            ("$['a', ]", "7: expected another name in `'`, found `]`"),
            ("$['a', \"b\"]", "7: expected another name in `'`, found `\"`"),
            ("$[1", "3: expected `]`, found the end"),
            ("$[1,]", "4: expected an index, found `]`"),
            ("$[-]", "3: expected an index, found `]`"),
            ("$[1.5]", "3: expected `]`, found `.`"),
            ("$[99999999999]", "2: `99999999999` is too large for an index"),
            ("$[:]", "2: a slice needs a start or an end | all elements are `[*]`"),
            ("$[0:4:2]", "5: a slice has a start and an end, and no step"),
            ("$[*", "3: expected `]`, found the end"),
            ("$[(@.length)]", "2: an index in parentheses is written `(@.length-1)`"),
            ("$[(@.length-0)]", "2: an index in parentheses is written `(@.length-1)`"),
            ("$.a.lenght()", "4: `lenght` is no function of a path | there is `length`"),
            ("$.a.keys(1)", "4: `keys` takes no arguments, found 1"),
            ("$.a.index()", "4: `index` takes 1 argument, found 0"),
            ("$.a.length().b", "12: nothing can follow a function in a path"),
            ("$.a.concat(b)", "11: expected a value, found `b`"),
            ("$.a.concat(1,)", "13: expected a path or a value, found `)`"),
            ("$.a.length(", "11: expected a value, found the end"),
            (r"$.a\", "4: expected an escaped character, found the end"),
        ],
    );
}

#[test]
fn bad_filters_say_where_and_why() {
    check(
        Path::parse,
        &[
            ("$[?]", "3: expected `(`, found `]`"),
            ("$[?@.a]", "3: expected `(`, found `@`"),
            ("$[?()]", "4: expected a path or a value, found `)`"),
            ("$[?(@.a]", "7: expected an operator, found `]`"),
            ("$[?(@.a)", "8: expected `]`, found the end"),
            ("$[?(@.a) && (@.b)]", "9: expected `]`, found `&`"),
            ("$[?(@.a = 1)]", "8: `=` is no operator | equality is written `==`"),
            ("$[?(@.a contain 1)]", "8: `contain` is no operator | there is `contains`"),
            ("$[?(@.a == )]", "11: expected a path or a value, found `)`"),
            ("$[?(@.a == 1 2)]", "13: expected `)`, found `2`"),
            ("$[?(@.a & @.b)]", "8: expected `)`, found `&`"),
            ("$[?(@.a && )]", "11: expected a path or a value, found `)`"),
            ("$[?('a')]", "7: expected an operator, found `)`"),
            ("$[?(@.a == 'b)]", "15: expected a closing `'`, found the end"),
            ("$[?(@.a == /b/)]", "11: a pattern stands behind `=~` only"),
            ("$[?(@.a =~ /b)]", "15: expected a closing `/`, found the end"),
            ("$[?(@.a =~ /b/g)]", "14: `g` is no flag of a pattern"),
            ("$[?(@.a in [1)]", "13: expected `,` or `]`, found `)`"),
            ("$[?(@.a == {1: 2})]", "12: expected a quoted name, found `1`"),
            ("$[?(@.a == 1.)]", "13: expected a digit, found `)`"),
            (r"$[?(@.a == '\ud800')]", "12: half a surrogate pair is no character"),
            ("$[?(a == 1)]", "4: expected a path or a value, found `a`"),
        ],
    );
}

#[test]
fn bad_calls_say_where_and_why() {
    const NEITHER: &str = "0: neither a path nor an intrinsic function | a path starts with `$`, an intrinsic function with `States.`";
    const ESCAPES: &str = r"the escapes are `\'`, `\{`, `\}` and `\\`";
    const BRACES: &str = r"a brace that is not to be filled is written `\{`";
    check(
        Expression::parse,
        &[
            ("", NEITHER),
            ("Format('x')", NEITHER),
            (
                "States.Formatt('x')",
                "0: `States.Formatt` is no intrinsic function | there is `States.Format`",
            ),
            ("States.format('x')", "0: `States.format` is no intrinsic function | there is `States.Format`"),
            ("States.Frobnicate()", "0: `States.Frobnicate` is no intrinsic function"),
            ("States.UUID", "11: expected `(`, found the end"),
            ("States.UUID(", "12: expected a path, a value or a call, found the end"),
            ("States.UUID() ", "13: expected the end, found a blank"),
            ("States.UUID(1)", "12: `States.UUID` takes no arguments, found 1"),
            ("States.MathAdd(1)", "16: `States.MathAdd` takes 2 arguments, found 1"),
            ("States.MathAdd(1, 2, 3)", "21: `States.MathAdd` takes 2 arguments, found 3"),
            ("States.MathRandom(1)", "19: `States.MathRandom` takes 2 or 3 arguments, found 1"),
            ("States.Format()", "14: `States.Format` takes at least 1 argument, found 0"),
            ("States.Array(1 2)", "15: expected `,` or `)`, found `2`"),
            ("States.Array(1,)", "15: expected a path, a value or a call, found `)`"),
            ("States.Array($.a b)", "17: expected `,` or `)`, found `b`"),
            ("States.Array($.)", "15: expected a name, found `)`"),
            ("States.Array(\"a\")", "13: text stands in single quotes here | write `'…'`"),
            ("States.Array('a)", "16: expected a closing `'`, found the end"),
            ("States.Array(undefined)", "13: `undefined` is no intrinsic function"),
            ("States.Array(+1)", "13: expected a path, a value or a call, found `+`"),
            (r#"States.Array('a\"b')"#, &format!("15: a backslash before `\"` is no escape | {ESCAPES}")),
            ("States.Format('{}')", &format!("14: 1 `{{}}` to fill, found 0 values | {BRACES}")),
            ("States.Format('x', $.a, $.b)", &format!("14: 0 `{{}}` to fill, found 2 values | {BRACES}")),
            (
                "States.MathAdd('-1', 1)",
                "15: argument 1 of `States.MathAdd` is an integer, found the text `-1`",
            ),
            ("States.ArrayLength(5)", "19: argument 1 of `States.ArrayLength` is an array, found `5`"),
            ("States.ArrayLength(null)", "19: argument 1 of `States.ArrayLength` is an array, found `null`"),
            (
                "States.ArrayLength(States.UUID())",
                "19: argument 1 of `States.ArrayLength` is an array, found text from `States.UUID`",
            ),
            (
                "States.JsonToString('a')",
                "20: argument 1 of `States.JsonToString` is a path, found the text `a`",
            ),
            (
                "States.ArrayPartition($.a, 0)",
                "27: argument 2 of `States.ArrayPartition` is a positive integer, found `0`",
            ),
            (
                "States.ArrayRange(1, 2, 0.2)",
                "24: argument 3 of `States.ArrayRange` is an integer other than 0, found `0.2`",
            ),
            (
                "States.JsonMerge($.a, $.b, true)",
                "27: argument 3 of `States.JsonMerge` is `false`, found `true` | Step Functions merges the outermost members only",
            ),
            (
                "States.Hash($.a, 'SHA-3')",
                "17: argument 2 of `States.Hash` is a hash algorithm, found the text `SHA-3` | the algorithms are MD5, SHA-1, SHA-256, SHA-384, SHA-512",
            ),
        ],
    );
}

#[test]
fn what_makes_a_path_general() {
    let no = |offset: usize, what: &str| format!("{offset}: {what} has no place in a reference path");
    check(
        reference_path,
        &[
            ("$", ""),
            ("$.a['b c'][0]", ""),
            ("$.abc.['def ghi']", ""),
            ("$$.Execution.Input", ""),
            ("$total.net", ""),
            ("$.a..b[*]", &no(3, "`..`")),
            ("$.a.*", &no(3, "`*`")),
            ("$.a[*]", &no(3, "`*`")),
            ("$['a','b']", &no(1, "a list of names")),
            ("$.a[0,1]", &no(3, "a list of indexes")),
            ("$.a[-1]", &no(3, "a negative index")),
            ("$.a[1:]", &no(3, "a slice")),
            ("$.a[(@.length-1)]", &no(3, "an index from the end")),
            ("$.a[?(@.b)]", &no(3, "a filter")),
            ("$.a.length()", &no(3, "a function")),
            ("$.a[", "4: expected a quoted name, an index, a slice, `*` or `?(`, found the end"),
        ],
    );
}

#[test]
fn what_step_functions_may_not_know() {
    let doubt = |text: &str| Path::parse(text)?.doubtful().map_or(Ok(()), Err);
    check(
        doubt,
        &[
            ("$..a[?(@.b == 'x' && !@.c)][1:]", ""),
            ("$.a[(@.length-1)]", ""),
            ("$.a.sum()", "3: Step Functions may not know the function `sum` in a path"),
            (
                "$[?(@.a.length() in [1])]",
                "7: Step Functions may not know the function `length` in a path | `States.ArrayLength` counts the elements of an array",
            ),
            ("$[?(@.a == 1 || @.b nin [1])]", "20: Step Functions may not know the operator `nin`"),
            ("$[?(@.a =~ /x/)]", "8: Step Functions may not know regular expressions in filters"),
            ("$[?(@.a < $.max)]", "10: a filter in Step Functions may see `@` only, not `$.max`"),
        ],
    );
}

#[test]
fn names_are_read_as_aws_reads_them() {
    let name = |text: &str| match Path::parse(text).unwrap().segments() {
        [Segment { selector: Selector::Name(name), .. }] => name.clone(),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(name(r"$.store\.book"), "store.book");
    assert_eq!(name(r#"$['a\""b"']"#), r#"a\""b""#);
    assert_eq!(name(r"$['it\'s']"), "it's");
    assert_eq!(name(r"$['a\\']"), r"a\\");
    assert_eq!(name("$['*']"), "*");
    assert_eq!(name("$.['a.b']"), "a.b");
}

#[test]
fn filters_keep_what_was_written() {
    let filter = |text: &str| match Path::parse(text).unwrap().segments().last().unwrap().selector.clone() {
        Selector::Filter(filter) => filter,
        other => panic!("{text}: {other:?}"),
    };
    // `&&` binds closer.
    let Filter::Or(parts) = filter("$[?(@.a && @.b || @.c)]") else { panic!() };
    assert!(matches!(parts.as_slice(), [Filter::And(both), Filter::Exists(_)] if both.len() == 2));

    let Filter::Compare(Comparison { left, operator, right, position }) =
        filter("$[?(@.ä[0] contains \"\\u00e9\\ud83d\\ude00\")]")
    else {
        panic!()
    };
    assert!(matches!(left, Operand::Path(path) if path.root() == &Root::Current && path.text() == "@.ä[0]"));
    assert_eq!((operator, right), (Operator::Contains, Operand::Literal(Literal::Text("é😀".into()))));
    assert_eq!((position.offset, position.character), (12, 12));

    let Filter::Compare(Comparison { right, .. }) =
        filter("$[?(@ == {'a': [1, -2.5e1, null], \"b\": false})]")
    else {
        panic!()
    };
    let array = vec![Literal::Number("1".into()), Literal::Number("-2.5e1".into()), Literal::Null];
    let members = vec![("a".to_owned(), Literal::Array(array)), ("b".to_owned(), Literal::Bool(false))];
    assert_eq!(right, Operand::Literal(Literal::Object(members)));
}

#[test]
fn calls_keep_what_was_written() {
    let call = Call::parse("States.Format('{}: {}', $.a[?(@.b < $low)], States.MathAdd($n, 1))").unwrap();
    let [Argument::Text(text), Argument::Path(path), Argument::Call(sum)] = call.arguments.as_slice() else {
        panic!()
    };
    assert_eq!(text.pieces, ["", ": ", ""]);
    assert_eq!((path.text(), path.position().offset), ("$.a[?(@.b < $low)]", 24));
    assert_eq!((sum.function.name, sum.position.offset, call.count()), ("States.MathAdd", 44, 2));
    assert!(call.variables().into_iter().eq(["low", "n"]));
    let path = Path::parse("$.a.append($x, 'b')").unwrap();
    let Some(Selector::Function(append)) = path.segments().last().map(|last| &last.selector) else {
        panic!()
    };
    assert_eq!(append.arguments[1], FunctionArgument::Literal(Literal::Text("b".into())));
    assert!(path.variables().into_iter().eq(["x"]));
}

#[test]
fn kinds_of_expressions() {
    for (text, kind) in [
        ("$.a", ExpressionKind::Input),
        ("$$.a", ExpressionKind::Context),
        ("$a", ExpressionKind::Variable),
        ("States.UUID()", ExpressionKind::Intrinsic),
    ] {
        assert_eq!(text.parse::<Expression>().unwrap().kind(), kind, "{text}");
    }
}

#[test]
fn names_of_variables() {
    let longest = "x".repeat(80);
    for name in ["a", "_a", "größe", "名前", "a1_b", "e\u{301}", longest.as_str()] {
        assert!(is_variable_name(name), "{name}");
        assert_eq!(Path::parse(&format!("${name}")).unwrap().root(), &Root::Variable(name.to_owned()));
    }
    let longer = "x".repeat(81);
    for name in ["", "1a", "a-b", "a b", "a.b", "states", longer.as_str()] {
        assert!(!is_variable_name(name), "{name}");
    }
    let error = Path::parse(&format!("${longer}")).unwrap_err();
    assert_eq!(error.to_string(), "the name of a variable has at most 80 characters at character 2");
}

#[test]
fn the_table_of_functions_is_sound() {
    assert_eq!(FUNCTIONS.len(), 18);
    for known in FUNCTIONS {
        assert_eq!(function(known.name), Some(known));
        assert!(known.name.starts_with("States.") && known.optional <= known.parameters.len(), "{known:?}");
        assert_eq!(known.parameter(known.parameters.len()), known.rest);
        assert!(known.most().is_none_or(|most| known.least() <= most));
    }
    assert_eq!(function("States.Format").and_then(|format| format.parameter(7)), Some(Kind::Any));
}

#[test]
fn hostile_nesting_is_an_error() {
    let many = 10_000;
    for (open, close) in [("[?(@", ")]"), ("[?((@", "))]"), (".concat($", ")")] {
        let text = format!("${}{}", open.repeat(many), close.repeat(many));
        let error = Path::parse(&text).unwrap_err();
        assert_eq!(error.message, format!("nested more than {MAX_DEPTH} deep"), "{open}");
    }
    for inside in ["[".repeat(many), "{'a':".repeat(many), "(".repeat(many), "!".repeat(many)] {
        assert!(Path::parse(&format!("$[?(@.a in {inside}")).is_err());
        assert!(Path::parse(&format!("$[?({inside}")).is_err());
    }
    let nested = |depth: usize| format!("{}1{}", "States.Array(".repeat(depth), ")".repeat(depth));
    assert!(Call::parse(&nested(10)).is_ok());
    for depth in [11, many] {
        let error = Call::parse(&nested(depth)).unwrap_err();
        assert_eq!(
            (error.offset, error.message.as_str()),
            (130, "intrinsic functions nested more than 10 deep")
        );
    }
}

#[test]
fn long_texts_take_linear_time() {
    let many = 100_000;
    let start = Instant::now();
    for text in [
        format!("${}", ".ä".repeat(many)),
        format!("${}", "[0]".repeat(many)),
        format!("$['{}']", "é".repeat(many)),
        format!("$[?(@.a{})]", " && @.b == 'ü'".repeat(many)),
        format!("$[?(@.a in [0{}])]", ", 'x'".repeat(many)),
        format!("States.Array(1{})", ", $.ö".repeat(many)),
        format!("States.Format('{}'{})", "{}".repeat(many), ", $.a".repeat(many)),
    ] {
        let expression = Expression::parse(&text).unwrap();
        assert!(expression.variables().is_empty());
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

/// Numbers that look random, the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

#[test]
fn no_text_makes_it_panic() {
    let scraps: Vec<char> = "$@.[]()'\"\\*?:,-0 9{}/=~<>!&|aué\u{1f600}\n".chars().collect();
    let seeds: Vec<&str> = GOOD_PATHS.iter().chain(GOOD_CALLS).copied().collect();
    let mut random = Random(20);
    for _ in 0..60_000 {
        let mut text: Vec<char> = seeds[random.below(seeds.len())].chars().collect();
        for _ in 0..=random.below(4) {
            let at = random.below(text.len() + 1);
            let scrap = scraps[random.below(scraps.len())];
            match random.below(4) {
                0 => text.truncate(at),
                1 if at < text.len() => drop(text.remove(at)),
                2 if at < text.len() => text[at] = scrap,
                _ => text.insert(at, scrap),
            }
        }
        let text: String = text.into_iter().collect();
        let errors = [Expression::parse(&text).err(), Path::parse(&text).err(), Call::parse(&text).err()];
        for error in errors.into_iter().flatten() {
            let before = text.get(..error.offset).unwrap_or_else(|| panic!("{text:?}: {error:?}"));
            assert_eq!(before.chars().count() + 1, error.character, "{text:?}: {error:?}");
        }
        if let Ok(path) = Path::parse(&text) {
            assert_eq!(path.to_string(), text);
            let _ = (path.doubtful(), path.is_definite(), path.variables());
            assert_eq!(path.is_reference(), reference_path(&text).is_ok());
        }
    }
}
