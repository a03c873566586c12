//! The catalogue beside the table of optimized integrations: each in every form it has, and nothing that it has not.

#[path = "support/examples.rs"]
mod examples;

use examples::{resources, synthesize};
use std::collections::BTreeSet;
use stepwright::task::{Entry, INTEGRATIONS, Integration, IntegrationPattern};
use stepwright::tasks::CATALOGUE;

/// Where a `Resource` of the SDK integrations begins.
const SDK: &str = "aws-sdk:";

/// What each example of an entry calls, without the beginning of the ARN.
fn called(entry: &Entry) -> Vec<(IntegrationPattern, String)> {
    let mut out = Vec::new();
    for example in entry.examples() {
        let pattern = example.pattern;
        for resource in resources(&synthesize(example)) {
            if let Some(called) = resource.strip_prefix("arn:aws:states:::") {
                out.push((pattern, called.to_owned()));
            }
        }
    }
    out
}

#[test]
fn every_integration_has_an_entry_with_its_patterns() {
    for integration in INTEGRATIONS {
        let Integration { service, action, .. } = integration;
        let patterns: Vec<IntegrationPattern> = integration.patterns().collect();
        let mut entries =
            CATALOGUE.iter().filter(|entry| (entry.service, entry.action) == (*service, *action));
        assert!(entries.any(|entry| entry.patterns == patterns), "{service}:{action}: {patterns:?}");
    }
}

#[test]
fn every_form_of_an_integration_has_an_example() {
    let shown: BTreeSet<String> = CATALOGUE.iter().flat_map(called).map(|(_, resource)| resource).collect();
    for Integration { service, action, suffixes, .. } in INTEGRATIONS {
        for suffix in *suffixes {
            let resource = format!("{service}:{action}{suffix}");
            assert!(shown.contains(&resource), "no example calls {resource}");
        }
    }
}

#[test]
fn no_entry_claims_what_the_table_has_not() {
    // An activity is a worker's and no integration: its `Resource` is its own ARN.
    let integrations = CATALOGUE.iter().filter(|entry| {
        !entry.service.starts_with("aws-sdk") && (entry.service, entry.action) != ("states", "activity")
    });
    for Entry { name, service, action, patterns, job_suffixes, docs, .. } in integrations {
        let integration = Integration::of(&format!("arn:aws:states:::{service}:{action}"));
        let integration = integration.unwrap_or_else(|| panic!("{name}: there is no {service}:{action}"));
        for pattern in *patterns {
            assert!(integration.supports(*pattern), "{name} by {pattern}");
        }
        if patterns.contains(&IntegrationPattern::RunJob) {
            assert!(job_suffixes.iter().all(|suffix| integration.suffixes.contains(suffix)), "{name}");
        }
        assert_eq!(integration.docs, *docs, "{name}");
    }
}

#[test]
fn examples_call_what_the_table_has() {
    for entry in CATALOGUE {
        for (pattern, called) in called(entry) {
            if called.starts_with(SDK) {
                assert!(!called.contains(".sync"), "{}: {called}", entry.name);
                continue;
            }
            let integration = Integration::of(&format!("arn:aws-cn:states:::{called}"));
            assert!(integration.is_some_and(|found| found.supports(pattern)), "{}: {called}", entry.name);
        }
    }
}

#[test]
fn the_table_is_whole_and_in_order() {
    let names: Vec<(&str, &str)> =
        INTEGRATIONS.iter().map(|integration| (integration.service, integration.action)).collect();
    let ordered: Vec<_> = names.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let services: BTreeSet<&str> = names.iter().map(|(service, _)| *service).collect();
    assert_eq!(names, ordered, "each once, by service and action");
    assert_eq!((names.len(), services.len()), (64, 22));
}

#[test]
fn only_forms_of_an_integration_are_found() {
    for resource in [
        "",
        "arn:",
        "arn::states:::sqs:sendMessage",
        "arn:aws:states:::sqs",
        "arn:aws:states:::sqs:sendMessage.sync",
        "arn:aws:states:::sqs:sendMessages",
        "arn:aws:states:::glue:startJobRun.sync:2",
        "arn:aws:states:::aws-sdk:sqs:sendMessage",
        "arn:aws:lambda:eu-west-1:123456789012:function:charge",
    ] {
        assert_eq!(Integration::of(resource), None, "{resource}");
    }
}
