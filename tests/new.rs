//! `synth new`: what it writes builds, passes its test and gives its template, as it stands.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../stacks/first_steps/mod.rs"]
mod first_steps;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use stepwright::cli::{World, run};
use stepwright::prelude::*;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that goes away again.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("stepwright-new-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Place(path)
    }

    /// The exit code of a command line in this folder, and what it says.
    fn synth(&self, args: &[&str]) -> (u8, String) {
        synth(&self.0, args)
    }
}

fn synth(folder: &Path, args: &[&str]) -> (u8, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut world = World::new(&mut out, &mut err, folder);
    let code = run([&["synth"], args].concat(), &[], &mut world);
    (code, String::from_utf8(out).unwrap() + &String::from_utf8(err).unwrap())
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn library() -> [&'static str; 2] {
    ["--stepwright", env!("CARGO_MANIFEST_DIR")]
}

/// Runs cargo in a folder, without a network.
fn cargo(folder: &Path, args: &[&str]) {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(folder)
        .args(args)
        // Shared with the other crate that is built in tests.
        .env("CARGO_TARGET_DIR", root().join("target/consumer"))
        .env_remove("RUSTFLAGS")
        .env_remove("UPDATE")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {args:?}\n{said}");
}

#[test]
fn its_template_is_that_of_the_stack() {
    let file = root().join("stacks/first_steps/new/template.yaml");
    let fresh = first_steps::first_steps().synthesize(Target::Sam).to_yaml();
    if env::var_os("UPDATE").is_some() {
        fs::write(file, fresh).unwrap();
        return;
    }
    assert!(fs::read_to_string(file).unwrap() == fresh, "run `UPDATE=1 cargo test --test new`");
}

#[test]
fn a_new_crate_builds_and_passes_its_test() {
    let place = Place::new("builds");
    let (code, said) = place.synth(&[&["new", "orders", "--name", "take-orders"][..], &library()].concat());
    assert_eq!(code, 0, "{said}");
    let made = place.0.join("orders");
    // The versions of this project, so that nothing has to be fetched.
    fs::copy(root().join("Cargo.lock"), made.join("Cargo.lock")).unwrap();
    cargo(&made, &["test", "--offline", "--quiet"]);
    cargo(&made, &["run", "--offline", "--quiet"]);
    let built = made.join("synth.out/take-orders");
    for file in ["template.yaml", "Standard.asl.json", "Express.asl.json", "samconfig.toml", "app/greet.py"] {
        assert!(built.join(file).is_file(), "{file}");
    }
    assert!(fs::read_to_string(built.join("samconfig.toml")).unwrap().contains("\"take-orders\""));
    // Nothing of the first name is left.
    for file in [
        "Cargo.toml",
        "README.md",
        "src/main.rs",
        "src/take_orders/mod.rs",
        "src/take_orders/tests/test_greet.py",
    ] {
        let text = fs::read_to_string(made.join(file)).unwrap();
        assert!(!text.contains("first_steps") && !text.contains("first-steps"), "{file}");
    }
}

#[test]
fn the_library_is_found() {
    let place = Place::new("finds");
    let beside = place.0.join("beside");
    fs::create_dir_all(beside.join("src")).unwrap();
    let manifest = "[dependencies]\nstepwright = { path = \"../library\" }\n";
    fs::write(beside.join("Cargo.toml"), manifest).unwrap();
    fs::create_dir(place.0.join("library")).unwrap();
    fs::write(place.0.join("library/Cargo.toml"), "[package]\nname = \"stepwright\"\n").unwrap();
    // From inside of the library, and from a crate that depends on it; into a folder that is there, and one that is not.
    for (from, into, path) in [
        ("library", "../one", "../library"),
        ("library", "deep/er", "../.."),
        ("beside/src", "../../two", "../library"),
        ("beside", "own/three", "../../../library"),
    ] {
        let here = place.0.join(from);
        let (code, said) = synth(&here, &["new", into]);
        assert_eq!(code, 0, "{said}");
        let manifest = fs::read_to_string(here.join(into).join("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("stepwright = {{ path = \"{path}\" }}")), "{manifest}");
    }
}

#[test]
fn nothing_is_written_over() {
    let place = Place::new("refuses");
    for (folder, file) in [("full", "full/notes.txt"), ("file", "file")] {
        let file = place.0.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "mine").unwrap();
        let (code, said) = place.synth(&[&["new", folder][..], &library()].concat());
        assert_eq!(code, 2, "{said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    }
    assert_eq!(fs::read_dir(place.0.join("full")).unwrap().count(), 1);
    // An empty one is as good as none.
    fs::create_dir(place.0.join("empty")).unwrap();
    let (code, said) = place.synth(&[&["new", "empty"][..], &library()].concat());
    assert_eq!(code, 0, "{said}");
}

#[test]
fn names_are_those_of_crates_and_stacks() {
    let place = Place::new("names");
    for (folder, wanted) in [
        ("My Orders", Some("my-orders")),
        ("a.b", Some("a-b")),
        ("7up", None),
        ("match", None),
        ("std", None),
    ] {
        let (code, said) = place.synth(&[&["new", folder][..], &library()].concat());
        match wanted {
            Some(name) => {
                assert_eq!(code, 0, "{said}");
                let manifest = fs::read_to_string(place.0.join(folder).join("Cargo.toml")).unwrap();
                assert!(manifest.contains(&format!("name = \"{name}\"")), "{manifest}");
            }
            None => assert!(code == 2 && said.contains("is no name for a crate"), "{said}"),
        }
    }
    // A name that holds the first one.
    let (code, said) = place.synth(&[&["new", "x", "--name", "my-first-steps"][..], &library()].concat());
    assert_eq!(code, 0, "{said}");
    let text = fs::read_to_string(place.0.join("x/src/my_first_steps/tests/test_greet.py")).unwrap();
    assert!(text.contains("-s src/my_first_steps/tests\n"), "{text}");
}
