//! Our tasks beside those of AWS CDK: the states they become, and the rights they ask for.
//!
//! `parity/cases` holds what the CDK makes of each of its tasks, by pattern and by the examples of its README;
//! `parity/regenerate.sh` writes it. Here the same cases are built with our tasks: the states have to be equal as JSON,
//! and no right may be missing, neither one that the CDK grants nor one that AWS documents (`parity/documented.txt`).
//! Every difference that is meant stands in `parity/accepted.txt`, with its reason; what is listed there and does not
//! occur any more fails as well.
//!
//! `UPDATE=1 cargo test --test parity` writes `PERMISSIONS.md` anew, the page of what each task asks for and of these
//! differences.

#[path = "parity/case.rs"]
mod case;
#[path = "parity/difference.rs"]
mod difference;
#[path = "parity/documented.rs"]
mod documented;
#[path = "support/examples.rs"]
mod examples;
#[path = "parity/normal.rs"]
mod normal;
#[path = "parity/page.rs"]
mod page;
#[path = "parity/rights.rs"]
mod rights;

#[path = "parity/api_gateway.rs"]
mod api_gateway;
#[path = "parity/athena.rs"]
mod athena;
#[path = "parity/aws_sdk.rs"]
mod aws_sdk;
#[path = "parity/batch.rs"]
mod batch;
#[path = "parity/bedrock.rs"]
mod bedrock;
#[path = "parity/codebuild.rs"]
mod codebuild;
#[path = "parity/dynamodb.rs"]
mod dynamodb;
#[path = "parity/ecs.rs"]
mod ecs;
#[path = "parity/eks.rs"]
mod eks;
#[path = "parity/emr.rs"]
mod emr;
#[path = "parity/emr_containers.rs"]
mod emr_containers;
#[path = "parity/events.rs"]
mod events;
#[path = "parity/functions.rs"]
mod functions;
#[path = "parity/glue.rs"]
mod glue;
#[path = "parity/http.rs"]
mod http;
#[path = "parity/lambda.rs"]
mod lambda;
#[path = "parity/mediaconvert.rs"]
mod mediaconvert;
#[path = "parity/messages.rs"]
mod messages;
#[path = "parity/sagemaker.rs"]
mod sagemaker;
#[path = "parity/scheduler.rs"]
mod scheduler;
#[path = "parity/states.rs"]
mod states;

use case::{Case, Expected};
use difference::Accepted;
use documented::Documented;
use std::collections::{BTreeMap, BTreeSet};
use stepwright::task::IntegrationPattern;
use stepwright::tasks::{CATALOGUE, entry};

/// Our cases, by service.
fn cases() -> Vec<Case> {
    [
        api_gateway::cases(),
        athena::cases(),
        aws_sdk::cases(),
        batch::cases(),
        bedrock::cases(),
        codebuild::cases(),
        dynamodb::cases(),
        ecs::cases(),
        eks::cases(),
        emr::cases(),
        emr_containers::cases(),
        events::cases(),
        functions::cases(),
        glue::cases(),
        http::cases(),
        lambda::cases(),
        mediaconvert::cases(),
        messages::cases(),
        sagemaker::cases(),
        scheduler::cases(),
        states::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Tasks of the CDK's that are still to come here. Their cases are compared once they have come.
const AWAITING: &[&str] = &[];

/// Patterns of our tasks that the CDK's do not have.
const LACKING: &[(&str, IntegrationPattern)] =
    &[("BedrockCreateModelCustomizationJob", IntegrationPattern::RunJob)];

/// What the CDK makes of each case, by name.
fn expected() -> BTreeMap<String, Expected> {
    case::read().into_iter().map(|expected| (expected.name.clone(), expected)).collect()
}

fn documented() -> Documented {
    Documented::read(include_str!("parity/documented.txt"))
}

#[test]
fn every_case_of_the_cdk_has_its_counterpart() {
    let ours: Vec<String> = cases().into_iter().map(|case| case.name.to_owned()).collect();
    let names: BTreeSet<&str> = ours.iter().map(String::as_str).collect();
    assert_eq!(names.len(), ours.len(), "two cases share a name");
    let expected = expected();
    for name in &names {
        assert!(expected.contains_key(*name), "tests/parity/cases has no {name}.json");
    }
    for (name, expected) in &expected {
        let awaited = expected.classes.iter().any(|class| AWAITING.contains(&class.as_str()));
        assert!(awaited || names.contains(name.as_str()), "{name} is not built with our tasks");
    }
}

#[test]
fn nothing_is_awaited_that_has_come() {
    let classes: BTreeSet<String> = expected().into_values().flat_map(|expected| expected.classes).collect();
    for awaited in AWAITING {
        assert!(entry(awaited).is_none(), "{awaited} has come: build its cases");
        assert!(classes.contains(*awaited), "the CDK has no {awaited}");
    }
}

#[test]
fn every_pattern_of_a_common_task_is_compared() {
    let expected = expected();
    for entry in CATALOGUE.iter().filter(|entry| !entry.action.contains('*')) {
        let cases: Vec<&Expected> = expected
            .values()
            .filter(|expected| expected.classes.iter().any(|class| class == entry.name))
            .collect();
        if cases.is_empty() {
            continue;
        }
        for pattern in entry.patterns {
            let suffix = match pattern {
                IntegrationPattern::RequestResponse => "",
                IntegrationPattern::RunJob => entry.job_suffix,
                IntegrationPattern::WaitForTaskToken => ".waitForTaskToken",
            };
            let resource = format!(":::{}:{}{suffix}", entry.service, entry.action);
            let compared = cases.iter().any(|expected| {
                expected.resources().iter().any(|called| {
                    called.ends_with(&resource)
                        // An activity and a bare function stand as their ARNs.
                        || suffix.is_empty() && called.starts_with("${")
                })
            });
            let lacking = LACKING.contains(&(entry.name, *pattern));
            assert!(compared != lacking, "{} by {pattern}: compared: {compared}", entry.name);
        }
    }
}

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

/// Every difference, by case and by example.
fn differences() -> Vec<(String, String)> {
    let expected = expected();
    let documented = documented();
    let mut found: Vec<(String, String)> = Vec::new();
    for case in cases() {
        let name = case.name;
        let Some(expected) = expected.get(name) else { continue };
        let ours = case.synthesize();
        let mut differences: Vec<String> =
            ours.errors.iter().map(|error| format!("finding {error}")).collect();
        match &expected.outcome {
            Err(refusal) => {
                differences.retain(|difference| !difference.starts_with("finding"));
                if ours.errors.is_empty() {
                    differences.push(format!("accepted, which the CDK refuses: {refusal}"));
                }
            }
            Ok(theirs) => {
                difference::states("", &theirs.definition, &ours.definition, &mut differences);
                rights::compare(&theirs.statements, &ours.statements, &mut differences);
            }
        }
        differences.extend(documented.missing(&ours.definition, &ours.statements));
        found.extend(differences.into_iter().map(|difference| (name.to_owned(), difference)));
    }
    for (name, ours) in case::examples() {
        let missing = documented.missing(&ours.definition, &ours.statements);
        found.extend(missing.into_iter().map(|difference| (name.clone(), difference)));
    }
    found
}

fn accepted() -> Accepted {
    Accepted::read(include_str!("parity/accepted.txt"))
}

#[test]
fn states_and_rights_are_those_of_the_cdk() {
    let problems = accepted().against(&differences());
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn the_page_of_permissions_is_not_stale() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/PERMISSIONS.md");
    let fresh = page::page(&differences(), &accepted());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, fresh).unwrap();
        return;
    }
    let text = std::fs::read_to_string(file).unwrap_or_default();
    assert!(text == fresh, "PERMISSIONS.md is stale: run `UPDATE=1 cargo test --test parity`");
}
