//! What the CDK has functions of its own for: calls in other regions, and expressions of JavaScript.

use super::case::{Case, case};
use stepwright::prelude::*;

pub fn cases() -> Vec<Case> {
    let mut scope = Scope::default();
    let japan = CrossRegionCaller::new(["ap-northeast-1"]).add("Japan", &mut scope);
    let evaluator = ExpressionEvaluator::new().add("Evaluator", &mut scope);
    let bucket = Handle::new("MyBucket", s3::Bucket::new());
    let objects = sub("{}/*", [bucket.attribute("Arn")]);
    vec![
        case(
            "call_aws_service_cross_region.readme",
            CallAwsServiceCrossRegion::new(&japan, "ap-northeast-1", "s3", "getObject", [objects])
                .parameters(payload!({ "Bucket": bucket.reference(), "Key": path("$.key") }))
                .state("GetObject"),
        ),
        case(
            "call_aws_service_cross_region.wait_for_task_token",
            CallAwsServiceCrossRegion::new(&japan, "ap-northeast-1", "sqs", "sendMessage", ["*"])
                .parameters(payload!({ "QueueUrl": path("$.queue"), "MessageBody": task_token() }))
                .wait_for_task_token("Ask"),
        ),
        case(
            "evaluate_expression.readme",
            EvaluateExpression::new("$.waitMilliseconds / 1000")
                .result_path("$.waitSeconds")
                .state("Convert to seconds")
                .then(
                    EvaluateExpression::new("`Now waiting ${$.waitSeconds} seconds...`")
                        .result_path("$.message")
                        .state("Create message"),
                )
                .then(Wait::seconds("Wait", path("$.waitSeconds"))),
        ),
        case(
            "evaluate_expression.in_function",
            EvaluateExpressionInFunction::new(&evaluator, "$.lines.map((line) => line.price).sort()[0]")
                .state("Total")
                .result_path("$.cheapest"),
        ),
        case(
            "call_aws_service_cross_region.jsonata",
            CallAwsServiceCrossRegion::new(
                &japan,
                "ap-northeast-1",
                "s3",
                "getObject",
                ["arn:aws:s3:::orders/*"],
            )
            .parameters(payload!({ "Bucket": "orders", "Key": jsonata("$states.input.key") }))
            .state("GetObject"),
        ),
    ]
}
