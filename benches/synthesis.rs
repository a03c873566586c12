//! From builders to a template: a chain of LambdaInvoke, EcsRunTask and DynamoPutItem with 1 to 10,000 states.
//!
//! `cargo bench` prints criterion's figures, then a table: the cost per state, and the whole synthesis against merely
//! writing the finished template.

use criterion::{BenchmarkId, Criterion, Throughput};
use std::hint::black_box;
use std::time::{Duration, Instant};
use stepwright::prelude::*;

const SIZES: [usize; 4] = [1, 100, 1_000, 10_000];

/// A stack whose one machine has so many states.
fn chain(states: usize) -> Stack {
    let mut stack = Stack::new("chain");
    let table = stack.add("Orders", dynamodb::Table::with_key(("Id", AttributeType::String), None));
    let cluster = stack.add("Cluster", ecs::Cluster::new());
    let worker = stack.add(
        "Worker",
        FargateTaskDefinition::new(Cpu::Quarter, MiB(512))
            .container(Container::new("worker", Image::public("public.ecr.aws/docker/library/alpine:3"))),
    );
    let mut flow = go_on();
    for index in 0..states {
        flow = match index % 3 {
            0 => flow.then(
                LambdaInvoke::new("charge")
                    .payload(payload!({ "orderId": path("$.id"), "run": execution_id(), "step": index }))
                    .state(&format!("Charge {index}"))
                    .result_path("$.receipt"),
            ),
            1 => flow.then(
                EcsRunTask::new(&cluster, &worker)
                    .launch(Fargate::new().subnets(["subnet-0a1b2c3d4e5f6a7b8"]))
                    .environment("worker", "ORDER", path("$.id"))
                    .run_job(&format!("Pack {index}"))
                    .retry(Retry::on(Errors::TASK_FAILED).interval(secs(5)).max_attempts(2))
                    .discard_result(),
            ),
            _ => flow.then(
                DynamoPutItem::new(
                    &table,
                    [
                        ("Id", DynamoAttributeValue::string(path("$.id"))),
                        ("State", DynamoAttributeValue::string("packed")),
                    ],
                )
                .state(&format!("Keep {index}"))
                .discard_result(),
            ),
        };
    }
    stack.add("Chain", StateMachine::new(flow));
    stack
}

/// The template, and its text; given back together, because dropping the one takes no part in making the other.
fn synthesize(states: usize) -> (Synthesis, String) {
    let synthesis = chain(states).synthesize(Target::Sam);
    let text = synthesis.to_yaml();
    (synthesis, text)
}

fn criterion(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("builders to YAML");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    for states in SIZES {
        group.throughput(Throughput::Elements(states as u64));
        group.bench_with_input(BenchmarkId::from_parameter(states), &states, |bencher, states| {
            bencher.iter_with_large_drop(|| synthesize(*states));
        });
    }
    group.finish();
}

/// The fastest of several runs, until the result is there.
fn best<T>(runs: usize, run: impl Fn() -> T) -> Duration {
    let once = |_| {
        let start = Instant::now();
        let result = black_box(run());
        let time = start.elapsed();
        drop(result);
        time
    };
    (0..runs).map(once).min().unwrap_or_default()
}

fn table() {
    println!("\n| states | builders to YAML | per state | writing alone | ratio | YAML |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for states in SIZES {
        let runs = if states > 1_000 { 10 } else { 50 };
        let template = chain(states).synthesize(Target::Sam).template;
        let whole = best(runs, || synthesize(states));
        let writing = best(runs, || template.to_yaml());
        println!(
            "| {states} | {whole:.1?} | {:.2?} | {writing:.1?} | {:.2} | {} KiB |",
            whole / states as u32,
            whole.as_secs_f64() / writing.as_secs_f64(),
            template.to_yaml().len() / 1_024,
        );
    }
}

fn main() {
    let mut settings = Criterion::default().configure_from_args();
    criterion(&mut settings);
    settings.final_summary();
    table();
}
