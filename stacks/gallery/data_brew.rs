//! Glue DataBrew: cleans data.

use super::{Examples, existing};
use stepwright::prelude::*;

/// Adds the machine.
pub fn add(stack: &mut Stack) {
    let job = existing(stack, "DataBrewJob", "databrew-job", "A DataBrew job, by its name");
    Examples::new()
        .show("glue-databrew-start-job-run", GlueDataBrewStartJobRun::new(&job).run_job("Task"))
        .add(stack, "GlueDataBrew", "Runs a job of Glue DataBrew");
}
