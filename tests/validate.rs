//! The judge: every rule by its own page, and by literate cases.
//!
//! A case stands in `tests/cases/validate`, one file per rule: prose, a definition, and what has to be found in it.
//! `UPDATE=1 cargo test --test validate` writes down what is found; the diff is the review.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a case that cannot be read is a failure")]

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use stepwright::asl::QueryLanguage;
use stepwright::asl::source::Format;
use stepwright::diagnostic::{Diagnostic, Severity};
use stepwright::machine::StateMachine;
use stepwright::tasks::CATALOGUE;
use stepwright::validate::{
    Options, RULES, Rule, Workflow, validate, validate_definition, validate_template, validate_together,
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The names of the files in a folder that end so, without the ending.
fn names(folder: &Path, ending: &str) -> BTreeSet<String> {
    let entries =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    entries.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect()
}

fn found(text: &str, format: Format, options: &Options) -> Vec<Diagnostic> {
    validate(text, format, options)
}

/// What the examples of a rule are judged by.
fn options(rule: &Rule) -> Options {
    let options = Options::default().catalogue(CATALOGUE);
    match rule.name {
        "unbound-placeholder" => options.bound(["TableName"]),
        "fixed-account" => options.bound(["ActivityArn"]),
        _ => options,
    }
}

#[test]
fn the_list_is_the_folder() {
    let mut files = names(&root().join("src/validate/rules"), ".rs");
    files.remove("mod");
    let listed: Vec<String> = RULES.iter().map(|rule| rule.name.replace('-', "_")).collect();
    assert!(listed.is_sorted(), "{listed:?}");
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), files);
}

#[test]
fn every_page_holds() {
    for rule in RULES {
        let name = rule.name;
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        assert!(!rule.summary.ends_with('.') && rule.why.ends_with('.'), "{name}");
        assert!(!rule.references.is_empty(), "{name}");
        let page = rule.page();
        for heading in ["What it does", "Why", "Example", "Use instead", "References"] {
            assert_eq!(page.matches(&format!("\n## {heading}\n")).count(), 1, "{name}: {heading}");
        }
        if TOO_LONG.contains(&rule.name) {
            continue;
        }
        let options = options(rule);
        let in_example = found(rule.example, Format::Json, &options);
        assert!(in_example.iter().any(|it| it.code == name), "{name}: {in_example:?}");
        let left = found(rule.instead, Format::Json, &options);
        assert!(left.iter().all(|it| is_advice(it, rule)), "{name}: {left:?}");
    }
}

/// Whether a finding is advice on another matter than the rule's, which a small example may do without.
fn is_advice(finding: &Diagnostic, rule: &Rule) -> bool {
    finding.severity == Severity::Advice && finding.code != rule.name
}

/// Rules about what is too long to be shown: their pages say it in words, and the cases stand here.
const TOO_LONG: [&str; 4] =
    ["assignment-too-large", "definition-too-large", "log-policy-overflow", "payload-too-large"];

/// A template with as many machines, each with a log group of its own.
fn with_log_groups(count: usize, name: &str) -> Value {
    let mut resources = Map::new();
    for index in 0..count {
        let mut group = json!({ "Type": "AWS::Logs::LogGroup" });
        if !name.is_empty() {
            group["Properties"] = json!({ "LogGroupName": { "Fn::Sub": format!("{name}-{index}") } });
        }
        resources.insert(format!("Logs{index}"), group);
        let arn = json!({ "Fn::GetAtt": [format!("Logs{index}"), "Arn"] });
        let destinations = json!([{ "CloudWatchLogsLogGroup": { "LogGroupArn": arn } }]);
        let properties = json!({ "LoggingConfiguration": { "Destinations": destinations } });
        let machine = json!({ "Type": "AWS::StepFunctions::StateMachine", "Properties": properties });
        resources.insert(format!("Machine{index}"), machine);
    }
    json!({ "Resources": resources })
}

#[test]
fn names_of_log_groups_have_to_fit_into_the_policy() {
    let found = |count: usize, name: &str| {
        let template = with_log_groups(count, name);
        validate_together(template.as_object().unwrap(), None)
    };
    assert_eq!(found(1, "orders"), []);
    assert_eq!(found(400, "/aws/vendedlogs/states/${AWS::StackName}-orders"), []);
    // Where the name begins is for deployment to say.
    assert_eq!(found(400, "${Prefix}/orders"), []);
    let half = found(40, "orders");
    assert_eq!((half.len(), half[0].code, half[0].severity), (1, "log-policy-overflow", Severity::Advice));
    let full = found(70, "${AWS::StackName}-orders-of-a-shop");
    assert_eq!(full[0].severity, Severity::Warning);
    assert_eq!(full[0].place.pointer.as_deref(), Some("/Resources/Logs0"));
    assert_eq!(found(70, "")[0].severity, Severity::Warning, "names that CloudFormation makes");
    let text = serde_json::to_string_pretty(&with_log_groups(70, "orders")).unwrap();
    let template = serde_json::from_str::<Value>(&text).unwrap();
    let placed = validate_together(template.as_object().unwrap(), Some((&text, Format::Json)));
    assert_eq!(placed[0].place.position.map(|at| at.line), Some(3));
}

#[test]
fn what_is_filled_in_is_in_the_template() {
    let found = |sub: Value, transform: Option<&str>| -> Vec<String> {
        let table = json!({ "Type": "AWS::DynamoDB::Table" });
        let machine =
            json!({ "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": sub } });
        let mut template = json!({ "Parameters": { "Stage": { "Type": "String" } },
            "Resources": { "Orders": table, "Machine": machine } });
        if let Some(transform) = transform {
            template["Transform"] = json!(transform);
        }
        let text = template.to_string();
        let read = |file: &str| Err(format!("no {file}"));
        let found = validate_template(template.as_object().unwrap(), (&text, Format::Json), &[], &read);
        found.into_iter().flat_map(|machine| machine.findings).map(|it| it.message).collect()
    };
    let text = |name: &str| {
        format!(r#"{{"StartAt":"A","States":{{"A":{{"Type":"Pass","Result":"${{{name}}}","End":true}}}}}}"#)
    };
    for name in ["Orders", "Orders.Arn", "Stage", "AWS::Region"] {
        assert!(found(json!({ "Fn::Sub": text(name) }), None).is_empty(), "{name}");
    }
    let wrong =
        "CloudFormation fills `Ordres` into the definition, and the template has nothing of that name";
    assert_eq!(found(json!({ "Fn::Sub": text("Ordres") }), None), [wrong]);
    assert!(found(json!({ "Fn::Sub": [text("Ordres"), { "Ordres": 1 }] }), None).is_empty());
    // SAM makes resources beside those that are written.
    let made = json!({ "Fn::Sub": text("OrdersRole.Arn") });
    assert_eq!(found(made.clone(), None).len(), 1);
    assert!(found(made, Some("AWS::Serverless-2016-10-31")).is_empty());
}

#[test]
fn examples_on_pages_are_laid_out() {
    let page = Rule::named("unreachable-state").unwrap().page();
    let lines = page.lines().filter(|line| line.starts_with("  ")).count();
    assert!(lines > 4, "{page}");
    for rule in RULES {
        let page = rule.page();
        assert!(page.contains(rule.example) || page.lines().all(|line| line.len() < 400), "{page}");
        let blocks: Vec<&str> =
            page.split("```json\n").skip(1).filter_map(|it| it.split("\n```").next()).collect();
        let read = |text: &str| serde_json::from_str::<Value>(text).ok();
        assert_eq!(
            blocks.iter().map(|it| read(it)).collect::<Vec<_>>(),
            [read(rule.example), read(rule.instead)]
        );
    }
}

#[test]
fn literals_have_at_most_262_144_bytes() {
    let text = |length: usize| {
        let value = "x".repeat(length - 2);
        format!(r#"{{"StartAt":"A","States":{{"A":{{"Type":"Pass","Result":"{value}","End":true}}}}}}"#)
    };
    assert_eq!(found(&text(262_144), Format::Json, &Options::default()), []);
    let findings = found(&text(262_145), Format::Json, &Options::default());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "`Result` of `A` has 262145 bytes, and a state hands on 262144");
}

#[test]
fn literals_leave_room_for_expressions() {
    let text = |language: &str, field: &str, value: Value| {
        let state =
            json!({ "Type": "Task", "Resource": "arn:aws:states:::sns:publish", field: value, "End": true });
        json!({ "QueryLanguage": language, "StartAt": "A", "States": { "A": state } }).to_string()
    };
    let codes = |text: &str| -> Vec<&str> {
        found(text, Format::Json, &Options::default()).iter().map(|finding| finding.code).collect()
    };
    let long = |length: usize| "x".repeat(length);
    let path = |length: usize| json!({ "TopicArn": "t", "Subject": long(length), "Message.$": "$.a" });
    assert!(codes(&text("JSONPath", "Parameters", path(240_000))).contains(&"payload-too-large"));
    assert!(!codes(&text("JSONPath", "Parameters", path(230_000))).contains(&"payload-too-large"));
    let plain = json!({ "TopicArn": "t", "Message": long(240_000) });
    assert!(!codes(&text("JSONPath", "Parameters", plain)).contains(&"payload-too-large"));
    // An expression may be long and its value short.
    let expression = json!({ "TopicArn": "t", "Message": format!("{{% '{}' ? 1 : 2 %}}", long(270_000)) });
    assert!(!codes(&text("JSONata", "Arguments", expression)).contains(&"payload-too-large"));
}

#[test]
fn assignments_have_at_most_262_144_bytes() {
    let text = |length: usize| {
        let variable = "x".repeat(length - r#"{"a":""}"#.len());
        format!(
            r#"{{"StartAt":"A","States":{{"A":{{"Type":"Pass","Assign":{{"a":"{variable}"}},"End":true}}}}}}"#
        )
    };
    let options = Options::default();
    assert_eq!(found(&text(262_143), Format::Json, &options), []);
    let findings = found(&text(262_145), Format::Json, &options);
    assert_eq!(
        findings[0].to_string(),
        "error[assignment-too-large]: `Assign` has 262145 bytes as it is written, its \
        variables can have 262144\n  at 1:54 /States/A/Assign\n  help: keep large data in S3, and its place in a variable"
    );
}

#[test]
fn a_definition_has_at_most_1_048_576_bytes() {
    let text = |length: usize| {
        let (before, after) = (r#"{"Comment":""#, r#"","StartAt":"A","States":{"A":{"Type":"Succeed"}}}"#);
        format!("{before}{}{after}", "x".repeat(length - before.len() - after.len()))
    };
    let options = Options::default();
    assert_eq!(found(&text(1_048_576), Format::Json, &options), []);
    let findings = found(&text(1_048_577), Format::Json, &options);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "the definition has 1048577 bytes, it can have 1048576");
}

/// One definition of a case file, and what is found in it.
struct Case {
    title: String,
    format: Format,
    options: Options,
    text: String,
    expected: String,
}

/// The cases of a file. A case begins at `## Title`; a line `Express:` or `Bound: A, B` in front of its definition says
/// what it is judged by.
fn cases(text: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            let (title, options) = (title.to_owned(), Options::default().catalogue(CATALOGUE));
            out.push(Case {
                title,
                options,
                format: Format::Json,
                text: String::new(),
                expected: String::new(),
            });
        }
        let Some(case) = out.last_mut() else { continue };
        if line == "Express:" {
            case.options.workflow = Workflow::Express;
        } else if let Some(bound) = line.strip_prefix("Bound: ") {
            case.options = case.options.clone().bound(bound.split(", "));
        } else if let Some(kind) = line.strip_prefix("```").filter(|kind| !kind.is_empty()) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            match kind {
                "text" => case.expected = block.join("\n"),
                kind => {
                    case.format = if kind == "yaml" { Format::Yaml } else { Format::Json };
                    case.text = block.join("\n");
                }
            }
        }
    }
    out
}

/// Findings as a case file has them.
fn written(findings: &[Diagnostic]) -> String {
    let one = |finding: &Diagnostic| {
        let mut text = finding.to_string();
        if let Some(aws) = &finding.aws {
            text.push_str(&format!("\n  aws: {}: {}", aws.code, aws.message));
            if let Some(location) = &aws.location {
                text.push_str(&format!(" at {location}"));
            }
        }
        text
    };
    findings.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// The file with what is found in place of what it expects.
fn updated(text: &str, findings: &[String]) -> String {
    let (mut out, mut found, mut inside) = (String::new(), findings.iter(), false);
    for line in text.lines() {
        if inside && line != "```" {
            continue;
        }
        inside = line == "```text";
        out.push_str(line);
        out.push('\n');
        if inside && let Some(text) = found.next().filter(|text| !text.is_empty()) {
            out.push_str(text);
            out.push('\n');
        }
    }
    out
}

#[test]
fn every_case_is_found() {
    let folder = root().join("tests/cases/validate");
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| !TOO_LONG.contains(&rule.name)) {
        let file = folder.join(format!("{}.md", rule.name));
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let cases = cases(&text);
        let results: Vec<Vec<Diagnostic>> =
            cases.iter().map(|case| found(&case.text, case.format, &case.options)).collect();
        let says = |findings: &Vec<Diagnostic>| findings.iter().any(|it| it.code == rule.name);
        assert!(results.iter().any(says), "{}: no case of it", rule.name);
        let sound = |findings: &Vec<Diagnostic>| findings.iter().all(|it| is_advice(it, rule));
        assert!(results.iter().any(sound), "{}: no sound twin", rule.name);
        let texts: Vec<String> = results.iter().map(|findings| written(findings)).collect();
        if update {
            fs::write(&file, updated(&text, &texts)).unwrap();
            continue;
        }
        for (case, text) in cases.iter().zip(texts) {
            if case.expected != text {
                wrong.push(format!("{}: {}\n{text}", rule.name, case.title));
            }
        }
    }
    let shown = RULES.iter().filter(|rule| !TOO_LONG.contains(&rule.name));
    let known: BTreeSet<String> = shown.map(|rule| rule.name.to_owned()).collect();
    assert_eq!(names(&folder, ".md"), known, "files of no rule");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_examples_of_the_catalogue_are_sound() {
    let mut wrong = Vec::new();
    for entry in CATALOGUE {
        for example in entry.examples() {
            let mut machine = StateMachine::new(example.flow);
            if example.language == QueryLanguage::Jsonata {
                machine = machine.jsonata();
            }
            let (definition, _) = machine.definition();
            let findings = validate_definition(&definition, &Options::default().catalogue(CATALOGUE));
            // An example is one state: the variables in it are assigned elsewhere, and how long it may wait is a matter of
            // the machine. `More` shows how parameters are added that there are not yet.
            let told = findings.iter().filter(|finding| {
                !matches!(finding.code, "undefined-variable" | "callback-without-timeout")
                    && !finding.message.ends_with("no parameter `More`")
            });
            wrong.extend(told.map(|finding| format!("{} {}: {finding}", entry.name, example.title)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
