//! A user's own crate gets the command line by one call: it is built here, and run.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

#[test]
fn a_crate_of_ones_own_has_the_command_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("tests/consumer");
    // The versions of this project, so that nothing has to be fetched.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let out = env::temp_dir().join(format!("stepwright-consumer-{}", std::process::id()));
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(&folder)
        .args(["run", "--offline", "--quiet", "--", "build", "--out"])
        .arg(&out)
        .env("CARGO_TARGET_DIR", root.join("target/consumer"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let template = fs::read_to_string(out.join("greetings/template.yaml")).unwrap();
    assert!(template.contains("Action: sns:Publish\n                Resource: !Ref Topic\n"), "{template}");
    assert!(out.join("greetings/Greet.asl.json").is_file());
    assert!(out.join("greetings/samconfig.toml").is_file());
    fs::remove_dir_all(&out).unwrap();
}
