//! CodeBuild: BatchDeleteBuilds.

use crate::asl::Payload;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{BuildsTarget, Ids};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, limits, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Deletes builds of CodeBuild.
///
/// CodeBuild deletes a build only when it has been stopped altogether: Step Functions tries for a while.
///
/// # Permissions
///
/// `codebuild:BatchDeleteBuilds` on the projects. Ids that are written down show them; of ids that are decided at run
/// time they are said: `BuildsTarget::from(path("$.ids")).of(&project)`. Where they are not, every project of the account
/// and region is permitted.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"BuildsDeleted": ["…"], "BuildsNotDeleted": [{"Id", "StatusCode"}]}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// // `..` makes a list of the one ARN.
/// let builds = BuildsTarget::from(path("$.Build..Arn")).of("site");
/// let delete = CodeBuildBatchDeleteBuilds::new(builds).state("Delete the build");
/// # let _ = delete;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildBatchDeleteBuilds {
    ids: Ids,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    builds: BuildsTarget,
}

impl CodeBuildBatchDeleteBuilds {
    /// Deletes these builds, 1 to 100: by their ids or ARNs, or an expression that gives a list of them.
    pub fn new(builds: impl Into<BuildsTarget>) -> Self {
        let builds = builds.into();
        CodeBuildBatchDeleteBuilds { ids: builds.ids().clone(), more: Map::new(), builds }
    }

    /// A parameter that has no setter here, by its name in `BatchDeleteBuilds`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for CodeBuildBatchDeleteBuilds {
    const NAME: &'static str = "CodeBuildBatchDeleteBuilds";
    const API: (&'static str, &'static str) = ("codebuild", "batchDeleteBuilds");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let delete = Statement::allow(["codebuild:BatchDeleteBuilds"]);
        vec![delete.on_all(self.builds.arns()).because("deletes the builds")]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let Ids::Listed(ids) = &self.ids else { return out };
        out.extend(limits::items("builds", ids.len(), 100, "/Parameters/Ids"));
        if ids.is_empty() {
            let message = "there is no build to delete";
            out.push(Diagnostic::error("too-few-items", message).pointer("/Parameters/Ids"));
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let not_deleted = shape::object([("Id", shape::text()), ("StatusCode", shape::text())]);
        shape::object([
            ("BuildsDeleted", shape::list(shape::text())),
            ("BuildsNotDeleted", shape::list(not_deleted)),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::Handle;
        use crate::template::codebuild;
        let project = Handle::new("Site", codebuild::Project::default());
        vec![
            Example::request(
                "request_response",
                CodeBuildBatchDeleteBuilds::new(BuildsTarget::from(path("$.Build..Arn")).of(&project))
                    .state("Delete the build"),
            ),
            Example::request(
                "written_down",
                CodeBuildBatchDeleteBuilds::new([
                    "site:0d1c2b3a-1111-2222-3333-444455556666",
                    "arn:aws:codebuild:eu-west-1:123456789012:build/docs:0d1c2b3a-1111-2222-3333-444455556666",
                ])
                .state("Delete these builds"),
            ),
            Example::request(
                "jsonata",
                CodeBuildBatchDeleteBuilds::new(
                    BuildsTarget::from(jsonata("[$states.input.Build.Id]")).of("site"),
                )
                .state("Delete the build"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                CodeBuildBatchDeleteBuilds::new(path("$.ids")).state("Delete what is asked for"),
            ),
        ]
    }
}
