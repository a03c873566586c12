//! CodeBuild: StartBuild.

use super::parameters::{
    BuildOverrides, CodeBuildArtifacts, CodeBuildCache, CodeBuildEnvironmentVariable,
    CodeBuildImagePullCredentials, CodeBuildLogs, CodeBuildSource, CodeBuildSourceAuth,
    CodeBuildStatusConfig, build_overrides, build_shape,
};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{ProjectTarget, RoleTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, limits, managed_rule, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Starts a build of a CodeBuild project.
///
/// What is overridden holds for this build only.
///
/// # Permissions
///
/// `codebuild:StartBuild` on the project. A build that is waited for also needs `codebuild:StopBuild` and
/// `codebuild:BatchGetBuilds` on it, and the managed rule. A service role brings `iam:PassRole` on it, to CodeBuild only.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the build has, and fails when the build does.
///
/// # Output
///
/// `{"Build": {"Id", "Arn", "BuildStatus", …}}`; of a job as the build was when it had ended.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let build = CodeBuildStartBuild::new("site")
///     .source_version(path("$.commit"))
///     .environment_variable("ZONE", path("$.zone"))
///     .run_job("Build the site")
///     .result_selector(payload!({ "reports": path("$.Build.ReportArns") }));
/// # let _ = build;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildStartBuild {
    project_name: Field<String>,
    #[serde(flatten)]
    overrides: BuildOverrides,
    #[serde(skip_serializing_if = "Option::is_none")]
    report_build_status_override: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    build_status_config_override: Option<CodeBuildStatusConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout_in_minutes_override: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_retry_limit_override: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fleet_override: Option<ProjectFleet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host_kernel_override: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    project: ProjectTarget,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ProjectFleet {
    fleet_arn: Field<String>,
}

impl CodeBuildStartBuild {
    /// Builds this project: a handle, a name or an ARN, or an expression that gives one.
    pub fn new(project: impl Into<ProjectTarget>) -> Self {
        let project = project.into();
        CodeBuildStartBuild {
            project_name: project.name().clone(),
            overrides: BuildOverrides::default(),
            report_build_status_override: None,
            build_status_config_override: None,
            timeout_in_minutes_override: None,
            auto_retry_limit_override: None,
            fleet_override: None,
            host_kernel_override: None,
            more: Map::new(),
            project,
        }
    }

    /// Overrides whether start and end of the build are reported to the source's provider.
    pub fn report_build_status(mut self, report: impl Into<Field<bool>>) -> Self {
        self.report_build_status_override = Some(report.into());
        self
    }

    /// Overrides what the source's provider shows of the build's status.
    pub fn build_status_config(mut self, config: CodeBuildStatusConfig) -> Self {
        self.build_status_config_override = Some(config);
        self
    }

    /// Overrides how long it may run, 5 to 2,160 minutes.
    pub fn timeout_in_minutes(mut self, minutes: impl Into<Field<u32>>) -> Self {
        self.timeout_in_minutes_override = Some(minutes.into());
        self
    }

    /// Overrides how often CodeBuild itself tries a failed build again.
    pub fn auto_retry_limit(mut self, limit: impl Into<Field<u32>>) -> Self {
        self.auto_retry_limit_override = Some(limit.into());
        self
    }

    /// Overrides the fleet that it runs on, by its ARN.
    pub fn fleet(mut self, arn: impl Into<Field<String>>) -> Self {
        self.fleet_override = Some(ProjectFleet { fleet_arn: arn.into() });
        self
    }

    /// Overrides the kernel of the build host: `LINUX_KERNEL_4`, `LINUX_KERNEL_6` or `LINUX_KERNEL_LATEST`.
    pub fn host_kernel(mut self, kernel: impl Into<Field<String>>) -> Self {
        self.host_kernel_override = Some(kernel.into());
        self
    }
}

build_overrides!(CodeBuildStartBuild);

impl Task for CodeBuildStartBuild {
    const NAME: &'static str = "CodeBuildStartBuild";
    const API: (&'static str, &'static str) = ("codebuild", "startBuild");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let start = Statement::allow(["codebuild:StartBuild"]);
        let mut out = vec![start.on_all(self.project.arns()).because("starts the build")];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["codebuild:StopBuild", "codebuild:BatchGetBuilds"])
                    .on_all(self.project.arns())
                    .because("follows the build, and stops it when the execution is stopped"),
            );
            out.push(managed_rule("StepFunctionsGetEventForCodeBuildStartBuildRule"));
        }
        out.extend(self.overrides.pass_statement());
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = self.overrides.findings();
        let timeout = self.timeout_in_minutes_override.as_ref();
        let name = "TimeoutInMinutesOverride";
        out.extend(limits::range(name, timeout, 5..=2_160));
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("Build", build_shape()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{CodeBuildBucketOwnerAccess, CodeBuildCacheMode};
        use crate::asl::{jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::template::{codebuild, iam};
        let project = Handle::new("Site", codebuild::Project::default());
        let role = Handle::new("BuildRole", iam::Role::new(Value::Null));
        vec![
            Example::request(
                "request_response",
                CodeBuildStartBuild::new(&project)
                    .source_version(path("$.commit"))
                    .environment_variable("ZONE", path("$.zone"))
                    .environment_variable(
                        "LEVEL",
                        CodeBuildEnvironmentVariable::parameter_store("/site/level"),
                    )
                    .environment_variable(
                        "TOKEN",
                        CodeBuildEnvironmentVariable::secrets_manager("site/token"),
                    )
                    .environment_variable("STAGE", Reference::to("Stage"))
                    .idempotency_token(path("$.id"))
                    .state("Start the build"),
            ),
            Example::job(
                "run_job",
                CodeBuildStartBuild::new(&project)
                    .image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/builder:3")
                    .image_pull_credentials(CodeBuildImagePullCredentials::ServiceRole)
                    .registry_credential("registry/login")
                    .environment_type("LINUX_CONTAINER")
                    .compute_type("BUILD_GENERAL1_SMALL")
                    .certificate("arn:aws:s3:::settings/ca.pem")
                    .privileged_mode(true)
                    .fleet("arn:aws:codebuild:eu-west-1:123456789012:fleet/builders:0d1c2b3a")
                    .host_kernel("LINUX_KERNEL_6")
                    .service_role(&role)
                    .timeout_in_minutes(60)
                    .queued_timeout_in_minutes(30)
                    .auto_retry_limit(1)
                    .debug_session(true)
                    .run_job("Build"),
            ),
            Example::job(
                "run_job_other_source",
                CodeBuildStartBuild::new("site")
                    .source_type("GITHUB")
                    .source_location(path("$.repository"))
                    .source_auth(CodeBuildSourceAuth::oauth())
                    .git_clone_depth(1)
                    .fetch_submodules(true)
                    .insecure_ssl(false)
                    .buildspec("ci/buildspec.yml")
                    .report_build_status(true)
                    .build_status_config(
                        CodeBuildStatusConfig::new()
                            .context("nightly")
                            .target_url("https://example.com/builds"),
                    )
                    .secondary_source(
                        CodeBuildSource::new("tests", "GITHUB_ENTERPRISE")
                            .location("https://git.example.com/site/tests.git")
                            .git_clone_depth(1)
                            .fetch_submodules(false)
                            .buildspec("buildspec.yml")
                            .auth(CodeBuildSourceAuth::secrets_manager(
                                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:git-0a1b2c",
                            ))
                            .report_build_status(false)
                            .build_status_config(CodeBuildStatusConfig::new().context("tests"))
                            .insecure_ssl(false),
                    )
                    .secondary_source_version("tests", path("$.tests"))
                    .run_job("Build another source"),
            ),
            Example::job(
                "run_job_artifacts",
                CodeBuildStartBuild::new("site")
                    .artifacts(
                        CodeBuildArtifacts::s3("site-123456789012")
                            .path(path("$.folder"))
                            .name("site.zip")
                            .by_build_id()
                            .zipped()
                            .override_artifact_name(false)
                            .encryption_disabled(false)
                            .bucket_owner_access(CodeBuildBucketOwnerAccess::Full),
                    )
                    .secondary_artifacts(
                        CodeBuildArtifacts::s3("maps-123456789012").artifact_identifier("maps"),
                    )
                    .encryption_key("alias/site")
                    .cache(
                        CodeBuildCache::local([CodeBuildCacheMode::Source, CodeBuildCacheMode::Custom])
                            .cache_namespace("sites"),
                    )
                    .logs(
                        CodeBuildLogs::new()
                            .cloud_watch("/builds/site", "nightly")
                            .s3("logs-123456789012/site")
                            .encryption_disabled(false)
                            .bucket_owner_access(CodeBuildBucketOwnerAccess::ReadOnly),
                    )
                    .run_job("Build for another bucket"),
            ),
            Example::job(
                "jsonata",
                CodeBuildStartBuild::new(&project)
                    .source_version(jsonata("$states.input.commit"))
                    .cache(CodeBuildCache::s3("cache-123456789012/site"))
                    .logs(CodeBuildLogs::new().without_cloud_watch().without_s3())
                    .artifacts(CodeBuildArtifacts::none())
                    .run_job("Build")
                    .output(jsonata("$states.result.Build.BuildStatus")),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                CodeBuildStartBuild::new(path("$.project"))
                    .service_role(path("$.role"))
                    .run_job("Build what is asked for"),
            ),
            Example::request(
                "among",
                CodeBuildStartBuild::new(
                    ProjectTarget::from(path("$.project"))
                        .among([project.arn(), Reference::attribute("Docs", "Arn")]),
                )
                .state("Build one of these"),
            ),
        ]
    }
}
