//! Lambda.

use super::case::{Case, case};
use stepwright::prelude::*;

fn function() -> Handle<lambda::Function> {
    Handle::new("Fn", lambda::Function::new(lambda::function::Code::new(), "FnRole"))
}

pub fn cases() -> Vec<Case> {
    let function = function();
    let alias = Handle::new("Live", lambda::Alias::new("Fn", "1", "live"));
    vec![
        case(
            "lambda_invoke.readme_state_input",
            LambdaInvoke::new(&function).state("Invoke with state input"),
        ),
        case(
            "lambda_invoke.readme_payloads",
            LambdaInvoke::new(&function)
                .payload(payload!({}))
                .state("Invoke with empty object as payload")
                .then(
                    LambdaInvoke::new(&function)
                        .payload(path("$.Payload"))
                        .state("Invoke with payload field in the state input"),
                ),
        ),
        case(
            "lambda_invoke.readme_output_path",
            LambdaInvoke::new(&function)
                .state("Invoke and set function response as task output")
                .output_path("$.Payload"),
        ),
        case(
            "lambda_invoke.readme_payload_response_only",
            LambdaInvoke::new(&function)
                .payload_response_only()
                .state("Invoke and combine function response with task input")
                .result_path("$.fn"),
        ),
        case(
            "lambda_invoke.readme_callback",
            LambdaInvoke::new(&function)
                .payload(payload!({ "token": task_token(), "input": path("$.someField") }))
                .wait_for_task_token("Invoke with callback"),
        ),
        case(
            "lambda_invoke.every_parameter",
            LambdaInvoke::new(&function)
                .payload(payload!({ "order": path("$.order"), "kind": "new" }))
                .invocation_type(InvocationType::Event)
                .client_context("e30=")
                .qualifier("live")
                .without_service_retries()
                .state("Invoke"),
        ),
        case("lambda_invoke.alias", LambdaInvoke::new(&alias).state("Invoke")),
        case(
            "lambda_invoke.function_by_arn",
            LambdaInvoke::new("arn:aws:lambda:eu-west-1:123456789012:function:charge")
                .payload_response_only()
                .payload(payload!({ "order": path("$.order") }))
                .state("Invoke"),
        ),
        case(
            "lambda_invoke.jsonata",
            LambdaInvoke::new(&function)
                .payload(payload!({ "order": jsonata("$states.input.order") }))
                .state("Invoke")
                .output(jsonata("$states.result.Payload")),
        ),
        case(
            "lambda_invoke.jsonata_machine",
            LambdaInvoke::new(&function)
                .payload(payload!({ "order": jsonata("$states.input.order") }))
                .state("Invoke"),
        )
        .in_jsonata(),
    ]
}
