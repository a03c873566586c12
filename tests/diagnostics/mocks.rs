//! What can be wrong with a file of mocks.

use super::Case;
use stepwright::run::MockConfig;

/// Findings about a file, which no line causes.
pub const WITHOUT_LINE: [&str; 2] = ["malformed-mocks", "unknown-test-case"];

fn read(text: &str) -> String {
    let findings = MockConfig::read(text).map(|_| ()).err().unwrap_or_default();
    let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
    findings.join("\n\n")
}

fn mocks(name: &str) -> String {
    let text = r#"{"StateMachines":{"Orders":{"TestCases":{"Busy":{}}}},"MockedResponses":{}}"#;
    let config = MockConfig::read(text).unwrap();
    config.mocks_of(name).map(|_| ()).unwrap_err().to_string()
}

pub const CASES: &[Case] = &[
    ("malformed-mocks", || {
        read(
            r#"{
  "StateMachines": { "Orders": { "TestCases": { "Busy": { "Charge": "BusyTwise" } } } },
  "MockedResponses": { "BusyTwice": { "1": { "Throw": { "Cause": "too many" } }, "2-1": { "Retrun": {} } } }
}"#,
        )
    }),
    ("malformed-mocks", || read("[]")),
    ("unknown-test-case", || mocks("Orders#Bussy")),
    ("unknown-test-case", || mocks("Order#Busy")),
    ("unknown-test-case", || mocks("Orders")),
];
