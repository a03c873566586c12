//! Executions that a task starts, where the world has the machine.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html>.

use super::context::Identity;
use super::engine::{Engine, Flow, Owner, Status, Thread, Wake};
use super::failure::{Failure, Source, TIMEOUT, Trouble};
use super::program::{Action, Service, Task};
use super::results::description;
use super::scope::Data;
use serde_json::{Value, json};
use std::sync::Arc;

impl Engine<'_> {
    /// Starts the execution that a task asks for; `None` where the task asks for something else, or for a machine that
    /// the world does not have.
    pub(super) fn start_nested(
        &mut self,
        thread: &mut Thread,
        task: &Task,
        arguments: &Data,
        spans: (Option<u64>, Option<u64>),
    ) -> Option<Flow> {
        let Service::Integration { kind, action } = &task.service else { return None };
        let waits = match (&**kind, &**action) {
            ("states", "startExecution") => false,
            ("states", "startExecution.sync" | "startExecution.sync:2") => true,
            _ => return None,
        };
        let machine = arguments.get("StateMachineArn").and_then(Value::as_str)?;
        let program = self.world.machine(machine)?;
        let name = match arguments.get("Name").and_then(Value::as_str) {
            Some(name) => name.to_owned(),
            None => format!("{}-{}-{}", thread.execution, thread.entry, thread.retries),
        };
        let input = match arguments.get("Input") {
            None => Value::Object(serde_json::Map::new()),
            Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into()),
            Some(other) => other.clone(),
        };
        let role = self.executions.get(thread.execution).map(|running| running.identity.role.clone());
        let identity = Identity {
            execution: format!("{}:{name}", machine.replacen(":stateMachine:", ":execution:", 1)),
            name,
            role: role.unwrap_or_default(),
            machine: machine.to_owned(),
            machine_name: machine.rsplit(':').next().unwrap_or_default().to_owned(),
            express: false,
        };
        self.scheduled(thread, task, arguments, spans);
        self.started(thread, task);
        let serial = self.serial();
        let owner = Owner { thread: thread.id, serial, slot: self.executions.len() };
        let started = self.now.0;
        let execution = identity.execution.clone();
        self.begin(identity, (program.parts, 0), Arc::new(input), waits.then_some(owner));
        if waits {
            thread.serial = serial;
            thread.nested = Some(owner.slot);
            if let Some(seconds) = spans.0 {
                let late = Trouble::new(Source::Timeout, Failure::new(TIMEOUT));
                let time = self.now.later(seconds as f64);
                self.no_later_than(time, thread, Wake::Answered(Err(late)));
            }
        } else {
            let answer = Arc::new(json!({ "ExecutionArn": execution, "StartDate": started }));
            let now = self.now;
            self.at(now, thread, Wake::Answered(Ok(answer)));
        }
        Some(Flow::Waits)
    }

    /// An execution that a task waited for has ended.
    pub(super) fn nested_ended(
        &mut self,
        thread: &mut Thread,
        execution: usize,
        result: Result<Data, Trouble>,
    ) -> Result<Flow, Trouble> {
        thread.nested = None;
        if let Err(trouble) = &result
            && trouble.source == Source::End
        {
            return Err(trouble.clone());
        }
        let Some(scene) = self.scene(thread) else { return Ok(Flow::Waits) };
        let in_json = match scene.state().map(|state| &state.action) {
            Some(Action::Task(task)) => {
                matches!(&task.service, Service::Integration { action, .. } if action.ends_with(".sync:2"))
            }
            _ => false,
        };
        let Some(running) = self.executions.get(execution) else { return Ok(Flow::Waits) };
        let told = description(running, in_json);
        let answer = if running.status == Status::Succeeded {
            Ok(Arc::new(told))
        } else {
            Err(Trouble::new(Source::Task, Failure::new("States.TaskFailed").cause(told.to_string())))
        };
        self.answered(thread, answer)
    }
}
