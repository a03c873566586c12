//! What AWS took for expressions of JSONata, reads without problems; what failed when it ran, may have some.

use super::cases::cases;
use serde_json::Value;
use stepwright::query::jsonata::{Delimited, Jsonata, ProblemKind, delimited};

/// Every expression in `value`.
fn expressions<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => members.values().for_each(|value| expressions(value, found)),
        Value::Array(items) => items.iter().for_each(|item| expressions(item, found)),
        Value::String(text) => {
            if let Delimited::Expression { inner, .. } = delimited(text) {
                found.push(inner);
            }
        }
        _ => {}
    }
}

#[test]
fn what_aws_took_reads_without_problems() {
    let Some(cases) = cases() else { return };
    let (mut read, mut failing) = (0, 0);
    let mut wrong = Vec::new();
    for case in &cases {
        let accepted = match case["kind"].as_str() {
            Some("validation") => case["expect"]["valid"] == true,
            Some("test_state") => case["expect"].get("response").is_some(),
            _ => true,
        };
        let mut found = Vec::new();
        expressions(&case["definition"], &mut found);
        for text in found.into_iter().filter(|_| accepted) {
            let expression = match Jsonata::parse(text) {
                Ok(expression) => expression,
                Err(error) => {
                    wrong.push(format!("{}: `{text}`: {error}", case["id"]));
                    continue;
                }
            };
            read += 1;
            for problem in expression.problems() {
                // AWS creates a machine that calls what is no function; it fails when it runs.
                if problem.kind == ProblemKind::UnknownFunction {
                    failing += 1;
                } else {
                    wrong.push(format!("{}: `{text}`: {}", case["id"], problem.message));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(read > 200 && failing > 0, "{read} read, {failing} failing");
}
