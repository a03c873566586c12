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
    /// What it is said to be, instead of all that.
    pub(super) given: Option<&'a Value>,
    pub(super) made: OnceCell<Value>,
}

impl Item {
    fn to_json(&self) -> Value {
        let mut item = Map::new();
        item.insert("Index".into(), self.index.into());
        if let Some(key) = &self.key {
            item.insert("Key".into(), key.as_str().into());
        }
        item.insert("Value".into(), (*self.value).clone());
        if let Some(source) = &self.source {
            item.insert("Source".into(), source.as_str().into());
        }
        json!({ "Item": item })
    }
}

impl Context<'_> {
    /// What it is said to be, with the item and the token, if it lacks them.
    fn given(&self, given: &Value) -> Value {
        let mut out = given.clone();
        if let Value::Object(members) = &mut out {
            if let Some(item) = self.item {
                members.entry("Map").or_insert_with(|| item.to_json());
            }
            if let Some(token) = self.token {
                members.entry("Task").or_insert_with(|| json!({ "Token": token }));
            }
        }
        out
    }

    pub(super) fn value(&self) -> &Value {
        self.made.get_or_init(|| {
            if let Some(given) = self.given {
                return self.given(given);
            }
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
                out.insert("Map".into(), item.to_json());
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
