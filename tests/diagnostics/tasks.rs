//! Requests to services.

use super::{Case, of_flow, only};
use stepwright::prelude::*;

fn orders() -> Handle<dynamodb::Table> {
    Handle::new("Table", dynamodb::Table::with_key(("OrderId", AttributeType::String), None))
}

/// A flow that refers to a table, in a stack that has it.
#[track_caller]
fn with_table(flow: impl Into<Flow>) -> String {
    let mut stack = Stack::new("shop");
    stack.add("Table", orders().resource().clone());
    stack.add("Orders", StateMachine::new(flow));
    super::of_stack(stack)
}

const WORKER: &str = "arn:aws:ecs:eu-west-1:123456789012:task-definition/worker:1";

/// A task definition whose roles are known.
fn worker() -> TaskDefinitionTarget {
    TaskDefinitionTarget::from(WORKER).with_roles([""; 0])
}

const FIFO: &str = "https://sqs.eu-west-1.amazonaws.com/123456789012/steps.fifo";

pub const CASES: &[Case] = &[
    ("unsupported-pattern", || {
        let put = DynamoPutItem::new("orders", [("OrderId", "1001")]);
        put.with_pattern("Put", IntegrationPattern::RunJob).map(of_flow).unwrap_or_else(|it| it.to_string())
    }),
    // DynamoDB.
    ("missing-key-attribute", || with_table(DynamoPutItem::new(&orders(), [("Total", 5)]).state("Put"))),
    ("missing-key-attribute", || {
        with_table(DynamoPutItem::new(&orders(), [("orderId", "1001")]).state("Put"))
    }),
    ("missing-key-attribute", || {
        with_table(DynamoPutItem::new(&orders(), [("OrdreId", "1001")]).state("Put"))
    }),
    ("not-a-key-attribute", || {
        let key = DynamoItem::new().with("OrderId", "1001").with("Total", 5);
        with_table(DynamoGetItem::new(&orders(), key).state("Get"))
    }),
    ("key-attribute-type", || with_table(DynamoPutItem::new(&orders(), [("OrderId", 1001)]).state("Put"))),
    ("malformed-number", || {
        let total = DynamoAttributeValue::number("four");
        with_table(DynamoPutItem::new("orders", [("Total", total)]).state("Put"))
    }),
    ("unknown-placeholder", || {
        let update = DynamoUpdateItem::new("orders", [("OrderId", "1001")]);
        of_flow(update.update_expression("SET #status = 1").state("Update"))
    }),
    ("unused-placeholder", || {
        let update =
            DynamoUpdateItem::new("orders", [("OrderId", "1001")]).update_expression("SET Total = 1");
        of_flow(update.expression_attribute_value(":total", 1).state("Update"))
    }),
    // SQS.
    ("arn-as-queue-url", || {
        of_flow(SqsSendMessage::new("arn:aws:sqs:eu-west-1:123456789012:steps", "go").state("Send"))
    }),
    ("arn-as-queue-url", || {
        let mut stack = Stack::new("shop");
        let queue = stack.add("Steps", sqs::Queue::new());
        let send = SqsSendMessage::new(queue.arn(), "go").state("Send");
        stack.add("Orders", StateMachine::new(send));
        super::of_stack(stack)
    }),
    ("malformed-queue-url", || of_flow(SqsSendMessage::new("steps", "go").state("Send"))),
    ("fifo-without-group", || of_flow(SqsSendMessage::new(FIFO, "go").state("Send"))),
    ("delay-on-fifo", || {
        of_flow(SqsSendMessage::new(FIFO, "go").message_group_id("a").delay_seconds(5).state("Send"))
    }),
    ("out-of-range", || {
        let url = "https://sqs.eu-west-1.amazonaws.com/123456789012/steps";
        of_flow(SqsSendMessage::new(url, "go").delay_seconds(901).state("Send"))
    }),
    // SNS.
    ("fifo-without-group", || {
        of_flow(SnsPublish::new("arn:aws:sns:eu-west-1:123456789012:t.fifo", "go").state("Tell"))
    }),
    ("malformed-message", || {
        let message = payload!({ "id": 1 });
        let topic = "arn:aws:sns:eu-west-1:123456789012:t";
        of_flow(SnsPublish::new(topic, message).message_per_protocol("sms", "short").state("Tell"))
    }),
    ("malformed-phone-number", || {
        let text = of_flow(SnsPublish::to_phone_number("0555 5550100", "go").state("Tell"));
        only("malformed-phone-number", &text)
    }),
    ("malformed-subject", || {
        of_flow(SnsPublish::new("arn:aws:sns:eu-west-1:123456789012:t", "go").subject("a\nb").state("Tell"))
    }),
    ("too-long", || {
        let subject = "a".repeat(101);
        of_flow(SnsPublish::new("arn:aws:sns:eu-west-1:123456789012:t", "go").subject(subject).state("Tell"))
    }),
    // EventBridge.
    ("too-few-items", || of_flow(EventBridgePutEvents::new([]).state("Send"))),
    ("too-many-items", || {
        let event = EventBridgePutEventsEntry::new("com.example.shop", "Shipped", payload!({}));
        of_flow(EventBridgePutEvents::new(vec![event; 11]).state("Send"))
    }),
    ("reserved-source", || {
        let event = EventBridgePutEventsEntry::new("aws.orders", "Shipped", payload!({}));
        of_flow(EventBridgePutEvents::new([event]).state("Send"))
    }),
    // Lambda.
    ("callback-of-bare-function", || {
        let call =
            LambdaInvoke::new("ask").payload_response_only().payload(payload!({ "token": task_token() }));
        of_flow(call.wait_for_task_token("Ask"))
    }),
    ("dynamic-resource", || {
        let text = of_flow(LambdaInvoke::new(path("$.function")).payload_response_only().state("Call"));
        only("dynamic-resource", &text)
    }),
    ("ignored-parameter", || {
        of_flow(LambdaInvoke::new("charge").payload_response_only().qualifier("live").state("Call"))
    }),
    // Step Functions.
    ("input-not-an-object", || {
        let start =
            StepFunctionsStartExecution::new("arn:aws:states:eu-west-1:123456789012:stateMachine:ship");
        of_flow(start.associate_with_parent().state("Start"))
    }),
    ("fixed-name", || {
        let start =
            StepFunctionsStartExecution::new("arn:aws:states:eu-west-1:123456789012:stateMachine:ship");
        of_flow(start.name("daily").state("Start"))
    }),
    ("malformed-name", || {
        let start =
            StepFunctionsStartExecution::new("arn:aws:states:eu-west-1:123456789012:stateMachine:ship");
        // A name that is written down is always the same.
        only("malformed-name", &of_flow(start.name("every day").state("Start")))
    }),
    // ECS.
    ("unknown-roles", || of_flow(EcsRunTask::new("cluster", WORKER).state("Run"))),
    ("fargate-without-subnets", || {
        of_flow(EcsRunTask::new("cluster", worker()).launch(Fargate::new()).state("Run"))
    }),
    ("reserved-parameter", || of_flow(EcsRunTask::new("cluster", worker()).started_by("me").run_job("Run"))),
    ("unknown-container", || {
        let mut stack = Stack::new("shop");
        let cluster = stack.add("Cluster", ecs::Cluster::new());
        let python = Container::new("python", Image::public("python:3.13"));
        let task = stack.add("Worker", FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).container(python));
        let run =
            EcsRunTask::new(&cluster, &task).environment("pyhton", "ORDER", path("$.order")).state("Run");
        stack.add("Orders", StateMachine::new(run));
        super::of_stack(stack)
    }),
    // Any API.
    ("unknown-service", || {
        of_flow(CallAwsService::new("logs", "getLogEvents", ["arn:aws:logs:::x"]).state("Call"))
    }),
    ("malformed-service", || {
        of_flow(CallAwsService::new("Cognito-IDP", "getUser", ["arn:aws:x"]).state("Call"))
    }),
    ("malformed-action", || {
        of_flow(CallAwsService::new("s3", "GetObject", ["arn:aws:s3:::x/*"]).state("Call"))
    }),
    ("unsupported-action", || {
        of_flow(CallAwsService::new("sts", "assumeRole", ["arn:aws:iam::1:role/x"]).state("Call"))
    }),
    ("unknown-iam-action", || {
        let get = CallAwsService::new("keyspaces", "getTable", ["arn:aws:x"]);
        of_flow(get.parameters(payload!({ "KeyspaceName": "x", "TableName": "y" })).state("Call"))
    }),
    ("unknown-action", || {
        of_flow(
            CallAwsService::new("sqs", "purgeQeue", ["arn:aws:sqs:eu-west-1:123456789012:x"]).state("Call"),
        )
    }),
    ("unknown-parameter", || {
        let get = CallAwsService::new("s3", "getObject", ["arn:aws:s3:::x/*"]);
        of_flow(get.parameters(payload!({ "Bucket": "x", "Key": "y", "Versoin": "z" })).state("Call"))
    }),
    ("parameter-not-pascal-case", || {
        let get = CallAwsService::new("s3", "getObject", ["arn:aws:s3:::x/*"]);
        of_flow(get.parameters(payload!({ "bucket": "x", "Key": "y" })).state("Call"))
    }),
];
