//! The JSON that a flow becomes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use stepwright::prelude::*;

/// The states of a machine of this flow, which has nothing wrong with it.
#[track_caller]
fn check(flow: impl Into<Flow>, expected: &str) {
    compare(StateMachine::new(flow), expected);
}

/// The same in a machine that speaks JSONata.
#[track_caller]
fn check_jsonata(flow: impl Into<Flow>, expected: &str) {
    compare(StateMachine::new(flow).jsonata(), expected);
}

#[track_caller]
fn compare(machine: StateMachine, expected: &str) {
    let (definition, findings) = machine.definition();
    let found: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    let expected: Value = serde_json::from_str(expected).expect("the expected JSON is JSON");
    let actual = Value::Object(definition.into_json());
    let same = actual == expected;
    assert!(same, "found\n{actual:#}\nexpected\n{expected:#}");
}

/// One Choice rule.
#[track_caller]
fn check_rule(condition: Condition, rule: &str) {
    check(
        Choice::new("Q").when(condition, Succeed::new("Y")),
        &format!(
            r#"{{"StartAt":"Q","States":{{"Q":{{"Type":"Choice","Choices":[{}]}},"Y":{{"Type":"Succeed"}}}}}}"#,
            rule.replacen('{', r#"{"Next":"Y","#, 1)
        ),
    );
}

/// One JSONata condition.
#[track_caller]
fn check_condition(condition: Condition, text: &str) {
    let text = Value::from(text).to_string();
    check_jsonata(
        Choice::new("Q").when(condition, Succeed::new("Y")),
        &format!(
            r#"{{"QueryLanguage":"JSONata","StartAt":"Q","States":{{
                "Q":{{"Type":"Choice","Choices":[{{"Condition":{text},"Next":"Y"}}]}},"Y":{{"Type":"Succeed"}}}}}}"#
        ),
    );
}

fn call(name: &str) -> State<stepwright::flow::kind::Task> {
    LambdaInvoke::new("f").without_service_retries().state(name)
}

#[test]
fn pass_in_jsonpath() {
    check(
        Pass::new("A")
            .comment("why")
            .input_path("$.in")
            .parameters(payload!({ "a": path("$.a"), "b": [1, "x"], "c": { "d": context("Execution.Id") } }))
            .result_path("$.out")
            .output_path("$.all")
            .assign(payload!({ "v": path("$.v"), "n": 1 })),
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Comment":"why","InputPath":"$.in",
            "Parameters":{"a.$":"$.a","b":[1,"x"],"c":{"d.$":"$$.Execution.Id"}},
            "ResultPath":"$.out","OutputPath":"$.all","Assign":{"v.$":"$.v","n":1},"End":true}}}"#,
    );
    check(
        Pass::new("A").result(serde_json::json!({ "x": [1, null] })).discard_result(),
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"x":[1,null]},"ResultPath":null,"End":true}}}"#,
    );
    check(
        Pass::new("A").input_path(StatePath::Nothing).output_path(StatePath::Nothing),
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","InputPath":null,"OutputPath":null,"End":true}}}"#,
    );
}

#[test]
fn pass_in_jsonata() {
    let state = || {
        Pass::new("A")
            .output(payload!({ "sum": jsonata("$states.input.a + 1"), "n": 1 }))
            .assign(payload!({ "v": jsonata(" $states.input.v ") }))
    };
    let fields = r#""Output":{"sum":"{% $states.input.a + 1 %}","n":1},"Assign":{"v":"{% $states.input.v %}"},
        "End":true"#;
    check_jsonata(
        state(),
        &format!(
            r#"{{"QueryLanguage":"JSONata","StartAt":"A","States":{{"A":{{"Type":"Pass",{fields}}}}}}}"#
        ),
    );
    // In a JSONPath machine the state says so itself.
    check(
        state(),
        &format!(
            r#"{{"StartAt":"A","States":{{"A":{{"Type":"Pass","QueryLanguage":"JSONata",{fields}}}}}}}"#
        ),
    );
    check_jsonata(
        Pass::new("A").output(jsonata("$states.input")),
        r#"{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% $states.input %}","End":true}}}"#,
    );
}

#[test]
fn wait() {
    check(
        Wait::seconds("A", secs(5))
            .then(Wait::seconds("B", path("$.s")))
            .then(Wait::until("C", "2026-01-31T12:00:00Z"))
            .then(Wait::until("D", path("$.t")))
            .then(Wait::seconds("E", jsonata("$states.input.s")))
            .then(Wait::seconds("F", variable("delay"))),
        r#"{"StartAt":"A","States":{
            "A":{"Type":"Wait","Seconds":5,"Next":"B"},
            "B":{"Type":"Wait","SecondsPath":"$.s","Next":"C"},
            "C":{"Type":"Wait","Timestamp":"2026-01-31T12:00:00Z","Next":"D"},
            "D":{"Type":"Wait","TimestampPath":"$.t","Next":"E"},
            "E":{"Type":"Wait","QueryLanguage":"JSONata","Seconds":"{% $states.input.s %}","Next":"F"},
            "F":{"Type":"Wait","SecondsPath":"$delay","End":true}}}"#,
    );
}

#[test]
fn succeed_and_fail() {
    check(
        Choice::new("Q")
            .when(path("$.a").equals(1), Succeed::new("A").input_path("$.a").output_path("$.b").comment("c"))
            .when(path("$.a").equals(2), Fail::new("B").error("E").cause("because"))
            .when(path("$.a").equals(3), Fail::new("C").error(path("$.e")).cause(path("$.c")))
            .when(path("$.a").equals(4), Fail::new("D").cause(intrinsic::format("{}!", [path("$.c")])))
            .when(path("$.a").equals(5), Fail::new("E").error(jsonata("$states.input.e")))
            .otherwise(Succeed::new("F").output(payload!({ "x": 1 }))),
        r#"{"StartAt":"Q","States":{
            "Q":{"Type":"Choice","Choices":[
                {"Variable":"$.a","NumericEquals":1,"Next":"A"},
                {"Variable":"$.a","NumericEquals":2,"Next":"B"},
                {"Variable":"$.a","NumericEquals":3,"Next":"C"},
                {"Variable":"$.a","NumericEquals":4,"Next":"D"},
                {"Variable":"$.a","NumericEquals":5,"Next":"E"}],"Default":"F"},
            "A":{"Type":"Succeed","InputPath":"$.a","OutputPath":"$.b","Comment":"c"},
            "B":{"Type":"Fail","Error":"E","Cause":"because"},
            "C":{"Type":"Fail","ErrorPath":"$.e","CausePath":"$.c"},
            "D":{"Type":"Fail","CausePath":"States.Format('{}!', $.c)"},
            "E":{"Type":"Fail","QueryLanguage":"JSONata","Error":"{% $states.input.e %}"},
            "F":{"Type":"Succeed","QueryLanguage":"JSONata","Output":{"x":1}}}}"#,
    );
}

#[test]
fn task_in_both_languages() {
    check(
        call("A")
            .input_path("$.i")
            .result_selector(payload!({ "s": path("$.Payload"), "k": 1 }))
            .result_path("$.r")
            .output_path("$.o")
            .timeout(minutes(2))
            .heartbeat(secs(30))
            .assign(payload!({ "x": path("$.Payload.x") }))
            .credentials("arn:aws:iam::111111111111:role/other")
            .comment("c"),
        r#"{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
            "Parameters":{"FunctionName":"f","Payload.$":"$"},
            "InputPath":"$.i","ResultSelector":{"s.$":"$.Payload","k":1},"ResultPath":"$.r","OutputPath":"$.o",
            "TimeoutSeconds":120,"HeartbeatSeconds":30,"Assign":{"x.$":"$.Payload.x"},
            "Credentials":{"RoleArn":"arn:aws:iam::111111111111:role/other"},"Comment":"c","End":true}}}"#,
    );
    check(
        call("A").timeout(path("$.t")).heartbeat(variable("h")),
        r#"{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
            "Parameters":{"FunctionName":"f","Payload.$":"$"},
            "TimeoutSecondsPath":"$.t","HeartbeatSecondsPath":"$h","End":true}}}"#,
    );
    check_jsonata(
        call("A")
            .timeout(jsonata("$states.input.t"))
            .heartbeat(secs(3))
            .output(jsonata("$states.result.Payload"))
            .assign(payload!({ "x": jsonata("$states.result.Payload.x") })),
        r#"{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task",
            "Resource":"arn:aws:states:::lambda:invoke",
            "Arguments":{"FunctionName":"f","Payload":"{% $states.input %}"},
            "TimeoutSeconds":"{% $states.input.t %}","HeartbeatSeconds":3,
            "Output":"{% $states.result.Payload %}","Assign":{"x":"{% $states.result.Payload.x %}"},"End":true}}}"#,
    );
}

#[test]
fn dynamic_credentials_are_a_path_and_a_warning() {
    let (definition, findings) = StateMachine::new(call("A").credentials(path("$.role"))).definition();
    assert_eq!(definition.json()["States"]["A"]["Credentials"].to_string(), r#"{"RoleArn.$":"$.role"}"#);
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["wildcard-permission"]);
}

#[test]
fn retry_and_catch_with_every_field() {
    check(
        call("A")
            .retry(
                Retry::on_any(["A.B", Errors::TIMEOUT])
                    .interval(secs(2))
                    .max_attempts(0)
                    .backoff(1.5)
                    .max_delay(secs(60))
                    .jitter(Jitter::Full)
                    .comment("r"),
            )
            .retry(Retry::all().jitter(Jitter::None).backoff(2.0))
            .catch(
                Catch::on("A.B")
                    .result_path("$.error")
                    .comment("c")
                    .assign(payload!({ "e": path("$.Cause") })),
                Fail::new("F"),
            )
            .catch(Catch::all().discard_result(), go_on())
            .then(Succeed::new("Z")),
        r#"{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
            "Parameters":{"FunctionName":"f","Payload.$":"$"},
            "Retry":[{"ErrorEquals":["A.B","States.Timeout"],"IntervalSeconds":2,"MaxAttempts":0,
                "MaxDelaySeconds":60,"BackoffRate":1.5,"JitterStrategy":"FULL","Comment":"r"},
                {"ErrorEquals":["States.ALL"],"BackoffRate":2,"JitterStrategy":"NONE"}],
            "Catch":[{"ErrorEquals":["A.B"],"ResultPath":"$.error","Comment":"c","Assign":{"e.$":"$.Cause"},"Next":"F"},
                {"ErrorEquals":["States.ALL"],"ResultPath":null,"Next":"Z"}],"Next":"Z"},
            "F":{"Type":"Fail"},"Z":{"Type":"Succeed"}}}"#,
    );
    // What a catcher says decides on the language where nothing else does.
    check(
        call("A").catch(Catch::all().output(payload!({ "x": 1 })), Succeed::new("Z")),
        r#"{"StartAt":"A","States":{"A":{"Type":"Task","QueryLanguage":"JSONata",
            "Resource":"arn:aws:states:::lambda:invoke",
            "Arguments":{"FunctionName":"f","Payload":"{% $states.input %}"},
            "Catch":[{"ErrorEquals":["States.ALL"],"Output":{"x":1},"Next":"Z"}],"End":true},
            "Z":{"Type":"Succeed"}}}"#,
    );
}

#[test]
fn service_retries_come_before_ones_own() {
    let flow = LambdaInvoke::new("f").state("A").retry(Retry::all());
    let (definition, findings) = StateMachine::new(flow).definition();
    assert!(findings.is_empty(), "{findings:?}");
    let retry = &definition.json()["States"]["A"]["Retry"];
    assert_eq!(retry[0]["ErrorEquals"][0], "Lambda.ClientExecutionTimeoutException");
    assert_eq!(retry[1]["ErrorEquals"][0], "States.ALL");
}

#[test]
fn open_ends_of_handlers_join_what_follows() {
    check(
        Pass::new("First")
            .then(
                Parallel::new("P")
                    .branch(Pass::new("B"))
                    .catch(Catch::on("X"), Pass::new("H1").then(Pass::new("H2")))
                    .catch(
                        Catch::all(),
                        Choice::new("Bad?")
                            .when(path("$.bad").equals(true), Fail::new("Bad"))
                            .when(path("$.odd").equals(true), go_on())
                            .otherwise(Pass::new("H3")),
                    ),
            )
            .then(Pass::new("Last")),
        r#"{"StartAt":"First","States":{
            "First":{"Type":"Pass","Next":"P"},
            "P":{"Type":"Parallel","Branches":[{"StartAt":"B","States":{"B":{"Type":"Pass","End":true}}}],
                "Catch":[{"ErrorEquals":["X"],"Next":"H1"},{"ErrorEquals":["States.ALL"],"Next":"Bad?"}],"Next":"Last"},
            "H1":{"Type":"Pass","Next":"H2"},
            "H2":{"Type":"Pass","Next":"Last"},
            "Bad?":{"Type":"Choice","Choices":[{"Variable":"$.bad","BooleanEquals":true,"Next":"Bad"},
                {"Variable":"$.odd","BooleanEquals":true,"Next":"Last"}],"Default":"H3"},
            "Bad":{"Type":"Fail"},
            "H3":{"Type":"Pass","Next":"Last"},
            "Last":{"Type":"Pass","End":true}}}"#,
    );
}

#[test]
fn choice_joins_and_loops() {
    check(
        Wait::seconds("Wait", secs(1))
            .then(Pass::new("Ask"))
            .then(
                Choice::new("Ready?")
                    .when(path("$.s").equals("no"), go_to("Wait"))
                    .when(path("$.s").equals("skip"), go_on())
                    .otherwise(Pass::new("Use").then(Pass::new("Note"))),
            )
            .then(Succeed::new("Done")),
        r#"{"StartAt":"Wait","States":{
            "Wait":{"Type":"Wait","Seconds":1,"Next":"Ask"},
            "Ask":{"Type":"Pass","Next":"Ready?"},
            "Ready?":{"Type":"Choice","Choices":[{"Variable":"$.s","StringEquals":"no","Next":"Wait"},
                {"Variable":"$.s","StringEquals":"skip","Next":"Done"}],"Default":"Use"},
            "Use":{"Type":"Pass","Next":"Note"},
            "Note":{"Type":"Pass","Next":"Done"},
            "Done":{"Type":"Succeed"}}}"#,
    );
    // A join by jump, a rule with more to it, a second `otherwise` that takes the place of the first.
    check(
        Choice::new("Q")
            .rule(
                Rule::new(path("$.n").greater_than(3), go_to("End"))
                    .assign(payload!({ "many": true, "n": path("$.n") }))
                    .comment("many"),
            )
            .otherwise(Pass::new("Forgotten"))
            .otherwise(Pass::new("Few").then(go_to("End")))
            .then(Succeed::new("End")),
        r#"{"StartAt":"Q","States":{
            "Q":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericGreaterThan":3,
                "Assign":{"many":true,"n.$":"$.n"},"Comment":"many","Next":"End"}],"Default":"Few"},
            "Few":{"Type":"Pass","Next":"End"},"End":{"Type":"Succeed"}}}"#,
    );
}

#[test]
fn go_on_is_neutral() {
    check(
        go_on().then(Pass::new("A")).then(go_on()).then(Pass::new("B")).then(go_on()),
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","End":true}}}"#,
    );
}

#[test]
fn prefixes_reach_jumps_and_nested_flows() {
    let once = || {
        Pass::new("A")
            .then(
                Map::new("M")
                    .each(
                        Pass::new("I")
                            .then(
                                Choice::new("C")
                                    .when(path("$.x").is_present(), go_to("I"))
                                    .otherwise(go_on()),
                            )
                            .then(Succeed::new("S")),
                    )
                    .catch(Catch::all(), go_to("Outside")),
            )
            .then(Choice::new("Again?").when(path("$.again").equals(true), go_to("A")).otherwise(go_on()))
    };
    check(
        once().prefixed("1 ").then(once().prefixed("2 ").prefixed("x ")).then(Pass::new("Outside")),
        r#"{"StartAt":"1 A","States":{
            "1 A":{"Type":"Pass","Next":"1 M"},
            "1 M":{"Type":"Map","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Outside"}],
                "ItemProcessor":{"StartAt":"1 I","States":{"1 I":{"Type":"Pass","Next":"1 C"},
                    "1 C":{"Type":"Choice","Choices":[{"Variable":"$.x","IsPresent":true,"Next":"1 I"}],"Default":"1 S"},
                    "1 S":{"Type":"Succeed"}}},"Next":"1 Again?"},
            "1 Again?":{"Type":"Choice","Choices":[{"Variable":"$.again","BooleanEquals":true,"Next":"1 A"}],
                "Default":"x 2 A"},
            "x 2 A":{"Type":"Pass","Next":"x 2 M"},
            "x 2 M":{"Type":"Map","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Outside"}],
                "ItemProcessor":{"StartAt":"x 2 I","States":{"x 2 I":{"Type":"Pass","Next":"x 2 C"},
                    "x 2 C":{"Type":"Choice","Choices":[{"Variable":"$.x","IsPresent":true,"Next":"x 2 I"}],
                        "Default":"x 2 S"},
                    "x 2 S":{"Type":"Succeed"}}},"Next":"x 2 Again?"},
            "x 2 Again?":{"Type":"Choice","Choices":[{"Variable":"$.again","BooleanEquals":true,"Next":"x 2 A"}],
                "Default":"Outside"},
            "Outside":{"Type":"Pass","End":true}}}"#,
    );
}

#[test]
fn reasons_carry_the_prefixed_name() {
    let mut stack = Stack::new("s");
    let both = Parallel::new("Both")
        .branch(call("Call").prefixed("Left "))
        .branch(Map::new("M").each(call("Call").prefixed("Right ")));
    stack.add("Machine", StateMachine::new(both));
    let synthesis = stack.synthesize(Target::Sam);
    assert!(synthesis.findings.is_empty(), "{:?}", synthesis.findings);
    let states: Vec<&str> =
        synthesis.machines[0].statements[0].reasons.iter().map(|reason| &*reason.state).collect();
    assert_eq!(states, ["Left Call", "Right Call"]);
    assert_eq!(synthesis.machines[0].states, 4);
}

#[test]
fn parallel_in_both_languages() {
    check(
        Parallel::new("P")
            .branch(Pass::new("A").then(Succeed::new("B")))
            .branch(Fail::new("C"))
            .parameters(payload!({ "x": path("$.x") }))
            .result_selector(payload!({ "a": path("$[0]") }))
            .result_path("$.p")
            .retry(Retry::all())
            .then(Pass::new("Z")),
        r#"{"StartAt":"P","States":{"P":{"Type":"Parallel","Parameters":{"x.$":"$.x"},
            "ResultSelector":{"a.$":"$[0]"},"ResultPath":"$.p","Retry":[{"ErrorEquals":["States.ALL"]}],
            "Branches":[{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Succeed"}}},
                {"StartAt":"C","States":{"C":{"Type":"Fail"}}}],"Next":"Z"},"Z":{"Type":"Pass","End":true}}}"#,
    );
    check_jsonata(
        Parallel::new("P")
            .branch(Pass::new("A"))
            .arguments(payload!({ "x": jsonata("$states.input.x") }))
            .output(jsonata("$states.result[0]")),
        r#"{"QueryLanguage":"JSONata","StartAt":"P","States":{"P":{"Type":"Parallel",
            "Arguments":{"x":"{% $states.input.x %}"},"Output":"{% $states.result[0] %}",
            "Branches":[{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}],"End":true}}}"#,
    );
}

#[test]
fn inline_map() {
    check(
        Map::new("M")
            .items(path("$.items"))
            .item_selector(
                payload!({ "v": map_item_value(), "i": map_item_index(), "MaxItems": path("$.n") }),
            )
            .max_concurrency(3)
            .each(Pass::new("I"))
            .result_selector(payload!({ "n": path("$.length()") }))
            .result_path("$.m"),
        r#"{"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.items",
            "ItemSelector":{"v.$":"$$.Map.Item.Value","i.$":"$$.Map.Item.Index","MaxItems.$":"$.n"},
            "MaxConcurrency":3,"ResultSelector":{"n.$":"$.length()"},"ResultPath":"$.m",
            "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true}}}"#,
    );
    check(
        Map::new("M").items_path("$.items").max_concurrency(path("$.most")).each(Pass::new("I")),
        r#"{"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.items","MaxConcurrencyPath":"$.most",
            "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true}}}"#,
    );
    check_jsonata(
        Map::new("M")
            .items(jsonata("$states.input.items"))
            .item_selector(payload!({ "v": map_item_value() }))
            .max_concurrency(jsonata("$states.input.n"))
            .each(Pass::new("I"))
            .output(jsonata("$states.result")),
        r#"{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map",
            "Items":"{% $states.input.items %}","ItemSelector":{"v":"{% $states.context.Map.Item.Value %}"},
            "MaxConcurrency":"{% $states.input.n %}","Output":"{% $states.result %}",
            "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true}}}"#,
    );
    check_jsonata(
        Map::new("M").items(vec![Value::from(1), Value::from("a")]).each(Pass::new("I")),
        r#"{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":[1,"a"],
            "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true}}}"#,
    );
}

#[test]
fn distributed_map_with_everything() {
    let map = Map::new("M")
        .distributed(ProcessorType::Express)
        .each(Pass::new("I"))
        .item_reader(ItemReader::json_lines("in", "a.jsonl").max_items(path("$.most")))
        .max_items_per_batch(path("$.size"))
        .max_input_bytes_per_batch(1000)
        .batch_input(payload!({ "run": execution_name(), "MaxItemsPerBatch": path("$.x") }))
        .result_writer(
            ResultWriter::to("out", "runs").transformation(Transformation::Flatten, OutputType::JsonLines),
        )
        .tolerated_failure_count(path("$.few"))
        .tolerated_failure_percentage(5)
        .label("Orders")
        .max_concurrency(100);
    check(
        map,
        r#"{"StartAt":"M","States":{"M":{"Type":"Map",
            "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"in","Key":"a.jsonl"},
                "ReaderConfig":{"InputType":"JSONL","MaxItemsPath":"$.most"}},
            "ItemBatcher":{"MaxItemsPerBatchPath":"$.size","MaxInputBytesPerBatch":1000,
                "BatchInput":{"run.$":"$$.Execution.Name","MaxItemsPerBatch.$":"$.x"}},
            "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"out","Prefix":"runs"},
                "WriterConfig":{"Transformation":"FLATTEN","OutputType":"JSONL"}},
            "ToleratedFailureCountPath":"$.few","ToleratedFailurePercentage":5,"Label":"Orders","MaxConcurrency":100,
            "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I",
                "States":{"I":{"Type":"Pass","End":true}}},"End":true}}}"#,
    );
    let map = Map::new("M")
        .each(Pass::new("I"))
        .distributed(ProcessorType::Standard)
        .item_reader(
            ItemReader::json("in", jsonata("$states.input.key")).max_items(jsonata("$states.input.n")),
        )
        .max_input_bytes_per_batch(jsonata("$states.input.b"))
        .result_writer(ResultWriter::to("out", jsonata("$states.input.p")))
        .tolerated_failure_count(1)
        .tolerated_failure_percentage(jsonata("$states.input.f"));
    check_jsonata(
        map,
        r#"{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map",
            "ItemReader":{"Resource":"arn:aws:states:::s3:getObject",
                "Arguments":{"Bucket":"in","Key":"{% $states.input.key %}"},
                "ReaderConfig":{"InputType":"JSON","MaxItems":"{% $states.input.n %}"}},
            "ItemBatcher":{"MaxInputBytesPerBatch":"{% $states.input.b %}"},
            "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject",
                "Arguments":{"Bucket":"out","Prefix":"{% $states.input.p %}"}},
            "ToleratedFailureCount":1,"ToleratedFailurePercentage":"{% $states.input.f %}",
            "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I",
                "States":{"I":{"Type":"Pass","End":true}}},"End":true}}}"#,
    );
}

/// One item reader, without what is the same for each.
#[track_caller]
fn check_reader(reader: ItemReader, expected: &str) {
    let map = Map::new("M").distributed(ProcessorType::Standard).each(Pass::new("I")).item_reader(reader);
    let (definition, findings) = StateMachine::new(map).definition();
    assert!(findings.is_empty(), "{findings:?}");
    let expected: Value = serde_json::from_str(expected).expect("the expected JSON is JSON");
    assert_eq!(definition.json()["States"]["M"]["ItemReader"], expected);
}

#[test]
fn item_readers() {
    let get = r#"{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"b","Key":"k"},"ReaderConfig":"#;
    let list = r#"{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"b","Prefix":"p/"}"#;
    let given = || CsvHeaders::Given(vec!["a".to_owned(), "b".to_owned()]);
    check_reader(
        ItemReader::json("b", "k").items_pointer("/x/y").max_items(3),
        &format!(r#"{get}{{"InputType":"JSON","ItemsPointer":"/x/y","MaxItems":3}}}}"#),
    );
    check_reader(ItemReader::json_lines("b", "k"), &format!(r#"{get}{{"InputType":"JSONL"}}}}"#));
    check_reader(
        ItemReader::csv("b", "k", CsvHeaders::FirstRow).delimiter(Delimiter::Tab),
        &format!(r#"{get}{{"InputType":"CSV","CSVHeaderLocation":"FIRST_ROW","CSVDelimiter":"TAB"}}}}"#),
    );
    check_reader(
        ItemReader::csv("b", "k", given()),
        &format!(r#"{get}{{"InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":["a","b"]}}}}"#),
    );
    check_reader(ItemReader::parquet("b", "k"), &format!(r#"{get}{{"InputType":"PARQUET"}}}}"#));
    check_reader(
        ItemReader::inventory("b", "k", "data"),
        &format!(r#"{get}{{"ManifestType":"S3_INVENTORY"}}}}"#),
    );
    check_reader(
        ItemReader::athena_manifest("b", "k", "data", "CSV").headers(given()),
        &format!(
            r#"{get}{{"InputType":"CSV","ManifestType":"ATHENA_DATA","CSVHeaderLocation":"GIVEN",
                "CSVHeaders":["a","b"]}}}}"#
        ),
    );
    check_reader(ItemReader::objects("b", "p/"), &format!("{list}}}"));
    check_reader(
        ItemReader::flattened("b", "p/", "JSONL"),
        &format!(r#"{list},"ReaderConfig":{{"InputType":"JSONL","Transformation":"LOAD_AND_FLATTEN"}}}}"#),
    );
    check_reader(
        ItemReader::json("b", path("$.k")).version_id(path("$.v")).expected_bucket_owner("123456789012"),
        r#"{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"b","Key.$":"$.k","VersionId.$":"$.v",
            "ExpectedBucketOwner":"123456789012"},"ReaderConfig":{"InputType":"JSON"}}"#,
    );
}

#[test]
fn result_writers() {
    let writer = |writer: ResultWriter| {
        let map =
            Map::new("M").distributed(ProcessorType::Standard).each(Pass::new("I")).result_writer(writer);
        StateMachine::new(map).definition().0.json()["States"]["M"]["ResultWriter"].to_string()
    };
    assert_eq!(
        writer(ResultWriter::shaped(Transformation::Compact, OutputType::Json)),
        r#"{"WriterConfig":{"Transformation":"COMPACT","OutputType":"JSON"}}"#
    );
    assert_eq!(
        writer(
            ResultWriter::to("b", path("$.p")).transformation(Transformation::None, OutputType::JsonLines)
        ),
        r#"{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"b","Prefix.$":"$.p"},"WriterConfig":{"Transformation":"NONE","OutputType":"JSONL"}}"#
    );
}

#[test]
fn every_comparison() {
    let v = || path("$.v");
    check_rule(v().equals("x"), r#"{"Variable":"$.v","StringEquals":"x"}"#);
    check_rule(v().equals(String::from("x")), r#"{"Variable":"$.v","StringEquals":"x"}"#);
    check_rule(v().equals(3), r#"{"Variable":"$.v","NumericEquals":3}"#);
    check_rule(v().equals(2.5), r#"{"Variable":"$.v","NumericEquals":2.5}"#);
    check_rule(v().equals(false), r#"{"Variable":"$.v","BooleanEquals":false}"#);
    check_rule(v().greater_than(3), r#"{"Variable":"$.v","NumericGreaterThan":3}"#);
    check_rule(v().at_least(3), r#"{"Variable":"$.v","NumericGreaterThanEquals":3}"#);
    check_rule(v().less_than(0.5), r#"{"Variable":"$.v","NumericLessThan":0.5}"#);
    check_rule(v().at_most(-3), r#"{"Variable":"$.v","NumericLessThanEquals":-3}"#);
    check_rule(v().matches("log-*.txt"), r#"{"Variable":"$.v","StringMatches":"log-*.txt"}"#);
    check_rule(v().is_present(), r#"{"Variable":"$.v","IsPresent":true}"#);
    check_rule(v().is_null(), r#"{"Variable":"$.v","IsNull":true}"#);
    check_rule(v().is_string(), r#"{"Variable":"$.v","IsString":true}"#);
    check_rule(v().is_numeric(), r#"{"Variable":"$.v","IsNumeric":true}"#);
    check_rule(v().is_boolean(), r#"{"Variable":"$.v","IsBoolean":true}"#);
    check_rule(v().is_timestamp(), r#"{"Variable":"$.v","IsTimestamp":true}"#);
    check_rule(variable("t").equals(1), r#"{"Variable":"$t","NumericEquals":1}"#);
    check_rule(
        context("Execution.Name").equals("x"),
        r#"{"Variable":"$$.Execution.Name","StringEquals":"x"}"#,
    );
    check_rule(input().is_present(), r#"{"Variable":"$","IsPresent":true}"#);

    macro_rules! literal_and_path {
        ($value:expr, $text:literal: $($name:ident $with_path:ident $operator:literal)*) => { $(
            check_rule(v().$name($value), concat!(r#"{"Variable":"$.v",""#, $operator, r#"":"#, $text, "}"));
            check_rule(
                v().$with_path(path("$.w")),
                concat!(r#"{"Variable":"$.v",""#, $operator, r#"Path":"$.w"}"#),
            );
        )* };
    }
    literal_and_path! { "x", r#""x""#:
        string_equals string_equals_path "StringEquals"
        string_greater_than string_greater_than_path "StringGreaterThan"
        string_greater_than_equals string_greater_than_equals_path "StringGreaterThanEquals"
        string_less_than string_less_than_path "StringLessThan"
        string_less_than_equals string_less_than_equals_path "StringLessThanEquals"
    }
    literal_and_path! { 7, "7":
        numeric_equals numeric_equals_path "NumericEquals"
        numeric_greater_than numeric_greater_than_path "NumericGreaterThan"
        numeric_greater_than_equals numeric_greater_than_equals_path "NumericGreaterThanEquals"
        numeric_less_than numeric_less_than_path "NumericLessThan"
        numeric_less_than_equals numeric_less_than_equals_path "NumericLessThanEquals"
    }
    literal_and_path! { "2026-01-31T12:00:00Z", r#""2026-01-31T12:00:00Z""#:
        timestamp_equals timestamp_equals_path "TimestampEquals"
        timestamp_greater_than timestamp_greater_than_path "TimestampGreaterThan"
        timestamp_greater_than_equals timestamp_greater_than_equals_path "TimestampGreaterThanEquals"
        timestamp_less_than timestamp_less_than_path "TimestampLessThan"
        timestamp_less_than_equals timestamp_less_than_equals_path "TimestampLessThanEquals"
    }
    literal_and_path! { true, "true": boolean_equals boolean_equals_path "BooleanEquals" }
}

#[test]
fn conditions_are_joined() {
    let (a, b, c) = (|| path("$.a").is_present(), || path("$.b").equals(1), || path("$.c").equals(true));
    let (ja, jb, jc) = (
        r#"{"Variable":"$.a","IsPresent":true}"#,
        r#"{"Variable":"$.b","NumericEquals":1}"#,
        r#"{"Variable":"$.c","BooleanEquals":true}"#,
    );
    check_rule(a().and(b()).and(c()), &format!(r#"{{"And":[{ja},{jb},{jc}]}}"#));
    check_rule(a().or(b()).or(c()), &format!(r#"{{"Or":[{ja},{jb},{jc}]}}"#));
    check_rule(a().or(b()).and(!c()), &format!(r#"{{"And":[{{"Or":[{ja},{jb}]}},{{"Not":{jc}}}]}}"#));
    check_rule(!(a().and(b())), &format!(r#"{{"Not":{{"And":[{ja},{jb}]}}}}"#));
    check_rule(Condition::all([a(), b()]), &format!(r#"{{"And":[{ja},{jb}]}}"#));
    check_rule(Condition::any([a(), b()]), &format!(r#"{{"Or":[{ja},{jb}]}}"#));
}

#[test]
fn conditions_in_jsonata() {
    check_condition(jsonata("$states.input.x > 1").into(), "{% $states.input.x > 1 %}");
    check_condition(jsonata("($a) or ($b)").into(), "{% ($a) or ($b) %}");
    check_condition(variable("ready").into(), "{% $ready %}");
    check_condition(variable("s").equals("a\"b"), r#"{% $s = "a\"b" %}"#);
    check_condition(
        variable("n").greater_than(1).and(variable("n").at_most(9)),
        "{% ($n > 1) and ($n <= 9) %}",
    );
    check_condition(
        !context("Execution.Name").equals("x"),
        r#"{% $not($states.context.Execution.Name = "x") %}"#,
    );
    check_condition(
        variable("n").is_present().or(variable("n").is_null()),
        "{% ($exists($n)) or ($n = null) %}",
    );
    check_condition(variable("n").is_numeric(), r#"{% $type($n) = "number" %}"#);
    check_condition(variable("a").numeric_equals_path(variable("b")), "{% $a = $b %}");
    check_condition(jsonata("$states.input.n").equals(3), "{% ($states.input.n) = 3 %}");
    // A name in brackets would filter, and a hyphen subtract.
    check_condition(
        context("Execution.Input['a b']").equals(1),
        "{% $states.context.Execution.Input.`a b` = 1 %}",
    );
    check_condition(variable("o.order-id[0]").equals(1), "{% $o.`order-id`[0] = 1 %}");
    check(
        Choice::new("Q")
            .when_jsonata("$states.input.x", Succeed::new("Y"))
            .output(jsonata("$states.input.y")),
        r#"{"StartAt":"Q","States":{"Q":{"Type":"Choice","QueryLanguage":"JSONata","Output":"{% $states.input.y %}",
            "Choices":[{"Condition":"{% $states.input.x %}","Next":"Y"}]},"Y":{"Type":"Succeed"}}}"#,
    );
    check(
        Choice::new("Q").rule(
            Rule::new(jsonata("true"), Succeed::new("Y"))
                .output(payload!({ "a": 1 }))
                .assign(payload!({ "v": 1 })),
        ),
        r#"{"StartAt":"Q","States":{"Q":{"Type":"Choice","QueryLanguage":"JSONata",
            "Choices":[{"Condition":"{% true %}","Output":{"a":1},"Assign":{"v":1},"Next":"Y"}]},
            "Y":{"Type":"Succeed"}}}"#,
    );
}

#[test]
fn some_expressions_hold_in_either_language() {
    let state = || {
        Pass::new("A").assign(payload!({
            "v": variable("order.items[0]"), "c": execution_id(), "i": input(), "m": context("Map.Item.Value"),
        }))
    };
    check(
        state(),
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"v.$":"$order.items[0]","c.$":"$$.Execution.Id",
            "i.$":"$","m.$":"$$.Map.Item.Value"},"End":true}}}"#,
    );
    check_jsonata(
        state(),
        r#"{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Assign":{
            "v":"{% $order.items[0] %}","c":"{% $states.context.Execution.Id %}","i":"{% $states.input %}",
            "m":"{% $states.context.Map.Item.Value %}"},"End":true}}}"#,
    );
}

#[test]
fn the_query_language_stands_where_it_differs() {
    check(
        Pass::new("A")
            .then(
                Map::new("M")
                    .items(jsonata("[1]"))
                    .each(Pass::new("I").in_jsonpath().then(Pass::new("J").in_jsonata())),
            )
            .then(Pass::new("B").in_jsonata()),
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"M"},
            "M":{"Type":"Map","QueryLanguage":"JSONata","Items":"{% [1] %}","ItemProcessor":{"StartAt":"I","States":{
                "I":{"Type":"Pass","QueryLanguage":"JSONPath","Next":"J"},
                "J":{"Type":"Pass","QueryLanguage":"JSONata","End":true}}},"Next":"B"},
            "B":{"Type":"Pass","QueryLanguage":"JSONata","End":true}}}"#,
    );
}

#[test]
fn custom_states() {
    let state = CustomState::new(
        "T",
        payload!({
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:translate:translateText",
            "Parameters": { "Text.$": "$.text", "Token": path("$.token"), "Region": region() },
            "Retry": [{ "ErrorEquals": ["A"] }],
            "Catch": [{ "ErrorEquals": ["B"], "ResultPath": "$.e" }],
            "X-Unknown": [1],
        }),
    )
    .retry(Retry::all().max_attempts(1))
    .catch(Catch::all(), Fail::new("F"))
    .timeout(secs(9))
    .then(Succeed::new("Z"));
    check(
        state,
        r#"{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:translate:translateText",
            "Parameters":{"Text.$":"$.text","Token.$":"$.token","Region":"${Region}"},"X-Unknown":[1],
            "TimeoutSeconds":9,
            "Retry":[{"ErrorEquals":["A"]},{"ErrorEquals":["States.ALL"],"MaxAttempts":1}],
            "Catch":[{"ErrorEquals":["B"],"ResultPath":"$.e","Next":"Z"},{"ErrorEquals":["States.ALL"],"Next":"F"}],
            "Next":"Z"},"F":{"Type":"Fail"},"Z":{"Type":"Succeed"}}}"#,
    );
    // Its own ways stay, and `End` closes it.
    check(
        Pass::new("A").then(CustomState::new("B", payload!({ "Type": "Pass", "End": true, "Comment": "c" }))),
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","End":true,"Comment":"c"}}}"#,
    );
    check(
        CustomState::new(
            "Q",
            payload!({ "Type": "Choice", "Choices": [
                { "Variable": "$.x", "IsPresent": true, "Next": "Y" },
                { "And": [{ "Variable": "$.y", "StringEquals": region() }] },
            ], "Default": "N" }),
        )
        .then(Pass::new("N"))
        .then(Pass::new("Y")),
        r#"{"StartAt":"Q","States":{"Q":{"Type":"Choice","Choices":[{"Variable":"$.x","IsPresent":true,"Next":"Y"},
            {"And":[{"Variable":"$.y","StringEquals":"${Region}"}],"Next":"N"}],"Default":"N"},
            "N":{"Type":"Pass","Next":"Y"},"Y":{"Type":"Pass","End":true}}}"#,
    );
    // JSONata in its own delimiters, and a language that follows from the fields.
    check(
        CustomState::new(
            "A",
            payload!({ "Type": "Pass", "Output": { "x": "{% 1 + 1 %}", "y": jsonata("$x") } }),
        ),
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","QueryLanguage":"JSONata",
            "Output":{"x":"{% 1 + 1 %}","y":"{% $x %}"},"End":true}}}"#,
    );
}

#[test]
fn states_inside_custom_states_are_states() {
    let custom = CustomState::new(
        "M",
        payload!({
            "Type": "Map",
            "ItemsPath": "$.items",
            "ItemProcessor": {
                "ProcessorConfig": { "Mode": "INLINE" },
                "StartAt": "I",
                "States": {
                    "I": { "Type": "Pass", "Parameters": { "x": path("$.x"), "r": region() }, "Next": "P" },
                    "P": { "Type": "Parallel", "End": true, "Branches": [
                        { "Comment": "b", "StartAt": "B", "States": { "B": { "Type": "Succeed" } } },
                    ] },
                },
            },
        }),
    );
    check(
        custom.prefixed("1 "),
        r#"{"StartAt":"1 M","States":{"1 M":{"Type":"Map","ItemsPath":"$.items","ItemProcessor":{
            "ProcessorConfig":{"Mode":"INLINE"},"StartAt":"1 I","States":{
                "1 I":{"Type":"Pass","Parameters":{"x.$":"$.x","r":"${Region}"},"Next":"1 P"},
                "1 P":{"Type":"Parallel","End":true,"Branches":[
                    {"Comment":"b","StartAt":"1 B","States":{"1 B":{"Type":"Succeed"}}}]}}},"End":true}}}"#,
    );
}

#[test]
fn machine_fields() {
    compare(
        StateMachine::new(Succeed::new("A")).jsonata().comment("c").timeout(hours(1)),
        r#"{"Comment":"c","QueryLanguage":"JSONata","TimeoutSeconds":3600,"StartAt":"A",
            "States":{"A":{"Type":"Succeed"}}}"#,
    );
    compare(
        StateMachine::from_json(
            r#"{"Version":"1.0","StartAt":"A","States":{"A":{"Type":"Succeed"}},"TimeoutSeconds":5}"#,
        )
        .timeout(secs(9)),
        r#"{"TimeoutSeconds":9,"Version":"1.0","StartAt":"A","States":{"A":{"Type":"Succeed"}}}"#,
    );
}
