//! CodeBuild: DeleteBuildBatch.

use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::BuildTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Deletes a batch of builds of CodeBuild.
///
/// CodeBuild deletes a batch only when it has been stopped altogether: Step Functions tries for a while.
///
/// # Permissions
///
/// `codebuild:DeleteBuildBatch` on the project. An id that is written down shows the project; of one that is decided at run time it is
/// said: `BuildTarget::from(path("$.BuildBatch.Id")).of(&project)`. Where it is not, every project of the account and region
/// is permitted.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"StatusCode", "BuildsDeleted": ["…"], "BuildsNotDeleted": [{"Id", "StatusCode"}]}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let delete = CodeBuildDeleteBuildBatch::new(BuildTarget::from(path("$.BuildBatch.Id")).of("site")).state("Delete the batch");
/// # let _ = delete;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildDeleteBuildBatch {
    id: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    build: BuildTarget,
}

impl CodeBuildDeleteBuildBatch {
    /// Deletes this batch: by its id or ARN, or an expression that gives one.
    pub fn new(build: impl Into<BuildTarget>) -> Self {
        let build = build.into();
        CodeBuildDeleteBuildBatch { id: build.id().clone(), more: Map::new(), build }
    }

    /// A parameter that has no setter here, by its name in `DeleteBuildBatch`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for CodeBuildDeleteBuildBatch {
    const NAME: &'static str = "CodeBuildDeleteBuildBatch";
    const API: (&'static str, &'static str) = ("codebuild", "deleteBuildBatch");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        vec![
            Statement::allow(["codebuild:DeleteBuildBatch"])
                .on_all(self.build.arns())
                .because("deletes the batch of builds"),
        ]
    }

    fn result(_: IntegrationPattern) -> Value {
        let not_deleted = shape::object([("Id", shape::text()), ("StatusCode", shape::text())]);
        shape::object([
            ("BuildsDeleted", shape::list(shape::text())),
            ("BuildsNotDeleted", shape::list(not_deleted)),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
            ("StatusCode", shape::text()),
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
                CodeBuildDeleteBuildBatch::new(BuildTarget::from(path("$.BuildBatch.Id")).of(&project))
                    .state("Delete the batch"),
            ),
            Example::request(
                "written_down",
                CodeBuildDeleteBuildBatch::new("site:0d1c2b3a-1111-2222-3333-444455556666")
                    .state("Delete the batch"),
            ),
            Example::request(
                "jsonata",
                CodeBuildDeleteBuildBatch::new(
                    BuildTarget::from(jsonata("$states.input.BuildBatch.Id")).of("site").of("docs"),
                )
                .state("Delete the batch"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                CodeBuildDeleteBuildBatch::new(path("$.id")).state("Delete the batch"),
            ),
        ]
    }
}
