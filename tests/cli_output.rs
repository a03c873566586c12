//! What the command line says, whole: `snapshots/cli`, a file for each thing that is shown.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "support/shop.rs"]
mod shop;
#[path = "support/snapshots.rs"]
mod snapshots;

use snapshots::snapshot;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};
use stepwright::cli::{NamedStack, World, run};

/// What is shown, and the command lines that show it. Those of one snapshot share a folder.
const SHOWN: &[(&str, &[&str])] = &[
    ("help", &["--help"]),
    ("help_in_short", &["-h"]),
    ("help.build", &["build --help"]),
    ("help.new", &["new --help"]),
    ("help.validate", &["validate --help"]),
    ("help.explain", &["explain --help"]),
    ("help.list", &["list --help"]),
    ("help.asl", &["asl --help"]),
    ("help.permissions", &["permissions --help"]),
    ("help.tasks", &["tasks --help"]),
    ("help.completions", &["completions --help"]),
    ("help.man", &["man --help"]),
    ("list", &["list"]),
    ("list.json", &["list --json"]),
    ("build", &["build orders returns", "build orders --format json"]),
    ("build.without_verb", &["returns --target cloudformation"]),
    ("build.json", &["build orders mistakes --json"]),
    ("new", &["new parcels --stepwright library", "new parcels --stepwright library"]),
    (
        "new.refused",
        &["new stacks --stepwright library", "new parcels", "new parcels --stepwright stacks", "new Über"],
    ),
    ("build.findings", &["build mistakes returns"]),
    ("build.panic", &["build panicking"]),
    ("check.fine", &["build returns", "build returns --check"]),
    ("check.missing", &["build returns --check"]),
    ("check.stale", &["build orders", CHANGES, "build orders --check", "build orders --check --json"]),
    ("validate", &["validate fine.asl.yaml orders", "validate wrong.asl.json template.yaml mistakes"]),
    ("validate.json", &["validate wrong.asl.json template.yaml mistakes --format json"]),
    ("validate.sarif", &["validate wrong.asl.json template.yaml --format sarif"]),
    ("validate.github", &["validate wrong.asl.json template.yaml mistakes --format github"]),
    (
        "validate.allowed",
        &[
            "validate wrong.asl.json --allow unknown-next=soon",
            "validate wrong.asl.json --allow unknown-next=soon --format sarif",
            "build mistakes --allow wrong-language=tried",
        ],
    ),
    (
        "validate.refused",
        &[
            "validate",
            "validate nothing.asl.json",
            "validate stacks",
            "validate ordes",
            "validate latin1.asl.json",
            "validate wrong.asl.json --allow unknown-nxet=soon",
            "validate wrong.asl.json --allow unknown-next",
        ],
    ),
    ("explain", &["explain choice-without-default"]),
    ("explain.all", &["explain"]),
    ("explain.refused", &["explain choice-without-defualt", "explain nothing-like-it"]),
    ("asl", &["asl orders/TakeOrder"]),
    ("asl.findings", &["asl mistakes/TakeOrder"]),
    ("permissions", &["permissions orders"]),
    ("permissions.json", &["permissions orders --json"]),
    ("permissions.own_role", &["permissions returns"]),
    ("permissions.findings", &["permissions mistakes"]),
    ("tasks", &["tasks"]),
    ("tasks.json", &["tasks --json"]),
    ("tasks.one", &["tasks DynamoPutItem"]),
    ("tasks.one.json", &["tasks DynamoPutItem --json"]),
    ("usage.unknown_stack", &["build ordes", "build something-else", "asl ordes", "permissions ordes"]),
    ("usage.unknown_verb", &["lsit", "permisions orders", "--chekc", "man biuld"]),
    ("usage.unknown_machine", &["asl orders", "asl orders/TakOrder", "asl orders/Nothing"]),
    ("usage.unknown_task", &["tasks DynamoPutItme", "tasks Nothing"]),
    ("usage.missing", &["asl", "permissions", "completions"]),
    ("usage.wrong_value", &["build --format toml", "build --target sma", "completions dash"]),
];

/// Not a command line: what others do to the files meanwhile.
const CHANGES: &str = "# others change Ping.asl.json, remove TakeOrder.asl.json and add app/old.py";

const FINE: &str = "StartAt: Wait
States:
  Wait:
    Type: Wait
    Seconds: 5
    Next: Done
  Done:
    Type: Succeed
";

const WRONG: &str = r#"{
  "StartAt": "Which",
  "States": {
    "Which": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.total", "NumericGreaterThan": 0, "Next": "Chrage" }]
    },
    "Charge": { "Type": "Task", "Resource": "${ChargeArn}", "TimeoutSeconds": 0, "End": true }
  }
}
"#;

const TEMPLATE: &str = r#"Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      Definition:
        StartAt: Charge
        States:
          Charge:
            Type: Task
            Resource: arn:aws:states:::ecs:runTask.sync
            Parameters:
              Cluster: ${Cluster}
              TaskDefinition: ${Task}
            End: true
      DefinitionSubstitutions:
        Cluster: !Ref Cluster
"#;

/// A folder that goes away again.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("stepwright-output-{}-{number}", process::id()));
        fs::create_dir_all(path.join("stacks/orders/app")).unwrap();
        fs::write(path.join("stacks/orders/app/worker.py"), "print('packed')\n").unwrap();
        fs::create_dir(path.join("library")).unwrap();
        fs::write(path.join("library/Cargo.toml"), "[package]\nname = \"stepwright\"\n").unwrap();
        for (name, text) in [("fine.asl.yaml", FINE), ("wrong.asl.json", WRONG), ("template.yaml", TEMPLATE)]
        {
            fs::write(path.join(name), text).unwrap();
        }
        fs::write(path.join("latin1.asl.json"), b"{ \"Comment\": \"caf\xe9\" }").unwrap();
        Place(path)
    }

    fn change(&self) {
        let built = self.0.join("synth.out/orders");
        fs::write(built.join("Ping.asl.json"), "{}").unwrap();
        fs::remove_file(built.join("TakeOrder.asl.json")).unwrap();
        fs::write(built.join("app/old.py"), "").unwrap();
    }

    /// The command line and what it says: results, findings, exit code.
    fn said(&self, stacks: &[NamedStack], args: &str) -> String {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut world = World::new(&mut out, &mut err, &self.0);
        let code = run(std::iter::once("synth").chain(args.split_whitespace()), stacks, &mut world);
        let (out, err) = (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap());
        let mut text = format!("$ synth {args}\n{out}");
        if !err.is_empty() {
            text.push_str(&format!("--- to the error output\n{err}"));
        }
        text.push_str(&format!("--- exits with {code}\n"));
        text
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn everything_that_is_shown() {
    for (name, lines) in SHOWN {
        let place = Place::new();
        let mut texts = Vec::new();
        for line in *lines {
            if line.starts_with('#') {
                place.change();
                texts.push(format!("{line}\n"));
            } else {
                texts.push(place.said(shop::STACKS, line));
            }
        }
        snapshot("cli", name, &texts.join("\n"));
    }
}

#[test]
fn no_stacks_at_all() {
    let place = Place::new();
    let lines = ["build", "list", "permissions orders"];
    let texts: Vec<String> = lines.iter().map(|line| place.said(&[], line)).collect();
    snapshot("cli", "no_stacks", &texts.join("\n"));
}

/// Both outputs of a terminal, in the order in which they come.
#[derive(Clone, Default)]
struct Screen(Rc<RefCell<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a terminal without colours shows.
fn screen(columns: &str, args: &str) -> String {
    let place = Place::new();
    let screen = Screen::default();
    let (mut out, mut err) = (screen.clone(), screen.clone());
    let variable = |name: &str| match name {
        "NO_COLOR" => Some(OsString::from("1")),
        "COLUMNS" => Some(OsString::from(columns)),
        _ => None,
    };
    let mut world = World::new(&mut out, &mut err, &place.0);
    (world.out_is_terminal, world.err_is_terminal) = (true, true);
    world.variable = &variable;
    run(std::iter::once("synth").chain(args.split_whitespace()), shop::STACKS, &mut world);
    let text = String::from_utf8(screen.0.borrow().clone()).unwrap();
    format!("$ synth {args}\n{text}")
}

/// What a terminal shows that is so many columns wide.
const ON_TERMINAL: &[(&str, &str, &str)] = &[
    ("terminal.findings", "80", "build returns mistakes"),
    ("terminal.list", "80", "list"),
    ("terminal.permissions", "80", "permissions orders"),
    ("terminal.permissions.wide", "120", "permissions orders"),
    ("terminal.tasks.one", "80", "tasks EcsRunTask"),
];

#[test]
fn everything_on_a_terminal() {
    for (name, columns, line) in ON_TERMINAL {
        let text = screen(columns, line);
        snapshot("cli", name, &text);
    }
}

#[test]
fn text_fits_the_terminal_in_words() {
    for columns in ["80", "120"] {
        let text = screen(columns, "permissions orders");
        let wide = columns.parse().unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= wide), "{text}");
    }
    let permissions = "permissions orders";
    assert_eq!(screen("", permissions), screen("80", permissions), "where nothing is said");
    assert_eq!(screen("1", permissions), screen("80", permissions), "where it cannot be");
}

#[test]
fn no_snapshot_is_an_orphan() {
    let mut known: BTreeSet<String> = BTreeSet::from(["no_stacks.snap".to_owned()]);
    for name in SHOWN.iter().map(|(name, _)| *name).chain(ON_TERMINAL.iter().map(|(name, ..)| *name)) {
        assert!(known.insert(format!("{name}.snap")), "two snapshots are called `{name}`");
    }
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/cli")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(name.ends_with(".new") || known.contains(&name), "nothing makes snapshots/cli/{name}");
    }
}
