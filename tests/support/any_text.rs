//! What holds of any text that is read as a path, as a call, as JSONata or as a definition: for chance in the tests, and
//! for fuzzing.

use stepwright::asl::Definition;
use stepwright::asl::source::Format;
use stepwright::diagnostic::Diagnostic;
use stepwright::query::jsonata::{Jsonata, Node};
use stepwright::query::{Expression, ParseError, Path, reference_path};
use stepwright::tasks::CATALOGUE;
use stepwright::validate::{Options, RULES, Workflow, validate, validate_definition, variable_references};

fn is_piece(text: &str, start: usize, end: usize) -> bool {
    start <= end && text.is_char_boundary(start) && text.is_char_boundary(end)
}

/// A place is between two characters, and both of its numbers are right.
fn check_place(text: &str, offset: usize, character: usize) {
    assert!(text.is_char_boundary(offset), "{text:?} {offset}");
    assert_eq!(text[..offset].chars().count() + 1, character, "{text:?} {offset}");
}

fn check_error(text: &str, error: &ParseError) {
    check_place(text, error.offset, error.character);
    assert!(!error.message.is_empty(), "{text:?}");
}

/// Reads text as JSONata and asks everything that can be asked.
pub fn jsonata(text: &str) {
    match Jsonata::parse(text) {
        Ok(expression) => {
            check_node(text, expression.root());
            let variables = expression.variables().into_iter().map(|found| found.span);
            let states = expression.states_uses().into_iter().map(|found| found.span);
            let problems = expression.problems().into_iter().map(|found| found.span);
            for span in variables.chain(states).chain(problems) {
                assert!(is_piece(text, span.start, span.end), "{text:?} {span:?}");
                assert!(!span.of(text).is_empty(), "{text:?} {span:?}");
            }
        }
        Err(error) => {
            assert!(is_piece(text, error.offset, error.end), "{text:?} {error:?}");
            check_error(text, &error.into());
        }
    }
}

/// Every part lies within its text and within what it is a part of.
fn check_node(text: &str, node: &Node) {
    assert!(is_piece(text, node.span.start, node.span.end), "{text:?} {node:?}");
    assert!(node.span.start <= node.at.start && node.at.end <= node.span.end, "{text:?} {node:?}");
    node.each_child(&mut |child| {
        assert!(node.span.start <= child.span.start && child.span.end <= node.span.end, "{text:?} {node:?}");
        check_node(text, child);
    });
}

/// Reads text as a path.
pub fn path(text: &str) {
    match Path::parse(text) {
        Ok(path) => {
            check_path(text, &path);
            assert_eq!(path.to_string(), text);
            assert_eq!(reference_path(text).is_ok(), path.is_reference(), "{text:?}");
        }
        Err(error) => {
            check_error(text, &error);
            assert!(reference_path(text).is_err(), "{text:?}");
        }
    }
}

fn check_path(text: &str, path: &Path) {
    for segment in path.segments() {
        check_place(text, segment.position.offset, segment.position.character);
    }
    for error in path.general().into_iter().chain(path.doubtful()) {
        check_error(text, &error);
    }
    assert!(path.variables().iter().all(|name| text.contains(name)), "{text:?}");
}

/// Reads text as whatever may stand in a template: a path or a call of an intrinsic function.
pub fn expression(text: &str) {
    let read = Expression::parse(text);
    assert_eq!(Expression::check(text).is_ok(), read.is_ok(), "{text:?}");
    match read {
        Ok(expression) => expression.each_path(&mut |path| check_path(text, path)),
        Err(error) => check_error(text, &error),
    }
}

/// Reads text as a definition. What reads is written, and reads again as the same.
pub fn definition(text: &str) {
    if let Ok(definition) = Definition::read(text) {
        check_again(text, &definition);
        variable_references(&definition);
    }
    if let Ok(definition) = Definition::read_yaml(text) {
        check_again(text, &definition);
    }
}

/// Judges bytes as a definition: every finding has a rule's name and a place within the text, in order.
pub fn judged(bytes: &[u8]) {
    for workflow in [Workflow::Standard, Workflow::Express] {
        let options = Options::new(workflow).catalogue(CATALOGUE).bound(["Name"]);
        let found = validate(bytes, Format::Json, &options);
        check_findings(bytes, &found);
        check_findings(bytes, &validate(bytes, Format::Yaml, &options));
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        if let Ok(definition) = Definition::read(text) {
            // Without the text the same is wrong, apart from what only the text shows.
            let textual =
                ["duplicate-key", "definition-too-large", "payload-too-large", "assignment-too-large"];
            let codes = |findings: &[Diagnostic]| -> Vec<&str> {
                findings.iter().map(|it| it.code).filter(|code| !textual.contains(code)).collect()
            };
            let without = validate_definition(&definition, &options);
            assert_eq!(codes(&without), codes(&found), "{text:?}");
        }
    }
}

fn check_findings(bytes: &[u8], found: &[Diagnostic]) {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.split(['\n', '\r']).count();
    for finding in found {
        assert!(RULES.iter().any(|rule| rule.name == finding.code), "{finding:?}");
        assert!(!finding.message.is_empty(), "{finding:?}");
        if let Some(position) = finding.place.position {
            assert!((1..=lines).contains(&position.line) && position.column > 0, "{text:?} {finding:?}");
        }
        let pointer = finding.place.pointer.as_deref().unwrap_or_default();
        assert!(pointer.is_empty() || pointer.starts_with('/'), "{text:?} {finding:?}");
    }
}

fn check_again(text: &str, definition: &Definition) {
    let again = Definition::read(&definition.to_string()).map(|again| again.json().clone());
    assert_eq!(again.as_ref(), Ok(definition.json()), "{text:?}");
}
