//! Athena: GetQueryExecution.

use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::WorkGroupTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, limits, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Asks how a query of Athena stands.
///
/// # Permissions
///
/// `athena:GetQueryExecution` on the workgroup that [`in_work_group`](Self::in_work_group) names; by default on every
/// workgroup of the account and region, since a query's id does not show which it ran in.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"QueryExecution": {"QueryExecutionId", "Status": {"State", …}, "ResultConfiguration", "Statistics", …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let look = AthenaGetQueryExecution::new(path("$.query.QueryExecutionId"))
///     .in_work_group("reports")
///     .state("How does it stand?");
/// # let _ = look;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct AthenaGetQueryExecution {
    query_execution_id: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    group: Option<WorkGroupTarget>,
}

impl AthenaGetQueryExecution {
    /// Asks for the query of this id.
    pub fn new(query_execution_id: impl Into<Field<String>>) -> Self {
        AthenaGetQueryExecution {
            query_execution_id: query_execution_id.into(),
            more: Map::new(),
            group: None,
        }
    }

    /// Says which workgroup the query ran in, and permits no other. It stands in no request.
    pub fn in_work_group(mut self, group: impl Into<WorkGroupTarget>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// A parameter that has no setter here, by its name in `GetQueryExecution`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

/// What a request about a query needs, on its workgroup, or on every one where none is named.
pub(super) fn on_work_group(action: &'static str, group: Option<&WorkGroupTarget>) -> Statement {
    let arns = match group {
        Some(group) => group.arns(),
        None => vec![crate::iam::arn("athena", "workgroup/*", [""; 0]).into()],
    };
    Statement::allow([action]).on_all(arns)
}

/// The shape of a query, as the API answers with it.
pub(super) fn query_execution() -> Value {
    let error = shape::object([
        ("ErrorCategory", shape::integer()),
        ("ErrorMessage", shape::text()),
        ("ErrorType", shape::integer()),
        ("Retryable", shape::boolean()),
    ]);
    let status = shape::object([
        ("AthenaError", error),
        ("CompletionDateTime", shape::any()),
        ("State", shape::text()),
        ("StateChangeReason", shape::text()),
        ("SubmissionDateTime", shape::any()),
    ]);
    let statistics = shape::object([
        ("DataManifestLocation", shape::text()),
        ("DataScannedInBytes", shape::integer()),
        ("DpuCount", shape::number()),
        ("EngineExecutionTimeInMillis", shape::integer()),
        ("QueryPlanningTimeInMillis", shape::integer()),
        ("QueryQueueTimeInMillis", shape::integer()),
        ("ResultReuseInformation", shape::object([("ReusedPreviousResult", shape::boolean())])),
        ("ServicePreProcessingTimeInMillis", shape::integer()),
        ("ServiceProcessingTimeInMillis", shape::integer()),
        ("TotalExecutionTimeInMillis", shape::integer()),
    ]);
    let encryption = shape::object([("EncryptionOption", shape::text()), ("KmsKey", shape::text())]);
    let results = shape::object([
        ("AclConfiguration", shape::object([("S3AclOption", shape::text())])),
        ("EncryptionConfiguration", encryption),
        ("ExpectedBucketOwner", shape::text()),
        ("OutputLocation", shape::text()),
    ]);
    let reuse = shape::object([("Enabled", shape::boolean()), ("MaxAgeInMinutes", shape::integer())]);
    let engine =
        shape::object([("EffectiveEngineVersion", shape::text()), ("SelectedEngineVersion", shape::text())]);
    let query = shape::object([
        ("EngineVersion", engine),
        ("ExecutionParameters", shape::list(shape::text())),
        ("ManagedQueryResultsConfiguration", shape::any()),
        ("Query", shape::text()),
        ("QueryExecutionContext", shape::object([("Catalog", shape::text()), ("Database", shape::text())])),
        ("QueryExecutionId", shape::text()),
        ("QueryResultsS3AccessGrantsConfiguration", shape::any()),
        ("ResultConfiguration", results),
        ("ResultReuseConfiguration", shape::object([("ResultReuseByAgeConfiguration", reuse)])),
        ("StatementType", shape::text()),
        ("Statistics", statistics),
        ("Status", status),
        ("SubstatementType", shape::text()),
        ("WorkGroup", shape::text()),
    ]);
    shape::object([
        ("QueryExecution", query),
        ("SdkHttpMetadata", shape::any()),
        ("SdkResponseMetadata", shape::any()),
    ])
}

impl Task for AthenaGetQueryExecution {
    const NAME: &'static str = "AthenaGetQueryExecution";
    const API: (&'static str, &'static str) = ("athena", "getQueryExecution");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        vec![on_work_group("athena:GetQueryExecution", self.group.as_ref()).because("asks for the query")]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        limits::length("QueryExecutionId", Some(&self.query_execution_id), 1..=128).into_iter().collect()
    }

    fn result(_: IntegrationPattern) -> Value {
        query_execution()
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::Handle;
        use crate::template::athena;
        let group = Handle::new("Reports", athena::WorkGroup::new("reports"));
        vec![
            Example::request(
                "request_response",
                AthenaGetQueryExecution::new(path("$.QueryExecutionId"))
                    .in_work_group(&group)
                    .state("How does it stand?"),
            ),
            Example::request(
                "any_work_group",
                AthenaGetQueryExecution::new(path("$.QueryExecutionId")).state("How does it stand?"),
            ),
            Example::request(
                "jsonata",
                AthenaGetQueryExecution::new(jsonata("$states.input.QueryExecutionId"))
                    .in_work_group(crate::target::WorkGroupTarget::default())
                    .state("How does it stand?"),
            )
            .in_jsonata(),
        ]
    }
}
