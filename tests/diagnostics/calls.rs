//! Functions, and what calls them and starts machines.

use super::{Case, of_stack};
use stepwright::prelude::*;

fn charge() -> Function {
    Function::from_folder("app", "charge.handler", "python3.13")
}

#[track_caller]
fn machine(stack: &mut Stack) -> Handle<Machine> {
    stack.add("Orders", StateMachine::new(Succeed::new("Done")))
}

/// A stack with a machine and something else.
fn beside(add: impl FnOnce(&mut Stack, &Handle<Machine>)) -> String {
    let mut stack = Stack::new("shop");
    let machine = machine(&mut stack);
    add(&mut stack, &machine);
    of_stack(stack)
}

/// A stack with a route to a machine.
fn route(route: fn(&HttpGateway, &Handle<Machine>) -> HttpRoute) -> String {
    beside(|stack, machine| {
        let api = stack.add("Api", HttpApi::new());
        stack.add("Start", route(&api, machine));
    })
}

pub const CASES: &[Case] = &[
    ("fifo-dead-letters", || {
        beside(|stack, _| {
            let queue = stack.add("Lost", sqs::Queue::new().fifo_queue(true));
            stack.add("Charge", charge().dead_letters(&queue));
        })
    }),
    ("runtime-not-durable", || {
        let old = Function::from_folder("app", "fulfil.handler", "python3.12");
        beside(|stack, _| drop(stack.add("Fulfil", DurableFunction::new(old, 60))))
    }),
    ("durable-needs-event", || {
        let mut stack = Stack::new("shop");
        let slow = stack.add("Slow", DurableFunction::new(charge(), 901));
        stack.add("Orders", StateMachine::new(LambdaInvoke::new(&slow).state("Call")));
        of_stack(stack)
    }),
    ("short-visibility", || {
        beside(|stack, _| {
            let requests = stack.add("Requests", Queue::new());
            let function = stack.add("Charge", charge().timeout(60));
            stack.add("OrderCame", QueueConsumer::new(&requests.queue, &function));
        })
    }),
    ("wrong-callee", || {
        beside(|stack, machine| {
            let documents = stack.add("Documents", Bucket::new());
            stack.add("ChunkCame", BucketNotification::new(&documents, machine));
        })
    }),
    ("silent-bucket", || {
        beside(|stack, machine| {
            let documents = stack.add("Documents", Bucket::new());
            stack.add("DocumentCame", EventRule::object_created(&documents, "", machine));
        })
    }),
    ("malformed-route", || route(|api, machine| HttpRoute::new(api, "get", "start", machine))),
    ("not-express", || route(|api, machine| HttpRoute::new(api, "GET", "/start", machine).wait())),
    ("not-for-functions", || {
        beside(|stack, _| {
            let api = stack.add("Api", HttpApi::new());
            let function = stack.add("Charge", charge());
            stack.add("Charging", HttpRoute::new(&api, "GET", "/charge", &function).input("{}"));
        })
    }),
    ("not-for-machines", || {
        beside(|stack, machine| {
            let requests = stack.add("Requests", Queue::new());
            stack.add("OrderCame", QueueConsumer::new(&requests.queue, machine).report_failures());
        })
    }),
];
