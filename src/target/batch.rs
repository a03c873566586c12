//! AWS Batch: job queues and job definitions.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::arn;
use crate::reference::{Handle, Piece, Property, Reference};
use crate::template::{Parameter, batch};

/// A job queue of AWS Batch.
///
/// Made from a handle, an ARN or the name of a queue of this account and region, a reference or parameter whose value
/// is an ARN, or an expression that gives a name or an ARN.
///
/// ```
/// use stepwright::prelude::*;
///
/// let queue = JobQueueTarget::from("nightly");
/// # let _ = queue;
/// ```
#[derive(Clone, Debug)]
pub struct JobQueueTarget {
    name: Field<String>,
    scope: Scope,
    fair_share: Option<bool>,
}

impl JobQueueTarget {
    /// What a request names it by.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether it shares its capacity out by a scheduling policy; `None` where that cannot be known.
    pub fn has_shares(&self) -> Option<bool> {
        self.fair_share
    }

    /// The only queues it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every queue of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("batch", "job-queue/*", [""; 0]))
    }
}

impl From<&str> for JobQueueTarget {
    fn from(text: &str) -> Self {
        let (name, scope) = super::named(text, |name| arn("batch", "job-queue/{}", [name]));
        JobQueueTarget { name, scope, fair_share: None }
    }
}

impl From<Reference> for JobQueueTarget {
    fn from(arn: Reference) -> Self {
        let (name, scope) = super::referred(&arn);
        JobQueueTarget { name, scope, fair_share: None }
    }
}

impl From<&Reference> for JobQueueTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for JobQueueTarget {
    /// A parameter whose value is the queue's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for JobQueueTarget {
    fn from(expression: Expression) -> Self {
        let (name, scope) = super::decided(expression);
        JobQueueTarget { name, scope, fair_share: None }
    }
}

impl From<&Handle<batch::JobQueue>> for JobQueueTarget {
    fn from(queue: &Handle<batch::JobQueue>) -> Self {
        let (name, scope) = super::referred(&queue.job_queue_arn());
        JobQueueTarget { name, scope, fair_share: Some(queue.resource().scheduling_policy_arn.is_some()) }
    }
}

/// A job definition of AWS Batch: a certain revision, or whichever is the latest.
///
/// Made from a handle, an ARN or a name, either with or without a revision, a reference or parameter whose value is the
/// ARN of a revision, or an expression.
///
/// ```
/// use stepwright::prelude::*;
///
/// let latest = JobDefinitionTarget::from("resize");
/// let third = JobDefinitionTarget::from("resize:3");
/// # let _ = (latest, third);
/// ```
#[derive(Clone, Debug)]
pub struct JobDefinitionTarget {
    name: Field<String>,
    revision: Scope,
    family: Scope,
}

impl JobDefinitionTarget {
    /// What a request names it by.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// What a policy names it by: every revision, so that executions that began before a deployment can still submit
    /// their jobs.
    pub fn family(&self) -> &Scope {
        &self.family
    }

    /// What a policy names the revision by that is called.
    pub fn revision(&self) -> &Scope {
        &self.revision
    }

    /// The only definitions it may be, by their ARNs, with wildcards where needed, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.family = Scope::Known(arns.into_iter().map(Into::into).collect());
        self.revision = self.family.clone();
        self
    }
}

/// Every revision of the definition whose revision this is: what stands before the last colon of its ARN.
fn every_revision(arn: &Reference) -> Scope {
    let family = Reference::select(5, &Reference::split(":", arn));
    Scope::one(crate::iam::arn("batch", "{}:*", [family]))
}

impl From<&str> for JobDefinitionTarget {
    fn from(text: &str) -> Self {
        let (path, rest) = match text.rsplit_once("job-definition/") {
            Some((path, rest)) => (Some(path), rest),
            None => (None, text),
        };
        let (name, revision) = match rest.split_once(':') {
            Some((name, revision)) => (name, Some(revision)),
            None => (rest, None),
        };
        let one = |ending: &str| -> Property<String> {
            match path {
                Some(path) => format!("{path}job-definition/{name}{ending}").into(),
                None => arn("batch", "job-definition/{}{}", [name, ending]).into(),
            }
        };
        let (revision, family) = match revision {
            Some(revision) => (vec![one(&format!(":{revision}"))], vec![one(":*")]),
            // Which revision is the latest is found out by the call, which is asked for by the bare name.
            None => (vec![one(""), one(":*")], vec![one(""), one(":*")]),
        };
        JobDefinitionTarget {
            name: text.into(),
            revision: Scope::Known(revision),
            family: Scope::Known(family),
        }
    }
}

impl From<Reference> for JobDefinitionTarget {
    fn from(arn: Reference) -> Self {
        let (name, revision) = super::referred(&arn);
        JobDefinitionTarget { name, revision, family: every_revision(&arn) }
    }
}

impl From<&Reference> for JobDefinitionTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for JobDefinitionTarget {
    /// A parameter whose value is the ARN of a revision.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for JobDefinitionTarget {
    fn from(expression: Expression) -> Self {
        let (name, scope) = super::decided(expression);
        JobDefinitionTarget { name, revision: scope.clone(), family: scope }
    }
}

impl From<&Handle<batch::JobDefinition>> for JobDefinitionTarget {
    /// The revision that is deployed together with the workflow; `Ref` is its ARN.
    fn from(definition: &Handle<batch::JobDefinition>) -> Self {
        let (name, revision) = super::referred(&definition.reference());
        let family = match &definition.resource().job_definition_name {
            Some(name) => Scope::one(arn("batch", "job-definition/{}:*", [Piece::from(name)])),
            None => every_revision(&definition.reference()),
        };
        JobDefinitionTarget { name, revision, family }
    }
}
