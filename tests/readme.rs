//! README shows what is so: its stack compiles, its template is what that stack gives, its table is the catalogue, and
//! `synth` says what it is shown to say.
//!
//! `UPDATE=1 cargo test --test readme` refreshes all of it.

#![cfg(feature = "cli")]

use serde_json::Value;
use std::path::Path;
use stepwright::cli::{World, run};
use stepwright::prelude::*;
use stepwright::tasks::CATALOGUE;

#[path = "../stacks/mod.rs"]
mod stacks;

fn stack(wanted: &str) -> Stack {
    stacks::STACKS.iter().find(|(name, _)| *name == wanted).unwrap().1()
}

/// What `synth` says where the files of `tests/cases/readme` are.
fn said(args: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/readme");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut world = World::new(&mut out, &mut err, &folder);
    run(std::iter::once("synth").chain(args.split(' ')), stacks::STACKS, &mut world);
    assert_eq!(String::from_utf8(err).unwrap(), "");
    format!("```console\n$ synth {args}\n{}```\n", String::from_utf8(out).unwrap())
}

/// How other validators did on the same cases, as `tools/peers/compare.py` wrote it down.
fn validators() -> String {
    const TOOLS: [&str; 4] = ["synth", "asl-validator", "amazon-states-language-service", "cfn-lint"];
    let verdicts: Value = serde_json::from_str(include_str!("../tools/peers/verdicts.json")).unwrap();
    let mut table = String::from(
        "| | `synth validate` | asl-validator | amazon-states-language-service | cfn-lint |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    let rows = [
        ("recordings", "sound", "accepted", "definitions that AWS took: accepted"),
        ("recordings", "wrong", "found", "definitions that AWS refused: found"),
        ("rules", "sound", "accepted", "cases of our rules that AWS takes: accepted"),
        ("rules", "wrong", "found", "cases of our rules that AWS refuses: found"),
    ];
    for (set, kind, right, what) in rows {
        let of = &verdicts[set];
        let each: Vec<String> =
            TOOLS.iter().map(|tool| format!("{} of {}", of["tools"][tool][right], of[kind])).collect();
        table.push_str(&format!("| {what} | {} |\n", each.join(" | ")));
    }
    table
}

/// The example of a room, which its documentation compiles and runs.
fn example(room: &str) -> String {
    let mut lines = room.lines().map(|line| line.trim_start_matches("//!"));
    let inside = lines.by_ref().skip_while(|line| line.trim() != "```").skip(1);
    let code = inside.take_while(|line| line.trim() != "```");
    let code: Vec<&str> = code.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    format!("```rust,ignore\n{}\n```\n", code.join("\n"))
}

/// The lines between two marks, with the section's name.
fn sections() -> [(&'static str, String); 7] {
    let code = include_str!("../stacks/first_steps/mod.rs");
    let synthesis = stack("first_steps").synthesize(Target::Sam);
    assert_eq!(synthesis.findings, []);
    let template = synthesis.to_yaml();
    let from = template.find("  StandardRole:").unwrap();
    let machine = &template[from..template.find("\n  ExpressRole:").unwrap()];
    let mut table = String::from("| task | calls | patterns |\n| --- | --- | --- |\n");
    for entry in CATALOGUE {
        let patterns: Vec<&str> = entry
            .patterns
            .iter()
            .map(|pattern| match pattern {
                IntegrationPattern::RequestResponse => "request",
                IntegrationPattern::RunJob => "job",
                IntegrationPattern::WaitForTaskToken => "callback",
            })
            .collect();
        let (name, docs) = (entry.name, entry.docs);
        table.push_str(&format!(
            "| `{name}` | [`{}:{}`]({docs}) | {} |\n",
            entry.service,
            entry.action,
            patterns.join(", ")
        ));
    }
    [
        ("stack", format!("```rust,ignore\n{code}```\n")),
        ("template", format!("```yaml\n{machine}```\n")),
        ("catalogue", table),
        ("validators", validators()),
        ("orders", format!("```json\n{}```\n", include_str!("cases/readme/orders.asl.json"))),
        ("validate", said("validate orders.asl.json")),
        ("run", example(include_str!("../src/run/mod.rs"))),
    ]
}

#[test]
fn readme_is_not_stale() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = std::fs::read_to_string(file).unwrap();
    let mut fresh = text.clone();
    for (name, section) in sections() {
        let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let from = fresh.find(&open).unwrap() + open.len();
        let to = fresh.find(&close).unwrap();
        fresh.replace_range(from..to, &section);
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, &fresh).unwrap();
        return;
    }
    assert!(text == fresh, "README.md is stale: run `UPDATE=1 cargo test --test readme`");
}

#[test]
fn pages_of_stacks_say_what_one_has_to_know() {
    let root = env!("CARGO_MANIFEST_DIR");
    let readme = std::fs::read_to_string(format!("{root}/README.md")).unwrap();
    for (name, stack) in stacks::STACKS {
        let page = format!("stacks/{name}/README.md");
        if !std::path::Path::new(&format!("{root}/{page}")).exists() {
            continue;
        }
        assert!(readme.contains(&format!("| [`{name}`]({page}) |")), "README.md does not lead to {page}");
        let text = std::fs::read_to_string(format!("{root}/{page}")).unwrap();
        for heading in ["Deploy", "Start", "Remove", "What it costs"] {
            assert!(text.contains(&format!("\n## {heading}")), "{page} says nothing of `{heading}`");
        }
        // Parameters that have to be said are said there.
        let template = stack().synthesize(Target::Sam).template;
        for (parameter, facts) in template["Parameters"].as_object().into_iter().flatten() {
            let said = facts.get("Default").is_some() || text.contains(&format!("{parameter}="));
            assert!(said, "{page} does not say what `{parameter}` is");
        }
    }
}
