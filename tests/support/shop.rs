//! Stacks to run the command line on. Findings name lines of this file, so that it holds nothing that changes often.

use stepwright::cli::NamedStack;
use stepwright::prelude::*;

/// Two machines, a worker on Fargate, and code beside the template.
fn orders() -> Stack {
    let mut stack = Stack::new("orders-test").describe("Takes orders, charges and packs them");
    stack = stack.folder("stacks/orders");
    stack.code("app");
    let network = stack.add("Network", PublicNetwork::new("10.0.0.0/16"));
    let cluster = stack.add("Cluster", ecs::Cluster::new());
    let python = Container::new("python", Image::public("public.ecr.aws/docker/library/python:3.13-slim"));
    let worker = stack.add("Worker", FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).container(python));
    let charge = LambdaInvoke::new("arn:aws:lambda:eu-west-1:123456789012:function:charge").state("Charge");
    let pack = EcsRunTask::new(&cluster, &worker)
        .launch(Fargate::new().subnets(&network).assign_public_ip(true))
        .environment("python", "ORDER", path("$.order"))
        .run_job("Pack")
        .timeout(minutes(30));
    let told = stack.add("Told", logs::LogGroup::new());
    let machine = StateMachine::new(charge.then(pack)).logging(Logging::all(&told)).tracing();
    stack.add("TakeOrder", machine);
    stack.add("Ping", StateMachine::new(Succeed::new("Pong")));
    stack
}

/// One machine, under a role of one's own.
fn returns() -> Stack {
    let mut stack = Stack::new("returns");
    let topic = stack.add("Returned", sns::Topic::new());
    let tell = SnsPublish::new(&topic, path("$.text")).state("Tell the shop");
    stack.add("TakeBack", StateMachine::new(tell).role("arn:aws:iam::123456789012:role/mine"));
    stack
}

/// Mistakes of every severity, and one that is known.
fn mistakes() -> Stack {
    let mut stack = Stack::new("mistakes").acknowledge("fixed-name", "one execution a day");
    let table = stack.add("Orders", dynamodb::Table::with_key(("Id", AttributeType::String), None));
    let keep = DynamoPutItem::new(&table, [("Ident", DynamoAttributeValue::string(path("$.id")))])
        .state("Keep")
        .timeout(secs(0));
    let call = LambdaInvoke::new(path("$.function")).state("Call");
    let ship = Choice::new("Ship?").when(path("$.ok").equals(true), go_to("Dnoe")).otherwise(call);
    let done = Succeed::new("Done");
    stack.add("TakeOrder", StateMachine::new(keep.then(ship).then(done)));
    let again = StepFunctionsStartExecution::new("arn:aws:states:eu-west-1:123456789012:stateMachine:Daily");
    stack.add("Daily-Run", StateMachine::new(again.name("daily").state("Again")));
    stack
}

fn panicking() -> Stack {
    panic!("no more stacks")
}

/// What the command line is given.
pub const STACKS: &[NamedStack] =
    &[("orders", orders), ("returns", returns), ("mistakes", mistakes), ("panicking", panicking)];
