//! Runs of distributed Maps: whom they run, what they tolerate, where their results go.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html>.

use super::engine::{Engine, Running, Status, Thread};
use super::failure::{Failure, Source, Trouble};
use super::program::Action;
use super::program::{Distributed, State};
use super::scope::Data;
use super::template::Frame;
use super::world::File;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// A run of a distributed Map.
#[derive(Debug)]
pub(super) struct MapRun {
    pub(super) arn: String,
    /// What the ARNs of its executions start with.
    pub(super) executions: String,
    /// The ARN of the machine that they run.
    pub(super) machine: String,
    pub(super) express: bool,
    id: String,
    count: Option<f64>,
    percentage: Option<f64>,
    failed: usize,
    inputs: Vec<Data>,
    /// What a writer writes, by the place of the item.
    ended: Vec<(usize, Value)>,
}

impl MapRun {
    pub(super) fn child_name(&self, slot: usize) -> String {
        format!("{}-{slot}", self.id)
    }

    pub(super) fn input(&mut self, slot: usize, input: Data) {
        if self.inputs.len() == slot {
            self.inputs.push(input);
        }
    }

    /// Notes how an execution ended.
    pub(super) fn ended(&mut self, slot: usize, running: &Running) {
        if running.status != Status::Succeeded {
            self.failed += 1;
        }
        self.ended.push((slot, description(running, false)));
    }

    /// Whether so many failures are no failure of the Map.
    pub(super) fn tolerates(&self, total: usize) -> bool {
        let (failed, total) = (self.failed as f64, total as f64);
        match (self.count, self.percentage) {
            (None, None) => failed == 0.0,
            (count, percentage) => {
                count.is_none_or(|most| failed <= most)
                    && percentage.is_none_or(|most| failed * 100.0 <= most * total)
            }
        }
    }
}

/// An execution as DescribeExecution and `.sync` show it; `in_json` keeps input and output as JSON, not text.
pub(super) fn description(running: &Running, in_json: bool) -> Value {
    let data = |data: &Data| if in_json { (**data).clone() } else { Value::from(data.to_string()) };
    let mut out = Map::new();
    if let Some(failure) = &running.failure {
        if let Some(cause) = &failure.cause {
            out.insert("Cause".into(), cause.as_str().into());
        }
        if let Some(error) = &failure.error {
            out.insert("Error".into(), error.as_str().into());
        }
    }
    out.insert("ExecutionArn".into(), running.identity.execution.as_str().into());
    out.insert("Input".into(), data(&running.input));
    out.insert("InputDetails".into(), json!({ "Included": true }));
    out.insert("Name".into(), running.identity.name.as_str().into());
    if let Some(output) = &running.output {
        out.insert("Output".into(), data(output));
        out.insert("OutputDetails".into(), json!({ "Included": true }));
    }
    out.insert("StartDate".into(), running.started.0.into());
    out.insert("StateMachineArn".into(), running.identity.machine.as_str().into());
    out.insert("Status".into(), running.status.as_str().into());
    out.insert("StopDate".into(), running.stopped.0.into());
    Value::Object(out)
}

impl Engine<'_> {
    pub(super) fn map_run(
        &mut self,
        thread: &Thread,
        state: &State,
        distributed: &Distributed,
        count: Option<f64>,
        percentage: Option<f64>,
    ) -> MapRun {
        let running = self.executions.get(thread.execution);
        let identity = running.map(|running| running.identity.clone()).unwrap_or_default();
        let id = format!("{}-{}", thread.execution, thread.entry);
        let label = if distributed.label.is_empty() { &*state.name } else { distributed.label.as_str() };
        let machine = format!("{}/{label}", identity.machine);
        MapRun {
            arn: format!("{}:{id}", machine.replacen(":stateMachine:", ":mapRun:", 1)),
            executions: machine.replacen(":stateMachine:", ":execution:", 1),
            machine,
            express: distributed.express,
            id,
            count,
            percentage,
            failed: 0,
            inputs: Vec::new(),
            ended: Vec::new(),
        }
    }

    /// What a distributed Map results in: what its executions returned, or where that was written.
    pub(super) fn write_results(
        &mut self,
        run: &MapRun,
        state: &State,
        frame: &Frame<'_>,
        results: Vec<Option<Data>>,
    ) -> Result<Data, Trouble> {
        let writer = match &state.action {
            Action::Map(map) => map.distributed.as_ref().and_then(|distributed| distributed.writer.as_ref()),
            _ => None,
        };
        let outputs = || results.iter().flatten().map(|output| (**output).clone());
        let Some(writer) = writer else { return Ok(Arc::new(Value::Array(outputs().collect()))) };
        let transformed = |status: Status| -> Vec<Value> {
            let mut ended: Vec<&(usize, Value)> = run
                .ended
                .iter()
                .filter(|(_, value)| value.get("Status") == Some(&status.as_str().into()))
                .collect();
            ended.sort_by_key(|(slot, _)| *slot);
            match (status, writer.transformation.as_str()) {
                (Status::Succeeded, "COMPACT") => outputs().collect(),
                (Status::Succeeded, "FLATTEN") => outputs()
                    .flat_map(|output| match output {
                        Value::Array(elements) => elements,
                        other => vec![other],
                    })
                    .collect(),
                _ => ended.into_iter().map(|(_, value)| value.clone()).collect(),
            }
        };
        let succeeded = transformed(Status::Succeeded);
        let Some(arguments) = &writer.arguments else {
            return Ok(Arc::new(Value::Array(succeeded)));
        };
        let arguments = arguments.evaluate(frame, &mut self.chance())?;
        let text = |name: &str| arguments.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (bucket, prefix) = (text("Bucket"), text("Prefix"));
        if bucket.is_empty() {
            let failure = Failure::new("States.ResultWriterFailed").cause("the writer names no bucket");
            return Err(Trouble::new(Source::Inner, failure));
        }
        let folder = if prefix.is_empty() {
            run.id.clone()
        } else {
            format!("{}/{}", prefix.trim_end_matches('/'), run.id)
        };
        let mut files = Map::new();
        for (name, values) in [
            ("FAILED", transformed(Status::Failed)),
            ("PENDING", transformed(Status::Aborted)),
            ("SUCCEEDED", succeeded),
        ] {
            let mut listed = Vec::new();
            if !values.is_empty() {
                let (text, ending) = if writer.lines {
                    let lines: Vec<String> = values.iter().map(Value::to_string).collect();
                    (lines.join("\n"), "jsonl")
                } else {
                    (Value::Array(values).to_string(), "json")
                };
                let key = format!("{folder}/{name}_0.{ending}");
                listed.push(json!({ "Key": key, "Size": text.len() }));
                self.world.write(&bucket, File { key, text });
            }
            files.insert(name.into(), Value::Array(listed));
        }
        let manifest = json!({ "DestinationBucket": bucket, "MapRunArn": run.arn, "ResultFiles": files });
        let key = format!("{folder}/manifest.json");
        self.world.write(&bucket, File { key: key.clone(), text: manifest.to_string() });
        Ok(Arc::new(json!({
            "MapRunArn": run.arn,
            "ResultWriterDetails": { "Bucket": bucket, "Key": key },
        })))
    }
}
