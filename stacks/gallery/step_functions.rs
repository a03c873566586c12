//! Step Functions: other machines, and activities.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, another for it to start, and an activity.
pub fn add(stack: &mut Stack) {
    let child = stack.add("ChildStateMachine", StateMachine::new(Pass::new("PassState")));
    let activity = stack.add("SubmitJob", stepfunctions::Activity::new("SubmitJob"));

    let with_token = StepFunctionsStartExecution::new(&child)
        .input(payload!({ "token": task_token(), "foo": "bar" }))
        .name(path("$.name"))
        .wait_for_task_token("ChildTask")
        .timeout(hours(1));
    let associated = StepFunctionsStartExecution::new(&child)
        .input(payload!({}))
        .associate_with_parent()
        .run_job("ChildTask, linked to this one");
    let submit = StepFunctionsInvokeActivity::new(&activity).state("Submit Job").timeout(hours(1));
    let selected = StepFunctionsInvokeActivity::new(&activity)
        .parameters(payload!({
            "comment": "Selecting what I care about.",
            "MyDetails": {
                "size": path("$.product.details.size"),
                "exists": path("$.product.availability"),
                "StaticValue": "foo"
            }
        }))
        .state("Submit Job with details")
        .timeout(hours(1));

    Examples::new()
        .show("step-functions-start-execution", with_token)
        .show("step-functions-start-execution-2", associated)
        .show("step-functions-invoke-activity", submit)
        .show("step-functions-invoke-activity-2", selected)
        .add(stack, "StepFunctions", "Starts other machines, and asks workers of one's own");
}
