//! Differences between two definitions, and the list of those that are meant.

use serde_json::Value;
use std::collections::BTreeSet;

/// What differs between two definitions, place by place: `state Run/Parameters/Count 1 -> 2`.
pub fn states(at: &str, theirs: &Value, ours: &Value, into: &mut Vec<String>) {
    let below = |key: &str| match at {
        "" if key == "States" => String::new(),
        "" => key.to_owned(),
        at => format!("{at}/{key}"),
    };
    match (theirs, ours) {
        (Value::Object(theirs), Value::Object(ours)) => {
            let keys: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
            for key in keys {
                match (theirs.get(key), ours.get(key)) {
                    (Some(theirs), Some(ours)) => states(&below(key), theirs, ours, into),
                    (Some(theirs), None) => into.push(format!("state {} {theirs} -> nothing", below(key))),
                    (_, Some(ours)) => into.push(format!("state {} nothing -> {ours}", below(key))),
                    (None, None) => {}
                }
            }
        }
        (Value::Array(theirs), Value::Array(ours)) if theirs.len() == ours.len() => {
            for (index, (theirs, ours)) in theirs.iter().zip(ours).enumerate() {
                states(&below(&index.to_string()), theirs, ours, into);
            }
        }
        (Value::Number(theirs), Value::Number(ours)) if theirs.as_f64() == ours.as_f64() => {}
        (theirs, ours) if theirs == ours => {}
        (theirs, ours) => into.push(format!("state {at} {theirs} -> {ours}")),
    }
}

/// The differences that are meant: one a line, `case | what | reason`. A `*` in the first two stands for anything.
pub struct Accepted {
    lines: Vec<[String; 3]>,
}

impl Accepted {
    pub fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let lines = lines.map(|line| {
            let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
            let [case, what, reason] = parts.as_slice() else { panic!("no `case | what | reason`: {line}") };
            assert!(!reason.is_empty(), "no reason: {line}");
            [case, what, reason].map(|part| (*part).to_owned())
        });
        Accepted { lines: lines.collect() }
    }

    /// Why a difference is meant, if it is.
    pub fn reason(&self, case: &str, what: &str) -> Option<&str> {
        let mut lines = self.lines.iter();
        lines.find(|line| like(&line[0], case) && like(&line[1], what)).map(|line| line[2].as_str())
    }

    /// What is found and not listed, and what is listed and not found.
    pub fn against(&self, found: &[(String, String)]) -> Vec<String> {
        let mut problems = Vec::new();
        let mut used = BTreeSet::new();
        for (case, what) in found {
            let mut matching = self.lines.iter().enumerate();
            match matching.find(|(_, line)| like(&line[0], case) && like(&line[1], what)) {
                Some((index, _)) => {
                    used.insert(index);
                }
                None => problems.push(format!("not listed: {case} | {what} | ")),
            }
        }
        for (index, line) in self.lines.iter().enumerate() {
            if !used.contains(&index) {
                problems.push(format!("listed, and does not occur: {}", line.join(" | ")));
            }
        }
        problems
    }
}

/// Whether a text is as a pattern says, in which `*` stands for anything.
pub fn like(pattern: &str, text: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == text };
    let Some(rest) = text.strip_prefix(before) else { return false };
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| like(after, &rest[at..]))
}

#[cfg(test)]
mod tests {
    use super::{Accepted, like, states};
    use serde_json::json;

    #[test]
    fn places_of_what_differs() {
        let theirs =
            json!({ "StartAt": "A", "States": { "A": { "Count": 1, "Names": ["x", "y"], "Old": {} } } });
        let ours =
            json!({ "StartAt": "A", "States": { "A": { "Count": 1.0, "Names": ["x", "z"], "New": true } } });
        let mut found = Vec::new();
        states("", &theirs, &ours, &mut found);
        let expected =
            ["state A/Names/1 \"y\" -> \"z\"", "state A/New nothing -> true", "state A/Old {} -> nothing"];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_listed_has_to_occur_and_what_occurs_has_to_be_listed() {
        let accepted = Accepted::read("# why\na.* | more b:* | needed\nc.d | missing e:F | gone");
        let found =
            [("a.one".to_owned(), "more b:C".to_owned()), ("a.one".to_owned(), "wider b:C".to_owned())];
        let expected =
            ["not listed: a.one | wider b:C | ", "listed, and does not occur: c.d | missing e:F | gone"];
        assert_eq!(accepted.against(&found), expected);
    }

    #[test]
    fn stars_stand_for_anything() {
        assert!(like("a*c*", "abbc") && like("*", "") && like("a*", "a*"));
        assert!(!like("a*c", "abcd") && !like("a", "ab"));
    }
}
