//! Athena: GetQueryResults.

use super::athena_get_query_execution::on_work_group;
use super::parameters::through_athena;
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Literal;
use crate::target::{S3LocationTarget, WorkGroupTarget};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, limits, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Reads the rows that a query of Athena has given.
///
/// The first row of a `SELECT` is the names of the columns. What a state may take in is 256 KiB: read large results in
/// pages, or from S3.
///
/// # Permissions
///
/// `athena:GetQueryResults` on the workgroup that [`in_work_group`](Self::in_work_group) names, by default on every one;
/// and `s3:GetObject`, through Athena only, on the place where the results lie: the one that
/// [`results_in`](Self::results_in) or the workgroup names. Where that is not known, it is on every object. Encrypted
/// results bring `kms:Decrypt` on the key.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"ResultSet": {"Rows": [{"Data": [{"VarCharValue": "…"}, …]}, …], "ResultSetMetadata"}, "NextToken", "UpdateCount"}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let rows = AthenaGetQueryResults::new(path("$.QueryExecution.QueryExecutionId"))
///     .in_work_group("reports")
///     .results_in("s3://shop-query-results/reports/")
///     .max_results(100)
///     .state("Read the rows");
/// # let _ = rows;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct AthenaGetQueryResults {
    query_execution_id: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_results: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_result_type: Option<Field<AthenaQueryResultType>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    group: Option<WorkGroupTarget>,
    #[serde(skip)]
    place: Option<S3LocationTarget>,
}

/// What is read of a query.
///
/// ```
/// use stepwright::prelude::*;
///
/// let files = AthenaGetQueryResults::new(path("$.id")).query_result_type(AthenaQueryResultType::DataManifest);
/// # let _ = files;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum AthenaQueryResultType {
    /// Its rows; the default.
    #[serde(rename = "DATA_ROWS")]
    DataRows,
    /// The files that it wrote, one in each row: of `CREATE TABLE AS`, `INSERT INTO` and `UNLOAD`.
    #[serde(rename = "DATA_MANIFEST")]
    DataManifest,
}

impl Literal for AthenaQueryResultType {}

impl AthenaGetQueryResults {
    /// Reads what the query of this id has given.
    pub fn new(query_execution_id: impl Into<Field<String>>) -> Self {
        AthenaGetQueryResults {
            query_execution_id: query_execution_id.into(),
            max_results: None,
            next_token: None,
            query_result_type: None,
            more: Map::new(),
            group: None,
            place: None,
        }
    }

    setters! {
        /// The most rows, 1 to 1,000; by default 1,000.
        max_results: Field<u32>;
        /// Where the page before ended: its `NextToken`.
        next_token: Field<String>;
        /// Rows, or the files that were written; by default rows.
        query_result_type: Field<AthenaQueryResultType>;
    }

    /// Says which workgroup the query ran in, and permits no other. It stands in no request.
    pub fn in_work_group(mut self, group: impl Into<WorkGroupTarget>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Says where the results lie, and permits to read that; by default where the workgroup says. It stands in no
    /// request.
    pub fn results_in(mut self, place: impl Into<S3LocationTarget>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// A parameter that has no setter here, by its name in `GetQueryResults`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    fn known_place(&self) -> Option<&S3LocationTarget> {
        self.place.as_ref().or_else(|| self.group.as_ref()?.results())
    }

    /// Whether Athena keeps the results itself, so that no permission of S3 is needed.
    fn is_managed(&self) -> bool {
        self.place.is_none() && self.group.as_ref().is_some_and(WorkGroupTarget::has_managed_results)
    }
}

impl Task for AthenaGetQueryResults {
    const NAME: &'static str = "AthenaGetQueryResults";
    const API: (&'static str, &'static str) = ("athena", "getQueryResults");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let group = self.group.as_ref();
        let mut out = vec![on_work_group("athena:GetQueryResults", group).because("reads the results")];
        if self.is_managed() {
            return out;
        }
        let anywhere = S3LocationTarget::anywhere();
        let place = self.known_place().unwrap_or(&anywhere);
        out.extend(through_athena(&["s3:GetObject"], place.objects(), "reads the results"));
        out.extend(place.key_statement(&["kms:Decrypt"], "decrypts the results"));
        out.extend(group.and_then(|group| group.key_statement(&["kms:Decrypt"], "decrypts the results")));
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> = [
            limits::length("QueryExecutionId", Some(&self.query_execution_id), 1..=128),
            limits::range("MaxResults", self.max_results.as_ref(), 1..=1_000),
            limits::length("NextToken", self.next_token.as_ref(), 1..=1_024),
        ]
        .into_iter()
        .flatten()
        .collect();
        let id = "/Parameters/QueryExecutionId";
        out.extend(self.place.iter().flat_map(|place| place.findings(id)));
        if self.known_place().is_none() && !self.is_managed() {
            out.push(
                Diagnostic::warning(
                    "unknown-output-location",
                    "where the results lie is not known, so every object may be read through Athena",
                )
                .pointer(id)
                .help("say `results_in(…)`, or `in_work_group(…)` of a workgroup whose place is known"),
            );
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let column = shape::object([
            ("CaseSensitive", shape::boolean()),
            ("CatalogName", shape::text()),
            ("Label", shape::text()),
            ("Name", shape::text()),
            ("Nullable", shape::text()),
            ("Precision", shape::integer()),
            ("Scale", shape::integer()),
            ("SchemaName", shape::text()),
            ("TableName", shape::text()),
            ("Type", shape::text()),
        ]);
        let row = shape::object([("Data", shape::list(shape::object([("VarCharValue", shape::text())])))]);
        let set = shape::object([
            ("ResultSetMetadata", shape::object([("ColumnInfo", shape::list(column))])),
            ("Rows", shape::list(row)),
        ]);
        shape::object([
            ("NextToken", shape::text()),
            ("ResultSet", set),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
            ("UpdateCount", shape::integer()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::template::athena;
        use crate::template::athena::work_group::{
            EncryptionConfiguration, ResultConfiguration, WorkGroupConfiguration,
        };
        let encryption = EncryptionConfiguration::new("CSE_KMS").kms_key(Reference::attribute("Key", "Arn"));
        let results = ResultConfiguration::new()
            .output_location("s3://sealed-results/")
            .encryption_configuration(encryption);
        let settings = WorkGroupConfiguration::new().result_configuration(results);
        let group =
            Handle::new("Reports", athena::WorkGroup::new("reports").work_group_configuration(settings));
        let id = || path("$.QueryExecution.QueryExecutionId");
        vec![
            Example::request(
                "request_response",
                AthenaGetQueryResults::new(id())
                    .max_results(100)
                    .next_token(path("$.NextToken"))
                    .query_result_type(AthenaQueryResultType::DataRows)
                    .in_work_group(&group)
                    .state("Read the rows"),
            ),
            Example::request(
                "place_said",
                AthenaGetQueryResults::new(id())
                    .in_work_group("reports")
                    .results_in(Reference::to("ResultsUri"))
                    .state("Read the rows"),
            ),
            Example::request(
                "managed_results",
                AthenaGetQueryResults::new(id())
                    .in_work_group(WorkGroupTarget::from("reports").managed_results())
                    .state("Read the rows"),
            ),
            Example::request("nothing_said", AthenaGetQueryResults::new(id()).state("Read the rows")),
            Example::request(
                "jsonata",
                AthenaGetQueryResults::new(jsonata("$states.input.id"))
                    .in_work_group("reports")
                    .results_in("s3://shop-query-results/reports")
                    .state("Read the rows"),
            )
            .in_jsonata(),
        ]
    }
}
