//! An entry of the catalogue.

use super::pattern::{IntegrationPattern, PatternSet};
use super::request::Task;
use crate::asl::QueryLanguage;
use crate::flow::Flow;
use schemars::Schema;
use serde_json::Value;

/// What the catalogue knows of a task.
///
/// ```
/// let entry = stepwright::tasks::entry("DynamoPutItem").unwrap();
/// assert_eq!((entry.service, entry.action), ("dynamodb", "putItem"));
/// assert!(!entry.examples().is_empty());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The type's name: `DynamoPutItem`.
    pub name: &'static str,
    /// The service, as a `Resource` spells it: `dynamodb`.
    pub service: &'static str,
    /// The action, as a `Resource` spells it: `putItem`.
    pub action: &'static str,
    /// The page it was checked against.
    pub docs: &'static str,
    /// The patterns it supports.
    pub patterns: &'static [IntegrationPattern],
    /// How a `Resource` asks for a job.
    pub job_suffix: &'static str,
    /// Every form in which it can.
    pub job_suffixes: &'static [&'static str],
    schema: fn() -> Schema,
    result: fn(IntegrationPattern) -> Value,
    examples: fn() -> Vec<Example>,
}

impl Entry {
    /// The entry of a task.
    pub const fn of<T: Task>() -> Self {
        Entry {
            name: T::NAME,
            service: T::API.0,
            action: T::API.1,
            docs: T::DOCS,
            patterns: T::Patterns::PATTERNS,
            job_suffix: T::JOB_SUFFIX,
            job_suffixes: T::JOB_SUFFIXES,
            schema: schema::<T>,
            result: T::result,
            examples: T::examples,
        }
    }

    /// The parameters, as a JSON Schema.
    pub fn schema(&self) -> Schema {
        (self.schema)()
    }

    /// The shape of the result, as a JSON Schema.
    pub fn result(&self, pattern: IntegrationPattern) -> Value {
        (self.result)(pattern)
    }

    /// Calls that show it off.
    pub fn examples(&self) -> Vec<Example> {
        (self.examples)()
    }
}

fn schema<T: Task>() -> Schema {
    // As it is written: what is left out where it is empty need not be set.
    schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
}

/// A call that shows a task off.
///
/// ```
/// use stepwright::prelude::*;
/// use stepwright::task::Example;
///
/// let state = SqsSendMessage::new("https://sqs.eu-west-1.amazonaws.com/123456789012/q", path("$")).state("Send");
/// let example = Example::request("request_response", state);
/// assert_eq!(example.title, "request_response");
/// ```
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows, as a file name has it: `request_response`, `run_job_ec2`.
    pub title: &'static str,
    /// The pattern it is called by.
    pub pattern: IntegrationPattern,
    /// The language that its machine speaks.
    pub language: QueryLanguage,
    /// The state, as a flow of its own.
    pub flow: Flow,
}

impl Example {
    fn new(title: &'static str, pattern: IntegrationPattern, flow: impl Into<Flow>) -> Self {
        Example { title, pattern, language: QueryLanguage::JsonPath, flow: flow.into() }
    }

    /// A call by request and response.
    pub fn request(title: &'static str, flow: impl Into<Flow>) -> Self {
        Self::new(title, IntegrationPattern::RequestResponse, flow)
    }

    /// A call that waits for a job.
    pub fn job(title: &'static str, flow: impl Into<Flow>) -> Self {
        Self::new(title, IntegrationPattern::RunJob, flow)
    }

    /// A call that waits for a callback.
    pub fn callback(title: &'static str, flow: impl Into<Flow>) -> Self {
        Self::new(title, IntegrationPattern::WaitForTaskToken, flow)
    }

    /// In a machine that speaks JSONata.
    pub fn in_jsonata(mut self) -> Self {
        self.language = QueryLanguage::Jsonata;
        self
    }
}
