//! Synthesizes the stacks of this repository.

#[path = "../../stacks/mod.rs"]
mod stacks;

fn main() {
    for (name, stack) in stacks::STACKS {
        let target = if std::env::args().any(|a| a == "cfn") {
            stepwright::prelude::Target::CloudFormation
        } else {
            stepwright::prelude::Target::Sam
        };
        let s = stack().synthesize(target);
        for f in &s.findings {
            eprintln!("{f}");
        }
        eprintln!("{name} {}", s.statements());
        print!("{}", s.to_yaml());
    }
}
