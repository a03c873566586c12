//! Durable functions: what becomes of them in both targets, how they are called, and what is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/snapshots.rs"]
mod snapshots;

use serde_json::{Value, json};
use snapshots::{snapshot, words};
use stepwright::prelude::*;

const BOTH: [Target; 2] = [Target::Sam, Target::CloudFormation];

fn synthesize(build: impl Fn(&mut Stack), target: Target) -> Synthesis {
    let mut stack = Stack::new("orders");
    build(&mut stack);
    stack.synthesize(target)
}

/// The stack's templates for both targets, as snapshots; nothing may be wrong with it.
#[track_caller]
fn check(name: &str, build: impl Fn(&mut Stack)) {
    for target in BOTH {
        let made = synthesize(&build, target);
        assert_eq!(made.findings, [], "{name} for {target:?}");
        let target = if target == Target::Sam { "sam" } else { "cloudformation" };
        snapshot("durable_functions", &format!("{name}.{target}"), &made.to_yaml());
    }
}

/// What is said of the stack, for both targets alike.
#[track_caller]
fn refused(expected: &[&str], build: impl Fn(&mut Stack)) {
    for target in BOTH {
        let mut found = synthesize(&build, target).findings;
        for finding in &mut found {
            finding.origin = None;
        }
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "for {target:?}");
    }
}

fn zipped(runtime: &str) -> Function {
    Function::from_folder("app", "fulfil.handler", runtime)
}

#[test]
fn of_a_folder_and_of_an_image() {
    check("zip", |stack| {
        stack.add("Fulfil", DurableFunction::new(zipped("python3.14"), 31_622_400).retention(90));
    });
    check("image", |stack| {
        let uri = stack.parameter("ImageUri", Parameter::string());
        let function = Function::from_image(&uri).dockerfile_in("image").command(["fulfil.handler"]);
        stack.add("Fulfil", DurableFunction::new(function.publish("current"), 1).retention(1));
    });
}

#[test]
fn called_by_the_alias_only() {
    check("called", |stack| {
        let quick = stack.add("Quick", DurableFunction::new(zipped("python3.13"), 900));
        let slow = stack.add("Slow", DurableFunction::new(zipped("python3.13"), 901));
        stack.add("Nightly", Schedule::new("rate(1 day)", &slow));
        let ask = LambdaInvoke::new(&slow)
            .invocation_type(InvocationType::Event)
            .payload(payload!({ "token": task_token() }))
            .wait_for_task_token("Ask the slow one")
            .timeout(hours(1));
        let flow = LambdaInvoke::new(&quick)
            .state("Wait for the quick one")
            .then(LambdaInvoke::new(&slow).invocation_type(InvocationType::Event).state("Begin the slow one"))
            .then(LambdaInvoke::new(&quick).payload_response_only().state("And its bare answer"))
            .then(ask);
        let machine = stack.add("Machine", StateMachine::new(flow));
        stack.grant_task_response(&machine, &slow);
        stack.output("SlowArn", slow.arn());
    });
}

#[test]
fn whoever_answers_may_answer_this_function_only() {
    for target in BOTH {
        let made = synthesize(
            |stack| {
                let image = Image::public("public.ecr.aws/docker/library/alpine:3");
                let worker =
                    FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).container(Container::new("w", image));
                let worker = stack.add("Worker", worker);
                let function = zipped("python3.13").environment("TASK", worker.definition.reference());
                let slow = stack.add("Slow", DurableFunction::new(function, 3_600));
                stack.grant_durable_response(&slow, &worker);
            },
            target,
        );
        // The function refers to the worker, and no circle comes of it.
        assert_eq!(made.findings, []);
        let policy = &made.template["Resources"]["WorkerTaskRolePolicy"]["Properties"]["PolicyDocument"];
        let statement = &policy["Statement"][0];
        assert_eq!(
            statement["Action"],
            json!([
                "lambda:SendDurableExecutionCallbackSuccess",
                "lambda:SendDurableExecutionCallbackFailure",
                "lambda:SendDurableExecutionCallbackHeartbeat",
            ])
        );
        assert_eq!(words(&statement["Resource"]), "${Slow.Arn}:*/durable-execution/*");
    }
}

#[test]
fn another_image_publishes_another_version() {
    // SAM makes the version by itself, and names it after the image.
    let image = |target| {
        let build = |stack: &mut Stack| {
            let uri = stack.parameter("ImageUri", Parameter::string());
            stack.add("Fulfil", DurableFunction::new(Function::from_image(&uri), 60));
        };
        synthesize(build, target).template["Resources"].clone()
    };
    let version = image(Target::CloudFormation)["FulfilVersion"]["Properties"].clone();
    assert_eq!(version["Description"], json!({ "Ref": "ImageUri" }));
    assert_eq!(image(Target::Sam)["FulfilVersion"], Value::Null);
}

#[test]
fn times_are_within_bounds() {
    let timeout = |seconds| {
        move |stack: &mut Stack| {
            stack.add("Fulfil", DurableFunction::new(zipped("python3.13"), seconds));
        }
    };
    for seconds in [0, 31_622_401] {
        refused(
            &[&format!(
                "error[out-of-range]: `ExecutionTimeout` is {seconds}, it can be 1 to 31622400\n  \
                 at orders/Fulfil /Properties/DurableConfig"
            )],
            timeout(seconds),
        );
    }
    for days in [0, 91] {
        refused(
            &[&format!(
                "error[out-of-range]: `RetentionPeriodInDays` is {days}, it can be 1 to 90\n  \
                 at orders/Fulfil /Properties/DurableConfig"
            )],
            |stack| {
                stack.add("Fulfil", DurableFunction::new(zipped("python3.13"), 60).retention(days));
            },
        );
    }
}

#[test]
fn a_runtime_that_is_not_known_to_run_them() {
    refused(
        &["warning[runtime-not-durable]: `python3.12` is not known to run durable functions\n  \
           at orders/Fulfil /Properties/Runtime\n  \
           help: use one of python3.13, python3.14, nodejs22.x, nodejs24.x, java17, java21, java25, dotnet8, \
           dotnet10, or an image"],
        |stack| {
            stack.add("Fulfil", DurableFunction::new(zipped("python3.12"), 60));
        },
    );
}

#[test]
fn what_takes_longer_than_a_call_is_called_asynchronously() {
    let says = |help: &str| {
        format!(
            "error[durable-needs-event]: the durable function may take 901 seconds, and Lambda begins \
             synchronously what takes 900 at most\n  at orders/Machine /States/Call/Resource\n  help: {help}"
        )
    };
    let machine = |call: fn(LambdaInvoke) -> LambdaInvoke| {
        move |stack: &mut Stack| {
            let slow = stack.add("Slow", DurableFunction::new(zipped("python3.13"), 901));
            stack.add("Machine", StateMachine::new(call(LambdaInvoke::new(&slow)).state("Call")));
        }
    };
    let event = says(
        "say `invocation_type(InvocationType::Event)`; where its answer is needed, wait for a task token",
    );
    refused(&[&event], machine(|call| call));
    refused(&[&event], machine(|call| call.invocation_type(InvocationType::RequestResponse)));
    refused(
        &[&says("leave `payload_response_only` out, and say `invocation_type(InvocationType::Event)`")],
        machine(LambdaInvoke::payload_response_only),
    );
    refused(&[], machine(|call| call.invocation_type(InvocationType::Event)));
    refused(&[], machine(|call| call.invocation_type(path("$.how"))));
    // One of several that is chosen at run time counts as much as the slowest.
    refused(&[&event], |stack| {
        let quick = stack.add("Quick", DurableFunction::new(zipped("python3.13"), 60));
        let slow = stack.add("Slow", DurableFunction::new(zipped("python3.13"), 901));
        let either = FunctionTarget::from(path("$.function")).among([&quick, &slow]);
        stack.add("Machine", StateMachine::new(LambdaInvoke::new(either).state("Call")));
    });
}

#[test]
fn no_snapshot_is_an_orphan() {
    let known = ["zip", "image", "called"]
        .iter()
        .flat_map(|name| ["sam", "cloudformation"].map(|target| format!("{name}.{target}.snap")))
        .collect::<Vec<_>>();
    for file in
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/durable_functions")).unwrap()
    {
        let file = file.unwrap().file_name().into_string().unwrap();
        assert!(
            file.ends_with(".new") || known.contains(&file),
            "nothing makes snapshots/durable_functions/{file}"
        );
    }
}
