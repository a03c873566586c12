//! Mistakes in flows and their states.

use super::{Case, of_flow, of_machine};
use stepwright::flow::kind;
use stepwright::prelude::*;

/// A call that nothing is wrong with.
#[track_caller]
fn call(name: &str) -> State<kind::Task> {
    LambdaInvoke::new("charge").without_service_retries().state(name)
}

#[track_caller]
fn map() -> Map {
    Map::new("Each").each(Pass::new("One"))
}

#[track_caller]
fn far() -> Map {
    map().distributed(ProcessorType::Standard)
}

/// A Choice with one rule.
#[track_caller]
fn choice(condition: Condition) -> String {
    of_flow(Choice::new("Which").when(condition, Succeed::new("Done")))
}

pub const CASES: &[Case] = &[
    // Names.
    ("empty-name", || of_flow(Pass::new(""))),
    ("long-name", || {
        of_flow(Pass::new(
            "A name in which nobody has ever found anything at all, but which goes on and on and on",
        ))
    }),
    ("duplicate-state", || {
        let first = Pass::new("Ship");
        of_flow(first.then(Parallel::new("Both").branch(Pass::new("Ship"))))
    }),
    ("duplicate-state", || {
        let charge = call("Charge");
        of_flow(Parallel::new("Both").branch(charge.clone()).branch(charge))
    }),
    ("variable-name", || of_flow(Pass::new("Set").assign(payload!({ "order-id": path("$.id") })))),
    ("variable-name", || of_flow(Pass::new("Set").assign(payload!({ "states": 1 })))),
    ("malformed-label", || of_flow(far().label("night run"))),
    ("malformed-label", || of_flow(far().label(""))),
    ("duplicate-label", || of_flow(far().label("run").prefixed("First ").then(far().label("run")))),
    // Ways.
    ("unknown-next", || {
        of_flow(
            Choice::new("Paid?").when(path("$.paid").is_null(), go_to("Shpi")).otherwise(Pass::new("Ship")),
        )
    }),
    ("unknown-next", || of_flow(call("Charge").catch(Catch::all(), go_to("Nowhere")))),
    ("unknown-next", || {
        of_flow(Pass::new("Begin").then(Map::new("Each").each(Pass::new("One").then(go_to("Begin")))))
    }),
    ("unreachable-state", || of_flow(Succeed::new("Done").then(Pass::new("After")))),
    ("unreachable-jump", || of_flow(Pass::new("Begin").then(Fail::new("Refused")).then(go_to("Begin")))),
    ("no-end", || of_flow(Pass::new("Look").then(Wait::seconds("Rest", secs(5))).then(go_to("Look")))),
    ("open-end", || {
        of_flow(Choice::new("Which").when(path("$.x").is_null(), Succeed::new("Done")).otherwise(go_on()))
    }),
    ("open-end", || of_flow(call("Charge").catch(Catch::all(), go_on()))),
    // What is missing inside.
    ("no-states", || of_flow(go_on())),
    ("no-steps", || of_flow(Parallel::new("Both"))),
    ("no-steps", || of_flow(Map::new("Each"))),
    ("no-rules", || of_flow(Choice::new("Which").otherwise(Succeed::new("Done")))),
    ("batch-without-size", || of_flow(far().batch_input(payload!({ "shop": 1 })))),
    // What excludes something else.
    ("field-of-distributed-map", || of_flow(map().tolerated_failure_count(1))),
    ("two-sources-of-items", || {
        of_flow(far().items(path("$.x")).item_reader(ItemReader::json("orders", "all.json")))
    }),
    ("heartbeat-not-below-timeout", || of_flow(call("Charge").timeout(secs(9)).heartbeat(secs(9)))),
    // Errors.
    ("no-error-named", || of_flow(call("Charge").retry(Retry::on_any(Vec::<String>::new())))),
    ("all-not-alone", || of_flow(call("Charge").retry(Retry::on_any(["Busy", Errors::ALL])))),
    ("all-not-last", || of_flow(call("Charge").retry(Retry::all()).retry(Retry::on("Busy")))),
    // Conditions.
    ("empty-condition", || choice(Condition::all([]))),
    ("nothing-compared", || choice(path("$.ready").into())),
    ("intrinsic-in-condition", || choice(intrinsic::array_length(path("$.lines")).equals(1))),
    ("malformed-timestamp", || choice(path("$.since").timestamp_equals("tomorrow"))),
    ("malformed-timestamp", || of_flow(Wait::until("Rest", "2026-02-30T00:00:00Z"))),
    ("malformed-number", || choice(path("$.total").equals(f64::NAN))),
    ("malformed-path", || choice(path("$.lines[").equals(1))),
    // Numbers.
    ("out-of-range", || of_flow(Wait::seconds("Rest", days(2000)))),
    ("out-of-range", || of_flow(call("Charge").timeout(secs(0)))),
    ("out-of-range", || of_flow(call("Charge").retry(Retry::all().interval(secs(0))))),
    ("out-of-range", || of_flow(call("Charge").retry(Retry::all().interval(secs(5)).max_delay(secs(5))))),
    ("out-of-range", || of_flow(call("Charge").retry(Retry::all().backoff(0.5)))),
    ("out-of-range", || of_flow(far().max_input_bytes_per_batch(262_145))),
    ("out-of-range", || of_flow(far().tolerated_failure_percentage(101))),
    // Callbacks.
    ("callback-without-token", || {
        of_flow(LambdaInvoke::new("ask").payload(payload!({ "question": "go?" })).wait_for_task_token("Ask"))
    }),
    // Express.
    ("not-in-express", || {
        let ask = LambdaInvoke::new("ask").payload(payload!({ "token": task_token() }));
        of_machine(StateMachine::new(ask.wait_for_task_token("Ask")).express())
    }),
    ("not-in-express", || of_machine(StateMachine::new(far()).express())),
    ("not-in-express", || {
        let ask = LambdaInvoke::new("ask").payload(payload!({ "token": task_token() }));
        of_flow(Map::new("Each").distributed(ProcessorType::Express).each(ask.wait_for_task_token("Ask")))
    }),
    // States of one's own.
    ("malformed-state", || of_flow(CustomState::new("Mine", payload!(["Pass"])))),
    ("malformed-state", || of_flow(CustomState::new("Mine", payload!({ "Type": "Pass", "Next": 1 })))),
    ("malformed-state", || {
        of_flow(CustomState::new("Mine", payload!({ "Type": "Pass", "QueryLanguage": "SQL" })))
    }),
    ("unknown-type", || of_flow(CustomState::new("Mine", payload!({ "Type": "Tsak" })))),
    ("unknown-type", || of_flow(CustomState::new("Mine", payload!({})))),
    // Permissions.
    ("wildcard-permission", || of_flow(LambdaInvoke::new(path("$.function")).state("Call"))),
    ("incomplete-permission", || {
        let read = Statement::allow(["s3:GetObject"]);
        of_flow(CustomState::new("Mine", payload!({ "Type": "Pass" })).permission(read))
    }),
    ("incomplete-permission", || {
        let nothing = Statement::allow(Vec::<String>::new()).on("*");
        of_machine(StateMachine::new(Pass::new("Begin")).allow(nothing))
    }),
];
