//! Glue and DataBrew.

use super::case::{Case, case};
use stepwright::prelude::*;

pub fn cases() -> Vec<Case> {
    let crawler = Handle::new("MyCrawler", glue::Crawler::new("crawler", glue::crawler::Targets::new()));
    vec![
        case(
            "glue_start_job_run.readme",
            GlueStartJobRun::new("my-glue-job")
                .argument("key", "value")
                .run_timeout(30)
                .notify_delay_after(5)
                .state("Task"),
        ),
        case(
            "glue_start_job_run.readme_workers",
            GlueStartJobRun::new("my-glue-job").worker_type("G.1X").number_of_workers(2).state("Task"),
        ),
        case(
            "glue_start_job_run.readme_execution_class",
            GlueStartJobRun::new("my-glue-job").execution_class(GlueExecutionClass::Flex).state("Task"),
        ),
        case(
            "glue_start_job_run.run_job",
            GlueStartJobRun::new("my-glue-job")
                .arguments(path("$.arguments"))
                .security_configuration("strict")
                .run_job("Run"),
        ),
        case(
            "glue_start_job_run.jsonata",
            GlueStartJobRun::new("my-glue-job")
                .argument("--day", jsonata("$states.input.day"))
                .run_job("Run"),
        ),
        case(
            "glue_start_crawler_run.readme",
            GlueStartCrawlerRun::new(&crawler)
                .state("Task1")
                .then(GlueStartCrawlerRun::new("my-crawler-job").state("Task2")),
        ),
        case(
            "glue_data_brew_start_job_run.readme",
            GlueDataBrewStartJobRun::new("databrew-job").state("Task"),
        ),
        case(
            "glue_data_brew_start_job_run.run_job",
            GlueDataBrewStartJobRun::new(path("$.job")).run_job("Run"),
        ),
        case(
            "glue_start_crawler_run.jsonata",
            GlueStartCrawlerRun::new(jsonata("$states.input.crawler")).state("Crawl"),
        ),
        case(
            "glue_data_brew_start_job_run.jsonata",
            GlueDataBrewStartJobRun::new(jsonata("$states.input.job")).run_job("Run"),
        ),
    ]
}
