//! EMR Serverless: applications, and jobs on them.

use super::{Examples, existing};
use stepwright::prelude::*;

/// Adds the machine, an application, and the role that its jobs run under.
pub fn add(stack: &mut Stack, network: &Network) {
    let release = "emr-7.5.0";
    let application = stack.add("SparkApplication", emrserverless::Application::new(release, "SPARK"));
    let other = existing(
        stack,
        "EmrServerlessApplication",
        "00yv7iv71inak893",
        "An application to be deleted, by its id",
    );
    let role = stack.add(
        "SparkJobRole",
        ServiceRole::new("emr-serverless.amazonaws.com").on_behalf_of(arn(
            "emr-serverless",
            "/applications/{}",
            [application.reference()],
        )),
    );
    let job = EmrServerlessStartJobRun::new(
        &application,
        &role,
        EmrServerlessSparkSubmit::new("local:///usr/lib/spark/examples/src/main/python/pi.py")
            .spark_submit_parameters("--conf spark.executor.cores=2"),
    );

    Examples::new()
        .show(
            "emr-serverless-create-application",
            EmrServerlessCreateApplication::new(release, "SPARK")
                .name(execution_name())
                .subnets(network)
                .idle_timeout_minutes(15)
                .run_job("Create Application"),
        )
        .show(
            "emr-serverless-start-application",
            EmrServerlessStartApplication::new(&application).run_job("Start Application"),
        )
        .show("emr-serverless-start-job-run", job.run_job("Start a Job Run"))
        .show(
            "emr-serverless-cancel-job-run",
            EmrServerlessCancelJobRun::new(&application, path("$.JobRunId")).run_job("Cancel a Job Run"),
        )
        .show(
            "emr-serverless-stop-application",
            EmrServerlessStopApplication::new(&application).run_job("Stop Application"),
        )
        .show(
            "emr-serverless-delete-application",
            EmrServerlessDeleteApplication::new(&other).run_job("Delete Application"),
        )
        .add(stack, "EmrServerless", "Makes applications of EMR Serverless, and runs jobs on them");
}
