//! How a run is asked for.

use super::context::Identity;
use super::engine::{Engine, Settings};
use super::execution::Execution;
use super::mock::{Answers, Mocks};
use super::program::Program;
use super::shapes::Validation;
use super::time::Time;
use super::world::World;
use crate::asl::Definition;
use crate::diagnostic::Diagnostic;
use crate::machine::{MachineType, StateMachine};
use crate::query::with_stack_for_data;
use serde_json::Value;
use std::sync::Arc;

/// How many states a run may enter before it is taken to go on forever.
pub const MOST_STATES: u64 = 1_000_000;

/// What can be run.
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::{Run, fails, returns};
///
/// let charge = LambdaInvoke::new("charge")
///     .state("Charge")
///     .retry(Retry::on("Lambda.TooManyRequestsException").interval(secs(2)))
///     .then(Succeed::new("Done"));
/// let run = StateMachine::new(charge)
///     .run(json!({}))
///     .mock("Charge", [fails("Lambda.TooManyRequestsException"), returns(json!({ "Payload": "ok" }))])
///     .finish();
/// run.expect_path(["Charge", "Done"]);
/// assert_eq!(run.duration(), 2_000);
/// ```
pub trait Run {
    /// A run with this input, ready to be told of its world.
    fn run<'a>(&self, input: Value) -> Runner<'a>;
}

impl Run for Program {
    fn run<'a>(&self, input: Value) -> Runner<'a> {
        Runner::new(Ok(self.clone()), input)
    }
}

impl Run for Definition {
    fn run<'a>(&self, input: Value) -> Runner<'a> {
        Runner::new(Program::of(self).map_err(|findings| told(&findings)), input)
    }
}

impl Run for StateMachine {
    /// Runs it as the type that it has; references stand in it as `${Name}`.
    fn run<'a>(&self, input: Value) -> Runner<'a> {
        let express = self.kind == MachineType::Express;
        let (definition, findings) = self.clone().definition();
        let errors: Vec<Diagnostic> = findings.into_iter().filter(Diagnostic::is_error).collect();
        let runner =
            if errors.is_empty() { definition.run(input) } else { Runner::new(Err(told(&errors)), input) };
        if express { runner.express() } else { runner }
    }
}

fn told(findings: &[Diagnostic]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// A run that is being prepared.
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::{Run, Runner, Status};
///
/// let runner: Runner<'_> = StateMachine::new(Wait::seconds("Rest", hours(1))).run(json!({}));
/// assert_eq!(runner.express().name("nightly").finish().status(), Status::TimedOut);
/// ```
#[derive(Debug)]
pub struct Runner<'a> {
    program: Result<Program, String>,
    input: Value,
    mocks: Mocks<'a>,
    express: bool,
    name: String,
    machine: String,
    role: String,
    settings: Settings,
}

impl<'a> Runner<'a> {
    fn new(program: Result<Program, String>, input: Value) -> Self {
        Runner {
            program,
            input,
            mocks: Mocks::default(),
            express: false,
            name: "execution0".to_owned(),
            machine: "arn:aws:states:us-east-1:111111111111:stateMachine:machine0".to_owned(),
            role: "arn:aws:iam::111111111111:role/machine0".to_owned(),
            // 2026-01-01T00:00:00Z
            settings: Settings {
                start: Time(1_767_225_600_000),
                shuffled: false,
                most_states: MOST_STATES,
                validation: Validation::Off,
            },
        }
    }

    /// Answers a Task state, by its name: one reply for always, a list of them in the order they are asked for, or a
    /// closure.
    pub fn mock(mut self, state: &str, answers: impl Answers<'a>) -> Self {
        self.mocks.answer(state, answers);
        self
    }

    /// Takes over all answers, files and machines of other mocks, such as those of a [`MockConfig`](super::MockConfig).
    /// What is told later decides.
    pub fn mocks(mut self, mocks: Mocks<'a>) -> Self {
        self.mocks.take(mocks);
        self
    }

    /// Adds a file that stands for an S3 object: `bucket/key`.
    pub fn file(mut self, name: &str, text: impl Into<String>) -> Self {
        self.mocks.file(name, text.into());
        self
    }

    /// Adds a machine that tasks may start, by its ARN. Its own tasks are mocked here too, and a mock of the task that
    /// starts it is not asked.
    pub fn machine(mut self, arn: &str, program: &Program) -> Self {
        self.mocks.machine_at(arn, program.clone());
        self
    }

    /// Starts the virtual clock at this time. By default it is the beginning of 2026.
    pub fn start_at(mut self, time: Time) -> Self {
        self.settings.start = time;
        self
    }

    /// Chooses other random numbers, and another order in which branches and iterations take turns. By default each
    /// runs until it has to wait.
    pub fn seed(mut self, seed: u64) -> Self {
        self.mocks.seed(seed);
        self.settings.shuffled = true;
        self
    }

    /// Runs it as an Express execution: at most five minutes, with no limit to the history.
    pub fn express(mut self) -> Self {
        self.express = true;
        self
    }

    /// Names the execution. By default it is `execution0`.
    pub fn name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// Gives the machine an ARN. By default it is `machine0` in us-east-1.
    pub fn machine_arn(mut self, arn: &str) -> Self {
        arn.clone_into(&mut self.machine);
        self
    }

    /// Gives the machine's role an ARN.
    pub fn role_arn(mut self, arn: &str) -> Self {
        arn.clone_into(&mut self.role);
        self
    }

    /// How many states may be entered, in all executions together; by default [`MOST_STATES`].
    pub fn most_states(mut self, most: u64) -> Self {
        self.settings.most_states = most;
        self
    }

    /// Checks what tasks are answered with against what their API returns, as far as that is known. What does not fit
    /// ends the run with the error `Stepwright.WrongReply`, which nothing catches. By default nothing is checked.
    pub fn check_replies(mut self, validation: Validation) -> Self {
        self.settings.validation = validation;
        self
    }

    /// Runs to the end.
    pub fn finish(self) -> Execution {
        self.finish_with_files().0
    }

    /// Runs to the end, and gives the mocks back with the files that were written.
    pub fn finish_with_files(mut self) -> (Execution, Mocks<'a>) {
        let mut mocks = std::mem::take(&mut self.mocks);
        let execution = self.finish_in(&mut mocks);
        (execution, mocks)
    }

    /// Runs to the end in a world of your own; mocks and files that were told are left out.
    pub fn finish_in(self, world: &mut dyn World) -> Execution {
        let program = match self.program {
            Ok(program) => program,
            Err(cause) => return Execution::refused(cause, self.express),
        };
        let mut engine = Engine::new(world, self.settings);
        // An Express execution has a third name, which AWS makes up.
        let (kind, more) = if self.express { (":express:", ":run0") } else { (":execution:", "") };
        let execution = format!("{}:{}{more}", self.machine.replacen(":stateMachine:", kind, 1), self.name);
        let machine_name = self.machine.rsplit(':').next().unwrap_or_default().to_owned();
        let identity = Identity {
            execution,
            name: self.name,
            role: self.role,
            machine: self.machine,
            machine_name,
            express: self.express,
        };
        with_stack_for_data(move || {
            engine.begin(identity, (program.parts, 0), Arc::new(self.input), None);
            engine.run();
            Execution::gathered(engine, self.express)
        })
    }
}
