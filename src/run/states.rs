//! Entering and leaving states: the order in which data flows.
//!
//! In JSONPath: `InputPath`, `Parameters`, what the state does, `ResultSelector`, `Assign`, `ResultPath`, `OutputPath`.
//! In JSONata: `Arguments`, what the state does, `Output` and `Assign`, which do not see each other.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html> and
//! <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.

use super::engine::{Engine, Flow, Scene, Thread, Wake};
use super::failure::{Failure, Source, Trouble};
use super::history::Details;
use super::numbers::Wanted;
use super::program::{Action, ResultPath, State, Wait};
use super::scope::Data;
use super::size::{self, MAX_PAYLOAD};
use super::template::Template;
use super::time::Time;
use super::trial;
use crate::asl::QueryLanguage;
use serde_json::Value;
use std::sync::Arc;

/// What a state leaves with: what it says itself, or one of its rules or catchers.
pub(super) struct Exit<'a> {
    pub(super) next: Option<usize>,
    pub(super) assign: &'a [(String, Template)],
    pub(super) output: Option<&'a Template>,
    pub(super) result_path: &'a ResultPath,
    /// `$states.errorOutput` and not `$states.result` is what it has to show.
    pub(super) is_error: bool,
    /// Whether `$states.result` is there at all.
    pub(super) has_result: bool,
}

impl<'a> Exit<'a> {
    pub(super) fn of(state: &'a State) -> Self {
        Exit {
            next: state.next,
            assign: &state.assign,
            output: state.output.as_ref(),
            result_path: &state.result_path,
            is_error: false,
            has_result: matches!(state.action, Action::Task(_) | Action::Parallel { .. } | Action::Map(_)),
        }
    }
}

impl Engine<'_> {
    /// Enters the state that a thread stands before, and does what can be done at once.
    pub(super) fn enter(&mut self, thread: &mut Thread) -> Result<Flow, Trouble> {
        self.count()?;
        thread.entered = self.now;
        thread.retries = 0;
        thread.attempts.clear();
        thread.token = None;
        let Some(scene) = self.scene(thread) else { return Ok(Flow::Waits) };
        let Some(state) = scene.state() else { return Ok(Flow::Ends(Ok(thread.input.clone()))) };
        if let Some(running) = self.executions.get_mut(thread.execution) {
            running.transitions += 1;
        }
        let details = Details::Entered { name: state.name.clone(), input: thread.input.clone() };
        thread.before = thread.previous;
        let [_, entered, _] = state.action.names();
        thread.entry = self.record(thread, entered, details);
        self.perform(thread, &scene, state)
    }

    /// Counts a state that is entered or tried again, up to what a run may.
    pub(super) fn count(&mut self) -> Result<(), Trouble> {
        self.states += 1;
        let most = self.settings.most_states;
        if self.states <= most {
            return Ok(());
        }
        let cause = format!("the run entered {most} states and has not ended; `.most_states(n)` allows more");
        Err(self.break_off("Stepwright.TooManyStates", cause))
    }

    /// Does what a state does, for the first time or again.
    pub(super) fn perform(
        &mut self,
        thread: &mut Thread,
        scene: &Scene,
        state: &State,
    ) -> Result<Flow, Trouble> {
        let context = scene.context(state);
        let frame = scene.frame(&context, &scene.input);
        let in_json_path = state.language == QueryLanguage::JsonPath;
        thread.effective = if in_json_path { state.input_path.of(&frame)? } else { thread.input.clone() };
        let effective = thread.effective.clone();
        if in_json_path && trial::notes_input(&state.action) {
            self.note("afterInputPath", &effective);
        }
        let frame = scene.frame(&context, &effective);
        match &state.action {
            Action::Pass { result } => {
                let result = match (result, &state.parameters) {
                    (Some(result), _) if in_json_path => {
                        let result = result.evaluate(&frame, &mut self.chance())?;
                        self.note("result", &result);
                        result
                    }
                    (_, Some(parameters)) if in_json_path => {
                        parameters.evaluate(&frame, &mut self.chance())?
                    }
                    _ => effective.clone(),
                };
                if in_json_path && trial::notes_input(&state.action) {
                    self.note("afterParameters", &result);
                }
                self.leave(thread, scene, state, &Exit::of(state), result)
            }
            Action::Succeed => self.leave(thread, scene, state, &Exit::of(state), effective.clone()),
            Action::Fail { error, cause } => {
                let mut text = |template: &Option<Template>, field: &str| match template {
                    None => Ok(None),
                    Some(template) => template
                        .expect("string", field, &frame, &mut self.chance())
                        .map(|value| value.as_str().map(str::to_owned)),
                };
                let failure = Failure { error: text(error, "Error")?, cause: text(cause, "Cause")? };
                Err(Trouble::new(Source::Inner, failure))
            }
            Action::Wait(wait) => {
                let until = match wait {
                    Wait::Seconds(seconds) => {
                        let seconds = seconds.not_negative(Wanted::Integer, &frame, &mut self.chance())?;
                        self.now.later(seconds)
                    }
                    Wait::Timestamp(timestamp) => {
                        let value = timestamp.template.evaluate(&frame, &mut self.chance())?;
                        let time = value.as_str().and_then(Time::parse);
                        time.ok_or_else(|| no_timestamp(&timestamp.template, &value))?
                    }
                };
                self.at(until, thread, Wake::Waited);
                Ok(Flow::Waits)
            }
            Action::Choice { rules, otherwise } => {
                for rule in rules {
                    if rule.condition.holds(&frame, &mut self.chance())? {
                        let exit = Exit {
                            next: Some(rule.next),
                            assign: &rule.assign,
                            output: rule.output.as_ref(),
                            ..Exit::of(state)
                        };
                        return self.leave(thread, scene, state, &exit, effective.clone());
                    }
                }
                if otherwise.is_none() {
                    return Err(Trouble::runtime(
                        "Failed to transition out of the state. The state does not point to a next state.",
                    ));
                }
                let exit = Exit { next: *otherwise, ..Exit::of(state) };
                self.leave(thread, scene, state, &exit, effective.clone())
            }
            Action::Task(task) => {
                let (scene, context);
                // The token is there before the arguments are made, which may hand it on.
                thread.token = self.token(thread, task);
                match self.scene(thread) {
                    Some(with_token) => scene = with_token,
                    None => return Ok(Flow::Waits),
                }
                context = scene.context(state);
                let frame = scene.frame(&context, &effective);
                let arguments = match &state.parameters {
                    Some(parameters) => parameters.evaluate(&frame, &mut self.chance())?,
                    None => effective.clone(),
                };
                self.note(if in_json_path { "afterParameters" } else { "afterArguments" }, &arguments);
                self.call(thread, state, task, &frame, arguments)
            }
            Action::Parallel { branches } => {
                let input = match &state.parameters {
                    Some(parameters) => parameters.evaluate(&frame, &mut self.chance())?,
                    None => effective.clone(),
                };
                if self.trial.is_some() {
                    return self.tried_parts(thread, scene, state);
                }
                self.fork(thread, branches, &input)
            }
            Action::Map(map) => self.spread(thread, scene, state, map, &frame),
        }
    }

    /// The time of a Wait is there.
    pub(super) fn waited(&mut self, thread: &mut Thread) -> Result<Flow, Trouble> {
        let Some(scene) = self.scene(thread) else { return Ok(Flow::Waits) };
        let Some(state) = scene.state() else { return Ok(Flow::Waits) };
        let result = thread.effective.clone();
        self.leave(thread, &scene, state, &Exit::of(state), result)
    }

    /// Leaves a state with what it did.
    pub(super) fn leave(
        &mut self,
        thread: &mut Thread,
        scene: &Scene,
        state: &State,
        exit: &Exit<'_>,
        result: Data,
    ) -> Result<Flow, Trouble> {
        let context = scene.context(state);
        let mut assigned = Vec::new();
        let output = if state.language == QueryLanguage::JsonPath {
            let mut result = result;
            if let (Some(selector), false) = (&state.result_selector, exit.is_error) {
                result = selector.evaluate(&scene.frame(&context, &result), &mut self.chance())?;
            }
            let noted = trial::notes_result(&state.action) && !exit.is_error;
            if noted {
                self.note("afterResultSelector", &result);
            }
            let frame = scene.frame(&context, &result);
            for (name, template) in exit.assign {
                assigned.push((name.clone(), template.evaluate(&frame, &mut self.chance())?));
            }
            let placed = match exit.result_path {
                ResultPath::Whole => result.clone(),
                ResultPath::Discard => thread.input.clone(),
                ResultPath::Into(path) => {
                    let input = (*thread.input).clone();
                    let written = path.write(input, (*result).clone());
                    Arc::new(written.map_err(|error| {
                        Trouble::state(
                            "States.ResultPathMatchFailure",
                            format!("Invalid path '{path}' : {error}"),
                        )
                    })?)
                }
            };
            if noted {
                self.note("afterResultPath", &placed);
            }
            // An error goes on as the catcher has it; `OutputPath` is for what the state does.
            if exit.is_error { placed } else { state.output_path.of(&scene.frame(&context, &placed))? }
        } else {
            let mut frame = scene.frame(&context, &scene.input);
            if exit.is_error {
                frame.error_output = Some(&result);
            } else if exit.has_result {
                frame.result = Some(&result);
            }
            for (name, template) in exit.assign {
                assigned.push((name.clone(), template.evaluate(&frame, &mut self.chance())?));
            }
            match exit.output {
                Some(output) => output.evaluate(&frame, &mut self.chance())?,
                None => result.clone(),
            }
        };
        if !Arc::ptr_eq(&output, &thread.input) && !size::fits(&output) {
            return Err(Trouble::too_large(Source::Inner, &state.name));
        }
        for (name, value) in &assigned {
            if size::of(value) > MAX_PAYLOAD {
                return Err(Trouble::runtime(format!(
                    "The variable '{name}' exceeds the maximum size of 256 KiB."
                )));
            }
            thread.variables.set(name, value.clone());
        }
        let [.., exited] = state.action.names();
        self.record(
            thread,
            exited,
            Details::Exited { name: state.name.clone(), output: output.clone(), assigned },
        );
        match exit.next {
            Some(next) => {
                thread.state = next;
                thread.input = output;
                Ok(Flow::Next)
            }
            None => Ok(Flow::Ends(Ok(output))),
        }
    }
}

fn no_timestamp(template: &Template, value: &Value) -> Trouble {
    let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match template {
        Template::Query { text, .. } => Trouble::runtime(format!(
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format \
             string: {text} == {plain}"
        )),
        _ => {
            let cause = format!(
                "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: {plain}"
            );
            match template {
                Template::Jsonata { location, .. } => Trouble::query(location, cause),
                _ => Trouble::runtime(cause),
            }
        }
    }
}
