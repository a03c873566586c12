//! Athena: StartQueryExecution.

use super::parameters::{
    AthenaAccess, AthenaData, AthenaEncryption, AthenaEngineConfiguration, results_statements,
};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{DataCatalogTarget, FunctionTarget, KeyTarget, S3LocationTarget, WorkGroupTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, limits, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Starts a query of Athena.
///
/// Values belong into [`execution_parameter`](Self::execution_parameter), for a `?` in the query each, and not into
/// the query's text.
///
/// # Permissions
///
/// `athena:StartQueryExecution` on the workgroup and `athena:GetDataCatalog` on the data catalog. A job also needs
/// `athena:GetQueryExecution`, `athena:StopQueryExecution` and what else AWS lists for it, on the workgroup.
///
/// Athena reads and writes with the rights of the caller. What the query touches cannot be told from its text: say it
/// with [`reads`](Self::reads), [`writes`](Self::writes) and [`drops`](Self::drops), and exactly that is permitted, in
/// Glue by table and in S3 by place. Where nothing is said, the query may look up and read every table of its database,
/// wherever the data lies and whether or not Lake Formation governs it, and may write nothing.
///
/// Results go where the request says, else where a workgroup of the stack says; where neither is known, to
/// the buckets that AWS's own policy for Athena names, `aws-athena-query-results-*`. S3 is permitted through Athena
/// only, by `aws:CalledVia`; that rules out workgroups that use trusted identity propagation.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the query has, and fails when the query does or is cancelled.
///
/// # Output
///
/// Request and response: `{"QueryExecutionId", …}`. A job: `{"QueryExecution": {…}}`, as `GetQueryExecution` has it;
/// rows come from [`AthenaGetQueryResults`](super::AthenaGetQueryResults).
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let count = AthenaStartQueryExecution::new("SELECT count(*) FROM orders WHERE day = ?")
///     .execution_parameter(path("$.day"))
///     .database("shop")
///     .reads([AthenaData::table("shop", "orders").at("s3://shop-lake/orders/")])
///     .output_location("s3://shop-query-results/counts/")
///     .run_job("Count the orders");
/// # let _ = count;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct AthenaStartQueryExecution {
    query_string: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_parameters: Option<Field<Vec<Field<String>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_execution_context: Option<QueryExecutionContext>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result_configuration: Option<ResultConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result_reuse_configuration: Option<ResultReuseConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_group: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine_configuration: Option<AthenaEngineConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_request_token: Option<Field<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    group: WorkGroupTarget,
    #[serde(skip)]
    catalog: DataCatalogTarget,
    #[serde(skip)]
    output: Option<S3LocationTarget>,
    #[serde(skip)]
    access: AthenaAccess,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct QueryExecutionContext {
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog: Option<Field<String>>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ResultConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    output_location: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_configuration: Option<AthenaEncryption>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_bucket_owner: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acl_configuration: Option<AclConfiguration>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct AclConfiguration {
    #[serde(rename = "S3AclOption")]
    option: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ResultReuseConfiguration {
    result_reuse_by_age_configuration: ResultReuseByAge,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ResultReuseByAge {
    enabled: Field<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_age_in_minutes: Option<Field<u32>>,
}

/// The buckets of AWS's own policy for Athena, for results that go nobody says where.
///
/// Checked against <https://docs.aws.amazon.com/athena/latest/ug/managed-policies.html>.
const USUAL_RESULTS: &str = "s3://aws-athena-query-results-*/";

impl AthenaStartQueryExecution {
    /// Starts this query, in SQL.
    pub fn new(query: impl Into<Field<String>>) -> Self {
        AthenaStartQueryExecution {
            query_string: query.into(),
            execution_parameters: None,
            query_execution_context: None,
            result_configuration: None,
            result_reuse_configuration: None,
            work_group: None,
            engine_configuration: None,
            client_request_token: None,
            more: Map::new(),
            group: WorkGroupTarget::default(),
            catalog: DataCatalogTarget::default(),
            output: None,
            access: AthenaAccess::default(),
        }
    }

    setters! {
        /// What it runs on, in a workgroup with provisioned capacity; by default what the workgroup says.
        engine_configuration: AthenaEngineConfiguration;
        /// The same token starts the query once only, 32 to 128 characters; by default one is made up.
        client_request_token: Field<String>;
    }

    /// The workgroup it runs in; by default `primary`.
    pub fn work_group(mut self, group: impl Into<WorkGroupTarget>) -> Self {
        self.group = group.into();
        self.work_group = self.group.name().cloned();
        self
    }

    /// The database that names without one are of; by default `default`.
    pub fn database(mut self, database: impl Into<Field<String>>) -> Self {
        self.query_execution_context.get_or_insert_default().database = Some(database.into());
        self
    }

    /// The data catalog that names without one are of; by default `AwsDataCatalog`, the account's Glue Data Catalog.
    pub fn catalog(mut self, catalog: impl Into<DataCatalogTarget>) -> Self {
        self.catalog = catalog.into();
        self.query_execution_context.get_or_insert_default().catalog = self.catalog.name().cloned();
        self
    }

    /// Adds the value for the next `?` of the query, as it would stand in SQL: text in quotes.
    pub fn execution_parameter(mut self, value: impl Into<Field<String>>) -> Self {
        let mut values = match self.execution_parameters {
            Some(Field::Literal(values)) => values,
            _ => Vec::new(),
        };
        values.push(value.into());
        self.execution_parameters = Some(Field::Literal(values));
        self
    }

    /// The values for every `?` of the query, out of an expression that gives a list of text.
    pub fn execution_parameters(mut self, values: Expression) -> Self {
        self.execution_parameters = Some(values.into());
        self
    }

    /// Where the results go; by default where the workgroup says. A workgroup that enforces its settings overrides it.
    pub fn output_location(mut self, place: impl Into<S3LocationTarget>) -> Self {
        let place = place.into();
        self.result_configuration.get_or_insert_default().output_location = Some(place.uri().clone());
        self.output = Some(place);
        self
    }

    /// How the results are encrypted; by default as the workgroup says.
    pub fn encryption(mut self, encryption: AthenaEncryption) -> Self {
        self.result_configuration.get_or_insert_default().encryption_configuration = Some(encryption);
        self
    }

    /// The account that has to own the bucket of the results, in 12 digits: the query fails where another does.
    pub fn expected_bucket_owner(mut self, account: impl Into<Field<String>>) -> Self {
        self.result_configuration.get_or_insert_default().expected_bucket_owner = Some(account.into());
        self
    }

    /// Gives the owner of the bucket full control of the results: for a bucket of another account.
    pub fn bucket_owner_full_control(mut self) -> Self {
        let option = AclConfiguration { option: "BUCKET_OWNER_FULL_CONTROL" };
        self.result_configuration.get_or_insert_default().acl_configuration = Some(option);
        self
    }

    /// Whether results of the same query may be used again, instead of running it. Off by default.
    pub fn reuse_results(mut self, reuse: impl Into<Field<bool>>) -> Self {
        self.reuse().enabled = reuse.into();
        self
    }

    /// Uses results of the same query again that are at most so many minutes old, 0 to 10,080; by default 60.
    pub fn reuse_results_of_minutes(mut self, minutes: impl Into<Field<u32>>) -> Self {
        self.reuse().max_age_in_minutes = Some(minutes.into());
        self
    }

    fn reuse(&mut self) -> &mut ResultReuseByAge {
        let by_age = || ResultReuseByAge { enabled: true.into(), max_age_in_minutes: None };
        &mut self
            .result_reuse_configuration
            .get_or_insert_with(|| ResultReuseConfiguration { result_reuse_by_age_configuration: by_age() })
            .result_reuse_by_age_configuration
    }

    /// Says what the query reads, and permits that; an empty list for nothing. It stands in no request.
    pub fn reads(mut self, data: impl IntoIterator<Item = AthenaData>) -> Self {
        self.access.reads.get_or_insert_default().extend(data);
        self
    }

    /// Says what the query makes or changes (`INSERT INTO`, `CREATE TABLE`, `ALTER`, `MSCK REPAIR`, …), and permits
    /// that, and to read it. Of a whole database, also to make the database. It stands in no request.
    pub fn writes(mut self, data: impl IntoIterator<Item = AthenaData>) -> Self {
        self.access.writes.extend(data);
        self
    }

    /// Says what the query drops, or deletes rows or partitions of, and permits that. Of a whole database, also to drop
    /// the database; where a place is said, also to delete what lies there, which Iceberg tables need. It stands in no
    /// request.
    pub fn drops(mut self, data: impl IntoIterator<Item = AthenaData>) -> Self {
        self.access.drops.extend(data);
        self
    }

    /// Says which Lambda function the query calls, as connector of a data catalog or as function of SQL, and permits
    /// that, through Athena only. It stands in no request.
    pub fn calls(mut self, function: impl Into<FunctionTarget>) -> Self {
        self.access.functions.push(function.into());
        self
    }

    /// Says with which key the Glue Data Catalog is encrypted, and permits to use it. It stands in no request.
    ///
    /// Checked against <https://docs.aws.amazon.com/athena/latest/ug/access-encrypted-data-glue-data-catalog.html>.
    pub fn catalog_encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.access.catalog_key = Some(key.into());
        self
    }

    /// A parameter that has no setter here, by its name in `StartQueryExecution`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    fn context_database(&self) -> Option<&Field<String>> {
        self.query_execution_context.as_ref()?.database.as_ref()
    }

    /// Where the results go, as far as it is known; the workgroup's word counts where it may override the request's.
    fn results(&self) -> Vec<&S3LocationTarget> {
        let (own, groups) = (self.output.as_ref(), self.group.results());
        match self.group.enforces_settings() {
            Some(true) if groups.is_some() || self.group.has_managed_results() => {
                groups.into_iter().collect()
            }
            Some(false) => own.or(groups).into_iter().collect(),
            _ => own.into_iter().chain(groups).collect(),
        }
    }

    fn parameter_findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let Some(Field::Literal(values)) = &self.execution_parameters else { return out };
        for (index, value) in values.iter().enumerate() {
            out.extend(limits::length(&format!("ExecutionParameters/{index}"), Some(value), 1..=1_024));
        }
        out
    }

    fn name_findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if let Some(Field::Literal(name)) = &self.work_group {
            let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
            if name.is_empty() || name.len() > 128 || !name.chars().all(allowed) {
                out.push(
                    Diagnostic::error("malformed-name", format!("`{name}` is no name of a workgroup"))
                        .pointer("/Parameters/WorkGroup")
                        .help("a name has 1 to 128 letters, digits, `.`, `_` and `-`"),
                );
            }
        }
        if let Some(Field::Literal(_)) = self.client_request_token {
            out.push(
                Diagnostic::warning(
                    "fixed-client-token",
                    "`ClientRequestToken` is the same in every execution, so each gets the query that the first one started",
                )
                .pointer("/Parameters/ClientRequestToken")
                .help("make it from the input or the execution, or leave it out"),
            );
        }
        let results = self.result_configuration.as_ref();
        if let Some(Field::Literal(owner)) =
            results.and_then(|results| results.expected_bucket_owner.as_ref())
            && (owner.len() != 12 || !owner.chars().all(|c| c.is_ascii_digit()))
        {
            out.push(
                Diagnostic::error("malformed-account", format!("`{owner}` is no id of an AWS account"))
                    .pointer("/Parameters/ResultConfiguration/ExpectedBucketOwner")
                    .help("an account's id has 12 digits"),
            );
        }
        out
    }

    /// What cannot be known, so that the permissions are wider or narrower than the query needs.
    fn access_findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if self.access.is_unsaid() {
            let message = if self.catalog.is_glue() {
                "what the query reads is not said, so it may read every table of its database, in every bucket"
            } else {
                "what the query reads is not said, and its data catalog is not that of Glue, so it may read nothing"
            };
            out.push(Diagnostic::warning("unknown-tables", message).pointer("/Parameters/QueryString").help(
                "say `reads([AthenaData::table(…).at(…)])`, and `writes` and `drops` where it changes any",
            ));
        }
        if self.access.names_no_place() {
            out.push(
                Diagnostic::warning(
                    "unknown-location",
                    "where the tables' data lies is not said, so no data may be read",
                )
                .pointer("/Parameters/QueryString")
                .help("say `.at(\"s3://…\")` of the tables, or `.in_lake_formation()`"),
            );
        }
        if self.results().is_empty() && !self.group.has_managed_results() {
            out.push(
                Diagnostic::warning(
                    "unknown-output-location",
                    "where the results go is not known, so only buckets called `aws-athena-query-results-…` are permitted",
                )
                .pointer("/Parameters/ResultConfiguration")
                .help("say `output_location(…)`, or `results_in(…)` or `managed_results()` of the workgroup"),
            );
        }
        if self.group.enforces_settings() == Some(true) && self.result_configuration.is_some() {
            out.push(
                Diagnostic::warning(
                    "ignored-parameter",
                    "the workgroup enforces its own settings, so `ResultConfiguration` is ignored",
                )
                .pointer("/Parameters/ResultConfiguration")
                .help("leave it out, or let the workgroup have `EnforceWorkGroupConfiguration` false"),
            );
        }
        out
    }
}

impl Task for AthenaStartQueryExecution {
    const NAME: &'static str = "AthenaStartQueryExecution";
    const API: (&'static str, &'static str) = ("athena", "startQueryExecution");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html";

    type Patterns = RequestOrJob;

    // That page permits every change of the Glue Data Catalog and all of S3, whatever the query; here each is permitted
    // where it is said.
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let on_group =
            |actions: &[&'static str]| Statement::allow(actions.iter().copied()).on_all(self.group.arns());
        let mut out = vec![on_group(&["athena:StartQueryExecution"]).because("starts the query")];
        if pattern == IntegrationPattern::RunJob {
            out.push(
                on_group(&[
                    "athena:StopQueryExecution",
                    "athena:GetQueryExecution",
                    "athena:GetWorkGroup",
                    "athena:BatchGetQueryExecution",
                    "athena:GetQueryResults",
                    "athena:ListQueryExecutions",
                ])
                .because("follows the query, and stops it when the execution is stopped"),
            );
        }
        let configuration = self.result_configuration.as_ref();
        let sets_acl = configuration.is_some_and(|results| results.acl_configuration.is_some());
        let results = self.results();
        if results.is_empty() && !self.group.has_managed_results() {
            out.extend(results_statements(&USUAL_RESULTS.into(), sets_acl));
        }
        out.extend(results.into_iter().flat_map(|place| results_statements(place, sets_acl)));
        out.extend(
            configuration.and_then(|results| results.encryption_configuration.as_ref()?.key_statement()),
        );
        out.extend(self.group.key_statement(&["kms:GenerateDataKey", "kms:Decrypt"], "encrypts the results"));
        out.extend(self.access.statements(&self.catalog, self.context_database()));
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let context = self.query_execution_context.as_ref();
        let reuse = self.result_reuse_configuration.as_ref();
        let minutes =
            reuse.and_then(|reuse| reuse.result_reuse_by_age_configuration.max_age_in_minutes.as_ref());
        let engine = self.engine_configuration.as_ref();
        let mut out: Vec<Diagnostic> = [
            limits::length("QueryString", Some(&self.query_string), 1..=262_144),
            limits::length("ClientRequestToken", self.client_request_token.as_ref(), 32..=128),
            limits::length(
                "QueryExecutionContext/Database",
                context.and_then(|context| context.database.as_ref()),
                1..=255,
            ),
            limits::length(
                "QueryExecutionContext/Catalog",
                context.and_then(|context| context.catalog.as_ref()),
                1..=256,
            ),
            limits::range(
                "ResultReuseConfiguration/ResultReuseByAgeConfiguration/MaxAgeInMinutes",
                minutes,
                0..=10_080,
            ),
            limits::range(
                "EngineConfiguration/CoordinatorDpuSize",
                engine.and_then(|engine| engine.coordinator_dpu_size.as_ref()),
                1..=1,
            ),
            limits::range(
                "EngineConfiguration/MaxConcurrentDpus",
                engine.and_then(|engine| engine.max_concurrent_dpus.as_ref()),
                2..=5_000,
            ),
            limits::range(
                "EngineConfiguration/DefaultExecutorDpuSize",
                engine.and_then(|engine| engine.default_executor_dpu_size.as_ref()),
                1..=1,
            ),
        ]
        .into_iter()
        .flatten()
        .collect();
        out.extend(self.parameter_findings());
        out.extend(self.name_findings());
        let output = "/Parameters/ResultConfiguration/OutputLocation";
        out.extend(self.output.iter().flat_map(|place| place.findings(output)));
        out.extend(self.access.places().flat_map(|place| place.findings("/Parameters/QueryString")));
        out.extend(self.access_findings());
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern == IntegrationPattern::RunJob {
            return super::athena_get_query_execution::query_execution();
        }
        shape::object([
            ("QueryExecutionId", shape::text()),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::iam::arn;
        use crate::reference::{Handle, Reference};
        use crate::template::{athena, s3};
        let lake = Handle::new("Lake", s3::Bucket::new());
        let results = Handle::new("Results", s3::Bucket::new());
        let key = || Reference::attribute("Key", "Arn");
        let orders = || AthenaData::table("shop", "orders").at((&lake, "orders/"));
        let own = |settings: athena::work_group::WorkGroupConfiguration| {
            Handle::new("Reports", athena::WorkGroup::new("reports").work_group_configuration(settings))
        };
        let place = crate::reference::sub("s3://{}/reports/", [results.reference()]);
        let group = own(athena::work_group::WorkGroupConfiguration::new()
            .enforce_work_group_configuration(true)
            .result_configuration(
                athena::work_group::ResultConfiguration::new()
                    .output_location(place)
                    .encryption_configuration(
                        athena::work_group::EncryptionConfiguration::new("SSE_KMS").kms_key(key()),
                    ),
            ));
        let managed = own(athena::work_group::WorkGroupConfiguration::new()
            .managed_query_results_configuration(
                athena::work_group::ManagedQueryResultsConfiguration::new().enabled(true),
            ));
        let engine = AthenaEngineConfiguration::new()
            .coordinator_dpu_size(1)
            .max_concurrent_dpus(24)
            .default_executor_dpu_size(1)
            .additional_config("query_max_run_time", "10m")
            .spark_property("spark.sql.catalogImplementation", "hive")
            .classification("spark-defaults", "spark.executor.cores", "4");
        vec![
            Example::request(
                "request_response",
                AthenaStartQueryExecution::new(
                    "INSERT INTO totals SELECT sum(total) FROM orders WHERE day = ?",
                )
                .execution_parameter("'2026-11-25'")
                .database("shop")
                .catalog("AwsDataCatalog")
                .work_group(WorkGroupTarget::from("reports").results_in((&results, "reports/")))
                .output_location((&results, "totals/"))
                .encryption(AthenaEncryption::sse_kms(key()))
                .expected_bucket_owner("123456789012")
                .bucket_owner_full_control()
                .reuse_results(path("$.again"))
                .reuse_results_of_minutes(30)
                .engine_configuration(engine)
                .client_request_token(path("$.token"))
                .reads([orders()])
                .writes([AthenaData::table("shop", "totals").at((&lake, "totals/"))])
                .catalog_encrypted_by(
                    "arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666",
                )
                .state("Add up the orders"),
            ),
            Example::job(
                "run_job",
                AthenaStartQueryExecution::new("SELECT count(*) FROM orders WHERE day = ?")
                    .execution_parameters(path("$.parameters"))
                    .database("shop")
                    .work_group(&group)
                    .reads([orders()])
                    .run_job("Count the orders"),
            ),
            Example::job(
                "managed_results",
                AthenaStartQueryExecution::new("SELECT count(*) FROM shop.orders")
                    .work_group(&managed)
                    .reads([AthenaData::database("shop").in_lake_formation()])
                    .run_job("Count the orders"),
            ),
            Example::job(
                "nothing_said",
                AthenaStartQueryExecution::new("SELECT count(*) FROM orders")
                    .database("shop")
                    .run_job("Count the orders"),
            ),
            Example::job(
                "drop_database",
                AthenaStartQueryExecution::new("DROP DATABASE scratch CASCADE")
                    .drops([AthenaData::database("scratch").at((&lake, "scratch/"))])
                    .output_location((&results, "drops/"))
                    .run_job("Tidy up"),
            ),
            Example::job(
                "other_catalogs",
                AthenaStartQueryExecution::new(
                    "SELECT * FROM stock.main.parts p JOIN theirs.shop.orders o ON o.part = p.id",
                )
                .reads([
                    AthenaData::table("main", "parts").from_catalog("stock"),
                    AthenaData::table("shop", "orders").from_catalog("theirs").of_account("210987654321").at(
                        S3LocationTarget::from("s3://their-lake/orders").encrypted_by(
                            "arn:aws:kms:eu-west-1:210987654321:key/0d1c2b3a-1111-2222-3333-444455556666",
                        ),
                    ),
                ])
                .calls("stock-connector")
                .output_location("s3://shop-query-results/joined")
                .encryption(AthenaEncryption::cse_kms(key()))
                .run_job("Join with their orders"),
            ),
            Example::job(
                "jsonata",
                AthenaStartQueryExecution::new("SELECT count(*) FROM orders WHERE day = ?")
                    .execution_parameter(jsonata("$states.input.day"))
                    .database(jsonata("$states.input.shop"))
                    .reads([AthenaData::table(jsonata("$states.input.shop"), "orders").at(&lake)])
                    .output_location(&results)
                    .encryption(AthenaEncryption::sse_s3())
                    .run_job("Count the orders"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                AthenaStartQueryExecution::new(path("$.query"))
                    .work_group(WorkGroupTarget::from(path("$.group")).among([arn(
                        "athena",
                        "workgroup/reports-*",
                        [""; 0],
                    )]))
                    .catalog(path("$.catalog"))
                    .database(path("$.database"))
                    .output_location(
                        S3LocationTarget::from(path("$.place")).among(["s3://shop-query-results/"]),
                    )
                    .encryption(AthenaEncryption::sse_kms(key()).key(path("$.key")))
                    .run_job("Run what is asked for"),
            ),
        ]
    }
}
