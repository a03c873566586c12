//! Batch.

use super::case::{Case, case};
use stepwright::prelude::*;

const QUEUE: &str = "arn:aws:batch:eu-west-1:123456789012:job-queue/default";
const DEFINITION: &str = "arn:aws:batch:eu-west-1:123456789012:job-definition/resize:3";

pub fn cases() -> Vec<Case> {
    let queue = Handle::new("JobQueue", batch::JobQueue::new(1));
    let definition = Handle::new("JobDefinition", batch::JobDefinition::new("container"));
    vec![
        case(
            "batch_submit_job.readme",
            BatchSubmitJob::new("MyJob", &queue, &definition).run_job("Submit Job"),
        ),
        case(
            "batch_submit_job.request_response",
            BatchSubmitJob::new("resize", QUEUE, DEFINITION).state("Submit"),
        ),
        case(
            "batch_submit_job.every_parameter",
            BatchSubmitJob::new("resize", QUEUE, DEFINITION)
                .array_size(10)
                .attempts(3)
                .container(
                    BatchContainerOverrides::new()
                        .command(["resize", "--fast"])
                        .environment("SIZE", "small")
                        .instance_type("m5.large")
                        .gpus("1")
                        .memory("512")
                        .vcpus("2"),
                )
                .depends_on(BatchJobDependency::on("1234").of_type(BatchJobDependencyType::NToN))
                .job_parameter("image", path("$.image"))
                .tag("team", "images")
                .timeout(minutes(5))
                .run_job("Submit"),
        ),
        case(
            "batch_submit_job.jsonata",
            BatchSubmitJob::new(jsonata("$states.input.name"), QUEUE, DEFINITION)
                .job_parameter("image", jsonata("$states.input.image"))
                .run_job("Submit"),
        ),
    ]
}
