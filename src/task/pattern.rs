//! Integration patterns, and which of them an API supports.

use std::fmt;

/// How a state waits for what it called.
///
/// ```
/// use stepwright::task::IntegrationPattern;
///
/// assert_eq!(IntegrationPattern::RunJob.to_string(), "run a job");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntegrationPattern {
    /// Goes on as soon as the API has answered.
    RequestResponse,
    /// `.sync`: goes on when the job that was started has ended.
    RunJob,
    /// `.waitForTaskToken`: goes on when someone answers with the task token.
    WaitForTaskToken,
}

impl IntegrationPattern {
    /// All three.
    pub const ALL: [IntegrationPattern; 3] = [
        IntegrationPattern::RequestResponse,
        IntegrationPattern::RunJob,
        IntegrationPattern::WaitForTaskToken,
    ];

    /// As file names and JSON spell it: `request_response`, `run_job`, `wait_for_task_token`.
    pub fn key(self) -> &'static str {
        match self {
            IntegrationPattern::RequestResponse => "request_response",
            IntegrationPattern::RunJob => "run_job",
            IntegrationPattern::WaitForTaskToken => "wait_for_task_token",
        }
    }
}

impl fmt::Display for IntegrationPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            IntegrationPattern::RequestResponse => "request and response",
            IntegrationPattern::RunJob => "run a job",
            IntegrationPattern::WaitForTaskToken => "wait for a callback",
        })
    }
}

/// The patterns that an API supports, as a type.
///
/// ```
/// use stepwright::task::{IntegrationPattern, PatternSet, RequestOrJob};
///
/// assert_eq!(RequestOrJob::PATTERNS, [IntegrationPattern::RequestResponse, IntegrationPattern::RunJob]);
/// ```
pub trait PatternSet {
    /// The patterns, in the order of [`IntegrationPattern::ALL`].
    const PATTERNS: &'static [IntegrationPattern];
}

/// APIs whose end Step Functions can wait for.
#[diagnostic::on_unimplemented(
    message = "Step Functions cannot wait for this API as for a job",
    label = "`.sync` does not exist for it",
    note = "call it with `.state(\"Name\")`; `synth tasks NAME` shows the patterns that a task supports"
)]
pub trait SupportsJob {}

/// APIs whose receiver can be handed a task token.
#[diagnostic::on_unimplemented(
    message = "Step Functions cannot wait for a callback from this API",
    label = "`.waitForTaskToken` does not exist for it",
    note = "call it with `.state(\"Name\")`; `synth tasks NAME` shows the patterns that a task supports"
)]
pub trait SupportsCallback {}

/// Only request and response.
#[derive(Clone, Copy, Debug)]
pub enum RequestOnly {}

/// Request and response, or a job.
#[derive(Clone, Copy, Debug)]
pub enum RequestOrJob {}

/// Request and response, or a callback.
#[derive(Clone, Copy, Debug)]
pub enum RequestOrCallback {}

/// All three.
#[derive(Clone, Copy, Debug)]
pub enum AnyPattern {}

use IntegrationPattern::{RequestResponse, RunJob, WaitForTaskToken};

impl PatternSet for RequestOnly {
    const PATTERNS: &'static [IntegrationPattern] = &[RequestResponse];
}

impl PatternSet for RequestOrJob {
    const PATTERNS: &'static [IntegrationPattern] = &[RequestResponse, RunJob];
}

impl PatternSet for RequestOrCallback {
    const PATTERNS: &'static [IntegrationPattern] = &[RequestResponse, WaitForTaskToken];
}

impl PatternSet for AnyPattern {
    const PATTERNS: &'static [IntegrationPattern] = &IntegrationPattern::ALL;
}

impl SupportsJob for RequestOrJob {}
impl SupportsJob for AnyPattern {}
impl SupportsCallback for RequestOrCallback {}
impl SupportsCallback for AnyPattern {}
