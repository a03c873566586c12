//! What is shown of a state that is tested, and the context object that it sees.

use super::tested::Refusal;
use super::time::Time;
use serde_json::{Map, Value, json};

/// Data on its way through a state.
///
/// ```
/// use serde_json::json;
/// use stepwright::run::{Level, TestState, test_state};
///
/// let pass = json!({ "Type": "Pass", "Parameters": { "id.$": "$.order" }, "ResultPath": "$.made", "End": true });
/// let tested = test_state(&TestState::of(pass).input(json!({ "order": 7 })).level(Level::Debug))?;
/// assert_eq!(tested.inspection.get("afterParameters"), Some(&json!({ "id": 7 })));
/// assert_eq!(tested.inspection.get("afterResultPath"), Some(&json!({ "order": 7, "made": { "id": 7 } })));
/// # Ok::<(), stepwright::run::Refusal>(())
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionData.html>.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspection {
    data: Map<String, Value>,
    /// The catcher that took the error, from 0.
    pub catch_index: Option<usize>,
    /// The retrier that means the error, from 0; it may have no tries left.
    pub retry_index: Option<usize>,
    /// The seconds after which it would be tried again.
    pub backoff_seconds: Option<f64>,
}

/// Members that are numbers or objects; all others are JSON text.
const PLAIN: [&str; 5] =
    ["maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage", "request", "response"];

impl Inspection {
    pub(super) fn note(&mut self, name: &str, value: &Value) {
        self.data.insert(name.to_owned(), value.clone());
    }

    /// Data by the name that AWS has for it: `input`, `afterInputPath`, `afterParameters`, `afterArguments`,
    /// `afterItemsPath`, `afterItemsPointer`, `afterItemSelector`, `afterItemBatcher`, `result`, `afterResultSelector`,
    /// `afterResultPath`, `variables`, `maxConcurrency`, `toleratedFailureCount`, `toleratedFailurePercentage`,
    /// `request`, `response`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.data.get(name)
    }

    /// All data, in the order in which it was made.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.data.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// As AWS writes it.
    pub(super) fn to_json(&self) -> Value {
        let written = |(name, value): (&String, &Value)| {
            let value = if PLAIN.contains(&name.as_str()) { value.clone() } else { value.to_string().into() };
            (name.clone(), value)
        };
        let mut out: Map<String, Value> = self.data.iter().map(written).collect();
        let mut details = Map::new();
        for (name, index) in [("catchIndex", self.catch_index), ("retryIndex", self.retry_index)] {
            if let Some(index) = index {
                details.insert(name.into(), index.into());
            }
        }
        if let Some(seconds) = self.backoff_seconds {
            // AWS tells whole seconds.
            details.insert("retryBackoffIntervalSeconds".into(), (seconds as i64).into());
        }
        if !details.is_empty() {
            out.insert("errorDetails".into(), details.into());
        }
        Value::Object(out)
    }
}

/// The request of an HTTP task, from its parameters, and the response, from its result.
///
/// <https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionDataRequest.html>
pub(super) fn http(inspection: &mut Inspection) {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let told = |from: &Value, members: &[(&str, &str)]| {
        let mut out = Map::from_iter([("protocol".to_owned(), "HTTP/1.1".into())]);
        for (name, member) in members {
            if let Some(value) = from.get(member) {
                out.insert((*name).to_owned(), text(value).into());
            }
        }
        Value::Object(out)
    };
    let made = inspection.get("afterParameters").or_else(|| inspection.get("afterArguments"));
    let request = made.map(|made| {
        let members =
            [("method", "Method"), ("url", "ApiEndpoint"), ("headers", "Headers"), ("body", "RequestBody")];
        told(made, &members)
    });
    let response = inspection.get("result").map(|result| {
        let members = [
            ("statusCode", "StatusCode"),
            ("statusMessage", "StatusText"),
            ("headers", "Headers"),
            ("body", "ResponseBody"),
        ];
        told(result, &members)
    });
    for (name, value) in [("request", request), ("response", response)] {
        if let Some(value) = value {
            inspection.note(name, &value);
        }
    }
}

/// What the context object is made of where it is not said.
pub(super) struct ContextOf<'a> {
    pub(super) input: &'a Value,
    pub(super) role: Option<&'a str>,
    pub(super) start: Time,
    /// Whether the state says how often it was tried again.
    pub(super) counted: bool,
}

impl ContextOf<'_> {
    pub(super) fn value(&self) -> Value {
        let time = self.start.to_string();
        let mut state = Map::from_iter([
            ("Name".to_owned(), Value::from("StateName")),
            ("EnteredTime".to_owned(), time.as_str().into()),
        ]);
        if self.counted {
            state.insert("RetryCount".into(), 0.into());
        }
        json!({
            "Execution": {
                "Id": "arn:aws:states:us-east-1:111111111111:express:machine0:execution0",
                "Input": self.input,
                "StartTime": time,
                "Name": "execution0",
                "RoleArn": self.role,
            },
            "StateMachine": {
                "Id": "arn:aws:states:us-east-1:111111111111:stateMachine:machine0",
                "Name": "machine0",
            },
            "State": state,
        })
    }
}

/// The fields that the context object may have.
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html>
const CONTEXT: [(&str, &[&str]); 6] = [
    ("", &["Execution", "State", "StateMachine", "Task", "Map"]),
    ("/Execution", &["Id", "Input", "Name", "RoleArn", "StartTime", "RedriveCount", "RedriveTime"]),
    ("/State", &["EnteredTime", "Name", "RetryCount"]),
    ("/StateMachine", &["Id", "Name"]),
    ("/Task", &["Token"]),
    ("/Map", &["Item"]),
];

/// Refuses a context object with other fields.
pub(super) fn check_context(context: &Value) -> Result<(), Refusal> {
    if !context.is_object() {
        return Err(Refusal::invalid("Invalid Context object provided: it is no JSON object"));
    }
    for (pointer, allowed) in CONTEXT {
        let fields = context.pointer(pointer).and_then(Value::as_object);
        if let Some(field) =
            fields.into_iter().flatten().map(|(name, _)| name).find(|name| !allowed.contains(&name.as_str()))
        {
            return Err(Refusal::invalid(format!(
                "Invalid Context object provided: Field '{field}' is not allowed"
            )));
        }
    }
    Ok(())
}
