//! The catalogue, entry by entry: files, names, patterns, parameters, and a snapshot of state and permissions for each
//! example.

#[path = "support/examples.rs"]
mod examples;
#[path = "support/snapshots.rs"]
mod snapshots;

use examples::{resources, synthesize};
use snapshots::{permissions, snapshot, words};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use stepwright::prelude::*;
use stepwright::task::{Entry, Example};
use stepwright::tasks::CATALOGUE;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// `DynamoPutItem` to `dynamo_put_item`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

fn each_example(visit: impl Fn(&Entry, Example)) {
    for entry in CATALOGUE {
        for example in entry.examples() {
            visit(entry, example);
        }
    }
}

#[test]
fn every_file_is_an_entry_and_every_entry_a_file() {
    let files: BTreeSet<String> = fs::read_dir(Path::new(ROOT).join("src/tasks"))
        .unwrap()
        .map(|file| file.unwrap())
        .filter(|file| file.file_type().unwrap().is_file())
        .map(|file| file.file_name().into_string().unwrap())
        .filter(|name| name != "mod.rs")
        .collect();
    let entries: Vec<String> = CATALOGUE.iter().map(|entry| format!("{}.rs", snake(entry.name))).collect();
    assert_eq!(files.iter().cloned().collect::<Vec<_>>(), entries, "in the order of the files");
}

#[test]
fn every_entry_names_an_aws_page() {
    for entry in CATALOGUE {
        assert!(entry.docs.starts_with("https://docs.aws.amazon.com/"), "{}: {}", entry.name, entry.docs);
    }
}

#[test]
fn every_supported_pattern_has_an_example_and_no_other() {
    for entry in CATALOGUE {
        let shown: BTreeSet<&str> = entry.examples().iter().map(|example| example.pattern.key()).collect();
        let supported: BTreeSet<&str> = entry.patterns.iter().map(|pattern| pattern.key()).collect();
        assert_eq!(shown, supported, "{}", entry.name);
    }
}

#[test]
fn every_parameter_is_shown_by_an_example() {
    for entry in CATALOGUE {
        let schema = entry.schema();
        let mut missing: BTreeSet<String> = schema
            .as_object()
            .and_then(|schema| schema.get("properties")?.as_object())
            .into_iter()
            .flat_map(|properties| properties.keys().cloned())
            .collect();
        for example in entry.examples() {
            let synthesis = synthesize(example);
            let definition = synthesis.asl("Machine").unwrap();
            for state in definition.states() {
                let parameters = state.field("Parameters").or(state.field("Arguments"));
                for key in parameters
                    .and_then(|parameters| parameters.as_object())
                    .into_iter()
                    .flat_map(|map| map.keys())
                {
                    missing.remove(key.strip_suffix(".$").unwrap_or(key));
                }
            }
        }
        assert!(missing.is_empty(), "{}: no example sets {missing:?}", entry.name);
    }
}

#[test]
fn no_example_has_an_error() {
    each_example(|entry, example| {
        let title = example.title;
        let synthesis = synthesize(example);
        let errors: Vec<_> = synthesis.findings.iter().filter(|finding| finding.is_error()).collect();
        assert!(errors.is_empty(), "{} {title}: {errors:?}", entry.name);
    });
}

#[test]
fn every_example_calls_what_its_entry_says() {
    each_example(|entry, example| {
        let (title, pattern) = (example.title, example.pattern);
        let synthesis = synthesize(example);
        let resources = resources(&synthesis);
        let suffixes = match pattern {
            IntegrationPattern::RequestResponse => &[""],
            IntegrationPattern::RunJob => entry.job_suffixes,
            IntegrationPattern::WaitForTaskToken => &[".waitForTaskToken"],
        };
        // A resource that is no integration is a function or an activity by its ARN.
        for resource in resources.iter().filter(|resource| resource.starts_with("arn:aws:states:::")) {
            assert!(
                suffixes.iter().any(|suffix| resource.ends_with(suffix)),
                "{} {title}: {resource}",
                entry.name
            );
            if pattern == IntegrationPattern::RequestResponse {
                assert!(
                    !resource.contains(".sync") && !resource.contains(".wait"),
                    "{} {title}: {resource}",
                    entry.name
                );
            }
        }
    });
}

#[test]
fn state_and_permissions_of_each_example() {
    each_example(|entry, example| {
        let name = format!("{}.{}", snake(entry.name), example.title);
        let pattern = example.pattern;
        let synthesis = synthesize(example);
        let definition = synthesis.asl("Machine").unwrap();
        let states = definition.json().get("States").unwrap();
        let mut text = format!("{} by {pattern}\n{}\n\n", entry.name, entry.docs);
        text.push_str(&serde_json::to_string_pretty(states).unwrap());
        text.push_str("\n\nPermissions\n");
        text.push_str(&permissions(&synthesis.machines[0].statements));
        text.push_str("\nReferences\n");
        let properties = &synthesis.template["Resources"]["Machine"]["Properties"];
        for (name, reference) in properties["DefinitionSubstitutions"].as_object().into_iter().flatten() {
            text.push_str(&format!("  {name}: {}\n", words(reference)));
        }
        for finding in &synthesis.findings {
            text.push_str(&format!("\n{}[{}]: {}\n", finding.severity, finding.code, finding.message));
        }
        snapshot("tasks", &name, &text);
    });
}

#[test]
fn no_snapshot_is_an_orphan() {
    let mut known = BTreeSet::new();
    for entry in CATALOGUE {
        for example in entry.examples() {
            assert!(
                known.insert(format!("{}.{}.snap", snake(entry.name), example.title)),
                "{} has two examples called `{}`",
                entry.name,
                example.title
            );
        }
    }
    for file in fs::read_dir(Path::new(ROOT).join("snapshots/tasks")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(name.ends_with(".new") || known.contains(&name), "no example makes snapshots/tasks/{name}");
    }
}
