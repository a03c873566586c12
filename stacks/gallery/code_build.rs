//! CodeBuild: builds, alone and in batches.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, a project for builds and one for batches of them.
pub fn add(stack: &mut Stack) {
    let single = "version: 0.2\nphases:\n  build:\n    commands:\n      - echo \"Hello, CodeBuild!\"\n";
    let many = "version: 0.2\n\
                batch:\n  build-list:\n    - identifier: id\n      buildspec: |\n        version: 0.2\n        \
                phases:\n          build:\n            commands:\n              - echo \"Hello, from small!\"\n";
    let project = a_project(stack, "Project", single, false);
    let batches = a_project(stack, "BatchProject", many, true);

    let build = CodeBuildStartBuild::new(&project)
        .environment_variable("ZONE", path("$.envVariables.zone"))
        .run_job("Task");
    let batch = CodeBuildStartBuildBatch::new(&batches)
        .environment_variable("test", "testValue")
        .state("buildBatchTask");
    let the_build = || BuildTarget::from(path("$.Build.Id")).of(&project);
    let the_batch = || BuildTarget::from(path("$.BuildBatch.Id")).of(&batches);

    Examples::new()
        .show("codebuild-start-build", build)
        .show("codebuild-start-build-batch", batch)
        .show("codebuild-stop-build", CodeBuildStopBuild::new(the_build()).state("Stop Build"))
        .show(
            "codebuild-batch-delete-builds",
            CodeBuildBatchDeleteBuilds::new(BuildsTarget::from(path("$.ids")).of(&project))
                .state("Delete Builds"),
        )
        .show(
            "codebuild-batch-get-reports",
            CodeBuildBatchGetReports::new(
                ReportsTarget::from(path("$.Build.ReportArns")).of_group(sub("{}-*", [project.reference()])),
            )
            .state("Get Reports"),
        )
        .show("codebuild-stop-build-batch", CodeBuildStopBuildBatch::new(the_batch()).state("Stop Batch"))
        .show(
            "codebuild-retry-build-batch",
            CodeBuildRetryBuildBatch::new(the_batch())
                .retry_type(CodeBuildRetryType::FailedBuilds)
                .run_job("Retry Batch"),
        )
        .show(
            "codebuild-delete-build-batch",
            CodeBuildDeleteBuildBatch::new(the_batch()).state("Delete Batch"),
        )
        .add(stack, "CodeBuild", "Runs builds, and does away with them");
}

/// A project without a source; its builds write their log, and batches start builds.
fn a_project(stack: &mut Stack, id: &str, buildspec: &str, batches: bool) -> Handle<codebuild::Project> {
    use codebuild::project::{
        Artifacts, CloudWatchLogsConfig, Environment, LogsConfig, ProjectBuildBatchConfig, Source,
    };
    let logs = stack.add(&format!("{id}Logs"), logs::LogGroup::new().retention_in_days(14));
    let mut role = ServiceRole::new("codebuild.amazonaws.com").allow(
        Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"])
            .on(arn("logs", "log-group:{}:*", [logs.reference()]))
            .because("writes the builds' log"),
    );
    // A project waits for its role, so that the role has to know the project by a name.
    let name = sub(&format!("{{}}-{id}"), [stack_name()]);
    if batches {
        role = role.allow(
            Statement::allow(["codebuild:StartBuild", "codebuild:StopBuild", "codebuild:RetryBuild"])
                .on(arn("codebuild", "project/{}", [&name]))
                .because("runs the builds of a batch"),
        );
    }
    let role = stack.add(&format!("{id}Role"), role);
    let mut project = codebuild::Project::new(
        Artifacts::new("NO_ARTIFACTS"),
        Environment::new(
            "BUILD_GENERAL1_SMALL",
            "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            "LINUX_CONTAINER",
        ),
        role.arn(),
        Source::new("NO_SOURCE").build_spec(buildspec),
    )
    .name(name)
    .logs_config(
        LogsConfig::new().cloud_watch_logs(CloudWatchLogsConfig::new("ENABLED").group_name(logs.reference())),
    );
    if batches {
        project = project.build_batch_config(ProjectBuildBatchConfig::new().service_role(role.arn()));
    }
    stack.add(id, project)
}
