//! The engine: threads on a virtual clock, one per machine that is being run.
//!
//! A thread runs its states one after another until something has to be waited for: a time, an answer, or threads of
//! its own. Whatever is due is taken in the order of time, then in the order it was planned, so that a run always
//! comes out the same; with a seed, the threads that are due at one moment take turns as the seed has it. Nothing
//! recurses with the number of states, items or loops.

use super::context::{Context, Identity, Item};
use super::failure::{Failure, Source, TIMEOUT, Trouble};
use super::groups::Group;
use super::history::{Details, History};
use super::program::{Parts, State};
use super::scope::{Data, Variables};
use super::shapes::Validation;
use super::template::Frame;
use super::time::Time;
use super::trial::Trial;
use super::world::World;
use crate::query::Host;
use serde_json::Value;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;

/// How a run ended, or that it has not.
///
/// ```
/// assert_eq!(stepwright::run::Status::TimedOut.as_str(), "TIMED_OUT");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It has not ended.
    Running,
    /// It reached an end.
    Succeeded,
    /// An error ended it.
    Failed,
    /// It took longer than it may.
    TimedOut,
    /// The Map that it is a part of ended.
    Aborted,
}

impl Status {
    /// As AWS spells it: `TIMED_OUT`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Running => "RUNNING",
            Status::Succeeded => "SUCCEEDED",
            Status::Failed => "FAILED",
            Status::TimedOut => "TIMED_OUT",
            Status::Aborted => "ABORTED",
        }
    }
}

/// The longest that a Standard execution may take, in seconds: a year.
const STANDARD: u32 = 31_536_000;

/// The longest that an Express execution may take, in seconds.
const EXPRESS: u32 = 300;

/// An execution, of the machine that was asked for or of one that it started.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) identity: Arc<Identity>,
    pub(super) parts: Arc<Parts>,
    pub(super) express: bool,
    pub(super) input: Data,
    pub(super) started: Time,
    pub(super) stopped: Time,
    pub(super) status: Status,
    pub(super) output: Option<Data>,
    pub(super) failure: Option<Failure>,
    pub(super) history: History,
    /// States entered, and entered again by a Retry: what Standard executions are billed by.
    pub(super) transitions: u64,
    pub(super) root: usize,
    /// Who waits for it.
    pub(super) owner: Option<Owner>,
}

/// A thread that waits for another, and as which of its parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub(super) thread: usize,
    pub(super) serial: u64,
    pub(super) slot: usize,
}

/// A machine that is being run: the one of an execution, a branch, or an iteration.
#[derive(Debug)]
pub(super) struct Thread {
    pub(super) id: usize,
    pub(super) execution: usize,
    pub(super) machine: usize,
    pub(super) state: usize,
    /// Who waits for it; the root of an execution has nobody.
    pub(super) owner: Option<Owner>,
    pub(super) variables: Variables,
    /// The input of the state, as it came.
    pub(super) input: Data,
    /// What it was made to: by `InputPath`.
    pub(super) effective: Data,
    /// The number of the event that entered the state, of the one before it, and of the last one.
    pub(super) entry: u64,
    pub(super) before: u64,
    pub(super) previous: u64,
    pub(super) entered: Time,
    /// How often the state was tried again, and by which retrier.
    pub(super) retries: u32,
    pub(super) attempts: Vec<u32>,
    pub(super) token: Option<Arc<str>>,
    pub(super) item: Option<Arc<Item>>,
    pub(super) iteration: Arc<[usize]>,
    /// Which wake it waits for; others are out of date.
    pub(super) serial: u64,
    pub(super) group: Option<Box<Group>>,
    /// The execution that its task has started and waits for.
    pub(super) nested: Option<usize>,
}

/// What a thread does next.
#[derive(Debug)]
pub(super) enum Flow {
    /// It enters the state that it stands before.
    Next,
    /// It waits.
    Waits,
    /// Its machine has ended.
    Ends(Result<Data, Trouble>),
}

/// What a thread waited for.
#[derive(Debug)]
pub(super) enum Wake {
    Enter,
    /// The time of a Wait.
    Waited,
    /// A task, or its timeout.
    Answered(Result<Data, Trouble>),
    /// The time before a Retry.
    Again,
    /// A thread or execution of its own.
    Ended {
        slot: usize,
        result: Result<Data, Trouble>,
        last: u64,
    },
    /// The time that an execution may take; the thread is its root.
    Deadline(usize),
}

#[derive(Debug)]
pub(super) struct Due {
    thread: usize,
    pub(super) serial: u64,
    pub(super) wake: Wake,
}

/// A time and an order within it, and what is due then.
#[derive(Debug)]
struct Timer(Time, u64, Due);

impl PartialEq for Timer {
    fn eq(&self, other: &Self) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}

impl Eq for Timer {}

impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timer {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

/// What a run is told.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) start: Time,
    /// Makes threads that are due at one moment take turns by chance.
    pub(super) shuffled: bool,
    /// How many states may be entered, in all executions together.
    pub(super) most_states: u64,
    /// How strictly replies are compared with what the API returns.
    pub(super) validation: Validation,
}

pub(super) struct Engine<'w> {
    pub(super) world: &'w mut dyn World,
    pub(super) executions: Vec<Running>,
    pub(super) settings: Settings,
    pub(super) now: Time,
    threads: Vec<Option<Box<Thread>>>,
    free: Vec<usize>,
    ready: VecDeque<Due>,
    timers: BinaryHeap<Reverse<Timer>>,
    sequence: u64,
    pub(super) states: u64,
    /// Why the whole run ends early.
    pub(super) broken: Option<Trouble>,
    /// Where one state is tried on its own.
    pub(super) trial: Option<Box<Trial>>,
}

/// What expressions may ask the outside: chance and time.
pub(super) struct Chance<'a> {
    world: &'a mut dyn World,
    now: Time,
}

impl Host for Chance<'_> {
    fn random(&mut self) -> u64 {
        self.world.random()
    }

    fn now(&self) -> i64 {
        self.now.0
    }
}

/// What a state sees, on its own, so that the engine can be changed meanwhile.
pub(super) struct Scene {
    pub(super) parts: Arc<Parts>,
    pub(super) machine: usize,
    pub(super) index: usize,
    identity: Arc<Identity>,
    execution_input: Data,
    started: Time,
    entered: Time,
    retries: u32,
    token: Option<Arc<str>>,
    pub(super) item: Option<Arc<Item>>,
    pub(super) variables: Variables,
    pub(super) input: Data,
    /// The context object, where it was said.
    given: Option<Data>,
}

impl Scene {
    pub(super) fn state(&self) -> Option<&State> {
        self.parts.machines.get(self.machine)?.states.get(self.index)
    }

    pub(super) fn context<'a>(&'a self, state: &'a State) -> Context<'a> {
        Context {
            identity: &self.identity,
            input: &self.execution_input,
            started: self.started,
            state: &state.name,
            entered: self.entered,
            retries: self.retries,
            is_task: matches!(state.action, super::program::Action::Task(_)),
            token: self.token.as_deref(),
            item: self.item.as_deref(),
            given: self.given.as_deref(),
            made: OnceCell::new(),
        }
    }

    pub(super) fn frame<'a>(&'a self, context: &'a Context<'a>, data: &'a Data) -> Frame<'a> {
        Frame {
            data,
            input: &self.input,
            result: None,
            error_output: None,
            context,
            variables: &self.variables,
        }
    }
}

impl<'w> Engine<'w> {
    pub(super) fn new(world: &'w mut dyn World, settings: Settings) -> Self {
        Engine {
            world,
            executions: Vec::new(),
            now: settings.start,
            settings,
            threads: Vec::new(),
            free: Vec::new(),
            ready: VecDeque::new(),
            timers: BinaryHeap::new(),
            sequence: 0,
            states: 0,
            broken: None,
            trial: None,
        }
    }

    /// Begins an execution of a machine of `parts`, the number 0 or one that a distributed Map runs.
    pub(super) fn begin(
        &mut self,
        identity: Identity,
        (parts, machine): (Arc<Parts>, usize),
        input: Data,
        owner: Option<Owner>,
    ) -> usize {
        let execution = self.executions.len();
        let express = identity.express;
        let mut history = History { limited: !express, ..History::default() };
        let role: Arc<str> = identity.role.as_str().into();
        history.add("ExecutionStarted", 0, self.now, Details::Started { input: input.clone(), role });
        let longest = if express { EXPRESS } else { STANDARD };
        let limit = if machine == 0 { parts.timeout.unwrap_or(longest).min(longest) } else { longest };
        let start = parts.machines.get(machine).map_or(0, |machine| machine.start);
        self.executions.push(Running {
            identity: Arc::new(identity),
            parts,
            express,
            input: input.clone(),
            started: self.now,
            stopped: self.now,
            status: Status::Running,
            output: None,
            failure: None,
            history,
            transitions: 0,
            root: 0,
            owner,
        });
        let root = self.spawn(Thread {
            id: 0,
            execution,
            machine,
            state: start,
            owner: None,
            variables: Variables::default(),
            effective: input.clone(),
            input,
            entry: 0,
            before: 0,
            previous: 0,
            entered: self.now,
            retries: 0,
            attempts: Vec::new(),
            token: None,
            item: None,
            iteration: Arc::default(),
            serial: 0,
            group: None,
            nested: None,
        });
        if let Some(running) = self.executions.get_mut(execution) {
            running.root = root;
        }
        let due = Due { thread: root, serial: 0, wake: Wake::Deadline(execution) };
        // Whatever else ends at that moment comes first.
        let deadline = self.now.later(f64::from(limit));
        self.timers.push(Reverse(Timer(deadline, u64::MAX, due)));
        execution
    }

    /// Adds a thread, which is due now.
    pub(super) fn spawn(&mut self, mut thread: Thread) -> usize {
        let id = self.free.pop().unwrap_or_else(|| {
            self.threads.push(None);
            self.threads.len() - 1
        });
        self.sequence += 1;
        thread.id = id;
        thread.serial = self.sequence;
        self.ready.push_back(Due { thread: id, serial: thread.serial, wake: Wake::Enter });
        if let Some(place) = self.threads.get_mut(id) {
            *place = Some(Box::new(thread));
        }
        id
    }

    /// A number that no wake has yet; what waits under another one is out of date.
    pub(super) fn serial(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    /// Wakes a thread at a time.
    pub(super) fn at(&mut self, time: Time, thread: &mut Thread, wake: Wake) {
        thread.serial = self.serial();
        let due = Due { thread: thread.id, serial: thread.serial, wake };
        if time <= self.now {
            self.ready.push_back(due);
        } else {
            self.timers.push(Reverse(Timer(time, thread.serial, due)));
        }
    }

    /// Wakes a thread at a time, unless what it waits for under the same number comes first.
    pub(super) fn no_later_than(&mut self, time: Time, thread: &Thread, wake: Wake) {
        let due = Due { thread: thread.id, serial: thread.serial, wake };
        let order = self.serial();
        self.timers.push(Reverse(Timer(time, order, due)));
    }

    /// Tells whoever waits that a part of it has ended, after `last` in the history of both.
    pub(super) fn tell(&mut self, owner: Owner, result: Result<Data, Trouble>, last: u64) {
        let wake = Wake::Ended { slot: owner.slot, result, last };
        self.ready.push_back(Due { thread: owner.thread, serial: owner.serial, wake });
    }

    pub(super) fn chance(&mut self) -> Chance<'_> {
        Chance { world: self.world, now: self.now }
    }

    pub(super) fn scene(&self, thread: &Thread) -> Option<Scene> {
        let running = self.executions.get(thread.execution)?;
        Some(Scene {
            parts: running.parts.clone(),
            machine: thread.machine,
            index: thread.state,
            identity: running.identity.clone(),
            execution_input: running.input.clone(),
            started: running.started,
            entered: thread.entered,
            retries: thread.retries,
            token: thread.token.clone(),
            item: thread.item.clone(),
            variables: thread.variables.clone(),
            input: thread.input.clone(),
            given: self.trial.as_ref().map(|trial| trial.context.clone()),
        })
    }

    /// Adds an event that follows the last one of the thread.
    pub(super) fn record(&mut self, thread: &mut Thread, kind: &'static str, details: Details) -> u64 {
        thread.previous = self.record_after(thread.execution, kind, thread.previous, details);
        thread.previous
    }

    pub(super) fn record_after(
        &mut self,
        execution: usize,
        kind: &'static str,
        previous: u64,
        details: Details,
    ) -> u64 {
        let now = self.now;
        self.executions
            .get_mut(execution)
            .map_or(0, |running| running.history.add(kind, previous, now, details))
    }

    /// Runs until the first execution has ended.
    pub(super) fn run(&mut self) {
        while self.executions.first().is_some_and(|first| first.status == Status::Running) {
            let Some(due) = self.next() else {
                // Every thread waits for something that is due, up to the deadline of its execution.
                break;
            };
            self.wake(due);
            if let Some(trouble) = self.broken.take() {
                self.finish(0, Err(trouble), 0);
            }
        }
    }

    pub(super) fn next(&mut self) -> Option<Due> {
        if self.settings.shuffled && self.ready.len() > 1 {
            let index = usize::try_from(self.world.random() % self.ready.len() as u64).unwrap_or(0);
            return self.ready.remove(index);
        }
        if let Some(due) = self.ready.pop_front() {
            return Some(due);
        }
        let Reverse(Timer(time, _, due)) = self.timers.pop()?;
        self.now = self.now.max(time);
        Some(due)
    }

    fn wake(&mut self, due: Due) {
        if let Wake::Deadline(execution) = due.wake {
            if self.executions.get(execution).is_some_and(|running| running.status == Status::Running) {
                self.time_out(execution);
            }
            return;
        }
        let Some(place) = self.threads.get_mut(due.thread) else { return };
        let Some(mut thread) = place.take_if(|thread| thread.serial == due.serial) else { return };
        // A turn of its own is worth one state.
        let mut has_turn = matches!(due.wake, Wake::Enter);
        let mut step = match due.wake {
            Wake::Enter => Ok(Flow::Next),
            Wake::Waited => self.waited(&mut thread),
            Wake::Answered(answer) => self.answered(&mut thread, answer),
            Wake::Again => self.again(&mut thread),
            Wake::Ended { slot, result, last } => self.part_ended(&mut thread, slot, result, last),
            Wake::Deadline(_) => Ok(Flow::Waits),
        };
        loop {
            let full = self.executions.get(thread.execution).is_some_and(|running| running.history.full);
            if full {
                let cause = format!(
                    "The execution reached the maximum number of history events ({}).",
                    super::history::MAX_EVENTS
                );
                self.drop_parts(&mut thread);
                self.give_back(thread.id);
                self.end_execution(
                    thread.execution,
                    &Trouble::end(super::failure::RUNTIME, cause),
                    thread.previous,
                );
                return;
            }
            match step.unwrap_or_else(|trouble| self.handle(&mut thread, trouble)) {
                Flow::Next if self.settings.shuffled && !has_turn && !self.ready.is_empty() => {
                    let now = self.now;
                    self.at(now, &mut thread, Wake::Enter);
                    self.keep(thread);
                    return;
                }
                Flow::Next => {
                    has_turn = false;
                    step = self.enter(&mut thread);
                }
                Flow::Waits => {
                    self.keep(thread);
                    return;
                }
                Flow::Ends(result) => {
                    self.give_back(thread.id);
                    match thread.owner {
                        Some(owner) => self.tell(owner, result, thread.previous),
                        None => self.finish(thread.execution, result, thread.previous),
                    }
                    return;
                }
            }
        }
    }

    fn keep(&mut self, thread: Box<Thread>) {
        if let Some(place) = self.threads.get_mut(thread.id) {
            *place = Some(thread);
        }
    }

    fn give_back(&mut self, id: usize) {
        if let Some(place) = self.threads.get_mut(id) {
            *place = None;
            self.free.push(id);
        }
    }

    /// Takes a thread away, so that nothing wakes it any more.
    pub(super) fn stop(&mut self, id: usize) -> Option<Box<Thread>> {
        let thread = self.threads.get_mut(id)?.take()?;
        self.free.push(id);
        Some(thread)
    }

    /// An execution ends.
    fn finish(&mut self, execution: usize, result: Result<Data, Trouble>, last: u64) {
        match result {
            Ok(output) => {
                let details = Details::Output { output: output.clone(), called: None };
                let last = self.record_after(execution, "ExecutionSucceeded", last, details);
                self.close(execution, Status::Succeeded, last, Ok(output));
            }
            Err(trouble) => self.end_execution(execution, &trouble, last),
        }
    }

    fn end_execution(&mut self, execution: usize, trouble: &Trouble, last: u64) {
        let failure = trouble.failure.clone();
        let details = Details::Failed { failure: failure.clone(), called: None };
        let last = self.record_after(execution, "ExecutionFailed", last, details);
        self.stop_threads_of(execution);
        self.close(execution, Status::Failed, last, Err(Trouble::new(Source::Inner, failure)));
    }

    fn time_out(&mut self, execution: usize) {
        self.stop_threads_of(execution);
        let last = self.executions.get(execution).map_or(0, |running| running.history.events.len() as u64);
        let last = self.record_after(execution, "ExecutionTimedOut", last, Details::None);
        let trouble = Trouble::new(Source::Inner, Failure::new(TIMEOUT));
        self.close(execution, Status::TimedOut, last, Err(trouble));
    }

    /// Stops what an execution still runs, with the executions that it waits for.
    pub(super) fn stop_threads_of(&mut self, execution: usize) {
        let Some(root) = self.executions.get(execution).map(|running| running.root) else { return };
        let of_it = self.threads.get(root).and_then(Option::as_ref);
        if of_it.is_some_and(|thread| thread.execution == execution)
            && let Some(mut thread) = self.stop(root)
        {
            self.drop_parts(&mut thread);
        }
    }

    fn close(&mut self, execution: usize, status: Status, last: u64, result: Result<Data, Trouble>) {
        let now = self.now;
        let Some(running) = self.executions.get_mut(execution) else { return };
        running.status = status;
        running.stopped = now;
        match &result {
            Ok(output) => running.output = Some(output.clone()),
            // What took too long has no error of its own.
            Err(trouble) if status == Status::Failed => running.failure = Some(trouble.failure.clone()),
            Err(_) => {}
        }
        if let Some(owner) = running.owner {
            self.tell(owner, result, last);
        }
    }

    /// Ends the run for a reason of ours.
    pub(super) fn break_off(&mut self, error: &str, cause: String) -> Trouble {
        let trouble = Trouble::end(error, cause);
        self.broken = Some(trouble.clone());
        trouble
    }

    /// A random number from 0 up to, but without, 1.
    pub(super) fn fraction(&mut self) -> f64 {
        (self.world.random() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// An empty object.
pub(super) fn nothing() -> Data {
    Arc::new(Value::Object(serde_json::Map::new()))
}
