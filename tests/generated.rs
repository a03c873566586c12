//! What is generated is as its generator wrote it: no file edited by hand, none missing, none extra.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// FNV-1a, 64 bits, as the generator takes it.
fn digest(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn resources_are_not_edited() {
    check(
        "src/template/resources",
        "cargo run --manifest-path tools/generate/Cargo.toml -- <site-packages with cfn-lint> src/template/resources",
        |name| name != "DIGEST",
    );
}

#[test]
fn models_of_services_are_not_edited() {
    check("src/task/sdk", "python tools/sdk_models.py src/task/sdk/models.txt", |name| {
        name.ends_with(".txt")
    });
}

#[test]
fn shapes_of_results_are_not_edited() {
    check("src/run/shapes", "python tools/result_shapes.py src/run/shapes/shapes.txt", |name| {
        name.ends_with(".txt")
    });
}

/// Compares the generated files of a folder with the digests beside them; `again` is the command that writes them.
fn check(place: &str, again: &str, generated: impl Fn(&str) -> bool) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    let list = fs::read_to_string(folder.join("DIGEST")).expect("a DIGEST is there");
    let expected: BTreeMap<&str, &str> = list.lines().filter_map(|line| line.split_once(' ')).collect();

    let mut found = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("the folder is there") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if generated(&name) {
            // A checkout on Windows may have turned the line ends.
            let text = fs::read_to_string(&path).expect("text").replace("\r\n", "\n");
            found.insert(name, format!("{:016x}", digest(text.as_bytes())));
        }
    }
    let mut wrong = Vec::new();
    for (name, digest) in &found {
        match expected.get(name.as_str()) {
            None => wrong.push(format!("{name} is not in DIGEST")),
            Some(expected) if expected != digest => wrong.push(format!("{name} was edited")),
            Some(_) => {}
        }
    }
    wrong.extend(
        expected.keys().filter(|name| !found.contains_key(**name)).map(|name| format!("{name} is missing")),
    );
    assert!(wrong.is_empty(), "in {place}: {}; write them again with `{again}`", wrong.join(", "));
}
