//! The same stack gives the same bytes, and no flow makes anything panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;
// Our own `any`, `prop` and the like do not exist; what both preludes name is named here.
use stepwright::prelude::{
    Catch, Choice, CustomState, Errors, Fail, Flow, LambdaInvoke, Logging, Map, Parallel, Pass,
    ProcessorType, PublishedAlias, Retry, Shift, Stack, StateMachine, Statement, Succeed, Target, Task, Wait,
    go_on, go_to, jsonata, kms, logs, path, payload, region, secs, sqs, task_token, variable,
};

fn everything() -> Stack {
    let mut stack = Stack::new("all").tag("team", "orders").tag("stage", region());
    let key = stack.add("Key", kms::Key::new());
    let group = stack.add("Logs", logs::LogGroup::new());
    let queue = stack.add("Queue", sqs::Queue::new());
    let each = LambdaInvoke::new("each").state("Each").retry(Retry::on(Errors::TIMEOUT).interval(secs(3)));
    let flow = Parallel::new("Both")
        .branch(Map::new("Map").distributed(ProcessorType::Express).each(each).items(path("$.items")))
        .branch(
            LambdaInvoke::new("ask")
                .payload(payload!({ "token": task_token(), "queue": queue.reference(), "region": region() }))
                .wait_for_task_token("Ask")
                .permission(Statement::allow(["sqs:SendMessage"]).on(queue.attribute("Arn")).because("sends"))
                .catch(Catch::all(), Fail::new("Gone")),
        )
        .then(Choice::new("Done?").when(variable("n").greater_than(1), go_on()).otherwise(go_to("Both")))
        .then(Succeed::new("Done"));
    let machine = StateMachine::new(flow)
        .logging(Logging::all(&group))
        .encryption(stepwright::prelude::Encryption::with(&key));
    let machine = stack.add("Machine", machine);
    stack.add("Live", PublishedAlias::new(&machine, "live").shift(Shift::canary(10, secs(60))));
    stack.output("Arn", machine.reference());
    stack
}

#[test]
fn the_same_stack_gives_the_same_bytes() {
    for target in [Target::Sam, Target::CloudFormation] {
        let (one, two) = (everything().synthesize(target), everything().synthesize(target));
        assert!(!one.has_errors(), "{:#?}", one.findings);
        assert_eq!(one.to_yaml(), two.to_yaml());
        assert_eq!(one.to_json(), two.to_json());
        assert_eq!(one.findings, two.findings);
        assert_eq!(one.asl("Machine").map(|it| it.to_string()), two.asl("Machine").map(|it| it.to_string()));
    }
}

/// What a flow is made of.
#[derive(Clone, Debug)]
enum Piece {
    Pass(String, String),
    Wait(u32),
    Call(bool),
    Branch(Vec<Piece>, Vec<Piece>),
    Both(Vec<Piece>, Vec<Piece>),
    Each(Vec<Piece>, bool),
    Jump(String),
    End(bool),
    Raw(String),
    Prefixed(String, Vec<Piece>),
}

fn piece() -> impl Strategy<Value = Piece> {
    let text = "[a-c$.{}%\\[\\]' ]{0,8}";
    let leaf = prop_oneof![
        (text, text).prop_map(|(name, path)| Piece::Pass(name, path)),
        any::<u32>().prop_map(Piece::Wait),
        any::<bool>().prop_map(Piece::Call),
        text.prop_map(Piece::Jump),
        any::<bool>().prop_map(Piece::End),
        text.prop_map(Piece::Raw),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let some = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            (some(), some()).prop_map(|(a, b)| Piece::Branch(a, b)),
            (some(), some()).prop_map(|(a, b)| Piece::Both(a, b)),
            (some(), any::<bool>()).prop_map(|(a, far)| Piece::Each(a, far)),
            (text, some()).prop_map(|(prefix, a)| Piece::Prefixed(prefix, a)),
        ]
    })
}

fn flow(pieces: &[Piece]) -> Flow {
    pieces.iter().fold(go_on(), |before, piece| before.then(part(piece)))
}

fn part(piece: &Piece) -> Flow {
    match piece {
        Piece::Pass(name, text) => Pass::new(name)
            .parameters(payload!({ "p": path(text.as_str()), text.as_str(): [variable(text.as_str()), text] }))
            .result_path(text.as_str())
            .into(),
        Piece::Wait(count) => Wait::seconds("w", secs(*count)).into(),
        Piece::Call(caught) => {
            let call = LambdaInvoke::new("f").state("c").retry(Retry::all());
            if *caught { call.catch(Catch::all(), go_on()).into() } else { call.into() }
        }
        Piece::Branch(a, b) => Choice::new("q")
            .when(path("$.a").equals(1), flow(a))
            .when(jsonata("$b"), go_on())
            .otherwise(flow(b))
            .into(),
        Piece::Both(a, b) => {
            Parallel::new("both").branch(flow(a)).branch(flow(b)).catch(Catch::all(), flow(b)).into()
        }
        Piece::Each(a, far) => {
            let map = Map::new("each").each(flow(a)).items(path("$.x"));
            if *far { map.distributed(ProcessorType::Express).into() } else { map.into() }
        }
        Piece::Jump(name) => go_to(name),
        Piece::End(well) => if *well { Succeed::new("s").into() } else { Fail::new("f").into() },
        Piece::Raw(text) => CustomState::new(
            text,
            payload!({ "Type": text, "Catch": [{ "Next": path(text.as_str()) }], "Retry": text, "Branches": [text] }),
        )
        .into(),
        Piece::Prefixed(prefix, a) => flow(a).prefixed(prefix),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_flow_becomes_the_same_twice(pieces in prop::collection::vec(piece(), 0..6), jsonata in any::<bool>()) {
        let synthesis = || {
            let mut stack = Stack::new("s");
            let machine = StateMachine::new(flow(&pieces));
            stack.add("M", if jsonata { machine.jsonata() } else { machine });
            stack.synthesize(Target::Sam)
        };
        let (one, two) = (synthesis(), synthesis());
        prop_assert_eq!(one.to_yaml(), two.to_yaml());
        prop_assert_eq!(one.to_json(), two.to_json());
        prop_assert_eq!(&one.findings, &two.findings);
        // Whatever is wrong, nothing of our own making shows in the template.
        let shows = one.to_json().contains(char::from_u32(0xFDD0).unwrap_or_default());
        prop_assert!(!shows);
    }
}
