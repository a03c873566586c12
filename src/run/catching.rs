//! What becomes of an error: another try, a catcher, or the end.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>.

use super::engine::{Engine, Flow, Scene, Thread, Wake};
use super::failure::{Source, Trouble};
use super::history::Details;
use super::program::{Retrier, State};
use super::states::Exit;
use super::time::Time;
use serde_json::{Map, Value};
use std::sync::Arc;

impl Retrier {
    /// The seconds before another try, after so many of them, but for chance.
    pub(super) fn delay(&self, tried: u32) -> f64 {
        let delay = self.interval * self.backoff.powi(i32::try_from(tried).unwrap_or(i32::MAX));
        self.most.map_or(delay, |most| delay.min(most))
    }
}

impl Engine<'_> {
    /// Takes an error of the state that a thread is in.
    pub(super) fn handle(&mut self, thread: &mut Thread, trouble: Trouble) -> Flow {
        let Some(scene) = self.scene(thread) else { return Flow::Ends(Err(trouble)) };
        let Some(state) = scene.state() else { return Flow::Ends(Err(trouble)) };
        if trouble.source == Source::End {
            return Flow::Ends(Err(trouble));
        }
        let trouble = self.located(thread, state, trouble);
        if let Some(until) = self.retry(thread, state, &trouble) {
            self.at(until, thread, Wake::Again);
            return Flow::Waits;
        }
        match self.catch(thread, &scene, state, &trouble) {
            Some(Ok(flow)) => flow,
            // What a catcher says cannot be made either: that error is the one that counts.
            Some(Err(worse)) => Flow::Ends(Err(self.located(thread, state, worse))),
            None => Flow::Ends(Err(trouble)),
        }
    }

    /// Puts the state in front of the cause, where AWS does so, and tells the history of expressions.
    fn located(&mut self, thread: &mut Thread, state: &State, mut trouble: Trouble) -> Trouble {
        if matches!(trouble.source, Source::State | Source::Evaluation) {
            let cause = trouble.failure.cause.take().unwrap_or_default();
            trouble.failure.cause = Some(format!(
                "An error occurred while executing the state '{}' (entered at the event id #{}). {cause}",
                state.name, thread.entry
            ));
        }
        if let Some(location) = trouble.location.take() {
            // The event follows the one before the state where nothing happened in it yet.
            if thread.previous == thread.entry {
                thread.previous = thread.before;
            }
            let failure = trouble.failure.clone();
            let details = Details::Evaluation { failure, location, state: state.name.clone() };
            self.record(thread, "EvaluationFailed", details);
        }
        if trouble.source == Source::Evaluation {
            trouble.source = Source::State;
        }
        trouble
    }

    /// When to try again, if a retrier means the error and has tries left.
    fn retry(&mut self, thread: &mut Thread, state: &State, trouble: &Trouble) -> Option<Time> {
        let meant = |retrier: &Retrier| retrier.errors.iter().any(|name| trouble.is_meant_by(name));
        let index = state.retry.iter().position(meant)?;
        let retrier = state.retry.get(index)?;
        thread.attempts.resize(state.retry.len(), 0);
        let tried = thread.attempts.get_mut(index)?;
        if *tried >= retrier.attempts {
            return None;
        }
        let mut delay = retrier.delay(*tried);
        *tried += 1;
        if retrier.jitter {
            delay *= self.fraction();
        }
        Some(self.now.later(delay))
    }

    /// The time before another try is over.
    pub(super) fn again(&mut self, thread: &mut Thread) -> Result<Flow, Trouble> {
        self.count()?;
        thread.retries += 1;
        if let Some(running) = self.executions.get_mut(thread.execution) {
            running.transitions += 1;
        }
        let Some(scene) = self.scene(thread) else { return Ok(Flow::Waits) };
        let Some(state) = scene.state() else { return Ok(Flow::Waits) };
        self.perform(thread, &scene, state)
    }

    pub(super) fn catch(
        &mut self,
        thread: &mut Thread,
        scene: &Scene,
        state: &State,
        trouble: &Trouble,
    ) -> Option<Result<Flow, Trouble>> {
        let catcher =
            state.catch.iter().find(|catcher| catcher.errors.iter().any(|name| trouble.is_meant_by(name)))?;
        let exit = Exit {
            next: Some(catcher.next),
            assign: &catcher.assign,
            output: catcher.output.as_ref(),
            result_path: &catcher.result_path,
            is_error: true,
            has_result: false,
        };
        let text = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::from);
        let failure = &trouble.failure;
        let cause = match (&failure.error, &failure.cause) {
            (Some(_), None) => Value::from(""),
            (_, cause) => text(cause),
        };
        let output =
            Map::from_iter([("Error".to_owned(), text(&failure.error)), ("Cause".to_owned(), cause)]);
        Some(self.leave(thread, scene, state, &exit, Arc::new(Value::Object(output))))
    }
}
