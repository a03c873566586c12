//! Stacks, and what is put together in them.

use super::{Case, of_machine, of_stack, of_target, only};
use stepwright::prelude::*;

#[track_caller]
fn ping() -> StateMachine {
    StateMachine::new(Succeed::new("Pong"))
}

/// A stack with a machine and something else.
fn beside(add: impl FnOnce(&mut Stack, &Handle<Machine>)) -> String {
    let mut stack = Stack::new("shop");
    let machine = stack.add("Orders", ping());
    add(&mut stack, &machine);
    of_stack(stack)
}

pub const CASES: &[Case] = &[
    ("malformed-stack-name", || {
        let mut stack = Stack::new("my shop");
        stack.add("Orders", ping());
        of_stack(stack)
    }),
    ("no-resources", || of_stack(Stack::new("shop"))),
    ("no-resources", || super::of_flow(CallAwsService::new("s3", "getObject", [""; 0]).state("Get"))),
    ("long-description", || {
        let mut stack = Stack::new("shop").describe("x".repeat(1_025));
        stack.add("Orders", ping());
        of_stack(stack)
    }),
    ("malformed-id", || beside(|stack, _| drop(stack.add("my-topic", sns::Topic::new())))),
    ("malformed-id", || beside(|stack, _| stack.output("topic name", region()))),
    ("duplicate-id", || beside(|stack, _| drop(stack.add("Orders", sns::Topic::new())))),
    ("duplicate-id", || beside(|stack, _| drop(stack.add("OrdersRole", sns::Topic::new())))),
    ("duplicate-id", || {
        beside(|stack, _| {
            stack.output("Where", region());
            stack.output("Where", account());
        })
    }),
    ("unknown-resource", || {
        beside(|stack, _| {
            let gone = Handle::new("Ordesr", sns::Topic::new());
            stack.attributes(&gone);
        })
    }),
    ("unknown-reference", || {
        beside(|stack, _| {
            let wrong = Handle::new("Ordres", sns::Topic::new());
            stack.output("Topic", wrong.reference());
        })
    }),
    ("unknown-reference", || {
        let elsewhere = Handle::new("Told", sns::Topic::new());
        super::of_flow(SnsPublish::new(&elsewhere, "go").state("Tell"))
    }),
    ("unknown-condition", || {
        beside(|stack, machine| {
            stack.attributes(machine).when(&stepwright::reference::Condition::named("IsProd"));
        })
    }),
    ("unknown-mapping", || {
        beside(|stack, _| stack.output("Size", Reference::find_in_map("Sizes", &region(), "Large")))
    }),
    ("not-exported", || {
        let mut data = Stack::new("data");
        let queue = data.add("Queue", sqs::Queue::new());
        let shared = data.share(&queue, &["Arn"]);
        beside(|stack, _| stack.output("Name", shared.attribute("QueueName")))
    }),
    ("dependency-cycle", || {
        let mut stack = Stack::new("shop");
        let b = Handle::new("B", sqs::Queue::new());
        let a = stack.add("A", sqs::Queue::new().queue_name(sub("{}-a", [b.attribute("QueueName")])));
        stack.add("B", sqs::Queue::new().queue_name(sub("{}-b", [a.attribute("QueueName")])));
        of_stack(stack)
    }),
    ("too-many-entries", || {
        let mut stack = Stack::new("shop");
        for index in 0..501 {
            stack.add(&format!("Topic{index}"), sns::Topic::new());
        }
        of_stack(stack)
    }),
    ("template-needs-upload", || {
        beside(|stack, _| {
            stack.add("Big", Generic::new("Custom::Text").property("Text", "x".repeat(60_000)));
        })
    }),
    ("template-too-large", || {
        let mut stack = Stack::new("shop");
        for index in 0..3 {
            let text = "x".repeat(400_000);
            stack.add(&format!("Big{index}"), Generic::new("Custom::Text").property("Text", text));
        }
        of_stack(stack)
    }),
    ("definition-too-large", || {
        let text = "x".repeat(600_000);
        let first = Pass::new("First").parameters(payload!({ "text": text.clone() }));
        let machine =
            StateMachine::new(first.then(Pass::new("Second").parameters(payload!({ "text": text }))));
        // Such a template is too large as well.
        only("definition-too-large", &of_machine(machine))
    }),
    ("malformed-machine-name", || of_machine(ping().name("take order"))),
    ("too-many-permissions", || {
        let mut machine = ping();
        for index in 0..600 {
            let bucket = format!(
                "arn:aws:s3:::a-bucket-with-a-name-of-some-length-{index}/and/a/folder/in/it/that/is/long/as/well/*"
            );
            machine = machine.allow(Statement::allow([format!("s3:Action{index}")]).on(bucket).because("x"));
        }
        only("too-many-permissions", &of_machine(machine))
    }),
    ("unknown-role", || {
        beside(|stack, _| {
            let task = stack.add("Task", ecs::TaskDefinition::new());
            stack.grant(&task, Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::orders/*"));
        })
    }),
    ("not-our-role", || {
        beside(|stack, _| {
            let role = stack.add("Role", iam::Role::new(serde_json::json!({ "Version": "2012-10-17" })));
            stack.grant(&role, Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::orders/*"));
        })
    }),
    ("serverless-in-cloudformation", || {
        let mut stack = Stack::new("shop");
        stack.add("Totals", serverless::SimpleTable::new());
        of_target(stack, Target::CloudFormation)
    }),
    // Aliases.
    ("malformed-alias", || {
        beside(|stack, machine| drop(stack.add("Live", PublishedAlias::new(machine, "12"))))
    }),
    ("out-of-range", || {
        beside(|stack, machine| {
            let shift = Shift::canary(0, minutes(1));
            stack.add("Live", PublishedAlias::new(machine, "live").shift(shift));
        })
    }),
    ("too-many-routes", || {
        let text = beside(|stack, machine| {
            let version = "arn:aws:states:eu-west-1:123456789012:stateMachine:Orders:1";
            stack.add("Live", PublishedAlias::new(machine, "live").route(version, 1).route(version, 1));
        });
        only("too-many-routes", &text)
    }),
    ("shift-and-route", || {
        beside(|stack, machine| {
            let version = "arn:aws:states:eu-west-1:123456789012:stateMachine:Orders:1";
            stack.add(
                "Live",
                PublishedAlias::new(machine, "live").route(version, 1).shift(Shift::all_at_once()),
            );
        })
    }),
];
