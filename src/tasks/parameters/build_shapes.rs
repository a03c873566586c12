//! The shapes of a build of CodeBuild and of a batch of builds.

use crate::task::shape;
use serde_json::Value;

/// What the provider of a source, the environment and the rest say is not looked into.
fn alike() -> Vec<(&'static str, Value)> {
    let phase = shape::object([
        ("Contexts", shape::list(shape::any())),
        ("DurationInSeconds", shape::integer()),
        ("EndTime", shape::any()),
        ("PhaseStatus", shape::text()),
        ("PhaseType", shape::text()),
        ("StartTime", shape::any()),
    ]);
    vec![
        ("Arn", shape::text()),
        ("Artifacts", artifacts()),
        ("Cache", shape::any()),
        ("CurrentPhase", shape::text()),
        ("EncryptionKey", shape::text()),
        ("EndTime", shape::any()),
        ("Environment", shape::any()),
        ("FileSystemLocations", shape::list(shape::any())),
        ("Id", shape::text()),
        ("Initiator", shape::text()),
        ("Phases", shape::list(phase)),
        ("ProjectName", shape::text()),
        ("QueuedTimeoutInMinutes", shape::integer()),
        ("ReportArns", shape::list(shape::text())),
        ("ResolvedSourceVersion", shape::text()),
        ("SecondaryArtifacts", shape::list(artifacts())),
        ("SecondarySourceVersions", shape::list(shape::any())),
        ("SecondarySources", shape::list(shape::any())),
        ("ServiceRole", shape::text()),
        ("Source", shape::any()),
        ("SourceVersion", shape::text()),
        ("StartTime", shape::any()),
        ("VpcConfig", shape::any()),
    ]
}

fn artifacts() -> Value {
    shape::object([
        ("ArtifactIdentifier", shape::text()),
        ("BucketOwnerAccess", shape::text()),
        ("EncryptionDisabled", shape::boolean()),
        ("Location", shape::text()),
        ("Md5sum", shape::text()),
        ("OverrideArtifactName", shape::boolean()),
        ("Sha256sum", shape::text()),
    ])
}

fn with(more: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let mut members = alike();
    members.extend(more);
    members.sort_by_key(|(name, _)| *name);
    shape::object(members)
}

/// A build.
///
/// Checked against <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html>.
pub(in crate::tasks) fn build_shape() -> Value {
    let variable = shape::object([("Name", shape::text()), ("Value", shape::text())]);
    let logs = shape::object([
        ("CloudWatchLogs", shape::any()),
        ("CloudWatchLogsArn", shape::text()),
        ("DeepLink", shape::text()),
        ("GroupName", shape::text()),
        ("S3DeepLink", shape::text()),
        ("S3Logs", shape::any()),
        ("S3LogsArn", shape::text()),
        ("StreamName", shape::text()),
    ]);
    with([
        ("AutoRetryConfig", shape::any()),
        ("BuildBatchArn", shape::text()),
        ("BuildComplete", shape::boolean()),
        ("BuildNumber", shape::integer()),
        ("BuildStatus", shape::text()),
        ("DebugSession", shape::any()),
        ("ExportedEnvironmentVariables", shape::list(variable)),
        ("Logs", logs),
        ("NetworkInterface", shape::any()),
        ("TimeoutInMinutes", shape::integer()),
    ])
}

/// A batch of builds.
///
/// Checked against <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BuildBatch.html>.
pub(in crate::tasks) fn build_batch_shape() -> Value {
    let summary = || {
        shape::object([
            ("Arn", shape::text()),
            ("BuildStatus", shape::text()),
            ("PrimaryArtifact", shape::any()),
            ("RequestedOn", shape::any()),
            ("SecondaryArtifacts", shape::list(shape::any())),
        ])
    };
    let group = shape::object([
        ("CurrentBuildSummary", summary()),
        ("DependsOn", shape::list(shape::text())),
        ("Identifier", shape::text()),
        ("IgnoreFailure", shape::boolean()),
        ("PriorBuildSummaryList", shape::list(summary())),
    ]);
    with([
        ("BuildBatchConfig", shape::any()),
        ("BuildBatchNumber", shape::integer()),
        ("BuildBatchStatus", shape::text()),
        ("BuildGroups", shape::list(group)),
        ("BuildTimeoutInMinutes", shape::integer()),
        ("Complete", shape::boolean()),
        ("DebugSessionEnabled", shape::boolean()),
        ("LogConfig", shape::any()),
    ])
}
