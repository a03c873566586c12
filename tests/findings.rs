//! Everything that can be wrong with flows, machines and stacks: what is said, where, and with which line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use stepwright::prelude::*;

const HERE: &str = file!();

/// The one thing that is wrong: code, message, pointer, state, line. Any help is looked at by `helps`.
#[track_caller]
fn check_at(
    machine: StateMachine,
    line: u32,
    code: &str,
    state: &str,
    pointer: &str,
    message: &str,
) -> String {
    let (_, findings) = machine.definition();
    let [finding] = findings.as_slice() else { panic!("one finding expected: {findings:#?}") };
    check_one(finding, line, code, message);
    assert_eq!(finding.place.state.as_deref().unwrap_or_default(), state);
    assert_eq!(finding.place.pointer.as_deref().unwrap_or_default(), pointer);
    finding.help.clone().unwrap_or_default()
}

#[track_caller]
fn check_one(finding: &Diagnostic, line: u32, code: &str, message: &str) {
    assert_eq!((finding.code, finding.message.as_str()), (code, message));
    let origin = finding.origin.as_ref().expect("a finding knows its line");
    assert_eq!(origin.file(), HERE, "{finding}");
    // A call may take several lines; `the_line_is_the_builders` is exact.
    assert!(origin.line().abs_diff(line) < 9, "line {line} expected: {finding}");
    assert!(!message.ends_with('.') && !message.contains('\n'));
}

/// Checks a flow whose mistake was made on the line of this call.
macro_rules! check {
    ($flow:expr, $code:literal, $state:literal, $pointer:literal, $message:expr) => {
        check_at(StateMachine::new($flow), line!(), $code, $state, $pointer, $message)
    };
}

#[track_caller]
fn task(name: &str) -> State<stepwright::flow::kind::Task> {
    LambdaInvoke::new("f").without_service_retries().state(name)
}

#[test]
fn the_line_is_the_builders() {
    let line = line!() + 1;
    let first = Pass::new("A").result_path("$.x[*]");
    let wait = Wait::seconds("B", days(9_999));
    let call = LambdaInvoke::new("f").state("C");
    let call = call.timeout(secs(0));
    let choice = Choice::new("D").when(path("$.a[").is_null(), Succeed::new("E")).otherwise(go_to("F"));
    let (_, findings) = StateMachine::new(first.then(wait).then(call).then(choice)).definition();
    let lines: Vec<(&str, u32)> = findings
        .iter()
        .filter_map(|finding| Some((finding.code, finding.origin.as_ref()?.line() - line)))
        .collect();
    let said = [("malformed-path", 0), ("out-of-range", 1), ("out-of-range", 2)];
    assert_eq!(lines.get(..3), Some(&said[..]), "{findings:#?}");
    let last: Vec<&str> = lines.iter().skip(3).map(|(code, _)| *code).collect();
    assert_eq!(last, ["malformed-path", "unknown-next"]);
    let text = |index: usize| {
        let line = findings.get(index).and_then(|finding| finding.origin.as_ref()).map_or(0, |at| at.line());
        include_str!("findings.rs").lines().nth(line as usize - 1).unwrap_or_default()
    };
    assert!(text(3).contains("$.a[") && text(4).contains("go_to"), "{findings:#?}");
}

#[test]
fn names() {
    let long = "x".repeat(81);
    let (_, findings) = StateMachine::new(Pass::new(&long)).definition();
    check_one(
        &findings[0],
        line!() - 1,
        "long-name",
        &format!("the name of state `{long}` has 81 characters"),
    );
    assert_eq!(findings.len(), 1);
    let (_, findings) = StateMachine::new(Pass::new(&"ä".repeat(80))).definition();
    assert!(findings.is_empty(), "characters are counted, not bytes");
    check!(Pass::new(""), "empty-name", "", "/States/", "a state has no name");
    let help = check!(
        Pass::new("B").then(Parallel::new("P").branch(Pass::new("B"))),
        "duplicate-state",
        "B",
        "/States/P/Branches/0/States/B",
        "two states are called `B`"
    );
    let line = line!() - 6;
    assert!(help.starts_with(&format!("the other one stands at {HERE}:{line}:")), "{help}");
}

#[test]
fn a_flow_used_twice_without_prefix() {
    let charge = task("Charge");
    let (_, findings) =
        StateMachine::new(Parallel::new("P").branch(charge.clone()).branch(charge)).definition();
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(finding.code, "duplicate-state");
    assert_eq!(finding.place.pointer.as_deref(), Some("/States/P/Branches/1/States/Charge"));
    assert_eq!(
        finding.help.as_deref(),
        Some("the same line made both: rename the states of one by `prefixed`")
    );
}

#[test]
fn ways_that_lead_nowhere() {
    let help = check!(
        Pass::new("A").then(
            Choice::new("C").when(path("$.x").is_null(), go_to("Dnoe")).otherwise(Succeed::new("Done"))
        ),
        "unknown-next",
        "C",
        "/States/C/Choices/0/Next",
        "rule 1 of state `C` leads to `Dnoe`, which does not exist"
    );
    assert_eq!(help, "there is a state `Done`");
    let jump = go_to("Nowhere");
    let line = line!() - 1;
    let flow = task("A").catch(Catch::all(), jump);
    check_at(
        StateMachine::new(flow),
        line,
        "unknown-next",
        "A",
        "/States/A/Catch/0/Next",
        "catch 1 of state `A` leads to `Nowhere`, which does not exist",
    );
    check!(
        Pass::new("A").then(go_to("X")),
        "unknown-next",
        "A",
        "/States/A/Next",
        "state `A` leads to `X`, which does not exist"
    );
    let help = check!(
        Pass::new("A").then(Map::new("M").each(Pass::new("I").then(go_to("A")))),
        "unknown-next",
        "I",
        "/States/M/ItemProcessor/States/I/Next",
        "state `I` leads to `A`, which stands in another machine"
    );
    assert_eq!(help, "a way never leads into or out of a branch or the steps of a Map");
}

#[test]
fn a_beginning_that_is_elsewhere() {
    let (_, findings) = StateMachine::new(go_to("X").then(Succeed::new("A"))).definition();
    let messages: Vec<&str> = findings.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, ["the machine leads to `X`, which does not exist", "no way leads to state `A`"]);
}

#[test]
fn states_that_nothing_reaches() {
    let help = check!(
        Succeed::new("A").then(Pass::new("B")),
        "unreachable-state",
        "B",
        "/States/B",
        "no way leads to state `B`"
    );
    assert!(help.starts_with("join it with `then`"));
    check!(
        Pass::new("A").then(Fail::new("F")).then(go_to("A")),
        "unreachable-jump",
        "",
        "",
        "nothing is left open to go on to `A`"
    );
}

#[test]
fn machines_that_never_end() {
    check!(
        Pass::new("A").then(Pass::new("B")).then(go_to("A")),
        "no-end",
        "A",
        "/States/A",
        "the machine that begins with `A` never ends"
    );
    check!(
        Pass::new("A").then(Parallel::new("P").branch(Pass::new("B").then(go_to("B")))),
        "no-end",
        "B",
        "/States/P/Branches/0/States/B",
        "the machine that begins with `B` never ends"
    );
}

#[test]
fn ends_that_stay_open() {
    check!(
        Choice::new("C").when(path("$.x").is_null(), Succeed::new("S")).otherwise(go_on()),
        "open-end",
        "C",
        "/States/C/Default",
        "the default way of state `C` goes on, and nothing follows"
    );
    check!(
        Choice::new("C").when(path("$.x").is_null(), go_on()).otherwise(Succeed::new("S")),
        "open-end",
        "C",
        "/States/C/Choices/0/Next",
        "rule 1 of state `C` goes on, and nothing follows"
    );
    check!(
        task("T").catch(Catch::all(), go_on()),
        "open-end",
        "T",
        "/States/T/Catch/0/Next",
        "catch 1 of state `T` goes on, and nothing follows"
    );
}

#[test]
fn what_is_missing_inside() {
    check!(go_on(), "no-states", "", "/States", "there is no state in this machine");
    check!(Parallel::new("P"), "no-steps", "P", "/States/P/Branches", "Parallel `P` has no branch");
    check!(Map::new("M"), "no-steps", "M", "/States/M/ItemProcessor", "Map `M` has no step");
    check!(
        Map::new("M").each(go_on()),
        "no-states",
        "",
        "/States/M/ItemProcessor/States",
        "there is no state in this machine"
    );
    check!(
        Pass::new("A").then(Choice::new("C").otherwise(Succeed::new("S"))),
        "no-rules",
        "C",
        "/States/C/Choices",
        "Choice `C` has no rule"
    );
}

#[test]
fn conditions() {
    let at = "/States/C/Choices/0";
    let rule = |condition: Condition| Choice::new("C").when(condition, Succeed::new("S"));
    let check = |line: u32, condition: Condition, code: &str, message: &str| {
        check_at(StateMachine::new(rule(condition)), line, code, "C", at, message)
    };
    let own = line!() - 4;
    check(own, Condition::all([]), "empty-condition", "`And` joins no condition");
    check(
        line!(),
        path("$.ready").into(),
        "nothing-compared",
        "`$.ready` alone is no condition in a Choice that speaks JSONPath",
    );
    check(
        line!(),
        path("$.x[").equals(1),
        "malformed-path",
        "`$.x[` is no JSONPath: expected a quoted name, an index, a slice, `*` or `?(`, found the end at character 5",
    );
    check(
        line!(),
        intrinsic::array_length(path("$.x")).equals(1),
        "intrinsic-in-condition",
        "`States.ArrayLength($.x)` is a function, and a condition compares a path",
    );
    check(
        line!(),
        path("$.t").timestamp_equals("tomorrow"),
        "malformed-timestamp",
        "`TimestampEquals` compares with `tomorrow`, which is no time",
    );
    check(
        line!(),
        path("$.n").equals(f64::NAN),
        "malformed-number",
        "`NumericEquals` compares with no finite number",
    );
    let jsonata_machine = |condition: Condition| StateMachine::new(rule(condition)).jsonata();
    check_at(
        jsonata_machine(variable("x").matches("a*")),
        line!(),
        "wrong-language",
        "C",
        at,
        "`StringMatches` is JSONPath's, in a Choice that speaks JSONata",
    );
    check_at(
        jsonata_machine(variable("1x").equals(1)),
        line!(),
        "malformed-variable",
        "C",
        at,
        "`1x` is no variable: a variable's name begins with a letter",
    );
    check_at(jsonata_machine(Condition::any([])), own, "empty-condition", "C", at, "`or` joins no condition");
    let mixed = path("$.x").equals(1).and(jsonata("$y").into());
    check_at(
        StateMachine::new(rule(mixed)),
        line!() - 1,
        "wrong-language",
        "C",
        at,
        "`$y` is JSONata, in a Choice that speaks JSONPath",
    );
}

#[test]
fn languages() {
    check_at(
        StateMachine::new(Pass::new("A").result_path("$.x")).jsonata(),
        line!(),
        "jsonpath-in-jsonata-machine",
        "A",
        "/States/A",
        "state `A` speaks JSONPath in a machine that speaks JSONata",
    );
    check_at(
        StateMachine::new(CustomState::new("A", payload!({ "Type": "Pass", "InputPath": "$.x" }))).jsonata(),
        line!() - 1,
        "jsonpath-in-jsonata-machine",
        "A",
        "/States/A",
        "state `A` speaks JSONPath in a machine that speaks JSONata",
    );
    check!(
        Map::new("M").items_path("$.a").items(jsonata("[1]")).each(Pass::new("I")),
        "wrong-language",
        "M",
        "/States/M/Items",
        "`[1]` is JSONata, in a state that speaks JSONPath"
    );
}

#[test]
fn retries_and_catches() {
    let z = || Succeed::new("Z");
    check!(
        task("T").retry(Retry::on_any(Vec::<String>::new())),
        "no-error-named",
        "T",
        "/States/T/Retry/0/ErrorEquals",
        "a Retry names no error"
    );
    check!(
        task("T").retry(Retry::on_any(["A", Errors::ALL])),
        "all-not-alone",
        "T",
        "/States/T/Retry/0/ErrorEquals",
        "`States.ALL` has to stand alone in `ErrorEquals` of a Retry"
    );
    check!(
        task("T").retry(Retry::all()).retry(Retry::on("A")),
        "all-not-last",
        "T",
        "/States/T/Retry/0/ErrorEquals",
        "a Retry stands after the one that takes `States.ALL`"
    );
    check!(
        task("T").catch(Catch::all(), z()).catch(Catch::on("A"), go_to("Z")),
        "all-not-last",
        "T",
        "/States/T/Catch/0/ErrorEquals",
        "a Catch stands after the one that takes `States.ALL`"
    );
    check!(
        task("T").catch(Catch::on("A").result_path("$.x[*]"), z()),
        "malformed-path",
        "T",
        "/States/T/Catch/0/ResultPath",
        "`$.x[*]` in `ResultPath` of a Catch is no reference path: `*` has no place in a reference path at character 4"
    );
    check!(
        task("T").retry(Retry::all().interval(secs(0))),
        "out-of-range",
        "T",
        "/States/T/Retry/0/IntervalSeconds",
        "`IntervalSeconds` of a Retry is 0, it can be 1 to 99999999"
    );
    check!(
        task("T").retry(Retry::all().max_attempts(100_000_000)),
        "out-of-range",
        "T",
        "/States/T/Retry/0/MaxAttempts",
        "`MaxAttempts` of a Retry is 100000000, it can be 0 to 99999999"
    );
    check!(
        task("T").retry(Retry::all().max_delay(days(400))),
        "out-of-range",
        "T",
        "/States/T/Retry/0/MaxDelaySeconds",
        "`MaxDelaySeconds` of a Retry is 34560000, it can be 1 to 31622400"
    );
    check!(
        task("T").retry(Retry::all().interval(secs(5)).max_delay(secs(5))),
        "out-of-range",
        "T",
        "/States/T/Retry/0/MaxDelaySeconds",
        "`MaxDelaySeconds` of a Retry is 5, it has to be more than the interval of 5"
    );
    check!(
        task("T").retry(Retry::all().backoff(0.5)),
        "out-of-range",
        "T",
        "/States/T/Retry/0/BackoffRate",
        "`BackoffRate` of a Retry is 0.5, it has to be at least 1"
    );
}

#[test]
fn times() {
    // `task` makes the state, so the line is its own.
    let own = |machine: Flow, code, pointer, message| {
        let (_, findings) = StateMachine::new(machine).definition();
        let [finding] = findings.as_slice() else { panic!("one finding expected: {findings:#?}") };
        assert_eq!((finding.code, finding.message.as_str()), (code, message));
        assert_eq!(finding.place.pointer.as_deref(), Some(pointer));
    };
    own(
        task("T").timeout(secs(0)).into(),
        "out-of-range",
        "/States/T/TimeoutSeconds",
        "`TimeoutSeconds` is 0, it can be 1 to 99999999",
    );
    own(
        task("T").heartbeat(secs(100_000_000)).into(),
        "out-of-range",
        "/States/T/HeartbeatSeconds",
        "`HeartbeatSeconds` is 100000000, it can be 1 to 99999999",
    );
    own(
        task("T").timeout(secs(9)).heartbeat(secs(9)).into(),
        "heartbeat-not-below-timeout",
        "/States/T/HeartbeatSeconds",
        "`HeartbeatSeconds` of `T` is 9, which is not less than its timeout of 9",
    );
    own(
        Wait::seconds("T", days(2000)).into(),
        "out-of-range",
        "/States/T/Seconds",
        "`Seconds` is 172800000, it can be 0 to 99999999",
    );
    own(
        Wait::until("T", "2026-02-30T00:00:00Z").into(),
        "malformed-timestamp",
        "/States/T/Timestamp",
        "`2026-02-30T00:00:00Z` in `Timestamp` is no time",
    );
    check_at(
        StateMachine::new(Pass::new("A")).timeout(secs(0)),
        line!(),
        "out-of-range",
        "",
        "/TimeoutSeconds",
        "`TimeoutSeconds` of the machine is 0, it can be 1 to 99999999",
    );
}

#[test]
fn maps() {
    let map = || Map::new("M").each(Pass::new("I"));
    let line = line!() - 1;
    let check = |map: Map, code: &str, field: &str, message: &str| {
        let at = format!("/States/M/{field}");
        check_at(StateMachine::new(map), line, code, "M", &at, message)
    };
    let far = || map().distributed(ProcessorType::Standard);
    check(
        map().tolerated_failure_count(1),
        "field-of-distributed-map",
        "ToleratedFailureCount",
        "`ToleratedFailureCount` belongs to a distributed Map, and `M` is inline",
    );
    check(
        far().items(path("$.x")).item_reader(ItemReader::json("b", "k")),
        "two-sources-of-items",
        "ItemsPath",
        "Map `M` has `ItemReader` and `ItemsPath`, and only one can be",
    );
    check(
        far().batch_input(payload!({})),
        "batch-without-size",
        "ItemBatcher",
        "`ItemBatcher` of Map `M` says no size",
    );
    check(
        far().max_input_bytes_per_batch(262_145),
        "out-of-range",
        "ItemBatcher/MaxInputBytesPerBatch",
        "`MaxInputBytesPerBatch` is 262145, it can be 1 to 262144",
    );
    check(
        far().tolerated_failure_percentage(101),
        "out-of-range",
        "ToleratedFailurePercentage",
        "`ToleratedFailurePercentage` is 101, it can be 0 to 100",
    );
    check(far().label("a b"), "malformed-label", "Label", "the label `a b` cannot contain ` `");
    check(far().label(""), "malformed-label", "Label", "the label `` cannot be empty");
    check(
        far().label("x".repeat(41)),
        "malformed-label",
        "Label",
        &format!("the label `{}` has more than 40 characters", "x".repeat(41)),
    );
    let twice = far().label("L").prefixed("1 ").then(far().label("L"));
    check_at(
        StateMachine::new(twice),
        line,
        "duplicate-label",
        "M",
        "/States/M/Label",
        "two Maps have the label `L`",
    );
}

#[test]
fn variables() {
    let name = "x".repeat(81);
    check!(
        Pass::new("A").assign(payload!({ "states": 1 })),
        "variable-name",
        "A",
        "/States/A/Assign/states",
        "the variable `states` is reserved"
    );
    check!(
        Pass::new("A").assign(payload!({ "a-b": path("$.x") })),
        "variable-name",
        "A",
        "/States/A/Assign/a-b.$",
        "the variable `a-b` is no identifier"
    );
    check_at(
        StateMachine::new(Pass::new("A").assign(payload!({ name.clone(): 1 }))),
        line!(),
        "variable-name",
        "A",
        &format!("/States/A/Assign/{name}"),
        &format!("the variable `{name}` has more than 80 characters"),
    );
    check!(
        Choice::new("A")
            .rule(Rule::new(path("$.x").is_null(), Succeed::new("Z")).assign(payload!({ "1": 1 }))),
        "variable-name",
        "A",
        "/States/A/Choices/0/Assign/1",
        "the variable `1` is no identifier"
    );
    check!(
        Parallel::new("A")
            .branch(Pass::new("B"))
            .catch(Catch::all().assign(payload!({ "": 1 })), Succeed::new("Z")),
        "variable-name",
        "A",
        "/States/A/Catch/0/Assign/",
        "the variable `` is no identifier"
    );
}

#[test]
fn paths_of_fields() {
    check!(
        Pass::new("A").input_path("x"),
        "malformed-path",
        "A",
        "/States/A/InputPath",
        "`x` in `InputPath` is no JSONPath: expected `$`, found `x` at character 1"
    );
    check!(
        Pass::new("A").result_path("$$.x"),
        "malformed-path",
        "A",
        "/States/A/ResultPath",
        "`$$.x` in `ResultPath` is no reference path: a result can only be put into the input, below `$`"
    );
}

#[test]
fn custom_states() {
    let check = |line: u32, json: Payload, code: &str, pointer: &str, message: &str| {
        let (_, findings) = StateMachine::new(CustomState::new("A", json)).definition();
        let [finding] = findings.as_slice() else { panic!("one finding expected: {findings:#?}") };
        assert_eq!((finding.code, finding.message.as_str()), (code, message));
        assert_eq!(finding.place.pointer.as_deref(), Some(pointer));
        let _ = line;
    };
    check(line!(), payload!([1]), "malformed-state", "/States/A", "state `A` is no JSON object");
    check(
        line!(),
        payload!({ "Type": "Tsak" }),
        "unknown-type",
        "/States/A/Type",
        "state `A` is of type `Tsak`, which does not exist",
    );
    check(line!(), payload!({}), "unknown-type", "/States/A/Type", "state `A` has no `Type`");
    check(
        line!(),
        payload!({ "Type": "Pass", "Next": 1 }),
        "malformed-state",
        "/States/A/Next",
        "`Next` of state `A` is not the name of a state",
    );
    check(
        line!(),
        payload!({ "Type": "Task", "Resource": "x", "Retry": {} }),
        "malformed-state",
        "/States/A/Retry",
        "`Retry` of state `A` is not an array of objects",
    );
    check(
        line!(),
        payload!({ "Type": "Pass", "QueryLanguage": "SQL" }),
        "malformed-state",
        "/States/A/QueryLanguage",
        "`QueryLanguage` of state `A` is not `JSONPath` or `JSONata`",
    );
    check(
        line!(),
        payload!({ "Type": "Map", "ItemProcessor": { "StartAt": "I", "States": {
        "I": { "Type": "Pass", "Next": "A" } } } }),
        "unknown-next",
        "/States/A/ItemProcessor/States/I/Next",
        "state `I` leads to `A`, which stands in another machine",
    );
}

#[test]
fn callbacks() {
    check!(
        LambdaInvoke::new("f").without_service_retries().wait_for_task_token("T"),
        "callback-without-token",
        "T",
        "/States/T/Parameters",
        "nothing of what `T` sends carries the task token"
    );
    for payload in
        [payload!({ "t": task_token() }), payload!({ "c": path("$$") }), payload!({ "c": path("$$.Task") })]
    {
        let flow = LambdaInvoke::new("f").payload(payload).wait_for_task_token("T");
        assert!(StateMachine::new(flow).definition().1.is_empty());
    }
}

#[test]
fn what_a_state_sends_is_called_as_its_language_calls_it() {
    let send = SqsSendMessage::new("https://sqs.eu-west-1.amazonaws.com/123456789012/steps", "go");
    let send = send.delay_seconds(901);
    let message = "`DelaySeconds` is 901, it can be 0 to 900";
    check!(send.clone().state("S"), "out-of-range", "S", "/States/S/Parameters/DelaySeconds", message);
    let machine = StateMachine::new(send.state("S")).jsonata();
    let at = "/States/S/Arguments/DelaySeconds";
    check_at(machine, line!(), "out-of-range", "S", at, message);
    let ask = LambdaInvoke::new("f").without_service_retries().wait_for_task_token("T");
    check_at(
        StateMachine::new(ask).jsonata(),
        line!(),
        "callback-without-token",
        "T",
        "/States/T/Arguments",
        "nothing of what `T` sends carries the task token",
    );
}

#[test]
fn express() {
    let callback =
        || LambdaInvoke::new("f").payload(payload!({ "t": task_token() })).wait_for_task_token("T");
    let line = line!() - 1;
    check_at(
        StateMachine::new(callback()).express(),
        line,
        "not-in-express",
        "T",
        "/States/T",
        "`T` waits for a callback, which an Express workflow cannot",
    );
    let raw = |resource: &str| CustomState::new("T", payload!({ "Type": "Task", "Resource": resource }));
    let line = line!() - 1;
    check_at(
        StateMachine::new(raw("arn:aws:states:::glue:startJobRun.sync")).express(),
        line,
        "not-in-express",
        "T",
        "/States/T",
        "`T` waits for a job, which an Express workflow cannot",
    );
    check_at(
        StateMachine::new(raw("arn:aws:states:::states:startExecution.sync:2")).express(),
        line,
        "not-in-express",
        "T",
        "/States/T",
        "`T` waits for a job, which an Express workflow cannot",
    );
    check_at(
        StateMachine::new(raw("arn:aws:states:eu-west-1:123456789012:activity:x")).express(),
        line,
        "not-in-express",
        "T",
        "/States/T",
        "`T` is an activity, which an Express workflow cannot",
    );
    let far = |kind, steps: Flow| Map::new("M").distributed(kind).each(steps);
    let line = line!() - 1;
    check_at(
        StateMachine::new(far(ProcessorType::Standard, Pass::new("I").into())).express(),
        line,
        "not-in-express",
        "M",
        "/States/M",
        "`M` is a distributed Map, which an Express workflow cannot have",
    );
    let (_, findings) = StateMachine::new(far(ProcessorType::Express, callback().into())).definition();
    assert_eq!(findings[0].message, "`T` waits for a callback, which the Express steps of a Map cannot");
    let nested =
        far(ProcessorType::Express, far(ProcessorType::Standard, Pass::new("I").into()).prefixed("In "));
    check_at(
        StateMachine::new(nested),
        line,
        "not-in-express",
        "In M",
        "/States/M/ItemProcessor/States/In M",
        "`In M` is a distributed Map, which the Express steps of a Map cannot have",
    );
    // A definition of one's own is looked at as well.
    let json = r#"{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::x:y.waitForTaskToken","End":true}}}"#;
    check_at(
        StateMachine::from_json(json).express(),
        line!(),
        "not-in-express",
        "T",
        "/States/T",
        "`T` waits for a callback, which an Express workflow cannot",
    );
}

#[test]
fn permissions() {
    check!(
        CustomState::new("T", payload!({ "Type": "Pass" }))
            .permission(Statement::allow(["a:B"]).on("*").because("x")),
        "wildcard-permission",
        "T",
        "/States/T",
        "state `T` is permitted `a:B` on every resource"
    );
    check!(
        CustomState::new("T", payload!({ "Type": "Pass" })).permission(Statement::allow(["a:B"]).on("*")),
        "wildcard-permission",
        "T",
        "/States/T",
        "state `T` is permitted `a:B` on every resource"
    );
    check!(
        CustomState::new("T", payload!({ "Type": "Pass" })).permission(Statement::allow(["a:B"])),
        "incomplete-permission",
        "T",
        "/States/T",
        "the permission of `a:B` names no resource"
    );
    check_at(
        StateMachine::new(Pass::new("A")).allow(Statement::allow(Vec::<String>::new()).on("*")),
        line!(),
        "incomplete-permission",
        "",
        "",
        "a permission names no action",
    );
}

#[test]
fn definitions_of_ones_own() {
    let (_, findings) = StateMachine::from_json("{").definition();
    let line = line!() - 1;
    assert_eq!((findings.len(), findings[0].code), (1, "malformed-definition"));
    assert_eq!(findings[0].origin.as_ref().map(|origin| origin.line()), Some(line));
    let (_, findings) = StateMachine::from(payload!([1])).definition();
    assert_eq!(findings[0].message, "a definition is a JSON object");
}

/// What is wrong with a stack: code, place, line.
fn found(stack: Stack) -> Vec<(&'static str, String, u32)> {
    let synthesis = stack.synthesize(Target::Sam);
    let line = |finding: &Diagnostic| {
        let origin = finding.origin.as_ref().unwrap_or_else(|| panic!("no line: {finding}"));
        assert_eq!(origin.file(), HERE, "{finding}");
        origin.line()
    };
    synthesis.findings.iter().map(|it| (it.code, it.place.to_string(), line(it))).collect()
}

#[track_caller]
fn machine() -> StateMachine {
    StateMachine::new(Succeed::new("Done"))
}

#[test]
fn ten_mistakes_are_ten_findings() {
    let first = line!() + 1;
    let mut stack = Stack::new("my stack");
    let gone = Handle::new("Gone", sns::Topic::new());
    stack.add("a-b", sns::Topic::new());
    stack.add("Twice", sns::Topic::new());
    stack.add("Twice", sqs::Queue::new());
    stack.add("Long", machine().name("x".repeat(81)));
    stack.add("Lost", StateMachine::new(Pass::new("A").then(go_to("B"))));
    stack.add("Empty", StateMachine::new(Parallel::new("P")));
    stack.add("Odd", Generic::new("Not A Type"));
    stack.attributes(&gone);
    stack.output("bad name", "x");
    stack.add("Uses", sns::Subscription::new("sqs", gone.reference()));
    let places: Vec<(&str, String, u32)> =
        found(stack).into_iter().map(|(code, place, line)| (code, place, line.wrapping_sub(first))).collect();
    let expected = [
        ("malformed-stack-name", "my stack", 0),
        ("malformed-id", "my stack/a-b", 2),
        ("duplicate-id", "my stack/Twice", 4),
        ("malformed-machine-name", "my stack/Long", 5),
        ("unknown-next", "my stack/Lost /States/A/Next", 6),
        ("no-steps", "my stack/Empty /States/P/Branches", 7),
        ("malformed-type", "my stack/Odd /Type", 8),
        ("unknown-resource", "my stack", 9),
        ("malformed-id", "my stack", 10),
        ("unknown-reference", "my stack/Uses /Resources/Uses/Properties", 11),
    ];
    let expected: Vec<(&str, String, u32)> =
        expected.into_iter().map(|(code, place, line)| (code, place.to_owned(), line)).collect();
    assert_eq!(places, expected);
}

#[test]
fn references_and_circles() {
    let mut stack = Stack::new("s");
    let queue = stack.add("Queue", sqs::Queue::new());
    let wrong = Handle::new("Queeu", queue.resource().clone());
    stack.add("Uses", sns::Subscription::new("sqs", wrong.reference()));
    let line = line!() - 1;
    let synthesis = stack.synthesize(Target::Sam);
    let [finding] = synthesis.findings.as_slice() else { panic!("{:#?}", synthesis.findings) };
    check_one(finding, line, "unknown-reference", "there is no `Queeu` in this stack");
    assert_eq!(finding.help.as_deref(), Some("there is `Queue`"));

    // A machine's role has the reference as well: it is told once, and of the role where nothing else has it.
    for allowed in [false, true] {
        let mut stack = Stack::new("s");
        let told = Handle::new("Told", sns::Topic::new());
        let machine = match allowed {
            true => machine().allow(Statement::allow(["sns:Publish"]).on(told.reference()).because("x")),
            false => StateMachine::new(SnsPublish::new(&told, "go").state("Tell")),
        };
        stack.add("Machine", machine);
        let synthesis = stack.synthesize(Target::Sam);
        let [finding] = synthesis.findings.as_slice() else { panic!("{:#?}", synthesis.findings) };
        let place = if allowed { "MachineRole" } else { "Machine" };
        assert_eq!((finding.code, finding.place.resource.as_deref()), ("unknown-reference", Some(place)));
    }

    let mut stack = Stack::new("s");
    let b = Handle::new("B", sqs::Queue::new());
    let a = stack.add("A", sqs::Queue::new().queue_name(sub("{}-a", [b.attribute("QueueName")])));
    let line = line!() - 1;
    stack.add("B", sqs::Queue::new().queue_name(sub("{}-b", [a.attribute("QueueName")])));
    let synthesis = stack.synthesize(Target::Sam);
    let [finding] = synthesis.findings.as_slice() else { panic!("{:#?}", synthesis.findings) };
    check_one(finding, line, "dependency-cycle", "`A` → `B` → `A` wait for one another");
}

#[test]
fn conditions_and_mappings_that_are_not_there() {
    let mut stack = Stack::new("s");
    let queue = stack.add("Queue", sqs::Queue::new());
    let line = line!() - 1;
    stack.attributes(&queue).when(&stepwright::reference::Condition::named("IsProd"));
    stack.output("Size", Reference::find_in_map("Sizes", &region(), "Large"));
    let synthesis = stack.synthesize(Target::Sam);
    let [condition, mapping] = synthesis.findings.as_slice() else { panic!("{:#?}", synthesis.findings) };
    check_one(condition, line, "unknown-condition", "there is no condition `IsProd`");
    assert_eq!((mapping.code, mapping.message.as_str()), ("unknown-mapping", "there is no mapping `Sizes`"));
}

#[test]
fn grants_to_nobody() {
    let mut stack = Stack::new("s");
    let task = stack.add("Task", ecs::TaskDefinition::new());
    let role = stack.add("Role", iam::Role::new(serde_json::json!({})));
    stack.grant(&task, Statement::allow(["a:B"]).on("*"));
    stack.grant(&role, Statement::allow(["a:B"]).on("*"));
    let line = line!();
    assert_eq!(
        found(stack),
        [("unknown-role", "s".to_owned(), line - 2), ("not-our-role", "s".to_owned(), line - 1)]
    );
}

#[test]
fn aliases() {
    let mut stack = Stack::new("s");
    let machine = stack.add("Machine", machine());
    let first = line!() + 1;
    stack.add("A", PublishedAlias::new(&machine, "12"));
    stack.add("B", PublishedAlias::new(&machine, "live").shift(Shift::canary(0, minutes(1))));
    stack.add("C", PublishedAlias::new(&machine, "live").shift(Shift::linear(10, days(2))));
    stack.add("D", PublishedAlias::new(&machine, "live").route("arn", 101));
    stack.add("E", PublishedAlias::new(&machine, "live").route("a", 1).route("b", 1));
    stack.add("F", PublishedAlias::new(&machine, "live").route("a", 1).shift(Shift::all_at_once()));
    stack.add("G", PublishedAlias::new(&machine, "l".repeat(81)));
    // Each is told once, and not again for what the type of resource admits.
    let found: Vec<(&str, u32)> =
        found(stack).into_iter().map(|(code, _, line)| (code, line - first)).collect();
    let by_line: BTreeMap<u32, Vec<&str>> = found.iter().fold(BTreeMap::new(), |mut lines, (code, line)| {
        lines.entry(*line).or_insert_with(Vec::new).push(code);
        lines
    });
    let expected: [&[&str]; 7] = [
        &["malformed-alias"],
        &["out-of-range"],
        &["out-of-range"],
        &["out-of-range"],
        &["too-many-routes"],
        &["shift-and-route"],
        &["malformed-alias"],
    ];
    assert_eq!(by_line.into_values().collect::<Vec<_>>(), expected);
}

#[test]
fn limits() {
    let mut stack = Stack::new("s");
    let line = line!() - 1;
    for index in 0..501 {
        stack.add(&format!("Topic{index}"), sns::Topic::new());
    }
    let synthesis = stack.synthesize(Target::Sam);
    let [finding] = synthesis.findings.as_slice() else { panic!("{:#?}", synthesis.findings) };
    check_one(finding, line, "too-many-entries", "`Resources` has 501 entries, it can have 500");

    let synthesis = Stack::new("s").synthesize(Target::Sam);
    check_one(&synthesis.findings[0], line!() - 1, "no-resources", "the stack has no resource");
}

#[test]
fn a_definition_of_more_than_a_mebibyte_comes_back_with_its_finding() {
    let text = "x".repeat(1000);
    let mut flow = go_on();
    for index in 0..1100 {
        flow = flow.then(Pass::new(&format!("State {index}")).parameters(payload!({ "text": text })));
    }
    let mut stack = Stack::new("s");
    stack.add("Huge", StateMachine::new(flow));
    let synthesis = stack.synthesize(Target::Sam);
    let codes: Vec<&str> = synthesis.findings.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["definition-too-large", "template-too-large"]);
    assert_eq!(synthesis.asl("Huge").map(|definition| definition.states().len()), Some(1100));
}

#[test]
fn acknowledged_findings_are_kept_apart() {
    let flow =
        CustomState::new("T", payload!({ "Type": "Pass" })).permission(Statement::allow(["a:B"]).on("*"));
    let mut stack = Stack::new("s").acknowledge("wildcard-permission", "known at run time only");
    stack.add("Machine", StateMachine::new(flow));
    let synthesis = stack.synthesize(Target::Sam);
    assert!(synthesis.findings.is_empty());
    assert_eq!(synthesis.acknowledged[0].1, "known at run time only");
}

#[test]
fn a_serverless_resource_has_no_place_in_cloudformation() {
    let mut stack = Stack::new("s");
    stack.add("Table", serverless::SimpleTable::new());
    let line = line!() - 1;
    let synthesis = stack.synthesize(Target::CloudFormation);
    check_one(
        &synthesis.findings[0],
        line,
        "serverless-in-cloudformation",
        "`AWS::Serverless::SimpleTable` is known to SAM only, and the target is CloudFormation",
    );
}
