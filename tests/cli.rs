//! The command line, from its arguments to files, text and exit code.

#![cfg(feature = "cli")]
// Clippy's leave for tests does not reach the helpers beside them.
#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use stepwright::cli::{NamedStack, World, run};
use stepwright::prelude::*;

/// A function, a cluster and a worker; two machines.
fn orders() -> Stack {
    let mut stack = Stack::new("orders-test").describe("Takes orders").folder("stacks/orders");
    stack.code("app");
    let network = stack.add("Network", PublicNetwork::new("10.0.0.0/16"));
    let cluster = stack.add("Cluster", ecs::Cluster::new());
    let worker = stack.add(
        "Worker",
        FargateTaskDefinition::new(Cpu::Quarter, MiB(512))
            .container(Container::new("python", "public.ecr.aws/docker/library/python:3.13-slim")),
    );
    let pack = EcsRunTask::new(&cluster, &worker)
        .launch(Fargate::new().subnets(&network).assign_public_ip(true))
        .environment("python", "ORDER", path("$.order"))
        .run_job("Pack")
        .timeout(minutes(30));
    let charge = LambdaInvoke::new("arn:aws:lambda:eu-west-1:123456789012:function:charge").state("Charge");
    stack.add("TakeOrder", StateMachine::new(charge.then(pack)));
    stack.add("Ping", StateMachine::new(Succeed::new("Pong")));
    stack
}

/// The same, a machine and a file less, under a role of one's own.
fn fewer_orders() -> Stack {
    let mut stack = Stack::new("orders-test").folder("stacks/orders");
    let charge = LambdaInvoke::new("arn:aws:lambda:eu-west-1:123456789012:function:charge").state("Charge");
    let machine = StateMachine::new(charge).role("arn:aws:iam::123456789012:role/mine");
    stack.add("TakeOrder", machine);
    stack
}

fn broken() -> Stack {
    let mut stack = Stack::new("broken");
    stack.add("Loop", StateMachine::new(Pass::new("Ship").then(go_to("Dnoe"))));
    stack
}

fn panicking() -> Stack {
    panic!("no more stacks")
}

fn codeless() -> Stack {
    let mut stack = Stack::new("codeless").folder("stacks/nowhere");
    stack.code("app");
    stack.code("../shared");
    stack.add("Ping", StateMachine::new(Succeed::new("Pong")));
    stack
}

const STACKS: &[NamedStack] =
    &[("orders", orders), ("broken", broken), ("panicking", panicking), ("codeless", codeless)];

/// A folder that goes away again.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("stepwright-cli-{}-{number}", std::process::id()));
        fs::create_dir_all(path.join("stacks/orders/app/__pycache__")).unwrap();
        fs::write(path.join("stacks/orders/app/worker.py"), "print('packed')\n").unwrap();
        fs::write(path.join("stacks/orders/app/__pycache__/worker.pyc"), "x").unwrap();
        fs::write(path.join("stacks/orders/template.scenario.json"), "{}").unwrap();
        Place(path)
    }

    fn run(&self, args: &str) -> Ran {
        self.run_with(STACKS, args)
    }

    fn run_with(&self, stacks: &[NamedStack], args: &str) -> Ran {
        self.run_in("", stacks, args, |_| {})
    }

    fn run_in(&self, folder: &str, stacks: &[NamedStack], args: &str, change: impl FnOnce(&mut World)) -> Ran {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut world = World::new(&mut out, &mut err, self.0.join(folder));
        change(&mut world);
        let code = run(std::iter::once("synth").chain(args.split_whitespace()), stacks, &mut world);
        Ran { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
    }

    /// Every file below a folder, with its text.
    fn files(&self, folder: &str) -> BTreeMap<String, String> {
        fn visit(root: &Path, folder: &Path, out: &mut BTreeMap<String, String>) {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    visit(root, &path, out);
                } else {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                    out.insert(name, fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut out = BTreeMap::new();
        let root = self.0.join(folder);
        visit(&root, &root, &mut out);
        out
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.files(folder).into_keys().collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[derive(Debug)]
struct Ran {
    code: u8,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

#[test]
#[ignore]
fn show() {
    let place = Place::new();
    for args in [
        "build orders",
        "build orders broken codeless",
        "build orders --check --format json",
        "build orders --format json --json",
        "list",
        "asl orders/Ping",
        "permissions orders",
        "tasks",
        "tasks LambdaInvoke",
        "tasks EcsRunTask",
        "--help",
        "build --help",
        "lsit",
        "man",
    ] {
        let ran = place.run(args);
        println!("$ synth {args}\n{}{}[{}]\n", ran.out, ran.err, ran.code);
    }
    println!("{}", place.files("synth.out")["orders/samconfig.toml"]);
}
