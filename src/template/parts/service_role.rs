//! A role for an AWS service.

use crate::iam::{Statement, plain_trust_policy, trust_policy};
use crate::reference::{Handle, List, Property, Reference};
use crate::template::iam;
use crate::template::scope::{Part, Scope};

/// A role that an AWS service runs something under, with the permissions that it is given.
///
/// Only the service may assume it, for this account.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let role = stack.add(
///     "WorkerRole",
///     ServiceRole::new("ecs-tasks.amazonaws.com")
///         .allow(Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::orders/*").because("reads orders")),
/// );
/// # let _ = role;
/// ```
#[derive(Clone, Debug)]
pub struct ServiceRole {
    service: String,
    source: Option<Reference>,
    confined: bool,
    statements: Vec<Statement>,
    managed: Vec<Property<String>>,
}

impl ServiceRole {
    /// For this service, by its principal: `ecs-tasks.amazonaws.com`.
    pub fn new(service: impl Into<String>) -> Self {
        ServiceRole {
            service: service.into(),
            source: None,
            confined: true,
            statements: Vec::new(),
            managed: Vec::new(),
        }
    }

    /// Only on behalf of these things: an ARN, with wildcards where needed.
    pub fn on_behalf_of(mut self, arn: impl Into<Reference>) -> Self {
        self.source = Some(arn.into());
        self
    }

    /// Leaves out the condition on the account, for services that do not say on whose behalf they act, such as
    /// Lambda.
    pub fn without_source(mut self) -> Self {
        self.confined = false;
        self
    }

    /// Permits something.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Attaches a managed policy, by its ARN.
    pub fn managed_policy(mut self, arn: impl Into<Property<String>>) -> Self {
        self.managed.push(arn.into());
        self
    }
}

impl Part for ServiceRole {
    type Handles = Handle<iam::Role>;

    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
        let trust = if self.confined {
            trust_policy(&self.service, self.source)
        } else {
            plain_trust_policy(&self.service)
        };
        let mut role = iam::Role::new(trust);
        if !self.managed.is_empty() {
            role = role.managed_policy_arns(List::Items(self.managed));
        }
        scope.role(id, role, self.statements)
    }
}
