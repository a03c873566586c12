//! Athena.

use super::case::{Case, case};
use stepwright::prelude::*;

fn query() -> AthenaStartQueryExecution {
    AthenaStartQueryExecution::new(path("$.queryString"))
        .database("mydatabase")
        .encryption(AthenaEncryption::sse_s3())
        .output_location("s3://query-results-bucket/folder/")
        .execution_parameter("param1")
        .execution_parameter("param2")
}

fn id() -> Expression {
    path("$.QueryExecutionId")
}

pub fn cases() -> Vec<Case> {
    vec![
        case("athena_start_query_execution.readme", query().state("Start Athena Query")),
        case(
            "athena_start_query_execution.readme_reuse",
            query().reuse_results_of_minutes(100).state("Start Athena Query"),
        ),
        case("athena_start_query_execution.least", AthenaStartQueryExecution::new("SELECT 1").state("Query")),
        case(
            "athena_start_query_execution.run_job",
            AthenaStartQueryExecution::new("SELECT 1")
                .client_request_token(path("$.token"))
                .work_group("reports")
                .catalog("AwsDataCatalog")
                .database("sales")
                .output_location("s3://query-results-bucket/folder/")
                .run_job("Query"),
        ),
        case(
            "athena_start_query_execution.jsonata",
            AthenaStartQueryExecution::new(jsonata("$states.input.sql")).work_group("reports").state("Query"),
        ),
        case(
            "athena_get_query_execution.readme",
            AthenaGetQueryExecution::new(id()).state("Get Query Execution"),
        ),
        case("athena_get_query_results.readme", AthenaGetQueryResults::new(id()).state("Get Query Results")),
        case(
            "athena_get_query_results.every_parameter",
            AthenaGetQueryResults::new(path("$.id")).next_token(path("$.next")).max_results(50).state("Page"),
        ),
        case(
            "athena_stop_query_execution.readme",
            AthenaStopQueryExecution::new(id()).state("Stop Query Execution"),
        ),
        case(
            "athena_get_query_execution.jsonata",
            AthenaGetQueryExecution::new(jsonata("$states.input.id")).state("Get"),
        ),
        case(
            "athena_get_query_results.jsonata",
            AthenaGetQueryResults::new(jsonata("$states.input.id")).max_results(50).state("Page"),
        ),
        case(
            "athena_stop_query_execution.jsonata",
            AthenaStopQueryExecution::new(jsonata("$states.input.id")).state("Stop"),
        ),
    ]
}
