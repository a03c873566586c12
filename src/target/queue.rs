//! SQS queues.

use super::{Scope, key::Key, logs::KeyTarget};
use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Piece, Property, Reference, partition, sub};
use crate::template::{Parameter, sqs};

/// An SQS queue.
///
/// Made from a handle, a URL, a reference or parameter whose value is a URL, or an expression that gives one. SQS
/// takes no ARN for it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let queue = QueueTarget::from("https://sqs.eu-west-1.amazonaws.com/123456789012/orders");
/// # let _ = queue;
/// ```
#[derive(Clone, Debug)]
pub struct QueueTarget {
    url: Field<String>,
    scope: Scope,
    fifo: Option<bool>,
    key: Option<Key>,
    finding: Option<Diagnostic>,
}

impl QueueTarget {
    /// A queue by its URL and its ARN, where the one does not show the other.
    pub fn by_url_and_arn(url: impl Into<Field<String>>, arn: impl Into<Property<String>>) -> Self {
        let arn = arn.into();
        let fifo = arn.literal().map(|arn| arn.ends_with(".fifo"));
        QueueTarget { url: url.into(), scope: Scope::one(arn), fifo, key: None, finding: None }
    }

    /// What a request names it by.
    pub fn url(&self) -> &Field<String> {
        &self.url
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether it is a FIFO queue; `None` where that cannot be known.
    pub fn is_fifo(&self) -> Option<bool> {
        self.fifo
    }

    /// The key that the queue encrypts with, for a queue that is not of this stack.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.key = Some(Key::of(&key.into()));
        self
    }

    /// The only queues it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every queue of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("sqs", "*", [""; 0]))
    }

    /// What sending needs of the queue's key, where it encrypts with one.
    ///
    /// Checked against <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html>.
    pub fn key_statement(&self) -> Option<Statement> {
        let actions = ["kms:GenerateDataKey", "kms:Decrypt"];
        Some(self.key.as_ref()?.through("sqs", &actions, "encrypts the message with the queue's key"))
    }

    /// What is wrong with the name it was given.
    pub fn findings(&self) -> Vec<Diagnostic> {
        self.finding.iter().cloned().collect()
    }
}

/// Region, account and name out of a URL; `None` where it is no queue's.
fn parts(url: &str) -> Option<(&str, &str, &str)> {
    let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
    let (account, name) = path.trim_end_matches('/').split_once('/')?;
    // A FIPS endpoint begins with `sqs-fips`, and the oldest form of a URL has the region first.
    let mut labels = host.split('.');
    let region = match (labels.next()?, labels.next()?) {
        ("sqs" | "sqs-fips", region) => region,
        (region, "queue") => region,
        _ => return None,
    };
    let named = !name.is_empty() && !name.contains('/');
    (named && account.chars().all(|c| c.is_ascii_digit())).then_some((region, account, name))
}

impl From<&str> for QueueTarget {
    /// The queue's URL. The ARN for the policy follows from it.
    fn from(url: &str) -> Self {
        let target = |scope, fifo, finding| QueueTarget { url: url.into(), scope, fifo, key: None, finding };
        if let Some((region, account, name)) = parts(url) {
            let arn = sub(
                "arn:{}:sqs:{}:{}:{}",
                [Piece::from(partition()), region.into(), account.into(), name.into()],
            );
            return target(Scope::one(arn), Some(name.ends_with(".fifo")), None);
        }
        let help = "a queue is named by its URL: `https://sqs.eu-west-1.amazonaws.com/123456789012/orders`";
        let finding = |code, message| Diagnostic::error(code, message).pointer("/Parameters/QueueUrl");
        let mut fields = url.split(':').skip(3);
        match (url.starts_with("arn:"), fields.next(), fields.next(), fields.next()) {
            (true, Some(region), Some(account), Some(name)) => {
                let found =
                    finding("arn-as-queue-url", format!("`{url}` is an ARN, and `QueueUrl` is a URL"))
                        .help(format!("its URL is `https://sqs.{region}.amazonaws.com/{account}/{name}`"));
                target(Scope::one(url), Some(name.ends_with(".fifo")), Some(found))
            }
            _ => {
                let found =
                    finding("malformed-queue-url", format!("`{url}` is no URL of a queue")).help(help);
                target(Scope::one(arn("sqs", "{}", [url])), None, Some(found))
            }
        }
    }
}

impl From<Reference> for QueueTarget {
    /// A reference whose value is the queue's URL.
    fn from(url: Reference) -> Self {
        let mut finding = None;
        let scope = match &url {
            Reference::Attribute(id, name) if &**name == "QueueUrl" => {
                Scope::one(Reference::attribute(id.clone(), "Arn"))
            }
            Reference::Attribute(id, name) if &**name == "Arn" => {
                let message = format!("the attribute `Arn` of `{id}` is an ARN, and `QueueUrl` is a URL");
                let found = Diagnostic::error("arn-as-queue-url", message)
                    .pointer("/Parameters/QueueUrl")
                    .help("hand over the queue itself, or its `Ref`");
                finding = Some(found);
                Scope::one(&url)
            }
            _ => {
                let part = |index| Piece::from(Reference::select(index, &Reference::split("/", &url)));
                let host = Reference::select(2, &Reference::split("/", &url));
                let region = Reference::select(1, &Reference::split(".", &host));
                let pieces = [partition().into(), region.into(), part(3), part(4)];
                Scope::one(sub("arn:{}:sqs:{}:{}:{}", pieces))
            }
        };
        QueueTarget { url: url.into(), scope, fifo: None, key: None, finding }
    }
}

impl From<&Reference> for QueueTarget {
    fn from(url: &Reference) -> Self {
        url.clone().into()
    }
}

impl From<&Handle<Parameter>> for QueueTarget {
    /// A parameter whose value is the queue's URL.
    fn from(url: &Handle<Parameter>) -> Self {
        url.reference().into()
    }
}

impl From<Expression> for QueueTarget {
    fn from(url: Expression) -> Self {
        let (url, scope) = super::decided(url);
        QueueTarget { url, scope, fifo: None, key: None, finding: None }
    }
}

impl From<&Handle<sqs::Queue>> for QueueTarget {
    /// `Ref` of a queue is its URL.
    fn from(queue: &Handle<sqs::Queue>) -> Self {
        let resource = queue.resource();
        let fifo = match &resource.fifo_queue {
            None => Some(false),
            Some(fifo) => fifo.literal().copied(),
        };
        QueueTarget {
            url: queue.reference().into(),
            scope: Scope::one(queue.attribute("Arn")),
            fifo,
            key: resource.kms_master_key_id.as_ref().and_then(|key| Key::named(&key.to_json())),
            finding: None,
        }
    }
}
