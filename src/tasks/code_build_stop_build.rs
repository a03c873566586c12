//! CodeBuild: StopBuild.

use super::parameters::build_shape;
use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::target::BuildTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Stops a build of CodeBuild.
///
/// # Permissions
///
/// `codebuild:StopBuild` on the project. An id that is written down shows the project; of one that is decided at run time it is
/// said: `BuildTarget::from(path("$.Build.Id")).of(&project)`. Where it is not, every project of the account and region
/// is permitted.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"Build": {"Id", "BuildStatus", …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let stop = CodeBuildStopBuild::new(BuildTarget::from(path("$.Build.Id")).of("site")).state("Stop the build");
/// # let _ = stop;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildStopBuild {
    id: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    build: BuildTarget,
}

impl CodeBuildStopBuild {
    /// Stops this build: by its id or ARN, or an expression that gives one.
    pub fn new(build: impl Into<BuildTarget>) -> Self {
        let build = build.into();
        CodeBuildStopBuild { id: build.id().clone(), more: Map::new(), build }
    }

    /// A parameter that has no setter here, by its name in `StopBuild`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for CodeBuildStopBuild {
    const NAME: &'static str = "CodeBuildStopBuild";
    const API: (&'static str, &'static str) = ("codebuild", "stopBuild");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        vec![Statement::allow(["codebuild:StopBuild"]).on_all(self.build.arns()).because("stops the build")]
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("Build", build_shape()),
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
                CodeBuildStopBuild::new(BuildTarget::from(path("$.Build.Id")).of(&project))
                    .state("Stop the build"),
            ),
            Example::request(
                "written_down",
                CodeBuildStopBuild::new("site:0d1c2b3a-1111-2222-3333-444455556666").state("Stop the build"),
            ),
            Example::request(
                "jsonata",
                CodeBuildStopBuild::new(
                    BuildTarget::from(jsonata("$states.input.Build.Id")).of("site").of("docs"),
                )
                .state("Stop the build"),
            )
            .in_jsonata(),
            Example::request("at_run_time", CodeBuildStopBuild::new(path("$.id")).state("Stop the build")),
        ]
    }
}
