//! SNS topics.

use super::{Scope, key::Key, logs::KeyTarget};
use crate::asl::{Expression, Field};
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Property, Reference};
use crate::template::{Parameter, sns};

/// An SNS topic.
///
/// Made from a handle, an ARN or the name of a topic of this account and region, a reference or parameter whose value
/// is an ARN, or an expression that gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let topic = TopicTarget::from("arn:aws:sns:eu-west-1:123456789012:orders");
/// # let _ = topic;
/// ```
#[derive(Clone, Debug)]
pub struct TopicTarget {
    arn: Field<String>,
    scope: Scope,
    fifo: Option<bool>,
    key: Option<Key>,
}

impl TopicTarget {
    /// What a request names it by: its ARN.
    pub fn arn(&self) -> &Field<String> {
        &self.arn
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether it is a FIFO topic; `None` where that cannot be known.
    pub fn is_fifo(&self) -> Option<bool> {
        self.fifo
    }

    /// The key that the topic encrypts with, for a topic that is not of this stack.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.key = Some(Key::of(&key.into()));
        self
    }

    /// The only topics it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every topic of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("sns", "*", [""; 0]))
    }

    /// What publishing needs of the topic's key, where it encrypts with one.
    ///
    /// Checked against <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>.
    pub fn key_statement(&self) -> Option<Statement> {
        let actions = ["kms:GenerateDataKey", "kms:Decrypt"];
        Some(self.key.as_ref()?.through("sns", &actions, "encrypts the message with the topic's key"))
    }
}

impl From<&str> for TopicTarget {
    fn from(text: &str) -> Self {
        let fifo = Some(text.ends_with(".fifo"));
        if text.starts_with("arn:") {
            return TopicTarget { arn: text.into(), scope: Scope::one(text), fifo, key: None };
        }
        let topic = arn("sns", "{}", [text]);
        TopicTarget { arn: (&topic).into(), scope: Scope::one(topic), fifo, key: None }
    }
}

impl From<Reference> for TopicTarget {
    fn from(arn: Reference) -> Self {
        let (arn, scope) = super::referred(&arn);
        TopicTarget { arn, scope, fifo: None, key: None }
    }
}

impl From<&Reference> for TopicTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for TopicTarget {
    /// A parameter whose value is the topic's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for TopicTarget {
    fn from(arn: Expression) -> Self {
        let (arn, scope) = super::decided(arn);
        TopicTarget { arn, scope, fifo: None, key: None }
    }
}

impl From<&Handle<sns::Topic>> for TopicTarget {
    /// `Ref` of a topic is its ARN.
    fn from(topic: &Handle<sns::Topic>) -> Self {
        let resource = topic.resource();
        let fifo = match &resource.fifo_topic {
            None => Some(false),
            Some(fifo) => fifo.literal().copied(),
        };
        TopicTarget {
            arn: topic.reference().into(),
            scope: Scope::one(topic.reference()),
            fifo,
            key: resource.kms_master_key_id.as_ref().and_then(|key| Key::named(&key.to_json())),
        }
    }
}
