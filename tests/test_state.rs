//! States tested on their own, and replies compared with what APIs return, through the public API.

#![cfg(feature = "run")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use stepwright::run::{Level, TestState, Verdict, test_state};

/// What the state comes to: the verdict with the output or the error, or the refusal.
#[track_caller]
fn check(request: &TestState, expected: Result<(Verdict, Value), &str>) -> Value {
    match (test_state(request), expected) {
        (Ok(tested), Ok((status, value))) => {
            let error = tested.failure.as_ref().and_then(|failure| failure.error.clone());
            let found = tested.output.clone().unwrap_or(json!(error));
            assert_eq!((tested.status, found), (status, value));
            tested.to_json()
        }
        (Err(refusal), Err(message)) => {
            assert_eq!(refusal.message, message);
            Value::Null
        }
        (found, expected) => panic!("{expected:?} expected: {found:?}"),
    }
}

fn task(resource: &str, more: &Value) -> Value {
    let mut out = json!({ "Type": "Task", "Resource": format!("arn:aws:states:::{resource}"), "End": true });
    for (key, value) in more.as_object().unwrap() {
        out[key] = value.clone();
    }
    out
}

#[test]
fn retries_run_out_and_a_catcher_takes_over() {
    let state = task(
        "lambda:invoke",
        &json!({
            "Retry": [{ "ErrorEquals": ["Busy"], "IntervalSeconds": 2, "MaxAttempts": 4, "MaxDelaySeconds": 9 }],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Tell" }]
        }),
    );
    let asked = TestState::of(state).level(Level::Debug).fails("Busy", "later");
    for (tries, seconds) in [(0, 2), (1, 4), (2, 8), (3, 9)] {
        let told = check(&asked.clone().retries(tries), Ok((Verdict::Retriable, json!("Busy"))));
        let expected = json!({ "retryIndex": 0, "retryBackoffIntervalSeconds": seconds });
        assert_eq!(told["inspectionData"]["errorDetails"], expected);
    }
    let caught = json!({ "error": { "Error": "Busy", "Cause": "later" } });
    let told = check(&asked.retries(4), Ok((Verdict::CaughtError, caught)));
    assert_eq!(told["inspectionData"]["errorDetails"], json!({ "catchIndex": 0, "retryIndex": 0 }));
    assert_eq!(told["nextState"], "Tell");
}

#[test]
fn variables_are_told_as_they_are_afterwards() {
    let pass = json!({ "Type": "Pass", "Assign": { "n.$": "States.MathAdd($n, 1)" }, "Next": "More" });
    let asked = TestState::of(pass).variable("n", json!(1)).level(Level::Debug);
    let told = check(&asked, Ok((Verdict::Succeeded, json!({}))));
    assert_eq!(told["inspectionData"]["variables"], "{\"n\":2}");
}

#[test]
fn a_map_shows_what_its_iterations_would_get() {
    let map = json!({
        "Type": "Map",
        "ItemsPath": "$.lines",
        "ItemSelector": { "line.$": "$$.Map.Item.Value", "order.$": "$.id" },
        "MaxConcurrency": 2,
        "ItemProcessor": { "StartAt": "One", "States": { "One": { "Type": "Pass", "End": true } } },
        "ResultPath": "$.done",
        "End": true
    });
    let asked = TestState::of(map).input(json!({ "id": 1, "lines": ["a", "b"] })).level(Level::Debug);
    let output = json!({ "id": 1, "lines": ["a", "b"], "done": [3, 4] });
    let told = check(&asked.clone().returns(json!([3, 4])), Ok((Verdict::Succeeded, output)));
    let data = &told["inspectionData"];
    assert_eq!(data["afterItemsPath"], "[\"a\",\"b\"]");
    assert_eq!(data["afterItemSelector"], "[{\"line\":\"a\",\"order\":1},{\"line\":\"b\",\"order\":1}]");
    assert_eq!(data["maxConcurrency"], 2);
    let failing = asked.fails("Broken", "no");
    check(&failing.clone().error_caused_by("One"), Ok((Verdict::Failed, json!("Broken"))));
    check(
        &failing.error_caused_by("Two"),
        Err("`errorCausedByState` names `Two`, and the state `StateName` holds none of that name"),
    );
}

#[test]
fn a_wait_takes_no_time_but_five_minutes_at_most() {
    let wait = |seconds: u32| TestState::of(json!({ "Type": "Wait", "Seconds": seconds, "Next": "More" }));
    check(&wait(299), Ok((Verdict::Succeeded, json!({}))));
    check(&wait(301), Ok((Verdict::Failed, json!("States.Timeout"))));
}

#[test]
fn an_http_task_shows_request_and_response() {
    let state =
        task("http:invoke", &json!({ "Parameters": { "ApiEndpoint": "https://a.b", "Method": "GET" } }));
    let asked = TestState::of(state).level(Level::Trace);
    let result = json!({ "StatusCode": 200, "ResponseBody": { "ok": true } });
    let told = check(&asked.returns(result.clone()), Ok((Verdict::Succeeded, result)));
    let data = &told["inspectionData"];
    assert_eq!(data["request"], json!({ "protocol": "HTTP/1.1", "method": "GET", "url": "https://a.b" }));
    assert_eq!(
        data["response"],
        json!({ "protocol": "HTTP/1.1", "statusCode": "200", "body": "{\"ok\":true}" })
    );
}

#[test]
fn requests_that_do_not_read_are_refused() {
    let pass = json!({ "Type": "Pass", "End": true });
    for (request, message) in [
        (json!([]), "the request is no object"),
        (json!({}), "`definition` is missing"),
        (
            json!({ "definition": "{" }),
            "`definition` holds no JSON: EOF while parsing an object at line 1 column 1",
        ),
        (
            json!({ "definition": pass, "inspectionLevel": "ALL" }),
            "`inspectionLevel` has to be `INFO`, `DEBUG` or `TRACE`",
        ),
        (json!({ "definition": pass, "mock": 1 }), "`mock` has to be an object"),
        (
            json!({ "definition": pass, "mock": { "results": 1 } }),
            "`mock.results` is no field of a request; there is `result`, `errorOutput`, `fieldValidationMode`",
        ),
        (
            json!({ "definition": pass, "mock": { "result": 1, "errorOutput": {} } }),
            "`mock` has either `result` or `errorOutput`, and not both",
        ),
        (
            json!({ "definition": pass, "stateConfiguration": { "retrierRetryCount": -1 } }),
            "`stateConfiguration.retrierRetryCount` has to be a whole number from 0",
        ),
    ] {
        assert_eq!(TestState::from_json(&request).unwrap_err().message, message);
    }
    check(&TestState::of(json!(4)), Err("the definition is no JSON object"));
    let machine = json!({ "StartAt": "A", "States": { "A": pass } });
    check(&TestState::of(machine.clone()), Err("`stateName` says which state of the machine is tested"));
    check(&TestState::of(machine).state("B"), Err("the definition has no state `B`"));
}

#[cfg(feature = "sdk")]
mod shapes {
    use super::{Level, TestState, Verdict, check, json, task};
    use serde_json::Value;
    use stepwright::asl::Definition;
    use stepwright::run::{Execution, Reply, Run, Validation, from_schema, returns};

    fn run(resource: &str, validation: Validation, reply: Reply) -> Execution {
        let machine = json!({ "StartAt": "Call", "States": { "Call": task(resource, &json!({})) } });
        let machine = Definition::read(&machine.to_string()).unwrap();
        machine.run(json!({})).check_replies(validation).mock("Call", reply).finish()
    }

    #[test]
    fn results_are_compared_as_strictly_as_is_asked_for() {
        let queue = "aws-sdk:sqs:receiveMessage";
        let start = "states:startExecution";
        let strict = Some("Required field 'StartDate' is missing");
        for (resource, result, validation, problem) in [
            (start, json!({ "ExecutionArn": "arn" }), Validation::Strict, strict),
            (start, json!({ "ExecutionArn": "arn" }), Validation::Present, None),
            (start, json!({ "ExecutionArn": 1 }), Validation::Off, None),
            (
                queue,
                json!({ "Messages": [{ "Body": 1 }] }),
                Validation::Strict,
                Some("Field 'Body' must be a string"),
            ),
            (queue, json!({ "Messages": {} }), Validation::Strict, Some("Field 'Messages' must be an array")),
            (
                queue,
                json!({ "Messages": [1] }),
                Validation::Present,
                Some("Field 'Messages' must be an object"),
            ),
            ("lambda:invoke", json!({ "Payload": { "n": 1 } }), Validation::Strict, None),
            (
                "aws-sdk:lambda:invoke",
                json!({ "StatusCode": "200" }),
                Validation::Strict,
                Some("Field 'StatusCode' must be a number"),
            ),
            // What is waited for answers in its own way.
            ("states:startExecution.sync:2", json!(1), Validation::Strict, None),
            ("sqs:sendMessage.waitForTaskToken", json!(1), Validation::Strict, None),
            ("aws-sdk:nowhere:nothing", json!(1), Validation::Strict, None),
        ] {
            let asked = TestState::of(task(resource, &json!({}))).level(Level::Info).validation(validation);
            let asked = asked.returns(result.clone());
            let run = run(resource, validation, returns(result.clone()));
            match problem {
                Some(problem) => {
                    check(&asked, Err(&format!("Mock result schema validation error: {problem}")));
                    assert_eq!(run.error(), Some("Stepwright.WrongReply"), "{run}");
                    let start = format!(
                        "the reply to `Call` is not what `arn:aws:states:::{resource}` returns: {problem}"
                    );
                    assert!(run.cause().unwrap().starts_with(&start), "{run}");
                }
                None => {
                    check(&asked, Ok((Verdict::Succeeded, result.clone())));
                    assert_eq!(run.output(), Some(&result));
                }
            }
        }
    }

    #[test]
    fn samples_fit_what_they_are_samples_of() {
        for resource in [
            "dynamodb:getItem",
            "ecs:runTask",
            "glue:startJobRun",
            "states:startExecution",
            "aws-sdk:s3:listObjectsV2",
            "aws-sdk:lambda:getFunction",
            "sagemaker:createTrainingJob",
        ] {
            let run = run(resource, Validation::Strict, from_schema());
            let output = run.output().cloned().unwrap_or_default();
            assert!(output.as_object().is_some_and(|fields| !fields.is_empty()), "{resource}: {run}");
        }
        let run = run("aws-sdk:sqs:getQueueUrl", Validation::Off, from_schema());
        assert_eq!(run.output(), Some(&json!({ "QueueUrl": "QueueUrl" })));
    }

    #[test]
    fn what_has_no_shape_has_no_sample() {
        let run = run("http:invoke", Validation::Off, from_schema());
        assert_eq!(run.error(), Some("Stepwright.NoAnswer"));
        let cause = "nothing is known of what `arn:aws:states:::http:invoke` returns, which the task `Call` calls; say \
                     it: `.mock(\"Call\", returns(json!({…})))`";
        assert_eq!(run.cause(), Some(cause));
        assert_eq!(run.output(), None::<&Value>);
    }
}
