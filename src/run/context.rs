//! The context object: what `$$` and `$states.context` show.

use super::scope::Data;
use super::time::Time;
use serde_json::{Map, Value, json};
use std::cell::OnceCell;

/// Who an execution is.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) execution: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) machine: String,
    pub(super) machine_name: String,
    /// Express executions cannot be redriven, and their context object says nothing of it.
    pub(super) express: bool,
}

/// The item that an iteration of a Map works on.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) index: usize,
    pub(super) value: Data,
    /// The key, where the items came from an object.
    pub(super) key: Option<String>,
    /// The file that it came from, `s3://bucket/key`, or `STATE_DATA`.
    pub(super) source: Option<String>,
}

/// All that the context object is made of; made when somebody looks.
pub(super) struct Context<'a> {
    pub(super) identity: &'a Identity,
    pub(super) input: &'a Data,
    pub(super) started: Time,
    pub(super) state: &'a str,
    pub(super) entered: Time,
    pub(super) retries: u32,
    pub(super) is_task: bool,
    pub(super) token: Option<&'a str>,
    pub(super) item: Option<&'a Item>,
    pub(super) made: OnceCell<Value>,
}

impl Context<'_> {
    pub(super) fn value(&self) -> &Value {
        self.made.get_or_init(|| {
            let mut out = Map::new();
            let mut execution = Map::new();
            execution.insert("Id".into(), self.identity.execution.as_str().into());
            execution.insert("Input".into(), (**self.input).clone());
            execution.insert("StartTime".into(), self.started.to_string().into());
            execution.insert("Name".into(), self.identity.name.as_str().into());
            execution.insert("RoleArn".into(), self.identity.role.as_str().into());
            if !self.identity.express {
                execution.insert("RedriveCount".into(), 0.into());
            }
            out.insert("Execution".into(), execution.into());
            if let Some(item) = self.item {
                let mut of_item = Map::new();
                of_item.insert("Index".into(), item.index.into());
                if let Some(key) = &item.key {
                    of_item.insert("Key".into(), key.as_str().into());
                }
                of_item.insert("Value".into(), (*item.value).clone());
                if let Some(source) = &item.source {
                    of_item.insert("Source".into(), source.as_str().into());
                }
                out.insert("Map".into(), json!({ "Item": of_item }));
            }
            out.insert(
                "StateMachine".into(),
                json!({ "Id": self.identity.machine, "Name": self.identity.machine_name }),
            );
            let mut state = Map::new();
            state.insert("Name".into(), self.state.into());
            state.insert("EnteredTime".into(), self.entered.to_string().into());
            if self.is_task {
                state.insert("RetryCount".into(), self.retries.into());
            }
            out.insert("State".into(), state.into());
            if let Some(token) = self.token {
                out.insert("Task".into(), json!({ "Token": token }));
            }
            Value::Object(out)
        })
    }
}
