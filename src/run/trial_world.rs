//! The world of a state that is tested: its mock, and what its reader reads.

use super::failure::Failure;
use super::program::Program;
use super::world::{File, Reply, Request, World, returns};
use serde_json::Value;

pub(super) struct Answers {
    mock: Option<Result<Value, Failure>>,
    read: Option<String>,
    random: u64,
}

impl Answers {
    pub(super) fn new(mock: Option<Result<Value, Failure>>, read: Option<String>) -> Self {
        Answers { mock, read, random: 0 }
    }
}

impl World for Answers {
    fn reply(&mut self, request: &Request<'_>) -> Result<Reply, String> {
        match &self.mock {
            Some(Ok(result)) => Ok(returns(result.clone())),
            Some(Err(failure)) => Ok(failure.clone().into()),
            None => Err(format!(
                "nothing is called here: the state calls {}; say what it returns with `mock`, in Rust with \
                 `.returns(json!({{…}}))`",
                request.resource
            )),
        }
    }

    fn file(&mut self, _bucket: &str, _key: &str) -> Option<String> {
        self.read.clone()
    }

    fn files(&mut self, _bucket: &str, _prefix: &str) -> Vec<File> {
        Vec::new()
    }

    fn write(&mut self, _bucket: &str, _file: File) {}

    fn random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.random ^ (self.random >> 31)
    }

    fn machine(&mut self, _arn: &str) -> Option<Program> {
        None
    }
}
