//! Athena: queries of data in S3.

use super::{Examples, existing};
use stepwright::prelude::*;

/// Adds the machine, and a bucket for results.
pub fn add(stack: &mut Stack) {
    let database =
        existing(stack, "AthenaDatabase", "mydatabase", "A database of the Glue Data Catalog, to query");
    let lake = existing(stack, "AthenaDataBucket", "mydata", "The bucket that the database's tables are in");
    let results = stack.add("QueryResults", s3::Bucket::new().block_public_access());

    // The query comes with the input, so that what it may touch has to be said.
    let start = || {
        AthenaStartQueryExecution::new(path("$.queryString"))
            .database(&database)
            .reads([AthenaData::database(&database).at((lake.reference(), ""))])
            .output_location((&results, "folder/"))
            .encryption(AthenaEncryption::sse_s3())
            .execution_parameter("param1")
            .execution_parameter("param2")
    };
    let group = WorkGroupTarget::default();
    let id = || path("$.QueryExecutionId");

    Examples::new()
        .show("athena-start-query-execution", start().state("Start Athena Query"))
        .show(
            "athena-start-query-execution-2",
            start()
                .reuse_results(true)
                .reuse_results_of_minutes(100)
                .state("Start Athena Query, or reuse it"),
        )
        .show(
            "athena-get-query-execution",
            AthenaGetQueryExecution::new(id()).in_work_group(group.clone()).state("Get Query Execution"),
        )
        .show(
            "athena-get-query-results",
            AthenaGetQueryResults::new(id())
                .in_work_group(group.clone())
                .results_in((&results, "folder/"))
                .state("Get Query Results"),
        )
        .show(
            "athena-stop-query-execution",
            AthenaStopQueryExecution::new(id()).in_work_group(group).state("Stop Query Execution"),
        )
        .add(stack, "Athena", "Queries data in S3");
}
