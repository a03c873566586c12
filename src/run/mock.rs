//! A world for tests: answers by the name of the state, files in memory, chance from a seed.

use super::program::Program;
use super::world::{File, Reply, Request, World};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::fmt;

/// How a mock answers: one reply for always, replies in the order they are asked for, or a closure.
///
/// ```
/// use serde_json::json;
/// use stepwright::run::{Answers, Reply, Request, fails, returns};
///
/// fn takes<'a>(_: impl Answers<'a>) {}
/// takes(returns(json!({})));
/// takes([fails("Busy"), returns(json!({}))]);
/// takes(|request: &Request<'_>| returns(request.parameters.clone()));
/// ```
pub trait Answers<'a> {
    /// What a request is answered with; `Err` holds how many answers there were, all used up.
    fn into_function(self) -> Function<'a>;
}

/// A mock as a function.
pub type Function<'a> = Box<dyn FnMut(&Request<'_>) -> Result<Reply, usize> + 'a>;

impl<'a> Answers<'a> for Reply {
    fn into_function(self) -> Function<'a> {
        Box::new(move |_| Ok(self.clone()))
    }
}

impl<'a, const N: usize> Answers<'a> for [Reply; N] {
    fn into_function(self) -> Function<'a> {
        Vec::from(self).into_function()
    }
}

impl<'a> Answers<'a> for Vec<Reply> {
    fn into_function(self) -> Function<'a> {
        let count = self.len();
        let mut left = self.into_iter();
        Box::new(move |_| left.next().ok_or(count))
    }
}

impl<'a, F: FnMut(&Request<'_>) -> Reply + 'a> Answers<'a> for F {
    fn into_function(mut self) -> Function<'a> {
        Box::new(move |request| Ok(self(request)))
    }
}

/// The world of a [`Runner`](super::Runner).
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::Run;
///
/// let run = StateMachine::new(Pass::new("Check")).run(json!({})).file("orders/one.json", "[1]");
/// let (_, mocks) = run.finish_with_files();
/// assert!(mocks.all_files().eq([("orders/one.json", "[1]")]));
/// ```
#[derive(Default)]
pub struct Mocks<'a> {
    answers: IndexMap<String, Function<'a>>,
    files: BTreeMap<String, String>,
    machines: IndexMap<String, Program>,
    random: u64,
}

impl fmt::Debug for Mocks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mocks")
            .field("answers", &self.answers.keys().collect::<Vec<_>>())
            .field("files", &self.files.keys().collect::<Vec<_>>())
            .field("machines", &self.machines.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl<'a> Mocks<'a> {
    pub(super) fn answer(&mut self, state: &str, answers: impl Answers<'a>) {
        self.answers.insert(state.to_owned(), answers.into_function());
    }

    /// Takes over what another world has; what both have, it decides.
    pub(super) fn take(&mut self, other: Mocks<'a>) {
        self.answers.extend(other.answers);
        self.files.extend(other.files);
        self.machines.extend(other.machines);
    }

    /// Adds an object, `bucket/key`.
    pub(super) fn file(&mut self, name: &str, text: String) {
        self.files.insert(name.to_owned(), text);
    }

    pub(super) fn machine_at(&mut self, arn: &str, program: Program) {
        self.machines.insert(arn.to_owned(), program);
    }

    pub(super) fn seed(&mut self, seed: u64) {
        self.random = seed;
    }

    /// The objects there are, `bucket/key` and text; those that a run has written too.
    pub fn all_files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

impl World for Mocks<'_> {
    fn reply(&mut self, request: &Request<'_>) -> Result<Reply, String> {
        let state = request.state;
        let Some(answer) = self.answers.get_mut(state) else {
            return Err(format!(
                "the task `{state}` has no answer, which calls {}; give it one: `.mock(\"{state}\", \
                 returns(json!({{…}})))`",
                request.resource
            ));
        };
        answer(request).map_err(|count| {
            format!(
                "the mock of `{state}` has {count} answers and was asked once more; add one, or hand over a single \
                 `returns(…)` or a closure, which answer every time"
            )
        })
    }

    fn file(&mut self, bucket: &str, key: &str) -> Option<String> {
        self.files.get(&format!("{bucket}/{key}")).cloned()
    }

    fn files(&mut self, bucket: &str, prefix: &str) -> Vec<File> {
        let start = format!("{bucket}/{prefix}");
        let found = self.files.range(start.clone()..).take_while(|(name, _)| name.starts_with(&start));
        let file = |(name, text): (&String, &String)| {
            let key = name.get(bucket.len() + 1..)?.to_owned();
            Some(File { key, text: text.clone() })
        };
        found.filter_map(file).collect()
    }

    fn write(&mut self, bucket: &str, file: File) {
        self.files.insert(format!("{bucket}/{}", file.key), file.text);
    }

    fn random(&mut self) -> u64 {
        // SplitMix64: every seed gives a sequence of its own.
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn machine(&mut self, arn: &str) -> Option<Program> {
        self.machines.get(arn).cloned()
    }
}
