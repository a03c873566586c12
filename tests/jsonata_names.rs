//! What an expression refers to, and what must go wrong with it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use stepwright::query::jsonata::{Delimited, FUNCTIONS, Jsonata, Origin, ProblemKind, delimited};

fn read(text: &str) -> Jsonata {
    Jsonata::parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

#[test]
fn variables_are_those_that_nothing_binds() {
    let cases: &[(&str, &[&str])] = &[
        ("1", &[]),
        ("$", &[]),
        ("$$", &[]),
        ("$states.input", &[]),
        ("$total", &["total"]),
        ("$total.net + $total.tax", &["total", "total"]),
        ("$größe", &["größe"]),
        ("a[$least < b]{c: $d}^($e)", &["least", "d", "e"]),
        // Assignments: seen behind them, in what they assign not yet.
        ("($x := 1; $x)", &[]),
        ("($x := $x; $x)", &["x"]),
        ("($x; $x := 1)", &["x"]),
        ("($x := 1) + $x", &["x"]),
        ("(($x := 1; $x); $x)", &["x"]),
        ("($x := 1; ($x; $y := 2); $y)", &["y"]),
        ("[$x := 1, $x]", &[]),
        ("$c ? $x := 1 : $x", &["c"]),
        ("($c ? $x := 1 : 2; $x)", &["c"]),
        ("$x := $y := 1", &[]),
        // Functions: parameters within, and all that the blocks around will hold.
        ("function($x){$x + $y}", &["y"]),
        ("(function($x){$x}; $x)", &["x"]),
        ("function($x){function($y){$x + $y + $z}}", &["z"]),
        ("($f := function($n){$n < 2 ? 1 : $n * $f($n - 1)}; $f(5))", &[]),
        ("($f := function(){$y}; $y := 1; $f())", &[]),
        ("($f := function(){($z; $z := 1)}; $f())", &["z"]),
        ("($f := function(){$z := 1}; $z)", &["z"]),
        ("$f := function($n){$f($n)}", &[]),
        ("$x ~> |a|{'b': $late}|", &["x", "late"]),
        ("($t := |a|{'b': $late}|; $late := 1)", &[]),
        ("function($x)<n:n>{$x}", &[]),
        // Names of items and positions: for the rest of the path.
        ("$orders@$o.lines[$o.id = order]", &["orders"]),
        ("$orders#$i.{'n': $i}", &["orders"]),
        ("$orders@$o#$i{$string($i): $o}", &["orders"]),
        ("$orders@$o^($o.id)", &["orders"]),
        ("$orders[$o]@$v", &["orders", "o"]),
        ("($orders@$o.lines; $o)", &["orders", "o"]),
        ("[$orders@$o.lines, $o]", &["orders", "o"]),
        ("($orders@$o).($o)", &["orders", "o"]),
        ("a.b@$v.c@$w[$v = $w]", &[]),
        ("$list[0]@$v", &[]),
        // Functions are no variables, unless something has their name.
        ("$sum($map($list, $string))", &["list"]),
        ("$unknown(1)", &[]),
        ("1 ~> $unknown", &[]),
        ("$map($list, $unknown)", &["list", "unknown"]),
        ("$x.f($y)", &["x", "y"]),
        ("($sum := 1; $sum)", &[]),
        ("$f(1)($g)", &["g"]),
        ("$x ~> $v.f", &["x", "v"]),
        ("$eval('1')", &[]),
    ];
    for (text, wanted) in cases {
        // A step cannot name what was picked already; the case is one of the parser.
        let Ok(expression) = Jsonata::parse(text) else {
            assert!(text.contains("]@"), "{text}");
            continue;
        };
        let found = expression.variables();
        assert_eq!(found.iter().map(|found| found.name.as_str()).collect::<Vec<_>>(), *wanted, "{text}");
        for found in found {
            assert_eq!(found.span.of(text), format!("${}", found.name), "{text}");
        }
    }
}

/// The names behind `$states`, and all of it as written.
type Steps = (&'static [&'static str], &'static str);

#[test]
fn uses_of_states_go_as_far_as_there_are_names() {
    let cases: &[(&str, &[Steps])] = &[
        ("$states", &[(&[], "$states")]),
        ("$states.input", &[(&["input"], "$states.input")]),
        ("$states.input.a.b", &[(&["input", "a", "b"], "$states.input.a.b")]),
        ("$states.input.`a b`.'c'", &[(&["input", "a b", "c"], "$states.input.`a b`.'c'")]),
        ("$states.input.a[0].b", &[(&["input", "a"], "$states.input.a")]),
        ("$states.input.a[].b", &[(&["input", "a", "b"], "$states.input.a[].b")]),
        ("$states.input.a@$v.b", &[(&["input", "a", "b"], "$states.input.a@$v.b")]),
        ("$states.input.(a).b", &[(&["input"], "$states.input")]),
        ("$states.*.b", &[(&[], "$states")]),
        ("$states[0].input", &[(&[], "$states")]),
        ("$states.input^(a).b", &[(&["input"], "$states.input")]),
        ("$states.input{a: b}", &[(&["input"], "$states.input")]),
        ("$states.$keys($)", &[(&[], "$states")]),
        ("$states ~> $keys", &[(&[], "$states")]),
        (
            "$states.result.Payload & $states.context.State.Name",
            &[
                (&["result", "Payload"], "$states.result.Payload"),
                (&["context", "State", "Name"], "$states.context.State.Name"),
            ],
        ),
        ("$orders[id = $states.input.id]", &[(&["input", "id"], "$states.input.id")]),
        ("$states.input[$states.result]", &[(&["input"], "$states.input"), (&["result"], "$states.result")]),
        ("a.$states.input", &[]),
        ("function($states){$states.input}", &[]),
        ("(a.($states.input))", &[(&["input"], "$states.input")]),
    ];
    for (text, wanted) in cases {
        let found = read(text).states_uses();
        let found: Vec<(Vec<&str>, &str)> = found
            .iter()
            .map(|found| (found.path.iter().map(String::as_str).collect(), found.span.of(text)))
            .collect();
        let wanted: Vec<(Vec<&str>, &str)> =
            wanted.iter().map(|(path, span)| (path.to_vec(), *span)).collect();
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn problems_are_certain() {
    use ProblemKind::{Arguments, Reserved, Root, TopLevel, Type, Unavailable, UnknownFunction};
    let cases: &[(&str, &[(ProblemKind, &str)])] = &[
        // What AWS refused, and what it took.
        ("phone", &[(TopLevel, "phone")]),
        ("phone[0]", &[(TopLevel, "phone")]),
        ("$.phone", &[(TopLevel, "$")]),
        ("aaa + bbb", &[(TopLevel, "aaa"), (TopLevel, "bbb")]),
        ("{aaa: 1}", &[(TopLevel, "aaa")]),
        ("$map($states.input.a, function($x){ b })", &[(TopLevel, "b")]),
        ("$states.input.items[phone > 3]", &[]),
        ("$map($states.input.a, function($x){ $x.phone })", &[]),
        ("$phone", &[]),
        ("$$", &[(Root, "$$")]),
        ("$count($states.result[$ = 1])", &[]),
        // More of the same.
        ("`phone number`.home", &[(TopLevel, "`phone number`")]),
        ("'phone'.home", &[(TopLevel, "'phone'")]),
        ("'phone'[0].home", &[(TopLevel, "'phone'")]),
        ("'phone'", &[]),
        ("$x.(a; $).b^(c){d: e}", &[]),
        ("$x{phone: home}", &[]),
        ("$x[$$.a]", &[(Root, "$$")]),
        ("$x ~> |a|{'b': c}|", &[]),
        (
            "($y := phone; [a, -b, c ? d])",
            &[(TopLevel, "phone"), (TopLevel, "a"), (TopLevel, "b"), (TopLevel, "c"), (TopLevel, "d")],
        ),
        ("$states := 1", &[(Reserved, "$states")]),
        ("function($states){1}", &[(Reserved, "$states")]),
        ("$x@$states.a", &[(Reserved, "$states")]),
        // Functions.
        ("$eval('1')", &[(Unavailable, "$eval")]),
        ("$lenght('a')", &[(UnknownFunction, "$lenght")]),
        ("$x ~> $nothing", &[(UnknownFunction, "$nothing")]),
        ("$x ~> $nothing(1)", &[(UnknownFunction, "$nothing")]),
        ("$x.(sum(a))", &[(UnknownFunction, "sum")]),
        ("sum($x)", &[(TopLevel, "sum")]),
        ("'a'()", &[(UnknownFunction, "'a'")]),
        ("1 ~> 2", &[(UnknownFunction, "2")]),
        ("($f := function($x){$x}; $f(1) ~> $f)", &[]),
        ("($eval := function($x){$x}; $eval(1))", &[]),
        ("function($f){$f(1)}", &[]),
        ("$uuid() & $hash($x, 'MD5') & $parse($y) & $random() & $random(7)", &[]),
        ("$partition($x, 2) ~> $count", &[]),
        // How many.
        ("$uuid(1)", &[(Arguments, "$uuid(1)")]),
        ("$range(0, 10)", &[(Arguments, "$range(0, 10)")]),
        ("$power()", &[(Arguments, "$power()")]),
        ("$power(2)", &[]),
        ("$map([1])", &[(Arguments, "$map([1])")]),
        ("[1] ~> $map($string)", &[]),
        ("[1] ~> $map", &[(Arguments, "$map")]),
        ("$x ~> $map", &[]),
        ("$pad('a', 1, 'b', 2)", &[(Arguments, "$pad('a', 1, 'b', 2)")]),
        ("'a' ~> $pad(1, 'b', 2)", &[(Arguments, "$pad(1, 'b', 2)")]),
        ("'a' ~> $pad(?, 1, 'b')", &[]),
        ("$substring(?, 0, ?, 1)", &[(Arguments, "$substring(?, 0, ?, 1)")]),
        ("$zip([1], [2], [3], [4])", &[]),
        ("($sum := function(){1}; $sum())", &[]),
        // Which types.
        ("$length(5)", &[(Type, "5")]),
        ("$length('a')", &[]),
        ("$x.$length()", &[]),
        ("$length($x)", &[]),
        ("5 ~> $length()", &[(Type, "5")]),
        ("5 ~> $length", &[(Type, "5")]),
        ("$substring('a', 'b')", &[(Type, "'b'")]),
        ("$contains('a', 1)", &[(Type, "1")]),
        ("$contains('a', /b/)", &[]),
        ("$map([1], 'a')", &[(Type, "'a'")]),
        ("$sum('a')", &[(Type, "'a'")]),
        ("$sum(['a', $x])", &[(Type, "['a', $x]")]),
        ("$sum([1, $x])", &[]),
        ("$sum([])", &[]),
        ("$join('a')", &[]),
        ("$join(['a', 'b'], 1)", &[(Type, "1")]),
        ("$merge([{'a': 1}, 2])", &[(Type, "[{'a': 1}, 2]")]),
        ("$keys('a')", &[]),
        ("$number(null)", &[(Type, "null")]),
        ("$x + 'a'", &[(Type, "'a'")]),
        ("[1] * 2", &[(Type, "[1]")]),
        ("-'a'", &[(Type, "'a'")]),
        ("-$x", &[]),
        ("1 < 'a'", &[(Type, "'a'")]),
        ("$x < true", &[(Type, "true")]),
        ("$x < 'a'", &[]),
        ("[1.5..2]", &[(Type, "1.5")]),
        ("['a'..$x]", &[(Type, "'a'")]),
        ("[1..$x]", &[]),
        ("{1: 2}", &[(Type, "1")]),
        ("{'a': 2}", &[]),
        ("$x{null: 2}", &[(Type, "null")]),
        ("1 & 2 & null", &[]),
        ("('a' & 'b') + 1", &[(Type, "('a' & 'b')")]),
    ];
    for (text, wanted) in cases {
        let found = read(text).problems();
        let kinds: Vec<(ProblemKind, &str)> =
            found.iter().map(|found| (found.kind, found.span.of(text))).collect();
        assert_eq!(kinds, *wanted, "{text}");
    }
}

#[test]
fn problems_say_what_would_do() {
    let cases = [
        (
            "phone",
            "phone",
            "an expression has no input in which to look for `phone`",
            "`$states.input.phone` is a field of the state's input, `$phone` a variable",
        ),
        (
            "`a b`",
            "a b",
            "an expression has no input in which to look for `a b`",
            "`$states.input.`a b`` is a field of the state's input",
        ),
        (
            "sum([1])",
            "sum",
            "an expression has no input in which to look for `sum`",
            "`$sum` is the function, `$states.input.sum` a field of the state's input",
        ),
        (
            "states.input",
            "states",
            "an expression has no input in which to look for `states`",
            "`$states` has a `$`",
        ),
        ("$lenght(1)", "lenght", "there is no function `$lenght`", "did you mean `$length`?"),
        (
            "$f(1)",
            "f",
            "there is no function `$f`",
            "a variable of the state machine holds JSON and cannot be called",
        ),
        ("$pad(1, 2, 3, 4)", "pad", "`$pad` takes 1 to 3 arguments, and there are 4", ""),
        ("$map()", "map", "`$map` takes 2 arguments, and there is none", ""),
        ("$length(5)", "length", "argument 1 of `$length` is a number, and has to be text", ""),
        ("$sum(['a'])", "sum", "argument 1 of `$sum` has to be a number or an array of nothing else", ""),
        ("1 + null", "+", "`+` takes numbers, and this is `null`", ""),
    ];
    for (text, subject, message, help) in cases {
        let found = read(text).problems().remove(0);
        let found =
            (found.subject.as_str(), found.message.as_str(), found.help.as_deref().unwrap_or_default());
        assert_eq!(found, (subject, message, help), "{text}");
    }
}

#[test]
fn errors_say_what_would_do() {
    let cases = [
        ("1 +", "S0207 the expression ends where a value should stand at character 4"),
        ("a[1,2)", "S0202 expected `]`, found `,` at character 4"),
        ("(1", "S0203 expected `)`, found the end at character 3"),
        ("{'a':}", "S0211 `}` cannot stand where a value begins at character 6"),
        ("1 2", "S0201 `2` has no place here at character 3"),
        ("!a", "S0204 `!` is no operator at character 1"),
        ("größe ?? 1", "S0211 `?` cannot stand where a value begins at character 8"),
        ("'it\\'s'", "S0103 `\\'` is no escape at character 4"),
        ("'a", "S0101 a text is not closed at character 1"),
        ("$match(a, /b", "S0302 a regular expression is not closed at character 11"),
        ("$match(a, /b+*/)", "S0902 no regular expression: `*` has nothing to repeat at character 14"),
        ("function(x){1}", "S0208 parameter 1 of the function is no variable at character 10"),
        (
            "function($x)<s???>{1}",
            "S0903 what stands before it is optional or repeated already at character 17",
        ),
        ("a.1", "S0213 `1` is a value and cannot be a step of a path at character 3"),
        ("x := 1", "S0212 `x` is no variable, so nothing can be assigned to it at character 1"),
        ("a.%.%", "S0217 no step before `%` tells what it means at character 5"),
        ("1e999", "S0102 the number `1e999` is too large at character 1"),
    ];
    for (text, wanted) in cases {
        let error = Jsonata::parse(text).unwrap_err();
        assert_eq!(format!("{} {error}", error.code), wanted, "{text}");
    }
    let meant = [
        ("a ?? b", "JSONata 2.0.6, which Step Functions runs, has no `??`: `$exists(a) ? a : b`"),
        ("a ?: b", "JSONata 2.0.6, which Step Functions runs, has no `?:`: `a ? a : b`"),
        ("a == b", "`=` compares"),
        ("a || b", "`or` joins conditions"),
        ("'it\\'s'", "a text in double quotes may hold `'`"),
        ("!a", "`$not(…)` negates, `!=` is unequal"),
        ("a.1", "in backticks it is the name of a field"),
    ];
    for (text, wanted) in meant {
        assert_eq!(Jsonata::parse(text).unwrap_err().help.as_deref(), Some(wanted), "{text}");
    }
}

#[test]
fn functions_take_what_their_signatures_say() {
    let cases = [
        ("sum", 1, Some(1)),
        ("substring", 1, Some(3)),
        ("contains", 1, Some(2)),
        ("replace", 2, Some(4)),
        ("match", 1, Some(3)),
        ("number", 0, Some(1)),
        ("now", 0, Some(2)),
        ("reduce", 2, Some(3)),
        ("zip", 1, None),
        ("random", 0, Some(1)),
        ("uuid", 0, Some(0)),
        ("range", 3, Some(3)),
    ];
    for (name, least, most) in cases {
        let function = stepwright::query::jsonata::function(name).unwrap();
        assert_eq!((function.least(), function.most()), (least, most), "{name}");
    }
    let added = FUNCTIONS.iter().filter(|function| function.origin == Origin::StepFunctions);
    assert!(added.map(|function| function.name).eq([
        "partition",
        "range",
        "hash",
        "random",
        "uuid",
        "parse"
    ]));
    let mut names: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FUNCTIONS.len());
}

#[test]
fn delimiters_are_the_beginning_and_the_end() {
    let expression = |inner| Delimited::Expression { inner, offset: 2 };
    let cases = [
        ("{% $x %}", expression(" $x ")),
        ("{%$x%}", expression("$x")),
        ("{%%}", expression("")),
        ("{% '{% x %}' %}", expression(" '{% x %}' ")),
        (" {% $x %}", Delimited::NotOpened),
        ("{% $x %} ", Delimited::NotClosed),
        (" {% $x %} ", Delimited::Plain),
        ("{% $x", Delimited::NotClosed),
        ("$x %}", Delimited::NotOpened),
        ("{%}", Delimited::NotClosed),
        ("a {% $x %} b", Delimited::Plain),
        ("", Delimited::Plain),
        ("{ % $x % }", Delimited::Plain),
    ];
    for (text, wanted) in cases {
        assert_eq!(delimited(text), wanted, "{text:?}");
    }
}
