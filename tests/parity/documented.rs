//! The rights that AWS documents for each call.

use super::case::called;
use super::rights::Right;
use serde_json::Value;
use std::collections::BTreeMap;

/// By API and suffix, `ecs:runTask.sync`: the actions, and the managed rule where there is one.
pub struct Documented {
    calls: BTreeMap<String, Vec<String>>,
}

/// What a machine's role does with a managed rule.
const OF_A_RULE: [&str; 3] = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];

const INTEGRATION: &str = "arn:${AWS::Partition}:states:::";

impl Documented {
    /// Reads lines of `call | actions | page`; `rule/NAME` among the actions stands for those on a managed rule.
    pub fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let calls = lines.map(|line| {
            let parts: Vec<&str> = line.split('|').map(str::trim).collect();
            let [call, actions, page] = parts.as_slice() else {
                panic!("no `call | actions | page`: {line}")
            };
            assert!(page.ends_with(".html"), "no page: {line}");
            ((*call).to_owned(), actions.split_whitespace().map(str::to_owned).collect())
        });
        Documented { calls: calls.collect() }
    }

    /// The rights that the calls of a definition need by AWS's documentation, and that are not there.
    pub fn missing(&self, definition: &Value, rights: &[Right]) -> Vec<String> {
        let mut out = Vec::new();
        for resource in called(definition) {
            // Functions, activities and AWS SDK integrations have no page of their own.
            let Some(call) = resource.strip_prefix(INTEGRATION).filter(|call| !call.starts_with("aws-sdk:"))
            else {
                continue;
            };
            let Some(actions) = self.calls.get(call.trim_end_matches(".waitForTaskToken")) else {
                out.push(format!("documented.txt has no `{call}`"));
                continue;
            };
            let permitted = |action: &str, on: &str| {
                let mut rights = rights.iter();
                rights.any(|right| right.action.eq_ignore_ascii_case(action) && right.resource.ends_with(on))
            };
            let missing = actions.iter().filter(|needed| match needed.strip_prefix("rule/") {
                Some(_) => !OF_A_RULE.iter().all(|action| permitted(action, &format!(":{needed}"))),
                None => !permitted(needed, ""),
            });
            let missing: Vec<&str> = missing.map(String::as_str).collect();
            if !missing.is_empty() {
                out.push(format!("documented for {call}, and missing: {}", missing.join(", ")));
            }
        }
        out
    }
}
