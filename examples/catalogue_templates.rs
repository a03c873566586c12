//! Writes a template for every task of the catalogue, with a state machine per example, for both targets.
//!
//! What the examples' handles stand for is in no stack: custom resources take their places.

use serde_json::{Value, json};
use std::path::PathBuf;
use std::{env, fs, io};
use stepwright::asl::QueryLanguage;
use stepwright::prelude::*;
use stepwright::tasks::CATALOGUE;
use stepwright::template::to_yaml;

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::other("say the folder to write to"))?;
    for (target, name) in [(Target::Sam, "sam"), (Target::CloudFormation, "cloudformation")] {
        for entry in CATALOGUE {
            let mut stack = Stack::new("catalogue");
            for (index, example) in entry.examples().into_iter().enumerate() {
                let machine = StateMachine::new(example.flow);
                let machine = match example.language {
                    QueryLanguage::Jsonata => machine.jsonata(),
                    QueryLanguage::JsonPath => machine,
                };
                stack.add(&format!("Machine{index}"), machine);
            }
            let synthesis = stack.synthesize(target);
            let missing: Vec<String> = synthesis
                .findings
                .iter()
                .filter(|finding| finding.code == "unknown-reference")
                .filter_map(|finding| finding.message.split('`').nth(1).map(str::to_owned))
                .collect();
            let mut template = synthesis.template.json().clone();
            if let Some(Value::Object(resources)) = template.get_mut("Resources") {
                for id in missing {
                    let stub = json!({ "Type": "Custom::Stub", "Properties": { "ServiceToken": "arn:aws:sns:eu-west-1:123456789012:stub" } });
                    resources.insert(id, stub);
                }
            }
            let folder = folder.join(name).join(entry.name);
            fs::create_dir_all(&folder)?;
            fs::write(folder.join("template.yaml"), to_yaml(&template))?;
        }
    }
    Ok(())
}
