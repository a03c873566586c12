//! What becomes of expressions, references and literals on their way into a definition.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use stepwright::prelude::*;

/// The parameters of a state in a JSONPath machine, and the codes of what is wrong.
fn lowered(parameters: Payload) -> (String, Vec<&'static str>) {
    let (definition, findings) = StateMachine::new(Pass::new("A").parameters(parameters)).definition();
    let parameters = definition.json()["States"]["A"]["Parameters"].to_string();
    (parameters, findings.iter().map(|finding| finding.code).collect())
}

#[track_caller]
fn check(parameters: Payload, expected: &str) {
    assert_eq!(lowered(parameters), (expected.to_owned(), vec![]));
}

/// The output of a JSONata state.
#[track_caller]
fn check_jsonata(output: Payload, expected: &str) {
    let (definition, findings) = StateMachine::new(Pass::new("A").output(output)).jsonata().definition();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(definition.json()["States"]["A"]["Output"].to_string(), expected);
}

/// One finding: its code, its message, and where it stands.
#[track_caller]
fn check_finding(machine: StateMachine, code: &str, message: &str, pointer: &str) {
    let (_, findings) = machine.definition();
    let [finding] = findings.as_slice() else { panic!("one finding expected: {findings:#?}") };
    assert_eq!((finding.code, finding.message.as_str()), (code, message));
    assert_eq!(finding.place.pointer.as_deref(), Some(pointer));
    assert_eq!(finding.place.state.as_deref(), Some("A"));
    assert!(finding.origin.as_ref().is_some_and(|origin| origin.file() == file!()), "{finding:?}");
}

#[test]
fn a_path_changes_its_key() {
    check(
        payload!({ "Id": path("$.id"), "Deep": { "Er": [{ "X": path("$$.Execution.Id") }] }, "N": 1 }),
        r#"{"Id.$":"$.id","Deep":{"Er":[{"X.$":"$$.Execution.Id"}]},"N":1}"#,
    );
    check(payload!({ "a": path("$a.b"), "b": intrinsic::uuid() }), r#"{"a.$":"$a.b","b.$":"States.UUID()"}"#);
}

#[test]
fn a_key_that_ends_in_dollar_is_taken_as_it_is() {
    check(payload!({ "a.$": "$.a", "b.$": path("$.b") }), r#"{"a.$":"$.a","b.$":"$.b"}"#);
    assert_eq!(lowered(payload!({ "a.$": "no path" })).1, ["malformed-path"]);
    assert_eq!(lowered(payload!({ "a.$": 4 })).1, ["malformed-path"]);
    assert_eq!(lowered(payload!({ "a.$": "$.a", "a": path("$.b") })).1, ["duplicate-key"]);
    assert_eq!(lowered(payload!({ "a.$": "$.a", "a": 1 })).1, ["duplicate-key"]);
}

#[test]
fn numbers_keep_their_text() {
    let exact: Value = serde_json::from_str(r#"{"a":1.10,"b":12345678901234567890123}"#).expect("JSON");
    check(Payload::from(exact), r#"{"a":1.10,"b":12345678901234567890123}"#);
}

#[test]
fn a_path_in_an_array() {
    check_finding(
        StateMachine::new(Pass::new("A").parameters(payload!({ "ids": ["x", path("$.id")] }))),
        "path-in-array",
        "`ids` of state `A` is a path as an element of an array",
        "/States/A/Parameters/ids/1",
    );
    // In JSONata there is such a form.
    check_jsonata(payload!({ "ids": ["x", jsonata("$id")] }), r#"{"ids":["x","{% $id %}"]}"#);
}

#[test]
fn a_path_as_the_whole() {
    check_finding(
        StateMachine::new(Pass::new("A").parameters(path("$.all"))),
        "path-as-template",
        "`Parameters` of state `A` cannot be a path as a whole in a JSONPath state",
        "/States/A/Parameters",
    );
    check_jsonata(Payload::from(jsonata("$all")), r#""{% $all %}""#);
}

#[test]
fn the_wrong_language() {
    check_finding(
        StateMachine::new(Pass::new("A").parameters(payload!({ "x": jsonata("$x") }))),
        "wrong-language",
        "`$x` is JSONata, in a state that speaks JSONPath",
        "/States/A/Parameters/x",
    );
    check_finding(
        StateMachine::new(Pass::new("A").output(payload!({ "x": [path("$.x")] }))),
        "wrong-language",
        "`$.x` is JSONPath, in a state that speaks JSONata",
        "/States/A/Output/x/0",
    );
    check_finding(
        StateMachine::new(Pass::new("A").output(payload!({ "x": context("Execution.Input[*]") }))),
        "wrong-language",
        "`Execution.Input[*]` is said as only JSONPath can, in a state that speaks JSONata",
        "/States/A/Output/x",
    );
}

#[test]
fn fields_of_the_other_language() {
    let task = || LambdaInvoke::new("f").state("A");
    check_finding(
        StateMachine::new(
            task().output(payload!({})).catch(Catch::all().result_path("$.e"), Succeed::new("Z")),
        ),
        "wrong-language",
        "`ResultPath` is a field of JSONPath, and state `A` speaks JSONata",
        "/States/A/Catch/0/ResultPath",
    );
    check_finding(
        StateMachine::new(
            task().result_path("$.x").catch(Catch::all().output(payload!({})), Succeed::new("Z")),
        ),
        "wrong-language",
        "`Output` is a field of JSONata, and state `A` speaks JSONPath",
        "/States/A/Catch/0/Output",
    );
    check_finding(
        StateMachine::new(
            Choice::new("A")
                .rule(Rule::new(path("$.x").is_present(), Succeed::new("Z")).output(payload!({}))),
        ),
        "wrong-language",
        "`Output` is a field of JSONata, and state `A` speaks JSONPath",
        "/States/A/Choices/0/Output",
    );
}

#[test]
fn members_that_jsonata_spells_otherwise() {
    check_jsonata(
        payload!({
            "a": context("Execution.Input['a-b'].c"), "b": variable("x.order-id[-1]"), "c": variable("x.and"),
        }),
        r#"{"a":"{% $states.context.Execution.Input.`a-b`.c %}","b":"{% $x.`order-id`[-1] %}","c":"{% $x.`and` %}"}"#,
    );
}

#[test]
fn literal_text_that_looks_like_jsonata() {
    for text in ["{% $x %}", "{% $x", "$x %}"] {
        check_finding(
            StateMachine::new(Pass::new("A").output(payload!({ "x": text }))),
            "expression-in-literal",
            &format!("the literal text `{text}` would be taken for an expression"),
            "/States/A/Output/x",
        );
        // In a JSONPath state it is text.
        check(payload!({ "x": text }), &format!(r#"{{"x":"{text}"}}"#));
    }
    check_jsonata(payload!({ "x": "a {% b %} c" }), r#"{"x":"a {% b %} c"}"#);
}

#[test]
fn a_result_is_data() {
    let result = serde_json::json!({ "a": path("$.a"), "b": [1] });
    check_finding(
        StateMachine::new(Pass::new("A").result(result)),
        "expression-in-literal",
        "`a` of state `A` cannot hold an expression",
        "/States/A/Result/a",
    );
    let result = payload!({ "k.$": "any text", "r": region() });
    let (definition, findings) = StateMachine::new(Pass::new("A").result(result)).definition();
    assert!(findings.is_empty(), "{findings:?}");
    let result = definition.json()["States"]["A"]["Result"].to_string();
    assert_eq!(result, r#"{"k.$":"any text","r":"${Region}"}"#);
}

#[test]
fn twins_take_one_place() {
    check_finding(
        StateMachine::new(Wait::seconds("A", intrinsic::math_add(1, 2))),
        "intrinsic-in-path",
        "`Seconds` of state `A` takes a path, and `States.MathAdd(1, 2)` is a function",
        "/States/A/SecondsPath",
    );
    check_finding(
        StateMachine::new(Wait::seconds("A", path("$.x[*]"))),
        "malformed-path",
        "`$.x[*]` in `SecondsPath` is no reference path: `*` has no place in a reference path at character 4",
        "/States/A/SecondsPath",
    );
    check_finding(
        StateMachine::new(Pass::new("Z").then(Fail::new("A").error(intrinsic::math_add(1, 2)))),
        "intrinsic-in-path",
        "`Error` of state `A` takes a path, and `States.MathAdd(1, 2)` is a function",
        "/States/A/ErrorPath",
    );
    check_finding(
        StateMachine::new(Map::new("A").items(path("$.x[*]")).each(Pass::new("I"))),
        "malformed-path",
        "`$.x[*]` in `ItemsPath` is no reference path: `*` has no place in a reference path at character 4",
        "/States/A/ItemsPath",
    );
    check_finding(
        StateMachine::new(Map::new("A").items(vec![Value::from(1)]).each(Pass::new("I"))),
        "items-in-jsonpath",
        "`Items` of state `A` cannot be a literal in a JSONPath state",
        "/States/A/Items",
    );
}

#[test]
fn results_go_into_the_input() {
    for path in ["$$.x", "$v", "$.a[*]", "x"] {
        let (_, findings) = StateMachine::new(Pass::new("A").result_path(path)).definition();
        assert_eq!(findings.iter().map(|it| it.code).collect::<Vec<_>>(), ["malformed-path"], "{path}");
    }
}

/// The substitutions of a machine in a template, and the machine's parameters.
fn bound(stack: &mut Stack, parameters: Payload) -> (String, String) {
    stack.add("Machine", StateMachine::new(Pass::new("A").parameters(parameters)));
    let stack = std::mem::replace(stack, Stack::new("other"));
    let synthesis = stack.synthesize(Target::CloudFormation);
    assert!(synthesis.findings.is_empty(), "{:?}", synthesis.findings);
    let properties = &synthesis.template["Resources"]["Machine"]["Properties"];
    (
        properties["Definition"]["States"]["A"]["Parameters"].to_string(),
        properties["DefinitionSubstitutions"].to_string(),
    )
}

#[test]
fn references_are_bound_by_name() {
    let mut stack = Stack::new("s");
    let cluster = stack.add("Cluster", ecs::Cluster::new());
    let topic = stack.add("ClusterArn", sns::Topic::new());
    let parameters = payload!({
        "arn": cluster.attribute("Arn"),
        "topic": topic.reference(),
        "again": [cluster.attribute("Arn")],
        "name": cluster.reference(),
        "text": sub("{}-{}", [cluster.reference(), region()]),
        "region": region(),
        "partition": partition(),
    });
    let (parameters, substitutions) = bound(&mut stack, parameters);
    assert_eq!(
        parameters,
        r#"{"arn":"${ClusterArn}","topic":"${ClusterArn2}","again":["${ClusterArn}"],"name":"${Cluster}","text":"${text}","region":"${Region}","partition":"${Partition}"}"#
    );
    assert_eq!(
        substitutions,
        r#"{"ClusterArn":{"Fn::GetAtt":["Cluster","Arn"]},"ClusterArn2":{"Ref":"ClusterArn"},"Cluster":{"Ref":"Cluster"},"text":{"Fn::Sub":"${Cluster}-${AWS::Region}"},"Region":{"Ref":"AWS::Region"},"Partition":{"Ref":"AWS::Partition"}}"#
    );
}

#[test]
fn the_partition_of_a_resource_is_a_substitution_in_the_template_only() {
    let mut stack = Stack::new("s");
    stack.add("Machine", StateMachine::new(LambdaInvoke::new("f").state("A")));
    let synthesis = stack.synthesize(Target::Sam);
    let resource = &synthesis.template["Resources"]["Machine"]["Properties"];
    assert_eq!(resource["Definition"]["States"]["A"]["Resource"], "${LambdaInvoke}");
    assert_eq!(
        resource["DefinitionSubstitutions"].to_string(),
        r#"{"LambdaInvoke":{"Fn::Sub":"arn:${AWS::Partition}:states:::lambda:invoke"}}"#
    );
    let bare = synthesis.asl("Machine").expect("the machine is there");
    assert_eq!(bare.json()["States"]["A"]["Resource"], "arn:aws:states:::lambda:invoke");
}

/// Text that deployment would replace is found wherever it stands.
#[track_caller]
fn check_placeholder(flow: impl Into<Flow>, pointer: &str) {
    let uses = Pass::new("Uses").parameters(payload!({ "r": Reference::attribute("Cluster", "Arn") }));
    let (_, findings) = StateMachine::new(uses.then(flow)).definition();
    let [finding] = findings.as_slice() else { panic!("one finding expected: {findings:#?}") };
    assert_eq!(finding.code, "placeholder-in-literal", "{finding}");
    assert!(finding.message.contains("`${ClusterArn}`"), "{finding}");
    assert_eq!(finding.place.pointer.as_deref(), Some(pointer));
    assert!(finding.help.is_some() && finding.origin.is_some());
}

#[test]
fn literal_text_that_deployment_would_replace() {
    let text = "see ${ClusterArn}";
    check_placeholder(Pass::new("A").parameters(payload!({ "x": [text] })), "/States/A/Parameters/x/0");
    check_placeholder(
        Pass::new("A").parameters(payload!({ text: 1 })),
        "/States/A/Parameters/see ${ClusterArn}",
    );
    check_placeholder(Pass::new("A").result(serde_json::json!({ "x": text })), "/States/A/Result/x");
    check_placeholder(Pass::new("A").comment(text), "/States/A/Comment");
    check_placeholder(Pass::new("A").output(jsonata("'${ClusterArn}'")), "/States/A/Output");
    check_placeholder(
        Pass::new("A").parameters(payload!({ "x": intrinsic::format("${ClusterArn} {}", [path("$.x")]) })),
        "/States/A/Parameters/x",
    );
    check_placeholder(Fail::new("A").cause(text), "/States/A/Cause");
    check_placeholder(Pass::new(text), "/States/see ${ClusterArn}");
    check_placeholder(
        Choice::new("A").when(path("$.x").equals(text), Succeed::new("Z")),
        "/States/A/Choices/0",
    );
    check_placeholder(
        Parallel::new("A").branch(Pass::new("B")).retry(Retry::on(text)),
        "/States/A/Retry/0/ErrorEquals/0",
    );
    check_placeholder(
        Parallel::new("A").branch(Pass::new("B")).catch(Catch::all().comment(text), Succeed::new("Z")),
        "/States/A/Catch/0/Comment",
    );
    // What nobody bound stays text.
    check(payload!({ "x": "${Other} ${" }), r#"{"x":"${Other} ${"}"#);
}

#[test]
fn names_of_ones_own() {
    let json = r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Result":"${Here}","End":true}}}"#;
    let mut stack = Stack::new("s");
    stack.add("Machine", StateMachine::from_json(json).substitution("Here", region()));
    let synthesis = stack.synthesize(Target::Sam);
    assert!(synthesis.findings.is_empty(), "{:?}", synthesis.findings);
    let bound = &synthesis.template["Resources"]["Machine"]["Properties"]["DefinitionSubstitutions"];
    assert_eq!(bound.to_string(), r#"{"Here":{"Ref":"AWS::Region"}}"#);

    let machine =
        StateMachine::from_json(json).substitution("Here", region()).substitution("Here", account());
    let (_, findings) = machine.definition();
    assert_eq!(
        findings.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(),
        ["`${Here}` is bound twice"]
    );
}

#[test]
fn a_definition_in_place_takes_references_and_no_expressions() {
    let machine = StateMachine::from(payload!({
        "StartAt": "A",
        "States": { "A": { "Type": "Pass", "Result": region(), "Parameters": { "x": path("$.x") }, "End": true } },
    }));
    let (definition, findings) = machine.definition();
    assert_eq!(definition.json()["States"]["A"]["Result"], "${Region}");
    assert_eq!(definition.json()["States"]["A"]["Parameters"]["x"], "$.x");
    let [finding] = findings.as_slice() else { panic!("one finding expected: {findings:#?}") };
    assert_eq!(finding.message, "`$.x` is an expression, and this definition is given as JSON");
    assert_eq!(finding.place.pointer.as_deref(), Some("/States/A/Parameters/x"));
}

#[test]
fn no_marker_is_left_behind() {
    let everywhere = payload!({
        "Type": "Task", "Resource": path("$.a"), "Comment": path("$.b"), "Parameters": { "x": jsonata("$c") },
        "Retry": [{ "ErrorEquals": [path("$.d")] }], "Catch": [{ "ErrorEquals": [path("$.e")], "Next": "A" }],
    });
    let (definition, findings) = StateMachine::new(CustomState::new("A", everywhere)).definition();
    let text = definition.to_string();
    assert!(!text.contains('\u{FDD0}'), "{text}");
    assert!(findings.iter().all(|finding| finding.is_error()) && findings.len() >= 4, "{findings:#?}");
}

#[test]
fn malformed_expressions_are_found_where_they_were_said() {
    let flow = Pass::new("A").parameters(payload!({
        "a": path("$.x["),
        "b": path("x"),
        "c": variable("1x"),
        "d": context("a..b["),
        "e": path("States.Nope()"),
    }));
    let line = line!() - 6;
    let (_, findings) = StateMachine::new(flow).definition();
    let codes: Vec<&str> = findings.iter().map(|it| it.code).collect();
    assert_eq!(
        codes,
        ["malformed-path", "malformed-path", "malformed-variable", "malformed-path", "malformed-path"]
    );
    let lines: Vec<u32> = findings.iter().filter_map(|it| Some(it.origin.as_ref()?.line() - line)).collect();
    assert_eq!(lines, [0, 1, 2, 3, 4]);
    for text in ["", "{% $x %}"] {
        let (_, findings) = StateMachine::new(Pass::new("A").output(jsonata(text))).definition();
        assert_eq!(findings.iter().map(|it| it.code).collect::<Vec<_>>(), ["malformed-jsonata"]);
    }
}

#[track_caller]
fn check_function(function: stepwright::asl::Expression, expected: &str) {
    check(payload!({ "x": function }), &format!(r#"{{"x.$":{}}}"#, Value::from(expected)));
}

#[test]
fn all_eighteen_functions() {
    use intrinsic::{Algorithm, Argument};
    let x = || path("$.x");
    check_function(
        intrinsic::format("it's {} of {}", [x().into(), Argument::from("a'b")]),
        r"States.Format('it\'s {} of {}', $.x, 'a\'b')",
    );
    check_function(intrinsic::string_to_json(x()), "States.StringToJson($.x)");
    check_function(intrinsic::json_to_string(input()), "States.JsonToString($)");
    check_function(
        intrinsic::array([Argument::from(1), "a{b}".into(), true.into(), 1.5.into(), variable("v").into()]),
        r"States.Array(1, 'a\{b\}', true, 1.5, $v)",
    );
    check_function(intrinsic::array_partition(x(), 4), "States.ArrayPartition($.x, 4)");
    check_function(intrinsic::array_contains(x(), "a"), "States.ArrayContains($.x, 'a')");
    check_function(intrinsic::array_range(1, 9, 2), "States.ArrayRange(1, 9, 2)");
    check_function(
        intrinsic::array_get_item(x(), context("Map.Item.Index")),
        "States.ArrayGetItem($.x, $$.Map.Item.Index)",
    );
    check_function(intrinsic::array_length(x()), "States.ArrayLength($.x)");
    check_function(intrinsic::array_unique(x()), "States.ArrayUnique($.x)");
    check_function(intrinsic::base64_encode("a"), "States.Base64Encode('a')");
    check_function(intrinsic::base64_decode(x()), "States.Base64Decode($.x)");
    check_function(intrinsic::hash(x(), Algorithm::Sha256), "States.Hash($.x, 'SHA-256')");
    check_function(intrinsic::json_merge(x(), input()), "States.JsonMerge($.x, $, false)");
    check_function(intrinsic::math_random(1, 9), "States.MathRandom(1, 9)");
    check_function(intrinsic::math_random_seeded(1, 9, x()), "States.MathRandom(1, 9, $.x)");
    check_function(intrinsic::math_add(x(), -1), "States.MathAdd($.x, -1)");
    check_function(intrinsic::string_split(x(), ","), "States.StringSplit($.x, ',')");
    check_function(intrinsic::uuid(), "States.UUID()");
    check_function(
        intrinsic::array([intrinsic::math_add(1, intrinsic::array_length(x()))]),
        "States.Array(States.MathAdd(1, States.ArrayLength($.x)))",
    );
    assert_eq!(lowered(payload!({ "x": intrinsic::format("{} {}", [x()]) })).1, ["malformed-path"]);
    assert_eq!(lowered(payload!({ "x": intrinsic::array_length(jsonata("$x")) })).1, ["malformed-path"]);
}
