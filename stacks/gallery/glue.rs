//! Glue: jobs and crawlers.

use super::{Examples, existing};
use stepwright::prelude::*;

/// Adds the machine.
pub fn add(stack: &mut Stack) {
    let job = existing(stack, "GlueJob", "my-glue-job", "A Glue job, by its name");
    let crawler = existing(stack, "GlueCrawler", "my-crawler-job", "A Glue crawler, by its name");

    let start = GlueStartJobRun::new(&job)
        .argument("--key", "value")
        .run_timeout(30)
        .notify_delay_after(5)
        .run_job("Task");
    let with_workers =
        GlueStartJobRun::new(&job).worker_type("G.1X").number_of_workers(2).run_job("Task with workers");
    let flexibly = GlueStartJobRun::new(&job)
        .execution_class(GlueExecutionClass::Flex)
        .run_job("Task when there is room");
    let crawl = GlueStartCrawlerRun::new(&crawler)
        .state("Task1")
        .then(GlueStartCrawlerRun::new("my-other-crawler").state("Task2"));

    Examples::new()
        .show("glue-start-job-run", start)
        .show("glue-start-job-run-2", with_workers)
        .show("glue-start-job-run-3", flexibly)
        .show("glue-start-crawler-run", crawl)
        .add(stack, "Glue", "Runs jobs and crawlers");
}
