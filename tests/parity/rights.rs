//! Rights: one action on one resource, under a condition or none.

use super::difference::like;
use serde_json::Value;
use std::collections::BTreeMap;

/// One action that is permitted on one resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Right {
    pub action: String,
    pub resource: String,
    /// As JSON, without white space; empty where there is none.
    pub condition: String,
}

impl Right {
    /// The rights of a statement, with its references as text.
    pub fn of_statement(json: &Value) -> Vec<Right> {
        assert_eq!(json["Effect"], "Allow", "{json}");
        let condition =
            json.get("Condition").map(|condition| sorted(condition).to_string()).unwrap_or_default();
        let mut out = Vec::new();
        for action in many(&json["Action"]) {
            for resource in many(&json["Resource"]) {
                out.push(Right { action: action.clone(), resource, condition: condition.clone() });
            }
        }
        out
    }

    /// Whether it permits what another does.
    fn covers(&self, other: &Right) -> bool {
        (self.condition.is_empty() || self.condition == other.condition)
            && like(&self.resource, &other.resource)
    }

    fn words(&self) -> String {
        match self.condition.as_str() {
            "" => self.resource.clone(),
            condition => format!("{} if {condition}", self.resource),
        }
    }
}

fn many(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(many).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// The same value with its keys in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let map: BTreeMap<&String, Value> = map.iter().map(|(key, value)| (key, sorted(value))).collect();
            serde_json::to_value(map).unwrap()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// The rights of each action. IAM does not tell actions apart by case; the one with more capitals is written.
fn by_action(rights: &[Right]) -> BTreeMap<String, Vec<&Right>> {
    let mut out: BTreeMap<String, Vec<&Right>> = BTreeMap::new();
    for right in rights {
        out.entry(right.action.to_lowercase()).or_default().push(right);
    }
    for rights in out.values_mut() {
        rights.sort();
        rights.dedup_by(|a, b| a.resource == b.resource && a.condition == b.condition);
    }
    out
}

/// What differs between the rights that the CDK grants and ours, actions with the same difference together:
/// `narrower ecs:DescribeTasks, ecs:StopTask: * -> arn:…`.
pub fn compare(theirs: &[Right], ours: &[Right], into: &mut Vec<String>) {
    let (theirs, ours) = (by_action(theirs), by_action(ours));
    let mut found: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    let nothing = Vec::new();
    for action in theirs.keys().chain(ours.keys().filter(|action| !theirs.contains_key(*action))) {
        let (cdk, own) = (theirs.get(action).unwrap_or(&nothing), ours.get(action).unwrap_or(&nothing));
        let within = |some: &[&Right], others: &[&Right]| {
            some.iter().all(|right| others.iter().any(|other| other.covers(right)))
        };
        let kind = match (cdk.is_empty(), own.is_empty(), within(cdk, own), within(own, cdk)) {
            (_, _, true, true) => continue,
            (false, true, ..) => "missing",
            (true, false, ..) => "more",
            (_, _, true, false) => "wider",
            (_, _, false, true) => "narrower",
            (..) => "other",
        };
        let words = |rights: &[&Right]| {
            if rights.is_empty() {
                return "nothing".to_owned();
            }
            rights.iter().map(|right| right.words()).collect::<Vec<_>>().join(", ")
        };
        let name = own.first().or(cdk.first()).map_or("", |right| right.action.as_str());
        found.entry((kind, format!("{} -> {}", words(cdk), words(own)))).or_default().push(name);
    }
    into.extend(
        found.into_iter().map(|((kind, change), actions)| format!("{kind} {}: {change}", actions.join(", "))),
    );
}

#[cfg(test)]
mod tests {
    use super::{Right, compare};
    use serde_json::{Value, json};

    fn check(theirs: Value, ours: Value, expected: &[&str]) {
        let rights = |json: &Value| -> Vec<Right> {
            json.as_array().unwrap().iter().flat_map(Right::of_statement).collect()
        };
        let mut found = Vec::new();
        compare(&rights(&theirs), &rights(&ours), &mut found);
        assert_eq!(found, expected);
    }

    fn allow(actions: &[&str], resource: &str) -> Value {
        json!({ "Effect": "Allow", "Action": actions, "Resource": resource })
    }

    fn only_if(mut statement: Value) -> Value {
        statement["Condition"] = json!({ "StringEquals": { "a:b": "c" } });
        statement
    }

    #[test]
    fn equal_however_they_are_divided_and_spelled() {
        let theirs = json!([allow(&["s3:getObject", "s3:PutObject"], "arn:x")]);
        check(theirs, json!([allow(&["s3:PutObject"], "arn:x"), allow(&["s3:GetObject"], "arn:x")]), &[]);
    }

    #[test]
    fn missing_and_more() {
        check(
            json!([allow(&["a:One", "a:Two"], "*")]),
            json!([allow(&["a:Two", "a:Three"], "*")]),
            &["missing a:One: * -> nothing", "more a:Three: nothing -> *"],
        );
    }

    #[test]
    fn narrower_wider_and_other() {
        let (all, one) = (json!([allow(&["a:One"], "*")]), json!([allow(&["a:One"], "arn:x")]));
        check(all.clone(), one.clone(), &["narrower a:One: * -> arn:x"]);
        check(one.clone(), all.clone(), &["wider a:One: arn:x -> *"]);
        check(one, json!([allow(&["a:One"], "arn:y")]), &["other a:One: arn:x -> arn:y"]);
        let condition = r#"{"StringEquals":{"a:b":"c"}}"#;
        let narrow = json!([only_if(allow(&["a:One"], "*"))]);
        check(all.clone(), narrow.clone(), &[&format!("narrower a:One: * -> * if {condition}")]);
        check(narrow, all, &[&format!("wider a:One: * if {condition} -> *")]);
    }
}
