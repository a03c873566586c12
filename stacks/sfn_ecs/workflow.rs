//! The two machines, wherever their tasks run.

use stepwright::prelude::*;

/// What the machines need of the stack that they are added to.
pub struct Site<'a> {
    /// Runs the tasks.
    pub cluster: &'a Handle<ecs::Cluster>,
    /// The task of `SyncStateMachine`, with a container `sync-worker`.
    pub sync_worker: &'a FargateTask,
    /// The task of `CallbackStateMachine`, with a container `callback-worker`.
    pub callback_worker: &'a FargateTask,
    /// How tasks are launched: subnets, security groups, address.
    pub launch: Fargate,
    /// Where the machines log.
    pub logs: &'a Handle<logs::LogGroup>,
}

/// Adds both machines, lets the callback worker answer its own, and says in outputs what was made.
pub fn machines(stack: &mut Stack, site: Site) {
    let Site { cluster, sync_worker, callback_worker, launch, logs } = site;
    let request = |worker: &FargateTask, container: &str| {
        EcsRunTask::new(cluster, worker)
            .launch(launch.clone())
            .environment(container, "MESSAGE", path("$.message"))
            // The input has a number, and ECS takes text.
            .environment(container, "PROCESSING_TIME", intrinsic::format("{}", [path("$.processingTime")]))
    };
    // ECS answers, but cannot place the task: no capacity, no address left.
    let placement = || Retry::on("AmazonECS.Unknown").interval(secs(10)).max_attempts(3).jitter(Jitter::Full);

    let process = request(sync_worker, "sync-worker")
        .run_job("Process in ECS")
        .timeout(hours(1))
        .result_selector(payload!({ "taskArn": path("$.TaskArn"), "container": path("$.Containers[0]") }))
        .result_path("$.job")
        .retry(placement())
        .retry(Retry::on(Errors::TASK_FAILED).interval(secs(5)).max_attempts(1))
        .catch(
            Catch::all().result_path("$.error"),
            Fail::new("Processing failed").error("ProcessingFailed").cause(path("$.error.Cause")),
        );
    // A container that ends badly fails the job already, unless someone makes it not essential.
    let judge = Choice::new("Ended well?")
        .when(path("$.job.container.ExitCode").equals(0), go_on())
        .otherwise(Fail::new("Ended badly").error("ProcessingFailed").cause(intrinsic::format(
            "the container ended with exit code {}",
            [path("$.job.container.ExitCode")],
        )))
        .then(Pass::new("Summarize").parameters(payload!({
            "status": "success",
            "pattern": "sync",
            "exitCode": path("$.job.container.ExitCode"),
            "taskArn": path("$.job.taskArn"),
        })));
    let sync = stack.add(
        "SyncStateMachine",
        StateMachine::new(defaults(payload!({ "processingTime": 5 })).then(process).then(judge))
            .comment("Runs a task on ECS and waits until it has stopped")
            .logging(Logging::all(logs))
            .tracing(),
    );

    // The clock of the heartbeat starts before the task does, and Fargate takes a minute or two to start it.
    let ask = request(callback_worker, "callback-worker")
        .environment("callback-worker", "TASK_TOKEN", task_token())
        .wait_for_task_token("Ask the worker")
        .timeout(hours(1))
        .heartbeat(path("$.heartbeatSeconds"))
        .retry(placement())
        .catch(
            Catch::on_any([Errors::HEARTBEAT_TIMEOUT, Errors::TIMEOUT]).result_path("$.error"),
            Fail::new("Timed out").error("CallbackTimedOut").cause("the worker did not answer in time"),
        )
        .catch(
            Catch::all().result_path("$.error"),
            Fail::new("Worker failed").error(path("$.error.Error")).cause(path("$.error.Cause")),
        );
    let callback = stack.add(
        "CallbackStateMachine",
        StateMachine::new(
            defaults(payload!({ "processingTime": 5, "heartbeatSeconds": 300 }))
                .then(ask)
                .then(Succeed::new("Answered")),
        )
        .comment("Runs a task on ECS and waits for it to answer with the task token")
        .logging(Logging::all(logs))
        .tracing(),
    );
    stack.grant_task_response(&callback, callback_worker);

    stack.output("SyncStateMachineArn", Output::new(sync.reference()).describe("Waits for the job"));
    stack.output(
        "CallbackStateMachineArn",
        Output::new(callback.reference()).describe("Waits for a callback"),
    );
    stack.output("ECSClusterName", Output::new(cluster.reference()).describe("Runs the tasks"));
    stack.output("TaskDefinitionArn", Output::new(sync_worker.definition.reference()));
    stack.output("CallbackTaskDefinitionArn", Output::new(callback_worker.definition.reference()));
    stack.output(
        "LogGroupName",
        Output::new(sync_worker.logs.reference()).describe("Output of the sync worker"),
    );
    stack.output("CallbackLogGroupName", Output::new(callback_worker.logs.reference()));
}

/// The execution's input, with defaults for what it leaves out.
fn defaults(values: Payload) -> Flow {
    Pass::new("Defaults").parameters(payload!({ "defaults": values })).then(
        Pass::new("Input over defaults")
            .parameters(payload!({
                "input": intrinsic::json_merge(path("$.defaults"), execution_input())
            }))
            .output_path("$.input"),
    )
}
