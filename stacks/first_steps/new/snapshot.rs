//! Each stack's template is what someone has read: `snapshots/` holds it, `UPDATE=1 cargo test` writes it anew.

use super::STACKS;
use std::{env, fs};
use stepwright::prelude::*;

#[test]
fn templates_are_as_they_were_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots");
    for (name, stack) in STACKS {
        let synthesis = stack().synthesize(Target::Sam);
        assert_eq!(synthesis.findings, []);
        let file = format!("{folder}/{name}.yaml");
        let fresh = synthesis.to_yaml();
        if env::var_os("UPDATE").is_some() {
            fs::create_dir_all(folder).unwrap();
            fs::write(&file, fresh).unwrap();
        } else {
            let read = fs::read_to_string(&file).unwrap_or_default();
            assert!(read == fresh, "{file} is another: run `UPDATE=1 cargo test`, and read what changes");
        }
    }
}
