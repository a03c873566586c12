//! What a run tells when it is over.

use super::engine::{Engine, Running, Status};
use super::failure::Failure;
use super::history::Event;
use super::scope::Data;
use super::time::Time;
use serde_json::Value;
use std::fmt;

/// An execution that has ended: how, why, and by which way.
///
/// It displays as a table of its history, for the message of a test that fails.
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::{Run, Status};
///
/// let flow = Pass::new("Check").then(Wait::seconds("Rest", days(30))).then(Succeed::new("Done"));
/// let run = StateMachine::new(flow).run(json!({ "id": 7 })).finish();
/// assert_eq!(run.status(), Status::Succeeded);
/// assert_eq!(run.output(), Some(&json!({ "id": 7 })));
/// assert_eq!(run.duration(), 30 * 86_400_000);
/// run.expect_path(["Check", "Rest", "Done"]);
/// ```
#[derive(Clone, Debug)]
pub struct Execution {
    arn: String,
    status: Status,
    output: Option<Data>,
    failure: Option<Failure>,
    events: Vec<Event>,
    started: Time,
    stopped: Time,
    transitions: u64,
    express: bool,
    children: Vec<Execution>,
}

impl Execution {
    fn of(running: Running) -> Self {
        Execution {
            arn: running.identity.execution.clone(),
            status: running.status,
            output: running.output,
            failure: running.failure,
            events: running.history.events,
            started: running.started,
            stopped: running.stopped,
            transitions: running.transitions,
            express: running.express,
            children: Vec::new(),
        }
    }

    /// The first execution of an engine, the others inside.
    pub(super) fn gathered(engine: Engine<'_>, express: bool) -> Self {
        let mut executions = engine.executions.into_iter().map(Execution::of);
        let mut first = executions.next().unwrap_or_else(|| Execution::refused(String::new(), express));
        first.children = executions.collect();
        first
    }

    /// One that could not begin.
    pub(super) fn refused(cause: String, express: bool) -> Self {
        Execution {
            arn: String::new(),
            status: Status::Failed,
            output: None,
            failure: Some(Failure::new("Stepwright.InvalidDefinition").cause(cause)),
            events: Vec::new(),
            started: Time::default(),
            stopped: Time::default(),
            transitions: 0,
            express,
            children: Vec::new(),
        }
    }

    /// Its ARN.
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// How it ended.
    pub fn status(&self) -> Status {
        self.status
    }

    /// What it returned, where it succeeded.
    pub fn output(&self) -> Option<&Value> {
        self.output.as_deref()
    }

    /// What went wrong, where it failed. One that timed out has no error of its own.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// The name of the error. Those that start with `Stepwright.` are not AWS's: `Stepwright.NoAnswer` for a task
    /// without a mock, `Stepwright.InvalidDefinition` for a machine that cannot run, `Stepwright.TooManyStates` for one
    /// that goes on and on.
    pub fn error(&self) -> Option<&str> {
        self.failure.as_ref()?.error.as_deref()
    }

    /// What the error says.
    pub fn cause(&self) -> Option<&str> {
        self.failure.as_ref()?.cause.as_deref()
    }

    /// What happened, event by event.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What happened, as GetExecutionHistory writes it.
    pub fn history(&self) -> Vec<Value> {
        self.events.iter().map(Event::to_json).collect()
    }

    /// The states that were entered, in order; those of branches and iterations among them.
    pub fn path(&self) -> Vec<&str> {
        self.events
            .iter()
            .filter(|event| event.kind().ends_with("StateEntered"))
            .filter_map(Event::state)
            .collect()
    }

    /// For tests: compares the path with the states that it should take.
    ///
    /// # Panics
    ///
    /// Shows the path and the history where the path is another one.
    #[track_caller]
    pub fn expect_path<const N: usize>(&self, states: [&str; N]) {
        let path = self.path();
        assert!(path == states, "the path is {path:?}, not {states:?}\n{self}");
    }

    /// When it began, on the virtual clock.
    pub fn started(&self) -> Time {
        self.started
    }

    /// When it ended, on the virtual clock.
    pub fn stopped(&self) -> Time {
        self.stopped
    }

    /// How long it took on the virtual clock, in milliseconds.
    pub fn duration(&self) -> i64 {
        self.stopped.since(self.started)
    }

    /// The states that it entered, retries counted: what Standard executions are billed by. Those of
    /// [`children`](Self::children) are not in it.
    pub fn transitions(&self) -> u64 {
        self.transitions
    }

    /// The executions that it started, in order, with those that these started: by distributed Maps, and by tasks that
    /// start machines the world has.
    pub fn children(&self) -> &[Execution] {
        &self.children
    }

    /// What it costs in us-east-1, in US dollars, its children included, free tiers and what its tasks cost left out:
    /// 0.025 for 1,000 transitions of a Standard execution. An Express execution costs 0.000001 for the request, and
    /// 0.00001667 for a second and gigabyte, by 100 milliseconds begun. Its memory is taken to be one chunk of 64 MB, the
    /// least that is billed.
    ///
    /// Checked against <https://aws.amazon.com/step-functions/pricing/>.
    pub fn cost(&self) -> f64 {
        let own = if self.express {
            let tenths = (self.duration() + 99) / 100;
            0.000_001 + tenths as f64 / 10.0 * (64.0 / 1_024.0) * 0.000_016_67
        } else {
            self.transitions as f64 * 0.000_025
        };
        own + self.children.iter().map(Execution::cost).sum::<f64>()
    }
}

impl fmt::Display for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for event in &self.events {
            let after = event.time().since(self.started) as f64 / 1_000.0;
            write!(f, "{:>5}  {after:>10.3} s  {:<26}", event.id(), event.kind())?;
            if let Some(state) = event.state() {
                write!(f, "  {state}")?;
            }
            if let Some(failure) = event.failure() {
                write!(f, "  {failure}")?;
            } else if let Some(data) = event.data() {
                write!(f, "  {}", shortened(&data.to_string()))?;
            }
            writeln!(f)?;
        }
        f.write_str(self.status.as_str())?;
        if let Some(failure) = &self.failure {
            write!(f, ": {failure}")?;
        }
        Ok(())
    }
}

/// As much of a text as a line of a table takes.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
