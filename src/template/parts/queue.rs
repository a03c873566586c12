//! Queues with safe defaults.

use crate::reference::{Handle, Property, Reference};
use crate::template::scope::{Part, Scope};
use crate::template::{kms, sqs};
use serde_json::json;

/// The longest that SQS keeps a message, in seconds: 14 days.
const LONGEST: i64 = 1_209_600;

/// An SQS queue with another one for what could not be processed. Both are encrypted, and neither talks to anyone
/// without TLS.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let orders = stack.add("Orders", Queue::new().visibility_timeout(180).max_receives(5));
/// let send = SqsSendMessage::new(&orders.queue, path("$.order"));
/// assert_eq!(orders.dead_letters.id(), "OrdersDeadLetters");
/// # let _ = send;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html>.
#[derive(Clone, Debug)]
pub struct Queue {
    queue: sqs::Queue,
    key: Option<Reference>,
    max_receives: u32,
}

/// What [`Queue`] adds.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let orders = stack.add("Orders", Queue::new());
/// stack.output("QueueUrl", orders.queue.reference());
/// ```
#[derive(Clone, Debug)]
pub struct MessageQueue {
    /// The queue.
    pub queue: Handle<sqs::Queue>,
    /// Where messages go that could not be processed.
    pub dead_letters: Handle<sqs::Queue>,
}

impl Queue {
    /// A standard queue, encrypted with a key of SQS; after 3 vain attempts a message is dead.
    pub fn new() -> Self {
        Queue { queue: sqs::Queue::new(), key: None, max_receives: 3 }
    }

    /// Keeps the order of messages, and each once. By default neither is sure.
    pub fn fifo(mut self) -> Self {
        self.queue = self.queue.fifo_queue(true);
        self
    }

    /// How long whoever receives a message has it to itself, 0 to 43,200 seconds; by default 30. A function that
    /// consumes the queue needs six times its own timeout.
    pub fn visibility_timeout(mut self, seconds: u32) -> Self {
        self.queue = self.queue.visibility_timeout(i64::from(seconds));
        self
    }

    /// How long a message is kept, 60 to 1,209,600 seconds; by default 345,600, which is 4 days.
    pub fn retention(mut self, seconds: u32) -> Self {
        self.queue = self.queue.message_retention_period(i64::from(seconds));
        self
    }

    /// After how many vain attempts a message is dead, 1 to 1,000; by default 3.
    pub fn max_receives(mut self, attempts: u32) -> Self {
        self.max_receives = attempts;
        self
    }

    /// Encrypts with a key of one's own. Whoever sends and receives then needs the key as well.
    pub fn key(mut self, key: &Handle<kms::Key>) -> Self {
        self.key = Some(key.attribute("Arn"));
        self
    }

    /// Sets any other property of `AWS::SQS::Queue`.
    pub fn with(mut self, change: impl FnOnce(sqs::Queue) -> sqs::Queue) -> Self {
        self.queue = change(self.queue);
        self
    }
}

impl Default for Queue {
    fn default() -> Self {
        Self::new()
    }
}

impl Part for Queue {
    type Handles = MessageQueue;

    fn add(self, id: &str, scope: &mut Scope) -> MessageQueue {
        let mut dead = DeadLetterQueue { queue: sqs::Queue::new(), key: self.key.clone() };
        if self.queue.fifo_queue.as_ref().and_then(Property::literal) == Some(&true) {
            dead.queue = dead.queue.fifo_queue(true);
        }
        let dead_letters = dead.add(&format!("{id}DeadLetters"), scope);
        let queue = encrypted(self.queue, self.key).dead_letters(&dead_letters, self.max_receives);
        let queue = scope.resource(id, queue);
        only_over_tls(&queue, scope);
        MessageQueue { queue, dead_letters }
    }
}

/// An SQS queue for what failed for good: encrypted, kept for 14 days, and not to be talked to without TLS.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let lost = stack.add("Lost", DeadLetterQueue::new());
/// let charge = Function::from_folder("app", "charge.handler", "python3.13").dead_letters(&lost);
/// stack.add("Charge", charge);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html>.
#[derive(Clone, Debug)]
pub struct DeadLetterQueue {
    queue: sqs::Queue,
    key: Option<Reference>,
}

impl DeadLetterQueue {
    /// A standard queue, encrypted with a key of SQS.
    pub fn new() -> Self {
        DeadLetterQueue { queue: sqs::Queue::new(), key: None }
    }

    /// How long whoever receives a message has it to itself, 0 to 43,200 seconds; by default 30.
    pub fn visibility_timeout(mut self, seconds: u32) -> Self {
        self.queue = self.queue.visibility_timeout(i64::from(seconds));
        self
    }

    /// Encrypts with a key of one's own. Whoever sends and receives then needs the key as well.
    pub fn key(mut self, key: &Handle<kms::Key>) -> Self {
        self.key = Some(key.attribute("Arn"));
        self
    }
}

impl Default for DeadLetterQueue {
    fn default() -> Self {
        Self::new()
    }
}

impl Part for DeadLetterQueue {
    type Handles = Handle<sqs::Queue>;

    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
        let queue = encrypted(self.queue.message_retention_period(LONGEST), self.key);
        let queue = scope.resource(id, queue);
        only_over_tls(&queue, scope);
        queue
    }
}

fn encrypted(queue: sqs::Queue, key: Option<Reference>) -> sqs::Queue {
    match key {
        Some(key) => queue.kms_master_key_id(key),
        None => queue.sqs_managed_sse_enabled(true),
    }
}

fn only_over_tls(queue: &Handle<sqs::Queue>, scope: &mut Scope) {
    let document = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue.arn(),
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }],
    });
    scope.resource(&format!("{}Policy", queue.id()), sqs::QueuePolicy::new(document, [queue.reference()]));
}

/// The ARN of the key that a queue encrypts with, where that is a key of one's own and can be told.
pub(crate) fn key_of(queue: &Handle<sqs::Queue>) -> Option<Property<String>> {
    match queue.resource().kms_master_key_id.as_ref()? {
        // `Ref` of a key is its id.
        Property::Reference(Reference::Ref(id)) => Some(Reference::attribute(id.clone(), "Arn").into()),
        Property::Literal(text) if !text.starts_with("arn:") => None,
        known => Some(known.clone()),
    }
}
