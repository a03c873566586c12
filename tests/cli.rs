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
        FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).container(Container::new(
            "python",
            Image::public("public.ecr.aws/docker/library/python:3.13-slim"),
        )),
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
    stack.code("../outside");
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
        self.run_in("", stacks, args)
    }

    fn run_in(&self, folder: &str, stacks: &[NamedStack], args: &str) -> Ran {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut world = World::new(&mut out, &mut err, self.0.join(folder));
        let code = run(std::iter::once("synth").chain(args.split_whitespace()), stacks, &mut world);
        Ran { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
    }

    /// Every file below a folder, with its text; links are none.
    fn files(&self, folder: &str) -> BTreeMap<String, String> {
        fn visit(root: &Path, folder: &Path, out: &mut BTreeMap<String, String>) {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_symlink() {
                    continue;
                }
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

/// Text with its escape sequences, if there are any.
fn is_coloured(text: &str) -> bool {
    text.contains('\u{1b}')
}

#[test]
fn a_build_writes_what_sam_deploys() {
    let place = Place::new();
    let ran = place.run("build orders");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert_eq!(
        ran.out,
        "orders: 2 machines, 3 states, 6 statements, 18 resources, no findings (0.0 ms)\n  \
         written    synth.out/orders/template.yaml\n  \
         written    synth.out/orders/TakeOrder.asl.json  2 states\n  \
         written    synth.out/orders/Ping.asl.json  1 state\n  \
         written    synth.out/orders/samconfig.toml\n  \
         written    synth.out/orders/app/  1 file\n"
    );
    let files = place.files("synth.out");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "orders/Ping.asl.json",
            "orders/TakeOrder.asl.json",
            "orders/app/worker.py",
            "orders/samconfig.toml",
            "orders/template.yaml",
        ]
    );
    assert_eq!(
        files["orders/Ping.asl.json"],
        "{\n  \"StartAt\": \"Pong\",\n  \"States\": {\n    \"Pong\": {\n      \"Type\": \"Succeed\"\n    }\n  }\n}\n"
    );
    assert_eq!(
        files["orders/samconfig.toml"],
        "# Written by `synth build`, so that `sam deploy` asks nothing.\n\
         version = 0.1\n\n\
         [default.global.parameters]\n\
         stack_name = \"orders-test\"\n\n\
         [default.deploy.parameters]\n\
         capabilities = \"CAPABILITY_IAM CAPABILITY_AUTO_EXPAND\"\n\
         confirm_changeset = false\n\
         resolve_s3 = true\n"
    );
    let root = place.0.to_str().unwrap();
    assert!(files.values().all(|text| !text.contains(root)), "an absolute path");
}

#[test]
fn building_is_what_happens_without_a_verb() {
    let place = Place::new();
    assert_eq!(place.run("orders --target cloudformation").code, 0);
    let files = place.files("synth.out");
    assert!(!files["orders/template.yaml"].contains("Serverless"));
    assert!(files["orders/samconfig.toml"].contains("capabilities = \"CAPABILITY_IAM\"\n"));
}

#[test]
fn a_second_build_changes_nothing() {
    let place = Place::new();
    place.run("build orders");
    let template = place.0.join("synth.out/orders/template.yaml");
    let before = (place.files("synth.out"), fs::metadata(&template).unwrap().modified().unwrap());
    let ran = place.run("build orders");
    let after = (place.files("synth.out"), fs::metadata(&template).unwrap().modified().unwrap());
    assert_eq!(before, after);
    assert!(!ran.out.contains("written"), "{ran:?}");
}

#[test]
fn what_no_longer_belongs_goes_away() {
    let place = Place::new();
    place.run("build orders");
    fs::write(place.0.join("synth.out/orders/notes.txt"), "mine").unwrap();
    fs::remove_file(place.0.join("stacks/orders/app/worker.py")).unwrap();
    fs::write(place.0.join("stacks/orders/app/packer.py"), "").unwrap();
    let ran = place.run("build orders --format json");
    assert!(ran.out.contains("  removed    synth.out/orders/template.yaml\n"), "{ran:?}");
    assert_eq!(
        place.names("synth.out/orders"),
        [
            "Ping.asl.json",
            "TakeOrder.asl.json",
            "app/packer.py",
            "notes.txt",
            "samconfig.toml",
            "template.json"
        ]
    );
    place.run_with(&[("orders", fewer_orders)], "build orders");
    let names = place.names("synth.out/orders");
    assert_eq!(
        names,
        ["TakeOrder.asl.json", "app/packer.py", "notes.txt", "samconfig.toml", "template.yaml"]
    );
}

#[test]
fn files_of_others_stay() {
    let place = Place::new();
    fs::create_dir_all(place.0.join("synth.out/orders")).unwrap();
    fs::write(place.0.join("synth.out/orders/Mine.asl.json"), "{}").unwrap();
    assert_eq!(place.run("build orders").code, 0);
    assert!(place.names("synth.out").contains(&"orders/Mine.asl.json".to_owned()));
}

#[test]
fn checking_writes_nothing_and_tells_what_differs() {
    let place = Place::new();
    let ran = place.run("build orders --check");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("  missing    synth.out/orders/template.yaml\n"), "{ran:?}");
    assert!(place.files("synth.out").is_empty());

    place.run("build orders");
    assert_eq!(place.run("build orders --check").code, 0);

    fs::write(place.0.join("synth.out/orders/Ping.asl.json"), "{}").unwrap();
    fs::write(place.0.join("synth.out/orders/app/old.py"), "").unwrap();
    let before = place.files("synth.out");
    let ran = place.run("build orders --check");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("  differs    synth.out/orders/Ping.asl.json"), "{ran:?}");
    assert!(ran.out.contains("  stale      synth.out/orders/app/  1 file\n"), "{ran:?}");
    assert!(ran.out.contains("  unchanged  synth.out/orders/template.yaml\n"), "{ran:?}");
    assert_eq!(place.files("synth.out"), before);
}

#[test]
fn a_stack_with_errors_is_not_written_and_the_others_are() {
    let place = Place::new();
    place.run_with(&[("broken", orders)], "build");
    let before = place.files("synth.out");
    let ran = place.run("build broken orders");
    assert_eq!(ran.code, 1);
    let after = place.files("synth.out");
    assert!(before.iter().all(|(name, text)| after.get(name) == Some(text)));
    assert!(after.contains_key("orders/template.yaml"));
    // The builder line stands right under the message.
    let lines: Vec<&str> = ran.err.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("error[unknown-next]: ")).unwrap();
    assert!(lines[at + 1].starts_with(" --> tests/cli.rs:"), "{ran:?}");
    assert!(ran.err.contains("\n  at broken/Loop /States/Ship/Next\n"), "{ran:?}");
    assert!(ran.out.contains("  not written; what is there stays as it is\n"), "{ran:?}");
}

#[test]
fn a_panic_is_a_finding() {
    let place = Place::new();
    let ran = place.run("build panicking");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.starts_with(
            "error[panicking-stack]: the function that makes the stack panicked: no more stacks\n"
        ),
        "{ran:?}"
    );
    assert!(place.files("synth.out").is_empty());
}

#[test]
fn code_that_is_not_there_is_a_finding() {
    let place = Place::new();
    let ran = place.run("build codeless");
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.err,
        "error[missing-code]: the application code `app` is not there\n  \
         at codeless\n  \
         help: there is no `stacks/nowhere/app` here or in a folder above\n\n\
         error[code-outside]: the application code `../outside` is outside of the stack's folder\n  \
         at codeless\n  \
         help: it is copied beside the template: move it into the stack's folder, or set another one by \
         `Stack::folder`\n\n"
    );
    assert!(place.files("synth.out").is_empty());
}

#[test]
fn code_is_found_from_a_folder_below() {
    let place = Place::new();
    let ran = place.run_in("stacks/orders", STACKS, "build orders --out ../../built");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(place.names("built").contains(&"orders/app/worker.py".to_owned()));
}

/// A function that is published.
fn published() -> Stack {
    let mut stack = Stack::new("orders-test").folder("stacks/orders");
    stack.add("Charge", Function::from_folder("./app", "worker.handler", "python3.13").publish("live"));
    stack
}

/// The same code, called otherwise.
fn published_otherwise() -> Stack {
    let mut stack = Stack::new("orders-test").folder("stacks/orders");
    stack.add("Charge", Function::from_folder("./app", "worker.other", "python3.13").publish("live"));
    stack
}

#[test]
fn a_version_is_published_anew_when_the_function_or_its_code_changes() {
    let place = Place::new();
    let version = |stack: fn() -> Stack| {
        let stacks: &[NamedStack] = &[("orders", stack)];
        let ran = place.run_with(stacks, "build --target cloudformation --format json --out built");
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(
            place.run_with(stacks, "build --target cloudformation --format json --out built --check").code,
            0
        );
        let template: Value = serde_json::from_str(&place.files("built")["orders/template.json"]).unwrap();
        let resources = template["Resources"].as_object().unwrap();
        let versions: Vec<&String> = resources.keys().filter(|id| id.starts_with("ChargeVersion")).collect();
        let alias = &resources["ChargeAliaslive"]["Properties"]["FunctionVersion"]["Fn::GetAtt"][0];
        assert_eq!([versions[0].as_str()], [alias.as_str().unwrap()]);
        versions[0].clone()
    };
    let first = version(published);
    assert_eq!(first.len(), "ChargeVersion".len() + 16, "{first}");
    assert_eq!(version(published), first);
    assert_ne!(version(published_otherwise), first);
    fs::write(place.0.join("stacks/orders/app/worker.py"), "print('changed')\n").unwrap();
    assert_ne!(version(published), first);
}

#[test]
fn code_is_never_written_over_itself() {
    let place = Place::new();
    let before = place.files("stacks");
    let ran = place.run("build orders --out stacks");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is where the application code itself is"), "{ran:?}");
    assert_eq!(place.files("stacks"), before);
}

#[cfg(unix)]
#[test]
fn links_are_followed_on_the_way_in_only() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    symlink("..", place.0.join("stacks/orders/app/above")).unwrap();
    symlink("../../../stacks", place.0.join("stacks/orders/app/around")).unwrap();
    symlink("worker.py", place.0.join("stacks/orders/app/other.py")).unwrap();
    let ran = place.run("build orders");
    assert_eq!(ran.code, 0, "{ran:?}");
    let copied = fs::symlink_metadata(place.0.join("synth.out/orders/app/other.py")).unwrap();
    assert!(copied.is_file());
    // A link that someone put there leads to files that are not ours to remove.
    symlink(place.0.join("stacks"), place.0.join("synth.out/orders/app/linked")).unwrap();
    let before = place.files("stacks/orders");
    assert_eq!(place.run("build orders").code, 0);
    assert_eq!(place.files("stacks/orders"), before);
    assert!(!place.0.join("synth.out/orders/app/linked").exists());
}

#[test]
fn fixed_names_of_roles_and_images_are_known_to_sam_deploy() {
    fn named() -> Stack {
        let mut stack = Stack::new("named");
        let trust = serde_json::json!({ "Version": "2012-10-17", "Statement": [] });
        stack.add("Role", iam::Role::new(trust).role_name("fixed"));
        stack.add("Function", Generic::new("AWS::Serverless::Function").property("PackageType", "Image"));
        stack
    }
    let place = Place::new();
    let ran = place.run_with(&[("named", named)], "build");
    assert_eq!(ran.code, 0, "{ran:?}");
    let files = place.files("synth.out");
    let text = &files["named/samconfig.toml"];
    assert!(text.contains("\"CAPABILITY_IAM CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND\""), "{text}");
    assert!(text.contains("resolve_image_repos = true\n"), "{text}");
}

#[test]
fn accepted_findings_are_told_with_the_reason() {
    fn warned() -> Stack {
        let mut stack = Stack::new("warned");
        let call = LambdaInvoke::new(path("$.function")).state("Call");
        stack.add("Any", StateMachine::new(call));
        stack
    }
    fn accepting() -> Stack {
        warned().acknowledge("wildcard-permission", "the caller chooses the function")
    }
    let place = Place::new();
    let stacks: &[NamedStack] = &[("warned", warned), ("accepting", accepting)];
    let ran = place.run_with(stacks, "build warned");
    assert_eq!(ran.code, 0);
    assert!(ran.err.starts_with("warning[wildcard-permission]: "), "{ran:?}");
    assert!(ran.out.contains(", 1 warning (0.0 ms)\n"), "{ran:?}");
    let ran = place.run_with(stacks, "build accepting");
    assert!(ran.err.starts_with("accepted[wildcard-permission]: "), "{ran:?}");
    assert!(ran.err.ends_with(" (the caller chooses the function)\n"), "{ran:?}");
    let json = place.run_with(stacks, "build accepting --json").json();
    assert_eq!(json["stacks"][0]["accepted"][0]["reason"], "the caller chooses the function");
}

#[test]
fn an_unwritable_folder_is_named_with_the_reason() {
    let place = Place::new();
    fs::write(place.0.join("taken"), "a file").unwrap();
    let ran = place.run("build orders --out taken");
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: cannot create the folder `taken"), "{ran:?}");
    assert!(ran.err.contains("(os error "), "{ran:?}");
    assert_eq!(fs::read_to_string(place.0.join("taken")).unwrap(), "a file");
}

#[test]
fn a_file_that_cannot_be_replaced_leaves_all_others_as_they_were() {
    let place = Place::new();
    fs::create_dir_all(place.0.join("synth.out/orders/samconfig.toml/in the way")).unwrap();
    let ran = place.run("build orders");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("synth.out/orders/samconfig.toml`"), "{ran:?}");
    assert!(place.files("synth.out").is_empty(), "{:?}", place.names("synth.out"));
}

#[test]
fn an_unknown_stack_is_refused_with_a_suggestion() {
    let place = Place::new();
    for verb in ["build", "asl", "permissions"] {
        let ran = place.run(&format!("{verb} ordes"));
        assert_eq!(ran.code, 2);
        assert_eq!(ran.err, "error: there is no stack `ordes`\n  help: there is a stack `orders`\n");
    }
    let ran = place.run("build something-else");
    assert_eq!(
        ran.err,
        "error: there is no stack `something-else`\n  help: there is `orders`, `broken`, `panicking`, `codeless`\n"
    );
    let ran = place.run("lsit");
    assert_eq!(ran.err, "error: there is no verb and no stack `lsit`\n  help: there is a verb `list`\n");
    assert!(place.files("synth.out").is_empty());
}

#[test]
fn wrong_usage_exits_with_2_and_help_with_0() {
    let place = Place::new();
    let ran = place.run("build --format toml");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("error: invalid value 'toml'"), "{ran:?}");
    let ran = place.run("--help");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("permissions  Shows what each role"), "{ran:?}");
    assert_eq!(place.run("--version").code, 0);
    assert_eq!(place.run_with(&[], "build").out, "there are no stacks\n");
    assert_eq!(place.run_with(&[("a/b", orders)], "build").code, 2);
    assert_eq!(place.run_with(&[("same", orders), ("Same", orders)], "build").code, 2);
}

#[test]
fn a_build_as_json() {
    let place = Place::new();
    let ran = place.run("build orders broken --json");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let json = ran.json();
    let [orders, broken] = json["stacks"].as_array().unwrap().as_slice() else { panic!("{json}") };
    assert_eq!(orders["written"], true);
    assert_eq!(orders["machines"][0]["id"], "TakeOrder");
    assert_eq!(orders["files"][0]["path"], "synth.out/orders/template.yaml");
    assert_eq!(orders["files"][0]["change"], "written");
    assert_eq!(broken["written"], false);
    let findings = broken["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["code"] == "unknown-next").unwrap();
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["resource"], "Loop");
    assert_eq!(finding["pointer"], "/States/Ship/Next");
    assert_eq!(finding["origin"]["file"], "tests/cli.rs");
}

#[test]
fn stacks_are_listed() {
    let place = Place::new();
    let stacks: &[NamedStack] = &[("orders", orders), ("fewer", fewer_orders)];
    let ran = place.run_with(stacks, "list");
    assert_eq!(
        ran.out,
        "STACK   DEPLOYED AS  MACHINES              RESOURCES  DESCRIPTION\n\
         orders  orders-test  TakeOrder (2 states)  18         Takes orders\n                     \
         Ping (1 state)\n\n\
         fewer   orders-test  TakeOrder (1 state)   1\n"
    );
    let json = place.run_with(stacks, "list --json").json();
    assert_eq!(json[0]["machines"][1], serde_json::json!({ "id": "Ping", "states": 1 }));
    assert_eq!(json[1]["description"], Value::Null);
}

#[test]
fn a_definition_is_printed() {
    let place = Place::new();
    let ran = place.run("asl orders/Ping");
    assert_eq!(
        ran.json(),
        serde_json::json!({ "StartAt": "Pong", "States": { "Pong": { "Type": "Succeed" } } })
    );
    // The only machine needs no name.
    let ran = place.run_with(&[("fewer", fewer_orders)], "asl fewer");
    assert_eq!(ran.json()["States"]["Charge"]["Resource"], "arn:aws:states:::lambda:invoke");

    let ran = place.run("asl orders");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "error: stack `orders` has 2 state machines\n  help: name one: `orders/TakeOrder`, `orders/Ping`\n"
    );
    let ran = place.run("asl orders/TakOrder");
    assert_eq!(
        ran.err,
        "error: stack `orders` has no state machine `TakOrder`\n  help: there is `orders/TakeOrder`\n"
    );
    let ran = place.run("asl broken");
    assert_eq!((ran.code, ran.json()["StartAt"].as_str()), (1, Some("Ship")));
}

#[test]
fn permissions_name_who_needs_them_and_why() {
    let place = Place::new();
    let ran = place.run("permissions orders");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for part in [
        "TakeOrder, by its role TakeOrderRole\n",
        "  Allow ecs:RunTask\n    on    arn:…:ecs:",
        "    when  ArnEquals ecs:cluster = ${Cluster.Arn}\n",
        "    on    arn:…:events:…:…:rule/StepFunctionsGetEventsForECSTaskRule\n",
        "    when  StringEquals iam:PassedToService = ecs-tasks.amazonaws.com\n",
        "    why   Pack: starts the task\n",
        "Ping, by its role PingRole\n  nothing is permitted here\n",
        "WorkerExecutionRole\n",
    ] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    let json = place.run("permissions orders --json").json();
    let role = &json["roles"][0];
    assert_eq!((role["machine"].as_str(), role["role"].as_str()), (Some("TakeOrder"), Some("TakeOrderRole")));
    assert_eq!(role["statements"][0]["actions"][0], "lambda:InvokeFunction");
    assert_eq!(role["statements"][0]["reasons"][0]["state"], "Charge");
    assert_eq!(role["policy"]["Version"], "2012-10-17");
}

#[test]
fn a_role_of_ones_own_is_told_what_to_attach() {
    let place = Place::new();
    let stacks: &[NamedStack] = &[("fewer", fewer_orders)];
    let ran = place.run_with(stacks, "permissions fewer");
    assert!(ran.out.starts_with("TakeOrder, by your own role: attach these\n"), "{ran:?}");
    let json = place.run_with(stacks, "permissions fewer --json").json();
    assert_eq!(
        (&json["roles"][0]["role"], &json["roles"][0]["own_role"]),
        (&Value::Null, &Value::Bool(true))
    );
}

#[test]
fn tasks_are_listed_and_shown() {
    let place = Place::new();
    let ran = place.run("tasks");
    assert!(ran.out.contains("\nLambdaInvoke "), "{ran:?}");
    let list = place.run("tasks --json").json();
    assert_eq!(list.as_array().unwrap().len(), stepwright::tasks::CATALOGUE.len());

    for entry in stepwright::tasks::CATALOGUE {
        let ran = place.run(&format!("tasks {}", entry.name));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let json = place.run(&format!("tasks {} --json", entry.name)).json();
        assert_eq!(json["patterns"].as_array().unwrap().len(), entry.patterns.len());
    }
    let ran = place.run("tasks LambdaInvoke");
    let shown = [
        "  FunctionName    text                              required\n",
        "  InvocationType  RequestResponse | Event | DryRun\n",
        "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "lambda:InvokeFunction",
        "  StatusCode           whole number\n",
    ];
    for part in shown {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    let ran = place.run("tasks LamdaInvoke");
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err, "error: there is no task `LamdaInvoke`\n  help: there is a task `LambdaInvoke`\n");
}

#[test]
fn completions_and_manual() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = place.run(&format!("completions {shell}"));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("permissions"), "{shell}");
    }
    assert!(place.run("man").out.contains(".TH synth 1"));
    assert!(place.run("man build").out.contains(".TH synth-build 1"));
    assert_eq!(place.run("man biuld").err, "error: there is no verb `biuld`\n  help: there is `build`\n");
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let place = Place::new();
    let ran = |terminal: bool, set: &'static [(&'static str, &'static str)]| {
        let variable = move |name: &str| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| std::ffi::OsString::from(value))
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut world = World::new(&mut out, &mut err, &place.0);
        world.out_is_terminal = terminal;
        world.err_is_terminal = terminal;
        world.variable = &variable;
        run(["synth", "build", "broken"], STACKS, &mut world);
        let (out, err) = (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap());
        assert_eq!(is_coloured(&out), is_coloured(&err));
        is_coloured(&out)
    };
    assert!(ran(true, &[]));
    assert!(!ran(false, &[]));
    assert!(!ran(true, &[("NO_COLOR", "1")]));
    assert!(ran(true, &[("NO_COLOR", "")]));
    assert!(!ran(true, &[("TERM", "dumb")]));
    assert!(ran(false, &[("CLICOLOR_FORCE", "1")]));
    assert!(!ran(false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

/// An output that breaks as a pipe does whose reader has gone.
struct Broken;

impl std::io::Write for Broken {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let (mut broken, mut err) = (Broken, Vec::new());
    let mut world = World::new(&mut broken, &mut err, "/nowhere");
    assert_eq!(run(["synth", "tasks"], &[], &mut world), 0);
    assert!(err.is_empty());
}
