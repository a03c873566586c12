//! CodeBuild: RetryBuildBatch.

use super::parameters::build_batch_shape;
use crate::asl::{Field, Payload};
use crate::iam::Statement;
use crate::reference::Literal;
use crate::target::BuildTarget;
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Starts a batch of builds of CodeBuild again that has failed.
///
/// # Permissions
///
/// `codebuild:RetryBuildBatch` on the project. A batch that is waited for also needs `codebuild:StopBuildBatch` and
/// `codebuild:BatchGetBuildBatches` on it. An id that is written down shows the project; of one that is decided at run
/// time it is said: `BuildTarget::from(path("$.BuildBatch.Id")).of(&project)`. Where it is not, every project of the account
/// and region is permitted.
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
/// let again = CodeBuildRetryBuildBatch::new(BuildTarget::from(path("$.BuildBatch.Id")).of("site"))
///     .retry_type(CodeBuildRetryType::FailedBuilds)
///     .run_job("Build again what failed");
/// # let _ = again;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildRetryBuildBatch {
    id: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_type: Option<Field<CodeBuildRetryType>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_token: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    build: BuildTarget,
}

/// Which builds of a batch are started again.
///
/// ```
/// use stepwright::prelude::*;
///
/// let again = CodeBuildRetryBuildBatch::new("site:0d1c2b3a").retry_type(CodeBuildRetryType::AllBuilds);
/// # let _ = again;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum CodeBuildRetryType {
    /// All of them.
    #[serde(rename = "RETRY_ALL_BUILDS")]
    AllBuilds,
    /// Those that failed.
    #[serde(rename = "RETRY_FAILED_BUILDS")]
    FailedBuilds,
}

impl Literal for CodeBuildRetryType {}

impl CodeBuildRetryBuildBatch {
    /// Starts this batch again: by its id or ARN, or an expression that gives one.
    pub fn new(build: impl Into<BuildTarget>) -> Self {
        let build = build.into();
        CodeBuildRetryBuildBatch {
            id: build.id().clone(),
            retry_type: None,
            idempotency_token: None,
            more: Map::new(),
            build,
        }
    }

    setters! {
        /// Which of its builds are started again.
        retry_type: Field<CodeBuildRetryType>;
        /// The same token within five minutes starts it once only.
        idempotency_token: Field<String>;
    }

    /// A parameter that has no setter here, by its name in `RetryBuildBatch`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for CodeBuildRetryBuildBatch {
    const NAME: &'static str = "CodeBuildRetryBuildBatch";
    const API: (&'static str, &'static str) = ("codebuild", "retryBuildBatch");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let retry = Statement::allow(["codebuild:RetryBuildBatch"]);
        let mut out = vec![retry.on_all(self.build.arns()).because("starts the batch of builds again")];
        if pattern == IntegrationPattern::RunJob {
            // The page names no managed rule for it.
            out.push(
                Statement::allow(["codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches"])
                    .on_all(self.build.arns())
                    .because("follows the batch, and stops it when the execution is stopped"),
            );
        }
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
        use crate::asl::{jsonata, path};
        use crate::reference::Handle;
        use crate::template::codebuild;
        let project = Handle::new("Site", codebuild::Project::default());
        let batch = || BuildTarget::from(path("$.BuildBatch.Id"));
        vec![
            Example::request(
                "request_response",
                CodeBuildRetryBuildBatch::new(batch().of(&project))
                    .retry_type(CodeBuildRetryType::AllBuilds)
                    .idempotency_token(path("$.id"))
                    .state("Start the batch again"),
            ),
            Example::job(
                "run_job",
                CodeBuildRetryBuildBatch::new(batch().of(&project))
                    .retry_type(CodeBuildRetryType::FailedBuilds)
                    .run_job("Build again what failed"),
            ),
            Example::job(
                "jsonata",
                CodeBuildRetryBuildBatch::new(
                    "arn:aws:codebuild:eu-west-1:123456789012:build-batch/site:0d1c2b3a-1111-2222-3333-444455556666",
                )
                .run_job("Build again")
                .output(jsonata("$states.result.BuildBatch.BuildBatchStatus")),
            )
            .in_jsonata(),
            Example::job("at_run_time", CodeBuildRetryBuildBatch::new(batch()).run_job("Build again")),
        ]
    }
}
