//! What happened, as GetExecutionHistory tells it.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html>.

use super::failure::Failure;
use super::scope::Data;
use super::time::Time;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// How many events the history of a Standard execution holds.
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html>
pub const MAX_EVENTS: usize = 25_000;

/// An event of a history.
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::Run;
///
/// let run = StateMachine::new(Pass::new("Check")).run(json!({})).finish();
/// let kinds: Vec<&str> = run.events().iter().map(|event| event.kind()).collect();
/// assert_eq!(kinds, ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]);
/// assert_eq!(run.events()[2].state(), Some("Check"));
/// ```
#[derive(Clone, Debug)]
pub struct Event {
    pub(super) id: u64,
    pub(super) previous: u64,
    pub(super) time: Time,
    pub(super) kind: &'static str,
    pub(super) details: Details,
}

/// What an event tells besides.
#[derive(Clone, Debug)]
pub(super) enum Details {
    None,
    Started {
        input: Data,
        role: Arc<str>,
    },
    Entered {
        name: Arc<str>,
        input: Data,
    },
    Exited {
        name: Arc<str>,
        output: Data,
        assigned: Vec<(String, Data)>,
    },
    /// `output` under the details of the event's own name; with what was called, if that belongs there.
    Output {
        output: Data,
        called: Option<Called>,
    },
    Failed {
        failure: Failure,
        called: Option<Called>,
    },
    Evaluation {
        failure: Failure,
        location: String,
        state: Arc<str>,
    },
    Scheduled {
        called: Called,
        parameters: Data,
        timeout: Option<u64>,
        heartbeat: Option<u64>,
        region: String,
    },
    /// A function or an activity, by its ARN.
    Asked {
        resource: Arc<str>,
        input: Data,
        timeout: Option<u64>,
        heartbeat: Option<u64>,
    },
    Called(Called),
    Length(usize),
    Iteration {
        name: Arc<str>,
        index: usize,
    },
    MapRun(String),
}

/// What a task calls: `lambda` and `invoke`.
#[derive(Clone, Debug)]
pub(super) struct Called {
    pub(super) kind: Arc<str>,
    pub(super) action: Arc<str>,
}

impl Event {
    /// Its number, from 1.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The number of the event that led to it; 0 for the first ones.
    pub fn previous(&self) -> u64 {
        self.previous
    }

    /// When it was.
    pub fn time(&self) -> Time {
        self.time
    }

    /// Its type, `TaskStateEntered` say.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The state that it enters or leaves.
    pub fn state(&self) -> Option<&str> {
        match &self.details {
            Details::Entered { name, .. } | Details::Exited { name, .. } => Some(name),
            Details::Evaluation { state, .. } => Some(state),
            _ => None,
        }
    }

    /// The input of the state or execution that it enters, or the output of the one that it leaves.
    pub fn data(&self) -> Option<&Value> {
        match &self.details {
            Details::Started { input, .. } | Details::Entered { input, .. } => Some(input),
            Details::Exited { output, .. } | Details::Output { output, .. } => Some(output),
            Details::Scheduled { parameters, .. } => Some(parameters),
            Details::Asked { input, .. } => Some(input),
            _ => None,
        }
    }

    /// The variables that the state set which it leaves.
    pub fn assigned(&self) -> impl Iterator<Item = (&str, &Value)> {
        let assigned = match &self.details {
            Details::Exited { assigned, .. } => assigned.as_slice(),
            _ => &[],
        };
        assigned.iter().map(|(name, value)| (name.as_str(), &**value))
    }

    /// The error that it tells of.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.details {
            Details::Failed { failure, .. } | Details::Evaluation { failure, .. } => Some(failure),
            _ => None,
        }
    }

    /// The event as AWS writes it: data as JSON text, the moment as text.
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        out.insert("timestamp".into(), self.time.to_string().into());
        out.insert("type".into(), self.kind.into());
        out.insert("id".into(), self.id.into());
        out.insert("previousEventId".into(), self.previous.into());
        if let Some((name, details)) = self.details() {
            out.insert(name, Value::Object(details));
        }
        Value::Object(out)
    }

    fn details(&self) -> Option<(String, Map<String, Value>)> {
        let mut fields = Map::new();
        let mut name = format!("{}EventDetails", lower_first(self.kind));
        match &self.details {
            Details::None => return None,
            Details::Started { input, role } => {
                data(&mut fields, "input", input);
                fields.insert("roleArn".into(), (&**role).into());
            }
            Details::Entered { name: state, input } => {
                name = "stateEnteredEventDetails".into();
                fields.insert("name".into(), (&**state).into());
                data(&mut fields, "input", input);
            }
            Details::Exited { name: state, output, assigned } => {
                name = "stateExitedEventDetails".into();
                fields.insert("name".into(), (&**state).into());
                data(&mut fields, "output", output);
                if !assigned.is_empty() {
                    let assigned =
                        assigned.iter().map(|(name, value)| (name.clone(), value.to_string().into()));
                    fields.insert("assignedVariables".into(), Value::Object(assigned.collect()));
                    fields.insert("assignedVariablesDetails".into(), json!({ "truncated": false }));
                }
            }
            Details::Output { output, called } => {
                called_fields(&mut fields, called.as_ref());
                data(&mut fields, "output", output);
            }
            Details::Failed { failure, called } => {
                called_fields(&mut fields, called.as_ref());
                failure_fields(&mut fields, failure);
            }
            Details::Evaluation { failure, location, state } => {
                failure_fields(&mut fields, failure);
                fields.insert("location".into(), location.as_str().into());
                fields.insert("state".into(), (&**state).into());
            }
            Details::Scheduled { called, parameters, timeout, heartbeat, region } => {
                called_fields(&mut fields, Some(called));
                fields.insert("region".into(), region.as_str().into());
                fields.insert("parameters".into(), parameters.to_string().into());
                spans(&mut fields, *timeout, *heartbeat);
            }
            Details::Asked { resource, input, timeout, heartbeat } => {
                fields.insert("resource".into(), (&**resource).into());
                data(&mut fields, "input", input);
                spans(&mut fields, *timeout, *heartbeat);
            }
            Details::Called(called) => called_fields(&mut fields, Some(called)),
            Details::Length(length) => {
                fields.insert("length".into(), (*length).into());
            }
            Details::Iteration { name: state, index } => {
                fields.insert("name".into(), (&**state).into());
                fields.insert("index".into(), (*index).into());
            }
            Details::MapRun(arn) => {
                fields.insert("mapRunArn".into(), arn.as_str().into());
            }
        }
        Some((name, fields))
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

fn data(fields: &mut Map<String, Value>, name: &str, value: &Data) {
    fields.insert(name.into(), value.to_string().into());
    fields.insert(format!("{name}Details"), json!({ "truncated": false }));
}

fn called_fields(fields: &mut Map<String, Value>, called: Option<&Called>) {
    if let Some(called) = called {
        fields.insert("resourceType".into(), (&*called.kind).into());
        fields.insert("resource".into(), (&*called.action).into());
    }
}

fn failure_fields(fields: &mut Map<String, Value>, failure: &Failure) {
    for (name, text) in [("error", &failure.error), ("cause", &failure.cause)] {
        if let Some(text) = text {
            fields.insert(name.into(), text.as_str().into());
        }
    }
}

fn spans(fields: &mut Map<String, Value>, timeout: Option<u64>, heartbeat: Option<u64>) {
    for (name, span) in [("timeoutInSeconds", timeout), ("heartbeatInSeconds", heartbeat)] {
        if let Some(span) = span {
            fields.insert(name.into(), span.into());
        }
    }
}

/// The events of an execution as they come.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) events: Vec<Event>,
    /// Whether there is a limit, as Standard executions have one.
    pub(super) limited: bool,
    /// Whether an event found no room.
    pub(super) full: bool,
}

impl History {
    /// Adds an event and gives its number.
    pub(super) fn add(&mut self, kind: &'static str, previous: u64, time: Time, details: Details) -> u64 {
        let id = self.events.len() as u64 + 1;
        // The last place is for how the execution ends.
        let ends = matches!(
            kind,
            "ExecutionSucceeded" | "ExecutionFailed" | "ExecutionTimedOut" | "ExecutionAborted"
        );
        if self.limited && self.events.len() + 1 >= MAX_EVENTS && !ends {
            self.full = true;
            return previous;
        }
        self.events.push(Event { id, previous, time, kind, details });
        id
    }
}
