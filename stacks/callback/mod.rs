//! Lambda with a callback: a document is split into chunks, and the last of them answers the waiting state machine.
//!
//! `SplitDoc` writes the chunks, each of which calls `ProcessChunk` by its creation; `WaitForCompletion` hands a task
//! token to `AwaitChunks` and waits. A table knows which chunks are done. Whatever Lambda gives up goes to `Lost`, and
//! `AnswerLost` answers for it.

use stepwright::prelude::*;
use stepwright::reference::Piece;

/// How long a function may run, in seconds; the lease in `app/jobs.py` is as long.
const LIMIT: u32 = 30;

/// The stack.
pub fn callback() -> Stack {
    let mut stack = Stack::new("callback-python")
        .describe("Step Functions and Lambda, in Python: wait until the chunks of a document are processed");

    acknowledge(&mut stack);
    let documents = stack.add("Documents", Bucket::new().expire("chunks/", 7));
    let jobs = stack.add("Jobs", Table::new(("job", AttributeType::String)).time_to_live("expires"));
    let lost = stack.add("Lost", DeadLetterQueue::new().visibility_timeout(6 * LIMIT));

    let function = |handler: &str, text: &str| {
        Function::from_folder("app", format!("{handler}.handler"), "python3.13")
            .describe(text)
            .environment("TABLE", jobs.reference())
            .timeout(LIMIT)
            .memory(MiB(256))
            .json_logs("INFO")
            .tracing()
    };
    let split_doc = stack.add(
        "SplitDoc",
        function("split_doc", "Splits a document into chunks").environment("BUCKET", documents.reference()),
    );
    let await_chunks =
        stack.add("AwaitChunks", function("await_chunks", "Notes the task token of an execution that waits"));
    let process_chunk = stack.add(
        "ProcessChunk",
        function("process_chunk", "Processes a chunk; the last one answers").dead_letters(&lost),
    );
    let answer_lost =
        stack.add("AnswerLost", function("answer_lost", "Answers for chunks that could not be processed"));
    stack.add("ChunkCreated", BucketNotification::new(&documents, &process_chunk).prefix("chunks/"));
    stack.add("ChunkLost", QueueConsumer::new(&lost, &answer_lost).batch_size(10).report_failures());

    let unexpected =
        || Fail::new("UnexpectedFailure").error(path("$.error.Error")).cause(path("$.error.Cause"));
    let split = LambdaInvoke::new(&split_doc)
        .payload(payload!({
            "job": execution_name(),
            "document": path("$.document"),
            "linesPerChunk": path("$.linesPerChunk"),
        }))
        .state("SplitDoc")
        .result_selector(payload!({ "chunks": path("$.Payload.chunks") }))
        .result_path("$.split")
        .catch(Catch::all().result_path("$.error"), unexpected());
    let wait = LambdaInvoke::new(&await_chunks)
        .payload(payload!({ "job": execution_name(), "token": task_token() }))
        .wait_for_task_token("WaitForCompletion")
        .timeout(path("$.timeoutSeconds"))
        .heartbeat(path("$.heartbeatSeconds"))
        .result_path("$.summary")
        .catch(
            Catch::on("ProcessingFailed").result_path("$.error"),
            Fail::new("ProcessingFailed").error("ProcessingFailed").cause(path("$.error.Cause")),
        )
        // `States.TaskFailed` is anything but a timeout.
        .catch(
            Catch::on_any([Errors::TASK_FAILED, Errors::TIMEOUT, Errors::HEARTBEAT_TIMEOUT])
                .result_path("$.error"),
            go_to("UnexpectedFailure"),
        );
    let defaults = payload!({
        "document": "documents/sample.txt",
        "linesPerChunk": 100,
        "timeoutSeconds": 3600,
        "heartbeatSeconds": 600,
    });
    let flow = Pass::new("Defaults")
        .parameters(payload!({ "defaults": defaults }))
        .then(
            Pass::new("Input over defaults")
                .parameters(
                    payload!({ "input": intrinsic::json_merge(path("$.defaults"), execution_input()) }),
                )
                .output_path("$.input"),
        )
        .then(split)
        .then(wait)
        .then(Pass::new("ContinueProcess").parameters(payload!({
            "document": path("$.document"),
            "summary": path("$.summary"),
        })));
    let machine_logs = stack.add("StateMachineLogs", LogGroup::of_machines());
    let machine = stack.add(
        "StateMachine",
        StateMachine::new(flow)
            .comment("Splits a document, and waits until the last of its chunks answers")
            .timeout(days(1))
            .logging(Logging::all(&machine_logs))
            .tracing(),
    );

    let api = stack.add("Api", HttpApi::new());
    stack.add("Start", HttpRoute::new(&api, "GET", "/start", &machine));
    stack.add("StartWith", HttpRoute::new(&api, "POST", "/start", &machine).input("$request.body"));

    stack.add(
        "ExecutionsFail",
        Alarm::executions_failed(machine.reference()).describe("Documents could not be processed"),
    );
    stack.add(
        "AnsweringFails",
        Alarm::function_errors(&answer_lost).describe("Chunks are lost and their executions wait in vain"),
    );

    permit(
        &mut stack,
        &machine,
        &documents,
        &jobs,
        &Functions { split_doc, await_chunks, process_chunk, answer_lost },
    );

    stack.output(
        "StartUrl",
        Output::new(sub("{}/start", [api.url()])).describe("Starts the machine, by GET or POST"),
    );
    stack.output("StateMachineArn", Output::new(machine.reference()));
    stack.output("BucketName", Output::new(documents.reference()).describe("Documents go under documents/"));
    stack.output("TableName", Output::new(jobs.reference()).describe("How far each document is"));
    stack
        .output("LostQueueUrl", Output::new(lost.reference()).describe("Chunks that could not be processed"));
    stack
}

/// What checkov asks for and this stack does without.
fn acknowledge(stack: &mut Stack) {
    let by_aws = "encrypted with a key of AWS's; a key of one's own costs as much as all the rest, and guards no more here";
    stack.skip_check("AWS::DynamoDB::Table", "CKV_AWS_119", by_aws);
    stack.skip_check("AWS::Logs::LogGroup", "CKV_AWS_158", by_aws);
    stack.skip_check(
        "AWS::SQS::Queue",
        "CKV_AWS_27",
        "SQS encrypts it with a key of its own: SqsManagedSseEnabled",
    );
    stack.skip_check(
        "AWS::S3::Bucket",
        "CKV_AWS_18",
        "read and written by two functions only; data events of CloudTrail tell who else tries",
    );
    let functions = [
        (
            "CKV_AWS_115",
            "takes its share of the account's concurrency: what is throttled is tried again for six hours",
        ),
        (
            "CKV_AWS_116",
            "the one that is called asynchronously has dead letters; the others answer to their callers",
        ),
        ("CKV_AWS_117", "calls APIs of AWS only, over TLS; nothing in a VPC"),
        ("CKV_AWS_173", "its environment holds names, and no secrets"),
    ];
    for (check, reason) in functions {
        stack.skip_check("AWS::Lambda::Function", check, reason);
    }
}

/// The functions, by what they do.
struct Functions {
    split_doc: LambdaFunction,
    await_chunks: LambdaFunction,
    process_chunk: LambdaFunction,
    answer_lost: LambdaFunction,
}

/// What each function may do, on this bucket, this table and this machine.
fn permit(
    stack: &mut Stack,
    machine: &Handle<Machine>,
    documents: &Handle<s3::Bucket>,
    jobs: &Handle<dynamodb::Table>,
    functions: &Functions,
) {
    let Functions { split_doc, await_chunks, process_chunk, answer_lost } = functions;
    let objects = |prefix: &str| sub("{}/{}/*", [Piece::from(documents.arn()), prefix.into()]);
    let on_jobs = |actions: &[&'static str], why: &'static str| {
        Statement::allow(actions.iter().copied()).on(jobs.arn()).because(why)
    };
    let settle =
        || on_jobs(&["dynamodb:GetItem", "dynamodb:UpdateItem"], "notes what is done, and looks who is last");

    let read = Statement::allow(["s3:GetObject", "s3:GetObjectVersion"]).on(objects("documents"));
    stack
        .grant(split_doc, read.because("reads the document, and the same version again when it is repeated"));
    let write = Statement::allow(["s3:PutObject"]).on(objects("chunks"));
    stack.grant(split_doc, write.because("writes the chunks"));
    stack.grant(split_doc, on_jobs(&["dynamodb:GetItem", "dynamodb:PutItem"], "notes the job, once"));

    // The bucket calls this function, and so waits for it.
    let read = Statement::allow(["s3:GetObject"]).on(objects("chunks")).because("reads the chunks");
    stack.grant_apart(process_chunk, read);
    for function in [await_chunks, process_chunk, answer_lost] {
        stack.grant(function, settle());
        // The machine waits for two of them.
        let answer = Statement::allow(["states:SendTaskSuccess", "states:SendTaskFailure"]);
        stack.grant_apart(function, answer.on(machine.reference()).because("answers the execution"));
    }
    let beat = Statement::allow(["states:SendTaskHeartbeat"]).on(machine.reference());
    stack.grant_apart(process_chunk, beat.because("tells the execution that it goes on"));
}
