//! Every definition that AWS was given reads, writes back equal, and can be walked.

use super::cases::cases;
use serde_json::Value;
use stepwright::asl::{Definition, Machine, QueryLanguage, State};

/// Asks a state everything.
fn look_at(state: &State<'_>, json: &Value) {
    assert_eq!(json.pointer(state.pointer()).and_then(Value::as_object), Some(state.json()));
    for (_, pointer) in state.transitions() {
        assert!(json.pointer(&pointer).is_some_and(Value::is_string), "{pointer}");
    }
    for machine in state.machines() {
        assert_eq!(json.pointer(machine.pointer()).and_then(Value::as_object), Some(machine.json()));
    }
    let _ = (state.name(), state.kind(), state.query_language(), state.resource(), state.next());
    let _ = (state.is_end(), state.default(), state.retriers(), state.catchers(), state.choices());
}

fn count(machine: &Machine<'_>) -> usize {
    let nested = |state: &State<'_>| state.machines().iter().map(count).sum::<usize>();
    machine.states().iter().map(|state| 1 + nested(state)).sum()
}

fn check(text: &str, id: &str) {
    let definition = Definition::read(text).unwrap_or_else(|finding| panic!("{id}: {finding}"));
    assert_eq!(definition.to_string(), text, "{id}");
    let indented = Definition::read(&format!("{definition:#}")).unwrap();
    assert_eq!(indented.to_string(), text, "{id}");
    let json = Value::Object(definition.json().clone());
    let states = definition.states();
    assert_eq!(states.len(), count(&definition.machine()), "{id}");
    states.iter().for_each(|state| look_at(state, &json));
    #[cfg(feature = "yaml")]
    {
        // JSON is YAML.
        let yaml = Definition::read_yaml(text).unwrap_or_else(|finding| panic!("{id}: {finding}"));
        assert_eq!(yaml.to_string(), text, "{id}");
        let yaml = stepwright::template::to_yaml(&json);
        let yaml = Definition::read_yaml(&yaml).unwrap_or_else(|finding| panic!("{id}: {finding}\n{yaml}"));
        assert_eq!(yaml.to_string(), text, "{id}");
    }
}

#[test]
fn every_definition_reads_and_writes_back_equal() {
    let Some(cases) = cases() else { return };
    let mut seen = 0;
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        if case["definition"].is_object() {
            check(&case["definition"].to_string(), id);
            seen += 1;
        } else if let Some(text) = case["definition_text"].as_str() {
            // What is no JSON object is refused, and says where.
            match Definition::read(text) {
                Ok(definition) => assert_eq!(Definition::read(&definition.to_string()).unwrap(), definition),
                Err(finding) => assert!(finding.message.starts_with("this is no JSON"), "{id}: {finding}"),
            }
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn a_state_within_a_map_speaks_the_machines_language_unless_it_says_otherwise() {
    let Some(cases) = cases() else { return };
    let mut seen = 0;
    for case in cases.iter().filter(|case| case["definition"]["QueryLanguage"] == "JSONata") {
        let definition = Definition::read(&case["definition"].to_string()).unwrap();
        for state in definition.states() {
            let own = state.field("QueryLanguage").is_some();
            assert!(own || state.query_language() == QueryLanguage::Jsonata, "{}", case["id"]);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}
