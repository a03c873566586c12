//! Any API, and what the CDK builds on it.

use super::case::{Case, case};
use stepwright::prelude::*;

pub fn cases() -> Vec<Case> {
    let bucket = Handle::new("MyBucket", s3::Bucket::new());
    vec![
        case(
            "call_aws_service.readme",
            CallAwsService::new("s3", "getObject", [sub("{}/*", [bucket.attribute("Arn")])])
                .parameters(payload!({ "Bucket": bucket.reference(), "Key": path("$.key") }))
                .state("GetObject"),
        ),
        case(
            "call_aws_service.readme_iam_action",
            CallAwsService::new("s3", "listBuckets", ["*"]).state("ListBuckets"),
        ),
        case(
            "call_aws_service.readme_additional_statements",
            CallAwsService::new("rekognition", "detectLabels", ["*"])
                .additional_statement(Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::my-bucket/*"))
                .state("DetectLabels"),
        ),
        case(
            "call_aws_service.wait_for_task_token",
            CallAwsService::new(
                "ssm",
                "startAutomationExecution",
                ["arn:aws:ssm:eu-west-1:123456789012:automation-definition/approve:*"],
            )
            .parameters(payload!({
                "DocumentName": "approve",
                "Parameters": { "Token": intrinsic::array([task_token()]) }
            }))
            .wait_for_task_token("Approve"),
        ),
        case(
            "call_aws_service.renamed_service",
            CallAwsService::new(
                "sesv2",
                "sendEmail",
                ["arn:aws:ses:eu-west-1:123456789012:identity/example.com"],
            )
            .parameters(payload!({ "FromEmailAddress": "orders@example.com" }))
            .state("Send"),
        ),
        case(
            "call_aws_service.jsonata",
            CallAwsService::new("s3", "getObject", ["arn:aws:s3:::orders/*"])
                .parameters(payload!({ "Bucket": "orders", "Key": jsonata("$states.input.key") }))
                .state("GetObject"),
        ),
    ]
}
