//! How long runs take: a small machine, and Maps of many items.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use std::hint::black_box;
use stepwright::asl::Definition;
use stepwright::run::{Program, Run, Status, returns};

fn program(json: Value) -> Program {
    let Value::Object(map) = json else { panic!("no object") };
    Program::of(&Definition::from_map(map)).unwrap()
}

/// Ten states: five Pass, three Choice, two Task.
fn ten_states() -> Program {
    let pass =
        |next: &str| json!({ "Type": "Pass", "Parameters": { "id.$": "$.id", "n.$": "$.n" }, "Next": next });
    let choice = |next: &str| {
        let rule = json!({ "Variable": "$.n", "NumericGreaterThan": 1, "Next": next });
        json!({ "Type": "Choice", "Choices": [rule], "Default": "J" })
    };
    let task = |next: &str| {
        json!({
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": { "FunctionName": "f", "Payload.$": "$" },
            "ResultPath": "$.result",
            "Next": next,
        })
    };
    program(json!({ "StartAt": "A", "States": {
        "A": pass("B"),
        "B": choice("C"),
        "C": task("D"),
        "D": pass("E"),
        "E": choice("F"),
        "F": pass("G"),
        "G": task("H"),
        "H": choice("I"),
        "I": pass("J"),
        "J": { "Type": "Pass", "End": true },
    } }))
}

fn map(distributed: bool) -> Program {
    let mode = if distributed { "DISTRIBUTED" } else { "INLINE" };
    program(json!({ "StartAt": "Each", "States": { "Each": {
        "Type": "Map",
        "ItemsPath": "$.items",
        "ItemProcessor": {
            "ProcessorConfig": { "Mode": mode, "ExecutionType": "EXPRESS" },
            "StartAt": "Work",
            "States": { "Work": { "Type": "Pass", "End": true } },
        },
        "ResultPath": null,
        "End": true,
    } } }))
}

fn runs(criterion: &mut Criterion) {
    let small = ten_states();
    criterion.bench_function("run/ten states", |bencher| {
        bencher.iter(|| {
            let run = small
                .run(json!({ "id": "a-1", "n": 2 }))
                .mock("C", returns(json!({ "Payload": 1 })))
                .mock("G", returns(json!({ "Payload": 2 })))
                .finish();
            assert_eq!(run.status(), Status::Succeeded);
            black_box(run)
        });
    });
    let mut group = criterion.benchmark_group("run/map");
    group.sample_size(10);
    for (name, program) in [("inline", map(false)), ("distributed", map(true))] {
        for count in [1_000, 10_000, 100_000] {
            let items: Vec<u32> = (0..count).collect();
            let input = json!({ "items": items });
            group.throughput(Throughput::Elements(u64::from(count)));
            group.bench_function(format!("{name}/{count}"), |bencher| {
                bencher.iter_batched(
                    || input.clone(),
                    |input| {
                        let run = program.run(input).express().finish();
                        assert_eq!(run.status(), Status::Succeeded, "{run}");
                        black_box(run)
                    },
                    BatchSize::PerIteration,
                );
            });
        }
    }
    group.finish();
}

criterion_group!(benches, runs);
criterion_main!(benches);
