//! Task states: asking, waiting, timeouts and heartbeats.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html>.

use super::engine::{Engine, Flow, Thread, Wake, nothing};
use super::failure::{Failure, Source, TIMEOUT, Trouble};
use super::history::{Called, Details};
use super::numbers::Wanted;
use super::program::{Action, Service, State, Task};
use super::scope::Data;
use super::shapes::Shape;
use super::size;
use super::states::Exit;
use super::template::Frame;
use super::world::{Outcome, Reply, Request};
use serde_json::Value;
use std::sync::Arc;

/// The longest that a task may take unless it says otherwise, in seconds.
const LONGEST: f64 = 99_999_999.0;

impl Engine<'_> {
    /// The token of a task that waits for a callback, new for every try.
    pub(super) fn token(&mut self, thread: &Thread, task: &Task) -> Option<Arc<str>> {
        (is_callback(task) || is_job(task))
            .then(|| format!("token-{}-{}-{}", thread.execution, thread.entry, thread.retries).into())
    }

    /// Asks, and plans when the answer, or the lack of one, ends the task.
    pub(super) fn call(
        &mut self,
        thread: &mut Thread,
        state: &State,
        task: &Task,
        frame: &Frame<'_>,
        arguments: Data,
    ) -> Result<Flow, Trouble> {
        let timeout = match &task.timeout {
            Some(seconds) => Some(seconds.not_negative(Wanted::Integer, frame, &mut self.chance())?),
            None => None,
        };
        let heartbeat = match &task.heartbeat {
            Some(seconds) => Some(seconds.not_negative(Wanted::Integer, frame, &mut self.chance())?),
            None => None,
        };
        if let Some(credentials) = &task.credentials {
            credentials.evaluate(frame, &mut self.chance())?;
        }
        let spans = (timeout.map(|seconds| seconds as u64), heartbeat.map(|seconds| seconds as u64));
        if let Some(flow) = self.start_nested(thread, task, &arguments, spans) {
            return Ok(flow);
        }
        if let Some(why) = refused(task, &arguments) {
            return Err(Trouble::runtime(format!(
                "The Parameters '{arguments}' could not be used to start the Task: [{why}]"
            )));
        }
        let reply = {
            let identity = self.executions.get(thread.execution).map(|running| running.identity.clone());
            let request = Request {
                state: &state.name,
                resource: &task.resource,
                parameters: &arguments,
                attempt: thread.retries,
                iteration: &thread.iteration,
                token: thread.token.as_deref(),
                execution: identity.as_ref().map_or("", |identity| identity.execution.as_str()),
            };
            self.world.reply(&request)
        };
        let reply = match reply {
            Ok(reply) => reply,
            Err(cause) => return Err(self.break_off("Stepwright.NoAnswer", cause)),
        };
        let reply = match self.checked(state, task, reply) {
            Ok(reply) => reply,
            Err((error, cause)) => return Err(self.break_off(error, cause)),
        };
        if let (Service::Activity, Outcome::Failed(failure)) = (&task.service, &reply.outcome)
            && failure.error.as_deref() == Some("ActivityDoesNotExist")
        {
            return Err(Trouble::runtime(format!("The activity {} does not exist.", task.resource)));
        }
        self.scheduled(thread, task, &arguments, spans);
        self.started(thread, task);
        let after = f64::from(reply.after.0);
        let mut ends = timeout.unwrap_or(LONGEST);
        let mut source = Source::Timeout;
        // Only who holds a token can give a sign of life.
        let beats = task.service == Service::Activity || is_callback(task);
        if let Some(heartbeat) = heartbeat.filter(|heartbeat| beats && *heartbeat < ends) {
            let silent = reply.heartbeats.is_none_or(|every| f64::from(every.0) > heartbeat);
            if silent {
                (ends, source) = (heartbeat, Source::Heartbeat);
            }
        }
        let answer = match reply.outcome {
            Outcome::Returned(value) if after <= ends => {
                if size::fits(&value) {
                    Ok(Arc::new(value))
                } else {
                    let whose = match &task.service {
                        Service::Integration { kind, .. } => kind,
                        _ => task.resource.as_str(),
                    };
                    Err(Trouble::too_large(Source::Task, whose))
                }
            }
            Outcome::Failed(failure) if after <= ends => Err(Trouble::new(Source::Task, failure)),
            _ => Err(Trouble::new(source, Failure::new(TIMEOUT))),
        };
        let timed_out = matches!(&answer, Err(trouble) if trouble.source != Source::Task);
        let seconds = if timed_out { ends } else { after };
        let time = self.now.later(seconds);
        self.at(time, thread, Wake::Answered(answer));
        Ok(Flow::Waits)
    }

    /// A reply with its sample made, if it has the API's result where that is asked for.
    fn checked(&self, state: &State, task: &Task, mut reply: Reply) -> Result<Reply, (&'static str, String)> {
        let shape = task.result();
        let (name, resource) = (&state.name, &task.resource);
        match (&reply.outcome, shape) {
            (Outcome::Sample, Some(shape)) => reply.outcome = Outcome::Returned(shape.sample()),
            (Outcome::Sample, None) => {
                let cause = format!(
                    "nothing is known of what `{resource}` returns, which the task `{name}` calls; say it: \
                     `.mock(\"{name}\", returns(json!({{…}})))`"
                );
                return Err(("Stepwright.NoAnswer", cause));
            }
            (Outcome::Returned(value), Some(shape)) => {
                shape.check(value, self.settings.validation).map_err(|problem| {
                    let cause = format!(
                        "the reply to `{name}` is not what `{resource}` returns: {problem}; `.check_replies(…)` says \
                         how strictly replies are checked"
                    );
                    ("Stepwright.WrongReply", cause)
                })?;
            }
            _ => {}
        }
        Ok(reply)
    }

    pub(super) fn scheduled(
        &mut self,
        thread: &mut Thread,
        task: &Task,
        arguments: &Data,
        (timeout, heartbeat): (Option<u64>, Option<u64>),
    ) {
        match &task.service {
            Service::Integration { .. } => {
                // arn:aws:states:region:…
                let execution = self.executions.get(thread.execution);
                let arn = execution.map(|running| running.identity.execution.as_str()).unwrap_or_default();
                let region = arn.split(':').nth(3).unwrap_or_default().to_owned();
                let parameters = arguments.clone();
                let called = called(task);
                let details = Details::Scheduled { called, parameters, timeout, heartbeat, region };
                self.record(thread, "TaskScheduled", details);
            }
            service => {
                let resource = task.resource.as_str().into();
                let details = Details::Asked { resource, input: arguments.clone(), timeout, heartbeat };
                let of_function = *service == Service::Function;
                self.record(
                    thread,
                    if of_function { "LambdaFunctionScheduled" } else { "ActivityScheduled" },
                    details,
                );
            }
        }
    }

    pub(super) fn started(&mut self, thread: &mut Thread, task: &Task) {
        match &task.service {
            Service::Function => self.record(thread, "LambdaFunctionStarted", Details::None),
            Service::Activity => self.record(thread, "ActivityStarted", Details::None),
            Service::Integration { .. } => self.record(thread, "TaskStarted", Details::Called(called(task))),
        };
        if is_callback(task) || is_job(task) {
            self.record(
                thread,
                "TaskSubmitted",
                Details::Output { output: nothing(), called: Some(called(task)) },
            );
        }
    }

    /// A task has answered, or will not.
    pub(super) fn answered(
        &mut self,
        thread: &mut Thread,
        answer: Result<Data, Trouble>,
    ) -> Result<Flow, Trouble> {
        // What is still running when the time is over is stopped.
        self.drop_parts(thread);
        let Some(scene) = self.scene(thread) else { return Ok(Flow::Waits) };
        let Some(state) = scene.state() else { return Ok(Flow::Waits) };
        let Action::Task(task) = &state.action else { return Ok(Flow::Waits) };
        let of = |integration, function, activity| match &task.service {
            Service::Integration { .. } => integration,
            Service::Function => function,
            Service::Activity => activity,
        };
        let called = matches!(&task.service, Service::Integration { .. }).then(|| called(task));
        match answer {
            Ok(result) => {
                let kind = of("TaskSucceeded", "LambdaFunctionSucceeded", "ActivitySucceeded");
                self.record(thread, kind, Details::Output { output: result.clone(), called });
                self.note("result", &result);
                self.leave(thread, &scene, state, &Exit::of(state), result)
            }
            Err(trouble) => {
                let kind = if trouble.source == Source::Task {
                    of("TaskFailed", "LambdaFunctionFailed", "ActivityFailed")
                } else {
                    of("TaskTimedOut", "LambdaFunctionTimedOut", "ActivityTimedOut")
                };
                self.record(thread, kind, Details::Failed { failure: trouble.failure.clone(), called });
                Err(trouble)
            }
        }
    }
}

/// What Step Functions itself has against a request, before anybody is asked.
///
/// Seen in AWS: each header for API Gateway is a list. <https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html>
fn refused(task: &Task, arguments: &Value) -> Option<&'static str> {
    let Service::Integration { kind, .. } = &task.service else { return None };
    let headers = arguments.get("Headers")?;
    let fits = headers.as_object().is_some_and(|headers| headers.values().all(Value::is_array));
    (&**kind == "apigateway" && !fits).then_some("The value of the field 'Headers' has an invalid format")
}

impl Task {
    /// What it returns, where it is the answer of an API.
    pub(super) fn result(&self) -> Option<Shape> {
        match &self.service {
            // What is waited for answers in its own way; no name of an action has a dot.
            Service::Integration { kind, action } => Shape::of(kind, action),
            _ => None,
        }
    }
}

fn called(task: &Task) -> Called {
    match &task.service {
        Service::Integration { kind, action } => Called { kind: kind.clone(), action: action.clone() },
        _ => Called { kind: "".into(), action: task.resource.as_str().into() },
    }
}

pub(super) fn is_callback(task: &Task) -> bool {
    matches!(&task.service, Service::Integration { action, .. } if action.ends_with(".waitForTaskToken"))
}

/// Whether the task ends with the job that it starts.
fn is_job(task: &Task) -> bool {
    matches!(&task.service, Service::Integration { action, .. } if action.contains(".sync"))
}
