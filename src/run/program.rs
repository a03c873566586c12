//! A definition made ready to run: every path, expression and name looked up once.

use super::read::Reader;
use super::template::{Selection, Template};
use crate::asl::{Definition, QueryLanguage};
use crate::diagnostic::Diagnostic;
use crate::query::Path;
use std::sync::Arc;

/// A definition made ready to run, as often as one likes.
///
/// ```
/// use serde_json::json;
/// use stepwright::asl::Definition;
/// use stepwright::run::{Program, Run};
///
/// let text = r#"{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}"#;
/// let program = Program::of(&Definition::read(text)?).map_err(|mut findings| findings.remove(0))?;
/// for number in 0..3 {
///     assert_eq!(program.run(json!(number)).finish().output(), Some(&json!(number)));
/// }
/// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
/// ```
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) parts: Arc<Parts>,
}

#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The machine at the top first, then those nested in it.
    pub(super) machines: Vec<Machine>,
    /// The seconds that an execution may take.
    pub(super) timeout: Option<u32>,
}

impl Program {
    /// Makes a definition ready.
    ///
    /// # Errors
    ///
    /// Says what cannot run: a state that is named and not there, a type that does not exist, a path that cannot be
    /// read. It is no judge of definitions; what does not keep it from running passes.
    pub fn of(definition: &Definition) -> Result<Self, Vec<Diagnostic>> {
        let parts = Reader::default().program(definition)?;
        Ok(Program { parts: Arc::new(parts) })
    }
}

/// A machine: its states, by number.
#[derive(Debug, Default)]
pub(super) struct Machine {
    pub(super) start: usize,
    pub(super) states: Vec<State>,
}

/// A state, ready to run.
#[derive(Debug)]
pub(super) struct State {
    pub(super) name: Arc<str>,
    pub(super) language: QueryLanguage,
    pub(super) action: Action,
    /// Where it goes; `None` ends the machine.
    pub(super) next: Option<usize>,
    pub(super) input_path: Selection,
    pub(super) parameters: Option<Template>,
    pub(super) result_selector: Option<Template>,
    pub(super) result_path: ResultPath,
    pub(super) output_path: Selection,
    pub(super) assign: Vec<(String, Template)>,
    pub(super) output: Option<Template>,
    pub(super) retry: Vec<Retrier>,
    pub(super) catch: Vec<Catcher>,
}

/// Where a result goes.
#[derive(Debug)]
pub(super) enum ResultPath {
    /// It becomes the output.
    Whole,
    /// It is dropped; the input becomes the output.
    Discard,
    /// It goes into the input, there.
    Into(Path),
}

/// What a state does.
#[derive(Debug)]
pub(super) enum Action {
    Pass { result: Option<Template> },
    Task(Box<Task>),
    Choice { rules: Vec<Rule>, otherwise: Option<usize> },
    Wait(Wait),
    Succeed,
    Fail { error: Option<Template>, cause: Option<Template> },
    Parallel { branches: Vec<usize> },
    Map(Box<Map>),
}

impl Action {
    /// The type of the state, and the events of entering and of leaving it.
    pub(super) fn names(&self) -> [&'static str; 3] {
        match self {
            Action::Pass { .. } => ["Pass", "PassStateEntered", "PassStateExited"],
            Action::Task(_) => ["Task", "TaskStateEntered", "TaskStateExited"],
            Action::Choice { .. } => ["Choice", "ChoiceStateEntered", "ChoiceStateExited"],
            Action::Wait(_) => ["Wait", "WaitStateEntered", "WaitStateExited"],
            Action::Succeed => ["Succeed", "SucceedStateEntered", "SucceedStateExited"],
            // It ends the execution: AWS has no event of leaving it.
            Action::Fail { .. } => ["Fail", "FailStateEntered", "FailStateExited"],
            Action::Parallel { .. } => ["Parallel", "ParallelStateEntered", "ParallelStateExited"],
            Action::Map(_) => ["Map", "MapStateEntered", "MapStateExited"],
        }
    }
}

/// A call of something.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) resource: String,
    pub(super) service: Service,
    pub(super) timeout: Option<Number>,
    pub(super) heartbeat: Option<Number>,
    pub(super) credentials: Option<Template>,
}

/// What sort of resource a task calls, which decides the events of its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Function,
    Activity,
    /// `arn:aws:states:::sqs:sendMessage.waitForTaskToken`: `sqs` and `sendMessage.waitForTaskToken`.
    Integration {
        kind: Arc<str>,
        action: Arc<str>,
    },
}

/// A number of a state, by the name of the field: written down, or found by a path or an expression.
#[derive(Debug)]
pub(super) struct Number {
    pub(super) field: &'static str,
    pub(super) template: Template,
}

#[derive(Debug)]
pub(super) enum Wait {
    Seconds(Number),
    Timestamp(Number),
}

#[derive(Debug)]
pub(super) struct Rule {
    pub(super) condition: super::choice::Condition,
    pub(super) next: usize,
    pub(super) assign: Vec<(String, Template)>,
    pub(super) output: Option<Template>,
}

#[derive(Debug)]
pub(super) struct Retrier {
    pub(super) errors: Vec<String>,
    pub(super) interval: f64,
    pub(super) attempts: u32,
    pub(super) backoff: f64,
    pub(super) most: Option<f64>,
    pub(super) jitter: bool,
}

#[derive(Debug)]
pub(super) struct Catcher {
    pub(super) errors: Vec<String>,
    pub(super) next: usize,
    pub(super) result_path: ResultPath,
    pub(super) assign: Vec<(String, Template)>,
    pub(super) output: Option<Template>,
}

/// The same steps for each item.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) language: QueryLanguage,
    pub(super) machine: usize,
    /// `ItemsPath` or `Items`.
    pub(super) items: Option<Template>,
    pub(super) selector: Option<Template>,
    pub(super) concurrency: Option<Number>,
    pub(super) tolerated_count: Option<Number>,
    pub(super) tolerated_percentage: Option<Number>,
    pub(super) distributed: Option<Distributed>,
}

/// What only a distributed Map has.
#[derive(Debug)]
pub(super) struct Distributed {
    pub(super) express: bool,
    pub(super) label: String,
    pub(super) reader: Option<ItemReader>,
    pub(super) batcher: Option<Batcher>,
    pub(super) writer: Option<Writer>,
}

#[derive(Debug)]
pub(super) struct ItemReader {
    pub(super) resource: String,
    pub(super) arguments: Template,
    pub(super) format: Format,
    pub(super) most: Option<Number>,
    pub(super) pointer: Option<String>,
}

/// How a file holds its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    JsonLines,
    Csv { headers: Option<Vec<String>>, delimiter: char },
    Manifest,
}

#[derive(Debug)]
pub(super) struct Batcher {
    pub(super) input: Option<Template>,
    pub(super) most_items: Option<Number>,
    pub(super) most_bytes: Option<Number>,
}

#[derive(Debug)]
pub(super) struct Writer {
    pub(super) arguments: Option<Template>,
    /// `NONE`, `COMPACT` or `FLATTEN`.
    pub(super) transformation: String,
    pub(super) lines: bool,
}
