//! One state on its own: entered, run to its end, and looked into.
//!
//! What is noted, and of which states, is as AWS was seen to note it; of Map states in JSONPath no record is known.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionData.html>.

use super::engine::{Engine, Flow, Scene, Thread, Wake};
use super::failure::{Failure, Source, TIMEOUT, Trouble};
use super::items::Piece;
use super::numbers::Wanted;
use super::program::{Action, ItemReader, Map, State};
use super::scope::{Data, Variables};
use super::states::Exit;
use super::template::Frame;
use crate::asl::QueryLanguage;
use serde_json::Value;
use std::sync::Arc;

/// What a state is tried with, and what was seen in it.
#[derive(Debug, Default)]
pub(super) struct Trial {
    /// The context object.
    pub(super) context: Arc<Value>,
    /// What becomes of the parts of a Map or Parallel.
    pub(super) parts: Option<Result<Data, Failure>>,
    /// How many iterations of a Map failed.
    pub(super) failures: Option<u64>,
    /// What an item reader reads.
    pub(super) read: Option<String>,
    /// How often the retrier that means the error tried already.
    pub(super) retries: u32,
    /// Data on its way, by the name that AWS has for it.
    pub(super) notes: Vec<(&'static str, Data)>,
    /// Why it cannot be tried so.
    pub(super) refusal: Option<String>,
}

/// How a state came out.
#[derive(Debug)]
pub(super) struct Tried {
    pub(super) end: End,
    /// The error that it met.
    pub(super) failure: Option<Failure>,
    pub(super) variables: Variables,
    pub(super) retrier: Option<usize>,
    pub(super) catcher: Option<usize>,
    pub(super) trial: Trial,
}

#[derive(Debug)]
pub(super) enum End {
    Left {
        next: Option<Arc<str>>,
        output: Data,
    },
    Failed,
    /// After so many seconds it would be tried again.
    Again(f64),
}

impl Engine<'_> {
    /// Notes data on its way, where a state is tried.
    pub(super) fn note(&mut self, name: &'static str, data: &Data) {
        if let Some(trial) = &mut self.trial {
            trial.notes.push((name, data.clone()));
        }
    }

    fn note_number(&mut self, name: &'static str, number: f64) {
        let whole = number.fract() == 0.0 && number.abs() < 1e15;
        self.note(name, &Arc::new(if whole { (number as i64).into() } else { number.into() }));
    }

    /// Runs the state that the only thread stands before.
    pub(super) fn try_state(&mut self, mut thread: Box<Thread>) -> Option<Tried> {
        let (machine, index) = (thread.machine, thread.state);
        let mut step = self.enter(&mut thread);
        while let Ok(Flow::Waits) = step {
            let due = self.next()?;
            step = match due.wake {
                Wake::Deadline(_) => Err(Trouble::new(Source::End, Failure::new(TIMEOUT))),
                _ if due.serial != thread.serial => Ok(Flow::Waits),
                Wake::Waited => self.waited(&mut thread),
                Wake::Answered(answer) => self.answered(&mut thread, answer),
                _ => Ok(Flow::Waits),
            };
        }
        let parts = self.scene(&thread)?.parts;
        let states = &parts.machines.get(machine)?.states;
        let state = states.get(index)?;
        let (mut failure, mut retrier, mut catcher, mut again) = (None, None, None, None);
        if let Err(trouble) = step {
            failure = Some(trouble.failure.clone());
            thread.state = index;
            let is_meant = |names: &[String]| names.iter().any(|name| trouble.is_meant_by(name));
            retrier = state.retry.iter().position(|retrier| is_meant(&retrier.errors));
            let tried = self.trial.as_ref().map_or(0, |trial| trial.retries);
            again = retrier
                .and_then(|index| state.retry.get(index))
                .filter(|retrier| tried < retrier.attempts)
                .map(|retrier| retrier.delay(tried));
            step = Err(trouble.clone());
            if again.is_none() && trouble.source != Source::End {
                catcher = state.catch.iter().position(|catcher| is_meant(&catcher.errors));
                let scene = self.scene(&thread)?;
                step = self.catch(&mut thread, &scene, state, &trouble).unwrap_or(Err(trouble));
            }
        }
        let end = match step {
            Ok(Flow::Ends(Ok(output))) => End::Left { next: None, output },
            Ok(_) => {
                let next = states.get(thread.state).map(|state| state.name.clone());
                End::Left { next, output: thread.input.clone() }
            }
            Err(trouble) => {
                failure = Some(trouble.failure);
                again.map_or(End::Failed, End::Again)
            }
        };
        let trial = *self.trial.take()?;
        Some(Tried { end, failure, variables: thread.variables.clone(), retrier, catcher, trial })
    }

    /// What became of the branches of a Parallel, or the iterations of a Map.
    pub(super) fn tried_parts(
        &mut self,
        thread: &mut Thread,
        scene: &Scene,
        state: &State,
    ) -> Result<Flow, Trouble> {
        match self.trial.as_ref().and_then(|trial| trial.parts.clone()) {
            Some(Ok(result)) => self.leave(thread, scene, state, &Exit::of(state), result),
            Some(Err(failure)) => Err(Trouble::new(Source::Inner, failure)),
            None => {
                Err(self.break_off("Stepwright.NoAnswer", "the parts of the state have no result".into()))
            }
        }
    }

    /// What the item reader of a Map that is tried reads; nothing where that is not said.
    pub(super) fn tried_items(
        &mut self,
        reader: &ItemReader,
        frame: &Frame<'_>,
    ) -> Result<Vec<Piece>, Trouble> {
        let Some(text) = self.trial.as_ref().and_then(|trial| trial.read.clone()) else {
            return Ok(Vec::new());
        };
        if !reader.resource.ends_with(":listObjectsV2") {
            return self.read_items(reader, frame);
        }
        let listed: Value = serde_json::from_str(&text).unwrap_or_default();
        let objects = listed.get("Contents").unwrap_or(&listed).as_array().cloned().unwrap_or_default();
        Ok(objects.into_iter().map(Piece::of).collect())
    }

    /// A Map that is tried: what its iterations would get is noted, and none is run.
    pub(super) fn tried_map(
        &mut self,
        thread: &mut Thread,
        scene: &Scene,
        (state, map): (&State, &Map),
        frame: &Frame<'_>,
        pieces: Vec<Piece>,
        (count, percentage): (Option<f64>, Option<f64>),
    ) -> Result<Flow, Trouble> {
        let all = |pieces: &[Piece]| -> Data {
            Arc::new(pieces.iter().map(|piece| (*piece.input).clone()).collect())
        };
        let reader = map.distributed.as_ref().and_then(|distributed| distributed.reader.as_ref());
        match reader {
            None if map.language == QueryLanguage::JsonPath => self.note("afterItemsPath", &all(&pieces)),
            Some(reader) if reader.pointer.is_some() => self.note("afterItemsPointer", &all(&pieces)),
            _ => {}
        }
        let total = pieces.len() as u64;
        if map.selector.is_some() {
            let mut selected = Vec::with_capacity(pieces.len());
            for (index, piece) in pieces.iter().enumerate() {
                let item = Arc::new(piece.item(index));
                let input = self.select(scene, state, map, frame.data, &item)?;
                selected.push((*input).clone());
            }
            self.note("afterItemSelector", &Arc::new(Value::Array(selected)));
        }
        if let Some(distributed) =
            map.distributed.as_ref().filter(|distributed| distributed.batcher.is_some())
        {
            let batches = self.selected_and_batched(scene, state, map, distributed, frame.data, pieces)?;
            self.note("afterItemBatcher", &all(&batches));
        }
        let concurrency = match &map.concurrency {
            Some(number) => number.not_negative(Wanted::Integer, frame, &mut self.chance())?,
            None => 0.0,
        };
        self.note_number("maxConcurrency", concurrency);
        for (name, number) in [("toleratedFailureCount", count), ("toleratedFailurePercentage", percentage)] {
            if let Some(number) = number {
                self.note_number(name, number);
            }
        }
        let is_known = reader.is_none() || self.trial.as_ref().is_some_and(|trial| trial.read.is_some());
        let failures = self.trial.as_ref().and_then(|trial| trial.failures).unwrap_or(0);
        if is_known && failures > total {
            let message =
                "Map iteration failure count must be less than or equal to the number of Map iterations";
            if let Some(trial) = &mut self.trial {
                trial.refusal = Some(message.to_owned());
            }
        }
        let is_error = self.trial.as_ref().is_some_and(|trial| matches!(trial.parts, Some(Err(_))));
        let share = if total == 0 { 0.0 } else { failures as f64 * 100.0 / total as f64 };
        let exceeds =
            count.is_some_and(|most| failures as f64 > most) || percentage.is_some_and(|most| share > most);
        if exceeds && !is_error {
            let failure = Failure::new("States.ExceedToleratedFailureThreshold")
                .cause("The specified tolerated failure threshold was exceeded");
            return Err(Trouble::new(Source::Inner, failure));
        }
        self.tried_parts(thread, scene, state)
    }
}

/// Whether what a state makes of its input is noted.
pub(super) fn notes_input(action: &Action) -> bool {
    !matches!(action, Action::Parallel { .. } | Action::Pass { result: Some(_) })
}

/// Whether what a state makes of its result is noted.
pub(super) fn notes_result(action: &Action) -> bool {
    matches!(action, Action::Pass { .. } | Action::Task(_) | Action::Parallel { .. } | Action::Map(_))
}
