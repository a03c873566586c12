//! The page of permissions: what each task asks for, by pattern, and where that differs from the CDK's grant.

use super::difference::Accepted;
use super::examples::synthesize;
use super::normal;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use stepwright::iam::Statement;
use stepwright::reference::{Property, Reference};
use stepwright::task::{Entry, IntegrationPattern};
use stepwright::tasks::CATALOGUE;

const INTRODUCTION: &str = "\
# Permissions

What each task asks for, by the pattern it is called by, and why. `UPDATE=1 cargo test --test parity` writes this page,
from the examples of the catalogue; a test fails where it is stale. Of a stack of your own, `synth permissions` says the
same: which state needs which right, and what for.

- The first table of a pattern is that of its first example; below it stands what other requests ask for beyond that. The
  name of an example leads to its state.
- `…` in an ARN is the partition, region or account of the stack. `${Name}` is a resource of the stack, and `${Machine}`
  the machine itself.
- `*` within an ARN stands for what is not known before the state runs: what AWS decides, such as the id of a job, the
  revision of a task definition or the execution of a machine, or a part that the request leaves open.
- † Which one it is, an expression in the request decides. So any of its kind in this account is permitted, and the
  finding `wildcard-permission` names the state; `among` narrows it.
- `*` alone has its reason beside it.
- A difference to the CDK's grant is *narrower* where fewer resources or more conditions are named, *wider* where more
  are, *missing* where the right is not granted here, *more* where the CDK does not grant it, and *other* where it names
  something else. *Unlike AWS* marks what AWS's own page lists for the call and is not granted here.
";

/// Services, as a `Resource` spells them, and their names.
const SERVICES: &[(&str, &str)] = &[
    ("apigateway", "API Gateway"),
    ("athena", "Athena"),
    ("aws-sdk", "AWS SDK"),
    ("aws-sdk:glue", "Glue, through the AWS SDK"),
    ("aws-sdk:scheduler", "EventBridge Scheduler, through the AWS SDK"),
    ("batch", "Batch"),
    ("bedrock", "Bedrock"),
    ("bedrockagentcore", "Bedrock AgentCore"),
    ("codebuild", "CodeBuild"),
    ("databrew", "Glue DataBrew"),
    ("dynamodb", "DynamoDB"),
    ("ecs", "ECS"),
    ("eks", "EKS"),
    ("elasticmapreduce", "EMR"),
    ("emr-containers", "EMR on EKS"),
    ("emr-serverless", "EMR Serverless"),
    ("events", "EventBridge"),
    ("glue", "Glue"),
    ("http", "HTTPS APIs"),
    ("lambda", "Lambda"),
    ("mediaconvert", "MediaConvert"),
    ("sagemaker", "SageMaker"),
    ("sns", "SNS"),
    ("sqs", "SQS"),
    ("states", "Step Functions"),
];

/// Why an action is permitted on every resource.
const ON_EVERYTHING: &[(&str, &str)] = &[
    ("batch:DescribeJobs", "IAM knows no resource for it"),
    ("ec2:DescribeLaunchTemplateVersions", "IAM knows no resource for it"),
    ("ec2:DescribeSubnets", "IAM knows no resource for it"),
    ("elasticmapreduce:RunJobFlow", "the cluster is yet to be made, and IAM knows no resource for it"),
    (
        "emr-containers:CreateVirtualCluster",
        "the cluster is yet to be made, and IAM knows no resource for it",
    ),
    (
        "lakeformation:GetDataAccess",
        "the grants of Lake Formation say which data, IAM knows no resource for it",
    ),
    ("rekognition:DetectLabels", "as the example says it"),
    ("sns:Publish", "a phone number has no ARN"),
    ("translate:TranslateText", "as the example says it"),
];

/// The page, of every task and of the differences that were found: case, what.
pub fn page(found: &[(String, String)], accepted: &Accepted) -> String {
    let links = SERVICES
        .iter()
        .map(|(_, name)| format!("[{name}](#{})", name.to_lowercase().replace(' ', "-").replace(',', "")));
    let mut out = format!("{INTRODUCTION}\n{}\n", links.collect::<Vec<_>>().join(" ·\n"));
    let mut excused = BTreeSet::new();
    for (service, name) in SERVICES {
        let mut entries = CATALOGUE.iter().filter(|entry| entry.service == *service).peekable();
        assert!(entries.peek().is_some(), "no task calls {service}");
        write!(out, "\n## {name}\n").unwrap();
        for entry in entries {
            let Entry { name, action, docs, .. } = entry;
            write!(out, "\n### {name}\n\n[`{service}:{action}`]({docs})\n").unwrap();
            for pattern in entry.patterns {
                out.push_str(&by_pattern(entry, *pattern, &mut excused));
            }
            out.push_str(&differences(name, found, accepted));
        }
    }
    let unnamed =
        CATALOGUE.iter().find(|entry| !SERVICES.iter().any(|(service, _)| entry.service == *service));
    assert!(unnamed.is_none(), "a service without a name: {unnamed:?}");
    let idle = ON_EVERYTHING.iter().find(|(action, _)| !excused.contains(action));
    assert!(idle.is_none(), "never on `*`: {idle:?}");
    out
}

fn by_pattern(entry: &Entry, pattern: IntegrationPattern, excused: &mut BTreeSet<&'static str>) -> String {
    let mut seen = BTreeSet::new();
    let mut tables = Vec::new();
    for example in entry.examples().into_iter().filter(|example| example.pattern == pattern) {
        let title = example.title;
        let synthesis = synthesize(example);
        let rows = synthesis.machines[0].statements.iter().map(|statement| row(statement, excused));
        let rows: Vec<String> = rows.filter(|row| seen.insert(row.clone())).collect();
        tables.push((title, rows));
    }
    let words = pattern.to_string();
    let mut out = format!("\n**{}{}**", words[..1].to_uppercase(), &words[1..]);
    let link =
        |title: &str| format!("[`{title}`](snapshots/tasks/{}.{title}.snap)", super::snake(entry.name));
    let mut tables = tables.into_iter();
    let (title, first) = tables.next().expect("an example by each pattern");
    if first.is_empty() {
        writeln!(out, ": nothing ({})", link(title)).unwrap();
    } else {
        write!(out, " ({})\n\n| permits | on | if | because it |\n| --- | --- | --- | --- |\n", link(title))
            .unwrap();
        first.iter().for_each(|row| writeln!(out, "| {row} |").unwrap());
    }
    let mut others = tables.filter(|(_, rows)| !rows.is_empty()).peekable();
    if others.peek().is_some() {
        out.push_str(
            "\n| other requests | permits | on | if | because it |\n| --- | --- | --- | --- | --- |\n",
        );
    }
    for (title, rows) in others {
        for (index, row) in rows.iter().enumerate() {
            let named = if index == 0 { link(title) } else { String::new() };
            writeln!(out, "| {named} | {row} |").unwrap();
        }
    }
    out
}

/// What a statement says, as cells of a table.
fn row(statement: &Statement, excused: &mut BTreeSet<&'static str>) -> String {
    let on =
        statement.resources.iter().map(|resource| match (words(resource.to_json()).as_str(), resource) {
            ("*", _) => {
                let mut known = ON_EVERYTHING.iter();
                let why =
                    known.find(|(action, _)| statement.actions.iter().any(|permitted| permitted == action));
                let (action, why) = why.unwrap_or_else(|| panic!("why on `*`: {:?}", statement.actions));
                for (action, _) in ON_EVERYTHING.iter().filter(|(_, reason)| reason == why) {
                    if statement.actions.iter().any(|permitted| permitted == action) {
                        excused.insert(action);
                    }
                }
                excused.insert(action);
                format!("`*`: {why}")
            }
            (text, Property::Reference(Reference::AtRunTime(_))) => format!("{} †", code(text)),
            (text, _) => code(text),
        });
    let conditions = statement.conditions.iter().map(|condition| {
        let values: Vec<String> =
            condition.values.iter().map(|value| code(&words(value.to_json()))).collect();
        format!("`{}` {} {}", condition.key, condition.operator, values.join(" or "))
    });
    let actions = statement.actions.iter().map(|action| code(action));
    let because: BTreeSet<&str> = statement.reasons.iter().map(|reason| reason.why.as_ref()).collect();
    let because = because.into_iter().map(|why| why.replace('|', "\\|"));
    [lines(actions), lines(on), lines(conditions), lines(because)].join(" | ")
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("<br>")
}

/// A value of a template in one line.
fn words(value: Value) -> String {
    let value = normal::value(&value);
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Text as code in a cell, with the stack's own place left out.
fn code(text: &str) -> String {
    let own = ["${AWS::Partition}", "${AWS::Region}", "${AWS::AccountId}"];
    let short = own.iter().fold(text.to_owned(), |text, name| text.replace(name, "…"));
    format!("`{}`", short.replace('|', "\\|"))
}

/// The task that a case is of: by its name before the dot.
fn is_of(case: &str, task: &str) -> bool {
    let (of, _) = case.split_once('.').unwrap_or((case, ""));
    match of.strip_prefix("example ") {
        Some(name) => name == task,
        None => {
            of == super::snake(task) || of == "evaluate_expression" && task == "EvaluateExpressionInFunction"
        }
    }
}

/// Where a task's permissions are not those of the CDK's, or not those that AWS documents.
fn differences(task: &str, found: &[(String, String)], accepted: &Accepted) -> String {
    let mut rows = BTreeSet::new();
    for (case, what) in found.iter().filter(|(case, _)| is_of(case, task)) {
        let Some(reason) = accepted.reason(case, what) else { continue };
        let (kind, rest) = what.split_once(' ').unwrap_or((what, ""));
        let (kind, actions) = match kind {
            "narrower" | "wider" | "missing" | "more" | "other" => {
                (kind, rest.split_once(": ").map_or(rest, |(actions, _)| actions))
            }
            "documented" => ("unlike AWS", rest.split_once("missing: ").map_or(rest, |(_, actions)| actions)),
            _ => continue,
        };
        let actions: Vec<String> = actions.split(", ").map(code).collect();
        rows.insert(format!("| {kind} | {} | {} |\n", actions.join("<br>"), reason.replace('|', "\\|")));
    }
    if rows.is_empty() {
        return String::new();
    }
    let rows: String = rows.into_iter().collect();
    format!("\n**Beside the CDK's grant**\n\n| here | rights | because |\n| --- | --- | --- |\n{rows}")
}
