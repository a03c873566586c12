//! An item reader whose settings do not go together.

use super::super::{Findings, Object, Rule, Subject, is_placeholder};
use crate::asl::contract::ITEM_READER;
use crate::diagnostic::{Aws, Severity};
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    name: "malformed-reader",
    severity: Severity::Error,
    summary: "an item reader whose settings do not go together",
    why: "What is read from S3 decides which settings are needed: a CSV file says where its headers are, an \
          object says its format, an inventory says none, and only objects of a list are loaded and flattened.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType": "CSV" }, "Parameters": { "Bucket": "b", "Key": "k" } }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Map", "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW" }, "Parameters": { "Bucket": "b", "Key": "k" } }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html"],
    check: Some(check),
};

/// Headers may have so many bytes together.
const LONGEST_HEADERS: usize = 10_240;

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for object in subject.objects.iter().filter(|object| object.sort.is(&ITEM_READER)) {
        for problem in problems(object) {
            let mut finding =
                RULE.finding(problem.message).pointer(format!("{}{}", object.pointer, problem.at));
            finding.aws = problem.aws.map(Box::new);
            finding.help = problem.help.map(str::to_owned);
            if let Some(name) = subject.name_of(object) {
                finding = finding.state(name);
            }
            findings.push(finding);
        }
    }
}

struct Problem {
    at: &'static str,
    message: String,
    help: Option<&'static str>,
    aws: Option<Aws>,
}

fn problem(at: &'static str, message: impl Into<String>) -> Problem {
    Problem { at, message: message.into(), help: None, aws: None }
}

fn problems(object: &Object<'_>) -> Vec<Problem> {
    let mut out = Vec::new();
    let resource = object.get("Resource").and_then(Value::as_str).unwrap_or_default();
    let config = |field: &str| object.get("ReaderConfig")?.get(field)?.as_str();
    let has = |field: &str| object.get("ReaderConfig").is_some_and(|config| config.get(field).is_some());
    if is_placeholder(resource) {
        return out;
    }
    let lists = resource.ends_with(":states:::s3:listObjectsV2");
    let gets = resource.ends_with(":states:::s3:getObject");
    if !lists && !gets && object.get("Resource").is_some() {
        out.push(Problem {
            help: Some("it is `arn:aws:states:::s3:getObject` or `arn:aws:states:::s3:listObjectsV2`"),
            aws: Some(Aws::schema("The field 'Resource' does not match any of the allowed values")),
            ..problem("/Resource", format!("`{resource}` reads no items"))
        });
    }
    for field in ["Parameters", "Arguments"] {
        let Some(Value::Object(said)) = object.get(field) else { continue };
        let says = |name: &str| {
            said.keys().any(|key| key.strip_suffix(".$").unwrap_or(key) == name || is_placeholder(key))
        };
        for name in ["Bucket", "Key"].into_iter().filter(|name| gets || (lists && *name == "Bucket")) {
            if !says(name) {
                let at = if field == "Arguments" { "/Arguments" } else { "/Parameters" };
                out.push(Problem {
                    help: Some("say it, or in JSONPath a path to it under the same name with `.$` behind it"),
                    aws: Some(Aws::schema(format!("The field '{name}' is required but was missing"))),
                    ..problem(at, format!("what is read has no `{name}`"))
                });
            }
        }
    }
    let (input, manifest) = (config("InputType"), config("ManifestType"));
    let flattens = config("Transformation") == Some("LOAD_AND_FLATTEN");
    if flattens && gets {
        out.push(Problem {
            help: Some("it goes with `s3:listObjectsV2`"),
            ..problem(
                "/ReaderConfig/Transformation",
                "`LOAD_AND_FLATTEN` loads the objects of a list, and this reads one object",
            )
        });
    }
    if !has("InputType") && ((gets && manifest != Some("S3_INVENTORY")) || flattens) {
        let at = if has("ManifestType") || flattens { "/ReaderConfig" } else { "" };
        out.push(Problem {
            help: Some("say `CSV`, `JSON`, `JSONL`, `PARQUET` or `MANIFEST`"),
            ..problem(at, "`InputType` does not say what is read")
        });
    }
    match (manifest, input) {
        (Some("S3_INVENTORY"), Some(_)) => {
            out.push(problem(
                "/ReaderConfig/InputType",
                "an inventory says itself what it is, so it takes no `InputType`",
            ));
        }
        (Some("ATHENA_DATA"), Some(kind)) if !["CSV", "JSONL", "PARQUET"].contains(&kind) => {
            out.push(problem("/ReaderConfig/InputType", format!("Athena writes no manifest of `{kind}`")));
        }
        _ => {}
    }
    let table = matches!(input, Some("CSV" | "MANIFEST") | None);
    if input == Some("CSV") && !has("CSVHeaderLocation") {
        out.push(Problem {
            help: Some("say `FIRST_ROW`, or `GIVEN` with `CSVHeaders`"),
            aws: Some(Aws::schema("The field 'CSVHeaderLocation' is required")),
            ..problem("/ReaderConfig", "a CSV file needs `CSVHeaderLocation`")
        });
    }
    for field in ["CSVHeaderLocation", "CSVHeaders", "CSVDelimiter"] {
        if !table && has(field) {
            let at = match field {
                "CSVHeaderLocation" => "/ReaderConfig/CSVHeaderLocation",
                "CSVHeaders" => "/ReaderConfig/CSVHeaders",
                _ => "/ReaderConfig/CSVDelimiter",
            };
            out.push(Problem {
                aws: Some(Aws::schema(format!("Field '{field}' is not supported"))),
                ..problem(at, format!("`{field}` is about CSV files, and this reads none"))
            });
        }
    }
    let given = config("CSVHeaderLocation") == Some("GIVEN");
    if given && !has("CSVHeaders") {
        out.push(Problem {
            aws: Some(Aws::schema("These fields are required: [CSVHeaders]")),
            ..problem("/ReaderConfig", "`GIVEN` says that headers are given, and there is no `CSVHeaders`")
        });
    }
    if table && has("CSVHeaders") && has("CSVHeaderLocation") && !given {
        out.push(problem(
            "/ReaderConfig/CSVHeaders",
            "headers are given, and `CSVHeaderLocation` says that the first row has them",
        ));
    }
    if let Some(Value::Array(headers)) =
        object.get("ReaderConfig").and_then(|config| config.get("CSVHeaders"))
    {
        let bytes: usize = headers.iter().filter_map(Value::as_str).map(str::len).sum();
        if bytes > LONGEST_HEADERS {
            out.push(problem(
                "/ReaderConfig/CSVHeaders",
                format!("the headers have {bytes} bytes, they can have {LONGEST_HEADERS}"),
            ));
        }
    }
    if has("ItemsPointer") && input.is_some_and(|kind| kind != "JSON") {
        out.push(problem(
            "/ReaderConfig/ItemsPointer",
            "`ItemsPointer` leads into a JSON object, and this reads none",
        ));
    }
    if let Some(text) = config("ItemsPointer").filter(|text| !is_placeholder(text))
        && !text.is_empty()
        && !text.starts_with('/')
    {
        out.push(Problem {
            help: Some("a JSON pointer begins with `/`: `/orders/items`"),
            ..problem("/ReaderConfig/ItemsPointer", format!("`{text}` is no JSON pointer"))
        });
    }
    out
}
