//! The catalogue of tasks: complete, in order, and shown off.
#![allow(clippy::unwrap_used)]

use serde_json::{Map, Value};
use std::collections::BTreeSet;
use stepwright::machine::StateMachine;
use stepwright::task::{Entry, Example};
use stepwright::tasks::{CATALOGUE, entry};

/// `DynamoPutItem` as `dynamo_put_item`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The one state of an example, as ASL writes it.
fn state(example: Example) -> Map<String, Value> {
    let title = example.title;
    let machine = StateMachine::new(example.flow);
    let machine = match example.language {
        stepwright::asl::QueryLanguage::Jsonata => machine.jsonata(),
        stepwright::asl::QueryLanguage::JsonPath => machine,
    };
    let (definition, findings) = machine.definition();
    let errors: Vec<String> =
        findings.iter().filter(|finding| finding.is_error()).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{title}: {}", errors.join("\n"));
    let states = definition.json()["States"].as_object().unwrap();
    assert_eq!(states.len(), 1, "{title}");
    states.values().next().unwrap().as_object().unwrap().clone()
}

/// Every key in a value and below it, without the ending that announces a path.
fn keys(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                into.insert(key.strip_suffix(".$").unwrap_or(key).to_owned());
                keys(value, into);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, into)),
        _ => {}
    }
}

#[test]
fn the_catalogue_is_the_folder() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tasks");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter_map(|file| file.strip_suffix(".rs").map(str::to_owned))
        .filter(|file| file != "mod")
        .collect();
    files.sort();
    let names: Vec<String> = CATALOGUE.iter().map(|entry| snake(entry.name)).collect();
    assert_eq!(names, files);
}

#[test]
fn an_entry_is_found_by_its_name() {
    for Entry { name, .. } in CATALOGUE {
        assert_eq!(entry(name).map(|entry| entry.name), Some(*name));
    }
    assert!(entry("DynamoPutItems").is_none());
}

/// Entries that call an API which another entry calls as well: one kind of API Gateway's APIs, and functions that do one
/// thing.
const SHARED: [&str; 3] =
    ["CallApiGatewayRestApiEndpoint", "CallAwsServiceCrossRegion", "EvaluateExpressionInFunction"];

#[test]
fn no_two_entries_call_the_same_api() {
    let own = CATALOGUE.iter().filter(|entry| !SHARED.contains(&entry.name));
    let apis: BTreeSet<_> = own.map(|entry| (entry.service, entry.action)).collect();
    assert_eq!(apis.len(), CATALOGUE.len() - SHARED.len());
}

#[test]
fn docs_are_pages_of_aws() {
    for entry in CATALOGUE {
        let page = entry.docs.strip_prefix("https://docs.aws.amazon.com/step-functions/latest/dg/");
        assert!(page.is_some_and(|page| page.ends_with(".html")), "{}: {}", entry.name, entry.docs);
    }
}

#[test]
fn every_pattern_has_an_example() {
    for entry in CATALOGUE {
        let examples = entry.examples();
        for pattern in entry.patterns {
            assert!(examples.iter().any(|example| example.pattern == *pattern), "{}: {pattern}", entry.name);
        }
        for example in &examples {
            assert!(entry.patterns.contains(&example.pattern), "{}: {}", entry.name, example.title);
        }
        let titles: BTreeSet<_> = examples.iter().map(|example| example.title).collect();
        assert_eq!(titles.len(), examples.len(), "{}: two examples share a title", entry.name);
    }
}

#[test]
fn examples_call_what_the_entry_says() {
    for entry in CATALOGUE {
        for example in entry.examples() {
            let (title, pattern) = (example.title, example.pattern);
            let state = state(example);
            let resource = state["Resource"].as_str().unwrap();
            let Some(called) = resource.strip_prefix("arn:aws:states:::") else { continue };
            let suffixes = match pattern.key() {
                "run_job" => entry.job_suffixes,
                "wait_for_task_token" => &[".waitForTaskToken"],
                _ => &[""],
            };
            let form = |suffix: &&str| match entry.action {
                "*" => called.starts_with(&format!("{}:", entry.service)) && called.ends_with(suffix),
                action => called == format!("{}:{action}{suffix}", entry.service),
            };
            assert!(suffixes.iter().any(form), "{title}: {called}");
        }
    }
}

#[test]
fn examples_say_every_parameter() {
    for entry in CATALOGUE {
        let mut said = BTreeSet::new();
        for example in entry.examples() {
            let state = state(example);
            for field in ["Parameters", "Arguments"] {
                if let Some(value) = state.get(field) {
                    keys(value, &mut said);
                }
            }
        }
        let schema = serde_json::to_value(entry.schema()).unwrap();
        for name in schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
            assert!(said.contains(name), "{}: no example says `{name}`", entry.name);
        }
    }
}
