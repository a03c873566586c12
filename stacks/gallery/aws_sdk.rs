//! Any API, by the AWS SDK integrations.

use super::{Examples, existing};
use stepwright::prelude::*;

/// A region that is not the stack's.
const TOKYO: &str = "ap-northeast-1";

/// Adds the machine, a bucket to read from, and a function that calls another region.
pub fn add(stack: &mut Stack) {
    let bucket = stack.add("Photos", s3::Bucket::new().block_public_access());
    let objects = sub("{}/*", [bucket.arn()]);

    let in_tokyo =
        existing(stack, "BucketInTokyo", "my-bucket-in-tokyo", "A bucket in ap-northeast-1, by its name");
    let tokyo = stack.add("Tokyo", CrossRegionCaller::new([TOKYO]));

    let get = CallAwsService::new("s3", "getObject", [&objects])
        .parameters(payload!({ "Bucket": bucket.reference(), "Key": path("$.key") }))
        .state("GetObject");
    let list = CallAwsService::new("s3", "listBuckets", ["*"]).state("ListBuckets");
    // Rekognition reads the photo under the permissions of the caller.
    let detect = CallAwsService::new("rekognition", "detectLabels", ["*"])
        .parameters(payload!({
            "Image": { "S3Object": { "Bucket": bucket.reference(), "Name": path("$.key") } }
        }))
        .additional_statement(Statement::allow(["s3:GetObject"]).on(&objects).because("reads the photo"))
        .state("DetectLabels");

    let elsewhere = CallAwsServiceCrossRegion::new(
        &tokyo,
        TOKYO,
        "s3",
        "getObject",
        [global_arn("s3", "{}/*", [in_tokyo.reference()])],
    )
    .parameters(payload!({ "Bucket": in_tokyo.reference(), "Key": path("$.key") }))
    .state("GetObject in another region");

    Examples::new()
        .show("aws-sdk", get)
        .show("aws-sdk-2", list)
        .show("aws-sdk-3", detect)
        .show("aws-sdk-cross-region-aws-api-call", elsewhere)
        .add(stack, "AwsSdk", "Calls APIs that have no task of their own");
}
