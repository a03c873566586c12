//! Expressions of JavaScript.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, a topic, and a function for what needs one.
pub fn add(stack: &mut Stack) {
    let topic = stack.add("CoolTopic", sns::Topic::new());
    let evaluator = stack.add("Evaluator", ExpressionEvaluator::new());

    let convert = EvaluateExpression::new("$.waitMilliseconds / 1000")
        .result_path("$.waitSeconds")
        .state("Convert to seconds");
    let message = EvaluateExpression::new("`Now waiting ${$.waitSeconds} seconds...`")
        .result_path("$.message")
        .state("Create message");
    let publish = SnsPublish::new(&topic, path("$.message")).state("Publish message").result_path("$.sns");
    let wait = Wait::seconds("Wait", path("$.waitSeconds"));
    let in_function = EvaluateExpressionInFunction::new(&evaluator, "$.names.sort().reverse()")
        .state("Sort names")
        .result_path("$.names");

    Examples::new()
        .show("evaluate-expression", convert.then(message).then(publish).then(wait))
        .show("evaluate-expression-in-function", in_function)
        .add(stack, "EvaluateExpression", "Evaluates expressions of JavaScript");
}
