//! Queues of MediaConvert.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::arn;
use crate::reference::{Handle, Property, Reference};
use crate::template::{Parameter, mediaconvert};

/// A queue of MediaConvert, on which jobs wait for their turn.
///
/// Made from a handle, an ARN or the name of a queue of this account and region, a reference or parameter whose value
/// is an ARN, or an expression that gives either. By default the account's default queue.
///
/// ```
/// use stepwright::prelude::*;
///
/// let urgent = MediaConvertQueueTarget::from("urgent");
/// # let _ = urgent;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/service-authorization/latest/reference/list_mediaconvert.html>.
#[derive(Clone, Debug)]
pub struct MediaConvertQueueTarget {
    queue: Option<Field<String>>,
    scope: Scope,
}

fn queue_arn(name: &str) -> Reference {
    arn("mediaconvert", "queues/{}", [name])
}

impl MediaConvertQueueTarget {
    /// What a request names it by; nothing for the default queue.
    pub fn queue(&self) -> Option<&Field<String>> {
        self.queue.as_ref()
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only queues it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every queue of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(queue_arn("*"))
    }
}

impl Default for MediaConvertQueueTarget {
    fn default() -> Self {
        MediaConvertQueueTarget { queue: None, scope: Scope::one(queue_arn("Default")) }
    }
}

impl From<&str> for MediaConvertQueueTarget {
    fn from(text: &str) -> Self {
        let (queue, scope) = super::named(text, queue_arn);
        MediaConvertQueueTarget { queue: Some(queue), scope }
    }
}

impl From<Reference> for MediaConvertQueueTarget {
    fn from(arn: Reference) -> Self {
        let (queue, scope) = super::referred(&arn);
        MediaConvertQueueTarget { queue: Some(queue), scope }
    }
}

impl From<&Reference> for MediaConvertQueueTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for MediaConvertQueueTarget {
    /// A parameter whose value is the queue's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for MediaConvertQueueTarget {
    fn from(queue: Expression) -> Self {
        let (queue, scope) = super::decided(queue);
        MediaConvertQueueTarget { queue: Some(queue), scope }
    }
}

impl From<&Handle<mediaconvert::Queue>> for MediaConvertQueueTarget {
    /// By its ARN; `Ref` of a queue is its name.
    fn from(queue: &Handle<mediaconvert::Queue>) -> Self {
        queue.attribute("Arn").into()
    }
}
