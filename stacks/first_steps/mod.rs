//! The smallest useful stack: a function, and two machines that call it: one Standard, one Express.

use stepwright::prelude::*;

/// The stack.
pub fn first_steps() -> Stack {
    let mut stack = Stack::new("first-steps").describe("Says hello, by a Standard and an Express workflow");
    let greet = stack.add(
        "Greet",
        Function::from_folder("app", "greet.handler", "python3.13").describe("Says hello").tracing(),
    );
    let logs = stack.add("MachineLogs", LogGroup::of_machines());

    let standard = stack.add("Standard", say_hello(&greet, &logs));
    let express = stack.add("Express", say_hello(&greet, &logs).express());

    // Switched off, so that nothing runs and nothing costs before someone wants it to.
    stack.add(
        "EveryMorning",
        Schedule::new("cron(0 7 * * ? *)", &standard)
            .describe("Says hello to the world, once it is switched on")
            .input(serde_json::json!({ "name": "world" }))
            .disabled(),
    );

    stack.output("StandardArn", standard.reference());
    stack.output("ExpressArn", express.reference());
    let start =
        "aws stepfunctions start-execution --state-machine-arn {} --name first --input '{\"name\": \"Ada\"}'";
    stack.output("Start", sub(start, [standard.reference()]));
    let execution = arn("states", "execution:{}:first", [standard.attribute("Name")]);
    stack.output("Describe", sub("aws stepfunctions describe-execution --execution-arn {}", [execution]));
    stack
}

/// Calls the function, up to three times more where that fails: after 2, 4 and 8 seconds.
fn say_hello(greet: &LambdaFunction, logs: &Handle<logs::LogGroup>) -> StateMachine {
    let call = LambdaInvoke::new(greet)
        .without_service_retries()
        .state("Say hello")
        .output_path("$.Payload")
        .retry(Retry::on(Errors::ALL).interval(secs(2)).max_attempts(3).backoff(2.0));
    StateMachine::new(call.then(Succeed::new("Done")))
        .comment("Says hello")
        .logging(Logging::all(logs))
        .tracing()
}
