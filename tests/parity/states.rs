//! Step Functions itself: other machines, activities, and what every task's state takes.

use super::case::{Case, case};
use stepwright::prelude::*;

fn start() -> StepFunctionsStartExecution {
    StepFunctionsStartExecution::new(Reference::to("ChildStateMachine"))
}

pub fn cases() -> Vec<Case> {
    let activity = Handle::new("SubmitJob", stepfunctions::Activity::new("SubmitJob"));
    vec![
        case(
            "step_functions_start_execution.readme",
            start()
                .input(payload!({ "token": task_token(), "foo": "bar" }))
                .name("MyExecutionName")
                .wait_for_task_token("ChildTask"),
        ),
        case(
            "step_functions_start_execution.readme_associate",
            start().input(payload!({})).associate_with_parent().state("ChildTask"),
        ),
        case("step_functions_start_execution.request_response", start().state("Start")),
        case(
            "step_functions_start_execution.run_job",
            start().input(payload!({ "order": path("$.order") })).run_job("Start"),
        ),
        case(
            "step_functions_start_execution.by_arn",
            StepFunctionsStartExecution::new("arn:aws:states:eu-west-1:123456789012:stateMachine:child")
                .run_job("Start"),
        ),
        case(
            "step_functions_start_execution.jsonata",
            start().input(payload!({ "order": jsonata("$states.input.order") })).state("Start"),
        ),
        case(
            "step_functions_start_execution.credentials",
            start().state("Start").credentials("arn:aws:iam::210987654321:role/other"),
        ),
        case(
            "step_functions_invoke_activity.readme",
            StepFunctionsInvokeActivity::new(&activity).state("Submit Job"),
        ),
        case(
            "step_functions_invoke_activity.readme_parameters",
            StepFunctionsInvokeActivity::new(&activity)
                .parameters(payload!({
                    "comment": "Selecting what I care about.",
                    "MyDetails": {
                        "size": path("$.product.details.size"),
                        "exists": path("$.product.availability"),
                        "StaticValue": "foo"
                    }
                }))
                .state("Submit Job"),
        ),
        case(
            "step_functions_invoke_activity.every_field",
            StepFunctionsInvokeActivity::new(&activity)
                .state("Work")
                .comment("by hand")
                .input_path("$.order")
                .result_selector(payload!({ "receipt": path("$.receipt") }))
                .result_path("$.worked")
                .output_path("$.worked")
                .timeout(hours(1))
                .heartbeat(path("$.beat"))
                .assign(payload!({ "receipt": path("$.receipt") }))
                .retry(
                    Retry::on(Errors::TIMEOUT)
                        .interval(secs(3))
                        .max_attempts(4)
                        .backoff(1.5)
                        .max_delay(secs(30))
                        .jitter(Jitter::Full),
                )
                .catch(
                    Catch::all().result_path("$.error"),
                    Fail::new("Failed").error("Worker").cause("no one worked"),
                ),
        ),
        case(
            "step_functions_invoke_activity.jsonata",
            StepFunctionsInvokeActivity::new(&activity)
                .state("Work")
                .output(payload!({ "receipt": jsonata("$states.result.receipt") })),
        ),
    ]
}
