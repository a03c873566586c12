//! The TestState API: one state, tried on its own.

use super::context::Identity;
use super::engine::{Engine, Settings, nothing};
use super::failure::Failure;
use super::inspection::{ContextOf, Inspection, check_context, http};
use super::program::{Action, Program, State};
use super::runner::MOST_STATES;
use super::scope::{Data, Variables};
use super::shapes::Validation;
use super::tested::{Refusal, Tested, Verdict};
use super::time::Time;
use super::trial::{End, Trial, Tried};
use super::trial_world::Answers;
use crate::asl::Definition;
use crate::query::with_stack_for_data;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What is asked of a state.
///
/// ```
/// use serde_json::json;
/// use stepwright::run::{Level, TestState, Verdict, test_state};
///
/// let charge = json!({
///     "Type": "Task",
///     "Resource": "arn:aws:states:::lambda:invoke",
///     "Parameters": { "FunctionName": "charge", "Payload.$": "$.order" },
///     "Retry": [{ "ErrorEquals": ["Busy"], "IntervalSeconds": 3, "MaxAttempts": 4 }],
///     "Next": "Ship"
/// });
/// let asked = TestState::of(charge).input(json!({ "order": 7 })).level(Level::Debug);
///
/// let tested = test_state(&asked.clone().returns(json!({ "StatusCode": 200 })))?;
/// assert_eq!((tested.status, tested.next_state.as_deref()), (Verdict::Succeeded, Some("Ship")));
/// let made = tested.inspection.get("afterParameters");
/// assert_eq!(made, Some(&json!({ "FunctionName": "charge", "Payload": 7 })));
///
/// let tested = test_state(&asked.retries(2).fails("Busy", "try later"))?;
/// assert_eq!(tested.status, Verdict::Retriable);
/// assert_eq!(tested.inspection.backoff_seconds, Some(12.0));
/// # Ok::<(), stepwright::run::Refusal>(())
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html>.
#[derive(Clone, Debug)]
pub struct TestState {
    pub(super) definition: Value,
    pub(super) state: Option<String>,
    pub(super) input: Value,
    pub(super) level: Level,
    pub(super) reveal_secrets: bool,
    pub(super) variables: Map<String, Value>,
    pub(super) context: Option<Value>,
    pub(super) role: Option<String>,
    pub(super) mock: Option<Result<Value, Failure>>,
    pub(super) validation: Validation,
    pub(super) retries: u32,
    pub(super) error_caused_by: Option<String>,
    pub(super) failures: Option<u64>,
    pub(super) reader_data: Option<String>,
}

/// How much of a state is shown.
///
/// ```
/// use serde_json::json;
/// use stepwright::run::{Level, TestState, test_state};
///
/// let asked = TestState::of(json!({ "Type": "Succeed" }));
/// assert!(test_state(&asked)?.inspection.is_empty());
/// assert!(!test_state(&asked.level(Level::Debug))?.inspection.is_empty());
/// # Ok::<(), stepwright::run::Refusal>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// What it ends with. The default.
    #[default]
    Info,
    /// The data on its way too.
    Debug,
    /// Also the request and response of an HTTP task.
    Trace,
}

/// Tries one state, as the TestState API of AWS does. See [`TestState`].
///
/// # Errors
///
/// What AWS refuses, in its words where they are known; and a task without a mock, which AWS would call.
pub fn test_state(request: &TestState) -> Result<Tested, Refusal> {
    if request.state.as_deref() == Some("") {
        return Err(Refusal {
            error: "ParamValidationError",
            message:
                "Parameter validation failed:\nInvalid length for parameter stateName, value: 0, valid min \
                      length: 1"
                    .to_owned(),
        });
    }
    let (program, name) = prepared(request)?;
    let mut states = program.parts.machines.iter().enumerate().flat_map(|(machine, it)| {
        it.states.iter().enumerate().map(move |(index, state)| (machine, index, state))
    });
    let Some((machine, index, state)) = states.find(|(.., state)| *state.name == *name) else {
        return Err(Refusal::definition(format!("the definition has no state `{name}`")));
    };
    check(request, state)?;
    check_cause(request, &program, (machine, state))?;
    let tried = with_stack_for_data(|| tried(request, &program, (machine, index), state))?;
    if let Some(message) = tried.trial.refusal {
        return Err(Refusal::invalid(message));
    }
    if let Some(failure) = tried.failure.as_ref().filter(|failure| is_ours(failure)) {
        return Err(Refusal::invalid(failure.cause.clone().unwrap_or_default()));
    }
    Ok(told(request, state, tried))
}

/// An error that AWS does not have.
fn is_ours(failure: &Failure) -> bool {
    failure.error.as_deref().is_some_and(|error| error.starts_with("Stepwright."))
}

/// The definition made ready, and the state's name in it. A state alone becomes a machine of its own, with ends for all
/// that it goes on to.
fn prepared(request: &TestState) -> Result<(Program, String), Refusal> {
    let Value::Object(json) = &request.definition else {
        return Err(Refusal::definition("the definition is no JSON object"));
    };
    let (json, name) = if json.contains_key("States") {
        let Some(name) = &request.state else {
            return Err(Refusal::invalid("`stateName` says which state of the machine is tested"));
        };
        (json.clone(), name.clone())
    } else {
        let name = "StateName";
        let machine = |more: Map<String, Value>| {
            let mut states = Map::from_iter([(name.to_owned(), Value::Object(json.clone()))]);
            states.extend(more);
            Map::from_iter([("StartAt".to_owned(), name.into()), ("States".to_owned(), states.into())])
        };
        let alone = Definition::from_map(machine(Map::new()));
        let machine_alone = alone.machine();
        let state = machine_alone.state(name);
        let targets: Vec<&str> =
            state.iter().flat_map(|state| state.transitions()).map(|(target, _)| target).collect();
        let ends = targets.into_iter().filter(|target| *target != name);
        let ends = ends.map(|target| (target.to_owned(), json!({ "Type": "Succeed" }))).collect();
        (machine(ends), name.to_owned())
    };
    let program = Program::of(&Definition::from_map(json)).map_err(|findings| {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        Refusal::definition(lines.join("\n"))
    })?;
    Ok((program, name))
}

/// What AWS has against a request.
fn check(request: &TestState, state: &State) -> Result<(), Refusal> {
    let is_mocked = request.mock.is_some();
    if is_mocked && request.reveal_secrets {
        return Err(Refusal::invalid("TestState does not support RevealSecrets when a mock is specified."));
    }
    if !is_mocked && request.failures.is_some() {
        return Err(Refusal::invalid(
            "TestState does not support MapIterationFailureCount when a mock is not specified.",
        ));
    }
    match (&state.action, &request.mock) {
        (Action::Map(_) | Action::Parallel { .. }, None) => {
            return Err(Refusal::definition(
                "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, \
                 Pass, Succeed, Fail, Choice]",
            ));
        }
        (Action::Task(_), None) if request.role.is_none() => {
            return Err(Refusal::invalid("RoleArn must be specified when testing a Task state"));
        }
        (Action::Task(task), Some(Ok(result))) => {
            if let Some(shape) = task.result() {
                shape.check(result, request.validation).map_err(|problem| {
                    Refusal::invalid(format!("Mock result schema validation error: {problem}"))
                })?;
            }
        }
        (Action::Map(map), Some(Ok(result))) => {
            let writes = map.distributed.as_ref().is_some_and(|distributed| distributed.writer.is_some());
            if !result.is_array() && !writes && request.validation != Validation::Off {
                return Err(Refusal::invalid("Mocked result must be an array."));
            }
        }
        (Action::Parallel { .. }, Some(Ok(result))) => {
            if !result.is_array() && request.validation != Validation::Off {
                return Err(Refusal::invalid("Mocked result must be an array."));
            }
        }
        (Action::Task(_) | Action::Map(_) | Action::Parallel { .. }, _) | (_, None) => {}
        (action, Some(_)) => {
            let [kind, ..] = action.names();
            return Err(Refusal::invalid(format!(
                "State type '{kind}' is not supported when a mock is specified"
            )));
        }
    }
    request.context.as_ref().map_or(Ok(()), check_context)
}

/// Whether an error can come from the state that it is said to come from: one inside of a Map or Parallel.
fn check_cause(
    request: &TestState,
    program: &Program,
    (machine, state): (usize, &State),
) -> Result<(), Refusal> {
    let Some(inner) = &request.error_caused_by else { return Ok(()) };
    let holds = matches!(state.action, Action::Map(_) | Action::Parallel { .. });
    if !holds || !matches!(request.mock, Some(Err(_))) {
        return Err(Refusal::invalid(
            "`errorCausedByState` goes with an error that is mocked for a Map or Parallel state",
        ));
    }
    let machines = program.parts.machines.iter().enumerate().filter(|(other, _)| *other != machine);
    let mut names = machines.flat_map(|(_, machine)| &machine.states).map(|state| &*state.name);
    match names.any(|name| name == inner) {
        true => Ok(()),
        false => Err(Refusal::invalid(format!(
            "`errorCausedByState` names `{inner}`, and the state `{}` holds none of that name",
            state.name
        ))),
    }
}

/// Runs the state.
fn tried(
    request: &TestState,
    program: &Program,
    (machine, index): (usize, usize),
    state: &State,
) -> Result<Tried, Refusal> {
    // 2026-01-01T00:00:00Z
    let start = Time(1_767_225_600_000);
    let counted = matches!(state.action, Action::Task(_) | Action::Map(_) | Action::Parallel { .. });
    let context = ContextOf { input: &request.input, role: request.role.as_deref(), start, counted };
    let context = request.context.clone().unwrap_or_else(|| context.value());
    let mut world = Answers::new(request.mock.clone(), request.reader_data.clone());
    let settings = Settings { start, shuffled: false, most_states: MOST_STATES, validation: Validation::Off };
    let mut engine = Engine::new(&mut world, settings);
    engine.trial = Some(Box::new(Trial {
        context: Arc::new(context),
        parts: request.mock.clone().map(|mock| mock.map(Arc::new)),
        failures: request.failures,
        read: request.reader_data.clone(),
        retries: request.retries,
        ..Trial::default()
    }));
    let input: Data = Arc::new(request.input.clone());
    // A state may be tried for five minutes, as long as an Express execution may take.
    let identity = Identity { express: true, ..Identity::default() };
    let execution = engine.begin(identity, (program.parts.clone(), 0), input, None);
    let root = engine.executions.get(execution).map_or(0, |running| running.root);
    let unable = || Refusal::invalid(format!("the state `{}` cannot be tested", state.name));
    let mut thread = engine.stop(root).ok_or_else(unable)?;
    (thread.machine, thread.state) = (machine, index);
    let mut variables = Variables::default();
    for (name, value) in &request.variables {
        variables.set(name, Arc::new(value.clone()));
    }
    thread.variables = variables;
    engine.try_state(thread).ok_or_else(unable)
}

/// What is told of it.
fn told(request: &TestState, state: &State, tried: Tried) -> Tested {
    let mut inspection = Inspection::default();
    if request.level != Level::Info {
        inspection.note("input", &request.input);
        for (name, data) in &tried.trial.notes {
            inspection.note(name, data);
        }
        let variables = tried.variables.all();
        if !variables.is_empty() {
            let variables: Map<String, Value> =
                variables.into_iter().map(|(name, value)| (name.to_owned(), (**value).clone())).collect();
            inspection.note("variables", &variables.into());
        }
        inspection.retry_index = tried.retrier;
        inspection.catch_index = tried.catcher;
    }
    if let (Level::Trace, Action::Task(task)) = (request.level, &state.action)
        && task.resource.ends_with(":states:::http:invoke")
    {
        http(&mut inspection);
    }
    let failed = tried.failure;
    let (status, output, next_state) = match tried.end {
        End::Left { next, output } => {
            let status = if failed.is_some() { Verdict::CaughtError } else { Verdict::Succeeded };
            let output = Arc::try_unwrap(output).unwrap_or_else(|shared| (*shared).clone());
            (status, Some(output), next.map(|next| next.to_string()))
        }
        End::Failed => (Verdict::Failed, None, None),
        End::Again(seconds) => {
            if request.level != Level::Info {
                inspection.backoff_seconds = Some(seconds);
            }
            (Verdict::Retriable, None, None)
        }
    };
    Tested { status, output, failure: failed, next_state, inspection }
}

impl TestState {
    /// Asks of a state, or of a whole machine of which [`state`](Self::state) says the state. The input is an empty
    /// object.
    pub fn of(definition: impl Into<Value>) -> Self {
        TestState {
            definition: definition.into(),
            state: None,
            input: (*nothing()).clone(),
            level: Level::Info,
            reveal_secrets: false,
            variables: Map::new(),
            context: None,
            role: None,
            mock: None,
            validation: Validation::Strict,
            retries: 0,
            error_caused_by: None,
            failures: None,
            reader_data: None,
        }
    }

    /// Says which state of the machine it is, also one inside of a Map or Parallel.
    pub fn state(mut self, name: &str) -> Self {
        self.state = Some(name.to_owned());
        self
    }

    /// Gives it an input.
    pub fn input(mut self, input: Value) -> Self {
        self.input = input;
        self
    }

    /// Shows more of it.
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Sets a variable.
    pub fn variable(mut self, name: &str, value: Value) -> Self {
        self.variables.insert(name.to_owned(), value);
        self
    }

    /// Says what the context object is. By default it is one of an Express execution.
    pub fn context(mut self, context: Value) -> Self {
        self.context = Some(context);
        self
    }

    /// Says what the task, the iterations or the branches return.
    pub fn returns(mut self, result: Value) -> Self {
        self.mock = Some(Ok(result));
        self
    }

    /// Says how the task, an iteration or a branch fails.
    pub fn fails(mut self, error: &str, cause: &str) -> Self {
        self.mock = Some(Err(Failure::new(error).cause(cause)));
        self
    }

    /// Compares what it returns less strictly with what the API returns. By default it is [`Validation::Strict`].
    pub fn validation(mut self, validation: Validation) -> Self {
        self.validation = validation;
        self
    }

    /// How often the retrier that means the error has tried already.
    pub fn retries(mut self, count: u32) -> Self {
        self.retries = count;
        self
    }

    /// How many iterations of a Map failed.
    pub fn failed_iterations(mut self, count: u64) -> Self {
        self.failures = Some(count);
        self
    }

    /// Says in which state inside of the Map or Parallel the error came up.
    pub fn error_caused_by(mut self, state: &str) -> Self {
        self.error_caused_by = Some(state.to_owned());
        self
    }

    /// The text that the item reader of a Map reads.
    pub fn reader_data(mut self, text: impl Into<String>) -> Self {
        self.reader_data = Some(text.into());
        self
    }
}
