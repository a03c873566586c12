//! What must not compile does not, and says so in our own words; its twin does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The errors of each binary of the little crate, as the compiler rendered them.
fn errors(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The versions of this project, so that nothing has to be fetched.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("Cargo.lock can be copied");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(folder)
        .args(["check", "--bins", "--keep-going", "--message-format=json", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", root.join("target/compile_fail"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut compiled = false;
    for line in text.lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let name = message.pointer("/target/name").and_then(Value::as_str).unwrap_or_default();
        compiled |= message["reason"] == "compiler-artifact" && name == "stepwright";
        if message["reason"] == "compiler-message"
            && message.pointer("/message/level") == Some(&"error".into())
        {
            let rendered = message.pointer("/message/rendered").and_then(Value::as_str).unwrap_or_default();
            out.entry(name.to_owned()).or_default().push(rendered.to_owned());
        }
    }
    assert!(compiled, "the library itself has to compile:\n{}", String::from_utf8_lossy(&output.stderr));
    out
}

#[test]
fn what_must_not_compile_does_not() {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile_fail");
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder.join("src/bin")).expect("the examples are there") {
        let path = entry.expect("an entry").path();
        names.insert(path.file_stem().expect("a name").to_string_lossy().into_owned());
    }
    let errors = errors(&folder);
    let mut wrong = Vec::new();
    for name in &names {
        if name.ends_with("_ok") {
            if let Some(errors) = errors.get(name) {
                wrong.push(format!("`{name}` should compile:\n{}", errors.join("\n")));
            }
            continue;
        }
        if !names.contains(&format!("{name}_ok")) {
            wrong.push(format!("`{name}` has no twin that compiles"));
        }
        let text = fs::read_to_string(folder.join(format!("src/bin/{name}.rs"))).expect("text");
        let expected = text.lines().next().and_then(|line| line.strip_prefix("// expect: "));
        let Some(expected) = expected else {
            wrong.push(format!("`{name}` does not begin with `// expect: …`"));
            continue;
        };
        match errors.get(name) {
            None => wrong.push(format!("`{name}` compiles")),
            Some(errors) if errors.iter().any(|error| error.contains(expected)) => {}
            Some(errors) => wrong.push(format!("`{name}` does not say `{expected}`:\n{}", errors.join("\n"))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
