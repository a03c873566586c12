//! Findings, as text and as JSON.

use super::paint::Paint;
use crate::diagnostic::{Diagnostic, Severity};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// One finding, as the compiler would write it: the builder line right under the message, where editors look for it.
pub(super) fn text(finding: &Diagnostic, paint: Paint) -> String {
    text_in(finding, None, paint)
}

/// The same of a finding in a file: where it has a line there, that stands under the message.
pub(super) fn text_in(finding: &Diagnostic, file: Option<&str>, paint: Paint) -> String {
    let mut out = String::new();
    let head = format!("{}[{}]", finding.severity, finding.code);
    let head = match finding.severity {
        Severity::Error => paint.red(&head),
        Severity::Warning => paint.yellow(&head),
        Severity::Advice => paint.cyan(&head),
    };
    // Writing to a string does not fail.
    let _ = writeln!(out, "{head}: {}", paint.bold(&finding.message));
    if let Some(origin) = &finding.origin {
        let _ = writeln!(out, " {} {origin}", paint.cyan("-->"));
    }
    let mut place = finding.place.clone();
    if let (Some(file), None) = (file, &finding.origin) {
        let position = place.position.take().map(|position| format!(":{position}")).unwrap_or_default();
        let _ = writeln!(out, " {} {file}{position}", paint.cyan("-->"));
    }
    let place = place.to_string();
    if !place.is_empty() {
        let _ = writeln!(out, "  at {place}");
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "  {} {help}", paint.cyan("help:"));
    }
    if let Some(aws) = &finding.aws {
        let at = aws.location.as_ref().map(|at| format!(" at {at}")).unwrap_or_default();
        let _ = writeln!(out, "  {} {}: {}{at}", paint.cyan("aws:"), aws.code, aws.message);
    }
    out
}

/// A finding that was accepted, in one line.
pub(super) fn accepted(finding: &Diagnostic, reason: &str, paint: Paint) -> String {
    let line = format!("accepted[{}]: {} ({})", finding.code, finding.message, one_line(reason));
    format!("{}\n", paint.dim(&line))
}

/// A finding as JSON; what is not known is left out.
pub(super) fn json(finding: &Diagnostic) -> Value {
    let mut out = Map::new();
    let mut set = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            out.insert(name.to_owned(), value.into());
        }
    };
    let severity = finding.severity.to_string();
    set("code", Some(finding.code));
    set("severity", Some(&severity));
    set("message", Some(&finding.message));
    set("help", finding.help.as_deref());
    set("stack", finding.place.stack.as_deref());
    set("resource", finding.place.resource.as_deref());
    set("state", finding.place.state.as_deref());
    set("pointer", finding.place.pointer.as_deref());
    if let Some(origin) = &finding.origin {
        let file = super::files::slashes(origin.file());
        let origin = json!({ "file": file, "line": origin.line(), "column": origin.column() });
        out.insert("origin".to_owned(), origin);
    }
    if let Some(position) = finding.place.position {
        out.insert("line".to_owned(), position.line.into());
        out.insert("column".to_owned(), position.column.into());
    }
    if let Some(aws) = &finding.aws {
        let aws = json!({ "code": aws.code, "message": aws.message, "location": aws.location });
        out.insert("aws".to_owned(), aws);
    }
    Value::Object(out)
}

/// How many there are of each severity: `2 errors, 1 warning`; empty where there are none.
pub(super) fn count(findings: &[Diagnostic]) -> String {
    let words = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Advice, "piece of advice", "pieces of advice"),
    ];
    let mut parts = Vec::new();
    for (severity, one, many) in words {
        let number = findings.iter().filter(|finding| finding.severity == severity).count();
        if number > 0 {
            parts.push(plural(number, one, many));
        }
    }
    parts.join(", ")
}

pub(super) fn plural(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Text on one line, for a table or a finding.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
