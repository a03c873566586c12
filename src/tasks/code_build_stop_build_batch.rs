//! CodeBuild: StopBuildBatch.

use super::parameters::build_batch_shape;
use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::BuildTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Stops a batch of builds of CodeBuild.
///
/// # Permissions
///
/// `codebuild:StopBuildBatch` on the project. An id that is written down shows the project; of one that is decided at run time it is
/// said: `BuildTarget::from(path("$.BuildBatch.Id")).of(&project)`. Where it is not, every project of the account and region
/// is permitted.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"BuildBatch": {"Id", "BuildBatchStatus", …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let stop = CodeBuildStopBuildBatch::new(BuildTarget::from(path("$.BuildBatch.Id")).of("site")).state("Stop the batch");
/// # let _ = stop;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildStopBuildBatch {
    id: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    build: BuildTarget,
}

impl CodeBuildStopBuildBatch {
    /// Stops this batch: by its id or ARN, or an expression that gives one.
    pub fn new(build: impl Into<BuildTarget>) -> Self {
        let build = build.into();
        CodeBuildStopBuildBatch { id: build.id().clone(), more: Map::new(), build }
    }

    /// A parameter that has no setter here, by its name in `StopBuildBatch`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for CodeBuildStopBuildBatch {
    const NAME: &'static str = "CodeBuildStopBuildBatch";
    const API: (&'static str, &'static str) = ("codebuild", "stopBuildBatch");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        vec![
            Statement::allow(["codebuild:StopBuildBatch"])
                .on_all(self.build.arns())
                .because("stops the batch of builds"),
        ]
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("BuildBatch", build_batch_shape()),
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
                CodeBuildStopBuildBatch::new(BuildTarget::from(path("$.BuildBatch.Id")).of(&project))
                    .state("Stop the batch"),
            ),
            Example::request(
                "written_down",
                CodeBuildStopBuildBatch::new("site:0d1c2b3a-1111-2222-3333-444455556666")
                    .state("Stop the batch"),
            ),
            Example::request(
                "jsonata",
                CodeBuildStopBuildBatch::new(
                    BuildTarget::from(jsonata("$states.input.BuildBatch.Id")).of("site").of("docs"),
                )
                .state("Stop the batch"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                CodeBuildStopBuildBatch::new(path("$.id")).state("Stop the batch"),
            ),
        ]
    }
}
