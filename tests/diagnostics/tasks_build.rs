//! Requests to Batch and CodeBuild.

use super::{Case, except, of_flow, only};
use stepwright::prelude::*;

/// What is wrong with a job; that its definition's versions are not known goes for each of them.
#[track_caller]
fn submitted(job: BatchSubmitJob) -> String {
    except("wildcard-permission", &of_flow(job.state("Resize")))
}

fn job() -> BatchSubmitJob {
    BatchSubmitJob::new("resize", "nightly", "resize")
}

/// A job in a queue of the stack.
#[track_caller]
fn queued(queue: batch::JobQueue, share: Option<&str>) -> String {
    let mut stack = Stack::new("shop");
    let queue = stack.add("Queue", queue);
    let mut job = BatchSubmitJob::new("resize", &queue, "resize");
    if let Some(share) = share {
        job = job.share_identifier(share);
    }
    stack.add("Orders", StateMachine::new(job.state("Resize")));
    super::of_stack(stack)
}

fn build() -> CodeBuildStartBuild {
    CodeBuildStartBuild::new("site")
}

pub const CASES: &[Case] = &[
    // Batch.
    ("not-an-array-job", || submitted(job().depends_on(BatchJobDependency::sequential()))),
    ("empty-rule", || {
        let rules = BatchRetryStrategy::new(2).when(BatchEvaluateOnExit::retry());
        submitted(job().retry_strategy(rules))
    }),
    ("reserved-variable", || {
        submitted(job().container(BatchContainerOverrides::new().environment("AWS_BATCH_X", "1")))
    }),
    ("malformed-name", || of_flow(BatchSubmitJob::new("-resize.1", "nightly", "resize").state("Resize"))),
    ("too-many-items", || {
        submitted((0..21).fold(job(), |job, _| job.depends_on(BatchJobDependency::on("a"))))
    }),
    ("missing-parameter", || queued(batch::JobQueue::new(1).scheduling_policy_arn("policy"), None)),
    ("conflicting-parameters", || queued(batch::JobQueue::new(1), Some("low"))),
    // CodeBuild.
    ("reserved-variable", || of_flow(build().environment_variable("CODEBUILD_X", "1").state("Build"))),
    ("value-not-allowed", || {
        let artifacts = CodeBuildArtifacts::code_pipeline().artifact_identifier("site");
        of_flow(build().secondary_artifacts(artifacts).state("Build"))
    }),
    ("missing-parameter", || of_flow(build().secondary_artifacts(CodeBuildArtifacts::none()).state("Build"))),
    ("conflicting-parameters", || {
        of_flow(build().artifacts(CodeBuildArtifacts::none().encryption_disabled(true)).state("Build"))
    }),
    ("conflicting-parameters", || {
        let pulled = build().image_pull_credentials(CodeBuildImagePullCredentials::CodeBuild);
        of_flow(pulled.registry_credential("registry/login").state("Build"))
    }),
    ("too-few-items", || {
        only("too-few-items", &of_flow(CodeBuildBatchDeleteBuilds::new([""; 0]).state("Delete")))
    }),
];
