//! AWS's file of mocks, as Step Functions Local reads it.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-test-sm-exec.html>.

use super::mock::{Answers, Function, Mocks};
use super::world::{Reply, fails, returns};
use crate::asl::source::{Format, Spot, locate, read_template};
use crate::diagnostic::{Diagnostic, nearest, pointer};
use indexmap::IndexMap;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A file of mocks: for each machine, test cases by name, each of which says which answers its states get.
///
/// The answers to a state are numbered by how often it was asked before, from 0: `"0"`, `"1-2"`; each either returns a
/// result or throws an error. Who is asked more often than there are answers ends the run, with an error that says so. A
/// state that a test case leaves out has no answer; give it one beside the file, with
/// [`Runner::mock`](super::Runner::mock).
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::{MockConfig, Run};
///
/// let config = MockConfig::read(
///     r#"{
///       "StateMachines": { "Orders": { "TestCases": { "Busy": { "Charge": "BusyTwice" } } } },
///       "MockedResponses": {
///         "BusyTwice": {
///           "0-1": { "Throw": { "Error": "Lambda.TooManyRequestsException", "Cause": "too many" } },
///           "2": { "Return": { "Payload": "ok" } }
///         }
///       }
///     }"#,
/// )
/// .map_err(|mut findings| findings.remove(0))?;
/// assert!(config.cases("Orders").eq(["Busy"]));
///
/// let machine = StateMachine::new(
///     LambdaInvoke::new("charge").state("Charge").retry(Retry::on("Lambda.TooManyRequestsException").interval(secs(1))),
/// );
/// let run = machine.run(json!({})).mocks(config.mocks_of("Orders#Busy")?).finish();
/// assert_eq!(run.output(), Some(&json!({ "Payload": "ok" })));
/// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MockConfig {
    /// Machines, their test cases, and in each the response of a state.
    machines: IndexMap<String, IndexMap<String, IndexMap<String, String>>>,
    responses: IndexMap<String, Numbered>,
}

/// Replies by the number of the request, in order and without a gap: the number of each one's last request.
#[derive(Clone, Debug)]
struct Numbered(Arc<[(u64, Reply)]>);

impl<'a> Answers<'a> for Numbered {
    fn into_function(self) -> Function<'a> {
        let mut asked: u64 = 0;
        Box::new(move |_| {
            let found = self.0.iter().find(|(last, _)| asked <= *last).map(|(_, reply)| reply.clone());
            let count = usize::try_from(asked).unwrap_or(usize::MAX);
            asked += 1;
            found.ok_or(count)
        })
    }
}

impl MockConfig {
    /// Reads the text of such a file.
    ///
    /// # Errors
    ///
    /// Says all that is wrong with it, each with its place as a JSON pointer, line and column.
    pub fn read(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let root = match serde_json::from_str(text) {
            Ok(Value::Object(_)) | Err(_) => {
                read_template(text, Format::Json).map_err(|finding| vec![finding])?
            }
            Ok(other) => {
                return Err(vec![Diagnostic::error(
                    "malformed-mocks",
                    expected("an object of mocks", &other),
                )]);
            }
        };
        let mut reading = Reading::default();
        let config = reading.file(&root);
        if reading.findings.is_empty() {
            return Ok(config);
        }
        let spots: Vec<Spot> = reading
            .findings
            .iter()
            .map(|finding| Spot::key(finding.place.pointer.as_deref().unwrap_or_default()))
            .collect();
        let positions = locate(text, Format::Json, &spots);
        for (finding, position) in reading.findings.iter_mut().zip(positions) {
            finding.place.position = position;
        }
        Err(reading.findings)
    }

    /// The machines that it names.
    pub fn machines(&self) -> impl Iterator<Item = &str> {
        self.machines.keys().map(String::as_str)
    }

    /// The test cases of a machine; none where it is not named.
    pub fn cases(&self, machine: &str) -> impl Iterator<Item = &str> {
        self.machines.get(machine).into_iter().flat_map(|cases| cases.keys().map(String::as_str))
    }

    /// The states that a test case answers.
    pub fn states(&self, machine: &str, case: &str) -> impl Iterator<Item = &str> {
        let states = self.machines.get(machine).and_then(|cases| cases.get(case));
        states.into_iter().flat_map(|states| states.keys().map(String::as_str))
    }

    /// The mocks of a test case, none of them asked yet.
    ///
    /// # Errors
    ///
    /// Where the file has no such machine, or no such case of it.
    pub fn mocks(&self, machine: &str, case: &str) -> Result<Mocks<'static>, Diagnostic> {
        let Some(cases) = self.machines.get(machine) else {
            let message = format!("the mocks name no state machine `{machine}`");
            return Err(unknown(message, machine, self.machines()));
        };
        let Some(states) = cases.get(case) else {
            let message = format!("the mocks of `{machine}` have no test case `{case}`");
            return Err(unknown(message, case, self.cases(machine)));
        };
        let mut mocks = Mocks::default();
        for (state, response) in states {
            if let Some(numbered) = self.responses.get(response) {
                mocks.answer(state, numbered.clone());
            }
        }
        Ok(mocks)
    }

    /// As [`mocks`](Self::mocks), of the machine and case as Step Functions Local is told them: `Orders#Busy`, or the
    /// machine's ARN with `#Busy` behind it.
    ///
    /// # Errors
    ///
    /// Also where there is no `#`.
    pub fn mocks_of(&self, name: &str) -> Result<Mocks<'static>, Diagnostic> {
        let machine = name.rsplit(':').next().unwrap_or(name);
        match name.rsplit_once('#') {
            Some((arn, case)) => self.mocks(arn.rsplit(':').next().unwrap_or(arn), case),
            None => Err(Diagnostic::error("unknown-test-case", format!("`{name}` names no test case"))
                .help(format!("write it behind the machine: `{machine}#TestCase`"))),
        }
    }
}

fn unknown<'a>(message: String, written: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let finding = Diagnostic::error("unknown-test-case", message);
    match nearest(written, known.iter().copied()) {
        Some(near) => finding.help(format!("there is `{near}`")),
        None if known.is_empty() => finding.help("there is none yet"),
        None => finding.help(format!("there is `{}`", known.join("`, `"))),
    }
}

fn wrong(place: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("malformed-mocks", message).pointer(place)
}

fn expected(what: &str, found: &Value) -> String {
    let found = match super::template::sort(found) {
        "null" => "null".to_owned(),
        kind @ ("array" | "object") => format!("an {kind}"),
        kind => format!("a {kind}"),
    };
    format!("this should be {what}, and is {found}")
}

/// Reading a file and noting what is wrong with it.
#[derive(Default)]
struct Reading {
    findings: Vec<Diagnostic>,
}

impl Reading {
    fn note(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    fn object<'a>(&mut self, place: &str, value: &'a Value) -> Option<&'a Map<String, Value>> {
        if !value.is_object() {
            self.note(wrong(place, expected("an object", value)));
        }
        value.as_object()
    }

    fn text<'a>(&mut self, place: &str, value: &'a Value) -> Option<&'a str> {
        if !value.is_string() {
            self.note(wrong(place, expected("a string", value)));
        }
        value.as_str()
    }

    /// Notes the members that nobody reads.
    fn only(&mut self, place: &str, object: &Map<String, Value>, known: &[&str]) {
        for name in object.keys().filter(|name| !known.contains(&name.as_str())) {
            let finding = wrong(&pointer(place, name), format!("`{name}` is no field of this"));
            let near = nearest(name, known.iter().copied());
            self.note(finding.help(match near {
                Some(near) => format!("there is `{near}`"),
                None => format!("there is `{}`", known.join("`, `")),
            }));
        }
    }

    fn file(&mut self, root: &Map<String, Value>) -> MockConfig {
        let mut config = MockConfig::default();
        self.only("", root, &["StateMachines", "MockedResponses"]);
        for field in ["StateMachines", "MockedResponses"] {
            if !root.contains_key(field) {
                self.note(wrong("", format!("`{field}` is missing")));
            }
        }
        let responses = root.get("MockedResponses");
        let responses = responses.and_then(|value| self.object("/MockedResponses", value));
        for (name, response) in responses.into_iter().flatten() {
            let place = pointer("/MockedResponses", name);
            if let Some(numbered) = self.response(&place, response) {
                config.responses.insert(name.clone(), numbered);
            }
        }
        let machines = root.get("StateMachines");
        let machines = machines.and_then(|value| self.object("/StateMachines", value));
        for (name, machine) in machines.into_iter().flatten() {
            let place = pointer("/StateMachines", name);
            let cases = self.machine(&place, machine, responses);
            config.machines.insert(name.clone(), cases);
        }
        config
    }

    fn machine(
        &mut self,
        place: &str,
        machine: &Value,
        responses: Option<&Map<String, Value>>,
    ) -> IndexMap<String, IndexMap<String, String>> {
        let mut out = IndexMap::new();
        let Some(machine) = self.object(place, machine) else { return out };
        self.only(place, machine, &["TestCases"]);
        let Some(cases) = machine.get("TestCases") else {
            self.note(wrong(place, "`TestCases` is missing"));
            return out;
        };
        let place = pointer(place, "TestCases");
        for (name, case) in self.object(&place, cases).into_iter().flatten() {
            let place = pointer(&place, name);
            let mut states = IndexMap::new();
            for (state, response) in self.object(&place, case).into_iter().flatten() {
                let place = pointer(&place, state);
                let Some(response) = self.text(&place, response) else { continue };
                if let Some(responses) = responses.filter(|responses| !responses.contains_key(response)) {
                    let message = format!("`MockedResponses` has no `{response}`");
                    let near = nearest(response, responses.keys().map(String::as_str));
                    let finding = wrong(&place, message);
                    self.note(match near {
                        Some(near) => finding.help(format!("there is `{near}`")),
                        None => finding,
                    });
                }
                states.insert(state.clone(), response.to_owned());
            }
            out.insert(name.clone(), states);
        }
        out
    }

    fn response(&mut self, place: &str, response: &Value) -> Option<Numbered> {
        let response = self.object(place, response)?;
        if response.is_empty() {
            self.note(wrong(place, "this response answers nothing").help("number its answers from `0`"));
        }
        let mut answers = Vec::new();
        for (numbers, answer) in response {
            let place = pointer(place, numbers);
            let range = range(numbers);
            if range.is_none() {
                let message = format!("`{numbers}` is neither a number nor a range of them");
                self.note(wrong(&place, message).help("write `0`, or `1-2` for several requests"));
            }
            if let (Some(reply), Some((first, last))) = (self.answer(&place, answer), range) {
                answers.push((first, last, place, reply));
            }
        }
        answers.sort_by_key(|(first, ..)| *first);
        let mut next = Some(0);
        for (first, last, place, _) in &answers {
            match next {
                Some(wanted) if *first > wanted => {
                    let message = format!("request {wanted} has no answer, and request {first} has");
                    self.note(wrong(place, message).help("answers are numbered from `0`, without a gap"));
                }
                Some(wanted) if *first == wanted => {}
                _ => self.note(wrong(place, format!("request {first} has two answers"))),
            }
            next = next.max(last.checked_add(1));
        }
        Some(Numbered(answers.into_iter().map(|(_, last, _, reply)| (last, reply)).collect()))
    }

    fn answer(&mut self, place: &str, answer: &Value) -> Option<Reply> {
        let answer = self.object(place, answer)?;
        self.only(place, answer, &["Return", "Throw"]);
        match (answer.get("Return"), answer.get("Throw")) {
            (Some(value), None) => Some(returns(value.clone())),
            (None, Some(error)) => self.error(&pointer(place, "Throw"), error),
            (found, _) => {
                let message =
                    if found.is_some() { "this both returns and throws" } else { "this answers nothing" };
                self.note(wrong(place, message).help("an answer is either `Return` or `Throw`"));
                None
            }
        }
    }

    fn error(&mut self, place: &str, error: &Value) -> Option<Reply> {
        let error = self.object(place, error)?;
        self.only(place, error, &["Error", "Cause"]);
        let Some(name) = error.get("Error") else {
            self.note(wrong(place, "`Error` is missing").help("it is the name that Retry and Catch see"));
            return None;
        };
        let name = self.text(&pointer(place, "Error"), name);
        let reply = fails(name?);
        match error.get("Cause") {
            Some(cause) => self.text(&pointer(place, "Cause"), cause).map(|cause| reply.cause(cause)),
            None => Some(reply),
        }
    }
}

/// The first and last of `4` or `1-2`.
fn range(text: &str) -> Option<(u64, u64)> {
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?;
    match text.split_once('-') {
        None => number(text).map(|only| (only, only)),
        Some((first, last)) => Some((number(first)?, number(last)?)).filter(|(first, last)| first <= last),
    }
}
