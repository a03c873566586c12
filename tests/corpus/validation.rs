//! The judge against AWS: the same verdict, code and place on every recorded definition, and no error on any definition
//! that AWS took.

use super::cases::cases;
use serde_json::{Map, Value, json};
use stepwright::asl::Definition;
use stepwright::asl::source::Format;
use stepwright::diagnostic::Diagnostic;
use stepwright::tasks::CATALOGUE;
use stepwright::validate::{Options, Workflow, validate, variable_references};

/// Cases on which we differ from AWS, each with the reason. The list only shrinks.
const DIFFERENCES: &[(&str, &str)] = &[];

fn judged(case: &Value) -> Vec<Diagnostic> {
    let workflow = if case["type"] == "EXPRESS" { Workflow::Express } else { Workflow::Standard };
    let text = match case["definition_text"].as_str() {
        Some(text) => text.to_owned(),
        None => case["definition"].to_string(),
    };
    validate(text, Format::Json, &Options::new(workflow).catalogue(CATALOGUE))
}

/// What differs from AWS's answer, if anything.
fn difference(case: &Value) -> Option<String> {
    let findings = judged(case);
    let errors: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.is_error()).collect();
    let valid = case["expect"]["valid"] == true;
    if valid != errors.is_empty() {
        return Some(format!("AWS says {}: {errors:?}", if valid { "valid" } else { "invalid" }));
    }
    let theirs = case["expect"]["diagnostics"].as_array().into_iter().flatten();
    for diagnostic in theirs.filter(|diagnostic| diagnostic["severity"] == "ERROR") {
        let same = |ours: &&&Diagnostic| {
            ours.aws.as_ref().is_some_and(|aws| {
                diagnostic["code"] == aws.code
                    && diagnostic["message"] == aws.message
                    && diagnostic.get("location").and_then(Value::as_str) == aws.location.as_deref()
            })
        };
        if !errors.iter().any(|ours| same(&ours)) {
            return Some(format!("AWS says {diagnostic}, we say {errors:?}"));
        }
    }
    None
}

fn report(kind: &str, total: usize, differences: Vec<(String, String)>) {
    println!("{kind} {}/{total}", total - differences.len());
    let known = |id: &str| DIFFERENCES.iter().any(|(known, _)| *known == id);
    let fresh: Vec<_> = differences.iter().filter(|(id, _)| !known(id)).collect();
    assert!(fresh.is_empty(), "{fresh:#?}");
    assert!(total > 0);
}

#[test]
fn validation() {
    let Some(cases) = cases() else { return };
    let cases: Vec<&Value> = cases.iter().filter(|case| case["kind"] == "validation").collect();
    let id = |case: &Value| case["id"].as_str().unwrap().to_owned();
    let differences = cases.iter().filter_map(|case| Some((id(case), difference(case)?))).collect();
    report("validation", cases.len(), differences);
}

#[test]
fn variable_references_of_states() {
    let Some(cases) = cases() else { return };
    let cases: Vec<&Value> = cases.iter().filter(|case| case["kind"] == "variable_references").collect();
    let mut differences = Vec::new();
    for case in &cases {
        let definition = Definition::read(&case["definition"].to_string()).unwrap();
        let ours: Map<String, Value> = variable_references(&definition)
            .into_iter()
            .map(|(state, names)| (state, names.into_iter().collect()))
            .collect();
        let ours = Value::Object(ours);
        if ours != case["expect"]["references"] {
            differences.push((case["id"].as_str().unwrap().to_owned(), ours.to_string()));
        }
    }
    report("variable_references", cases.len(), differences);
}

/// A state that was tested alone, in a machine that has what it goes on to.
fn machine_of(state: &Value) -> Value {
    let mut states = Map::new();
    states.insert("Tested".to_owned(), state.clone());
    let alone = json!({ "StartAt": "Tested", "States": { "Tested": state } });
    let definition = Definition::read(&alone.to_string()).unwrap();
    for state in definition.machine().states() {
        for (next, _) in state.transitions() {
            states.entry(next).or_insert_with(|| json!({ "Type": "Succeed" }));
        }
    }
    json!({ "StartAt": "Tested", "States": states })
}

#[test]
fn no_error_on_what_aws_took() {
    let Some(cases) = cases() else { return };
    let (mut seen, mut wrong) = (0, Vec::new());
    for case in &cases {
        let taken = match case["kind"].as_str() {
            Some("validation") => case["expect"]["valid"] == true,
            Some("test_state") => case["expect"].get("response").is_some(),
            _ => true,
        };
        if !taken {
            continue;
        }
        let mut case = case.clone();
        if case["definition"].is_object() && case["definition"].get("States").is_none() {
            case["definition"] = machine_of(&case["definition"]);
        }
        seen += 1;
        let findings = judged(&case);
        wrong.extend(findings.iter().filter(|it| it.is_error()).map(|it| format!("{}: {it}", case["id"])));
    }
    println!("accepted without an error {}/{seen}", seen - wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 900, "{seen}");
}
