//! Batch: jobs.

use super::{Examples, existing};
use stepwright::prelude::*;

/// Adds the machine.
pub fn add(stack: &mut Stack) {
    let queue = existing(
        stack,
        "BatchJobQueue",
        "arn:aws:batch:us-east-1:123456789012:job-queue/jobs",
        "A job queue of Batch, by its ARN",
    );
    let definition = existing(
        stack,
        "BatchJobDefinition",
        "arn:aws:batch:us-east-1:123456789012:job-definition/job:1",
        "A job definition of Batch, by its ARN",
    );
    Examples::new()
        .show("batch-submit-job", BatchSubmitJob::new("MyJob", &queue, &definition).run_job("Submit Job"))
        .add(stack, "Batch", "Submits a job and waits until it is done");
}
