//! Every finding there is, each from the smallest mistake that makes it: `snapshots/diagnostics`, a file for each code.
//!
//! A snapshot shows the finding as a user sees it, with the line of Rust that it points at instead of that line's
//! number, so that it stays as it is when lines move.

#![cfg(all(feature = "cli", feature = "yaml"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod calls;
mod commands;
mod definition;
mod flow;
mod language;
mod mocks;
mod sources;
mod stack;
mod tasks;
mod tasks_bedrock;
mod tasks_build;
mod tasks_data;
mod tasks_emr;
mod tasks_http;
mod tasks_sagemaker;
mod template;

#[path = "../support/snapshots.rs"]
mod snapshots;

use snapshots::snapshot;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use stepwright::prelude::*;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A code, and a mistake of which it is said. What the mistake gives is text: each finding as it is shown, a blank line
/// between two.
type Case = (&'static str, fn() -> String);

fn cases() -> impl Iterator<Item = &'static Case> {
    let all = [
        flow::CASES,
        language::CASES,
        definition::CASES,
        tasks::CASES,
        tasks_data::CASES,
        tasks_emr::CASES,
        tasks_build::CASES,
        tasks_bedrock::CASES,
        tasks_sagemaker::CASES,
        tasks_http::CASES,
        stack::CASES,
        template::CASES,
        calls::CASES,
        commands::CASES,
        mocks::CASES,
    ];
    all.into_iter().flatten()
}

/// What is wrong with a stack.
fn of_stack(stack: Stack) -> String {
    of_target(stack, Target::Sam)
}

fn of_target(stack: Stack, target: Target) -> String {
    let findings: Vec<String> =
        stack.synthesize(target).findings.iter().map(|finding| finding.to_string()).collect();
    findings.join("\n\n")
}

/// What is wrong with a machine in a stack.
#[track_caller]
fn of_machine(machine: StateMachine) -> String {
    let mut stack = Stack::new("shop");
    stack.add("Orders", machine);
    of_stack(stack)
}

/// What is wrong with a flow, in a machine in a stack.
#[track_caller]
fn of_flow(flow: impl Into<Flow>) -> String {
    of_machine(StateMachine::new(flow))
}

/// The text with each place in this test's sources as its file alone; below an arrow, the line it points at.
fn with_lines(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut parts = line.split("tests/diagnostics/");
        out.push_str(parts.next().unwrap_or_default());
        let mut source = None;
        for part in parts {
            let (name, rest) = part.split_once(".rs:").expect("a file of this test");
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let number: usize = rest[..digits].parse().expect("a line");
            let rest = rest[digits..].trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
            out.push_str(&format!("tests/diagnostics/{name}.rs{rest}"));
            let file = Path::new(ROOT).join(format!("tests/diagnostics/{name}.rs"));
            let text = fs::read_to_string(file).expect("a file of this test");
            source = text.lines().nth(number - 1).map(said);
        }
        out.push('\n');
        if let Some(source) = source.filter(|_| line.starts_with("  --> ")) {
            out.push_str(&format!("   |  {source}\n"));
        }
    }
    out
}

/// A line of this test's without what makes it a case.
fn said(line: &str) -> String {
    let line = line.trim();
    let case = line.strip_prefix("(\"").and_then(|rest| Some(rest.split_once("\", || ")?.1));
    case.and_then(|case| case.strip_suffix("),")).unwrap_or(line).to_owned()
}

/// The codes that stand at the heads of findings.
fn codes(text: &str) -> Vec<&str> {
    let head = |line: &'_ str| ["error[", "warning[", "advice["].iter().any(|word| line.starts_with(word));
    text.lines()
        .filter(|line| head(line))
        .filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0))
        .collect()
}

/// The findings of one code, where a mistake cannot be made without another.
fn only(code: &str, text: &str) -> String {
    let blocks: Vec<&str> = text.split("\n\n").filter(|block| codes(block) == [code]).collect();
    blocks.join("\n\n")
}

/// The findings but for those of one code, which a correct request has too.
fn except(code: &str, text: &str) -> String {
    let blocks: Vec<&str> = text.split("\n\n").filter(|block| codes(block) != [code]).collect();
    blocks.join("\n\n")
}

#[test]
fn every_mistake_gives_its_finding_alone() {
    let mut wrong = String::new();
    for (code, mistake) in cases() {
        let text = mistake();
        let codes = codes(&text);
        if codes.is_empty() || codes.iter().any(|other| other != code) {
            wrong.push_str(&format!("for {code}:\n{text}\n\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_finding_as_it_is_shown() {
    let mut by_code: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (code, mistake) in cases() {
        by_code.entry(code).or_default().push(with_lines(&mistake()));
    }
    for (code, texts) in by_code {
        snapshot("diagnostics", code, &texts.join("\n"));
    }
}

#[test]
fn every_finding_knows_its_line_and_is_worded_alike() {
    let mut wrong = String::new();
    for (code, mistake) in cases() {
        let text = mistake();
        for block in text.split("\n\n") {
            let message = block.lines().next().and_then(|line| line.split_once("]: "));
            let help = block.lines().find_map(|line| line.strip_prefix("  help: "));
            for words in message.map(|(_, message)| message).into_iter().chain(help) {
                for problem in wording(words) {
                    wrong.push_str(&format!("{problem}: {words}\n"));
                }
            }
            let told = block.contains("\n  --> tests/diagnostics/");
            let without = commands::WITHOUT_LINE.contains(code) || mocks::WITHOUT_LINE.contains(code);
            if !told && !without {
                wrong.push_str(&format!("no line of a test's: {block}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What is unlike the other messages about this one.
fn wording(words: &str) -> Vec<&'static str> {
    // Names of others keep their capitals.
    const NAMES: [&str; 11] = [
        "Batch",
        "Choice",
        "CloudFormation",
        "Fargate",
        "JSON",
        "JSONPath",
        "JSONata",
        "Map",
        "Parallel",
        "Scheduler",
        "Step",
    ];
    const OURS: [&str; 6] = ["Diagnostic", "Payload", "Field<", "&str", "None", "Some("];
    let first = words.split(' ').next().unwrap_or_default();
    let mut problems = Vec::new();
    if first.starts_with(char::is_uppercase) && !NAMES.contains(&first) {
        problems.push("a capital");
    }
    if words.ends_with('.') {
        problems.push("a full stop");
    }
    if words.matches('`').count() % 2 == 1 {
        problems.push("a backtick alone");
    }
    if OURS.iter().any(|ours| words.contains(ours)) {
        problems.push("a name of ours");
    }
    problems
}

#[test]
fn every_code_has_a_snapshot() {
    let shown: BTreeSet<&str> = cases().map(|(code, _)| *code).collect();
    let found = sources::codes();
    let mut wrong = String::new();
    // A rule of the judge has its cases in `tests/cases/validate`.
    let here = |place: &str| !place.starts_with("src/validate/rules/");
    for (code, place) in found.iter().filter(|(code, place)| !shown.contains(code.as_str()) && here(place)) {
        wrong.push_str(&format!("no case here makes `{code}`, which stands at {place}\n"));
    }
    for code in shown.iter().filter(|code| !found.contains_key(**code)) {
        wrong
            .push_str(&format!("`{code}` was not found in src: tell `sources.rs` how it is written there\n"));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_snapshot_is_an_orphan() {
    let shown: BTreeSet<String> = cases().map(|(code, _)| format!("{code}.snap")).collect();
    for file in fs::read_dir(Path::new(ROOT).join("snapshots/diagnostics")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(
            name.ends_with(".new") || shown.contains(&name),
            "nothing makes snapshots/diagnostics/{name}"
        );
    }
}
