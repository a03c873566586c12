//! The only way out of a run: what answers tasks, holds files, and gives chance.

use super::failure::Failure;
use super::program::Program;
use crate::asl::Seconds;
use serde_json::Value;

/// What a task asks for.
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::{Request, Run, returns};
///
/// let flow = LambdaInvoke::new("double").payload(payload!({ "n": path("$.n") })).state("Double");
/// let double = |request: &Request<'_>| {
///     let n = request.parameters["Payload"]["n"].as_i64().unwrap_or(0);
///     returns(json!({ "Payload": 2 * n }))
/// };
/// let run = StateMachine::new(flow).run(json!({ "n": 21 })).mock("Double", double).finish();
/// assert_eq!(run.output().unwrap()["Payload"], json!(42));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Request<'a> {
    /// The state that asks.
    pub state: &'a str,
    /// Its `Resource`.
    pub resource: &'a str,
    /// `Parameters` or `Arguments`, computed; the state's input where it has none.
    pub parameters: &'a Value,
    /// How often it was asked before because of a Retry.
    pub attempt: u32,
    /// In which iterations of Maps the state stands, from the outermost, counted from 0.
    pub iteration: &'a [usize],
    /// The token by which a callback is answered, where the task waits for one.
    pub token: Option<&'a str>,
    /// The ARN of the execution.
    pub execution: &'a str,
}

/// What becomes of a task, and when.
///
/// ```
/// use stepwright::prelude::*;
/// use stepwright::run::{fails, never, returns};
///
/// let slow = returns(serde_json::json!({ "ok": true })).after(hours(3)).heartbeats(minutes(1));
/// let refused = fails("OrderRefused").cause("no funds");
/// assert_ne!(slow, refused);
/// assert_ne!(refused, never());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub(super) outcome: Outcome,
    pub(super) after: Seconds,
    pub(super) heartbeats: Option<Seconds>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Returned(Value),
    Failed(Failure),
    Never,
    /// As the API returns it.
    Sample,
}

/// The task returns this: the whole response of the API, or what a function returns that is called by its ARN.
pub fn returns(value: Value) -> Reply {
    Reply::of(Outcome::Returned(value))
}

/// The task fails with an error of this name.
pub fn fails(error: impl Into<String>) -> Reply {
    Reply::of(Outcome::Failed(Failure::new(error)))
}

/// The task never answers, so that its timeout or heartbeat ends it.
pub fn never() -> Reply {
    Reply::of(Outcome::Never)
}

/// The task returns what its API returns, each field as a sample: texts say the name of their field, numbers are 1 or as
/// near to it as may be, lists have one element. Only what answers with an API's result has such a sample.
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::{Run, from_schema};
///
/// let machine = StateMachine::new(SnsPublish::to_phone_number("+1", "hello").state("Tell"));
/// let run = machine.run(json!({})).mock("Tell", from_schema()).finish();
/// # #[cfg(feature = "sdk")]
/// assert_eq!(run.output(), Some(&json!({ "MessageId": "MessageId", "SequenceNumber": "SequenceNumber" })));
/// ```
pub fn from_schema() -> Reply {
    Reply::of(Outcome::Sample)
}

impl Reply {
    fn of(outcome: Outcome) -> Self {
        Reply { outcome, after: Seconds(0), heartbeats: None }
    }

    /// Says why it fails. Of a task that does not fail, it changes nothing.
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        if let Outcome::Failed(failure) = &mut self.outcome {
            failure.cause = Some(cause.into());
        }
        self
    }

    /// Lets so much time pass first. By default the task answers at once.
    pub fn after(mut self, span: Seconds) -> Self {
        self.after = span;
        self
    }

    /// Gives a sign of life so often until it answers. By default there is none.
    pub fn heartbeats(mut self, every: Seconds) -> Self {
        self.heartbeats = Some(every);
        self
    }
}

impl From<Failure> for Reply {
    fn from(failure: Failure) -> Self {
        Reply::of(Outcome::Failed(failure))
    }
}

/// A file that stands for an S3 object.
///
/// ```
/// let file = stepwright::run::File { key: "one.json".into(), text: "[1]".into() };
/// assert_eq!(file.text.len(), 3);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its key.
    pub key: String,
    /// What is in it.
    pub text: String,
}

/// Everything that a run may ask of the outside. The clock is not in it: it is virtual, and starts when the run is
/// told to.
///
/// [`Mocks`](super::Mocks) is the world of a [`Runner`](super::Runner); write one of your own to run tasks for real, or
/// to keep files elsewhere.
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::{File, Program, Reply, Request, Run, World, returns};
///
/// /// Echoes what it is asked.
/// struct Echo;
///
/// impl World for Echo {
///     fn reply(&mut self, request: &Request<'_>) -> Result<Reply, String> {
///         Ok(returns(request.parameters.clone()))
///     }
///     fn file(&mut self, _bucket: &str, _key: &str) -> Option<String> {
///         None
///     }
///     fn files(&mut self, _bucket: &str, _prefix: &str) -> Vec<File> {
///         Vec::new()
///     }
///     fn write(&mut self, _bucket: &str, _file: File) {}
///     fn random(&mut self) -> u64 {
///         4
///     }
///     fn machine(&mut self, _arn: &str) -> Option<Program> {
///         None
///     }
/// }
///
/// let machine = StateMachine::new(LambdaInvoke::new("double").state("Double"));
/// let run = machine.run(json!({})).finish_in(&mut Echo);
/// assert_eq!(run.output().unwrap()["FunctionName"], json!("double"));
/// ```
pub trait World {
    /// What becomes of a task.
    ///
    /// # Errors
    ///
    /// Says why there is no answer, and what would give one. The run ends with it; no Catch sees it.
    fn reply(&mut self, request: &Request<'_>) -> Result<Reply, String>;

    /// The text of an object.
    fn file(&mut self, bucket: &str, key: &str) -> Option<String>;

    /// The objects of a bucket whose keys start so, by key.
    fn files(&mut self, bucket: &str, prefix: &str) -> Vec<File>;

    /// Keeps an object.
    fn write(&mut self, bucket: &str, file: File);

    /// The next number of a sequence of random ones.
    fn random(&mut self) -> u64;

    /// The machine of this ARN, where `startExecution` is to run it; `None` asks for a reply as any task does.
    fn machine(&mut self, arn: &str) -> Option<Program>;
}
