//! What calls functions and starts machines: schedules, events, notifications, queues, routes.
//!
//! Each is said once both ends exist, under an id of its own. For SAM it becomes an entry in the `Events` of what it
//! calls, where SAM has one that is as good; otherwise, and for CloudFormation, plain resources. A role that something
//! is called under is always one of ours, which names what it may call.

mod bucket;
mod queue;
mod route;
mod rule;
mod schedule;

pub use bucket::BucketNotification;
pub use queue::QueueConsumer;
pub use route::HttpRoute;
pub use rule::EventRule;
pub use schedule::Schedule;

use super::Stack;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::machine::{Machine, MachineType};
use crate::reference::{Handle, Property, Reference};
use crate::template::iam::Role;
use crate::template::parts::{DurableLambda, LambdaFunction, ServiceRole};
use crate::template::{Body, Part, lambda, sqs};
use serde_json::{Value, json};

/// What is called: a function, or a machine that is started.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let machine = stack.add("Orders", StateMachine::new(Succeed::new("Done")));
/// let callee = Callee::from(&machine);
/// # let _ = callee;
/// ```
#[derive(Clone, Debug)]
pub struct Callee {
    id: String,
    arn: Reference,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Function(Box<LambdaFunction>),
    Machine(MachineType),
}

impl From<&LambdaFunction> for Callee {
    /// Its alias, where it is published.
    fn from(function: &LambdaFunction) -> Self {
        Callee {
            id: function.function.id().to_owned(),
            arn: function.callable(),
            kind: Kind::Function(Box::new(function.clone())),
        }
    }
}

impl From<&DurableLambda> for Callee {
    /// Its alias.
    fn from(function: &DurableLambda) -> Self {
        Callee::from(&function.published)
    }
}

impl From<&Handle<Machine>> for Callee {
    fn from(machine: &Handle<Machine>) -> Self {
        Callee {
            id: machine.id().to_owned(),
            arn: machine.reference(),
            kind: Kind::Machine(machine.resource().kind),
        }
    }
}

impl Callee {
    /// What whoever calls it needs.
    fn statement(&self) -> Statement {
        match self.kind {
            Kind::Function(_) => Statement::allow(["lambda:InvokeFunction"])
                .on(&self.arn)
                .because(format!("calls `{}`", self.id)),
            Kind::Machine(_) => Statement::allow(["states:StartExecution"])
                .on(&self.arn)
                .because(format!("starts `{}`", self.id)),
        }
    }

    fn is_machine(&self) -> bool {
        matches!(self.kind, Kind::Machine(_))
    }

    /// Notes an event for SAM. Whether SAM will write it, with what it calls: a machine that SAM cannot write, or a
    /// thing of another stack, has no events.
    fn note(&self, stack: &mut Stack, name: &str, kind: &str, properties: Value) -> bool {
        let event = json!({ "Type": kind, "Properties": properties });
        match self.kind {
            Kind::Function(_) => {
                let entry = stack.scope.entries.get_mut(&self.id);
                let Some(serverless) = entry.and_then(|entry| entry.serverless.as_mut()) else {
                    return false;
                };
                serverless.events.insert(name.to_owned(), event);
                true
            }
            Kind::Machine(_) => match stack.machines.get_mut(&self.id) {
                Some(machine) => machine.note(name, event),
                None => false,
            },
        }
    }

    /// Lets a service call the function.
    fn permission(&self, principal: &str) -> lambda::Permission {
        lambda::Permission::new("lambda:InvokeFunction", &self.arn, principal)
    }
}

/// A role under which a service calls something.
fn caller_role(stack: &mut Stack, id: &str, role: ServiceRole, statement: Statement) -> Handle<Role> {
    role.allow(statement).add(&format!("{id}Role"), &mut stack.scope)
}

/// What reading a queue needs.
fn reads(queue: &Handle<sqs::Queue>, why: &'static str) -> Vec<Statement> {
    let actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    let key = crate::template::parts::key_of(queue);
    let read = Statement::allow(actions).on(queue.arn()).because(why);
    let decrypt = |key: Property<String>| Statement::allow(["kms:Decrypt"]).on(key).because(why);
    std::iter::once(read).chain(key.map(decrypt)).collect()
}

/// Says that a function is called from where only functions are, or the reverse.
fn refuse(stack: &mut Stack, id: &str, message: String, help: &str) {
    stack.scope.report(Diagnostic::error("wrong-callee", message).in_resource(id).help(help));
}

/// Adds a resource, for CloudFormation only where SAM has the event.
fn add<R: crate::template::Resource>(stack: &mut Stack, id: &str, resource: R, noted: bool) -> Handle<R> {
    if noted { stack.scope.plain(id, resource) } else { stack.scope.resource(id, resource) }
}

/// Whether a resource of this stack stands under an id.
fn is_here(stack: &Stack, id: &str) -> bool {
    stack.scope.entries.get(id).is_some_and(|entry| matches!(entry.body, Body::Resource { .. }))
}
