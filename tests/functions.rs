//! Functions, what calls them, and the things they work on: what becomes of them in both targets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/snapshots.rs"]
mod snapshots;

use serde_json::{Value, json};
use snapshots::snapshot;
use stepwright::prelude::*;

const BOTH: [Target; 2] = [Target::Sam, Target::CloudFormation];

/// The stack's templates for both targets, as snapshots; nothing may be wrong with it.
#[track_caller]
fn check(name: &str, stack: fn(&mut Stack)) {
    for target in BOTH {
        let made = synthesize(stack, target);
        assert_eq!(made.findings, [], "{name} for {target:?}");
        let target = if target == Target::Sam { "sam" } else { "cloudformation" };
        snapshot("functions", &format!("{name}.{target}"), &made.to_yaml());
    }
}

fn synthesize(build: fn(&mut Stack), target: Target) -> Synthesis {
    let mut stack = Stack::new("orders");
    build(&mut stack);
    stack.synthesize(target)
}

/// The findings for both targets: code, resource.
#[track_caller]
fn refused(expected: &[(&str, &str)], stack: fn(&mut Stack)) {
    for target in BOTH {
        let found = synthesize(stack, target).findings;
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|finding| (finding.code, finding.place.resource.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(found, expected, "for {target:?}");
    }
}

fn charge() -> Function {
    Function::from_folder("app", "charge.handler", "python3.13")
}

fn machine(stack: &mut Stack) -> Handle<Machine> {
    stack.add("Orders", StateMachine::new(Succeed::new("Done")))
}

#[test]
fn a_function_with_every_option() {
    check("function", |stack| {
        let key = stack.add("Key", kms::Key::new());
        let lost = stack.add("Lost", DeadLetterQueue::new().key(&key));
        let function = charge()
            .describe("charges an order")
            .environment("CURRENCY", "EUR")
            .environment("REGION", region())
            .timeout(30)
            .memory(MiB(256))
            .ephemeral_storage(MiB(1_024))
            .arm64()
            .layers(["arn:aws:lambda:eu-west-1:123456789012:layer:money:3"])
            .reserved_concurrency(5)
            .dead_letters(&lost)
            .retries(1)
            .event_age(3_600)
            .log_retention(90)
            .log_key(key.arn())
            .json_logs("INFO")
            .tracing()
            .vpc(["subnet-0a1b2c3d"], ["sg-0a1b2c3d"])
            .url()
            .publish("live")
            .allow(
                Statement::allow(["sns:Publish"])
                    .on("arn:aws:sns:eu-west-1:123456789012:paid")
                    .because("tells"),
            )
            .managed_policy("arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess")
            .with(|function| function.recursive_loop("Terminate").tags([("team", "orders")]));
        let function = stack.add("Charge", function);
        stack.output("Url", function.url.as_ref().unwrap().attribute("FunctionUrl"));
        let call = LambdaInvoke::new(&function).state("Charge");
        stack.add("Machine", StateMachine::new(call));
    });
}

#[test]
fn a_function_of_an_image() {
    check("image", |stack| {
        let uri = stack.parameter("ImageUri", Parameter::string());
        let function = Function::from_image(&uri).dockerfile_in("image").command(["app.handler"]);
        stack.add("Charge", function);
    });
}

#[test]
fn what_keeps_data_keeps_it_safely() {
    check("data", |stack| {
        let key = stack.add("Key", kms::Key::new());
        let logs = stack.add("AccessLogs", Bucket::new().disposable());
        let documents = Bucket::new()
            .name("orders-documents")
            .key(&key)
            .expire("chunks/", 7)
            .expire_former_versions(90)
            .event_bridge()
            .access_logs(&logs, "documents/");
        stack.add("Documents", documents);
        let jobs = Table::new(("Id", AttributeType::String))
            .sort("Chunk", AttributeType::Number)
            .key(&key)
            .time_to_live("expires")
            .deletion_protection();
        stack.add("Jobs", jobs);
        stack.add("Scratch", Table::new(("Id", AttributeType::String)).disposable());
        stack.add("Requests", Queue::new().visibility_timeout(60).retention(3_600).max_receives(5));
        stack.add("Ordered", Queue::new().fifo().key(&key));
        stack.add("Log", LogGroup::new("orders").retention(90).key(key.arn()));
    });
}

#[test]
fn what_calls_a_function() {
    check("calls_of_a_function", |stack| {
        let lost = stack.add("Lost", DeadLetterQueue::new());
        let requests = stack.add("Requests", Queue::new().visibility_timeout(60));
        let documents = stack.add("Documents", Bucket::new());
        let api = stack.add("Api", HttpApi::new().throttle(5, 10));
        let function = stack.add("Charge", charge().timeout(10).publish("live"));
        stack.add(
            "Nightly",
            Schedule::new("cron(0 3 * * ? *)", &function)
                .describe("every night")
                .time_zone("Europe/Berlin")
                .input(json!({ "days": 1 }))
                .retry(3, 600)
                .dead_letters(&lost)
                .disabled(),
        );
        stack.add(
            "Paid",
            EventRule::new(json!({ "source": ["shop"] }), &function).bus("shop").input(json!({ "n": 1 })),
        );
        stack.add(
            "ChunkCame",
            BucketNotification::new(&documents, &function).prefix("chunks/").suffix(".txt"),
        );
        stack.add(
            "OrderCame",
            QueueConsumer::new(&requests.queue, &function)
                .batch_size(20)
                .window(5)
                .max_concurrency(4)
                .report_failures(),
        );
        stack.add("Order", HttpRoute::new(&api, "POST", "/orders/{id}", &function));
        stack.add("Health", HttpRoute::new(&api, "ANY", "/health", &function).open_to_everyone());
        stack.output("Url", api.url());
    });
}

#[test]
fn what_starts_a_machine() {
    check("calls_of_a_machine", |stack| {
        let requests = stack.add("Requests", Queue::new());
        let documents = stack.add("Documents", Bucket::new().event_bridge());
        let key = stack.add("Key", kms::Key::new());
        let api = stack.add("Api", HttpApi::new().name("orders").log_retention(7));
        let machine = machine(stack);
        let quick = stack.add("Quick", StateMachine::new(Succeed::new("Done")).express());
        let secret = StateMachine::new(Succeed::new("Done")).encryption(Encryption::with(&key));
        let secret = stack.add("Secret", secret);
        stack.add("Daily", Schedule::new("rate(1 day)", &machine));
        // SAM cannot encrypt a machine, so this one is plain, and so is its schedule.
        stack.add("Weekly", Schedule::new("rate(7 days)", &secret));
        stack.add("DocumentCame", EventRule::object_created(&documents, "in/", &machine));
        stack.add("OrderCame", QueueConsumer::new(&requests.queue, &machine).batch_size(5).window(1));
        stack.add("Start", HttpRoute::new(&api, "GET", "/start", &machine));
        stack.add("Ask", HttpRoute::new(&api, "POST", "/ask", &quick).input("$request.body").wait());
    });
}

#[test]
fn alarms() {
    check("alarms", |stack| {
        let operators = stack.add("Operators", sns::Topic::new());
        let lost = stack.add("Lost", DeadLetterQueue::new());
        let function = stack.add("Charge", charge());
        let machine = machine(stack);
        stack.add("Failed", Alarm::executions_failed(machine.reference()).notify(&operators));
        stack.add("Slow", Alarm::executions_timed_out(machine.reference()).threshold(3).period(60));
        stack.add("Broken", Alarm::function_errors(&function).describe("charging fails"));
        stack.add("SomethingLost", Alarm::messages_in(&lost));
        stack
            .add("Throttled", Alarm::on("AWS/Lambda", "Throttles").with(|alarm| alarm.evaluation_periods(3)));
    });
}

#[test]
fn what_cannot_be_is_refused() {
    refused(&[("malformed-alias", "Charge")], |stack| {
        stack.add("Charge", charge().publish("not-this"));
    });
    refused(
        &[("fifo-dead-letters", "Charge"), ("out-of-range", "Charge"), ("out-of-range", "Charge")],
        |stack| {
            let queue = stack.add("Lost", sqs::Queue::new().fifo_queue(true));
            stack.add("Charge", charge().dead_letters(&queue).retries(3).event_age(1));
        },
    );
    refused(&[("short-visibility", "OrderCame")], |stack| {
        let requests = stack.add("Requests", Queue::new());
        let function = stack.add("Charge", charge().timeout(60));
        stack.add("OrderCame", QueueConsumer::new(&requests.queue, &function));
    });
    refused(&[("wrong-callee", "ChunkCame"), ("silent-bucket", "DocumentCame")], |stack| {
        let documents = stack.add("Documents", Bucket::new());
        let machine = machine(stack);
        stack.add("ChunkCame", BucketNotification::new(&documents, &machine));
        stack.add("DocumentCame", EventRule::object_created(&documents, "", &machine));
    });
    refused(&[("wrong-callee", "ChunkCame")], |stack| {
        let mut data = Stack::new("data");
        let documents = data.add("Documents", Bucket::new());
        let documents = data.share(&documents, &["Arn"]);
        let function = stack.add("Charge", charge());
        stack.add("ChunkCame", BucketNotification::new(&documents, &function));
    });
    refused(
        &[("malformed-route", "Start"), ("not-express", "Start"), ("not-for-functions", "Charging")],
        |stack| {
            let api = stack.add("Api", HttpApi::new());
            let machine = machine(stack);
            let function = stack.add("Charge", charge());
            stack.add("Start", HttpRoute::new(&api, "get", "start", &machine).wait());
            stack.add("Charging", HttpRoute::new(&api, "GET", "/charge", &function).input("{}"));
        },
    );
    refused(&[("not-for-machines", "OrderCame")], |stack| {
        let requests = stack.add("Requests", Queue::new());
        let machine = machine(stack);
        stack.add("OrderCame", QueueConsumer::new(&requests.queue, &machine).report_failures());
    });
}

#[test]
fn a_bucket_waits_for_what_it_calls_in_both_targets() {
    refused(&[("dependency-cycle", "Documents")], |stack| {
        let documents = stack.add("Documents", Bucket::new());
        let function = stack.add("Charge", charge().environment("BUCKET", documents.reference()));
        stack.add("ChunkCame", BucketNotification::new(&documents, &function));
    });
    for target in BOTH {
        let made = synthesize(
            |stack| {
                let documents = stack.add("Documents", Bucket::new());
                let function = stack.add("Charge", charge());
                stack.add("ChunkCame", BucketNotification::new(&documents, &function));
                let read =
                    Statement::allow(["s3:GetObject"]).on(sub("{}/*", [documents.arn()])).because("reads");
                stack.grant_apart(&function, read);
            },
            target,
        );
        assert_eq!(made.findings, []);
        assert_eq!(made.template["Resources"]["ChargeRolePolicy"]["Type"], "AWS::IAM::Policy");
    }
}

#[test]
fn a_version_is_called_after_what_it_publishes() {
    let published = |mark: &str| -> (Vec<String>, Value) {
        let mut made = synthesize(
            |stack| {
                stack.add("Charge", charge().publish("live"));
            },
            Target::CloudFormation,
        );
        made.publish(|version, function| {
            assert_eq!((version.function.as_str(), version.folder.as_deref()), ("Charge", Some("app")));
            assert_eq!(function["Properties"]["Handler"], "charge.handler");
            mark.to_owned()
        });
        let ids = made.template["Resources"].as_object().unwrap().keys().cloned().collect();
        (ids, made.template["Resources"]["ChargeAliaslive"]["Properties"]["FunctionVersion"].clone())
    };
    let (ids, version) = published("0a1b");
    assert_eq!(ids, ["ChargeLogs", "ChargeRole", "Charge", "ChargeVersion0a1b", "ChargeAliaslive"]);
    assert_eq!(version, json!({ "Fn::GetAtt": ["ChargeVersion0a1b", "Version"] }));
    assert_ne!(published("0a1c").1, version);
}
