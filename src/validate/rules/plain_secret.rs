//! A secret that anyone who may see the definition can read.

use super::super::here::{Here, Part, parts};
use super::super::{Findings, Rule, Subject};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "plain-secret",
    severity: Severity::Warning,
    summary: "a secret that stands in the definition",
    why: "Whoever may describe the state machine, or see its template or one of its executions, can read it; and it stays \
          in all of them when it is changed.",
    example: r##"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "user": "app", "password": "correct horse" }, "End": true } } }"##,
    instead: r##"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:secretsmanager:getSecretValue", "Parameters": { "SecretId": "app" }, "End": true } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/data-protection.html"],
    check: Some(check),
};

/// Keys whose value is a secret, as they read without case, `_` and `-`.
const KEYS: [&str; 10] = [
    "password",
    "passwd",
    "secret",
    "apikey",
    "accesstoken",
    "clientsecret",
    "authtoken",
    "privatekey",
    "secretaccesskey",
    "secretkey",
];

fn check(subject: &Subject<'_>, findings: &mut Findings) {
    for state in &subject.states {
        for (key, value) in state.json {
            // What is nested is a state itself.
            if matches!(key.as_str(), "Branches" | "ItemProcessor" | "Iterator") {
                continue;
            }
            let here = Here::Root(&state.pointer);
            parts(key, value, &Here::Key(&here, key), &mut |part, here| {
                let Part::Text(text, key) = part else { return };
                let Some(what) = secret(key, text) else { return };
                let message = format!(
                    "{what} stands in state `{}`, where anyone who may see it can read it",
                    state.name
                );
                findings.push(
                    RULE.finding(message)
                        .state(state.name)
                        .pointer(here.pointer())
                        .help("let a state before read it from Secrets Manager, and say a path"),
                );
            });
        }
    }
}

/// What sort of secret a text is. The text itself is never told.
fn secret(key: &str, text: &str) -> Option<String> {
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        return Some("a private key".to_owned());
    }
    if text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_access_key) {
        return Some("an AWS access key".to_owned());
    }
    let bearer = text.strip_prefix("Bearer ").is_some_and(|token| token.len() >= 20 && is_literal(token));
    let named = KEYS.iter().any(|secret| is_named(key, secret)) && !text.is_empty() && is_literal(text);
    (bearer || named).then(|| format!("what `{key}` says"))
}

/// Whether a key is that name, whatever its case, `_` and `-`.
fn is_named(key: &str, name: &str) -> bool {
    let letters = key.bytes().filter(|c| !matches!(c, b'_' | b'-'));
    letters.map(|c| c.to_ascii_lowercase()).eq(name.bytes())
}

fn is_access_key(word: &str) -> bool {
    let upper = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit();
    word.len() == 20 && (word.starts_with("AKIA") || word.starts_with("ASIA")) && word.bytes().all(upper)
}

/// Whether a text says itself what it is, rather than where it is.
fn is_literal(text: &str) -> bool {
    !text.contains("${")
        && !text.contains("{{resolve:")
        && !text.trim_start().starts_with("{%")
        && !text.starts_with(['$', '/'])
        && !text.starts_with("States.")
        && !text.starts_with("arn:")
}
