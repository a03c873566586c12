//! Runs through the public API: what the recordings of AWS do not show.

#![cfg(feature = "run")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use stepwright::asl::{Definition, days, hours, minutes, secs};
use stepwright::run::{Execution, Program, Reply, Request, Run, Runner, Status, Time, fails, never, returns};

fn definition(json: Value) -> Definition {
    match json {
        Value::Object(map) => Definition::from_map(map),
        other => panic!("{other}"),
    }
}

/// A machine of these states, the first of which it starts at.
fn states(states: Value) -> Definition {
    let first = states.as_object().unwrap().keys().next().unwrap().clone();
    definition(json!({ "StartAt": first, "States": states }))
}

/// A Task state with more fields.
fn task(more: Value) -> Value {
    let mut out = json!({ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true });
    let fields = out.as_object_mut().unwrap();
    for (key, value) in more.as_object().unwrap() {
        if key == "Next" {
            fields.remove("End");
        }
        fields.insert(key.clone(), value.clone());
    }
    out
}

fn kinds(run: &Execution) -> Vec<&str> {
    run.events().iter().map(|event| event.kind()).collect()
}

/// The run ends so: the output, or the error and the time in seconds.
#[track_caller]
fn check(run: Runner<'_>, expected: Result<Value, &str>, seconds: i64) -> Execution {
    let run = run.finish();
    let ended = match run.status() {
        Status::Succeeded => Ok(run.output().unwrap().clone()),
        Status::TimedOut => Err("timed out"),
        _ => Err(run.error().unwrap_or_default()),
    };
    assert_eq!(ended, expected, "\n{run}");
    assert_eq!(run.duration(), seconds * 1_000, "\n{run}");
    run
}

#[test]
fn time_passes_at_once() {
    let year = states(json!({ "Rest": { "Type": "Wait", "Seconds": 31_536_000, "End": true } }));
    check(year.run(json!(1)), Ok(json!(1)), 31_536_000);
    let longer = states(json!({ "Rest": { "Type": "Wait", "Seconds": 31_536_001, "End": true } }));
    check(longer.run(json!(1)), Err("timed out"), 31_536_000);
    check(year.run(json!(1)).express(), Err("timed out"), 300);
    let until = states(json!({ "Rest": { "Type": "Wait", "TimestampPath": "$.at", "End": true } }));
    let input = json!({ "at": "2026-03-01T00:00:30+00:00" });
    let start = Time::parse("2026-03-01T00:00:00Z").unwrap();
    check(until.run(input.clone()).start_at(start), Ok(input.clone()), 30);
    check(until.run(input.clone()).start_at(start + days(1)), Ok(input), 0);
}

#[test]
fn tasks_are_tried_again_as_the_retriers_say() {
    let retry = |retry: Value| states(json!({ "Try": task(json!({ "Retry": retry })) }));
    let busy = |count: usize| {
        let mut replies = vec![fails("Busy"); count];
        replies.push(returns(json!("done")));
        replies
    };
    let all = |more: Value| {
        let mut retrier = json!({ "ErrorEquals": ["States.ALL"] });
        retrier.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        retry(json!([retrier]))
    };
    for (more, failures, expected, seconds) in [
        (json!({}), 3, Ok(json!("done")), 1 + 2 + 4),
        (json!({}), 4, Err("Busy"), 1 + 2 + 4),
        (json!({ "IntervalSeconds": 3, "BackoffRate": 1.0, "MaxAttempts": 5 }), 5, Ok(json!("done")), 15),
        (
            json!({ "IntervalSeconds": 10, "BackoffRate": 10.0, "MaxDelaySeconds": 60 }),
            3,
            Ok(json!("done")),
            130,
        ),
        (json!({ "MaxAttempts": 0 }), 1, Err("Busy"), 0),
    ] {
        check(all(more).run(json!({})).mock("Try", busy(failures)), expected, seconds);
    }
    let two = retry(json!([
        { "ErrorEquals": ["Busy"], "MaxAttempts": 1 },
        { "ErrorEquals": ["Late", "States.Timeout"], "MaxAttempts": 1, "IntervalSeconds": 20 },
    ]));
    let replies = [fails("Busy"), fails("Late"), fails("Busy")];
    check(two.run(json!({})).mock("Try", replies), Err("Busy"), 21);
    // Jitter takes a part of the interval, by the seed, and the same seed gives the same.
    let jitter = all(json!({ "JitterStrategy": "FULL", "IntervalSeconds": 1_000 }));
    let times: Vec<i64> = [1, 2, 1]
        .map(|seed| jitter.run(json!({})).seed(seed).mock("Try", busy(1)).finish().duration())
        .into();
    assert!(
        times[0] == times[2] && times[0] != times[1] && times.iter().all(|time| *time < 1_000_000),
        "{times:?}"
    );
}

#[test]
fn errors_are_caught_by_their_names() {
    for (reply, names, caught) in [
        (fails("Busy"), json!(["States.TaskFailed"]), true),
        (fails("Busy"), json!(["Other", "Busy"]), true),
        (fails("Busy"), json!(["Other"]), false),
        (fails("States.Timeout"), json!(["States.Timeout"]), true),
        (never(), json!(["States.TaskFailed"]), false),
        (never(), json!(["States.Timeout"]), true),
        (never(), json!(["States.HeartbeatTimeout"]), false),
        (never(), json!(["States.ALL"]), true),
        (fails("States.Runtime"), json!(["States.ALL"]), false),
    ] {
        let machine = states(json!({
            "Try": task(json!({
                "TimeoutSeconds": 10,
                "Catch": [{ "ErrorEquals": names, "ResultPath": "$.error", "Next": "Caught" }],
            })),
            "Caught": { "Type": "Succeed" },
        }));
        let run = machine.run(json!({ "id": 1 })).mock("Try", reply.clone()).finish();
        assert_eq!(run.status() == Status::Succeeded, caught, "{reply:?} {names}\n{run}");
        if caught {
            assert_eq!(run.output().unwrap()["id"], json!(1));
            assert!(run.output().unwrap()["error"]["Error"].is_string());
        }
    }
}

#[test]
fn callbacks_come_late_or_give_signs_of_life() {
    let ask = |more: Value| {
        let mut fields = json!({
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": { "Token.$": "$$.Task.Token" },
        });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        states(json!({ "Ask": task(fields) }))
    };
    let both = json!({ "TimeoutSeconds": 600, "HeartbeatSeconds": 60 });
    for (more, reply, expected, seconds) in [
        (json!({}), returns(json!(1)).after(hours(3)), Ok(json!(1)), 10_800),
        (json!({}), fails("No").after(hours(3)), Err("No"), 10_800),
        (both.clone(), returns(json!(1)).after(minutes(5)), Err("States.Timeout"), 60),
        (both.clone(), returns(json!(1)).after(minutes(5)).heartbeats(secs(30)), Ok(json!(1)), 300),
        (both.clone(), never().heartbeats(secs(30)), Err("States.Timeout"), 600),
        (both, returns(json!(1)).after(secs(60)), Ok(json!(1)), 60),
        (json!({}), never(), Err("timed out"), 31_536_000),
    ] {
        let run = check(ask(more).run(json!({})).mock("Ask", reply), expected, seconds);
        assert!(kinds(&run).contains(&"TaskSubmitted"));
    }
    // The token is in the request, and another one for every try.
    let again = ask(json!({ "Retry": [{ "ErrorEquals": ["States.ALL"] }] }));
    let mut tokens = Vec::new();
    let answer = |request: &Request<'_>| {
        assert_eq!(request.parameters["Token"].as_str(), request.token);
        tokens.push(request.token.unwrap().to_owned());
        if tokens.len() == 1 { fails("No") } else { returns(json!(2)) }
    };
    check(again.run(json!({})).mock("Ask", answer), Ok(json!(2)), 1);
    assert!(tokens.len() == 2 && tokens[0] != tokens[1], "{tokens:?}");
}

#[test]
fn branches_run_beside_one_another_and_stop_together() {
    let branch = |name: &str, state: Value| json!({ "StartAt": name, "States": { name: state } });
    let machine = states(json!({
        "Both": {
            "Type": "Parallel",
            "Branches": [
                branch("Slow", task(json!({}))),
                branch("Quick", json!({ "Type": "Wait", "Seconds": 5, "End": true })),
            ],
            "ResultSelector": { "all.$": "$" },
            "ResultPath": "$.both",
            "Retry": [{ "ErrorEquals": ["Again"], "MaxAttempts": 1 }],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Caught" }],
            "End": true,
        },
        "Caught": { "Type": "Pass", "End": true },
    }));
    let run = |replies: Vec<Reply>| machine.run(json!({ "n": 1 })).mock("Slow", replies);
    let whole = json!({ "n": 1, "both": { "all": ["ok", { "n": 1 }] } });
    check(run(vec![returns(json!("ok")).after(secs(60))]), Ok(whole.clone()), 60);
    check(run(vec![fails("Again").after(secs(2)), returns(json!("ok"))]), Ok(whole), 2 + 1 + 5);
    let caught = check(run(vec![fails("No").after(secs(2))]), Ok(json!({ "Error": "No", "Cause": "" })), 2);
    let kinds = kinds(&caught);
    assert!(kinds.contains(&"ParallelStateFailed") && kinds.contains(&"WaitStateAborted"), "{kinds:?}");
}

#[test]
fn iterations_share_the_places_there_are() {
    let each = |concurrency: usize| {
        states(json!({
            "Each": {
                "Type": "Map",
                "MaxConcurrency": concurrency,
                "ItemSelector": { "n.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index", "all.$": "$" },
                "ItemProcessor": {
                    "StartAt": "Work",
                    "States": { "Work": task(json!({ "ResultSelector": { "i.$": "$$.Map.Item.Index", "r.$": "$" } })) },
                },
                "End": true,
            },
        }))
    };
    for (concurrency, seconds) in [(1, 1 + 2 + 3 + 4), (2, 2 + 4), (0, 4), (9, 4)] {
        let answer = |request: &Request<'_>| {
            let n = request.parameters["n"].as_u64().unwrap();
            assert_eq!(request.iteration, [usize::try_from(n).unwrap() - 1]);
            returns(json!(n * n)).after(secs(u32::try_from(n).unwrap()))
        };
        let expected: Vec<Value> = (1..5).map(|n| json!({ "i": n - 1, "r": n * n })).collect();
        let run = each(concurrency).run(json!([1, 2, 3, 4])).mock("Work", answer);
        check(run, Ok(json!(expected)), seconds);
    }
}

#[test]
fn a_seed_tries_other_orders() {
    let branch = |name: &str| {
        let then = format!("{name}2");
        json!({ "StartAt": name, "States": {
            name: { "Type": "Pass", "Next": then },
            then: { "Type": "Pass", "End": true },
        } })
    };
    let machine = states(json!({
        "All": { "Type": "Parallel", "Branches": [branch("A"), branch("B"), branch("C")], "End": true },
    }));
    let path = |seed: Option<u64>| {
        let run = machine.run(json!({}));
        let run = seed.into_iter().fold(run, Runner::seed).finish();
        assert_eq!(run.output(), Some(&json!([{}, {}, {}])));
        run.path().join(" ")
    };
    assert_eq!(path(None), "All A A2 B B2 C C2");
    let paths: std::collections::BTreeSet<String> = (0..40).map(|seed| path(Some(seed))).collect();
    assert!(paths.len() > 10, "{paths:?}");
    assert_eq!(path(Some(7)), path(Some(7)));
}

#[test]
fn distributed_maps_read_batch_tolerate_and_write() {
    let each = |more: Value| {
        let mut fields = json!({
            "Type": "Map",
            "Label": "Each",
            "ItemReader": {
                "Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": { "InputType": "JSONL" },
                "Parameters": { "Bucket": "in", "Key": "items.jsonl" },
            },
            "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
                "StartAt": "Work",
                "States": { "Work": task(json!({})) },
            },
            "End": true,
        });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        states(json!({ "Each": fields }))
    };
    let file = "{\"n\":1}\n{\"n\":2}\n\n{\"n\":3}\n";
    let odd = |request: &Request<'_>| match request.parameters["n"].as_u64() {
        Some(2) => fails("Even"),
        _ => returns(request.parameters.clone()),
    };
    let run = |more: Value| each(more).run(json!({})).file("in/items.jsonl", file).mock("Work", odd);
    let two = json!([{ "n": 1 }, { "n": 3 }]);
    check(run(json!({})), Err("States.ExceedToleratedFailureThreshold"), 0);
    check(run(json!({ "ToleratedFailureCount": 1 })), Ok(two.clone()), 0);
    check(run(json!({ "ToleratedFailurePercentage": 33 })), Err("States.ExceedToleratedFailureThreshold"), 0);
    let run_ = check(run(json!({ "ToleratedFailurePercentage": 34 })), Ok(two), 0);
    assert_eq!(run_.children().len(), 3);
    assert_eq!(run_.children()[1].error(), Some("Even"));
    assert_eq!(run_.children()[0].status(), Status::Succeeded);
    assert!(run_.children()[0].arn().contains(":execution:machine0/Each:"), "{}", run_.children()[0].arn());

    let batches = json!({ "ItemBatcher": { "MaxItemsPerBatch": 2, "BatchInput": { "of": "x" } } });
    let batched = json!([
        { "BatchInput": { "of": "x" }, "Items": [{ "n": 1 }, { "n": 2 }] },
        { "BatchInput": { "of": "x" }, "Items": [{ "n": 3 }] },
    ]);
    check(run(batches), Ok(batched), 0);

    let writer = json!({
        "ToleratedFailureCount": 1,
        "ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "Parameters": { "Bucket": "out", "Prefix": "p" } },
    });
    let (done, files) = run(writer).finish_with_files();
    let details = &done.output().unwrap()["ResultWriterDetails"];
    let files: Vec<(&str, Value)> = files
        .all_files()
        .filter(|(name, _)| name.starts_with("out/"))
        .map(|(name, text)| (name, serde_json::from_str(text).unwrap()))
        .collect();
    let manifest = format!("out/{}", details["Key"].as_str().unwrap());
    let manifest = &files.iter().find(|(name, _)| *name == manifest).unwrap().1;
    assert_eq!(manifest["ResultFiles"]["SUCCEEDED"].as_array().map(Vec::len), Some(1));
    assert_eq!(files.len(), 3);
    let succeeded = &files.iter().find(|(name, _)| name.ends_with("SUCCEEDED_0.json")).unwrap().1;
    assert_eq!(succeeded[1]["Output"], json!("{\"n\":3}"));
}

#[test]
fn machines_start_machines() {
    let inner = Program::of(&states(json!({
        "Rest": { "Type": "Wait", "Seconds": 30, "Next": "Work" },
        "Work": task(json!({})),
    })))
    .unwrap();
    let arn = "arn:aws:states:us-east-1:111111111111:stateMachine:inner";
    let outer = |suffix: &str, more: Value| {
        let mut fields = json!({
            "Resource": format!("arn:aws:states:::states:startExecution{suffix}"),
            "Parameters": { "StateMachineArn": arn, "Input.$": "$", "Name": "one" },
            "ResultSelector": { "status.$": "$.Status", "output.$": "$.Output" },
        });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        states(json!({ "Start": task(fields) }))
    };
    let run = |machine: &Definition, reply: Reply| {
        machine.run(json!({ "n": 1 })).machine(arn, &inner).mock("Work", reply)
    };
    let two = outer(".sync:2", json!({}));
    check(run(&two, returns(json!(7))), Ok(json!({ "status": "SUCCEEDED", "output": 7 })), 30);
    check(run(&two, fails("Inner")), Err("States.TaskFailed"), 30);
    let text = outer(".sync", json!({}));
    check(run(&text, returns(json!(7))), Ok(json!({ "status": "SUCCEEDED", "output": "7" })), 30);
    let late = outer(".sync", json!({ "TimeoutSeconds": 10 }));
    let late = check(run(&late, returns(json!(7))), Err("States.Timeout"), 10);
    assert_eq!(late.children()[0].status(), Status::Aborted);
    let off = outer("", json!({ "ResultSelector": { "arn.$": "$.ExecutionArn" } }));
    let started = json!({ "arn": "arn:aws:states:us-east-1:111111111111:execution:inner:one" });
    check(run(&off, returns(json!(7))), Ok(started), 0);
}

#[test]
fn whatever_has_no_end_ends() {
    let round = states(json!({ "A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Pass", "Next": "A" } }));
    let run = check(round.run(json!({})), Err("States.Runtime"), 0);
    assert_eq!(run.cause(), Some("The execution reached the maximum number of history events (25000)."));
    assert_eq!(run.events().len(), 25_000);
    check(round.run(json!({})).express().most_states(10_000), Err("Stepwright.TooManyStates"), 0);
    let deeper = states(json!({ "A": { "Type": "Pass", "Parameters": { "a.$": "$" }, "Next": "A" } }));
    check(deeper.run(json!({})).express(), Err("States.DataLimitExceeded"), 0);
    let larger =
        states(json!({ "A": { "Type": "Pass", "Parameters": { "a.$": "$", "b.$": "$" }, "Next": "A" } }));
    check(larger.run(json!({})).express(), Err("States.DataLimitExceeded"), 0);
    let arn = "arn:aws:states:us-east-1:111111111111:stateMachine:self";
    let itself = states(json!({ "Start": task(json!({
        "Resource": "arn:aws:states:::states:startExecution.sync",
        "Parameters": { "StateMachineArn": arn },
    })) }));
    let program = Program::of(&itself).unwrap();
    let run = program.run(json!({})).machine(arn, &program).most_states(10_000);
    check(run, Err("Stepwright.TooManyStates"), 0);
    let waits = states(json!({ "A": { "Type": "Wait", "Seconds": 10, "Next": "A" } }));
    check(waits.run(json!({})).express(), Err("timed out"), 300);
}

#[test]
fn what_is_missing_is_said() {
    let machine = states(
        json!({ "Charge": task(json!({ "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "No" }] })), "No": { "Type": "Succeed" } }),
    );
    let run = machine.run(json!({})).finish();
    assert_eq!(run.error(), Some("Stepwright.NoAnswer"));
    assert!(run.cause().unwrap().contains(".mock(\"Charge\", returns("), "{run}");
    let run = machine.run(json!({})).mock("Charge", Vec::new()).finish();
    assert!(run.cause().unwrap().contains("has 0 answers"), "{run}");
    let nowhere = states(json!({ "A": { "Type": "Pass", "Next": "B" } }));
    let run = nowhere.run(json!({})).finish();
    assert_eq!(run.error(), Some("Stepwright.InvalidDefinition"));
    assert!(run.cause().unwrap().contains("no state is named `B` here"), "{run}");
}

#[test]
fn the_history_reads_as_that_of_aws() {
    let machine = states(
        json!({ "Work": task(json!({ "TimeoutSeconds": 9, "Parameters": { "FunctionName": "f" } })) }),
    );
    let run = machine.run(json!({})).mock("Work", returns(json!({ "Payload": 1 })).after(secs(2))).finish();
    assert_eq!(
        run.history()[2..5],
        [
            json!({
                "timestamp": "2026-01-01T00:00:00.000Z",
                "type": "TaskScheduled",
                "id": 3,
                "previousEventId": 2,
                "taskScheduledEventDetails": {
                    "resourceType": "lambda",
                    "resource": "invoke",
                    "region": "us-east-1",
                    "parameters": "{\"FunctionName\":\"f\"}",
                    "timeoutInSeconds": 9,
                },
            }),
            json!({
                "timestamp": "2026-01-01T00:00:00.000Z",
                "type": "TaskStarted",
                "id": 4,
                "previousEventId": 3,
                "taskStartedEventDetails": { "resourceType": "lambda", "resource": "invoke" },
            }),
            json!({
                "timestamp": "2026-01-01T00:00:02.000Z",
                "type": "TaskSucceeded",
                "id": 5,
                "previousEventId": 4,
                "taskSucceededEventDetails": {
                    "resourceType": "lambda",
                    "resource": "invoke",
                    "output": "{\"Payload\":1}",
                    "outputDetails": { "truncated": false },
                },
            }),
        ]
    );
    assert_eq!(run.transitions(), 1);
    assert!((run.cost() - 0.000_025).abs() < 1e-12);
}
