//! A request to test a state, as AWS writes it.

use super::failure::Failure;
use super::shapes::Validation;
use super::test_state::{Level, TestState};
use super::tested::Refusal;
use serde_json::{Map, Value};

type Fields = Map<String, Value>;

fn wrong(field: &str, wanted: &str) -> Refusal {
    Refusal::invalid(format!("`{field}` has to be {wanted}"))
}

fn text<'a>(fields: &'a Fields, place: &str, name: &str) -> Result<Option<&'a str>, Refusal> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or_else(|| wrong(&format!("{place}{name}"), "a string")),
    }
}

fn count(fields: &Fields, place: &str, name: &str) -> Result<Option<u64>, Refusal> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            value.as_u64().map(Some).ok_or_else(|| wrong(&format!("{place}{name}"), "a whole number from 0"))
        }
    }
}

fn object<'a>(fields: &'a Fields, name: &str, known: &[&str]) -> Result<Option<&'a Fields>, Refusal> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(inner)) => only(inner, &format!("{name}."), known).map(|()| Some(inner)),
        Some(_) => Err(wrong(name, "an object")),
    }
}

fn only(fields: &Fields, place: &str, known: &[&str]) -> Result<(), Refusal> {
    match fields.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Refusal::invalid(format!(
            "`{place}{name}` is no field of a request; there is `{}`",
            known.join("`, `")
        ))),
    }
}

/// JSON in text, as AWS wants it; JSON as it is will do as well.
fn json(fields: &Fields, place: &str, name: &str) -> Result<Option<Value>, Refusal> {
    match fields.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => {
            let read = serde_json::from_str(text);
            read.map(Some)
                .map_err(|error| Refusal::invalid(format!("`{place}{name}` holds no JSON: {error}")))
        }
        Some(value) => Ok(Some(value.clone())),
    }
}

impl TestState {
    /// Reads a request as the API takes it: `definition`, `input`, `context`, `variables` and `mock.result` are JSON as
    /// text, or as it is.
    ///
    /// ```
    /// use serde_json::json;
    /// use stepwright::run::{TestState, test_state};
    ///
    /// let request = json!({
    ///     "definition": "{\"Type\":\"Pass\",\"Next\":\"Ship\"}",
    ///     "input": "{\"order\":7}",
    ///     "inspectionLevel": "DEBUG"
    /// });
    /// let tested = test_state(&TestState::from_json(&request)?)?;
    /// assert_eq!(tested.to_json()["nextState"], "Ship");
    /// assert_eq!(tested.to_json()["inspectionData"]["input"], "{\"order\":7}");
    /// # Ok::<(), stepwright::run::Refusal>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Names the first field that does not read.
    pub fn from_json(request: &Value) -> Result<Self, Refusal> {
        let Value::Object(fields) = request else { return Err(Refusal::invalid("the request is no object")) };
        only(
            fields,
            "",
            &[
                "definition",
                "roleArn",
                "input",
                "inspectionLevel",
                "revealSecrets",
                "variables",
                "stateName",
                "mock",
                "context",
                "stateConfiguration",
            ],
        )?;
        let Some(definition) = json(fields, "", "definition")? else {
            return Err(Refusal::invalid("`definition` is missing"));
        };
        let mut out = TestState::of(definition);
        out.state = text(fields, "", "stateName")?.map(str::to_owned);
        out.role = text(fields, "", "roleArn")?.map(str::to_owned);
        out.context = json(fields, "", "context")?;
        if let Some(input) = json(fields, "", "input")? {
            out.input = input;
        }
        out.level = match text(fields, "", "inspectionLevel")? {
            None | Some("INFO") => Level::Info,
            Some("DEBUG") => Level::Debug,
            Some("TRACE") => Level::Trace,
            Some(_) => return Err(wrong("inspectionLevel", "`INFO`, `DEBUG` or `TRACE`")),
        };
        out.reveal_secrets = match fields.get("revealSecrets") {
            None | Some(Value::Null) => false,
            Some(value) => value.as_bool().ok_or_else(|| wrong("revealSecrets", "`true` or `false`"))?,
        };
        match json(fields, "", "variables")? {
            None => {}
            Some(Value::Object(variables)) => out.variables = variables,
            Some(_) => return Err(wrong("variables", "an object")),
        }
        if let Some(mock) = object(fields, "mock", &["result", "errorOutput", "fieldValidationMode"])? {
            out.mocked(mock)?;
        }
        let known =
            ["retrierRetryCount", "errorCausedByState", "mapIterationFailureCount", "mapItemReaderData"];
        if let Some(settings) = object(fields, "stateConfiguration", &known)? {
            let place = "stateConfiguration.";
            let retries = count(settings, place, "retrierRetryCount")?.unwrap_or(0);
            out.retries = u32::try_from(retries).unwrap_or(u32::MAX);
            out.failures = count(settings, place, "mapIterationFailureCount")?;
            out.error_caused_by = text(settings, place, "errorCausedByState")?.map(str::to_owned);
            out.reader_data = text(settings, place, "mapItemReaderData")?.map(str::to_owned);
        }
        Ok(out)
    }

    fn mocked(&mut self, mock: &Fields) -> Result<(), Refusal> {
        let result = json(mock, "mock.", "result")?;
        let error = match mock.get("errorOutput") {
            None | Some(Value::Null) => None,
            Some(Value::Object(error)) => {
                let place = "mock.errorOutput.";
                only(error, place, &["error", "cause"])?;
                let part = |name| text(error, place, name).map(|text| text.map(str::to_owned));
                Some(Failure { error: part("error")?, cause: part("cause")? })
            }
            Some(_) => return Err(wrong("mock.errorOutput", "an object")),
        };
        self.mock = match (result, error) {
            (Some(result), None) => Some(Ok(result)),
            (None, Some(error)) => Some(Err(error)),
            (None, None) => None,
            (Some(_), Some(_)) => {
                return Err(Refusal::invalid("`mock` has either `result` or `errorOutput`, and not both"));
            }
        };
        self.validation = match text(mock, "mock.", "fieldValidationMode")? {
            None | Some("STRICT") => Validation::Strict,
            Some("PRESENT") => Validation::Present,
            Some("NONE") => Validation::Off,
            Some(_) => return Err(wrong("mock.fieldValidationMode", "`STRICT`, `PRESENT` or `NONE`")),
        };
        Ok(())
    }
}
