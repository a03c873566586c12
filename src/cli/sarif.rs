//! Findings as SARIF 2.1.0, which code scanning reads.
//!
//! Checked against <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html> and
//! <https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning>.

use super::validate::{Judged, line_of};
use crate::diagnostic::{Diagnostic, Severity};
use crate::validate::Rule;
use serde_json::{Map, Value, json};

/// The log of one run, with every rule that found something.
pub(super) fn log(all: &[Judged]) -> Value {
    let mut results = Vec::new();
    let mut rules: Vec<&'static str> = Vec::new();
    for one in all {
        let left = one.findings.iter().map(|(file, finding)| (file, finding, None));
        let accepted = one.accepted.iter().map(|(file, finding, reason)| (file, finding, Some(reason)));
        for (file, finding, reason) in left.chain(accepted) {
            let index = rules.iter().position(|rule| *rule == finding.code).unwrap_or_else(|| {
                rules.push(finding.code);
                rules.len() - 1
            });
            results.push(result(file.as_deref(), finding, index, reason.map(String::as_str)));
        }
    }
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "synth",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &'static str) -> Value {
    let Some(rule) = Rule::named(code) else {
        return json!({ "id": code });
    };
    json!({
        "id": code,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.page(), "markdown": rule.page() },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(file: Option<&str>, finding: &Diagnostic, rule: usize, reason: Option<&str>) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let mut location = Map::new();
    if let Some(place) = line_of(file, finding) {
        let mut physical = Map::new();
        physical.insert("artifactLocation".to_owned(), json!({ "uri": uri(&place.file) }));
        if let Some((line, column)) = place.line {
            physical.insert("region".to_owned(), json!({ "startLine": line, "startColumn": column }));
        }
        location.insert("physicalLocation".to_owned(), physical.into());
    }
    let place = [&finding.place.stack, &finding.place.resource, &finding.place.pointer];
    let name: String = place.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("");
    if !name.is_empty() {
        location.insert("logicalLocations".to_owned(), json!([{ "fullyQualifiedName": name }]));
    }
    // Where there is none, every finding counts.
    let suppressions: Vec<Value> =
        reason.iter().map(|reason| json!({ "kind": "external", "justification": reason })).collect();
    json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [location],
        "suppressions": suppressions,
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// A path as a relative reference: what a URI cannot hold is escaped.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
