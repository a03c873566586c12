//! The generated resources are as the generator wrote them: no file edited by hand, none missing, none extra.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const AGAIN: &str = "write them again with `cargo run --manifest-path tools/generate/Cargo.toml -- \
                     <site-packages with cfn-lint> src/template/resources`";

/// FNV-1a, 64 bits, as the generator takes it.
fn digest(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn generated_resources_are_not_edited() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/template/resources");
    let list = fs::read_to_string(folder.join("DIGEST")).expect("src/template/resources/DIGEST is there");
    let expected: BTreeMap<&str, &str> = list.lines().filter_map(|line| line.split_once(' ')).collect();

    let mut found = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("src/template/resources is there") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name != "DIGEST" {
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
    assert!(wrong.is_empty(), "in src/template/resources: {}; {AGAIN}", wrong.join(", "));
}
