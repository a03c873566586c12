//! Parallel and Map: threads of a thread, and executions of a distributed Map.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html> and
//! <https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html>.

use super::context::{Identity, Item};
use super::engine::{Engine, Flow, Owner, Scene, Status, Thread};
use super::failure::{Failure, Source, Trouble};
use super::history::Details;
use super::items::Piece;
use super::numbers::Wanted;
use super::program::{Action, Map, State};
use super::results::MapRun;
use super::scope::Data;
use super::states::Exit;
use super::template::{Frame, Template};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many iterations of an inline Map run at once.
const INLINE: usize = 40;

/// How many executions of a distributed Map run at once.
const DISTRIBUTED: usize = 10_000;

/// What a thread waits for when it is in a Parallel or a Map.
#[derive(Debug)]
pub(super) struct Group {
    /// Under which number the parts tell that they have ended.
    serial: u64,
    kind: Kind,
    /// The items of a Map.
    pieces: Vec<Piece>,
    /// How many parts there are to be, and how many were started.
    total: usize,
    begun: usize,
    concurrency: usize,
    /// Threads that run, by their place; executions in a distributed Map.
    active: BTreeMap<usize, usize>,
    results: Vec<Option<Data>>,
    /// The event that the next part follows.
    last: u64,
}

#[derive(Debug)]
pub(super) enum Kind {
    Parallel,
    Inline,
    Distributed(Box<MapRun>),
}

impl Engine<'_> {
    /// Starts the branches of a Parallel.
    pub(super) fn fork(
        &mut self,
        thread: &mut Thread,
        branches: &[usize],
        input: &Data,
    ) -> Result<Flow, Trouble> {
        let started = self.record(thread, "ParallelStateStarted", Details::None);
        let serial = self.serial();
        thread.serial = serial;
        let mut active = BTreeMap::new();
        for (slot, machine) in branches.iter().enumerate() {
            let owner = Owner { thread: thread.id, serial, slot };
            let item = thread.item.clone();
            let child = self.part(thread, owner, *machine, input.clone(), started, item, None);
            active.insert(slot, child);
        }
        thread.group = Some(Box::new(Group {
            serial,
            kind: Kind::Parallel,
            pieces: Vec::new(),
            total: branches.len(),
            begun: branches.len(),
            concurrency: branches.len(),
            active,
            results: vec![None; branches.len()],
            last: started,
        }));
        if branches.is_empty() { self.all_ended(thread) } else { Ok(Flow::Waits) }
    }

    /// A thread inside another one.
    #[expect(clippy::too_many_arguments, reason = "each says another thing of the thread")]
    fn part(
        &mut self,
        thread: &Thread,
        owner: Owner,
        machine: usize,
        input: Data,
        previous: u64,
        item: Option<Arc<Item>>,
        index: Option<usize>,
    ) -> usize {
        let execution = self.executions.get(thread.execution);
        let parts = execution.map(|running| running.parts.clone());
        let start = parts.and_then(|parts| parts.machines.get(machine).map(|machine| machine.start));
        let iteration = match index {
            Some(index) => thread.iteration.iter().copied().chain([index]).collect(),
            None => thread.iteration.clone(),
        };
        let now = self.now;
        self.spawn(Thread {
            id: 0,
            execution: thread.execution,
            machine,
            state: start.unwrap_or(0),
            owner: Some(owner),
            variables: thread.variables.inner(),
            effective: input.clone(),
            input,
            entry: 0,
            before: previous,
            previous,
            entered: now,
            retries: 0,
            attempts: Vec::new(),
            token: None,
            item,
            iteration,
            serial: 0,
            group: None,
            nested: None,
        })
    }

    /// Starts a Map: finds the items, and begins as many iterations as may run at once.
    pub(super) fn spread(
        &mut self,
        thread: &mut Thread,
        scene: &Scene,
        state: &State,
        map: &Map,
        frame: &Frame<'_>,
    ) -> Result<Flow, Trouble> {
        let most = if map.distributed.is_some() { DISTRIBUTED } else { INLINE };
        let concurrency = match &map.concurrency {
            None => most,
            Some(number) => match number.not_negative(Wanted::Integer, frame, &mut self.chance())? as usize {
                0 => most,
                wanted => wanted.min(most),
            },
        };
        let tolerated_count = match &map.tolerated_count {
            Some(number) => Some(number.not_negative(Wanted::Integer, frame, &mut self.chance())?),
            None => None,
        };
        let tolerated_percentage = match &map.tolerated_percentage {
            Some(number) => {
                let percentage = number.of(Wanted::Float, frame, &mut self.chance())?;
                if !(0.0..=100.0).contains(&percentage) {
                    let cause = format!("{} must be between 0 and 100.", number.field);
                    return Err(number.out_of_range(cause));
                }
                Some(percentage)
            }
            None => None,
        };
        let reader = map.distributed.as_ref().and_then(|distributed| distributed.reader.as_ref());
        let (pieces, length) = match reader {
            Some(reader) if self.trial.is_some() => (self.tried_items(reader, frame)?, 0),
            None => {
                let pieces = self.items(map, frame)?;
                let length = pieces.len();
                (pieces, length)
            }
            Some(reader) => (self.read_items(reader, frame)?, 0),
        };
        if self.trial.is_some() {
            let tolerated = (tolerated_count, tolerated_percentage);
            return self.tried_map(thread, scene, (state, map), frame, pieces, tolerated);
        }
        let mut last = self.record(thread, "MapStateStarted", Details::Length(length));
        let serial = self.serial();
        thread.serial = serial;
        let (kind, pieces) = match &map.distributed {
            None => (Kind::Inline, pieces),
            Some(distributed) => {
                let run = self.map_run(thread, state, distributed, tolerated_count, tolerated_percentage);
                last = self.record(thread, "MapRunStarted", Details::MapRun(run.arn.clone()));
                let pieces = self.selected_and_batched(scene, state, map, distributed, frame.data, pieces)?;
                (Kind::Distributed(Box::new(run)), pieces)
            }
        };
        let total = pieces.len();
        thread.group = Some(Box::new(Group {
            serial,
            kind,
            pieces,
            total,
            begun: 0,
            concurrency,
            active: BTreeMap::new(),
            results: vec![None; total],
            last,
        }));
        if total == 0 {
            return self.all_ended(thread);
        }
        self.begin_parts(thread, scene, state, map)
    }

    /// Begins iterations while more may run.
    fn begin_parts(
        &mut self,
        thread: &mut Thread,
        scene: &Scene,
        state: &State,
        map: &Map,
    ) -> Result<Flow, Trouble> {
        let Some(mut group) = thread.group.take() else { return Ok(Flow::Waits) };
        while group.begun < group.total && group.active.len() < group.concurrency {
            let slot = group.begun;
            group.begun += 1;
            let Some(piece) = group.pieces.get_mut(slot).map(std::mem::take) else { break };
            let owner = Owner { thread: thread.id, serial: group.serial, slot };
            let part = match &mut group.kind {
                Kind::Distributed(run) => {
                    run.input(slot, piece.input.clone());
                    let (identity, parts) = self.child(thread, run, slot);
                    self.begin(identity, (parts, map.machine), piece.input, Some(owner))
                }
                _ => {
                    let item = Arc::new(piece.item(slot));
                    let input = match self.select(scene, state, map, &thread.effective.clone(), &item) {
                        Ok(input) => input,
                        Err(trouble) => {
                            thread.group = Some(group);
                            self.drop_parts(thread);
                            return Err(trouble);
                        }
                    };
                    let details = Details::Iteration { name: state.name.clone(), index: slot };
                    let started =
                        self.record_after(thread.execution, "MapIterationStarted", group.last, details);
                    self.part(thread, owner, map.machine, input, started, Some(item), Some(slot))
                }
            };
            group.active.insert(slot, part);
        }
        thread.group = Some(group);
        Ok(Flow::Waits)
    }

    /// What an iteration gets for its item.
    pub(super) fn select(
        &mut self,
        scene: &Scene,
        state: &State,
        map: &Map,
        effective: &Data,
        item: &Arc<Item>,
    ) -> Result<Data, Trouble> {
        let Some(selector) = &map.selector else { return Ok(item.value.clone()) };
        if let Template::Constant(value) = selector {
            return Ok(value.clone());
        }
        let mut context = scene.context(state);
        context.item = Some(item);
        selector.evaluate(&scene.frame(&context, effective), &mut self.chance())
    }

    fn child(
        &mut self,
        thread: &Thread,
        run: &MapRun,
        slot: usize,
    ) -> (Identity, Arc<super::program::Parts>) {
        let name = run.child_name(slot);
        let running = self.executions.get(thread.execution);
        let parts = running.map(|running| running.parts.clone()).unwrap_or_default();
        let parent = running.map(|running| (*running.identity).clone()).unwrap_or_default();
        let execution = format!("{}:{name}", run.executions);
        (Identity { execution, name, machine: run.machine.clone(), express: run.express, ..parent }, parts)
    }

    /// A part of a thread's group has ended, after the event `last` of its own history.
    pub(super) fn part_ended(
        &mut self,
        thread: &mut Thread,
        slot: usize,
        result: Result<Data, Trouble>,
        last: u64,
    ) -> Result<Flow, Trouble> {
        let Some(mut group) = thread.group.take() else { return self.nested_ended(thread, slot, result) };
        let Some(scene) = self.scene(thread) else { return Ok(Flow::Waits) };
        let Some(state) = scene.state() else { return Ok(Flow::Waits) };
        let part = group.active.remove(&slot);
        match (&mut group.kind, result) {
            (Kind::Distributed(run), result) => {
                let ended = part.and_then(|part| self.executions.get(part));
                if let Some(ended) = ended {
                    run.ended(slot, ended);
                }
                match result {
                    Ok(output) => {
                        if let Some(place) = group.results.get_mut(slot) {
                            *place = Some(output);
                        }
                    }
                    Err(_) if run.tolerates(group.total) => {}
                    Err(_) => {
                        let failure = Failure::new("States.ExceedToleratedFailureThreshold")
                            .cause("The specified tolerated failure threshold was exceeded");
                        thread.group = Some(group);
                        return Err(self.map_run_failed(thread, failure));
                    }
                }
            }
            (kind, Ok(output)) => {
                if let Some(place) = group.results.get_mut(slot) {
                    *place = Some(output);
                }
                group.last = last;
                thread.previous = last;
                if matches!(kind, Kind::Inline) {
                    let details = Details::Iteration { name: state.name.clone(), index: slot };
                    self.record(thread, "MapIterationSucceeded", details);
                }
            }
            (_, Err(trouble)) if trouble.source == Source::End => return Err(trouble),
            (_, Err(trouble)) => {
                thread.group = Some(group);
                return Err(self.part_failed(thread, state, slot, trouble, last));
            }
        }
        let is_over = group.begun == group.total && group.active.is_empty();
        thread.group = Some(group);
        if is_over {
            return self.all_ended(thread);
        }
        match &state.action {
            Action::Map(map) => self.begin_parts(thread, &scene, state, map),
            _ => Ok(Flow::Waits),
        }
    }

    /// A branch or an iteration has failed: the others stop, and the state fails with the same error.
    fn part_failed(
        &mut self,
        thread: &mut Thread,
        state: &State,
        slot: usize,
        trouble: Trouble,
        last: u64,
    ) -> Trouble {
        thread.previous = last;
        let is_map = matches!(state.action, Action::Map(_));
        let execution = thread.execution;
        let details = |index| Details::Iteration { name: state.name.clone(), index };
        if is_map {
            self.record_after(execution, "MapIterationFailed", last, details(slot));
        }
        let Some(group) = thread.group.take() else { return trouble };
        for (index, part) in group.active {
            if is_map {
                self.record_after(execution, "MapIterationAborted", last, details(index));
            }
            self.abort(part, last);
        }
        let failed = if is_map { "MapStateFailed" } else { "ParallelStateFailed" };
        self.record(thread, failed, Details::None);
        Trouble::new(Source::Inner, trouble.failure)
    }

    fn map_run_failed(&mut self, thread: &mut Thread, failure: Failure) -> Trouble {
        self.drop_parts(thread);
        let details = Details::Failed { failure: failure.clone(), called: None };
        self.record(thread, "MapRunFailed", details);
        let last = thread.previous;
        self.record_after(thread.execution, "MapStateFailed", last, Details::None);
        Trouble::new(Source::Inner, failure)
    }

    /// Stops a thread and tells the history so.
    fn abort(&mut self, id: usize, last: u64) {
        let Some(mut thread) = self.stop(id) else { return };
        let aborted = self.scene(&thread).and_then(|scene| {
            let state = scene.state()?;
            match state.action {
                Action::Task(_) => Some("TaskStateAborted"),
                Action::Wait(_) => Some("WaitStateAborted"),
                Action::Parallel { .. } => Some("ParallelStateAborted"),
                Action::Map(_) => Some("MapStateAborted"),
                _ => None,
            }
        });
        if let Some(kind) = aborted.filter(|_| thread.entry != 0) {
            self.record_after(thread.execution, kind, last, Details::None);
        }
        self.drop_parts(&mut thread);
    }

    /// Stops everything that runs inside a thread, without a word.
    pub(super) fn drop_parts(&mut self, thread: &mut Thread) {
        let mut threads = Vec::new();
        let mut executions: Vec<usize> = thread.nested.take().into_iter().collect();
        let mut groups: Vec<Box<Group>> = thread.group.take().into_iter().collect();
        loop {
            for group in groups.drain(..) {
                let parts = group.active.into_values();
                match group.kind {
                    Kind::Distributed(_) => executions.extend(parts),
                    _ => threads.extend(parts),
                }
            }
            for execution in executions.drain(..) {
                let now = self.now;
                if let Some(running) = self.executions.get_mut(execution) {
                    running.status = Status::Aborted;
                    running.stopped = now;
                    threads.push(running.root);
                }
            }
            let Some(thread) = threads.pop() else { return };
            if let Some(thread) = self.stop(thread) {
                groups.extend(thread.group);
                executions.extend(thread.nested);
            }
        }
    }

    /// Every part has ended well, or as well as a Map tolerates.
    fn all_ended(&mut self, thread: &mut Thread) -> Result<Flow, Trouble> {
        let Some(group) = thread.group.take() else { return Ok(Flow::Waits) };
        let Some(scene) = self.scene(thread) else { return Ok(Flow::Waits) };
        let Some(state) = scene.state() else { return Ok(Flow::Waits) };
        let last = thread.previous;
        let result = match group.kind {
            Kind::Parallel => {
                self.record_after(thread.execution, "ParallelStateSucceeded", last, Details::None);
                whole(group.results)
            }
            Kind::Inline => {
                self.record_after(thread.execution, "MapStateSucceeded", last, Details::None);
                whole(group.results)
            }
            Kind::Distributed(run) => {
                let last = self.record(thread, "MapRunSucceeded", Details::None);
                self.record_after(thread.execution, "MapStateSucceeded", last, Details::None);
                let context = scene.context(state);
                let effective = thread.effective.clone();
                let frame = scene.frame(&context, &effective);
                self.write_results(&run, state, &frame, group.results)?
            }
        };
        self.leave(thread, &scene, state, &Exit::of(state), result)
    }
}

fn whole(results: Vec<Option<Data>>) -> Data {
    let value = |data: Data| Arc::try_unwrap(data).unwrap_or_else(|shared| (*shared).clone());
    Arc::new(Value::Array(results.into_iter().flatten().map(value).collect()))
}
