//! Lambda: invokes a function.

use super::Examples;
use stepwright::prelude::*;

/// Gives back what it got, and answers where it got a token.
const PROGRAM: &str = r#"import json

import boto3


def handler(event, context):
    if isinstance(event, dict) and "token" in event:
        answer = json.dumps(event.get("input"))
        boto3.client("stepfunctions").send_task_success(taskToken=event["token"], output=answer)
    return event
"#;

/// Adds the machine, and the function.
pub fn add(stack: &mut Stack) {
    let logs = stack.add("EchoLogs", logs::LogGroup::new().retention_in_days(14));
    let role = stack.add(
        "EchoRole",
        ServiceRole::new("lambda.amazonaws.com").without_source().allow(
            Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"])
                .on(sub("{}:*", [arn("logs", "log-group:{}", [logs.reference()])]))
                .because("writes its log"),
        ),
    );
    let echo = stack.add(
        "Echo",
        lambda::Function::new(lambda::function::Code::new().zip_file(PROGRAM), role.arn())
            .runtime("python3.13")
            .handler("index.handler")
            .logging_config(lambda::function::LoggingConfig::new().log_group(logs.reference())),
    );

    let with_input = LambdaInvoke::new(&echo).state("Invoke with state input");
    let in_turn =
        LambdaInvoke::new(&echo).payload(payload!({})).state("Invoke with empty object as payload").then(
            LambdaInvoke::new(&echo)
                .payload(path("$.Payload"))
                .state("Invoke with payload field in the state input"),
        );
    let only_answer = LambdaInvoke::new(&echo)
        .state("Invoke and set function response as task output")
        .output_path("$.Payload");
    let beside_input = LambdaInvoke::new(&echo)
        .payload_response_only()
        .state("Invoke and combine function response with task input")
        .result_path("$.fn");
    let with_callback = LambdaInvoke::new(&echo)
        .payload(payload!({ "token": task_token(), "input": path("$.someField") }))
        .wait_for_task_token("Invoke with callback")
        .timeout(minutes(5));

    let machine = Examples::new()
        .show("lambda-invoke", with_input)
        .show("lambda-invoke-2", in_turn)
        .show("lambda-invoke-3", only_answer)
        .show("lambda-invoke-4", beside_input)
        .show("lambda-invoke-5", with_callback)
        .add(stack, "Lambda", "Invokes a function");
    stack.grant_task_response(&machine, &role);
}
