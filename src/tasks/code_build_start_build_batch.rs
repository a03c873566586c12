//! CodeBuild: StartBuildBatch.

use super::parameters::{
    BuildOverrides, CodeBuildArtifacts, CodeBuildBatchConfig, CodeBuildCache, CodeBuildEnvironmentVariable,
    CodeBuildImagePullCredentials, CodeBuildLogs, CodeBuildSource, CodeBuildSourceAuth, build_batch_shape,
    build_overrides,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{ProjectTarget, RoleTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, limits, managed_rule, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Starts a batch of builds of a CodeBuild project.
///
/// What is overridden holds for this batch only.
///
/// # Permissions
///
/// `codebuild:StartBuildBatch` on the project. A batch that is waited for also needs `codebuild:StopBuildBatch` and
/// `codebuild:BatchGetBuildBatches` on it, and the managed rule. A service role, of the builds or of the batch, brings
/// `iam:PassRole` on it, to CodeBuild only.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the batch has, and fails when the batch does.
///
/// # Output
///
/// `{"BuildBatch": {"Id", "Arn", "BuildBatchStatus", "BuildGroups", …}}`; of a job as the batch was when it had ended.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let build = CodeBuildStartBuildBatch::new("site")
///     .source_version(path("$.commit"))
///     .environment_variable("ZONE", path("$.zone"))
///     .run_job("Build the site everywhere");
/// # let _ = build;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildStartBuildBatch {
    project_name: Field<String>,
    #[serde(flatten)]
    overrides: BuildOverrides,
    #[serde(skip_serializing_if = "Option::is_none")]
    report_build_batch_status_override: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    build_timeout_in_minutes_override: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    build_batch_config_override: Option<CodeBuildBatchConfig>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    project: ProjectTarget,
}

impl CodeBuildStartBuildBatch {
    /// Builds this project: a handle, a name or an ARN, or an expression that gives one.
    pub fn new(project: impl Into<ProjectTarget>) -> Self {
        let project = project.into();
        CodeBuildStartBuildBatch {
            project_name: project.name().clone(),
            overrides: BuildOverrides::default(),
            report_build_batch_status_override: None,
            build_timeout_in_minutes_override: None,
            build_batch_config_override: None,
            more: Map::new(),
            project,
        }
    }

    /// Overrides whether start and end of the batch are reported to the source's provider.
    pub fn report_build_batch_status(mut self, report: impl Into<Field<bool>>) -> Self {
        self.report_build_batch_status_override = Some(report.into());
        self
    }

    /// Overrides how long each of its builds may run, 5 to 2,160 minutes.
    pub fn build_timeout_in_minutes(mut self, minutes: impl Into<Field<u32>>) -> Self {
        self.build_timeout_in_minutes_override = Some(minutes.into());
        self
    }

    /// Overrides what the project says of batches.
    pub fn batch_config(mut self, config: CodeBuildBatchConfig) -> Self {
        self.build_batch_config_override = Some(config);
        self
    }
}

build_overrides!(CodeBuildStartBuildBatch);

impl Task for CodeBuildStartBuildBatch {
    const NAME: &'static str = "CodeBuildStartBuildBatch";
    const API: (&'static str, &'static str) = ("codebuild", "startBuildBatch");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let start = Statement::allow(["codebuild:StartBuildBatch"]);
        let mut out = vec![start.on_all(self.project.arns()).because("starts the batch of builds")];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches"])
                    .on_all(self.project.arns())
                    .because("follows the batch, and stops it when the execution is stopped"),
            );
            out.push(managed_rule("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"));
        }
        out.extend(self.overrides.pass_statement());
        out.extend(self.build_batch_config_override.as_ref().and_then(CodeBuildBatchConfig::pass_statement));
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = self.overrides.findings();
        let timeout = self.build_timeout_in_minutes_override.as_ref();
        let name = "BuildTimeoutInMinutesOverride";
        out.extend(limits::range(name, timeout, 5..=2_160));
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("BuildBatch", build_batch_shape()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{CodeBuildBatchReportMode, CodeBuildCacheMode};
        use crate::asl::{jsonata, path};
        use crate::reference::Handle;
        use crate::template::{codebuild, iam};
        let project = Handle::new("Site", codebuild::Project::default());
        let role = Handle::new("BuildRole", iam::Role::new(Value::Null));
        let batch_role = Handle::new("BatchRole", iam::Role::new(Value::Null));
        vec![
            Example::request(
                "request_response",
                CodeBuildStartBuildBatch::new(&project)
                    .source_version(path("$.commit"))
                    .environment_variable("ZONE", path("$.zone"))
                    .idempotency_token(path("$.id"))
                    .state("Start the batch"),
            ),
            Example::job(
                "run_job",
                CodeBuildStartBuildBatch::new(&project)
                    .image("aws/codebuild/amazonlinux-x86_64-standard:5.0")
                    .image_pull_credentials(CodeBuildImagePullCredentials::ServiceRole)
                    .registry_credential("registry/login")
                    .environment_type("LINUX_CONTAINER")
                    .compute_type("BUILD_GENERAL1_SMALL")
                    .certificate("arn:aws:s3:::settings/ca.pem")
                    .privileged_mode(true)
                    .service_role(&role)
                    .build_timeout_in_minutes(60)
                    .queued_timeout_in_minutes(30)
                    .debug_session(true)
                    .batch_config(
                        CodeBuildBatchConfig::new()
                            .service_role(&batch_role)
                            .combine_artifacts(true)
                            .maximum_builds_allowed(10)
                            .compute_type_allowed("BUILD_GENERAL1_SMALL")
                            .fleet_allowed("arn:aws:codebuild:eu-west-1:123456789012:fleet/builders:0d1c2b3a")
                            .timeout_in_minutes(120)
                            .report_mode(CodeBuildBatchReportMode::Aggregated),
                    )
                    .run_job("Build"),
            ),
            Example::job(
                "run_job_other_source",
                CodeBuildStartBuildBatch::new("site")
                    .source_type("GITHUB")
                    .source_location(path("$.repository"))
                    .source_auth(CodeBuildSourceAuth::code_connections(
                        "arn:aws:codeconnections:eu-west-1:123456789012:connection/0d1c2b3a",
                    ))
                    .git_clone_depth(1)
                    .fetch_submodules(true)
                    .insecure_ssl(false)
                    .buildspec("ci/buildspec.yml")
                    .report_build_batch_status(true)
                    .secondary_source(
                        CodeBuildSource::new("tests", "S3").location("sources-123456789012/tests.zip"),
                    )
                    .secondary_source_version("tests", path("$.tests"))
                    .artifacts(CodeBuildArtifacts::s3("site-123456789012"))
                    .secondary_artifacts(
                        CodeBuildArtifacts::s3("maps-123456789012").artifact_identifier("maps"),
                    )
                    .encryption_key("alias/site")
                    .cache(CodeBuildCache::local([CodeBuildCacheMode::DockerLayer]))
                    .logs(CodeBuildLogs::new().s3("logs-123456789012/site"))
                    .run_job("Build another source"),
            ),
            Example::job(
                "jsonata",
                CodeBuildStartBuildBatch::new(&project)
                    .source_version(jsonata("$states.input.commit"))
                    .cache(CodeBuildCache::none())
                    .artifacts(CodeBuildArtifacts::code_pipeline())
                    .run_job("Build")
                    .output(jsonata("$states.result.BuildBatch.BuildBatchStatus")),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                CodeBuildStartBuildBatch::new(path("$.project")).run_job("Build what is asked for"),
            ),
        ]
    }
}
