//! Runs of AWS, recorded, compared with ours: status with output or error, then the cause; and the states entered and
//! left, with their data.
//!
//! `STEPWRIGHT_CASE` names a part of an id: then only such cases run, and tell all.

use super::cases::cases;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use stepwright::asl::Definition;
use stepwright::run::{Execution, Failure, Program, Reply, Request, Run, Time, fails, never, returns};

/// Cases that come out another way, and why: which level they miss.
const DIFFERENCES: &[(&str, &str)] = &[];

fn runs() -> Vec<Value> {
    let mut runs = cases().unwrap_or_default();
    runs.retain(|case| case["kind"] == "run");
    runs
}

fn reply(answer: &Value) -> Reply {
    if answer["hang"] == true {
        return never();
    }
    if let Some(error) = answer.get("error") {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        return Failure { error: text(Some(error)), cause: text(answer.get("cause")) }.into();
    }
    returns(answer["output"].clone())
}

/// Runs a case.
fn execute(case: &Value) -> Execution {
    let definition = match case["definition"].clone() {
        Value::Object(map) => Definition::from_map(map),
        _ => Definition::read(case["definition_text"].as_str().unwrap()).unwrap(),
    };
    let mut run = definition.run(case["input"].clone());
    if case["type"] == "EXPRESS" {
        run = run.express();
    }
    if let Some(clock) = case["clock"].as_str() {
        run = run.start_at(Time::parse(clock).unwrap());
    }
    let context = &case["context"];
    let text = |pointer: &str| context.pointer(pointer).and_then(Value::as_str);
    if let Some(arn) = text("/StateMachine/Id") {
        run = run.machine_arn(arn);
    }
    if let Some(name) = text("/Execution/Name") {
        run = run.name(name);
    }
    if let Some(role) = text("/Execution/RoleArn") {
        run = run.role_arn(role);
    }
    for (name, text) in case["files"].as_object().into_iter().flatten() {
        run = run.file(name, text.as_str().unwrap());
    }
    for (state, answers) in case["mocks"].as_object().into_iter().flatten() {
        let mut left: Vec<Value> = answers.as_array().unwrap().clone();
        run = run.mock(state, move |request: &Request<'_>| {
            // The recorder took the iterations before for outer ones: only the last index says which it is.
            let index = request.iteration.last().map(|index| Value::from(*index));
            let fits = |answer: &Value| {
                let wanted = answer.get("iteration").and_then(Value::as_array).and_then(|path| path.last());
                wanted.is_none() || wanted == index.as_ref()
            };
            match left.iter().position(fits) {
                Some(index) => reply(&left.remove(index)),
                None => fails("Corpus.NoAnswerLeft"),
            }
        });
    }
    // A deleted activity is asked, and never answers.
    for state in definition.states() {
        let is_activity = state.resource().is_some_and(|resource| resource.contains(":activity:"));
        if is_activity && case["mocks"].get(state.name()).is_none() {
            run = run.mock(state.name(), fails("ActivityDoesNotExist"));
        }
    }
    run.finish()
}

/// Values as the corpus compares them.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::String(left), Value::String(right)) => {
            left == right
                || matches!((structured(left), structured(right)), (Some(left), Some(right)) if same(&left, &right))
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let keys = |map: &Map<String, Value>| map.keys().filter(|key| *key != "RedriveCount").count();
            keys(left) == keys(right)
                && left
                    .iter()
                    .filter(|(key, _)| *key != "RedriveCount")
                    .all(|(key, value)| right.get(key).is_some_and(|other| same(value, other)))
        }
        _ => left == right,
    }
}

fn structured(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (value.is_object() || value.is_array()).then_some(value)
}

/// Takes out what a JSON pointer points at.
fn blank(value: &mut Value, pointer: &str) {
    if let Some(place) = value.pointer_mut(pointer) {
        *place = Value::Null;
    }
}

/// What our run says, in the form of `expect`.
fn told(run: &Execution) -> Value {
    let mut out = Map::new();
    out.insert("status".into(), run.status().as_str().into());
    if let Some(output) = run.output() {
        out.insert("output".into(), output.clone());
    }
    out.insert("error".into(), run.error().map_or(Value::Null, Value::from));
    out.insert("cause".into(), run.cause().map_or(Value::Null, Value::from));
    Value::Object(out)
}

/// The level that a case agrees on: 0, 1 or 2.
fn level(case: &Value, run: &Execution) -> u8 {
    let (mut expected, mut ours) = (case["expect"].clone(), told(run));
    let ignored: Vec<String> = expected["ignore"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|pointer| pointer.as_str().unwrap().to_owned())
        .collect();
    for pointer in &ignored {
        blank(&mut expected, pointer);
        blank(&mut ours, pointer);
    }
    let first = expected["status"] == ours["status"]
        && (if expected["status"] == "SUCCEEDED" {
            same(&expected["output"], &ours["output"])
        } else {
            expected["error"] == ours["error"]
        });
    if !first {
        return 0;
    }
    let cause = ours["cause"].as_str();
    let second = if let Some(parts) = expected["cause_parts"].as_array() {
        in_order(cause.unwrap_or_default(), parts)
    } else if let Some(json) = expected.get("cause_json") {
        cause.and_then(|text| serde_json::from_str(text).ok()).is_some_and(|ours: Value| same(json, &ours))
    } else {
        expected["cause"].as_str() == cause
    };
    if second { 2 } else { 1 }
}

fn in_order(text: &str, parts: &[Value]) -> bool {
    let mut rest = text;
    for (index, part) in parts.iter().enumerate() {
        let part = part.as_str().unwrap();
        let Some(at) = (if index + 1 == parts.len() { rest.rfind(part) } else { rest.find(part) }) else {
            return false;
        };
        if index == 0 && at != 0 {
            return false;
        }
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

#[test]
fn runs_come_out_as_they_did_in_aws() {
    let cases = runs();
    if cases.is_empty() {
        return;
    }
    let only = std::env::var("STEPWRIGHT_CASE").ok();
    let (mut levels, mut wrong, mut tags) = ([0; 3], Vec::new(), BTreeMap::<String, [usize; 3]>::new());
    let mut met = Vec::new();
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        if only.as_ref().is_some_and(|only| !id.contains(only.as_str())) {
            continue;
        }
        let run = execute(case);
        let level = level(case, &run);
        for reached in &mut levels[..=usize::from(level)] {
            *reached += 1;
        }
        for tag in case["tags"].as_array().unwrap() {
            let of_tag = tags.entry(tag.as_str().unwrap().to_owned()).or_default();
            for reached in &mut of_tag[..=usize::from(level)] {
                *reached += 1;
            }
        }
        if only.is_some() {
            println!("{id}: level {level}\n{run}\nexpected {:#}", case["expect"]);
        }
        let known = DIFFERENCES.iter().find(|(known, _)| *known == id);
        met.extend(known.map(|(known, _)| *known).filter(|_| level < 2));
        if level < 2 && known.is_none() {
            wrong.push(format!(
                "{id}: level {level}\n  ours     {}\n  expected {}",
                told(&run),
                without_trace(case)
            ));
        }
    }
    println!(
        "run agreed {}/{} (status and output or error), {}/{} (and the cause)",
        levels[1], levels[0], levels[2], levels[0]
    );
    for (tag, [all, first, second]) in &tags {
        println!("  {tag}: {first}, {second} of {all}");
    }
    assert!(wrong.is_empty(), "{} cases differ\n{}", wrong.len(), wrong.join("\n"));
    if only.is_none() {
        let done: Vec<&str> = DIFFERENCES.iter().map(|(id, _)| *id).filter(|id| !met.contains(id)).collect();
        assert!(done.is_empty(), "no difference any more: {done:?}");
    }
}

fn without_trace(case: &Value) -> Value {
    let mut expected = case["expect"].clone();
    if let Value::Object(map) = &mut expected {
        map.retain(|key, _| !key.starts_with("trace") && !key.starts_with("calls"));
    }
    expected
}

/// The states that were entered and left, with their data.
fn trace(run: &Execution) -> Vec<Value> {
    let row = |event: &stepwright::run::Event| {
        let mut row = Map::new();
        let data = event.data().cloned().unwrap_or_default();
        if event.kind().ends_with("StateEntered") {
            row.insert("enter".into(), event.state()?.into());
            row.insert("input".into(), data);
        } else if event.kind().ends_with("StateExited") {
            row.insert("exit".into(), event.state()?.into());
            row.insert("output".into(), data);
            let assigned: Map<String, Value> =
                event.assigned().map(|(name, value)| (name.to_owned(), value.clone())).collect();
            if !assigned.is_empty() {
                row.insert("assigned".into(), assigned.into());
            }
        } else {
            return None;
        }
        Some(Value::Object(row))
    };
    run.events().iter().filter_map(row).collect()
}

/// A row of a trace agrees with one of ours.
fn row_agrees(expected: &Value, ours: &Value) -> bool {
    let (mut expected, mut ours) = (expected.clone(), ours.clone());
    let ignored: Vec<String> = expected["ignore"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|pointer| pointer.as_str().unwrap().to_owned())
        .collect();
    for pointer in ignored {
        blank(&mut expected, &pointer);
        blank(&mut ours, &pointer);
    }
    expected.as_object_mut().unwrap().remove("ignore");
    same(&expected, &ours)
}

#[test]
fn traces_are_those_of_aws() {
    let only = std::env::var("STEPWRIGHT_CASE").ok();
    let (mut agreed, mut total, mut wrong) = (0, 0, Vec::new());
    for case in &runs() {
        let id = case["id"].as_str().unwrap();
        let skipped = only.as_ref().is_some_and(|only| !id.contains(only.as_str()));
        let rows = case["expect"].get("trace").or(case["expect"].get("trace_unordered"));
        let (false, Some(rows)) = (skipped, rows.and_then(Value::as_array)) else { continue };
        total += 1;
        let nests = case["tags"].as_array().unwrap().iter().any(|tag| tag == "map" || tag == "parallel");
        let mut ours = trace(&execute(case));
        let count = ours.len();
        let mut missing = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let place = if nests {
                ours.iter().position(|other| row_agrees(row, other))
            } else {
                ours.first().filter(|other| row_agrees(row, other)).map(|_| 0)
            };
            match place {
                Some(place) => drop(ours.remove(place)),
                None => {
                    missing.push(format!(
                        "row {index}: {row}\n    ours {}",
                        ours.first().unwrap_or(&Value::Null)
                    ));
                    break;
                }
            }
        }
        if missing.is_empty() && ours.is_empty() {
            agreed += 1;
        } else {
            wrong.push(format!("{id}: {} rows of {count}\n    {}", rows.len(), missing.join("\n")));
        }
    }
    println!("trace agreed {agreed}/{total}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_program_is_the_definition_it_was_made_of() {
    for case in &runs() {
        if let Value::Object(map) = case["definition"].clone() {
            let findings = Program::of(&Definition::from_map(map)).err().unwrap_or_default();
            assert!(findings.is_empty(), "{}: {findings:#?}", case["id"]);
        }
    }
}
