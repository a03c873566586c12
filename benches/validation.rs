//! Judging definitions of a megabyte: sound ones in both languages, and one with something wrong in every state.
//!
//! `cargo bench --bench validation` prints criterion's figures.

use criterion::{Criterion, Throughput};
use std::hint::black_box;
use stepwright::asl::source::Format;
use stepwright::validate::{Options, validate};

/// As many states as make a megabyte, each written by `state` for its index and the name of the next one.
fn definition(language: &str, state: impl Fn(usize, &str) -> String) -> String {
    let mut states = String::new();
    let mut index = 0;
    while states.len() < 1_040_000 {
        states.push_str(&format!(r#""S{index}":{},"#, state(index, &format!("S{}", index + 1))));
        index += 1;
    }
    format!(
        r#"{{"QueryLanguage":"{language}","StartAt":"S0","States":{{{states}"S{index}":{{"Type":"Succeed"}}}}}}"#
    )
}

fn paths(index: usize, next: &str) -> String {
    format!(
        r#"{{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{{"QueueUrl.$":"$.queues[{index}].url",
        "MessageBody":{{"id.$":"States.Format('{{}}-{index}', $.order.id)","at.$":"$$.State.EnteredTime","kind":"order"}}}},
        "ResultSelector":{{"id.$":"$.MessageId"}},"ResultPath":"$.sent","TimeoutSeconds":60,
        "Retry":[{{"ErrorEquals":["Sqs.SqsException"],"IntervalSeconds":2,"MaxAttempts":3,"BackoffRate":2.0}}],"Next":"{next}"}}"#
    )
}

fn expressions(index: usize, next: &str) -> String {
    format!(
        r#"{{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Arguments":{{"QueueUrl":"{{% $states.input.queues[{index}].url %}}",
        "MessageBody":"{{% $string({{'id': $states.input.order.id & '-{index}', 'sum': $sum($states.input.order.lines.(price * count))}}) %}}"}},
        "Assign":{{"total{index}":"{{% $states.result.MessageId %}}"}},"Output":"{{% $merge([$states.input, {{'sent': $states.result.MessageId}}]) %}}",
        "Retry":[{{"ErrorEquals":["Sqs.SqsException"],"MaxAttempts":3}}],"Next":"{next}"}}"#
    )
}

fn wrong(index: usize, next: &str) -> String {
    format!(
        r#"{{"Type":"Pass","Commment":"{index}","Parameters":{{"id.$":"$.order[","n":1}},"TimeoutSeconds":5,"Next":"{next}"}}"#
    )
}

fn main() {
    let options = Options::default().catalogue(stepwright::tasks::CATALOGUE);
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let mut group = criterion.benchmark_group("validate");
    for (name, text) in [
        ("paths", definition("JSONPath", paths)),
        ("expressions", definition("JSONata", expressions)),
        ("wrong in every state", definition("JSONPath", wrong)),
    ] {
        let found = validate(&text, Format::Json, &options).len();
        println!("{name}: {} bytes, {found} findings", text.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| validate(black_box(&text), Format::Json, &options))
        });
    }
    group.finish();
    criterion.final_summary();
}
