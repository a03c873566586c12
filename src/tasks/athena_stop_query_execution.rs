//! Athena: StopQueryExecution.

use super::athena_get_query_execution::on_work_group;
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::WorkGroupTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, limits, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Stops a query of Athena.
///
/// # Permissions
///
/// `athena:StopQueryExecution` on the workgroup that [`in_work_group`](Self::in_work_group) names; by default on every
/// workgroup of the account and region, since a query's id does not show which it runs in.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let stop = AthenaStopQueryExecution::new(path("$.query.QueryExecutionId"))
///     .in_work_group("reports")
///     .state("Give up");
/// # let _ = stop;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct AthenaStopQueryExecution {
    query_execution_id: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    group: Option<WorkGroupTarget>,
}

impl AthenaStopQueryExecution {
    /// Stops the query of this id.
    pub fn new(query_execution_id: impl Into<Field<String>>) -> Self {
        AthenaStopQueryExecution {
            query_execution_id: query_execution_id.into(),
            more: Map::new(),
            group: None,
        }
    }

    /// Says which workgroup the query runs in, and permits no other. It stands in no request.
    pub fn in_work_group(mut self, group: impl Into<WorkGroupTarget>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// A parameter that has no setter here, by its name in `StopQueryExecution`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for AthenaStopQueryExecution {
    const NAME: &'static str = "AthenaStopQueryExecution";
    const API: (&'static str, &'static str) = ("athena", "stopQueryExecution");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        vec![on_work_group("athena:StopQueryExecution", self.group.as_ref()).because("stops the query")]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        limits::length("QueryExecutionId", Some(&self.query_execution_id), 1..=128).into_iter().collect()
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([("SdkHttpMetadata", shape::any()), ("SdkResponseMetadata", shape::any())])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::Reference;
        vec![
            Example::request(
                "request_response",
                AthenaStopQueryExecution::new(path("$.QueryExecutionId"))
                    .in_work_group(Reference::to("WorkGroupName"))
                    .state("Give up"),
            ),
            Example::request(
                "any_work_group",
                AthenaStopQueryExecution::new(path("$.QueryExecutionId")).state("Give up"),
            ),
            Example::request(
                "jsonata",
                AthenaStopQueryExecution::new(jsonata("$states.input.QueryExecutionId")).state("Give up"),
            )
            .in_jsonata(),
        ]
    }
}
