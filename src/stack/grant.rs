//! Who can be permitted something.

use super::Stack;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::machine::Machine;
use crate::reference::{Handle, Property, Reference};
use crate::template::parts::{DurableLambda, FargateTask, LambdaFunction};
use crate::template::{ecs, iam, lambda, serverless};

/// What acts under a role of the stack: a role itself, a task, a function, a machine.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let role = stack.add("WorkerRole", ServiceRole::new("ecs-tasks.amazonaws.com"));
/// stack.grant(&role, Statement::allow(["s3:ListBucket"]).on("arn:aws:s3:::orders").because("lists orders"));
/// ```
pub trait Grantee {
    /// The logical id of the role, or of the machine that has one of its own making.
    fn role_id(&self) -> Option<String>;
}

impl Grantee for Handle<iam::Role> {
    fn role_id(&self) -> Option<String> {
        Some(self.id().to_owned())
    }
}

impl Grantee for FargateTask {
    fn role_id(&self) -> Option<String> {
        Some(self.task_role.id().to_owned())
    }
}

impl Grantee for LambdaFunction {
    fn role_id(&self) -> Option<String> {
        Some(self.role.id().to_owned())
    }
}

impl Grantee for DurableLambda {
    fn role_id(&self) -> Option<String> {
        Some(self.role.id().to_owned())
    }
}

impl Grantee for Handle<Machine> {
    fn role_id(&self) -> Option<String> {
        Some(self.id().to_owned())
    }
}

impl Grantee for Handle<ecs::TaskDefinition> {
    fn role_id(&self) -> Option<String> {
        owner(self.resource().task_role_arn.as_ref())
    }
}

impl Grantee for Handle<lambda::Function> {
    fn role_id(&self) -> Option<String> {
        owner(self.resource().role.as_ref())
    }
}

impl Grantee for Handle<serverless::Function> {
    fn role_id(&self) -> Option<String> {
        let role = serde_json::to_value(self.resource().role.as_ref()?).ok()?;
        let attribute = role.get("Fn::GetAtt")?.as_array()?;
        Some(attribute.first()?.as_str()?.to_owned())
    }
}

/// The role behind an ARN that is an attribute of it.
fn owner(role: Option<&Property<String>>) -> Option<String> {
    match role? {
        Property::Reference(Reference::Attribute(id, attribute)) if &**attribute == "Arn" => {
            Some(id.to_string())
        }
        _ => None,
    }
}

/// Adds a statement to whoever it is for.
pub(super) fn to(stack: &mut Stack, grantee: &impl Grantee, statement: Statement, apart: bool) {
    let Some(id) = grantee.role_id() else {
        stack.scope.report(
            Diagnostic::error("unknown-role", "the role to permit this to is none of this stack's")
                .help("give it a `ServiceRole` of this stack, or permit it where its role is made"),
        );
        return;
    };
    // A role's own statements are looked at when it is written.
    if stack.machines.contains_key(&id)
        && let Some(finding) = statement.problem()
    {
        stack.scope.report(finding.in_resource(&id));
    }
    match stack.machines.get_mut(&id) {
        Some(machine) if apart => machine.apart.push(statement),
        Some(machine) => machine.granted.push(statement),
        None => {
            let role = Handle::new(id, iam::Role::new(serde_json::Value::Null));
            stack.scope.grant(&role, statement, apart);
        }
    }
}
